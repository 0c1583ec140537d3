"""The field's words as data (``terms.toml``)."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True)
class Slip:
    """A word as scanning misreads it. It is right after all when ``unless_before`` stands directly before it."""

    read: str
    meant: str
    unless_before: str = ""


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("terms.toml").read_text(encoding="utf-8"))


@cache
def slips() -> tuple[Slip, ...]:
    return tuple(Slip(**row) for row in _tables()["slips"])


_MARKS = frozenset("่้๊็์")
_TAKEN_FOR = {"ื": "ีึ", "ี": "ิ", "ึ": "ืี", "ำ": "า", "ใ": "ไ", "ไ": "ใ", "่": "้", "้": "่"}


def _misread(word: str) -> Iterator[str]:
    """With one mark lost, or another in its place."""
    for at, letter in enumerate(word):
        for other in (*(("",) if letter in _MARKS else ()), *_TAKEN_FOR.get(letter, "")):
            yield word[:at] + other + word[at + 1 :]


@cache
def misread_marks() -> dict[str, str]:
    """Every form of a word with one mark or two misread → the word."""
    words = _tables()["marks"]["words"]
    forms = {other: word for word in words for one in _misread(word) for other in (*_misread(one), one)}
    return {form: word for form, word in forms.items() if form not in words}


@cache
def find_misread_marks() -> re.Pattern[str]:
    """Any of those forms; what bears one more mark is another word."""
    forms = "|".join(map(re.escape, sorted(misread_marks(), key=len, reverse=True)))
    return re.compile(rf"(?:{forms})(?![ัิ-ฺ็-๎])")


@cache
def further_codes() -> dict[str, str]:
    """Letter code → office, besides the provinces and ministries."""
    return dict(_tables()["codes"])


@cache
def offices() -> dict[str, str]:
    """Each name of an office → the first of its names."""
    return {name: row["names"][0] for row in _tables()["offices"] for name in row["names"]}


def look_alike(one: str, other: str) -> bool:
    """Whether two codes of equal length differ in one letter that scanning confuses."""
    pairs = {frozenset(pair) for pair in _tables()["lookalikes"]["letters"]}
    return _differ_once(one, other, pairs)


def years_look_alike(one: int, other: int) -> bool:
    """2561 and 2567: ๑ and ๗."""
    pairs = {frozenset(pair) for pair in _tables()["lookalikes"]["digits"]}
    return _differ_once(str(one), str(other), pairs)


def numbers_look_alike(one: str, other: str) -> bool:
    """327 and 321: they differ in one digit that scanning confuses."""
    return _differ_once(one, other, {frozenset(pair) for pair in _tables()["lookalikes"]["running"]})


@cache
def streets() -> dict[str, str]:
    """Letter code → the street of its office."""
    return dict(_tables()["streets"])


def _differ_once(one: str, other: str, pairs: set[frozenset[str]]) -> bool:
    if len(one) != len(other):
        return False
    different = [frozenset(pair) for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(different) == 1 and different[0] in pairs
