"""ลิงก์สั้น: which there are, how often each was opened."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate, now
from ninja import Query, Router, Schema
from pydantic import Field

from samrit.letters.models import LinkDay, ShortLink
from samrit.letters.permissions.links import refuse_following, refuse_revoking
from samrit.letters.queries.links import last_days, links_visible_to, matching, with_openings
from samrit.people.api.operations import reads
from samrit.people.middleware import PersonRequest
from samrit.ui.api.paging import Page, Slice, paged
from samrit.ui.api.problems import Refused, refused
from samrit.ui.api.values import PathKey

router = Router(tags=["links"])
READ, WRITE = "letters:read", "letters:write"


class ShortLinkFacts(Schema):
    """ลิงก์สั้น; ``address`` is what is printed, ``target`` where it leads. ``area`` null: the central office's."""

    id: int
    area: str | None
    code: str
    title: str
    address: str
    target: str
    expires_at: datetime | None
    made_by: str
    made_at: datetime
    revoked_at: datetime | None
    revoke_reason: str
    openings: int


class LinkDayFacts(Schema):
    day: date
    count: int


class WholeShortLink(ShortLinkFacts):
    """``days``: on which it was opened, of the last thirty. ``follow``: why it leads nowhere any more."""

    days: list[LinkDayFacts]
    follow: Refused | None
    revoke: Refused | None


class LinkSlice(Slice):
    """``q``: words of title, code or target."""

    q: str = Field("", max_length=100, pattern=r"^[^\x00]*$")


@reads(router, "/short-links", scope=READ, answers=Page[ShortLinkFacts])
def short_links(request: PersonRequest, at: Query[LinkSlice]) -> dict[str, Any]:
    """Short links of the provinces one looks after, the newest first."""
    found = with_openings(matching(links_visible_to(request.duties), at.q))
    page = paged(request, found, at, order=("-pk",))
    return {**page, "items": [_link(request, one) for one in page["items"]]}


@reads(router, "/short-links/{short_link_id}", scope=READ, answers=WholeShortLink)
def short_link(request: PersonRequest, short_link_id: PathKey) -> dict[str, Any]:
    """One short link with how often it was opened day by day."""
    return whole_link(request, short_link_id)


def whole_link(request: PersonRequest, key: int) -> dict[str, Any]:
    link = get_object_or_404(with_openings(links_visible_to(request.duties)), pk=key)
    days: list[LinkDay] = last_days(link, localdate())
    return _link(request, link) | {
        "days": days,
        "follow": refused(refuse_following(link, now())),
        "revoke": refused(refuse_revoking(request.duties, link)),
    }


def _link(request: HttpRequest, link: ShortLink) -> dict[str, Any]:
    same = (
        "id",
        "code",
        "title",
        "target",
        "expires_at",
        "made_at",
        "revoked_at",
        "revoke_reason",
        "openings",
    )
    return {name: getattr(link, name) for name in same} | {
        "area": link.area_id,
        "address": request.build_absolute_uri(reverse("link:follow", args=[link.code])),
        "made_by": link.made_by.name,
    }
