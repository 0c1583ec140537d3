"""Papers and files."""
