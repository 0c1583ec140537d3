"""What looks empty, or like any other, to whoever reads the values only: formulas without a value, failed ones, hidden rows."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.etree.ElementTree import fromstring

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_KEY = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# No tag reaches beyond the next "<", and none is tried a second way: a sheet made of beginnings would take days else.
_AT = rb'(?>[^<>]*?\br="([A-Z]{1,3})(\d{1,7})")[^<>]*+>\s*+'
_FORMULA = rb"<f\b(?:[^<>]*/>|[^<>]*>[^<]*+</f>)"
_CELL = re.compile(rb"<c\b" + _AT + _FORMULA + rb"\s*+(?:<v\s*+/>|<v></v>)?\s*+</c>")
_FAILED = re.compile(rb'<c\b(?=[^<>]*\bt="e")' + _AT + rb"(?:" + _FORMULA + rb")?\s*+<v>([^<]{1,20})</v>")
_HIDDEN = re.compile(rb'<row\b(?=[^<>]*\bhidden="(?:1|true)")[^<>]*?\br="(\d{1,7})"')
_LETTERS = 26
FORMULA = "="  # stands in a cell whose formula has no value yet


Blanks = Mapping[int, Mapping[int, str]]  # row as a person counts → column (from 0) → ``FORMULA``, or #N/A


@dataclass(frozen=True)
class Looks:
    """Of one sheet: formulas that came to nothing, and the rows that a person does not see."""

    blanks: Blanks = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()


def looks_of(file: BinaryIO) -> dict[str, Looks]:
    """Sheet → what of it values alone do not tell.

    What ``zipfile`` and the XML reader raise on files that are no workbooks comes through.
    """
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        return {name: _looks(archive.read(part)) for name, part in _sheets(archive)}


def _looks(sheet: bytes) -> Looks:
    found: dict[int, dict[int, str]] = {}
    for letters, row in _CELL.findall(sheet):
        found.setdefault(int(row), {})[_place(letters)] = FORMULA
    for letters, row, sign in _FAILED.findall(sheet):
        found.setdefault(int(row), {})[_place(letters)] = sign.decode()
    return Looks(found, frozenset(map(int, _HIDDEN.findall(sheet))))


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
