"""Operations of the notices room: what one was told and how, and the systems that are told."""

from samrit.notices.api import webhooks, wishes  # noqa: F401 - add their operations to the router
from samrit.notices.api.inbox import router

__all__ = ["router"]
