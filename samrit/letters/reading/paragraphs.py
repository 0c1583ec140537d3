"""Wrapped lines put together again, with the way back from a place in the paragraph to its line."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from samrit.letters.reading.characters import join_wrapped, may_go_on
from samrit.letters.reading.lines import Line
from samrit.rules.thai import arabic_digits

_NEW = re.compile(
    r"(?:[-–—•*]\s|\(?[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2}){0,3}[.)](?![0-9๐-๙])|[0-9๐-๙]{1,2}[.:][0-9๐-๙]{2}\s?(?:น\.|[-–—])"
    r"|(?:ระเบียบ)?วาระที่|เรื่?อง\s|เรียน\s|อ้างถึง|สิ่งที่ส่งมาด้วย|จึง(?:เรียน|ขอ)|หมายเหตุ|วันที่\s|ที่ [ก-ฮ]{2}|เลข(?:ที่)?รับ|เวลา\s|ณ\s|โดย\s|\()"
)


@dataclass(frozen=True)
class Paragraph:
    """``text`` in one piece; ``starts`` are the offsets where its lines begin, ``lines`` their numbers."""

    text: str
    starts: tuple[int, ...]
    lines: tuple[int, ...]

    @property
    def line(self) -> int:
        return self.lines[0]

    def line_at(self, offset: int) -> int:
        return self.lines[max(0, bisect_right(self.starts, offset) - 1)]


_OPEN_END = re.compile(r"(?:เวลา|วันที่|ระหว่าง|ตั้งแต่|ถึง|[–-])$")
_AFTER_DATE = re.compile(r"[0-9๐-๙]{4}$|น\.$")


_COUNTED = re.compile(r"([0-9]{1,2})\.(?:([0-9]{1,2}))?\s")


def counts_on(above: str, below: str) -> bool:
    """``1.2 …`` or ``1. …`` above, ``1.3 …`` or ``1.1 …`` below: a sentence may go on with 1.3, but hardly so."""
    one, other = _COUNTED.match(arabic_digits(above)), _COUNTED.match(arabic_digits(below))
    if one is None or other is None or other[2] is None:
        return False
    return one[1] == other[1] and int(other[2]) == int(one[2] or 0) + 1


def begins_anew(above: str, below: str) -> bool:
    """Whether a line opens an item or a label, and is not merely what a sentence above goes on with."""
    if _OPEN_END.search(above):
        return False  # … เวลา / ๑๖.๓๐ น.
    if below.startswith(("เวลา", "ณ ")) and _AFTER_DATE.search(above):
        return False  # ในวันศุกร์ที่ … ๒๕๖๒ / เวลา ๐๙.๓๐ น. / ณ ห้องประชุม
    return _NEW.match(below) is not None or counts_on(above, below)


def _begins_anew(above: Line, line: Line) -> bool:
    if line.blank or line.cells or above.cells:
        return True
    if _OPEN_END.search(above.text) or (
        line.text.startswith(("เวลา", "ณ ")) and _AFTER_DATE.search(above.text)
    ):
        return False
    return begins_anew(above.text, line.text) or not may_go_on(above.text, line.text)


def paragraphs(lines: Sequence[Line]) -> Iterator[Paragraph]:
    """Neighbouring lines that read on; table rows, list items and labels begin anew."""
    open_lines: list[Line] = []
    for line in lines:
        if open_lines and _begins_anew(open_lines[-1], line):
            yield _paragraph(open_lines)
            open_lines = []
        if not line.blank:
            open_lines.append(line)
    if open_lines:
        yield _paragraph(open_lines)


def _paragraph(lines: Sequence[Line]) -> Paragraph:
    text, starts = "", []
    for line in lines:
        joined = join_wrapped([text, line.text])
        starts.append(len(joined) - len(line.text.strip()))
        text = joined
    return Paragraph(text, tuple(starts), tuple(line.number for line in lines))
