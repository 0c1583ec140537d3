"""A sheet of answers: what was given, what of it may stand, what is still open, and how far along it is.

As data an answer is its bare value, or ``{"value": …, "note": …, "evidence": […]}``: a tick true or false, an option its
code, several a list of codes, NPS 0–10, a matrix ``{row: option}``, a figure a Decimal, an int or text (Thai digits too;
never a float), words a text. Null or leaving it out: not answered.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from samrit.rules.amounts import Limits, decimals_of, number_from, quoted
from samrit.rules.instruments.conditions import Known
from samrit.rules.instruments.kinds import Instrument, Question, QuestionKind
from samrit.rules.instruments.routes import reached
from samrit.rules.items.rows import unknown
from samrit.rules.wording import Message, RefusedError, refuse, say

LONGEST_NOTE = 4000
MOST_EVIDENCE = 50
_LIMITS = Limits(before=20, after=12)
_KEYS = {"value", "note", "evidence"}
Value = bool | Decimal | str | frozenset[str] | Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """``evidence``: keys of what proves it, which only the evidence register knows."""

    value: Value
    note: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wrong:
    """What is wrong with the answer to a question. ``row`` of a matrix."""

    question: str
    message: Message
    row: str = ""


@dataclass(frozen=True)
class Sheet:
    """One respondent's answers. ``reached``: the questions that are asked, given these answers, in order.

    ``given`` holds only right answers to them; ``aside`` are questions answered but no longer asked.
    """

    given: Mapping[str, Answer]
    reached: tuple[str, ...]
    audience: str = ""
    aside: tuple[str, ...] = ()
    wrong: tuple[Wrong, ...] = field(default=(), compare=False)


def read_sheet(instrument: Instrument, raw: Mapping[str, object], *, audience: str = "") -> Sheet:
    """What may stand of the answers given so far, with everything wrong in ``wrong``. Open questions are no fault here.

    ``audience``: who answers; sections of other audiences are not asked. Wrong answers count as not given.
    """
    wrong = [
        Wrong(code, unknown(code, instrument.questions)) for code in raw if code not in instrument.questions
    ]
    read: dict[str, Answer] = {}
    for code, question in instrument.questions.items():
        if (given := raw.get(code)) is not None:
            try:
                answer = _read(question, given)
            except _WrongError as fault:
                wrong.append(fault.wrong)
            else:
                if answer:
                    read[code] = answer
    return _routed(instrument, read, audience, tuple(wrong))


def _routed(
    instrument: Instrument, read: Mapping[str, Answer], audience: str, wrong: tuple[Wrong, ...]
) -> Sheet:
    """Question by question in the order of asking; what is not reached does not open anything else."""
    known: dict[str, Known] = {}
    route: list[str] = []
    for code, question in instrument.questions.items():
        if _concerns(instrument, question, audience) and reached(instrument, question, known):
            route.append(code)
            known[code] = known_of(question, read.get(code))
    on_route = set(route)
    return Sheet(
        given={code: answer for code, answer in read.items() if code in on_route},
        reached=tuple(route),
        audience=audience,
        aside=tuple(code for code in read if code not in on_route),
        wrong=wrong,
    )


def _concerns(instrument: Instrument, question: Question, audience: str) -> bool:
    asked = instrument.audience_of(question.section)
    return not asked or not audience or asked == audience


def known_of(question: Question, answer: Answer | None) -> Known:
    """What conditions see of an answer."""
    value = answer.value if answer else None
    if isinstance(value, Mapping):
        return "answered"
    if isinstance(value, str) and question.kind in {QuestionKind.ONE, QuestionKind.LIKERT}:
        option = question.option(value)
        return (value, option.value if option else None)
    return value


def knowledge(instrument: Instrument, sheet: Sheet) -> dict[str, Known]:
    """What conditions see of a whole sheet."""
    return {code: known_of(instrument.questions[code], answer) for code, answer in sheet.given.items()}


# ── one answer ──────────────────────────────────────────────────────────────
class _WrongError(Exception):
    def __init__(self, question: Question, message: Message, row: str = "") -> None:
        super().__init__(message.thai())
        self.wrong = Wrong(question.code, message, row)


def _read(question: Question, given: object) -> Answer | None:
    """None: nothing was given after all (an empty text, nothing chosen)."""
    note, value = "", given
    evidence: tuple[str, ...] = ()
    if isinstance(given, dict) and (question.kind is not QuestionKind.MATRIX or "value" in given):
        if extra := set(given) - _KEYS:
            raise _WrongError(question, unknown(str(min(extra, key=str)), dict.fromkeys(sorted(_KEYS))))
        note, evidence, value = (
            _text(question, given.get("note") or "", LONGEST_NOTE),
            _keys(question, given),
            given.get("value"),
        )
    if value is None or (isinstance(value, str) and not value.strip()) or value in ([], {}):
        return None
    return Answer(_READERS[question.kind](question, value), note, evidence)


def _keys(question: Question, given: Mapping[str, Any]) -> tuple[str, ...]:
    keys = given.get("evidence") or []
    if (
        not isinstance(keys, list | tuple)
        or len(keys) > MOST_EVIDENCE
        or not all(isinstance(key, str) for key in keys)
    ):
        raise _WrongError(
            question, say("answer_evidence", "รายการหลักฐานไม่ถูกต้อง – แนบได้ไม่เกิน {most} ชิ้น", most=MOST_EVIDENCE)
        )
    return tuple(dict.fromkeys(keys))


def _text(question: Question, given: object, longest: int) -> str:
    if not isinstance(given, str):
        raise _wrong_kind(question, given)
    text = given.replace("\r\n", "\n").strip()
    if len(text) > longest:
        raise _WrongError(
            question,
            say(
                "answer_too_long",
                "ยาว {length:,} ตัวอักษร เกิน {most:,} – ย่อให้สั้นลง",
                length=len(text),
                most=longest,
            ),
        )
    return "".join(
        letter for letter in text if letter in "\n\t" or letter.isprintable() or letter == "\u200d"
    )


def _wrong_kind(question: Question, given: object) -> _WrongError:
    return _WrongError(
        question,
        say(
            "answer_wrong_kind",
            "“{given}” ไม่ใช่คำตอบแบบ {kind}",
            given=quoted(given),
            kind=question.kind.words,
        ),
    )


def _tick(question: Question, given: object) -> bool:
    if not isinstance(given, bool):
        raise _wrong_kind(question, given)
    return given


def _one(question: Question, given: object, row: str = "") -> str:
    if not isinstance(given, str):
        raise _wrong_kind(question, given)
    if question.option(given) is None:
        message = unknown(given, {option.code: None for option in question.options})
        raise _WrongError(question, message, row)
    return given


def _several(question: Question, given: object) -> frozenset[str]:
    if not isinstance(given, list | tuple | set | frozenset):
        raise _wrong_kind(question, given)
    chosen = frozenset(_one(question, each) for each in given)
    alone = [option for option in question.options if option.alone and option.code in chosen]
    if alone and len(chosen) > 1:
        raise _WrongError(
            question, say("answer_alone", "“{option}” เลือกร่วมกับข้ออื่นไม่ได้", option=alone[0].words.message())
        )
    if question.most_chosen is not None and len(chosen) > question.most_chosen:
        raise _WrongError(
            question, say("answer_too_many", "เลือกได้ไม่เกิน {most} ข้อ", most=question.most_chosen)
        )
    return chosen


def _matrix(question: Question, given: object) -> Mapping[str, str]:
    if not isinstance(given, dict):
        raise _wrong_kind(question, given)
    rows = {row.code: None for row in question.rows}
    for row in given:
        if row not in rows:
            raise _WrongError(question, unknown(str(row), rows))
    return {row: _one(question, given[row], row) for row in rows if given.get(row) is not None}


def _number(question: Question, given: object) -> Decimal:
    if not isinstance(given, str | int | Decimal) or isinstance(given, bool):
        raise _wrong_kind(question, given)
    try:
        value = number_from(given, _LIMITS)
    except RefusedError as refused:
        raise _WrongError(question, refused.refusal.message) from None
    if decimals_of(value) > question.decimals:
        raise _WrongError(
            question, say("answer_decimals", "ใช้ทศนิยมได้ไม่เกิน {most} ตำแหน่ง", most=question.decimals)
        )
    least, most = question.least, question.most
    if (least is not None and value < least) or (most is not None and value > most):
        raise _WrongError(question, _out_of_range(least, most))
    return value


def _out_of_range(least: Decimal | None, most: Decimal | None) -> Message:
    if most is None:
        return say("answer_too_small", "ต้องไม่น้อยกว่า {least}", least=least)
    if least is None:
        return say("answer_too_large", "ต้องไม่มากกว่า {most}", most=most)
    return say("answer_range", "ต้องอยู่ระหว่าง {least} ถึง {most}", least=least, most=most)


def _nps(question: Question, given: object) -> Decimal:
    value = _number(question, given)
    if not 0 <= value <= 10:  # noqa: PLR2004 - the scale of the question
        raise _WrongError(question, _out_of_range(Decimal(0), Decimal(10)))
    return value


_READERS: Mapping[QuestionKind, Any] = {
    QuestionKind.TICK: _tick,
    QuestionKind.ONE: _one,
    QuestionKind.LIKERT: _one,
    QuestionKind.SEVERAL: _several,
    QuestionKind.MATRIX: _matrix,
    QuestionKind.NUMBER: _number,
    QuestionKind.NPS: _nps,
    QuestionKind.TEXT: lambda question, given: _text(question, given, question.longest),
}


# ── whole answers ───────────────────────────────────────────────────────────
def refuse_whole(instrument: Instrument, sheet: Sheet) -> tuple[Wrong, ...]:
    """All that keeps a sheet from being handed in: what is wrong, what is required and open, ticks without proof."""
    open_ones = (
        wrong for code in sheet.reached for wrong in _open(instrument.questions[code], sheet.given.get(code))
    )
    return (*sheet.wrong, *open_ones)


def _open(question: Question, answer: Answer | None) -> Iterator[Wrong]:
    if answer is None:
        if question.required:
            yield Wrong(question.code, say("answer_missing", "ยังไม่ได้ตอบ"))
        return
    if isinstance(answer.value, Mapping) and question.required:
        for row in question.rows:
            if row.code not in answer.value:
                yield Wrong(question.code, say("answer_missing", "ยังไม่ได้ตอบ"), row.code)
    if isinstance(answer.value, frozenset) and len(answer.value) < question.least_chosen:
        yield Wrong(
            question.code, say("answer_too_few", "ต้องเลือกอย่างน้อย {least} ข้อ", least=question.least_chosen)
        )
    if answer.value is True and question.evidence and not answer.evidence:
        yield Wrong(question.code, say("answer_no_evidence", "ยังไม่มีหลักฐาน – แนบจากทะเบียนหลักฐานอย่างน้อยหนึ่งชิ้น"))


def answered(question: Question, answer: Answer | None) -> bool:
    """A matrix is answered when every row is."""
    if answer is not None and isinstance(answer.value, Mapping):
        return len(answer.value) == len(question.rows)
    return answer is not None


@dataclass(frozen=True)
class Progress:
    """``answered`` of ``asked`` that can be reached with the answers so far; ``left``: the required ones still open."""

    answered: int
    asked: int
    left: tuple[str, ...]


def progress(instrument: Instrument, sheet: Sheet, section: str = "") -> Progress:
    """Of a section with all within it, or of the whole."""
    codes = [
        code
        for code in sheet.reached
        if not section
        or any(each.code == section for each in instrument.around(instrument.questions[code].section))
    ]
    done = {code for code in codes if answered(instrument.questions[code], sheet.given.get(code))}
    left = tuple(code for code in codes if instrument.questions[code].required and code not in done)
    return Progress(len(done), len(codes), left)


def refuse_unknown_audience(instrument: Instrument, audience: str) -> None:
    """RefusedError for an audience that the instrument does not know."""
    if audience and audience not in instrument.audiences:
        raise RefusedError(refuse("answer_audience", "ไม่มีกลุ่มผู้ตอบ “{given}”", given=quoted(audience)))
