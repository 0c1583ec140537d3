"""Looked-up figures as files: CSV for spreadsheets and for programs, XLSX, Parquet, JSON lines, SDMX-CSV, all with a dictionary."""

import csv
import json
import shutil
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils.translation import gettext

from samrit.indicators.documents.dictionary import data_package
from samrit.indicators.documents.exported_words import InWords
from samrit.indicators.models import Part
from samrit.indicators.queries.exploring import Scope
from samrit.indicators.queries.observations import store
from samrit.indicators.queries.terms import item_terms
from samrit.indicators.store.port import Choice, Form, Names

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
MOST_SHEET_ROWS = 1_000_000  # a sheet has no room for more
MOST_TOLD_ROWS = 100_000  # that are said in words too: nobody reads more of them
DIGITS_OF_A_CELL = 15  # that a spreadsheet keeps of a number
NUMERIC = {"value", "submission", "row"}
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Kind:
    """One way to write the file: its ending, type, and what it is called where it is offered."""

    ending: str
    type: str
    label: str


KINDS: Mapping[str, Kind] = {
    "csv": Kind("csv", "text/csv; charset=utf-8", "CSV"),
    "plain": Kind("csv", "text/csv; charset=utf-8", "CSV (no BOM)"),
    "xlsx": Kind("xlsx", SHEET, "Excel"),
    "parquet": Kind("parquet", "application/vnd.apache.parquet", "Parquet"),
    "jsonl": Kind("jsonl", "application/x-ndjson", "JSON Lines"),
    "sdmx": Kind("csv", "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8", "SDMX-CSV"),
    "datapackage": Kind("json", "application/json", "datapackage.json"),
    "zip": Kind("zip", "application/zip", "ZIP"),
}
_FORMS = {
    "csv": Form.CSV,
    "plain": Form.CSV,
    "xlsx": Form.CSV,
    "zip": Form.CSV,
    "parquet": Form.PARQUET,
    "jsonl": Form.JSON_LINES,
    "sdmx": Form.SDMX_CSV,
}


class TooLongForASheetError(Exception):
    """More cells than a sheet has rows."""


def names_for(scope: Scope) -> Names:
    """How items and parts are called in the file; small counts that this person is not shown leave as suppressed."""
    entries = scope.book.entries
    items = {entry.key: item_terms(scope.book, code) for code, entry in entries.items()}
    parts = dict(Part.objects.filter(item__in=items).values_list("pk", "codes"))
    hidden = {
        entry.key: entry.item.least_shown
        for entry in entries.values()
        if entry.item.least_shown is not None and entry.key not in scope.whole
    }
    return Names(items, parts, hidden)


def written(scope: Scope, choices: Sequence[Choice], kind: str, folder: Path) -> Path:
    """The file in ``folder``. Several choices (kinds of period) go only into a ZIP, each as a file of its own.

    No choice: everything. TooLongForASheetError where a sheet cannot take it.
    """
    to = folder / f"observations.{KINDS[kind].ending}"
    every = names_for(scope)
    chosen = list(choices) or [Choice(items=tuple(every.items))]
    if kind == "datapackage":
        to.write_text(_package(scope, every, chosen), encoding="utf-8")
        return to
    if kind == "zip":
        return _packed(scope, chosen, every, to)
    names = _only(every, chosen)
    made = folder / f"made.{_FORMS[kind].value}"
    count = store().export(scope.files, chosen[0], made, _FORMS[kind], names)
    if kind == "xlsx":
        if count > MOST_SHEET_ROWS:
            raise TooLongForASheetError
        _as_workbook(scope, made, to, in_words=count <= MOST_TOLD_ROWS)
    elif kind == "plain":
        _without_mark(made, to)
    else:
        made.replace(to)
    return to


def _only(names: Names, choices: Sequence[Choice]) -> Names:
    """Of the chosen items, so that a file has only columns of their code lists."""
    keys = {key for choice in choices for key in choice.items}
    items = {key: item for key, item in names.items.items() if key in keys} if keys else names.items
    return Names(items, names.parts, names.least_shown)


def _without_mark(made: Path, to: Path) -> None:
    with made.open("rb") as given, to.open("wb") as plain:
        if given.read(len(BYTE_ORDER_MARK)) != BYTE_ORDER_MARK:
            given.seek(0)
        shutil.copyfileobj(given, plain)


def _packed(scope: Scope, choices: Sequence[Choice], names: Names, to: Path) -> Path:
    """A file for each kind of period, and the dictionary beside them."""
    called = _called(choices)
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, choice in zip(called, choices, strict=True):
            made = to.with_name(name)
            store().export(scope.files, choice, made, Form.CSV, _only(names, [choice]))
            pack.write(made, name)
        pack.writestr("datapackage.json", _package(scope, names, choices))
    return to


def _called(choices: Sequence[Choice]) -> list[str]:
    """The names of the files: a second one only where there are several kinds of period."""
    return ["observations.csv", *(f"observations-{place}.csv" for place in range(2, len(choices) + 1))]


def _package(scope: Scope, names: Names, choices: Sequence[Choice]) -> str:
    keys = [_only(names, [choice]).items.keys() for choice in choices]
    package = data_package(scope, list(zip(_called(choices), keys, strict=True)))
    return json.dumps(package, ensure_ascii=False, indent=1)


# ── a workbook ──────────────────────────────────────────────────────────────
def _as_workbook(scope: Scope, made: Path, to: Path, *, in_words: bool) -> None:
    """From the CSV, row by row: numbers as numbers where a spreadsheet keeps their digits, the rest as text.

    The first sheet is what programs read; the second, which opens, says the same ``in_words``.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(to), options) as book:
        page = book.add_worksheet(gettext("ข้อมูล"))
        _fill(book, page, _rows(made), NUMERIC)
        if in_words:
            page, words, rows = book.add_worksheet(gettext("ตาราง")), InWords(scope), _rows(made)
            page.activate()
            titles = next(rows, [])
            told = (words.of(dict(zip(titles, row, strict=True))) for row in rows)
            _fill(book, page, chain([words.titles], told), {words.figure})


def _fill(book: Any, page: Any, rows: Iterator[list[str]], numeric: Collection[str]) -> None:
    """``numeric``: titles of the columns of numbers."""
    titles = next(rows, [])
    page.freeze_panes(1, 0)
    page.set_column(0, max(0, len(titles) - 1), 16)
    bold = book.add_format({"bold": True, "bottom": 1})
    for place, title in enumerate(titles):
        page.write_string(0, place, title, bold)
    are_numbers = [title in numeric for title in titles]
    for number, row in enumerate(rows, 1):
        for place, text in enumerate(row):
            _write(page, number, place, text, numeric=are_numbers[place])


def _rows(made: Path) -> Iterator[list[str]]:
    with made.open(encoding="utf-8-sig", newline="") as text:
        yield from csv.reader(text)


def _write(page: Any, row: int, column: int, text: str, *, numeric: bool) -> None:
    """A figure that is missing leaves an empty cell; its status stands beside it."""
    if not text:
        return
    if numeric and sum(letter.isdigit() for letter in text) <= DIGITS_OF_A_CELL:
        page.write_number(row, column, float(text))
    else:
        page.write_string(row, column, text)
