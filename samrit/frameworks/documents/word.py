"""The detail sheets as a Word file that an office can go on working with: real headings and tables, Thai digits."""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.utils import translation
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from samrit.frameworks.details import Piece, Sheet, Shown, ShownSection, Table
from samrit.frameworks.models import Edition
from samrit.rules.thai import thai_digits
from samrit.ui.formats import date_long, number
from samrit.ui.scale import Scale, level_names
from samrit.ui.wording import in_words

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "TH Sarabun New"  # what offices write with; where it is not there, the reader's program takes another
BODY, SMALL, TINY = Pt(14), Pt(12), Pt(9)
WIDE = 5  # columns; more are written small
LABEL_WIDTH, VALUE_WIDTH, INNER_WIDTH = Cm(4.4), Cm(12.1), Cm(11.6)
BLANK = "ยังไม่ได้ระบุ"
_SCALE_COLOURS = ("E6E2D6", "D6E3DF", "BCD6D1", "A3C8C3")
_SCORES = (50, 75, 100)
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(edition: Edition, sheets: Sequence[Sheet], *, address: str, cover: bool) -> bytes:
    """The DOCX; ``sheets`` made in Thai, ``cover``: a list of them in front."""
    with translation.override("th"):
        document = _blank(f"รายละเอียดตัวชี้วัด {_of(edition)}")
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


# ── the file and its styles ─────────────────────────────────────────────────
def _blank(title: str) -> Any:
    document = Document()
    document.core_properties.title, document.core_properties.author = title, "สัมฤทธิ์"
    document.core_properties.language = "th-TH"
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(2)
    section.top_margin, section.bottom_margin = Cm(2), Cm(2)
    for name, size in (("Normal", BODY), ("Title", Pt(22)), ("Heading 1", Pt(18)), ("Heading 2", Pt(16))):
        _style(document.styles[name], size, bold=name != "Normal")
    _page_numbers(section)
    return document


def _style(style: Any, size: Any, *, bold: bool) -> None:
    """Word takes Thai letters' font and size from the "complex script" half of a style; python-docx sets the other."""
    style.font.name, style.font.size, style.font.bold = FONT, size, bold
    style.font.color.rgb = RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for half in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{half}"), FONT)
    for theme in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    if bold:
        _set(properties, "w:bCs", after="w:b")
    _set(properties, "w:szCs", after="w:sz", val=str(int(size.pt * 2)))
    _set(properties, "w:lang", val="th-TH", bidi="th-TH")
    style.paragraph_format.space_after = Pt(0)


def _set(parent: Any, tag: str, after: str = "", **attributes: str) -> None:
    """The one child ``tag`` of ``parent``, behind its child ``after``: Word asks for an order."""
    for old in parent.findall(qn(tag)):
        parent.remove(old)
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    before = parent.find(qn(after)) if after else None
    if before is None:
        parent.append(element)
    else:
        before.addnext(element)


def _page_numbers(section: Any) -> None:
    """``หน้า ๑``: the section says which digits, so that every program writes the same."""
    _set(section._sectPr, "w:pgNumType", after="w:pgMar", fmt="thaiNumbers")  # noqa: SLF001 - python-docx has no name for it
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _run(paragraph, "หน้า ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001 - as above


# ── what stands on it ───────────────────────────────────────────────────────
def _cover(document: Any, edition: Edition, sheets: Sequence[Sheet]) -> None:
    _centred(document.add_paragraph(style="Title"), "รายละเอียดตัวชี้วัด")
    _centred(document.add_paragraph(style="Heading 1"), _of(edition))
    state = (
        f"ประกาศใช้เมื่อวันที่ {date_long(edition.published_at)}" if edition.published_at else "ร่าง ยังไม่ประกาศใช้"
    )
    _centred(document.add_paragraph(), f"{edition.get_kind_display()} (ฉบับที่ {edition.number}) {state}")
    table = _grid(document, ("ที่", "ตัวชี้วัด", "น้ำหนัก", "หน่วยงานรับผิดชอบ"))
    for sheet in sheets:
        kpi = sheet.kpi
        cells = table.add_row().cells
        _say(cells[0].paragraphs[0], kpi.full_number)
        _run(cells[1].paragraphs[0], kpi.name)
        _say(cells[2].paragraphs[0], "" if kpi.weight is None else number(kpi.weight))
        _run(cells[3].paragraphs[0], "\n".join(one.agency.name for one in kpi.ownerships.all()))


def _sheet(document: Any, edition: Edition, sheet: Sheet) -> None:
    kind = "ตัวชี้วัดย่อย" if sheet.is_part else "ตัวชี้วัด"
    _centred(document.add_paragraph(), f"รายละเอียด{kind} {_of(edition)}")
    heading = document.add_paragraph(style="Heading 1")
    _run(heading, f"{thai_digits(sheet.kpi.full_number)} {sheet.kpi.name}")
    for section in sheet.sections:
        _section(document, section)
    if sheet.kpi.template:
        _small(document, f"รายละเอียดฉบับวันที่ {date_long(sheet.kpi.template.made_at)}")


def _section(document: Any, section: ShownSection) -> None:
    _run(document.add_paragraph(style="Heading 2"), in_words(section.section.label))
    table = document.add_table(rows=0, cols=2)
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, (LABEL_WIDTH, VALUE_WIDTH), strict=True):
        column.width = width
    for shown in section.fields:
        label, value = table.add_row().cells
        label.width, value.width = LABEL_WIDTH, VALUE_WIDTH
        _say(label.paragraphs[0], in_words(shown.field.label), bold=True)
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
    drawn = _grid(cell, table.head)
    for row in (*table.rows, *((table.foot,) if table.foot else ())):
        for place, (target, one) in enumerate(zip(drawn.add_row().cells, row, strict=True)):
            paragraph = target.paragraphs[0]
            _lines(paragraph, one.lines, keep=keep, bold=row is table.foot or (table.named and place == 0))
            if one.is_number:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            for run in paragraph.runs if len(table.head) > WIDE else ():
                run.font.size = TINY
                _set(run._r.get_or_add_rPr(), "w:szCs", after="w:sz", val=str(int(TINY.pt * 2)))  # noqa: SLF001 - as below
    _out_of_the_way(cell.paragraphs[0])


def _out_of_the_way(paragraph: Any) -> None:
    """The empty paragraph that a cell begins with takes no room above the table in it."""
    paragraph.paragraph_format.line_spacing = Pt(1)


def _grid(parent: Any, head: Sequence[str]) -> Any:
    """A table with a head; one within a cell is as wide as the cell's inside."""
    within = getattr(parent, "width", None)
    if within is not None:
        parent.width = INNER_WIDTH
    table = parent.add_table(rows=1, cols=len(head))
    if within is not None:
        parent.width = within
    table.style = table.part.document.styles["Table Grid"]
    for cell, text in zip(table.rows[0].cells, head, strict=True):
        _say(cell.paragraphs[0], text, bold=True)
        _shade(cell, "E8F1EF")
    _repeat(table.rows[0])
    return table


def _repeat(row: Any) -> None:
    """The head again on every page that the table runs on to."""
    _set(row._tr.get_or_add_trPr(), "w:tblHeader", val="true")  # noqa: SLF001 - python-docx has no name for it


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
        _shade(target, colour)
    for name, score, value in marks:
        _say(cell.add_paragraph(), f"{name} {score}: {number(value)} {scale.unit}".strip())
    if scale.last_year is not None:
        _say(cell.add_paragraph(), f"ผลปีก่อน {number(scale.last_year)}")


def _shade(cell: Any, colour: str) -> None:
    _set(cell._tc.get_or_add_tcPr(), "w:shd", val="clear", color="auto", fill=colour)  # noqa: SLF001 - as above


# ── words ───────────────────────────────────────────────────────────────────
def _run(paragraph: Any, text: str, *, bold: bool = False) -> Any:
    """A stretch of text without what XML cannot hold; Thai letters have a bold of their own."""
    run = paragraph.add_run(_NOT_IN_XML.sub("", text))
    if bold:
        run.bold = True
        _set(run._r.get_or_add_rPr(), "w:bCs")  # noqa: SLF001 - python-docx has no name for it
    return run


def _lines(paragraph: Any, lines: Sequence[Sequence[Piece]], *, keep: bool, bold: bool = False) -> None:
    for place, line in enumerate(lines):
        if place:
            paragraph.add_run().add_break()
        for piece in line:
            _run(paragraph, piece.text if keep or piece.code else thai_digits(piece.text), bold=bold)


def _say(paragraph: Any, text: str, *, bold: bool = False) -> None:
    _run(paragraph, thai_digits(text), bold=bold)


def _centred(paragraph: Any, text: str) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _say(paragraph, text)


def _small(document: Any, text: str, *, keep: bool = False) -> None:
    _run(document.add_paragraph(), text if keep else thai_digits(text)).font.size = SMALL
