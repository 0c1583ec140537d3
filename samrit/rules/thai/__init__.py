"""Thai as offices write it: the one home of digits, dates, lists, money in words, dictionary order and line breaks."""

from samrit.rules.thai.baht import baht, number_in_words
from samrit.rules.thai.breaking import NO_BREAK, Segmenter, breaks, unbroken
from samrit.rules.thai.collation import collation_key
from samrit.rules.thai.dates import (
    BUDDHIST_ERA,
    MONTHS,
    MONTHS_SHORT,
    WEEKDAYS,
    fiscal_year,
    thai_date,
    thai_time,
)
from samrit.rules.thai.digits import arabic_digits, parse_number, plain_number, thai_digits
from samrit.rules.thai.ordinals import list_letter, list_number
from samrit.rules.thai.reading import (
    DateRange,
    DateRead,
    TimeRead,
    find_date_ranges,
    find_dates,
    find_times,
)

__all__ = [
    "BUDDHIST_ERA",
    "MONTHS",
    "MONTHS_SHORT",
    "NO_BREAK",
    "WEEKDAYS",
    "DateRange",
    "DateRead",
    "Segmenter",
    "TimeRead",
    "arabic_digits",
    "baht",
    "breaks",
    "collation_key",
    "find_date_ranges",
    "find_dates",
    "find_times",
    "fiscal_year",
    "list_letter",
    "list_number",
    "number_in_words",
    "parse_number",
    "plain_number",
    "thai_date",
    "thai_digits",
    "thai_time",
    "unbroken",
]
