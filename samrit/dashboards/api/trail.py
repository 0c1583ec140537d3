"""The trail for who audits it: the same search and the same events as on the page, with what their hashes cover."""

from datetime import date, datetime
from typing import Any, Literal

from django.db.models import QuerySet
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Query, Router, Schema
from pydantic import Field

from samrit.audit.models import Event
from samrit.audit.queries import standing_of
from samrit.dashboards.documents.trail import take_piece
from samrit.dashboards.queries.trail import Asked, events_visible_to, found, may_audit, withheld
from samrit.people.api.operations import FILE, reads
from samrit.people.history import sentence_of, who_did
from samrit.people.middleware import PersonRequest
from samrit.people.queries import names
from samrit.ui.api.paging import Page, Slice, paged
from samrit.ui.api.values import PathKey

router = Router(tags=["trail"])
READ = "audit:read"


class TrailAsked(Schema):
    """``who``: part of a name or e-mail, or an account's number; ``thing``: a key like ``reports.result:12``, or a kind."""

    who: str = Field("", max_length=150)
    verb: str = Field("", max_length=60)
    room: str = Field("", max_length=30)
    area: str = Field("", max_length=8)
    thing: str = Field("", max_length=120)
    since: date | None = None
    until: date | None = None

    def asked(self) -> Asked:
        return Asked(**{name: value for name in Asked.__dataclass_fields__ if (value := getattr(self, name))})


class TrailSlice(Slice, TrailAsked):
    """A part of what these find."""


class TrailPiece(TrailAsked):
    """``kind``: JSON Lines with all that the hashes cover, or CSV for a spreadsheet."""

    kind: Literal["jsonl", "csv"] = "jsonl"


class TrailEvent(Schema):
    """One event. ``withheld``: before, after and reason are empty because this reader may not know them.

    ``hash`` is SHA-256 of the canonical JSON of all from ``at`` to ``previous_hash`` but ``what`` and ``who``.
    """

    id: int
    at: datetime
    actor_id: int | None
    actor_role: str
    verb: str
    what: str
    who: str
    subject: str
    area_code: str
    before: dict[str, Any]
    after: dict[str, Any]
    reason: str
    withheld: bool
    previous_hash: str
    hash: str


class TrailStanding(TrailEvent):
    """With its place in the chain, and the first anchor that covers it; ``anchor_holds`` is null while there is none."""

    place: int
    intact: bool
    joined: bool
    anchor: str | None
    anchor_holds: bool | None


@reads(router, "/trail", scope=READ, answers=Page[TrailEvent], missing=True)
def trail_events(request: PersonRequest, at: Query[TrailSlice]) -> dict[str, Any]:
    """Who did what to which thing, the newest first; a coordinator finds what belongs to the own province."""
    page = paged(request, found(_seen(request), at.asked()), at, order=("-pk",))
    return {**page, "items": _told(request, page["items"])}


@reads(router, "/trail/file", scope=READ, answers=None, media=FILE, missing=True)
def trail_file(request: PersonRequest, at: Query[TrailPiece]) -> StreamingHttpResponse:
    """What these find as a file, the oldest first, as the page exports it; that it was taken is an event itself."""
    _seen(request)
    return take_piece(asked=at.asked(), kind=at.kind, duties=request.duties, by=request.user, now=now())


@reads(router, "/trail/{event_id}", scope=READ, answers=TrailStanding)
def trail_event(request: PersonRequest, event_id: PathKey) -> dict[str, Any]:
    """One event, and where it hangs in the chain."""
    one = get_object_or_404(_seen(request), pk=event_id)
    standing = standing_of(one)
    anchor = standing.anchor
    return {
        **_told(request, [one])[0],
        **{name: getattr(standing, name) for name in ("place", "intact", "joined")},
        "anchor": anchor and anchor.file,
        "anchor_holds": anchor and anchor.holds,
    }


def _seen(request: PersonRequest) -> QuerySet[Event]:
    if not may_audit(request.duties):
        raise Http404
    return events_visible_to(request.duties)


def _told(request: PersonRequest, events: list[Event]) -> list[dict[str, Any]]:
    closed, known = withheld(request.duties, events), names(event.actor_id for event in events)
    return [_facts(event, known, hidden=event.pk in closed) for event in events]


SAID = ("id", "at", "actor_id", "actor_role", "verb", "subject", "area_code", "previous_hash", "hash")


def _facts(event: Event, known: dict[int, str], *, hidden: bool) -> dict[str, Any]:
    contents = ({}, {}, "") if hidden else (event.before, event.after, event.reason)
    return {
        **{name: getattr(event, name) for name in SAID},
        **dict(zip(("before", "after", "reason"), contents, strict=True)),
        "what": sentence_of(event.verb),
        "who": who_did(event, known),
        "withheld": hidden,
    }
