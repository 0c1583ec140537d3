"""Papers of a meeting: the list to sign, รายงานการประชุม as PDF and as a Word file."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.utils import translation
from django.utils.timezone import localtime

from samrit.letters.models import AgendaItem, Attendance, Invitee, Meeting
from samrit.rules.letters.meetings import Status, item_name_on_paper
from samrit.rules.thai import thai_date
from samrit.ui.paper import draw
from samrit.ui.word import CONTENT_TYPE, blank, centred, grid, say

__all__ = ["CONTENT_TYPE", "draw_minutes", "draw_sign_in_sheet", "write_minutes"]
STYLE = "letters/paper/minutes.css"
EMPTY_LINES = 15


def draw_sign_in_sheet(meeting: Meeting, invitees: Sequence[Invitee], came: Sequence[Attendance]) -> bytes:
    """Invited agencies with room to sign; PaperUnavailableError without Pango."""
    context = {
        "meeting": meeting,
        "when": when(meeting),
        "rows": [str(one.agency or one.person) for one in invitees],
        "came": came,
        "empty": range(EMPTY_LINES),
    }
    return draw(
        "letters/paper/sign_in.html",
        context,
        styles={"minutes.css": STYLE},
        identifier=f"sheet-{meeting.pk}".encode(),
    )


def draw_minutes(
    meeting: Meeting, items: Sequence[AgendaItem], came: Sequence[Attendance], absent: Sequence[str]
) -> bytes:
    """รายงานการประชุม; until it is adopted it says that it is a draft. PaperUnavailableError without Pango."""
    context = {
        "meeting": meeting,
        "when": when(meeting),
        "adopted": meeting.status == Status.ADOPTED,
        "begins": clock(meeting.starts_at),
        "ends": clock(meeting.ends_at),
        "came": came,
        "absent": absent,
        "items": [(item_name_on_paper(one.position, one.title), one) for one in items],
    }
    return draw(
        "letters/paper/minutes.html",
        context,
        styles={"minutes.css": STYLE},
        identifier=f"minutes-{meeting.pk}".encode(),
    )


def when(meeting: Meeting) -> str:
    """``วันที่ 10 ตุลาคม 2567 เวลา 10.00 น.``."""
    return f"วันที่ {thai_date(localtime(meeting.starts_at).date())} เวลา {clock(meeting.starts_at)}"


def clock(moment: Any) -> str:
    return f"{localtime(moment):%H.%M} น."


# ── Word ────────────────────────────────────────────────────────────────────
def write_minutes(
    meeting: Meeting, items: Sequence[AgendaItem], came: Sequence[Attendance], absent: Sequence[str]
) -> bytes:
    """The same as a file that the office goes on writing in."""
    with translation.override("th"):
        document = blank(f"รายงานการประชุม {meeting}")
        _head(document, meeting)
        _people(document, came, absent)
        say(document.add_paragraph(), f"เริ่มประชุมเวลา {clock(meeting.starts_at)}")
        for one in items:
            _item(document, one)
        say(document.add_paragraph(), f"เลิกประชุมเวลา {clock(meeting.ends_at)}")
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _head(document: Any, meeting: Meeting) -> None:
    draft = "" if meeting.status == Status.ADOPTED else " (ร่าง)"
    centred(document.add_paragraph(style="Heading 1"), f"รายงานการประชุม{draft}")
    number = f" ครั้งที่ {meeting.number}" if meeting.number else ""
    for line in (f"{meeting.title}{number}", when(meeting), meeting.place):
        if line:
            centred(document.add_paragraph(), line)


def _people(document: Any, came: Sequence[Attendance], absent: Sequence[str]) -> None:
    say(document.add_paragraph(style="Heading 2"), "ผู้มาประชุม")
    table = grid(document, ("ที่", "ชื่อ", "หน่วยงาน"))
    for place, one in enumerate(came, start=1):
        cells = table.add_row().cells
        for cell, text in zip(cells, (str(place), one.name, one.office), strict=True):
            say(cell.paragraphs[0], text)
    if absent:
        say(document.add_paragraph(style="Heading 2"), "ผู้รับเชิญที่ไม่มาประชุม")
        for name in absent:
            say(document.add_paragraph(), name)


def _item(document: Any, one: AgendaItem) -> None:
    say(document.add_paragraph(style="Heading 2"), item_name_on_paper(one.position, one.title))
    for line in filter(None, [*one.detail.splitlines(), *one.minutes.splitlines()]):
        say(document.add_paragraph(), line)
    for made in one.resolutions.all():
        say(document.add_paragraph(), f"มติที่ประชุม {resolution_line(made)}", bold=True)


def resolution_line(made: Any) -> str:
    """``เห็นชอบ …`` with whom it is assigned to and until when."""
    whom = f" มอบหมาย{made.agency.name} ภายใน{thai_date(made.due_on)}" if made.agency and made.due_on else ""
    return f"{dict(made.KINDS)[made.kind]} {made.text}{whom}"
