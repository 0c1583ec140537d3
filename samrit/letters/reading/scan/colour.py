"""Parts coloured ink (stamps, signatures) from the black that a letter is printed in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from samrit.letters.reading.scan.shapes import Box, Word, mean_sure

_COLOURED, _FAINT = (
    0.3,
    18,
)  # of the ink's strength, of 255: how far red, green and blue stray from one another
_EDGE = 5  # dots: a scanner's colours run over the edge of their ink
_BLACK = 95  # of 255: ink so dark in every colour is black, whatever lies over it
_LEAST = 0.0004  # of the page: less is no stamp
_MOST = 0.5  # of all ink: then the letter itself is printed in a colour
_INK = 200  # of 255: darker is ink
_PAPER = np.uint8(255)
_STAMP = re.compile(r"รับ|เลขที่|เวลา|วันที่")
_URGENT = re.compile(r"ด่วน(?:ที่สุด|มาก)?")
_SURE = 55  # of 100: a signature is never read so
_SAME_LINE = 0.3  # of a line
_TALL = 4.0  # of a line: so far from a stamp's word may its other lines stand


def parted(picture: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """The page in grey without its coloured ink, and that ink by itself; None where there is hardly any."""
    colours = np.asarray(picture.convert("RGB"))
    grey = np.asarray(picture.convert("L"))
    brightest, darkest = colours.max(axis=2), colours.min(axis=2)
    astray = brightest - darkest
    coloured = (astray > _FAINT) & (astray > _COLOURED * (255 - darkest.astype(np.float32)))
    around = Image.fromarray(coloured.astype(np.uint8) * 255).filter(ImageFilter.MaxFilter(_EDGE))
    coloured = (np.asarray(around) > 0) & (brightest > _BLACK)
    inked = (grey < _INK) & coloured
    if not _LEAST * grey.size < inked.sum() < _MOST * (grey < _INK).sum():
        return Image.fromarray(grey), None
    alone = Image.fromarray(np.where(coloured, grey, _PAPER))
    return Image.fromarray(np.where(coloured, _PAPER, grey)), alone


@dataclass(frozen=True)
class Coloured:
    """``letter``: words in colour that are the letter's own; ``stamps``: those of receiving stamps."""

    letter: tuple[Word, ...]
    stamps: tuple[Word, ...]


def sorted_out(words: Sequence[Word], black: Sequence[Word]) -> Coloured:
    """What is not read for certain is a signature; what stands over black words is no part of the letter."""
    sure = [line for line in _lines(words) if mean_sure(line) >= _SURE]
    marked = [line for line in sure if _STAMP.search(_text(line))]
    letter: list[Word] = []
    stamps: list[Word] = []
    for line in sure:
        if _URGENT.fullmatch(_text(line)):
            letter += line
        elif line in marked or any(_near(line, other) for other in marked):
            stamps += line
        elif not any(_over(one.box, other.box) for one in line for other in black):
            letter += line
    return Coloured(tuple(letter), tuple(stamps))


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    """Words of one baseline; the program reads line by line."""
    lines: list[list[Word]] = []
    for word in words:
        last = lines[-1][-1] if lines else None
        if last and abs(last.baseline - word.baseline) < _SAME_LINE * word.size:
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _text(line: Sequence[Word]) -> str:
    return "".join(word.text for word in line)


def _near(line: Sequence[Word], other: Sequence[Word]) -> bool:
    one, two = Box.around([word.box for word in line]), Box.around([word.box for word in other])
    apart = max(one.y0, two.y0) - min(one.y1, two.y1)
    return apart <= _TALL * other[0].size and one.x0 < two.x1 and two.x0 < one.x1


def _over(one: Box, other: Box) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1
