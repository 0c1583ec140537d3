"""Where mail goes in a demo: rows that a page shows (``/notices/outbox/``) instead of mailboxes."""

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from samrit.notices.models import OutboxMail


class EmailBackend(BaseEmailBackend):
    """A mail that is already there (by its Message-ID) is not put there again."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return sum(_kept(message) for message in email_messages)


def _kept(message: EmailMessage) -> bool:
    whole = message.message()
    html = next(
        (str(content) for content, kind in getattr(message, "alternatives", ()) if kind == "text/html"), ""
    )
    _mail, is_new = OutboxMail.objects.get_or_create(
        message_id=whole["Message-ID"],
        defaults={
            "sent_at": _moment(whole["Date"]),
            "sender": str(message.from_email)[:300],
            "recipients": ", ".join(message.recipients())[:1000],
            "subject": str(message.subject)[:500],
            "text": str(message.body),
            "html": html,
        },
    )
    return is_new


def _moment(written: str) -> datetime:
    """A header's moment; ``-0000`` (as Django writes it) is UTC too."""
    moment = parsedate_to_datetime(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
