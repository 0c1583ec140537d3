"""Which scores a board shows: of each province and year one, of the longest round the newest version."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Max, QuerySet

from samrit.dashboards.queries.standings import Standing, ranked_by_total
from samrit.frameworks.models import Round
from samrit.people.models import Area
from samrit.people.queries import Duties
from samrit.rules.sealing import canonical, sealed
from samrit.scores.models import ProvinceScore, Publication
from samrit.scores.queries import appealed_rounds, published_scores, scores_visible_to

_THOUSANDTH = Decimal("0.001")
# Of ten years there are more than a thousand: without what boards do not show. In the order of the models' columns.
_OF_SCORE = ("id", "round_id", "version", "state", "edition_id", "rule_set", "total_published", "rating")
_OF_ROUND = ("id", "area_id", "fiscal_year_id", "months")


@dataclass(frozen=True)
class Seen:
    """``scores`` by (year, province's code); ``public`` are the keys of those that everybody may see.

    ``appealed`` are the keys of rounds whose score is contested and not decided yet.
    """

    scores: Mapping[tuple[int, str], ProvinceScore]
    public: frozenset[int]
    appealed: frozenset[int] = frozenset()

    def of_year(self, year: int, areas: Collection[str] | None = None) -> list[ProvinceScore]:
        return [
            score
            for (of, area), score in self.scores.items()
            if of == year and (areas is None or area in areas)
        ]

    def of_area(self, area: str) -> dict[int, ProvinceScore]:
        """Year → its score, the oldest year first."""
        return {year: self.scores[year, of] for year, of in sorted(self.scores) if of == area}

    def years(self) -> list[int]:
        """The oldest first."""
        return sorted({year for year, _ in self.scores})

    def is_appealed(self, score: ProvinceScore) -> bool:
        return score.round_id in self.appealed

    def is_public(self, score: ProvinceScore) -> bool:
        return score.pk in self.public


def seen_by(duties: Duties, *, now: datetime, area: str | None = None) -> Seen:
    """What this person may see; four queries."""
    public = _of(published_scores(now), area).values_list("pk", flat=True)
    chosen = _chosen(_of(scores_visible_to(duties, now), area))
    return Seen(chosen, frozenset(public), frozenset(appealed_rounds()))


def seen_by_all(*, now: datetime, area: str | None = None) -> Seen:
    """What everybody may see; three queries."""
    scores = _chosen(_of(published_scores(now), area))
    return Seen(scores, frozenset(score.pk for score in scores.values()), frozenset(appealed_rounds()))


def _of(scores: QuerySet[ProvinceScore], area: str | None) -> QuerySet[ProvinceScore]:
    """Of no year that was voided: what is kept of it is no result."""
    scores = scores.filter(round__fiscal_year__voided_at__isnull=True)
    return scores if area is None else scores.filter(round__area=area)


def _chosen(scores: QuerySet[ProvinceScore]) -> dict[tuple[int, str], ProvinceScore]:
    """Chosen before they become objects, which cost more than reading them; all years share the areas."""
    chosen: dict[tuple[int, str], tuple[tuple[int, int], Sequence[Any], Sequence[Any]]] = {}
    names = (*_OF_SCORE, *(f"round__{name}" for name in _OF_ROUND))
    for row in scores.select_related(None).order_by().values_list(*names):
        score, round_ = row[: len(_OF_SCORE)], row[len(_OF_SCORE) :]
        _pk, area, year, months = round_
        order = (months, score[_OF_SCORE.index("version")])
        if (year, area) not in chosen or chosen[year, area][0] < order:
            chosen[year, area] = order, score, round_
    areas = Area.objects.in_bulk({area for _, area in chosen})
    return {
        (year, area): _score(score, round_, areas[area])
        for (year, area), (_order, score, round_) in chosen.items()
    }


def _score(score: Sequence[Any], round_: Sequence[Any], area: Area) -> ProvinceScore:
    made = ProvinceScore.from_db(DEFAULT_DB_ALIAS, _OF_SCORE, score)
    made.round = Round.from_db(DEFAULT_DB_ALIAS, _OF_ROUND, round_)
    made.round.area = area
    return made


# ── what is made of them ────────────────────────────────────────────────────
def total_of(score: ProvinceScore | None) -> Decimal | None:
    """The total as published (three decimals): what reads the same counts the same."""
    return Decimal(score.total_published) if score and score.total_published else None


def standings_of(seen: Seen, year: int, areas: Sequence[Area]) -> list[Standing]:
    """These provinces: the ranked ones (equals share a rank: 1, 1, 3), the unranked, then those without a score."""
    codes = {area.pk for area in areas}
    ranked = ranked_by_total(seen.of_year(year, codes))
    known = {standing.area.pk for standing in ranked}
    return [*ranked, *(Standing(area) for area in areas if area.pk not in known)]


@dataclass(frozen=True)
class Spread:
    """How totals lie, to three decimals; all None where there is no total."""

    count: int
    lowest: Decimal | None = None
    median: Decimal | None = None
    mean: Decimal | None = None
    highest: Decimal | None = None


def spread(values: Collection[Decimal | None]) -> Spread:
    """Missing is not zero: what has no value is left out and not counted."""
    known = sorted(value for value in values if value is not None)
    if not known:
        return Spread(0)
    return Spread(
        len(known),
        known[0],
        to_three(median(known)),
        to_three(sum(known, Decimal(0)) / len(known)),
        known[-1],
    )


def to_three(value: Decimal) -> Decimal:
    return value.quantize(_THOUSANDTH, rounding=ROUND_HALF_UP)


# ── is it still so? ─────────────────────────────────────────────────────────
def public_stamp(now: datetime) -> str:
    """Changes with whatever the public may see, the marks of open appeals too; three light queries."""
    shown = Publication.objects.filter(publish_at__lte=now)
    newest = shown.aggregate(newest=Max("pk"), withdrawn=Max("withdrawn_at"))
    editions = f"{newest['newest']}-{newest['withdrawn'] and newest['withdrawn'].timestamp()}-{shown.count()}"
    appealed = sorted(appealed_rounds().filter(round__in=shown.values("round")))
    seal = sealed(canonical({"appealed": appealed}))
    return f"{editions}-{seal[:8]}"
