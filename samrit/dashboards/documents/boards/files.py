"""A part of a board as a file: CSV and Excel from its table, SVG and PNG from its chart."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import urljoin

import xlsxwriter
from django.conf import settings
from django.utils.translation import gettext as _

from samrit.dashboards.documents.boards.parts import Board, Cell, Part, in_file
from samrit.ui.charts import picture, sheet
from samrit.ui.formats import date_and_time

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes Thai for another alphabet
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_DIGITS_OF_A_CELL = 15  # that a spreadsheet keeps of a number
_WIDTHS = (24, 14)


@dataclass(frozen=True)
class Made:
    content: bytes
    kind: str  # the content type
    name: str = ""  # of the file, without year and ending


Maker = Callable[[], Made]


def file_of_board(board: Board, key: str, kind: str, *, page: str, at: datetime) -> Made | None:
    """The part called ``key``, with its source; None without such a part or kind. ``page``: where the board stands.

    ChartsUnavailableError where the machine cannot draw.
    """
    part = next((one for one in board.parts if one.key == key), None)
    if part is None or kind not in part.kinds:
        return None
    made = file_of(part, kind, source=_source(board, page, at))
    return Made(made.content, made.kind, f"{board.title}-{part.title}")


def _source(board: Board, page: str, at: datetime) -> str:
    """Where the figures come from and of which moment they are; that some are not public stands on the file too."""
    address = urljoin(settings.SITE_URL, page)
    words = {"board": board.title, "kicker": board.kicker, "at": date_and_time(at), "address": address}
    said = _("%(kicker)s · %(board)s · ข้อมูล ณ %(at)s · %(address)s") % words
    return f"{_('มีคะแนนที่ยังไม่ประกาศ')} · {said}" if board.unpublished else said


def file_of(part: Part, kind: str, *, source: str) -> Made:
    """The part as ``csv``, ``xlsx``, ``svg`` or ``png``; ``source`` says where and when; ``kind`` is one of ``part.kinds``.

    ChartsUnavailableError where the machine cannot draw.
    """
    made: dict[str, Maker] = {
        "csv": lambda: Made(as_csv(part), "text/csv; charset=utf-8"),
        "xlsx": lambda: Made(
            as_workbook(part, source),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        "svg": lambda: Made(_drawn(part, source).encode(), "image/svg+xml"),
        "png": lambda: Made(picture(_drawn(part, source)), "image/png"),
    }
    return made[kind]()


def as_csv(part: Part) -> bytes:
    """UTF-8 with a byte order mark; numbers with all their digits, texts that a spreadsheet would run with an apostrophe."""
    kept = StringIO()
    writer = csv.writer(kept, lineterminator="\r\n")
    writer.writerow([_tame(column.label) for column in part.table.columns])
    for row in part.table.rows:
        writer.writerow([_in_csv(cell) for cell in row])
    return (BYTE_ORDER_MARK + kept.getvalue()).encode()


def _in_csv(cell: Cell) -> str:
    """Missing is not zero: the word that says why stands where the figure would."""
    if cell.value is None:
        return _tame(cell.text)
    return _tame(cell.value) if isinstance(cell.value, str) else in_file(cell.value)


def _tame(text: str) -> str:
    return "'" + text if text.startswith(_STARTS_A_FORMULA) else text


def as_workbook(part: Part, source: str) -> bytes:
    kept = BytesIO()
    # What begins with = or an address is text: names come from people.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(kept, options) as book:
        page = book.add_worksheet(_("ข้อมูล"))
        bold, head = (
            book.add_format({"bold": True, "font_size": 14}),
            book.add_format({"bold": True, "bottom": 1}),
        )
        page.write_string(0, 0, part.title, bold)
        page.write_string(1, 0, source)
        for column, one in enumerate(part.table.columns):
            page.write_string(3, column, one.label, head)
            page.set_column(column, column, _WIDTHS[bool(column)])
        for place, row in enumerate(part.table.rows, start=4):
            for column, cell in enumerate(row):
                _write(page, place, column, cell)
        page.freeze_panes(4, 1)
    return kept.getvalue()


def _write(page: Any, row: int, column: int, cell: Cell) -> None:
    """A number that a spreadsheet would cut is a text: no digit is lost."""
    value = cell.value
    if value is None:
        page.write_string(row, column, cell.text)
    elif isinstance(value, str):
        page.write_string(row, column, value)
    elif isinstance(value, Decimal) and len(value.as_tuple().digits) > _DIGITS_OF_A_CELL:
        page.write_string(row, column, in_file(value))
    else:
        page.write_number(row, column, float(value))


def _drawn(part: Part, source: str) -> str:
    assert part.chart is not None  # noqa: S101 - ``kinds`` offers drawings only of charts
    return str(sheet(part.chart, note=source))
