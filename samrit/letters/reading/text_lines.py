"""Puts the glyphs of a page into lines of words."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from samrit.letters.reading.characters import join_wrapped, normalise
from samrit.letters.reading.glyphs import Glyph
from samrit.letters.reading.offices import begins_office
from samrit.letters.reading.paragraphs import begins_anew
from samrit.letters.reading.tables import BREAK

_SPACE = 0.3  # of the letter size: a gap this wide is a space
_TAB = 2.2  # of the letter size: a gap this wide parts columns
_SAME_LINE = 0.4
_SIDE_BY_SIDE = 0.75  # of the letter size: so much lower may words of the same row stand
_NUMBER_IN_BRACKETS = re.compile(r"\([0-9๐-๙.]{1,6}\)")


@dataclass
class Cluster:
    """A letter with its marks."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


@dataclass(frozen=True)
class Segment:
    """Words of a line between wide gaps, or one word."""

    text: str
    x0: float
    x1: float


@dataclass(frozen=True)
class TextLine:
    """``words`` between spaces; ``segments``: words that stand close."""

    segments: tuple[Segment, ...]
    words: tuple[Segment, ...]
    y: float
    size: float
    ends_in_space: bool = False

    @property
    def text(self) -> str:
        return "\t".join(segment.text for segment in self.segments)

    @property
    def x0(self) -> float:
        return self.segments[0].x0

    @property
    def x1(self) -> float:
        return self.segments[-1].x1

    def begins_segment(self, word: Segment) -> bool:
        return any(segment.x0 == word.x0 for segment in self.segments)


# ── letters ─────────────────────────────────────────────────────────────────
def clusters_of(glyphs: Sequence[Glyph]) -> list[Cluster]:
    """Marks go to the letter they stand over, whatever the order in which the file draws them."""
    clusters: list[Cluster] = []
    for glyph in glyphs:
        if not glyph.text:
            continue
        if _is_mark(glyph.text) and (base := _base(clusters, glyph)):
            base.text += glyph.text
            base.x1 = max(base.x1, glyph.x1)
        elif not _drawn_twice(clusters, glyph):
            clusters.append(Cluster(glyph.text, glyph.x0, glyph.x1, glyph.y, glyph.size or 1.0))
    return clusters


def _is_mark(text: str) -> bool:
    return unicodedata.category(text[0]) == "Mn"


def _base(clusters: Sequence[Cluster], glyph: Glyph) -> Cluster | None:
    for cluster in reversed(clusters[-60:]):
        near = abs(cluster.y - glyph.y) < _SAME_LINE * cluster.size
        if (
            near
            and cluster.x0 - 0.1 * cluster.size <= glyph.x0 <= cluster.x1 + 0.35 * cluster.size
            and not cluster.text.isspace()
        ):
            return cluster
    return None


def _drawn_twice(clusters: Sequence[Cluster], glyph: Glyph) -> bool:
    """Bold made by drawing the letter twice, a hair apart."""
    return any(
        cluster.text == glyph.text
        and abs(cluster.x0 - glyph.x0) < 0.12 * cluster.size
        and abs(cluster.y - glyph.y) < 0.12 * cluster.size
        and not glyph.text.isspace()
        for cluster in clusters[-3:]
    )


# ── lines ───────────────────────────────────────────────────────────────────
def text_lines(clusters: Sequence[Cluster]) -> list[TextLine]:
    """From top to bottom, each from left to right."""
    lines: list[list[Cluster]] = []
    for cluster in sorted(clusters, key=lambda cluster: -cluster.y):
        if lines and abs(lines[-1][0].y - cluster.y) <= _SAME_LINE * max(cluster.size, lines[-1][0].size):
            lines[-1].append(cluster)
        else:
            lines.append([cluster])
    read = (_line(sorted(line, key=lambda cluster: cluster.x0)) for line in _rows(lines))
    return [line for line in read if line is not None]


def _rows(lines: Sequence[list[Cluster]]) -> list[list[Cluster]]:
    """Words side by side, one of them a little lower: larger figures push a cell's line down."""
    rows: list[list[Cluster]] = []
    for line in lines:
        above = rows[-1] if rows else None
        if above and above[0].y - line[0].y <= _SIDE_BY_SIDE * line[0].size and _beside(above, line):
            above += line
        else:
            rows.append(list(line))
    return rows


def _beside(one: Sequence[Cluster], other: Sequence[Cluster]) -> bool:
    left, right = sorted((one, other), key=lambda line: min(cluster.x0 for cluster in line))
    return min(cluster.x0 for cluster in right) - max(cluster.x1 for cluster in left) > _TAB * right[0].size


def _line(clusters: Sequence[Cluster]) -> TextLine | None:
    words = [cluster for cluster in clusters if not cluster.text.isspace()]
    if not words:
        return None
    spaces = [cluster for cluster in clusters if cluster.text.isspace()]
    size = max(cluster.size for cluster in words)
    pieces: list[tuple[str, float, float, bool]] = []  # text, from, to, whether a wide gap stands before
    text, start, end, wide = words[0].text, words[0].x0, words[0].x1, True
    for cluster in words[1:]:
        gap = cluster.x0 - end
        if gap > _SPACE * size or _holds_space(spaces, end, cluster.x0, size):
            pieces.append((text, start, end, wide))
            text, start, wide = "", cluster.x0, gap > _TAB * size
        text += cluster.text
        end = max(end, cluster.x1)
    pieces.append((text, start, end, wide))
    read = [(Segment(normalise(text).strip(), start, end), wide) for text, start, end, wide in pieces]
    read = [(word, wide) for word, wide in read if word.text]
    trailing = any(space.x0 >= end - 0.2 * size for space in spaces)
    segments = _segments(read)
    return (
        TextLine(segments, tuple(word for word, _ in read), words[0].y, size, trailing) if segments else None
    )


def _segments(words: Sequence[tuple[Segment, bool]]) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    for word, wide in words:
        if wide or not segments:
            segments.append(word)
        else:
            last = segments[-1]
            segments[-1] = Segment(f"{last.text} {word.text}", last.x0, word.x1)
    return tuple(segments)


def _holds_space(spaces: Sequence[Cluster], end: float, start: float, size: float) -> bool:
    return any(end - 0.15 * size <= space.x0 and space.x1 <= start + 0.15 * size for space in spaces)


def join_cell(lines: Sequence[str]) -> str:
    """Lines that a cell's edge broke, joined; a new item or office begins a new line in the cell."""
    text = ""
    for line in lines:
        words = line.replace("\t", " ").strip()
        if not words:
            continue
        if not text:
            text = words
        elif begins_office(words) or (begins_anew(text, words) and not _in_bracket(text, words)):
            text += BREAK + words
        elif text.endswith((" -", " –")):
            text += f" {words}"  # the sign before an item of the cell, which the edge parted from its words
        else:
            text = join_wrapped([text, words])
    return text


def _in_bracket(text: str, words: str) -> bool:
    """``(PM`` / ``2.5)`` is one bracket, no item of a list; ``(OTOP)`` goes on with the name, ``(2.5)`` does not."""
    if words.startswith("("):
        return _NUMBER_IN_BRACKETS.match(words) is None
    return text.count("(") > text.count(")") and not words.startswith("-")
