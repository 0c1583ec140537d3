"""Results that are public: for everybody, without a token."""

from collections.abc import Collection
from datetime import datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Path, Query, Router, Schema
from pydantic import Field

from samrit.dashboards.queries.results import ComponentResult, KpiResult, published_score, result_sheet
from samrit.dashboards.queries.standings import published_years, shown_scores
from samrit.people.api.operations import PUBLIC, reads
from samrit.scores.models import ProvinceScore
from samrit.scores.queries import appealed_rounds
from samrit.ui.api.paging import Page, Slice, paged, without_nones
from samrit.ui.api.values import Amount
from samrit.ui.wording import in_words

router = Router(tags=["results"])
Year = Annotated[int, Path(ge=2500, le=2700)]


class PublishedYearFacts(Schema):
    """A fiscal year (พ.ศ.) with published results: of how many of the provinces that report."""

    year: int
    provinces: int
    of: int
    latest: datetime


class PublishedFacts(Schema):
    """A province's published result; ``total`` has three decimals, null where the rules of the year give labels.

    ``under_appeal``: an appeal against the score is not decided yet, so it may change.
    """

    area: str
    area_name: str
    year: int
    months: int
    total: str | None
    rating: str | None
    state: str
    under_appeal: bool
    published_at: datetime
    page_edition: int
    url: str


class PublishedKpi(Schema):
    """A KPI's verified value and score; ``missing`` says why there is no value."""

    number: str
    name: str
    unit: str
    weight: Amount | None
    value: Amount | None
    missing: str | None
    score: Amount | None
    points: Amount | None
    corrected: bool
    owners: list[str]
    steps: list[str]


class PublishedWhole(PublishedKpi):
    parts: list[PublishedKpi]


class PublishedComponent(Schema):
    number: int
    name: str
    weight: Amount | None
    score: Amount | None
    points: Amount | None
    label: str | None
    kpis: list[PublishedWhole]


class PublishedResult(PublishedFacts):
    """With everything that explains it."""

    rule_set: str
    steps: list[str]
    components: list[PublishedComponent]


class ResultSlice(Slice):
    """Of one year, one province."""

    year: int | None = Field(None, ge=2500, le=2700)
    area: str | None = Field(None, max_length=8)


@reads(router, "/results/years", scope=PUBLIC, answers=list[PublishedYearFacts])
def result_years(request: HttpRequest) -> list[Any]:
    """The years with published results, the newest first."""
    return published_years(timezone.now())


@reads(router, "/results", scope=PUBLIC, answers=Page[PublishedFacts])
def results(request: HttpRequest, at: Query[ResultSlice]) -> dict[str, Any]:
    """Published results of provinces; of two published rounds of a year the longer one."""
    wanted = without_nones({"round__fiscal_year": at.year, "round__area": at.area})
    rows = shown_scores(timezone.now()).filter(**wanted).defer("inputs", "outcome")
    page = paged(request, rows, at)
    appealed = set(appealed_rounds())
    return {**page, "items": [_published(score, appealed) for score in page["items"]]}


@reads(router, "/results/{year}/{area}", scope=PUBLIC, answers=PublishedResult)
def result(request: HttpRequest, year: Year, area: str) -> dict[str, Any]:
    """A province's published result and why it got this score."""
    score = published_score(year, area, timezone.now())
    if score is None:
        raise Http404
    sheet = result_sheet(score)
    return {
        **_published(score, set(appealed_rounds())),
        "rule_set": score.rule_set,
        "steps": [in_words(step) for step in sheet.steps],
        "components": [_component(one) for one in sheet.components],
    }


def _published(score: ProvinceScore, appealed: Collection[int]) -> dict[str, Any]:
    round_ = score.round
    return {
        "area": round_.area_id,
        "area_name": round_.area.name,
        "year": round_.fiscal_year_id,
        "months": round_.months,
        "total": score.total_published or None,
        "rating": score.rating or None,
        "state": score.state,
        "under_appeal": round_.pk in appealed,
        "published_at": score.published_at,
        "page_edition": score.page_edition,
        "url": reverse("dashboards:province", args=[round_.fiscal_year_id, round_.area_id]),
    }


def _component(one: ComponentResult) -> dict[str, Any]:
    return {
        "number": one.component.number,
        "name": one.component.name,
        "weight": one.weight,
        "score": one.score,
        "points": one.points,
        "label": in_words(one.label) if one.label else None,
        "kpis": [{**_kpi(kpi), "parts": [_kpi(part) for part in kpi.parts]} for kpi in one.kpis],
    }


def _kpi(one: KpiResult) -> dict[str, Any]:
    names = ("number", "weight", "value", "missing", "score", "points", "corrected")
    return {
        **{name: getattr(one, name) for name in names},
        "name": one.terms.name,
        "unit": one.terms.unit,
        "owners": [agency.name for agency in one.owners],
        "steps": [in_words(step) for step in one.steps],
    }
