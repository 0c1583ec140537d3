"""Gathers glyphs and rules from a PDF page, and repairs what Thai fonts do to the text layer."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTCurve, LTFigure, LTImage, LTLine, LTPage, LTRect
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.utils import apply_matrix_pt

_THIN = 3.0  # points: a filled rectangle so thin is a rule
_SHORT = 4.0  # points: a rule shorter than this draws no table
_MOST_RULES = 6_000  # of one page


@dataclass
class Glyph:
    """What is drawn at one place: mostly one letter. ``y`` is the baseline; all in points from the lower left."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    font: int = 0
    cid: int = -1


@dataclass(frozen=True)
class Rule:
    """A straight line of a table. ``at`` is its y when horizontal, else its x."""

    horizontal: bool
    at: float
    start: float
    end: float


@dataclass
class PageGlyphs:
    width: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    pictures: bool = False


class Gatherer(PDFLayoutAnalyzer):
    """The drawing device: takes letters with their places, honours /ActualText, keeps straight lines."""

    def __init__(self, resources: Any) -> None:
        super().__init__(resources, laparams=None)
        self.page = PageGlyphs(0)
        self.tags: list[str | None] = []
        self.spelled: list[Glyph] = []  # glyphs drawn for one /ActualText

    def begin_page(self, page: Any, ctm: Any) -> None:
        super().begin_page(page, ctm)
        self.page, self.tags, self.spelled = PageGlyphs(self.cur_item.width), [], []

    # Chromium and LibreOffice spell out clusters of Thai letters in /ActualText.
    def begin_tag(self, _tag: Any, props: Any = None) -> None:
        text = props.get("ActualText") if isinstance(props, dict) else None
        self.tags.append(_decoded(text) if isinstance(text, bytes) else None)

    def end_tag(self) -> None:
        if not self.tags:
            return
        text = self.tags.pop()
        if text is None or any(other is not None for other in self.tags):
            return
        drawn, self.spelled = self.spelled, []
        if drawn:
            first = drawn[0]
            ends = max(glyph.x1 for glyph in drawn)
            self.page.glyphs.append(
                Glyph(text, min(g.x0 for g in drawn), ends, first.y, first.size, first.font)
            )

    def render_char(  # noqa: PLR0917 - the library calls it so
        self,
        matrix: Any,
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        _ncs: Any,
        _state: Any,
    ) -> float:
        advance = float(font.char_width(cid) * fontsize * scaling)
        a, b, c, d, _, _ = matrix
        if abs(b) > abs(a) / 10 or font.is_vertical():
            return advance  # a watermark across the page
        try:
            text = str(font.to_unichr(cid))
        except PDFUnicodeNotDefined:
            text = ""
        x0, y = apply_matrix_pt(matrix, (0, rise))
        x1, _ = apply_matrix_pt(matrix, (advance, rise))
        glyph = Glyph(text, min(x0, x1), max(x0, x1), y, abs(fontsize) * max(abs(c), abs(d)), id(font), cid)
        spelling = any(tag is not None for tag in self.tags)
        (self.spelled if spelling else self.page.glyphs).append(glyph)
        return advance

    def end_page(self, page: Any) -> None:
        super().end_page(page)
        self.page.glyphs += self.spelled

    def receive_layout(self, page: LTPage) -> None:
        self._gather(page)

    def _gather(self, container: Any) -> None:
        for item in container:
            if isinstance(item, LTFigure):
                self._gather(item)
            elif isinstance(item, LTImage):
                self.page.pictures = True
            elif isinstance(item, (LTLine, LTRect, LTCurve)) and len(self.page.rules) < _MOST_RULES:
                self.page.rules += _rules(item)


def _decoded(text: bytes) -> str:
    if text.startswith((b"\xfe\xff", b"\xff\xfe")):
        return text.decode("utf-16", "ignore")
    return text.decode("utf-8", "ignore")


def _rules(item: Any) -> list[Rule]:
    x0, y0, x1, y1 = item.bbox
    wide, high = x1 - x0, y1 - y0
    if wide <= _THIN and high <= _THIN:
        return []
    if high <= _THIN:
        return [Rule(horizontal=True, at=(y0 + y1) / 2, start=x0, end=x1)] if wide >= _SHORT else []
    if wide <= _THIN:
        return [Rule(horizontal=False, at=(x0 + x1) / 2, start=y0, end=y1)] if high >= _SHORT else []
    if isinstance(item, LTRect) and item.stroke:
        return [
            *(Rule(horizontal=True, at=y, start=x0, end=x1) for y in (y0, y1)),
            *(Rule(horizontal=False, at=x, start=y0, end=y1) for x in (x0, x1)),
        ]
    return []


# ── repairs ─────────────────────────────────────────────────────────────────
_BLOCKS = ((0x0E01, 0x0E3A), (0x0E3F, 0x0E5B))
_ENOUGH = 10  # glyphs of a font that stand in Unicode's order …
_MOSTLY = 0.8  # … and so large a share of its Thai glyphs: then all do
_NIKHAHIT, _SARA_AA, _SARA_AM = "ํ", "า", "ำ"
_TONED = ("ํ", "ํ่", "ํ้", "ํ๊", "ํ๋")


def repair(pages: Sequence[PageGlyphs]) -> None:
    """Gives glyphs their letter where the file's own table (ToUnicode) is wrong or silent.

    Some writers map the halves of สระอำ to nothing, and then า to ำ. Two signs tell: most fonts keep Thai glyphs
    in Unicode's order, and the silent glyphs are นิคหิต without and with each tone mark, in that order.
    """
    by_font: dict[int, list[Glyph]] = defaultdict(list)
    for page in pages:
        for glyph in page.glyphs:
            if glyph.cid >= 0:
                by_font[glyph.font].append(glyph)
    for glyphs in by_font.values():
        _by_order(glyphs)
        _sara_am(glyphs)


def _by_order(glyphs: Sequence[Glyph]) -> None:
    letters = {glyph.cid: ord(glyph.text) for glyph in glyphs if len(glyph.text) == 1}
    for low, high in _BLOCKS:
        inside = {cid: letter for cid, letter in letters.items() if low <= letter <= high}
        if not inside:
            continue
        shift, count = Counter(letter - cid for cid, letter in inside.items()).most_common(1)[0]
        if count < _ENOUGH or count < _MOSTLY * len(inside):
            continue
        for glyph in glyphs:
            if low <= glyph.cid + shift <= high and (not glyph.text or "ก" <= glyph.text <= "๛"):
                glyph.text = chr(glyph.cid + shift)


def _sara_am(glyphs: Sequence[Glyph]) -> None:
    silent = _silent(glyphs)
    if not silent:
        return
    texts = {glyph.text for glyph in glyphs}
    after_no = {before.text for before, glyph in pairwise(glyphs) if glyph.cid in silent}
    lowest = min(silent)
    for glyph in glyphs:
        if glyph.cid in silent:
            step = glyph.cid - lowest
            glyph.text = _TONED[step] if step < len(_TONED) else _NIKHAHIT
            if len(silent) == 1 and after_no == {"น"}:
                glyph.text = _TONED[2]  # น้ำ is the word; a font with one silent glyph tells no more
        elif glyph.text == _SARA_AM and _SARA_AA not in texts:
            glyph.text = _SARA_AA


def _silent(glyphs: Sequence[Glyph]) -> set[int]:
    """Glyphs without a letter that stand before า or ำ, a tone mark perhaps between."""
    silent = set()
    for position, glyph in enumerate(glyphs[:-1]):
        if glyph.text:
            continue
        following = next(
            (other.text for other in glyphs[position + 1 : position + 3] if not _is_mark(other.text)), ""
        )
        if following in {_SARA_AA, _SARA_AM}:
            silent.add(glyph.cid)
    return silent


def _is_mark(text: str) -> bool:
    return bool(text) and unicodedata.category(text[0]) == "Mn"
