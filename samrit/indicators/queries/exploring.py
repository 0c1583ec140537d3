"""Figures looked up by item, area and period: what is asked, which rows that comes to, and what stands in them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

from django.db.models import Max

from samrit.indicators.models import Generation, Part
from samrit.indicators.queries.items import AreaBook, Entry, area_book
from samrit.indicators.queries.observations import generation_of, paths, store
from samrit.indicators.queries.places import village_areas
from samrit.indicators.store.port import EVERYTHING, Cell, Choice, Dimension, Key
from samrit.people.models import Area
from samrit.rules.areas import Area as Official
from samrit.rules.areas import AreaLevel, area_by_code, areas, children
from samrit.rules.exploring import added, carriers, is_kept_back, read_end, span
from samrit.rules.items import Total
from samrit.rules.observed import Status
from samrit.rules.periods import Period, PeriodType, from_text, period_of
from samrit.rules.wording import Refusal, RefusedError

AT_ONCE = 50_000  # cells that are read in one go
MOST_ROWS = 10_000  # of a table; more is for a file
NO_AREA = 0  # has no figures: nothing chosen must not become everything


@dataclass(frozen=True)
class Asked:
    """What is looked up. Empty: ``areas`` and ``below`` – the province and its districts; ``first``, ``last`` – the newest.

    ``below``: every area of that level within ``within`` ("" the province). ``first``, ``last``: ends of the span, as typed.
    ``by``: the code list that figures are broken down by, "" for totals. ``at``: as it was known then.
    """

    items: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    below: str = ""
    within: str = ""
    first: str = ""
    last: str = ""
    by: str = ""
    at: datetime | None = None

    def query(self, **more: str) -> str:
        """As it stands in an address; the same question has the same text."""
        pairs = [("item", code) for code in self.items] + [("area", code) for code in self.areas]
        plain = {name: getattr(self, name) for name in ("below", "within", "first", "last", "by")}
        at = {"at": self.at.isoformat()} if self.at else {}
        return urlencode([*pairs, *(pair for pair in {**plain, **at, **more}.items() if pair[1])])


@dataclass(frozen=True)
class Scope:
    """The database that is looked into: a province's, or (``area`` None) the provinces' side by side, at one moment.

    ``whole``: keys of the items of which small counts are shown (``permissions.exploring``).
    """

    area: Area | None
    book: AreaBook
    files: tuple[Path, ...]
    generation: Generation | None
    villages: Mapping[str, Official]
    whole: frozenset[int] = frozenset()

    def known(self, code: str) -> Official | None:
        """An area of this database; None for others."""
        found = self.villages.get(code) or area_by_code(code)
        if found is None or (self.area is None and found.level is not AreaLevel.PROVINCE):
            return None
        return found if self.area is None or code.startswith(self.area.pk) else None

    def hides(self, entry: Entry, value: Decimal | None) -> bool:
        """Whether a small count is kept back from this person."""
        return entry.key not in self.whole and is_kept_back(entry.item, value)


@dataclass(frozen=True)
class Line:
    """One row: an item of an area, in total (``part`` 0) or of one code."""

    entry: Entry
    area: Official
    part: int = 0
    codes: Mapping[str, str] = field(default_factory=dict)

    def key(self, period: int) -> Key:
        return Key(self.entry.key, period, int(self.area.code), self.part)


@dataclass(frozen=True)
class Table:
    """The items that are kept by one kind of period, for every area and part that is asked for.

    ``parts``: Item.pk → (Part.pk, its codes), of items that are broken down; the others stand in total.
    """

    kind: PeriodType
    periods: tuple[Period, ...]
    entries: tuple[Entry, ...]
    places: tuple[Official, ...]
    parts: Mapping[int, Sequence[tuple[int, Mapping[str, str]]]]

    def parts_of(self, entry: Entry) -> Sequence[tuple[int, Mapping[str, str]]]:
        return self.parts.get(entry.key, ((0, {}),))

    def places_of(self, entry: Entry) -> list[Official]:
        """The areas that the item is kept for."""
        return [place for place in self.places if place.level.depth <= entry.item.level.depth]

    @property
    def rows(self) -> int:
        return sum(len(self.places_of(entry)) * len(self.parts_of(entry)) for entry in self.entries)

    @property
    def cells(self) -> int:
        return self.rows * len(self.periods)

    @property
    def coarser(self) -> list[Entry]:
        """Items that are not kept for some of the areas."""
        return [entry for entry in self.entries if len(self.places_of(entry)) < len(self.places)]

    def lines(self, first: int = 0, most: int = MOST_ROWS) -> list[Line]:
        """Some of the rows, by item, area and part."""
        every = (
            Line(entry, place, part, codes)
            for entry in self.entries
            for place in self.places_of(entry)
            for part, codes in self.parts_of(entry)
        )
        return list(islice(every, first, first + most))

    def choice(self) -> Choice:
        """All cells of the table. Items that are not broken down stand in total, and so do then those that are."""
        parts = {part for entry in self.entries for part, _codes in self.parts_of(entry)}
        return Choice(
            items=tuple(sorted(entry.key for entry in self.entries)),
            areas=tuple(sorted(int(place.code) for place in self.places)) or (NO_AREA,),
            periods=tuple(period.number for period in self.periods),
            parts=tuple(sorted(parts)),
        )


@dataclass(frozen=True)
class Figure:
    """What stands at a row and period. ``cell`` None: nobody sent it, or it was ``joined`` from the figures of these codes.

    ``other_borders``: the area was another one then. ``kept_back``: a count too small to be shown to this person.
    """

    cell: Cell | None = None
    value: Decimal | None = None
    joined: tuple[str, ...] = ()
    other_borders: bool = False
    kept_back: bool = False

    @property
    def status(self) -> Status | None:
        """None: never sent."""
        if self.kept_back:
            return Status.SUPPRESSED
        return Status.VALUE if self.value is not None else self.cell.status if self.cell else None


def kept_back(scope: Scope, cell: Cell) -> Cell:
    """The cell as this person is shown it: a small count as a suppressed one."""
    entry = scope.book.entry_of(cell.key.item)
    if entry is None or not scope.hides(entry, cell.value):
        return cell
    return replace(cell, status=Status.SUPPRESSED, value=None, marks=())


# ── where it is looked up ───────────────────────────────────────────────────
def scope_of(area: Area | None, at: datetime | None = None) -> Scope:
    """Seven queries for a province, fewer for the country. ``whole`` is filled in by whoever knows the person."""
    book = area_book(area, at)
    if area is None:
        return Scope(None, book, country_files(at), None, {})
    generation = generation_of(area.pk, at)
    villages = {village.code: village for village in village_areas(area.pk)}
    return Scope(area, book, paths(generation.files) if generation else (), generation, villages)


def items_in(scope: Scope) -> frozenset[int]:
    """Keys of the items that anything was sent of."""
    return _items_in(scope.files)


@lru_cache(maxsize=200)
def _items_in(files: tuple[Path, ...]) -> frozenset[int]:
    """Files never change, so neither does the answer."""
    return (
        frozenset(item for (item,) in store().counts(files, [Dimension.ITEM], EVERYTHING))
        if files
        else frozenset()
    )


def country_files(at: datetime | None = None) -> tuple[Path, ...]:
    """The files of every province. No area stands in two of them, so together they hold each key once."""
    made = Generation.objects.all() if at is None else Generation.objects.filter(made_at__lte=at)
    newest = made.order_by().values("area").annotate(last=Max("pk")).values("last")
    files = Generation.objects.filter(pk__in=newest).order_by("area").values_list("files", flat=True)
    return tuple(path for one in files for path in paths(one))


# ── which rows ──────────────────────────────────────────────────────────────
def tables_of(scope: Scope, asked: Asked, *, today: date) -> tuple[Table, ...]:
    """One table for each kind of period among the items. RefusedError for ends of a span that cannot be read."""
    entries = [scope.book.entries[code] for code in dict.fromkeys(asked.items) if code in scope.book.entries]
    parts = _parts(scope, asked.by, entries)
    return tuple(
        Table(
            kind,
            periods,
            tuple(one for one in entries if one.item.period is kind),
            tuple(areas_of(scope, asked, periods[-1].last)),
            parts,
        )
        for kind, periods in _spans(scope, asked, entries, today).items()
    )


def areas_of(scope: Scope, asked: Asked, on: date) -> list[Official]:
    """The chosen ones, then those of a level as they stood on a day; each once."""
    codes = [code for code in asked.areas if scope.known(code)]
    if asked.below:
        codes += [one.code for one in _below(scope, AreaLevel(asked.below), asked.within, on)]
    elif not codes:
        codes = _usual(scope, on)
    found = (scope.known(code) for code in dict.fromkeys(codes))
    return [one for one in found if one]


def _usual(scope: Scope, on: date) -> list[str]:
    if scope.area is None:
        return [one.code for one in areas(AreaLevel.PROVINCE)]
    return [scope.area.pk, *(one.code for one in children(scope.area.pk, on))]


def _below(scope: Scope, level: AreaLevel, within: str, on: date) -> list[Official]:
    if scope.area is None:
        return list(areas(AreaLevel.PROVINCE))
    top = scope.known(within or scope.area.pk)
    if top is None:
        return []
    if level is AreaLevel.VILLAGE:
        return [
            one for one in scope.villages.values() if one.code.startswith(top.code) and one.registered(on)
        ]
    found = [top]
    for _step in range(level.depth - top.level.depth):
        found = [one for above in found for one in children(above.code, on)]
    return found if level.depth >= top.level.depth else []


def _parts(scope: Scope, by: str, entries: Iterable[Entry]) -> dict[int, list[tuple[int, Mapping[str, str]]]]:
    """Item → its parts by the codes of one list, in the order of the list; items without the list are not in it."""
    having = [entry.key for entry in entries if by and by in entry.item.by]
    if not having:
        return {}
    order = {code.code: place for place, code in enumerate(scope.book.book.lists[by].codes)}
    found: dict[int, list[tuple[int, Mapping[str, str]]]] = {}
    for pk, item, codes in Part.objects.filter(item__in=having).values_list("pk", "item", "codes"):
        if set(codes) == {by} and codes[by] in order:
            found.setdefault(item, []).append((pk, codes))
    return {item: sorted(parts, key=lambda one: order[one[1][by]]) for item, parts in found.items()}


# ── which periods ───────────────────────────────────────────────────────────
def _spans(
    scope: Scope, asked: Asked, entries: Sequence[Entry], today: date
) -> dict[PeriodType, tuple[Period, ...]]:
    kinds = list(dict.fromkeys(entry.item.period for entry in entries))
    newest = {} if asked.first and asked.last else _newest(scope, entries)
    return {kind: _span(kind, asked, newest.get(kind) or period_of(kind, today)) for kind in kinds}


def _newest(scope: Scope, entries: Iterable[Entry]) -> dict[PeriodType, Period]:
    """Of each kind the newest period that anybody sent something of."""
    kinds = {entry.key: entry.item.period for entry in entries}
    if not kinds or not scope.files:
        return {}
    counted = store().counts(
        scope.files, [Dimension.ITEM, Dimension.PERIOD], Choice(items=tuple(sorted(kinds)))
    )
    found: dict[PeriodType, Period] = {}
    for item, number in counted:
        here = Period(kinds[item], number)
        found[here.type] = max(found.get(here.type, here), here, key=lambda one: one.number)
    return found


def _span(kind: PeriodType, asked: Asked, newest: Period) -> tuple[Period, ...]:
    found = span(kind, _end(asked.first, kind), _end(asked.last, kind), newest)
    if isinstance(found, Refusal):
        raise RefusedError(found)
    return found


def _end(text: str, kind: PeriodType) -> Period | None:
    if not text.strip():
        return None
    found = read_end(text, kind)
    if isinstance(found, Refusal):
        raise RefusedError(found)
    return found


# ── what stands in them ─────────────────────────────────────────────────────
def figures(scope: Scope, lines: Sequence[Line], periods: Sequence[Period]) -> dict[tuple[int, int], Figure]:
    """(Place of the line, number of the period) → what stands there; every pair is in it."""
    of_area = {code: carriers(code, periods) for code in {line.area.code for line in lines}}
    carried = [of_area[line.area.code] for line in lines]
    cells = _read(scope.files, choice_of(lines, periods, carried))
    return {
        (place, period.number): _figure(scope, line, period.number, cells, carried[place])
        for place, line in enumerate(lines)
        for period in periods
    }


def line_of(scope: Scope, item: str, code: str, by: str = "") -> Line | None:
    """One row by its codes; ``by`` is the key of a part (``sex=male``). None where this database has no such row."""
    entry, official = scope.book.entries.get(item), scope.known(code)
    if entry is None or official is None or "\x00" in by:
        return None
    part = Part.objects.filter(item=entry.key, key=by).first() if by else None
    if by and part is None:
        return None
    return Line(entry, official, part.pk, part.codes) if part else Line(entry, official)


def period_in(entry: Entry, text: str) -> Period | None:
    """A period of the item by its text; None where it has no such period."""
    try:
        period = from_text(text)
    except RefusedError:
        return None
    return period if period.type is entry.item.period else None


def choice_of(
    lines: Sequence[Line],
    periods: Sequence[Period],
    carried: Sequence[Mapping[int, Sequence[str]]] = (),
) -> Choice:
    """What has to be read for these rows, and for the areas that carried their figures once."""
    others = {int(code) for one in carried for codes in one.values() for code in codes}
    return Choice(
        items=tuple(sorted({line.entry.key for line in lines})),
        areas=tuple(sorted({int(line.area.code) for line in lines} | others)),
        periods=tuple(period.number for period in periods),
        parts=tuple(sorted({line.part for line in lines})),
    )


def _read(files: Sequence[Path], choice: Choice) -> dict[Key, Cell]:
    """() would mean all of them, so nothing asked is nothing read."""
    if not (files and choice.items and choice.areas and choice.periods):
        return {}
    return {cell.key: cell for cell in _pages(files, choice)}


def _pages(files: Sequence[Path], choice: Choice) -> Iterator[Cell]:
    engine, first = store(), 0
    while True:
        page = engine.table(files, choice, first=first, most=AT_ONCE)
        yield from page
        if len(page) < AT_ONCE:
            return
        first += AT_ONCE


def _figure(
    scope: Scope, line: Line, number: int, cells: Mapping[Key, Cell], carried: Mapping[int, Sequence[str]]
) -> Figure:
    own, others = cells.get(line.key(number)), carried.get(number)
    if own is not None:
        hidden = scope.hides(line.entry, own.value)
        value = None if hidden else own.value
        return Figure(None if hidden else own, value, (), others is not None, hidden)
    if others and line.entry.item.over_areas is Total.SUM:
        found = [cells.get(line.key(number)._replace(area=int(code))) for code in others]
        values = [cell.value for cell in found if cell and cell.value is not None]
        if len(values) == len(others):
            hidden = any(scope.hides(line.entry, value) for value in values)
            return Figure(None, None if hidden else added(values), tuple(others), kept_back=hidden)
    return Figure(other_borders=others is not None)
