"""คะแนนของแบบประเมิน: from sheets of answers to the value of every section, of the whole, and its level.

The methods are named in the instrument's data and put together there, section within section. One sheet (a checklist of an
office) or many (a survey): a question's value is the mean over the sheets in which it is asked. Fractions throughout, so
that neither the order of sheets nor of questions can matter; 28 digits when a value leaves.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from samrit.rules.amounts import aligned
from samrit.rules.instruments import telling
from samrit.rules.instruments.answers import Answer, Sheet, answered, knowledge, progress
from samrit.rules.instruments.figures import in_digits
from samrit.rules.instruments.kinds import (
    Gate,
    Instrument,
    Map,
    Method,
    MethodKind,
    Question,
    QuestionKind,
    Role,
    Rung,
    Section,
    Unanswered,
    Words,
)
from samrit.rules.instruments.scores import NOT_ASSESSED, STATES, GateCount, InstrumentScore, SectionScore
from samrit.rules.wording import Message

ZERO = Fraction(0)


def score(instrument: Instrument, sheets: Sequence[Sheet]) -> InstrumentScore:
    """Of these sheets together. No sheet, or nothing answered in any: no value, which is not 0."""
    scorer = _Scorer(instrument, sheets)
    sections = tuple(scorer.section(each) for each in instrument.parts(""))
    counted = _Counted(instrument.methods[instrument.method], (), sections)
    value, steps = scorer.gathered(counted, "")
    digits = None if value is None else in_digits(value)
    level, level_steps = (None, ()) if digits is None else _level(instrument, digits, sections)
    passed = _least_passed(sections)
    open_ones = any(progress(instrument, sheet).left for sheet in sheets)
    provisional = digits is None or open_ones or bool(silent(instrument, sheets))
    return InstrumentScore(
        instrument=instrument.code,
        version=instrument.version,
        digest=instrument.digest,
        value=digits,
        published=None if digits is None else aligned(instrument.published(digits), instrument.decimals),
        level=level,
        passed=passed,
        label=_label(instrument, passed),
        sheets=len(sheets),
        provisional=provisional,
        sections=sections,
        steps=(*steps, *level_steps, *telling.cautions(instrument, provisional=provisional)),
        exact=value,
    )


def silent(instrument: Instrument, sheets: Sequence[Sheet]) -> frozenset[str]:
    """Audiences that are asked something and of which there is no sheet. Their sections are not assessed yet."""
    if any(not sheet.audience for sheet in sheets):
        return frozenset()
    asked = {instrument.audience_of(question.section) for question in instrument.questions.values()}
    return frozenset(asked - {sheet.audience for sheet in sheets} - {""})


def rescored(instrument: Instrument, sheet: Sheet, before: InstrumentScore, section: str) -> Fraction:
    """The value of the whole when of ``sheet`` only ticks of one section differ from what ``before`` was made of.

    Sections on the way up are computed again, all others taken over; with caps, which may look anywhere, everything is.
    """
    scorer = _Scorer(instrument, [sheet])
    if not instrument.caps:
        way = {each.code for each in instrument.around(section)}
        scorer.kept = {each.code: each for each in before.walk() if each.code not in way}
    sections = tuple(scorer.section(each) for each in instrument.parts(""))
    value, _ = scorer.gathered(_Counted(instrument.methods[instrument.method], (), sections), "")
    return value or ZERO


@dataclass(frozen=True)
class _Counted:
    """What a method puts together: values of questions and sections, each with its weight."""

    method: Method
    questions: tuple[tuple[Question, Fraction | None], ...]
    parts: tuple[SectionScore, ...]


class _Scorer:
    def __init__(self, instrument: Instrument, sheets: Sequence[Sheet]) -> None:
        self.instrument = instrument
        self.sheets = [(sheet, frozenset(sheet.reached)) for sheet in sheets]
        self.kept: Mapping[str, SectionScore] = {}
        self.known = [knowledge(instrument, sheet) for sheet in sheets] if instrument.caps else []

    # ── a question ──────────────────────────────────────────────────────────
    def given(self, question: Question) -> list[Answer | None]:
        """The answer of every sheet in which it is asked, None where it is open."""
        return [sheet.given.get(question.code) for sheet, reached in self.sheets if question.code in reached]

    def value(self, question: Question) -> Fraction | None:
        """0 to 1; None when no sheet says anything of it."""
        open_is = ZERO if self.instrument.unanswered is Unanswered.ZERO else None
        shares = [open_is if a is None else share(self.instrument, question, a) for a in self.given(question)]
        said = [each for each in shares if each is not None]
        return sum(said, ZERO) / len(said) if said else None

    # ── a section ───────────────────────────────────────────────────────────
    def section(self, section: Section) -> SectionScore:
        if section.code in self.kept:
            return self.kept[section.code]
        parts = tuple(self.section(each) for each in self.instrument.parts(section.code))
        asked = [(question, self.given(question)) for question in self.instrument.asked(section.code)]
        done = sum(answered(question, each) for question, given in asked for each in given)
        whole = sum(len(given) for _, given in asked)
        any_answer = any(each is not None for _, given in asked for each in given) or any(
            p.value is not None for p in parts
        )
        method = self.instrument.methods[section.method]
        gates = self.gates(section, method) if method.kind is MethodKind.GATES else ()
        if any_answer:
            own = tuple((q, self.value(q)) for q, given in asked if q.counts and given)
            value, steps = self.gathered(_Counted(method, own, parts), section.code, gates)
        else:
            value, steps = None, (telling.not_assessed(),)
        passed = _passed(gates, assessed=value is not None) if gates else _least_passed(parts)
        return SectionScore(
            code=section.code,
            number=section.number,
            words=section.words,
            weight=section.weight,
            value=None if value is None else in_digits(value),
            answered=done + sum(each.answered for each in parts),
            asked=whole + sum(each.asked for each in parts),
            counting=sum(len(given) for q, given in asked if q.counts or q.role is Role.RESULT)
            + sum(each.counting for each in parts),
            passed=passed,
            label=_label(self.instrument, passed),
            level=self.level(value),
            gates=gates,
            parts=parts,
            steps=steps,
            exact=value,
        )

    def level(self, value: Fraction | None) -> Rung | None:
        if value is None or not self.instrument.ladder:
            return None
        return self.instrument.ladders[self.instrument.ladder].rung(
            self.instrument.published(in_digits(value))
        )

    def gathered(
        self, counted: _Counted, section: str, gates: tuple[GateCount, ...] = ()
    ) -> tuple[Fraction | None, tuple[Message, ...]]:
        """The value by the section's method, then its caps."""
        value: Fraction | None
        match counted.method.kind:
            case MethodKind.GATES:
                value, steps = _of_gates(self.instrument, gates)
            case MethodKind.ACHIEVEMENT:
                value, steps = self.achievement(section, counted.method)
            case MethodKind.TICKS:
                value, steps = _of_ticks(self.instrument, counted)
            case _:
                value, steps = _of_terms(self.instrument, counted)
        if value is None:
            return None, steps
        return self.capped(section, counted.method, value, steps)

    def capped(
        self, section: str, method: Method, value: Fraction, steps: tuple[Message, ...]
    ) -> tuple[Fraction, tuple[Message, ...]]:
        limits: list[tuple[Decimal, Words]] = [] if method.most is None else [(method.most, method.words)]
        limits += [
            (cap.most, cap.words)
            for cap in self.instrument.caps
            if cap.section == section and any(cap.condition.holds(known) for known in self.known)
        ]
        for most, words in limits:
            if value > most:
                steps = (*steps, telling.of_cap(self.instrument, value, most, words))
                value = Fraction(most)
        return value, steps

    def gates(self, section: Section, method: Method) -> tuple[GateCount, ...]:
        """Level by level: a level counts only when all before it is ticked."""
        found: list[GateCount] = []
        for gate in method.gates:
            done, whole = self.ticked(section.code, gate)
            is_open = all(each.full for each in found)
            points = Fraction(gate.points) * done / whole if is_open and whole else ZERO
            found.append(GateCount(gate, in_digits(done), in_digits(whole), is_open, in_digits(points)))
        return tuple(found)

    def ticked(self, section: str, gate: Gate) -> tuple[Fraction, Fraction]:
        """Weight of what is ticked and of all that is asked, of one level."""
        ticks = [
            (Fraction(q.weight), self.given(q))
            for q in self.instrument.asked(section)
            if q.kind is QuestionKind.TICK and q.level == gate.code
        ]
        whole = sum((weight for weight, given in ticks if given), ZERO)
        done = sum(
            (
                weight * sum(1 for a in given if a and a.value is True) / len(given)
                for weight, given in ticks
                if given
            ),
            ZERO,
        )
        return done, whole

    # ── a result against its target ─────────────────────────────────────────
    def achievement(self, section: str, method: Method) -> tuple[Fraction | None, tuple[Message, ...]]:
        """Success in percent through the map; of several sheets the mean. Half a result is no data, which is not 0."""
        line = self.instrument.maps[self.instrument.sections[section].map or method.map]
        roles = {q.role: q.code for q in self.instrument.asked(section) if q.role is not None}
        found = [each for sheet, _ in self.sheets if (each := success(sheet, roles)) is not None]
        if not found:
            return None, (telling.no_achievement(),)
        values = [mapped(line, each.percent) for each in found]
        steps = telling.of_achievement(self.instrument, found[0], line, values[0]) if len(found) == 1 else ()
        return sum(values, ZERO) / len(values), steps


# ── values ──────────────────────────────────────────────────────────────────
def share(instrument: Instrument, question: Question, answer: Answer) -> Fraction | None:
    """What one answer is of a full one, 0 to 1; None when it says nothing of the thing asked."""
    value = answer.value
    if isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, Decimal):
        return (
            mapped(instrument.maps[question.map], Fraction(value)) / Fraction(instrument.full)
            if question.map
            else None
        )
    if isinstance(value, Mapping):
        worth = [_worth(question, code) for code in value.values()]
        said = [each for each in worth if each is not None]
        return sum(said, ZERO) / len(said) if said else None
    if isinstance(value, frozenset):
        chosen = [each for code in value if (each := _worth(question, code)) is not None]
        return min(sum(chosen, ZERO), Fraction(1)) if chosen else None
    return _worth(question, value)


def _worth(question: Question, code: str) -> Fraction | None:
    option = question.option(code)
    if option is None or option.value is None or not question.top:
        return None
    return Fraction(option.value) / Fraction(question.top)


def mapped(line: Map, figure: Fraction) -> Fraction:
    """Along the broken line: ``below`` under its first figure, its last value beyond the last figure."""
    points = [(Fraction(at), Fraction(gives)) for at, gives in line.points]
    if figure < points[0][0]:
        return Fraction(line.below)
    for (start, low), (end, high) in pairwise(points):
        if figure <= end:
            return low + (figure - start) * (high - low) / (end - start)
    return points[-1][1]


def success(sheet: Sheet, roles: Mapping[Role, str]) -> telling.Success | None:
    """ร้อยละความสำเร็จ: result ÷ target × 100; where less is better 200 less that. None while one of the three is open.

    A target that is not above 0 cannot be divided by: then a result as good as it is a success (100), another none (0).
    Source: category 7 of a department's PMQA 4.0 system (github.com/berzebub/PMQA4.0, calculateSuccessRate).
    """
    result, target, direction = (
        sheet.given.get(roles[role]) for role in (Role.RESULT, Role.TARGET, Role.DIRECTION)
    )
    if result is None or target is None or direction is None:
        return None
    if not isinstance(result.value, Decimal) or not isinstance(target.value, Decimal):
        return None
    up = direction.value == "up"
    if target.value <= 0:
        good = result.value >= target.value if up else result.value <= target.value
        return telling.Success(result.value, target.value, up, Fraction(100 if good else 0))
    ratio = Fraction(result.value) / Fraction(target.value) * 100
    return telling.Success(result.value, target.value, up, ratio if up else 200 - ratio)


def _of_gates(instrument: Instrument, gates: tuple[GateCount, ...]) -> tuple[Fraction, tuple[Message, ...]]:
    value = sum(
        (
            Fraction(each.gate.points) * Fraction(each.done) / Fraction(each.whole)
            for each in gates
            if each.open and each.whole
        ),
        ZERO,
    )
    return value, telling.of_gates(instrument, gates, value)


def _of_ticks(instrument: Instrument, counted: _Counted) -> tuple[Fraction | None, tuple[Message, ...]]:
    ticks = [
        (Fraction(q.weight), v) for q, v in counted.questions if q.kind is QuestionKind.TICK and v is not None
    ]
    whole = sum((weight for weight, _ in ticks), ZERO)
    if not whole:
        return None, (telling.nothing_counts(),)
    done = sum((weight * value for weight, value in ticks), ZERO)
    value = Fraction(instrument.full) * done / whole
    return value, (telling.of_ticks(instrument, done, whole, value),)


def _of_terms(instrument: Instrument, counted: _Counted) -> tuple[Fraction | None, tuple[Message, ...]]:
    """Mean, sum or least of what counts."""
    full = Fraction(instrument.full)
    zero = instrument.unanswered is Unanswered.ZERO
    terms = [(q.words, Fraction(q.weight), v * full) for q, v in counted.questions if v is not None]
    for part in counted.parts:
        if part.exact is not None:
            terms.append((part.words, Fraction(part.weight), part.exact))
        elif zero and part.counting:
            terms.append((part.words, Fraction(part.weight), ZERO))
    terms = [term for term in terms if term[1]]
    if not terms or (not counted.questions and all(part.value is None for part in counted.parts)):
        return None, (telling.nothing_counts(),)
    value = _GATHER[counted.method.kind](terms)
    without = [p for p in counted.parts if zero and p.exact is None and p.counting and p.weight]
    steps = telling.of_terms(instrument, counted.method.kind, terms, value)
    return value, (*telling.without_data(without), *steps)


def _mean(terms: Sequence[tuple[Words, Fraction, Fraction]]) -> Fraction:
    return sum((w * v for _, w, v in terms), ZERO) / sum((w for _, w, _ in terms), ZERO)


_GATHER: Mapping[MethodKind, Callable[[Sequence[tuple[Words, Fraction, Fraction]]], Fraction]] = {
    MethodKind.MEAN: _mean,
    MethodKind.SUM: lambda terms: sum((w * v for _, w, v in terms), ZERO),
    MethodKind.LEAST: lambda terms: min(v for _, _, v in terms),
}


# ── levels ──────────────────────────────────────────────────────────────────
def _passed(gates: tuple[GateCount, ...], *, assessed: bool) -> int:
    if not assessed:
        return NOT_ASSESSED
    return next((place for place, gate in enumerate(gates) if not gate.full), len(gates))


def _least_passed(parts: Sequence[SectionScore]) -> int | None:
    return min((part.passed for part in parts if part.passed is not None), default=None)


def _label(instrument: Instrument, passed: int | None) -> Words | None:
    """The last full level, or ไม่ผ่าน, ยังไม่ประเมิน; None where there are no gates."""
    if passed is None or passed in STATES:
        return None if passed is None else STATES[passed]
    return next(each.gates for each in instrument.methods.values() if each.gates)[passed - 1].words


def _level(
    instrument: Instrument, value: Decimal, sections: Sequence[SectionScore]
) -> tuple[Rung | None, tuple[Message, ...]]:
    """The highest rung whose start the published value reaches and below which no pillar lies. What is not asked is none."""
    if not instrument.ladder:
        return None, ()
    shown = instrument.published(value)
    pillars = [each for each in sections if each.weight and each.counting]
    steps: list[Message] = []
    for rung in reversed(instrument.ladders[instrument.ladder].rungs):
        if shown < rung.at_least:
            continue
        low = next((each for each in pillars if rung.every and (each.value or 0) < rung.every), None)
        if low is None:
            return rung, (*steps, telling.of_level(instrument, shown, rung))
        steps.append(telling.of_held_level(instrument, rung, low))
    return None, tuple(steps)
