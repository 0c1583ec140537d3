"""Books, years and written numbers of the registers."""

from datetime import date
from typing import Any

import pytest

from samrit.rules.letters.registers import (
    book_codes,
    book_for,
    book_label,
    read,
    register_year,
    rules,
    written,
)
from samrit.rules.secrecy import Level

# fmt: off
BOOKS = [
    # kind, level, circular, circulars apart → book
    ("external", "ordinary", False, False, "general"),
    ("memo", "ordinary", False, True, "general"),
    # A circular has the running number of ordinary letters, or one of its own where the office says so (ข้อ 11).
    ("external", "ordinary", True, False, "general"),
    ("external", "ordinary", True, True, "circular"),
    # Orders and announcements count for themselves.
    ("order", "ordinary", False, False, "order"),
    ("announcement", "ordinary", False, True, "announcement"),
    # Whatever is secret stands in the register of secret letters.
    ("external", "confidential", True, True, "secret"),
    ("order", "top_secret", False, False, "secret"),
]
# fmt: on


@pytest.mark.parametrize(("kind", "secrecy", "circular", "apart", "book"), BOOKS)
def test_the_book(kind: str, secrecy: str, circular: bool, apart: bool, book: str) -> None:  # noqa: FBT001 - a table's columns
    assert book_for(kind=kind, secrecy=secrecy, circular=circular, apart=apart).code == book


def test_every_letter_finds_a_book_with_a_name() -> None:
    for kind in ("external", "memo", "stamped", "order", "announcement", "meeting"):
        for level in Level:
            for circular in (False, True):
                for apart in (False, True):
                    book = book_for(kind=kind, secrecy=level, circular=circular, apart=apart)
                    assert book.code in book_codes()
                    assert book_label(book.code) == book.name


def test_an_unknown_book_shows_its_code() -> None:
    assert book_label("old") == "old"


# A register runs with the calendar year, in พ.ศ.
@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2024, 1, 1), 2567),
        (date(2024, 10, 1), 2567),
        (date(2024, 12, 31), 2567),
        (date(2025, 1, 1), 2568),
    ],
)
def test_the_year(day: date, year: int) -> None:
    assert register_year(day) == year


@pytest.mark.parametrize(
    ("book", "circular", "expected"),
    [
        ("general", False, "ปท 0017.2/6569"),
        ("general", True, "ปท 0017.2/ว 6569"),
        ("circular", True, "ปท 0017.2/ว 6569"),
        ("secret", False, "ปท 0017.2/6569"),
        ("order", False, "6569/2567"),
    ],
)
def test_the_written_number(book: str, circular: bool, expected: str) -> None:  # noqa: FBT001 - a table's column
    assert written(book, code="ปท 0017.2", number=6569, year=2567, circular=circular) == expected


# ── the table ───────────────────────────────────────────────────────────────
def table(**changed: Any) -> dict[str, Any]:
    row = {"code": "general", "name": "ก", "english": "a", "kinds": [], "secrecy": ["ordinary"], "circular": "any", "form": "{number}"}  # fmt: skip
    return {"year": "calendar", "circular_apart": False, "books": [row], **changed}


def test_the_shipped_table_holds() -> None:
    assert rules().year == "calendar"
    assert book_codes()[-1] == "general"


@pytest.mark.parametrize(
    "changed",
    [
        {"year": "moon"},
        {"books": []},
        {"books": [*table()["books"], *table()["books"]]},
        {"books": [{**table()["books"][0], "kinds": ["order"]}]},
    ],
)
def test_a_table_that_leaves_a_letter_without_a_number_is_refused(changed: dict[str, Any]) -> None:
    read(table())
    with pytest.raises(ValueError, match=r"book|registers"):
        read(table(**changed))
