"""Rows of an exported file as people read them: names instead of codes, and why there is no figure."""

from collections.abc import Mapping
from functools import cache

from django.utils.translation import gettext

from samrit.indicators.area_words import area_name
from samrit.indicators.cell_words import MARK_WORDS, STATUS_WORDS
from samrit.indicators.explored_words import Teller
from samrit.indicators.item_words import name_of, period_name, unit_of
from samrit.indicators.queries.exploring import Asked, Scope
from samrit.rules.observed import Mark, Status
from samrit.rules.periods import from_text
from samrit.ui.wording import in_words

_BY = "by_"  # before the name of a code list in a column's title


class InWords:
    """``figure`` is the title of the figures among ``titles``; a row's cells stand in their order."""

    def __init__(self, scope: Scope) -> None:
        self._scope, self._teller = scope, Teller(scope, Asked())
        self.figure = gettext("ตัวเลข")
        self.titles = [
            gettext("รายการ"),
            gettext("พื้นที่"),
            gettext("ส่วนจำแนก"),
            gettext("ช่วงเวลา"),
            self.figure,
            gettext("หน่วย"),
            gettext("หมายเหตุ"),
        ]
        self._item, self._area = cache(self._item_of), cache(self._area_of)
        self._period = cache(lambda text: period_name(from_text(text)))
        self._status = {status.value: in_words(said) for status, said in STATUS_WORDS.items()}

    def of(self, row: Mapping[str, str]) -> list[str]:
        """A row of a CSV by its columns, in words."""
        name, unit = self._item(row["item"])
        parts = {
            title.removeprefix(_BY): text for title, text in row.items() if title.startswith(_BY) and text
        }
        return [
            name,
            self._area(row["area"]),
            self._teller.part(parts),
            self._period(row["period"]),
            row["value"],
            unit,
            self._note(row),
        ]

    def _item_of(self, code: str) -> tuple[str, str]:
        item = self._scope.book.entries[code].item
        return name_of(item), unit_of(self._scope.book.book, item)

    def _area_of(self, code: str) -> str:
        found = self._scope.known(code)
        return area_name(found) if found else code

    def _note(self, row: Mapping[str, str]) -> str:
        """Why there is no figure; what the office noted of one."""
        if row["status"] != Status.VALUE.value:
            return self._status[row["status"]]
        return " · ".join(in_words(MARK_WORDS[Mark(mark)]) for mark in row["marks"].split(";") if mark)
