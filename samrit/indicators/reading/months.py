"""A column of one month (ม.ค.) in a table whose years stand elsewhere: in a column of their own, or said of the whole table."""

import re
from collections.abc import Sequence

from samrit.indicators.reading.joining import joined_period
from samrit.indicators.reading.table import evened_title
from samrit.rules.periods import Habits, PeriodRead, PeriodType, from_text, read_period
from samrit.rules.thai import BUDDHIST_ERA, MONTHS, MONTHS_SHORT
from samrit.rules.wording import Refusal

FIRST_FISCAL_MONTH = 10
_BARE = re.compile(r"--(?P<month>0[1-9]|1[0-2])")  # as ISO 8601 once wrote a month of no year
_BY_NAME = {
    **{evened_title(name): number for number, name in enumerate(MONTHS, 1)},
    **{evened_title(name): number for number, name in enumerate(MONTHS_SHORT, 1)},
    **{evened_title(name.replace(".", "")): number for number, name in enumerate(MONTHS_SHORT, 1)},
}
_FISCAL = re.compile(r"งบ|fiscal|fy", re.IGNORECASE)


def month_named(text: str) -> int | None:
    """1–12 of a month's name alone; None for anything else."""
    return _BY_NAME.get(evened_title(text))


def bare_month(month: int) -> str:
    """``--01``: what a mapping keeps of the title ม.ค. while the year is said elsewhere."""
    return f"--{month:02}"


def month_in(text: str) -> int | None:
    """Of what ``bare_month`` wrote; None for anything else."""
    match = _BARE.fullmatch(text)
    return int(match["month"]) if match else None


def together(one: str, other: str) -> str:
    """What two titles, one below another, say of when: ``2566`` above ``ม.ค.`` is that month; else the first that says anything."""
    year, month = (other, one) if month_in(one) else (one, other)
    number = month_in(month)
    if number is None or not year or month_in(year):
        return one or other
    period = from_text(year)
    if period.type not in {PeriodType.YEAR, PeriodType.FISCAL_YEAR}:
        return one
    earlier = period.type.is_fiscal and number >= FIRST_FISCAL_MONTH
    return f"{period.year - earlier}-{number:02}"


def month_of_year(
    texts: Sequence[str], titles: Sequence[str], month: int, *, expects: PeriodType | None, habits: Habits
) -> PeriodRead | Refusal:
    """The month in the year that cells of a row say; ต.ค. to ธ.ค. of a fiscal year are of the year before.

    A year that cannot be read is refused in the same words for each month beside it.
    """
    said = joined_period(texts, titles)
    kind = PeriodType.FISCAL_YEAR if _FISCAL.search(said) else PeriodType.YEAR
    year = read_period(said, expects=kind, habits=habits)
    if isinstance(year, Refusal):
        return year
    earlier = kind is PeriodType.FISCAL_YEAR and month >= FIRST_FISCAL_MONTH
    found = read_period(
        f"{MONTHS[month - 1]} {year.period.year - earlier + BUDDHIST_ERA}", expects=expects, habits=habits
    )
    return found if isinstance(found, Refusal) else PeriodRead(found.period, (*year.notes, *found.notes))
