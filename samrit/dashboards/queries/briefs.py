"""One province at a glance, for those who lead it: what the executive page shows of a score."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from samrit.dashboards.queries.boards.seen import Seen, standings_of, total_of
from samrit.dashboards.queries.results import KpiResult, ResultSheet
from samrit.dashboards.queries.standings import Standing
from samrit.people.models import Area
from samrit.rules.scoring import from_json
from samrit.rules.whatif import Reach, gaps_of, trial_of, without_unusable
from samrit.rules.wording import RefusedError

SHOWN = 3  # best, weakest and most worth lifting KPIs
YEARS = 8


@dataclass(frozen=True)
class Leaf:
    """A KPI without parts, or a part; ``number`` with its component: ``2-3.1``."""

    number: str
    it: KpiResult


@dataclass(frozen=True)
class YearStanding:
    """A province's standing in one year; ``total`` None where the year has labels, or nothing to show."""

    year: int
    total: Decimal | None
    rating: str
    rank: int | None
    tied: bool


@dataclass(frozen=True)
class Lift:
    """A result to lift to its next target."""

    leaf: Leaf
    reach: Reach


@dataclass(frozen=True)
class Brief:
    """What the page shows of a score.

    ``ranked``: how many provinces have a rank; ``appealed``: the score is contested now; ``open_appeals``: in how many
    provinces of the year one is. ``public``: everybody may see this score.
    """

    sheet: ResultSheet
    standing: Standing
    ranked: int
    years: tuple[YearStanding, ...]
    best: tuple[Leaf, ...]
    weakest: tuple[Leaf, ...]
    lifts: tuple[Lift, ...]
    uncounted: tuple[Leaf, ...]
    appealed: bool
    open_appeals: int
    public: bool


def brief_of(sheet: ResultSheet, seen: Seen, *, areas: Sequence[Area], appealed: Collection[int]) -> Brief:
    """What the page says; ``seen`` is what its reader may see, ``appealed`` the rounds with an open appeal. No query."""
    standings = standings_of(seen, sheet.year, areas)
    mine = next((one for one in standings if one.area.pk == sheet.area.pk), Standing(sheet.area))
    leaves = list(_leaves(sheet))
    counted = sorted((one for one in leaves if one.it.score is not None), key=_goodness)
    best = tuple(counted[:SHOWN])
    return Brief(
        sheet=sheet,
        standing=mine,
        ranked=sum(one.rank is not None for one in standings),
        years=tuple(_years(sheet, seen, areas)),
        best=best,
        weakest=tuple(reversed(counted[len(best) :][-SHOWN:])),
        lifts=tuple(_lifts(sheet, leaves)),
        uncounted=tuple(one for one in leaves if one.it.score is None),
        appealed=sheet.score.round_id in appealed,
        open_appeals=sum(score.round_id in appealed for score in seen.of_year(sheet.year)),
        public=seen.is_public(sheet.score),
    )


def _leaves(sheet: ResultSheet) -> Iterator[Leaf]:
    for component in sheet.components:
        if component.component.assessed:
            for kpi in component.kpis:
                yield from (
                    Leaf(f"{component.component.number}-{one.number}", one) for one in kpi.parts or (kpi,)
                )


def _goodness(leaf: Leaf) -> tuple[Decimal, Decimal]:
    """The highest score first; of equals the one that weighs more."""
    return (-(leaf.it.score or Decimal(0)), -(leaf.it.weight or Decimal(0)))


def _years(sheet: ResultSheet, seen: Seen, areas: Sequence[Area]) -> Iterator[YearStanding]:
    """Up to the year of the page, the oldest first; a year between without a score is a gap."""
    scores = {year: score for year, score in seen.of_area(sheet.area.pk).items() if year <= sheet.year}
    for year in range(max(min(scores, default=sheet.year), sheet.year - YEARS + 1), sheet.year + 1):
        standing = next(
            (one for one in standings_of(seen, year, areas) if one.area.pk == sheet.area.pk),
            Standing(sheet.area),
        )
        rating = standing.score.rating if standing.score else ""
        yield YearStanding(year, total_of(standing.score), rating, standing.rank, standing.tied)


def _lifts(sheet: ResultSheet, leaves: Sequence[Leaf]) -> list[Lift]:
    """Results whose next target would add most, everything else unchanged."""
    known = {tuple(leaf.number.replace("-", " ", 1).split()): leaf for leaf in leaves}
    try:
        asked = from_json(sheet.score.inputs, rules=sheet.rules)
        components = without_unusable(sheet.rules, asked.components)
        gaps = gaps_of(trial_of(sheet.rules, components, reweight=asked.reweight))
    except RefusedError:  # rules that changed since cannot score it any more
        return []
    found = [
        Lift(known[gap.place[0], gap.place[-1]], gap.next)
        for gap in gaps
        if gap.next and gap.next.distance is not None and gap.next.points > 0
    ]
    return sorted(found, key=lambda lift: -lift.reach.points)[:SHOWN]
