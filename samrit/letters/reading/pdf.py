"""PDF with a text layer: pages as text, tables as rows."""

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from samrit.letters.reading.characters import thai_letters
from samrit.letters.reading.glyphs import Gatherer, PageGlyphs, repair
from samrit.letters.reading.layout import page_text
from samrit.rules.wording import RefusedError, refuse

MOST_PAGES = 120
MOST_GLYPHS = 600_000
_FEWEST_LETTERS = 20  # of a whole file: less is a scan with a stamp, no text layer
_PAGE_LETTERS = 5  # of one page
_UNKNOWN_SHARE = 0.3  # glyphs whose letter the file does not tell
logging.getLogger("pdfminer").setLevel(logging.ERROR)  # damaged files are refused in words, not in the log


@dataclass(frozen=True)
class Pages:
    """``without_text``: pages (from 1) that are pictures only."""

    text: str
    without_text: tuple[int, ...]


def read(data: bytes) -> Pages:
    """The text of all pages. RefusedError: ``encrypted``, ``damaged``, ``no_text``, ``too_long``."""
    pages = list(_pages(data))
    glyphs = [glyph for page in pages for glyph in page.glyphs if not glyph.text.isspace()]
    if len(glyphs) < _FEWEST_LETTERS:
        raise RefusedError(
            refuse(
                "no_text",
                "PDF นี้เป็นภาพสแกน ไม่มีตัวอักษรให้อ่าน – โปรดใช้ไฟล์ต้นฉบับ (Word หรือ PDF ที่บันทึกจาก Word) หรือพิมพ์ข้อความลงไฟล์ .txt",
            )
        )
    repair(pages)
    unknown = sum(not glyph.text for glyph in glyphs)
    if unknown > _UNKNOWN_SHARE * len(glyphs):
        raise RefusedError(
            refuse(
                "no_text",
                "PDF นี้ไม่บอกว่าแบบอักษรแต่ละตัวคืออักษรใด จึงอ่านไม่ได้ – โปรดใช้ไฟล์ต้นฉบับ (Word) หรือบันทึกเป็น PDF ใหม่",
            )
        )
    text = "\n\n".join(page_text(page) for page in pages)
    empty = [
        number for number, page in enumerate(pages, 1) if page.pictures and _letters(page) < _PAGE_LETTERS
    ]
    return Pages(text, tuple(empty) if thai_letters(text) or text.strip() else ())


def _letters(page: PageGlyphs) -> int:
    return sum(not glyph.text.isspace() for glyph in page.glyphs)


def _pages(data: bytes) -> Iterator[PageGlyphs]:
    """Each page's glyphs. Whatever a hostile or damaged file makes the library raise becomes a refusal."""
    try:
        yield from _gathered(data)
    except RefusedError:
        raise
    except PDFPasswordIncorrect as error:
        raise RefusedError(
            refuse("encrypted", "ไฟล์นี้ใส่รหัสผ่านไว้ จึงอ่านไม่ได้ – โปรดเอารหัสผ่านออกแล้วส่งใหม่")
        ) from error
    except Exception as error:  # the library raises anything on a damaged file
        raise RefusedError(
            refuse("damaged", "ไฟล์เสียหายหรือไม่สมบูรณ์ เปิดอ่านไม่ได้ – โปรดบันทึกจากต้นฉบับแล้วส่งใหม่")
        ) from error


def _gathered(data: bytes) -> Iterator[PageGlyphs]:
    document = PDFDocument(PDFParser(io.BytesIO(data)))
    resources = PDFResourceManager()
    device = Gatherer(resources)
    interpreter = PDFPageInterpreter(resources, device)
    total = 0
    number = 0
    for number, page in enumerate(PDFPage.create_pages(document), 1):
        if number > MOST_PAGES or total > MOST_GLYPHS:
            raise RefusedError(
                refuse("too_long", "เอกสารยาวเกินกว่าจะเป็นหนังสือราชการ – โปรดส่งเฉพาะหนังสือและเอกสารแนบที่เกี่ยวข้อง")
            )
        interpreter.process_page(page)
        gathered: Any = device.page
        total += len(gathered.glyphs)
        yield gathered
    if not number:
        raise ValueError("no pages")
