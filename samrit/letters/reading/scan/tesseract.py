"""Asks Tesseract, the reading program, for the words of a page.

It is called as a program: a library that only calls it for us would add nothing but a dependency.
"""

import html
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image

from samrit.letters.reading.characters import normalise
from samrit.letters.reading.scan.rows import Strip
from samrit.letters.reading.scan.shapes import Box, Word
from samrit.letters.reading.scan.straight import Grey
from samrit.letters.reading.terms import further_codes
from samrit.rules.thailand import ministries, provinces

LANGUAGES = "tha+eng"
SECONDS = 60  # for one page
_BLOCK, _ONE_LINE = 6, 7  # --psm
_PAPER = 20  # dots of white around a line
_SIZE_OF_BAND = 2.15  # a line's letters with their marks are so many times as high as its consonants
_LOST_RING = re.compile(r"(?<!ห)น้า")  # the program reads น้ำ so, always; หน้า it reads right
_FOREIGN = re.compile(
    r"(?:^|\s)[A-Za-z|©]{1,4}[.,]?\s*[๐-๙0-9][^\s/]{1,9}\s*/|(?:^|\s)[A-Za-z]{1,4}\.\s*[๐-๙]{3}|[๐-๙]\s+[A-Za-z]{1,2}\.|^[A-Za-z]{1,2}\s+[ก-ฮA-Z]{2}\s"
    r"|^[a-z]{3,12}$|(?:^|\s)[A-Z]{2,4}\.(?:\s|$)|^[A-Za-z]{1,3}\s+[^\sA-Za-z]{2,6}/"  # สนง. comes out as AUN., ที่ ๗๓๖๐/๒๕๖๘ as Vi …
)
_NUMBER = re.compile(r"[๐-๙]{2}[๐-๙.]{0,8}/")
_MARKS = re.compile(r"[ะ-ฺเ-๎]")
_CODE = re.compile(r"[ก-ฮ]{2,4}")
_MENDED = 60  # of 100
_LOST_TONE = re.compile(
    r"(?:(?<=วัน)|(?<=วันจันทร์)|(?<=วันอังคาร)|(?<=พุธ)|(?<=พฤหัสบดี)|(?<=ศุกร์)|(?<=เสาร์)|(?<=ระยะ)|(?<=ครั้ง)|(?<=ประกอบ)|(?<=มิติ)|^)ที(?=$|[๐-๙0-9])"
)
_STRAY = re.compile(
    r"(?<![ก-ฮัิ-ฺ็-๎])[ัิ-ฺ็-๎]+|\|"
)  # a speck taken for a mark that nothing bears, the rest of a rule
_LOST_YEAR = re.compile(r"ปี่(?=งบ)")
_LOST_KPI = re.compile(r"(?<=ตัว)(?!ชี้)[ขชซ]ี[้่]?(?=วัด)")
_COMMA = re.compile(r"^([0-9๐-๙]{1,2})[,:;]$")  # of a list's number
_PAGE = re.compile(r"<div class='ocr_page'")
_LINE = re.compile(r"<span class='ocr_(?:line|header|caption|textfloat)'[^>]*title=\"([^\"]*)\"")
_WORD = re.compile(r"<span class='ocrx_word'[^>]*title='([^']*)'[^>]*>(.*?)</span>(?=\s|<)", re.DOTALL)
_BOX = re.compile(r"bbox (\d+) (\d+) (\d+) (\d+)")
_BASELINE = re.compile(r"baseline (-?[\d.]+) (-?[\d.]+)")
_SIZE = re.compile(r"x_size ([\d.]+)")
_SURE = re.compile(r"x_wconf (\d+)")
_TAG = re.compile(r"<[^>]*>")


class NoTesseractError(Exception):
    """The program or its Thai is not installed."""


class SlowError(Exception):
    """A page took too long."""


def find_program() -> str:
    """The program, with Thai. NoTesseractError when one of both is missing."""
    program = shutil.which("tesseract")
    if program is None:
        raise NoTesseractError
    done = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False)  # noqa: S603 - found above
    if "tha" not in (done.stdout + done.stderr).split():
        raise NoTesseractError
    return program


@dataclass(frozen=True)
class Cluster:
    """A letter with its marks (a whole word where the writing has spaces); ``spaced``: a space stands before it."""

    text: str
    box: Box
    sure: int
    spaced: bool = False


@dataclass(frozen=True)
class LineRead:
    """A line as the program sees it: its clusters from left to right, where it stands, how high its letters are."""

    clusters: tuple[Cluster, ...]
    box: Box
    slope: float
    offset: float
    size: float

    def baseline_at(self, x: float) -> float:
        return self.box.y1 + self.offset + self.slope * (x - self.box.x0)

    def words(self) -> Iterator[Word]:
        """The clusters between two spaces."""
        if not self.clusters:
            return
        starts = [place for place, one in enumerate(self.clusters) if one.spaced or not place]
        ends = [*starts[1:], len(self.clusters)]
        words = [self._word(self.clusters[start:end]) for start, end in zip(starts, ends, strict=True)]
        for word, after in zip(words, [*words[1:], None], strict=True):
            yield from _as_code(word) if after and _NUMBER.match(after.text) else (word,)

    def _word(self, clusters: Sequence[Cluster]) -> Word:
        text = _as_thai(normalise("".join(one.text for one in clusters)).strip())
        box = Box.around([one.box for one in clusters])
        mean = sum(one.sure * len(one.text) for one in clusters) / sum(len(one.text) for one in clusters)
        digits = [one.sure for one in clusters if one.text.strip(".,/").isdigit()]
        sure = min([mean, *digits])  # one wrong digit is a wrong number
        return Word(text, box, self.baseline_at((box.x0 + box.x1) / 2), self.size, round(sure))


def _as_thai(text: str) -> str:
    """Without the program's slips that no Thai word can be."""
    text = _LOST_KPI.sub("ชี้", _LOST_YEAR.sub("ปี", _STRAY.sub("", text)))
    text = _LOST_TONE.sub("ที่", _LOST_RING.sub("น้ำ", text))
    return _COMMA.sub(r"\1.", text)


def _as_code(word: Word) -> Iterator[Word]:
    """The short form before a letter's number has consonants only; a mark on it is a misreading.

    It is told as one, and so is a short form that no office has. ``ที่`` may stand before it without a space.
    """
    bare = _MARKS.sub("", word.text)
    if bare[:1] == "ท" and bare != word.text and bare[1:] in _codes() and bare not in _codes():
        middle = word.box.x0 + (word.box.x1 - word.box.x0) // len(bare)
        yield replace(word, text="ที่", box=replace(word.box, x1=middle))
        yield replace(word, text=bare[1:], box=replace(word.box, x0=middle), sure=min(word.sure, _MENDED))
    elif not _CODE.fullmatch(bare) or (bare == word.text and bare in _codes()):
        yield word
    else:
        yield replace(word, text=bare, sure=min(word.sure, _MENDED))


@cache
def _codes() -> frozenset[str]:
    return frozenset({province.letter_code for province in provinces()} | {*ministries(), *further_codes()})


def lines_of(program: str, page: Grey, found: Sequence[Strip], *, dots: int) -> list[LineRead]:
    """The lines of a page, each read by itself: their places are the page's."""
    read = _each(program, page, found, dots=dots, languages=LANGUAGES)
    foreign = [place for place, lines in enumerate(read) if any(_is_foreign(line) for line in lines)]
    again = _each(program, page, [found[place] for place in foreign], dots=dots, languages="tha")
    for place, lines in zip(foreign, again, strict=True):
        read[place] = lines or read[place]
    return [line for lines in read for line in lines]


def _is_foreign(line: LineRead) -> bool:
    """Whether the short form before a number or year came out in Latin letters: ``ที่ AS ๐๐๑๗.๒/ว ๑``; or a word alone, as ``wantin``."""
    return _FOREIGN.search(" ".join(word.text for word in line.words())) is not None


def _each(
    program: str, page: Grey, found: Sequence[Strip], *, dots: int, languages: str
) -> list[list[LineRead]]:
    """The lines of each strip, mostly one."""
    texts, places = _cut_out(
        program, page, [strip.box for strip in found], _Options(languages, _ONE_LINE, dots)
    )
    if len(texts) != len(found) or len(places) != len(found):
        return [[] for _ in found]
    return [
        [_placed(line, strip) for line in parsed(place, text)] or [_unread(strip)]
        for text, place, strip in zip(texts, places, found, strict=True)
    ]


def words_again(program: str, page: Grey, boxes: Sequence[Box], *, dots: int, languages: str) -> list[str]:
    """What stands in each box, read by itself; all empty where the program's answer does not fit."""
    texts, _ = _cut_out(program, page, boxes, _Options(languages, _ONE_LINE, dots))
    return [text.strip() for text in texts] if len(texts) == len(boxes) else [""] * len(boxes)


def _cut_out(
    program: str, page: Grey, boxes: Sequence[Box], options: "_Options"
) -> tuple[list[str], list[str]]:
    """The text and the hOCR of each box, asked for in one call."""
    if not boxes:
        return [], []
    with TemporaryDirectory() as folder:
        names = [f"{folder}/{place}.png" for place in range(len(boxes))]
        for name, box in zip(names, boxes, strict=True):
            cut = page[box.y0 : box.y1, box.x0 : box.x1]
            Image.fromarray(np.pad(cut, _PAPER, constant_values=255)).save(name, compress_level=1)
        Path(folder, "list.txt").write_text("\n".join(names))
        return _asked(program, f"{folder}/list.txt", f"{folder}/page", options)


@dataclass(frozen=True)
class _Options:
    """``layout``: the program's ``--psm``."""

    languages: str
    layout: int
    dots: int

    def words(self) -> list[str]:
        return ["-l", self.languages, "--psm", str(self.layout), "--dpi", str(self.dots), "txt", "hocr"]


def block_of(program: str, page: Grey, *, dots: int) -> list[LineRead]:
    """The lines of a page as the program parts them."""
    with TemporaryDirectory() as folder:
        Image.fromarray(page).save(f"{folder}/page.png", compress_level=1)
        texts, places = _asked(
            program, f"{folder}/page.png", f"{folder}/page", _Options(LANGUAGES, _BLOCK, dots)
        )
    return parsed(places[0], texts[0]) if texts and places else []


def _asked(program: str, given: str, kept: str, options: _Options) -> tuple[list[str], list[str]]:
    """The text and the hOCR of each picture."""
    try:
        subprocess.run(  # noqa: S603 - found by find_program
            [program, given, kept, *options.words()],
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # pages are read side by side instead
        )
    except subprocess.TimeoutExpired as error:
        raise SlowError from error
    text, places = Path(f"{kept}.txt"), Path(f"{kept}.hocr")
    if not text.exists() or not places.exists():
        return [], []
    texts = text.read_text("utf-8", "replace").split("\f")
    return texts[:-1] if not texts[-1].strip() else texts, _PAGE.split(places.read_text("utf-8", "replace"))[
        1:
    ]


def _placed(line: LineRead, strip: Strip) -> LineRead:
    """From the strip's dots to the page's; the baseline and the letters' height are the strip's own."""
    right, down = strip.box.x0 - _PAPER, strip.box.y0 - _PAPER
    clusters = tuple(replace(one, box=one.box.moved(right, down)) for one in line.clusters)
    box = line.box.moved(right, down)
    return LineRead(clusters, box, 0.0, float(strip.baseline - box.y1), _SIZE_OF_BAND * strip.high)


def _unread(strip: Strip) -> LineRead:
    """A line in which the program saw nothing: the net may know a digit that stands alone."""
    return LineRead((), strip.box, 0.0, float(strip.baseline - strip.box.y1), _SIZE_OF_BAND * strip.high)


def parsed(hocr: str, text: str) -> list[LineRead]:
    """The program's two answers put together: where each cluster stands (hOCR), and where a space does (text)."""
    pieces = _LINE.split(hocr)
    read = [
        _line(title, list(_clusters(body))) for title, body in zip(pieces[1::2], pieces[2::2], strict=True)
    ]
    spaced = [line for line in text.replace("\f", "\n").split("\n") if line.strip()]
    lines = [line for line in read if line is not None]
    if len(lines) != len(spaced):
        return lines  # then the gaps tell where a space is
    return [
        replace(line, clusters=_spaced(line.clusters, told)) for line, told in zip(lines, spaced, strict=True)
    ]


def _clusters(body: str) -> Iterator[Cluster]:
    for match in _WORD.finditer(body):
        box, sure = _BOX.search(match[1]), _SURE.search(match[1])
        text = html.unescape(_TAG.sub("", match[2])).strip()
        if box and text:
            yield Cluster(text, Box(*map(int, box.groups())), int(sure[1]) if sure else 0)


def _spaced(clusters: Sequence[Cluster], told: str) -> tuple[Cluster, ...]:
    at, kept = 0, []
    for one in clusters:
        start = told.find(one.text, at)
        if start < 0:
            return tuple(clusters)
        kept.append(replace(one, spaced=bool(told[at:start].strip() == "" and start > at)))
        at = start + len(one.text)
    return tuple(kept)


def _line(title: str, clusters: Sequence[Cluster]) -> LineRead | None:
    box, baseline, size = _BOX.search(title), _BASELINE.search(title), _SIZE.search(title)
    if box is None or not clusters:
        return None
    place = Box(*map(int, box.groups()))
    slope, offset = (float(baseline[1]), float(baseline[2])) if baseline else (0.0, 0.0)
    return LineRead(
        tuple(clusters), place, slope, offset, float(size[1]) if size else float(place.y1 - place.y0)
    )
