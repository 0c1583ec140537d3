"""Pages of a scan as pictures of 300 dots to the inch, grey or coloured: from PDF, PNG, JPEG and TIFF.

Only the process that reads scans loads this (asking.py): a picture made to harm takes that process with it.
"""

import io
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw
from PIL import Image, ImageOps

from samrit.letters.reading.scan.shapes import POINTS

DOTS = 300  # to the inch: what the reading program is best at
MOST_PAGES = 30  # a page takes seconds
LONGEST_SIDE = 10_000  # dots; A3 at 600 dots to the inch has 9,921
MOST_DOTS = 70_000_000  # of one picture before it is decoded
_LARGEST_PAGE = 20_000_000  # dots drawn of a PDF's page: A3 at 300
_SMALLEST = 40  # dots: no line of letters is lower
_PAGE_WIDTH = 8.27  # inches: A4, where the file does not say
_SHORT_SIDES = (3.5, 17.0)  # inches: of what a file may say about its short side and be believed
_FORMATS = ("PNG", "JPEG", "TIFF")


class UnreadableError(Exception):
    """``code`` says why (asking.py has the sentences)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def pages_of(data: bytes, media_type: str, wanted: Sequence[int] = ()) -> Iterator[tuple[int, Image.Image]]:
    """Each page (from 1) with its picture; only ``wanted`` ones where some are named."""
    if media_type == "application/pdf":
        yield from _of_pdf(data, wanted)
    else:
        for number, picture in _of_picture(data):
            if not wanted or number in wanted:
                yield number, picture


def one_page(data: bytes, media_type: str, number: int) -> Image.Image:
    for _, picture in pages_of(data, media_type, (number,)):
        return picture
    raise UnreadableError("no_page")


# ── PDF ─────────────────────────────────────────────────────────────────────
def _of_pdf(data: bytes, wanted: Sequence[int]) -> Iterator[tuple[int, Image.Image]]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError("damaged") from error
    numbers = wanted or range(1, len(document) + 1)
    if len(numbers) > MOST_PAGES:
        raise UnreadableError("too_many_pages")
    for number in numbers:
        if not 1 <= number <= len(document):
            raise UnreadableError("no_page")
        try:
            yield number, _drawn(document[number - 1])
        except (pypdfium2.PdfiumError, ValueError) as error:
            raise UnreadableError("damaged") from error


def _drawn(page: Any) -> Image.Image:
    width, height = page.get_size()
    for drawn in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=5):
        _check_size(*drawn.get_px_size())
    scale = min(DOTS / POINTS, (_LARGEST_PAGE / max(width * height, 1)) ** 0.5)
    drawn = page.render(scale=scale, may_draw_forms=False).to_pil()
    return _scaled(_on_paper(drawn), DOTS / POINTS / scale)


# ── pictures ────────────────────────────────────────────────────────────────
def _of_picture(data: bytes) -> Iterator[tuple[int, Image.Image]]:
    try:
        picture = Image.open(io.BytesIO(data), formats=_FORMATS)
        _check_size(*picture.size)
        for frame in range(_frames(picture)):
            if frame:
                picture.seek(frame)
                _check_size(*picture.size)
            yield frame + 1, _at_300(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnreadableError("picture_too_large") from error
    except UnreadableError:
        raise
    except MemoryError:
        raise
    except Exception as error:  # the library raises anything on a damaged picture
        raise UnreadableError("damaged") from error


def _frames(picture: Image.Image) -> int:
    """The pages of a TIFF; the further pictures of another file are an animation."""
    frames = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
    if frames > MOST_PAGES:
        raise UnreadableError("too_many_pages")
    return frames


def _check_size(width: int, height: int) -> None:
    if max(width, height) > LONGEST_SIDE or width * height > MOST_DOTS:
        raise UnreadableError("picture_too_large")


def _at_300(picture: Image.Image) -> Image.Image:
    """Upright as the camera says, on white, in the size that the paper would have."""
    dots = _dots(picture)
    return _scaled(_on_paper(ImageOps.exif_transpose(picture)), DOTS / dots)


def _on_paper(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith(("I", "F")):  # 16 bits and more of grey
        deep = np.asarray(picture, dtype=np.float64)
        span = max(float(deep.max()), 1.0)
        return Image.fromarray((deep * (255 / span)).clip(0, 255).astype(np.uint8))
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        paper = Image.new("RGBA", clear.size, "white")
        picture = Image.alpha_composite(paper, clear)
    return picture.convert("RGB" if picture.mode not in {"1", "L"} else "L")


def _dots(picture: Image.Image) -> float:
    """To the inch: as the file says where that gives a sheet of paper, else as if it were A4."""
    short = min(picture.size)
    said = picture.info.get("dpi", (0, 0))[0]
    low, high = _SHORT_SIDES
    said = float(said) if said else 0.0
    return said if said > 0 and low <= short / said <= high else max(short / _PAGE_WIDTH, 1.0)


def _scaled(picture: Image.Image, by: float) -> Image.Image:
    """A strip too small for a line of letters stays as it is: there is nothing to read in it."""
    if min(picture.size) < _SMALLEST or 0.95 < by < 1.05:  # noqa: PLR2004 - near enough
        return picture
    by = min(by, LONGEST_SIDE / max(picture.size), (_LARGEST_PAGE / (picture.width * picture.height)) ** 0.5)
    size = max(round(picture.width * by), 1), max(round(picture.height * by), 1)
    return picture.resize(size, Image.Resampling.BICUBIC if by > 1 else Image.Resampling.LANCZOS)
