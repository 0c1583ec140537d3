"""Every write about notices: telling, composing, sending, wishes."""

from samrit.notices.actions.composing import keep_digest
from samrit.notices.actions.orders import tell_of_orders
from samrit.notices.actions.outgoing import (
    Thing,
    claim_call,
    finish_call,
    forget_calls_made,
    queue_events,
    take_up_calls,
)
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
from samrit.notices.actions.webhooks import (
    change_webhook,
    end_webhook,
    make_webhook,
    pause_webhook,
    ping_webhook,
    resume_webhook,
    rotate_webhook,
    send_call_again,
)
from samrit.notices.actions.wishes import (
    WISHES,
    change_preference,
    link_line,
    make_calendar,
    make_line_code,
    revoke_calendar,
    unlink_line,
)
from samrit.notices.actions.working import check_in, check_out, forget_workers, take_turn

__all__ = [
    "WISHES",
    "Thing",
    "change_preference",
    "change_webhook",
    "check_in",
    "check_out",
    "claim_call",
    "claim_next",
    "end_webhook",
    "finish_call",
    "forget_calls_made",
    "forget_workers",
    "hand_over",
    "is_stale",
    "keep_digest",
    "link_line",
    "make_calendar",
    "make_line_code",
    "make_webhook",
    "mark_all_read",
    "mark_failed",
    "mark_read",
    "mark_sent",
    "mark_uncertain",
    "pause_webhook",
    "ping_webhook",
    "put_off",
    "queue_events",
    "resume_webhook",
    "revoke_calendar",
    "rotate_webhook",
    "send_again",
    "send_call_again",
    "settle",
    "settle_unknown",
    "take_turn",
    "take_up_again",
    "take_up_calls",
    "tell",
    "tell_of_orders",
    "unlink_line",
]
