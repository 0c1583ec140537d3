"""A letter's body as text and as blocks."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.rules.letters.paper import blocks_from_data, blocks_to_data
from samrit.rules.letters.typed import blocks_from_text, text_from_blocks

TYPED = """ตามหนังสือที่อ้างถึง
บรรทัดที่สอง

# หัวข้อ
จังหวัดขอให้
1. ข้อหนึ่ง
  - ข้อย่อย
  - ข้อย่อยที่สอง
2. ข้อสอง

| ตัวชี้วัด | น้ำหนัก |
| ก \\| ข | 70 |
| ค

วาระ: แจ้งให้ทราบ
- เรื่องที่หนึ่ง
ผู้เสนอ: หัวหน้าสำนักงานจังหวัด
วาระ: อื่น ๆ
"""
BLOCKS: list[dict[str, Any]] = [
    {"type": "paragraph", "text": "ตามหนังสือที่อ้างถึง\nบรรทัดที่สอง"},
    {"type": "heading", "text": "หัวข้อ"},
    {"type": "paragraph", "text": "จังหวัดขอให้"},
    {
        "type": "items",
        "start": 1,
        "items": [
            {"text": "ข้อหนึ่ง", "items": [{"text": "ข้อย่อย", "items": []}, {"text": "ข้อย่อยที่สอง", "items": []}]},
            {"text": "ข้อสอง", "items": []},
        ],
    },
    {"type": "table", "head": ["ตัวชี้วัด", "น้ำหนัก"], "rows": [["ก | ข", "70"], ["ค", ""]]},
    {
        "type": "agenda",
        "items": [
            {"title": "แจ้งให้ทราบ", "points": ["เรื่องที่หนึ่ง"], "presenter": "หัวหน้าสำนักงานจังหวัด"},
            {"title": "อื่น ๆ", "points": [], "presenter": ""},
        ],
    },
]


def test_what_is_typed_becomes_blocks() -> None:
    assert blocks_from_text(TYPED) == BLOCKS


def test_blocks_become_text_that_gives_them_again() -> None:
    assert blocks_from_text(text_from_blocks(BLOCKS)) == BLOCKS


def test_nothing_typed_is_no_block() -> None:
    assert blocks_from_text(" \n\n \n") == []


def test_lines_of_windows_are_lines() -> None:
    assert blocks_from_text("ก\r\n\r\nข") == [
        {"type": "paragraph", "text": "ก"},
        {"type": "paragraph", "text": "ข"},
    ]


def test_a_table_with_the_same_head_keeps_its_widths() -> None:
    before = [{"type": "table", "head": ["ก", "ข"], "rows": [], "widths": [5, 1], "numeric": [1]}]
    kept, other = blocks_from_text("| ก | ข |\n| 1 | 2 |\n\n| ค | ง |", before)
    assert (kept["widths"], kept["numeric"], "widths" in other) == ([5, 1], [1], False)


@pytest.mark.parametrize("line", ["# ไม่ใช่หัวข้อ", "| ไม่ใช่ตาราง", "1. ไม่ใช่ข้อ", "- ไม่ใช่ข้อ", "วาระ: ไม่ใช่", "\\ขีด"])
def test_a_paragraph_that_looks_like_something_else_stays_a_paragraph(line: str) -> None:
    block = {"type": "paragraph", "text": line}
    assert blocks_from_text(text_from_blocks([block])) == [block]


@given(st.text(max_size=300))
def test_whatever_is_typed_gives_blocks_of_a_paper_and_the_same_ones_again(text: str) -> None:
    blocks = blocks_from_text(text)
    assert blocks_to_data(blocks_from_data(blocks)) is not None
    assert blocks_from_text(text_from_blocks(blocks)) == blocks
