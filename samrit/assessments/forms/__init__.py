"""Input → clean values."""
