"""PMQA 4.0 as it ships: one case worked by hand from the ticks to the KPI, and what may never happen."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samrit.rules.instruments import (
    MethodKind,
    QuestionKind,
    column,
    differing_ticks,
    gaps,
    kpi_input,
    load,
    progress,
    refuse_stage,
    refuse_whole,
    results,
    score,
    side_by_side,
    suggestions,
    to_json,
    way_to,
    with_ticks,
)
from samrit.rules.instruments.answers import read_sheet
from samrit.rules.rulesets import load as load_rules
from samrit.rules.scoring import score_result
from samrit.rules.wording import Message, RefusedError
from tests.rules.instruments import achieved, sheet, ticks

PMQA = load("pmqa_2567")
ALL = {"basic": 2, "advance": 2, "significance": 1}
TICKS = [question.code for question in PMQA.questions.values() if question.kind is QuestionKind.TICK]
steadily = settings(deadline=None, max_examples=25)


def items(category: int) -> list[str]:
    return [f"item_{category}_{place}" for place in range(1, 5)]


CASE: dict[str, object] = {
    **ticks("item_1_1", basic=2, advance=1, significance=1),
    **ticks("item_1_2", basic=1, advance=2, significance=1),
    **ticks("item_1_3", basic=2, advance=2),
    **ticks("item_1_4", **ALL),
    **{code: answer for item in items(2) for code, answer in ticks(item, basic=2).items()},
    **{code: answer for item in items(3) for code, answer in ticks(item, basic=2, advance=2).items()},
    **{code: answer for item in items(4) for code, answer in ticks(item, **ALL).items()},
    # category 5 is not assessed yet
    **ticks("item_6_1", **ALL),
    **ticks("item_6_2"),
    **ticks("item_6_3", basic=2),
    **ticks("item_6_4", basic=2, advance=2),
    **achieved("item_7_1", "90", "100"),
    **achieved("item_7_2", "76.5", "90"),
    **achieved("item_7_3", "4.4", "4", "down"),
    **achieved("item_7_4", "50", "100"),
    **achieved("item_7_5", "120", "100"),
    **achieved("item_7_6", "96", "100"),
}
SELF = sheet(PMQA, CASE)
SCORE = score(PMQA, [SELF])


def value(code: str) -> Decimal | None:
    return SCORE.section(code).value


# ── what ships ──────────────────────────────────────────────────────────────
def test_seven_categories_24_items_of_three_levels_and_six_results():
    assert [each.number for each in PMQA.parts("")] == ["1", "2", "3", "4", "5", "6", "7"]
    gated = [each for each in PMQA.sections.values() if PMQA.methods[each.method].kind is MethodKind.GATES]
    assert [each.number for each in gated] == [f"{c}.{i}" for c in range(1, 7) for i in range(1, 5)]
    assert [each.number for each in PMQA.parts("category_7")] == [f"7.{i}" for i in range(1, 7)]
    assert [gate.points for gate in PMQA.methods["checklist"].gates] == [300, 100, 100]


# ── the case ────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("item", "points"),
    [
        ("item_1_1", 350),  # 300 × 2/2 + 100 × 1/2; the last level is ticked but not open
        ("item_1_2", 150),  # 300 × 1/2; what is ticked above does not count
        ("item_1_3", 400),  # 300 + 100
        ("item_1_4", 500),
        ("item_6_2", 0),  # assessed, nothing done
        ("item_7_1", 400),  # 90 %: 100 + (90 − 75) × 20
        ("item_7_2", 300),  # 76.5 ÷ 90 = 85 %: 100 + (85 − 75) × 20
        ("item_7_3", 300),  # less is better, 200 − 4.4 ÷ 4 × 100 = 90 %: 100 + (90 − 80) × 20
        ("item_7_4", 0),  # 50 %, below 75
        ("item_7_5", 500),  # 120 %, above 98
        ("item_7_6", 460),  # 96 %: 100 + (96 − 60) × 10
    ],
)
def test_an_item_worked_by_hand(item: str, points: int):
    assert value(item) == points


def test_categories_and_the_whole_worked_by_hand():
    """(350 + 150 + 400 + 500) ÷ 4 = 350; 300; 400; 500; –; (500 + 0 + 300 + 400) ÷ 4 = 300;
    (400 + 300 + 300 + 0 + 500 + 460) ÷ 6 = 1960 ÷ 6 = 326.67. Category 5 counts as 0 until it is assessed:
    (350 + 300 + 400 + 500 + 0 + 300 + 326.666…) ÷ 7 = 6530 ÷ 21 = 310.952380952…
    """
    assert [value(f"category_{n}") for n in (1, 2, 3, 4, 5, 6)] == [350, 300, 400, 500, None, 300]
    assert SCORE.value == Decimal("310.9523809523809523809523810").normalize()
    assert abs(Fraction(SCORE.value) - Fraction(6530, 21)) < Fraction(1, 10**24)
    assert (SCORE.published, SCORE.level.code if SCORE.level else None) == ("310.95", "basic")
    assert SCORE.provisional


def test_the_state_of_an_item_is_not_assessed_failed_or_the_last_full_level():
    states = {
        item: SCORE.section(item).passed
        for item in ("item_5_1", "item_1_2", "item_1_1", "item_1_3", "item_1_4")
    }
    assert states == {"item_5_1": -1, "item_1_2": 0, "item_1_1": 1, "item_1_3": 2, "item_1_4": 3}
    assert [SCORE.section(f"category_{n}").passed for n in range(1, 8)] == [0, 1, 2, 3, -1, 0, None]
    assert SCORE.section("category_3").label == PMQA.methods["checklist"].gates[1].words
    assert (SCORE.passed, SCORE.label.thai if SCORE.label else None) == (-1, "ยังไม่ประเมิน")
    labels = [label.thai if (label := SCORE.section(f"category_{n}").label) else None for n in range(1, 8)]
    assert labels == ["ไม่ผ่าน", "Basic", "Advance", "Significance", "ยังไม่ประเมิน", "ไม่ผ่าน", None]


def test_every_section_has_its_light():
    lights = {
        code: level.light if (level := SCORE.section(code).level) else None
        for code in ("category_4", "category_1", "category_7", "category_5")
    }
    assert lights == {"category_4": "green", "category_1": "amber", "category_7": "amber", "category_5": None}


def test_every_step_is_told():
    told = [str(step) for step in SCORE.explained()]
    assert told[:4] == [
        "1.1 ระบบการนำองค์การที่สร้างความยั่งยืน: Basic: 300 × 2 ÷ 2 = 300",
        "1.1 ระบบการนำองค์การที่สร้างความยั่งยืน: Advance: 100 × 1 ÷ 2 = 50",
        "1.1 ระบบการนำองค์การที่สร้างความยั่งยืน: Significance: ทำได้ 1 จาก 1 ยังไม่นับ เพราะระดับก่อนหน้ายังไม่ครบ (เต็ม 100)",
        "1.1 ระบบการนำองค์การที่สร้างความยั่งยืน: คะแนน = 300 + 50 + 0 = 350",
    ]
    assert "7.3 การพัฒนาบุคลากร: ความสำเร็จ (ยิ่งน้อยยิ่งดี) = 200 − ผล 4.4 ÷ เป้าหมาย 4 × 100 = ร้อยละ 90" in told
    assert "7.3 การพัฒนาบุคลากร: 100 + (90 − 80) × (500 − 100) ÷ (100 − 80) = 300" in told
    assert "7.4 การเป็นต้นแบบ: 50 ต่ำกว่า 75 ได้ 0" in told
    assert "7.5 เศรษฐกิจ สังคม สาธารณสุข และสิ่งแวดล้อม: 120 ถึง 98 แล้ว ได้ 500" in told
    assert "5 การมุ่งเน้นบุคลากร: ยังไม่ได้ประเมิน จึงยังไม่มีคะแนน" in told
    assert told[-4].endswith(
        "(1 × 350 + 1 × 300 + 1 × 400 + 1 × 500 + 1 × 0 + 1 × 300 + 1 × 326.6667) ÷ 7 ≈ 310.9524"
    )
    assert told[-3:] == [
        "คะแนน 310.95 อยู่ในระดับ Basic (ตั้งแต่ 300)",
        "เกณฑ์คะแนนของแบบประเมินฉบับนี้เป็นข้อสันนิษฐาน ยังรอการยืนยันจากหน่วยงานเจ้าของเกณฑ์",
        "ผลนี้เป็นผลชั่วคราว เพราะยังตอบไม่ครบ",
    ]


def test_the_kpi_takes_the_published_score():
    """310.95 between 300 (50) and 350 (75): 50 + 25 × 10.95 ÷ 50 = 55.475."""
    (found,) = results(PMQA, SCORE)
    assert (found.value, found.provisional, found.sample) == (Decimal("310.95"), True, None)
    kpi = kpi_input("4", Decimal(10), [found], {})
    assert (kpi.number, kpi.weight, kpi.levels, kpi.result) == ("4", 10, (300, 350, 400), Decimal("310.95"))
    scored = score_result(load_rules("2567"), direction="up", levels=kpi.levels, result=found.value)
    assert scored.score == Decimal("55.475")
    assert str(found.steps[-1]) == "คะแนน PMQA 4.0 = 310.95 คะแนน"
    other = kpi_input("4", Decimal(10), [found], {"score": (Decimal(250), Decimal(300), Decimal(350))})
    assert other.levels == (250, 300, 350)


# ── self and assessor ───────────────────────────────────────────────────────
def test_the_assessor_stands_beside_the_office():
    """The last level of 1.4 is not proved: 500 → 400, category 1: 1300 ÷ 4 = 325, the whole 25 ÷ 7 less."""
    theirs = sheet(PMQA, {**CASE, "item_1_4_significance_1": False})
    rows = {
        row.code: row
        for row in side_by_side(PMQA, [column(SCORE), column(score(PMQA, [theirs])), {"": Decimal(310)}])
    }
    assert rows["category_1"].values == (350, 325, None)
    assert rows["category_1"].changes == (0, -25, None)
    assert rows["category_5"].values == (None, None, None)
    assert rows[""].values[2] == 310
    whole = rows[""].changes[1]
    assert whole is not None
    assert abs(whole + Decimal(25) / 7) < Decimal("1e-20")
    (one,) = differing_ticks(PMQA, SELF, theirs)
    assert (one.question.code, one.one, one.other) == ("item_1_4_significance_1", True, False)


@pytest.mark.parametrize(
    ("stage", "values", "code"),
    [
        ("self", {}, None),
        ("document", {}, "stage_waits"),
        ("document", {"self": Decimal("399.994")}, "stage_too_low"),
        ("document", {"self": Decimal("399.995")}, None),  # shown as 400.00
        ("document", {"self": Decimal(400)}, None),
        ("visit", {"self": Decimal(450)}, "stage_waits"),
        ("visit", {"self": Decimal(450), "document": Decimal(399)}, "stage_too_low"),
        ("visit", {"self": Decimal(450), "document": Decimal(400)}, None),
    ],
)
def test_a_step_opens_from_the_score_of_the_one_before(
    stage: str, values: dict[str, Decimal], code: str | None
):
    refused = refuse_stage(PMQA, stage, values)
    assert (refused.code if refused else None) == code


def test_an_unknown_step_is_refused():
    with pytest.raises(RefusedError, match="ไม่มีขั้นตอน"):
        refuse_stage(PMQA, "other", {})


# ── what to do next ─────────────────────────────────────────────────────────
def test_gaps_speak_of_the_first_level_that_is_not_full():
    found = {gap.section.code: gap for gap in gaps(PMQA, SELF)}
    assert {code: gap.gate.code for code, gap in found.items() if code.startswith("item_1")} == {
        "item_1_1": "advance",
        "item_1_2": "basic",
        "item_1_3": "significance",
    }
    assert [question.code for question in found["item_1_2"].missing] == ["item_1_2_basic_2"]
    assert str(found["item_1_2"].message()) == "1.2 ป้องกันทุจริตและสร้างความโปร่งใส: อีก 1 ข้อจึงครบระดับ Basic"


def test_the_cheapest_tick_is_the_one_that_opens_what_is_done_already():
    """1.2 lacks one basic tick: 150 + 100 + 100 of its item, ÷ 4 of its category, ÷ 7 of the whole = 12.5."""
    best = suggestions(PMQA, SELF)[0]
    assert [question.code for question in best.questions] == ["item_1_2_basic_2"]
    assert (best.gain, best.effort) == (Decimal("12.5"), 1)
    assert str(best.message(PMQA)) == "1.2 ป้องกันทุจริตและสร้างความโปร่งใส: ทำเพิ่ม 1 ข้อ คะแนนรวมเพิ่ม 12.5"


def test_a_suggestion_brings_what_it_says():
    for suggestion in suggestions(PMQA, SELF, most=6):
        after = score(PMQA, [with_ticks(SELF, suggestion.questions)]).value
        assert after is not None
        assert SCORE.value is not None
        assert abs(after - SCORE.value - suggestion.gain) < Decimal("1e-20")


def test_the_way_to_a_target_gets_there_and_ticks_alone_do_not_go_everywhere():
    way = way_to(PMQA, SELF, Decimal(325))
    assert way is not None
    ticked = SELF
    for step in way:
        ticked = with_ticks(ticked, step.questions)
    reached = score(PMQA, [ticked]).value
    assert reached is not None
    assert reached >= 325
    assert way_to(PMQA, SELF, Decimal(500)) is None  # category 7 is not of ticks
    assert way_to(PMQA, SELF, Decimal(300)) == ()


# ── completeness ────────────────────────────────────────────────────────────
def test_progress_and_what_keeps_it_from_being_handed_in():
    """20 ticks in each of six categories less the 20 of category 5 = 100, and 6 × 5 of category 7; 12 earlier years are open."""
    whole = progress(PMQA, SELF)
    assert (whole.answered, whole.asked, len(whole.left)) == (130, 162, 20)
    assert progress(PMQA, SELF, "category_5").answered == 0
    codes = [wrong.message.code for wrong in refuse_whole(PMQA, SELF)]
    ticked = sum(answer is True for answer in CASE.values())
    assert (codes.count("answer_missing"), codes.count("answer_no_evidence")) == (20, ticked)
    proved = read_sheet(PMQA, {code: {"value": given, "evidence": ["e1"]} for code, given in CASE.items()})
    assert {wrong.message.code for wrong in refuse_whole(PMQA, proved)} == {"answer_missing"}


def test_nothing_answered_is_no_score():
    nothing = score(PMQA, [sheet(PMQA, {})])
    assert (nothing.value, nothing.published, nothing.level, nothing.passed) == (None, None, None, -1)
    assert nothing.provisional
    assert score(PMQA, []).value is None


def test_a_score_is_kept_as_data():
    kept = to_json(SCORE, Message.to_data)
    assert (kept["published"], kept["level"], kept["digest"]) == ("310.95", "basic", PMQA.digest)
    assert kept["sections"][0]["parts"][0]["gates"][1] == {
        "level": "advance",
        "done": "1",
        "whole": "2",
        "open": True,
        "points": "50",
    }
    step = kept["sections"][0]["parts"][0]["steps"][0]
    assert str(Message.from_data(step)) == "Basic: 300 × 2 ÷ 2 = 300"


# ── what may never happen ───────────────────────────────────────────────────
@steadily
@given(st.sets(st.sampled_from(TICKS)), st.sampled_from(TICKS))
def test_one_more_tick_never_lowers_the_score(ticked: set[str], more: str):
    less = score(PMQA, [sheet(PMQA, dict.fromkeys(sorted(ticked - {more}), True))])
    with_it = score(PMQA, [sheet(PMQA, dict.fromkeys(sorted(ticked | {more}), True))])
    assert (less.value or 0) < (with_it.value or 0) or (less.value or 0) == (with_it.value or 0)
    for before, after in zip(less.walk(), with_it.walk(), strict=True):
        assert (before.value or 0) <= (after.value or 0) <= PMQA.full
        assert (before.passed if before.passed is not None else 9) <= (
            after.passed if after.passed is not None else 9
        )


@steadily
@given(st.sets(st.sampled_from(TICKS), min_size=1))
def test_no_item_goes_past_a_gate_that_is_not_full(ticked: set[str]):
    scored = score(PMQA, [sheet(PMQA, dict.fromkeys(sorted(ticked), True))])
    for section in scored.walk():
        for gate in section.gates:
            if not gate.full:
                before = sum(each.gate.points for each in section.gates[: section.gates.index(gate)])
                assert (section.value or 0) < before + gate.gate.points
                break
