"""A second look at digits, which Tesseract's Thai hardly knows (๔ ๖ ๗ ๘ ๙ come out as ๕ ๒ or nothing).

A small net tells each Thai digit from every other letter. It is made by ``python -m make.teach_digits`` and holds
nothing but weights. Its word counts only where a digit may stand: beside digits, or where the program saw a digit or
nothing Thai.
"""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest
from pathlib import Path

import numpy as np
from PIL import Image

from samrit.letters.reading.scan.apart import Ink, Touching, around, bent, connected
from samrit.letters.reading.scan.shapes import Box
from samrit.letters.reading.scan.tesseract import Cluster, LineRead

DIGITS = "๐๑๒๓๔๕๖๗๘๙"
WEIGHTS = Path(__file__).with_name("digits.npz")
SIDE = 24  # of the square in which a letter is looked at
_INNER = 20
_STEP = 127  # weights are kept as whole numbers of one byte


@dataclass(frozen=True)
class Weights:
    first: np.ndarray
    first_bias: np.ndarray
    second: np.ndarray
    second_bias: np.ndarray

    def packed(self) -> bytes:
        kept = io.BytesIO()
        arrays = {}
        for name, part in vars(self).items():
            scale = float(np.abs(part).max()) or 1.0
            arrays[name] = np.round(part / scale * _STEP).astype(np.int8)
            arrays[f"{name}_scale"] = np.float32(scale / _STEP)
        np.savez_compressed(kept, **arrays)
        return kept.getvalue()

    @classmethod
    def read(cls) -> "Weights":
        with np.load(WEIGHTS) as kept:
            names = ("first", "first_bias", "second", "second_bias")
            return cls(*(kept[name].astype(np.float32) * kept[f"{name}_scale"] for name in names))


@cache
def weights() -> Weights:
    return Weights.read()


def squared(ink: np.ndarray) -> np.ndarray:
    """A letter cut to its ink, in the middle of a square, 1 where all is ink."""
    high, wide = ink.shape
    scale = _INNER / max(high, wide)
    size = max(round(wide * scale), 1), max(round(high * scale), 1)
    small = Image.fromarray(ink.astype(np.uint8) * 255).resize(size, Image.Resampling.BOX)
    square = np.zeros((SIDE, SIDE), dtype=np.float32)
    top, left = (SIDE - size[1]) // 2, (SIDE - size[0]) // 2
    square[top : top + size[1], left : left + size[0]] = np.asarray(small, dtype=np.float32) / 255
    return square


def likely(known: Weights, given: np.ndarray) -> np.ndarray:
    """For each row of letters how likely each digit is; the last column: no digit."""
    scores = np.maximum(given @ known.first + known.first_bias, 0) @ known.second + known.second_bias
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


# ── on a line ───────────────────────────────────────────────────────────────
_SURE, _VERY_SURE = 0.6, 0.95  # where the program saw a digit or nothing Thai; where it saw Thai or nothing
_ABOVE, _BELOW = 0.85, 0.12  # of the line's size: where a digit may have ink, from the baseline
_LOW, _HIGH = 0.25, 0.95  # of the line's size: a digit's height
_NARROW, _WIDE = 0.12, 0.9
_SLIM, _ONE = 0.3, 0.6  # of the line's size: the width of one digit; wider ink may be several
_MOST = 4.0  # of the line's size: still wider ink is a line or a picture
_CLOSE = 0.3  # of the line's size: the gap between two digits of one number at most
_SPACE = 0.14  # of the line's size: a wider gap is a space
_FAR = 10_000  # dots
_POINT, _POINT_OFF = (
    0.18,
    0.06,
)  # of the line's size: a point's width and height, and how far off the baseline
_POINT_SURE = 90
_SIGNS = frozenset("./,:;()-–")
_POINTED = frozenset(".,")
_BRACKET_HIGH, _BRACKET_WIDE = 0.55, 0.3  # of the line's size
_LATIN_E = re.compile(r"\(?๑")  # what the program makes of ``e-``
_KNOWN = frozenset("๐๑๒๓๕")  # the digits that the program reads
_DOUBTED = 60  # of 100: where it read another of those


@dataclass(frozen=True)
class Piece:
    """Ink between two columns without any: what the net takes it for; ``bracket``: ( or ) where it is bent so."""

    x0: int
    x1: int
    y0: int
    y1: int
    digit: str
    likely: float
    gap_before: int  # dots without ink, at the line's ends a great many
    gap_after: int
    bracket: str = ""

    @property
    def box(self) -> Box:
        return Box(self.x0, self.y0, self.x1, self.y1)

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


def second_look(ink: np.ndarray, line: LineRead) -> LineRead:
    """The line with its Thai digits as the net reads them, and the points and brackets beside them."""
    pieces = _pieces(ink, line)
    digits = _digits(pieces, line)
    brackets = _brackets(pieces, digits, line.size)
    known = [*digits, *brackets, *(one for one in pieces if _is_point(one, digits, line))]
    others = [piece for piece in pieces if piece not in known]  # letters, and what could not be told apart
    kept = [
        _doubted(one) for one in line.clusters if not _covered(one, known) and not _without_ink(one, others)
    ]
    kept = list(_with_latin_e(kept))
    told = _put_in(kept, [*(_cluster(one, line) for one in digits), *_signs(known, digits, kept, line)])
    return replace(line, clusters=tuple(_spaced(told, digits, line.size)))


def _with_latin_e(clusters: Sequence[Cluster]) -> Iterator[Cluster]:
    """``(e-SAR)``: the program reads e as ๑; the net knows that it is no digit."""
    for one, after in zip_longest(clusters, clusters[1:]):
        before_sign = after is not None and after.text.startswith("-")
        yield (
            replace(one, text=one.text.replace("๑", "e"))
            if before_sign and _LATIN_E.fullmatch(one.text)
            else one
        )


def _pieces(ink: np.ndarray, line: LineRead) -> list[Piece]:
    middle = (line.box.x0 + line.box.x1) / 2
    baseline = line.baseline_at(middle)
    top, bottom = max(int(baseline - _ABOVE * line.size), 0), int(baseline + _BELOW * line.size)
    left = max(line.box.x0 - int(line.size), 0)  # a digit that the program did not see may stand at an end
    band = ink[top:bottom, left : line.box.x1 + int(line.size)]
    if not band.size:
        return []
    edges = np.diff(np.concatenate(([0], band.any(axis=0).astype(np.int8), [0])))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    befores = np.concatenate(([_FAR], starts[1:] - ends[:-1]))
    afters = np.concatenate((starts[1:] - ends[:-1], [_FAR]))
    whole = [
        _Cutting(band[:, start:end], left + int(start), int(before), int(after))
        for start, end, before, after in zip(starts, ends, befores, afters, strict=False)
    ]
    return [cutting.placed(top, line.size) for cutting in _told(list(_apart(whole, line)), line)]


@dataclass(frozen=True)
class _Cutting:
    """Ink of some columns of the line; ``left``: the page's column where it begins."""

    ink: Ink
    left: int
    gap_before: int
    gap_after: int
    digit: str = ""
    likely: float = 0.0

    @property
    def cut(self) -> Ink:
        x0, y0, x1, y1 = around(self.ink)
        return self.ink[y0:y1, x0:x1]

    def fits(self, size: float) -> bool:
        """As high and as wide as a digit."""
        high, wide = self.cut.shape
        return _LOW * size <= high <= _HIGH * size and _NARROW * size <= wide <= _WIDE * size

    def placed(self, top: int, size: float) -> Piece:
        x0, y0, x1, y1 = around(self.ink)
        box = self.left + x0, self.left + x1, top + y0, top + y1
        bracket = bent(self.cut) if self.is_slender(size) else ""
        return Piece(*box, self.digit, self.likely, self.gap_before, self.gap_after, bracket)

    def is_slender(self, size: float) -> bool:
        high, wide = self.cut.shape
        return high >= _BRACKET_HIGH * size and wide <= _BRACKET_WIDE * size


def _shares(inks: Sequence[Ink]) -> np.ndarray:
    """Of each, how likely every digit is."""
    letters = [squared(ink[slice(*around(ink)[1::2]), slice(*around(ink)[::2])]).ravel() for ink in inks]
    return likely(weights(), np.stack(letters))[:, : len(DIGITS)]


def _told(cuttings: Sequence[_Cutting], line: LineRead) -> list[_Cutting]:
    """With the digit that each is most likely, where it is of a digit's size."""
    fitting = [place for place, one in enumerate(cuttings) if one.fits(line.size)]
    told = list(cuttings)
    if fitting:
        for place, share in zip(fitting, _shares([cuttings[one].ink for one in fitting]), strict=True):
            told[place] = replace(told[place], digit=DIGITS[int(share.argmax())], likely=float(share.max()))
    return told


def _apart(cuttings: Sequence[_Cutting], line: LineRead) -> Iterator[_Cutting]:
    """Where the program saw a digit or nothing Thai in ink that is wider than one: parted, if that makes digits."""
    for one in cuttings:
        wide = one.ink.shape[1]
        under = [
            cluster
            for cluster in line.clusters
            if cluster.box.x0 < one.left + wide and cluster.box.x1 > one.left
        ]
        several = _ONE * line.size < wide <= _MOST * line.size
        if not several or not any(_is_open(cluster.text) for cluster in under):
            yield one
            continue
        parts = [part for own in connected(one.ink) for part in _of_touching(own, line) if part.any()]
        if max(_most(parts)) < _VERY_SURE:
            yield one
            continue
        yield from _placed(one, parts)


def _most(inks: Sequence[Ink]) -> list[float]:
    """How likely the likeliest digit is, of each."""
    inked = [ink for ink in inks if ink.any()]
    shares = iter(_shares(inked).max(axis=1) if inked else ())
    return [float(next(shares)) if ink.any() else 0.0 for ink in inks]


def _of_touching(ink: Ink, line: LineRead) -> Iterator[Ink]:
    """Digits that touch each by itself; other ink as it is."""
    x0, _, x1, _ = around(ink)
    narrow, wide = int(_SLIM * line.size), int(_ONE * line.size)
    cuts: list[tuple[int, int]] = []
    if x1 - x0 > wide:
        cuts = Touching(ink[:, x0:x1], narrow, wide, _most).parts()
    for start, end in cuts or [(0, x1 - x0)]:
        part = np.zeros_like(ink)
        part[:, x0 + start : x0 + end] = ink[:, x0 + start : x0 + end]
        yield part


def _placed(one: _Cutting, parts: Sequence[Ink]) -> Iterator[_Cutting]:
    ends = [around(part) for part in parts]
    for place, part in enumerate(parts):
        before = max(ends[place][0] - ends[place - 1][2], 0) if place else one.gap_before
        after = max(ends[place + 1][0] - ends[place][2], 0) if place + 1 < len(parts) else one.gap_after
        yield _Cutting(part, one.left, before, after)


def _digits(pieces: Sequence[Piece], line: LineRead) -> list[Piece]:
    """Those that stand where a digit may: where the program saw a digit or nothing Thai, alone, then beside those."""
    found = [
        piece
        for piece, after in zip_longest(pieces, pieces[1:])
        if piece.likely >= _SURE and _may_be(piece, line, after)
    ]
    doubtful = [piece for piece in pieces if piece.likely >= _VERY_SURE and piece not in found]
    while more := [one for one in doubtful if any(_beside(one, other, line.size) for other in found)]:
        found += more
        doubtful = [one for one in doubtful if one not in more]
    return found


def _may_be(piece: Piece, line: LineRead, after: Piece | None) -> bool:
    under = _under(piece, line)
    space = _SPACE * line.size
    numbers = after is not None and after.gap_after > space and _is_dot(after, line)  # ``๗.`` before an item
    ends = piece.gap_after > space or numbers
    alone = piece.gap_before > space and ends and piece.likely >= _VERY_SURE
    return alone or (bool(under) and all(_is_open(one.text) for one in under))


def _under(piece: Piece, line: LineRead) -> list[Cluster]:
    middle = (piece.x0 + piece.x1) / 2
    return [one for one in line.clusters if one.box.x0 <= middle <= one.box.x1]


def _is_open(text: str) -> bool:
    """No Thai letter: a digit, something Latin, a sign."""
    return all(letter in DIGITS or not "ก" <= letter <= "๛" for letter in text)


def _beside(one: Piece, other: Piece, size: float) -> bool:
    gap = max(one.x0, other.x0) - min(one.x1, other.x1)
    return gap <= _CLOSE * size


def _covered(one: Cluster, known: Sequence[Piece]) -> bool:
    """Whether digits and their signs stand where the program saw this."""
    if set(one.text) <= _SIGNS:
        return False
    shared = sum(max(min(one.box.x1, piece.x1) - max(one.box.x0, piece.x0), 0) for piece in known)
    return shared * 2 >= one.box.x1 - one.box.x0


def _without_ink(one: Cluster, others: Sequence[Piece]) -> bool:
    """A digit that the program put beside the ink which the net has read already."""
    return set(one.text) <= set(DIGITS) and not any(
        min(one.box.x1, piece.x1) - max(one.box.x0, piece.x0) > (one.box.x1 - one.box.x0) / 3
        for piece in others
    )


def _doubted(one: Cluster) -> Cluster:
    """A Thai digit that the program alone saw."""
    return replace(one, sure=min(one.sure, _DOUBTED)) if set(one.text) & set(DIGITS) else one


def _cluster(digit: Piece, line: LineRead) -> Cluster:
    read = {one.text for one in _under(digit, line)}
    doubted = bool(read & _KNOWN) and digit.digit in _KNOWN and digit.digit not in read
    return Cluster(digit.digit, digit.box, _DOUBTED if doubted else min(round(100 * digit.likely), 99))


def _put_in(kept: Sequence[Cluster], new: Sequence[Cluster]) -> list[Cluster]:
    """From left to right; what the program read stays in its own order, for its places are not exact."""
    places = [sum(_middle(other) < _middle(one) for other in kept) for one in new]
    ordered = sorted(zip(places, new, strict=True), key=lambda pair: (pair[0], _middle(pair[1])))
    told = list(kept)
    for shift, (place, one) in enumerate(ordered):
        told.insert(place + shift, one)
    return told


def _middle(one: Cluster) -> float:
    return (one.box.x0 + one.box.x1) / 2


def _is_dot(piece: Piece, line: LineRead) -> bool:
    base = abs(piece.y1 - line.baseline_at(piece.x0)) <= _POINT_OFF * line.size
    return base and max(piece.x1 - piece.x0, piece.y1 - piece.y0) <= _POINT * line.size


def _is_point(piece: Piece, digits: Sequence[Piece], line: LineRead) -> bool:
    """A point behind a digit."""
    return _is_dot(piece, line) and any(0 <= piece.x0 - one.x1 <= _SPACE * line.size for one in digits)


def _brackets(pieces: Sequence[Piece], digits: Sequence[Piece], size: float) -> list[Piece]:
    """Those that open before a digit or close after one."""
    return [
        one
        for one in pieces
        if (one.bracket == "(" and any(0 <= other.x0 - one.x1 <= _CLOSE * size for other in digits))
        or (one.bracket == ")" and any(0 <= one.x0 - other.x1 <= _CLOSE * size for other in digits))
    ]


def _signs(
    known: Sequence[Piece], digits: Sequence[Piece], kept: Sequence[Cluster], line: LineRead
) -> Iterator[Cluster]:
    """Points and brackets that the program did not see, or that stood in the same cluster as a digit."""
    for one in known:
        if one in digits:
            continue
        sign, far = (one.bracket, 0.0) if one.bracket else (".", _CLOSE * line.size)
        same = _POINTED if sign == "." else frozenset(sign)
        if not any(
            (set(other.text) & same and other.box.x0 - far <= one.middle <= other.box.x1 + far)
            or other.box.x0 <= one.middle <= other.box.x1
            for other in kept
        ):
            yield Cluster(sign, one.box, _POINT_SURE)


def _spaced(clusters: Sequence[Cluster], digits: Sequence[Piece], size: float) -> Iterator[Cluster]:
    """A space before and after a digit is a gap without ink; elsewhere it is as the program told."""
    by_place = {digit.x0: digit for digit in digits}
    before: Piece | None = None
    for place, one in enumerate(clusters):
        digit = by_place.get(one.box.x0) if one.text in DIGITS else None
        gap = digit.gap_before if digit else before.gap_after if before else None
        yield one if gap is None else replace(one, spaced=bool(place) and gap > _SPACE * size)
        before = digit
