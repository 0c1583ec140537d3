"""Sheets made of tags that begin and never end: each is read at once. Where the time grows with the square, this never ends."""

import io
import zipfile

import pytest

from samrit.catalog.reading.formulas import looks_of
from samrit.evidence.dense import refuse_dense_book
from samrit.evidence.spread import refuse_spread
from samrit.indicators.reading.sheet_parts import Book, merged_cells, read_parts
from samrit.rules.wording import RefusedError

pytestmark = pytest.mark.anywhere

MANY = 200_000
BEGINNINGS = (
    b"<c ", b'<c r="A1">', b' r="A1"', b'<c r="A1"><f', b'<c r="A1"><f>', b'<c r="A1" t="e"', b'<c r="A1"><v',
    b"<row ", b'<row hidden="1"', b' hidden="1"', b"<col ", b"mergeCell ", b"<mergeCell ", b"<x:c ",
)  # fmt: skip
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORKBOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets><sheet name="1" r:id="a"/></sheets></workbook>'
)
LINKS = '<Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/></Relationships>'


def workbook(sheet: bytes) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", WORKBOOK)
        packed.writestr("xl/_rels/workbook.xml.rels", LINKS)
        packed.writestr("xl/worksheets/sheet1.xml", sheet)
    return file


@pytest.mark.parametrize("beginning", BEGINNINGS, ids=[one.decode().strip() for one in BEGINNINGS])
def test_what_never_ends_is_read_at_once(beginning: bytes) -> None:
    sheet = b"<sheetData><!-- <c " + beginning * MANY + b' t="e" hidden= --></sheetData>'
    book = Book({}, frozenset(), frozenset(), frozenset(), uncalculated=False)
    refuse_spread(sheet, name="ก.xlsx")
    assert read_parts(sheet, book).formulas == {}
    assert merged_cells(sheet) == []
    assert looks_of(workbook(sheet))["1"].hidden == frozenset()


CELLS = b"<row>" + b"<c><v>1</v></c>" * 30 + b"</row>"
HIDDEN = {
    "plain": CELLS * 100,
    "of a name of its own": (CELLS * 100).replace(b"<c", "<ก:c".encode()),
    "in other signs": (b"\xff\xfe" + CELLS.decode().encode("utf-16-le")),
    "in signs of another machine": b'<?xml version="1.0" encoding="cp037"?>' + CELLS,
}


@pytest.mark.parametrize("how", HIDDEN)
def test_a_book_of_too_many_cells_is_not_opened(how: str) -> None:
    with pytest.raises(RefusedError) as refused:
        refuse_dense_book(workbook(HIDDEN[how]), name="แบบ.xlsx", most=2_000)
    assert refused.value.refusal.code == "sheet_dense"


def test_a_book_as_offices_send_it_is_opened() -> None:
    refuse_dense_book(
        workbook(b'<?xml version="1.0" encoding="UTF-8"?>' + CELLS), name="แบบ.xlsx", most=2_000
    )
