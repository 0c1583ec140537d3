"""The one way an event gets into the trail."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db import models, transaction

from samrit.audit.models import Chain, Event, digest, subject_of
from samrit.ui.prepared import Prepared


class Actor(Protocol):
    """Who did it: anything with a key (``people.User``)."""

    pk: Any


# By which way the actor came, when not by a page: a token of the API. It stands beside the role in every event.
_way: ContextVar[str] = ContextVar("way", default="")
LONGEST_ROLE = 300


@contextmanager
def coming_by(way: str) -> Iterator[None]:
    """Everything recorded inside says so."""
    token = _way.set(way)
    try:
        yield
    finally:
        _way.reset(token)


def _with_way(role: str) -> str:
    way = _way.get()
    if not way:
        return role
    return f"{role[: LONGEST_ROLE - len(way) - 3]} · {way}" if role else way[:LONGEST_ROLE]


_CHAIN = Prepared(lambda: Chain.objects.select_for_update().filter(pk=1))


def _locked_chain() -> Chain:
    """The one row that every event of the site waits for: as late in a transaction as can be."""
    return next(iter(_CHAIN()))


@transaction.atomic(savepoint=False)
def record(
    *,
    verb: str,
    subject: models.Model,
    by: Actor | None,
    now: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    area_code: str = "",
    actor_role: str = "",
) -> Event:
    """Add one event to the chain, in the caller's transaction. ``before`` and ``after`` hold JSON values."""
    chain = _locked_chain()
    event = Event(
        at=now,
        actor_id=by.pk if by else None,
        actor_role=_with_way(actor_role),
        verb=verb,
        subject=subject_of(subject),
        area_code=area_code,
        before=dict(before or {}),
        after=dict(after or {}),
        reason=reason,
        previous_hash=chain.head,
    )
    event.hash = digest(event)
    event.save(force_insert=True)
    Chain.objects.filter(pk=1).update(head=event.hash, length=chain.length + 1)
    return event


@dataclass(frozen=True)
class Entry:
    """One of many events that ``record_all`` adds at once."""

    verb: str
    subject: models.Model
    by: Actor | None
    now: datetime
    after: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    area_code: str = ""
    actor_role: str = ""


@transaction.atomic(savepoint=False)
def record_all(entries: Sequence[Entry]) -> None:
    """The same as ``record`` for each in turn, in a few statements."""
    chain = _locked_chain()
    head, events = chain.head, []
    for one in entries:
        event = Event(
            at=one.now,
            actor_id=one.by.pk if one.by else None,
            actor_role=_with_way(one.actor_role),
            verb=one.verb,
            subject=subject_of(one.subject),
            area_code=one.area_code,
            after=dict(one.after),
            reason=one.reason,
            previous_hash=head,
        )
        event.hash = head = digest(event)
        events.append(event)
    Event.objects.bulk_create(events, batch_size=1000)
    Chain.objects.filter(pk=1).update(head=head, length=chain.length + len(events))
