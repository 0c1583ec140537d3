"""Reading webhooks: whose one sees, with which secrets they are called, what was sent."""

import hashlib
import hmac
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet

from samrit.notices.models import Webhook, WebhookCall
from samrit.people.models import Area
from samrit.people.queries import Duties
from samrit.rules.webhooks import Network, secrets_at


def offices_with_webhooks(duties: Duties) -> list[Area | None]:
    """For whom this person may have webhooks: None is the central office, an area its province."""
    provinces = (
        list(Area.objects.filter(pk__in=duties.coordinated_areas()).order_by("pk"))
        if duties.coordinates
        else []
    )
    return [None, *provinces] if duties.evaluates else list(provinces)


def webhooks_visible_to(duties: Duties) -> QuerySet[Webhook]:
    """Those of one's own office: the central office's, or the province's; never those that have ended."""
    own = Q(area__in=duties.coordinated_areas())
    if duties.evaluates:
        own |= Q(area=None)
    return Webhook.objects.filter(own).exclude(state=Webhook.State.ENDED).select_related("area", "made_by")


def calls_visible_to(duties: Duties) -> QuerySet[WebhookCall]:
    """What was sent to them, the newest first."""
    return WebhookCall.objects.filter(webhook__in=webhooks_visible_to(duties)).select_related("webhook")


def secrets_of(webhook: Webhook, now: datetime) -> list[bytes]:
    """The secrets that sign now, the new one first; 32 bytes each."""
    return secrets_at(
        now,
        current=secret_of(webhook.nonce),
        previous=secret_of(webhook.previous_nonce) if webhook.previous_nonce else None,
        until=webhook.previous_until,
    )


def secret_of(nonce: str) -> bytes:
    """Computed, so that a copy of the database tells nobody how to sign."""
    return hmac.new(settings.SECRET_KEY.encode(), f"webhook:{nonce}".encode(), hashlib.sha256).digest()


def loopback_allowed() -> bool:
    """A receiver on this machine: for trying out only."""
    return bool(settings.DEBUG or settings.DEMO)


def networks_allowed() -> list[Network]:
    """Internal networks that the operator has opened."""
    return list(settings.WEBHOOK_NETWORKS)
