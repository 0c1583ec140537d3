"""Thai digits, dates and numbers, written and read the way Thai offices do."""

import re
from datetime import date, datetime
from decimal import Decimal

BUDDHIST_ERA = 543  # พ.ศ. = ค.ศ. + 543

MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
MONTHS_SHORT = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")  # Monday first, as date.weekday()

_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")


def arabic_digits(text: str) -> str:
    """๒๕๖๗ → 2567; everything else stays."""
    return text.translate(_TO_ARABIC)


def thai_digits(text: str) -> str:
    """2567 → ๒๕๖๗; everything else stays."""
    return text.translate(_TO_THAI)


def parse_number(text: str) -> Decimal | None:
    """The exact value of a number typed in Thai or Arabic digits, with or without thousands commas.

    None when it is not one plain finite number (empty, words, ``nan``, ``1,23``, two numbers).
    """
    plain = arabic_digits(text.strip()).replace("\N{MINUS SIGN}", "-")
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if not _NUMBER.fullmatch(plain):
        return None
    return Decimal(plain)


def plain_number(value: Decimal) -> str:
    """Arabic digits, no exponent, no needless zeros: ``10.0`` → ``10``, ``2.50`` → ``2.5``."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def thai_date(day: date, *, short: bool = False) -> str:
    """``3 เมษายน 2567``, or short ``3 เม.ย. 2567``; the year in พ.ศ., Arabic digits."""
    months = MONTHS_SHORT if short else MONTHS
    return f"{day.day} {months[day.month - 1]} {day.year + BUDDHIST_ERA}"


def thai_time(moment: datetime) -> str:
    """``16.30 น.``; the caller brings the moment in local time."""
    return f"{moment:%H.%M} น."


def fiscal_year(day: date) -> int:
    """The fiscal year in พ.ศ. that a day falls in: FY 2567 runs 1 Oct 2566 – 30 Sep 2567."""
    october = 10
    return day.year + BUDDHIST_ERA + (1 if day.month >= october else 0)
