"""Receiving stamps (ตราประทับรับ) that scanning mixed into a letter. Their numbers and dates are not the letter's."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from samrit.letters.reading.lines import Line
from samrit.rules.thai import arabic_digits, find_dates

_RECEIVED = re.compile(
    r"(?:เลขที่? ?รับ|เลขรับ(?:ที่)?|รับที่|เลขทะเบียนรับ|ทะเบียนรับ(?:เลขที่)?|รับเลขที่)(?:ที่)? ?[:.]? ?(\d{1,7}(?:/\d{1,4})?)?"
)
_FILED = re.compile(r"เลขที่ ?[:.]? ?\d{1,6}(?:/\d{1,4})?$")  # a group's own register, only with a time below
_DATE = re.compile(r"(?:วันที่|ลงวันที่)")
_TIME = re.compile(r"เวลา ?[:.]?(?: ?\d{1,2}[.:]\d{2})? ?(?:น\.?)?$")
_OFFICE = re.compile(r"(?:ศาลากลางจังหวัด|สำนักงาน|กลุ่มงาน|กลุ่ม|ที่ว่าการ|ที่ทำการ|งานสารบรรณ|ฝ่าย|กระทรวง|กรม|กอง)")
_STRAY = re.compile(r"\d{1,3}$|\d{1,3}/\d{1,3}/\S{1,12}$")  # ๑๗, 32/15/ร.ร.ร.
_NEAR = 4  # lines that a stamp may run on


@dataclass(frozen=True)
class Stamp:
    """``number`` as stamped, None when it was not filled in."""

    number: str | None
    line: int
    text: str


@dataclass(frozen=True)
class Stamps:
    """The stamps, and the positions of all lines that belong to one."""

    stamps: tuple[Stamp, ...]
    positions: frozenset[int]


def find_stamps(lines: Sequence[Line]) -> Stamps:
    stamps, positions = [], set()
    filled = [position for position, line in enumerate(lines) if not line.blank]
    for order, position in enumerate(filled):
        text = arabic_digits(lines[position].text)
        received = _RECEIVED.match(text)
        below = filled[order + 1 : order + 1 + _NEAR]
        if received is None and not (_FILED.match(text) and _has_time(lines, below)):
            continue
        own = {position, *_dates_below(lines, below)}
        above = filled[order - 1] if order else None
        if above == position - 1 and _OFFICE.match(lines[above].text) and not lines[above].cells:
            own.add(above)
        number = received[1] if received else text.removeprefix("เลขที่").strip(" :.")
        ordered = sorted(own)
        stamps.append(Stamp(number, lines[position].number, " ".join(lines[place].text for place in ordered)))
        positions |= own
    return Stamps(tuple(stamps), frozenset(positions))


def _has_time(lines: Sequence[Line], below: Sequence[int]) -> bool:
    texts = [arabic_digits(lines[position].text) for position in below[:2]]
    return len(texts) > 1 and bool(_DATE.match(texts[0])) and bool(_TIME.match(texts[1]))


def _dates_below(lines: Sequence[Line], below: Sequence[int]) -> set[int]:
    """Date, time and stray digits that follow, one of each; other words between them stay the letter's."""
    own: set[int] = set()
    dated = timed = False
    for position in below:
        text = arabic_digits(lines[position].text)
        if not dated and _DATE.match(text) and len(text) < 40:  # noqa: PLR2004 - a stamp's line
            own.add(position)
            dated = True
        elif not timed and _TIME.match(text):
            own.add(position)
            timed = True
        elif timed and _STRAY.match(text):
            own.add(position)
        elif not re.match(r"จำนวน|\d{1,3}$", text):
            break
    return own


def find_strays(lines: Sequence[Line], known: frozenset[int]) -> list[Line]:
    """Lone notes of one or a few figures that belong to nothing."""
    return [
        line
        for position, line in enumerate(lines)
        if position not in known and not line.cells and _STRAY.match(arabic_digits(line.text))
    ]


def stamp_has_date(stamp: Stamp) -> bool:
    return bool(find_dates(stamp.text))
