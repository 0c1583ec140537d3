"""Systems that are told of events."""

from datetime import datetime
from typing import Annotated, Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Schema, Status
from pydantic import Field

from samrit.notices.actions import (
    change_webhook,
    end_webhook,
    make_webhook,
    pause_webhook,
    ping_webhook,
    resume_webhook,
    rotate_webhook,
    send_call_again,
)
from samrit.notices.api.inbox import router
from samrit.notices.models import Webhook
from samrit.notices.queries import calls_visible_to, webhooks_visible_to
from samrit.people.api.operations import done, made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.people.queries import areas_managed_by
from samrit.ui.api.paging import Page, Slice, paged
from samrit.ui.api.values import PathKey, Text


class WebhookGiven(Schema):
    """A new one; without ``area`` (TIS 1099) the central office's."""

    name: Annotated[str, Text(100, least=1)]
    address: Annotated[str, Text(500, least=1)]
    events: list[Annotated[str, Text(40, least=1)]] = Field(max_length=50)
    area: Annotated[str, Text(8, least=1)] | None = None


class WebhookChange(Schema):
    """What is left out stays. The address stays too: where it leads elsewhere, it is another webhook."""

    name: Annotated[str, Text(100, least=1)] | None = None
    events: list[Annotated[str, Text(40, least=1)]] | None = Field(None, max_length=50)


class WebhookFacts(Schema):
    """ปลายทางแจ้งเหตุการณ์; ``pause`` says why a paused one is told nothing: owner, gone, failing."""

    id: int
    name: str
    address: str
    area: str | None
    events: list[str]
    state: str
    pause: str
    made_at: datetime
    previous_until: datetime | None

    @staticmethod
    def resolve_area(obj: object) -> str | None:
        return getattr(obj, "area_id", None)


class WebhookMade(Schema):
    """``secret`` is told this once: null when the same answer is told again (Idempotency-Key)."""

    webhook: WebhookFacts
    secret: str | None


class WebhookCallFacts(Schema):
    """One event on its way; ``key`` is its ``webhook-id``, ``answer`` the beginning of what the receiver said."""

    id: int
    key: str
    event: str
    state: str
    tries: int
    made_at: datetime
    next_at: datetime
    tried_at: datetime | None
    delivered_at: datetime | None
    status: int | None
    answer: str
    problem: str


@reads(router, "/webhooks", scope="webhooks:read", answers=Page[WebhookFacts])
def webhooks(request: PersonRequest, at: Query[Slice]) -> dict[str, Any]:
    """Systems that are told of events: those of one's own office."""
    return paged(request, webhooks_visible_to(request.duties), at)


@writes(router, "/webhooks", scope="webhooks:write", answers=WebhookMade, made=True, missing=True)
def add_webhook(request: PersonRequest, body: WebhookGiven) -> Status[Any]:
    """Tell a system of events. Its secret is in this answer only."""
    area = get_object_or_404(areas_managed_by(request.duties), pk=body.area) if body.area else None
    hook, secret = make_webhook(
        name=body.name,
        address=body.address,
        events=body.events,
        area=area,
        by=request.user,
        now=timezone.now(),
    )
    return _with_secret(request, hook, secret)


def _with_secret(request: PersonRequest, hook: Webhook, secret: str) -> Status[Any]:
    """A kept answer is told again without it: no secret is written down."""
    request.kept_without = secret  # type: ignore[attr-defined]  # the gate keeps answers
    return made({"webhook": hook, "secret": secret})


def _hook(request: PersonRequest, key: int) -> Webhook:
    return get_object_or_404(webhooks_visible_to(request.duties), pk=key)


@reads(router, "/webhooks/{webhook_id}", scope="webhooks:read", answers=WebhookFacts)
def webhook(request: PersonRequest, webhook_id: PathKey) -> Webhook:
    """One of them."""
    return _hook(request, webhook_id)


@writes(router, "/webhooks/{webhook_id}", scope="webhooks:write", method="PATCH", answers=WebhookFacts)
def change_one_webhook(request: PersonRequest, webhook_id: PathKey, body: WebhookChange) -> Webhook:
    """Call it otherwise, or tell it of other events from now on."""
    hook = _hook(request, webhook_id)
    return change_webhook(
        webhook=hook,
        name=hook.name if body.name is None else body.name,
        events=hook.events if body.events is None else body.events,
        by=request.user,
        now=timezone.now(),
    )


@writes(router, "/webhooks/{webhook_id}", scope="webhooks:write", method="DELETE")
def remove_webhook(request: PersonRequest, webhook_id: PathKey) -> Status[None]:
    """Tell it nothing any more."""
    end_webhook(webhook=_hook(request, webhook_id), by=request.user, now=timezone.now())
    return done()


@writes(router, "/webhooks/{webhook_id}/secret", scope="webhooks:write", answers=WebhookMade, made=True)
def change_webhook_secret(request: PersonRequest, webhook_id: PathKey) -> Status[Any]:
    """A new secret, in this answer only; the one before it signs too for 24 hours."""
    hook = _hook(request, webhook_id)
    return _with_secret(request, *rotate_webhook(webhook=hook, by=request.user, now=timezone.now()))


@writes(router, "/webhooks/{webhook_id}/pause", scope="webhooks:write")
def pause_one_webhook(request: PersonRequest, webhook_id: PathKey) -> Status[None]:
    """Send nothing for now; what happens meanwhile is not kept for it."""
    pause_webhook(webhook=_hook(request, webhook_id), by=request.user, now=timezone.now())
    return done()


@writes(router, "/webhooks/{webhook_id}/resume", scope="webhooks:write")
def resume_one_webhook(request: PersonRequest, webhook_id: PathKey) -> Status[None]:
    """Send again, first what still waits."""
    resume_webhook(webhook=_hook(request, webhook_id), by=request.user, now=timezone.now())
    return done()


@writes(router, "/webhooks/{webhook_id}/ping", scope="webhooks:write", answers=WebhookCallFacts, made=True)
def ping_one_webhook(request: PersonRequest, webhook_id: PathKey) -> Status[Any]:
    """Send something to try the receiver with."""
    hook = _hook(request, webhook_id)
    return made(ping_webhook(webhook=hook, by=request.user, now=timezone.now()))


@reads(router, "/webhooks/{webhook_id}/calls", scope="webhooks:read", answers=Page[WebhookCallFacts])
def webhook_calls(request: PersonRequest, webhook_id: PathKey, at: Query[Slice]) -> dict[str, Any]:
    """What was sent to it, the newest first; finished ones are kept for 30 days."""
    calls = calls_visible_to(request.duties).filter(webhook=_hook(request, webhook_id))
    return paged(request, calls, at, order=("-pk",))


@writes(router, "/webhook-calls/{call_id}/again", scope="webhooks:write")
def send_webhook_call_again(request: PersonRequest, call_id: PathKey) -> Status[None]:
    """Send it once more, under the same ``webhook-id``."""
    call = get_object_or_404(calls_visible_to(request.duties), pk=call_id)
    send_call_again(call=call, by=request.user, now=timezone.now())
    return done()
