"""Making webhooks, changing their secret, pausing and ending them, and sending a call once more."""

import json
import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate, localtime

from samrit.audit.actions import record
from samrit.audit.models import Event
from samrit.notices.models import Webhook, WebhookCall
from samrit.notices.permissions import refuse_resending, refuse_webhook, refuse_webhook_office
from samrit.notices.queries import secret_of
from samrit.people.models import Area, User
from samrit.people.queries import Duties, duties_of
from samrit.rules.webhooks import BOTH_SECRETS_FOR, PING, refuse_events, secret_text
from samrit.rules.wording import RefusedError

State = Webhook.State


@transaction.atomic
def make_webhook(
    *, name: str, address: str, events: Collection[str], area: Area | None, by: User, now: datetime
) -> tuple[Webhook, str]:
    """A new one of the central office (``area`` None) or of a province; its secret is returned once."""
    duties = duties_of(by, localdate(now))
    if area:
        Area.objects.select_for_update().get(pk=area.pk)  # two at once must not pass the limit together
    if refusal := refuse_webhook(duties, area=area, address=address, events=events):
        raise RefusedError(refusal)
    nonce = secrets.token_hex(32)
    webhook = Webhook.objects.create(
        area=area,
        name=" ".join(name.split()),
        address=address,
        events=sorted(set(events)),
        nonce=nonce,
        made_at=now,
        made_by=by,
    )
    facts = {"name": webhook.name, "address": address, "events": webhook.events}
    webhook.since = _record("make_webhook", webhook, duties, now, after=facts).pk
    webhook.save(update_fields=["since"])
    return webhook, secret_text(secret_of(nonce))


@transaction.atomic
def change_webhook(
    *, webhook: Webhook, name: str, events: Collection[str], by: User, now: datetime
) -> Webhook:
    """Call it otherwise, or tell it of other events from the worker's next turn on."""
    webhook, duties = _locked(webhook, by, now)
    if refusal := refuse_events(events):
        raise RefusedError(refusal)
    before = {"name": webhook.name, "events": webhook.events}
    after = {"name": " ".join(name.split()), "events": sorted(set(events))}
    changed = [key for key in before if before[key] != after[key]]
    if changed:
        webhook.name, webhook.events = " ".join(name.split()), sorted(set(events))
        webhook.save(update_fields=["name", "events"])
        was, became = ({key: facts[key] for key in changed} for facts in (before, after))
        _record("change_webhook", webhook, duties, now, before=was, after=became)
    return webhook


@transaction.atomic
def rotate_webhook(*, webhook: Webhook, by: User, now: datetime) -> tuple[Webhook, str]:
    """A new secret, returned once; for a day the one before it signs too, so that no call is lost."""
    webhook, duties = _locked(webhook, by, now)
    webhook.previous_nonce, webhook.previous_until = webhook.nonce, now + BOTH_SECRETS_FOR
    webhook.nonce = secrets.token_hex(32)
    webhook.save(update_fields=["nonce", "previous_nonce", "previous_until"])
    _record("rotate_webhook", webhook, duties, now, after={"name": webhook.name})
    return webhook, secret_text(secret_of(webhook.nonce))


@transaction.atomic
def pause_webhook(*, webhook: Webhook, by: User, now: datetime) -> Webhook:
    """Nothing is sent for now; what happens meanwhile is not kept for it."""
    webhook, duties = _locked(webhook, by, now)
    if webhook.state == State.ACTIVE:
        webhook.state, webhook.pause = State.PAUSED, Webhook.Pause.OWNER
        webhook.save(update_fields=["state", "pause"])
        _record("pause_webhook", webhook, duties, now, after={"name": webhook.name})
    return webhook


@transaction.atomic
def resume_webhook(*, webhook: Webhook, by: User, now: datetime) -> Webhook:
    """From now on it is told again, first of what still waited."""
    webhook, duties = _locked(webhook, by, now)
    if webhook.state == State.PAUSED:
        webhook.state, webhook.pause = State.ACTIVE, ""
        webhook.save(update_fields=["state", "pause"])
        _record("resume_webhook", webhook, duties, now, after={"name": webhook.name})
    return webhook


@transaction.atomic
def end_webhook(*, webhook: Webhook, by: User, now: datetime) -> None:
    """It is told nothing any more, not even what waited."""
    webhook, duties = _locked(webhook, by, now)
    webhook.state, webhook.pause = State.ENDED, ""
    webhook.save(update_fields=["state", "pause"])
    webhook.calls.filter(state=WebhookCall.State.PENDING).update(state=WebhookCall.State.DROPPED)
    _record("end_webhook", webhook, duties, now, before={"name": webhook.name, "address": webhook.address})


@transaction.atomic
def ping_webhook(*, webhook: Webhook, by: User, now: datetime) -> WebhookCall:
    """Something to try the receiver with."""
    webhook, _duties = _locked(webhook, by, now)
    return keep_call(webhook, event=PING, event_id=None, data={"name": webhook.name}, at=now, now=now)


@transaction.atomic
def send_call_again(*, call: WebhookCall, by: User, now: datetime) -> WebhookCall:
    """The same call under the same key, from its first try on."""
    _locked(call.webhook, by, now)
    call = WebhookCall.objects.select_for_update(of=("self",)).select_related("webhook").get(pk=call.pk)
    if refusal := refuse_resending(call):
        raise RefusedError(refusal)
    call.state, call.next_at, call.round_of_tries = WebhookCall.State.PENDING, now, 0
    call.save(update_fields=["state", "next_at", "round_of_tries"])
    return call


def keep_call(
    webhook: Webhook,
    *,
    event: str,
    event_id: int | None,
    data: Mapping[str, Any],
    at: datetime,
    now: datetime,
    not_before: datetime | None = None,
) -> WebhookCall:
    """One call for the worker. Its body is made now and never again, so that every try is the same."""
    moment = max(at, not_before) if not_before else at
    body = {"type": event, "timestamp": localtime(moment).isoformat(), "data": dict(data)}
    return WebhookCall.objects.create(
        webhook=webhook,
        key=f"msg_{secrets.token_hex(16)}",
        event=event,
        event_id=event_id,
        body=json.dumps(body, ensure_ascii=False),
        made_at=now,
        next_at=max(now, not_before) if not_before else now,
    )


def _locked(webhook: Webhook, by: User, now: datetime) -> tuple[Webhook, Duties]:
    duties = duties_of(by, localdate(now))
    found = Webhook.objects.select_for_update(of=("self",)).select_related("area").get(pk=webhook.pk)
    if refusal := refuse_webhook_office(duties, area=found.area_id, ended=found.state == State.ENDED):
        raise RefusedError(refusal)
    return found, duties


def _record(verb: str, webhook: Webhook, duties: Duties, now: datetime, **facts: Any) -> Event:
    return record(
        verb=verb,
        subject=webhook,
        by=duties.user,
        now=now,
        area_code=webhook.area_id or "",
        actor_role=duties.described(),
        **facts,
    )
