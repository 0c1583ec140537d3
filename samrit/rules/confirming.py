"""Whether a score is confirmed by another person than who computed it (ยืนยันสองคน): data by year (``confirming.toml``)."""

import tomllib
from functools import cache
from importlib import resources

from samrit.rules.wording import Refusal, refuse


@cache
def _tables() -> tuple[tuple[int, bool], ...]:
    """(first fiscal year, whether a second person confirms), the oldest first."""
    text = (resources.files(__package__) / "confirming.toml").read_text(encoding="utf-8")
    return tuple(sorted((row["year"], row["second_person"]) for row in tomllib.loads(text)["from"]))


def needs_second_person(year: int) -> bool:
    """In a fiscal year (พ.ศ.); the oldest table before all of them."""
    tables = _tables()
    return next((second for start, second in reversed(tables) if start <= year), tables[0][1])


def refuse_same_person(year: int, *, computed_by: int | None, confirms: int) -> Refusal | None:
    """``computed_by``, ``confirms``: keys of people."""
    if computed_by != confirms or not needs_second_person(year):
        return None
    return refuse(
        "second_person_confirms",
        "ปีนี้ผู้ยืนยันคะแนนต้องไม่ใช่ผู้คิดคะแนน และคุณเป็นผู้คิดคะแนนเวอร์ชันนี้ – ให้ผู้ประเมินคนอื่นตรวจทานแล้วยืนยัน",
    )
