"""What the public may see of many provinces: the years with results, a year's standings, a province's years."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, QuerySet

from samrit.frameworks.models import FiscalYear
from samrit.people.models import Area
from samrit.rules import rulesets
from samrit.rules.wording import Message
from samrit.scores.models import ProvinceScore
from samrit.scores.queries import published_scores

NOT_PUBLISHED = "not_published"


def shown_scores(now: datetime) -> QuerySet[ProvinceScore]:
    """Each province's score of each year that is public at this moment; where two rounds are published, the longer one."""
    of_longer_round = published_scores(now).filter(
        round__area=OuterRef("round__area"),
        round__fiscal_year=OuterRef("round__fiscal_year"),
        round__months__gt=OuterRef("round__months"),
    )
    return published_scores(now).filter(~Exists(of_longer_round))


def _without_documents(scores: QuerySet[ProvinceScore]) -> QuerySet[ProvinceScore]:
    """For lists: the inputs and outcome of one score are longer than everything else on the page."""
    return scores.defer("inputs", "outcome")


# ── years ───────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class PublishedYear:
    """A fiscal year (พ.ศ.) and how many of the reporting provinces have a published result in it."""

    year: int
    provinces: int
    of: int
    latest: Any  # the newest publication, a datetime


def published_years(now: datetime) -> list[PublishedYear]:
    """The years with published results, the newest first."""
    reporting = reporting_areas().count()
    rows = (
        published_scores(now)
        .values("round__fiscal_year")
        .annotate(provinces=Count("round__area", distinct=True), latest=Max("published_at"))
        .order_by("-round__fiscal_year")
    )
    return [
        PublishedYear(row["round__fiscal_year"], row["provinces"], reporting, row["latest"]) for row in rows
    ]


def reporting_areas() -> QuerySet[Area]:
    return Area.objects.filter(reports=True)


# ── provinces by name ───────────────────────────────────────────────────────
def plain_name(text: str) -> str:
    """A province's name as people type it → as it is kept: one way of writing ำ, without ``จังหวัด``."""
    composed = unicodedata.normalize("NFC", text).replace("ํา", "ำ")
    return " ".join(composed.split()).removeprefix("จังหวัด").strip()


# ── one year ────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Standing:
    """A province in a year. ``score`` None: nothing published yet. ``rank`` None: not ranked.

    ``labels`` are the components' labels where the year's rules have no total, by component number.
    """

    area: Area
    score: ProvinceScore | None = None
    rank: int | None = None
    tied: bool = False
    labels: tuple[tuple[str, Message], ...] = ()


def has_totals(year: FiscalYear) -> bool:
    """Whether the year's rules give a total; those of 2562 give labels instead."""
    return rulesets.load(year.rule_set).model == "weighted"


def standings(year: FiscalYear, now: datetime) -> list[Standing]:
    """Every reporting province: the ranked ones, then the unranked ones, then those without a published result.

    Provinces are ranked by the total as it is published, so that what reads the same ranks the same (1, 1, 3),
    and only among results of the year's longest published round. Two queries.
    """
    scores = _without_documents(shown_scores(now).filter(round__fiscal_year=year))
    if not has_totals(year):
        scores = scores.annotate(components=F("outcome__components"))
    ranked = ranked_by_total(list(scores))
    published = {standing.area.pk for standing in ranked}
    waiting = [Standing(area) for area in reporting_areas() if area.pk not in published]
    return [*ranked, *waiting]


def ranked_by_total(scores: list[ProvinceScore]) -> list[Standing]:
    """The scores of one year (with ``round__area``): ranked ones first, equals share a rank, then the unranked."""
    longest = max((score.round.months for score in scores), default=0)
    totals = {score.pk: _total(score) for score in scores if score.round.months == longest}
    inside = [score for score in scores if totals.get(score.pk) is not None]
    outside = [score for score in scores if totals.get(score.pk) is None]
    inside.sort(key=lambda score: (-(totals[score.pk] or 0), score.round.area_id))
    outside.sort(key=lambda score: (-score.round.months, score.round.area_id))
    standings: list[Standing] = []
    for _, group in groupby(inside, key=lambda score: totals[score.pk]):
        equals = list(group)
        rank = len(standings) + 1
        standings += [_standing(score, rank=rank, tied=len(equals) > 1) for score in equals]
    return [*standings, *(_standing(score) for score in outside)]


def _total(score: ProvinceScore) -> Decimal | None:
    return Decimal(score.total_published) if score.total_published else None


def _standing(score: ProvinceScore, *, rank: int | None = None, tied: bool = False) -> Standing:
    components: Iterable[dict[str, Any]] = getattr(score, "components", ())
    labels = tuple((row["number"], Message.from_data(row["label"])) for row in components if row.get("label"))
    return Standing(score.round.area, score, rank, tied, labels)


def matching(table: Iterable[Standing], *, name: str = "", rating: str = "") -> list[Standing]:
    """The standings of provinces with this in their name and with this rating (or NOT_PUBLISHED)."""
    wanted = plain_name(name).casefold()
    return [
        standing
        for standing in table
        if (wanted in standing.area.name or wanted in standing.area.name_en.casefold())
        and (not rating or rating == (standing.score.rating if standing.score else NOT_PUBLISHED))
    ]
