"""ข้อสังเกตของข้อมูล: what a figure does not keep to, judged over small lists.

Each is one figure's, with what it was held against. A finding that refuses keeps the figure out; one that asks wants a
look and a word of explanation. Its ``digest`` is of the rule, the place and the figures alone, not of what they were
held against: an explanation holds until one of the figures changes.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from statistics import median
from typing import NamedTuple

from samrit.rules.amounts import aligned, decimals_of, exact, readable, settled
from samrit.rules.formula import Cell, Cells, Comparison, Need, compare
from samrit.rules.formula import Place as FormulaPlace
from samrit.rules.items import Checks, Item, Rule
from samrit.rules.thai import plain_number
from samrit.rules.wording import Message, say

HUNDRED = Decimal(100)
ROBUST = Decimal("0.6745")  # the share of a standard deviation that the MAD of a normal distribution is
_SHOWN = 6


class Severity(StrEnum):
    """REFUSES: not accepted as it is. ASKS: looked at, and corrected or explained."""

    REFUSES = "refuses"
    ASKS = "asks"


class Key(NamedTuple):
    """One cell: item, area (official code), canonical text of the period, key of the part ("" the total)."""

    item: str
    area: str
    period: str
    part: str = ""


@dataclass(frozen=True)
class Finding:
    """``rule``: ``range``, ``decimals``, ``outlier``, ``revision``, or the code of a rule of the book.

    ``figures``: name → what was sent, in the item's unit; ``against``: the yardsticks they were held against.
    """

    rule: str
    key: Key
    figures: tuple[tuple[str, Decimal], ...]
    message: Message
    severity: Severity
    against: tuple[tuple[str, Decimal], ...] = ()

    @property
    def digest(self) -> str:
        figures = [f"{name}={plain_number(settled(value))}" for name, value in self.figures]
        return hashlib.sha256("\0".join((self.rule, *self.key, *figures)).encode()).hexdigest()


def _figure(value: Decimal) -> str:
    return readable(value, _SHOWN)[1]


# ── one figure by itself ────────────────────────────────────────────────────
def of_range(item: Item, key: Key, value: Decimal) -> Finding | None:
    """Below ``least`` or above ``most`` of the item."""
    if item.least is not None and value < item.least:
        message = say(
            "finding_below",
            "{value} ต่ำกว่าค่าต่ำสุดที่รับได้ {least} – ดูว่าพิมพ์เครื่องหมาย หลัก หรือหน่วยผิดหรือไม่",
            value=_figure(value),
            least=aligned(item.least, 0),
        )
        return Finding("range", key, (("value", value),), message, Severity.REFUSES, (("least", item.least),))
    if item.most is not None and value > item.most:
        message = say(
            "finding_above",
            "{value} สูงกว่าค่าสูงสุดที่รับได้ {most} – ดูว่าพิมพ์หลักเกินหรือใช้หน่วยอื่นหรือไม่",
            value=_figure(value),
            most=aligned(item.most, 0),
        )
        return Finding("range", key, (("value", value),), message, Severity.REFUSES, (("most", item.most),))
    return None


def of_decimals(item: Item, key: Key, value: Decimal) -> Finding | None:
    """More decimals than the item is kept with; needless zeros do not count."""
    if decimals_of(settled(value)) <= item.decimals:
        return None
    if not item.decimals:
        message = say(
            "finding_not_whole",
            "{value} มีทศนิยม แต่รายการนี้นับเป็นจำนวนเต็ม – ดูว่าเป็นค่าเฉลี่ยหรือใช้หน่วยอื่นหรือไม่",
            value=_figure(value),
        )
    else:
        message = say(
            "finding_decimals",
            "{value} มีทศนิยมเกิน {decimals} ตำแหน่งของรายการนี้ – ปัดเศษตามที่รายการกำหนดก่อนส่ง",
            value=_figure(value),
            decimals=item.decimals,
        )
    return Finding("decimals", key, (("value", value),), message, Severity.REFUSES)


# ── a total and what it is made of ──────────────────────────────────────────
def of_parts(rule: Rule, key: Key, total: Cell | None, parts: Mapping[str, Cell | None]) -> Finding | None:
    """The rule kinds CODES and AREAS: the total of ``key`` against every part of it (a code's or an area's → figure).

    They may differ by ``rule.percent`` of the total. With no total, no parts, or one of them without a figure nothing is said: missing is not zero.
    """
    known = [value for value in parts.values() if isinstance(value, Decimal)]
    if not isinstance(total, Decimal) or not known or len(known) < len(parts):
        return None
    with exact():
        together = settled(sum(known, Decimal(0)))
        apart = settled(abs(total - together))
        fits = apart <= abs(total) * rule.percent / HUNDRED
    return None if fits else of_sum(rule, key, total, together)


def of_sum(rule: Rule, key: Key, total: Decimal, together: Decimal) -> Finding:
    with exact():
        apart = settled(total - together)
    message = say(
        "finding_sum",
        "ยอดรวม {total} แต่ส่วนย่อยรวมได้ {together} ต่างกัน {apart} – ดูว่าส่วนใดขาด ซ้ำ หรือพิมพ์ผิด",
        total=_figure(total),
        together=_figure(together),
        apart=_figure(apart),
    )
    return Finding(rule.code, key, (("total", total), ("parts", together)), message, severity_of(rule))


def severity_of(rule: Rule) -> Severity:
    return Severity.REFUSES if rule.refuses else Severity.ASKS


# ── two sides, of one item or of several ────────────────────────────────────
def of_comparison(
    rule: Rule, comparison: Comparison, place: FormulaPlace, figures: Mapping[str, Cell]
) -> Finding | None:
    """The rule kind COMPARE over the totals of one area and period (item → figure); a missing one says nothing."""
    cells: dict[Need, Cells] = {
        need: {place: figures[need.code]} for need in comparison.needs if need.code in figures
    }
    found = compare(comparison, cells)
    if found.holds is not False or found.left is None or found.right is None:
        return None
    return of_sides(rule, comparison, place, (found.left, found.right))


def of_sides(
    rule: Rule, comparison: Comparison, place: FormulaPlace, sides: tuple[Decimal, Decimal]
) -> Finding:
    """The finding of two sides that do not keep to the rule, in the comparison's unit. It is the first item's."""
    left, right = sides
    unit = f" {comparison.unit.words}" if comparison.unit and comparison.unit.words else ""
    message = say(
        "finding_sides",
        "สองข้างได้ {left} กับ {right} แต่ต้องเป็น {operator} – ดูทุกรายการของเงื่อนไขนี้ในพื้นที่และช่วงเดียวกัน",
        left=_figure(left),
        right=_figure(right) + unit,
        operator=_OPERATORS[comparison.operator],
    )
    key = Key(comparison.items[0], place.area, place.period)
    return Finding(rule.code, key, (("left", left), ("right", right)), message, severity_of(rule))


_OPERATORS = {"=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}


# ── against the same area's past ────────────────────────────────────────────
class Past(NamedTuple):
    """The same area's figures of the years that the item's checks look back: how many, their median and MAD."""

    known: int
    middle: Decimal
    spread: Decimal


def past_of(earlier: Sequence[Decimal]) -> Past:
    """ValueError without any figure. MAD: the median distance from the median."""
    with exact():
        middle = median(earlier)
        spread = median([abs(value - middle) for value in earlier])
        return Past(len(earlier), settled(middle), settled(spread))


def robust_z(value: Decimal, past: Past) -> Decimal | None:
    """|0.6745 (x − median)| ÷ MAD; None where the MAD is 0, for then every other figure would be infinitely far."""
    if not past.spread:
        return None
    with exact():
        return settled(abs(ROBUST * (value - past.middle)) / past.spread)


def of_outlier(checks: Checks, key: Key, value: Decimal, past: Past) -> Finding | None:
    """A figure further from its area's past than ``checks.robust_z``; nothing with too few figures or a MAD of 0."""
    far = robust_z(value, past) if past.known >= checks.least_values else None
    if far is None or far <= checks.robust_z:
        return None
    message = say(
        "finding_outlier",
        "{value} ห่างจากค่ากลาง {middle} ของพื้นที่นี้ใน {years} ปีก่อน (z = {far} เกิน {most}) – ดูหน่วยและหลัก ถ้าถูกแล้วบอกสาเหตุ",
        value=_figure(value),
        middle=_figure(past.middle),
        years=checks.years,
        far=readable(far, 2)[1],
        most=aligned(checks.robust_z, 0),
    )
    against = (("middle", past.middle), ("spread", past.spread))
    return Finding("outlier", key, (("value", value),), message, Severity.ASKS, against)


def of_revision(checks: Checks, key: Key, before: Decimal, now: Decimal) -> Finding | None:
    """A correction that moves a figure by more than ``checks.revision_percent`` of what it was; from 0, by anything."""
    with exact():
        moved = abs(now - before)
        if moved * HUNDRED <= checks.revision_percent * abs(before):
            return None
        percent = settled(moved * HUNDRED / abs(before)) if before else None
    figures = (("before", before), ("value", now))
    return Finding("revision", key, figures, _revised(checks, before, now, percent), Severity.ASKS)


def _revised(checks: Checks, before: Decimal, now: Decimal, percent: Decimal | None) -> Message:
    facts = {"before": _figure(before), "now": _figure(now)}
    if percent is None:
        return say(
            "finding_revised_zero",
            "แก้จาก 0 เป็น {now} – บอกเหตุที่แก้ และดูว่าของเดิมคือ 0 จริงหรือไม่มีข้อมูล",
            now=facts["now"],
        )
    return say(
        "finding_revised",
        "แก้จาก {before} เป็น {now} ต่างร้อยละ {percent} เกินร้อยละ {most} – บอกเหตุที่แก้",
        **facts,
        percent=readable(percent, 2)[1],
        most=aligned(checks.revision_percent, 0),
    )


def of_figure(item: Item, key: Key, value: Decimal) -> Iterator[Finding]:
    """Everything that is wrong with one figure by itself."""
    for found in (of_range(item, key, value), of_decimals(item, key, value)):
        if found:
            yield found
