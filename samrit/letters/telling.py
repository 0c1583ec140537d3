"""Who hears of a letter's way: whose turn it is, and the drafter. Of a secret letter not even the subject is mailed."""

from datetime import datetime

from django.urls import reverse

from samrit.letters.models import Arrival, Letter
from samrit.letters.queries.writing import current_step
from samrit.notices.actions import settle, tell
from samrit.people.models import User
from samrit.rules.letters.signing import Status
from samrit.rules.secrecy import is_secret
from samrit.rules.wording import Message, say
from samrit.ui.wording import in_words

LONGEST = 150  # of a subject in a notice
SECRET_SUBJECT = say("secret_letter", "หนังสือลับ")


def tell_of_letter(letter: Letter, *, by: User, now: datetime) -> None:
    """Called in the transaction of the step, after the letter stands where it stands now."""
    settle(to=[by], kind="task", url=_address(letter), now=now)
    step = current_step(letter)
    if step is not None:
        _tell(
            step.person,
            "task",
            say("told_letter_turn", "หนังสือรอคุณดำเนินการ: {subject}", subject=_subject(letter)),
            letter,
            by,
            now,
        )
    elif letter.status == Status.RETURNED:
        text = say("told_letter_returned", "หนังสือถูกส่งกลับให้แก้ไข: {subject}", subject=_subject(letter))
        _tell(letter.drafted_by, "task", text, letter, by, now)
    elif letter.status == Status.SIGNED:
        text = say("told_letter_signed", "หนังสือลงนามแล้ว: {subject}", subject=_subject(letter))
        _tell(letter.drafted_by, "news", text, letter, by, now)


def listed_subject(letter: Letter | Arrival) -> str:
    """In lists of work, which are mailed too."""
    return in_words(SECRET_SUBJECT) if is_secret(letter.secrecy) else letter.subject


def _subject(letter: Letter) -> Message | str:
    return SECRET_SUBJECT if is_secret(letter.secrecy) else letter.subject[:LONGEST]


def _address(letter: Letter) -> str:
    return reverse("writing:letter", args=[letter.pk])


def _tell(to: User, kind: str, subject: Message, letter: Letter, by: User, now: datetime) -> None:  # noqa: PLR0917 - of this file alone
    tell(
        to=[to],
        kind=kind,
        subject=subject,
        url=_address(letter),
        key=f"letter:{letter.pk}:{letter.status}:{letter.version}:{letter.position}:{now.isoformat()}",
        by=by,
        now=now,
    )
