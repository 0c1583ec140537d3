"""Finds the tables and lists of KPIs in a text and where each begins and ends."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from samrit.letters.reading.assembly import Assembly, Unreadable
from samrit.letters.reading.characters import may_go_on
from samrit.letters.reading.items import Item, Kind, column_roles, read_items
from samrit.letters.reading.lines import Line
from samrit.letters.reading.offices import is_agency
from samrit.letters.reading.shapes import Component
from samrit.letters.reading.spaced import with_spaced_tables
from samrit.rules.thai import arabic_digits

_ENDS = re.compile(
    r"(?:(?:ด่วน\S{0,8} )?ที่ [ก-ฮ]{2,4} ?[0-9๐-๙]|บันทึกข้อความ|บัญชี(?:รายชื่อ|แนบท้าย|ส่วนราชการ)|รายชื่อ|หมายเหตุ|เรียน(?:\s|$)|เรื่อง\s"
    r"|จึง(?:เรียน|ประกาศ|ขอ)|ขอแสดงความ|ทั้งนี้|ลงชื่อ|\(?ลงชื่อ|กำหนดการ|ประกาศ ณ|สั่ง ณ|ระเบียบวาระ|สิ่งที่ส่งมาด้วย|อ้างถึง|เอกสารแนบ|โดยให้"
    r"|ส่วนราชการ\s|ขอให้|ให้จังหวัด|ข้อมูลประจำตัว|เข้าสู่ระบบ|ภาคผนวก)"
)
_TITLE_WORDS = re.compile(r"ตัวชี้วัด|กรอบ|มาตรการ|คำรับรอง|ปีงบประมาณ|ปี พ\.ศ|จังหวัด|ฉบับปรับปรุง|เอกสารแนบ|น้ำหนัก")
_NO_TITLE = re.compile(
    r"(?:\(|ผู้ว่าราชการ|รองผู้ว่า|ปลัด|เลขาธิการ|นาย|นาง|โดย |- |[0-9๐-๙]{1,2}[.:)]|เรียน|เรื่อง|จึงเรียน|ขอแสดง|ที่ [ก-ฮ]{2}|โทร|วันที่)"
)
_TITLE = re.compile(r"(?:ตัวชี้วัด|กรอบการประเมิน|กรอบตัวชี้วัด)")
_YEAR_OR_PROVINCE = re.compile(r"ปี(?:งบประมาณ)? ?(?:พ\.ศ\. ?)?[0-9๐-๙]{4}|จังหวัด(?!ที่|ใน|ตาม|ละ)[ก-ฮเ-ไ]")
_WEIGHT_WORD = re.compile(r"น้?ำหนัก ?(?:เท่ากับ|:)? ?(?:ร้อยละ)? ?[0-9๐-๙]")
# A sentence of the letter's body that a line's end made begin with องค์ประกอบ.
_SENTENCE = re.compile(
    r"^(?:ซึ่ง|และ|หรือ|ให้|ตาม|เป็น|ที่|โดย|ของ|จะ|ได้|ใน|มี|[A-Za-z ]{3,30}[“\"])|[“\"].*ซึ่ง|ในการนี้|ดังนี้|ดังกล่าว"
)
_TITLE_LINES = 6
_LOOK_AHEAD = 6


@dataclass(frozen=True)
class FrameworkRead:
    """A framework as it stands in the text; province, year and edition follow from ``title`` and the letter."""

    title: str
    title_line: int
    components: tuple[Component, ...]
    total: tuple[Decimal, int] | None
    subtotals: tuple[tuple[int, Decimal, int], ...]  # position of the component, stated sum, line
    unreadable: tuple[Unreadable, ...]
    line: int
    last_line: int


def find_frameworks(lines: Sequence[Line]) -> list[FrameworkRead]:
    """Every framework of the text, in order."""
    found: list[FrameworkRead] = []
    lines = with_spaced_tables(lines)
    position, after = 0, 0
    while position < len(lines):
        if _opens(lines, position):
            read, position = _read(lines, position, after)
            if read is not None:
                found.append(read)
                after = position
        else:
            position += 1
    return found


def _upcoming(lines: Sequence[Line], position: int) -> list[Line]:
    return [line for line in lines[position + 1 : position + 1 + 3 * _LOOK_AHEAD] if not line.blank][
        :_LOOK_AHEAD
    ]


def _opens(lines: Sequence[Line], position: int) -> bool:
    line = lines[position]
    if line.blank:
        return False
    if line.cells and column_roles(line):
        return True
    items = read_items(line, None)
    if items[0].kind is Kind.COMPONENT:
        return bool(line.cells) or _is_heading(items[0], _upcoming(lines, position))
    return (
        items[0].kind is Kind.NUMBERED and not line.cells and _is_listed_kpi(line, _upcoming(lines, position))
    )


def _is_heading(component: Item, upcoming: Sequence[Line]) -> bool:
    """A component's heading outside a table, not a sentence that happens to begin with the word."""
    if not component.name or _SENTENCE.search(component.name):
        return False
    kinds = [item.kind for line in upcoming[:3] for item in read_items(line, None)]
    structured = {Kind.NUMBERED, Kind.DASHED, Kind.NOT_ASSESSED, Kind.COMPONENT, Kind.ATTRIBUTE, Kind.TOTAL}
    stated = component.weight.own is not None or not component.assessed
    headed = any(line.cells and column_roles(line) for line in upcoming)
    return headed or (bool(kinds) and (kinds[0] in structured or (stated and bool(structured & set(kinds)))))


def _is_listed_kpi(line: Line, upcoming: Sequence[Line]) -> bool:
    """``1. ชื่อ (น้ำหนักร้อยละ 10) …``: the weight on the line, or below it before the next number."""
    if _WEIGHT_WORD.search(line.text):
        return True
    if _ENDS.match(line.text):
        return False
    for other in upcoming[:3]:
        item = read_items(other, None)[0]
        if other.cells or item.kind not in {Kind.ATTRIBUTE, Kind.TEXT}:
            return False
        if item.weight.own is not None:
            return item.kind is Kind.ATTRIBUTE or _WEIGHT_WORD.search(other.text) is not None
    return False


class _Walk:
    """Reads on from the first line of a framework to its last."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.roles: dict[str, int] | None = None
        self.in_table = False
        self.blank_before = False
        self.table: int | None = None
        self.last_line = 0

    def takes(self, line: Line, upcoming: Sequence[Line]) -> bool:
        """Adds the line; False when the framework has ended before it."""
        if line.cells and (roles := column_roles(line)):
            self.roles, self.in_table, self.table = roles, True, line.table
            return True
        if self.items and (_is_title(line) or (not line.cells and _ENDS.match(line.text))):
            return False
        if not line.cells:
            return self.takes_words(line, upcoming)
        if line.table != self.table and self.table is not None and self.roles and not self.belongs(line):
            return False
        return self.takes_row(line)

    def belongs(self, line: Line) -> bool:
        """Whether a table after the table is more of it: a page break, a table per component."""
        return max(self.roles.values(), default=0) < len(line.cells) if self.roles else True

    def takes_row(self, line: Line) -> bool:
        items = read_items(line, self.roles)
        if self.total_passed() and items[0].kind not in {Kind.COMPONENT, Kind.NUMBERED, Kind.TOTAL}:
            return False
        self.in_table, self.table = True, line.table
        self.items += items
        return True

    def takes_words(self, line: Line, upcoming: Sequence[Line]) -> bool:
        item = read_items(line, None)[0]
        if item.kind is Kind.COMPONENT:
            accepted = not self.items or not item.assessed or _is_heading(item, upcoming)
        elif self.total_passed():
            accepted = False
        elif item.kind is Kind.TEXT:
            accepted = self.continues(item, upcoming)
        elif item.kind in {Kind.NUMBERED, Kind.DASHED}:
            accepted = self.lists(item, upcoming)
        else:
            accepted = True
        if accepted:
            self.items.append(item)
        return accepted

    def continues(self, item: Item, upcoming: Sequence[Line]) -> bool:
        """Words: the rest of the line above, or a heading over rows."""
        below = read_items(upcoming[0], self.roles)[0].kind if upcoming else None
        heading = item.line.bold or re.match(r"ตัวชี้วัด|.*KPI", item.name) is not None
        above = self.items[-1] if self.items else None
        if (below is Kind.NUMBERED and heading) or above is None:
            return below is Kind.NUMBERED and heading
        if self.in_table and self.roles:
            return False
        between = above.kind in {Kind.NUMBERED, Kind.COMPONENT} and below in {Kind.NUMBERED, Kind.COMPONENT}
        if between and len(item.line.text) <= len(above.line.text) + 20:
            return True  # between two rows: the end of the first, though a page's end may part them
        return not self.blank_before and may_go_on(above.line.text, item.line.text)

    def lists(self, item: Item, upcoming: Sequence[Line]) -> bool:
        stated = item.weight.own is not None or bool(item.owners)
        if not stated and is_agency(item.name) and item.number == "1":
            return False
        if not self.in_table or not self.roles:
            return True
        return item.weight.own is not None or (bool(upcoming) and bool(upcoming[0].cells))

    def total_passed(self) -> bool:
        return bool(self.items) and self.items[-1].kind is Kind.TOTAL


def _is_title(line: Line) -> bool:
    """``ตัวชี้วัดของจังหวัด… ประจำปีงบประมาณ …``: the next framework's heading."""
    if (
        len(line.filled) > 1
        or read_items(line, None)[0].kind is not Kind.TEXT
        or _WEIGHT_WORD.search(line.text)
    ):
        return False
    return _TITLE.search(line.text) is not None and _YEAR_OR_PROVINCE.search(line.text) is not None


def _read(lines: Sequence[Line], start: int, after: int) -> tuple[FrameworkRead | None, int]:
    walk = _Walk()
    position = start
    while position < len(lines):
        line = lines[position]
        if line.blank:
            walk.blank_before = True
        elif not walk.takes(line, _upcoming(lines, position)) or _starts_over(walk.items):
            break
        else:
            walk.blank_before = False
            walk.last_line = line.number
        position += 1
    if _starts_over(walk.items):
        walk.items.pop()
    return _finish(lines, start, after, walk), max(position, start + 1)


def _starts_over(items: Sequence[Item]) -> bool:
    """Component 1 once more, after others: the next province's framework without a heading between."""
    if not items or items[-1].kind is not Kind.COMPONENT:
        return False
    earlier = [item for item in items[:-1] if item.kind is Kind.COMPONENT]
    if not earlier or items[-1].number is None:
        return False
    total = items[-2].kind is Kind.TOTAL and any(item.number == items[-1].number for item in earlier)
    return total or (items[-1].number == earlier[0].number and earlier[-1].number != earlier[0].number)


def _finish(lines: Sequence[Line], start: int, after: int, walk: _Walk) -> FrameworkRead | None:
    assembly = Assembly()
    assembly.take(walk.items)
    components = tuple(
        draft.finished() for draft in assembly.components if draft.number or draft.name or draft.groups
    )
    title, title_line = _title(lines, start, after)
    kpis = [kpi for component in components for kpi in component.kpis]
    weighed = any(kpi.weight is not None or kpi.owners for kpi in kpis)
    named = any(component.number for component in components)
    if not (kpis or any(not component.assessed for component in components)):
        return None
    if not (weighed or named or (title and walk.roles)):
        return None
    subtotals = tuple(
        (position, *draft.subtotal) for position, draft in enumerate(assembly.components) if draft.subtotal
    )
    return FrameworkRead(
        title,
        title_line,
        components,
        assembly.total,
        subtotals,
        tuple(assembly.unreadable),
        lines[start].number,
        walk.last_line,
    )


def _title(lines: Sequence[Line], start: int, after: int) -> tuple[str, int]:
    """The heading above, up to six lines; the line where it begins."""
    taken: list[Line] = []
    blanks = 0
    for line in reversed(lines[after:start]):
        if line.blank:
            blanks += 1
            if blanks > 3 or (blanks > 1 and taken):  # noqa: PLR2004 - further up is another matter
                break
            continue
        fits = len(line.filled) <= 1 and not _NO_TITLE.match(line.text) and _TITLE_WORDS.search(line.text)
        if not fits or len(taken) == _TITLE_LINES:
            break
        taken.append(line)
        blanks = 0
    taken.reverse()
    first = taken[0].number if taken else lines[start].number
    return arabic_digits(" ".join(line.text for line in taken)), first
