"""Reading a submitted file: bytes in, a table of text out, and which of its columns says what. No table is known here."""

from samrit.indicators.reading.joining import Looked, joined_period, read_area, read_period_of
from samrit.indicators.reading.mapping import Column, Mapping, Means
from samrit.indicators.reading.opening import check_kind, open_table, sheets
from samrit.indicators.reading.proposing import Proposal, proposal, propose
from samrit.indicators.reading.remembering import differences
from samrit.indicators.reading.table import ROW, CellProblem, Raw
from samrit.indicators.reading.words import Words

__all__ = [
    "ROW",
    "CellProblem",
    "Column",
    "Looked",
    "Mapping",
    "Means",
    "Proposal",
    "Raw",
    "Words",
    "check_kind",
    "differences",
    "joined_period",
    "open_table",
    "proposal",
    "propose",
    "read_area",
    "read_period_of",
    "sheets",
]
