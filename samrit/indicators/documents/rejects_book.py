"""Rejected cells as a workbook: what a spreadsheet would take for a formula stays text."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import xlsxwriter
from django.utils.translation import gettext

from samrit.indicators.documents.rejects import column_letter
from samrit.indicators.queries.observations import store
from samrit.ui.wording import in_words

MOST_ROWS = 1_000_000  # a sheet has no room for more; the CSV has all
AT_ONCE = 5_000
WIDTHS = (8, 8, 28, 28, 60, 48)


def rejects_workbook(file: Path, titles: dict[int, str]) -> bytes:
    """The first million of a rejects file."""
    kept = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(kept, options) as book:
        page = book.add_worksheet(gettext("ช่องที่ไม่ผ่าน"))
        head = book.add_format({"bold": True, "bottom": 1})
        for place, (name, width) in enumerate(zip(_heads(), WIDTHS, strict=True)):
            page.set_column(place, place, width)
            page.write_string(0, place, name, head)
        page.freeze_panes(1, 0)
        for number, (row, texts) in enumerate(_rows(file, titles), 1):
            page.write_number(number, 0, row)
            for place, text in enumerate(texts, 1):
                page.write_string(number, place, text)
    return kept.getvalue()


def _heads() -> tuple[str, ...]:
    return (
        gettext("แถว"), gettext("คอลัมน์"), gettext("ชื่อคอลัมน์"), gettext("ค่าในไฟล์"), gettext("เหตุผล"),
        gettext("วิธีแก้"),
    )  # fmt: skip


def _rows(file: Path, titles: dict[int, str]) -> Iterator[tuple[int, list[str]]]:
    reader = store()
    for first in range(0, MOST_ROWS, AT_ONCE):
        found = reader.rejects(file, first=first, most=AT_ONCE)
        for reject in found:
            said = [column_letter(reject.column), titles.get(reject.column, ""), reject.value]
            yield reject.row, [*said, in_words(reject.reason), in_words(reject.mend) if reject.mend else ""]
        if len(found) < AT_ONCE:
            return
