"""One column by itself: what its cells look like, and what its title and its cells together mean."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from samrit.indicators.reading.levels import level_of_title
from samrit.indicators.reading.mapping import Column, Means
from samrit.indicators.reading.titles import means_of
from samrit.indicators.reading.words import TOTALS, Words
from samrit.rules.areas import LEVELS, AreaLevel
from samrit.rules.areas.register import PAIR
from samrit.rules.observed import Observed, Status, read_value
from samrit.rules.typed import evened
from samrit.rules.wording import Message, Refusal, say

LOOKED_AT = 200  # rows
_MOST_DISTINCT = 40
_MOST, _HALF, _SOME = 0.6, 0.5, 0.3
_PLAIN = re.compile(r"[0-9]+(?:\.0+)?")
_YEAR = re.compile(r"(?:พ\.? ?ศ\.? ?|ค\.? ?ศ\.? ?|ปี(?:งบประมาณ)? ?)?(?:19|2[0-6])[0-9]{2}(?:\.0+)?")
_MEANT_AS_FIGURE = re.compile(r"[#=].*|[+-]?[0-9][0-9.,]*(?: ?[^0-9/.:-]{1,15})?", re.DOTALL)
_MONTH_WORD = re.compile(r"[ก-๙.]+|[A-Za-z]+|[0-9]{1,2}")


@dataclass(frozen=True)
class Seen:
    """Shares (0–1) of the different cells that can be read as each thing; ``texts`` are those cells, evened.

    ``levels``: at which level they are areas; ``names``: they are names of areas, not codes. ``part``: the list most are of.
    """

    texts: tuple[str, ...] = ()
    item: float = 0
    period: float = 0
    figure: float = 0
    status: float = 0
    part: str = ""
    levels: Mapping[AreaLevel, float] = field(default_factory=dict)
    names: bool = False
    pairs: bool = False  # whole numbers of one or two digits, as codes in columns of their own
    counting: bool = False  # 1, 2, 3, … or 0, 1, 2, … as programs count

    @property
    def area(self) -> float:
        return max(self.levels.values(), default=0)

    @property
    def depth(self) -> int:
        """Of the level at which most are areas, -1 for none."""
        return (
            max(self.levels, key=lambda level: (self.levels[level], -level.depth)).depth
            if self.levels
            else -1
        )

    @property
    def years(self) -> bool:
        return bool(self.texts) and all(_YEAR.fullmatch(text) for text in self.texts)


@dataclass(frozen=True)
class Guess:
    """``weak``: a column of figures of which nothing says what they are."""

    column: Column
    reason: Message
    total: bool = False
    weak: bool = False


def seen_of(cells: Sequence[str], title: str, words: Words) -> Seen:
    filled = [evened(cell) for cell in cells if cell.strip()]
    different = [text for text in dict.fromkeys(filled) if text.casefold() not in TOTALS]
    texts = tuple(different[:_MOST_DISTINCT])
    if not texts:
        return Seen()
    lists = Counter(part[0] for text in texts if (part := words.part(text)))
    named, count = lists.most_common(1)[0] if lists else ("", 0)
    is_key = means_of(title) in {Means.AREA, Means.PERIOD, Means.ITEM}
    return Seen(
        texts=texts,
        item=_share(texts, words.item),
        period=_share(texts, words.is_period),
        figure=_share(texts, _is_figure),
        status=_share(texts, _is_status),
        part=named if count >= _MOST * len(texts) else "",
        levels=_levels(texts, words, mended=is_key) if is_key or _may_be_areas(texts) else {},
        pairs=all(len(text) <= PAIR and _PLAIN.fullmatch(text) for text in texts),
        names=not all(_PLAIN.fullmatch(text) for text in texts),
        counting=len(filled) > 1 and filled in (_counted(1, filled), _counted(0, filled)),
    )


def _counted(start: int, filled: Sequence[str]) -> list[str]:
    return [str(number) for number in range(start, start + len(filled))]


def _share(texts: Sequence[str], reads: object) -> float:
    return sum(bool(reads(text)) for text in texts) / len(texts) if callable(reads) else 0


def _is_figure(text: str) -> bool:
    """A figure, one of the words for none, or what a person meant as a figure and will be told about."""
    return not isinstance(read_value(text), Refusal) or bool(_MEANT_AS_FIGURE.fullmatch(text))


def _is_status(text: str) -> bool:
    found = read_value(text)
    marked = read_value(f"1 ({text})")
    told = isinstance(found, Observed) and found.status not in {Status.VALUE, Status.BLANK}
    return (
        told
        or (isinstance(marked, Observed) and bool(marked.marks))
        or text.casefold() in {"a", "value", "จริง", "ค่าจริง"}
    )


def _may_be_areas(texts: Sequence[str]) -> bool:
    """Words, or whole numbers as long as a code: others are not looked up."""
    shortest = 4
    return all(not _PLAIN.fullmatch(text) or len(text) >= shortest for text in texts)


def _levels(texts: Sequence[str], words: Words, *, mended: bool) -> dict[AreaLevel, float]:
    """``mended``: codes that lost a zero count too, where the title says that they are codes."""
    found: Counter[AreaLevel] = Counter()
    for text in texts:
        if _PLAIN.fullmatch(text) and not mended:
            exact = words.known(text)
            found.update([exact.level] if exact else ())
            continue
        areas = ((level, words.area(text, level)) for level in LEVELS)
        found.update(level for level, area in areas if area is not None and area.level == level)
    return {level: found[level] / len(texts) for level in LEVELS if found[level]}


# ── title and cells together ────────────────────────────────────────────────
def guess(place: int, title: str, seen: Seen, words: Words) -> Guess:
    for look in (_empty, _by_title, _wide, _by_cells):
        if found := look(place, title, seen, words):
            return found
    reason = say("mapping_not_understood", "ไม่ทราบว่าเป็นข้อมูลอะไร จึงไม่นำเข้า – เลือกความหมายได้")
    return Guess(Column(place, title, Means.IGNORED), reason, weak=seen.figure >= _MOST)


def _empty(place: int, title: str, seen: Seen, _words: Words) -> Guess | None:
    if seen.texts:
        return None
    reason = say("mapping_empty_column", "คอลัมน์ว่างใน {rows} แถวแรก จึงไม่นำเข้า", rows=LOOKED_AT)
    said = means_of(title)
    if said in {None, Means.VALUE}:
        return None if said else Guess(Column(place, title, Means.IGNORED), reason)
    return Guess(Column(place, title, Means.IGNORED), reason)


def _by_title(place: int, title: str, seen: Seen, words: Words) -> Guess | None:
    said = means_of(title)
    if named := words.list_named(title):
        return Guess(Column(place, title, Means.PART, list=named), _title_says())
    if said in {Means.ITEM, Means.AREA, Means.PERIOD, Means.STATUS}:
        shares = {Means.ITEM: seen.item, Means.AREA: seen.area, Means.PERIOD: seen.period}
        if said == Means.PERIOD and _is_month_or_quarter(seen):
            return Guess(Column(place, title, said), _title_says())
        doubtful = said in shares and shares[said] < _SOME and not (said == Means.AREA and seen.pairs)
        if said == Means.ITEM and doubtful and seen.figure >= _MOST:
            return None  # ข้อมูล over a column of figures
        return Guess(Column(place, title, said), _but_cells(seen) if doubtful else _title_says())
    if said == Means.IGNORED or (seen.counting and said is None and words.said(title).is_nothing):
        reason = say("mapping_beside", "ไม่ใช่ตัวข้อมูล (ลำดับ หน่วย หมายเหตุ ที่มา) จึงไม่นำเข้า")
        return Guess(Column(place, title, Means.IGNORED), reason)
    return None


def _is_month_or_quarter(seen: Seen) -> bool:
    return all(_MONTH_WORD.fullmatch(text) for text in seen.texts)


def _wide(place: int, title: str, seen: Seen, words: Words) -> Guess | None:
    """A column of figures whose title says what they are of."""
    if seen.texts and seen.figure < _HALF:
        return None
    said, generic = words.said(title), means_of(title) == Means.VALUE
    if said.is_nothing and not generic:
        return None
    column = Column(place, title, Means.VALUE, said.item, said.area, said.period, said.parts)
    reason = say("mapping_figures", "เป็นคอลัมน์ตัวเลข ชื่อคอลัมน์บอกว่าเป็นค่าของข้อมูล")
    if not said.sure:
        reason = say("mapping_figures_partly", "เป็นคอลัมน์ตัวเลข อ่านชื่อคอลัมน์ได้บางส่วน – โปรดตรวจ")
    return Guess(column, reason, total=said.total)


def _by_cells(place: int, title: str, seen: Seen, _words: Words) -> Guess | None:
    example = seen.texts[0] if seen.texts else ""
    reason = say("mapping_from_cells", "จากข้อมูลในคอลัมน์ เช่น “{example}”", example=example[:40])
    if seen.item >= _MOST:
        return Guess(Column(place, title, Means.ITEM), reason)
    if seen.part:
        return Guess(Column(place, title, Means.PART, list=seen.part), reason)
    if seen.years or (seen.period >= _MOST and seen.period > seen.figure):
        return Guess(Column(place, title, Means.PERIOD), reason)
    if seen.area >= _MOST and (seen.names or level_of_title(title) or seen.area == 1):
        return Guess(Column(place, title, Means.AREA), reason)
    if seen.status >= _MOST and seen.figure < 1:
        return Guess(Column(place, title, Means.STATUS), reason)
    return None


def _title_says() -> Message:
    return say("mapping_from_title", "จากชื่อคอลัมน์")


def _but_cells(seen: Seen) -> Message:
    return say(
        "mapping_title_but_cells",
        "จากชื่อคอลัมน์ แต่ข้อมูลเช่น “{example}” ยังอ่านเป็นเช่นนั้นไม่ได้ – โปรดตรวจ",
        example=(seen.texts[0] if seen.texts else "")[:40],
    )
