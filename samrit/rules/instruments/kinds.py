"""What a questionnaire holds. Everything here is data of an instrument's documents; nothing knows any one instrument."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from samrit.rules.amounts import Rounding, rounded
from samrit.rules.instruments.conditions import Condition
from samrit.rules.wording import Message, say


class QuestionKind(StrEnum):
    """What is answered: a tick of a checklist, an option, options, a step of a scale, 0–10, rows of a scale, a figure, words."""

    TICK = "tick"
    ONE = "one"
    SEVERAL = "several"
    LIKERT = "likert"
    NPS = "nps"
    MATRIX = "matrix"
    NUMBER = "number"
    TEXT = "text"

    @property
    def words(self) -> Message:
        """What it is called."""
        return _KIND_WORDS[self]


_KIND_WORDS: Mapping[QuestionKind, Message] = {
    QuestionKind.TICK: say("question_tick", "ทำแล้วหรือยังไม่ได้ทำ"),
    QuestionKind.ONE: say("question_one", "เลือกหนึ่งข้อ"),
    QuestionKind.SEVERAL: say("question_several", "เลือกได้หลายข้อ"),
    QuestionKind.LIKERT: say("question_likert", "มาตรวัด"),
    QuestionKind.NPS: say("question_nps", "ตัวเลข 0 ถึง 10"),
    QuestionKind.MATRIX: say("question_matrix", "ตารางมาตรวัด"),
    QuestionKind.NUMBER: say("question_number", "ตัวเลข"),
    QuestionKind.TEXT: say("question_text", "ข้อความ"),
}


class MethodKind(StrEnum):
    """How a section comes to its value, 0 to ``Instrument.full``."""

    TICKS = "ticks"  # weight of what is ticked ÷ weight of all ticks
    MEAN = "mean"  # weighted mean of its questions and of the sections in it (pillars)
    SUM = "sum"  # their sum
    LEAST = "least"  # the lowest of them
    GATES = "gates"  # points level by level, each only when all before it is ticked
    ACHIEVEMENT = "achievement"  # result against target in percent, then a linear map


class Unanswered(StrEnum):
    """What an open question does to a value: counts as ZERO, or LEAVES the denominator."""

    ZERO = "zero"
    LEAVE = "leave"


class Role(StrEnum):
    """What a question is to the method ``achievement``; EARLIER is shown beside, not computed with."""

    RESULT = "result"
    TARGET = "target"
    DIRECTION = "direction"  # one of the options up, down
    EARLIER = "earlier"


class Source(StrEnum):
    """What of an instrument goes to a KPI."""

    VALUE = "value"  # the value of all, or of one section
    LEVEL = "level"  # the number of its level
    SATISFIED = "satisfied"  # percent of the answers that are satisfied
    MEAN_PERCENT = "mean_percent"  # mean of the scale ÷ its highest step × 100


@dataclass(frozen=True)
class Words:
    """A text of an instrument in both languages."""

    thai: str
    english: str

    def message(self) -> Message:
        """As a sentence's value. Both languages travel along: the English sentence shows the other one of the two."""
        return say("words", "{ไทย:s}{english:.0}", ไทย=self.thai, english=self.english)


@dataclass(frozen=True)
class Named:
    code: str
    words: Words


@dataclass(frozen=True)
class Option(Named):
    """``value`` None: it says nothing of the thing asked (ไม่ทราบ) and leaves the denominator. ``alone``: excludes all others."""

    value: Decimal | None = None
    alone: bool = False


@dataclass(frozen=True)
class Map(Named):
    """A broken line through ``points`` (figure, value), figures rising; ``below`` the first figure, the last value above it."""

    points: tuple[tuple[Decimal, Decimal], ...]
    below: Decimal


@dataclass(frozen=True)
class Gate(Named):
    """A level of a checklist (``code`` is the ticks' ``level``): ``points`` when all of it is ticked."""

    points: Decimal


@dataclass(frozen=True)
class Method(Named):
    """``gates`` only with GATES; ``map`` only with ACHIEVEMENT ("" where each section names its own); ``most`` caps the value."""

    kind: MethodKind
    gates: tuple[Gate, ...] = ()
    map: str = ""
    most: Decimal | None = None


@dataclass(frozen=True)
class Rung(Named):
    """ระดับ from ``at_least`` on; ``every``: no pillar may be lower than this. ``light``: red, amber, green or ""."""

    number: int
    at_least: Decimal
    every: Decimal | None = None
    light: str = ""


@dataclass(frozen=True)
class Ladder:
    """Levels, the lowest first and from 0 on; of two that begin alike the higher one asks more of every pillar."""

    code: str
    rungs: tuple[Rung, ...]

    def rung(self, value: Decimal) -> Rung:
        """Where a value alone lies, without looking at pillars: of two that begin alike the lower one."""
        starts = {rung.at_least: rung for rung in reversed(self.rungs)}
        return starts[max(start for start in starts if start <= value)]


@dataclass(frozen=True)
class Cap:
    """No more than ``most`` for a section ("" the whole) while ``condition`` holds in any sheet of answers."""

    section: str
    most: Decimal
    condition: Condition
    words: Words


@dataclass(frozen=True)
class Stage(Named):
    """ขั้นตอนการประเมิน; ``opens_from``: the value of the stage ``after`` that opens it, None when it is open to all."""

    after: str = ""
    opens_from: Decimal | None = None


@dataclass(frozen=True)
class Outcome(Named):
    """What goes to a KPI, or to one part of it; ``targets`` are proposed levels (ขั้นต้น, มาตรฐาน, ขั้นสูง), () when none."""

    of: Source
    section: str
    question: str
    weight: Decimal
    unit: Words
    targets: tuple[Decimal, ...] = ()


@dataclass(frozen=True)
class SurveyTerms:
    """``least_group``: fewer answers than this are never shown. ``confidence`` in percent. ``satisfied_from``: a step's value."""

    least_group: int
    confidence: int
    satisfied_from: Decimal
    least_word: int


@dataclass(frozen=True)
class Section(Named):
    """``within``: the section around it, "" on top. ``level`` on a gate's ticks stands with the question, not here."""

    within: str
    number: str
    weight: Decimal
    method: str
    map: str = ""
    audience: str = ""
    condition: Condition | None = None


@dataclass(frozen=True)
class Question(Named):
    """``rows`` of a matrix are answered each with one of ``options``. ``evidence``: kinds of proof that a tick asks for.

    ``enough``: sum of the values of SEVERAL that is a full answer. ``effort``: of doing what a tick says, 1 is little.
    """

    section: str
    kind: QuestionKind
    required: bool = True
    weight: Decimal = Decimal(1)
    level: str = ""
    role: Role | None = None
    options: tuple[Option, ...] = ()
    rows: tuple[Named, ...] = ()
    evidence: tuple[str, ...] = ()
    effort: int = 1
    unit: Words | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    decimals: int = 0
    map: str = ""
    longest: int = 2000
    least_chosen: int = 0
    most_chosen: int | None = None
    enough: Decimal | None = None
    help: Words | None = None
    condition: Condition | None = None

    def option(self, code: str) -> Option | None:
        return next((each for each in self.options if each.code == code), None)

    @property
    def top(self) -> Decimal:
        """The value of a full answer; 0 where no option has one."""
        values = [each.value for each in self.options if each.value is not None]
        if self.kind is QuestionKind.SEVERAL:
            return self.enough or sum(values, Decimal(0))
        return max(values, default=Decimal(0))

    @property
    def counts(self) -> bool:
        """Whether an answer has a value of its own for its section."""
        if self.role is not None or not self.weight:
            return False
        return self.kind is QuestionKind.TICK or bool(self.map) or self.top > 0


@dataclass(frozen=True)
class Instrument:
    """A questionnaire as its documents state it. ``digest`` changes with every letter of them; ``version`` is people's word.

    ``full``: the highest value. Sections and questions are in the order in which they are asked.
    """

    code: str
    version: str
    digest: str
    words: Words
    purpose: Words
    year: int
    basis: str
    reference: str
    confirmed: bool
    full: Decimal
    method: str
    ladder: str
    unanswered: Unanswered
    decimals: int
    step_decimals: int
    rounding: Rounding
    audiences: Mapping[str, Named]
    evidence: Mapping[str, Named]
    maps: Mapping[str, Map]
    methods: Mapping[str, Method]
    ladders: Mapping[str, Ladder]
    sections: Mapping[str, Section]
    questions: Mapping[str, Question]
    caps: tuple[Cap, ...]
    stages: Mapping[str, Stage]
    outcomes: Mapping[str, Outcome]
    survey: SurveyTerms | None

    def parts(self, section: str) -> tuple[Section, ...]:
        """The sections right within one ("" the instrument itself), in order."""
        return self._parts.get(section, ())

    def asked(self, section: str) -> tuple[Question, ...]:
        """The questions right within a section, in order."""
        return self._asked.get(section, ())

    @cached_property
    def _parts(self) -> Mapping[str, tuple[Section, ...]]:
        around = {each.within for each in self.sections.values()}
        return {code: tuple(s for s in self.sections.values() if s.within == code) for code in around}

    @cached_property
    def _asked(self) -> Mapping[str, tuple[Question, ...]]:
        found: dict[str, list[Question]] = {}
        for question in self.questions.values():
            found.setdefault(question.section, []).append(question)
        return {code: tuple(questions) for code, questions in found.items()}

    def around(self, section: str) -> Iterator[Section]:
        """A section and those that it lies in, from within to without."""
        while section:
            found = self.sections[section]
            yield found
            section = found.within

    def audience_of(self, section: str) -> str:
        """Who answers a section: what it says itself, or the nearest around it; "" is everybody."""
        return next((each.audience for each in self.around(section) if each.audience), "")

    def conditions(self, question: Question) -> tuple[Condition, ...]:
        """All that must hold before a question is asked: its own condition, and those of the sections around it."""
        own = () if question.condition is None else (question.condition,)
        return own + self._conditions_around[question.section]

    @cached_property
    def _conditions_around(self) -> dict[str, tuple[Condition, ...]]:
        """By section; kept, because every answer of every respondent asks."""
        return {
            code: tuple(each.condition for each in self.around(code) if each.condition is not None)
            for code in ("", *self.sections)
        }

    def published(self, value: Decimal) -> Decimal:
        return rounded(value, self.decimals, self.rounding)
