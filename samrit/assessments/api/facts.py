"""What travels about instruments and agencies' assessments."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from samrit.ui.api.paging import Slice
from samrit.ui.api.values import Amount, Key, Text


class InstrumentFacts(Schema):
    """A version of a questionnaire that may be answered; ``survey``: by citizens."""

    id: int
    code: str
    version: str
    digest: str
    name: str
    name_en: str
    year: int
    survey: bool
    locked: bool


class AssessedQuestionFacts(Schema):
    """``options``: codes that may be answered. ``rows`` of a matrix. ``evidence``: kinds of proof that a tick asks for."""

    code: str
    section: str
    kind: str
    text: str
    text_en: str
    required: bool
    level: str
    options: list[str]
    rows: list[str]
    evidence: list[str]


class SectionFacts(Schema):
    code: str
    within: str
    number: str
    name: str
    name_en: str
    weight: Amount


class WholeInstrument(InstrumentFacts):
    """``stages``: of an assessment, the agency's own first. ``outcomes``: what goes to KPIs."""

    reference: str
    confirmed: bool
    full: Amount
    stages: list[str]
    outcomes: list[str]
    sections: list[SectionFacts]
    questions: list[AssessedQuestionFacts]


class AssessmentSlice(Slice):
    """Of one year, one questionnaire (its code), one agency, one state."""

    year: int | None = Field(None, ge=2550, le=2650)
    instrument: str | None = Field(None, max_length=60)
    agency: Key | None = None
    state: Literal["open", "submitted", "returned", "signed", "closed"] | None = None


class AssessmentFacts(Schema):
    id: int
    instrument: str
    version: str
    agency_id: int
    area: str
    fiscal_year: int
    state: str
    opens_at: datetime
    closes_at: datetime
    submitted_at: datetime | None
    signed_at: datetime | None
    closed_at: datetime | None


class StageFacts(Schema):
    """``value`` null: nothing was assessed, which is not 0. ``left``: required questions that are open."""

    stage: str
    revision: int
    answered: int
    asked: int
    left: int
    value: Amount | None
    level: str
    done: bool


class WholeAssessment(AssessmentFacts):
    """``stages``: those that one may see. ``official``: what the authority published of this agency and year."""

    stages: list[StageFacts]
    official: dict[str, str] | None


class SheetFacts(Schema):
    """``answers``: question → ``{"value", "note"}``; ``evidence``: question → keys of files of the register."""

    stage: str
    revision: int
    answers: dict[str, Any]
    evidence: dict[str, list[str]]


class AnswersGiven(Schema):
    """Some answers or all: those that are not named stay. ``revision``: what was read before; null takes an answer back."""

    revision: int = Field(ge=0, le=10**9)
    answers: dict[Annotated[str, Text(80, least=1)], Any] = Field(max_length=2000)


class AnswerProblem(Schema):
    question: str
    message: str


class AnswersSaved(Schema):
    """``clashes``: somebody else answered these meanwhile, so they were not saved; ``wrong``: nor were these."""

    revision: int
    saved: list[str]
    clashes: list[str]
    wrong: list[AnswerProblem]


class AssessmentReasonGiven(Schema):
    reason: Annotated[str, Text(2000, least=1)]


class AnswerSuggestionFacts(Schema):
    section: str
    questions: list[str]
    gain: Amount
    effort: int
    message: str
