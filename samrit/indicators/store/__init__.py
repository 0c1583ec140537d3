"""Observations as files: read and checked, merged, asked. Knows no table of the database, no person, no clock."""

from pathlib import Path

from samrit.indicators.store.port import ObservationStore

ENGINES = ("embedded", "spark")


def make_store(engine: str, memory: int, scratch: Path, master: str = "local[*]") -> ObservationStore:
    """The engine of that name. ``memory``: MB that it may use; ``scratch``: a folder for what does not fit into them.

    ``master``: the address of the Spark cluster. ValueError for a name that is none of ENGINES.
    """
    if engine == "embedded":
        from samrit.indicators.store.embedded import EmbeddedStore  # noqa: PLC0415 - 0.3 s of libraries

        return EmbeddedStore(memory, scratch)
    if engine == "spark":
        from samrit.indicators.store.spark import SparkStore  # noqa: PLC0415 - its libraries are an extra

        return SparkStore(memory, scratch, master)
    raise ValueError(f"no engine of observations: {engine!r} is none of {', '.join(ENGINES)}")
