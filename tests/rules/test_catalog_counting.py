"""The completeness meter and the KPI's four counts."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.rules.catalog.completeness import meter
from samrit.rules.catalog.counting import Entry, Result, counted, is_open
from samrit.rules.catalog.currency import Currency, State
from samrit.rules.catalog.kinds import Value
from samrit.rules.catalog.terms import Counted, Terms, read_terms, terms_of
from samrit.rules.wording import say
from tests.rules.catalog_records import NEWER, STANDARD, record

TERMS = terms_of(2567)
FULL_METER = meter(STANDARD, record())
SHORT_METER = meter(STANDARD, record(notes=None))


# ── 0 … 14 ──────────────────────────────────────────────────────────────────
def test_from_nothing_to_fourteen() -> None:
    assert meter(STANDARD, {}).filled == 0
    assert (FULL_METER.filled, FULL_METER.total, FULL_METER.is_complete) == (14, 14, True)
    given: dict[str, Value] = {}
    for number, row in enumerate(STANDARD.rows, 1):
        given |= {code: record()[code] for code in row.fields}
        assert meter(STANDARD, given).filled == number


@pytest.mark.parametrize(
    ("changes", "row"),
    [
        ({"notes": None}, 7),
        ({"objective": ("ยุทธศาสตร์", "พันธกิจหน่วยงาน")}, 8),  # a word of no list does not count
        ({"geo_coverage": "อื่นๆ"}, 10),  # nor อื่นๆ that does not say what
        ({"maintainer_email": "ไม่มี"}, 5),
        ({"title": "-"}, 2),
        ({"update_frequency_interval": "ทุกปี"}, 9),  # what is written must be right, though it may be empty
    ],
)
def test_a_row_that_does_not_count_says_what_to_do(changes: dict[str, Value], row: int) -> None:
    found = meter(STANDARD, record(**changes))
    assert (found.filled, [state.row.number for state in found.missing]) == (13, [row])
    assert all(str(mend) for state in found.missing for _, mend in state.wanting)


def test_an_empty_interval_counts_and_is_advised() -> None:
    found = meter(STANDARD, record(update_frequency_interval=None))
    assert found.is_complete
    assert [code for code, _ in found.rows[8].advice] == ["update_frequency_interval"]
    never = meter(STANDARD, record(update_frequency_interval=None, update_frequency_unit="ไม่ทราบ"))
    assert never.rows[8].advice == ()


def test_conditions_and_the_class_bear_on_no_row() -> None:
    assert meter(NEWER, record(data_category="ข้อมูลความมั่นคง")).filled == 14
    unlicensed = record(data_classification="เปิดเผย", license_id="License not specified")
    assert meter(NEWER, unlicensed).filled == 14


def test_the_meter_in_words() -> None:
    assert FULL_METER.message().thai() == "ครบ 14 รายการ"
    assert meter(STANDARD, record(notes=None, title=None)).message().thai() == (
        "ครบ 12 จาก 14 รายการ ยังขาด ชื่อชุดข้อมูล · รายละเอียด"
    )


# ── who may have it ─────────────────────────────────────────────────────────
def test_what_is_open() -> None:
    assert is_open(STANDARD, record())
    assert not is_open(STANDARD, record(data_category="ข้อมูลส่วนบุคคล"))
    assert not is_open(STANDARD, record(data_category=None))
    assert not is_open(NEWER, record())  # the class is not said
    assert is_open(NEWER, record(data_classification="เปิดเผย"))
    assert not is_open(NEWER, record(data_classification="ลับ"))


# ── the four counts ─────────────────────────────────────────────────────────
CURRENT = Currency(State.CURRENT, say("test_current", "ปัจจุบัน"))
LATE = Currency(State.LATE, say("test_late", "ไม่ปัจจุบัน"))
JUDGE = Currency(State.JUDGE, say("test_judge", "ต้องยืนยัน"))
GOOD = Entry(
    id="1",
    title="ก",
    open=True,
    published=True,
    meter=FULL_METER,
    currency=CURRENT,
    planned=True,
    worked_on=date(2024, 3, 1),
    registered_on=date(2024, 5, 1),
)


def results(found: Result) -> dict[Counted, tuple[int, int, list[str]]]:
    return {
        one.terms.counted: (one.met, one.base, [each.entry.id for each in one.failing])
        for one in found.counts
    }


def test_the_four_counts_worked_by_hand() -> None:
    """Fiscal year 2567 (1 Oct 2566 – 30 Sep 2567), weights 25 each.

    a everything right; b late; c without a description, not registered; d not open, planned, worked on last year;
    e not published. Developed: planned a, b, c, d, e; d fails: 4/5. Current: open and published a, b, c; b fails: 2/3.
    Complete: published a, b, c, d; c fails: 3/4. Registered: open and published a, b, c; c fails: 2/3.
    (4/5 + 2/3 + 3/4 + 2/3) ÷ 4 = (0.8 + 0.75 + 4/3) ÷ 4 = 0.7208333…; 72.08 is past 60 and short of 80: basic.
    """
    entries = [
        replace(GOOD, id="a"),
        replace(GOOD, id="b", currency=LATE),
        replace(GOOD, id="c", meter=SHORT_METER, registered_on=None),
        replace(GOOD, id="d", open=False, worked_on=date(2023, 9, 30), registered_on=None),
        replace(GOOD, id="e", published=False),
    ]
    found = counted(entries, 2567, TERMS)
    assert results(found) == {
        Counted.DEVELOPED: (4, 5, ["d"]),
        Counted.CURRENT: (2, 3, ["b"]),
        Counted.COMPLETE: (3, 4, ["c"]),
        Counted.REGISTERED: (2, 3, ["c"]),
    }
    assert found.percent is not None
    assert TERMS.published(found.percent) == Decimal("72.08")
    assert found.level is not None
    assert found.level.code == "basic"
    assert [step.code for step in found.steps] == ["catalog_step"] * 4 + ["catalog_mean", "catalog_level"]
    assert found.steps[1].thai() == "ชุดข้อมูลเปิดเป็นปัจจุบัน: 2 จาก 3 ชุด = ร้อยละ 66.67 (น้ำหนัก 25)"
    assert found.steps[5].thai() == "ร้อยละ 72.08 อยู่ในระดับขั้นต้น (ตั้งแต่ร้อยละ 60)"
    assert found.version == TERMS.version


def test_why_each_dataset_fails() -> None:
    bad = replace(GOOD, currency=LATE, meter=SHORT_METER, registered_on=None, worked_on=None)
    whys = [one.failing[0].why.thai() for one in counted([bad], 2567, TERMS).counts]
    assert whys == [
        "อยู่ในแผนปี 2567 แต่ยังไม่ได้พัฒนาหรือปรับปรุง",
        "ไม่ปัจจุบัน",
        "ครบ 13 จาก 14 รายการ ยังขาด รายละเอียด",
        "ยังไม่ได้ลงทะเบียนใน GD Catalog",
    ]


@pytest.mark.parametrize(
    ("worked_on", "met"),
    [(date(2023, 9, 30), 0), (date(2023, 10, 1), 1), (date(2024, 9, 30), 1), (date(2024, 10, 1), 0)],
)
def test_work_counts_within_the_fiscal_year(worked_on: date, met: int) -> None:
    assert counted([replace(GOOD, worked_on=worked_on)], 2567, TERMS).count(Counted.DEVELOPED).met == met


@pytest.mark.parametrize(
    ("registered_on", "met", "base"),
    [(date(2023, 9, 30), 0, 0), (date(2023, 10, 1), 1, 1), (date(2024, 9, 30), 1, 1), (date(2024, 10, 1), 0, 1), (None, 0, 1)],
)  # fmt: skip
def test_only_what_was_not_registered_before_is_to_be(
    registered_on: date | None, met: int, base: int
) -> None:
    found = counted([replace(GOOD, registered_on=registered_on)], 2567, TERMS).count(Counted.REGISTERED)
    assert (found.met, found.base) == (met, base)


def test_a_person_answers_where_no_rule_can_tell() -> None:
    assert counted([replace(GOOD, currency=JUDGE)], 2567, TERMS).count(Counted.CURRENT).met == 0
    assert (
        counted([replace(GOOD, currency=JUDGE, confirmed=True)], 2567, TERMS).count(Counted.CURRENT).met == 1
    )
    assert (
        counted([replace(GOOD, currency=LATE, confirmed=True)], 2567, TERMS).count(Counted.CURRENT).met == 0
    )


def test_a_count_of_nothing_leaves_the_denominator() -> None:
    """Not planned and registered long ago: two counts of nothing; current 1/1, complete 0/1: 25 ÷ 50 = 50 %."""
    entry = replace(GOOD, planned=False, registered_on=date(2020, 1, 1), meter=SHORT_METER)
    found = counted([entry], 2567, TERMS)
    assert (found.percent, found.level and found.level.code) == (Decimal(50), "below")
    assert found.steps[-1].thai() == "ร้อยละ 50.00 อยู่ในระดับต่ำกว่าขั้นต้น"
    assert [step.code for step in found.steps][:2] == ["catalog_step_nothing", "catalog_step"]
    strict = read_terms({**TERMS.row, "nothing": "zero"})
    assert counted([entry], 2567, strict).percent == Decimal(25)  # 25 ÷ 100


def test_without_datasets_there_is_no_result_and_not_zero() -> None:
    for terms in (TERMS, read_terms({**TERMS.row, "nothing": "zero"})):
        found = counted([], 2567, terms)
        assert (found.percent, found.level, found.steps[-1].code) == (None, None, "catalog_no_result")


def test_the_level_is_taken_from_the_figure_as_published() -> None:
    """One of 20,000 fails one of the four: 99.99875 % is published as 100.00 %."""
    entries = [replace(GOOD, id=str(n), currency=LATE if n == 0 else CURRENT) for n in range(20_000)]
    found = counted(entries, 2567, TERMS)
    assert found.percent == Decimal("99.99875")
    assert found.level is not None
    assert found.level.code == "advanced"


# ── the terms ───────────────────────────────────────────────────────────────
def test_terms_are_kept_with_a_result() -> None:
    assert read_terms(TERMS.row) == TERMS
    heavier = {**TERMS.row, "counts": [{**row, "weight": 40} for row in TERMS.row["counts"]]}
    assert read_terms(heavier).version != TERMS.version


@pytest.mark.parametrize(
    "change",
    [
        {"nothing": "skip"},
        {"counts": TERMS.row["counts"][:3]},
        {"counts": [{**row, "weight": 0} for row in TERMS.row["counts"]]},
        {"levels": TERMS.row["levels"][:3]},
        {"levels": TERMS.row["levels"][::-1]},
    ],
)
def test_terms_that_contradict_themselves(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"kpi\.toml|is not a valid"):
        read_terms({**TERMS.row, **change})


def _entry(flags: tuple[bool, ...]) -> Entry:
    is_open_, published, planned, late, short, registered, worked = flags
    return replace(
        GOOD,
        open=is_open_,
        published=published,
        planned=planned,
        currency=LATE if late else CURRENT,
        meter=SHORT_METER if short else FULL_METER,
        registered_on=date(2024, 1, 1) if registered else None,
        worked_on=date(2024, 1, 1) if worked else None,
    )


@given(st.lists(st.tuples(*[st.booleans()] * 7).map(_entry), max_size=12))
def test_mending_a_dataset_never_lowers_the_result(entries: list[Entry]) -> None:
    """And every dataset that a count is taken of either meets it or is named."""
    found = counted(entries, 2567, TERMS)
    mended = counted([replace(one, currency=CURRENT, meter=FULL_METER) for one in entries], 2567, TERMS)
    assert all(one.met + len(one.failing) == one.base for one in found.counts)
    if found.percent is not None:
        assert mended.percent is not None
        assert Decimal(0) <= found.percent <= mended.percent <= Decimal(100)


def test_the_newest_table_not_after_the_year() -> None:
    assert isinstance(TERMS, Terms)
    assert (terms_of(2570), terms_of(2500)) == (TERMS, TERMS)
