"""Workbooks of a few cells far apart: told, for a reader of rectangles would take all memory for them."""

import io
import zipfile

import pytest

from samrit.evidence.spread import ALWAYS_FINE, refuse_spread, refuse_spread_book
from samrit.rules.wording import RefusedError


def sheet(*cells: str) -> bytes:
    return f"<worksheet><sheetData><row>{''.join(cells)}</row></sheetData></worksheet>".encode()


def cell(place: str) -> str:
    return f'<c r="{place}" t="n"><v>1</v></c>'


FAR = "XFD1048576"


@pytest.mark.parametrize(
    ("cells", "refused"),
    [
        ([cell("A1"), cell(FAR)], True),
        ([cell("A1"), f"<c s='1' r = '{FAR}' ><v>1</v></c>"], True),
        ([cell("A1"), f'<x:c t="n" r="{FAR}"><x:v>1</x:v></x:c>'], True),
        ([cell("A1"), cell(FAR.lower())], True),
        ([cell("A1"), cell("A1048576")], True),
        ([cell(FAR)], False),  # alone it is a rectangle of one
        ([cell("A1"), f'<c r="{FAR}" s="1"/>'], False),  # only coloured
        ([cell("A1"), cell(f"A{ALWAYS_FINE}")], False),
        (
            [cell(f"A{n}") + cell(f"AX{n}") for n in range(1, 2001)],
            False,
        ),  # wide and long, and filled at its edges
        ([cell("A1"), *(" " * 1000 for _ in range(9000)), cell(FAR)], True),  # in another piece of the file
        ([], False),
    ],
)
def test_what_stands_far_apart(cells: list[str], refused: bool) -> None:  # noqa: FBT001
    if not refused:
        refuse_spread(sheet(*cells), name="ก.xlsx")
        return
    with pytest.raises(RefusedError, check=lambda error: error.refusal.code == "sheet_spread"):
        refuse_spread(sheet(*cells), name="ก.xlsx")


def test_every_part_is_looked_at_whatever_it_is_called() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("xl/media/picture.png", sheet(cell("A1"), cell(FAR)))
    with pytest.raises(RefusedError) as refused:
        refuse_spread_book(made, name="ก.xlsx")
    assert refused.value.refusal.message.values == {"name": "ก.xlsx", "column": "XFD", "row": 1048576}


def test_what_is_no_archive_is_left_to_its_reader() -> None:
    file = io.BytesIO(b"text")
    file.read()
    refuse_spread_book(file, name="ก.xlsx")
    assert file.tell() == 0
