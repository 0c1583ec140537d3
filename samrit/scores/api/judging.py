"""One result at the evaluator's desk, what two scorers differ about, and how alike they judge.

Nobody is told another's opinion here before both have given theirs: ``own`` is the reader's.
"""

from datetime import datetime
from typing import Any, Literal

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import localtime, now
from ninja import Query, Router, Schema

from samrit.frameworks.api.given import Year
from samrit.frameworks.models import FiscalYear
from samrit.people.api.facts import PersonFacts
from samrit.people.api.operations import reads, writes
from samrit.people.middleware import PersonRequest
from samrit.reports.api.facts import EvidenceFacts, LineFacts
from samrit.reports.api.found import AtItem
from samrit.reports.api.told import checklist_facts, evidence_facts, item_facts
from samrit.reports.proof import proofs
from samrit.reports.queries import Item, item_visible_to
from samrit.rules.calibration import ENOUGH, Figures, of_everybody
from samrit.rules.questions import times_of, usual_deadline
from samrit.rules.rubric import Rubric
from samrit.scores import actions, queries
from samrit.scores.api import facts, given
from samrit.scores.api.desk import filed_item, typed_judgement
from samrit.scores.api.official import BesideFacts, FigureFacts, beside_item, figure_facts
from samrit.scores.desk import why_not_asked, why_not_decided, why_not_judged
from samrit.scores.forms import judging_form
from samrit.scores.models import Comparison, Opinion
from samrit.scores.queries import Judges
from samrit.scores.queries.calibrating import calibrated, pairs_told
from samrit.scores.queries.official import earlier_figures
from samrit.ui.api.paging import Page, Slice, paged
from samrit.ui.api.problems import Refused, of_form, refused
from samrit.ui.api.values import Amount, PathKey

router = Router(tags=["scores"])
READ, WRITE = "scores:read", "scores:write"


class LevelFacts(Schema):
    """One level of a milestone; ``value``: what the KPI's result is when it is reached."""

    code: str
    name: str
    value: Amount
    description: str


class RubricFacts(Schema):
    """เกณฑ์ระดับความสำเร็จ; ``below``: what reaching no level is worth (code ``0``), null where there is none."""

    levels: list[LevelFacts]
    criteria: list[str]
    below: Amount | None


class PickedFacts(Schema):
    """The level that was picked, as it read then, and the reason for each criterion."""

    code: str
    level: str
    description: str
    reasons: list[dict[str, str]]


class OpinionFacts(Schema):
    """ความเห็นของผู้ตรวจ. ``letter``: ก or ข of two, in an order that tells nothing, and without its time; else empty."""

    letter: Literal["", "ก", "ข"]
    decision: str
    value: Amount | None
    missing: str | None
    reason: str
    picked: PickedFacts | None
    seen: list[str]
    given_at: datetime | None


class JudgesFacts(Schema):
    """Who scores it; ``dispute_id``: of both opinions, once both are there and this person may see them."""

    two: bool
    slot: Literal["", "first", "second", "third"]
    own: OpinionFacts | None
    dispute_id: int | None


class JudgedItem(facts.VerifiedItemFacts):
    """One result with all that is needed to judge it; ``may``: why verifying or asking is not this person's now."""

    judges: JudgesFacts
    rubric: RubricFacts | None
    official: BesideFacts | None
    official_earlier: list[FigureFacts]
    evidence: list[EvidenceFacts]
    checklist: list[LineFacts]
    usual_deadline: datetime
    may: dict[str, Refused | None]


class DisputeFacts(Schema):
    """ต้องชี้ขาด – one result about which two differ; ``third``: who is to decide, ``mine``: this person."""

    id: int
    round_id: int
    area: str
    indicator_id: int
    kpi_number: str | None
    kpi_name: str | None
    compared_at: datetime
    third: str | None
    mine: bool


class WholeDispute(facts.VerifiedItemFacts):
    """Both opinions without their givers, the evidence, and why deciding is not this person's now."""

    id: int
    compared_at: datetime
    agreed: bool
    opinions: list[OpinionFacts]
    decision: OpinionFacts | None
    third: PersonFacts | None
    rubric: RubricFacts | None
    evidence: list[EvidenceFacts]
    checklist: list[LineFacts]
    may: dict[str, Refused | None]


class FiguresFacts(Schema):
    """Shares 0–1, kappa, bias and distance in points (+ is milder); null: it cannot be said, or too few pairs."""

    pairs: int
    too_few: bool
    same: Amount | None
    within_a_level: Amount | None
    kappa: Amount | None
    bias: Amount | None
    distance: Amount | None
    bias_to_other: Amount | None
    distance_to_other: Amount | None


class ScorerFacts(FiguresFacts):
    """``own``: the reader's figures; others are known by a number only."""

    own: bool
    number: int | None


class CalibrationFacts(Schema):
    """การสอบเทียบผู้ตรวจ of a year. Fewer than ``enough`` pairs: no figure is told."""

    enough: int
    whole: FiguresFacts
    scorers: list[ScorerFacts]


# ── one result ──────────────────────────────────────────────────────────────
@reads(router, "/evaluation/{round_id}/items/{indicator_id}", scope=READ, answers=JudgedItem)
def judged_item(request: PersonRequest, at: AtItem) -> dict[str, Any]:
    """One filed result with its evidence, its levels, the official figure beside it, and one's own opinion."""
    item, moment = filed_item(request, at), now()
    judges, figure = queries.judges_of(item, request.user), None
    if item.result:
        figure = queries.official_of(item.result)
    return {
        **_shown(request, item),
        "judges": _judges(judges),
        "official": beside_item(item, figure) if figure else None,
        "official_earlier": [figure_facts(one) for one in earlier_figures(figure)] if figure else [],
        "usual_deadline": usual_deadline(times_of(item.round.fiscal_year_id), localtime(moment)),
        "may": {
            "verify": refused(why_not_judged(request.duties, item, judges, moment)),
            "ask": refused(why_not_asked(request.duties, item)),
        },
    }


def _shown(request: PersonRequest, item: Item) -> dict[str, Any]:
    rubric = queries.rubric_for(item)
    links = item.result.evidence.all() if item.result else []
    return {
        **item_facts(item),
        "verification": queries.verification_of(item.result) if item.result else None,
        "rubric": _rubric(rubric) if rubric else None,
        "evidence": [evidence_facts(proof) for proof in proofs(request.duties, links)],
        "checklist": checklist_facts(item),
    }


def _judges(judges: Judges) -> dict[str, Any]:
    found = judges.comparison
    may_see = found and (found.verification_id or judges.slot not in {"first", "second"})
    return {
        "two": judges.two,
        "slot": judges.slot,
        "own": _opinion(judges.own) if judges.own else None,
        "dispute_id": found.pk if found and may_see else None,
    }


# ── where two differ ────────────────────────────────────────────────────────
@reads(router, "/disputes", scope=READ, answers=Page[DisputeFacts])
def disputes(request: PersonRequest, at: Query[Slice]) -> dict[str, Any]:
    """Results about which two scorers differ and nobody has decided; nobody sees their own before that."""
    page = paged(request, queries.disputes_shown(request.duties), at, order=("compared_at", "pk"))
    return {**page, "items": [_dispute(one) for one in page["items"]]}


@reads(router, "/disputes/{dispute_id}", scope=READ, answers=WholeDispute)
def dispute(request: PersonRequest, dispute_id: PathKey) -> dict[str, Any]:
    """Both opinions as ก and ข, and what was decided."""
    return _whole(request, dispute_id)


@writes(router, "/disputes/{dispute_id}/decide", scope=WRITE, answers=WholeDispute)
def decide_dispute(request: PersonRequest, dispute_id: PathKey, body: given.JudgementGiven) -> dict[str, Any]:
    """Decide what is true, always with a reason: neither of the two, nor anybody with a part in the matter."""
    comparison, item = _found(request, dispute_id)
    form = judging_form(queries.rubric_for(item), typed_judgement(body))
    if reason := form.fields.get("reason"):  # levels have reasons of their own
        reason.required = True
    if not form.is_valid():
        raise of_form(form)
    actions.decide_dispute(comparison=comparison, item=item, by=request.user, now=now(), **form.judged())
    return _whole(request, dispute_id)


def _found(request: PersonRequest, key: int) -> tuple[Comparison, Item]:
    comparison = get_object_or_404(queries.comparisons_visible_to(request.duties), pk=key)
    result = comparison.result
    item = item_visible_to(request.duties, result.round, result.indicator_id)
    if item is None or item.result is None:
        raise Http404
    return comparison, item


def _whole(request: PersonRequest, key: int) -> dict[str, Any]:
    comparison, item = _found(request, key)
    third = queries.judges_of(item, request.user).held.get("third")
    return {
        **_shown(request, item),
        "id": comparison.pk,
        "compared_at": comparison.compared_at,
        "agreed": comparison.agreed,
        "opinions": [_opinion(one.opinion, one.letter) for one in queries.unnamed(comparison)],
        "decision": _opinion(comparison.decision) if comparison.decision else None,
        "third": third.evaluator if third else None,
        "may": {"decide": refused(why_not_decided(request.duties, item, comparison))},
    }


def _dispute(one: Any) -> dict[str, Any]:
    names = ("id", "kpi_number", "kpi_name", "compared_at", "third")  # annotated by disputes_shown
    return {
        **{name: getattr(one, name) for name in names},
        "round_id": one.result.round_id,
        "area": one.result.round.area_id,
        "indicator_id": one.result.indicator_id,
        "mine": one.is_mine,
    }


# ── how alike ───────────────────────────────────────────────────────────────
@reads(router, "/years/{year}/calibration", scope=READ, answers=CalibrationFacts)
def calibration(request: PersonRequest, year: Year) -> dict[str, Any]:
    """How alike independent scorers judge: one's own figures, those of others without their names."""
    if not request.duties.evaluates:
        raise Http404
    found = get_object_or_404(FiscalYear, pk=year)
    pairs = pairs_told(request.user, found.pk, found.rule_set)
    return {
        "enough": ENOUGH,
        "whole": _figures(of_everybody(pairs)),
        "scorers": [
            {**_figures(one.figures), "own": one.number is None, "number": one.number}
            for one in calibrated(request.user, pairs, found.pk)
        ],
    }


def _figures(found: Figures) -> dict[str, Any]:
    names = ("same", "kappa", "bias", "distance", "bias_to_other", "distance_to_other")
    known = {**{name: getattr(found, name) for name in names}, "within_a_level": found.within}
    told = dict.fromkeys(known) if found.too_few else known
    return {"pairs": found.pairs, "too_few": found.too_few, **told}


# ── in the shape of facts ───────────────────────────────────────────────────
def _opinion(one: Opinion, letter: str = "") -> dict[str, Any]:
    names = ("decision", "value", "missing", "reason", "seen")
    return {
        **{name: getattr(one, name) for name in names},
        "letter": letter,
        "given_at": None if letter else one.given_at,  # the trail knows who gave one then
        "picked": one.rubric or None,
    }


def _rubric(rubric: Rubric) -> dict[str, Any]:
    names = ("code", "name", "value", "description")
    levels = [{name: getattr(level, name) for name in names} for level in rubric.levels]
    return {"levels": levels, "criteria": list(rubric.criteria), "below": rubric.below}
