"""From the trail to calls, and the way of one call. Every step asks that the row is still this worker's."""

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max
from django.utils.dateparse import parse_datetime

from samrit.audit.models import Event
from samrit.notices.actions.telling import tell
from samrit.notices.actions.webhooks import keep_call
from samrit.notices.calling import Answer
from samrit.notices.models import TrailRead, Webhook, WebhookCall
from samrit.notices.queries import coordinators_of, evaluators
from samrit.rules.webhooks import OF_VERB, wait_after
from samrit.rules.wording import say

State = WebhookCall.State
AT_ONCE = 500  # events in one transaction
GONE = 410
KEPT = timedelta(days=30)  # of finished calls
_FINENESS = 1000


@dataclass(frozen=True)
class Thing:
    """What an event is about: its province, and what is told of it (codes, keys and addresses)."""

    area: str
    data: Mapping[str, Any]


Describe = Callable[
    [Sequence[str]], Mapping[str, Thing]
]  # subjects of the trail → things; unknown ones left out


# ── from the trail to calls ─────────────────────────────────────────────────
@transaction.atomic
def queue_events(*, describe: Describe, now: datetime) -> int:
    """Make the calls for what has happened since the last turn; how many.

    The trail is the outbox: an event stands in it in the transaction of what happened. Events are added one
    transaction after the other (``audit.record`` locks the chain), so none appears behind one that was read.
    """
    TrailRead.objects.get_or_create(pk=1)
    read = TrailRead.objects.select_for_update().get(pk=1)
    newest = Event.objects.aggregate(newest=Max("id"))["newest"] or 0
    hooks = _listening()
    unread = Event.objects.filter(id__gt=read.event_id, id__lte=newest, verb__in=OF_VERB).order_by("id")
    events = list(unread[:AT_ONCE]) if hooks else []
    things = describe([event.subject for event in events]) if events else {}
    count = sum(_queue(event, things.get(event.subject), hooks, now) for event in events)
    read.event_id = events[-1].pk if len(events) == AT_ONCE else newest
    read.save(update_fields=["event_id"])
    return count


def _listening() -> list[Webhook]:
    """A demo's receivers are told of nothing that is real."""
    found = Webhook.objects.filter(state=Webhook.State.ACTIVE)
    return list(found if settings.DEMO else found.filter(made_by__is_demo=False))


def _queue(event: Event, thing: Thing | None, hooks: list[Webhook], now: datetime) -> int:
    if thing is None:
        return 0
    if event.verb == "withdraw_publication" and _drop_before_its_moment(event):
        return 0
    name = OF_VERB[event.verb]
    wanted = [
        hook
        for hook in hooks
        if name in hook.events and hook.area_id in {None, thing.area} and hook.since < event.pk
    ]
    for hook in wanted:
        keep_call(
            hook, event=name, event_id=event.pk, data=thing.data, at=event.at, now=now,
            not_before=_moment(event.after.get("publish_at")),
        )  # fmt: skip
    return len(wanted)


def _drop_before_its_moment(event: Event) -> bool:
    """Withdrawn before anybody could see it: nobody hears that there was anything."""
    moment = _moment(event.before.get("publish_at"))
    if moment is None or moment <= event.at:
        return False
    published = Event.objects.filter(
        verb="publish_score",
        subject=event.subject,
        id__lt=event.pk,
        after__page_edition=event.before.get("page_edition"),
    )
    waiting = WebhookCall.objects.filter(event_id__in=published.values("id"), state=State.PENDING, tries=0)
    waiting.update(state=State.DROPPED)
    return True


def _moment(text: object) -> datetime | None:
    return parse_datetime(text) if isinstance(text, str) else None


# ── the way of one call ─────────────────────────────────────────────────────
def claim_call(*, worker: str, now: datetime, without: Collection[int] = ()) -> WebhookCall | None:
    """Take the next call that is due, or None. ``without``: webhooks that did not answer just now."""
    while True:
        due = WebhookCall.objects.filter(
            state=State.PENDING, next_at__lte=now, webhook__state=Webhook.State.ACTIVE
        ).exclude(webhook__in=without)
        key = due.order_by("next_at", "pk").values_list("pk", flat=True).first()
        if key is None:
            return None
        mine = WebhookCall.objects.filter(pk=key, state=State.PENDING)
        claimed = mine.update(
            state=State.CLAIMED, claimed_by=worker, tried_at=now,
            tries=F("tries") + 1, round_of_tries=F("round_of_tries") + 1,
        )  # fmt: skip
        if claimed:
            return WebhookCall.objects.select_related("webhook__area").get(pk=key)


@transaction.atomic
def finish_call(
    *, call: WebhookCall, worker: str, answer: Answer | None, problem: str = "", now: datetime
) -> bool:
    """Write down how it went; True when the other side took it. What was not taken is tried again, or given up."""
    found = WebhookCall.objects.select_for_update().filter(pk=call.pk, state=State.CLAIMED, claimed_by=worker)
    row = found.first()
    if row is None:
        return False  # another worker has it now
    taken = answer is not None and answer.taken
    row.status, row.answer = (answer.status, answer.beginning) if answer else (None, "")
    row.milliseconds = answer.milliseconds if answer else None
    row.problem, row.claimed_by = problem[:300], ""
    if taken:
        row.state, row.delivered_at = State.DELIVERED, now
    else:
        _try_later(row, now)
    row.save()
    return taken


def _try_later(row: WebhookCall, now: datetime) -> None:
    wait = wait_after(row.round_of_tries, spread=Fraction(secrets.randbelow(_FINENESS), _FINENESS))
    if row.status == GONE or wait is None:
        row.state = State.GIVEN_UP
        _pause(row.webhook_id, Webhook.Pause.GONE if row.status == GONE else Webhook.Pause.FAILING, now)
    else:
        row.state, row.next_at = State.PENDING, now + wait


def _pause(key: int, why: str, now: datetime) -> None:
    """Nothing more is sent there, and its office is told so."""
    webhook = Webhook.objects.select_for_update().get(pk=key)
    if webhook.state != Webhook.State.ACTIVE:
        return
    webhook.state, webhook.pause = Webhook.State.PAUSED, why
    webhook.save(update_fields=["state", "pause"])
    day = now.date()
    office = coordinators_of(webhook.area_id, day=day) if webhook.area_id else evaluators(day=day)
    tell(
        to=office,
        kind="webhook_paused",
        subject=say(
            "told_webhook_paused",
            "พักการส่งเหตุการณ์ไป “{name}” เพราะปลายทางไม่รับ – ตรวจปลายทางแล้วเปิดใช้อีกครั้ง",
            name=webhook.name,
        ),
        url=f"/notices/webhooks/{key}/",
        key=f"webhook_paused:{key}:{now.isoformat()}",
        by=None,
        now=now,
    )


@transaction.atomic
def take_up_calls(*, alive: Collection[str], now: datetime) -> int:
    """What dead workers were calling is called again under the same key: at least once, told apart by ``webhook-id``."""
    left = WebhookCall.objects.filter(state=State.CLAIMED).exclude(claimed_by__in=alive)
    return left.update(
        state=State.PENDING, next_at=now, claimed_by="", problem="the worker ended before the answer"
    )


@transaction.atomic
def forget_calls_made(*, now: datetime) -> int:
    """Finished calls, after a month."""
    finished = [State.DELIVERED, State.GIVEN_UP, State.DROPPED]
    return WebhookCall.objects.filter(state__in=finished, made_at__lt=now - KEPT).delete()[0]
