"""The sentences that say how a formula came to its value, or why it has none."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from samrit.rules.amounts import aligned, readable
from samrit.rules.formula.tree import SIGNS, Node
from samrit.rules.observed import Status
from samrit.rules.units import Unit
from samrit.rules.wording import Message, say

STEP_DECIMALS = 6
_MOST_LISTED = 12


class _Place(Protocol):
    @property
    def measured_at(self) -> str: ...
    @property
    def period(self) -> str: ...


def _figure(value: Decimal) -> str:
    return readable(value, STEP_DECIMALS)[1]


def _words(unit: Unit | None) -> str:
    return f" {unit.words}" if unit and unit.words else ""


def status_name(status: Status) -> Message:
    """What a cell without a number is called."""
    names = {
        Status.VALUE: say("status_value", "มีค่า"),
        Status.BLANK: say("status_blank", "เว้นว่าง"),
        Status.DASH: say("status_dash", "ขีด (-)"),
        Status.NO_DATA: say("status_no_data", "ไม่มีข้อมูล"),
        Status.NEGLIGIBLE: say("status_negligible", "มีจำนวนเล็กน้อย (--)"),
        Status.NOT_APPLICABLE: say("status_not_applicable", "ไม่เกี่ยวข้อง"),
        Status.NOT_YET: say("status_not_yet", "ยังไม่ประกาศ"),
        Status.SUPPRESSED: say("status_suppressed", "ปกปิด"),
    }
    return names[status]


# ── why there is no value ───────────────────────────────────────────────────
def no_number(name: str, place: _Place, status: Status) -> Message:
    return say(
        "formula_no_number",
        "{name} พื้นที่ {area} ช่วง {period}: {status}",
        name=name,
        area=place.measured_at,
        period=place.period,
        status=status_name(status),
    )


def no_cell(name: str) -> Message:
    return say("formula_no_cell", "{name}: ไม่มีช่องข้อมูลในพื้นที่และช่วงเวลานี้", name=name)


def nothing_at(place: _Place) -> Message:
    return say(
        "formula_nothing_at",
        "พื้นที่ {area} ช่วง {period}: รายการหนึ่งในสูตรไม่มีช่องข้อมูล",
        area=place.measured_at,
        period=place.period,
    )


def no_cells() -> Message:
    return say("formula_no_cells", "ไม่มีช่องข้อมูลให้รวม")


def some_missing(lost: int, total: int, first: Message) -> Message:
    return say(
        "formula_some_missing", "ขาด {lost} จาก {total} ค่า เช่น {first}", lost=lost, total=total, first=first
    )


def by_zero(divisor: str) -> Message:
    return say("formula_by_zero", "ตัวหาร {divisor} เป็นศูนย์", divisor=divisor)


def no_earlier(years: int, reason: Message) -> Message:
    return say("formula_no_earlier", "ไม่มีค่าของ {years} ปีก่อน ({reason})", years=years, reason=reason)


def no_growth(years: int, then: Decimal) -> Message:
    return say(
        "formula_no_growth",
        "ค่าของ {years} ปีก่อนคือ {then} จึงเทียบเป็นร้อยละไม่ได้",
        years=years,
        then=_figure(then),
    )


def none_captured(areas: int, least: Decimal) -> Message:
    return say(
        "formula_none_captured",
        "ไม่มีแห่งใดใน {areas} แห่งที่มีข้อมูลถึงร้อยละ {least}",
        areas=areas,
        least=_figure(least),
    )


def of_nothing(reason: Message) -> Message:
    return say("formula_nothing", "คำนวณไม่ได้: {reason}", reason=reason)


# ── how the value came about ────────────────────────────────────────────────
def of_item(name: str, place: _Place, found: object, unit: Unit | None) -> Message:
    if not isinstance(found, Decimal):
        return say("formula_item_missing", "{name} ({period}): ไม่มีค่า", name=name, period=place.period)
    return say(
        "formula_item",
        "{name} ({period}) = {value}{unit}",
        name=name,
        period=place.period,
        value=aligned(found, 0),
        unit=_words(unit),
    )


def of_gathering(node: Node, what: str, values: Sequence[Decimal], value: Decimal) -> Message:
    """Few figures are written out, many are counted."""
    equals, figure = readable(value, STEP_DECIMALS)
    shown = len(values) <= _MOST_LISTED
    facts = {
        "what": what,
        "count": len(values),
        "values": " + ".join(_term(one) for one in values) if shown else "…",
        "equals": equals,
        "figure": figure,
        "unit": _words(node.unit),
    }
    match node.name:
        case "sum":
            return say(
                "formula_sum", "ผลรวมของ {what} ({count} ค่า) = {values} {equals} {figure}{unit}", **facts
            )
        case "mean":
            return say(
                "formula_mean", "ค่าเฉลี่ยของ {what} = ({values}) ÷ {count} {equals} {figure}{unit}", **facts
            )
        case "median":
            return say("formula_median", "มัธยฐานของ {what} ({count} ค่า) {equals} {figure}{unit}", **facts)
        case "min":
            return say("formula_min", "ค่าต่ำสุดของ {what} ({count} ค่า) {equals} {figure}{unit}", **facts)
        case _:
            return say("formula_max", "ค่าสูงสุดของ {what} ({count} ค่า) {equals} {figure}{unit}", **facts)


def of_count(what: str, total: int, value: Decimal) -> Message:
    return say(
        "formula_count", "นับ {what} ได้ {value} จาก {total}", what=what, value=_figure(value), total=total
    )


def of_area(area: str, known: int, total: int, mean: Decimal | None, least: Decimal) -> Message:
    facts = {"area": area, "known": known, "total": total, "least": _figure(least)}
    if mean is None:
        return say(
            "formula_area_left", "{area}: มี {known} จาก {total} ค่า ไม่ถึงร้อยละ {least} จึงไม่นำมาคิด", **facts
        )
    equals, figure = readable(mean, STEP_DECIMALS)
    return say(
        "formula_area",
        "{area}: มี {known} จาก {total} ค่า เฉลี่ย {equals} {figure}",
        **facts,
        equals=equals,
        figure=figure,
    )


def of_capture(what: str, means: Sequence[Decimal], areas: int, value: Decimal) -> Message:
    equals, figure = readable(value, STEP_DECIMALS)
    return say(
        "formula_capture",
        "ค่าเฉลี่ยของ {what} จาก {used} ใน {areas} แห่งที่มีข้อมูลพอ {equals} {figure}",
        what=what,
        used=len(means),
        areas=areas,
        equals=equals,
        figure=figure,
    )


def of_earlier(years: int) -> Message:
    return say("formula_earlier", "ค่าของ {years} ปีก่อน:", years=years)


def of_growth(now: Decimal, then: Decimal, years: int, found: Decimal) -> Message:
    equals, figure = readable(found, STEP_DECIMALS)
    return say(
        "formula_growth",
        "เทียบกับ {years} ปีก่อน = ({now} − {then}) ÷ {then} × 100 {equals} {figure}",
        years=years,
        now=_term(now),
        then=_term(then),
        equals=equals,
        figure=figure,
    )


def of_filling(reason: Message, value: Decimal) -> Message:
    return say("formula_filled", "{reason} – ใช้ {value} แทน", reason=reason, value=_figure(value))


def of_fillings(what: str, lost: int, total: int, instead: str) -> Message:
    return say(
        "formula_filled_many",
        "{what}: ไม่มีค่า {lost} จาก {total} ใช้ {instead} แทน",
        what=what,
        lost=lost,
        total=total,
        instead=instead,
    )


def of_conversion(value: Decimal, given: Unit, found: Decimal, wanted: Unit) -> Message:
    equals, figure = readable(found, STEP_DECIMALS)
    return say(
        "formula_converted",
        "แปลงหน่วย {value}{given} {equals} {figure}{wanted}",
        value=_figure(value),
        given=_words(given),
        equals=equals,
        figure=figure,
        wanted=_words(wanted),
    )


def of_step(node: Node, parts: Sequence[object], found: object) -> Message | None:
    """One sign between two figures; nothing to say of a minus before a number or of what is missing."""
    if len(parts) != 2 or node.name == "if_missing" or not isinstance(found, Decimal):  # noqa: PLR2004 - two sides
        return None
    left, right = (_term(part) for part in parts if isinstance(part, Decimal))
    equals, figure = readable(found, STEP_DECIMALS)
    facts = {"left": left, "right": right, "equals": equals, "figure": figure, "unit": _words(node.unit)}
    if node.name == "share":
        return say("formula_share", "{left} ÷ {right} × 100 {equals} {figure}{unit}", **facts)
    return say(
        "formula_step",
        "{left} {sign} {right} {equals} {figure}{unit}",
        sign=SIGNS.get(node.name, node.name),
        **facts,
    )


def of_result(text: str, value: Decimal, unit: Unit) -> Message:
    equals, figure = readable(value, STEP_DECIMALS)
    return say(
        "formula_result",
        "{formula} {equals} {figure}{unit}",
        formula=text,
        equals=equals,
        figure=figure,
        unit=_words(unit),
    )


def _term(value: Decimal) -> str:
    """Within a formula a negative number stands in brackets."""
    return f"({_figure(value)})" if value < 0 else _figure(value)
