"""Who may do what in the data catalog."""
