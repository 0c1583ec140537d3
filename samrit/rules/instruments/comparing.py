"""Scores side by side: self and assessor, office and official result, this year and last; and the steps of an assessment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from samrit.rules.amounts import aligned, quoted
from samrit.rules.instruments.answers import Sheet
from samrit.rules.instruments.kinds import Instrument, Question, QuestionKind, Words
from samrit.rules.instruments.scores import InstrumentScore
from samrit.rules.wording import Refusal, RefusedError, refuse

WHOLE = ""  # the code of the whole in a column


@dataclass(frozen=True)
class Row:
    """``values`` in the order of the columns, None where one says nothing; ``changes``: each minus the first, None likewise."""

    code: str
    number: str
    words: Words
    values: tuple[Decimal | None, ...]
    changes: tuple[Decimal | None, ...]


def column(score: InstrumentScore) -> Mapping[str, Decimal | None]:
    """Its values by the code of the section; the whole under ``""``."""
    return {WHOLE: score.value} | {each.code: each.value for each in score.walk()}


def side_by_side(instrument: Instrument, columns: Sequence[Mapping[str, Decimal | None]]) -> tuple[Row, ...]:
    """A row for the whole and one for each section. An official result that knows only the whole says only that.

    Columns of an earlier version are matched by the codes of sections: what that version did not have is None.
    """
    places = [(WHOLE, "", instrument.words)]
    places += [(each.code, each.number, each.words) for each in instrument.sections.values()]
    return tuple(
        _row(code, number, words, [each.get(code) for each in columns]) for code, number, words in places
    )


def _row(code: str, number: str, words: Words, values: Sequence[Decimal | None]) -> Row:
    first = values[0] if values else None
    changes = tuple(None if each is None or first is None else each - first for each in values)
    return Row(code, number, words, tuple(values), changes)


@dataclass(frozen=True)
class Differing:
    """A tick that two sheets answer differently, None where one is open."""

    question: Question
    one: bool | None
    other: bool | None


def differing_ticks(instrument: Instrument, one: Sheet, other: Sheet) -> tuple[Differing, ...]:
    """In the order of asking; a tick that only one of them was asked is among them."""
    found = []
    for code, question in instrument.questions.items():
        if question.kind is QuestionKind.TICK:
            left, right = _ticked(one, code), _ticked(other, code)
            if left is not right:
                found.append(Differing(question, left, right))
    return tuple(found)


def _ticked(sheet: Sheet, code: str) -> bool | None:
    answer = sheet.given.get(code)
    return answer.value if answer and isinstance(answer.value, bool) else None


@dataclass(frozen=True)
class Differences:
    """Questions between two versions of an instrument, by code: ``changed`` are asked, weighed or worded differently."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]


def differences(old: Instrument, new: Instrument) -> Differences:
    """What a comparison of two years has to tell: in the order of asking of the version that has the question."""
    before, after = old.questions, new.questions
    return Differences(
        added=tuple(code for code in after if code not in before),
        removed=tuple(code for code in before if code not in after),
        changed=tuple(code for code, question in after.items() if before.get(code, question) != question),
    )


# ── the steps of an assessment ──────────────────────────────────────────────
def refuse_stage(instrument: Instrument, stage: str, values: Mapping[str, Decimal | None]) -> Refusal | None:
    """Why a stage may not begin, None when it may. ``values``: of the stages that are done, as computed.

    The published value decides, as everywhere: 399.995 that is shown as 400.00 opens what begins at 400.
    """
    found = instrument.stages.get(stage)
    if found is None:
        raise RefusedError(refuse("stage_unknown", "ไม่มีขั้นตอน “{stage}”", stage=quoted(stage)))
    if found.opens_from is None:
        return None
    before = instrument.stages[found.after]
    value = values.get(found.after)
    if value is None:
        return refuse("stage_waits", "ต้องเสร็จขั้นตอน “{before}” ก่อน", before=before.words.message())
    shown = instrument.published(value)
    if shown >= found.opens_from:
        return None
    return refuse(
        "stage_too_low",
        "คะแนนขั้นตอน “{before}” คือ {value} – ขั้นตอนนี้เริ่มได้เมื่อได้ตั้งแต่ {least}",
        before=before.words.message(),
        value=aligned(shown, instrument.decimals),
        least=aligned(found.opens_from, 0),
    )
