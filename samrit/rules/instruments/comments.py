"""คำที่พบบ่อยในความเห็น: in how many comments a word stands. Splitting Thai into words is the caller's ``Segmenter``.

What could name a person is taken out before anything is split: addresses, links, and every run of digits.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from samrit.rules.instruments.surveys import figures
from samrit.rules.thai import arabic_digits

Segmenter = Callable[[str], Iterable[str]]
_NAMING = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|@\w+|[+(]?\d[\d\s().-]*")
_LETTERS = re.compile(r"[ก-๎a-z]")
_LEAST_LETTERS = 2


@dataclass(frozen=True)
class WordCount:
    """``comments``: how many of them it stands in; twice in one counts once."""

    word: str
    comments: int


def frequencies(
    comments: Iterable[str], segment: Segmenter, *, least: int, most: int = 100
) -> tuple[WordCount, ...]:
    """The ``most`` frequent words that stand in at least ``least`` comments, then in alphabetical order.

    ``least``: a word of fewer people could be a name. Words of one letter and those of ``statistics.toml`` are left out.
    """
    stop = frozenset(figures()["words"]["stop"])
    counts: Counter[str] = Counter()
    for comment in comments:
        words = (_evened(word) for word in segment(cleaned(comment)))
        counts.update(
            {word for word in words if len(_LETTERS.findall(word)) >= _LEAST_LETTERS and word not in stop}
        )
    often = [WordCount(word, count) for word, count in counts.items() if count >= least]
    return tuple(sorted(often, key=lambda each: (-each.comments, each.word))[:most])


def cleaned(comment: str) -> str:
    """Without what could name somebody, in one way of writing: whole สระอำ, Arabic digits."""
    text = unicodedata.normalize("NFC", comment).replace("\u0e4d\u0e32", "\u0e33")
    return _NAMING.sub(" ", arabic_digits(text))


def _evened(word: str) -> str:
    return word.strip().casefold()
