"""Words as they are searched for: Thai has no spaces between words, and one word is typed in several ways.

What is kept and what is typed go through the same ``searchable``; a word is found wherever its letters stand, inside
a longer one too. Every letter remembers where it came from, so that a hit can be marked in the text as it was written
without tearing a consonant from its marks.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from samrit.rules.thai import arabic_digits

MOST_TERMS = 8
LONGEST_QUERY = 100
SHORTEST_QUERY = 2  # one letter finds everything

_TONES = "่-๋"
_MARKS = "ัิ-ฺ็-๎\u0300-\u036f"  # what stands above or below a letter, tones among it
_WRITTEN = re.compile(r"[^\s\u00ad\u200b-\u200f\u2060\ufeff]")  # neither space nor invisible
_TWO_OF_AM = rf"ํ[{_MARKS}]*า"  # in whatever order the marks between were typed
# A letter with what belongs to it; two เ are a แ typed wrongly, ํ and า a ำ typed in two.
_CLUSTER = re.compile(rf"(?:เเ|{_TWO_OF_AM}|.)(?:{_TWO_OF_AM}|[{_MARKS}ำ])*", re.DOTALL)
_RUN_OF_MARKS = re.compile(rf"[{_MARKS}]{{2,}}")
_SARA_AM = re.compile(rf"ํ([{_TONES}]*)า")


@dataclass(frozen=True)
class Searchable:
    """``text`` is looked in; letter i of it stands in the original from ``starts[i]`` to ``ends[i]``."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def searchable(text: str) -> Searchable:
    """Small letters, Arabic digits, ำ as one letter, marks in their order, nothing invisible and no spaces."""
    places = [match.start() for match in _WRITTEN.finditer(text)]
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for cluster in _CLUSTER.finditer("".join(text[place] for place in places)):
        plain = _plain(cluster[0])
        letters.append(plain)
        starts += [places[cluster.start()]] * len(plain)
        ends += [places[cluster.end() - 1] + 1] * len(plain)
    return Searchable("".join(letters), tuple(starts), tuple(ends))


def _plain(cluster: str) -> str:
    ordered = _RUN_OF_MARKS.sub(_in_order, unicodedata.normalize("NFC", cluster.replace("เเ", "แ")))
    return unicodedata.normalize("NFC", arabic_digits(_SARA_AM.sub(r"\1ำ", ordered)).casefold())


def _in_order(marks: re.Match[str]) -> str:
    """Accents, the vowel, then ํ, then the tone, as they are written; whatever order they were typed in."""
    return "".join(sorted(marks[0], key=lambda mark: ("่" <= mark <= "๋", mark == "ํ", mark)))


def terms(query: str) -> tuple[str, ...]:
    """What must all be found: the words between spaces, each once; none when the query is too short to mean anything."""
    found = dict.fromkeys(searchable(word).text for word in query[:LONGEST_QUERY].split())
    kept = tuple(term for term in found if term)[:MOST_TERMS]
    return kept if sum(map(len, kept)) >= SHORTEST_QUERY else ()


# ── showing what was found ──────────────────────────────────────────────────
@dataclass(frozen=True)
class Piece:
    """A stretch of text; ``hit``: it is what was looked for."""

    text: str
    hit: bool = False


AROUND = 60  # characters of the original on either side of the first hit


def holds(text: str, wanted: Sequence[str]) -> bool:
    """Whether one of the terms stands in the text."""
    plain = searchable(text).text
    return any(term in plain for term in wanted)


def marked(text: str, wanted: Sequence[str]) -> tuple[Piece, ...]:
    """The whole text in pieces, every place where a term stands marked."""
    return tuple(_pieces(text, _hits(searchable(text), wanted)))


def excerpt(text: str, wanted: Sequence[str], around: int = AROUND) -> tuple[Piece, ...]:
    """The text around its first hit, the hits marked; … where something was left out. Without a hit its beginning."""
    form = searchable(text)
    hits = _hits(form, wanted)
    first, last = hits[0] if hits else (0, 0)
    begin = _boundary(form, max(first - around, 0))
    end = _boundary(form, min(last + 2 * around, len(text)), otherwise=len(text))
    inside = [
        (start - begin, min(stop, end) - begin) for start, stop in hits if start >= begin and start < end
    ]
    pieces = list(_pieces(text[begin:end], inside))
    before = [Piece("…")] if begin else []
    after = [Piece("…")] if end < len(text) else []
    return (*before, *pieces, *after)


def _hits(form: Searchable, wanted: Sequence[str]) -> list[tuple[int, int]]:
    """Where terms stand in the original, in order, what overlaps made one."""
    spans = sorted(
        (form.starts[at], form.ends[at + len(term) - 1]) for term in wanted for at in _places(form.text, term)
    )
    merged: list[tuple[int, int]] = []
    for start, stop in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def _places(text: str, term: str) -> list[int]:
    found, at = [], text.find(term)
    while at >= 0:
        found.append(at)
        at = text.find(term, at + 1)
    return found


def _pieces(text: str, hits: Sequence[tuple[int, int]]) -> list[Piece]:
    pieces, done = [], 0
    for start, stop in hits:
        pieces += [Piece(text[done:start])] if start > done else []
        pieces.append(Piece(text[start:stop], hit=True))
        done = stop
    return [*pieces, Piece(text[done:])] if done < len(text) else pieces


def _boundary(form: Searchable, at: int, otherwise: int = 0) -> int:
    """The nearest beginning of a letter with its marks at or after a place: nothing is cut through."""
    return next((start for start in form.starts if start >= at), otherwise)
