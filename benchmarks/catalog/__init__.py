"""The data catalog with a hundred thousand datasets."""
