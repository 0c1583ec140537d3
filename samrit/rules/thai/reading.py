"""Dates, stretches of days and times, read out of a text as letters write them."""

import re
from dataclasses import dataclass
from datetime import date, time

from samrit.rules.thai.dates import BUDDHIST_ERA, MONTHS, MONTHS_SHORT, WEEKDAYS
from samrit.rules.thai.digits import arabic_digits

# In the patterns below @ stands for the name of one date of a pair (a, b).
_FULL = (*MONTHS[:6], "กรก[ฎฏ]าคม", *MONTHS[7:])
_ENGLISH = [
    "jan(?:uary)?",
    "feb(?:ruary)?",
    "mar(?:ch)?",
    "apr(?:il)?",
    "may",
    "june?",
    "july?",
    "aug(?:ust)?",
    "sept?(?:ember)?",
    "oct(?:ober)?",
    "nov(?:ember)?",
    "dec(?:ember)?",
]
# ม.ค. | มค | มค. | ม. ค. – the dots and the space are often lost.
_SHORT = tuple(r"\.? ?".join(name.replace(".", "")) + r"\.?+(?![ก-ฮะ-์])" for name in MONTHS_SHORT)
_MONTHS_READ = tuple(
    re.compile(rf"(?:{full}|{short}|{english}\.?(?![a-z]))", re.IGNORECASE)
    for full, short, english in zip(_FULL, _SHORT, _ENGLISH, strict=True)
)
_MONTH = "(?P<@month>" + "|".join(pattern.pattern for pattern in _MONTHS_READ) + ")"
_GAP = r"[ \t\n]{0,6}"
_ERA = rf"(?:พ\.? ?ศ\.?|พุทธศักราช|ค\.? ?ศ\.?){_GAP}"
_YEAR = rf"(?:{_ERA})?(?P<@year>\d{{4}}(?!\d)|\d{{2}}(?![\d.:]))"
_WEEKDAY = rf"(?:วัน)?(?P<@weekday>จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัสฯ?|ศุกร์|เสาร์|อาทิตย์){_GAP}(?:ที่)?{_GAP}"
_ON_DAY = rf"(?:{_WEEKDAY})?(?:วันที่{_GAP})?(?<![\d/.])(?P<@day>\d{{1,2}})(?!\d){_GAP}"
_IN_MONTH = rf"(?:เดือน{_GAP})?{_MONTH}"
_DATE = re.compile(f"{_ON_DAY}{_IN_MONTH}(?:{_GAP}{_YEAR})?".replace("@", "a"), re.IGNORECASE)
_SLASHED = re.compile(
    r"(?<![\d/.-])(?P<aday>\d{1,2})([/-])(?P<amonth>\d{1,2})\2(?P<ayear>\d{4}|\d{2})(?![\d/-])"
)
_ISO = re.compile(r"(?<![\d/.-])(?P<ayear>\d{4})-(?P<amonth>\d{2})-(?P<aday>\d{2})(?![\d/-])")
_TO = rf"(?:{_ERA})?{_GAP}(?:-|–|—|−|ถึงวันที่|ถึง|จนถึงวันที่|จนถึง|to\b){_GAP}"
_RANGE = re.compile(
    f"{_ON_DAY}(?:{_IN_MONTH})?(?:{_GAP}{_YEAR})?".replace("@", "a")
    + rf"(?:{_GAP}(?:ตั้งแต่)?เวลา{_GAP}(?P<atime>(?:[01]?\d|2[0-4])[.:][0-5]\d){_GAP}(?:น\.?|นาฬิกา)?)?"
    + f"{_TO}{_ON_DAY}{_IN_MONTH}{_GAP}{_YEAR}".replace("@", "b"),
    re.IGNORECASE,
)
_TIME = r"(?<![\d.:/])([01]?\d|2[0-4])[.:]([0-5]\d)(?![\d/])"
_CLOCK = re.compile(
    rf"{_TIME}(?:{_GAP}น(?:\.|าฬิกา))?(?:{_GAP}(?:-|–|—|−|ถึงเวลา|ถึง){_GAP}(?:เวลา{_GAP})?{_TIME})?"
    rf"{_GAP}(?P<word>น\.|น(?![ก-๙])|นาฬิกา)?"
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2200  # a year outside, once in ค.ศ., is a slip of reading


@dataclass(frozen=True)
class DateRead:
    """A date as a text writes it, from ``start`` to ``end``. ``year`` is ค.ศ.; None where the text has none."""

    start: int
    end: int
    text: str
    day: int
    month: int
    year: int | None
    weekday: int | None = None  # as date.weekday()

    @property
    def value(self) -> date | None:
        """The day; None when the year is missing or there is no such day."""
        if self.year is None or not _FIRST_YEAR <= self.year <= _LAST_YEAR:
            return None
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None

    @property
    def impossible(self) -> bool:
        """Complete, and yet no day of any calendar (31 เมษายน, พ.ศ. 3567)."""
        return self.year is not None and self.value is None

    @property
    def weekday_contradicts(self) -> bool:
        return self.value is not None and self.weekday is not None and self.value.weekday() != self.weekday


def _common_era(written: str | None) -> int | None:
    """2567 → 2024, 67 → 2024 (two digits are พ.ศ.), 2024 → 2024."""
    if written is None:
        return None
    if len(written) == 2:  # noqa: PLR2004 - two digits
        return 2500 + int(written) - BUDDHIST_ERA
    year = int(written)
    return year if year <= _LAST_YEAR else year - BUDDHIST_ERA


def _month_of(match: re.Match[str], prefix: str) -> int | None:
    written = match.group(f"{prefix}month")
    return next((n for n, month in enumerate(_MONTHS_READ, 1) if written and month.fullmatch(written)), None)


def _weekday_of(match: re.Match[str], prefix: str) -> int | None:
    name = match.group(f"{prefix}weekday")
    return next(
        (day for day, full in enumerate(WEEKDAYS) if name and full.startswith(name.rstrip("ฯ"))), None
    )


def _in_words(match: re.Match[str]) -> DateRead:
    return DateRead(
        match.start(),
        match.end(),
        match.group(),
        int(match["aday"]),
        _month_of(match, "a") or 0,
        _common_era(match["ayear"]),
        _weekday_of(match, "a"),
    )


def find_dates(text: str) -> list[DateRead]:
    """Every date in the text, in order: Thai or Arabic digits, full, short or undotted months, 3/4/2567, ISO.

    A day and month without a year is given too (``year`` None). 3/4/2567 counts only when it is a day.
    """
    plain = arabic_digits(text)
    found = [_in_words(match) for match in _DATE.finditer(plain)]
    for pattern in (_SLASHED, _ISO):
        for match in pattern.finditer(plain):
            numbers = int(match["aday"]), int(match["amonth"]), _common_era(match["ayear"])
            read = DateRead(match.start(), match.end(), match.group(), *numbers)
            if read.value is not None:
                found.append(read)
    return sorted(found, key=lambda read: read.start)


@dataclass(frozen=True)
class DateRange:
    """``25 มีนาคม – 11 เมษายน 2567``; what the first day leaves out (month, year) comes from the last."""

    start: int
    end: int
    text: str
    first: DateRead
    last: DateRead
    opens: time | None = None  # the time written with the first day


def find_date_ranges(text: str) -> list[DateRange]:
    """Every stretch of days in the text: ``1 - 20 ตุลาคม 2568``, ``25 มี.ค. ถึงวันที่ 11 เม.ย. 67`` …"""
    return [_date_range(match) for match in _RANGE.finditer(arabic_digits(text))]


def _date_range(match: re.Match[str]) -> DateRange:
    month, year = _month_of(match, "b") or 0, _common_era(match["byear"])
    last = DateRead(
        match.start("bday"),
        match.end(),
        match.group(),
        int(match["bday"]),
        month,
        year,
        _weekday_of(match, "b"),
    )
    first_month, first_year = _month_of(match, "a") or month, _common_era(match["ayear"])
    if first_year is None and year is not None:
        first_year = year - (first_month > month)
    weekday = _weekday_of(match, "a")
    first = DateRead(
        match.start(), match.end("aday"), match.group(), int(match["aday"]), first_month, first_year, weekday
    )
    opens = _clock(*re.split(r"[.:]", match["atime"])) if match["atime"] else None
    return DateRange(match.start(), match.end(), match.group(), first, last, opens)


@dataclass(frozen=True)
class TimeRead:
    """A time or a stretch of time in a text; ``ends`` is None when only one is written. 24.00 is 23.59."""

    start: int
    end: int
    starts: time
    ends: time | None


def _clock(hour: str, minute: str) -> time:
    return time(23, 59) if hour == "24" else time(int(hour), int(minute))


def find_times(text: str) -> list[TimeRead]:
    """``เวลา 09.30 – 12.00 น.``: a time stands after เวลา, before น., in a stretch, or with a colon."""
    plain = arabic_digits(text)
    found = []
    for match in _CLOCK.finditer(plain):
        hour, minute, last_hour, last_minute = match.group(1, 2, 3, 4)
        before = plain[max(0, match.start() - 12) : match.start()].rstrip()
        sure = (
            match["word"]
            or "น." in match.group()
            or before.endswith(("เวลา", "ตั้งแต่เวลา"))
            or ":" in match.group()
        )
        if sure:
            ends = _clock(last_hour, last_minute) if last_hour else None
            found.append(TimeRead(match.start(), match.end(), _clock(hour, minute), ends))
    return found
