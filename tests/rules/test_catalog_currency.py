"""Whether a dataset is up to date, and the day on which it stops being so."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.rules.catalog.currency import (
    Currency,
    State,
    currency,
    last_update,
    months_later,
    policies,
    policy_of,
    working_days_later,
)
from samrit.rules.catalog.kinds import Dataset
from tests.rules.catalog_records import STANDARD, record

POLICY = policy_of(2567)


def judged(unit: str, interval: str | None, updated: date | None, on: date, **more: object) -> Currency:
    own = record(update_frequency_unit=unit, update_frequency_interval=interval)
    return currency(STANDARD, own, updated=updated, on=on, policy=POLICY, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("unit", "interval", "due", "late_from"),
    [
        # updated 31 Jan 2567 (2024); grace 90, 45, 30, 15, 3, 1 days, and the next day is the first late one
        ("ปี", "1", date(2025, 1, 31), date(2025, 5, 2)),  # 31 Jan + 90 = 1 May
        ("ปี", "5", date(2029, 1, 31), date(2029, 5, 2)),
        ("ครึ่งปี", "1", date(2024, 7, 31), date(2024, 9, 15)),  # 31 Jul + 45 = 14 Sep
        ("ไตรมาส", "1", date(2024, 4, 30), date(2024, 5, 31)),  # no 31 Apr; 30 Apr + 30 = 30 May
        ("เดือน", "1", date(2024, 2, 29), date(2024, 3, 16)),  # a leap year; 29 Feb + 15 = 15 Mar
        ("สัปดาห์", "2", date(2024, 2, 14), date(2024, 2, 18)),
        ("วัน", "1", date(2024, 2, 1), date(2024, 2, 3)),
        ("วันทำการ", "3", date(2024, 2, 5), date(2024, 2, 7)),  # Thu, Fri, Mon
        ("ชั่วโมง", "1", date(2024, 2, 1), date(2024, 2, 3)),  # part of a day is a day
        ("ชั่วโมง", "48", date(2024, 2, 2), date(2024, 2, 4)),
        ("นาที", "5", date(2024, 2, 1), date(2024, 2, 3)),
    ],
)
def test_each_frequency_to_the_day(unit: str, interval: str, due: date, late_from: date) -> None:
    updated, day = date(2024, 1, 31), timedelta(days=1)
    found = judged(unit, interval, updated, updated)
    assert (found.due, found.late_from, found.state) == (due, late_from, State.CURRENT)
    states = [
        judged(unit, interval, updated, on).state for on in (due, due + day, late_from - day, late_from)
    ]
    assert states == [State.CURRENT, State.DUE, State.DUE, State.LATE]


def test_what_counts_as_up_to_date() -> None:
    assert [state.counts for state in State] == [True, True, False, False, False]


def test_without_an_interval_it_is_one() -> None:
    for interval in (None, "0", "x", "๒", "99999"):
        assert judged("เดือน", interval, date(2024, 1, 1), date(2024, 1, 1)).due == date(2024, 2, 1)


def test_holidays_are_no_working_days() -> None:
    """Thu 11 Apr 2567 + 1: Fri 12 is a holiday, 13–14 the weekend, Mon 15 and Tue 16 holidays: Wed 17."""
    songkran = frozenset({date(2024, 4, 12), date(2024, 4, 15), date(2024, 4, 16)})
    assert working_days_later(date(2024, 4, 11), 1, songkran) == date(2024, 4, 17)
    found = judged("วันทำการ", "1", date(2024, 4, 11), date(2024, 4, 18), holidays=songkran)
    assert (found.state, found.late_from) == (State.DUE, date(2024, 4, 19))
    assert judged("วันทำการ", "1", date(2024, 4, 11), date(2024, 4, 18)).state is State.LATE


def test_what_is_never_updated_is_always_current() -> None:
    found = judged("ไม่มีการปรับปรุงหลังจากการจัดเก็บข้อมูล", None, None, date(2099, 1, 1))
    assert (found.state, found.due, found.late_from) == (State.CURRENT, None, None)


@pytest.mark.parametrize(
    ("unit", "state"), [("ไม่ทราบ", State.UNKNOWN), ("อื่นๆ", State.JUDGE), ("ทุกเมื่อ", State.UNKNOWN)]
)
def test_where_no_rule_can_tell(unit: str, state: State) -> None:
    assert judged(unit, "1", date(2024, 1, 1), date(2024, 1, 1)).state is state


def test_real_time_is_judged_by_the_last_answer() -> None:
    """One day of grace: answered on 1 Jan, still counted on 2 Jan, no more on 3 Jan."""

    def state(on: date, answered: date | None) -> State:
        return judged("ตามเวลาจริง", None, None, on, answered=answered).state

    assert state(date(2024, 1, 1), None) is State.UNKNOWN
    days = [date(2024, 1, 1), date(2024, 1, 2), date(2024, 1, 3)]
    assert [state(on, days[0]) for on in days] == [State.CURRENT, State.DUE, State.LATE]


def test_an_update_that_nobody_knows_is_not_current() -> None:
    assert judged("ปี", "1", None, date(2024, 1, 1)).state is State.UNKNOWN


def test_a_day_to_come_buys_no_time() -> None:
    """Said to be updated in 2600: judged as if today."""
    today = date(2024, 1, 31)
    assert judged("เดือน", "1", date(2057, 1, 1), today).due == date(2024, 2, 29)


def test_why_is_told_with_days() -> None:
    found = judged("เดือน", "3", date(2024, 1, 31), date(2024, 5, 16))
    assert found.why.thai() == "ปรับปรุงทุก 3 เดือน แต่ล่าสุดเมื่อ 31 ม.ค. 2567 ไม่เป็นปัจจุบันตั้งแต่ 16 พ.ค. 2567"


def test_the_last_update_is_the_newest_of_the_dataset_and_its_resources() -> None:
    own = record(last_updated_date="2024-01-01", created_date="2020-01-01")
    newer = ({"resource_last_updated_date": "2024-03-01"}, {"resource_last_updated_date": "2024-02-01"})
    assert last_update(Dataset("2.1.0", own)) == date(2024, 1, 1)
    assert last_update(Dataset("2.1.0", own, newer)) == date(2024, 3, 1)
    assert last_update(Dataset("2.1.0", record(created_date="2020-01-01"))) == date(2020, 1, 1)
    assert last_update(Dataset("2.1.0", record(last_updated_date="เมื่อวาน"))) is None


def test_months_end_where_they_end() -> None:
    assert months_later(date(2024, 8, 31), 6) == date(2025, 2, 28)
    assert months_later(date(2023, 11, 30), 3) == date(2024, 2, 29)
    assert months_later(date(9999, 1, 1), 12) == date.max


def test_a_year_before_all_tables_has_the_oldest() -> None:
    assert policy_of(2400) is policies()[0]
    assert policy_of(2700) is policies()[-1]


@given(
    st.sampled_from([word.value for word in STANDARD.vocabularies["frequency"]]),
    st.integers(1, 9999),
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    st.integers(0, 2000),
)
def test_it_never_gets_better_by_waiting(unit: str, interval: int, updated: date, days: int) -> None:
    """The later it is looked at, the less current it is; and on the day of an update it counts whenever it can."""
    order = list(State)[:3]
    states = [
        judged(unit, str(interval), updated, updated + timedelta(days=n)).state for n in (0, days, days + 1)
    ]
    known = [order.index(state) for state in states if state in order]
    assert known == sorted(known)
    assert not known or known[0] == 0


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(0, 60))
def test_working_days_are_counted_one_by_one(start: date, days: int) -> None:
    end = working_days_later(start, days, frozenset())
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(day.weekday() < 5 for day in between) == days
    assert not between or end.weekday() < 5
