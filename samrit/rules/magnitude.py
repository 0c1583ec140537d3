"""Is a figure likely what was meant? Sentences for a person to look at twice; none of them is a refusal.

A wrong unit (บาท for ล้านบาท), a share above 100, ten times last year, a part larger than its whole: each is right
now and then, so it is asked, and the reason is kept with the figure. The thresholds are data of the year's rules.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from samrit.rules.amounts import aligned, exact, settled
from samrit.rules.wording import Message, say


@dataclass(frozen=True)
class Magnitude:
    """When a figure is asked about.

    ``jump``: so many times an earlier figure, or a part of it so small. ``unit_factors``: what a wrong unit multiplies by;
    a ratio from factor ÷ ``unit_spread`` to factor × ``unit_spread`` is taken for one. ``percent_units`` are how units
    that count of a hundred begin; ``percent_most`` is the most they usually have.
    """

    jump: Decimal
    unit_factors: tuple[Decimal, ...]
    unit_spread: Decimal
    percent_units: tuple[str, ...]
    percent_most: Decimal


@dataclass(frozen=True)
class Figure:
    """An earlier figure or a target, and what it is called. A target is no measure of a jump, only of the unit."""

    name: Message
    value: Decimal
    is_target: bool = False


def is_share(unit: str, limits: Magnitude) -> bool:
    """Whether the unit counts of a hundred: ร้อยละ, %."""
    plain = unit.strip().casefold()
    return any(plain.startswith(word.casefold()) for word in limits.percent_units)


def share_of(numerator: Decimal, denominator: Decimal, decimals: int) -> Decimal:
    """ตัวตั้ง ÷ ตัวหาร × 100, half up to ``decimals``. The denominator is not zero."""
    with exact():
        whole = numerator * 100 / denominator
        return settled(whole.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))


def doubts(
    value: Decimal,
    *,
    unit: str,
    figures: Sequence[Figure],
    limits: Magnitude,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
) -> tuple[Message, ...]:
    """What to ask about the figure, most telling first; empty when it looks as expected."""
    share = is_share(unit, limits)
    return (
        *_of_fraction(numerator, denominator, share=share),
        *_of_share(value, limits, share=share),
        *_of_figures(value, unit, figures, limits),
    )


def _of_fraction(numerator: Decimal | None, denominator: Decimal | None, *, share: bool) -> Iterator[Message]:
    if share and numerator is not None and denominator is not None and abs(numerator) > abs(denominator):
        yield say(
            "part_above_whole",
            "ตัวตั้ง {numerator} มากกว่าตัวหาร {denominator} – ตรวจว่าไม่ได้สลับกัน",
            numerator=aligned(numerator, 0),
            denominator=aligned(denominator, 0),
        )


def _of_share(value: Decimal, limits: Magnitude, *, share: bool) -> Iterator[Message]:
    if share and value > limits.percent_most:
        yield say(
            "share_above_most",
            "{value} เกิน {most} ทั้งที่หน่วยเป็นร้อยละ – ตรวจตัวเลขและจุดทศนิยม",
            value=aligned(value, 0),
            most=aligned(limits.percent_most, 0),
        )


def _of_figures(value: Decimal, unit: str, figures: Sequence[Figure], limits: Magnitude) -> Iterator[Message]:
    """One question: a wrong unit before a jump, the figures in their order."""
    known = [figure for figure in figures if figure.value]
    found = (
        *(doubt for figure in known for doubt in _of_unit(value, unit, figure, limits)),
        *(doubt for figure in known if not figure.is_target for doubt in _of_jump(value, figure, limits)),
    )
    yield from found[:1]


def _of_unit(value: Decimal, unit: str, figure: Figure, limits: Magnitude) -> Iterator[Message]:
    if not value:
        return
    with exact():
        larger = abs(value) > abs(figure.value)
        ratio = abs(value / figure.value) if larger else abs(figure.value / value)
        near = [
            factor
            for factor in limits.unit_factors
            if factor / limits.unit_spread <= ratio <= factor * limits.unit_spread
        ]
    if not near:
        return
    facts = {
        "value": aligned(value, 0),
        "name": figure.name,
        "figure": aligned(figure.value, 0),
        "times": aligned(near[-1], 0),
        "unit": unit or "–",
    }
    if larger:
        yield say(
            "unit_mistaken",
            "{value} มากกว่า{name} ({figure}) ราว {times} เท่า – ตรวจว่าพิมพ์ถูกหน่วย ตัวชี้วัดนี้นับเป็น “{unit}”",
            **facts,
        )
    else:
        yield say(
            "unit_mistaken",
            "{value} น้อยกว่า{name} ({figure}) ราว {times} เท่า – ตรวจว่าพิมพ์ถูกหน่วย ตัวชี้วัดนี้นับเป็น “{unit}”",
            **facts,
        )


def _of_jump(value: Decimal, figure: Figure, limits: Magnitude) -> Iterator[Message]:
    facts = {
        "value": aligned(value, 0),
        "name": figure.name,
        "figure": aligned(figure.value, 0),
        "times": aligned(limits.jump, 0),
    }
    if not value:
        yield say("zero_now", "พิมพ์ 0 แต่{name}คือ {figure} – หากไม่มีข้อมูล ให้เลือกเหตุผลแทนตัวเลข", **facts)
        return
    with exact():
        ratio = abs(value / figure.value)
        if 1 / limits.jump < ratio < limits.jump:
            return
    if ratio >= limits.jump:
        yield say("jump_up", "{value} สูงกว่า{name} ({figure}) ตั้งแต่ {times} เท่าขึ้นไป – ตรวจตัวเลขอีกครั้ง", **facts)
    else:
        yield say(
            "jump_down", "{value} ต่ำกว่า{name} ({figure}) ตั้งแต่ {times} เท่าขึ้นไป – ตรวจตัวเลขอีกครั้ง", **facts
        )
