"""Every write about notices: telling, composing, sending, wishes."""

from samrit.notices.actions.telling import mark_all_read, mark_read, tell

__all__ = ["mark_all_read", "mark_read", "tell"]
