"""Reporting windows (ช่วงเวลารายงาน) that the letters set."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time

from samrit.letters.reading.paragraphs import Paragraph
from samrit.rules.thai import DateRead, arabic_digits, find_date_ranges, find_dates, find_times

ROUND = re.compile(r"(?:รอบ|ระยะ|ราย|ช่วง)[^\d\n]{0,25}(?:\d ?\(|\()?(?<![\d.])(3|6|9|12) ?เดือน")
_REPORTING = re.compile(
    r"รายงานผล|e-? ?sar|ระบบการรายงาน|ระบบรายงาน|เปิดระบบ|เปิดรับ|บันทึกข้อมูล|บันทึกผล|นำเข้าข้อมูล|ส่งผลการ|จัดส่งรายงาน|ส่งรายงาน|ส่งแบบรายงาน|รายงาน.{0,20}ตัวชี้วัด",
    re.IGNORECASE,
)
_MEETING = re.compile(r"ประชุม|อบรม|สัมมนา|ฝึกอบรม|ชี้แจง")
_ANSWER = re.compile(
    r"ตอบรับ|ยืนยัน(?:การเข้าร่วม|ตัวตน)|ลงทะเบียน|แจ้งรายชื่อ|แจ้งผู้|ส่งรายชื่อ|แจ้งชื่อ|เสนอตัวชี้วัด|ขออุทธรณ์|ทักท้วง"
)
_DEADLINE = re.compile(r"(?:ภายใน|ไม่เกิน|ก่อน|ไม่ช้ากว่า|ไม่ล่าช้ากว่า|อย่างช้า)(?:วัน)?[ก-๙ ]{0,15}$|ภายใน ?$")
_OPENING = re.compile(r"(?:เปิด(?:ระบบ|รับ|ให้)?|เริ่ม|ตั้งแต่).{0,60}$")
_CLOSING = re.compile(r"(?:ปิด|สิ้นสุด|จนถึง|ถึง)[^\d]{0,40}$")
_YEAR = re.compile(r"ปี(?:งบประมาณ)? ?(?:พ\. ?ศ\. ?)?(\d{4})")
# The periods that are measured, not the days on which one reports.
_PERIODS = {
    ((10, 1), (3, 31)),
    ((10, 1), (6, 30)),
    ((10, 1), (9, 30)),
    ((4, 1), (9, 30)),
    ((1, 1), (12, 31)),
    ((10, 1), (12, 31)),
}
_TOPIC = 8  # letters between a meeting and what it is about
_NEAR = 25  # letters between the last day and its time


@dataclass(frozen=True)
class WindowRead:
    """A window as one place of the text gives it; ``fiscal_year`` is what that place is about (พ.ศ.)."""

    round: int | None
    opens: DateRead | None
    closes: DateRead
    opens_at: time | None
    closes_at: time | None
    fiscal_year: int | None
    line: int
    text: str

    @property
    def days(self) -> tuple[tuple[int, int] | None, tuple[int, int]]:
        """Day and month of both ends: what stays when only the year was misread."""
        return (
            (self.opens.month, self.opens.day) if self.opens else None,
            (self.closes.month, self.closes.day),
        )


def find_windows(blocks: Sequence[Paragraph]) -> list[WindowRead]:
    found: list[WindowRead] = []
    for order, block in enumerate(blocks):
        plain = arabic_digits(block.text)
        before = arabic_digits(blocks[order - 1].text) if order else ""
        found += _in_paragraph(block, plain, before)
    return found


@dataclass(frozen=True)
class _Place:
    """A paragraph in Arabic digits; ``context`` puts the paragraph above before it where that says what it is about."""

    block: Paragraph
    plain: str
    context: str


def _in_paragraph(block: Paragraph, plain: str, before: str) -> Iterator[WindowRead]:
    about = bool(_REPORTING.search(plain) or ROUND.search(plain))
    if not about and not (plain.startswith(("ระหว่าง", "วันที่", "ตั้งแต่")) and _REPORTING.search(before)):
        return
    place = _Place(block, plain, plain if about else f"{before} {plain}")
    ranges = [r for r in find_date_ranges(plain) if not _is_period(r.first, r.last)]
    for found in ranges:
        if not _is_meeting(plain, found.start):
            opens_at, closes_at = _times(plain, found.end)
            yield _window(place, found.first, found.last, (found.opens or opens_at, closes_at))
    yield from _single_dates(place, [(found.start, found.end) for found in ranges])


def _single_dates(place: _Place, ranges: Sequence[tuple[int, int]]) -> Iterator[WindowRead]:
    """A pair of dates that opens and closes, or a deadline. ``ranges`` are read already."""
    plain = place.plain
    dates = [date for date in find_dates(plain) if date.year is not None]
    dates = [date for date in dates if not any(start <= date.start < end for start, end in ranges)]
    if len(dates) > 1 and not _MEETING.search(plain) and _is_pair(plain, dates):
        yield _window(place, dates[0], dates[1], _times(plain, dates[1].end))
        return
    for date in dates:
        lead = plain[max(0, date.start - 40) : date.start]
        if (
            _DEADLINE.search(lead)
            and not _ANSWER.search(plain[: date.start])
            and not _is_meeting(plain, date.start)
        ):
            first, last = _times(plain, date.end)
            yield _window(place, None, date, (None, last or first))


def _is_pair(plain: str, dates: Sequence[DateRead]) -> bool:
    """``เปิดระบบวันที่ … ปิดระบบวันที่ …``, or a table row ``รอบ 6 เดือน | … | …``."""
    first, last = dates[0], dates[1]
    between = plain[first.end : last.start]
    opens = _OPENING.search(plain[max(0, first.start - 70) : first.start])
    closes = _CLOSING.search(between)
    in_row = ROUND.match(plain) is not None and not re.sub(r"[\s.น0-9:\-–]|เวลา", "", between)
    return bool(opens and closes) or in_row


def _is_period(first: DateRead, last: DateRead) -> bool:
    return ((first.month, first.day), (last.month, last.day)) in _PERIODS


def _is_meeting(plain: str, position: int) -> bool:
    """Whether the last word before the date is a meeting rather than a report; ชี้แจงการรายงานผล is a meeting."""
    before = plain[:position]
    meetings = [match.end() for match in _MEETING.finditer(before)]
    reports = [match.start() for pattern in (_REPORTING, ROUND) for match in pattern.finditer(before)]
    on_their_own = [start for start in reports if not any(0 <= start - end <= _TOPIC for end in meetings)]
    return bool(meetings) and max(meetings) > max(on_their_own, default=-1)


def _times(plain: str, end: int) -> tuple[time | None, time | None]:
    """The time after a date: one closes, a stretch opens and closes."""
    read = next((t for t in find_times(plain[end : end + 60]) if t.start <= _NEAR), None)
    if read is None:
        return None, None
    return (read.starts, read.ends) if read.ends else (None, read.starts)


def _window(
    place: _Place, opens: DateRead | None, closes: DateRead, times: tuple[time | None, time | None]
) -> WindowRead:
    context, start = place.context, (opens or closes).start
    at = start + len(context) - len(place.plain)
    years = [int(match[1]) for match in _YEAR.finditer(context[:at])]
    return WindowRead(
        _round(context, at),
        opens,
        closes,
        times[0],
        times[1],
        years[-1] if years else None,
        place.block.line_at(start),
        place.block.text,
    )


def _round(context: str, at: int) -> int | None:
    """The round named last before the date, else first after it."""
    before = [int(match[1]) for match in ROUND.finditer(context[:at])]
    if before:
        return before[-1]
    after = ROUND.search(context, at)
    return int(after[1]) if after else None
