"""The sentences that say how a percentage of quality came about."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from samrit.rules.amounts import aligned, readable
from samrit.rules.quality.terms import Gather, Level, Measure, Terms
from samrit.rules.wording import Message, say


class _Measured(Protocol):
    @property
    def measure(self) -> Measure: ...
    @property
    def name(self) -> Message: ...
    @property
    def weight(self) -> Decimal: ...
    @property
    def percent(self) -> Decimal | None: ...
    @property
    def items(self) -> int: ...
    @property
    def part(self) -> Decimal: ...
    @property
    def whole(self) -> int: ...


def of_measure(of: _Measured, terms: Terms) -> Message:
    if of.percent is None:
        return say(
            "quality_nothing_owed",
            "{measure}: ไม่มีข้อมูลที่ต้องส่งในข้อนี้ จึงไม่นำน้ำหนัก {weight} มาคิด",
            measure=of.name,
            weight=aligned(of.weight, 0),
        )
    equals, figure = readable(of.percent, terms.step_decimals)
    if terms.of(of.measure).gather is Gather.ITEMS and of.items > 1:
        return say(
            "quality_of_items",
            "{measure}: เฉลี่ยร้อยละของ {items} รายการ {equals} {figure}",
            measure=of.name,
            items=of.items,
            equals=equals,
            figure=figure,
        )
    return say(
        "quality_of_cells",
        "{measure}: นับได้ {part} จาก {whole} ช่องที่ต้องมี {equals} ร้อยละ {figure}",
        measure=of.name,
        part=readable(of.part, terms.step_decimals)[1],
        whole=f"{of.whole:,}",
        equals=equals,
        figure=figure,
    )


def of_mean(measures: Sequence[_Measured], percent: Decimal, terms: Terms) -> Message:
    counted = [(each.weight, each.percent) for each in measures if each.percent is not None]
    equals, figure = readable(percent, terms.step_decimals)
    return say(
        "quality_mean",
        "ร้อยละคุณภาพข้อมูล = ({terms}) ÷ {divisor} {equals} {figure}",
        terms=" + ".join(
            f"{aligned(weight, 0)} × {readable(value, terms.step_decimals)[1]}" for weight, value in counted
        ),
        divisor=aligned(sum((weight for weight, _ in counted), Decimal(0)), 0),
        equals=equals,
        figure=figure,
    )


def of_level(percent: Decimal, level: Level, terms: Terms) -> Message:
    return say(
        "quality_level",
        "ร้อยละ {percent} อยู่ในระดับ {level} (ตั้งแต่ {least})",
        percent=aligned(terms.published(percent), terms.decimals),
        level=level.name,
        least=aligned(level.at_least, 0),
    )


def of_nothing() -> Message:
    return say("quality_nothing", "ยังไม่มีข้อมูลที่ถึงกำหนดส่ง จึงยังไม่มีคะแนนคุณภาพ – ไม่ใช่ร้อยละ 0")
