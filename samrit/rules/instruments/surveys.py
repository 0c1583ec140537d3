"""ผลของแบบสำรวจ: distribution, mean, percent satisfied, NPS, margin of error. Too few answers say nothing at all.

Everything comes from counts, so that whoever keeps the answers may count them where they lie.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any

from samrit.rules.amounts import aligned, exact, settled
from samrit.rules.instruments.answers import Sheet
from samrit.rules.instruments.figures import HUNDRED, in_digits, told
from samrit.rules.instruments.kinds import Instrument, Question, QuestionKind, SurveyTerms, Words
from samrit.rules.wording import Message, Refusal, RefusedError, refuse, say

STEP_DECIMALS = 2


@cache
def figures() -> Mapping[str, Any]:
    """``statistics.toml``."""
    text = (resources.files(__package__) / "statistics.toml").read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=Decimal)


@dataclass(frozen=True)
class Tally:
    """How often each option (its code; of NPS "0"–"10") was chosen. ``asked``: sheets in which the question was reached."""

    counts: Mapping[str, int]
    asked: int


@dataclass(frozen=True)
class Share:
    """``percent`` of all who answered, those who said that they cannot say among them."""

    code: str
    words: Words
    count: int
    percent: Decimal


@dataclass(frozen=True)
class Summary:
    """``answered``: gave an answer; ``rated``: of them, one with a value. None is what there is nothing to take it of.

    ``margin`` in percentage points of ``satisfied``, ``mean_margin`` in steps of the scale.
    ``mean_percent``: mean ÷ highest step × 100. ``nps`` −100 to 100, only of such a question, ``nps_margin`` likewise.
    """

    answered: int
    rated: int
    asked: int
    distribution: tuple[Share, ...]
    mean: Decimal | None = None
    mean_percent: Decimal | None = None
    satisfied: Decimal | None = None
    margin: Decimal | None = None
    mean_margin: Decimal | None = None
    nps: Decimal | None = None
    nps_margin: Decimal | None = None
    steps: tuple[Message, ...] = ()


def tally(question: Question, sheets: Iterable[Sheet], *, row: str = "") -> Tally:
    """Of one question, of a matrix of one ``row``. Of several answers each counts, so they may add up to more than asked."""
    counts: Counter[str] = Counter()
    asked = 0
    for sheet in sheets:
        asked += question.code in sheet.reached
        answer = sheet.given.get(question.code)
        counts.update(_codes(answer.value, row) if answer else ())
    return Tally(dict(counts), asked)


def _codes(value: object, row: str) -> Iterable[str]:
    if isinstance(value, Mapping):
        return [value[row]] if row in value else []
    if isinstance(value, frozenset):
        return value
    return [str(int(value))] if isinstance(value, Decimal) else [str(value)]


def summary(
    instrument: Instrument, question: Question, counted: Tally, *, population: int | None = None
) -> Summary | Refusal:
    """What the answers to a question of one choice (one, likert, a matrix's row, NPS) come to.

    A Refusal where fewer answered than may be shown: it does not say how many. ``population``: of how many the sample was
    taken, which narrows the margin. RefusedError where more answered than there are.
    """
    terms = survey_terms(instrument)
    answered = sum(counted.counts.values())
    if answered < terms.least_group:
        return too_few(terms)
    if population is not None and population < answered:
        raise RefusedError(
            refuse(
                "survey_population",
                "ผู้ตอบ {answered:,} คน มากกว่าประชากร {population:,} คน – ตรวจจำนวนประชากร",
                answered=answered,
                population=population,
            )
        )
    if question.kind is QuestionKind.NPS:
        return _of_nps(terms, counted, answered, population)
    return _of_scale(terms, question, counted, answered, population)


def survey_terms(instrument: Instrument) -> SurveyTerms:
    if instrument.survey is None:
        raise RefusedError(refuse("survey_none", "แบบประเมินนี้ไม่ใช่แบบสำรวจ จึงไม่มีผลรวมของผู้ตอบหลายคน"))
    return instrument.survey


def too_few(terms: SurveyTerms) -> Refusal:
    return refuse(
        "survey_too_few",
        "มีผู้ตอบน้อยกว่า {least} คน จึงยังไม่แสดงผล เพื่อไม่ให้รู้คำตอบของใครคนหนึ่ง",
        least=terms.least_group,
    )


def _percent(part: int, whole: int) -> Fraction:
    return Fraction(part * HUNDRED, whole)


def _of_scale(
    terms: SurveyTerms, question: Question, counted: Tally, answered: int, population: int | None
) -> Summary:
    distribution = tuple(
        Share(o.code, o.words, n := counted.counts.get(o.code, 0), in_digits(_percent(n, answered)))
        for o in question.options
    )
    values = [
        (Fraction(o.value), counted.counts.get(o.code, 0)) for o in question.options if o.value is not None
    ]
    rated = sum(count for _, count in values)
    if rated < terms.least_group:
        return Summary(answered, rated, counted.asked, distribution)
    mean = sum((value * count for value, count in values), Fraction(0)) / rated
    pleased = sum(count for value, count in values if value >= terms.satisfied_from)
    satisfied = _percent(pleased, rated)
    margin = _margin(terms, satisfied * (HUNDRED - satisfied), rated, population)
    mean_percent = mean / Fraction(question.top) * HUNDRED
    return Summary(
        answered=answered,
        rated=rated,
        asked=counted.asked,
        distribution=distribution,
        mean=in_digits(mean),
        mean_percent=in_digits(mean_percent),
        satisfied=in_digits(satisfied),
        margin=margin,
        mean_margin=_margin(terms, _variance(values, mean, rated), rated, population),
        steps=(
            _told_satisfied(terms, pleased, rated, satisfied),
            _told_mean(question, mean, mean_percent),
            *_told_margin(terms, margin, rated, population),
        ),
    )


def _variance(values: Sequence[tuple[Fraction, int]], mean: Fraction, rated: int) -> Fraction:
    """Of the sample (n − 1)."""
    return sum((count * (value - mean) ** 2 for value, count in values), Fraction(0)) / (rated - 1)


def _of_nps(terms: SurveyTerms, counted: Tally, answered: int, population: int | None) -> Summary:
    cut = figures()["nps"]
    numbers = {int(code): count for code, count in counted.counts.items()}
    up = _percent(sum(count for n, count in numbers.items() if n >= cut["promoter_from"]), answered)
    down = _percent(sum(count for n, count in numbers.items() if n <= cut["detractor_to"]), answered)
    nps = up - down
    spread = (up + down) * HUNDRED - nps**2
    equals, shown = told(nps, STEP_DECIMALS)
    step = say(
        "survey_nps",
        "NPS = ร้อยละผู้แนะนำ (9–10) {up} − ร้อยละผู้ไม่แนะนำ (0–6) {down} {equals} {value}",
        up=told(up, STEP_DECIMALS)[1],
        down=told(down, STEP_DECIMALS)[1],
        equals=equals,
        value=shown,
    )
    distribution = tuple(
        Share(
            str(n), Words(str(n), str(n)), numbers.get(n, 0), in_digits(_percent(numbers.get(n, 0), answered))
        )
        for n in range(11)
    )
    return Summary(
        answered, answered, counted.asked, distribution,
        nps=in_digits(nps), nps_margin=_margin(terms, spread, answered, population), steps=(step,),
    )  # fmt: skip


# ── margin of error ─────────────────────────────────────────────────────────
def _margin(terms: SurveyTerms, variance: Fraction, rated: int, population: int | None) -> Decimal:
    """Half the interval: z × √(variance ÷ n) × √((N − n) ÷ (N − 1)), in the unit of the figure.

    The last factor is the finite population correction (Cochran, Sampling Techniques, 2.6); 1 without a population.
    """
    finite = (
        Fraction(1) if population in {None, 1} else Fraction((population or 0) - rated, (population or 0) - 1)
    )
    with exact():
        square = variance / rated * finite
        return settled(
            quantile(terms.confidence) * (Decimal(square.numerator) / Decimal(square.denominator)).sqrt()
        )


def quantile(confidence: int) -> Decimal:
    """The normal quantile of a confidence in percent. RefusedError for one that is not in ``statistics.toml``."""
    known = figures()["quantiles"]
    if str(confidence) not in known:
        raise RefusedError(
            refuse("survey_confidence", "ใช้ระดับความเชื่อมั่นได้: ร้อยละ {known}", known=", ".join(known)),
        )
    return Decimal(known[str(confidence)])


def sample_needed(*, margin: Decimal, confidence: int, population: int | None = None) -> int:
    """จำนวนตัวอย่างขั้นต่ำ for a percentage with at most ``margin`` percentage points of error, whatever it turns out to be.

    Cochran: n₀ = z² × 50 × 50 ÷ margin², then n = n₀ ÷ (1 + (n₀ − 1) ÷ N), rounded up. RefusedError for a margin
    that is not above 0 or a population below 1.
    """
    if margin <= 0 or (population is not None and population < 1):
        raise RefusedError(refuse("survey_sample", "ความคลาดเคลื่อนและจำนวนประชากรต้องมากกว่า 0"))
    first = Fraction(quantile(confidence)) ** 2 * 2500 / Fraction(margin) ** 2
    if population is not None:
        first = first / (1 + (first - 1) / population)
    with exact():
        return max(
            1, int((Decimal(first.numerator) / Decimal(first.denominator)).to_integral_value(ROUND_CEILING))
        )


# ── in words ────────────────────────────────────────────────────────────────
def _told_satisfied(terms: SurveyTerms, pleased: int, rated: int, satisfied: Fraction) -> Message:
    equals, shown = told(satisfied, STEP_DECIMALS)
    return say(
        "survey_satisfied",
        "พึงพอใจ (ตั้งแต่ {least}) {pleased:,} จากผู้ให้คะแนน {rated:,} คน {equals} ร้อยละ {value}",
        least=aligned(terms.satisfied_from, 0),
        pleased=pleased,
        rated=rated,
        equals=equals,
        value=shown,
    )


def _told_mean(question: Question, mean: Fraction, percent: Fraction) -> Message:
    equals, shown = told(percent, STEP_DECIMALS)
    return say(
        "survey_mean",
        "ค่าเฉลี่ย {mean} จากเต็ม {top} {equals} ร้อยละ {value}",
        mean=told(mean, STEP_DECIMALS)[1],
        top=aligned(question.top, 0),
        equals=equals,
        value=shown,
    )


def _told_margin(
    terms: SurveyTerms, margin: Decimal, rated: int, population: int | None
) -> tuple[Message, ...]:
    facts = {"margin": told(margin, STEP_DECIMALS)[1], "confidence": terms.confidence, "rated": rated}
    if population is None:
        told_ = say(
            "survey_margin",
            "ความคลาดเคลื่อนของร้อยละที่พึงพอใจ ± {margin} ที่ความเชื่อมั่นร้อยละ {confidence} จากตัวอย่าง {rated:,} คน",
            **facts,
        )
    else:
        told_ = say(
            "survey_margin_of",
            "ความคลาดเคลื่อนของร้อยละที่พึงพอใจ ± {margin} ที่ความเชื่อมั่นร้อยละ {confidence} จากตัวอย่าง {rated:,} ในประชากร {population:,} คน",
            **facts,
            population=population,
        )
    caution = say(
        "survey_margin_caution",
        "ความคลาดเคลื่อนใช้ได้เมื่อสุ่มผู้ตอบ หากผู้ตอบเลือกตอบเอง ให้ใช้เป็นเพียงแนว",
    )
    if margin or rated == population:
        return (told_, caution)
    alike = say("survey_margin_alike", "ทุกคนตอบไปทางเดียวกัน สูตรจึงให้ 0 ความคลาดเคลื่อนจริงอาจมากกว่านี้")
    return (told_, alike, caution)
