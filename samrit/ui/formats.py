"""Dates, times, numbers and sizes as the reader's language writes them.

Thai pages write พ.ศ. years and ``16.30 น.``; English ones ``11 Apr 2024 16:30``. Screens use Arabic digits
(a person may wish for Thai ones, paper has its own rule).
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Protocol

from django.utils import timezone, translation

from samrit.rules import thai

ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_THOUSANDTH = Decimal("0.001")
_SIZES = ("KB", "MB", "GB")
_STEP = 1024


def in_english() -> bool:
    return (translation.get_language() or "th").startswith("en")


class Place(Protocol):
    """A province, which has a name in both languages."""

    name: str
    name_en: str


def place_name(place: Place) -> str:
    """``ปทุมธานี`` or ``Pathum Thani``."""
    return place.name_en if in_english() else place.name


def local(moment: datetime) -> datetime:
    """The moment in Asia/Bangkok; one without a zone is taken as local already."""
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def _day(day: date) -> date:
    return local(day).date() if isinstance(day, datetime) else day


def date_long(day: date) -> str:
    """``11 เมษายน 2567`` or ``11 April 2024``."""
    day = _day(day)
    return f"{day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}" if in_english() else thai.thai_date(day)


def date_short(day: date) -> str:
    """``11 เม.ย. 2567`` or ``11 Apr 2024``."""
    day = _day(day)
    if in_english():
        return f"{day.day} {ENGLISH_MONTHS[day.month - 1][:3]} {day.year}"
    return thai.thai_date(day, short=True)


def time_of_day(moment: datetime) -> str:
    """``16.30 น.`` or ``16:30``."""
    moment = local(moment)
    return f"{moment:%H:%M}" if in_english() else thai.thai_time(moment)


def date_and_time(moment: datetime) -> str:
    """``11 เม.ย. 2567 เวลา 16.30 น.`` or ``11 Apr 2024 16:30``."""
    return _moment(moment, " " if in_english() else " เวลา ")


@lru_cache(maxsize=2048)
def _moment(moment: datetime, between: str) -> str:
    """Kept: the same few ends of windows stand on every page and in every save."""
    return f"{date_short(moment)}{between}{time_of_day(moment)}"


def number(value: Decimal | int) -> str:
    """Thousands commas, no needless zeros: ``1256270.50`` → ``1,256,270.5``."""
    plain = thai.plain_number(Decimal(value))
    whole, point, fraction = plain.partition(".")
    return f"{int(whole):,}{point}{fraction}" if whole != "-0" else plain


def score_3(value: Decimal) -> str:
    """A published score: exactly three decimals, half up: ``94.9735`` → ``94.974``."""
    return str(value.quantize(_THOUSANDTH, rounding=ROUND_HALF_UP))


def file_size(size: int) -> str:
    """Bytes → ``812 KB``, ``1.4 MB``; what is under one KB says so exactly."""
    if size < _STEP:
        return f"{size} B"
    amount, unit = Decimal(size), "B"
    for unit in _SIZES:  # noqa: B007 - the unit reached is what we want
        amount /= _STEP
        if amount < _STEP:
            break
    digits = Decimal(1) if amount >= 10 or unit == "KB" else Decimal("0.1")  # noqa: PLR2004 - 9.9 MB, 10 MB
    return f"{amount.quantize(digits, rounding=ROUND_HALF_UP)} {unit}"
