"""Rejected cells as a CSV file that opens in a spreadsheet: where, what stands there, why, how to mend."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from django.utils.translation import gettext

from samrit.indicators.models import Examination
from samrit.indicators.queries.observations import path_of, store
from samrit.indicators.store.port import Reject
from samrit.ui.wording import in_words

AT_ONCE = 5_000
LETTERS = 26
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def column_letter(place: int) -> str:
    """``A``, ``B``, … ``Z``, ``AA``: as spreadsheets call the column at this place (from 0)."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def titles_of(examination: Examination) -> dict[int, str]:
    """Place of a column → its title."""
    return {column["place"]: column["title"] for column in examination.mapping.get("columns", [])}


def rejects_of(
    examination: Examination, *, first: int = 0, most: int = 100, code: str = ""
) -> tuple[Reject, ...]:
    """A page of what was rejected; () when nothing was."""
    if not examination.rejects:
        return ()
    return store().rejects(path_of(examination.rejects["name"]), first=first, most=most, code=code)


def write_rejects(file: Path, titles: dict[int, str], out: TextIO) -> int:
    """All of a rejects file as CSV (``out`` is UTF-8 with a mark, for spreadsheets); how many."""
    writer, count = csv.writer(out), 0
    writer.writerow(_heads())
    for page in _pages(file):
        writer.writerows(_row(reject, titles) for reject in page)
        count += len(page)
    return count


def _pages(file: Path) -> Iterator[Sequence[Reject]]:
    reader, first = store(), 0
    while page := reader.rejects(file, first=first, most=AT_ONCE):
        yield page
        first += len(page)


def _heads() -> list[str]:
    return [
        gettext("แถว"),
        gettext("คอลัมน์"),
        gettext("ชื่อคอลัมน์"),
        gettext("ค่าในไฟล์"),
        gettext("เหตุผล"),
        gettext("วิธีแก้"),
    ]


def _row(reject: Reject, titles: dict[int, str]) -> list[Any]:
    said = [titles.get(reject.column, ""), reject.value, in_words(reject.reason)]
    mend = in_words(reject.mend) if reject.mend else ""
    return [reject.row, column_letter(reject.column), *(as_text(text) for text in (*said, mend))]


def as_text(text: str) -> str:
    """What a spreadsheet would take for a formula is kept as text."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text
