"""Every write of the data catalog."""
