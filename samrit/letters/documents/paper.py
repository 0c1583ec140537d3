"""A letter as a PDF: laid out by its kind's form, PDF/A-3a, tagged, its text in Unicode."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from samrit.letters.documents.codes import qr_png
from samrit.letters.documents.continuing import continued
from samrit.letters.documents.stock import Stock, stock, style_sheet
from samrit.rules.letters.kinds import URGENCY_LABELS, Block, Urgency
from samrit.rules.letters.paper import BodyBlock, Digits, LetterPaper, Table
from samrit.rules.letters.writing import (
    Line,
    day_words,
    decree_day,
    decree_title,
    enclosure_lines,
    in_writing,
    lines_of,
    number_words,
    reference_lines,
)
from samrit.rules.secrecy import LEVEL_LABELS, Level
from samrit.rules.thai import NO_BREAK
from samrit.ui.paper import draw_archival, split_sara_am

TEMPLATE = "letters/paper/letter.html"
STYLE = "letters/paper/letter.css"
FOOT = "font:400 var(--body-size)/1.4 Letter"
DRAFT = "font:700 var(--urgency-size)/1.2 Letter;color:#777"
MARK = "font:700 var(--urgency-size)/1.2 Letter;color:var(--mark)"


@dataclass(frozen=True)
class Cell:
    text: str
    numeric: bool


@dataclass(frozen=True)
class Shown:
    """A block of the body for the template: lines, or a table with its cells; ``widths`` in hundredths."""

    lines: Sequence[Line] = ()
    table: Table | None = None
    rows: Sequence[Sequence[Cell]] = ()
    widths: Sequence[int] = ()


@dataclass(frozen=True)
class Page:
    """An attachment for the template."""

    title: str
    lines: Sequence[str]
    blocks: Sequence[Shown]
    landscape: bool


def letter_pdf(paper: LetterPaper, *, identifier: bytes = b"") -> bytes:
    """The paper as it stands, a draft too; the same ``identifier`` makes the same file identity.

    PaperUnavailableError without Pango. ``rules.letters.paper.refusals`` says what is missing; it is not asked here.
    """
    kept, written = stock(), in_writing(paper)
    blank = {"pages.css": page_style(written)}
    return draw_archival(
        TEMPLATE,
        context_of(written, kept),
        styles={"letter.css": STYLE},
        files={**kept.files, **pictures(written), "measures.css": style_sheet(kept), **blank},
        identifier=identifier or sha256(repr(paper).encode()).digest()[:16],
        again=lambda laid_out: words_that_go_on(laid_out, written),
    )


def words_that_go_on(laid_out: Sequence[Any], paper: LetterPaper) -> dict[str, bytes]:
    """What is known only of the pages: nothing where no page goes on."""
    goes_on = continued(laid_out)
    return {"pages.css": page_style(paper, goes_on=goes_on)} if any(goes_on) else {}


def context_of(paper: LetterPaper, kept: Stock) -> dict[str, Any]:
    """What the templates print, of a paper in its final writing."""
    return {
        "it": paper,
        "form": paper.rules.form,
        "form_template": f"letters/paper/{paper.rules.form}.html",
        "title": paper.subject or paper.rules.name,
        "author": paper.office or (paper.place[0] if paper.place else ""),
        "emblem": kept.emblem_name,
        "urgency": urgency_words(paper),
        "number": number_words(paper) or NO_BREAK,
        "has_number": paper.rules.has(Block.NUMBER),
        "office": memo_office(paper),
        "day": day_words(paper) or NO_BREAK,  # a line to write it on
        "references": reference_lines(paper),
        "enclosures": enclosure_lines(paper),
        "body": [shown(block, paper.digits) for block in paper.body],
        "closing": paper.closing_words,
        "decree_title": decree_title(paper),
        "decree_day": decree_day(paper),
        "attachments": [
            Page(
                page.title, page.lines, [shown(block, paper.digits) for block in page.blocks], page.landscape
            )
            for page in paper.attachments
        ],
    }


def urgency_words(paper: LetterPaper) -> str:
    return "" if paper.urgency is Urgency.NORMAL else URGENCY_LABELS[paper.urgency].thai()


def secrecy_words(paper: LetterPaper) -> str:
    return "" if paper.secrecy is Level.ORDINARY else LEVEL_LABELS[paper.secrecy].thai()


def memo_office(paper: LetterPaper) -> str:
    """ส่วนราชการ of a memo: with the unit and where it can be called or written to."""
    parts = [paper.office, *(unit for unit in paper.owner_unit if unit not in paper.office)]
    parts += [f"โทร. {paper.telephone}"] if paper.telephone else []
    parts += [paper.email] if paper.email else []
    return " ".join(part for part in parts if part)


def shown(block: BodyBlock, digits: Digits) -> Shown:
    if not isinstance(block, Table):
        return Shown(lines=lines_of(block, digits))
    rows = [[Cell(text, place in block.numeric) for place, text in enumerate(row)] for row in block.rows]
    return Shown(table=block, rows=rows, widths=shares(block))


def shares(table: Table) -> list[int]:
    """The columns' widths in hundredths of the page's, in steps of five: there is a class for each."""
    given = table.widths if len(table.widths) == len(table.head) else (1,) * len(table.head)
    return [max(5, round(100 * width / max(1, sum(given)) / 5) * 5) for width in given]


def pictures(paper: LetterPaper) -> dict[str, bytes]:
    """The codes, by the names that the template calls them."""
    codes = {"qr.png": paper.qr, "verify.png": paper.verify}
    return {name: qr_png(code.url) for name, code in codes.items() if code}


# ── around the pages ────────────────────────────────────────────────────────
def page_style(paper: LetterPaper, *, goes_on: Sequence[str] = ()) -> bytes:
    """What stands around the text of each page: its number from the second on, secrecy, how the text goes on."""
    number = f'"- " counter(page,{"thai" if paper.digits is Digits.THAI else "decimal"}) " -"'
    secrecy = secrecy_words(paper)
    boxes = f"@top-left{{content:{quoted(paper.mark)};{DRAFT}}}" if paper.mark else ""
    if secrecy:  # it takes the middle, above and below
        boxes += "".join(f"@{side}-center{{content:{quoted(secrecy)};{MARK}}}" for side in ("top", "bottom"))
    place_of_number = "top-right" if secrecy else "top-center"
    rules = [
        f"@page{{{boxes}@{place_of_number}{{content:{number};{FOOT}}}}}",
        f"@page:first{{@{place_of_number}{{content:none}}}}",
    ]
    for place, words in enumerate(goes_on, start=1):
        rules += [f"@page:nth({place}){{@bottom-right{{content:{quoted(words)};{FOOT}}}}}"] if words else []
    return "".join(rules).encode()


def quoted(text: str) -> str:
    """A text as a style sheet writes it."""
    plain = split_sara_am(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{plain}"'
