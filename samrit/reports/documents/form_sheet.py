"""The form of one agency for one round as a protected workbook, and the same workbook back with notes in its cells."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.core import signing
from django.utils import translation
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from xlsxwriter.worksheet import Worksheet

from samrit.people.models import Agency
from samrit.reports.models import Missing
from samrit.reports.queries import Item
from samrit.reports.reading.columns import COLUMNS, FACTS, SHEET, Column
from samrit.reports.words import NUMBER, prints_of, words_of
from samrit.rules.magnitude import is_share
from samrit.rules.rulesets import RuleSet
from samrit.rules.wording import RefusedError, refuse
from samrit.rules.workflow import STATUS_LABELS
from samrit.ui.formats import date_and_time

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SALT = "samrit.reports.form-sheet"
CELL_HOLDS = 32_000  # characters
EXACT_DIGITS = 15  # what a spreadsheet's number holds; longer ones are written as text
HEAD_ROW = 5  # counted from 0: the titles stand in the sixth row
LONG = {"narrative", "supporting_factors", "obstacles", "figure_reason"}
WRONG = PatternFill("solid", fgColor="FFF6C9C4")


@dataclass(frozen=True)
class FormSheet:
    """What a form is made of. ``editable``: keys of the indicators whose rows may be filled in now."""

    agency: Agency
    items: Sequence[Item]
    editable: frozenset[int]
    earlier: Mapping[int, Decimal | None]
    rules: RuleSet


def facts_of_form(form: FormSheet, edition: int) -> dict[str, Any]:
    """Whose form it is, and the fingerprints of what stood in it: enough to tell later who changed what."""
    rows = {
        item.kpi.full_number: [item.kpi.indicator_id, prints_of(words_of(item.result))] for item in form.items
    }
    return {"round": form.items[0].round.pk, "agency": form.agency.pk, "edition": edition, "rows": rows}


def believed(signed: str) -> dict[str, Any]:
    """The facts of a form that this site has signed; RefusedError for any other."""
    try:
        facts: dict[str, Any] = signing.loads(signed, salt=SALT)
    except signing.BadSignature:
        raise RefusedError(
            refuse(
                "sheet_not_signed",
                "แบบฟอร์มนี้ไม่ได้ออกจากระบบนี้ หรือส่วนที่ซ่อนไว้ถูกแก้ – ดาวน์โหลดแบบฟอร์มใหม่แล้วคัดลอกข้อมูลไปวาง",
            )
        ) from None
    return facts


# ── making it ───────────────────────────────────────────────────────────────
def make_form(form: FormSheet, *, edition: int, now: datetime) -> bytes:
    """The .xlsx: everything locked but what the office fills in; drop-downs, hints, targets beside."""
    file = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with translation.override("th"), xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(SHEET)
        looks = _looks(book)
        _write_head(sheet, form, looks, now)
        for row, item in enumerate(form.items, start=HEAD_ROW + 1):
            _write_row(sheet, row, item, form, looks)
        _finish(sheet, HEAD_ROW + len(form.items))
        _write_facts(book, signing.dumps(facts_of_form(form, edition), salt=SALT, compress=True))
    return file.getvalue()


def _looks(book: xlsxwriter.Workbook) -> dict[str, Any]:
    base = {"font_name": "Sarabun", "font_size": 11, "valign": "top", "text_wrap": True}
    open_cell = {**base, "locked": False, "bg_color": "#FFFBEA", "border": 1, "border_color": "#C9A64A"}
    return {
        "title": book.add_format({"font_name": "Sarabun", "font_size": 15, "bold": True}),
        "note": book.add_format({"font_name": "Sarabun", "font_size": 11}),
        "head": book.add_format(
            {**base, "bold": True, "bg_color": "#0F6B6B", "font_color": "#FFFFFF", "border": 1}
        ),
        "fixed": book.add_format({**base, "bg_color": "#F4F2EC", "border": 1, "border_color": "#DDD8CC"}),
        "number": book.add_format(
            {
                **base,
                "bg_color": "#F4F2EC",
                "border": 1,
                "border_color": "#DDD8CC",
                "num_format": "#,##0.######",
            }
        ),
        "open": book.add_format(open_cell),
        "open_number": book.add_format({**open_cell, "num_format": "#,##0.######"}),
    }


def _write_head(sheet: Worksheet, form: FormSheet, looks: Mapping[str, Any], now: datetime) -> None:
    round_ = form.items[0].round
    sheet.write_string(
        0,
        0,
        f"แบบรายงานผลตัวชี้วัด รอบ {round_.months} เดือน ปีงบประมาณ พ.ศ. {round_.fiscal_year_id}",
        looks["title"],
    )
    sheet.write_string(1, 0, f"จังหวัด{round_.area.name} · {form.agency.name}", looks["note"])
    sheet.write_string(
        2, 0, f"ปิดรับ {date_and_time(round_.closes_at)} · ออกแบบฟอร์มเมื่อ {date_and_time(now)}", looks["note"]
    )
    sheet.write_string(
        3,
        0,
        "กรอกเฉพาะช่องสีเหลือง บันทึกเป็น .xlsx แล้วส่งกลับในหน้าเดิม ระบบให้ดูก่อนว่าจะเปลี่ยนอะไร ไม่มีอะไรถูกเขียนทับโดยไม่บอก",
        looks["note"],
    )
    sheet.set_row(HEAD_ROW, 36)
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width)
        sheet.write_string(HEAD_ROW, place, column.title, looks["head"])
        if column.help:
            sheet.write_comment(HEAD_ROW, place, column.help, {"x_scale": 2, "visible": False})


def _write_row(sheet: Worksheet, row: int, item: Item, form: FormSheet, looks: Mapping[str, Any]) -> None:
    words = {**_fixed(item, form), **_typed(item)}
    is_open = item.kpi.indicator_id in form.editable
    for place, column in enumerate(COLUMNS):
        opened = is_open and column.typed and _applies(column, item, form.rules)
        _write(sheet, row, place, words[column.key], looks, opened=opened)
        if opened and column.key == "answer":
            sheet.data_validation(row, place, row, place, _choices())


def _applies(column: Column, item: Item, rules: RuleSet) -> bool:
    """A fraction is asked only where the unit is a share of a hundred."""
    return column.key not in {"numerator", "denominator"} or is_share(item.kpi.unit, rules.magnitude)


def _fixed(item: Item, form: FormSheet) -> dict[str, Any]:
    kpi = item.kpi
    return {
        "code": kpi.full_number,
        "name": f"{kpi.parent.name} – {kpi.name}" if kpi.parent else kpi.name,
        "unit": kpi.unit,
        "direction": kpi.get_direction_display(),
        **{name: getattr(kpi, name) for name in ("basic", "standard", "advanced", "last_year")},
        "six_month": form.earlier.get(kpi.indicator_id),
        "status": STATUS_LABELS[item.status].text,
    }


def _typed(item: Item) -> dict[str, Any]:
    words: dict[str, Any] = words_of(item.result)
    words["answer"] = "" if words["answer"] == NUMBER else Missing(words["answer"]).label
    for name in ("value", "numerator", "denominator"):
        words[name] = getattr(item.result, name) if item.result else None
    return words


def _write(
    sheet: Worksheet, row: int, place: int, value: Any, looks: Mapping[str, Any], *, opened: bool
) -> None:
    if isinstance(value, Decimal) and len(value.normalize().as_tuple().digits) <= EXACT_DIGITS:
        sheet.write_number(row, place, float(value), looks["open_number" if opened else "number"])
        return
    look = looks["open" if opened else "fixed"]
    if value is None or value == "":
        sheet.write_blank(row, place, None, look)
    else:
        sheet.write_string(row, place, format(value, "f") if isinstance(value, Decimal) else str(value), look)


def _choices() -> dict[str, Any]:
    return {
        "validate": "list",
        "source": list(Missing.labels),
        "input_title": "เหตุที่ไม่มีตัวเลข",
        "input_message": "เว้นว่างไว้เมื่อมีตัวเลข",
        "error_title": "เลือกจากรายการ",
        "error_message": "เลือกเหตุผลจากรายการ หรือเว้นว่างไว้",
    }


def _finish(sheet: Worksheet, last_row: int) -> None:
    sheet.freeze_panes(HEAD_ROW + 1, 2)
    sheet.autofilter(HEAD_ROW, 0, last_row, len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW)
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})


def _write_facts(book: xlsxwriter.Workbook, signed: str) -> None:
    sheet = book.add_worksheet(FACTS)
    for row, start in enumerate(range(0, len(signed), CELL_HOLDS)):
        sheet.write_string(row, 0, signed[start : start + CELL_HOLDS])
    sheet.protect()
    sheet.very_hidden()


# ── giving it back ──────────────────────────────────────────────────────────
def marked(contents: bytes, wrong: Mapping[tuple[int, str], Sequence[str]]) -> bytes:
    """The workbook as it came, with a note in every cell to mend: (row as the spreadsheet counts, field) → sentences."""
    book = load_workbook(io.BytesIO(contents))
    sheet = book[SHEET]
    places = {column.key: place for place, column in enumerate(COLUMNS, start=1)}
    for (row, key), sentences in wrong.items():
        cell = sheet.cell(row, places[key])
        cell.fill = WRONG
        note = Comment("\n".join(sentences), "สัมฤทธิ์")
        note.width, note.height = 320, 120
        cell.comment = note
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
