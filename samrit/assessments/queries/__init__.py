"""Reads worth a name; what a person may see."""
