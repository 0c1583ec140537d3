"""Reporting windows: when a round is open, to the minute."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from samrit.rules.wording import Refusal, refuse


class WindowState(StrEnum):
    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Window:
    """Open from ``opens_at`` on; closed from ``closes_at`` on. Both aware, to the minute.

    ``opens`` and ``closes`` are the same moments as people read them (Thai date and time). ``stopped`` says why
    nothing is reported at all, whatever the time (a round waived, a year voided); ``reason`` why it was re-opened.
    """

    opens_at: datetime
    closes_at: datetime
    opens: str = ""
    closes: str = ""
    stopped: Refusal | None = None
    reason: str = ""

    def state(self, now: datetime) -> WindowState:
        if now < self.opens_at:
            return WindowState.UPCOMING
        return WindowState.OPEN if now < self.closes_at else WindowState.CLOSED


def refuse_outside(window: Window, now: datetime) -> Refusal | None:
    """Why nothing can be reported now, or None while the window is open."""
    if window.stopped:
        return window.stopped
    match window.state(now):
        case WindowState.UPCOMING:
            return refuse(
                "window_upcoming",
                "ยังไม่เปิดรับรายงาน จะเปิด {opens} – อ่านตัวชี้วัดและเตรียมหลักฐานไว้ก่อนได้",
                opens=window.opens,
            )
        case WindowState.CLOSED:
            return refuse(
                "window_closed",
                "ปิดรับรายงานแล้วเมื่อ {closes} – สิ่งที่บันทึกไว้ยังอยู่ครบ หากจำเป็นให้ผู้ประสานงานจังหวัดขอเปิดรอบจากสำนักงาน ก.พ.ร.",
                closes=window.closes,
            )
        case _:
            return None


def counted_moment(window: Window, now: datetime, *, began_at: datetime | None, grace: timedelta) -> datetime:
    """The moment that a save or a submission arriving now counts as.

    The server's clock at arrival decides. Only who had begun before closing – the server itself holds words of
    theirs from before – has ``grace`` more for the last press; that press counts as the window's last instant.
    """
    in_time = began_at is not None and window.opens_at <= began_at < window.closes_at
    if in_time and window.closes_at <= now < window.closes_at + grace:
        return window.closes_at - timedelta(microseconds=1)
    return now


def window_in_force(own: Window | None, reopened: Sequence[Window], now: datetime) -> Window | None:
    """The window that counts for somebody at ``now``: of the round (``own``) and its re-openings the one that helps.

    An open one that closes last; else the round's while it is still to come; else the one that closed last. A round
    that is stopped stays so for everybody. ``own`` None: the round's window no longer counts (its report is filed).
    """
    if own and own.stopped:
        return own
    windows = [*([own] if own else []), *reopened]
    open_now = [window for window in windows if window.state(now) == WindowState.OPEN]
    if not open_now and own and own.state(now) == WindowState.UPCOMING:
        return own
    return max(open_now or windows, key=lambda window: window.closes_at, default=None)


def refuse_waived(months: int, *, resolution: str, reason: str) -> Refusal:
    """Nothing is reported in a round that was waived (งดรายงานรอบนี้)."""
    return refuse(
        "round_waived",
        "งดรายงานรอบ {months} เดือน ตาม{resolution} เพราะ{reason} – ไม่ต้องรายงาน สิ่งที่บันทึกไว้ก่อนหน้ายังอยู่ครบ",
        months=months,
        resolution=resolution,
        reason=reason,
    )


def refuse_voided(year: int, *, resolution: str, reason: str) -> Refusal:
    """Nothing is reported in a year whose results are not used (ไม่ใช้ผลประเมิน, as 2563)."""
    return refuse(
        "year_voided",
        "ไม่ใช้ผลประเมินปีงบประมาณ {year} ตาม{resolution} เพราะ{reason} – ไม่ต้องรายงาน สิ่งที่บันทึกไว้ก่อนหน้ายังอยู่ครบ",
        year=year,
        resolution=resolution,
        reason=reason,
    )


def refuse_settled() -> Refusal:
    """Nothing about a round changes once its results are published."""
    return refuse("published_round", "ยืนยันคะแนนรอบนี้แล้ว จึงแก้ไขไม่ได้อีก")


def refuse_cancelled(months: int, *, resolution: str) -> Refusal:
    """Nothing is reported for a KPI that was cancelled from a round on."""
    return refuse(
        "kpi_cancelled",
        "ตัวชี้วัดนี้ยกเลิกตั้งแต่รอบ {months} เดือน ตาม{resolution} – ไม่ต้องรายงาน ผลที่บันทึกไว้ก่อนหน้ายังอยู่ครบ",
        months=months,
        resolution=resolution,
    )


def without_end(window: Window) -> Window:
    """The same, never closing: what was begun in it may be handed on later."""
    return replace(window, closes_at=datetime.max.replace(tzinfo=UTC))
