"""Reporting windows: when a round is open, to the minute."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from samrit.rules.wording import Refusal, refuse


class WindowState(StrEnum):
    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Window:
    """Open from ``opens_at`` on; closed from ``closes_at`` on. Both aware, to the minute.

    ``opens`` and ``closes`` are the same moments as people read them (Thai date and time).
    """

    opens_at: datetime
    closes_at: datetime
    opens: str = ""
    closes: str = ""

    def state(self, now: datetime) -> WindowState:
        if now < self.opens_at:
            return WindowState.UPCOMING
        return WindowState.OPEN if now < self.closes_at else WindowState.CLOSED


def refuse_outside(window: Window, now: datetime) -> Refusal | None:
    """Why nothing can be reported now, or None while the window is open."""
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
