"""Reading notices: whom to tell, what a person has been told, what is to be sent."""

from samrit.notices.queries.digests import fresh, people_to_write_to
from samrit.notices.queries.inbox import count_unread, notices_of
from samrit.notices.queries.webhooks import (
    calls_visible_to,
    loopback_allowed,
    networks_allowed,
    offices_with_webhooks,
    secret_of,
    secrets_of,
    webhooks_visible_to,
)
from samrit.notices.queries.whom import coordinators_of, evaluators, holders
from samrit.notices.queries.wishes import (
    channels_of,
    line_offered,
    owner_of_calendar,
    secret_digest,
    wishes_of,
)

__all__ = [
    "calls_visible_to",
    "channels_of",
    "coordinators_of",
    "count_unread",
    "evaluators",
    "fresh",
    "holders",
    "line_offered",
    "loopback_allowed",
    "networks_allowed",
    "notices_of",
    "offices_with_webhooks",
    "owner_of_calendar",
    "people_to_write_to",
    "secret_digest",
    "secret_of",
    "secrets_of",
    "webhooks_visible_to",
    "wishes_of",
]
