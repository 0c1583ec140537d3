"""Slips that only show beside another reading: of digits that look alike, of a street, of a person's name."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from rapidfuzz import fuzz

from samrit.letters.reading.context import Context
from samrit.letters.reading.findings import finding
from samrit.letters.reading.letters import LetterRead
from samrit.letters.reading.lines import Line
from samrit.letters.reading.numbers import LetterNumber
from samrit.letters.reading.shapes import Finding
from samrit.letters.reading.terms import numbers_look_alike, streets
from samrit.rules.thai import thai_date

_STREET = re.compile(r"ถนน\s?([ก-์]{3,20})")
_NEAR_STREET = 50  # of 100: the office is known by its code, so that little has to fit
_PERSON = re.compile(r"\(((?:นาย|นางสาว|นาง|ร้อย\S{2,6}|พัน\S{2,6}|เรือ\S{2,4})\s?[ก-์]{2,20} [ก-์]{2,25})\)")
_NEAR_PERSON = 85


def check_slips(context: Context, lines: Sequence[Line]) -> Iterator[Finding]:
    yield from _alike(context.letters)
    for letter in context.letters:
        yield from _street(letter, lines[letter.start : letter.body])
    yield from _persons(lines)


# ── digits ──────────────────────────────────────────────────────────────────
def _alike(letters: Sequence[LetterRead]) -> Iterator[Finding]:
    """Letters of one series whose numbers, or whose days in one month, differ in a digit that is easily misread."""
    named = [(letter.number, letter.date, letter.head.number_line or letter.head.line) for letter in letters]
    named += [
        (cited.mention.number, cited.mention.dated.value if cited.mention.dated else None, cited.line)
        for letter in letters
        for cited in letter.cited
    ]
    for (one, day, _), (other, other_day, line) in combinations(named, 2):
        if one is None or other is None or one.series != other.series:
            continue
        if _numbers_alike(one, other):
            names = str(one), str(other)
            yield finding("numbers_alike", line, names, first=names[0], second=names[1])
        if day and other_day and _days_alike(day, other_day) and _one_off(one, other):
            days = thai_date(day), thai_date(other_day)
            yield finding("days_alike", line, days, first=days[0], second=days[1])


def _numbers_alike(one: LetterNumber, other: LetterNumber) -> bool:
    return bool(one.running and other.running) and numbers_look_alike(one.running or "", other.running or "")


def _days_alike(one: date, other: date) -> bool:
    return one.replace(day=1) == other.replace(day=1) and numbers_look_alike(str(one.day), str(other.day))


def _one_off(one: LetterNumber, other: LetterNumber) -> bool:
    """Numbers in which one digit differs: perhaps one letter, misread twice."""
    first, second = one.running or "", other.running or ""
    return len(first) == len(second) and sum(map(str.__ne__, first, second)) == 1


# ── names ───────────────────────────────────────────────────────────────────
def _street(letter: LetterRead, head: Sequence[Line]) -> Iterator[Finding]:
    """The street in the address of an office whose street is known."""
    known = streets().get(letter.number.code) if letter.number else None
    for line in head if known else ():
        for read in _STREET.findall(line.text):
            if known and read != known and fuzz.ratio(read, known) >= _NEAR_STREET:
                names = f"ถนน{read}", f"ถนน{known}"
                yield finding("near_known_word", line.number, names, read=names[0], known=names[1])


def _persons(lines: Sequence[Line]) -> Iterator[Finding]:
    """Who signs under two names that are nearly one."""
    named = {match: line.number for line in lines for match in _PERSON.findall(line.text)}
    for one, other in combinations(named, 2):
        if fuzz.ratio(one, other) >= _NEAR_PERSON:
            yield finding("near_known_name", named[other], (other, one), read=other, known=one)
