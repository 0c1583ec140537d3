"""The way of one calendar mail: each is given to the mail server once, or it is known that it was not."""

from datetime import datetime

from django.db.models import F, QuerySet

from samrit.letters.models import CalendarMail
from samrit.rules.reminders import backoff

State = CalendarMail.State
MOST_ATTEMPTS = 8


def due_mails(now: datetime) -> QuerySet[CalendarMail]:
    return (
        CalendarMail.objects.filter(state=State.PENDING, next_at__lte=now)
        .select_related("meeting__area", "person")
        .order_by("next_at", "pk")
    )


def claim_mail(*, mail: CalendarMail) -> bool:
    """Of several workers one takes it: from here on it is uncertain until the server has said something."""
    mine = CalendarMail.objects.filter(pk=mail.pk, state=State.PENDING, attempts=mail.attempts)
    return bool(mine.update(state=State.UNCERTAIN, attempts=F("attempts") + 1))


def mail_taken(*, mail: CalendarMail, now: datetime) -> None:
    CalendarMail.objects.filter(pk=mail.pk).update(state=State.SENT, sent_at=now, problem="")


def mail_refused(*, mail: CalendarMail, problem: str, permanent: bool, now: datetime) -> None:
    """Not taken, for sure: later again, or never when that makes no sense."""
    tried = mail.attempts + 1
    hopeless = permanent or tried >= MOST_ATTEMPTS or now >= mail.meeting.ends_at
    CalendarMail.objects.filter(pk=mail.pk).update(
        state=State.GIVEN_UP if hopeless else State.PENDING,
        next_at=now + backoff(tried),
        problem=problem[:300],
    )


def mail_uncertain(*, mail: CalendarMail, problem: str) -> None:
    """The connection broke while it was given away: never sent again by itself, and shown to the office."""
    CalendarMail.objects.filter(pk=mail.pk).update(problem=problem[:300])
