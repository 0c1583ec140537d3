"""From the words of a scanned page to lines of text, and back from each line to the words on the page."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from samrit.letters.reading.characters import normalise
from samrit.letters.reading.glyphs import Glyph, PageGlyphs, Rule
from samrit.letters.reading.layout import page_text, page_texts
from samrit.letters.reading.scan.shapes import POINTS, PageRead, Place, Scan, Word

_EM = 0.62  # of the height that the program gives a line of Thai: marks stand above it and below
_SAME_LINE = 0.5  # of the em
_DUST = frozenset(".,'`~^‘’")  # alone between two words no office writes them
_HARDLY = 15  # of 100: specks that were taken for letters


def text_of(page: PageRead) -> str:
    """The page's text as of any page with letters: paragraphs and table rows, one line each."""
    return normalise(page_text(_glyphs(page)).text)


def _glyphs(page: PageRead) -> PageGlyphs:
    scale = POINTS / page.dots
    words = [word for word in page.words if not _is_speck(word)]
    glyphs = PageGlyphs(page.width * scale, pictures=True)
    for row in rows_of(words):
        baseline = page.height - sum(word.baseline for word in row) / len(row)
        size = sorted(word.size for word in row)[len(row) // 2] * _EM
        for word in row:
            glyphs.glyphs.append(
                Glyph(word.text, word.box.x0 * scale, word.box.x1 * scale, baseline * scale, size * scale)
            )
        for left, right in pairwise(row):
            x0, x1 = sorted((left.box.x1 * scale, right.box.x0 * scale))
            glyphs.glyphs.append(Glyph(" ", x0, x1, baseline * scale, size * scale))
    for rule in page.rules:
        at = page.height - rule.at if rule.horizontal else rule.at
        start, end = (
            (rule.start, rule.end) if rule.horizontal else (page.height - rule.end, page.height - rule.start)
        )
        glyphs.rules.append(Rule(rule.horizontal, at * scale, start * scale, end * scale))
    return glyphs


def _is_speck(word: Word) -> bool:
    return word.text in _DUST or (word.sure < _HARDLY and len(word.text) <= 2)  # noqa: PLR2004 - a point, a stroke


def rows_of(words: Sequence[Word]) -> list[list[Word]]:
    """Words on one height, from left to right; rows from top to bottom."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.baseline):
        row = rows[-1] if rows else None
        if row and abs(row[-1].baseline - word.baseline) <= _SAME_LINE * _EM * min(row[-1].size, word.size):
            row.append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.box.x0) for row in rows]


# ── the way back ────────────────────────────────────────────────────────────
def places_of(text: str, page: PageRead, first_line: int, taken: Sequence[Place] = ()) -> Iterator[Place]:
    """Where each word went. ``text`` is the page's, and begins on ``first_line`` of the whole.

    ``taken``: words of the page before, where the first line is a row that its end cut.
    """
    ends = {(place.line, at): place.end for place in taken for at in range(place.start, place.end)}
    left: dict[str, list[Word]] = {}
    for word in sorted((*page.words, *page.stamps), key=lambda word: (word.baseline, word.box.x0)):
        left.setdefault(word.text, []).append(word)
    longest = max(map(len, left), default=0)
    last: Word | None = None
    for number, line in enumerate(text.split("\n"), first_line):
        at = 0
        while at < len(line):
            if (number, at) in ends:
                at = ends[number, at]
                continue
            end, found = _longest(line, at, left, longest, last)
            if found is None:
                at += 1
                continue
            yield Place(number, at, end, page.number, found)
            at = end
            last = found


def _longest(
    line: str, at: int, left: dict[str, list[Word]], longest: int, last: Word | None
) -> tuple[int, Word | None]:
    """The longest word that begins here and was not met yet; of several, the one nearest to the word before."""
    for end in range(min(len(line), at + longest), at, -1):
        words = left.get(line[at:end])
        if words:
            nearest = min(words, key=lambda word: _away(last, word))
            words.remove(nearest)
            return end, nearest
    return at, None


def _away(last: Word | None, word: Word) -> float:
    if last is None:
        return word.baseline
    down = word.baseline - last.baseline
    back = last.box.x1 - word.box.x0
    return abs(down) * 4 + (abs(back) if abs(down) < last.size / 2 and back <= last.size else word.box.x0 / 4)


# ── the whole file ──────────────────────────────────────────────────────────
def put_together(texts: Sequence[str], pages: Sequence[PageRead]) -> tuple[str, Scan]:
    """The text of all pages, scanned ones in their place, and where their words stand in it."""
    read = {page.number: page for page in pages}
    pieces = [normalise(text) for text in texts]
    for first, last in _stretches(sorted(read)):
        own = page_texts([_glyphs(read[number]) for number in range(first, last + 1)])
        for number, text in enumerate(own, first):
            pieces[number - 1] = normalise(text) + _stamps_of(read[number])
    places: list[Place] = []
    for number, piece in enumerate(pieces, 1):
        if page := read.get(number):
            places += _places("".join(pieces[: number - 1]), piece, page, places)
    return "".join(pieces), Scan(tuple(pages), tuple(places))


def _stamps_of(page: PageRead) -> str:
    """The lines of coloured stamps, below the page's own text."""
    if not page.stamps:
        return ""
    return normalise("\n".join(" ".join(word.text for word in row) for row in rows_of(page.stamps))) + "\n\n"


def _places(above: str, piece: str, page: PageRead, before: Sequence[Place]) -> Iterator[Place]:
    """``above``: all text before the page; the page's first row may have gone to the end of its last."""
    begins = above.count("\n") + 1
    cut = above.rstrip("\n")
    if "\t" not in cut.rpartition("\n")[2]:
        return places_of(piece, page, begins)
    last = cut.count("\n") + 1
    blank = "\n" * (begins - last)
    return places_of(cut.rpartition("\n")[2] + blank + piece, page, last, before)


def _stretches(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of the numbers that follow one another."""
    for _, group in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        own = [number for _, number in group]
        yield own[0], own[-1]
