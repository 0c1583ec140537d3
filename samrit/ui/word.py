"""Word files that an office can go on working with: the official paper's page, fonts, Thai digits, tables.

Thai letters take everything from the "complex script" half of a style, which python-docx does not set.
"""

import re
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from samrit.rules.thai import thai_digits

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "TH Sarabun New"  # what offices write with; where it is not there, the reader's program takes another
BODY, SMALL, TINY = Pt(14), Pt(12), Pt(9)
INNER_WIDTH = Cm(11.6)
HEAD_COLOUR = "E8F1EF"
LONGEST_PROPERTY = 255  # letters, as the format has it
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def property_text(text: str) -> str:
    """As a property of the document can hold it."""
    return _NOT_IN_XML.sub("", text)[:LONGEST_PROPERTY]


def blank(title: str, *, body: Any = BODY) -> Any:
    """An A4 page with the office's margins, fonts and ``หน้า ๑`` in its foot."""
    document = Document()
    document.core_properties.title = property_text(title)
    document.core_properties.author = "สัมฤทธิ์"
    document.core_properties.language = "th-TH"
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(2)
    section.top_margin, section.bottom_margin = Cm(2), Cm(2)
    for name, size in (("Normal", body), ("Title", Pt(22)), ("Heading 1", Pt(18)), ("Heading 2", Pt(16))):
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
        set_child(properties, "w:bCs", after="w:b")
    set_child(properties, "w:szCs", after="w:sz", val=str(int(size.pt * 2)))
    set_child(properties, "w:lang", val="th-TH", bidi="th-TH")
    style.paragraph_format.space_after = Pt(0)


def set_child(parent: Any, tag: str, after: str = "", **attributes: str) -> None:
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
    set_child(section._sectPr, "w:pgNumType", after="w:pgMar", fmt="thaiNumbers")  # noqa: SLF001 - python-docx has no name for it
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run(paragraph, "หน้า ")
    page_number(paragraph)


def page_number(paragraph: Any) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no name for it


def run(paragraph: Any, text: str, *, bold: bool = False) -> Any:
    """A stretch of text without what XML cannot hold; Thai letters have a bold of their own."""
    written = paragraph.add_run(_NOT_IN_XML.sub("", text))
    if bold:
        written.bold = True
        set_child(written._r.get_or_add_rPr(), "w:bCs")  # noqa: SLF001 - python-docx has no name for it
    return written


def say(paragraph: Any, text: str, *, bold: bool = False) -> None:
    """The same with Thai digits."""
    run(paragraph, thai_digits(text), bold=bold)


def centred(paragraph: Any, text: str) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    say(paragraph, text)


def grid(parent: Any, head: Sequence[str]) -> Any:
    """A table with a head; one within a cell is as wide as the cell's inside."""
    within = getattr(parent, "width", None)
    if within is not None:
        parent.width = INNER_WIDTH
    table = parent.add_table(rows=1, cols=len(head))
    if within is not None:
        parent.width = within
    table.style = table.part.document.styles["Table Grid"]
    for cell, text in zip(table.rows[0].cells, head, strict=True):
        say(cell.paragraphs[0], text, bold=True)
        shade(cell, HEAD_COLOUR)
    _repeat(table.rows[0])
    return table


def _repeat(row: Any) -> None:
    """The head again on every page that the table runs on to."""
    set_child(row._tr.get_or_add_trPr(), "w:tblHeader", val="true")  # noqa: SLF001 - python-docx has no name for it


def shade(cell: Any, colour: str) -> None:
    set_child(cell._tc.get_or_add_tcPr(), "w:shd", val="clear", color="auto", fill=colour)  # noqa: SLF001 - as above
