"""Reading a submitted file: bytes in, a table of text out, and which of its columns says what. No table is known here."""

from samrit.indicators.reading.joining import Looked, joined_period, read_area, read_period_of
from samrit.indicators.reading.mapping import Column, Mapping, Means
from samrit.indicators.reading.opening import open_table, sheets
from samrit.indicators.reading.table import ROW, CellProblem, Raw

__all__ = [
    "ROW",
    "CellProblem",
    "Column",
    "Looked",
    "Mapping",
    "Means",
    "Raw",
    "joined_period",
    "open_table",
    "read_area",
    "read_period_of",
    "sheets",
]
