"""What a row of the table of fields says."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from samrit.rules.wording import Message


class Kind(StrEnum):
    """How a field is filled in and shown. In ``contents`` (see ``contents.py``) every number is a text.

    ``OF_KPI`` is not kept here: the framework's own column says it, so that nothing is written twice.
    """

    OF_KPI = "of_kpi"
    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    ROWS = "rows"  # as many rows as are written
    YEARS = "years"  # one row for each year around the fiscal year
    MONTHS = "months"  # the twelve months of the fiscal year
    ROUNDS = "rounds"  # 6, 9 and 12 months


GRIDS = frozenset({Kind.YEARS, Kind.MONTHS, Kind.ROUNDS})
TABLES = GRIDS | {Kind.ROWS}


@dataclass(frozen=True)
class Choice:
    code: str
    label: Message


@dataclass(frozen=True)
class Column:
    """A column of a table; ``kind`` is LINE, TEXT or NUMBER. ``term``: see ``Field``."""

    key: str
    label: Message
    kind: Kind = Kind.LINE
    term: bool = False


@dataclass(frozen=True)
class Field:
    """One field of รายละเอียดตัวชี้วัด.

    ``term``: it binds the province, so only an edition changes it once it is published. ``years``: the rows of a year
    table, counted from the fiscal year (−1 is last year). ``mean``: the rows' mean is shown. ``own``: of one province
    and year, so it is not taken over from the library.
    """

    key: str
    label: Message
    help: Message
    kind: Kind = Kind.TEXT
    term: bool = False
    own: bool = False
    columns: tuple[Column, ...] = ()
    years: Sequence[int] = ()
    choices: tuple[Choice, ...] = ()
    mean: bool = False

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)


@dataclass(frozen=True)
class Section:
    key: str
    label: Message
    fields: tuple[Field, ...]
