"""Results that are public: for everybody, without a token."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Path, Query, Router, Schema
from pydantic import Field

from samrit.dashboards.documents import explaining
from samrit.dashboards.queries.results import ComponentResult, KpiResult, published_score, result_sheet
from samrit.dashboards.queries.standings import published_years, shown_scores
from samrit.frameworks.models import FiscalYear
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
    url: str


class VoidedYearFacts(Schema):
    """A year whose results are not used (ไม่ใช้ผลประเมิน), and the resolution that says so."""

    year: int
    voided_at: datetime
    resolution: str
    url: str


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


class InputFacts(Schema):
    """One value that went into the figure: what was reported, the official figure, what was verified."""

    label: str
    value: str
    unit: str
    source: str


class TargetFacts(Schema):
    """What scores 50, 75 and 100."""

    basic: Amount
    standard: Amount
    advanced: Amount


class PublishedKpi(Schema):
    """A KPI's verified value and score; ``missing`` says why there is no value.

    ``direction``: up – more is better; down – less is. ``inputs`` and ``steps`` say why.
    """

    number: str
    name: str
    definition: str
    unit: str
    direction: str
    targets: TargetFacts | None
    last_year: Amount | None
    six_month: Amount | None
    weight: Amount | None
    value: Amount | None
    missing: str | None
    score: Amount | None
    points: Amount | None
    corrected: bool
    owners: list[str]
    inputs: list[InputFacts]
    steps: list[str]
    url: str


class PublishedWhole(PublishedKpi):
    parts: list[PublishedKpi]


class PublishedComponent(Schema):
    number: int
    name: str
    weight: Amount | None
    score: Amount | None
    points: Amount | None
    label: str | None
    assessed: bool
    steps: list[str]
    kpis: list[PublishedWhole]


class PublishedResult(PublishedFacts):
    """With everything that explains it. ``files``: kind (pdf, xlsx, brief, card) → address, of what the page shows now."""

    rule_set: str
    rule: str
    framework: str
    files: dict[str, str]
    steps: list[str]
    components: list[PublishedComponent]


class ResultSlice(Slice):
    """Of one year, one province."""

    year: int | None = Field(None, ge=2500, le=2700)
    area: str | None = Field(None, max_length=8)


@reads(router, "/results/years", scope=PUBLIC, answers=list[PublishedYearFacts])
def result_years(request: HttpRequest) -> list[Any]:
    """The years with published results, the newest first."""
    years = published_years(timezone.now())
    return [{**asdict(one), "url": reverse("dashboards:year", args=[one.year])} for one in years]


@reads(router, "/results/years/voided", scope=PUBLIC, answers=list[VoidedYearFacts])
def voided_years(request: HttpRequest) -> list[Any]:
    """The years whose results are not used, the newest first."""
    return [
        {
            "year": one.year,
            "voided_at": one.voided_at,
            "resolution": one.void_resolution,
            "url": reverse("dashboards:year", args=[one.year]),
        }
        for one in FiscalYear.objects.filter(voided_at__isnull=False)
    ]


@reads(router, "/results", scope=PUBLIC, answers=Page[PublishedFacts])
def results(request: HttpRequest, at: Query[ResultSlice]) -> dict[str, Any]:
    """Published results of provinces; of two published rounds of a year the longer one."""
    wanted = without_nones({"round__fiscal_year": at.year, "round__area": at.area})
    rows = shown_scores(timezone.now()).filter(**wanted).defer("inputs", "outcome")
    page = paged(request, rows, at)
    appealed = set(appealed_rounds())
    return {**page, "items": [told_result(score, appealed) for score in page["items"]]}


@reads(router, "/results/{year}/{area}", scope=PUBLIC, answers=PublishedResult)
def result(request: HttpRequest, year: Year, area: str) -> dict[str, Any]:
    """A province's published result and why it got this score."""
    score = published_score(year, area, timezone.now())
    if score is None:
        raise Http404
    return told_whole(score, set(appealed_rounds()))


def told_whole(score: ProvinceScore, appealed: Collection[int]) -> dict[str, Any]:
    """``appealed``: the keys of rounds with an open appeal."""
    sheet = result_sheet(score)
    return {
        **told_result(score, appealed),
        "rule_set": score.rule_set,
        "rule": explaining.rule_and_version(sheet),
        "framework": sheet.edition.source,
        "files": _files(sheet.year, sheet.area.pk),
        "steps": [in_words(step) for step in sheet.steps],
        "components": [_component(one, _page(score)) for one in sheet.components],
    }


def _page(score: ProvinceScore) -> str:
    return reverse("dashboards:province", args=[score.round.fiscal_year_id, score.round.area_id])


def _files(year: int, area: str) -> dict[str, str]:
    names = {"pdf": "province_pdf", "xlsx": "province_xlsx", "brief": "public_brief", "card": "province_card"}
    return {kind: reverse(f"dashboards:{name}", args=[year, area]) for kind, name in names.items()}


def told_result(score: ProvinceScore, appealed: Collection[int]) -> dict[str, Any]:
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
        "url": _page(score),
    }


def _component(one: ComponentResult, page: str) -> dict[str, Any]:
    number = one.component.number
    return {
        "number": number,
        "name": one.component.name,
        "weight": one.weight,
        "score": one.score,
        "points": one.points,
        "label": in_words(one.label) if one.label else None,
        "assessed": one.component.assessed,
        "steps": [in_words(step) for step in one.steps],
        "kpis": [
            {
                **told_kpi(kpi, f"{page}#kpi-{number}-"),
                "parts": [told_kpi(part, f"{page}#kpi-{number}-") for part in kpi.parts],
            }
            for kpi in one.kpis
        ],
    }


def told_kpi(one: KpiResult, place: str) -> dict[str, Any]:
    """``place``: where the KPIs of its component stand on the page, up to their number."""
    names = ("number", "weight", "value", "missing", "score", "points", "corrected", "six_month")
    levels, why = one.terms.levels, explaining.why_kpi(one)
    return {
        **{name: getattr(one, name) for name in names},
        "name": one.kpi.name,
        "definition": one.kpi.definition,
        "unit": one.terms.unit,
        "direction": one.terms.direction,
        "targets": dict(zip(("basic", "standard", "advanced"), levels, strict=True)) if levels else None,
        "last_year": one.terms.last_year,
        "owners": [agency.name for agency in one.owners],
        "inputs": [
            {"label": given.label, "value": given.value, "unit": given.unit, "source": given.source}
            for given in why.inputs
        ],
        "steps": [in_words(step) for step in one.steps],
        "url": f"{place}{one.number}",
    }
