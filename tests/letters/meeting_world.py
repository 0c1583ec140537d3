"""A meeting of Pathum Thani for the tests: planned by the coordinator, begins half an hour from now."""

from datetime import timedelta
from typing import Any

from samrit.letters.actions import meeting as actions
from samrit.letters.models import Meeting
from tests.world import NOW, World

STARTS = NOW + timedelta(minutes=30)
PLAN: dict[str, Any] = {
    "title": "ประชุมชี้แจงตัวชี้วัด", "number": "1/2567", "starts_at": STARTS, "ends_at": STARTS + timedelta(hours=3),
    "place": "ห้องประชุม 1 ศาลากลางจังหวัด", "video": "https://meet.example.go.th/room", "chair": "ผู้ว่าราชการจังหวัด",
}  # fmt: skip


def planned(world: World, *, usual_agenda: bool = True, **more: Any) -> Meeting:
    return actions.plan_meeting(
        area=world.area, plan=actions.Plan(**{**PLAN, **more}), usual_agenda=usual_agenda,
        by=world.coordinator, now=NOW,
    )  # fmt: skip


def invited(world: World, **more: Any) -> Meeting:
    """Development and statistics are invited and know of it."""
    made = planned(world, **more)
    actions.invite(
        meeting=made, agencies=[world.development, world.statistics], by=world.coordinator, now=NOW
    )
    actions.send_invitations(meeting=made, by=world.coordinator, now=NOW)
    made.refresh_from_db()
    return made


def held(world: World, **more: Any) -> Meeting:
    made = invited(world, **more)
    later = STARTS + timedelta(minutes=5)
    return actions.hold_meeting(meeting=made, by=world.coordinator, now=later)
