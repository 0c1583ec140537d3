"""The Thai calendar as offices write it: พ.ศ., months, weekdays, the fiscal year."""

from datetime import date, datetime

BUDDHIST_ERA = 543  # พ.ศ. = ค.ศ. + 543

MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
MONTHS_SHORT = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")  # Monday first, as date.weekday()


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
