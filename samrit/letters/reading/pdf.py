"""PDF with a text layer: pages as text, tables as rows."""

import io
import logging
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1

from samrit.letters.reading.glyphs import Gatherer, PageGlyphs, repair
from samrit.letters.reading.layout import page_texts
from samrit.rules.wording import RefusedError, refuse

MOST_PAGES = 120
MOST_GLYPHS = 600_000
LARGEST_INFLATED = 150 * 1024 * 1024  # bytes of all streams
_STREAM = re.compile(rb"stream\r?\n(?=[\x08\x18\x28\x38\x48\x58\x68\x78])")  # a zlib header follows
_FEWEST_LETTERS = 20  # of a whole file: less is a scan with a stamp, no text layer
_PAGE_LETTERS = 5  # of one page
_UNKNOWN_SHARE = 0.3  # glyphs whose letter the file does not tell
logging.getLogger("pdfminer").setLevel(logging.ERROR)  # damaged files are refused in words, not in the log


@dataclass(frozen=True)
class Pages:
    """The text of each page; ``without_text``: pages (from 1) that are pictures only."""

    texts: tuple[str, ...]
    without_text: tuple[int, ...]

    @property
    def is_scan(self) -> bool:
        return len(self.without_text) == len(self.texts)


def read(data: bytes) -> Pages:
    """The text of all pages. RefusedError: ``encrypted``, ``damaged``, ``too_long``."""
    pages = list(_pages(data))
    glyphs = [glyph for page in pages for glyph in page.glyphs if not glyph.text.isspace()]
    repair(pages)
    unknown = sum(not glyph.text for glyph in glyphs)
    if len(glyphs) < _FEWEST_LETTERS or unknown > _UNKNOWN_SHARE * len(glyphs):
        return Pages(("",) * len(pages), tuple(range(1, len(pages) + 1)))
    empty = (
        number for number, page in enumerate(pages, 1) if page.pictures and _letters(page) < _PAGE_LETTERS
    )
    return Pages(tuple(page_texts(pages)), tuple(empty))


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
    _check_inflated(data)
    document = PDFDocument(PDFParser(io.BytesIO(data)))
    if _page_count(document) > MOST_PAGES:
        raise _too_long()
    resources = PDFResourceManager()
    device = Gatherer(resources)
    interpreter = PDFPageInterpreter(resources, device)
    total = 0
    number = 0
    for number, page in enumerate(PDFPage.create_pages(document), 1):
        if number > MOST_PAGES or total > MOST_GLYPHS:
            raise _too_long()
        interpreter.process_page(page)
        gathered: Any = device.page
        total += len(gathered.glyphs)
        yield gathered
    if not number:
        raise ValueError("no pages")


def _check_inflated(data: bytes) -> None:
    """Refuses a file whose streams would inflate beyond all measure, without inflating them beyond the limit."""
    total = 0
    for match in _STREAM.finditer(data):
        try:
            total += len(zlib.decompressobj().decompress(data[match.end() :], LARGEST_INFLATED + 1 - total))
        except zlib.error:
            continue  # another filter, or no stream
        if total > LARGEST_INFLATED:
            raise RefusedError(
                refuse(
                    "zip_bomb",
                    "ไฟล์นี้ขยายออกแล้วใหญ่ผิดปกติ จึงไม่เปิดเพื่อความปลอดภัย – โปรดบันทึกจากต้นฉบับแล้วส่งใหม่",
                )
            )


def _page_count(document: PDFDocument) -> int:
    """As the file says; the pages are counted again when they are read."""
    count = resolve1(resolve1(document.catalog.get("Pages")).get("Count"))
    return count if isinstance(count, int) else 0


def _too_long() -> RefusedError:
    return RefusedError(
        refuse(
            "too_long",
            "เอกสารยาวเกินกว่าจะเป็นหนังสือราชการ – โปรดส่งเฉพาะหนังสือและเอกสารแนบที่เกี่ยวข้อง",
        )
    )
