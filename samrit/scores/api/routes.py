"""Evaluating a filed report: verification, the versions of the score, publication."""

from typing import Annotated, Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from samrit.frameworks.models import Round
from samrit.people.api.operations import made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.reports.api.found import AtItem, found_round
from samrit.reports.api.told import item_facts, round_facts
from samrit.reports.queries import items_visible_to
from samrit.rules.wording import Message
from samrit.scores import actions, queries
from samrit.scores.api import facts, given
from samrit.scores.api.desk import filed_item, filed_round, typed_judgement
from samrit.scores.desk import round_refusals
from samrit.scores.forms import judging_form
from samrit.scores.models import KpiScore, ProvinceScore, Publication, Verification
from samrit.scores.official_deciding import decidable_in
from samrit.scores.queries.appeals import undecided_of
from samrit.scores.shown import components_of, official_input
from samrit.ui.api.paging import Page, Slice, paged, paged_list
from samrit.ui.api.problems import of_form, refused
from samrit.ui.api.values import Key, PathKey
from samrit.ui.wording import in_words

router = Router(tags=["scores"])
READ, WRITE, SIGN = "scores:read", "scores:write", "scores:sign"


class EvaluationSlice(Slice):
    """All, or those in one's own hands."""

    mine: bool = False


class VersionPath(Schema):
    """Which version of which round's score."""

    round_id: Key
    version: int = Field(ge=1, le=30_000)


# ── the desk ────────────────────────────────────────────────────────────────
@reads(router, "/evaluation", scope=READ, answers=Page[facts.EvaluatedRound])
def evaluation(request: PersonRequest, at: Query[EvaluationSlice]) -> dict[str, Any]:
    """Filed rounds that the central office evaluates; nobody else has any."""
    in_hand, found = queries.mine_by_round(request.user), queries.rounds_to_evaluate(request.duties)
    page = paged(request, found.filter(pk__in=in_hand) if at.mine else found, at)
    given_out = queries.filed_and_given()
    return {**page, "items": [_evaluated(round_, in_hand, given_out) for round_ in page["items"]]}


def _evaluated(round_: Round, in_hand: dict[int, int], given_out: dict[int, int]) -> dict[str, Any]:
    score = queries.score_of(round_)
    names = ("filed_at", "to_verify", "verified")  # annotated by rounds_to_evaluate
    return {
        **round_facts(round_, now=now()),
        **{name: getattr(round_, name) for name in names},
        "score_state": score.state if score else None,
        "mine": in_hand.get(round_.pk, 0),
        "free": max(0, round_.to_verify - given_out.get(round_.pk, 0)),  # type: ignore[attr-defined]
    }


@reads(router, "/evaluation/{round_id}", scope=READ, answers=facts.WholeEvaluated)
def evaluated_round(request: PersonRequest, round_id: PathKey) -> dict[str, Any]:
    """One filed round: what waits, whose it is, and why it cannot be computed, confirmed or published now."""
    round_ = filed_round(request, round_id)
    known = _evaluated(round_, queries.mine_by_round(request.user), queries.filed_and_given())
    score, waiting = queries.score_of(round_), known["to_verify"]
    current = score is not None and queries.is_current(score, round_)
    refusals = round_refusals(request.duties, round_, score, waiting=waiting, current=current, now=now())
    return {
        **known,
        "outdated": score is not None and not current,
        "waiting_questions": queries.open_questions(round_).count(),
        "decidable": len(decidable_in(round_)) if waiting else 0,
        "disputed": list(
            queries.disputes_in(round_).order_by("pk").values_list("result__indicator", flat=True)
        ),
        "mine_items": list(
            queries.in_hand_of(request.user)
            .filter(round=round_)
            .order_by("indicator")
            .values_list("indicator", flat=True)
        ),
        "undecided_appeals": undecided_of(round_),
        "may": {verb: refused(refusal) for verb, refusal in refusals.items()},
    }


@reads(router, "/evaluation/{round_id}/items", scope=READ, answers=Page[facts.VerifiedItemFacts])
def verified_items(request: PersonRequest, round_id: PathKey, at: Query[Slice]) -> dict[str, Any]:
    """What was reported in a filed round, and what was found true of it."""
    round_ = filed_round(request, round_id)
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
    item = filed_item(request, at)
    form = judging_form(queries.rubric_for(item), typed_judgement(body))
    if not form.is_valid():
        raise of_form(form)
    if queries.judges_of(item, request.user).two:
        actions.give_opinion(item=item, by=request.user, now=now(), seen=(), **form.judged())
    else:
        actions.verify_result(item=item, by=request.user, now=now(), **form.judged())
    again = filed_item(request, at)
    found = queries.verification_of(again.result) if again.result else None
    return {**item_facts(again), "verification": found}


@reads(
    router,
    "/rounds/{round_id}/items/{indicator_id}/verifications",
    scope=READ,
    answers=list[facts.VerificationFacts],
)
def verifications(request: PersonRequest, at: AtItem) -> list[Verification]:
    """Every verification of a result, the one in force last, for the central office."""
    item = filed_item(request, at)
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


@reads(router, "/rounds/{round_id}/scores/{version}", scope=READ, answers=facts.WholeScore)
def score_version(request: PersonRequest, at: Annotated[VersionPath, Path()]) -> dict[str, Any]:
    """One version as it was; earlier ones stay readable for who could read them."""
    versions = queries.versions_visible_to(request.duties).filter(round=at.round_id, version=at.version)
    return _whole(get_object_or_404(queries.with_kpi_scores(versions)))


@writes(router, "/evaluation/{round_id}/score/compute", scope=WRITE, answers=facts.WholeScore)
def compute_score(
    request: PersonRequest, round_id: PathKey, asked: Query[given.ComputingAsked]
) -> dict[str, Any]:
    """Compute the provisional score from what is verified."""
    computed = actions.compute_score(
        round_=filed_round(request, round_id), by=request.user, now=now(), **asked.dict()
    )
    return _whole(computed)


@writes(router, "/evaluation/{round_id}/score/confirm", scope=SIGN, answers=facts.WholeScore)
def confirm_score(request: PersonRequest, round_id: PathKey) -> dict[str, Any]:
    """Confirm the score; from now on no verification of the round changes but by an appeal."""
    return _whole(actions.confirm_score(round_=filed_round(request, round_id), by=request.user, now=now()))


@writes(router, "/evaluation/{round_id}/score/reopen", scope=WRITE, answers=facts.WholeScore)
def reopen_score(request: PersonRequest, round_id: PathKey, body: given.WhyReopened) -> dict[str, Any]:
    """Take a confirmed score up again, with a reason."""
    round_ = filed_round(request, round_id)
    return _whole(actions.reopen_score(round_=round_, reason=body.reason, by=request.user, now=now()))


# ── publication ─────────────────────────────────────────────────────────────
@reads(router, "/evaluation/{round_id}/publications", scope=READ, answers=list[facts.PublicationFacts])
def publications(request: PersonRequest, round_id: PathKey) -> list[Publication]:
    """Every edition of the public page, those to come and those withdrawn among them, the newest first."""
    return list(queries.publications_of(filed_round(request, round_id)))


@writes(router, "/evaluation/{round_id}/publications", scope=SIGN, answers=facts.PublicationFacts, made=True)
def publish_score(request: PersonRequest, round_id: PathKey, body: given.PublicationGiven) -> Status[Any]:
    """Make the confirmed score public, at once or from a moment on."""
    round_ = filed_round(request, round_id)
    return made(actions.publish_score(round_=round_, by=request.user, now=now(), **body.dict()))


@writes(router, "/evaluation/{round_id}/publications/withdraw", scope=WRITE, answers=facts.PublicationFacts)
def withdraw_publication(request: PersonRequest, round_id: PathKey, body: given.WhyReopened) -> Publication:
    """Take the published result back; the page says that it was withdrawn, and why."""
    round_ = filed_round(request, round_id)
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
    kpis = found.kpi_scores.select_related(
        "kpi__component", "kpi__parent", "verification__official__file"
    ).all()
    steps = [Message.from_data(step) for step in found.outcome["steps"]]
    return {
        **_score(found),
        "steps": [in_words(step) for step in steps],
        "components": [_component(row) for row in components_of(found)],
        "kpis": [_kpi(one) for one in kpis],
    }


def _component(row: dict[str, Any]) -> dict[str, Any]:
    names = ("number", "points")
    return {
        **{name: row[name] for name in names},
        "label": in_words(row["label"]) if row["label"] else None,
    }


def _kpi(one: KpiScore) -> dict[str, Any]:
    return {
        "kpi_id": one.kpi_id,
        "indicator_id": one.kpi.indicator_id,
        "number": one.kpi.full_number,
        "name": one.kpi.name,
        "score": one.score,
        "points": one.points,
        **_verified(one),
        "steps": [in_words(Message.from_data(step)) for step in one.steps],
    }


def _verified(one: KpiScore) -> dict[str, Any]:
    """What was found true of the result, and the official figure that stood beside it then."""
    found = one.verification
    official = official_input(found, one.kpi.unit)
    said = f"{official.label}: {official.value} {official.unit} ({official.source})" if official else None
    return {
        "value": found.value if found else None,
        "missing": found.missing if found else None,
        "corrected": found is not None and found.decision == Verification.Decision.CORRECT,
        "official": said,
    }
