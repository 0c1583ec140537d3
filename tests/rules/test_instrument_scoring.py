"""Methods, maps, caps and levels, each worked by hand; what holds for every questionnaire."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samrit.rules.instruments import Instrument, Sheet, load, score, suggestions
from samrit.rules.instruments.kinds import Map, Words
from samrit.rules.instruments.scoring import mapped, silent
from tests.rules.instruments import achieved, sheet, small

SMALL = small()
LEAVING = small(('unanswered = "zero"', 'unanswered = "leave"'))
WHOLE: dict[str, object] = {
    "has_system": "yes",
    "users": 50,
    "uses": ["tax", "permit"],
    "good": "4",
    "parts": {"fast": "5", "clear": "none"},
    "plan": True,
    "done": False,
}
NO_BACKUP = """
[[caps]]
section = "one"
most = 30
when = "not plan"
reason = "ยังไม่มีแผน"
reason_en = "there is no plan"
"""
steadily = settings(deadline=None, max_examples=60)


def values(instrument: Instrument, raw: dict[str, object]) -> list[Decimal | None]:
    scored = score(instrument, [sheet(instrument, raw)])
    return [
        *(section.value and round(section.value, 4) for section in scored.sections),
        scored.value and round(scored.value, 4),
    ]


# ── worked by hand ──────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("change", "by_section"),
    [
        # one: users 50 → 80, uses 4 of 4 → 100: 90. two: good 4/5 → 80, parts 5/5 and one that says nothing → 100: 90.
        # three: 2 of the weights 2 + 1 → 66.6667. (1 × 90 + 2 × 90 + 1 × 66.6667) ÷ 4 = 84.1667
        ({}, ["90", "90", "66.6667", "84.1667"]),
        # users 75: half-way from 80 to 100 → 90, uses 1 of 4 → 25: 57.5. (57.5 + 180 + 66.6667) ÷ 4
        ({"users": 75, "uses": ["tax"]}, ["57.5", "90", "66.6667", "76.0417"]),
        # parts 5/5 and 1/5 → 60, good 80: 70. (90 + 140 + 66.6667) ÷ 4
        ({"parts": {"fast": "5", "clear": "1"}}, ["90", "70", "66.6667", "74.1667"]),
        # an open question counts as 0: good – → 0, parts 100: 50. (90 + 100 + 66.6667) ÷ 4
        ({"good": None}, ["90", "50", "66.6667", "64.1667"]),
        # one that says nothing of it leaves: parts 100. (90 + 200 + 66.6667) ÷ 4
        ({"good": "none"}, ["90", "100", "66.6667", "89.1667"]),
        # no system: nothing of section one is asked, it leaves with its weight. (180 + 66.6667) ÷ 3
        ({"has_system": "no"}, [None, "90", "66.6667", "82.2222"]),
        # section one is asked and open: its weight stays. 246.6667 ÷ 4
        ({"has_system": "yes", "users": None}, ["0", "90", "66.6667", "61.6667"]),
    ],
)
def test_a_questionnaire_worked_by_hand(change: dict[str, object], by_section: list[str | None]):
    assert values(SMALL, WHOLE | change) == [None if each is None else Decimal(each) for each in by_section]


def test_where_open_questions_leave_they_take_their_weight_along():
    """good – leaves: parts 100 alone. Nothing of section three: it leaves. (90 + 200) ÷ 3 = 96.6667."""
    assert values(LEAVING, WHOLE | {"good": None, "plan": None, "done": None}) == [
        90,
        100,
        None,
        Decimal("96.6667"),
    ]


@pytest.mark.parametrize(
    ("figure", "value"),
    [("-1", 7), ("0", 0), ("25", 40), ("50", 80), ("75", 90), ("100", 100), ("1000", 100)],
)
def test_a_map_is_a_broken_line(figure: str, value: int):
    points = tuple((Decimal(at), Decimal(gives)) for at, gives in ((0, 0), (50, 80), (100, 100)))
    assert (
        mapped(Map("m", Words("ก", "a"), points, below=Decimal(7)), Decimal(figure).as_integer_ratio()[0])
        == value
    )


@pytest.mark.parametrize(
    ("result", "target", "direction", "points"),
    [
        ("74.99", "100", "up", 0),
        ("75", "100", "up", 100),
        ("95", "100", "up", 500),
        ("6", "5", "down", 200),  # 200 − 120 = 80 %
        ("10", "5", "down", 0),  # 200 − 200 = 0 %
        ("0", "0", "down", 500),  # no accident where none was allowed
        ("1", "0", "down", 0),
        ("0", "5", "down", 500),  # none where five were allowed
        ("5", "0", "up", 500),
        ("-5", "5", "up", 0),
    ],
)
def test_a_result_against_its_target_at_the_edges(result: str, target: str, direction: str, points: int):
    """7.1: 75 % gives 100, 95 % gives 500."""
    pmqa = load("pmqa_2567")
    scored = score(pmqa, [sheet(pmqa, achieved("item_7_1", result, target, direction))])
    assert scored.section("item_7_1").value == points


@pytest.mark.parametrize(
    "stated",
    [
        {"item_7_1_result": "90"},
        {"item_7_1_measure": "ร้อยละความสำเร็จ", "item_7_1_unit": "ร้อยละ"},
        {"item_7_1_target": "100", "item_7_1_direction": "up"},
    ],
)
def test_half_a_result_has_no_value_rather_than_0(stated: dict[str, str]):
    pmqa = load("pmqa_2567")
    scored = score(pmqa, [sheet(pmqa, stated)])
    found = [scored.section(code).value for code in ("item_7_1", "item_7_2", "category_7")]
    assert (found, scored.value) == ([None, None, None], None)
    assert [step.code for step in scored.section("item_7_1").steps] == ["achievement_open"]


def test_what_has_no_data_counts_as_0_around_it_and_is_named():
    """7.1 is 100 % of its target: 500. 500 ÷ 6 = 83.33, and 83.33 ÷ 7 = 11.90 of the whole."""
    pmqa = load("pmqa_2567")
    given = achieved("item_7_1", "90", "90", "up") | {"item_7_2_result": "90"}
    scored = score(pmqa, [sheet(pmqa, given)])
    category = scored.section("category_7")
    assert (category.value and round(category.value, 2), scored.published) == (Decimal("83.33"), "11.90")
    assert scored.section("item_7_2").value is None
    first = category.steps[0]
    assert (first.code, first.values["count"]) == ("section_without_data", 5)
    assert "7.2" in first.thai()
    assert scored.steps[0].values["count"] == 6


@pytest.mark.parametrize(
    ("method", "value"),
    [('kind = "least"', "66.6667"), ('kind = "sum"\nmost = 100', "100"), ('kind = "mean"\nmost = 50', "50")],
)
def test_other_methods_put_the_same_sections_together(method: str, value: str):
    """90, 90 (weight 2) and 66.6667: the least; the sum 336.6667 and the mean 84.1667, each capped by its method."""
    made = small(
        ('method = "mean"\nladder', 'method = "whole"\nladder'),
        (
            "[[ladders]]",
            f'[[methods]]\ncode = "whole"\nname = "รวม"\nname_en = "whole"\n{method}\n\n[[ladders]]',
        ),
    )
    assert values(made, WHOLE)[-1] == Decimal(value)


def test_a_cap_holds_while_its_condition_does_and_says_why():
    """No plan: section one 90 → 30. (30 + 180 + 0) ÷ 4 = 52.5, with done ticked (30 + 180 + 33.3333) ÷ 4 = 60.8333."""
    made = small(('[[sections]]\ncode = "one"', f'{NO_BACKUP}\n[[sections]]\ncode = "one"'))
    assert values(made, WHOLE)[0] == 90
    scored = score(made, [sheet(made, WHOLE | {"plan": False, "done": True})])
    assert (scored.sections[0].value, scored.published) == (30, "60.83")
    assert str(scored.sections[0].steps[-1]) == "จำกัดไว้ไม่เกิน 30 (ยังไม่มีแผน) จาก 90"
    assert scored.steps[-2].code == "instrument_level_held"
    capped = sheet(made, WHOLE | {"plan": False})
    (first, *_) = suggestions(made, capped)
    assert [question.code for question in first.questions] in (["plan"], ["plan", "done"])
    assert first.gain > 15  # the tick itself, and the cap that falls


@pytest.mark.parametrize(
    ("change", "published", "level"),
    [
        ({}, "84.17", "top"),
        (
            {"plan": False, "done": True},
            "75.83",
            "high",
        ),  # 33.33 of the checks is below the 50 that the top asks of each
        ({"good": "1", "parts": {"fast": "2", "clear": "2"}}, "54.17", "low"),
        ({"has_system": "no", "done": True}, "93.33", "top"),  # a section that is not asked is no pillar
    ],
)
def test_a_level_is_of_the_published_value_and_of_every_pillar(
    change: dict[str, object], published: str, level: str
):
    scored = score(SMALL, [sheet(SMALL, WHOLE | change)])
    assert (scored.published, scored.level.code if scored.level else None) == (published, level)


# ── many sheets ─────────────────────────────────────────────────────────────
def everyone(instrument: Instrument, audience: str, answer: object) -> Sheet:
    asked = (q.code for q in instrument.questions.values() if instrument.audience_of(q.section) == audience)
    return sheet(instrument, dict.fromkeys(asked, answer), audience)


def test_three_audiences_worked_by_hand():
    """IIT: 100 and 50 → 75. EIT: 3/4 → 75. OIT: 3 of 4 → 75, 3 of 3 → 100: 87.5.
    (30 × 75 + 30 × 75 + 40 × 87.5) ÷ 100 = 80.
    """
    ita = load("ita_2567")
    office = everyone(ita, "office", answer=True)
    examined = sheet(ita, {code: code != "oit_disclosure_4" for code in office.reached}, "office")
    sheets = [
        everyone(ita, "staff", "4"),
        everyone(ita, "staff", "2"),
        everyone(ita, "public", "3"),
        examined,
    ]
    scored = score(ita, sheets)
    assert [section.value for section in scored.sections] == [75, 75, Decimal("87.5")]
    assert (scored.published, scored.level.code if scored.level else None, scored.provisional) == (
        "80.00",
        "improve",
        False,
    )
    without = score(ita, sheets[:3])
    assert (without.published, without.provisional) == ("75.00", True)
    assert silent(ita, sheets[:3]) == {"office"}


def test_who_does_not_know_does_not_pull_the_mean_down():
    ita = load("ita_2567")
    sheets = [everyone(ita, "public", "4"), everyone(ita, "public", "none")]
    assert score(ita, sheets).section("eit").value == 100


# ── what holds for every questionnaire ──────────────────────────────────────
@st.composite
def answers(draw: st.DrawFn) -> dict[str, object]:
    five = st.sampled_from(["5", "4", "3", "2", "1", "none"])
    possible: dict[str, st.SearchStrategy[object]] = {
        "has_system": st.sampled_from(["yes", "no"]),
        "users": st.decimals(0, 100, places=1),
        "uses": st.lists(st.sampled_from(["tax", "permit"]), min_size=1, unique=True),
        "good": five,
        "parts": st.fixed_dictionaries({"fast": five, "clear": five}),
        "recommend": st.integers(0, 10),
        "plan": st.booleans(),
        "done": st.booleans(),
    }
    return draw(st.fixed_dictionaries({}, optional=possible))


@steadily
@given(answers())
def test_a_value_lies_between_nothing_and_everything(raw: dict[str, object]):
    for instrument in (SMALL, LEAVING):
        scored = score(instrument, [sheet(instrument, raw)])
        found = [scored.value, *(section.value for section in scored.walk())]
        assert all(0 <= value <= instrument.full for value in found if value is not None)
        assert (scored.value is None) == (scored.level is None)


@steadily
@given(answers(), st.sampled_from(["plan", "done"]))
def test_ticking_never_lowers_the_score_of_an_answered_checklist(raw: dict[str, object], tick: str):
    less = score(SMALL, [sheet(SMALL, raw | {tick: False})])
    more = score(SMALL, [sheet(SMALL, raw | {tick: True})])
    assert less.value is not None
    assert more.value is not None
    assert less.value < more.value


@steadily
@given(st.lists(answers(), min_size=1, max_size=5), st.integers())
def test_the_order_of_sheets_and_of_answers_says_nothing(raws: list[dict[str, object]], seed: int):
    turned = [dict(reversed(raw.items())) for raw in raws]
    Random(seed).shuffle(turned)  # noqa: S311 - no secret
    assert score(SMALL, [sheet(SMALL, raw) for raw in raws]) == score(
        SMALL, [sheet(SMALL, raw) for raw in turned]
    )


@steadily
@given(answers(), st.integers(2, 4))
def test_the_same_sheet_several_times_is_the_same_score(raw: dict[str, object], times: int):
    one = score(SMALL, [sheet(SMALL, raw)])
    several = score(SMALL, [sheet(SMALL, raw)] * times)
    assert (one.exact, one.level, one.provisional) == (several.exact, several.level, several.provisional)


@steadily
@given(answers())
def test_what_is_set_aside_changes_nothing(raw: dict[str, object]):
    full = sheet(SMALL, raw)
    bare = sheet(SMALL, {code: answer for code, answer in raw.items() if code not in full.aside})
    assert score(SMALL, [full]) == score(SMALL, [bare])
