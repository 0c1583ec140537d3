"""Every write about notices: telling, composing, sending, wishes."""

from samrit.notices.actions.composing import keep_digest
from samrit.notices.actions.orders import tell_of_orders
from samrit.notices.actions.sending import (
    claim_next,
    hand_over,
    is_stale,
    mark_failed,
    mark_sent,
    mark_uncertain,
    put_off,
    send_again,
    settle_unknown,
    take_up_again,
)
from samrit.notices.actions.telling import mark_all_read, mark_read, settle, tell
from samrit.notices.actions.wishes import (
    change_preference,
    link_line,
    make_calendar,
    make_line_code,
    revoke_calendar,
    unlink_line,
)
from samrit.notices.actions.working import check_in, check_out, forget_workers, take_turn

__all__ = [
    "change_preference",
    "check_in",
    "check_out",
    "claim_next",
    "forget_workers",
    "hand_over",
    "is_stale",
    "keep_digest",
    "link_line",
    "make_calendar",
    "make_line_code",
    "mark_all_read",
    "mark_failed",
    "mark_read",
    "mark_sent",
    "mark_uncertain",
    "put_off",
    "revoke_calendar",
    "send_again",
    "settle",
    "settle_unknown",
    "take_turn",
    "take_up_again",
    "tell",
    "tell_of_orders",
    "unlink_line",
]
