"""The report of an assessment as a Word file that the office goes on writing in."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx.shared import Cm

from samrit.assessments.documents.report_facts import ReportFacts
from samrit.assessments.documents.report_paper import picture_of
from samrit.rules.thai import thai_digits
from samrit.ui.word import CONTENT_TYPE, SMALL, blank, centred, grid, run, say

__all__ = ["CONTENT_TYPE", "write"]
INDENT = "    "
RADAR_WIDTH = Cm(10)
NAME_WIDTH, PAGE_WIDTH = Cm(5.2), Cm(16)


def write(facts: ReportFacts, *, address: str) -> bytes:
    """``address``: where the assessment can be read."""
    document = blank(f"{facts.title} {facts.agency} {facts.year}")
    centred(document.add_paragraph(style="Title"), f"รายงานผล{facts.title}")
    centred(document.add_paragraph(), f"{facts.agency} จังหวัด{facts.area} ปีงบประมาณ พ.ศ. {facts.year}")
    _summary(document, facts)
    _scores(document, facts)
    if drawn := picture_of(facts.radar):
        document.add_picture(BytesIO(drawn), width=RADAR_WIDTH)
    _list(document, "ช่องว่างถึงระดับถัดไป", facts.gaps)
    _list(document, "ข้อที่ควรทำก่อน", facts.suggestions)
    for name, tasks in facts.tasks:
        _plan(document, name, tasks)
    _list(document, "คะแนนมาจากไหน", facts.steps, small=True)
    run(document.add_paragraph(), f"อ่านฉบับเต็มได้ที่ {address}").font.size = SMALL
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _summary(document: Any, facts: ReportFacts) -> None:
    say(document.add_paragraph(style="Heading 1"), "สรุป")
    level = f" ระดับ {facts.level}" if facts.level else ""
    early = " (ยังไม่ครบทุกข้อ)" if facts.provisional else ""
    say(document.add_paragraph(), f"คะแนน {facts.value} จาก {facts.full}{level}{early}", bold=True)
    signed = f"ลงนามรับรองโดย {facts.signed}" if facts.signed else "ยังไม่ได้ลงนามรับรอง"
    if facts.final:
        say(document.add_paragraph(), f"ผลที่ใช้ {facts.final}", bold=True)
    for line in (f"สถานะ: {facts.state}", signed, facts.caution):
        if line:
            say(document.add_paragraph(), line)
    if facts.reference:  # an address: its digits stay
        run(document.add_paragraph(), f"อ้างอิง {facts.reference}")
    run(document.add_paragraph(), f"แบบประเมินรุ่น {facts.version}")


def _scores(document: Any, facts: ReportFacts) -> None:
    say(document.add_paragraph(style="Heading 1"), "คะแนนรายด้าน")
    table = grid(document, ("ด้าน", *facts.heads, facts.level_head))
    for row in facts.rows:
        cells = table.add_row().cells
        say(cells[0].paragraphs[0], f"{INDENT * max(row.depth - 1, 0)}{row.name}", bold=row.depth < 2)  # noqa: PLR2004 - the whole and those on top
        for cell, text in zip(cells[1:], (*row.cells, row.level), strict=True):
            say(cell.paragraphs[0], text)
    _widen_names(table)
    if facts.official_source:
        say(document.add_paragraph(), f"ที่มาของผลอย่างเป็นทางการ: {facts.official_source}")


def _widen_names(table: Any) -> None:
    """The first column holds names, the others figures."""
    others = (PAGE_WIDTH - NAME_WIDTH) // (len(table.columns) - 1)
    table.autofit = False
    for place, column in enumerate(table.columns):
        column.width = others if place else NAME_WIDTH
        for cell in column.cells:
            cell.width = column.width


def _list(document: Any, heading: str, lines: Sequence[str], *, small: bool = False) -> None:
    if not lines:
        return
    say(document.add_paragraph(style="Heading 1"), heading)
    for line in lines:
        paragraph = document.add_paragraph(style="List Bullet")
        paragraph.paragraph_format.space_after = 0
        written = run(paragraph, thai_digits(line))
        if small:
            written.font.size = SMALL


def _plan(document: Any, name: str, tasks: Sequence[Any]) -> None:
    if not tasks:
        return
    say(document.add_paragraph(style="Heading 1"), name)
    table = grid(document, ("งาน", "หัวข้อ", "ผู้รับผิดชอบ", "แล้วเสร็จ", "ความก้าวหน้า"))
    for task in tasks:
        standing = "\n".join((task.standing, *(f"หลักฐาน {proof}" for proof in task.proofs)))
        texts = (task.what, task.section, task.owner, task.due, standing)
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            say(cell.paragraphs[0], text)
