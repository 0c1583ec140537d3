"""Pages of the exchange with other installations."""
