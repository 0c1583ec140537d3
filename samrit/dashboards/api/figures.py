"""Standings and single figures in columns of their own, for programs that count on: yours to see, or everybody's."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.timezone import now
from ninja import Query, Router, Schema
from pydantic import Field

from samrit.dashboards.api.boards import READ, at_work
from samrit.dashboards.documents.boards.parts import Links
from samrit.dashboards.queries.boards.seen import Seen, seen_by, seen_by_all, standings_of, total_of
from samrit.dashboards.queries.standings import Standing, reporting_areas
from samrit.people.api.operations import PUBLIC, reads
from samrit.people.middleware import PersonRequest
from samrit.scores.models import KpiScore
from samrit.ui.api.paging import Page, Slice, paged, without_nones
from samrit.ui.api.values import Amount, Key

router = Router(tags=["boards"])


class ProvinceStanding(Schema):
    """A province in a year: of its longest round the newest version. ``state`` null: it has no score to show.

    ``rank``: equals share one (1, 1, 3), null where it is not ranked; ``change``: against last year's total of a round
    as long; ``under_appeal``: the score, and with it the ranking, may still change. ``url``: why it is so.
    """

    area: str
    area_name: str
    rank: int | None
    tied: bool
    total: str | None
    rating: str | None
    months: int | None
    state: str | None
    published: bool
    under_appeal: bool
    change: Amount | None
    url: str


class BoardFigure(Schema):
    """One KPI (or a part of one) in a province's year. ``score`` 0–100, null where it does not count; ``url``: why.

    ``missing`` says why there is no value. ``entry_id``: which KPI of the library it is, where that is said.
    """

    year: int
    area: str
    number: str
    is_part: bool
    name: str
    unit: str
    value: Amount | None
    missing: str | None
    score: Amount | None
    weight: Amount | None
    points: Amount | None
    entry_id: int | None
    indicator_id: int
    kpi_id: int
    published: bool
    url: str


class StandingsOf(Schema):
    """Of which fiscal year (พ.ศ.)."""

    year: int = Field(ge=2500, le=2700)


class BoardFigureSlice(Slice):
    """Of one year, one province, one KPI of the library, one agency."""

    year: int | None = Field(None, ge=2500, le=2700)
    area: str | None = Field(None, max_length=8)
    kpi: Key | None = Field(None, description="Of the library")
    agency: Key | None = Field(None, description="What it answers for, without the parts")


@reads(router, "/boards/standings", scope=READ, answers=list[ProvinceStanding], missing=True)
def standings(request: PersonRequest, at: Query[StandingsOf]) -> list[dict[str, Any]]:
    """Every province in a year, as this person may see it: ranked ones first, those without a score last."""
    return _standings(seen_by(at_work(request), now=now()), at.year, Links())


@reads(router, "/results/standings", scope=PUBLIC, answers=list[ProvinceStanding], missing=True)
def public_standings(request: HttpRequest, at: Query[StandingsOf]) -> list[dict[str, Any]]:
    """Every province in a year, by its published score: ranked ones first, those without one last."""
    return _standings(seen_by_all(now=now()), at.year, Links(public=True))


@reads(router, "/boards/figures", scope=READ, answers=Page[BoardFigure], missing=True)
def figures(request: PersonRequest, at: Query[BoardFigureSlice]) -> dict[str, Any]:
    """Single KPIs over provinces and years, as this person may see them."""
    return _figures(request, seen_by(at_work(request), now=now()), at, Links())


@reads(router, "/results/figures", scope=PUBLIC, answers=Page[BoardFigure])
def public_figures(request: HttpRequest, at: Query[BoardFigureSlice]) -> dict[str, Any]:
    """Single KPIs over provinces and years, as they are published."""
    return _figures(request, seen_by_all(now=now()), at, Links(public=True))


# ── standings ───────────────────────────────────────────────────────────────
def _standings(seen: Seen, year: int, links: Links) -> list[dict[str, Any]]:
    if year not in seen.years():
        raise Http404
    return [_standing(seen, year, one, links) for one in standings_of(seen, year, list(reporting_areas()))]


def _standing(seen: Seen, year: int, one: Standing, links: Links) -> dict[str, Any]:
    score = one.score
    told = {
        "area": one.area.pk, "area_name": one.area.name, "rank": one.rank, "tied": one.tied, "total": None,
        "rating": None, "months": None, "state": None, "published": False, "under_appeal": False, "change": None,
        "url": links.province(year, one.area.pk) if score or not links.public else "",
    }  # fmt: skip
    if score is None:
        return told
    return {
        **told,
        "total": score.total_published or None,
        "rating": score.rating or None,
        "months": score.round.months,
        "state": score.state,
        "published": seen.is_public(score),
        "under_appeal": seen.is_appealed(score),
        "change": _change(seen, year, one),
    }


def _change(seen: Seen, year: int, one: Standing) -> Any:
    """Six months are not compared with twelve."""
    last, total = seen.scores.get((year - 1, one.area.pk)), total_of(one.score)
    before = total_of(last)
    if one.score is None or last is None or total is None or before is None:
        return None
    return total - before if one.score.round.months == last.round.months else None


# ── figures ─────────────────────────────────────────────────────────────────
def _figures(request: HttpRequest, seen: Seen, at: BoardFigureSlice, links: Links) -> dict[str, Any]:
    shown = {
        score.pk: score
        for (year, area), score in seen.scores.items()
        if at.year in {None, year} and at.area in {None, area}
    }
    page = paged(request, _rows(at).filter(province_score__in=shown), at)
    items = [_figure(one, links, published=one.province_score_id in seen.public) for one in page["items"]]
    return {**page, "items": items}


def _rows(at: BoardFigureSlice) -> QuerySet[KpiScore]:
    wanted = without_nones({"kpi__indicator__library_kpi": at.kpi, "kpi__ownerships__agency": at.agency})
    if at.agency:
        wanted["kpi__parent"] = None
    found = KpiScore.objects.filter(**wanted).select_related(
        "kpi__component", "kpi__indicator", "verification", "province_score__round"
    )
    return found.defer("province_score__inputs", "province_score__outcome")


def _figure(one: KpiScore, links: Links, *, published: bool) -> dict[str, Any]:
    kpi, verified, round_ = one.kpi, one.verification, one.province_score.round
    number = f"{kpi.component.number}-{kpi.number}"
    return {
        "year": round_.fiscal_year_id,
        "area": round_.area_id,
        "number": number,
        "is_part": kpi.parent_id is not None,
        "name": kpi.name,
        "unit": kpi.unit,
        "value": verified.value if verified else None,
        "missing": (verified.missing or None) if verified else None,
        "score": one.score,
        "weight": kpi.weight,
        "points": one.points,
        "entry_id": kpi.indicator.library_kpi_id,
        "indicator_id": kpi.indicator_id,
        "kpi_id": kpi.pk,
        "published": published,
        "url": links.why(round_.fiscal_year_id, round_.area_id, number),
    }
