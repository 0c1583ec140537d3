"""Carrying calendar mails out of the house. Called by the worker; safe with several workers at once."""

from collections.abc import Callable

from django.utils import timezone

from samrit.letters.actions.meeting.mailing import (
    claim_mail,
    due_mails,
    mail_refused,
    mail_taken,
    mail_uncertain,
)
from samrit.letters.documents.invitations import mail_of
from samrit.letters.models import CalendarMail
from samrit.notices.outcomes import NotSentError, UncertainError
from samrit.notices.post import Post

AT_ONCE = 200  # in one turn


def send_calendar_mails(*, keep_on: Callable[[], bool] = lambda: True) -> int:
    """Send what is due; how many were taken up. One query when there is nothing."""
    count, post = 0, Post()
    try:
        for mail in due_mails(timezone.now())[:AT_ONCE]:
            if not keep_on():
                break
            if claim_mail(mail=mail):
                _carry(mail, post)
                count += 1
    finally:
        post.close()
    return count


def _carry(mail: CalendarMail, post: Post) -> None:
    now = timezone.now()
    if not mail.person.is_active:
        mail_refused(mail=mail, problem="the account is closed", permanent=True, now=now)
        return
    try:
        post.send(mail_of(mail, now=now), hand_over=lambda: None)
    except NotSentError as failed:
        mail_refused(mail=mail, problem=str(failed), permanent=failed.permanent, now=now)
    except UncertainError as failed:
        mail_uncertain(mail=mail, problem=str(failed))
    else:
        mail_taken(mail=mail, now=timezone.now())
