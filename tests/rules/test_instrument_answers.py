"""Sheets of answers: what may stand, which way they take through the questions, what is still open."""

from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samrit.rules.instruments import (
    load,
    progress,
    read_condition,
    read_sheet,
    refuse_unknown_audience,
    refuse_whole,
)
from samrit.rules.wording import RefusedError
from tests.rules.instruments import sheet, small

if TYPE_CHECKING:
    from samrit.rules.instruments.conditions import Known

SMALL = small()
WHOLE: dict[str, object] = {
    "has_system": "yes",
    "users": "๕๐",
    "uses": ["tax", "permit"],
    "good": "4",
    "plan": {"value": True, "evidence": ["e7"]},
    "done": False,
}
steadily = settings(deadline=None, max_examples=60)


# ── one answer ──────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("code", "given", "kept"),
    [
        ("has_system", "yes", "yes"),
        ("has_system", {"value": "no", "note": " ยังไม่ได้ทำ "}, "no"),
        ("users", "๑๒.๕", Decimal("12.5")),
        ("users", 12, Decimal(12)),
        ("users", Decimal("12.50"), Decimal("12.5")),
        ("uses", ["permit", "tax"], frozenset({"tax", "permit"})),
        ("good", "none", "none"),
        ("recommend", 10, Decimal(10)),
        ("parts", {"fast": "5"}, {"fast": "5"}),
        ("parts", {"value": {"fast": "5", "clear": None}}, {"fast": "5"}),
        ("why", "  ช้า\u200b\r\nมาก ", "ช้า\nมาก"),
        ("plan", True, True),
    ],
)
def test_an_answer_is_kept_as_what_it_says(code: str, given: object, kept: object):
    everything = {**WHOLE, "good": "1", "recommend": 0}
    found = sheet(SMALL, {**everything, code: given} if code != "has_system" else {code: given})
    answers = found.given | dict.fromkeys(found.aside)
    assert answers[code] is not None
    assert found.given[code].value == kept


@pytest.mark.parametrize(
    ("code", "given", "fault"),
    [
        ("has_system", "maybe", "items_unknown"),
        ("has_system", True, "answer_wrong_kind"),
        ("users", "50.25", "answer_decimals"),
        ("users", 12.5, "answer_wrong_kind"),
        ("users", "ห้าสิบ", "not_a_number"),
        ("users", Decimal("NaN"), "not_a_number"),
        ("users", 101, "answer_range"),
        ("users", -1, "answer_range"),
        ("users", True, "answer_wrong_kind"),
        ("uses", "tax", "answer_wrong_kind"),
        ("uses", ["tax", "none"], "answer_alone"),
        ("uses", ["tax", "other"], "items_unknown"),
        ("good", 5, "answer_wrong_kind"),
        ("parts", {"fast": "6"}, "items_unknown"),
        ("parts", {"slow": "5"}, "items_unknown"),
        ("parts", ["5"], "answer_wrong_kind"),
        ("recommend", 11, "answer_range"),
        ("recommend", "5.5", "answer_decimals"),
        ("why", "ก" * 21, "answer_too_long"),
        ("why", 3, "answer_wrong_kind"),
        ("plan", "yes", "answer_wrong_kind"),
        ("plan", {"value": True, "file": "x"}, "items_unknown"),
        ("plan", {"value": True, "evidence": "e1"}, "answer_evidence"),
        ("nobody", "yes", "items_unknown_near"),
    ],
)
def test_a_wrong_answer_is_told_and_counts_as_not_given(code: str, given: object, fault: str):
    found = read_sheet(SMALL, {code: given})
    assert [(wrong.question, wrong.message.code) for wrong in found.wrong] == [(code, fault)]
    assert found.given == {}


@pytest.mark.parametrize(
    "given", [None, "", "   ", [], {}, {"value": None}, {"value": "", "note": "จะตอบทีหลัง"}]
)
def test_nothing_given_is_not_answered(given: object):
    for code in ("has_system", "users", "uses", "good", "plan", "parts"):
        found = read_sheet(SMALL, {code: given})
        assert (found.given, found.wrong) == ({}, ())


ANYTHING = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.decimals(allow_nan=True),
        st.text(max_size=12),
        st.sampled_from(["yes", "5", "tax", "๑๒", "fast"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["value", "note", "evidence", "fast", "x"]), inner, max_size=3),
    ),
    max_leaves=5,
)


@steadily
@given(st.dictionaries(st.sampled_from([*SMALL.questions, "other"]), ANYTHING, max_size=6))
def test_whatever_is_sent_is_kept_or_told(raw: dict[str, object]):
    """Nothing breaks it, and what is neither kept, set aside nor told was nothing."""
    found = read_sheet(SMALL, raw)
    lost = set(raw) - set(found.given) - set(found.aside) - {wrong.question for wrong in found.wrong}
    values = (
        raw[code]["value"] if isinstance(raw[code], dict) and "value" in raw[code] else raw[code]
        for code in lost
    )  # type: ignore[index, operator]
    assert all(
        value is None
        or value in ([], {})
        or (isinstance(value, str) and not value.strip())
        or isinstance(value, dict)
        for value in values
    )
    refuse_whole(SMALL, found)


# ── the way through ─────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("raw", "reached", "aside"),
    [
        ({}, [], []),
        ({"has_system": "no"}, [], []),
        ({"has_system": "yes"}, ["users"], []),
        ({"has_system": "yes", "users": "49.9"}, ["users"], []),
        ({"has_system": "yes", "users": 50}, ["users", "uses"], []),
        ({"users": 50, "uses": ["tax"]}, [], ["users", "uses"]),
        ({"has_system": "no", "users": 50, "uses": ["tax"]}, [], ["users", "uses"]),
        ({"good": "2"}, [], []),
        ({"good": "2", "recommend": 6}, ["why"], []),
        ({"good": "3", "recommend": 6, "why": "ช้า"}, [], ["why"]),
        ({"good": "none", "recommend": 6}, [], []),
    ],
)
def test_what_is_asked_follows_from_the_answers(raw: dict[str, object], reached: list[str], aside: list[str]):
    """An answer to what is no longer asked is set aside, and opens nothing further."""
    found = sheet(SMALL, raw)
    assert [code for code in found.reached if SMALL.questions[code].condition] == reached
    assert list(found.aside) == aside


def test_sections_of_another_audience_are_not_asked():
    ita = load("ita_2567")
    staff = sheet(ita, {"iit_duties_1": "4", "eit_quality_1": "4"}, "staff")
    assert {ita.audience_of(ita.questions[code].section) for code in staff.reached} == {"staff"}
    assert staff.aside == ("eit_quality_1",)
    assert len(sheet(ita, {}).reached) == len(ita.questions)
    refuse_unknown_audience(ita, "staff")
    with pytest.raises(RefusedError, match="ไม่มีกลุ่มผู้ตอบ"):
        refuse_unknown_audience(ita, "nobody")


# ── whole and partial ───────────────────────────────────────────────────────
def test_a_whole_sheet_may_be_handed_in():
    whole = sheet(SMALL, WHOLE)
    assert refuse_whole(SMALL, whole) == ()
    assert (progress(SMALL, whole).answered, progress(SMALL, whole).asked, progress(SMALL, whole).left) == (
        6,
        8,
        (),
    )


@pytest.mark.parametrize(
    ("change", "open_ones"),
    [
        ({"good": None}, [("good", "answer_missing", "")]),
        ({"plan": True}, [("plan", "answer_no_evidence", "")]),
        ({"plan": False}, []),
        ({"uses": ["tax", "none"]}, [("uses", "answer_alone", ""), ("uses", "answer_missing", "")]),
        ({"users": 10, "uses": None}, []),  # no longer asked
        ({"parts": {"fast": "5"}}, []),  # not required
    ],
)
def test_what_keeps_a_sheet_from_being_handed_in(
    change: dict[str, object], open_ones: list[tuple[str, str, str]]
):
    found = read_sheet(SMALL, WHOLE | change)
    assert [
        (wrong.question, wrong.message.code, wrong.row) for wrong in refuse_whole(SMALL, found)
    ] == open_ones


def test_a_matrix_is_answered_when_every_row_is():
    required = small(('scale = "five", required = false, rows', 'scale = "five", rows'))
    found = read_sheet(required, WHOLE | {"parts": {"fast": "5"}})
    assert [(wrong.question, wrong.row) for wrong in refuse_whole(required, found)] == [("parts", "clear")]
    assert progress(required, found).left == ("parts",)


@steadily
@given(st.sets(st.sampled_from(sorted(WHOLE))))
def test_progress_counts_what_is_answered_of_what_is_asked(codes: set[str]):
    found = sheet(SMALL, {code: WHOLE[code] for code in codes})
    so_far = progress(SMALL, found)
    assert so_far.answered == len(found.given)
    assert so_far.asked == len(found.reached)
    assert set(found.given) <= set(found.reached)
    assert set(found.given) | set(found.aside) == codes
    sections = [progress(SMALL, found, each) for each in SMALL.sections]
    assert sum(each.asked for each in sections) == so_far.asked
    missing = {
        wrong.question for wrong in refuse_whole(SMALL, found) if wrong.message.code == "answer_missing"
    }
    assert missing == set(so_far.left)


# ── the language of conditions ──────────────────────────────────────────────
@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("tick", True),
        ("not tick", False),
        ('one == "a"', True),
        ('one != "a"', False),
        ('one == "b" or number > 4', True),
        ("one >= 3", True),
        ("one < 3", False),
        ('"x" in several and not "y" in several', True),
        ("number == 5.0 and number >= -1", True),
        ("answered(open)", False),
        ("not answered(open)", True),
        ("open == 1", None),
        ("not open == 1", None),
        ("open == 1 and tick", None),
        ("open == 1 and not tick", False),
        ("open == 1 or tick", True),
    ],
)
def test_a_condition_holds_or_not_or_cannot_be_said_yet(text: str, holds: object):
    known: dict[str, Known] = {
        "tick": True,
        "one": ("a", Decimal(3)),
        "number": Decimal(5),
        "several": frozenset({"x"}),
        "open": None,
    }
    assert read_condition(text).holds(known) is holds


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "a b", "a ==", "a = 1", "1", "a + 1 > 2", "a.b", "a[0]", "f(a)", "answered()", "answered(a, b)", "answered(1)",
        "__import__('os')", "a if b else c", "lambda: a", "a == b", "a == True", "1 == a", "a == 1 == 2", "a in b", '"x" in "xy"',
        "a is b", "[a]", "{a}", "a; b", "a\nb", "a == 'x'", 'f"{a}"', "a := 1", "(" * 30 + "a" + ")" * 30, "not " * 30 + "a", "a" * 501,
        "a == 1e400", "a == 1_000j", "a == 99999999999999999999", "ก == 1", "a == \\u0031", "*a", "await a",
    ],
)  # fmt: skip
def test_nothing_else_is_part_of_the_language(text: str):
    with pytest.raises(RefusedError):
        read_condition(text)


@steadily
@given(st.recursive(
    st.sampled_from(["a", "b", "c"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda three: f"({' '.join(three)})"),
        inner.map(lambda one: f"not {one}"),
    ),
    max_leaves=8,
), st.tuples(*[st.booleans()] * 3))  # fmt: skip
def test_with_every_answer_given_it_is_plain_logic(text: str, values: tuple[bool, bool, bool]):
    known = dict(zip("abc", values, strict=True))
    assert read_condition(text).holds(known) is eval(text, {}, known)  # noqa: S307 - the oracle; the text is ours


@steadily
@given(st.text(alphabet='ab ()<>=!".-0123456789andorti', max_size=40))
def test_any_text_is_read_or_refused(text: str):
    with suppress(RefusedError):
        assert read_condition(text).text == text
