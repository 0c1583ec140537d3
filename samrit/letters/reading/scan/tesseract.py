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
from pathlib import Path
from tempfile import TemporaryDirectory

from samrit.letters.reading.characters import normalise
from samrit.letters.reading.scan.shapes import Box, Word

LANGUAGES = "tha+eng"
SECONDS = 60  # for one page
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
        starts = [place for place, one in enumerate(self.clusters) if one.spaced or not place]
        for start, end in zip(starts, [*starts[1:], len(self.clusters)], strict=True):
            yield self._word(self.clusters[start:end])

    def _word(self, clusters: Sequence[Cluster]) -> Word:
        text = normalise("".join(one.text for one in clusters)).strip()
        box = Box.around([one.box for one in clusters])
        sure = sum(one.sure * len(one.text) for one in clusters) / sum(len(one.text) for one in clusters)
        return Word(text, box, self.baseline_at((box.x0 + box.x1) / 2), self.size, round(sure))


def lines_of(program: str, png: bytes, *, dots: int, layout: int) -> list[LineRead]:
    """The lines of a page in the order in which the program reads them. ``layout``: its ``--psm``."""
    with TemporaryDirectory() as folder:
        command = [
            program,
            "stdin",
            f"{folder}/page",
            "-l",
            LANGUAGES,
            "--psm",
            str(layout),
            "--dpi",
            str(dots),
        ]
        try:
            subprocess.run(  # noqa: S603 - found by find_program
                [*command, "txt", "hocr"],
                input=png,
                capture_output=True,
                timeout=SECONDS,
                check=False,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # pages are read side by side instead
            )
        except subprocess.TimeoutExpired as error:
            raise SlowError from error
        text, places = Path(folder, "page.txt"), Path(folder, "page.hocr")
        if not text.exists() or not places.exists():
            return []
        return parsed(places.read_text("utf-8", "replace"), text.read_text("utf-8", "replace"))


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
