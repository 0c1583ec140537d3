"""Which cell of the template is what: data (``template.toml``)."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from samrit.rules.catalog.kinds import Schema
from samrit.rules.catalog.versions import load

RESOURCE_NAMES: Mapping[str, str] = {"resource_name": "name", "resource_url": "url"}
"""Columns of a resource sheet that are called otherwise than the field."""
DATASET_NAME = "dataset_name"
_FURTHEST = 3  # columns that a sheet may have been shifted by


@dataclass(frozen=True)
class Sheet:
    """Two sheets of the template: of the datasets of one type (key), and of their resources; columns in their order."""

    type: str
    metadata: str
    resources: str
    columns: tuple[str, ...]
    resource_columns: tuple[str, ...]

    def column_of(self, code: str) -> int | None:
        """The column (from 0) of a field; a companion stands in the column of its field. None where it has none."""
        return _column(self.columns, code)

    def resource_column_of(self, code: str) -> int | None:
        """The same of a field of a resource."""
        names = {field: column for column, field in RESOURCE_NAMES.items()}
        return _column(self.resource_columns, names.get(code, code))


def _column(columns: Sequence[str], code: str) -> int | None:
    for known in (code, code.removesuffix("_other")):
        if known in columns:
            return columns.index(known)
    return None


@dataclass(frozen=True)
class Template:
    """``header_row``, ``first_row``, ``last_row``: as a person counts. ``named``: fields whose choice is written by name."""

    schema: Schema
    header_row: int
    first_row: int
    last_row: int
    type_cell: str
    named: tuple[str, ...]
    sheets: tuple[Sheet, ...]

    def of_type(self, dataset_type: str) -> Sheet | None:
        """The sheets of a dataset type (key)."""
        return next((sheet for sheet in self.sheets if sheet.type == dataset_type), None)

    def called(self, name: str) -> Sheet | None:
        """The sheets of which one has this name, capitals and spaces at the ends aside."""
        wanted = name.strip().casefold()
        return next(
            (one for one in self.sheets if wanted in {one.metadata.casefold(), one.resources.casefold()}),
            None,
        )


@cache
def template(version: str = "") -> Template:
    """The template, its cells read by this version of the standard; by its own where none is said.

    ValueError when a changed file names a field that the standard does not have.
    """
    data = tomllib.loads((resources.files(__package__) / "template.toml").read_text(encoding="utf-8"))
    schema = load(version or data["schema"])
    sheets = tuple(_sheet(row, data) for row in data["sheets"])
    for sheet in sheets:
        _check(sheet, schema, data["type_cell"])
    return Template(
        schema,
        data["header_row"],
        data["first_row"],
        data["last_row"],
        data["type_cell"],
        tuple(data["named"]),
        sheets,
    )


def _sheet(row: Mapping[str, Any], data: Mapping[str, Any]) -> Sheet:
    return Sheet(
        row["type"],
        row["metadata"],
        row["resources"],
        (*row["before"], *data["start"], *row["after"]),
        (*data["resource_start"], *row["resource_after"]),
    )


def _check(sheet: Sheet, schema: Schema, type_cell: str) -> None:
    known = {*schema.fields, type_cell, "data_type_other"}
    known_of_resource = {*schema.resource, DATASET_NAME, *RESOURCE_NAMES}
    strange = {*sheet.columns} - known | {*sheet.resource_columns} - known_of_resource
    if strange or len(set(sheet.columns)) != len(sheet.columns):
        raise ValueError(
            f"template.toml: {sheet.metadata} has columns that the standard does not: {sorted(strange)}"
        )


# ── a sheet that was moved by hand ──────────────────────────────────────────
def column_shift(sheet: Sheet, rows: Sequence[Sequence[str]]) -> int:
    """By how many columns the sheet has slid (1: one too far right), judged by where the e-mail addresses stand; 0 if not.

    ``rows``: the texts of the data rows. A sheet that slid is to be put right by a person, not read as empty.
    """
    place = sheet.columns.index("maintainer_email")
    found = {shift: _addresses(rows, place + shift) for shift in range(-_FURTHEST, _FURTHEST + 1)}
    best = max(found, key=lambda shift: (found[shift], -abs(shift)))
    return best if found[best] > 2 * found[0] else 0


def _addresses(rows: Sequence[Sequence[str]], place: int) -> int:
    return sum(0 <= place < len(cells) and "@" in cells[place] for cells in rows)


def rows_above(
    sheet: Sheet, known: Template, rows: Mapping[int, Sequence[str]], *, first: int = 0
) -> tuple[int, ...]:
    """Rows before the ``first`` data row that look like datasets, for a person to look at; ``rows``: row number → texts."""
    place = sheet.columns.index("maintainer_email")
    above = (row for row in sorted(rows) if row < (first or known.first_row))
    return tuple(row for row in above if len(rows[row]) > place and "@" in rows[row][place])
