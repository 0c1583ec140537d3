"""A receipt that somebody brings back as a PDF: which filing it says it is, and whether its words are still ours.

Its text is compared with the text of the receipt drawn again from the snapshot. Pictures laid over the text are not
seen; the page says that it compares the text.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import PdfminerException

from samrit.reports.documents import receipts
from samrit.reports.models import Filing
from samrit.rules.sealing import code_read, digest_read
from samrit.rules.wording import say

MOST_BYTES = 3 * 1024 * 1024
MOST_PAGES = 60
NAMED_LINES = 12
HEAD_LINES = 8  # where a slip names its agency
MOST_SLIPS = 2  # each costs half a second of a processor
TOO_OFTEN = say("verify_too_often", "ตรวจไฟล์ถี่เกินไป – รอสักครู่แล้วลองใหม่ หรือพิมพ์รหัสบนกระดาษแทน")
TOO_LARGE = say("receipt_too_large", "ไฟล์ใหญ่เกิน 3 MB ใบรับของระบบเล็กกว่านั้น – เลือกไฟล์ใบรับ")
WITHOUT_CODE = say("receipt_without_code", "ไม่พบรหัสตรวจสอบในไฟล์นี้ – อาจเป็นภาพสแกน ให้พิมพ์รหัสบนกระดาษแทน")
_CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")
_DIGEST = re.compile(r"\b(?:[0-9a-f]{8}-){7}[0-9a-f]{8}\b")


@dataclass(frozen=True)
class Paper:
    """What was read off a PDF; ``code`` and ``digest`` None where it has none. ``lines`` without blanks."""

    code: str | None
    digest: str | None
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Check:
    """Whether the paper says what the receipt says; ``strange`` are its lines that the receipt does not have."""

    same: bool
    digest_matches: bool
    strange: tuple[str, ...] = ()
    lacking: int = 0  # lines of the receipt that the paper does not have


def read(data: bytes) -> Paper | None:
    """None when it is no PDF with text that can be read here."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                return None
            text = "\n".join(page.extract_text() or "" for page in pdf.pages)
    # What a broken or hostile file makes a reader of PDFs raise is its own affair: it cannot be read.
    except (
        PdfminerException,
        PDFException,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        OSError,
        RecursionError,
    ):
        return None
    code, digest = _CODE.search(text), _DIGEST.search(text)
    return Paper(
        code_read(code.group()) if code else None,
        digest_read(digest.group()) if digest else None,
        tuple(_lines(text)),
    )


def check(paper: Paper, filing: Filing) -> Check:
    """Against the receipt, or the slip of an agency that the paper names, whichever it is nearest to."""
    checks = [_against(paper, content, filing) for content in _candidates(paper, filing)]
    return min(checks, key=lambda one: len(one.strange) + one.lacking)


def _candidates(paper: Paper, filing: Filing) -> Iterator[bytes]:
    yield receipts.draw(filing)
    named = {
        owner["key"]: _letters(owner["name"])
        for part in ("items", "left_out")
        for item in filing.contents[part]
        for owner in item["owners"]
    }
    head = {_letters(line) for line in paper.lines[:HEAD_LINES]}
    for key in [key for key, name in named.items() if name in head][:MOST_SLIPS]:
        yield receipts.draw(filing, agency=key)


def _letters(text: str) -> str:
    """Thai marks come out of a PDF in any order: the letters of a line, sorted."""
    return "".join(sorted(text.replace("ำ", "ํา").replace(" ", "")))


def _against(paper: Paper, content: bytes, filing: Filing) -> Check:
    ours = read(content)
    if ours is None:
        raise ValueError("a receipt that was just drawn can be read")
    theirs, own = Counter(paper.lines), Counter(ours.lines)
    strange, lacking = list((theirs - own).elements()), sum((own - theirs).values())
    matches = paper.digest == filing.sha256
    return Check(not strange and not lacking and matches, matches, tuple(strange[:NAMED_LINES]), lacking)


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if plain := " ".join(line.split()):
            yield plain
