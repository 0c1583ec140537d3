"""The recipients of a letter: the sheet that they sign (บัญชีรายชื่อผู้รับ), and who has not answered, as a file."""

import csv
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from io import BytesIO, StringIO

import xlsxwriter
from django.utils.translation import gettext as _

from samrit.letters.models import Delivery, Letter
from samrit.letters.queries.chasing import ChaseRow
from samrit.letters.queries.delivery import number_of
from samrit.rules.letters.delivering import STANDING_LABELS
from samrit.ui.formats import date_and_time, date_short
from samrit.ui.paper import draw
from samrit.ui.wording import in_words

TEMPLATE, STYLES = "letters/paper/recipients.html", {"recipients.css": "letters/paper/recipients.css"}
BYTE_ORDER_MARK = "\ufeff"
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDTH = 28


def draw_recipients(letter: Letter, deliveries: Sequence[Delivery]) -> bytes:
    """The sheet with a line for each recipient's signature. PaperUnavailableError without Pango."""
    context = {"letter": letter, "number": number_of(letter), "deliveries": deliveries}
    keys = ",".join(str(one.pk) for one in deliveries)
    return draw(TEMPLATE, context, styles=STYLES, identifier=sha256(f"recipients:{keys}".encode()).digest())


def heads() -> list[str]:
    return [
        _("ลำดับ"),
        _("หน่วยงาน"),
        _("คำเรียกผู้รับ"),
        _("ส่งเมื่อ"),
        _("เปิดอ่านครั้งแรก"),
        _("ผู้เปิดอ่าน"),
        _("รับทราบเมื่อ"),
        _("ผู้รับทราบ"),
        _("สถานะ"),
        _("วันที่รอ"),
        _("เตือนล่าสุด"),
        _("หมายเหตุ"),
    ]


def lines(rows: Sequence[ChaseRow]) -> list[list[str | int]]:
    return [_line(row) for row in rows]


def _line(row: ChaseRow) -> list[str | int]:
    one = row.delivery
    return [
        one.position,
        one.agency.name,
        one.wording,
        date_and_time(one.sent_at),
        date_and_time(one.first_opened_at) if one.first_opened_at else "",
        one.first_opened_by.name if one.first_opened_by else "",
        date_and_time(one.acknowledged_at) if one.acknowledged_at else "",
        one.acknowledged_by.name if one.acknowledged_by else "",
        in_words(STANDING_LABELS[row.standing]),
        row.days,
        _day(row.reminded_on),
        one.note,
    ]


def _day(day: date | None) -> str:
    return date_short(day) if day else ""


def as_csv(rows: Sequence[ChaseRow]) -> bytes:
    """UTF-8 with a byte order mark; what a spreadsheet would run gets an apostrophe."""
    kept = StringIO()
    writer = csv.writer(kept, lineterminator="\r\n")
    writer.writerow(heads())
    writer.writerows([_tame(cell) for cell in line] for line in lines(rows))
    return (BYTE_ORDER_MARK + kept.getvalue()).encode()


def _tame(cell: str | int) -> str | int:
    return "'" + cell if isinstance(cell, str) and cell.startswith(_STARTS_A_FORMULA) else cell


def as_workbook(letter: Letter, rows: Sequence[ChaseRow]) -> bytes:
    kept = BytesIO()
    # What begins with = or an address is text: names come from people.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(kept, options) as book:
        page = book.add_worksheet(_("ผู้รับหนังสือ"))
        bold = book.add_format({"bold": True, "font_size": 14})
        page.write_string(0, 0, f"{number_of(letter)} {letter.subject}".strip()[:32_000], bold)
        head = book.add_format({"bold": True, "bottom": 1})
        for column, label in enumerate(heads()):
            page.write_string(2, column, label, head)
        page.set_column(1, len(heads()) - 1, _WIDTH)
        for place, line in enumerate(lines(rows), start=3):
            page.write_row(place, 0, line)
        page.freeze_panes(3, 0)
    return kept.getvalue()
