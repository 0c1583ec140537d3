"""Input of the provincial database → plain values."""
