"""The sentences that say how a value of a questionnaire came about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from samrit.rules.amounts import aligned
from samrit.rules.instruments.figures import figure, told
from samrit.rules.instruments.kinds import Instrument, Map, MethodKind, Rung, Words
from samrit.rules.instruments.scores import GateCount, SectionScore
from samrit.rules.wording import Message, listed, say

_MOST_TERMS = 12


@dataclass(frozen=True)
class Success:
    """A result beside its target; ``up``: more is better."""

    result: Decimal
    target: Decimal
    up: bool
    percent: Fraction


def not_assessed() -> Message:
    return say("section_not_assessed", "ยังไม่ได้ประเมิน จึงยังไม่มีคะแนน")


def nothing_counts() -> Message:
    return say("section_nothing", "ไม่มีคำตอบที่นำมาคิดคะแนนได้")


def of_ticks(of: Instrument, done: Fraction, whole: Fraction, value: Fraction) -> Message:
    equals, shown = told(value, of.step_decimals)
    return say(
        "section_ticks",
        "คะแนนเต็ม {full} × ทำได้ {done} ÷ ทั้งหมด {whole} {equals} {value}",
        full=aligned(of.full, 0),
        done=figure(done, of.step_decimals),
        whole=figure(whole, of.step_decimals),
        equals=equals,
        value=shown,
    )


def of_gates(of: Instrument, gates: Sequence[GateCount], value: Fraction) -> tuple[Message, ...]:
    steps = [_of_gate(of, gate) for gate in gates]
    terms = " + ".join(figure(gate.points, of.step_decimals) for gate in gates)
    equals, shown = told(value, of.step_decimals)
    steps.append(
        say("section_gates", "คะแนน = {terms} {equals} {value}", terms=terms, equals=equals, value=shown)
    )
    return tuple(steps)


def _of_gate(of: Instrument, gate: GateCount) -> Message:
    equals, points = told(gate.points, of.step_decimals)
    facts = {
        "level": gate.gate.words.message(),
        "done": figure(gate.done, of.step_decimals),
        "whole": figure(gate.whole, of.step_decimals),
        "most": aligned(gate.gate.points, 0),
    }
    if not gate.open:
        return say(
            "gate_closed",
            "{level}: ทำได้ {done} จาก {whole} ยังไม่นับ เพราะระดับก่อนหน้ายังไม่ครบ (เต็ม {most})",
            **facts,
        )
    return say(
        "gate_open",
        "{level}: {most} × {done} ÷ {whole} {equals} {points}",
        **facts,
        equals=equals,
        points=points,
    )


def of_terms(
    of: Instrument, kind: MethodKind, terms: Sequence[tuple[Words, Fraction, Fraction]], value: Fraction
) -> tuple[Message, ...]:
    equals, shown = told(value, of.step_decimals)
    if kind is MethodKind.LEAST:
        lowest = min(terms, key=lambda term: term[2])[0].message()
        return (
            say(
                "section_least", "ค่าต่ำสุด คือ {name} {equals} {value}", name=lowest, equals=equals, value=shown
            ),
        )
    if len(terms) > _MOST_TERMS:
        many = len(terms)
        return (
            say("section_many", "จาก {count} ข้อ ได้ {equals} {value}", count=many, equals=equals, value=shown),
        )
    names = listed([name.message() for name, _, _ in terms])
    sum_of = " + ".join(f"{figure(w, of.step_decimals)} × {figure(v, of.step_decimals)}" for _, w, v in terms)
    if kind is MethodKind.SUM:
        return (
            say(
                "section_sum", "{names}: {terms} {equals} {value}", names=names, terms=sum_of, equals=equals, value=shown
            ),
        )  # fmt: skip
    divisor = figure(sum((w for _, w, _ in terms), Fraction(0)), of.step_decimals)
    return (
        say(
            "section_mean", "เฉลี่ยถ่วงน้ำหนัก {names} = ({terms}) ÷ {divisor} {equals} {value}",
            names=names, terms=sum_of, divisor=divisor, equals=equals, value=shown,
        ),
    )  # fmt: skip


# ── a result against its target ─────────────────────────────────────────────
def no_achievement() -> Message:
    return say("achievement_open", "ยังไม่ครบทั้งผล เป้าหมาย และทิศทาง จึงยังไม่มีคะแนน")


def without_data(parts: Sequence[SectionScore]) -> Iterator[Message]:
    """Parts without a value are shown as such; where they stand among others they count as 0, which has to be said."""
    if parts:
        names = listed([part.place for part in parts[:_MOST_TERMS]])
        yield say(
            "section_without_data",
            "ยังไม่มีข้อมูล {count} ส่วน ({names}) นับเป็น 0 ในผลรวมนี้ไว้ก่อน",
            count=len(parts),
            names=names,
        )


def of_achievement(of: Instrument, success: Success, line: Map, value: Fraction) -> tuple[Message, ...]:
    return (_of_success(of, success), of_map(of, line, success.percent, value))


def _of_success(of: Instrument, success: Success) -> Message:
    equals, percent = told(success.percent, of.step_decimals)
    facts = {"result": aligned(success.result, 0), "target": aligned(success.target, 0), "percent": percent}
    if success.target <= 0:
        return say(
            "achievement_no_share",
            "เป้าหมาย {target} ใช้หารไม่ได้ จึงดูเพียงว่าผล {result} ถึงเป้าหมายหรือไม่: ร้อยละ {percent}",
            **facts,
        )
    if success.up:
        return say(
            "achievement_up",
            "ความสำเร็จ (ยิ่งมากยิ่งดี) = ผล {result} ÷ เป้าหมาย {target} × 100 {equals} ร้อยละ {percent}",
            **facts,
            equals=equals,
        )
    return say(
        "achievement_down",
        "ความสำเร็จ (ยิ่งน้อยยิ่งดี) = 200 − ผล {result} ÷ เป้าหมาย {target} × 100 {equals} ร้อยละ {percent}",
        **facts,
        equals=equals,
    )


def of_map(of: Instrument, line: Map, given: Fraction, value: Fraction) -> Message:
    equals, shown = told(value, of.step_decimals)
    first, last = line.points[0], line.points[-1]
    facts = {"given": figure(given, of.step_decimals), "equals": equals, "value": shown}
    if given < first[0]:
        return say(
            "map_below",
            "{given} ต่ำกว่า {first} ได้ {value}",
            first=aligned(first[0], 0),
            given=facts["given"],
            value=shown,
        )
    if given >= last[0]:
        return say(
            "map_above",
            "{given} ถึง {last} แล้ว ได้ {value}",
            last=aligned(last[0], 0),
            given=facts["given"],
            value=shown,
        )
    (start, low), (end, high) = next(pair for pair in pairwise(line.points) if given <= pair[1][0])
    return say(
        "map_between",
        "{low} + ({given} − {start}) × ({high} − {low}) ÷ ({end} − {start}) {equals} {value}",
        low=aligned(low, 0),
        start=aligned(start, 0),
        high=aligned(high, 0),
        end=aligned(end, 0),
        **facts,
    )


# ── caps and levels ─────────────────────────────────────────────────────────
def of_cap(of: Instrument, value: Fraction, most: Decimal, reason: Words) -> Message:
    return say(
        "section_capped",
        "จำกัดไว้ไม่เกิน {most} ({reason}) จาก {value}",
        most=aligned(most, 0),
        reason=reason.message(),
        value=figure(value, of.step_decimals),
    )


def of_level(of: Instrument, shown: Decimal, rung: Rung) -> Message:
    return say(
        "instrument_level",
        "คะแนน {value} อยู่ในระดับ {level} (ตั้งแต่ {least})",
        value=aligned(shown, of.decimals),
        level=rung.words.message(),
        least=aligned(rung.at_least, 0),
    )


def of_held_level(of: Instrument, rung: Rung, low: SectionScore) -> Message:
    return say(
        "instrument_level_held",
        "ยังไม่ถึงระดับ {level} เพราะ {section} ได้ {value} ต่ำกว่า {every}",
        level=rung.words.message(),
        section=low.place,
        value="–" if low.value is None else figure(low.value, of.step_decimals),
        every=aligned(rung.every or Decimal(0), 0),
    )


def cautions(of: Instrument, *, provisional: bool) -> Iterator[Message]:
    """What to keep in mind with the result."""
    if not of.confirmed:
        yield say(
            "instrument_assumed", "เกณฑ์คะแนนของแบบประเมินฉบับนี้เป็นข้อสันนิษฐาน ยังรอการยืนยันจากหน่วยงานเจ้าของเกณฑ์"
        )
    if provisional:
        yield say("instrument_provisional", "ผลนี้เป็นผลชั่วคราว เพราะยังตอบไม่ครบ")
