"""What an instrument says of its KPI: the results with their explanation, in the parts that its data states.

The readiness KPI has two (level 2.5 and score 2.5); each goes into the framework's scoring as a part of the KPI.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from samrit.rules.amounts import aligned
from samrit.rules.instruments.answers import Sheet
from samrit.rules.instruments.figures import HUNDRED, in_digits, told
from samrit.rules.instruments.kinds import Instrument, Outcome, Source
from samrit.rules.instruments.scores import InstrumentScore
from samrit.rules.instruments.surveys import STEP_DECIMALS, Summary, summary, tally
from samrit.rules.scorecard import KpiInput
from samrit.rules.wording import Message, Refusal, say

NOT_REPORTED = "not_reported"  # the reason of the rule sets for a result that is still to come


@dataclass(frozen=True)
class Result:
    """``value`` as it is published (that is what a KPI is scored by), None with the reason in ``steps``.

    ``sample``: how many rated, ``margin`` in the result's unit; both None where it is no survey.
    """

    outcome: Outcome
    value: Decimal | None
    sample: int | None
    margin: Decimal | None
    steps: tuple[Message, ...]
    provisional: bool = False


def results(
    instrument: Instrument,
    scored: InstrumentScore,
    sheets: Sequence[Sheet] = (),
    *,
    population: int | None = None,
) -> tuple[Result, ...]:
    """Each outcome of the instrument, in order. ``sheets`` only where one of them is of a survey."""
    return tuple(
        _of_survey(instrument, each, sheets, population)
        if each.question
        else _of_score(instrument, each, scored)
        for each in instrument.outcomes.values()
    )


def _of_score(instrument: Instrument, outcome: Outcome, scored: InstrumentScore) -> Result:
    if outcome.of is Source.LEVEL:
        value = Decimal(scored.level.number) if scored.level else None
    else:
        raw = scored.section(outcome.section).value if outcome.section else scored.value
        value = None if raw is None else instrument.published(raw)
    steps = scored.section(outcome.section).steps if outcome.section else scored.steps
    return Result(outcome, value, None, None, (*steps, _told(outcome, value)), scored.provisional)


def _of_survey(
    instrument: Instrument, outcome: Outcome, sheets: Sequence[Sheet], population: int | None
) -> Result:
    question = instrument.questions[outcome.question]
    found = summary(instrument, question, tally(question, sheets), population=population)
    if isinstance(found, Refusal):
        return Result(outcome, None, None, None, (found.message,))
    return of_summary(instrument, outcome, found)


def of_summary(instrument: Instrument, outcome: Outcome, found: Summary) -> Result:
    """The same where the answers were counted elsewhere."""
    satisfied = outcome.of is Source.SATISFIED
    raw = found.satisfied if satisfied else found.mean_percent
    value = None if raw is None else instrument.published(raw)
    margin = found.margin if satisfied else _percent_margin(found)
    last = () if satisfied or margin is None else (_told_margin(outcome, margin),)
    steps = (*found.steps, _method(instrument, found), _told(outcome, value), *last)
    return Result(outcome, value, found.rated, margin, steps)


def _told_margin(outcome: Outcome, margin: Decimal) -> Message:
    """A mean has a margin of its own, other than that of the percent who are satisfied."""
    return say(
        "outcome_margin",
        "ความคลาดเคลื่อนของ{outcome} ± {margin}",
        outcome=outcome.words.message(),
        margin=told(margin, STEP_DECIMALS)[1],
    )


def _percent_margin(found: Summary) -> Decimal | None:
    """The margin of the mean in percent of the highest step, as the mean itself."""
    if found.mean_margin is None or not found.mean or found.mean_percent is None:
        return None
    return in_digits(Fraction(found.mean_margin) * Fraction(found.mean_percent) / Fraction(found.mean))


def _method(instrument: Instrument, found: Summary) -> Message:
    answered = found.answered
    rate = told(Fraction(answered * HUNDRED, found.asked), STEP_DECIMALS)[1] if found.asked else "–"
    return say(
        "outcome_method",
        "วิธี: {instrument} รุ่น {version} ({digest}) ผู้ตอบ {answered:,} คน ตอบข้อนี้ร้อยละ {rate} ของผู้ที่ถูกถาม",
        instrument=instrument.words.message(),
        version=instrument.version,
        digest=instrument.digest,
        answered=answered,
        rate=rate,
    )


def _told(outcome: Outcome, value: Decimal | None) -> Message:
    if value is None:
        return say("outcome_none", "{outcome}: ยังไม่มีผล", outcome=outcome.words.message())
    return say(
        "outcome_value",
        "{outcome} = {value} {unit}",
        outcome=outcome.words.message(),
        value=aligned(value, 0),
        unit=outcome.unit.message(),
    )


def kpi_input(
    number: str, weight: Decimal, found: Sequence[Result], targets: Mapping[str, tuple[Decimal, ...]]
) -> KpiInput:
    """The KPI for ``score_framework``: its result, or a part for each of several (``number``.1, .2 …).

    ``targets``: outcome's code → ขั้นต้น, มาตรฐาน, ขั้นสูง as the framework states them; those that the instrument
    proposes otherwise. A result that is still to come is missing, not 0.
    """
    if len(found) == 1:
        return _input(number, weight, found[0], targets)
    parts = (
        _input(f"{number}.{place}", each.outcome.weight, each, targets) for place, each in enumerate(found, 1)
    )
    return KpiInput(number, weight, parts=tuple(parts))


def _input(
    number: str, weight: Decimal, found: Result, targets: Mapping[str, tuple[Decimal, ...]]
) -> KpiInput:
    return KpiInput(
        number,
        weight,
        direction="up",
        levels=targets.get(found.outcome.code, found.outcome.targets),
        result=found.value,
        missing=NOT_REPORTED if found.value is None else None,
    )
