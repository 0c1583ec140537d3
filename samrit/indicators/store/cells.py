"""The cell file: one row for each cell that somebody sent, in Parquet, the same for every engine.

Rows are sorted by item, period, area and part, and a key stands in it once. A missing cell has no row; ``-``, ไม่มีข้อมูล,
a blank and 0 are rows that differ by ``status``. Numbers here are stored for good: never change one, only add.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import polars as pl

from samrit.rules.observed import Mark, Status

KEY = ("item", "period", "area", "part")  # also the order of the rows
DIGITS, DECIMALS = 38, 12  # of a value

STATUS_NUMBERS: Mapping[Status, int] = MappingProxyType(
    {
        Status.VALUE: 0,
        Status.BLANK: 1,
        Status.DASH: 2,
        Status.NO_DATA: 3,
        Status.NEGLIGIBLE: 4,
        Status.NOT_APPLICABLE: 5,
        Status.NOT_YET: 6,
        Status.SUPPRESSED: 7,
    }
)
STATUSES: Mapping[int, Status] = MappingProxyType({number: each for each, number in STATUS_NUMBERS.items()})
MARK_BITS: Mapping[Mark, int] = MappingProxyType(
    {Mark.PROVISIONAL: 1, Mark.REVISED: 2, Mark.ESTIMATED: 4, Mark.FORECAST: 8}
)

SCHEMA: Mapping[str, pl.DataType] = MappingProxyType(
    {
        "item": pl.Int32(),  # Item.pk
        "area": pl.Int32(),  # the official code as a number: 20, 2001, 200101, 20010101
        "period": pl.Int32(),  # Period.number; its kind is the item's
        "part": pl.Int32(),  # 0: the total, else Part.pk
        "status": pl.Int8(),  # STATUS_NUMBERS
        "marks": pl.Int8(),  # the sum of MARK_BITS
        "value": pl.Decimal(DIGITS, DECIMALS),  # null unless status is VALUE
        "submission": pl.Int32(),  # Submission.pk
        "row": pl.Int32(),  # of the submitted file, as a person counts them
        "column": pl.Int16(),  # place in the submitted file, from 0
    }
)

REJECTS: Mapping[str, pl.DataType] = MappingProxyType(
    {
        "row": pl.Int32(),
        "column": pl.Int16(),
        "value": pl.String(),  # the cell as it came
        "code": pl.String(),  # of the reason
        "reason": pl.String(),  # Message.to_data() as JSON
        "mend": pl.String(),  # the same, or null where the reason says it itself
    }
)  # sorted by row, column, code


def marks_number(marks: Sequence[Mark]) -> int:
    """The marks as one number of the file."""
    return sum(MARK_BITS[mark] for mark in set(marks))


def marks_of(number: int) -> tuple[Mark, ...]:
    """The marks that a number of the file stands for, in the order of ``Mark``."""
    return tuple(mark for mark, bit in MARK_BITS.items() if number & bit)
