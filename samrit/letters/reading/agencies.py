"""Lists of agencies (บัญชีรายชื่อ, บัญชีแนบท้าย)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz, process

from samrit.letters.reading.characters import for_comparison, join_wrapped
from samrit.letters.reading.lines import Line, in_one
from samrit.letters.reading.offices import is_agency, office_key
from samrit.letters.reading.places import find_provinces
from samrit.letters.reading.shapes import Agency
from samrit.rules.thai import arabic_digits

_HEADING = re.compile(
    r"(?:บัญชี(?:รายชื่อ|แนบ|ส่วนราชการ|หน่วยงาน)|รายชื่อ(?!ผู้เข้าร่วม)|แนบท้าย|ส่วนราชการ(?:ที่|ใน|ตาม|ผู้)|หน่วยงาน(?:ที่|ใน|ตาม|ผู้|ดัง))"
)
_ITEM = re.compile(r"\(?(?P<number>\d{1,4})(?P<mark>[.)]|\s)(?!\d)\s*(?P<name>\S.*)")
_COLUMN = re.compile(
    r"(?:ชื่อ|รายชื่อ)?(?:หน่วยงาน|ส่วนราชการ|หน่วยงาน/ส่วนราชการ|ส่วนราชการ/หน่วยงาน|รายชื่อ)(?:ผู้รับ|ที่เชิญ|ราชการ)?"
)
_MOSTLY = 0.7  # of the items read like offices: a list of agencies even without a heading
_FEWEST = 3
_FROM_HEADING = 14  # lines between a heading and its first item
_HEADING_LONG = 200  # letters
_SAME = 90  # of 100
_COMPARABLE = 500  # names: in longer lists only equal ones are put together


@dataclass(frozen=True)
class AgencyList:
    """One list as printed; ``gaps``: numbers that are missing or out of order, with the line."""

    agencies: tuple[Agency, ...]
    line: int
    gaps: tuple[tuple[int, int], ...]  # expected number, line


def find_lists(lines: Sequence[Line], taken: frozenset[int]) -> list[AgencyList]:
    """Every list of agencies. ``taken``: lines (by number) that are a letter's head or a KPI table."""
    usable = [line for line in lines if not line.blank and line.number not in taken]
    found: list[AgencyList] = []
    order = 0
    while order < len(usable):
        read, after = _column(usable, order) or _numbered(usable, order) or (None, order + 1)
        if read is not None:
            found.append(read)
        order = after
    return found


def _headed(usable: Sequence[Line], order: int) -> bool:
    above = usable[max(0, order - 8) : order]
    first = usable[order].number
    return any(
        _HEADING.search(line.text) and first - line.number <= _FROM_HEADING and len(line.text) < _HEADING_LONG
        for line in above
    )


def _items(line: Line) -> list[tuple[int, str]]:
    """Number and name; a row of two columns holds two items."""
    if len(line.filled) > 1:
        plain = [arabic_digits(in_one(cell)) for cell in line.filled]
        matches = [_ITEM.fullmatch(cell) for cell in plain]
        if all(matches):
            return [
                (int(m["number"]), in_one(cell)[m.start("name") :])
                for m, cell in zip(matches, line.filled, strict=True)
                if m
            ]
        if re.fullmatch(r"\d{1,4}[.)]?", plain[0]):
            return [(int(re.sub(r"\D", "", plain[0])), in_one(line.filled[1]))]
        return []
    match = _ITEM.fullmatch(arabic_digits(line.text))
    return [(int(match["number"]), line.text[match.start("name") :])] if match else []


def _numbered(usable: Sequence[Line], order: int) -> tuple[AgencyList | None, int] | None:
    if not any(number == 1 for number, _ in _items(usable[order])):
        return None
    entries: list[tuple[int, str, int]] = []
    position = order
    while position < len(usable):
        line = usable[position]
        items = _items(line)
        if items and not (entries and any(number == 1 for number, _ in items)):
            entries += [(number, name, line.number) for number, name in items]
        elif _goes_on(usable, position, entries):
            number, name, at = entries[-1]
            entries[-1] = (number, join_wrapped([name, line.text]), at)
        else:
            break
        position += 1
    alike = sum(is_agency(name) for _, name, _ in entries)
    headed = _headed(usable, order) and alike * 2 >= len(entries)
    if not headed and (len(entries) < _FEWEST or alike < _MOSTLY * len(entries)):
        return None, position
    return _list(entries), position


def _goes_on(usable: Sequence[Line], position: int, entries: Sequence[tuple[int, str, int]]) -> bool:
    """The rest of a long name: directly below, and the next number follows."""
    line, above = usable[position], usable[position - 1]
    if (
        not entries
        or line.cells
        or _items(line)
        or line.number != above.number + 1
        or _HEADING.match(line.text)
    ):
        return False
    below = next((_items(other) for other in usable[position + 1 : position + 2]), [])
    follows = bool(below) and below[0][0] == entries[-1][0] + 1
    return follows or line.text.startswith(("(", "จังหวัด"))


def _list(entries: Sequence[tuple[int, str, int]]) -> AgencyList:
    if [number for number, _, _ in entries] != sorted(number for number, _, _ in entries) and len(
        {line for *_, line in entries}
    ) < len(entries):
        entries = sorted(entries)  # two columns, read row by row
    gaps = [(before[0] + 1, after[2]) for before, after in pairwise(entries) if after[0] != before[0] + 1]
    agencies = tuple(Agency(name.strip(" ;,"), line) for _, name, line in entries)
    return AgencyList(agencies, entries[0][2], tuple(gaps))


def _column(usable: Sequence[Line], order: int) -> tuple[AgencyList, int] | None:
    """A table with a column of agencies."""
    head = usable[order]
    column = next(
        (n for n, cell in enumerate(head.cells) if _COLUMN.fullmatch(re.sub(r"\s", "", cell))), None
    )
    if column is None or len(head.filled) < 2:  # noqa: PLR2004 - a number and a name
        return None
    agencies = []
    position = order + 1
    while position < len(usable) and usable[position].table == head.table:
        line = usable[position]
        cell = in_one(line.cells[column]) if column < len(line.cells) else ""
        if is_agency(cell):
            agencies.append(Agency(cell, line.number))
        position += 1
    return (AgencyList(tuple(agencies), head.number, ()), position) if agencies else None


# ── several lists ───────────────────────────────────────────────────────────
@dataclass(frozen=True)
class SameAgency:
    """An agency that a later list names in other words."""

    first: Agency
    other: Agency


@dataclass(frozen=True)
class Union:
    """All agencies once, in the order and words of the first list that has each."""

    agencies: tuple[Agency, ...]
    renamed: tuple[SameAgency, ...]
    repeated: tuple[SameAgency, ...]  # the same words twice in one list
    differing: tuple[
        tuple[AgencyList, tuple[str, ...], tuple[str, ...]], ...
    ]  # list, only there, missing there


def unite(lists: Sequence[AgencyList]) -> Union:
    union: list[Agency] = []
    known = _Names()
    renamed, repeated, differing = [], [], []
    for position, each in enumerate(lists):
        fresh: dict[str, Agency] = {}
        matched: set[int] = set()
        for agency in each.agencies:
            if agency.name in fresh:
                repeated.append(SameAgency(fresh[agency.name], agency))
                continue
            twin = known.find(agency.name) if position else None
            if twin is None:
                fresh[agency.name] = agency
                continue
            matched.add(twin)
            if for_comparison(union[twin].name) != for_comparison(agency.name):
                renamed.append(SameAgency(union[twin], agency))
        missing = [agency.name for place, agency in enumerate(union) if place not in matched]
        if position and (fresh or missing):
            differing.append((each, tuple(fresh), tuple(missing)))
        for agency in fresh.values():
            known.add(agency.name, len(union))
            union.append(agency)
    return Union(tuple(union), tuple(renamed), tuple(repeated), tuple(differing))


class _Names:
    """Offices met so far: by what their name says without titles, and by province where one is named."""

    def __init__(self) -> None:
        self.by_key: dict[str, list[tuple[int, frozenset[str]]]] = {}

    def add(self, name: str, place: int) -> None:
        self.by_key.setdefault(office_key(name), []).append((place, _provinces(name)))

    def find(self, name: str) -> int | None:
        """The place of the office that this is another name of; in different provinces they are two."""
        key, own = office_key(name), _provinces(name)
        if key not in self.by_key and len(self.by_key) <= _COMPARABLE:
            close = process.extractOne(key, list(self.by_key), scorer=fuzz.ratio, score_cutoff=_SAME)
            key = close[0] if close else key
        return next(
            (place for place, other in self.by_key.get(key, []) if not own or not other or own == other), None
        )


def _provinces(name: str) -> frozenset[str]:
    return frozenset(place.name for place in find_provinces(name) if place.province)
