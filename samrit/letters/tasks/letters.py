"""Mailing letters. Called by the worker; idempotent, safe with several workers at once."""

from collections.abc import Callable, Collection

from django.utils import timezone

from samrit.letters.actions.mailing import (
    claim_mail,
    hand_over_mail,
    mark_mail_uncertain,
    mark_mailed,
    mark_not_mailed,
    take_up_mails,
)
from samrit.letters.documents.delivery_mail import PaperGoneError, mail_of
from samrit.letters.models import DeliveryMail
from samrit.notices.outcomes import ClaimLostError, NotSentError, UncertainError
from samrit.notices.post import Post


def mail_letters(*, worker: str, keep_on: Callable[[], bool] = lambda: True) -> int:
    """Send what is due, one after another, until nothing is or ``keep_on`` says no; how many were taken up."""
    post, count = Post(), 0
    try:
        while keep_on() and (mail := claim_mail(worker=worker, now=timezone.now())):
            _carry(mail, worker, post)
            count += 1
    finally:
        post.close()
    return count


def _carry(mail: DeliveryMail, worker: str, post: Post) -> None:
    def handing() -> None:
        if not hand_over_mail(mail=mail, worker=worker):
            raise ClaimLostError(mail.key)

    try:
        post.send(mail_of(mail), hand_over=handing)
    except NotSentError as failed:
        _failed(mail, worker, str(failed), permanent=failed.permanent)
    except PaperGoneError as gone:
        _failed(mail, worker, str(gone), permanent=True)
    except UncertainError as failed:
        mark_mail_uncertain(mail=mail, worker=worker, problem=str(failed))
    except ClaimLostError:
        return
    else:
        mark_mailed(mail=mail, worker=worker, now=timezone.now())


def _failed(mail: DeliveryMail, worker: str, problem: str, *, permanent: bool) -> None:
    mark_not_mailed(mail=mail, worker=worker, problem=problem, permanent=permanent, now=timezone.now())


def recover_mails(*, alive: Collection[str]) -> int:
    """Take up what dead workers left."""
    return take_up_mails(alive=alive, now=timezone.now())
