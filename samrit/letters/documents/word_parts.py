"""What the Word files of letters are put together of: paragraphs, dotted leaders, named lines, the head's row."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from samrit.letters.documents.stock import measures
from samrit.ui.word import run, set_child

INNER = Mm(160)  # A4 between the margins
HALF = Mm(80)
PLACE = Mm(95)  # where the sender's address begins
NAME = 17  # mm: how wide the names before lines are
# What Word wants behind a paragraph's border.
_BEHIND_BORDER = (
    "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr",
)  # fmt: skip


@dataclass(frozen=True)
class Laid:
    """The document that is being written, and the sizes of its letters."""

    document: Any
    sizes: dict[str, Any]

    def paragraph(self, text: str = "", *, bold: bool = False, gap: bool = False) -> Any:
        """A paragraph on the lines of the page; ``gap``: set apart from the one above."""
        paragraph = self.document.add_paragraph()
        if text:
            run(paragraph, text, bold=bold)
        laid = paragraph.paragraph_format
        laid.line_spacing_rule, laid.line_spacing = WD_LINE_SPACING.AT_LEAST, Pt(self.sizes["line"])
        laid.space_before = Pt(measures()["text"]["gap"] if gap else 0)
        laid.widow_control = True
        return paragraph

    def stop(self, paragraph: Any, at: Any, *, right: bool = False, dotted: bool = False) -> None:
        paragraph.paragraph_format.tab_stops.add_tab_stop(
            at,
            WD_TAB_ALIGNMENT.RIGHT if right else WD_TAB_ALIGNMENT.LEFT,
            WD_TAB_LEADER.DOTS if dotted else WD_TAB_LEADER.SPACES,
        )


def sized(written: Any, points: int) -> Any:
    """A run in another size; Thai letters have a size of their own."""
    written.font.size = Pt(points)
    set_child(written._r.get_or_add_rPr(), "w:szCs", after="w:sz", val=str(points * 2))  # noqa: SLF001 - no name for it
    return written


def marked(paragraph: Any, text: str, colour: RGBColor | None = None) -> None:
    """Urgency and secrecy: large, bold and red."""
    laid = measures()
    written = sized(run(paragraph, text, bold=True), laid["type"]["urgency"])
    written.font.color.rgb = colour or RGBColor.from_string(laid["colour"]["mark"].lstrip("#").upper())


def centre(page: Laid, text: str, *, bold: bool = False, gap: bool = False) -> Any:
    paragraph = page.paragraph(text, bold=bold, gap=gap)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def split_line(page: Laid, left: str, right: str) -> None:
    """ที่ at the left, the sender's address at the right."""
    page.stop(page.paragraph(f"{left}\t{right}"), PLACE)


def named(page: Laid, name: str, lines: Sequence[str], *, indent: int = NAME) -> list[Any]:
    """``เรื่อง`` and its text, whose further lines stand under its first; several lines under each other."""
    written = []
    for place, line in enumerate(lines):
        paragraph = page.paragraph(f"{'' if place else name}\t{line}", gap=not place)
        laid = paragraph.paragraph_format
        laid.left_indent, laid.first_line_indent = Mm(indent), Mm(-indent)
        page.stop(paragraph, Mm(indent))
        written.append(paragraph)
    return written


def leaders(page: Laid, *parts: tuple[str, str]) -> None:
    """The head lines of a memo: bold names, their words, dots up to the margin or to the next name."""
    paragraph = page.paragraph()
    ends = (HALF, INNER) if len(parts) > 1 else (INNER,)
    for (name, text), end in zip(parts, ends, strict=True):
        sized(run(paragraph, name, bold=True), page.sizes["memo_head"])
        run(paragraph, f"  {text} \t")
        page.stop(paragraph, end, right=end == INNER, dotted=True)


def alone(paragraph: Any) -> None:
    """The short line between the head of an order and its text."""
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(57)
    border = OxmlElement("w:pBdr")
    set_child(border, "w:bottom", val="single", sz="6", space="1", color="000000")
    paragraph._p.get_or_add_pPr().insert_element_before(border, *_BEHIND_BORDER)  # noqa: SLF001 - no name for it


def picture_row(page: Laid, picture: bytes, height: Any, *, before: str = "", title: str = "") -> None:
    """The emblem in the middle with the urgency at its left; or, with a title in the middle, at the left."""
    table = page.document.add_table(rows=1, cols=3)
    table.autofit = False
    widths = (Mm(30), Mm(100), Mm(30)) if title else (Mm(50), Mm(60), Mm(50))
    for column, cell, width in zip(table.columns, table.rows[0].cells, widths, strict=True):
        column.width = cell.width = width
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    left, middle, _ = (cell.paragraphs[0] for cell in table.rows[0].cells)
    middle.alignment = WD_ALIGN_PARAGRAPH.CENTER
    (left if title else middle).add_run().add_picture(BytesIO(picture), height=height)
    if before:
        marked(left, before)
    if title:
        sized(run(middle, title, bold=True), page.sizes["memo_title"])
    _no_padding(table)


def _no_padding(table: Any) -> None:
    """What stands in the row begins at the margin."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        set_child(margins, f"w:{side}", w="0", type="dxa")
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)  # noqa: SLF001 - python-docx has no name for it
