"""Reading the trail."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import F, QuerySet

from samrit.audit.anchors import Covering, covering
from samrit.audit.models import Chain, Event, digest, subject_of


def history_of(*things: models.Model) -> QuerySet[Event]:
    """Everything that happened to these things, newest first."""
    return Event.objects.filter(subject__in=[subject_of(thing) for thing in things]).order_by("-id")


def events_so_far() -> int:
    """How many events there are: the same number, nothing has happened. One row of one table."""
    return Chain.objects.filter(pk=1).values_list("length", flat=True).first() or 0


def first_broken_link(events: Iterable[Event] | None = None) -> Event | None:
    """The first event whose hash or link does not hold, or None when the whole chain does."""
    previous = ""
    for event in Event.objects.order_by("id").iterator() if events is None else events:
        if event.previous_hash != previous or event.hash != digest(event):
            return event
        previous = event.hash
    return None


@dataclass(frozen=True)
class Standing:
    """An event in its chain. ``place`` counts from 1; ``joined``: both neighbours name each other's hashes."""

    place: int
    intact: bool
    joined: bool
    anchor: Covering | None


def standing_of(event: Event) -> Standing:
    """Asks the event and its neighbours only; ``samrit audit verify`` asks the whole chain."""
    # "+ 0": counted along the smallest index, not through the rows themselves.
    place = Event.objects.alias(number=F("pk") + 0).filter(number__lte=event.pk).count()
    before = Event.objects.filter(pk__lt=event.pk).order_by("-pk").values_list("hash", flat=True).first()
    after = (
        Event.objects.filter(pk__gt=event.pk).order_by("pk").values_list("previous_hash", flat=True).first()
    )
    return Standing(
        place=place,
        intact=event.hash == digest(event),
        joined=event.previous_hash == (before or "") and after in {None, event.hash},
        anchor=covering(place),
    )
