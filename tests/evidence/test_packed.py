"""Office files that are not what they seem: macros by every way, bombs, passwords, programs."""

import io
import zipfile

import pytest

from samrit.evidence.contents import inspect, refuse_ending
from samrit.evidence.packed import ALWAYS_FINE, HIGHEST_RATIO, MOST_PARTS
from samrit.rules.wording import RefusedError

LIMIT = 300 * 1024 * 1024
PLAIN_TYPES = b"<Types><Override ContentType='application/xml'/></Types>"
MACRO_TYPES = b"<Types><Override ContentType='application/vnd.ms-excel.sheet.macroEnabled.main+xml'/></Types>"


def workbook(*parts: tuple[str, bytes], types: bytes = PLAIN_TYPES) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("[Content_Types].xml", types), ("xl/workbook.xml", b"<x/>"), *parts):
            archive.writestr(name, content)
    return made.getvalue()


def refusal(content: bytes, name: str = "ตาราง.xlsx") -> str:
    try:
        inspect(io.BytesIO(content), name=name, max_bytes=LIMIT)
    except RefusedError as refused:
        return refused.refusal.code
    return ""


# what is in the workbook → the refusal
WORKBOOKS = [
    (workbook(), ""),
    (workbook(("xl/vbaProject.bin", b"x")), "evidence_macros"),
    (workbook(("XL/VBAPROJECT.BIN", b"x")), "evidence_macros"),
    (workbook(("xl/macrosheets/sheet1.xml", b"<x/>")), "evidence_macros"),
    (workbook(types=MACRO_TYPES), "evidence_macros"),
    (b"MZ\x90\x00" + b"\x00" * 200, "evidence_wrong_type"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "evidence_locked"),
    (b"%PDF-1.4\n%%EOF", "evidence_wrong_type"),
    (workbook()[:60], "evidence_wrong_type"),
]


@pytest.mark.parametrize(("content", "code"), WORKBOOKS, ids=range(len(WORKBOOKS)))
def test_a_workbook_is_judged_by_what_it_holds(content: bytes, code: str):
    assert refusal(content) == code


def zeros(megabytes: int) -> bytes:
    return workbook(("xl/worksheets/sheet1.xml", b"0" * (megabytes * 1024 * 1024)))


def test_a_bomb_is_refused_without_unpacking_it():
    bomb = zeros(ALWAYS_FINE // (1024 * 1024) + 1)
    assert len(bomb) * HIGHEST_RATIO < ALWAYS_FINE
    assert refusal(bomb) == "evidence_bomb"


def test_what_unpacks_to_little_is_no_bomb_however_well_it_was_packed():
    assert refusal(zeros(ALWAYS_FINE // (1024 * 1024) - 1)) == ""


def test_too_many_parts_are_a_bomb_too():
    many = workbook(*((f"xl/p/{number}.xml", b"") for number in range(MOST_PARTS)))
    assert refusal(many) == "evidence_bomb"


def test_parts_under_a_password_are_no_workbook_of_ours():
    content = bytearray(workbook())
    for place in (content.find(b"PK\x03\x04") + 6, content.find(b"PK\x01\x02") + 8):
        content[place] |= 1  # "encrypted", of the first part
    assert refusal(bytes(content)) == "evidence_wrong_type"


@pytest.mark.parametrize(
    ("name", "refused"),
    [("ก.pdf", False), ("ก.PDF", False), ("ก.xlsm", True), ("ก.exe", True), ("ก", True), ("ก.pdf.exe", True)],
)
def test_an_ending_that_is_never_evidence_is_refused_before_anything_is_sent(name: str, refused: bool):  # noqa: FBT001
    assert (refuse_ending(name) is not None) == refused
