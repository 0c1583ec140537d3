"""A window is open from its first minute on and closed from its last one on."""

from datetime import UTC, datetime, timedelta

import pytest

from samrit.rules.windows import Window, WindowState, counted_moment, refuse_outside

OPENS = datetime(2024, 3, 25, 1, 30, tzinfo=UTC)
CLOSES = datetime(2024, 4, 11, 9, 30, tzinfo=UTC)
WINDOW = Window(OPENS, CLOSES, "25 มี.ค. 2567 เวลา 08.30 น.", "11 เม.ย. 2567 เวลา 16.30 น.")
INSTANT = timedelta(microseconds=1)

STATES = [
    (OPENS - INSTANT, WindowState.UPCOMING),
    (OPENS, WindowState.OPEN),
    (CLOSES - INSTANT, WindowState.OPEN),
    (CLOSES, WindowState.CLOSED),
    (CLOSES + timedelta(days=365), WindowState.CLOSED),
]


@pytest.mark.parametrize(("now", "state"), STATES)
def test_open_from_the_first_instant_and_closed_from_the_last(now: datetime, state: WindowState):
    assert WINDOW.state(now) == state


@pytest.mark.parametrize(("now", "state"), STATES)
def test_only_an_open_window_is_not_refused(now: datetime, state: WindowState):
    refusal = refuse_outside(WINDOW, now)
    assert (refusal.code if refusal else None) == {
        WindowState.UPCOMING: "window_upcoming",
        WindowState.OPEN: None,
        WindowState.CLOSED: "window_closed",
    }[state]


def test_the_refusals_say_when():
    assert str(refuse_outside(WINDOW, OPENS - INSTANT)) == (
        "ยังไม่เปิดรับรายงาน จะเปิด 25 มี.ค. 2567 เวลา 08.30 น. – อ่านตัวชี้วัดและเตรียมหลักฐานไว้ก่อนได้"
    )
    assert str(refuse_outside(WINDOW, CLOSES)) == (
        "ปิดรับรายงานแล้วเมื่อ 11 เม.ย. 2567 เวลา 16.30 น. – สิ่งที่บันทึกไว้ยังอยู่ครบ "
        "หากจำเป็นให้ผู้ประสานงานจังหวัดขอเปิดรอบจากสำนักงาน ก.พ.ร."
    )


# ── the last press ──────────────────────────────────────────────────────────
SECOND = timedelta(seconds=1)
GRACE = timedelta(seconds=60)
LAST = CLOSES - INSTANT
# arrives, begun → counts as
ARRIVALS = [
    (CLOSES - SECOND, None, CLOSES - SECOND),
    (CLOSES, None, CLOSES),
    (CLOSES, CLOSES - SECOND, LAST),
    (CLOSES + GRACE - INSTANT, CLOSES - SECOND, LAST),
    (CLOSES + GRACE, CLOSES - SECOND, CLOSES + GRACE),
    (CLOSES + SECOND, CLOSES, CLOSES + SECOND),
    (CLOSES + SECOND, OPENS - SECOND, CLOSES + SECOND),
    (OPENS - SECOND, None, OPENS - SECOND),
]


@pytest.mark.parametrize(("now", "began", "counts"), ARRIVALS)
def test_who_had_begun_before_closing_has_a_minute_for_the_last_press(
    now: datetime, began: datetime | None, counts: datetime
):
    assert counted_moment(WINDOW, now, began_at=began, grace=GRACE) == counts


def test_a_year_may_give_no_grace():
    assert counted_moment(WINDOW, CLOSES, began_at=CLOSES - SECOND, grace=timedelta(0)) == CLOSES
