"""Inputs that nobody would send, for every parser of the product and for its API. ``make fuzz``; see docs/fuzzing.md"""
