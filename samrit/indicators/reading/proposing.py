"""Which column says what, as its title and its first cells look: a proposal with a reason for each, to be confirmed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from samrit.indicators.reading.above import places_above, year_above
from samrit.indicators.reading.choosing import settled_areas, settled_periods, settled_values
from samrit.indicators.reading.columns import LOOKED_AT, Guess, Seen, guess, seen_of
from samrit.indicators.reading.levels import level_of_title
from samrit.indicators.reading.mapping import Column, Means, says_period
from samrit.indicators.reading.mapping import Mapping as ColumnMapping
from samrit.indicators.reading.table import Raw
from samrit.indicators.reading.words import Words, named_in
from samrit.rules.areas import Area, AreaLevel, full_title
from samrit.rules.periods import Era, Habits, PeriodType, label, read_period
from samrit.rules.wording import Message, say

_SLASHED = re.compile(r"(?P<first>[0-9]{1,2})[/.-](?P<second>[0-9]{1,2})[/.-][0-9]{4}")
_SHORT_YEAR = re.compile(r"(?:.*[^0-9])?(?P<year>[0-9]{2})")
_THAI_SHORT_YEARS = range(55, 76)  # as years of ค.ศ. they have not been, or long since
_MONTHS_MOST = 12
_ENOUGH, _HALF = 0.8, 0.5


@dataclass(frozen=True)
class Proposal:
    """``reasons``: place of a column → why it is taken so. ``general``: of the whole table, and what is still to be chosen."""

    mapping: ColumnMapping
    reasons: Mapping[int, Message] = field(default_factory=dict)
    general: tuple[Message, ...] = ()


def propose(
    raw: Raw,
    *,
    items: Mapping[str, Sequence[str]],
    more_areas: Iterable[Area] = (),
    within: str = "",
    lists: Mapping[str, Mapping[str, str]] | None = None,
    periods: Mapping[str, PeriodType] | None = None,
) -> ColumnMapping:
    """The mapping alone; ``proposal`` says why. ``items``: code → names; the rest as ``Words`` has it."""
    words = Words(items, lists or {}, periods or {}, within, tuple(more_areas))
    return proposal(raw, words).mapping


def proposal(raw: Raw, words: Words) -> Proposal:
    """By titles (Thai and English) and by the first 200 rows; what stands above the table says its year and its item."""
    year = year_above(raw)
    words = replace(words, year=year)
    head = raw.scan().head(LOOKED_AT).collect()
    seen = [seen_of(head[f"c{place}"].to_list(), title, words) for place, title in enumerate(raw.columns)]
    guesses = [guess(place, title, seen[place], words) for place, title in enumerate(raw.columns)]
    guesses = settled_values(settled_periods(settled_areas(guesses, seen), seen), seen)
    return _whole(raw, guesses, seen, words)


def _whole(raw: Raw, guesses: Sequence[Guess], seen: Sequence[Seen], words: Words) -> Proposal:
    columns = tuple(one.column for one in guesses)
    mapping = ColumnMapping(columns, habits=_habits(columns, seen), level=_level(columns, seen))
    general: list[Message] = []
    mapping = _with_period(mapping, words, general)
    mapping = _with_item(mapping, raw, words, general)
    mapping = _with_area(mapping, raw, words, general)
    if not mapping.of(Means.VALUE):
        general.append(say("mapping_choose_value", "ยังไม่ทราบว่าคอลัมน์ใดเป็นตัวเลขของข้อมูล – โปรดเลือก"))
    return Proposal(mapping, {one.column.place: one.reason for one in guesses}, tuple(general))


# ── the same for the whole table ────────────────────────────────────────────
def _with_period(mapping: ColumnMapping, words: Words, general: list[Message]) -> ColumnMapping:
    values = mapping.of(Means.VALUE)
    if mapping.of(Means.PERIOD) or (values and all(says_period(column) for column in values)):
        return mapping
    if words.year is None:
        general.append(say("mapping_choose_period", "ไม่พบคอลัมน์ช่วงเวลา – โปรดระบุช่วงเวลาของทั้งตาราง"))
        return mapping
    general.append(
        say(
            "mapping_period_above",
            "ช่วงเวลาของทั้งตารางคือ {period} ตามข้อความเหนือตาราง",
            period=label(words.year),
        )
    )
    return replace(mapping, period=str(words.year))


def _with_item(mapping: ColumnMapping, raw: Raw, words: Words, general: list[Message]) -> ColumnMapping:
    values = mapping.of(Means.VALUE)
    if mapping.of(Means.ITEM) or (values and all(column.item for column in values)):
        return mapping
    code = named_in((*raw.above, raw.sheet, *(column.title for column in values)), words)
    if not code:
        general.append(
            say("mapping_choose_item", "ไม่พบคอลัมน์รายการข้อมูล – โปรดเลือกรายการของทั้งตาราง หรือของแต่ละคอลัมน์")
        )
        return mapping
    general.append(
        say(
            "mapping_item_above",
            "ข้อมูลทั้งตารางเป็นของรายการ {item} ตามชื่อตารางหรือชื่อคอลัมน์",
            item=words.items[code][0],
        )
    )
    return replace(mapping, item=code)


def _with_area(mapping: ColumnMapping, raw: Raw, words: Words, general: list[Message]) -> ColumnMapping:
    values = mapping.of(Means.VALUE)
    if mapping.of(Means.AREA) or (values and all(column.area for column in values)):
        return mapping
    named = places_above(raw, words)
    place = named[0] if len(named) == 1 else None
    if place:
        general.append(
            say("mapping_area_above", "พื้นที่ของทั้งตารางคือ{area} ตามข้อความเหนือตาราง", area=full_title(place))
        )
        return replace(mapping, area=place.code)
    if named or not words.within:
        general.append(say("mapping_choose_area", "ไม่พบคอลัมน์พื้นที่ – โปรดระบุพื้นที่ของทั้งตาราง"))
        return mapping
    general.append(say("mapping_whole_province", "ไม่พบคอลัมน์พื้นที่ – อ่านเป็นข้อมูลของทั้งจังหวัด"))
    return replace(mapping, area=words.within)


# ── how the columns write ───────────────────────────────────────────────────
def _level(columns: Sequence[Column], seen: Sequence[Seen]) -> AreaLevel | None:
    """Of names, the level at which they are all found; codes say theirs themselves unless the title knows better."""
    areas = [column for column in columns if column.means == Means.AREA]
    if not areas:
        return None
    last = max(areas, key=lambda column: seen[column.place].depth)
    named = level_of_title(last.title) if len(areas) == 1 else None
    shares = seen[last.place].levels
    if named and shares.get(named, 0) >= _HALF:
        return named
    sure = [level for level, share in shares.items() if share >= _ENOUGH]
    return sure[0] if len(sure) == 1 and seen[last.place].names else None


def _habits(columns: Sequence[Column], seen: Sequence[Seen]) -> Habits:
    periods = [column for column in columns if column.means == Means.PERIOD]
    texts = [text for column in periods for text in seen[column.place].texts]
    dates = [match for text in texts if (match := _SLASHED.fullmatch(text))]
    day_first = True if any(int(date["first"]) > _MONTHS_MOST for date in dates) else None
    if any(int(date["second"]) > _MONTHS_MOST for date in dates):
        day_first = False if day_first is None else None
    return Habits(_short_years(periods, texts), day_first)


def _short_years(periods: Sequence[Column], texts: Sequence[str]) -> Era | None:
    short = [text for text in texts if getattr(read_period(text), "code", "") == "period_short_year"]
    years = [int(match["year"]) for text in short if (match := _SHORT_YEAR.fullmatch(text))]
    titles = " ".join(column.title for column in periods)
    if not years:
        return None
    if "ค.ศ" in titles:
        return Era.COMMON
    return Era.BUDDHIST if "พ.ศ" in titles or all(year in _THAI_SHORT_YEARS for year in years) else None
