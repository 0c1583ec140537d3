"""A questionnaire's questions as a page shows them, in the reader's language."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from typing import Any

from django.utils.translation import get_language

from samrit.rules.instruments import Instrument, Question, QuestionKind, Words, Wrong
from samrit.rules.instruments.conditions import Node
from samrit.ui.wording import in_words

NPS = tuple(str(number) for number in range(11))
ENGLISH = "en"


@dataclass(frozen=True)
class Choice:
    code: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class Line:
    """A row of a matrix."""

    code: str
    name: str
    choices: tuple[Choice, ...]
    problem: str = ""


@dataclass(frozen=True)
class Shown:
    """``when``: for counters, the condition as data; empty where it is always asked."""

    question: Question
    number: int
    text: str
    help: str
    unit: str
    value: str
    choices: tuple[Choice, ...] = ()
    lines: tuple[Line, ...] = ()
    problem: str = ""
    when: str = ""
    new: bool = False

    @property
    def kind(self) -> str:
        return self.question.kind.value


@dataclass(frozen=True)
class Part:
    """A section that has something to ask."""

    title: str
    questions: Sequence[Shown] = field(default=())


def spoken(words: Words | None) -> str:
    """In the reader's language."""
    if words is None:
        return ""
    return words.english if get_language() == ENGLISH else words.thai


def parts_of(
    instrument: Instrument,
    codes: Iterable[str],
    answers: Mapping[str, object],
    wrong: Iterable[Wrong] = (),
    *,
    new: Iterable[str] = (),
    conditions: bool = False,
) -> list[Part]:
    """The questions of these codes with what was answered, section by section, numbered as they stand on the page."""
    problems = {(one.question, one.row): in_words(one.message) for one in wrong}
    fresh = set(new)
    asked: dict[str, list[Question]] = {}
    for code in codes:
        question = instrument.questions[code]
        asked.setdefault(question.section, []).append(question)
    found: dict[str, list[Shown]] = {}
    for number, question in enumerate(chain.from_iterable(asked.values()), 1):
        when = _when(instrument, question) if conditions else ""
        value, is_new = answers.get(question.code), question.code in fresh
        shown = _shown(question, number, value, problems, when, is_new=is_new)
        found.setdefault(question.section, []).append(shown)
    return [Part(spoken(instrument.sections[code].words), rows) for code, rows in found.items()]


def _shown(
    question: Question,
    number: int,
    value: object,
    problems: Mapping[tuple[str, str], str],
    when: str,
    *,
    is_new: bool,
) -> Shown:
    return Shown(
        question,
        number,
        spoken(question.words),
        spoken(question.help),
        spoken(question.unit),
        value if isinstance(value, str) else str(value) if isinstance(value, int | Decimal) else "",
        tuple(_choices(question, value)),
        tuple(_lines(question, value, problems)),
        problems.get((question.code, ""), ""),
        when,
        is_new,
    )


def _choices(question: Question, value: object) -> Iterator[Choice]:
    if question.kind is QuestionKind.NPS:
        yield from (Choice(code, code, str(value) == code) for code in NPS)
    elif question.kind is not QuestionKind.MATRIX:
        chosen = value if isinstance(value, list | tuple | frozenset) else [value]
        yield from (Choice(one.code, spoken(one.words), one.code in chosen) for one in question.options)


def _lines(question: Question, value: object, problems: Mapping[tuple[str, str], str]) -> Iterator[Line]:
    given: Mapping[str, object] = value if isinstance(value, Mapping) else {}
    for row in question.rows:
        choices = (
            Choice(one.code, spoken(one.words), given.get(row.code) == one.code) for one in question.options
        )
        yield Line(row.code, spoken(row.words), tuple(choices), problems.get((question.code, row.code), ""))


# ── conditions as data, for the counter's script ────────────────────────────
def _when(instrument: Instrument, question: Question) -> str:
    trees = [tree_of(one.tree, instrument) for one in instrument.conditions(question)]
    return json.dumps({"name": "and", "parts": trees}, ensure_ascii=False) if trees else ""


def tree_of(node: Node, instrument: Instrument) -> dict[str, Any]:
    """``values``: option → its value, where an option is compared with a number."""
    question = instrument.questions.get(node.code)
    values = {o.code: str(o.value) for o in question.options if o.value is not None} if question else {}
    is_number = isinstance(node.value, Decimal)
    return {
        "name": node.name,
        "code": node.code,
        "value": str(node.value),
        "number": is_number,
        "values": values if is_number else {},
        "parts": [tree_of(part, instrument) for part in node.parts],
    }
