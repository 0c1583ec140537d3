"""What the letters room gives out as files."""
