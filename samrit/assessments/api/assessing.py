"""Agencies' assessments: read, answered, handed in, signed, sent back."""

from collections.abc import Callable, Mapping
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Query, Router

from samrit.assessments.actions.answering import save_answers
from samrit.assessments.actions.moving import return_assessment, sign_assessment, submit_assessment
from samrit.assessments.api import facts
from samrit.assessments.models import Assessment
from samrit.assessments.permissions.assessing import sees_sheet
from samrit.assessments.queries.assessments import Read, evidence_keys, visible_to
from samrit.assessments.queries.official import official_of
from samrit.people.api.operations import reads, writes
from samrit.people.middleware import PersonRequest
from samrit.rules.instruments import progress, suggestions, to_json
from samrit.ui.api.paging import Page, paged
from samrit.ui.api.problems import ProblemError
from samrit.ui.api.values import PathKey
from samrit.ui.wording import in_words

router = Router(tags=["data"])
READ, WRITE, SIGN = "data:read", "data:write", "data:sign"
ONE = "/assessments/{assessment_id}"


def _read(request: PersonRequest, key: int) -> Read:
    return Read(get_object_or_404(visible_to(request.duties), pk=key))


def _stage(request: PersonRequest, read: Read, stage: str) -> str:
    known = {one.code for one in read.stages}
    if stage not in known or not sees_sheet(request.duties, read, stage):
        raise ProblemError(404)
    return stage


@reads(router, "/assessments", scope=READ, answers=Page[facts.AssessmentFacts])
def assessments(request: PersonRequest, at: Query[facts.AssessmentSlice]) -> dict[str, Any]:
    """Assessments of the own agencies and of the provinces one looks after, the newest first."""
    rows = visible_to(request.duties)
    asked = {
        "fiscal_year": at.year,
        "release__code": at.instrument,
        "agency": at.agency,
        "state": at.state,
    }
    rows = rows.filter(**{name: value for name, value in asked.items() if value is not None})
    page = paged(request, rows, at, order=("-pk",))
    return {**page, "items": [assessment_facts(one) for one in page["items"]]}


@reads(router, ONE, scope=READ, answers=facts.WholeAssessment)
def assessment(request: PersonRequest, assessment_id: PathKey) -> dict[str, Any]:
    """One assessment with how far each stage is."""
    return _whole(request, _read(request, assessment_id))


@reads(router, f"{ONE}/sheets/{{stage}}", scope=READ, answers=facts.SheetFacts)
def assessment_sheet(request: PersonRequest, assessment_id: PathKey, stage: str) -> dict[str, Any]:
    """The answers of one stage."""
    read = _read(request, assessment_id)
    row = read.row(_stage(request, read, stage))
    return {
        "stage": stage,
        "revision": row.revision if row else 0,
        "answers": row.answers if row else {},
        "evidence": evidence_keys(row) if row else {},
    }


@writes(router, f"{ONE}/sheets/{{stage}}", scope=WRITE, method="PUT", answers=facts.AnswersSaved)
def save_assessment_answers(
    request: PersonRequest, assessment_id: PathKey, stage: str, body: facts.AnswersGiven
) -> dict[str, Any]:
    """Save some answers or all of a stage. What somebody else answered meanwhile is not overwritten.

    An answer is its value, or an object with `value` and `note`; files are attached on the page.
    """
    read = _read(request, assessment_id)
    _stage(request, read, stage)
    answers = {code: _given(given) for code, given in body.answers.items()}
    done = save_answers(
        assessment=read.assessment,
        stage=stage,
        answers=answers,
        revision=body.revision,
        by=request.user,
        now=now(),
    )
    return {
        "revision": done.sheet.revision,
        "saved": list(done.saved),
        "clashes": list(done.clashes),
        "wrong": [{"question": one.question, "message": in_words(one.message)} for one in done.wrong],
    }


def _given(given: Any) -> Mapping[str, Any] | None:
    """A bare value, or value and note; numbers as text, so that none is rounded on the way."""
    if given is None:
        return None
    if isinstance(given, dict) and "value" in given:
        return {"value": _exact(given["value"]), "note": str(given.get("note") or "")[:4000]}
    return {"value": _exact(given)}


def _exact(value: Any) -> Any:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if whole else value


@reads(router, f"{ONE}/sheets/{{stage}}/score", scope=READ, answers=dict[str, Any])
def assessment_score(request: PersonRequest, assessment_id: PathKey, stage: str) -> dict[str, Any]:
    """What a stage comes to now, section by section, with every step in words."""
    read = _read(request, assessment_id)
    return to_json(read.score(_stage(request, read, stage)), in_words)


@reads(router, f"{ONE}/suggestions", scope=READ, answers=list[facts.AnswerSuggestionFacts])
def assessment_suggestions(request: PersonRequest, assessment_id: PathKey) -> list[dict[str, Any]]:
    """The cheapest next ticks: most gain for least work first."""
    read = _read(request, assessment_id)
    return [
        {
            "section": one.section.code,
            "questions": [question.code for question in one.questions],
            "gain": one.gain,
            "effort": one.effort,
            "message": in_words(one.message(read.instrument)),
        }
        for one in suggestions(read.instrument, read.sheet(read.own))
    ]


@writes(router, f"{ONE}/submission", scope=WRITE, answers=facts.WholeAssessment)
def submit_agency_assessment(request: PersonRequest, assessment_id: PathKey) -> dict[str, Any]:
    """Hand the agency's answers to its head; its score is kept with them."""
    return _moved(request, assessment_id, submit_assessment)


@writes(router, f"{ONE}/signature", scope=SIGN, answers=facts.WholeAssessment)
def sign_agency_assessment(request: PersonRequest, assessment_id: PathKey) -> dict[str, Any]:
    """Sign, as the head of the agency, what another person handed in."""
    return _moved(request, assessment_id, sign_assessment)


@writes(router, f"{ONE}/return", scope=WRITE, answers=facts.WholeAssessment)
def return_agency_assessment(
    request: PersonRequest, assessment_id: PathKey, body: facts.AssessmentReasonGiven
) -> dict[str, Any]:
    """Send an assessment back with a reason; every answer stays."""
    return _moved(request, assessment_id, return_assessment, reason=body.reason)


def _moved(request: PersonRequest, key: int, move: Callable[..., Assessment], **more: str) -> dict[str, Any]:
    read = _read(request, key)
    move(assessment=read.assessment, by=request.user, now=now(), **more)
    return _whole(request, _read(request, key))


# ── telling ─────────────────────────────────────────────────────────────────
def assessment_facts(one: Assessment) -> dict[str, Any]:
    return {
        "id": one.pk,
        "instrument": one.release.code,
        "version": one.release.version,
        "agency_id": one.agency_id,
        "area": one.area_id,
        "fiscal_year": one.fiscal_year,
        "state": one.state,
        "opens_at": one.opens_at,
        "closes_at": one.closes_at,
        "submitted_at": one.submitted_at,
        "signed_at": one.signed_at,
        "closed_at": one.closed_at,
    }


def _whole(request: PersonRequest, read: Read) -> dict[str, Any]:
    one = read.assessment
    official = official_of(one.agency_id, one.release.code, one.fiscal_year)
    stages = [stage.code for stage in read.stages if sees_sheet(request.duties, read, stage.code)]
    return {
        **assessment_facts(one),
        "stages": [_stage_facts(read, stage) for stage in stages],
        "official": official.values if official else None,
    }


def _stage_facts(read: Read, stage: str) -> dict[str, Any]:
    row, found = read.row(stage), read.score(stage)
    done = progress(read.instrument, read.sheet(stage))
    return {
        "stage": stage,
        "revision": row.revision if row else 0,
        "answered": done.answered,
        "asked": done.asked,
        "left": len(done.left),
        "value": found.value,
        "level": found.level.code if found.level else "",
        "done": stage in read.values(),
    }
