"""Years, frameworks in their editions, KPIs, windows."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Query, Router, Status

from samrit.frameworks import actions, queries
from samrit.frameworks.api import facts, given
from samrit.frameworks.models import Component, Edition, FiscalYear, Kpi, KpiGroup
from samrit.people.api.operations import done, made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.people.queries import agencies_visible_to, areas_managed_by
from samrit.rules.wording import say
from samrit.ui.api.paging import Page, paged, without_nones
from samrit.ui.api.problems import wrong
from samrit.ui.api.values import PathKey

router = Router(tags=["frameworks"])
READ, WRITE = "frameworks:read", "frameworks:write"
_NOT_HERE = say("agency_unknown", "ไม่มีหน่วยงานเลขที่ {key} ในจังหวัดนี้")
_NOT_IN_DRAFT = say("kpi_unknown", "ไม่มีตัวชี้วัดหรือองค์ประกอบเลขที่ {key} ในร่างนี้")


@reads(router, "/years", scope=READ, answers=list[facts.YearFacts])
def years(request: PersonRequest) -> list[FiscalYear]:
    """The fiscal years, the newest first."""
    return queries.fiscal_years()


@reads(router, "/editions", scope=READ, answers=Page[facts.EditionFacts])
def editions(request: PersonRequest, at: Query[given.EditionSlice]) -> dict[str, Any]:
    """Frameworks in their editions: drafts for those who prepare them, the others for everybody of the province."""
    wanted = without_nones(
        {"framework__area": at.area, "framework__fiscal_year": at.year, "status": at.status}
    )
    page = paged(request, queries.editions_visible_to(request.duties).filter(**wanted), at)
    return {**page, "items": [_edition(one) for one in page["items"]]}


@reads(router, "/editions/{edition_id}", scope=READ, answers=facts.WholeEdition)
def edition(request: PersonRequest, edition_id: PathKey) -> dict[str, Any]:
    """One edition with its components, groups, KPIs, parts and owners."""
    return _whole(_found(request, edition_id))


@writes(router, "/editions/{edition_id}", method="PATCH", scope=WRITE, answers=facts.WholeEdition)
def change_draft(request: PersonRequest, edition_id: PathKey, body: given.DraftGiven) -> dict[str, Any]:
    """Change a draft: weights, targets, names, owners; what is left out stays."""
    found = _found(request, edition_id)
    actions.change_draft(
        edition=found,
        component_weights=_weights(found, body),
        kpis=[_change(request, found, one) for one in body.kpis],
        by=request.user,
        now=now(),
    )
    return _whole(_found(request, edition_id))


@writes(router, "/editions/{edition_id}", method="DELETE", scope=WRITE)
def discard_draft(request: PersonRequest, edition_id: PathKey) -> Status[None]:
    """Take a draft away; what it said stays in the trail."""
    actions.discard_draft(edition=_found(request, edition_id), by=request.user, now=now())
    return done()


@writes(router, "/editions/{edition_id}/publish", scope="frameworks:sign", answers=facts.WholeEdition)
def publish_edition(request: PersonRequest, edition_id: PathKey) -> dict[str, Any]:
    """Publish a draft. A revision is published with ``publish-revision``, which says what becomes of results."""
    actions.publish_edition(edition=_found(request, edition_id), by=request.user, now=now())
    return _whole(_found(request, edition_id))


@writes(router, "/editions/{edition_id}/revise", scope=WRITE, answers=facts.EditionFacts, made=True)
def start_revision(request: PersonRequest, edition_id: PathKey) -> Status[Any]:
    """Start a revision: a draft that says what the edition in force says."""
    draft = actions.start_revision(edition=_found(request, edition_id), by=request.user, now=now())
    return made(_edition(draft))


@reads(router, "/kpis/{kpi_id}", scope=READ, answers=facts.KpiFacts)
def kpi(request: PersonRequest, kpi_id: PathKey) -> dict[str, Any]:
    """One KPI as its edition states it."""
    return _kpi(get_object_or_404(queries.kpis_visible_to(request.duties), pk=kpi_id))


@writes(router, "/kpis/{kpi_id}/targets", method="PUT", scope=WRITE, answers=facts.KpiFacts)
def set_targets(request: PersonRequest, kpi_id: PathKey, body: given.TargetsGiven) -> dict[str, Any]:
    """Give a published KPI the targets it was published without."""
    found = get_object_or_404(queries.kpis_visible_to(request.duties), pk=kpi_id)
    levels = (body.basic, body.standard, body.advanced)
    actions.set_targets(
        kpi=found,
        levels=levels,  # type: ignore[arg-type]  # given.Number is a Decimal once it is read
        direction=body.direction,
        unit=body.unit,
        by=request.user,
        now=now(),
    )
    return _kpi(queries.kpis_visible_to(request.duties).get(pk=kpi_id))


@writes(router, "/areas/{code}/windows/{year}/{months}", method="PUT", scope=WRITE, answers=facts.WindowSet)
def set_window(
    request: PersonRequest, code: str, year: given.Year, months: given.Months, body: given.WindowGiven
) -> dict[str, Any]:
    """Set when a province reports in a round: once by its coordinator, changed by the central office."""
    area = get_object_or_404(areas_managed_by(request.duties), code=code)
    round_ = actions.set_window(
        area=area, year=year, months=int(months), **body.dict(), by=request.user, now=now()
    )
    names = ("year", "opens_at", "closes_at", "months")
    known = {name: getattr(round_, name) for name in names if name != "year"}
    return {**known, "round_id": round_.pk, "area": round_.area_id, "year": round_.fiscal_year_id}


# ── in the shape of facts ───────────────────────────────────────────────────
def _found(request: PersonRequest, edition_id: int) -> Edition:
    return get_object_or_404(
        queries.with_contents(queries.editions_visible_to(request.duties)), pk=edition_id
    )


def _whole(found: Edition) -> dict[str, Any]:
    return {**_edition(found), "components": [_component(one) for one in found.components.all()]}


def _edition(found: Edition) -> dict[str, Any]:
    names = ("number", "kind", "status", "source", "effective_on", "created_at", "published_at")
    return {
        "id": found.pk,
        "area": found.framework.area_id,
        "year": found.framework.fiscal_year_id,
        "amends": found.amends_id,
        **{name: getattr(found, name) for name in names},
    }


def _component(one: Component) -> dict[str, Any]:
    names = ("number", "name", "weight", "assessed")
    groups = [_group(group) for group in one.groups.all()]
    return {"id": one.pk, **{name: getattr(one, name) for name in names}, "groups": groups}


def _group(group: KpiGroup) -> dict[str, Any]:
    kpis = [{**_kpi(one), "parts": [_kpi(part) for part in one.parts.all()]} for one in group.kpis.all()]
    return {"number": group.number, "name": group.name, "kpis": kpis}


PLAIN = (
    "indicator_id", "number", "name", "weight", "unit", "direction", "interpolate", "basic", "standard", "advanced",
    "last_year", "definition", "evidence_asked",
)  # fmt: skip


def _kpi(one: Kpi) -> dict[str, Any]:
    owners = [ownership.agency for ownership in one.ownerships.all()]
    return {"id": one.pk, **{name: getattr(one, name) for name in PLAIN}, "owners": owners}


# ── what was sent ───────────────────────────────────────────────────────────
def _weights(found: Edition, body: given.DraftGiven) -> dict[int, Any]:
    known = {one.pk for one in found.components.all()}
    for place, one in enumerate(body.components):
        if one.id not in known:
            raise wrong(
                f"body.components.{place}.id", say(_NOT_IN_DRAFT.code, _NOT_IN_DRAFT.text, key=one.id)
            )
    return {one.id: one.weight for one in body.components}


def _change(request: PersonRequest, found: Edition, one: given.KpiGiven) -> actions.KpiChange:
    if not Kpi.objects.filter(pk=one.id, component__edition=found).exists():
        raise wrong("body.kpis.id", say(_NOT_IN_DRAFT.code, _NOT_IN_DRAFT.text, key=one.id))
    fields = one.dict(exclude={"id", "owners"}, exclude_unset=True)
    owners = None if one.owners is None else tuple(one.owners)
    here = agencies_visible_to(request.duties).filter(area=found.framework.area_id)
    known = set(here.filter(pk__in=owners or ()).values_list("pk", flat=True))
    for key in owners or ():
        if key not in known:
            raise wrong("body.kpis.owners", say(_NOT_HERE.code, _NOT_HERE.text, key=key))
    return actions.KpiChange(one.id, fields, owners)
