"""The engine that needs no server: Polars and NumPy read and sort, DuckDB answers, all within this process."""

from samrit.indicators.store.embedded.engine import EmbeddedStore

__all__ = ["EmbeddedStore"]
