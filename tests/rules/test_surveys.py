"""What a survey's answers come to, worked by hand; words of comments; trends."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samrit.rules.instruments import (
    Point,
    Summary,
    Tally,
    Turn,
    WordCount,
    frequencies,
    kpi_input,
    load,
    of_summary,
    results,
    sample_needed,
    score,
    summary,
    tally,
    trend,
)
from samrit.rules.rulesets import load as load_rules
from samrit.rules.scoring import score_result
from samrit.rules.wording import Refusal, RefusedError
from tests.rules.instruments import sheet

SERVICE = load("eservice_2567")
OVERALL = SERVICE.questions["overall"]
FOUR_HUNDRED = {"5": 160, "4": 160, "3": 60, "2": 12, "1": 8}
steadily = settings(deadline=None, max_examples=60)


def told(counts: dict[str, int], population: int | None = None, asked: int = 1000) -> Summary:
    found = summary(SERVICE, OVERALL, Tally(counts, asked), population=population)
    assert isinstance(found, Summary)
    return found


# ── worked by hand ──────────────────────────────────────────────────────────
def test_mean_satisfied_and_margin_worked_by_hand():
    """(5 × 160 + 4 × 160 + 3 × 60 + 2 × 12 + 8) ÷ 400 = 4.13; ÷ 5 = 82.6 %. Satisfied 320 ÷ 400 = 80 %.
    1.96 × √(80 × 20 ÷ 400) = 1.96 × 2 = 3.92.
    """
    found = told(FOUR_HUNDRED)
    assert (found.mean, found.mean_percent, found.satisfied) == (Decimal("4.13"), Decimal("82.6"), 80)
    assert (found.answered, found.rated, found.margin) == (400, 400, Decimal("3.92"))
    assert [(share.code, share.count, share.percent) for share in found.distribution][:3] == [
        ("5", 160, 40),
        ("4", 160, 40),
        ("3", 60, 15),
    ]


def test_a_known_population_narrows_the_margin():
    """(533 − 400) ÷ (533 − 1) = 1/4, whose root halves it: 1.96. Who asks everybody makes no error."""
    assert told(FOUR_HUNDRED, population=533).margin == Decimal("1.96")
    assert told(FOUR_HUNDRED, population=400).margin == 0
    with pytest.raises(RefusedError, match="มากกว่าประชากร 399 คน"):
        told(FOUR_HUNDRED, population=399)


def test_the_margin_of_a_mean():
    """10 × 5 and 10 × 3: mean 4, variance 20 ÷ 19; 1.96 × √(20 ÷ 19 ÷ 20) = 1.96 ÷ √19 = 0.44965…"""
    found = told({"5": 10, "3": 10})
    assert found.mean_margin is not None
    assert round(found.mean_margin, 6) == Decimal("0.449655")


def test_where_all_say_the_same_a_margin_of_nothing_is_not_believed():
    assert [step.code for step in told({"5": 20}).steps][-2:] == [
        "survey_margin_alike",
        "survey_margin_caution",
    ]
    assert "survey_margin_alike" not in [step.code for step in told({"5": 20}, population=20).steps]


def test_who_cannot_say_is_counted_and_not_rated():
    """30 rate, all with 4; 10 cannot say: satisfied 30 ÷ 30, but 75 % of the answers."""
    found = told({"4": 30, "none": 10})
    assert (found.answered, found.rated, found.satisfied, found.mean) == (40, 30, 100, 4)
    assert {share.code: share.percent for share in found.distribution}["none"] == 25
    unrated = told({"4": 9, "none": 31})
    assert (unrated.rated, unrated.mean, unrated.margin) == (9, None, None)


def test_nps_worked_by_hand():
    """50 of 9–10, 30 of 7–8, 20 of 0–6 of 100: 50 − 20 = 30. 1.96 × √((70 × 100 − 30²) ÷ 100) = 1.96 × √61 = 15.308…"""
    question = SERVICE.questions["recommend"]
    found = summary(SERVICE, question, Tally({"10": 20, "9": 30, "8": 15, "7": 15, "6": 10, "0": 10}, 100))
    assert isinstance(found, Summary)
    assert (found.nps, found.mean) == (30, None)
    assert found.nps_margin is not None
    assert round(found.nps_margin, 3) == Decimal("15.308")
    assert str(found.steps[0]) == "NPS = ร้อยละผู้แนะนำ (9–10) 50 − ร้อยละผู้ไม่แนะนำ (0–6) 20 = 30"


def test_too_few_say_nothing_at_all():
    found = summary(SERVICE, OVERALL, Tally({"5": 9}, 9))
    assert isinstance(found, Refusal)
    assert str(found) == "มีผู้ตอบน้อยกว่า 10 คน จึงยังไม่แสดงผล เพื่อไม่ให้รู้คำตอบของใครคนหนึ่ง"
    assert isinstance(summary(SERVICE, OVERALL, Tally({"5": 10}, 10)), Summary)
    with pytest.raises(RefusedError, match="ไม่ใช่แบบสำรวจ"):
        summary(load("pmqa_2567"), OVERALL, Tally({"5": 10}, 10))


@pytest.mark.parametrize(
    ("margin", "confidence", "population", "needed"),
    [
        (5, 95, None, 385),  # 1.96² × 2500 ÷ 25 = 384.16
        (5, 95, 1000, 278),  # 384.16 ÷ (1 + 383.16 ÷ 1000) = 277.74
        (5, 95, 1, 1),
        (3, 99, None, 1843),  # 2.5758² × 2500 ÷ 9 = 1842.98…
        (100, 80, None, 1),
    ],
)
def test_how_many_have_to_be_asked(margin: int, confidence: int, population: int | None, needed: int):
    found = sample_needed(margin=Decimal(margin), confidence=confidence, population=population)
    assert found == needed


@pytest.mark.parametrize(
    ("margin", "confidence", "population"), [(0, 95, None), (-1, 95, None), (5, 95, 0), (5, 94, None)]
)
def test_a_sample_that_cannot_be_said_is_refused(margin: int, confidence: int, population: int | None):
    with pytest.raises(RefusedError):
        sample_needed(margin=Decimal(margin), confidence=confidence, population=population)


# ── from sheets, and to the KPI ─────────────────────────────────────────────
def test_sheets_are_counted():
    sheets = [
        sheet(SERVICE, {"finished": "yes", "overall": "5", "aspects": {"fast": "4"}, "recommend": 9})
    ] * 3
    sheets += [sheet(SERVICE, {"finished": "no", "overall": "none", "obstacles": ["login", "slow"]})]
    assert tally(OVERALL, sheets) == Tally({"5": 3, "none": 1}, 4)
    assert tally(SERVICE.questions["aspects"], sheets, row="fast") == Tally({"4": 3}, 4)
    assert tally(SERVICE.questions["aspects"], sheets, row="easy") == Tally({}, 4)
    assert tally(SERVICE.questions["recommend"], sheets) == Tally({"9": 3}, 4)
    assert tally(SERVICE.questions["obstacles"], sheets) == Tally({"login": 1, "slow": 1}, 1)


def test_the_kpi_comes_with_sample_and_method():
    """82.6 between 82.5 (75) and 85 (100): 75 + 25 × 0.1 ÷ 2.5 = 76. The mean's variance is 0.835188 (n − 1):
    1.96 × √(0.835188 ÷ 400) = 0.08956 of a step, 1.79 percent of five.
    """
    outcome = SERVICE.outcomes["satisfaction"]
    found = of_summary(SERVICE, outcome, told(FOUR_HUNDRED, asked=500))
    assert (found.value, found.sample) == (Decimal("82.60"), 400)
    assert [str(step) for step in found.steps] == [
        "พึงพอใจ (ตั้งแต่ 4) 320 จากผู้ให้คะแนน 400 คน = ร้อยละ 80",
        "ค่าเฉลี่ย 4.13 จากเต็ม 5 = ร้อยละ 82.6",
        "ความคลาดเคลื่อนของร้อยละที่พึงพอใจ ± 3.92 ที่ความเชื่อมั่นร้อยละ 95 จากตัวอย่าง 400 คน",
        "ความคลาดเคลื่อนใช้ได้เมื่อสุ่มผู้ตอบ หากผู้ตอบเลือกตอบเอง ให้ใช้เป็นเพียงแนว",
        f"วิธี: แบบสำรวจความพึงพอใจต่อบริการ e-Service รุ่น 2567.1 ({SERVICE.digest}) ผู้ตอบ 400 คน ตอบข้อนี้ร้อยละ 80 ของผู้ที่ถูกถาม",
        "ร้อยละความพึงพอใจต่อบริการ e-Service = 82.6 ร้อยละ",
        "ความคลาดเคลื่อนของร้อยละความพึงพอใจต่อบริการ e-Service ± 1.79",
    ]
    kpi = kpi_input("1", Decimal(10), [found], {})
    assert found.value is not None
    scored = score_result(load_rules("2567"), direction="up", levels=kpi.levels, result=found.value)
    assert scored.score == 76


def test_the_margin_of_a_percent_mean_is_in_percent_too():
    """Steps of five: 0.449655 of a step is 8.9931 percent of the highest."""
    found = of_summary(SERVICE, SERVICE.outcomes["satisfaction"], told({"5": 10, "3": 10}))
    assert found.margin is not None
    assert round(found.margin, 4) == Decimal("8.9931")


def test_too_few_answers_are_no_result_for_the_kpi():
    sheets = [sheet(SERVICE, {"finished": "yes", "overall": "5"})] * 9
    (found,) = results(SERVICE, score(SERVICE, sheets), sheets)
    assert (found.value, found.sample, found.steps[0].code) == (None, None, "survey_too_few")
    (enough,) = results(SERVICE, score(SERVICE, [*sheets, sheets[0]]), [*sheets, sheets[0]], population=100)
    assert (enough.value, enough.sample) == (100, 10)


# ── what always holds ───────────────────────────────────────────────────────
COUNTS = st.fixed_dictionaries({str(step): st.integers(0, 300) for step in range(1, 6)} | {"none": st.integers(0, 50)}).filter(
    lambda counts: sum(counts.values()) - counts["none"] >= 10
)  # fmt: skip


@steadily
@given(COUNTS)
def test_figures_of_a_scale_hang_together(counts: dict[str, int]):
    found = told(counts)
    assert abs(sum((share.percent for share in found.distribution), Decimal(0)) - 100) < Decimal("1e-20")
    assert found.mean is not None
    assert 1 <= found.mean <= 5
    assert found.satisfied is not None
    assert 0 <= found.satisfied <= 100
    assert found.margin is not None
    assert 0 <= found.margin < 32  # 1.96 × 50 ÷ √10


@steadily
@given(COUNTS, st.integers(0, 3000), st.integers(0, 3000))
def test_the_more_were_left_out_the_wider_the_margin(counts: dict[str, int], one: int, other: int):
    answered = sum(counts.values())
    fewer, more = sorted([one, other])
    known = [told(counts, population=answered + rest).margin for rest in (fewer, more)]
    unknown = told(counts).margin
    assert known[0] is not None
    assert known[1] is not None
    assert unknown is not None
    assert known[0] <= known[1] <= unknown


@steadily
@given(st.integers(1, 50), st.integers(1, 100_000))
def test_the_sample_needed_is_never_more_than_there_are(margin: int, population: int):
    needed = sample_needed(margin=Decimal(margin), confidence=95, population=population)
    assert 1 <= needed <= population
    assert needed <= sample_needed(margin=Decimal(margin), confidence=95)


# ── trends ──────────────────────────────────────────────────────────────────
def test_a_change_within_the_margin_is_none():
    """√(3² + 4²) = 5: 5 is within it, 5.01 is not."""
    points = [
        Point("2565", Decimal(80), Decimal(3)),
        Point("2566", Decimal(85), Decimal(4)),
        Point("2567 (1)", None, None),
        Point("2567 (2)", Decimal("90.01"), Decimal(3)),
        Point("2568", Decimal(80), Decimal(4)),
    ]
    found = trend(points)
    assert [step.turn for step in found] == [Turn.NONE, Turn.SAME, Turn.NONE, Turn.UP, Turn.DOWN]
    assert (found[1].change, found[1].margin) == (5, 5)
    assert [str(step.message()) for step in found] == [
        "2565: ไม่มีช่วงก่อนหน้าให้เทียบ",
        "2566: ต่างจากก่อน 5 ยังอยู่ในความคลาดเคลื่อน 5",
        "2567 (1): ไม่มีช่วงก่อนหน้าให้เทียบ",
        "2567 (2): เพิ่มขึ้น 5.01 (เกินความคลาดเคลื่อน 5)",
        "2568: ลดลง 10.01 (เกินความคลาดเคลื่อน 5)",
    ]


# ── words ───────────────────────────────────────────────────────────────────
def test_words_are_counted_once_in_a_comment_and_only_when_several_say_them():
    comments = ["ระบบ ช้า ช้า มาก", "เว็บ ช้า", "ระบบ Login ไม่ได้", "login ยาก", "ช้า"]
    found = frequencies(comments, str.split, least=2)
    assert found == (WordCount("ช้า", 3), WordCount("login", 2), WordCount("ระบบ", 2))
    assert frequencies(comments, str.split, least=2, most=1) == (WordCount("ช้า", 3),)
    assert frequencies(comments, str.split, least=4) == ()


def test_what_could_name_somebody_never_reaches_the_words():
    """Numbers of telephones and persons (Thai digits too), addresses and links are taken out before the splitting."""
    seen: list[str] = []

    def listening(text: str) -> list[str]:
        seen.append(text)
        return text.split()

    comments = [
        "โทร ๐๘๑-๒๓๔-๕๖๗๘ หรือ 1 2345 67890 12 3 ดู https://example.test/a?b=1 เขียนถึง me@example.test @line"
    ] * 5
    found = frequencies(comments, listening, least=2)
    assert not any(letter.isdigit() or letter == "@" for text in seen for letter in text)
    assert {each.word for each in found} == {"โทร", "ดู", "เขียนถึง"}


def test_one_word_written_in_two_ways_is_one():
    assert frequencies(["นํ้า", "น้ำ", "ทํางาน", "ทำงาน"], str.split, least=2) == (WordCount("ทำงาน", 2),)
