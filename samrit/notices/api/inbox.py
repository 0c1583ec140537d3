"""What one was told."""

from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from samrit.notices.actions import mark_all_read, mark_read
from samrit.notices.models import Notice
from samrit.notices.queries import notices_of
from samrit.people.api.operations import done, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.ui.api.paging import Page, Slice, paged
from samrit.ui.api.values import PathKey
from samrit.ui.wording import in_words

router = Router(tags=["notices"])


class NoticeFacts(Schema):
    """การแจ้งเตือน; ``url`` is the page that it is about."""

    id: int
    kind: str
    subject: str
    text: str | None
    url: str
    created_at: datetime
    closes_at: datetime | None
    read_at: datetime | None

    @staticmethod
    def resolve_subject(obj: Notice) -> str:
        return in_words(obj.subject_message)

    @staticmethod
    def resolve_text(obj: Notice) -> str | None:
        return in_words(obj.text_message) if obj.text_message else None


class NoticeSlice(Slice):
    unread: bool = Field(default=False, description="Only those not read yet")


@reads(router, "/notices", scope="notices:read", answers=Page[NoticeFacts])
def notices(request: PersonRequest, at: Query[NoticeSlice]) -> dict[str, Any]:
    """What one was told, the newest first."""
    found = notices_of(request.user)
    return paged(request, found.filter(read_at=None) if at.unread else found, at, order=("-pk",))


@writes(router, "/notices/{notice_id}/read", scope="notices:write")
def read_notice(request: PersonRequest, notice_id: PathKey) -> Status[None]:
    """Mark a notice as read."""
    mark_read(notice=get_object_or_404(notices_of(request.user), pk=notice_id), now=timezone.now())
    return done()


@writes(router, "/notices/read", scope="notices:write")
def read_all_notices(request: PersonRequest) -> Status[None]:
    """Mark all notices as read."""
    mark_all_read(by=request.user, now=timezone.now())
    return done()
