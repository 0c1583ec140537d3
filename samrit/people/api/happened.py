"""The trail as operations tell it: who did what, when and why, in words."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Schema

from samrit.audit.models import Event
from samrit.people.history import told
from samrit.ui import pieces
from samrit.ui.api.paging import Slice, paged


class HappenedFacts(Schema):
    """One event of the trail, in words; ``changes`` name what stood there before and after."""

    at: datetime
    what: str
    who: str
    reason: str
    changes: list["ChangeFacts"]


class ChangeFacts(Schema):
    label: str
    before: str | None
    after: str | None


def happened_facts(line: pieces.Event) -> dict[str, Any]:
    return {
        "at": line.when,
        "what": line.what,
        "who": line.who,
        "reason": line.reason,
        "changes": line.changes,
    }


def happened(request: HttpRequest, events: QuerySet[Event], at: Slice) -> dict[str, Any]:
    """A part of a trail, the newest first."""
    page = paged(request, events, at, order=("-pk",))
    return {**page, "items": [happened_facts(line) for line in told(page["items"])]}
