"""The engine that needs no server: Polars and NumPy read and sort, DuckDB answers, all within this process."""
