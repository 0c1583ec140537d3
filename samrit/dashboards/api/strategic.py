"""Strategic KPIs with what provinces derived from them, and what other provinces published of the same KPI."""

from typing import Annotated, Any

from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from ninja import Query, Router, Schema, Status
from pydantic import Field

from samrit.dashboards.api.boards import at_work
from samrit.dashboards.queries.sisters import sisters_of
from samrit.dashboards.queries.strategic import Derived, derived_results
from samrit.frameworks.actions import keep_strategic_kpi
from samrit.frameworks.forms import StrategicKpiForm
from samrit.frameworks.models import FiscalYear, StrategicKpi
from samrit.frameworks.permissions import refuse_strategic
from samrit.frameworks.queries import strategic_kpis
from samrit.people.api.operations import made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.reports.api.found import AtItem, found_item
from samrit.rules.thai import fiscal_year
from samrit.rules.wording import say
from samrit.ui.api.paging import Page, Slice, paged
from samrit.ui.api.problems import Refused, of_form, refused, wrong
from samrit.ui.api.values import Amount, PathKey, Text

router = Router(tags=["strategic"])
READ, WRITE = "frameworks:read", "frameworks:write"
_NO_SUCH_YEAR = say("year_unknown", "ไม่มีปีนี้ในระบบ – ดูปีที่มีได้ที่ years")
Year = Annotated[int, Field(ge=2500, le=2700)]


class StrategicSlice(Slice):
    """Of one fiscal year."""

    year: Year | None = None


class StrategicGiven(Schema):
    """As the central office calls it; ``references``: the plans it comes from."""

    model_config = {"extra": "forbid"}
    code: Annotated[str, Text(30, least=1)]
    name: Annotated[str, Text(1000, least=1)]
    ministry: Annotated[str, Text(200)] = ""
    references: Annotated[str, Text(2000)] = ""


class NewStrategic(StrategicGiven):
    """``year``: one that is known here, or the present one."""

    year: Year


class StrategicKpiFacts(Schema):
    """ตัวชี้วัดระดับยุทธศาสตร์ of a ministry in one year; ``derived``: how many KPIs say that they come from it."""

    id: int
    year: int
    code: str
    name: str
    ministry: str
    references: str
    derived: int


class DerivedFacts(Schema):
    """A province's KPI. ``kind``: same, proxy, cascade. ``published`` false: value and score are not public."""

    area: str
    kpi_id: int
    number: str
    name: str
    unit: str
    kind: str
    note: str
    owners: list[str]
    readable: bool
    published: bool
    value: Amount | None
    missing: str | None
    score: Amount | None


class WholeStrategic(StrategicKpiFacts):
    """With the KPIs that this person may see or that are published; ``refusal``: why one may not change it."""

    kpis: list[DerivedFacts]
    refusal: Refused | None


class SisterFacts(Schema):
    """``certain``: the library knows both KPIs as the same."""

    area: str
    area_name: str
    year: int
    unit: str
    value: Amount | None
    missing: str | None
    certain: bool


class SistersFacts(Schema):
    """The best first; ``lowest``, ``middle``, ``highest`` of those with a number."""

    lowest: Amount | None
    middle: Amount | None
    highest: Amount | None
    rows: list[SisterFacts]


@reads(router, "/strategic-kpis", scope=READ, answers=Page[StrategicKpiFacts], missing=True)
def strategic_kpi_list(request: PersonRequest, at: Query[StrategicSlice]) -> dict[str, Any]:
    """Strategic KPIs, of one year or all."""
    at_work(request)
    page = paged(request, strategic_kpis(at.year), at)
    return {**page, "items": [_told(one) for one in page["items"]]}


@reads(router, "/strategic-kpis/{strategic_id}", scope=READ, answers=WholeStrategic)
def strategic_kpi(request: PersonRequest, strategic_id: PathKey) -> dict[str, Any]:
    """One with what is derived from it in each province, and what was reached there."""
    at_work(request)
    return _whole(request, strategic_id)


@writes(router, "/strategic-kpis", scope=WRITE, answers=WholeStrategic, made=True)
def add_strategic_kpi(request: PersonRequest, body: NewStrategic) -> Status[Any]:
    """Add a strategic KPI of a year; the central office does."""
    at_work(request)
    known = FiscalYear.objects.filter(pk=body.year).exists() or body.year == fiscal_year(localdate())
    if not known:
        raise wrong("body.year", _NO_SUCH_YEAR)
    kept = keep_strategic_kpi(year=body.year, by=request.user, now=now(), **_cleaned(body))
    return made(_whole(request, kept.pk))


@writes(router, "/strategic-kpis/{strategic_id}", method="PUT", scope=WRITE, answers=WholeStrategic)
def change_strategic_kpi(
    request: PersonRequest, strategic_id: PathKey, body: StrategicGiven
) -> dict[str, Any]:
    """Correct a strategic KPI."""
    at_work(request)
    kpi = get_object_or_404(StrategicKpi, pk=strategic_id)
    keep_strategic_kpi(year=kpi.fiscal_year_id, kpi=kpi, by=request.user, now=now(), **_cleaned(body))
    return _whole(request, strategic_id)


@reads(
    router, "/rounds/{round_id}/items/{indicator_id}/sisters", scope="reports:read", answers=SistersFacts
)  # fmt: skip
def sisters(request: PersonRequest, at: AtItem) -> dict[str, Any]:
    """What other provinces published of the same KPI, this year and the one before."""
    item = found_item(request, at)
    round_ = item.round
    found = sisters_of(item.kpi, round_.fiscal_year_id, round_.area_id, now())
    rows = [
        {
            "area": one.area.pk,
            "area_name": one.area.name,
            "year": one.year,
            "unit": one.unit,
            "value": one.value,
            "missing": one.missing or None,
            "certain": one.certain,
        }
        for one in found.rows
    ]
    return {"lowest": found.lowest, "middle": found.middle, "highest": found.highest, "rows": rows}


def _cleaned(body: StrategicGiven) -> dict[str, Any]:
    """Judged by the form of the page."""
    names = StrategicGiven.model_fields
    form = StrategicKpiForm({name: getattr(body, name) for name in names})
    if not form.is_valid():
        raise of_form(form)
    return {name: form.cleaned_data[name] for name in names}


def _told(one: Any) -> dict[str, Any]:
    names = ("code", "name", "ministry", "references", "derived")
    return {"id": one.pk, "year": one.fiscal_year_id, **{name: getattr(one, name) for name in names}}


def _whole(request: PersonRequest, strategic_id: int) -> dict[str, Any]:
    kpi = get_object_or_404(strategic_kpis(), pk=strategic_id)
    derived = derived_results(request.duties, kpi, now())
    refusal = refused(refuse_strategic(request.duties))
    return {**_told(kpi), "kpis": [_derived(one) for one in derived], "refusal": refusal}


def _derived(one: Derived) -> dict[str, Any]:
    verified = one.verification
    return {
        "area": one.area.pk,
        "kpi_id": one.kpi.pk,
        "number": one.kpi.full_number,
        "name": one.kpi.name,
        "unit": one.kpi.unit,
        "kind": one.link.kind,
        "note": one.link.note,
        "owners": [owned.agency.name for owned in one.kpi.ownerships.all()],
        "readable": one.readable,
        "published": one.score is not None,
        "value": verified.value if verified else None,
        "missing": (one.missing or None) if one.score else None,
        "score": one.score.score if one.score else None,
    }
