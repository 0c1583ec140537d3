"""The process that reads scans: foreign pixels are touched here and nowhere else.

``python -m samrit.letters.reading.scan.process read MEDIA_TYPE [NUMBER …]``: the file on standard input, the pages as
JSON on standard output. ``… draw MEDIA_TYPE NUMBER TURNED ANGLE``: a PNG. A refusal is ``{"refused": code}``.
"""

import contextlib
import io
import json
import os
import resource
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import numpy as np
from PIL import Image

from samrit.letters.reading.scan.again import with_others
from samrit.letters.reading.scan.clean import evened
from samrit.letters.reading.scan.colour import parted, sorted_out
from samrit.letters.reading.scan.digits import second_look
from samrit.letters.reading.scan.pictures import DOTS, UnreadableError, one_page, pages_of
from samrit.letters.reading.scan.rows import strips
from samrit.letters.reading.scan.ruled import find_rules
from samrit.letters.reading.scan.shapes import PageRead, Word
from samrit.letters.reading.scan.straight import askew, dark, straightened
from samrit.letters.reading.scan.tesseract import (
    LineRead,
    NoTesseractError,
    SlowError,
    block_of,
    find_program,
    lines_of,
)

MEMORY = 2 * 1024 * 1024 * 1024
CPU_SECONDS = 900
SIDE_BY_SIDE = 2  # pages
_DOUBTFUL = 80  # of 100: a page read so badly may lie on its side or its head
_FEW_WORDS = 3


def read_page(program: str, page: tuple[int, Image.Image]) -> PageRead:
    """A page as it lies; turned when that reads better. Its coloured ink is read by itself."""
    black, coloured = parted(page[1])
    read = _read_black(program, page[0], evened(black))
    return read if coloured is None else _with_colour(program, read, coloured)


def _with_colour(program: str, page: PageRead, coloured: Image.Image) -> PageRead:
    """A stamp stands as askew as the hand that set it."""
    read = _read_turned(program, page.number, coloured, page.turned)
    words = [replace(word, box=read.turned_box(word.box, page.angle)) for word in read.words]
    found = sorted_out(words, page.words)
    return replace(page, words=(*page.words, *found.letter), stamps=found.stamps)


def _read_black(program: str, number: int, picture: Image.Image) -> PageRead:
    first = _read_turned(program, number, picture, 0)
    if len(first.words) >= _FEW_WORDS and first.sure >= _DOUBTFUL:
        return first
    if min(picture.size) < DOTS // 2 or not first.words:
        return first
    reads = [first]
    for turned in (180, 90, 270):
        reads.append(_read_turned(program, number, picture, turned))
        if reads[-1].sure >= _DOUBTFUL and _worth(reads[-1]) > 2 * _worth(first):
            break
    return max(reads, key=_worth)


def _worth(page: PageRead) -> int:
    return sum(max(word.sure - 30, 0) * len(word.text) for word in page.words)


def _read_turned(program: str, number: int, picture: Image.Image, turned: int) -> PageRead:
    upright = straightened(picture, turned, 0)
    angle = askew(np.asarray(upright))
    straight = straightened(upright, 0, angle)
    grey = np.asarray(straight)
    rules, ruled = find_rules(dark(grey), DOTS)
    cleaned = np.where(_grown(ruled), np.uint8(255), grey)
    ink = dark(cleaned)
    page = PageRead(number, straight.width, straight.height, DOTS, turned, angle, (), tuple(rules))
    words = _words(ink, lines_of(program, cleaned, strips(ink, rules), dots=DOTS))
    own = replace(page, words=words)
    if own.sure < _DOUBTFUL or len(words) < _FEW_WORDS:
        block = replace(page, words=_words(ink, block_of(program, cleaned, dots=DOTS)))
        own = max(own, block, key=_worth)
    return replace(own, words=with_others(program, cleaned, own.words, dots=DOTS))


def _words(ink: np.ndarray, lines: Sequence[LineRead]) -> tuple[Word, ...]:
    return tuple(_tight(ink, word) for line in lines for word in second_look(ink, line).words() if word.text)


def _tight(ink: np.ndarray, word: Word) -> Word:
    """The program puts the white before a word into its box, where a column may end."""
    box = word.box
    inked = np.flatnonzero(ink[max(box.y0, 0) : box.y1, max(box.x0, 0) : box.x1].any(axis=0))
    if not inked.size:
        return word
    left = max(box.x0, 0)
    return replace(word, box=replace(box, x0=left + int(inked[0]), x1=left + int(inked[-1]) + 1))


def _grown(mask: np.ndarray) -> np.ndarray:
    """The lines with their blurred edges."""
    grown = mask.copy()
    for axis in (0, 1):
        for step in (-1, 1):
            grown |= np.roll(mask, step, axis=axis)
    return grown


def _png(picture: Image.Image) -> bytes:
    kept = io.BytesIO()
    picture.save(kept, "PNG", compress_level=1)
    return kept.getvalue()


def read(data: bytes, media_type: str, wanted: list[int]) -> bytes:
    program = find_program()
    with ThreadPoolExecutor(min(SIDE_BY_SIDE, os.cpu_count() or 1)) as workers:
        pages = list(workers.map(partial(read_page, program), pages_of(data, media_type, wanted)))
    return json.dumps({"pages": [page.to_json() for page in pages]}).encode()


def draw(data: bytes, media_type: str, number: str, turned: str, angle: str) -> bytes:
    """A page as it was read, in half the dots: enough to see."""
    page = straightened(one_page(data, media_type, int(number)).convert("L"), int(turned), float(angle))
    return _png(page.resize((max(page.width // 2, 1), max(page.height // 2, 1))))


def _main(verb: str, media_type: str, *words: str) -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    with contextlib.suppress(ValueError, OSError):  # macOS knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    data = sys.stdin.buffer.read()
    try:
        told = (
            draw(data, media_type, *words) if verb == "draw" else read(data, media_type, [*map(int, words)])
        )
    except UnreadableError as error:
        told = json.dumps({"refused": error.code}).encode()
    except NoTesseractError:
        told = json.dumps({"refused": "no_tesseract"}).encode()
    except SlowError:
        told = json.dumps({"refused": "scan_too_slow"}).encode()
    except MemoryError:
        told = json.dumps({"refused": "picture_too_large"}).encode()
    sys.stdout.buffer.write(told)
    return 0


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
