"""Formulas that a workbook holds without their values: they look empty to whoever reads the values only."""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO
from xml.etree.ElementTree import fromstring

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_KEY = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(
    rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
_LETTERS = 26


Blanks = Mapping[int, Sequence[int]]  # row as a person counts → columns (from 0)


def unreckoned(file: BinaryIO) -> dict[str, Blanks]:
    """Sheet → the cells with formulas whose values no spreadsheet has reckoned yet.

    What ``zipfile`` and the XML reader raise on files that are no workbooks comes through.
    """
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        return {name: _blanks(archive.read(part)) for name, part in _sheets(archive)}


def _blanks(sheet: bytes) -> Blanks:
    found: dict[int, list[int]] = {}
    for letters, row in _CELL.findall(sheet):
        found.setdefault(int(row), []).append(_place(letters))
    return found


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """(name, part) of each sheet."""
    links = fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - expat refuses what multiplies itself
    targets = {one.get("Id"): one.get("Target", "") for one in links}
    book = fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - as above
    parts = set(archive.namelist())
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_KEY), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in parts:
            yield sheet.get("name", ""), part


def _place(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * _LETTERS + letter - ord("A") + 1
    return place - 1
