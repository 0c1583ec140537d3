"""Names of one KPI as years, provinces and letters write them."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from samrit.rules.thai import arabic_digits

# How alike a name must be to the library's to count as a misreading of it (0–1). Higher than between two editions
# of one province: แม่น้ำเจ้าพระยาตอนบน and ตอนล่าง differ by a few letters and are two rivers' sections.
MISREAD = 0.9
_BESIDE_THE_WORDS = re.compile(r"[\s()\[\]{}.,:;/\-–—_\"'“”‘’\u200b]+")


def bare(name: str) -> str:
    """The name without spaces, brackets and marks, digits as Arabic ones: for comparing only."""
    return _BESIDE_THE_WORDS.sub("", arabic_digits(name)).casefold()


def only_match(name: str, known: Iterable[tuple[int, str]]) -> int | None:
    """The key whose name is this one, or (when just one is) alike but for a few letters; None when unsure.

    ``known``: (key, name), a key once for each of its names.
    """
    asked, named = bare(name), [(key, bare(other)) for key, other in known]
    equal = {key for key, other in named if other == asked}
    found = equal or {key for key, other in named if _is_misread(asked, other)}
    return found.pop() if len(found) == 1 else None


def _is_misread(name: str, other: str) -> bool:
    """``ratio`` is slow; its upper bounds turn nearly every pair away."""
    matcher = SequenceMatcher(None, name, other, autojunk=False)
    return (
        matcher.real_quick_ratio() >= MISREAD
        and matcher.quick_ratio() >= MISREAD
        and matcher.ratio() >= MISREAD
    )
