"""Finding an area by the name that people write.

With จังหวัด, อ., แขวง … or without, whole addresses, names in brackets, in Thai or English. A name that several areas
bear is refused, with the areas.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from samrit.rules.areas.codes import AreaRefusal, Found, ended_note, refuse_level, refuse_several
from samrit.rules.areas.register import (
    LEVELS,
    Area,
    AreaLevel,
    above,
    area_by_code,
    areas,
    ended_areas,
    full_title,
)
from samrit.rules.areas.series import successors
from samrit.rules.official import other_province_names
from samrit.rules.searching import searchable
from samrit.rules.wording import say

LONGEST = 200  # characters; more is no name
_LEVEL_WORDS = {
    AreaLevel.PROVINCE: r"จังหวัด|จ\.|changwat|province\b",
    AreaLevel.DISTRICT: r"กิ่งอำเภอ|กิ่ง\s*อ\.|อำเภอ|อ\.|เขต|amphoe|amphur|khet\b|district\b",
    AreaLevel.SUBDISTRICT: r"ตำบล|ต\.|แขวง|tambon|khwaeng|sub-?district\b",
    AreaLevel.VILLAGE: r"หมู่บ้าน",
}
_BANGKOK_WORDS = re.compile(r"เขต|แขวง|khet|khwaeng", re.IGNORECASE)
_WORD = "|".join(f"(?P<{level}>{words})" for level, words in _LEVEL_WORDS.items())
_AT_START = re.compile(rf"(?:{_WORD})\s*", re.IGNORECASE)
_AT_END = re.compile(
    r"\s+(?:(?P<subdistrict>sub-?district)|(?P<district>district)|(?P<province>province))", re.IGNORECASE
)
# Before a level's word, where it cannot be the middle of a name (สนามชัยเขต, สามตำบล).
_CUTS = re.compile(
    r"[,;/()\[\]\uff08\uff09]|(?=อำเภอ|จังหวัด)(?<!กิ่ง)|(?<=\s)(?=กิ่ง|จ\.|อ\.|ต\.|เขต|ตำบล|แขวง)"
    r"|(?<=[ก-๙])(?=[จอต]\.\s*[ก-๙]{2})"
)
_THAI = re.compile(r"[ก-๙]")
_SPACES = re.compile(r"\s+")
_NO_LETTER = re.compile(r"[^0-9a-zก-๙]")
_BRACKETED = re.compile(r"(?P<one>.+?)\s*\((?P<other>.+)\)")
_CAPITAL = frozenset({"เมือง", "mueang", "muang"})  # the capital district, as it is written within a province
_SPLIT_WORDS = frozenset({AreaLevel.DISTRICT, AreaLevel.SUBDISTRICT})  # Bangkok has words of its own
_MARKS_ALONE = frozenset({"", "ฯ"})


@dataclass(frozen=True)
class Piece:
    """One name of what was written; ``level`` None: it did not say which."""

    name: str
    level: AreaLevel | None = None
    bangkok: bool | None = None  # whether its word is one of กรุงเทพมหานคร


@cache
def _key(name: str) -> str:
    return _NO_LETTER.sub("", searchable(name).text)


def _keys(area: Area) -> set[str]:
    bracketed = _BRACKETED.fullmatch(area.name)
    names = (area.name, area.name_en, *(bracketed.groups() if bracketed else ()))
    return {_key(name) for name in names} - _MARKS_ALONE


def _by_key(found: Iterable[Area]) -> Mapping[str, tuple[Area, ...]]:
    table: dict[str, list[Area]] = {}
    for area in found:
        for key in _keys(area):
            table.setdefault(key, []).append(area)
    return {key: tuple(named) for key, named in table.items()}


@cache
def _shipped() -> Mapping[str, tuple[Area, ...]]:
    return _by_key(area for level in LEVELS for area in areas(level))


@cache
def _gone() -> Mapping[str, tuple[Area, ...]]:
    return _by_key(ended_areas())


@cache
def _other_names() -> Mapping[str, str]:
    return {_key(name): code for name, code in other_province_names().items()}


def _bearers(name: str, table: Mapping[str, tuple[Area, ...]]) -> tuple[Area, ...]:
    """Every area of that name; เมือง alone is every capital district, อยุธยา also its province."""
    key = _key(name)
    found = table.get(key, ())
    if key in _CAPITAL:
        return (*found, *(area for area in areas(AreaLevel.DISTRICT) if _is_capital(area)))
    code = _other_names().get(key)
    provinces = [area for area in areas(AreaLevel.PROVINCE) if area.code == code and area not in found]
    return (*found, *provinces)


def _is_capital(area: Area) -> bool:
    return area.level == AreaLevel.DISTRICT and area.code.endswith("01") and not area.in_bangkok


def _named(area: Area, name: str) -> bool:
    key = _key(name)
    capital = key in _CAPITAL and _is_capital(area)
    return capital or key in _keys(area) or _other_names().get(key) == area.code


# ── what was written ────────────────────────────────────────────────────────
def _piece(text: str) -> Piece | None:
    text = text.strip(" .\t\n")
    start, end = _AT_START.match(text), _AT_END.search(text)
    if start and (start.end() < len(text) or _THAI.search(text)) and text[start.end() :].strip() != "ฯ":
        bangkok = bool(_BANGKOK_WORDS.match(text))
        level = next(level for level in LEVELS if start[level])
        return Piece(text[start.end() :], level, bangkok if level in _SPLIT_WORDS else None)
    if end and end.end() == len(text):
        return Piece(
            text[: end.start()], next(AreaLevel(name) for name, hit in end.groupdict().items() if hit)
        )
    return Piece(text) if text else None


def _pieces(text: str) -> list[Piece]:
    """The names of an address in their order; a word alone (``พระนคร (เขต)``) says the level of the name before it."""
    found: list[Piece] = []
    for piece in filter(None, map(_piece, _cut(text))):
        if piece.name:
            found.append(piece)
        elif found and found[-1].level is None:
            found[-1] = Piece(found[-1].name, piece.level, piece.bangkok)
    return found


def _cut(text: str) -> Iterator[str]:
    """At brackets, commas and level words; at spaces too where the piece is Thai, whose names have none."""
    for part in _CUTS.split(text):
        start = _AT_START.match(part.strip())
        if not _THAI.search(part):
            yield part
        elif start:
            first, *others = [*_SPACES.split(part.strip()[start.end() :].strip()), ""]
            yield f"{start[0].strip()} {first}"
            yield from others
        else:
            yield from _SPACES.split(part)


def _target(pieces: Sequence[Piece]) -> int:
    """The place of the piece that is asked for: the lowest level named, else the first."""
    if pieces[0].level is None:
        return 0
    ranks = [LEVELS.index(piece.level) if piece.level else -1 for piece in pieces]
    return ranks.index(max(ranks))


# ── finding ─────────────────────────────────────────────────────────────────
class Findable:
    """Imported areas (villages) by their names, put in order once for many questions."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self.by_name = _by_key(areas)


def find_area(
    written: str,
    *,
    level: AreaLevel | None = None,
    within: str = "",
    more: Iterable[Area] | Findable = (),
) -> Found | AreaRefusal:
    """The one area that the words mean.

    ``level``: the column's; ``within``: the code of an area that it lies in (a column before it); ``more``: imported areas
    (villages), ``Findable`` where many words are looked for. A note says where something deserves a look: เมือง alone, ตำบล written of a แขวง, a name that ended.
    """
    text = _SPACES.sub(" ", written.strip())
    readings = [[Piece(text)], _pieces(text)] if 0 < len(text) <= LONGEST else []
    imported = more if isinstance(more, Findable) else Findable(more)
    tables = (_shipped(), imported.by_name, _gone())
    refused: AreaRefusal | None = None
    for strict, table, pieces in product((True, False), tables, filter(None, readings)):
        answer = _answer(text, pieces, _Asked(table, level, within, strict))
        if isinstance(answer, Found) or (answer and len(answer.candidates) > 1):
            return answer
        refused = refused or answer
    return refused or _unknown(written)


@dataclass(frozen=True)
class _Asked:
    """``strict``: เขต and แขวง are Bangkok's, อำเภอ and ตำบล the others'."""

    table: Mapping[str, tuple[Area, ...]]
    level: AreaLevel | None
    within: str
    strict: bool


def _answer(text: str, pieces: Sequence[Piece], asked: _Asked) -> Found | AreaRefusal | None:
    """None: nobody bears the name."""
    place = _target(pieces)
    piece, others = pieces[place], [*pieces[:place], *pieces[place + 1 :]]
    bearers = [area for area in _bearers(piece.name, asked.table) if piece.level in {None, area.level}]
    if asked.strict:
        bearers = [area for area in bearers if piece.bangkok in {None, area.in_bangkok}]
    lying = [area for area in bearers if _lies(area, others, asked.within)]
    fitting = [area for area in lying if asked.level in {None, area.level}]
    if not fitting:
        return refuse_level(lying[0], asked.level) if lying and asked.level else None
    if len(fitting) > 1:
        return refuse_several(text, sorted(fitting, key=lambda area: area.code))
    return _judged(fitting[0], piece, text)


def _lies(area: Area, others: Sequence[Piece], within: str) -> bool:
    """Whether it lies where the other names say; one that ended may lie where its successors do."""
    if area.valid_to is None:
        return area.code.startswith(within) and _surrounded(area, others)
    places = [area, *filter(None, map(area_by_code, successors(area.code)))]
    return any(one.code.startswith(within) and _surrounded(one, others) for one in places)


def _surrounded(area: Area, others: Sequence[Piece]) -> bool:
    around = (area, *above(area))
    return all(
        any(piece.level in {None, one.level} and _named(one, piece.name) for one in around)
        for piece in others
    )


def _judged(area: Area, piece: Piece, text: str) -> Found | AreaRefusal:
    """The one that fits, with what deserves a look. เขต and แขวง outside Bangkok are refused: the words name another place."""
    if piece.bangkok and not area.in_bangkok:
        message = say(
            "area_word_refused",
            "ไม่พบ “{written}” ในกรุงเทพมหานคร – มีแต่{area}",
            written=text,
            area=full_title(area),
        )
        return AreaRefusal(message, (area,))
    if area.valid_to is not None:
        return Found(area, ended_note(area))
    capital = _key(piece.name) in _CAPITAL and _key(area.name) not in _CAPITAL
    if capital or piece.bangkok not in {None, area.in_bangkok}:
        return Found(
            area, say("area_name_read", "อ่าน “{written}” เป็น{area}", written=text, area=full_title(area))
        )
    return Found(area)


def _unknown(written: str) -> AreaRefusal:
    return AreaRefusal(
        say(
            "area_unknown_name",
            "ไม่พบพื้นที่ชื่อ “{written}” – ตรวจตัวสะกดและจังหวัด หรือใส่รหัสแทนชื่อ",
            written=written[:LONGEST],
        )
    )
