"""What is measured, each with its peer in the same run. ``make bench`` runs all of it (benchmarks/README.md)."""
