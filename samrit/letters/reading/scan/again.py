"""Reads words with Arabic digits once more: read with Thai, Latin letters come out as digits (``(OTOP)`` as ``(0100)``).

Thai digits have a second reader of their own (``digits.py``).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from samrit.letters.reading.characters import normalise
from samrit.letters.reading.scan.shapes import Box, Word
from samrit.letters.reading.scan.straight import Grey
from samrit.letters.reading.scan.tesseract import words_again

_AGAIN = re.compile(r"[0-9]")
_SHORT = 2  # letters and digits: a shorter word says too little to be held against the first reading
_SIGNS = re.compile(r"[^0-9A-Za-z]")
_AROUND = 6  # dots: what a box of the program's may leave out
_MOST = 300  # words of a page


def with_others(program: str, page: Grey, words: Sequence[Word], *, dots: int) -> tuple[Word, ...]:
    """The words, each with what it is in the second reading where that differs."""
    asked = [place for place, word in enumerate(words) if _is_asked(word.text)][:_MOST]
    boxes = [_wide(words[place].box, page) for place in asked]
    told = words_again(program, page, boxes, dots=dots, languages="eng")
    again = dict(zip(asked, told, strict=True))
    return tuple(
        replace(word, other=_other(word.text, again.get(place, ""))) for place, word in enumerate(words)
    )


def _is_asked(text: str) -> bool:
    return _AGAIN.search(text) is not None and len(_bare(text)) >= _SHORT


def _wide(box: Box, page: Grey) -> Box:
    high, wide = page.shape
    return Box(max(box.x0 - _AROUND, 0), max(box.y0, 0), min(box.x1 + _AROUND, wide), min(box.y1, high))


def _other(read: str, again: str) -> str:
    """Signs and spaces do not count."""
    return "" if not again or _bare(again) == _bare(read) else normalise(again)


def _bare(text: str) -> str:
    return _SIGNS.sub("", text)
