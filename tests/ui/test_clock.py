"""The clock of a window: to the minute, in words, gold at 3 days and red at 1."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from samrit.ui.clock import headline, in_one_line, time_left

OPENS = datetime(2024, 3, 25, 1, 30, tzinfo=UTC)
CLOSES = datetime(2024, 4, 11, 9, 30, tzinfo=UTC)  # 16.30 in Bangkok


def before_closing(**span: int) -> datetime:
    return CLOSES - timedelta(**span)


@pytest.mark.parametrize(
    ("now", "state", "tone", "thai"),
    [
        (OPENS - timedelta(days=2), "upcoming", "waiting", "เปิดรับในอีก 2 วัน"),
        (OPENS, "open", "calm", "ปิดรับอีก 17 วัน 8 ชั่วโมง"),
        (before_closing(days=3, minutes=1), "open", "calm", "ปิดรับอีก 3 วัน 1 นาที"),
        (before_closing(days=3), "open", "gold", "ปิดรับอีก 3 วัน"),
        (before_closing(days=2, hours=4), "open", "gold", "ปิดรับอีก 2 วัน 4 ชั่วโมง"),
        (before_closing(days=1, minutes=1), "open", "gold", "ปิดรับอีก 1 วัน 1 นาที"),
        (before_closing(days=1), "open", "red", "ปิดรับอีก 1 วัน"),
        (before_closing(minutes=61), "open", "red", "ปิดรับอีก 1 ชั่วโมง 1 นาที"),
        (before_closing(seconds=59), "open", "red", "ปิดรับอีก ไม่ถึง 1 นาที"),
        (CLOSES, "closed", "over", "ปิดรับแล้ว"),
        (CLOSES + timedelta(seconds=1), "closed", "over", "ปิดรับแล้ว"),
    ],
)
def test_what_the_clock_shows(now: datetime, state: str, tone: str, thai: str) -> None:
    left = time_left(OPENS, CLOSES, now)
    assert (left.state, left.tone) == (state, tone)
    with override("th"):
        assert headline(left) == thai


def test_one_line_names_the_moment() -> None:
    with override("th"):
        line = in_one_line(time_left(OPENS, CLOSES, before_closing(days=2, hours=4)))
    assert line == "ปิดรับอีก 2 วัน 4 ชั่วโมง — 11 เม.ย. 2567 เวลา 16.30 น."
