"""Meetings to come, with place and agenda."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from samrit.letters.reading.agendas import AgendaRead, find_agendas
from samrit.letters.reading.lines import Line
from samrit.letters.reading.paragraphs import Paragraph
from samrit.letters.reading.shapes import AgendaItem, Meeting
from samrit.letters.reading.windows import ROUND
from samrit.rules.thai import DateRead, TimeRead, arabic_digits, find_date_ranges, find_dates, find_times

_MEETING = re.compile(r"ประชุม|อบรม|สัมมนา|ชี้แจง|กำหนดการ")
_NO_MEETING = re.compile(r"(?:ภายใน|ไม่เกิน|ก่อน|เมื่อ|ลง|แล้วเมื่อ)(?:วัน)?(?:ที่)? ?$")
_PLACE = re.compile(r"(?:(?<![ก-๙])ณ|สถานที่(?:ประชุม)? ?:?) {0,3}(?!วันที่|โอกาส|บัดนี้|ที่นี้)(?P<place>[^\n]{3,200})")
_PLACE_ENDS = re.compile(
    r"\s(?:โดย|เพื่อ|ดัง(?!กล่าว)|และ(?:ผ่าน|ให้|ขอ)|ทั้งนี้|รายละเอียด|จึง|ผ่าน|ตาม|ซึ่ง|พร้อม|ในวัน|เวลา|หรือผ่าน)|[.;]\s|\s?\(รายละเอียด"
)
_TIME_WITHIN = 45  # letters between the date and its time
_ABOVE = 5  # paragraphs above that may say what the date is for


@dataclass(frozen=True)
class MeetingRead:
    """A meeting as one place of the text gives it."""

    day: DateRead
    last_day: DateRead
    starts: time
    ends: time | None
    place: str | None
    line: int

    @property
    def moment(self) -> datetime | None:
        return datetime.combine(self.day.value, self.starts) if self.day.value else None


@dataclass(frozen=True)
class Meetings:
    """The meetings, the mentions they were put together from, and agendas that belong to none."""

    meetings: tuple[Meeting, ...]
    mentions: tuple[MeetingRead, ...]


def find_meetings(blocks: Sequence[Paragraph], lines: Sequence[Line]) -> Meetings:
    mentions = [read for order in range(len(blocks)) for read in _in_paragraph(blocks, order)]
    meetings = _merged(mentions)
    for agenda in find_agendas(blocks, lines):
        meetings = _with_agenda(meetings, mentions, agenda)
    return Meetings(tuple(sorted(meetings, key=lambda meeting: meeting.line)), tuple(mentions))


def _in_paragraph(blocks: Sequence[Paragraph], order: int) -> list[MeetingRead]:
    block = blocks[order]
    plain = arabic_digits(block.text)
    above = " ".join(other.text for other in blocks[max(0, order - _ABOVE) : order])
    heading = plain.startswith(("ในวัน", "วัน", "ใน วัน")) or len(plain) < 80  # noqa: PLR2004 - a line of a programme
    if not _MEETING.search(plain) and not (heading and _MEETING.search(above)):
        return []
    if not _MEETING.search(plain) and ROUND.search(plain):
        return []  # a reporting window, in a letter that invites to a meeting as well
    times = find_times(plain)
    found = []
    for first, last in _days(plain):
        at = next((t for t in times if 0 <= t.start - last.end <= _TIME_WITHIN), None)
        if (
            at is None
            or _NO_MEETING.search(plain[: first.start])
            or not _before(plain, first, above, heading=heading)
        ):
            continue
        place = _place(block.text, at.end) or _place_below(blocks, order)
        found.append(_read(block, first, last, at, place))
    return found


def _before(plain: str, first: DateRead, above: str, *, heading: bool) -> bool:
    return bool(
        _MEETING.search(plain[: first.start]) or _MEETING.search(plain[first.end : first.end + 120])
    ) or (heading and bool(_MEETING.search(above)))


def _days(plain: str) -> list[tuple[DateRead, DateRead]]:
    ranges = find_date_ranges(plain)
    days = [(found.first, replace(found.last, end=found.end)) for found in ranges]
    inside = [(found.start, found.end) for found in ranges]
    days += [
        (day, day)
        for day in find_dates(plain)
        if day.year is not None and not any(start <= day.start < end for start, end in inside)
    ]
    return sorted(days, key=lambda pair: pair[0].start)


def _read(block: Paragraph, first: DateRead, last: DateRead, at: TimeRead, place: str | None) -> MeetingRead:
    return MeetingRead(first, last, at.starts, at.ends, place, block.line_at(first.start))


def _place(text: str, after: int) -> str | None:
    match = _PLACE.search(text, after)
    if match is None:
        return None
    place = match["place"]
    end = _PLACE_ENDS.search(place)
    return (place[: end.start()] if end else place).strip(" .,") or None


def _place_below(blocks: Sequence[Paragraph], order: int) -> str | None:
    for block in blocks[order + 1 : order + 3]:
        if re.match(r"(?:ณ|สถานที่)[\s:]", block.text):
            return _place(block.text, 0)
    return None


def _merged(mentions: Sequence[MeetingRead]) -> list[Meeting]:
    """One meeting per day and hour. A mention whose weekday contradicts gives way to one that agrees."""
    sound = [read for read in mentions if read.moment and not read.day.weekday_contradicts]
    merged: dict[datetime, Meeting] = {}
    for read in mentions:
        moment = read.moment
        if moment is None or (read not in sound and any(_same_but_day(read, other) for other in sound)):
            continue
        places = (read.place,) if read.place else ()
        ends = _ends(read)
        known = merged.get(moment)
        if known is None:
            merged[moment] = Meeting(moment, ends, places, (), read.line)
        else:
            merged[moment] = replace(
                known, ends=known.ends or ends, places=tuple(dict.fromkeys((*known.places, *places)))
            )
    return list(merged.values())


def _same_but_day(read: MeetingRead, other: MeetingRead) -> bool:
    return read.starts == other.starts and (
        read.day.month == other.day.month or read.day.day == other.day.day
    )


def _ends(read: MeetingRead) -> datetime | None:
    last = read.last_day.value
    return datetime.combine(last, read.ends) if last and read.ends else None


def _with_agenda(
    meetings: list[Meeting], mentions: Sequence[MeetingRead], agenda: AgendaRead
) -> list[Meeting]:
    above = [read for read in mentions if read.line <= agenda.line and read.moment]
    moment = above[-1].moment if above else None
    chosen = next((meeting for meeting in meetings if meeting.starts == moment), None)
    if chosen is None and len(meetings) == 1:
        chosen = meetings[0]
    day = chosen.starts.date() if chosen else agenda.day
    items = tuple(
        _item(day, slot.starts, slot.ends, topic, line)
        for slot in agenda.slots
        for topic, line in slot.topics
    )
    if chosen is not None:
        last = max((item.ends for item in items if item.ends), default=None)
        changed = replace(chosen, agenda=(*chosen.agenda, *items), ends=chosen.ends or last)
        return [changed if meeting is chosen else meeting for meeting in meetings]
    if day is None or not items or items[0].starts is None:
        return meetings
    last = max((item.ends for item in items if item.ends), default=None)
    return [*meetings, Meeting(items[0].starts, last, (), items, agenda.line)]


def _item(day: date | None, starts: time | None, ends: time | None, topic: str, line: int) -> AgendaItem:
    return AgendaItem(
        datetime.combine(day, starts) if day and starts else None,
        datetime.combine(day, ends) if day and ends else None,
        topic,
        line,
    )
