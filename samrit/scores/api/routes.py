"""Evaluating a filed report: verification, the versions of the score, publication."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Query, Router, Status

from samrit.frameworks.models import Round
from samrit.people.api.operations import made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.reports.api.found import AtItem, ItemPath, found_round
from samrit.reports.api.told import item_facts, round_facts
from samrit.reports.queries import Item, item_visible_to, items_visible_to
from samrit.rules.wording import Message
from samrit.rules.workflow import Status as ResultStatus
from samrit.scores import actions, queries
from samrit.scores.api import facts, given
from samrit.scores.forms import judging_form
from samrit.scores.models import KpiScore, ProvinceScore, Publication, Verification
from samrit.ui.api.paging import Page, Slice, paged, paged_list
from samrit.ui.api.problems import of_form
from samrit.ui.api.values import PathKey
from samrit.ui.wording import in_words

router = Router(tags=["scores"])
READ, WRITE = "scores:read", "scores:write"


# ── the desk ────────────────────────────────────────────────────────────────
@reads(router, "/evaluation", scope=READ, answers=Page[facts.EvaluatedRound])
def evaluation(request: PersonRequest, at: Query[Slice]) -> dict[str, Any]:
    """Filed rounds that the central office evaluates; nobody else has any."""
    moment = now()
    page = paged(request, queries.rounds_to_evaluate(request.duties), at)
    return {
        **page,
        "items": [_evaluated(round_, round_facts(round_, now=moment)) for round_ in page["items"]],
    }


def _evaluated(round_: Round, known: dict[str, Any]) -> dict[str, Any]:
    score = queries.score_of(round_)
    names = ("filed_at", "to_verify", "verified")  # annotated by rounds_to_evaluate
    return {
        **known,
        **{name: getattr(round_, name) for name in names},
        "score_state": score.state if score else None,
    }


@reads(router, "/evaluation/{round_id}/items", scope=READ, answers=Page[facts.VerifiedItemFacts])
def verified_items(request: PersonRequest, round_id: PathKey, at: Query[Slice]) -> dict[str, Any]:
    """What was reported in a filed round, and what was found true of it."""
    round_ = _filed(request, round_id)
    items = items_visible_to(request.duties, round_)
    page = paged_list(request, items, at, key=lambda item: (item.kpi.indicator_id,))
    found = queries.verifications_of(round_)
    told = [
        {**item_facts(item), "verification": found.get(item.result.pk) if item.result else None}
        for item in page["items"]
    ]
    return {**page, "items": told}


@writes(
    router, "/evaluation/{round_id}/items/{indicator_id}/verify", scope=WRITE, answers=facts.VerifiedItemFacts
)
def verify_result(request: PersonRequest, at: AtItem, body: given.JudgementGiven) -> dict[str, Any]:
    """Say what is true of a reported result. Where two score it, this is one's own opinion, unseen by the other."""
    item = _item(request, at)
    form = judging_form(queries.rubric_for(item), _typed(body))
    if not form.is_valid():
        raise of_form(form)
    if queries.judges_of(item, request.user).two:
        actions.give_opinion(item=item, by=request.user, now=now(), seen=(), **form.judged())
    else:
        actions.verify_result(item=item, by=request.user, now=now(), **form.judged())
    again = _item(request, at)
    found = queries.verification_of(again.result) if again.result else None
    return {**item_facts(again), "verification": found}


def _typed(body: given.JudgementGiven) -> dict[str, Any]:
    """As the page's form sends it."""
    reasons = {f"reason_{place}": reason for place, reason in enumerate(body.reasons)}
    own = body.dict(exclude={"reasons"})
    return {**{name: value or "" for name, value in own.items()}, **reasons}


def _item(request: PersonRequest, at: ItemPath) -> Item:
    item = item_visible_to(request.duties, _filed(request, at.round_id), at.indicator_id)
    if item is None or item.status not in {ResultStatus.FILED, ResultStatus.VERIFIED}:
        raise Http404
    return item


def _filed(request: PersonRequest, round_id: int) -> Round:
    return get_object_or_404(queries.rounds_to_evaluate(request.duties), pk=round_id)


@reads(
    router,
    "/rounds/{round_id}/items/{indicator_id}/verifications",
    scope=READ,
    answers=list[facts.VerificationFacts],
)
def verifications(request: PersonRequest, at: AtItem) -> list[Verification]:
    """Every verification of a result, the one in force last, for the central office."""
    item = _item(request, at)
    return list(item.result.verifications.select_related("verified_by").order_by("pk")) if item.result else []


# ── the score ───────────────────────────────────────────────────────────────
@reads(router, "/scores", scope=READ, answers=Page[facts.ScoreFacts])
def scores(request: PersonRequest, at: Query[Slice]) -> dict[str, Any]:
    """Scores one may see: what is public, one's own province's once confirmed, all for the central office."""
    rows = queries.scores_visible_to(request.duties, now()).defer("inputs", "outcome")
    page = paged(request, rows, at)
    return {**page, "items": [_score(score) for score in page["items"]]}


@reads(router, "/rounds/{round_id}/score", scope=READ, answers=facts.WholeScore)
def score(request: PersonRequest, round_id: PathKey) -> dict[str, Any]:
    """The score of a round as one may see it, with every KPI and the steps in words."""
    visible = queries.with_kpi_scores(queries.scores_visible_to(request.duties, now()))
    found = visible.filter(round=round_id).order_by("-version").first()
    if found is None:
        raise Http404
    return _whole(found)


@reads(router, "/rounds/{round_id}/scores", scope=READ, answers=Page[facts.ScoreFacts])
def score_versions(request: PersonRequest, round_id: PathKey, at: Query[Slice]) -> dict[str, Any]:
    """Every version of a round's score, the newest first."""
    round_ = found_round(request, round_id)
    rows = queries.versions_visible_to(request.duties).filter(round=round_).defer("inputs", "outcome")
    page = paged(request, rows, at, order=("-version",))
    return {**page, "items": [_score(one) for one in page["items"]]}


@writes(router, "/evaluation/{round_id}/score/compute", scope=WRITE, answers=facts.WholeScore)
def compute_score(request: PersonRequest, round_id: PathKey) -> dict[str, Any]:
    """Compute the provisional score from what is verified."""
    return _whole(actions.compute_score(round_=_filed(request, round_id), by=request.user, now=now()))


@writes(router, "/evaluation/{round_id}/score/confirm", scope=WRITE, answers=facts.WholeScore)
def confirm_score(request: PersonRequest, round_id: PathKey) -> dict[str, Any]:
    """Confirm the score; from now on no verification of the round changes but by an appeal."""
    return _whole(actions.confirm_score(round_=_filed(request, round_id), by=request.user, now=now()))


@writes(router, "/evaluation/{round_id}/score/reopen", scope=WRITE, answers=facts.WholeScore)
def reopen_score(request: PersonRequest, round_id: PathKey, body: given.WhyReopened) -> dict[str, Any]:
    """Take a confirmed score up again, with a reason."""
    round_ = _filed(request, round_id)
    return _whole(actions.reopen_score(round_=round_, reason=body.reason, by=request.user, now=now()))


# ── publication ─────────────────────────────────────────────────────────────
@reads(router, "/evaluation/{round_id}/publications", scope=READ, answers=list[facts.PublicationFacts])
def publications(request: PersonRequest, round_id: PathKey) -> list[Publication]:
    """Every edition of the public page, those to come and those withdrawn among them, the newest first."""
    return list(queries.publications_of(_filed(request, round_id)))


@writes(router, "/evaluation/{round_id}/publications", scope=WRITE, answers=facts.PublicationFacts, made=True)
def publish_score(request: PersonRequest, round_id: PathKey, body: given.PublicationGiven) -> Status[Any]:
    """Make the confirmed score public, at once or from a moment on."""
    round_ = _filed(request, round_id)
    return made(actions.publish_score(round_=round_, by=request.user, now=now(), **body.dict()))


@writes(router, "/evaluation/{round_id}/publications/withdraw", scope=WRITE, answers=facts.PublicationFacts)
def withdraw_publication(request: PersonRequest, round_id: PathKey, body: given.WhyReopened) -> Publication:
    """Take the published result back; the page says that it was withdrawn, and why."""
    round_ = _filed(request, round_id)
    return actions.withdraw_publication(round_=round_, reason=body.reason, by=request.user, now=now())


# ── in the shape of facts ───────────────────────────────────────────────────
def _score(found: ProvinceScore) -> dict[str, Any]:
    names = (
        "version", "state", "reason", "rule_set", "rule_version", "digest", "computed_at", "superseded_at", "round_id",
    )  # fmt: skip
    return {
        **{name: getattr(found, name) for name in names},
        "area": found.round.area_id,
        "year": found.round.fiscal_year_id,
        "months": found.round.months,
        "total": found.total_published or None,
        "rating": found.rating or None,
    }


def _whole(found: ProvinceScore) -> dict[str, Any]:
    kpis = found.kpi_scores.select_related("kpi__component", "kpi__parent").all()
    steps = [Message.from_data(step) for step in found.outcome["steps"]]
    return {**_score(found), "steps": [in_words(step) for step in steps], "kpis": [_kpi(one) for one in kpis]}


def _kpi(one: KpiScore) -> dict[str, Any]:
    return {
        "kpi_id": one.kpi_id,
        "indicator_id": one.kpi.indicator_id,
        "number": one.kpi.full_number,
        "name": one.kpi.name,
        "score": one.score,
        "points": one.points,
        "steps": [in_words(Message.from_data(step)) for step in one.steps],
    }
