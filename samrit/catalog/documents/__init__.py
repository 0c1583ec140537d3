"""Documents of the data catalog."""
