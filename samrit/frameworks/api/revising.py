"""A revision's resolution and day, confirming it, the evidence that a KPI asks for, and how rounds and years are."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Path, Router, Schema
from pydantic import Field

from samrit.frameworks import actions, queries
from samrit.frameworks.api import facts, given
from samrit.frameworks.api.years import only_central_office
from samrit.frameworks.forms import RevisionFactsForm, RoundStateForm
from samrit.frameworks.models import Confirmation, Edition, FiscalYear, Kpi, Round
from samrit.frameworks.permissions import refuse_preparing
from samrit.people.api.operations import reads, writes
from samrit.people.middleware import PersonRequest
from samrit.people.models import Area
from samrit.ui.api.problems import of_form
from samrit.ui.api.values import Key, PathKey, Text

router = Router(tags=["frameworks"])
READ, WRITE = "frameworks:read", "frameworks:write"
LONG = Annotated[str, Text(20_000)]


class ResolutionFacts(Schema):
    """By which resolution, from when on and why an edition was revised."""

    edition_id: int
    effective_on: date | None
    meeting: str
    resolved_on: date | None
    resolution: str
    reason: str


class ResolutionGiven(Schema):
    """What is not known yet may wait until the edition is published."""

    effective_on: date | None = None
    meeting: Annotated[str, Text(100)] = ""
    resolved_on: date | None = None
    resolution: LONG = ""
    reason: LONG = ""


class ConfirmationFacts(Schema):
    """การยืนยันรับทราบ of one agency; open until ``confirmed_at``."""

    id: int
    agency: facts.OwnerFacts
    confirmed_at: datetime | None
    remark: str


class RemarkGiven(Schema):
    remark: LONG = ""


class RequiredFacts(Schema):
    """หลักฐานที่ต้องแนบ; ``code`` stays the same over editions."""

    code: str
    title: str
    help: str
    required: bool


class LineGiven(Schema):
    """With the ``code`` of a line that is there already it is changed; without, a new one."""

    title: Annotated[str, Text(200, least=1)]
    help: Annotated[str, Text(2000)] = ""
    required: bool = False
    code: Annotated[str, Text(32)] = ""


class LinesGiven(Schema):
    """The whole list as it shall stand; a reason where the framework is published."""

    lines: list[LineGiven] = Field([], max_length=20)
    reason: Annotated[str, Text(2000)] = ""


class StateGiven(Schema):
    """How a round is, in one province or (without ``area``) in all; other than normal with a resolution."""

    state: Literal["normal", "waived", "unscored"]
    area: str | None = Field(None, max_length=8, description="TIS 1099 code of a province")
    resolution: Annotated[str, Text(300)] = ""
    reason: given.Reason


class StateFacts(Schema):
    round_id: int
    area: str
    months: int
    state: str


class VoidGiven(Schema):
    """A year whose results are not used, by which resolution and why."""

    resolution: Annotated[str, Text(300, least=1)]
    reason: given.Reason


class ConfirmationPath(Schema):
    """Which agency's confirmation of which edition."""

    edition_id: Key
    confirmation_id: Key


# ── revisions ───────────────────────────────────────────────────────────────
@reads(router, "/editions/{edition_id}/resolution", scope=READ, answers=ResolutionFacts)
def resolution(request: PersonRequest, edition_id: PathKey) -> dict[str, Any]:
    """Why an edition was revised, by which resolution and from when on."""
    return _resolution(_edition(request, edition_id))


@writes(router, "/editions/{edition_id}/resolution", method="PUT", scope=WRITE, answers=ResolutionFacts)
def set_resolution(request: PersonRequest, edition_id: PathKey, body: ResolutionGiven) -> dict[str, Any]:
    """Keep the resolution, the day and the reason of a draft."""
    found = _edition(request, edition_id)
    form = RevisionFactsForm(found, {f"revision-{name}": value or "" for name, value in body.dict().items()})
    if not form.is_valid():
        raise of_form(form)
    actions.set_revision_facts(edition=found, by=request.user, now=now(), **form.cleaned_data)
    return _resolution(_edition(request, edition_id))


@reads(router, "/editions/{edition_id}/confirmations", scope=READ, answers=list[ConfirmationFacts])
def confirmations(request: PersonRequest, edition_id: PathKey) -> list[Confirmation]:
    """Which agencies have taken note of a revised edition, those who have not first."""
    return list(queries.confirmations_of(_edition(request, edition_id)))


@writes(
    router,
    "/editions/{edition_id}/confirmations/{confirmation_id}/confirm",
    scope="frameworks:sign",
    answers=ConfirmationFacts,
)
def confirm_edition(
    request: PersonRequest, at: Annotated[ConfirmationPath, Path()], body: RemarkGiven
) -> Confirmation:
    """Take note of a revised edition in an agency's name."""
    rows = queries.confirmations_of(_edition(request, at.edition_id))
    found = get_object_or_404(rows, pk=at.confirmation_id)
    return actions.confirm_edition(confirmation=found, remark=body.remark, by=request.user, now=now())


# ── the evidence that a KPI asks for ────────────────────────────────────────
@reads(router, "/kpis/{kpi_id}/required-evidence", scope=READ, answers=list[RequiredFacts])
def required_evidence(request: PersonRequest, kpi_id: PathKey) -> list[Any]:
    """The checklist of a KPI."""
    return list(_kpi(request, kpi_id).required_evidence.all())


@writes(router, "/kpis/{kpi_id}/required-evidence", method="PUT", scope=WRITE, answers=list[RequiredFacts])
def set_required_evidence(request: PersonRequest, kpi_id: PathKey, body: LinesGiven) -> list[Any]:
    """Write the checklist of a KPI, by those who prepare its framework."""
    kpi = _kpi(request, kpi_id)
    if refuse_preparing(request.duties, kpi.component.edition.framework.area):
        raise Http404
    lines = [actions.Requirement(**line.dict()) for line in body.lines]
    actions.set_required_evidence(kpi=kpi, lines=lines, reason=body.reason, by=request.user, now=now())
    return list(_kpi(request, kpi_id).required_evidence.all())


# ── rounds and years, by the central office ─────────────────────────────────
@writes(router, "/years/{year}/rounds/{months}/state", method="PUT", scope=WRITE, answers=list[StateFacts])
def set_round_state(
    request: PersonRequest, year: given.Year, months: given.Months, body: StateGiven
) -> list[dict[str, Any]]:
    """Say how a round is: reported and scored, reported only, or waived. The rounds that were changed."""
    only_central_office(request, year)
    areas = {area.pk: area for area in Area.objects.filter(reports=True)}
    data = {f"state-{name}": value or "" for name, value in body.dict().items()}
    form = RoundStateForm(
        areas=[(key, area.name) for key, area in areas.items()], data={**data, "state-months": int(months)}
    )
    if not form.is_valid():
        raise of_form(form)
    values = {**form.cleaned_data, "area": areas.get(form.cleaned_data["area"])}
    changed = actions.set_round_state(year=year, **values, by=request.user, now=now())
    return [_state(one) for one in changed]


@writes(router, "/years/{year}/void", scope=WRITE, answers=facts.YearFacts)
def void_year(request: PersonRequest, year: given.Year, body: VoidGiven) -> FiscalYear:
    """Say that a year's results are not used; what was reported stays."""
    only_central_office(request, year)
    return actions.void_year(year=year, **body.dict(), by=request.user, now=now())


@writes(router, "/years/{year}/restore", scope=WRITE, answers=facts.YearFacts)
def restore_year(request: PersonRequest, year: given.Year, body: given.WhyGiven) -> FiscalYear:
    """Use a year's results again."""
    only_central_office(request, year)
    return actions.restore_year(year=year, reason=body.reason, by=request.user, now=now())


def _edition(request: PersonRequest, edition_id: int) -> Edition:
    return get_object_or_404(queries.editions_visible_to(request.duties), pk=edition_id)


def _kpi(request: PersonRequest, kpi_id: int) -> Kpi:
    return get_object_or_404(queries.kpis_visible_to(request.duties), pk=kpi_id)


def _resolution(found: Edition) -> dict[str, Any]:
    names = ("effective_on", "meeting", "resolved_on", "resolution")
    known = {name: getattr(found, name) for name in names}
    return {"edition_id": found.pk, **known, "reason": found.revision_reason}


def _state(one: Round) -> dict[str, Any]:
    return {"round_id": one.pk, "area": one.area_id, "months": one.months, "state": one.state}
