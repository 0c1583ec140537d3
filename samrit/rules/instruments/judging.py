"""What does not fit together in an instrument whose rows are each right in themselves."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from samrit.rules.amounts import quoted
from samrit.rules.instruments.kinds import (
    Instrument,
    Ladder,
    Map,
    Method,
    MethodKind,
    Outcome,
    Question,
    QuestionKind,
    Role,
    Section,
    Source,
    Stage,
)
from samrit.rules.instruments.routes import route_faults
from samrit.rules.instruments.surveys import figures
from samrit.rules.items.kinds import Fault
from samrit.rules.items.rows import unknown
from samrit.rules.wording import Message, say

LIGHTS = ("red", "amber", "green")
BASES = ("letter", "public", "derived", "assumed")
_OPTION = re.compile(r"(?=.{1,48}$)[a-z0-9](?:_?[a-z0-9])*+")
_OWN_ONLY = {MethodKind.TICKS, MethodKind.GATES, MethodKind.ACHIEVEMENT}
_CHOICES = {QuestionKind.ONE, QuestionKind.SEVERAL, QuestionKind.LIKERT, QuestionKind.MATRIX}
Found = Iterator[tuple[str, Message]]


def faults_of(made: Instrument, places: Mapping[str, str]) -> tuple[Fault, ...]:
    """Every fault of a whole instrument; empty when it holds together. ``places``: where each row stands."""
    found = tuple(
        Fault(f"{places.get(f'{table}/{code}', table)} · {key}", message)
        for table, code, key, message in _all(made)
    )
    return found or tuple(
        Fault(f"{places.get(where, where)} · when", message) for where, message in route_faults(made)
    )


def _all(made: Instrument) -> Iterator[tuple[str, str, str, Message]]:
    looks: tuple[tuple[str, Mapping[str, Any], Callable[[Any], Found]], ...] = (
        ("instrument", {made.code: made}, _of_instrument),
        ("maps", made.maps, _of_map),
        ("methods", made.methods, lambda each: _of_method(each, made)),
        ("ladders", made.ladders, lambda each: _of_ladder(each, made)),
        ("sections", made.sections, lambda each: _of_section(each, made)),
        ("questions", made.questions, lambda each: _of_question(each, made)),
        ("stages", made.stages, lambda each: _of_stage(each, made)),
        ("outcomes", made.outcomes, lambda each: _of_outcome(each, made)),
    )
    for table, rows, look in looks:
        for code, row in rows.items():
            yield from ((table, code, key, message) for key, message in look(row))
    yield from (("survey", "", key, message) for key, message in _of_survey(made))
    for cap in made.caps:
        if cap.section and cap.section not in made.sections:
            yield "caps", "", "section", unknown(cap.section, made.sections)


def _named(key: str, given: Iterable[str], known: Mapping[str, object]) -> Found:
    """What refers to something that is not there; "" refers to nothing."""
    yield from ((key, unknown(each, known)) for each in given if each and each not in known)


def _of_instrument(made: Instrument) -> Found:
    yield from _named("basis", [made.basis], dict.fromkeys(BASES))
    yield from _named("method", [made.method], made.methods)
    yield from _named("ladder", [made.ladder], made.ladders)
    if sum(bool(each.gates) for each in made.methods.values()) > 1:
        yield (
            "method",
            say("instrument_two_gates", "มีวิธีแบบรายการตรวจหลายระดับได้วิธีเดียว ระดับจึงมีความหมายเดียวทั้งแบบประเมิน"),
        )
    method = made.methods.get(made.method)
    if method and method.kind in _OWN_ONLY:
        yield "method", say("instrument_own_only", "ทั้งแบบประเมินต้องรวมจากหมวดด้วย mean, sum หรือ least")
    if not made.questions:
        yield "questions", say("instrument_no_questions", "ยังไม่มีคำถาม")
    if made.basis in {"letter", "public"} and not made.reference:
        yield "reference", say("items_no_reference", "นิยามที่มีแหล่งอ้างอิงต้องระบุแหล่ง")


def _of_survey(made: Instrument) -> Found:
    if made.survey:
        yield from _named("confidence", [str(made.survey.confidence)], figures()["quantiles"])


def _of_map(each: Map) -> Found:
    figures = [at for at, _ in each.points]
    if len(figures) < 2 or figures != sorted(set(figures)):  # noqa: PLR2004 - a line has two ends
        yield "points", say("instrument_map_points", "ต้องมีอย่างน้อยสองจุด และค่า at ต้องเพิ่มขึ้นทุกจุด")


def _of_method(each: Method, made: Instrument) -> Found:
    yield from _named("map", [each.map], made.maps)
    if bool(each.gates) != (each.kind is MethodKind.GATES):
        yield (
            "gates",
            say("instrument_gates", "ระดับของรายการตรวจ (gates) ใช้กับวิธี gates เท่านั้น และต้องมีอย่างน้อยหนึ่งระดับ"),
        )
    if sum((gate.points for gate in each.gates), Decimal(0)) > made.full:
        yield "gates", say("instrument_gate_points", "คะแนนของทุกระดับรวมกันเกินคะแนนเต็ม {full}", full=made.full)
    if each.kind is MethodKind.SUM and each.most is None:
        yield "most", say("instrument_sum_most", "วิธี sum ต้องกำหนดค่าสูงสุด (most)")
    if each.most is not None and each.most > made.full:
        yield "most", say("instrument_most", "เกินคะแนนเต็ม {full}", full=made.full)
    if len({gate.code for gate in each.gates}) < len(each.gates):
        yield "gates", say("items_repeated", "มีค่าซ้ำกันในรายการ")


def _of_ladder(each: Ladder, made: Instrument) -> Found:
    """Two levels may begin alike where the higher one asks more of every pillar."""
    starts = [(rung.at_least, rung.every or Decimal(0)) for rung in each.rungs]
    if not starts or starts[0][0] != 0 or starts != sorted(set(starts)) or starts[-1][0] > made.full:
        yield (
            "rungs",
            say("instrument_rungs", "ระดับต้องเริ่มที่ 0 เพิ่มขึ้นทุกระดับ และไม่เกินคะแนนเต็ม {full}", full=made.full),
        )
    lights = [rung.light for rung in each.rungs if rung.light]
    yield from _named("rungs", lights, dict.fromkeys(LIGHTS))
    if each.rungs and each.rungs[0].every is not None:
        yield (
            "rungs",
            say("instrument_lowest_rung", "ระดับต่ำสุดมีเงื่อนไข every ไม่ได้ เพราะทุกหน่วยงานต้องอยู่ในระดับใดระดับหนึ่ง"),
        )


# ── sections and questions ──────────────────────────────────────────────────
def _of_section(each: Section, made: Instrument) -> Found:
    yield from _named("method", [each.method], made.methods)
    yield from _named("map", [each.map], made.maps)
    yield from _named("audience", [each.audience], made.audiences)
    if each.within and _goes_round(each, made):
        yield "within", say("instrument_section_ring", "หมวดนี้อยู่ในตัวเอง หรืออยู่ในหมวดที่ไม่มี")
    elif not made.asked(each.code) and not made.parts(each.code):
        yield "code", say("instrument_empty_section", "หมวดนี้ไม่มีคำถาม")
    method = made.methods.get(each.method)
    if method and method.kind in _OWN_ONLY and made.parts(each.code):
        yield (
            "method",
            say(
                "instrument_parts_lost",
                "วิธี {kind} นับเฉพาะคำถามของหมวดเอง หมวดย่อยจะไม่ถูกนับ",
                kind=method.kind.value,
            ),
        )
    if each.weight and method and not _counts(each, method, made):
        yield "weight", say("instrument_counts_nothing", "ไม่มีคำถามที่คิดคะแนนได้ ต้องใส่ weight = 0")
    if method and method.kind is MethodKind.GATES:
        yield from _of_gated(each, method, made)
    if method and method.kind is MethodKind.ACHIEVEMENT:
        yield from _of_achievement(each, method, made)


def _counts(each: Section, method: Method, made: Instrument) -> bool:
    if method.kind is MethodKind.ACHIEVEMENT:
        return True
    return any(question.counts for question in made.asked(each.code)) or bool(made.parts(each.code))


def _goes_round(each: Section, made: Instrument) -> bool:
    seen, code = {each.code}, each.within
    while code:
        if code in seen or code not in made.sections:
            return True
        seen.add(code)
        code = made.sections[code].within
    return False


def _of_gated(each: Section, method: Method, made: Instrument) -> Found:
    ticks = [question for question in made.asked(each.code) if question.kind is QuestionKind.TICK]
    levels = [question.level for question in ticks]
    if any(question.condition for question in ticks):
        yield (
            "method",
            say("instrument_gate_condition", "รายการตรวจในหมวดที่มีระดับต้องถามทุกข้อ – ใส่เงื่อนไขไว้ที่หมวดแทน"),
        )
    for gate in method.gates:
        if gate.code not in levels:
            yield "method", say("instrument_gate_empty", "ไม่มีรายการตรวจของระดับ “{level}”", level=gate.code)
    for level in dict.fromkeys(levels):
        yield from _named("method", [level or "–"], dict.fromkeys(gate.code for gate in method.gates))


def _of_achievement(each: Section, method: Method, made: Instrument) -> Found:
    roles = [question.role for question in made.asked(each.code)]
    for role in (Role.RESULT, Role.TARGET, Role.DIRECTION):
        if roles.count(role) != 1:
            yield "method", say("instrument_role", "ต้องมีคำถามบทบาท {role} หนึ่งข้อ", role=role.value)
    if not (each.map or method.map):
        yield "map", say("instrument_no_map", "ต้องระบุการแปลงร้อยละความสำเร็จเป็นคะแนน (map)")


def _of_question(each: Question, made: Instrument) -> Found:
    yield from _named("section", [each.section], made.sections)
    yield from _named("evidence", each.evidence, made.evidence)
    yield from _named("map", [each.map], made.maps)
    if each.code in made.sections:
        yield "code", say("instrument_same_code", "รหัสซ้ำกับหมวด")
    yield from _of_options(each)
    if bool(each.rows) != (each.kind is QuestionKind.MATRIX):
        yield "rows", say("instrument_rows", "แถว (rows) ใช้กับคำถามแบบตารางเท่านั้น และต้องมีอย่างน้อยหนึ่งแถว")
    if any(row.code == "value" for row in each.rows):
        yield "rows", say("instrument_row_code", "“value” ใช้เป็นรหัสแถวไม่ได้")
    if (
        each.map or each.role in {Role.RESULT, Role.TARGET, Role.EARLIER}
    ) and each.kind is not QuestionKind.NUMBER:
        yield "kind", say("instrument_needs_number", "ข้อนี้ต้องเป็นคำถามแบบตัวเลข")
    if each.role is Role.DIRECTION and {option.code for option in each.options} != {"up", "down"}:
        yield "options", say("instrument_direction", "ทิศทางต้องมีตัวเลือก up และ down")
    yield from _of_bounds(each)


def _of_options(each: Question) -> Found:
    codes = [option.code for option in each.options]
    if each.kind not in _CHOICES:
        if codes:
            yield "options", say("instrument_no_options", "คำถามชนิดนี้ไม่มีตัวเลือก")
        return
    if len(set(codes)) < max(2, len(codes)):
        yield "options", say("instrument_options", "ต้องมีตัวเลือกอย่างน้อยสองข้อ และรหัสไม่ซ้ำกัน")
    for option in each.options:
        if not _OPTION.fullmatch(option.code):
            yield (
                "options",
                say(
                    "instrument_option_code",
                    "รหัสตัวเลือก “{named}” ใช้ a–z ตัวเลข และ _",
                    named=quoted(option.code),
                ),
            )
        if option.value is not None and option.value < 0:
            yield "options", say("instrument_option_value", "ค่าของตัวเลือกต้องไม่ต่ำกว่า 0")
        if option.alone and each.kind is not QuestionKind.SEVERAL:
            yield "options", say("instrument_alone", "alone ใช้กับคำถามแบบเลือกได้หลายข้อเท่านั้น")
    if each.kind is QuestionKind.LIKERT and each.top == 0:
        yield "options", say("instrument_no_values", "ขั้นของมาตรวัดต้องมีค่า (value)")


def _of_bounds(each: Question) -> Found:
    if each.least is not None and each.most is not None and each.least > each.most:
        yield (
            "least",
            say("items_empty_range", "ค่าต่ำสุด {least} มากกว่าค่าสูงสุด {most}", least=each.least, most=each.most),
        )
    many = len(each.options) if each.most_chosen is None else each.most_chosen
    if each.least_chosen > many:
        yield "least_chosen", say("instrument_too_many_chosen", "ต้องเลือกมากกว่าจำนวนที่เลือกได้")


# ── stages and outcomes ─────────────────────────────────────────────────────
def _of_stage(each: Stage, made: Instrument) -> Found:
    order = list(made.stages)
    if each.after and each.after not in order[: order.index(each.code)]:
        yield (
            "after",
            say("instrument_stage_order", "ขั้นตอน “{after}” ต้องอยู่ก่อนขั้นตอนนี้", after=quoted(each.after)),
        )
    if bool(each.after) != (each.opens_from is not None):
        yield "opens_from", say("instrument_stage_opens", "after และ opens_from ต้องมีทั้งคู่หรือไม่มีเลย")


def _of_outcome(each: Outcome, made: Instrument) -> Found:
    yield from _named("section", [each.section], made.sections)
    yield from _named("question", [each.question], made.questions)
    of_survey = each.of in {Source.SATISFIED, Source.MEAN_PERCENT}
    if of_survey != bool(each.question):
        yield "question", say("instrument_outcome_question", "ผลจากแบบสำรวจต้องระบุคำถาม ผลอื่นไม่ต้องระบุ")
    if of_survey and made.survey is None:
        yield "of", say("instrument_outcome_survey", "ต้องมีตาราง [survey] จึงจะรายงานผลแบบสำรวจได้")
    question = made.questions.get(each.question)
    if question and question.kind is not QuestionKind.LIKERT:
        yield "question", say("instrument_outcome_likert", "ต้องเป็นคำถามแบบมาตรวัด")
    if each.of is Source.LEVEL and (each.section or not made.ladder):
        yield "of", say("instrument_outcome_level", "ระดับมีเฉพาะของทั้งแบบประเมิน และต้องระบุ ladder")
    if each.targets and list(each.targets) != sorted(set(each.targets)):
        yield "basic", say("instrument_outcome_targets", "เป้าหมายต้องเพิ่มขึ้นจาก basic ถึง advanced")
