"""Agendas (กำหนดการ): stretches of time with their topics."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time

from samrit.letters.reading.characters import join_wrapped
from samrit.letters.reading.lines import Line, in_one
from samrit.letters.reading.paragraphs import Paragraph
from samrit.letters.reading.tables import BREAK
from samrit.rules.thai import TimeRead, find_dates, find_times

_TIME_FIRST = re.compile(r"(?:[-•] ?)?(?:เวลา ?:? ?)?")
_DASH = re.compile(r"[-–—•●]\s*")
_ITEM_AGENDA = re.compile(r"(?:ระเบียบ)?วาระที่ ?[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})? ?:? ?")
_NO_TOPIC = re.compile(r"(?:ณ |รายละเอียด|เป็นต้นไป|ผ่าน|ตาม|ดังมี|ดังนี้|โดย)")
_GOES_ON = re.compile(r"(?:โดย|วิทยากร|ผู้บรรยาย|นำเสนอ|ผู้แทน|\()")
_HEADING = re.compile(r"กำหนดการ|ระเบียบวาระ|วาระการประชุม")
_FEWEST = 2  # one time alone is no agenda, unless a heading says so
_DATE_ABOVE = 8  # paragraphs above the first slot in which its day may stand


@dataclass
class Slot:
    """``topics`` with the line each begins on."""

    starts: time | None
    ends: time | None
    topics: list[tuple[str, int]] = field(default_factory=list)


@dataclass(frozen=True)
class AgendaRead:
    """``day``: the date that stands above, for an agenda whose meeting is not announced elsewhere."""

    slots: tuple[Slot, ...]
    line: int
    day: date | None


def find_agendas(blocks: Sequence[Paragraph], lines: Sequence[Line]) -> list[AgendaRead]:
    cells = {line.number: line.cells for line in lines if len(line.filled) > 1}
    found = []
    order = 0
    while order < len(blocks):
        slots, after = _run(blocks, order, cells)
        above = blocks[max(0, order - _DATE_ABOVE) : order]
        headed = any(_HEADING.search(block.text) for block in above)
        if len(slots) >= _FEWEST or (slots and headed):
            found.append(AgendaRead(tuple(slots), blocks[order].line, _day_above(above)))
        order = max(after, order + 1)
    return found


def _day_above(above: Sequence[Paragraph]) -> date | None:
    days = [day.value for block in above for day in find_dates(block.text) if day.value]
    return days[-1] if days else None


def _run(
    blocks: Sequence[Paragraph], order: int, cells: dict[int, tuple[str, ...]]
) -> tuple[list[Slot], int]:
    """Slots from this paragraph on, and where they end. None when it opens no agenda."""
    slots: list[Slot] = []
    while order < len(blocks):
        block = blocks[order]
        slot = _slot(block, cells.get(block.line))
        if slot is not None:
            slots.append(slot)
        elif not slots or not _belongs(block, slots[-1]):
            break
        order += 1
    return [slot for slot in slots if slot.topics], order


def _slot(block: Paragraph, cells: tuple[str, ...] | None) -> Slot | None:
    if cells:
        return _row_slot(block, cells)
    if vote := _ITEM_AGENDA.match(block.text):
        topic = block.text[vote.end() :].removeprefix("เรื่อง ").strip()
        return Slot(None, None, [(topic, block.line)]) if topic else None
    lead = _TIME_FIRST.match(block.text)
    read = _time_at(block.text, lead.end() if lead else 0)
    if read is None:
        return None
    slot = Slot(read.starts, read.ends)
    topic = _undashed(block.text[read.end :].lstrip(" :.–—"))
    if _NO_TOPIC.match(topic.strip()):
        return None  # the time of a meeting, broken off its sentence
    if topic.strip():
        slot.topics.append((topic.strip(), block.line_at(read.end)))
    return slot


def _undashed(text: str) -> str:
    dash = _DASH.match(text)
    return text[dash.end() if dash else 0 :].strip()


def _time_at(text: str, position: int) -> TimeRead | None:
    read = next(iter(find_times(text)), None)
    return read if read is not None and read.start <= position else None


def _row_slot(block: Paragraph, cells: tuple[str, ...]) -> Slot | None:
    column = next((n for n, cell in enumerate(cells) if cell), 0)
    if re.fullmatch(r"[0-9๐-๙]{1,2}[.)]?", cells[column]) and column + 1 < len(cells):
        column += 1
    text = in_one(cells[column])
    lead = _TIME_FIRST.match(text)
    read = _time_at(text, lead.end() if lead else 0)
    if read is None or len(text) > read.end + 12:
        return None
    rest = [cell for cell in cells[column + 1 :] if cell]
    topics = [_undashed(piece) for piece in rest[0].split(BREAK)] if rest else []
    others = " ".join(in_one(cell) for cell in rest[1:])
    named = [
        f"{topic} {others}".strip() if position == len(topics) - 1 else topic
        for position, topic in enumerate(topics)
    ]
    return Slot(read.starts, read.ends, [(topic, block.line) for topic in named if topic])


def _belongs(block: Paragraph, slot: Slot) -> bool:
    """A dash is another topic of the slot, a speaker or a bracket goes on with the last."""
    if dash := _DASH.match(block.text):
        slot.topics.append((block.text[dash.end() :].strip(), block.line))
        return True
    if not slot.topics:
        slot.topics.append((block.text, block.line))
        return True
    if _GOES_ON.match(block.text):
        topic, line = slot.topics[-1]
        slot.topics[-1] = (
            join_wrapped([topic + " ", block.text]) if topic.endswith(" ") else f"{topic} {block.text}",
            line,
        )
        return True
    return False
