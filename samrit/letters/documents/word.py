"""A letter as a Word file that the office goes on writing in: the same blocks as the PDF, laid out with Word's own means."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor

from samrit.letters.documents.codes import qr_png
from samrit.letters.documents.paper import memo_office, secrecy_words, shares, urgency_words
from samrit.letters.documents.stock import emblem_png, measures
from samrit.letters.documents.word_parts import (
    INNER,
    Laid,
    alone,
    centre,
    leaders,
    marked,
    named,
    picture_row,
    sized,
    split_line,
)
from samrit.rules.letters.kinds import Block
from samrit.rules.letters.paper import Attachment, BodyBlock, Digits, LetterPaper, Signatory, Table
from samrit.rules.letters.writing import (
    day_words,
    decree_day,
    decree_title,
    enclosure_lines,
    in_writing,
    lines_of,
    number_words,
    reference_lines,
)
from samrit.ui.word import CONTENT_TYPE, blank, grid, page_number, property_text, run, set_child, shade

__all__ = ["CONTENT_TYPE", "letter_docx"]
IN_TABLES = 14  # points
MIDDLE = Mm(64)  # where the half of the page begins in which one signs
GREY = RGBColor(0x77, 0x77, 0x77)
FEET = 2  # heads come before feet
STAMP = "(ตราชื่อส่วนราชการ)"


def letter_docx(paper: LetterPaper) -> bytes:
    """The paper as it stands, a draft too, with the fonts that offices have."""
    written, sizes = in_writing(paper), measures()["type"]
    document = blank(written.subject or written.rules.name, body=Pt(sizes["body"]))
    document.core_properties.author = property_text(written.office or "".join(written.place[:1]))
    _page(document.sections[0], written)
    page = Laid(document, sizes)
    FORMS[written.rules.form](page, written)
    _codes(page, written)
    for attachment in written.attachments:
        _attach(page, attachment, written.digits)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


# ── the page ────────────────────────────────────────────────────────────────
def _page(section: Any, paper: LetterPaper) -> None:
    """Margins; from the second page on its number; on every page how secret it is, and that it is a draft."""
    laid = measures()["page"]
    section.left_margin, section.right_margin = Mm(laid["left"]), Mm(laid["right"])
    section.top_margin, section.bottom_margin = Mm(laid["top_first"]), Mm(laid["bottom"])
    section.header_distance = section.footer_distance = Mm(4)
    section.different_first_page_header_footer = True
    parts = (section.first_page_header, section.header, section.first_page_footer, section.footer)
    for place, part in enumerate(parts):
        _mark(part, paper, draft=place < FEET)
    number = section.header.add_paragraph()
    number.alignment, number.paragraph_format.space_after = WD_ALIGN_PARAGRAPH.CENTER, Pt(18)
    run(number, "- ")
    page_number(number)
    run(number, " -")
    if paper.digits is Digits.ARABIC:
        set_child(section._sectPr, "w:pgNumType", after="w:pgMar", fmt="decimal")  # noqa: SLF001 - no name for it


def _mark(part: Any, paper: LetterPaper, *, draft: bool) -> None:
    """The one paragraph that a head or foot has: emptied, then marked as secret, and at the head as a draft."""
    part.is_linked_to_previous = False
    paragraph = part.paragraphs[0]
    for child in list(paragraph._p):  # noqa: SLF001 - the page number that a blank document brings
        paragraph._p.remove(child)  # noqa: SLF001 - as above
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if words := secrecy_words(paper):
        marked(paragraph, words)
    if draft and paper.mark:
        marked(paragraph, f"  {paper.mark}" if words else paper.mark, GREY)


# ── the forms ───────────────────────────────────────────────────────────────
def _external(page: Laid, paper: LetterPaper) -> None:
    picture_row(page, emblem_png(), Mm(measures()["emblem"]["external"]), before=urgency_words(paper))
    first, *more = paper.place or ("",)
    split_line(page, f"ที่ {number_words(paper)}", first)
    for line in more:
        split_line(page, "", line)
    centre(page, day_words(paper), gap=True)
    named(page, "เรื่อง", (paper.subject,))
    named(page, paper.opening_words, (paper.addressee,))
    named(page, "อ้างถึง", reference_lines(paper))
    _enclosures(page, paper)
    _body(page, paper.body, paper.digits)
    _signatories(page, paper.signatories, paper.closing_words)
    _owner(page, paper)


def _memo(page: Laid, paper: LetterPaper) -> None:
    picture_row(page, emblem_png(), Mm(measures()["emblem"]["memo"]), title="บันทึกข้อความ")
    if words := urgency_words(paper):
        marked(page.paragraph(), words)
    leaders(page, ("ส่วนราชการ", memo_office(paper)))
    leaders(page, ("ที่", number_words(paper)), ("วันที่", day_words(paper)))
    leaders(page, ("เรื่อง", paper.subject))
    named(page, paper.opening_words, (paper.addressee,))
    _body(page, paper.body, paper.digits)
    _signatories(page, paper.signatories, "")
    named(page, "สำเนาส่ง", paper.copies, indent=22)


def _stamped(page: Laid, paper: LetterPaper) -> None:
    picture_row(page, emblem_png(), Mm(measures()["emblem"]["external"]), before=urgency_words(paper))
    split_line(page, f"ที่ {number_words(paper)}", "")
    named(page, paper.opening_words, (paper.addressee,))
    _body(page, paper.body, paper.digits)
    for line in (paper.office, STAMP, day_words(paper)):
        paragraph = centre(page, line, gap=line == paper.office)
        paragraph.paragraph_format.left_indent = MIDDLE
        paragraph.paragraph_format.space_after = Pt(18 if line == STAMP else 6)
    _owner(page, paper)


def _decree(page: Laid, paper: LetterPaper) -> None:
    picture_row(page, emblem_png(), Mm(measures()["emblem"]["external"]))
    centre(page, decree_title(paper), bold=True)
    if paper.rules.has(Block.NUMBER):
        centre(page, f"ที่ {number_words(paper)}")
    centre(page, f"เรื่อง {paper.subject}")
    alone(centre(page, ""))
    _body(page, paper.body, paper.digits)
    day = page.paragraph(decree_day(paper), gap=True)
    day.paragraph_format.first_line_indent = Mm(2 * measures()["text"]["indent"])
    _signatories(page, paper.signatories, "")


FORMS = {"external": _external, "memo": _memo, "stamped": _stamped, "decree": _decree}


# ── their parts ─────────────────────────────────────────────────────────────
def _enclosures(page: Laid, paper: LetterPaper) -> None:
    """Titles under each other, how much of each at the right margin."""
    lines = [
        f"{title}\tจำนวน {quantity}" if quantity else title for title, quantity in enclosure_lines(paper)
    ]
    for paragraph in named(page, "สิ่งที่ส่งมาด้วย", lines, indent=33):
        page.stop(paragraph, INNER, right=True)


def _body(page: Laid, blocks: Sequence[BodyBlock], digits: Digits) -> None:
    text = measures()["text"]
    for block in blocks:
        for line in lines_of(block, digits):
            paragraph = page.paragraph(line.text, bold=line.bold, gap=True)
            if not line.bold:
                paragraph.paragraph_format.first_line_indent = Mm(text["indent"] + 7 * max(0, line.depth - 1))
        if isinstance(block, Table):
            _table(page, block)


def _table(page: Laid, block: Table) -> None:
    page.paragraph()
    table = grid(page.document, block.head)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for cells in block.rows:
        for place, (cell, text) in enumerate(zip(table.add_row().cells, cells, strict=False)):
            sized(run(cell.paragraphs[0], text), IN_TABLES)
            if place in block.numeric:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for cell in table.rows[0].cells:
        shade(cell, "FFFFFF")
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        sized(cell.paragraphs[0].runs[0], IN_TABLES)
    section = page.document.sections[-1]
    inner = section.page_width - section.left_margin - section.right_margin
    for column, share in zip(table.columns, shares(block), strict=True):
        column.width = inner * share // 100
        for cell in column.cells:
            cell.width = column.width


def _signatories(page: Laid, people: Sequence[Signatory], closing: str) -> None:
    for place, one in enumerate(people):
        if closing and not place:
            _signed(centre(page, closing, gap=True))
        rank = page.paragraph(one.rank)
        rank.paragraph_format.left_indent = MIDDLE
        rank.paragraph_format.space_before = Pt(measures()["text"]["signature_gap"])
        rank.paragraph_format.keep_with_next = True
        for line in (f"({one.name})", *one.lines):
            _signed(centre(page, line))


def _signed(paragraph: Any) -> None:
    paragraph.paragraph_format.left_indent = MIDDLE
    paragraph.paragraph_format.keep_with_next = True


def _owner(page: Laid, paper: LetterPaper) -> None:
    lines = [*paper.owner_unit]
    lines += [f"โทร. {paper.telephone}"] if paper.telephone else []
    lines += [f"ไปรษณีย์อิเล็กทรอนิกส์ {paper.email}"] if paper.email else []
    for place, line in enumerate(lines):
        paragraph = page.paragraph(line)
        paragraph.paragraph_format.space_before = Pt(0 if place else 18)
    named(page, "สำเนาส่ง", paper.copies, indent=22)


def _codes(page: Laid, paper: LetterPaper) -> None:
    """Side by side, each with what it is for."""
    codes = [(code, size) for code, size in ((paper.qr, Mm(24)), (paper.verify, Mm(18))) if code]
    if not codes:
        return
    page.paragraph()
    for cell, (code, size) in zip(page.document.add_table(1, len(codes)).rows[0].cells, codes, strict=True):
        cell.paragraphs[0].add_run().add_picture(BytesIO(qr_png(code.url)), width=size)
        sized(run(cell.add_paragraph(), code.caption), 12)


def _attach(page: Laid, attachment: Attachment, digits: Digits) -> None:
    section = page.document.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = False
    section.top_margin = Mm(measures()["page"]["top"])
    wide = section.page_width > section.page_height
    if attachment.landscape is not wide:
        section.orientation = WD_ORIENT.LANDSCAPE if attachment.landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = section.page_height, section.page_width
    centre(page, attachment.title, bold=True)
    for line in attachment.lines:
        centre(page, line)
    _body(page, attachment.blocks, digits)
