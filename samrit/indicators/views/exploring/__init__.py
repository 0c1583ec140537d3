"""Pages on which figures are looked up: tables and charts, one figure with its trace, files."""
