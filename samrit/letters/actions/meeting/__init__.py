"""Writes about meetings."""

from samrit.letters.actions.meeting.attending import renew_sign_in, sign_in, sign_in_visitor
from samrit.letters.actions.meeting.convening import (
    Plan,
    add_item,
    change_meeting,
    move_item,
    plan_meeting,
    remove_item,
)
from samrit.letters.actions.meeting.inviting import cancel_meeting, invite, send_invitations, uninvite
from samrit.letters.actions.meeting.resolving import (
    decide_by_resolution,
    join_committee,
    report_done,
    resolve,
    take_back_resolution,
)
from samrit.letters.actions.meeting.writing import adopt_minutes, hold_meeting, write_minutes

__all__ = [
    "Plan",
    "add_item",
    "adopt_minutes",
    "cancel_meeting",
    "change_meeting",
    "decide_by_resolution",
    "hold_meeting",
    "invite",
    "join_committee",
    "move_item",
    "plan_meeting",
    "remove_item",
    "renew_sign_in",
    "report_done",
    "resolve",
    "send_invitations",
    "sign_in",
    "sign_in_visitor",
    "take_back_resolution",
    "uninvite",
    "write_minutes",
]
