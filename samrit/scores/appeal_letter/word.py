"""The letter as a Word file: the office puts its emblem, number and signature on it."""

from io import BytesIO
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from samrit.scores.appeal_letter.facts import LetterFacts
from samrit.ui.word import CONTENT_TYPE, SMALL, blank, centred, grid, run, say

__all__ = ["CONTENT_TYPE", "write"]
INDENT = Mm(25)
SLOT = "(ตราสัญลักษณ์ของหน่วยงาน)"
NUMBER = "ที่ "
UNDATED = "วันที่ (ลงเมื่อออกเลขที่หนังสือ)"
UNNUMBERED = "(ยังไม่ออกเลขที่หนังสือ)"


def write(facts: LetterFacts, *, address: str) -> bytes:
    """``address``: where the appeal can be read."""
    document = blank(facts.subject)
    centred(document.add_paragraph(), SLOT)
    say(document.add_paragraph(), f"{NUMBER}{facts.number or UNNUMBERED}")
    _right(document, f"วันที่ {facts.day}" if facts.number else f"{UNDATED} – วินิจฉัยเมื่อวันที่ {facts.day}")
    _named(document, "เรื่อง", facts.subject)
    _named(document, "เรียน", facts.to)
    for paragraph in facts.opening:
        _indented(document, paragraph)
    _part(document, "ข้อเท็จจริงและเหตุผลของจังหวัด", facts.contested)
    _part(document, f"คำวินิจฉัย: {facts.outcome}", facts.reason)
    _compared(document, facts)
    _panel(document, facts)
    _indented(document, facts.effect)
    _part(document, "สิทธิขั้นต่อไป", facts.remedy)
    _indented(document, "จึงเรียนมาเพื่อทราบ")
    centred(document.add_paragraph(), "ขอแสดงความนับถือ")
    for line in ("", "(ลงชื่อ) .......................................................", "ผู้มีอำนาจลงนาม"):
        centred(document.add_paragraph(), line)
    run(document.add_paragraph(), f"อ่านเรื่องนี้ได้ที่ {address}").font.size = SMALL
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _right(document: Any, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    say(paragraph, text)


def _named(document: Any, name: str, text: str) -> None:
    paragraph = document.add_paragraph()
    run(paragraph, f"{name}  ", bold=True)
    say(paragraph, text)


def _indented(document: Any, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.first_line_indent = INDENT
    say(paragraph, text)


def _part(document: Any, heading: str, text: str) -> None:
    if not text:
        return
    say(document.add_paragraph(style="Heading 2"), heading)
    for line in text.splitlines():
        _indented(document, line)


def _compared(document: Any, facts: LetterFacts) -> None:
    table = grid(document, ("รายการ", "ก่อนคำวินิจฉัย", "หลังคำวินิจฉัย"))
    for row in facts.rows:
        for cell, text in zip(table.add_row().cells, (row.label, row.before, row.after), strict=True):
            say(cell.paragraphs[0], text)


def _panel(document: Any, facts: LetterFacts) -> None:
    say(document.add_paragraph(style="Heading 2"), "คณะพิจารณา")
    say(document.add_paragraph(), f"ตามคำสั่งที่ {facts.order}")
    for name, vote in facts.panel:
        paragraph = document.add_paragraph()
        run(paragraph, name)
        say(paragraph, f": {vote}")
