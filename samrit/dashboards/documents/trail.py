"""A piece of the trail as a file: JSON Lines to be checked, CSV to be read. Streamed, however long."""

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import StringIO

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils.timezone import localtime

from samrit.audit.exported import line_of
from samrit.audit.models import Event
from samrit.dashboards.actions import note_trail_export
from samrit.dashboards.queries.trail import Asked, events_visible_to, found, withheld
from samrit.people.history import sentence_of
from samrit.people.models import User
from samrit.people.queries import Duties, names

BATCH = 500
BYTE_ORDER_MARK = "\ufeff"
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "id", "at", "actor_id", "actor", "actor_role", "verb", "what", "subject", "area_code", "before", "after", "reason",
    "withheld", "previous_hash", "hash",
)  # fmt: skip


def take_piece(*, asked: Asked, kind: str, duties: Duties, by: User, now: datetime) -> StreamingHttpResponse:
    """What is found, the oldest first, as a file of one of the ``KINDS``; it is noted who took it."""
    note_trail_export(asked=asked.told(), form=kind, by=by, now=now)
    write, media = KINDS[kind]
    events = _until_now(events_visible_to(duties), asked)
    response = StreamingHttpResponse(write(duties, events), content_type=media)
    name = f"samrit-trail-{localtime(now):%Y%m%d-%H%M%S}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _until_now(events: QuerySet[Event], asked: Asked) -> QuerySet[Event]:
    """What is recorded while the file is read comes into the next one."""
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return found(events, asked).filter(pk__lte=newest)


def as_lines(duties: Duties, events: QuerySet[Event]) -> Iterator[bytes]:
    """Each line all that the event's hash covers: ``samrit audit verify --export FILE`` computes it again."""
    for batch, closed in _batches(duties, events):
        yield "".join(f"{line_of(event, withheld=event.pk in closed)}\n" for event in batch).encode()


def as_csv(duties: Duties, events: QuerySet[Event]) -> Iterator[bytes]:
    """A cell that a spreadsheet would run as a formula begins with an apostrophe."""
    yield BYTE_ORDER_MARK.encode() + _written([COLUMNS])
    for batch, closed in _batches(duties, events):
        known = names(event.actor_id for event in batch)
        yield _written(_row(event, known, closed) for event in batch)


KINDS = {
    "jsonl": (as_lines, "application/x-ndjson; charset=utf-8"),
    "csv": (as_csv, "text/csv; charset=utf-8"),
}


def _batches(duties: Duties, events: QuerySet[Event]) -> Iterator[tuple[list[Event], set[int]]]:
    """The oldest first, each batch a statement of its own: no transaction stays open while the file is read."""
    last = 0
    while batch := list(events.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch, withheld(duties, batch)
        last = batch[-1].pk


def _row(event: Event, known: dict[int, str], closed: set[int]) -> list[str]:
    hidden = event.pk in closed
    said = ["", "", ""] if hidden else [_json(event.before), _json(event.after), event.reason]
    return [
        str(event.pk), localtime(event.at).isoformat(), str(event.actor_id or ""), known.get(event.actor_id or 0, ""),
        event.actor_role, event.verb, sentence_of(event.verb), event.subject, event.area_code, *said,
        "1" if hidden else "", event.previous_hash, event.hash,
    ]  # fmt: skip


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""


def _written(rows: Iterable[Iterable[str]]) -> bytes:
    held = StringIO()
    writer = csv.writer(held)
    for row in rows:
        writer.writerow(["'" + cell if cell.startswith(_STARTS_A_FORMULA) else cell for cell in row])
    return held.getvalue().encode()
