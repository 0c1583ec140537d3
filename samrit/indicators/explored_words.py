"""Looked-up figures as people read them: names, the figure or why there is none, and where each of them leads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from samrit.indicators.area_words import area_name
from samrit.indicators.cell_words import MARK_WORDS, STATUS_WORDS
from samrit.indicators.item_words import name_of, unit_of
from samrit.indicators.queries.exploring import Asked, Figure, Line, Scope
from samrit.indicators.queries.items import part_key
from samrit.rules.observed import Status
from samrit.rules.periods import Period, label, label_en
from samrit.rules.wording import say
from samrit.ui.formats import in_english, number
from samrit.ui.wording import in_words

NEVER_SENT = say("cell_never_sent", "ยังไม่ได้ส่ง")
DASH = "-"  # a dash that was sent is shown as it was typed
_IN_THE_TABLE: Mapping[Status, str] = {Status.DASH: DASH, Status.NEGLIGIBLE: "--"}


@dataclass(frozen=True)
class ShownFigure:
    """``text`` is the figure, or what stands in its place (``is_missing``). ``note`` says more of it, ``sign`` marks that."""

    text: str
    url: str = ""
    is_missing: bool = False
    note: str = ""
    sign: str = ""


class Teller:
    """What is told of one database in the reader's language. ``asked`` gives links the moment of the question."""

    def __init__(self, scope: Scope, asked: Asked) -> None:
        self._scope, self._asked = scope, asked
        self._lists = {
            name: {one.code: name_of(one) for one in codes.codes}
            for name, codes in scope.book.book.lists.items()
        }

    def unit(self, line: Line) -> str:
        return unit_of(self._scope.book.book, line.entry.item)

    def part(self, codes: Mapping[str, str]) -> str:
        """ชาย; "" of the total."""
        return " · ".join(self._lists.get(name, {}).get(code, code) for name, code in codes.items())

    def line(self, line: Line, *, with_item: bool = True) -> str:
        """The row by its names: อำเภอลำลูกกา · ชาย."""
        named = [name_of(line.entry.item)] if with_item else []
        return " · ".join(filter(None, [*named, area_name(line.area), self.part(line.codes)]))

    def url(self, line: Line, period: Period) -> str:
        """The page of one figure, as of the moment that is looked at."""
        area = line.area.code
        path = reverse("indicators:data_cell", args=[area[:2], line.entry.code, area, str(period)])
        return f"{path}?{query}" if (query := self.cell_query(line)) else path

    def cell_query(self, line: Line) -> str:
        return Asked(by=part_key(line.codes), at=self._asked.at).query()

    def figure(self, line: Line, period: Period, figure: Figure) -> ShownFigure:
        """What stands in the table."""
        url = self.url(line, period)
        if figure.value is None:
            note = gettext("ขอบเขตพื้นที่ของงวดนี้ต่างจากงวดล่าสุด") if figure.other_borders else ""
            return ShownFigure(missing(figure), url, is_missing=True, note=note, sign="†" if note else "")
        note = self._note(figure)
        return ShownFigure(number(figure.value), url, note=note, sign=_sign(figure) if note else "")

    def _note(self, figure: Figure) -> str:
        said = [in_words(MARK_WORDS[mark]) for mark in figure.cell.marks] if figure.cell else []
        if figure.joined:
            areas = ", ".join(self.area(code) for code in figure.joined)
            said.append(gettext("รวมจาก {areas} ตามขอบเขตของงวดล่าสุด").format(areas=areas))
        if figure.other_borders:
            said.append(gettext("ขอบเขตพื้นที่ของงวดนี้ต่างจากงวดล่าสุด"))
        return " · ".join(said)

    def area(self, code: str) -> str:
        found = self._scope.known(code)
        return f"{area_name(found)} ({code})" if found else code


def _sign(figure: Figure) -> str:
    """A dagger for other borders, an asterisk for what an office noted."""
    return "†" if figure.joined or figure.other_borders else "*"


def missing(figure: Figure, *, in_full: bool = False) -> str:
    """Why there is no figure: ``-`` as it was sent, ว่าง, ไม่มีข้อมูล, ปกปิด, ยังไม่ได้ส่ง."""
    status = figure.status
    if status is None:
        return in_words(NEVER_SENT)
    if not in_full and status in _IN_THE_TABLE:
        return _IN_THE_TABLE[status]
    return in_words(STATUS_WORDS[status])


def status_code(figure: Figure) -> str:
    """The same for programs."""
    return "never_sent" if figure.status is None else figure.status.value


def periods_named(periods: Sequence[Period], *, short: bool = True) -> list[str]:
    return [label_en(one, short=short) if in_english() else label(one, short=short) for one in periods]
