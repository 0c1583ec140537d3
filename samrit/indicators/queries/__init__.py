"""Reads of the provincial database."""
