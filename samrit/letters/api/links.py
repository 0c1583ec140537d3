"""ลิงก์สั้น: which there are, how often each was opened."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate, now
from ninja import Query, Router, Schema, Status
from pydantic import Field

from samrit.letters.actions import links as actions
from samrit.letters.forms.links import LinkForm
from samrit.letters.models import LinkDay, ShortLink
from samrit.letters.permissions.links import refuse_following, refuse_revoking
from samrit.letters.queries.links import last_days, links_visible_to, matching, with_openings
from samrit.people.api.operations import made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.people.queries import areas_managed_by
from samrit.rules.wording import RefusedError
from samrit.ui.api.paging import Page, Slice, paged
from samrit.ui.api.problems import Refused, of_form, refused, wrong
from samrit.ui.api.values import PathKey, Text

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


class ShortLinkGiven(Schema):
    """``area``: TIS 1099, null: in the name of the central office. ``expires_on``: its last day."""

    area: Annotated[str, Text(8)] | None = None
    title: Annotated[str, Text(200, least=1)]
    target: Annotated[str, Text(2000, least=1)]
    expires_on: date | None = None


class RevokedGiven(Schema):
    reason: Annotated[str, Text(2000, least=1)]


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


@writes(router, "/short-links", scope=WRITE, answers=WholeShortLink, made=True, missing=True)
def make_short_link(request: PersonRequest, body: ShortLinkGiven) -> Status[Any]:
    """Make a short link to a path of this site or to an https address."""
    areas = areas_managed_by(request.duties)
    if not areas.exists():
        raise Http404
    form = LinkForm(areas, central=request.duties.evaluates, data=body.dict())
    if not form.is_valid():
        raise of_form(form)
    said = form.cleaned_data
    try:
        link = actions.make_link(
            area=said["area"], title=said["title"], target=said["target"], expires_at=said["expires_on"],
            by=request.user, now=now(),
        )  # fmt: skip
    except RefusedError as refusal:
        if refusal.refusal.code.startswith("link_target"):
            raise wrong("body.target", refusal.refusal.message) from None
        raise
    return made(whole_link(request, link.pk))


@writes(router, "/short-links/{short_link_id}/revoke", scope=WRITE, answers=WholeShortLink)
def revoke_short_link(request: PersonRequest, short_link_id: PathKey, body: RevokedGiven) -> dict[str, Any]:
    """Revoke a short link for good; who opens it is told so, what was counted stays."""
    link = get_object_or_404(links_visible_to(request.duties), pk=short_link_id)
    actions.revoke_link(link=link, reason=body.reason, by=request.user, now=now())
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
