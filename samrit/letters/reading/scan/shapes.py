"""What a scanned page says: words, each with its place on the straightened page and how sure it is."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

POINTS = 72  # to the inch


@dataclass(frozen=True)
class Box:
    """In dots of the straightened page, from the upper left."""

    x0: int
    y0: int
    x1: int
    y1: int

    @classmethod
    def around(cls, boxes: Sequence["Box"]) -> "Box":
        return cls(
            min(box.x0 for box in boxes),
            min(box.y0 for box in boxes),
            max(box.x1 for box in boxes),
            max(box.y1 for box in boxes),
        )

    def moved(self, right: int, down: int) -> "Box":
        return Box(self.x0 + right, self.y0 + down, self.x1 + right, self.y1 + down)

    def to_json(self) -> list[int]:
        return [self.x0, self.y0, self.x1, self.y1]


@dataclass(frozen=True)
class Word:
    """``baseline`` and ``size`` (height of the line's letters) in dots; ``sure`` of 100.

    ``other``: what it is when read once more in another way, if that is not the same.
    """

    text: str
    box: Box
    baseline: float
    size: float
    sure: int
    other: str = ""


@dataclass(frozen=True)
class Ruled:
    """A straight line on the page, in dots."""

    horizontal: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True)
class PageRead:
    """``number`` from 1; ``turned`` (90, 180, 270) and ``angle`` (degrees) are how the picture was put straight.

    ``stamps``: words of receiving stamps in coloured ink, which may stand over the others.
    """

    number: int
    width: int
    height: int
    dots: int  # to the inch
    turned: int
    angle: float
    words: tuple[Word, ...]
    rules: tuple[Ruled, ...]
    stamps: tuple[Word, ...] = ()

    @property
    def sure(self) -> int:
        """Of 100: the mean over the letters."""
        return mean_sure(self.words)

    def turned_box(self, box: Box, angle: float) -> Box:
        """Where a box of this page stands when the page is put straight by ``angle`` instead."""
        turn = math.radians(angle - self.angle)
        right, down = (box.x0 + box.x1 - self.width) / 2, (box.y0 + box.y1 - self.height) / 2
        x = right * math.cos(turn) + down * math.sin(turn)
        y = down * math.cos(turn) - right * math.sin(turn)
        return box.moved(round(x - right), round(y - down))

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "PageRead":
        words = tuple(Word(**{**word, "box": Box(**word["box"])}) for word in data["words"])
        stamps = tuple(Word(**{**word, "box": Box(**word["box"])}) for word in data["stamps"])
        rules = tuple(Ruled(**rule) for rule in data["rules"])
        return cls(**{**data, "words": words, "rules": rules, "stamps": stamps})


@dataclass(frozen=True)
class Place:
    """Letters ``start`` to ``end`` of a line of the text, and the word of the scan that they are."""

    line: int
    start: int
    end: int
    page: int
    word: Word


@dataclass(frozen=True)
class Scan:
    """The scanned pages of a file, and where each word of its text stands on them."""

    pages: tuple[PageRead, ...]
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A scanned page without its words; see PageRead."""

    number: int
    width: int
    height: int
    dots: int
    turned: int
    angle: float
    confidence: int

    @classmethod
    def of(cls, page: PageRead) -> "Sheet":
        return cls(page.number, page.width, page.height, page.dots, page.turned, page.angle, page.sure)

    def to_json(self) -> dict[str, Any]:
        return dict(vars(self))


@dataclass(frozen=True)
class Seen:
    """Where a line (``field`` None) or a field of the reading (``letters.0.number``) stands; ``confidence`` of 100.

    ``others``: its words that came out as something else when they were read again, each with that.
    """

    line: int
    field: str | None
    page: int
    box: Box
    confidence: int
    others: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "line": self.line,
            "field": self.field,
            "page": self.page,
            "box": self.box.to_json(),
            "confidence": self.confidence,
        }


@dataclass(frozen=True)
class ScanRead:
    """``places``: the fields, then every line. Masked lines have none."""

    sheets: tuple[Sheet, ...]
    places: tuple[Seen, ...]

    def field(self, name: str) -> Seen | None:
        return next((one for one in self.places if one.field == name), None)

    def to_json(self) -> dict[str, Any]:
        return {
            "pages": [sheet.to_json() for sheet in self.sheets],
            "places": [one.to_json() for one in self.places],
        }


def mean_sure(words: Sequence[Word]) -> int:
    letters = sum(len(word.text) for word in words)
    return round(sum(word.sure * len(word.text) for word in words) / letters) if letters else 0
