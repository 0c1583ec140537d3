"""Which book of the register a letter is numbered in, of which year, and how its number is written."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from samrit.rules.wording import Message, say

CIRCULAR = "ว "  # หนังสือเวียน: ปท 0017.2/ว 123
BUDDHIST = 543
FISCAL_YEAR_BEGINS = 10  # the month


class Direction(StrEnum):
    """หนังสือส่ง or หนังสือรับ."""

    OUTGOING = "outgoing"
    INCOMING = "incoming"


DIRECTION_LABELS: dict[Direction, Message] = {
    Direction.OUTGOING: say("outgoing", "หนังสือส่ง"),
    Direction.INCOMING: say("incoming", "หนังสือรับ"),
}


@dataclass(frozen=True)
class Book:
    """One table of ``registers.toml``. ``circular``: ``any`` letter, or those of issuers that number circulars ``apart``."""

    code: str
    name: str
    english: str
    kinds: tuple[str, ...]
    secrecy: tuple[str, ...]
    circular: str
    form: str

    def takes(self, *, kind: str, secrecy: str, circular: bool, apart: bool) -> bool:
        if secrecy not in self.secrecy or (self.kinds and kind not in self.kinds):
            return False
        return self.circular == "any" or (circular and apart)


@dataclass(frozen=True)
class Rules:
    """All of ``registers.toml``."""

    year: str
    circular_apart: bool
    books: tuple[Book, ...]


@cache
def rules() -> Rules:
    text = (resources.files(__package__) / "registers.toml").read_text(encoding="utf-8")
    return read(tomllib.loads(text))


def read(document: Mapping[str, Any]) -> Rules:
    """ValueError where a letter would find no book, or a year is counted in no known way."""
    books = tuple(
        Book(**{**row, "kinds": tuple(row["kinds"]), "secrecy": tuple(row["secrecy"])})
        for row in document["books"]
    )
    if document["year"] not in {"calendar", "fiscal"}:
        raise ValueError("registers count by calendar or fiscal year")
    if len({book.code for book in books}) < len(books):
        raise ValueError("a book stands once")
    if not any(book.circular == "any" and not book.kinds and "ordinary" in book.secrecy for book in books):
        raise ValueError("one book takes whatever no other does")
    return Rules(document["year"], bool(document["circular_apart"]), books)


def book_codes() -> tuple[str, ...]:
    return tuple(book.code for book in rules().books)


def book_of(code: str) -> Book:
    return next(book for book in rules().books if book.code == code)


def book_label(code: str) -> str:
    """The book's Thai name; the code itself where no table knows it any more."""
    return next((book.name for book in rules().books if book.code == code), code)


def book_for(*, kind: str, secrecy: str, circular: bool, apart: bool) -> Book:
    """The book that a letter is numbered in: the first that takes it."""
    return next(
        book
        for book in rules().books
        if book.takes(kind=kind, secrecy=secrecy, circular=circular, apart=apart)
    )


def register_year(day: date) -> int:
    """The year (พ.ศ.) whose register a day falls in."""
    later = rules().year == "fiscal" and day.month >= FISCAL_YEAR_BEGINS
    return day.year + BUDDHIST + later


def written(book: str, *, code: str, number: int, year: int, circular: bool) -> str:
    """The number as it stands on the letter, in Arabic digits: ``ปท 0017.2/ว 123``, or of an order ``12/2567``."""
    return book_of(book).form.format(
        code=code, number=number, year=year, circular=CIRCULAR if circular else ""
    )
