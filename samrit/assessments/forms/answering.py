"""What a form without script sent → bare answers, as ``read_sheet`` takes them."""

from collections.abc import Mapping
from typing import Any, Protocol

from samrit.rules.instruments import Instrument, Question, QuestionKind

PREFIX = "q."
LONGEST = 20_000  # of one value; what is longer was not typed into our form


class Sent(Protocol):
    """What Django calls a QueryDict."""

    def get(self, name: str, /) -> Any: ...
    def getlist(self, name: str, /) -> list[Any]: ...


def bare_answers(instrument: Instrument, sent: Sent) -> dict[str, object]:
    """Only what was filled in; names that the questionnaire does not know are left out."""
    found = {code: _bare(question, sent) for code, question in instrument.questions.items()}
    return {code: value for code, value in found.items() if value not in (None, "", [], {})}


def _bare(question: Question, sent: Sent) -> object:
    name = PREFIX + question.code
    if question.kind is QuestionKind.MATRIX:
        rows = {row.code: sent.get(f"{name}.{row.code}") for row in question.rows}
        return {row: str(value) for row, value in rows.items() if value}
    if question.kind is QuestionKind.SEVERAL:
        return [str(value) for value in sent.getlist(name)][: len(question.options)]
    value = sent.get(name)
    if question.kind is QuestionKind.TICK:
        return {"yes": True, "no": False}.get(str(value))
    return None if value is None else str(value)[:LONGEST]


def shown_value(question: Question, answers: Mapping[str, object]) -> object:
    """What the form shows as filled in: the bare answer; a tick as it is sent."""
    value = answers.get(question.code)
    if question.kind is QuestionKind.TICK:
        return {True: "yes", False: "no"}.get(value)  # type: ignore[call-overload]  # anything else is none
    return value
