"""Agencies of the small province on their way through a questionnaire, by the real actions."""

from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO
from typing import Any

from samrit.assessments.actions.answering import save_answers
from samrit.assessments.actions.inviting import invite_agencies
from samrit.assessments.actions.moving import sign_assessment, submit_assessment
from samrit.assessments.models import AnswerEvidence, Assessment, InstrumentRelease
from samrit.assessments.queries.assessments import Read, assessment_of
from samrit.evidence.actions import keep_file
from samrit.people.models import Agency, User
from samrit.rules.instruments import Instrument, Question, QuestionKind
from tests.world import NOW, World

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
OPENS, CLOSES = NOW - timedelta(days=5), NOW + timedelta(days=5)


def release(code: str) -> InstrumentRelease:
    return InstrumentRelease.objects.get(code=code, agency=None)


def invited(world: World, code: str, *agencies: Agency, year: int = 2567) -> list[Assessment]:
    """By the coordinator; open five days before and after NOW."""
    return invite_agencies(
        release=release(code),
        agencies=agencies or (world.development,),
        fiscal_year=year,
        opens_at=OPENS,
        closes_at=CLOSES,
        by=world.coordinator,
        now=NOW,
    )


def save(
    one: Assessment, by: User, answers: Mapping[str, Any], *, stage: str = "self", revision: int = 0
) -> Any:
    """Bare values; None takes an answer back."""
    given = {code: None if value is None else {"value": value} for code, value in answers.items()}
    return save_answers(assessment=one, stage=stage, answers=given, revision=revision, by=by, now=NOW)


def whole(instrument: Instrument, **other: Any) -> dict[str, Any]:
    """An answer to every question: ticked, the middle of each scale, 80 of every figure; ``other`` by code."""
    return {code: _answer(question) for code, question in instrument.questions.items()} | other


def _answer(question: Question) -> Any:
    match question.kind:
        case QuestionKind.TICK:
            return True
        case QuestionKind.ONE | QuestionKind.LIKERT:
            return question.options[len(question.options) // 2 if len(question.options) > 2 else 0].code
        case QuestionKind.SEVERAL:
            return [question.options[0].code]
        case QuestionKind.NUMBER:
            return "80"
        case QuestionKind.MATRIX:
            return {row.code: question.options[0].code for row in question.rows}
        case _:
            return "ก"


def proved(one: Assessment, by: User) -> None:
    """One file proves every tick that asks for proof."""
    read = Read(assessment_of(one.pk))
    file = keep_file(file=BytesIO(PDF), name="คำสั่ง.pdf", agencies=[one.agency], by=by, now=NOW)
    row = read.row(read.own)
    AnswerEvidence.objects.bulk_create(
        AnswerEvidence(sheet=row, question=code, file=file, attached_by=by, attached_at=NOW)
        for code, question in read.instrument.questions.items()
        if question.evidence
    )


def submitted(world: World, code: str, *, year: int = 2567, **other: Any) -> Assessment:
    """Of the development agency, answered whole and handed in by its recorder."""
    (one,) = invited(world, code, year=year)
    save(one, world.recorder, whole(Read(one).instrument, **other), stage=Read(one).own)
    proved(one, world.recorder)
    return submit_assessment(assessment=one, by=world.recorder, now=NOW)


def signed(world: World, code: str, *, year: int = 2567, **other: Any) -> Assessment:
    """The same with the head's signature."""
    return sign_assessment(assessment=submitted(world, code, year=year, **other), by=world.approver, now=NOW)
