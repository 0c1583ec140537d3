"""How people want to be told."""

import hashlib
from collections.abc import Collection

from django.conf import settings

from samrit.notices.models import CalendarFeed, Channel, LineAccount, Preference
from samrit.people.models import User


def wishes_of(people: Collection[int]) -> dict[int, Preference]:
    """Person key → their wishes; an unsaved row of defaults for whoever has changed nothing. One query."""
    chosen = {wishes.person_id: wishes for wishes in Preference.objects.filter(person__in=people)}
    return {key: chosen.get(key) or Preference(person_id=key) for key in people}


def channels_of(people: Collection[int]) -> dict[int, list[str]]:
    """Person key → the channels that are wished for and set up, besides the inbox. Two queries."""
    linked = set(LineAccount.objects.filter(person__in=people).values_list("person", flat=True))
    return {key: _channels(wishes, linked) for key, wishes in wishes_of(people).items()}


def _channels(wishes: Preference, linked: set[int]) -> list[str]:
    found = [Channel.EMAIL.value] if wishes.email else []
    if wishes.line and wishes.person_id in linked and settings.LINE_TOKEN:
        found.append(Channel.LINE.value)
    return found


def line_offered() -> bool:
    """Whether this site has an official LINE account to send from."""
    return bool(settings.LINE_TOKEN and settings.LINE_SECRET)


def secret_digest(secret: str) -> str:
    """What is kept of a code or a token."""
    return hashlib.sha256(secret.encode()).hexdigest()


def owner_of_calendar(token: str) -> User | None:
    """Whose calendar this secret address shows; None when it was never given out, or was revoked."""
    feed = CalendarFeed.objects.filter(token_hash=secret_digest(token)).select_related("person").first()
    return feed.person if feed and feed.person.is_active else None
