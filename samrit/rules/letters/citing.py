"""Which letter a line under อ้างถึง means: by its number, and by its day where the line has one."""

import re
from collections.abc import Iterable
from datetime import date

from samrit.rules.thai import arabic_digits, find_dates, thai_date

_SPACE = re.compile(r"\s+")
_RUNNING = re.compile(r"/\s*ว?\s*([0-9]{1,9})")


def number_key(number: str) -> str:
    """The number as it is compared: Arabic digits, no spaces (ปท 0017.2/ว123). Empty where it names no letter."""
    key = _SPACE.sub("", arabic_digits(number))
    return key if "/" in key and key[-1].isdigit() else ""


def runnings(lines: Iterable[str]) -> set[int]:
    """The numbers after a stroke: what a register is first searched for."""
    return {int(number) for line in lines for number in _RUNNING.findall(arabic_digits(line))}


def cites(line: str, *, number: str, day: date | None) -> bool:
    """Whether the line names this letter. A day that differs is another letter: numbers begin anew each year."""
    key = number_key(number)
    if not key or not re.search(rf"(?<!\d){re.escape(key)}(?!\d)", _SPACE.sub("", arabic_digits(line))):
        return False
    written = {one.value for one in find_dates(line)} - {None}
    return day is None or not written or day in written


def citation(*, sender: str, number: str, day: date | None) -> str:
    """A line under อ้างถึง: ``หนังสือจังหวัดปทุมธานี ที่ ปท 0017.2/ว 123 ลงวันที่ 3 เมษายน 2567``."""
    parts = (
        f"หนังสือ{sender}" if sender else "",
        f"ที่ {number}" if number else "",
        f"ลงวันที่ {thai_date(day)}" if day else "",
    )
    return " ".join(part for part in parts if part)
