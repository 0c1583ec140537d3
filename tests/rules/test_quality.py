"""The percentage of quality: what each measure counts, what leaves the denominator, how it is told."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samrit.rules.quality import (
    Counts,
    Measure,
    Point,
    read_terms,
    score,
    share_of,
    suggestions,
    terms_for,
    trend,
)
from samrit.rules.quality.counting import PROOFS
from samrit.rules.quality.fixing import Fix, Suggestion, in_words
from samrit.rules.quality.terms import Terms

TERMS = terms_for(2567)
JUDGED = [f"{found}{end}" for found in ("sound", "asked", "refused") for end in ("", "_uncertified")]
# Ten cells owed, eight given: five certified (one of them asked about), three not.
SOME = Counts(
    "gpp", owed=10, given=8, due=5, in_time=3, late=1, sound=4, asked=1, sound_uncertified=3,
    source=8, method=8, evidence=2, contact=8,
)  # fmt: skip
WHOLE = Counts(
    "births", owed=4, given=4, due=4, in_time=4, sound=4, source=4, method=4, evidence=4, contact=4, to_link=4, linked=4
)  # fmt: skip
NOTHING = Counts("pm25_daily")


@st.composite
def counts(draw: st.DrawFn) -> Counts:
    def upto(most: int) -> int:
        return draw(st.integers(0, most))

    owed = draw(st.integers(0, 40))
    given_, due, to_link = upto(owed), upto(owed), upto(owed)
    in_time = upto(due)
    cuts = sorted(draw(st.lists(st.integers(0, given_), min_size=5, max_size=5)))
    six = [end - start for start, end in zip([0, *cuts], [*cuts, given_], strict=True)]
    drawn: dict[str, Any] = dict(zip(JUDGED, six, strict=True)) | {proof: upto(given_) for proof in PROOFS}
    return Counts(
        draw(st.sampled_from(["a", "b", "c", "d"])),
        draw(st.sampled_from(["x", "y"])),
        owed=owed,
        given=given_,
        due=due,
        in_time=in_time,
        late=upto(due - in_time),
        to_link=to_link,
        linked=upto(to_link),
        **drawn,
    )


def percents(*rows: Counts) -> list[Decimal | None]:
    return [measure.percent for measure in score(rows, TERMS).measures]


# ── what each measure counts ────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("measure", "part", "whole"),
    [
        (Measure.COMPLETE, Fraction(8), 10),
        (Measure.CURRENT, Fraction(7, 2), 5),  # 3 in time, 1 late that counts half
        (Measure.CREDIBLE, Fraction(9, 2), 10),  # 4 sound, 1 asked that counts half; 3 not certified
        (Measure.VERIFIABLE, Fraction(13, 2), 10),  # (8 + 8 + 2 + 8) ÷ 4
        (Measure.LINKED, Fraction(0), 0),
    ],
)
def test_what_a_measure_counts(measure: Measure, part: Fraction, whole: int) -> None:
    share = share_of(measure, SOME, TERMS)
    assert (share.part, share.whole) == (part, whole)


def test_an_item_with_everything_has_a_hundred() -> None:
    quality = score([WHOLE], TERMS)
    assert quality.percent == 100
    assert quality.level is not None
    assert (quality.level.code, quality.level.light) == ("good", "green")


def test_a_measure_of_which_nothing_is_owed_leaves_the_denominator_and_says_so() -> None:
    quality = score([SOME], TERMS)
    assert percents(SOME) == [80, 70, 45, 65, None]
    assert quality.percent == 65
    assert [str(step) for step in quality.steps] == [
        "ครบถ้วน: นับได้ 8 จาก 10 ช่องที่ต้องมี = ร้อยละ 80",
        "ทันสมัย: นับได้ 3.5 จาก 5 ช่องที่ต้องมี = ร้อยละ 70",
        "น่าเชื่อถือ: นับได้ 4.5 จาก 10 ช่องที่ต้องมี = ร้อยละ 45",
        "ตรวจสอบได้: นับได้ 6.5 จาก 10 ช่องที่ต้องมี = ร้อยละ 65",
        "เชื่อมโยง: ไม่มีข้อมูลที่ต้องส่งในข้อนี้ จึงไม่นำน้ำหนัก 20 มาคิด",
        "ร้อยละคุณภาพข้อมูล = (20 × 80 + 20 × 70 + 20 × 45 + 20 × 65) ÷ 80 = 65",
        "ร้อยละ 65.00 อยู่ในระดับ พอใช้ (ตั้งแต่ 60)",
    ]


def test_nothing_owed_is_no_score_and_owing_all_of_it_is_zero() -> None:
    nothing = score([NOTHING], TERMS)
    assert (nothing.percent, nothing.level) == (None, None)
    assert nothing.steps[-1].code == "quality_nothing"
    zero = score([Counts("gpp", owed=3, due=3)], TERMS)
    assert zero.percent == 0
    assert zero.level is not None
    assert zero.level.light == "red"
    assert score([], TERMS).percent is None


def test_cells_are_added_up_for_completeness_and_items_are_alike_for_the_others() -> None:
    small, large = replace(WHOLE, item="small"), Counts("large", owed=96, due=96)
    assert percents(small, large) == [4, 50, 50, 50, 100]
    assert score([small, large], TERMS).percent == Decimal("50.8")


def test_points_add_up_to_the_percentage() -> None:
    quality = score([SOME, WHOLE], TERMS)
    points = sum((each.points for each in quality.measures if each.points is not None), Decimal(0))
    assert abs(points - (quality.percent or 0)) < Decimal("1e-24")


@pytest.mark.parametrize(
    "wrong",
    [
        {"given": 11}, {"given": 7}, {"in_time": 5}, {"due": 11}, {"source": 9}, {"linked": 1}, {"to_link": 11}, {"late": -1},
        {"sound": 5},
    ],
)  # fmt: skip
def test_counts_that_do_not_add_up_are_refused(wrong: dict[str, int]) -> None:
    changed: dict[str, Any] = dict(wrong)
    with pytest.raises(ValueError, match="counts of gpp"):
        replace(SOME, **changed)


# ── what always holds ───────────────────────────────────────────────────────
rows = st.lists(counts(), max_size=5)


def test_of_two_fixes_that_bring_the_same_the_one_of_fewer_cells_comes_first() -> None:
    one, two = (Counts("b", owed=cells, given=cells, sound=cells) for cells in (1, 2))
    found = suggestions([two, one], TERMS)
    assert [fix.cells for fix in found if fix.fix is Fix.SOURCE] == [1, 2]
    assert found == suggestions([one, two], TERMS)


@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_items_does_not_matter(given_: list[Counts], random: Any) -> None:
    shuffled = random.sample(given_, len(given_))
    assert score(given_, TERMS) == score(shuffled, TERMS)
    assert suggestions(given_, TERMS) == suggestions(shuffled, TERMS)


@given(rows)
def test_a_percentage_lies_between_0_and_100(given_: list[Counts]) -> None:
    percent = score(given_, TERMS).percent
    assert percent is None or 0 <= percent <= 100
    assert (percent is None) is not any(row.owed or row.to_link for row in given_)


@given(rows, counts(), st.sampled_from(JUDGED), st.sampled_from([0, 1]))
def test_one_more_cell_given_never_lowers_it(
    others: list[Counts], row: Counts, key: str, of_the_newest: int
) -> None:
    if not row.missing:
        return
    late = min(row.late + of_the_newest, row.due - row.in_time)
    more: dict[str, Any] = {"given": row.given + 1, key: getattr(row, key) + 1, "late": late}
    before, after = (score([*others, each], TERMS).percent for each in (row, replace(row, **more)))
    assert before is not None
    assert after is not None
    assert after >= before


@settings(deadline=None)
@given(rows)
def test_a_suggestion_brings_exactly_what_it_says(given_: list[Counts]) -> None:
    """By scoring again after doing it; of two rows alike either may be meant, so they are made different."""
    distinct = [replace(row, item=f"{row.item}{place}") for place, row in enumerate(given_)]
    before = score(distinct, TERMS).percent
    for suggestion in suggestions(distinct, TERMS):
        done = [done_on(row, suggestion) if row.item == suggestion.item else row for row in distinct]
        after = score(done, TERMS).percent
        assert before is not None
        assert after is not None
        assert abs(after - before - suggestion.gain) < Decimal("1e-20")


def done_on(row: Counts, suggestion: Suggestion) -> Counts:
    if suggestion.fix is Fix.CERTIFY:
        return row.certified()
    if suggestion.fix is Fix.LINK:
        return replace(row, linked=min(row.given, row.to_link))  # what is missing cannot be sent
    if suggestion.fix is Fix.FILL:
        more = row.owed - row.given
        return replace(
            row, given=row.owed, late=row.due - row.in_time, sound_uncertified=row.sound_uncertified + more
        )
    if suggestion.fix is Fix.EXPLAIN:
        return replace(
            row, sound=row.sound + row.asked, asked=0,
            sound_uncertified=row.sound_uncertified + row.asked_uncertified, asked_uncertified=0,
        )  # fmt: skip
    if suggestion.fix is Fix.CORRECT:
        return replace(
            row, sound=row.sound + row.refused, refused=0,
            sound_uncertified=row.sound_uncertified + row.refused_uncertified, refused_uncertified=0,
        )  # fmt: skip
    stated: dict[str, Any] = {suggestion.fix.value: row.given}
    return replace(row, **stated)


# ── what to mend first ──────────────────────────────────────────────────────
def test_the_cheapest_fix_comes_first() -> None:
    assert [(one.fix, one.cells, one.effort, one.gain) for one in suggestions([SOME], TERMS)] == [
        (Fix.CERTIFY, 3, Decimal(1), Decimal("7.5")),
        (Fix.FILL, 2, Decimal(2), Decimal("7.5")),
        (Fix.EVIDENCE, 6, Decimal(3), Decimal("3.75")),
        (Fix.EXPLAIN, 1, Decimal(1), Decimal("1.25")),
    ]
    assert suggestions([WHOLE, NOTHING], TERMS) == []


def test_equal_fixes_stand_by_item_and_agency() -> None:
    alike = [replace(SOME, item=item, agency=agency) for item in ("b", "a") for agency in ("2", "1")]
    first = [(one.item, one.agency) for one in suggestions(alike, TERMS) if one.fix is Fix.CERTIFY]
    assert first == [("a", "1"), ("a", "2"), ("b", "1"), ("b", "2")]


def test_a_fix_is_told_with_what_it_brings() -> None:
    certify, *_ = suggestions([SOME], TERMS)
    assert str(in_words(certify, "GPP", TERMS)) == "ให้หัวหน้าหน่วยงานรับรอง “GPP” 3 ช่อง จะได้เพิ่ม 7.50 จุด"
    little = replace(certify, gain=Decimal("0.004"))
    assert str(in_words(little, "GPP", TERMS)).endswith("จะได้เพิ่ม น้อยกว่า 0.01 จุด")
    assert all(str(in_words(replace(certify, fix=fix), "GPP", TERMS)) for fix in Fix)


# ── the trend ───────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("percents", "change", "code"),
    [
        ([], None, "trend_nothing"),
        ([None], None, "trend_nothing"),
        (["50"], None, "trend_first"),
        (["50", "52.5"], "2.5", "trend_up"),
        (["52.5", None, "50"], "-2.5", "trend_down"),
        (["50.001", "50.004"], "0", "trend_same"),
        (["50", None], None, "trend_nothing"),
    ],
)
def test_the_trend(percents: list[str | None], change: str | None, code: str) -> None:
    points = [Point(None if percent is None else Decimal(percent), "v") for percent in percents]
    found = trend(points, TERMS)
    assert (found.change, found.message.code) == (None if change is None else Decimal(change), code)


def test_scores_of_other_terms_are_not_compared() -> None:
    found = trend([Point(Decimal(50), "v1"), Point(Decimal(60), "v2")], TERMS)
    assert (found.change, found.message.code) == (None, "trend_other_terms")


# ── the terms of a year ─────────────────────────────────────────────────────
def row(**changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "year": 2557, "decimals": 2, "step_decimals": 6,
        "measures": [
            {"code": measure.value, "name": measure.value, "english": "", "weight": 20, "gather": "items"} for measure in Measure
        ],
        "worth": {"late": Decimal("0.5"), "asked": Decimal("0.5"), "refused": 0, "uncertified": 0},
        "proof": {"source": 1, "method": 1, "evidence": 1, "contact": 1},
        "effort": {"cell": 1},
        "levels": [
            {"code": "low", "name": "ต่ำ", "at_least": 0, "light": "red"},
            {"code": "high", "name": "สูง", "at_least": 80, "light": "green"},
        ],
    }  # fmt: skip
    return made | changes


def terms(**changes: Any) -> Terms:
    return read_terms([row(**changes)])[0]


def test_a_weight_of_zero_takes_a_measure_out() -> None:
    measures = [dict(each, weight=100 if each["code"] == "complete" else 0) for each in row()["measures"]]
    assert score([SOME], terms(measures=measures)).percent == 80


def test_the_level_is_that_of_the_published_figure() -> None:
    low, high = (
        score([Counts("a", owed=100_000, given=cells, sound=cells)], terms(measures=only())).level
        for cells in (79_994, 79_995)
    )
    assert low is not None
    assert high is not None
    assert (low.code, high.code) == ("low", "high")


def only() -> list[dict[str, Any]]:
    return [dict(each, weight=1 if each["code"] == "complete" else 0) for each in row()["measures"]]


def test_the_version_changes_with_every_value_and_a_year_keeps_its_own() -> None:
    old, new = read_terms([row(year=2570, decimals=3), row()])
    assert (old.year, new.year) == (2557, 2570)
    assert old.version == terms().version != new.version
    assert terms_for(2500).year == terms_for(2600).year == 2557


@pytest.mark.parametrize(
    "wrong",
    [
        {"measures": row()["measures"][:4]},
        {"measures": [dict(each, weight=0) for each in row()["measures"]]},
        {"worth": {"late": 2, "asked": 0, "refused": 0, "uncertified": 0}},
        {"worth": {"late": 0, "asked": 0, "refused": 1, "uncertified": 0}},
        {"proof": {"source": 1}},
        {"effort": {"cell": 0}},
        {"levels": [{"code": "high", "name": "สูง", "at_least": 80, "light": "green"}]},
    ],
)
def test_terms_that_do_not_hold_together_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"terms\.toml, 2557"):
        terms(**wrong)
