"""What comes out of scoring a questionnaire: plain values, each with the steps that say how it came about."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from samrit.rules.instruments.kinds import Gate, Rung, Words
from samrit.rules.thai import plain_number
from samrit.rules.wording import Message, say

NOT_ASSESSED, NOT_PASSED = -1, 0
STATES = {NOT_ASSESSED: Words("ยังไม่ประเมิน", "Not assessed"), NOT_PASSED: Words("ไม่ผ่าน", "Not passed")}


@dataclass(frozen=True)
class GateCount:
    """A level of a checklist: ``done`` of ``whole`` ticks (by weight); ``points`` it brought, 0 while it is not ``open``."""

    gate: Gate
    done: Decimal
    whole: Decimal
    open: bool
    points: Decimal

    @property
    def full(self) -> bool:
        return self.done == self.whole


@dataclass(frozen=True)
class SectionScore:
    """``value`` 0 to the instrument's full, None where nothing was answered or asked (not assessed is not 0).

    ``passed``: how many gates are full without a gap, of a section around others the least of them; −1 not assessed,
    None where there are no gates; ``label`` says it in words. ``level``: where its own value lies on the ladder of the whole. ``answered`` of ``asked`` questions, of all sheets together; ``counting``: how many of
    those asked can bring a value, 0 where the way taken leaves nothing to judge.
    """

    code: str
    number: str
    words: Words
    weight: Decimal
    value: Decimal | None
    answered: int
    asked: int
    counting: int
    passed: int | None = None
    label: Words | None = None
    level: Rung | None = None
    gates: tuple[GateCount, ...] = ()
    parts: tuple["SectionScore", ...] = ()
    steps: tuple[Message, ...] = ()
    exact: Fraction | None = field(default=None, repr=False, compare=False)  # before it was cut to 28 digits

    def walk(self) -> Iterator["SectionScore"]:
        yield self
        for part in self.parts:
            yield from part.walk()

    @property
    def place(self) -> Message:
        return section_place(self.number, self.words)


@dataclass(frozen=True)
class InstrumentScore:
    """The whole. ``published`` is what is shown and what the level is taken from; ``provisional``: something required is open."""

    instrument: str
    version: str
    digest: str
    value: Decimal | None
    published: str | None
    level: Rung | None
    passed: int | None
    label: Words | None
    sheets: int
    provisional: bool
    sections: tuple[SectionScore, ...]
    steps: tuple[Message, ...]
    exact: Fraction | None = field(default=None, repr=False, compare=False)

    def walk(self) -> Iterator[SectionScore]:
        """Every section, each before those in it."""
        for section in self.sections:
            yield from section.walk()

    def section(self, code: str) -> SectionScore:
        """KeyError when there is none."""
        found = next((each for each in self.walk() if each.code == code), None)
        if found is None:
            raise KeyError(code)
        return found

    def explained(self) -> Iterator[Message]:
        """Every step from the ticks up to the level, each with its place."""
        for section in self.sections:
            yield from _explained(section)
        yield from self.steps


def _explained(section: SectionScore) -> Iterator[Message]:
    for part in section.parts:
        yield from _explained(part)
    for step in section.steps:
        yield say("instrument_placed", "{place}: {step}", place=section.place, step=step)


def section_place(number: str, words: Words) -> Message:
    """``1.1 ระบบการนำองค์การ``."""
    if not number:
        return words.message()
    return say("section_place", "{number} {name}", number=number, name=words.message())


# ── as data ─────────────────────────────────────────────────────────────────
def to_json(score: InstrumentScore, words: Callable[[Message], Any]) -> dict[str, Any]:
    """As a JSON document: numbers are text, what does not exist is null.

    ``words`` puts a sentence into a language (``Message.thai``) or keeps it for later (``Message.to_data``).
    """
    return {
        "instrument": score.instrument,
        "version": score.version,
        "digest": score.digest,
        "value": _text(score.value),
        "published": score.published,
        "level": score.level.code if score.level else None,
        "level_number": score.level.number if score.level else None,
        "passed": score.passed,
        "sheets": score.sheets,
        "provisional": score.provisional,
        "sections": [_section_json(each, words) for each in score.sections],
        "steps": [words(step) for step in score.steps],
    }


def _section_json(score: SectionScore, words: Callable[[Message], Any]) -> dict[str, Any]:
    return {
        "code": score.code,
        "number": score.number,
        "weight": _text(score.weight),
        "value": _text(score.value),
        "passed": score.passed,
        "level": score.level.code if score.level else None,
        "answered": score.answered,
        "asked": score.asked,
        "gates": [
            {
                "level": each.gate.code,
                "done": _text(each.done),
                "whole": _text(each.whole),
                "open": each.open,
                "points": _text(each.points),
            }
            for each in score.gates
        ],
        "parts": [_section_json(each, words) for each in score.parts],
        "steps": [words(step) for step in score.steps],
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else plain_number(value)
