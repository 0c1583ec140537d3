"""Days and years of the metadata: people and the template write พ.ศ., what is stored and exchanged is ISO in ค.ศ."""

import re
from datetime import date

from samrit.rules.thai import BUDDHIST_ERA, find_dates
from samrit.rules.typed import evened

FIRST_YEAR, LAST_YEAR = 2400, 2743  # พ.ศ.; data of a year outside are a slip of typing
_FIRST, _LAST = 1900, 2200  # ค.ศ., as samrit.rules.thai reads them
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_YEAR = re.compile(r"(?:พ\.? ?ศ\.?|ค\.? ?ศ\.?|ปี)? ?(\d{4})(?:\.0)?")  # a spreadsheet may hold it as a number
_MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?$")  # a day as a spreadsheet's reader writes it
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")


def read_day(written: str) -> date | None:
    """The one day that a person wrote: 2567-01-31, 31/1/2567, 31 ม.ค. 67, ๓๑ มกราคม ๒๕๖๗, 2024-01-31.

    A year from 2201 on is พ.ศ. None when it is no day of the calendar, not one day alone, or has words around it.
    """
    text = _MIDNIGHT.sub("", evened(written))
    if turned := _YEAR_FIRST.fullmatch(text):
        text = f"{turned[1]}-{turned[2]:>02}-{turned[3]:>02}"
    found = find_dates(text)
    if len(found) != 1 or text.strip() != found[0].text.strip():
        return None
    return found[0].value


def day_of(stored: str) -> date | None:
    """The day that is stored: ISO in ค.ศ., 1900 to 2200, and nothing else. A year in พ.ศ. is no such day."""
    try:
        day = date.fromisoformat(stored) if _ISO.fullmatch(stored) else None
    except ValueError:
        return None
    return day if day and _FIRST <= day.year <= _LAST else None


def buddhist(day: date) -> str:
    """As the template has it: 2024-01-31 → 2567-01-31."""
    return f"{day.year + BUDDHIST_ERA:04}-{day.month:02}-{day.day:02}"


def read_year(written: str) -> str | None:
    """A year of data in พ.ศ., four digits: 2567, ๒๕๖๗, พ.ศ. 2567, 2024 → 2567. None when it is no such year."""
    found = _YEAR.fullmatch(evened(written))
    if not found:
        return None
    year = int(found[1])
    year = year if year >= FIRST_YEAR else year + BUDDHIST_ERA
    return str(year) if FIRST_YEAR <= year <= LAST_YEAR else None


def common_era(year: str) -> int:
    """2567 → 2024; ``year`` as ``read_year`` gives it."""
    return int(year) - BUDDHIST_ERA
