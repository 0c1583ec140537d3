"""Surveys for programs: what people said, answers handed in by counters and other forms, single answers of nobody."""

from typing import Any

from django.conf import settings
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Query, Router

from samrit.assessments.actions.folding import release_figures
from samrit.assessments.actions.taking import Given, take_answers
from samrit.assessments.api import survey_facts as facts
from samrit.assessments.documents.raw_answers import raw_rows
from samrit.assessments.models import SurveyRun
from samrit.assessments.permissions.surveys import refuse_changing_run, refuse_raw
from samrit.assessments.queries.survey_results import Figures
from samrit.assessments.queries.surveys import points_of, runs_visible_to
from samrit.people.api.operations import reads, writes
from samrit.people.middleware import PersonRequest
from samrit.rules.wording import RefusedError, refuse
from samrit.ui.api.paging import Page, paged
from samrit.ui.api.values import PathKey
from samrit.ui.flooding import flood
from samrit.ui.wording import in_words

router = Router(tags=["surveys"])
READ, WRITE = "data:read", "data:write"
ONE = "/surveys/{survey_id}"
FASTER = 5


@reads(router, "/surveys", scope=READ, answers=Page[facts.SurveyFacts])
def surveys(request: PersonRequest, at: Query[facts.SurveySlice]) -> dict[str, Any]:
    """Surveys of one's agencies, the newest first."""
    rows = runs_visible_to(request.duties).prefetch_related("points")
    if at.fiscal_year:
        rows = rows.filter(fiscal_year=at.fiscal_year)
    page = paged(request, rows, at, order=("-pk",))
    return {**page, "items": [facts.survey_facts(one) for one in page["items"]]}


@reads(router, ONE, scope=READ, answers=facts.SurveyFacts)
def survey(request: PersonRequest, survey_id: PathKey) -> dict[str, Any]:
    """One survey with its points."""
    return facts.survey_facts(_run(request, survey_id))


@reads(router, f"{ONE}/results", scope=READ, answers=facts.SurveyResultFacts)
def survey_results(request: PersonRequest, survey_id: PathKey) -> dict[str, Any]:
    """What people said, as far as it may be shown: nothing of few people, and nothing that gives them away."""
    run = _run(request, survey_id)
    return facts.result_facts(run, Figures(run, release_figures(run=run, now=now())))


@reads(router, f"{ONE}/answers", scope=READ, answers=None, media="text/csv", also=(409,))
def survey_answers(request: PersonRequest, survey_id: PathKey) -> StreamingHttpResponse:
    """Every answer of a closed survey as CSV: month instead of day, in no order, comments without numbers and addresses."""
    run = _run(request, survey_id)
    if refusal := refuse_raw(request.duties, run):
        raise RefusedError(refusal)
    response = StreamingHttpResponse(raw_rows(run), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="survey-{run.pk}.csv"'
    return response


@writes(router, f"{ONE}/points/{{point_id}}/answers", scope=WRITE, answers=facts.CounterAnswersFacts)
def hand_in_answers(
    request: PersonRequest, survey_id: PathKey, point_id: PathKey, body: facts.CounterAnswersGiven
) -> dict[str, Any]:
    """Hand in answers of citizens, gathered elsewhere. Each counts once by its `client`, however often it is sent."""
    run = _run(request, survey_id)
    if refusal := refuse_changing_run(request.duties, run):
        raise RefusedError(refusal)
    point = get_object_or_404(points_of(run).select_related("run__release", "run__agency"), pk=point_id)
    at = now()
    limit = settings.SURVEY_RATE * FASTER
    if wait := flood.seconds_to_wait(f"user {request.user.pk}", limit=limit, now=at, many=len(body.answers)):
        raise RefusedError(refuse("survey_flood", "ส่งเร็วเกินไป รอ {seconds} วินาที", seconds=wait))
    given = [Given(one.client, one.day, one.answers) for one in body.answers]
    kept, wrong = take_answers(point=point, given=given, now=at)
    told = [
        {"client": client, "question": one.question, "row": one.row, "why": in_words(one.message)}
        for client, faults in wrong.items()
        for one in faults
    ]
    return {"kept": kept, "wrong": told}


def _run(request: PersonRequest, key: int) -> SurveyRun:
    return get_object_or_404(runs_visible_to(request.duties).prefetch_related("points"), pk=key)
