"""What other rules would make of a year, as a workbook."""

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from samrit.rules.rulesets import RuleSet
from samrit.rules.simulation import Movement, Reason
from samrit.rules.wording import Message
from samrit.ui.wording import in_words

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (18, 12, 12, 10, 22, 22, 10, 10, 10, 90)


def simulation_workbook(rows: Sequence[tuple[str, Movement]], *, rules: RuleSet, year: int) -> bytes:
    """One sheet: a line for each province (name, movement) in the given order, numbers as numbers."""
    kept = io.BytesIO()
    # What begins with = or an address is text: names and sentences come from people.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(kept, options)
    sheet = book.add_worksheet(_("ลองเกณฑ์"))
    bold, head = (
        book.add_format({"bold": True}),
        book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
    )
    wrapped, figure = (
        book.add_format({"text_wrap": True, "valign": "top"}),
        book.add_format({"num_format": "0.000"}),
    )
    title = _("ผลปีงบประมาณ %(year)s ตามชุดเกณฑ์ %(rules)s รุ่น %(version)s")
    sheet.write(0, 0, title % {"year": year, "rules": rules.name, "version": rules.version}, bold)
    sheet.write(1, 0, _("เป็นการทดลอง ไม่ใช่ผลที่ประกาศ"))
    for column, (word, width) in enumerate(zip(_heads(), WIDTHS, strict=True)):
        sheet.write(3, column, word, head)
        sheet.set_column(column, column, width)
    for place, (name, movement) in enumerate(rows, start=4):
        for column, value in enumerate(_cells(name, movement)):
            _write(sheet, place, column, value, figure if isinstance(value, Decimal) else wrapped)
    sheet.freeze_panes(4, 1)
    sheet.autofilter(3, 0, max(4, 3 + len(rows)), len(WIDTHS) - 1)
    book.close()
    return kept.getvalue()


def _heads() -> list[str]:
    return [
        _("จังหวัด"), _("คะแนนเดิม"), _("คะแนนใหม่"), _("ต่าง"), _("ระดับเดิม"), _("ระดับใหม่"),
        _("อันดับเดิม"), _("อันดับใหม่"), _("อันดับขึ้น"), _("เพราะ"),
    ]  # fmt: skip


def _cells(name: str, movement: Movement) -> list[Any]:
    before, after = movement.before, movement.after
    why = [in_words(movement.refusal)] if movement.refusal else [in_one_line(one) for one in movement.reasons]
    return [
        name, before.total, after.total, movement.delta, _word(before.rating), _word(after.rating),
        before.rank, after.rank, movement.ranks_up, "\n".join(why),
    ]  # fmt: skip


def in_one_line(reason: Reason) -> str:
    """``องค์ประกอบ 1 ตัวชี้วัด 2: (เดิม) → (ใหม่)``."""
    nothing = _("ไม่มีขั้นนี้")
    before = in_words(reason.before) if reason.before else nothing
    after = in_words(reason.after) if reason.after else nothing
    return f"{in_words(reason.place)}: {before} → {after}"


def _word(rating: Message | None) -> str | None:
    return in_words(rating) if rating else None


def _write(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, Decimal | int):
        sheet.write_number(row, column, float(value), style)  # a workbook knows no other numbers
    else:
        sheet.write_string(row, column, value, style)
