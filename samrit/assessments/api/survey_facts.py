"""What the operations about surveys tell and take."""

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from samrit.assessments.models import SurveyPoint, SurveyRun
from samrit.assessments.queries.survey_results import Figures, Told, outcome_result, outcomes_of, told
from samrit.rules.instruments import Result, Summary
from samrit.rules.wording import Refusal
from samrit.ui.api.paging import Slice
from samrit.ui.api.values import Amount
from samrit.ui.wording import in_words


class SurveySlice(Slice):
    """Which surveys."""

    fiscal_year: int | None = Field(None, ge=2500, le=2700)


class SurveyPointFacts(Schema):
    """จุดสำรวจ. ``code`` stands in the public address ``/s/{code}/``; ``district`` empty: the whole province."""

    id: int
    code: str
    service: str
    district: str
    ended: bool


class SurveyFacts(Schema):
    """การสำรวจ. ``instrument`` with ``version`` and ``digest``: exactly which questions."""

    id: int
    name: str
    name_en: str
    agency: str
    area: str | None
    instrument: str
    version: str
    digest: str
    fiscal_year: int
    opens_on: date
    closes_on: date
    closed: bool
    population: int | None
    points: list[SurveyPointFacts]


class ShareFacts(Schema):
    """``count`` who chose it, ``percent`` of those who answered (of several choices: of those asked)."""

    code: str
    name: str
    name_en: str
    count: int
    percent: Amount


class AnswersFacts(Schema):
    """What one question, or one row of a matrix, came to. ``why``: why nothing is shown. Margins at the survey's confidence."""

    question: str
    row: str
    text: str
    text_en: str
    why: str | None = None
    answered: int | None = None
    mean: Amount | None = None
    satisfied: Amount | None = None
    margin: Amount | None = None
    nps: Amount | None = None
    shares: list[ShareFacts]
    words: list[tuple[str, int]]


class SurveyOutcomeFacts(Schema):
    """What goes to a KPI, with its sample, margin and how it came about."""

    code: str
    value: Amount | None
    sample: int | None
    margin: Amount | None
    steps: list[str]


class SurveyResultFacts(Schema):
    """``answered`` null: too few to show. ``released``: which version of the shown figures, 0 before the first."""

    survey: int
    released: int
    answered: int | None
    outcomes: list[SurveyOutcomeFacts]
    questions: list[AnswersFacts]


class CounterAnswer(Schema):
    """``client``: the sender's own random number; the same again is the same answer. ``answers``: question → bare answer."""

    client: UUID
    day: date
    answers: dict[str, Any]


class CounterAnswersGiven(Schema):
    """Many answers of one point, the way of a counter or of another form."""

    answers: list[CounterAnswer] = Field(min_length=1, max_length=200)


class WrongAnswerFacts(Schema):
    """``question`` empty: of the whole answer."""

    client: UUID
    question: str
    row: str
    why: str


class CounterAnswersFacts(Schema):
    """``kept``: those that are kept, now or since before; the others with what is wrong."""

    kept: list[UUID]
    wrong: list[WrongAnswerFacts]


def point_facts(point: SurveyPoint) -> dict[str, Any]:
    return {
        "id": point.pk,
        "code": point.code,
        "service": point.service,
        "district": point.district,
        "ended": point.ended_at is not None,
    }


def survey_facts(run: SurveyRun) -> dict[str, Any]:
    release = run.release
    return {
        "id": run.pk,
        "name": run.name,
        "name_en": run.name_en,
        "agency": run.agency.name,
        "area": run.agency.area_id,
        "instrument": release.code,
        "version": release.version,
        "digest": release.digest,
        "fiscal_year": run.fiscal_year,
        "opens_on": run.opens_on,
        "closes_on": run.closes_on,
        "closed": run.closed_at is not None,
        "population": run.population,
        "points": [point_facts(one) for one in run.points.all()],
    }


def result_facts(run: SurveyRun, figures: Figures) -> dict[str, Any]:
    count = figures.count()
    return {
        "survey": run.pk,
        "released": figures.released.number if figures.released else 0,
        "answered": count,
        "outcomes": [_outcome(outcome_result(figures, one)) for one in outcomes_of(figures.instrument)],
        "questions": [] if count is None else [_answers(one) for one in told(figures)],
    }


def _outcome(result: Result) -> dict[str, Any]:
    return {
        "code": result.outcome.code,
        "value": result.value,
        "sample": result.sample,
        "margin": result.margin,
        "steps": [in_words(step) for step in result.steps],
    }


def _answers(one: Told) -> dict[str, Any]:
    found = one.found if isinstance(one.found, Summary) else None
    why = one.found.message if isinstance(one.found, Refusal) else None
    return {
        "question": one.question.code,
        "row": one.row,
        "text": one.words.thai,
        "text_en": one.words.english,
        "why": in_words(why) if why else None,
        "answered": found.answered if found else None,
        "mean": found.mean if found else None,
        "satisfied": found.satisfied if found else None,
        "margin": found.margin if found else None,
        "nps": found.nps if found else None,
        "shares": list(_shares(one, found)),
        "words": list(one.frequent),
    }


def _shares(one: Told, found: Summary | None) -> list[dict[str, Any]]:
    rows = (
        [(each.code, each.words, each.count, each.percent) for each in found.distribution]
        if found
        else [(each.code, each.words, each.count, each.share) for each in one.choices]
    )
    return [
        {"code": code, "name": words.thai, "name_en": words.english, "count": count, "percent": percent}
        for code, words, count, percent in rows
    ]
