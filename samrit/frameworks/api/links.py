"""What a KPI is derived from (การถ่ายทอด), and what is derived from it."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Path, Router, Schema, Status

from samrit.frameworks import actions, queries
from samrit.frameworks.api.details import found_kpi
from samrit.frameworks.forms import LinkForm
from samrit.frameworks.models import Kpi, KpiLink
from samrit.frameworks.permissions import refuse_linking
from samrit.frameworks.queries import Linked
from samrit.people.api.operations import done, made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.rules.wording import RefusedError, say
from samrit.ui.api.problems import of_form, wrong
from samrit.ui.api.values import Key, PathKey, Text

router = Router(tags=["frameworks"])
READ, WRITE = "frameworks:read", "frameworks:write"
_ONE = say("link_to_one_thing", "บอกตัวชี้วัดที่ถ่ายทอดมาอย่างใดอย่างหนึ่ง: strategic_id หรือ indicator_id")


class StrategicFacts(Schema):
    """Strategic KPI."""

    id: int
    code: str
    name: str


class OtherKpi(Schema):
    """A KPI at the other end of a link."""

    kpi_id: int
    indicator_id: int
    area: str
    year: int
    number: str
    name: str


class KpiLinkFacts(Schema):
    """``kind``: same, proxy or cascade. Neither ``strategic`` nor ``kpi``: a KPI that is not for this person to see."""

    id: int
    kind: str
    note: str
    strategic: StrategicFacts | None
    kpi: OtherKpi | None
    made_by: str
    made_at: datetime


class LinksFacts(Schema):
    """What the KPI is derived from, and what is derived from it."""

    above: list[KpiLinkFacts]
    below: list[KpiLinkFacts]


class LinkChoices(Schema):
    """What a KPI may be derived from: strategic KPIs of its year, KPIs of its framework."""

    strategic: list[StrategicFacts]
    kpis: list[OtherKpi]


class LinkGiven(Schema):
    """From a strategic KPI or from another KPI's indicator: one of the two."""

    strategic_id: Key | None = None
    indicator_id: Key | None = None
    kind: Literal["same", "proxy", "cascade"]
    note: Annotated[str, Text(1000)] = ""


class LinkKeys(Schema):
    """Which link of which KPI."""

    kpi_id: Key
    kpi_link_id: Key


@reads(router, "/kpis/{kpi_id}/links", scope=READ, answers=LinksFacts)
def kpi_links(request: PersonRequest, kpi_id: PathKey) -> dict[str, Any]:
    """What a KPI is derived from, and what is derived from it."""
    kpi = found_kpi(request, kpi_id)
    return {
        "above": [_told(one) for one in queries.parents_of(request.duties, kpi.indicator_id)],
        "below": [_told(one) for one in queries.children_of(request.duties, kpi.indicator_id)],
    }


@reads(router, "/kpis/{kpi_id}/link-choices", scope=READ, answers=LinkChoices)
def link_choices(request: PersonRequest, kpi_id: PathKey) -> dict[str, Any]:
    """From what a KPI may be said to be derived."""
    kpi = found_kpi(request, kpi_id)
    return {
        "strategic": list(queries.strategic_kpis(_year(kpi))),
        "kpis": [_other(one) for one in queries.possible_parents(request.duties, kpi)],
    }


@writes(router, "/kpis/{kpi_id}/links", scope=WRITE, answers=KpiLinkFacts, made=True)
def link_kpi(request: PersonRequest, kpi_id: PathKey, body: LinkGiven) -> Status[Any]:
    """Say what a KPI is derived from."""
    kpi = found_kpi(request, kpi_id)
    if refusal := refuse_linking(request.duties, kpi.component.edition.framework.area):
        raise RefusedError(refusal)
    if (body.strategic_id is None) == (body.indicator_id is None):
        raise wrong("body.strategic_id", _ONE)
    parents = queries.possible_parents(request.duties, kpi)
    form = _form(kpi, parents, body)
    strategic = queries.strategic_kpis().filter(pk=form.strategic or 0).first()
    parent = next((one.indicator for one in parents if one.indicator_id == form.parent), None)
    values = {name: form.cleaned_data[name] for name in ("kind", "note")}
    link = actions.link_kpi(kpi=kpi, strategic=strategic, parent=parent, **values, by=request.user, now=now())
    above = queries.parents_of(request.duties, kpi.indicator_id)
    return made(next(_told(one) for one in above if one.link.pk == link.pk))


@writes(router, "/kpis/{kpi_id}/links/{kpi_link_id}", method="DELETE", scope=WRITE)
def unlink_kpi(request: PersonRequest, at: Annotated[LinkKeys, Path()]) -> Status[None]:
    """Take a link away; that it was there stays in the trail."""
    kpi = found_kpi(request, at.kpi_id)
    link = get_object_or_404(KpiLink, pk=at.kpi_link_id, indicator=kpi.indicator_id)
    actions.unlink_kpi(link=link, kpi=kpi, by=request.user, now=now())
    return done()


def _form(kpi: Kpi, parents: list[Kpi], body: LinkGiven) -> LinkForm:
    """Judged by the form of the page: only what it offers."""
    above = f"s{body.strategic_id}" if body.strategic_id else f"k{body.indicator_id}"
    data = {"above": above, "kind": body.kind, "note": body.note}
    form = LinkForm(strategic=queries.strategic_kpis(_year(kpi)), kpis=parents, data=data)
    if not form.is_valid():
        place = "strategic_id" if body.strategic_id else "indicator_id"
        raise of_form(form, names={"above": place})
    return form


def _year(kpi: Kpi) -> int:
    return kpi.component.edition.framework.fiscal_year_id


def _told(one: Linked) -> dict[str, Any]:
    link = one.link
    return {
        "id": link.pk,
        "kind": link.kind,
        "note": link.note,
        "strategic": link.strategic,
        "kpi": _other(one.kpi) if one.kpi else None,
        "made_by": link.made_by.name,
        "made_at": link.made_at,
    }


def _other(kpi: Kpi) -> dict[str, Any]:
    return {
        "kpi_id": kpi.pk,
        "indicator_id": kpi.indicator_id,
        "area": kpi.component.edition.framework.area_id,
        "year": _year(kpi),
        "number": kpi.full_number,
        "name": kpi.name,
    }
