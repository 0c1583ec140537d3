"""Pages of the data catalog."""
