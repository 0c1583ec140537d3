"""Joint KPIs: what each agency contributes, who has signed, objections, the lock."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from samrit.frameworks.api.given import Kind, Year
from samrit.frameworks.models import FiscalYear, Indicator
from samrit.people.api.operations import made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.people.models import Agency
from samrit.reports import actions
from samrit.reports.api import facts, given
from samrit.reports.forms.joint import ContributionForm, JointForm
from samrit.reports.models import JointKpi
from samrit.reports.queries.joint import (
    JointStanding,
    Party,
    indicators_to_share,
    joint_kpis_visible_to,
    with_parts,
)
from samrit.rules.joint import Shared
from samrit.ui.api.paging import Page, Slice, paged
from samrit.ui.api.problems import Refused, of_form, refused
from samrit.ui.api.requests import answers_with, version_seen
from samrit.ui.api.values import Amount, Key, Text

router = Router(tags=["joint"])
READ, WRITE, SIGN = "reports:read", "reports:write", "reports:sign"
AT = "/joint/{joint_id}/{months}"


class JointPath(Schema):
    """Which joint KPI in which round."""

    joint_id: Key
    months: Kind


class PartyPath(JointPath):
    """Which agency's part."""

    agency_id: Key


AtJoint = Annotated[JointPath, Path()]
AtParty = Annotated[PartyPath, Path()]


class JointFacts(Schema):
    """ตัวชี้วัดร่วม of one year; ``indicators`` take the shared result."""

    id: int
    year: int
    name: str
    lead: facts.Named
    method: str
    indicators: list[int]


class PartyFacts(Schema):
    """One agency; ``state``: signed, overruled, objects (stops the lock) or awaited."""

    agency: facts.Named
    leads: bool
    indicators: list[int]
    state: str
    value: Amount | None
    missing: str | None
    note: str
    saved_at: datetime | None
    objection: str


class WholeJoint(JointFacts):
    """In one round; ``proposed`` as the contributions make it, or ``refusal``: why there is none yet."""

    months: int
    version: int
    locked_at: datetime | None
    proposed: Amount | None
    missing: str | None
    refusal: Refused | None
    parties: list[PartyFacts]


class ShareGiven(Schema):
    agency_id: Key
    share: given.Figure


class JointGiven(Schema):
    """A joint KPI: its members, its lead among their owners, and how much each agency weighs in a mean."""

    name: Annotated[str, Text(500, least=1)]
    lead: Key
    method: Literal["lead", "sum", "mean"]
    indicators: list[Key] = Field(min_length=1, max_length=100)
    shares: list[ShareGiven] = Field([], max_length=100)


class ContributionGiven(Schema):
    """A number, or the reason why there is none."""

    value: given.Figure | None = None
    missing: Literal["no_data", "not_applicable", "not_yet_published", "suppressed", "unreliable"] | None = (
        None
    )
    note: Annotated[str, Text(2000)] = ""


class SignGiven(Schema):
    """An objection with its reason, or the signature."""

    objection: Annotated[str, Text(2000)] = ""


class EndingGiven(Schema):
    """``answered`` by the lead, ``withdrawn`` by the agency itself, ``overruled`` by the central office."""

    ending: Literal["answered", "withdrawn", "overruled"]
    reason: Annotated[str, Text(2000)] = ""


@reads(router, "/joint", scope=READ, answers=Page[JointFacts])
def joint_kpis(request: PersonRequest, at: Query[Slice]) -> dict[str, Any]:
    """Joint KPIs that an own agency or province is a part of."""
    page = paged(request, with_parts(joint_kpis_visible_to(request.duties)), at)
    return {**page, "items": [_joint(one) for one in page["items"]]}


@reads(router, AT, scope=READ, answers=WholeJoint)
def joint_kpi(request: PersonRequest, at: AtJoint) -> dict[str, Any]:
    """One joint KPI in one round. The ETag names its version: send it in If-Match with every write."""
    return _told(request, _standing(request, at))


@writes(router, "/years/{year}/joint", scope=WRITE, answers=JointFacts, made=True)
def make_joint(request: PersonRequest, year: Year, body: JointGiven) -> Status[Any]:
    """Tie KPIs of a year to one shared result (the central office, coordinators)."""
    if not (request.duties.evaluates or request.duties.coordinates):
        raise Http404
    get_object_or_404(FiscalYear, pk=year)
    form = _judged(request, year, body)
    indicators = Indicator.objects.filter(pk__in=form.cleaned_data["members"]).select_related("framework")
    values = {name: form.cleaned_data[name] for name in ("name", "method")}
    found = actions.make_joint(
        year=year, lead=form.agencies[body.lead], indicators=list(indicators), shares=form.shares(), **values,
        by=request.user, now=now(),
    )  # fmt: skip
    return made(_joint(with_parts(joint_kpis_visible_to(request.duties)).get(pk=found.pk)))


def _judged(request: PersonRequest, year: int, body: JointGiven) -> JointForm:
    """By the form of the page, which knows whose KPIs these are."""
    data = {"name": body.name, "lead": str(body.lead), "method": body.method}
    shares = {f"share-{one.agency_id}": one.share for one in body.shares}
    members = [str(key) for key in body.indicators]
    wanted = set(body.indicators)
    offered = [kpi for kpi in indicators_to_share(request.duties, year) if kpi.indicator_id in wanted]
    form = JointForm(offered, data={**data, **shares, "members": members})
    if not form.is_valid():
        raise of_form(form, names={"members": "indicators"})
    return form


@writes(router, f"{AT}/parts/{{agency_id}}", method="PUT", scope=WRITE, answers=WholeJoint, versioned=True)
def contribute(request: PersonRequest, at: AtParty, body: ContributionGiven) -> dict[str, Any]:
    """Give an agency's part (If-Match); any change makes another version, for which everybody signs anew."""
    standing, version = _standing(request, at), version_seen(request)
    typed = {name: value or "" for name, value in body.dict().items()}
    form = ContributionForm(data={**typed, "version": version})
    if not form.is_valid():
        raise of_form(form)
    values = form.cleaned_data | {"missing": form.cleaned_data["missing"] or None}
    actions.contribute(**_about(request, standing), agency=_party(standing, at), **values)
    return _told(request, _standing(request, at))


@writes(router, f"{AT}/parts/{{agency_id}}/sign", scope=SIGN, answers=WholeJoint, versioned=True)
def sign_joint(request: PersonRequest, at: AtParty, body: SignGiven) -> dict[str, Any]:
    """Sign the proposed result for an agency as it was read (If-Match), or object with a reason."""
    standing, version = _standing(request, at), version_seen(request)
    decision = "object" if body.objection else "sign"
    actions.sign_joint(
        **_about(request, standing), agency=_party(standing, at), decision=decision, reason=body.objection,
        version=version,
    )  # fmt: skip
    return _told(request, _standing(request, at))


@writes(router, f"{AT}/parts/{{agency_id}}/end-objection", scope=SIGN, answers=WholeJoint)
def end_objection(request: PersonRequest, at: AtParty, body: EndingGiven) -> dict[str, Any]:
    """Answer an objection, withdraw it, or overrule it."""
    standing = _standing(request, at)
    actions.end_objection(**_about(request, standing), agency=_party(standing, at), **body.dict())
    return _told(request, _standing(request, at))


@writes(router, f"{AT}/lock", scope=SIGN, answers=WholeJoint, versioned=True)
def lock_joint(request: PersonRequest, at: AtJoint) -> dict[str, Any]:
    """Lock the shared result as it was read (If-Match) into every member's draft."""
    standing, version = _standing(request, at), version_seen(request)
    actions.lock_joint(**_about(request, standing), version=version)
    return _told(request, _standing(request, at))


@writes(router, f"{AT}/unlock", scope=SIGN, answers=WholeJoint)
def unlock_joint(request: PersonRequest, at: AtJoint, body: given.ReasonGiven) -> dict[str, Any]:
    """Open the shared result again, with a reason; everybody signs anew."""
    actions.unlock_joint(**_about(request, _standing(request, at)), reason=body.reason)
    return _told(request, _standing(request, at))


# ── found and told ──────────────────────────────────────────────────────────
def _standing(request: PersonRequest, at: JointPath) -> JointStanding:
    found = get_object_or_404(with_parts(joint_kpis_visible_to(request.duties)), pk=at.joint_id)
    return JointStanding(found, int(at.months))


def _party(standing: JointStanding, at: PartyPath) -> Agency:
    party = standing.party(at.agency_id)
    if party is None:
        raise Http404
    return party.agency


def _about(request: PersonRequest, standing: JointStanding) -> dict[str, Any]:
    return {"joint": standing.joint, "months": standing.months, "by": request.user, "now": now()}


def _joint(one: JointKpi) -> dict[str, Any]:
    names = {name: getattr(one, name) for name in ("id", "name", "lead", "method")}
    members = [member.indicator_id for member in one.members.all()]
    return {**names, "year": one.fiscal_year_id, "indicators": members}


def _told(request: PersonRequest, standing: JointStanding) -> dict[str, Any]:
    answers_with(request, standing.version)
    shared = standing.proposed
    known = shared if isinstance(shared, Shared) else None
    return {
        **_joint(standing.joint),
        "months": standing.months,
        "version": standing.version,
        "locked_at": standing.result.locked_at if standing.result else None,
        "proposed": known.value if known else None,
        "missing": known.missing if known else None,
        "refusal": refused(shared),
        "parties": [_told_party(one) for one in standing.parties],
    }


def _told_party(party: Party) -> dict[str, Any]:
    gave, signed = party.contribution, party.signature
    return {
        "agency": party.agency,
        "leads": party.leads,
        "indicators": [member.indicator_id for member in party.members],
        "state": party.state,
        "value": gave.value if gave else None,
        "missing": gave.missing if gave else None,
        "note": gave.note if gave else "",
        "saved_at": gave.saved_at if gave else None,
        "objection": signed.reason if signed else "",
    }
