"""Meetings and links of the province: one meeting planned and invited to, one held whose resolution assigns a task."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from samrit.letters.actions import meeting as actions
from samrit.letters.models import AgendaItem, Meeting, Resolution
from tests.sweep.linked import linked
from tests.world import DAY, NOW, World

Say = Callable[[str, str], str]
SOON = NOW + timedelta(minutes=30)


def convened(here: World, say: Say) -> None:
    """Who stands at the door sees title and place, so that their words are those of ``shown``; its links beside it."""
    linked(here, say)
    planned = _meeting(here, say, starts=SOON)
    actions.invite(meeting=planned, agencies=[here.development], by=here.coordinator, now=NOW)
    actions.send_invitations(meeting=planned, by=here.coordinator, now=NOW)
    held = _meeting(here, say, starts=NOW - timedelta(hours=4))
    actions.hold_meeting(meeting=held, by=here.coordinator, now=NOW)
    item = AgendaItem.objects.select_related("meeting").get(meeting=held, position=1)
    actions.write_minutes(item=item, minutes=say("here", "minutes"), seen=1, by=here.coordinator, now=NOW)
    facts: dict[str, Any] = {"item": item, "by": here.coordinator, "now": NOW}
    actions.resolve(kind="approved", text=say("here", "resolution"), **facts)
    actions.resolve(
        kind="assigned",
        text=say("here", "assigned"),
        agency=here.statistics,
        due_on=DAY + timedelta(days=20),
        **facts,
    )


def _meeting(here: World, say: Say, *, starts: Any) -> Meeting:
    plan = actions.Plan(
        title=say("shown", "meeting"),
        place=say("shown", "room"),
        starts_at=starts,
        ends_at=starts + timedelta(hours=3),
    )
    made = actions.plan_meeting(area=here.area, plan=plan, by=here.coordinator, now=NOW)
    actions.add_item(
        meeting=made,
        title=say("here", "agenda"),
        detail=say("here", "agenda-detail"),
        by=here.coordinator,
        now=NOW,
    )
    return made


def meeting_arguments() -> dict[str, list[Any]]:
    planned, held = Meeting.objects.get(status="planned"), Meeting.objects.get(status="held")
    approved, assigned = Resolution.objects.get(kind="approved"), Resolution.objects.get(kind="assigned")
    of_planned = ("one", "change", "invite", "ics", "poster_pdf", "sheet_pdf")
    return {
        **{f"meetings:{name}": [planned.pk] for name in of_planned},
        **{f"meetings:{name}": [held.pk] for name in ("minutes", "minutes_pdf", "minutes_docx")},
        "meetings:decide": [held.pk, approved.pk],
        "meetings:task": [assigned.pk],
        "attend:sign_in": [planned.sign_in_code],
    }


def sent_about_meetings(here: World, name: str) -> dict[str, Any]:
    planned, item = Meeting.objects.get(status="planned"), AgendaItem.objects.get(meeting__status="held")
    times = {"starts_at": "2024-10-11T09:00", "ends_at": "2024-10-11T12:00", "place": "ห้องประชุม"}
    forms: dict[str, dict[str, Any]] = {
        "meetings:new": {"area": here.area.pk, "title": "ประชุมชี้แจง", **times},
        "meetings:change": {"title": "ประชุมชี้แจง", **times, "seen": planned.version},
        "meetings:one": {"verb": "add", "title": "วาระใหม่"},
        "meetings:invite": {"agencies": [here.statistics.pk]},
        "meetings:minutes": {"verb": "write", "item": item.pk, "minutes": "รับทราบ", "seen": item.version},
        "meetings:task": {"note": "ส่งแล้ว"},
        "attend:sign_in": {"name": "ผู้แทน", "office": "เทศบาล"},
    }
    return forms.get(name, {})
