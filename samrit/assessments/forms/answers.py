"""What was typed on a part of a sheet, as answers; what is wrong with them the engine says."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from samrit.rules.instruments import Instrument, Question, QuestionKind

SHOWN, VALUE, NOTE, REVISION = "q", "a-", "n-", "revision"
_TICKS = {"yes": True, "no": False}


def read_answers(instrument: Instrument, sent: QueryDict) -> dict[str, Mapping[str, Any] | None]:
    """Question → answer, of the questions that stood on the page; None where nothing was chosen or typed."""
    shown = [code for code in dict.fromkeys(sent.getlist(SHOWN)) if code in instrument.questions]
    return {code: _answer(instrument.questions[code], sent) for code in shown}


def _answer(question: Question, sent: QueryDict) -> Mapping[str, Any] | None:
    value, note = _value(question, sent), sent.get(f"{NOTE}{question.code}", "")
    return None if value is None and not note.strip() else {"value": value, "note": note}


def _value(question: Question, sent: QueryDict) -> Any:
    name = f"{VALUE}{question.code}"
    match question.kind:
        case QuestionKind.TICK:
            return _TICKS.get(sent.get(name, ""))
        case QuestionKind.SEVERAL:
            return [each for each in sent.getlist(name) if each] or None
        case QuestionKind.MATRIX:
            rows = {row.code: sent.get(f"{name}-{row.code}", "") for row in question.rows}
            return {row: option for row, option in rows.items() if option} or None
        case _:
            return sent.get(name, "").strip() or None


def read_revision(sent: QueryDict) -> int:
    """What the person had before them; 0 where the page did not say."""
    typed = sent.get(REVISION, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0  # noqa: PLR2004 - a column's digits
