"""Which window counts for somebody: the round's, or that of a re-opening."""

from datetime import UTC, datetime, timedelta

import pytest

from samrit.rules.windows import (
    Window,
    refuse_outside,
    refuse_settled,
    refuse_voided,
    refuse_waived,
    window_in_force,
    without_end,
)
from samrit.rules.wording import Refusal

NOW = datetime(2024, 4, 20, 3, 0, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
OPEN = Window(NOW - DAY, NOW + DAY)
CLOSED = Window(NOW - 9 * DAY, NOW - DAY)
UPCOMING = Window(NOW + DAY, NOW + 9 * DAY)
REOPENED = Window(NOW - 2 * SECOND, NOW + SECOND, reason="แก้ตัวเลข")
OVER = Window(NOW - 5 * SECOND, NOW)
LONG_OVER = Window(NOW - 8 * DAY, NOW - 7 * DAY)

CASES = [
    # Nothing was re-opened: the round's own window, whatever it is.
    (OPEN, [], OPEN),
    (CLOSED, [], CLOSED),
    (UPCOMING, [], UPCOMING),
    # A closed round that was re-opened.
    (CLOSED, [REOPENED], REOPENED),
    # Of two that are open the one that closes last.
    (OPEN, [REOPENED], OPEN),
    (CLOSED, [REOPENED, OPEN], OPEN),
    # A re-opening that is over says when it closed, not when the round did …
    (CLOSED, [OVER], OVER),
    # … unless the round closed later.
    (CLOSED, [LONG_OVER], CLOSED),
    # A round that is still to come says so.
    (UPCOMING, [OVER], UPCOMING),
]


@pytest.mark.parametrize(("own", "reopened", "counts"), CASES)
def test_the_window_that_helps(own: Window, reopened: list[Window], counts: Window):
    assert window_in_force(own, reopened, NOW) is counts


def test_one_second_before_and_at_its_end():
    for moment, open_ in ((REOPENED.closes_at - SECOND, True), (REOPENED.closes_at, False)):
        window = window_in_force(CLOSED, [REOPENED], moment)
        assert window is REOPENED
        assert (refuse_outside(window, moment) is None) is open_


STOPPED = [
    (
        refuse_waived(6, resolution="มติ ก.พ.ร. ครั้งที่ 2/2563", reason="สถานการณ์โรคระบาด"),
        "round_waived",
        (
            "งดรายงานรอบ 6 เดือน ตามมติ ก.พ.ร. ครั้งที่ 2/2563 เพราะสถานการณ์โรคระบาด – "
            "ไม่ต้องรายงาน สิ่งที่บันทึกไว้ก่อนหน้ายังอยู่ครบ"
        ),
    ),
    (
        refuse_voided(2563, resolution="มติ ก.พ.ร. ครั้งที่ 3/2563", reason="สถานการณ์โรคระบาด"),
        "year_voided",
        (
            "ไม่ใช้ผลประเมินปีงบประมาณ 2563 ตามมติ ก.พ.ร. ครั้งที่ 3/2563 เพราะสถานการณ์โรคระบาด – "
            "ไม่ต้องรายงาน สิ่งที่บันทึกไว้ก่อนหน้ายังอยู่ครบ"
        ),
    ),
    (refuse_settled(), "published_round", "ยืนยันคะแนนรอบนี้แล้ว จึงแก้ไขไม่ได้อีก"),
]


@pytest.mark.parametrize(("refusal", "code", "sentence"), STOPPED)
def test_a_round_that_is_stopped_is_open_for_nobody(refusal: Refusal, code: str, sentence: str):
    stopped = Window(OPEN.opens_at, OPEN.closes_at, stopped=refusal)
    assert window_in_force(stopped, [REOPENED], NOW) is stopped
    assert refuse_outside(stopped, NOW) is refusal
    assert (refusal.code, str(refusal)) == (code, sentence)


def test_without_end_it_never_closes():
    assert refuse_outside(without_end(CLOSED), NOW + 10_000 * DAY) is None
    assert refuse_outside(without_end(UPCOMING), NOW) is not None


def test_no_window_at_all():
    assert window_in_force(None, [], NOW) is None
    assert window_in_force(None, [OVER], NOW) is OVER
