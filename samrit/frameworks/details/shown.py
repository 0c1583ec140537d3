"""What one field of the details shows: a text, a table, or the scale."""

import re
from dataclasses import dataclass

from samrit.frameworks.models import Kpi
from samrit.rules.kpi_template import Field, Section
from samrit.rules.wording import Message
from samrit.ui.scale import Scale

# What stays as it is on paper though digits become Thai ones: addresses, e-mail, codes – anything with Latin letters.
_CODE = re.compile(r"([!-~]*[A-Za-z][!-~]*)")


@dataclass(frozen=True)
class Piece:
    """A stretch of a line; the digits of a ``code`` stay."""

    text: str
    code: bool


def pieces_of(text: str) -> list[list[Piece]]:
    """The lines of a text, each cut where codes begin and end."""
    return [
        [Piece(part, place % 2 == 1) for place, part in enumerate(_CODE.split(line)) if part]
        for line in text.split("\n")
    ]


@dataclass(frozen=True)
class Cell:
    text: str
    is_number: bool = False

    @property
    def lines(self) -> list[list[Piece]]:
        return pieces_of(self.text)


@dataclass(frozen=True)
class Table:
    """``head`` may be empty texts; the first cell of a row names it where ``named``."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[Cell, ...] = ()
    named: bool = False


@dataclass(frozen=True)
class Shown:
    """One field with what stands in it. ``as_printed``: its digits stay on paper, as the framework prints them."""

    field: Field
    text: str = ""
    table: Table | None = None
    scale: Scale | None = None
    as_printed: bool = False

    @property
    def empty(self) -> bool:
        return not self.text and self.table is None and self.scale is None

    @property
    def lines(self) -> list[list[Piece]]:
        return pieces_of(self.text)


@dataclass(frozen=True)
class ShownSection:
    section: Section
    fields: tuple[Shown, ...]

    @property
    def stated(self) -> list[Shown]:
        return [one for one in self.fields if not one.empty]

    @property
    def blank(self) -> list[Message]:
        """The labels of what nobody wrote yet."""
        return [one.field.label for one in self.fields if one.empty]


@dataclass(frozen=True)
class Sheet:
    """The details of one KPI (fetched ``with_details``)."""

    kpi: Kpi
    sections: tuple[ShownSection, ...]

    @property
    def year(self) -> int:
        return self.kpi.component.edition.framework.fiscal_year_id

    @property
    def is_part(self) -> bool:
        return self.kpi.parent_id is not None
