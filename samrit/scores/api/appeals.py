"""Appeals against a confirmed score: opening one, and what each side does with it until it is decided."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from ninja import Query, Router, Schema, Status
from pydantic import Field

from samrit.people.api.facts import PersonFacts
from samrit.people.api.operations import made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.rules.appeals import Verb, label_of_ground
from samrit.scores import actions
from samrit.scores.api.given import WhyReopened
from samrit.scores.appeal_begun import beginning_of
from samrit.scores.appeals_shown import appeal_proofs, decision_of, ruled
from samrit.scores.forms.appeals import VOTE, AppealForm, NotHeardForm, PanelForm, RulingForm
from samrit.scores.models import Appeal, AppealDecision
from samrit.scores.permissions.appealing import Bench, refuse_act
from samrit.scores.queries.appeals import (
    UNDECIDED_STATES,
    appeals_visible_to,
    contestable_visible_to,
    evaluators_on,
    panel_of,
    rubric_of_appeal,
    terms_of_appeals,
    with_everything,
    with_subject,
)
from samrit.ui.api.paging import Page, Slice, paged
from samrit.ui.api.problems import Refused, of_form, refused
from samrit.ui.api.values import Amount, Key, PathKey, Text
from samrit.ui.wording import in_words

router = Router(tags=["appeals"])
READ, WRITE = "scores:read", "scores:write"
Figure = Annotated[str, Text(100)]
Long = Annotated[str, Text(10_000)]
Decided = Literal["upheld", "partly", "dismissed"]


class AppealFacts(Schema):
    """อุทธรณ์ – one item of a confirmed score that a province contests; ``decide_by``: the panel's time."""

    id: int
    round_id: int
    area: str
    year: int
    number: int
    indicator_id: int
    kpi_number: str
    kpi_name: str
    state: str
    grounds: str
    ground: str
    opened_at: datetime
    decide_by: datetime


class VoteFacts(Schema):
    """What one of the panel held."""

    name: str
    outcome: str


class RulingFacts(Schema):
    """คำวินิจฉัย; ``given_score`` where the panel decided the score itself; ``before`` and ``after`` are versions of the score, the same where it was dismissed."""

    outcome: Decided
    value: Amount | None
    missing: str | None
    given_score: Amount | None
    reason: str
    remedy: str
    letter_number: str
    before: int
    after: int
    item_before: Amount | None
    item_after: Amount | None
    votes: list[VoteFacts]
    decided_by: PersonFacts
    decided_at: datetime


class SeenFileFacts(Schema):
    """A file that supports the appeal; ``closed`` files are told of without their names."""

    id: int
    file_id: int | None
    name: str
    closed: bool


class WholeAppeal(AppealFacts):
    """With its text, its panel, its files, the decision, and why each act is not this person's now (null: it is)."""

    text: str
    wanted_value: Amount | None
    wanted_score: Amount | None
    opened_by: PersonFacts
    opened_as: str
    not_heard: str
    end_reason: str
    panel: list[PersonFacts]
    files: list[SeenFileFacts]
    decision: RulingFacts | None
    may: dict[str, Refused | None]


class AppealSlice(Slice):
    ended: bool = Field(default=False, description="Those that are over too")


class AppealGiven(Schema):
    """What is contested, on which ground, and what is wanted: another value, or another score (0–100)."""

    indicator_id: Key
    grounds: Annotated[str, Text(40)]
    text: Long
    wanted_value: Figure = ""
    wanted_score: Figure = ""
    begun: Annotated[str, Text(300)] = Field(
        "", description="Of the item in `GET /rounds/{round_id}/contestable`"
    )


class NotHeardGiven(Schema):
    """Which of the year's reasons for not taking it up, and the words for the province."""

    not_heard: Annotated[str, Text(20)]
    reason: Annotated[str, Text(2000)]


class PanelGiven(Schema):
    """Who sits, by which order."""

    members: list[Key] = Field(max_length=20)
    order_number: Annotated[str, Text(60)]


class VoteGiven(Schema):
    """What one member held."""

    person_id: Key
    outcome: Decided


class RulingGiven(Schema):
    """Upheld or partly, the result after it, said in one way: a value, why there is none, a level or a score (0–100)."""

    outcome: Decided
    votes: list[VoteGiven] = Field([], max_length=20)
    value: Figure = ""
    missing: Annotated[str, Text(20)] = ""
    level: Annotated[str, Text(20)] = ""
    score: Figure = ""
    reason: Long
    letter_number: Annotated[str, Text(60)] = ""


# ── reading ─────────────────────────────────────────────────────────────────
@reads(router, "/appeals", scope=READ, answers=Page[AppealFacts])
def appeals(request: PersonRequest, at: Query[AppealSlice]) -> dict[str, Any]:
    """Appeals that concern one; the nearest decision first. Another province's never."""
    rows = with_subject(appeals_visible_to(request.duties))
    rows = rows if at.ended else rows.filter(state__in=UNDECIDED_STATES)
    page = paged(request, rows, at, order=("decide_by", "pk"))
    return {**page, "items": [_appeal(one) for one in page["items"]]}


@reads(router, "/appeals/{appeal_id}", scope=READ, answers=WholeAppeal)
def appeal(request: PersonRequest, appeal_id: PathKey) -> dict[str, Any]:
    """One appeal, whose turn it is, and why an act is not possible now."""
    return _whole(request, appeal_id)


# ── the province ────────────────────────────────────────────────────────────
@writes(router, "/rounds/{round_id}/appeals", scope="reports:sign", answers=WholeAppeal, made=True)
def open_appeal(request: PersonRequest, round_id: PathKey, body: AppealGiven) -> Status[Any]:
    """Contest one item of the confirmed score; it is public that the score is under appeal until it is decided."""
    items = contestable_visible_to(request.duties, round_id)
    contested = get_object_or_404(items, kpi__indicator=body.indicator_id)
    form = AppealForm(body.dict(), terms=terms_of_appeals(contested.province_score.round))
    if not form.is_valid():
        raise of_form(form)
    values = {name: form.cleaned_data[name] for name in ("grounds", "text", "wanted_value", "wanted_score")}
    began = beginning_of(body.begun, request.user, contested)
    opened = actions.open_appeal(kpi_score=contested, by=request.user, now=now(), began_at=began, **values)
    return made(_whole(request, opened.pk))


@writes(router, "/appeals/{appeal_id}/withdraw", scope="reports:sign", answers=WholeAppeal)
def withdraw_appeal(request: PersonRequest, appeal_id: PathKey, body: WhyReopened) -> dict[str, Any]:
    """Take the appeal back; the score stays as it is."""
    found = found_appeal(request, appeal_id)
    actions.withdraw_appeal(appeal=found, reason=body.reason, by=request.user, now=now())
    return _whole(request, appeal_id)


# ── the central office and its panel ────────────────────────────────────────
@writes(router, "/appeals/{appeal_id}/take-up", scope=WRITE, answers=WholeAppeal)
def take_up_appeal(request: PersonRequest, appeal_id: PathKey) -> dict[str, Any]:
    """Take it up: it came in time and is complete."""
    actions.take_up_appeal(appeal=found_appeal(request, appeal_id), by=request.user, now=now())
    return _whole(request, appeal_id)


@writes(router, "/appeals/{appeal_id}/refuse", scope=WRITE, answers=WholeAppeal)
def refuse_appeal(request: PersonRequest, appeal_id: PathKey, body: NotHeardGiven) -> dict[str, Any]:
    """Do not take it up, and say why."""
    found, form = found_appeal(request, appeal_id), NotHeardForm(_prefixed("not-heard", body.dict()))
    if not form.is_valid():
        raise of_form(form)
    actions.refuse_appeal(appeal=found, by=request.user, now=now(), **form.cleaned_data)
    return _whole(request, appeal_id)


@writes(router, "/appeals/{appeal_id}/panel", scope=WRITE, answers=WholeAppeal)
def appoint_panel(request: PersonRequest, appeal_id: PathKey, body: PanelGiven) -> dict[str, Any]:
    """Appoint who decides: evaluators without a part in this score and without a role in this province."""
    found = found_appeal(request, appeal_id)
    people = evaluators_on(localdate(now())).values_list("pk", flat=True)
    size = terms_of_appeals(found.round).panel
    form = PanelForm(_prefixed("panel", body.dict()), candidates=people, size=size)
    if not form.is_valid():
        raise of_form(form)
    actions.appoint_panel(appeal=found, by=request.user, now=now(), **form.cleaned_data)
    return _whole(request, appeal_id)


@writes(router, "/appeals/{appeal_id}/decide", scope="scores:sign", answers=WholeAppeal)
def decide_appeal(request: PersonRequest, appeal_id: PathKey, body: RulingGiven) -> dict[str, Any]:
    """Record the decision (one of the panel). Upheld, it makes a new version of the score."""
    found = found_appeal(request, appeal_id)
    votes = {f"{VOTE}{one.person_id}": one.outcome for one in body.votes}
    typed = _prefixed("ruling", {**body.dict(exclude={"votes"}), **votes})
    members = [member.user for member in panel_of(found)]
    form = RulingForm(typed, panel=members, rubric=rubric_of_appeal(found))
    if not form.is_valid():
        raise of_form(form)
    ruling = actions.Ruling(**form.cleaned_data)
    actions.decide_appeal(appeal=found, ruling=ruling, by=request.user, now=now())
    return _whole(request, appeal_id)


def _prefixed(prefix: str, values: dict[str, Any]) -> dict[str, Any]:
    """As the page's form sends it."""
    return {f"{prefix}-{name}": value for name, value in values.items()}


def found_appeal(request: PersonRequest, key: int) -> Appeal:
    return get_object_or_404(with_everything(appeals_visible_to(request.duties)), pk=key)


# ── in the shape of facts ───────────────────────────────────────────────────
def _appeal(one: Appeal) -> dict[str, Any]:
    kpi = one.kpi_score.kpi
    names = ("id", "round_id", "number", "indicator_id", "state", "grounds", "opened_at", "decide_by")
    return {
        **{name: getattr(one, name) for name in names},
        "area": one.round.area_id,
        "year": one.round.fiscal_year_id,
        "kpi_number": kpi.full_number,
        "kpi_name": kpi.name,
        "ground": in_words(label_of_ground(one.grounds)),
    }


def _whole(request: PersonRequest, key: int) -> dict[str, Any]:
    found, moment = found_appeal(request, key), now()
    bench, decision = Bench(found.round, now=moment), decision_of(found)
    names = ("text", "wanted_value", "wanted_score", "opened_by", "opened_as", "not_heard", "end_reason")
    may = {
        verb.value: refused(refuse_act(verb, found, duties=request.duties, now=moment, bench=bench))
        for verb in Verb
    }
    return {
        **_appeal(found),
        **{name: getattr(found, name) for name in names},
        "panel": [member.user for member in panel_of(found)],
        "files": [file_told(proof.seen, proof.link) for proof in appeal_proofs(request.duties, found)],
        "decision": _ruling(found, decision) if decision else None,
        "may": may,
    }


def file_told(seen: Any, link: int) -> dict[str, Any]:
    closed = seen.closed is not None
    return {"id": link, "file_id": None if closed else seen.file.pk, "name": "" if closed else seen.name, "closed": closed}  # fmt: skip


def _ruling(appeal: Appeal, decision: AppealDecision) -> dict[str, Any]:
    names = (
        "outcome",
        "value",
        "missing",
        "given_score",
        "reason",
        "remedy",
        "letter_number",
        "decided_by",
        "decided_at",
    )
    found = ruled(appeal)
    return {
        **{name: getattr(decision, name) for name in names},
        "item_before": found.before.points if found else None,
        "item_after": found.after.points if found else None,
        "votes": [{"name": name, "outcome": in_words(vote)} for name, vote in (found.votes if found else ())],
        "before": decision.score_before.version,
        "after": decision.score_after.version,
    }
