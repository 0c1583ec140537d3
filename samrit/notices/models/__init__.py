"""Notices to people, their way out of the house, and how each person wants to be told."""

from samrit.notices.models.deliveries import Channel, Delivery, OutboxMail
from samrit.notices.models.notices import Digest, Notice
from samrit.notices.models.webhooks import TrailRead, Webhook, WebhookCall
from samrit.notices.models.wishes import CalendarFeed, LineAccount, LineCode, Preference
from samrit.notices.models.workers import Turn, Worker

__all__ = [
    "CalendarFeed",
    "Channel",
    "Delivery",
    "Digest",
    "LineAccount",
    "LineCode",
    "Notice",
    "OutboxMail",
    "Preference",
    "TrailRead",
    "Turn",
    "Webhook",
    "WebhookCall",
    "Worker",
]
