"""The detail sheets as a Word file that an office can go on working with: real headings and tables, Thai digits."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.utils import translation
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from samrit.frameworks.details import Piece, Sheet, Shown, ShownSection, Table
from samrit.frameworks.models import Edition
from samrit.rules.thai import thai_digits
from samrit.ui.formats import date_long, number
from samrit.ui.scale import Scale, level_names
from samrit.ui.word import (
    CONTENT_TYPE,
    INNER_WIDTH,
    SMALL,
    TINY,
    blank,
    centred,
    grid,
    run,
    say,
    set_child,
    shade,
)
from samrit.ui.wording import in_words

__all__ = ["CONTENT_TYPE", "write"]
WIDE = 5  # columns; more are written small
LABEL_WIDTH, VALUE_WIDTH = Cm(4.4), Cm(12.1)
BLANK = "ยังไม่ได้ระบุ"
_SCALE_COLOURS = ("E6E2D6", "D6E3DF", "BCD6D1", "A3C8C3")
_SCORES = (50, 75, 100)


def write(edition: Edition, sheets: Sequence[Sheet], *, address: str, cover: bool) -> bytes:
    """The DOCX; ``sheets`` made in Thai, ``cover``: a list of them in front."""
    with translation.override("th"):
        document = blank(f"รายละเอียดตัวชี้วัด {_of(edition)}")
        if cover:
            _cover(document, edition, sheets)
        for place, sheet in enumerate(sheets):
            if cover or place:
                document.add_page_break()
            _sheet(document, edition, sheet)
        _small(document, f"อ่านฉบับล่าสุดได้ที่ {address}", keep=True)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _of(edition: Edition) -> str:
    return f"จังหวัด{edition.framework.area.name} ปีงบประมาณ พ.ศ. {edition.framework.fiscal_year_id}"


# ── what stands on it ───────────────────────────────────────────────────────
def _cover(document: Any, edition: Edition, sheets: Sequence[Sheet]) -> None:
    centred(document.add_paragraph(style="Title"), "รายละเอียดตัวชี้วัด")
    centred(document.add_paragraph(style="Heading 1"), _of(edition))
    state = (
        f"ประกาศใช้เมื่อวันที่ {date_long(edition.published_at)}" if edition.published_at else "ร่าง ยังไม่ประกาศใช้"
    )
    centred(document.add_paragraph(), f"{edition.get_kind_display()} (ฉบับที่ {edition.number}) {state}")
    table = grid(document, ("ที่", "ตัวชี้วัด", "น้ำหนัก", "หน่วยงานรับผิดชอบ"))
    for sheet in sheets:
        kpi = sheet.kpi
        cells = table.add_row().cells
        say(cells[0].paragraphs[0], kpi.full_number)
        run(cells[1].paragraphs[0], kpi.name)
        say(cells[2].paragraphs[0], "" if kpi.weight is None else number(kpi.weight))
        run(cells[3].paragraphs[0], "\n".join(one.agency.name for one in kpi.ownerships.all()))


def _sheet(document: Any, edition: Edition, sheet: Sheet) -> None:
    kind = "ตัวชี้วัดย่อย" if sheet.is_part else "ตัวชี้วัด"
    centred(document.add_paragraph(), f"รายละเอียด{kind} {_of(edition)}")
    heading = document.add_paragraph(style="Heading 1")
    run(heading, f"{thai_digits(sheet.kpi.full_number)} {sheet.kpi.name}")
    for section in sheet.sections:
        _section(document, section)
    if sheet.kpi.template:
        _small(document, f"รายละเอียดฉบับวันที่ {date_long(sheet.kpi.template.made_at)}")


def _section(document: Any, section: ShownSection) -> None:
    run(document.add_paragraph(style="Heading 2"), in_words(section.section.label))
    table = document.add_table(rows=0, cols=2)
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, (LABEL_WIDTH, VALUE_WIDTH), strict=True):
        column.width = width
    for shown in section.fields:
        label, value = table.add_row().cells
        label.width, value.width = LABEL_WIDTH, VALUE_WIDTH
        say(label.paragraphs[0], in_words(shown.field.label), bold=True)
        _value(value, shown)


def _value(cell: Any, shown: Shown) -> None:
    first = cell.paragraphs[0]
    if shown.empty:
        first.add_run(BLANK).italic = True
    elif shown.scale:
        _scale(cell, shown.scale)
    elif shown.table:
        _table(cell, shown.table, keep=shown.as_printed)
    else:
        _lines(first, shown.lines, keep=shown.as_printed)


def _table(cell: Any, table: Table, *, keep: bool) -> None:
    drawn = grid(cell, table.head)
    for row in (*table.rows, *((table.foot,) if table.foot else ())):
        for place, (target, one) in enumerate(zip(drawn.add_row().cells, row, strict=True)):
            paragraph = target.paragraphs[0]
            _lines(paragraph, one.lines, keep=keep, bold=row is table.foot or (table.named and place == 0))
            if one.is_number:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            for stretch in paragraph.runs if len(table.head) > WIDE else ():
                stretch.font.size = TINY
                set_child(stretch._r.get_or_add_rPr(), "w:szCs", after="w:sz", val=str(int(TINY.pt * 2)))  # noqa: SLF001 - as below
    _out_of_the_way(cell.paragraphs[0])


def _out_of_the_way(paragraph: Any) -> None:
    """The empty paragraph that a cell begins with takes no room above the table in it."""
    paragraph.paragraph_format.line_spacing = Pt(1)


def _scale(cell: Any, scale: Scale) -> None:
    """The scale as a table of four shaded stretches with the targets at their edges, so that Word can print it."""
    if scale.levels is None:
        return
    marks = list(zip(level_names(), _SCORES, scale.levels, strict=True))
    colours = list(_SCALE_COLOURS)
    if scale.mirrored:
        marks.reverse()
        colours.reverse()
    cell.width = INNER_WIDTH
    _out_of_the_way(cell.paragraphs[0])
    bar = cell.add_table(rows=1, cols=len(colours))
    cell.width = VALUE_WIDTH
    for target, colour in zip(bar.rows[0].cells, colours, strict=True):
        shade(target, colour)
    for name, score, value in marks:
        say(cell.add_paragraph(), f"{name} {score}: {number(value)} {scale.unit}".strip())
    if scale.last_year is not None:
        say(cell.add_paragraph(), f"ผลปีก่อน {number(scale.last_year)}")


# ── words ───────────────────────────────────────────────────────────────────
def _lines(paragraph: Any, lines: Sequence[Sequence[Piece]], *, keep: bool, bold: bool = False) -> None:
    for place, line in enumerate(lines):
        if place:
            paragraph.add_run().add_break()
        for piece in line:
            run(paragraph, piece.text if keep or piece.code else thai_digits(piece.text), bold=bold)


def _small(document: Any, text: str, *, keep: bool = False) -> None:
    run(document.add_paragraph(), text if keep else thai_digits(text)).font.size = SMALL
