"""What a list of villages that somebody sends would change: told before anything is kept, and the same when it is kept.

Nothing in a list takes a village away: one that it does not name stays as it is, and an empty cell says nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from samrit.rules.areas.register import Area, area_by_code, full_title, level_of, village
from samrit.rules.thai import arabic_digits, find_dates
from samrit.rules.wording import Message, Refusal, say

LONGEST_NAME = 150


class Kind(StrEnum):
    """NEW village; RENAMED from a day on; CORRECTED as it always was; ENDED on a day; UNCHANGED; INVALID."""

    NEW = "new"
    RENAMED = "renamed"
    CORRECTED = "corrected"
    ENDED = "ended"
    UNCHANGED = "unchanged"
    INVALID = "invalid"


@dataclass(frozen=True)
class Village:
    """A village under one name. ``valid_from`` None: as far back as we know; ``valid_to`` None: it stands."""

    code: str
    name: str
    name_en: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    split_from: str = ""


@dataclass(frozen=True)
class Line:
    """A row as it was sent: texts, "" for what it does not say; ``row`` as a person counts."""

    row: int
    code: str
    name: str = ""
    name_en: str = ""
    valid_from: str = ""
    valid_to: str = ""
    split_from: str = ""


@dataclass(frozen=True)
class Step:
    """What a line comes to. ``problems``: (field, what to mend); ``note`` deserves a look."""

    line: Line
    kind: Kind
    before: Village | None = None
    after: Village | None = None
    problems: tuple[tuple[str, Message], ...] = ()
    note: Message | None = None


Problems = list[tuple[str, Message]]


def planned(lines: Iterable[Line], stood: Mapping[str, Sequence[Village]], province: str) -> list[Step]:
    """Each line in its order. ``stood``: code → its names so far, the newest last; ``province``: the code of the list's."""
    known = {code: list(rows) for code, rows in stood.items()}
    lines = list(lines)
    rivals = _rivals(lines)
    steps = []
    for line in lines:
        rival = rivals.get(_told_of(line))
        steps.append(_refused(line, rival) if rival else _kept(_step(line, known, province), known))
    return steps


def _told_of(line: Line) -> tuple[str, str]:
    return arabic_digits("".join(line.code.split())), line.valid_from.strip()


def _rivals(lines: Sequence[Line]) -> dict[tuple[str, str], tuple[int, int]]:
    """Villages of which the list says two things for the same day: the first two rows that do."""
    first: dict[tuple[str, str], Line] = {}
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for line in lines:
        told = first.setdefault(_told_of(line), line)
        if _content(told) != _content(line):
            found.setdefault(_told_of(line), (told.row, line.row))
    return found


def _content(line: Line) -> tuple[str, ...]:
    return tuple(text.strip() for text in (line.name, line.name_en, line.valid_to, line.split_from))


def _refused(line: Line, rows: tuple[int, int]) -> Step:
    message = say(
        "village_twice",
        "แถว {first} และแถว {second} บอกรหัสนี้ไม่เหมือนกัน – เหลือแถวที่ถูกแถวเดียว",
        first=rows[0],
        second=rows[1],
    )
    return Step(line, Kind.INVALID, problems=(("code", message),))


def _kept(step: Step, known: dict[str, list[Village]]) -> Step:
    """The following lines see it as done."""
    after = step.after
    if after is None or step.kind in {Kind.UNCHANGED, Kind.INVALID}:
        return step
    rows = known.setdefault(after.code, [])
    if step.kind is Kind.RENAMED and step.before and after.valid_from:
        rows[-1] = replace(step.before, valid_to=after.valid_from - timedelta(days=1))
    if step.kind in {Kind.NEW, Kind.RENAMED}:
        rows.append(after)
    else:
        rows[-1] = after
    return step


def _step(line: Line, known: Mapping[str, Sequence[Village]], province: str) -> Step:
    problems: Problems = []
    area = _area(line, province, problems)
    first = _day(line.valid_from, "valid_from", problems)
    last = _day(line.valid_to, "valid_to", problems)
    if first and last and last < first:
        problems.append(("valid_to", say("village_ends_early", "วันสุดท้ายอยู่ก่อนวันเริ่ม – ตรวจปี พ.ศ. ของทั้งสองวัน")))
    if len(line.name.strip()) > LONGEST_NAME or len(line.name_en.strip()) > LONGEST_NAME:
        problems.append(("name", say("village_name_long", "ชื่อยาวเกิน {most} ตัวอักษร", most=LONGEST_NAME)))
    split = _split_from(line, province, problems)
    if problems or area is None:
        return Step(line, Kind.INVALID, problems=tuple(problems))
    said = Village(area.code, " ".join(line.name.split()), " ".join(line.name_en.split()), first, last, split)
    return _against(line, said, list(known.get(area.code, ())))


def _area(line: Line, province: str, problems: Problems) -> Area | None:
    found = village("".join(line.code.split()), line.name)
    if isinstance(found, Refusal):
        problems.append(("code", found.message))
        return None
    if not found.code.startswith(province):
        message = say("village_elsewhere", "รหัสนี้อยู่ใน{area} ไม่ใช่จังหวัดนี้", area=_province_of(found.code))
        problems.append(("code", message))
    return found


def _province_of(code: str) -> str:
    parent = area_by_code(code[:2])
    return full_title(parent) if parent else code


def _day(text: str, key: str, problems: Problems) -> date | None:
    if not text.strip():
        return None
    found = {read.value for read in find_dates(arabic_digits(text))}
    try:
        found |= {date.fromisoformat(text.strip()[:10])} if not found else set()
    except ValueError:
        found = set()
    if len(found) == 1:
        return found.pop()
    problems.append((key, say("village_day", "อ่านวันที่ “{given}” ไม่ได้ – พิมพ์แบบ 1 ต.ค. 2567", given=text[:40])))
    return None


def _split_from(line: Line, province: str, problems: Problems) -> str:
    text = arabic_digits("".join(line.split_from.split()))
    if text and (level_of(text) is None or len(text) != len("20010103") or not text.startswith(province)):
        message = say("village_split_code", "“{given}” ไม่ใช่รหัสหมู่บ้าน 8 หลักของจังหวัดนี้", given=text[:40])
        problems.append(("split_from", message))
        return ""
    return text


def _against(line: Line, said: Village, rows: list[Village]) -> Step:
    """Compared with the names so far."""
    last = rows[-1] if rows else None
    if any(_says_the_same(said, row) for row in rows):
        return Step(line, Kind.UNCHANGED, last, last)
    if last is None or last.valid_to is not None:
        return _begun(line, said, last)
    if said.name and said.name != last.name and said.valid_from:
        return _renamed(line, said, last)
    after = replace(
        last,
        name=said.name or last.name,
        name_en=said.name_en or last.name_en,
        valid_from=said.valid_from or last.valid_from,
        valid_to=said.valid_to,
        split_from=said.split_from or last.split_from,
    )
    if after.valid_from and after.valid_to and after.valid_to < after.valid_from:
        message = say("village_ended_before", "วันสุดท้ายอยู่ก่อนวันที่หมู่บ้านนี้เริ่ม")
        return Step(line, Kind.INVALID, last, problems=(("valid_to", message),))
    return Step(line, Kind.ENDED if after.valid_to else Kind.CORRECTED, last, after)


def _says_the_same(said: Village, row: Village) -> bool:
    """What a line does not say differs from nothing: an old list takes no rename back and revives no village."""
    keys = ("name", "name_en", "valid_from", "valid_to", "split_from")
    return all(not getattr(said, key) or getattr(said, key) == getattr(row, key) for key in keys)


def _begun(line: Line, said: Village, ended: Village | None) -> Step:
    if not said.name:
        return Step(line, Kind.INVALID, problems=(("name", say("village_name_missing", "ใส่ชื่อหมู่บ้าน")),))
    if ended is not None and (
        said.valid_from is None or (ended.valid_to and said.valid_from <= ended.valid_to)
    ):
        message = say("village_begins_again", "รหัสนี้เคยสิ้นสุดแล้ว – ใส่วันเริ่มใหม่ที่อยู่หลังวันสิ้นสุดเดิม")
        return Step(line, Kind.INVALID, ended, problems=(("valid_from", message),))
    return Step(line, Kind.NEW, None, said)


def _renamed(line: Line, said: Village, last: Village) -> Step:
    if last.valid_from and said.valid_from and said.valid_from <= last.valid_from:
        message = say("village_renamed_before", "ชื่อใหม่เริ่มก่อนชื่อเดิม – ตรวจวันเริ่ม")
        return Step(line, Kind.INVALID, last, problems=(("valid_from", message),))
    after = replace(said, name_en=said.name_en, split_from=said.split_from or last.split_from)
    note = say("village_renamed", "เดิมชื่อ {name}", name=last.name)
    return Step(line, Kind.RENAMED, last, after, note=note)
