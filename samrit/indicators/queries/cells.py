"""The figures that a KPI's formula asks for: which cells are expected, what stands in them, and who sent it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import product

from samrit.indicators.models import Generation, ListedArea, Part, QualityScore
from samrit.indicators.queries.items import AreaBook, Entry, area_book, part_key, places_of
from samrit.indicators.queries.observations import generation_of, paths, store
from samrit.indicators.queries.places import villages_now
from samrit.indicators.queries.quality_cells import KIND, Scored, scored, scored_before, senders_of
from samrit.indicators.store.port import Cell as Stored
from samrit.indicators.store.port import Choice, Key
from samrit.people.models import Area
from samrit.rules.areas import AreaLevel, children
from samrit.rules.formula import FIGURES, QUALITY, Cells, Figure, Need, Place
from samrit.rules.items import Item
from samrit.rules.kpi_formulas import Brought, Frame, Gather, Months, Of, Span, Take, Terms, months_of
from samrit.rules.observed import Status
from samrit.rules.periods import Period, PeriodType, from_text, years_earlier
from samrit.rules.wording import Message

PAGE = 50_000
NOWHERE = -1  # the key of a combination that nobody ever sent, so that no cell has it


@dataclass(frozen=True)
class Gathered:
    """``sources``: Submission.pk → how many of the figures came with it. ``empty``: cells without one, and what they say.

    None there: nobody sent the cell at all. ``generation`` None: the province has no data yet. ``scores``: of the quality of
    the data, where the formula asks for it; ``told`` says how they came about. ``others``: figures of the province that
    are not of its data; ``with_figures`` puts them in.
    """

    generation: Generation | None
    frames: tuple[Frame, ...]
    cells: Mapping[Need, Cells]
    sources: Mapping[int, int]
    empty: tuple[tuple[Frame, Place, Status | None], ...]
    scores: tuple[QualityScore, ...] = ()
    told: tuple[Message, ...] = ()
    others: tuple[Need, ...] = ()

    @property
    def expected(self) -> int:
        return sum(len(cells) for cells in self.cells.values())


@dataclass(frozen=True)
class _Wanted:
    """What a need may take before one looks into the data. ``parts`` None: whichever were sent."""

    need: Need
    entry: Entry
    gather: Gather
    areas: tuple[str, ...]
    periods: tuple[Period, ...]
    parts: Mapping[str, int] | None

    @property
    def item(self) -> Item:
        return self.entry.item


def gathered(
    terms: Terms,
    *,
    area: Area,
    fiscal_year: int,
    months: int,
    at: datetime | None = None,
    figures: Mapping[str, Figure] = FIGURES,
) -> Gathered:
    """For the KPI of a province in a round (``fiscal_year`` in พ.ศ., ``months`` 6, 9, 12), from the newest files or those of a moment.

    ``figures``: those that the province has. The number of queries does not grow with areas, periods or parts. RefusedError
    where the formula no longer fits the items.
    """
    found = area_book(area, at)
    needs = sorted(terms.formula(replace(found.book, figures=figures)).needs)
    of_items = [need for need in needs if need.code not in figures]
    span = months_of(Span(terms.span), fiscal_year, months)
    generation = generation_of(area.pk, at)
    wanted = _all_wanted(terms, of_items, found, area=area, span=span, at=at)
    rows = _rows(generation, wanted)
    of_quality = [need for need in needs if need.code == QUALITY]
    scores = scored(of_quality, area=area, fiscal_year=fiscal_year, months=months, at=at)
    whole = _with_scores(_filled(generation, _frames(wanted, rows, found), rows), scores, found)
    return replace(whole, others=tuple(need for need in needs if need.code in figures.keys() - {QUALITY}))


def with_figures(found: Gathered, brought: Sequence[Brought]) -> Gathered:
    """Figures of other rooms beside those of the data; a formula of nothing else is of no generation."""
    if not brought:
        return found
    empty = ((one.frame, one.place, one.cell) for one in brought if isinstance(one.cell, Status))
    return replace(
        found,
        generation=found.generation if found.frames else None,
        frames=(*found.frames, *(one.frame for one in brought)),
        cells={**found.cells, **{one.frame.need: {one.place: one.cell} for one in brought}},
        empty=(*found.empty, *empty),
        told=(*found.told, *(message for one in brought for message in one.told)),
        others=(),
    )


def gathered_again(frames: Sequence[Frame], generation: Generation | None) -> Gathered:
    """What the same frames hold in a generation: years later still the same."""
    of_items = tuple(frame for frame in frames if frame.kind != KIND)
    items = sorted({frame.item for frame in of_items})
    areas = sorted({int(code) for frame in of_items for code in frame.areas})
    periods = sorted({from_text(text).number for frame in of_items for text in frame.periods})
    choice = Choice(tuple(items), tuple(areas), tuple(periods))
    whole = _filled(generation, of_items, _read(generation, choice))
    return _with_scores(whole, scored_before(frame for frame in frames if frame.kind == KIND))


def cells(need: Need, *, terms: Terms, area: Area, fiscal_year: int, months: int) -> Cells:
    """What ``compute`` is to be given for one need of a formula."""
    return gathered(terms, area=area, fiscal_year=fiscal_year, months=months).cells[need]


# ── what is expected ────────────────────────────────────────────────────────
def _all_wanted(
    terms: Terms,
    needs: Sequence[Need],
    found: AreaBook,
    *,
    area: Area,
    span: Months,
    at: datetime | None,
) -> list[_Wanted]:
    entries = {need: found.entries[need.code] for need in needs}
    listed = _listed_areas(area, entries.values())
    places = {(place.list, place.code) for place in places_of(area, at)}
    numbers = _part_numbers(entries.values())
    wanted = []
    for need, entry in entries.items():
        gather, months = terms.gather(entry.item), span.earlier(need.years_back)
        codes = _codes(entry.item, gather, found, places)
        wanted.append(
            _Wanted(
                need,
                entry,
                gather,
                _areas(area.pk, entry, gather.level, months, listed),
                months.periods(entry.item.period),
                None if codes is None else _parts(entry, gather, codes, numbers),
            )
        )
    return wanted


def _listed_areas(area: Area, entries: Iterable[Entry]) -> dict[int, set[str]]:
    keys = {entry.key for entry in entries if entry.item.expects.listed}
    listed: dict[int, set[str]] = {}
    for item, code in ListedArea.objects.filter(area=area, item__in=keys).values_list("item", "code"):
        listed.setdefault(item, set()).add(code)
    return listed


def _areas(
    province: str, entry: Entry, level: AreaLevel, months: Months, listed: Mapping[int, set[str]]
) -> tuple[str, ...]:
    """The areas of a level as they stood at the end; of an item that only listed ones owe, those that are listed."""
    expects = entry.item.expects
    day = Period(PeriodType.MONTH, months.last).last
    codes = [province]
    if level is AreaLevel.VILLAGE:
        codes = sorted({place.code for place in villages_now(province, day)})
    elif level is not AreaLevel.PROVINCE:
        for _ in range(level.depth):
            codes = [area.code for code in codes for area in children(code, day)]
    kept = listed.get(entry.key, set()) if expects.listed and level is not AreaLevel.PROVINCE else None
    return tuple(
        code
        for code in codes
        if (kept is None or code in kept)
        and not any(code.startswith(left_out) for left_out in expects.without)
    )


def _codes(
    item: Item, gather: Gather, found: AreaBook, places: set[tuple[str, str]]
) -> list[Sequence[str]] | None:
    """For each of the item's lists the codes to be taken; None where that is an open list of which none is kept."""
    if gather.of is Of.TOTAL:
        return []
    every: list[Sequence[str]] = []
    for name in item.by:
        known = found.book.lists[name]
        kept = [code for of, code in places if of == name] if known.place else [c.code for c in known.codes]
        chosen = gather.only.get(name) or sorted(kept)
        if not chosen:
            return None
        every.append(chosen)
    return every


def _part_numbers(entries: Iterable[Entry]) -> dict[tuple[int, str], int]:
    keys = {entry.key for entry in entries if entry.item.by}
    rows = Part.objects.filter(item__in=keys).values_list("item", "key", "pk")
    return {(item, key): pk for item, key, pk in rows}


def _parts(
    entry: Entry, gather: Gather, codes: Sequence[Sequence[str]], numbers: Mapping[tuple[int, str], int]
) -> dict[str, int]:
    """Text → Part.pk; the total is "" → 0."""
    if gather.of is Of.TOTAL:
        return {"": 0}
    found = {}
    for place, chosen in enumerate(product(*codes)):
        key = part_key(dict(zip(entry.item.by, chosen, strict=True)))
        found["/".join(chosen)] = numbers.get((entry.key, key), NOWHERE - place)
    return found


# ── what there is ───────────────────────────────────────────────────────────
def _rows(generation: Generation | None, wanted: Sequence[_Wanted]) -> dict[Key, Stored]:
    items = sorted({one.entry.key for one in wanted})
    areas = sorted({int(code) for one in wanted for code in one.areas})
    periods = sorted({period.number for one in wanted for period in one.periods})
    return _read(generation, Choice(tuple(items), tuple(areas), tuple(periods)))


def _read(generation: Generation | None, choice: Choice) -> dict[Key, Stored]:
    """() would mean all of them, so nothing asked is nothing read."""
    if generation is None or not (choice.items and choice.areas and choice.periods):
        return {}
    return {cell.key: cell for cell in _pages(generation, choice)}


def _pages(generation: Generation, choice: Choice) -> Iterator[Stored]:
    files, engine, first = paths(generation.files), store(), 0
    while True:
        page = engine.table(files, choice, first=first, most=PAGE)
        yield from page
        if len(page) < PAGE:
            return
        first += PAGE


def _frames(wanted: Sequence[_Wanted], rows: Mapping[Key, Stored], found: AreaBook) -> tuple[Frame, ...]:
    latest = _latest(wanted, rows)
    sent = _sent_parts(wanted, rows)
    return tuple(_frame(one, latest, sent.get(one.need, {}), rows, found) for one in wanted)


def _latest(wanted: Sequence[_Wanted], rows: Mapping[Key, Stored]) -> dict[PeriodType, Period]:
    """Of each kind the newest period that one of the stocks has a figure of, so that all of them are of one time."""
    found: dict[PeriodType, Period] = {}
    for one in wanted:
        if one.gather.take is not Take.LATEST or one.need.years_back or not one.periods:
            continue
        kind, inside = one.item.period, {period.number for period in one.periods}
        numbers = [
            key.period
            for key, cell in rows.items()
            if key.item == one.entry.key and key.period in inside and cell.status is Status.VALUE
        ]
        here = Period(kind, max(numbers)) if numbers else one.periods[0]
        found[kind] = max(found.get(kind, here), here, key=lambda period: period.number)
    return found


def _sent_parts(wanted: Sequence[_Wanted], rows: Mapping[Key, Stored]) -> dict[Need, dict[str, int]]:
    """Of open lists that nobody keeps, the combinations that were sent."""
    loose = [one for one in wanted if one.parts is None]
    if not loose:
        return {}
    parts = Part.objects.filter(item__in={one.entry.key for one in loose}, pk__in={key.part for key in rows})
    found: dict[Need, dict[str, int]] = {}
    for one in loose:
        for part in parts:
            if part.item_id == one.entry.key and _chosen(part, one):
                text = "/".join(part.codes[name] for name in one.item.by)
                found.setdefault(one.need, {})[text] = part.pk
    return found


def _chosen(part: Part, one: _Wanted) -> bool:
    """A whole combination, of the codes that are to be taken."""
    return set(part.codes) == set(one.item.by) and all(
        part.codes[name] in codes for name, codes in one.gather.only.items() if codes
    )


def _frame(
    one: _Wanted,
    latest: Mapping[PeriodType, Period],
    sent: Mapping[str, int],
    rows: Mapping[Key, Stored],
    found: AreaBook,
) -> Frame:
    parts = dict(sorted(sent.items())) if one.parts is None else dict(one.parts)
    periods, unknown = _periods(one, latest, parts, rows)
    return Frame(
        one.need,
        one.entry.key,
        one.item.name,
        found.book.unit_text(one.item),
        one.item.period.value,
        one.areas,
        tuple(map(str, periods)),
        parts,
        unknown,
    )


def _periods(
    one: _Wanted,
    latest: Mapping[PeriodType, Period],
    parts: Mapping[str, int],
    rows: Mapping[Key, Stored],
) -> tuple[Sequence[Period], tuple[Place, ...]]:
    """Those to be taken; and of so many samplings a year those that are still owed, whenever they will be."""
    if one.gather.take is Take.LATEST:
        here = latest.get(one.item.period)
        return ([] if here is None else [years_earlier(here, one.need.years_back)]), ()
    times = one.item.expects.times_a_year
    if times is None:
        return one.periods, ()
    areas, keys = {int(code) for code in one.areas}, set(parts.values())
    sampled = {
        key.period for key in rows if key.item == one.entry.key and key.area in areas and key.part in keys
    }
    taken = [period for period in one.periods if period.number in sampled]
    owed = -(-times * len(one.periods) // one.item.period.in_a_year)
    unknown = (
        Place(area, f"#{place}", part)
        for area in one.areas
        for place in range(len(taken) + 1, owed + 1)
        for part in parts
    )
    return taken, tuple(unknown)


def _with_scores(gathered: Gathered, scores: Sequence[Scored], found: AreaBook | None = None) -> Gathered:
    """The quality of the data beside the figures; a formula of nothing else is of the generation that was looked at.

    ``found``: the items, to tell who sent what was scored.
    """
    if not scores:
        return gathered
    made = tuple(one.score for one in scores if one.score)
    sources = Counter(gathered.sources)
    if found is not None:
        for score in made:
            sources.update(senders_of(score, found))
    only = made[0].generation if made and not gathered.frames else gathered.generation
    return replace(
        gathered,
        generation=only,
        frames=(*gathered.frames, *(one.frame for one in scores)),
        cells={**gathered.cells, **{one.frame.need: {one.place: one.cell} for one in scores}},
        sources=dict(sorted(sources.items())),
        empty=(
            *gathered.empty,
            *((one.frame, one.place, one.cell) for one in scores if isinstance(one.cell, Status)),
        ),
        scores=made,
        told=tuple(message for one in scores for message in one.told),
    )


def _filled(generation: Generation | None, frames: tuple[Frame, ...], rows: Mapping[Key, Stored]) -> Gathered:
    figures: dict[Need, Cells] = {}
    sources: Counter[int] = Counter()
    empty: list[tuple[Frame, Place, Status | None]] = []
    for frame in frames:
        numbers = {text: from_text(text).number for text in frame.periods}
        own = figures[frame.need] = {}
        for place in frame.places():
            number = numbers.get(place.period)
            row = (
                None
                if number is None
                else rows.get(Key(frame.item, number, int(place.area), frame.parts[place.part]))
            )
            if row is not None and row.value is not None:
                own[place] = row.value
                sources[row.submission] += 1
            else:
                own[place] = Status.BLANK if row is None else row.status
                empty.append((frame, place, row.status if row else None))
    return Gathered(generation, frames, figures, dict(sorted(sources.items())), tuple(empty))
