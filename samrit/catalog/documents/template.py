"""The official template as a workbook: empty, or filled with datasets; what it holds is read again exactly."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter
from django.utils import translation
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from samrit.catalog.models import Dataset
from samrit.catalog.queries.importing import in_version
from samrit.catalog.reading.workbook import WORDS
from samrit.rules.catalog import Field, Kind
from samrit.rules.catalog.excel import (
    Template,
    headings,
    remarks,
    template,
    written,
    written_resource,
)
from samrit.rules.catalog.excel.template import RESOURCE_NAMES
from samrit.ui.wording import in_words

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FOLLOWS = (
    "resource_last_updated_date"  # of observations it follows the database, and is nothing that a file states
)
SPARE = 500  # rows below that take choices too
LONGEST_CELL = 32_767
_LONG = {"title": 44, "notes": 60, "objective": 36, "tag_string": 30, "owner_org": 36, "data_source": 30}


@dataclass
class _Rows:
    """What stands in the two sheets of a dataset type."""

    datasets: list[Sequence[str]] = field(default_factory=list)
    resources: list[Sequence[str]] = field(default_factory=list)


def template_book(datasets: Iterable[Dataset] = (), *, version: str = "") -> bytes:
    """The .xlsx with these datasets (fetched ``with_resources``); in Thai, as it is read again."""
    known = template(version)
    rows = _filled(known, datasets)
    file = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with translation.override("th"), xlsxwriter.Workbook(file, options) as workbook:
        words = _Words(workbook)
        for sheet in known.sheets:
            own = rows[sheet.type]
            _write(workbook, words, known, (sheet.metadata, sheet.columns, own.datasets))
            _write(workbook, words, known, (sheet.resources, sheet.resource_columns, own.resources))
        words.finish()
    return file.getvalue()


def _filled(known: Template, datasets: Iterable[Dataset]) -> dict[str, _Rows]:
    rows = {sheet.type: _Rows() for sheet in known.sheets}
    for dataset in datasets:
        stated = in_version(dataset, known.schema)
        sheet = known.of_type(known.schema.dataset_type(stated.record)) or known.sheets[0]
        own = rows[sheet.type]
        own.datasets.append(written(known, sheet, stated.record).cells)
        for one, resource in zip(stated.resources, dataset.resources.all(), strict=True):
            told = {code: value for code, value in one.items() if code != FOLLOWS or code in resource.record}
            own.resources.append(written_resource(known, sheet, dataset.name, told).cells)
    return rows


def _write(
    workbook: Workbook,
    words: "_Words",
    known: Template,
    stands: tuple[str, Sequence[str], Sequence[Sequence[str]]],
) -> None:
    name, columns, rows = stands
    sheet: Worksheet = workbook.add_worksheet(name)
    head, told, cell = words.formats
    sheet.write_string(0, 0, known.schema.name, told)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _LONG.get(column, 20), cell)
    for place, text in enumerate(headings(known, columns)):
        sheet.write_string(known.header_row - 1, place, text, head)
    for place, remark in enumerate(remarks(known, columns)):
        sheet.write_string(known.header_row, place, in_words(remark), told)
    for number, texts in enumerate(rows, known.first_row - 1):
        for place, text in enumerate(texts):
            if text:
                sheet.write_string(number, place, text[:LONGEST_CELL])
    sheet.freeze_panes(known.first_row - 1, 3)
    last = known.first_row - 1 + len(rows) + SPARE
    for place, column in enumerate(columns):
        words.offer(sheet, known, column, (known.first_row - 1, place, last))


class _Words:
    """The sheet of the words that may be chosen, and who refers to it; made last, so that the template's come first."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._columns: dict[str, tuple[str, Sequence[str]]] = {}
        style: dict[str, Any] = {"font_name": "Sarabun", "valign": "top", "num_format": "@"}
        self.formats = (
            workbook.add_format(
                {**style, "bold": True, "text_wrap": True, "bg_color": "#0F6B6B", "font_color": "#FFFFFF"}
            ),
            workbook.add_format({**style, "italic": True, "font_color": "#5B6475"}),
            workbook.add_format({**style, "text_wrap": True}),
        )

    def offer(self, sheet: Worksheet, known: Template, column: str, where: tuple[int, int, int]) -> None:
        """A drop-down where one word of a vocabulary is asked for; several values are typed."""
        asked = _field(known, column)
        if asked is None or asked.kind is not Kind.CHOICE:
            return
        named = asked.code in known.named
        choices = known.schema.choices(asked)
        texts = [one.name if named else one.value for one in choices]
        place = list(self._columns).index(asked.of) if asked.of in self._columns else len(self._columns)
        self._columns.setdefault(asked.of, (asked.name, texts))
        letter = xlsxwriter.utility.xl_col_to_name(place)
        first, at, last = where
        rule = {
            "validate": "list",
            "source": f"='{WORDS}'!${letter}$2:${letter}${len(texts) + 1}",
            "error_type": "warning",  # อื่นๆ: … is typed
        }
        sheet.data_validation(first, at, last, at, rule)

    def finish(self) -> None:
        sheet = self._workbook.add_worksheet(WORDS)
        for place, (title, texts) in enumerate(self._columns.values()):
            sheet.set_column(place, place, 40)
            sheet.write_column(0, place, [title, *texts])


def _field(known: Template, column: str) -> Field | None:
    code = RESOURCE_NAMES.get(column, column)
    if column not in RESOURCE_NAMES and column in known.schema.fields:
        return known.schema.fields[column]
    return known.schema.resource.get(code)
