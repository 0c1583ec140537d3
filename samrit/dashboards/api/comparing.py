"""Up to five provinces of a year side by side, by what is published."""

from collections.abc import Collection
from typing import Annotated, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import now
from ninja import Query, Router, Schema
from pydantic import Field

from samrit.dashboards.api.results import PublishedFacts, PublishedKpi, told_kpi, told_result
from samrit.dashboards.queries.comparing import (
    ENOUGH,
    MOST,
    Asked,
    ComparedComponent,
    ComparedKpi,
    Comparison,
    Side,
    asked_for,
    compared_as,
)
from samrit.people.api.operations import PUBLIC, reads
from samrit.rules.wording import say
from samrit.scores.queries import appealed_rounds
from samrit.ui.api.problems import wrong
from samrit.ui.api.values import Amount

router = Router(tags=["results"])
_TOO_FEW = say("too_few_provinces", "เลือกอย่างน้อยสองจังหวัดที่มีผลประกาศแล้วในปีนี้")
_NO_SUCH_YEAR = say("year_without_results", "ปีนี้ยังไม่มีผลที่ประกาศ – ดูปีที่มีได้ที่ results/years")


class ToCompare(Schema):
    """Two to five provinces (``area=13&area=20``); the first is the one that the others are set against."""

    area: list[Annotated[str, Field(max_length=8)]] = Field(min_length=ENOUGH, max_length=MOST)
    year: int | None = Field(None, ge=2500, le=2700, description="Without it the newest published one")


class ComparedProvince(PublishedFacts):
    """``difference``: of the totals, from the first province; its own is null."""

    difference: Amount | None


class SideFacts(Schema):
    """One province's KPI; ``kpi`` null: its framework has none such. ``best``: of those that differ."""

    area: str
    assessed: bool
    kpi: PublishedKpi | None
    difference: Amount | None
    best: bool


class ComparedPart(Schema):
    """The same KPI of each province, in the order of the provinces."""

    name: str
    sides: list[SideFacts]


class ComparedWhole(ComparedPart):
    parts: list[ComparedPart]


class ComparedComponentFacts(Schema):
    number: int
    name: str
    kpis: list[ComparedWhole]


class ComparisonFacts(Schema):
    """``unknown``: provinces asked for that have no published result in the year."""

    year: int
    provinces: list[ComparedProvince]
    unknown: list[str]
    components: list[ComparedComponentFacts]
    files: dict[str, str]
    url: str


@reads(router, "/results/compare", scope=PUBLIC, answers=ComparisonFacts)
def compare(request: HttpRequest, at: Query[ToCompare]) -> dict[str, Any]:
    """How do these provinces differ, KPI by KPI? KPIs are the same by the library, else by their name."""
    moment = now()
    asked = asked_for("" if at.year is None else str(at.year), at.area, now=moment)
    if at.year is not None and asked.year != at.year:
        raise wrong("query.year", _NO_SUCH_YEAR)
    comparison = compared_as(asked, moment)
    if comparison is None:
        raise wrong("query.area", _TOO_FEW)
    return _told(asked, comparison, set(appealed_rounds()))


def _told(asked: Asked, comparison: Comparison, appealed: Collection[int]) -> dict[str, Any]:
    pairs = zip(comparison.sheets, comparison.differences, strict=True)
    return {
        "year": asked.year,
        "provinces": [
            {**told_result(sheet.score, appealed), "difference": difference} for sheet, difference in pairs
        ],
        "unknown": asked.unknown,
        "components": [_component(one) for one in comparison.components],
        "files": {
            kind: f"{reverse('dashboards:compare_file', args=[kind])}?{asked.query}"
            for kind in ("csv", "xlsx")
        },
        "url": f"{reverse('dashboards:compare')}?{asked.query}",
    }


def _component(one: ComparedComponent) -> dict[str, Any]:
    kpis = [
        {**_row(kpi, one.number), "parts": [_row(part, one.number) for part in kpi.parts]} for kpi in one.kpis
    ]
    return {"number": one.number, "name": one.name, "kpis": kpis}


def _row(one: ComparedKpi, component: int) -> dict[str, Any]:
    return {"name": one.name, "sides": [_side(side, component) for side in one.sides]}


def _side(one: Side, component: int) -> dict[str, Any]:
    page = reverse("dashboards:province", args=[one.sheet.year, one.sheet.area.pk])
    place = f"{page}#kpi-{component}-"
    return {
        "area": one.sheet.area.pk,
        "assessed": one.assessed,
        "kpi": told_kpi(one.kpi, place) if one.kpi else None,
        "difference": one.difference,
        "best": one.best,
    }
