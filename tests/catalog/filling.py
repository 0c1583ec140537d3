"""Filled templates: the official workbook with rows put in as an office types them."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime

from openpyxl import load_workbook

from samrit.catalog.actions.templates import receive_template
from samrit.catalog.documents.template import template_book
from samrit.catalog.models import CatalogImport
from samrit.people.models import Agency, User
from samrit.rules.catalog.excel import template
from tests.rules.catalog_records import row
from tests.world import NOW, World

FIRST = template().first_row
DATASETS, RESOURCES = "Temp2_Meta_Record", "Temp3_Resource_Record"


def workbook(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """The empty template with these rows in these sheets."""
    book = load_workbook(io.BytesIO(template_book()))
    for name, rows in sheets.items():
        for number, cells in enumerate(rows, FIRST):
            for column, text in enumerate(cells, 1):
                if text:
                    book[name].cell(row=number, column=column, value=text)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def typed(world: World, name: str, **cells: str) -> list[str]:
    """A row of the development agency with nothing wrong but the ``cells``."""
    said = {"title": f"ชุดข้อมูล {name}", "owner_org": world.development.name, **cells}
    return row(name=name, **said)


def brought(
    world: World,
    rows: Sequence[Sequence[str]],
    resources: Sequence[Sequence[str]] = (),
    *,
    agency: Agency | None = None,
    by: User | None = None,
    now: datetime = NOW,
) -> CatalogImport:
    """A template with these rows, looked at and not accepted."""
    content = workbook({DATASETS: rows, RESOURCES: resources})
    return receive_template(
        file=io.BytesIO(content),
        name="แม่แบบ.xlsx",
        agency=agency or world.development,
        by=by or world.recorder,
        now=now,
    )
