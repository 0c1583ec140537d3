"""The items of a book as a workbook: one row an item, words to choose from, and a sheet that lists those words."""

import io
from typing import Any

import xlsxwriter
from django.utils import translation
from xlsxwriter.worksheet import Worksheet

from samrit.indicators.item_words import ACTIVE, LABELS, choices_of
from samrit.indicators.queries.items import AreaBook, Entry
from samrit.rules.items import Book
from samrit.rules.items.rows import Kind
from samrit.rules.items.stating import KEYS, SHAPES, row_of

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET, WORDS = "รายการข้อมูล", "คำที่ใช้ได้"
WIDE = {"name": 40, "definition": 60, "name_en": 36, "source": 36, "method": 48, "reference": 36, "owner": 34}
SPARE = 200  # rows below that take choices too
YES, NO = "ใช่", "ไม่ใช่"


def item_book(found: AreaBook) -> bytes:
    """The .xlsx of all entries, used or not; in Thai, as it is read again."""
    file = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with translation.override("th"), xlsxwriter.Workbook(file, options) as workbook:
        head = workbook.add_format(
            {"font_name": "Sarabun", "bold": True, "bg_color": "#0F6B6B", "font_color": "#FFFFFF"}
        )
        cell = workbook.add_format({"font_name": "Sarabun", "text_wrap": True, "valign": "top"})
        sheet, words = workbook.add_worksheet(SHEET), workbook.add_worksheet(WORDS)
        columns = [*KEYS, *ACTIVE]
        for place, key in enumerate(columns):
            sheet.set_column(place, place, WIDE.get(key, 16), cell)
            sheet.write_string(0, place, {**LABELS, **ACTIVE}[key], head)
        for number, entry in enumerate(found.entries.values(), 1):
            _write(sheet, number, found.book, entry)
        sheet.freeze_panes(1, 2)
        _offer(sheet, words, found.book, len(found.entries) + SPARE)
    return file.getvalue()


def _write(sheet: Worksheet, number: int, book: Book, entry: Entry) -> None:
    row = row_of(entry.item)
    for place, key in enumerate(KEYS):
        value = row[key]
        if SHAPES[key].kind is Kind.WHOLE and isinstance(value, int) and choices_of(book, key) is None:
            sheet.write_number(number, place, value)
        elif text := _text(book, key, value):
            sheet.write_string(number, place, text)
    sheet.write_string(number, len(KEYS), YES if entry.active else NO)


def _text(book: Book, key: str, value: Any) -> str:
    """A value as it is read again: the word of a choice, numbers without commas."""
    if value is None or value in ("", []):
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    known = dict(choices_of(book, key) or ())
    if isinstance(value, list):
        return ", ".join(known.get(str(one), str(one)) for one in value)
    return known.get(str(value), str(value))


def _offer(sheet: Worksheet, words: Worksheet, book: Book, last: int) -> None:
    """A drop-down where one word of a list is asked for; several are looked up beside."""
    column = 0
    for place, key in enumerate(KEYS):
        choices = choices_of(book, key)
        if choices is None:
            continue
        words.set_column(column, column, 40)
        words.write_column(0, column, [LABELS[key], *(word for _code, word in choices)])
        if SHAPES[key].kind is not Kind.CODES:
            letter = xlsxwriter.utility.xl_col_to_name(column)
            source = f"='{WORDS}'!${letter}$2:${letter}${len(choices) + 1}"
            sheet.data_validation(1, place, last, place, {"validate": "list", "source": source})
        column += 1
    flags = [place for place, key in enumerate(KEYS) if SHAPES[key].kind is Kind.FLAG]
    for place in (*flags, len(KEYS)):
        sheet.data_validation(1, place, last, place, {"validate": "list", "source": [YES, NO]})
