"""Who owes which cells of an item, by when."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from samrit.indicators.models import Keeper, ListedArea
from samrit.indicators.queries.items import OF_AN_AGENCY, AreaBook, Entry, part_key, parts_of
from samrit.indicators.queries.places import villages_now
from samrit.indicators.store.port import Expected
from samrit.people.models import Agency, Area
from samrit.rules.areas import AreaLevel, children
from samrit.rules.items import Item, combinations, due_on, owes
from samrit.rules.periods import Period, period_of
from samrit.rules.thai import BUDDHIST_ERA


@dataclass(frozen=True)
class Due:
    """The period whose figures are asked for next, and the last day on which they are in time."""

    period: Period
    last_day: date
    days_left: int


def next_due(item: Item, today: date) -> Due | None:
    """None before the first year that is owed."""
    period = period_of(item.period, today - timedelta(days=item.expects.due_days))
    if period.last.year + BUDDHIST_ERA < item.expects.since:
        return None
    last_day = due_on(item, period.last)
    return Due(period, last_day, (last_day - today).days)


@dataclass(frozen=True)
class Owing:
    """What a province lists besides the book: who is which owner, and which areas owe an item of the listed kind."""

    agencies: Mapping[str, Agency]
    listed: Mapping[int, Sequence[str]]

    def agency_of(self, owner: str) -> Agency | None:
        """Which agency of the province an owner's code means; None where nobody said yet."""
        return self.agencies.get(owner)


def owing(area: Area) -> Owing:
    """Three queries, for any number of items."""
    agencies = {f"{OF_AN_AGENCY}{agency.pk}": agency for agency in Agency.objects.filter(area=area)}
    kept = Keeper.objects.filter(area=area).select_related("agency")
    listed: dict[int, list[str]] = defaultdict(list)
    for item, code in ListedArea.objects.filter(area=area).values_list("item", "code"):
        listed[item].append(code)
    return Owing({**agencies, **{one.owner: one.agency for one in kept}}, listed)


def owed_areas(found: AreaBook, entry: Entry, listed: Owing, on: date) -> tuple[str, ...]:
    """Codes of the areas that owe the item of the period that ends on a day, in order."""
    if found.area is None or not entry.active:
        return ()
    item = entry.item
    codes: Iterable[str] = codes_of(found.area.pk, item.expects.level, on)
    if item.expects.listed and not _of_places(found, item):
        chosen = set(listed.listed.get(entry.key, ()))
        codes = (code for code in codes if code in chosen)
    return tuple(code for code in codes if owes(item, item.expects.level, code, on))


def _of_places(found: AreaBook, item: Item) -> bool:
    """Whether the province's places (stations) say who owes; each of them is a part then."""
    return any(found.book.lists[name].place for name in item.by)


def codes_of(province: str, level: AreaLevel, on: date) -> list[str]:
    """The areas of a level in a province that stood on a day; villages as they were imported."""
    if level is AreaLevel.VILLAGE:
        return list(villages_now(province, on).values_list("code", flat=True))
    codes = [province]
    for _step in range(level.depth):
        codes = [area.code for code in codes for area in children(code, on)]
    return codes


def expected(
    found: AreaBook, entry: Entry, periods: Sequence[Period], listed: Owing, on: date
) -> Expected | None:
    """The cells owed of an item for these periods, as the store counts them; None where none is owed."""
    areas = owed_areas(found, entry, listed, on)
    numbers = parts_of([entry.key]) if entry.item.by else {}
    parts = [
        numbers.get((entry.key, part_key(codes))) if codes else 0
        for codes in combinations(found.book, entry.item)
    ]
    if not areas or not periods or not parts:
        return None
    return Expected(
        entry.key,
        tuple(map(int, areas)),
        tuple(period.number for period in periods),
        tuple(part for part in parts if part is not None),
    )
