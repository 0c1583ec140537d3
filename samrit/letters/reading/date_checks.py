"""Dates and years that contradict the calendar, each other, or the letter they stand in."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from samrit.letters.reading.context import FISCAL_YEAR, Context, letter_year, title_year
from samrit.letters.reading.findings import finding
from samrit.letters.reading.letters import LetterRead
from samrit.letters.reading.paragraphs import Paragraph
from samrit.letters.reading.shapes import Finding
from samrit.letters.reading.terms import years_look_alike
from samrit.rules.thai import (
    BUDDHIST_ERA,
    WEEKDAYS,
    arabic_digits,
    find_date_ranges,
    find_dates,
    fiscal_year,
    thai_date,
)

_FAR = 3  # years: a letter may speak of last year and the next, hardly of three years on
_LAW = re.compile(r"(?:พระราช(?:บัญญัติ|กฤษฎีกา)|ระเบียบ|กฎกระทรวง|มติคณะรัฐมนตรี|รัฐธรรมนูญ|คำสั่งหัวหน้า).{0,160}$")


def check_calendar(blocks: Sequence[Paragraph]) -> Iterator[Finding]:
    """Weekdays that contradict their date, days that do not exist."""
    for block in blocks:
        text = arabic_digits(block.text)
        days = find_dates(text) + [
            day for found in find_date_ranges(text) for day in (found.first, found.last)
        ]
        seen: set[tuple[int, int, int | None]] = set()
        for day in days:
            key = (day.day, day.month, day.weekday)
            if key in seen:
                continue
            line = block.line_at(day.start)
            if day.impossible:
                seen.add(key)
                written = re.sub(r"\s+", " ", day.text)
                yield finding("impossible_date", line, (written,), read=written)
            elif day.value and day.weekday is not None and day.weekday_contradicts:
                seen.add(key)
                read, right = WEEKDAYS[day.weekday], WEEKDAYS[day.value.weekday()]
                written = thai_date(day.value)
                readings = f"วัน{read}ที่ {written}", f"วัน{right}ที่ {written}"
                yield finding("weekday_contradicts", line, readings, date=written, read=read, right=right)


@dataclass(frozen=True)
class YearRead:
    """A year (พ.ศ.) in a letter: of a date, or named as a fiscal year."""

    year: int
    fiscal: bool
    line: int
    place: str  # head | body


def check_years(context: Context) -> Iterator[Finding]:
    for letter in context.letters:
        yield from _letter(letter, context)
    for read in context.reads:
        own = title_year(read)
        around = letter_year(context.letter_of(read.line)) or context.year
        # When the heading has the year of most of the file, it is the letter that is doubtful.
        if own is not None and around is not None and own not in {around, context.year}:
            yield _year(own, around, read.title_line, 1)


def _letter(letter: LetterRead, context: Context) -> Iterator[Finding]:
    own, most = letter_year(letter), context.year
    years = _years_in(letter)
    right = own if own is not None else most
    doubtful = None
    if own is not None and most is not None and _doubtful(own, most):
        doubtful, right = own, most
        places = [read for read in years if read.year in {own, own - 1}]
        yield _year(own, most, min((read.line for read in places), default=letter.head.line), len(places))
    elif own is not None and most is not None and own != most and letter.head.subject:
        right = own
        yield _year(own, most, letter.head.subject.line, 1, name="year_differs")
    elif letter.date and right is not None and _contradicts(fiscal_year(letter.date), right):
        doubtful = letter.date.year + BUDDHIST_ERA
        yield _year(
            doubtful,
            right,
            letter.head.date_line or letter.head.line,
            sum(read.year == doubtful for read in years),
        )
    if right is not None:
        yield from _strays(years, right, {doubtful, (doubtful or 0) - 1}, letter)


def _doubtful(own: int, most: int) -> bool:
    return own != most and (years_look_alike(own, most) or abs(own - most) >= _FAR)


def _contradicts(dated: int, right: int) -> bool:
    """A letter is written in the year before, in the year, or in the year after that it is about."""
    return abs(dated - right) > 1


def _strays(
    years: Sequence[YearRead], right: int, known: set[int | None], letter: LetterRead
) -> Iterator[Finding]:
    """Single years inside a letter that look like another: one finding for each year."""
    written = letter.date.year + BUDDHIST_ERA if letter.date else right
    fitting = {right - 1, right, right + 1, written} - {None}
    strange = [
        read
        for read in years
        if read.year not in known and read.year not in fitting and _strange(read, right, written)
    ]
    for year, count in Counter(read.year for read in strange).items():
        other = next(
            (close for close in (right, right - 1, right + 1) if years_look_alike(year, close)), right
        )
        yield _year(year, other, next(read.line for read in strange if read.year == year), count)


def _strange(read: YearRead, right: int, written: int) -> bool:
    if any(years_look_alike(read.year, close) for close in (right, right - 1, written)):
        return True
    return read.year > max(right, written) + 1 or (
        read.fiscal and read.year <= right - _FAR and read.place == "head"
    )


def _years_in(letter: LetterRead) -> list[YearRead]:
    head = letter.head
    reads = []
    if head.date and head.date.year is not None:
        reads.append(
            YearRead(
                head.date.year + BUDDHIST_ERA, fiscal=False, line=head.date_line or head.line, place="head"
            )
        )
    for part in head.parts:
        reads += _years_of(part.text, "head", partial(_constant, part.line))
    for block in letter.paragraphs:
        reads += _years_of(block.text, "body", block.line_at)
    return reads


def _constant(line: int, _offset: int) -> int:
    return line


def _years_of(text: str, place: str, line_at: Callable[[int], int]) -> list[YearRead]:
    plain = arabic_digits(text)
    reads = [
        YearRead(int(m[1]), fiscal=True, line=line_at(m.start()), place=place)
        for m in FISCAL_YEAR.finditer(plain)
    ]
    reads += [
        YearRead(day.year + BUDDHIST_ERA, fiscal=False, line=line_at(day.start), place=place)
        for day in find_dates(plain)
        if day.year is not None and not _LAW.search(plain[max(0, day.start - 200) : day.start])
    ]
    return reads


def _year(read: int, other: int, line: int, places: int, *, name: str = "year_contradicts") -> Finding:
    return finding(name, line, (str(read), str(other)), read=read, other=other, places=max(places, 1))
