"""What calamine does not tell of a sheet: formulas without a value, failed ones, percent cells, what is hidden.

Taken from the sheet's own XML, and only where it has such a thing at all.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import join, normpath
from xml.etree.ElementTree import Element, fromstring

from samrit.rules.wording import RefusedError, refuse

MOST_BYTES = 512 * 1024 * 1024  # of one sheet's XML: a million rows of ten columns
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PERCENT_FORMATS = frozenset({9, 10})  # built in: 0% and 0.00%
_PLAIN_FORMATS = frozenset(
    {0, 1, 2, 3, 4, 37, 38, 39, 40, 49}
)  # built in: General, 0, 0.00, #,##0 … and text
_PLAIN_FORMAT = re.compile(r"[0#?.,;()_* +@-]*|General", re.IGNORECASE)
# No tag reaches beyond the next "<" and no cell beyond the next cell: what is never closed takes no longer than what is.
_CELL = re.compile(
    rb"<(?:\w+:)?c\b(?P<said>[^<>]*?)(?:/>|>(?P<inside>[^<]*(?:<(?!(?:\w+:)?c\b)[^<]*)*?)</(?:\w+:)?c>)"
)
_REFERENCE = re.compile(rb"\br=\"([A-Z]{1,3})([0-9]+)\"")
_STYLE = re.compile(rb"\bs=\"([0-9]+)\"")
_KIND = re.compile(rb"\bt=\"(\w+)\"")
_FORMULA = re.compile(
    rb"<(?:\w+:)?f\b[^<>]*?(?:/>|>(?P<text>[^<]*(?:<(?!(?:\w+:)?f\b)[^<]*)*?)</(?:\w+:)?f>)"
)
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^<>]*>(?P<text>[^<]+)</")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b(?>[^<>]*?\bhidden=\"(?:1|true)\")[^<>]*>")
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\b(?>[^<>]*?\bhidden=\"(?:1|true)\")[^<>]*>")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell [^<>]*?ref=\"([A-Z]{1,3})([0-9]+):([A-Z]{1,3})([0-9]+)\"")
_NUMBER = re.compile(rb"\b(r|min|max)=\"([0-9]+)\"")
_QUOTED_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_ESCAPES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
Place = tuple[int, int]  # row, column, from 0


@dataclass
class SheetParts:
    """Cells by place. ``formulas``: those without a value that can be believed, as text; ``errors``: #REF! and the like."""

    formulas: dict[Place, str] = field(default_factory=dict)
    errors: dict[Place, str] = field(default_factory=dict)
    percents: set[Place] = field(default_factory=set)
    hidden_rows: tuple[int, ...] = ()  # as a person counts
    hidden_columns: tuple[int, ...] = ()  # places from 0


@dataclass(frozen=True)
class Book:
    """Sheet names with the part each lies in, in order; ``hidden`` ones; ``…_styles``: numbers of cell styles."""

    parts: dict[str, str]
    hidden: frozenset[str]
    percent_styles: frozenset[bytes]
    odd_styles: frozenset[
        bytes
    ]  # of cells that may show something else than their number: percents, days, scales
    uncalculated: bool  # written by a program that leaves the computing to the spreadsheet


def read_book(archive: zipfile.ZipFile) -> Book:
    workbook = _xml(archive, "xl/workbook.xml")
    targets = {
        relation.get("Id", ""): normpath(join("xl", relation.get("Target", ""))).lstrip("/")
        for relation in _xml(archive, "xl/_rels/workbook.xml.rels")
    }
    sheets = [sheet for sheet in workbook.iter() if _tag(sheet) == "sheet"]
    percents, odd = _styles(archive)
    calculation = next((part for part in workbook.iter() if _tag(part) == "calcPr"), None)
    return Book(
        parts={sheet.get("name", ""): _target(targets.get(sheet.get(_RELATED, ""), "")) for sheet in sheets},
        hidden=frozenset(
            sheet.get("name", "") for sheet in sheets if sheet.get("state", "visible") != "visible"
        ),
        percent_styles=percents,
        odd_styles=odd,
        uncalculated=calculation is not None and calculation.get("fullCalcOnLoad") in {"1", "true"},
    )


def _target(part: str) -> str:
    """Absolute targets (/xl/worksheets/…) have been joined to xl/."""
    return part.removeprefix("xl/") if part.startswith("xl/xl/") else part


def _styles(archive: zipfile.ZipFile) -> tuple[frozenset[bytes], frozenset[bytes]]:
    """Those of percents, and all that are not plain."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset(), frozenset()
    styles = _xml(archive, "xl/styles.xml")
    codes = {
        int(part.get("numFmtId", "0")): _QUOTED_FORMAT.sub("", part.get("formatCode", ""))
        for part in styles.iter()
        if _tag(part) == "numFmt"
    }
    cells = next((part for part in styles if _tag(part) == "cellXfs"), ())
    formats = [(b"%d" % place, int(style.get("numFmtId", "0"))) for place, style in enumerate(cells)]
    percents = {of for of, code in codes.items() if "%" in code} | _PERCENT_FORMATS
    plain = {of for of, code in codes.items() if _PLAIN_FORMAT.fullmatch(code)} | (
        _PLAIN_FORMATS - set(codes)
    )
    return (
        frozenset(place for place, of in formats if of in percents),
        frozenset(place for place, of in formats if of not in plain),
    )


def _xml(archive: zipfile.ZipFile, name: str) -> Element:
    data = _bytes(archive, name)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ValueError("no entities in a workbook")
    return fromstring(data)  # noqa: S314 - without entities


def _bytes(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > MOST_BYTES:
        raise RefusedError(
            refuse(
                "table_sheet_too_large",
                "แผ่นงานใหญ่เกิน 512 MB เมื่อคลายออก – บันทึกเป็น CSV UTF-8 แล้วส่งใหม่ ซึ่งรับไฟล์ใหญ่ได้และอ่านเร็วกว่า",
            )
        )
    return archive.read(name)


def _tag(part: Element) -> str:
    return str(part.tag).rpartition("}")[2]


# ── one sheet ───────────────────────────────────────────────────────────────
def sheet_bytes(archive: zipfile.ZipFile, name: str, book: Book) -> bytes:
    """The sheet's XML; RefusedError when it is too large."""
    return _bytes(archive, book.parts[name])


def read_parts(data: bytes, book: Book) -> SheetParts:
    """What stands in the XML of a sheet beside its values."""
    found = hidden_parts(data)
    if _may_hold(data, book):
        for place, cell in _cells(data):
            _judge(found, place, cell, book)
    return found


def hidden_parts(data: bytes) -> SheetParts:
    """Only which rows and columns a person does not see."""
    found = SheetParts(hidden_columns=tuple(_hidden_columns(data)))
    if b"hidden=" in data:
        rows = (dict(_NUMBER.findall(row[0])) for row in _HIDDEN_ROW.finditer(data))
        found.hidden_rows = tuple(int(row.get(b"r", 0)) for row in rows)
    return found


def merged_cells(data: bytes) -> list[tuple[int, int, int, int]]:
    """First row, first column, last row, last column, from 0."""
    return [
        (int(area[2]) - 1, column_of(area[1]), int(area[4]) - 1, column_of(area[3]))
        for area in _MERGED.finditer(data, max(data.rfind(b"</sheetData>"), 0))
    ]


def shared_part(archive: zipfile.ZipFile) -> bytes:
    """The strings that cells name by number; b"" where there are none."""
    name = "xl/sharedStrings.xml"
    return _bytes(archive, name) if name in archive.namelist() else b""


def has_odd_styles(data: bytes, book: Book) -> bool:
    """Whether cells may show something else than their number."""
    if not book.odd_styles or b' s="' not in data:
        return False
    return any(style in book.odd_styles for style in set(_STYLE.findall(data)))


def _may_hold(data: bytes, book: Book) -> bool:
    """Whether any cell is worth a look: mostly there is none, and a large sheet is then read at once."""
    styled = any(b' s="%b"' % style in data for style in book.percent_styles)
    return styled or b't="e"' in data or re.search(rb"<(?:\w+:)?f\b", data) is not None


def _hidden_columns(data: bytes) -> Iterator[int]:
    """Said before the rows."""
    data = data[: max(data.find(b"sheetData"), 0)]
    for column in _HIDDEN_COLUMN.finditer(data):
        ends = dict(_NUMBER.findall(column[0]))
        first, last = int(ends.get(b"min", 0)), int(ends.get(b"max", 0))
        yield from range(first - 1, min(last, first + 100))


def _cells(data: bytes) -> Iterator[tuple[Place, re.Match[bytes]]]:
    for cell in _CELL.finditer(data):
        reference = _REFERENCE.search(cell["said"])
        if reference is None:
            raise ValueError("a cell that does not say where it stands")
        yield (int(reference[2]) - 1, column_of(reference[1])), cell


def column_of(letters: bytes) -> int:
    """A → 0, Z → 25, AA → 26."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1


def _judge(found: SheetParts, place: Place, cell: re.Match[bytes], book: Book) -> None:
    said, inside = cell["said"], cell["inside"] or b""
    kind = match[1] if (match := _KIND.search(said)) else b"n"
    value = match["text"] if (match := _VALUE.search(inside)) else b""
    formula = _FORMULA.search(inside)
    if formula and _is_hollow(kind, value, book):
        found.formulas[place] = "=" + _unescaped(formula["text"] or b"")
    elif kind == b"e":
        found.errors[place] = _unescaped(value)
    elif kind == b"n" and value and (style := _STYLE.search(said)) and style[1] in book.percent_styles:
        found.percents.add(place)


def _is_hollow(kind: bytes, value: bytes, book: Book) -> bool:
    """No value; or the 0 that programs put where the spreadsheet is to compute on opening, which nobody has done yet."""
    return (not value and kind != b"str") or (book.uncalculated and kind == b"n" and value == b"0")


def _unescaped(text: bytes) -> str:
    plain = text.decode("utf-8", "replace")
    for written, meant in _ESCAPES.items():
        plain = plain.replace(written, meant)
    return plain
