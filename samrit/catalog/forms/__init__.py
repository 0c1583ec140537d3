"""Input of the data catalog → plain values."""
