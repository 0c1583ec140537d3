"""A pivot as it is shown: rows and columns by name, and of each figure how much of it is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext

from samrit.indicators.area_words import area_name
from samrit.indicators.explored_words import Teller, periods_named
from samrit.indicators.forms.exploring import SIDES, ways
from samrit.indicators.item_words import name_of, unit_of
from samrit.indicators.queries.exploring import Asked, Scope, Table
from samrit.indicators.queries.pivoting import Gathered, crossed, refuse_crossing
from samrit.indicators.store.port import Dimension
from samrit.rules.exploring import Way
from samrit.rules.periods import Period
from samrit.rules.wording import Refusal
from samrit.ui.formats import number

MORE = 2  # decimals of a mean beyond those of the item


@dataclass(frozen=True)
class ShownGathered:
    """``note``: from how many of how many, where some are missing."""

    text: str
    note: str = ""
    is_missing: bool = False


@dataclass(frozen=True)
class ShownCross:
    """``corner`` names both sides; ``title`` says what the figures are; means are rounded to ``decimals``."""

    title: str
    corner: str
    heads: Sequence[str]
    rows: Sequence[tuple[str, Sequence[ShownGathered]]]
    decimals: int | None = None


def shown_cross(
    scope: Scope, asked: Asked, table: Table, *, rows: str, columns: str, way: str
) -> ShownCross | Refusal:
    """The pivot, or why there is none."""
    sides, how = (Dimension(rows), Dimension(columns)), Way(way)
    refusal = refuse_crossing(scope, table, rows=sides[0], columns=sides[1], way=how, by=asked.by)
    if refusal:
        return refusal
    found = crossed(scope, table, rows=sides[0], columns=sides[1], way=how)
    heads = _named(scope, asked, table, sides[1], found.columns)
    names = _named(scope, asked, table, sides[0], found.rows)
    decimals = MORE + max(entry.item.decimals for entry in table.entries) if how is Way.MEAN else None
    shown = [
        (name, [_cell(found.cells[row, column], decimals) for column in found.columns])
        for row, name in zip(found.rows, names, strict=True)
    ]
    corner = f"{SIDES[rows]} × {SIDES[columns]}"
    return ShownCross(_title(scope, table, how), corner, heads, shown, decimals)


def _title(scope: Scope, table: Table, way: Way) -> str:
    items = " · ".join(
        f"{name_of(entry.item)} ({unit_of(scope.book.book, entry.item)})" for entry in table.entries
    )
    return f"{ways()[way]}: {items}"


def _named(scope: Scope, asked: Asked, table: Table, side: Dimension, numbers: Sequence[int]) -> list[str]:
    if side is Dimension.PERIOD:
        return periods_named([Period(table.kind, one) for one in numbers])
    if side is Dimension.ITEM:
        names = {entry.key: name_of(entry.item) for entry in table.entries}
        return [names[one] for one in numbers]
    if side is Dimension.AREA:
        areas = {int(place.code): area_name(place) for place in table.places}
        return [areas[one] for one in numbers]
    teller = Teller(scope, asked)
    parts = {part: teller.part(codes) for entry in table.entries for part, codes in table.parts_of(entry)}
    return [parts[one] or gettext("ยอดรวม") for one in numbers]


def _cell(it: Gathered, decimals: int | None) -> ShownGathered:
    """Missing is not zero: a sum of some says so."""
    if it.kept_back:
        return ShownGathered(gettext("ปกปิด"), is_missing=True)
    if it.value is None:
        return ShownGathered(gettext("ไม่มีตัวเลข"), is_missing=True)
    words = gettext("จาก {some} ใน {all} ช่อง")
    note = "" if it.is_whole else words.format(some=number(it.figures), all=number(it.expected))
    value = it.value if decimals is None else _rounded(it.value, decimals)
    return ShownGathered(number(value), note)


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
