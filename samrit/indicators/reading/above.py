"""What the name of a table says of all of it: the one year, the one place. What is not certain is asked."""

import re
from collections.abc import Iterator

from samrit.indicators.reading.table import Raw
from samrit.indicators.reading.words import Words
from samrit.rules.areas import Area, Found, find_area
from samrit.rules.periods import Period, PeriodRead, PeriodType, read_period
from samrit.rules.thai import MONTHS, MONTHS_SHORT
from samrit.rules.typed import evened

LONGEST = 500  # letters of a row above the titles; more is no name
_YEAR = re.compile(
    r"(?P<words>ปีงบประมาณ|ปีงบ|พ\.? ?ศ\.?|ปี|ค\.? ?ศ\.?)[ .]*(?:พ\.? ?ศ\.?|ค\.? ?ศ\.?)?[ .]*(?P<year>(?:19|2[0-6])[0-9]{2})"
)
_YEAR_ALONE = re.compile(r"(?P<words>)(?P<year>(?:19|2[0-6])[0-9]{2})")
# A day before the year, or when somebody wrote the table: not what its figures are of.
_DAY_BEFORE = re.compile(
    rf"(?:[0-9]{{1,2}} ?(?:{'|'.join(map(re.escape, (*MONTHS, *MONTHS_SHORT)))})|(?:เมื่อ|ณ วัน|ข้อมูล ณ|พิมพ์|ปรับปรุง|จัดทำ)[^0-9]{{0,20}}) ?$"
)
_ANOTHER_YEAR = re.compile(
    r" ?(?:-|ถึง|และ|,|/) ?(?:พ\.? ?ศ\.?|ค\.? ?ศ\.?|ปี)? ?[0-9]{2}(?:[0-9]{2})?(?![0-9])"
)
_PLACE = re.compile(r"(?:อำเภอ|ตำบล|เทศบาล|อบต|(?<![ก-๙])[อต]\.) ?[^ ,()]+")


def _names(raw: Raw) -> list[str]:
    return [evened(text[:LONGEST]) for text in (*raw.above, raw.sheet)]


def year_above(raw: Raw) -> Period | None:
    """The one year that stands above the titles, or in the sheet's name."""
    found = {one for text in _names(raw) for one in _years(text)}
    if len({year for _fiscal, year in found}) != 1:
        return None
    fiscal, year = max(found)
    kind = PeriodType.FISCAL_YEAR if fiscal else PeriodType.YEAR
    read = read_period(str(year), expects=kind)
    return read.period if isinstance(read, PeriodRead) else None


def _years(text: str) -> Iterator[tuple[bool, int]]:
    """(Of a fiscal year, year); of a span of years a second one that is none."""
    for match in (_YEAR_ALONE.fullmatch(text), *_YEAR.finditer(text)):
        if match is None or _DAY_BEFORE.search(text[: match.start()]):
            continue
        yield match["words"].startswith("ปีงบ"), int(match["year"])
        if _ANOTHER_YEAR.match(text, match.end()):
            yield False, 0


def places_above(raw: Raw, words: Words) -> list[Area | None]:
    """The different districts and subdistricts named there; None for one that is not found, or in several places."""
    texts = [match[0] for text in _names(raw) for match in _PLACE.finditer(text)]
    return list(dict.fromkeys(_place(text, words) for text in texts))


def _place(text: str, words: Words) -> Area | None:
    found = find_area(text, within=words.within, more=words.more)
    return found.area if isinstance(found, Found) else None
