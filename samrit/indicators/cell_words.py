"""Cells as people read them: item, area, period and part by their names, the figure with its unit, or why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from samrit.indicators.models import Part
from samrit.indicators.queries.items import AreaBook, area_book
from samrit.indicators.queries.places import known
from samrit.indicators.store.port import Cell, Change
from samrit.people.models import Area
from samrit.rules.items import Item
from samrit.rules.observed import Mark, Status
from samrit.rules.periods import Period, label, label_en
from samrit.rules.wording import Message, say
from samrit.ui.formats import in_english, number
from samrit.ui.wording import in_words

STATUS_WORDS: Mapping[Status, Message] = {
    Status.BLANK: say("cell_blank", "ว่าง"),
    Status.DASH: say("cell_dash", "ขีด (-)"),
    Status.NO_DATA: say("cell_no_data", "ไม่มีข้อมูล"),
    Status.NEGLIGIBLE: say("cell_negligible", "น้อยมาก (--)"),
    Status.NOT_APPLICABLE: say("cell_not_applicable", "ไม่เกี่ยวข้อง"),
    Status.NOT_YET: say("cell_not_yet", "รอผล"),
    Status.SUPPRESSED: say("cell_suppressed", "ปกปิด"),
    Status.VALUE: say("cell_value", "ตัวเลข"),
}
MARK_WORDS: Mapping[Mark, Message] = {
    Mark.PROVISIONAL: say("cell_provisional", "เบื้องต้น"),
    Mark.REVISED: say("cell_revised", "ปรับปรุง"),
    Mark.ESTIMATED: say("cell_estimated", "ประมาณการ"),
    Mark.FORECAST: say("cell_forecast", "คาดการณ์"),
}
_PERIOD_DIGITS = 8


@dataclass(frozen=True)
class ShownCell:
    """``figure`` is empty where ``missing`` says why there is none."""

    item: str
    area: str
    period: str
    part: str
    figure: str
    unit: str
    missing: str
    marks: str
    row: int


@dataclass(frozen=True)
class ShownChange:
    """``before`` None: the cell is new. ``by``: how much a figure moves, with its sign; ``percent`` of the old one."""

    at: ShownCell
    before: ShownCell | None
    by: str
    percent: str


class CellWords:
    """The names of a province, read once."""

    def __init__(self, area: Area) -> None:
        self._area = area

    @cached_property
    def _book(self) -> AreaBook:
        return area_book(self._area)

    @cached_property
    def _items(self) -> dict[int, Item]:
        return {entry.key: entry.item for entry in self._book.entries.values()}

    @cached_property
    def _known(self) -> object:
        return known(self._area.pk)

    @cached_property
    def _parts(self) -> dict[int, Mapping[str, str]]:
        return dict(Part.objects.filter(item__in=list(self._items)).values_list("pk", "codes"))

    def of(self, cell: Cell) -> ShownCell:
        item = self._items.get(cell.key.item)
        unit = self._book.book.unit_text(item) if item else ""
        figure = number(cell.value) if cell.value is not None else ""
        return ShownCell(
            item=_name(item) if item else str(cell.key.item),
            area=self._area_name(cell.key.area),
            period=self._period(item, cell.key.period),
            part=self._part(cell.key.part),
            figure=figure,
            unit=unit if figure else "",
            missing="" if figure else in_words(STATUS_WORDS[cell.status]),
            marks=" ".join(in_words(MARK_WORDS[mark]) for mark in cell.marks),
            row=cell.row,
        )

    def change(self, change: Change) -> ShownChange | None:
        """None for what went away, which no submission brings about."""
        if change.after is None:
            return None
        before = self.of(change.before) if change.before else None
        old = change.before.value if change.before else None
        by, percent = _moved(old, change.after.value)
        return ShownChange(self.of(change.after), before, by, percent)

    def item_name(self, key: int) -> str:
        item = self._items.get(key)
        return _name(item) if item else str(key)

    def _area_name(self, code: int) -> str:
        area = self._known(str(code))  # type: ignore[operator]  # a function
        if area is None:
            return str(code)
        return str(area.name_en if in_english() else area.title)

    def _period(self, item: Item | None, place: int) -> str:
        if item is None:
            return str(place)
        period = Period(item.period, place)
        return label_en(period, short=True) if in_english() else label(period, short=True)

    def _part(self, key: int) -> str:
        if not key:
            return ""
        codes = self._parts.get(key, {})
        return " · ".join(self._code(listed, code) for listed, code in codes.items())

    def _code(self, listed: str, code: str) -> str:
        codes = self._book.book.lists.get(listed)
        named = next((one for one in codes.codes if one.code == code), None) if codes else None
        return _name(named) if named else code


def _name(named: object) -> str:
    return str(named.name_en if in_english() else named.name)  # type: ignore[attr-defined]  # of rules.items


def _moved(old: Decimal | None, new: Decimal | None) -> tuple[str, str]:
    if old is None or new is None:
        return "", ""
    by = new - old
    percent = f"{by / abs(old) * 100:+,.1f}%" if old else ""
    return f"{'+' if by > 0 else ''}{number(by)}", percent
