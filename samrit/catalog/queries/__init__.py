"""Reads of the data catalog."""
