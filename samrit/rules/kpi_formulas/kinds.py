"""What a KPI's formula states besides its text: its months, its decimals, and which cells of each item it takes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from samrit.rules.areas import AreaLevel
from samrit.rules.formula import FUNCTIONS, Formula, make_formula
from samrit.rules.items import Book, Item, Owes, Total
from samrit.rules.kpi_formulas.spans import Span
from samrit.rules.units import Unit, read_unit
from samrit.rules.wording import RefusedError, refuse

MOST_DECIMALS = 6
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


class Take(StrEnum):
    """Of the periods all, or the latest one that any such item of the formula has figures of (a stock, not a flow)."""

    ALL = "all"
    LATEST = "latest"


class Of(StrEnum):
    """Of an item that is broken down the total, or each combination of codes (each station, each river section)."""

    TOTAL = "total"
    EACH = "each"


@dataclass(frozen=True)
class Gather:
    """Which cells of one item: of each area of ``level`` within the province. ``only``: list → the codes to be taken."""

    item: str
    level: AreaLevel
    take: Take = Take.ALL
    of: Of = Of.TOTAL
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def to_data(self) -> dict[str, Any]:
        only = {name: list(codes) for name, codes in sorted(self.only.items()) if codes}
        return {
            "item": self.item,
            "level": self.level.value,
            "take": self.take.value,
            "of": self.of.value,
            "only": only,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Gather":
        """What ``to_data`` wrote. ValueError or KeyError for anything else."""
        only = {str(name): tuple(map(str, codes)) for name, codes in data.get("only", {}).items()}
        return cls(str(data["item"]), AreaLevel(data["level"]), Take(data["take"]), Of(data["of"]), only)


def usual(item: Item) -> Gather:
    """How an item is gathered when nobody says otherwise: as its owner owes it, a stock by its latest period."""
    return Gather(
        item.code,
        item.expects.level,
        Take.LATEST if item.over_periods is Total.LATEST else Take.ALL,
        Of.EACH if item.expects.cells is Owes.EACH else Of.TOTAL,
    )


@dataclass(frozen=True)
class Terms:
    """สูตรคำนวณของตัวชี้วัด as stated; ``unit`` in the KPI's words, ``decimals`` of what is reported."""

    expression: str
    unit: str
    span: Span = Span.FISCAL_YEAR
    decimals: int = 2
    gathers: tuple[Gather, ...] = ()

    def gather(self, item: Item) -> Gather:
        return next((one for one in self.gathers if one.item == item.code), usual(item))

    def formula(self, book: Book) -> Formula:
        """Read and checked against the items as they are in ``book``; RefusedError says what is wrong."""
        return make_formula(self.expression, units=units_of(book), gives=read_unit(self.unit))


def words_in(expression: str) -> tuple[str, ...]:
    """What may be item codes in a text that is still being typed, in the order of writing."""
    return tuple(word for word in dict.fromkeys(_WORD.findall(expression)) if word not in FUNCTIONS)


def units_of(book: Book) -> dict[str, Unit]:
    """Of the items, and of the figures that the province has besides."""
    own = {figure.code: read_unit(figure.unit) for figure in book.figures.values()}
    return {code: read_unit(book.unit_text(item)) for code, item in book.items.items()} | own


def checked(terms: Terms, book: Book) -> tuple[Terms, Formula]:
    """The terms with every item's way of gathering written out, and their formula. RefusedError says what is wrong."""
    formula = terms.formula(book)
    if not 0 <= terms.decimals <= MOST_DECIMALS:
        raise RefusedError(
            refuse("kpi_formula_decimals", "ทศนิยมของผลใช้ได้ 0 ถึง {most} ตำแหน่ง", most=MOST_DECIMALS)
        )
    codes = sorted({need.code for need in formula.needs} - book.figures.keys())
    gathers = tuple(_fitting(terms.gather(book.items[code]), book.items[code], book) for code in codes)
    return Terms(formula.text, terms.unit, terms.span, terms.decimals, gathers), formula


def _fitting(gather: Gather, item: Item, book: Book) -> Gather:
    if gather.level.depth > item.level.depth:
        raise RefusedError(
            refuse(
                "kpi_formula_level",
                "รายการ “{item}” ไม่ได้เก็บละเอียดถึงระดับที่เลือก – เลือกระดับพื้นที่ที่ใหญ่กว่า",
                item=item.name,
            )
        )
    if gather.of is Of.EACH and not item.by:
        raise RefusedError(
            refuse("kpi_formula_not_broken_down", "รายการ “{item}” ไม่มีการจำแนก – เลือกยอดรวม", item=item.name)
        )
    for name, codes in gather.only.items():
        _known_codes(name, codes, item, book)
    return gather


def _known_codes(name: str, codes: Sequence[str], item: Item, book: Book) -> None:
    """Of a list of places an office has more than the book knows, so there only the list itself is checked."""
    known = book.lists.get(name) if name in item.by else None
    if known and known.place:
        return
    kept = {one.code for one in known.codes} if known else set()
    for given in codes:
        if given not in kept:
            raise RefusedError(
                refuse("kpi_formula_code", "รายการ “{item}” ไม่มีรหัสจำแนก {given}", item=item.name, given=given)
            )
