"""Letters on their way: what may be sent, mailed, acknowledged, and whom one may remind."""

from datetime import date, timedelta

import pytest

from samrit.rules.letters.delivering import (
    MOST_RECIPIENTS,
    STANDING_LABELS,
    Standing,
    days_waiting,
    is_overdue,
    refuse_acknowledging,
    refuse_reading_void,
    refuse_reminding,
    refuse_sending,
    standing_of,
    withheld_from_mail,
)
from samrit.rules.wording import Refusal

TODAY = date(2024, 4, 11)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
UNOPENED, OPENED, ACKNOWLEDGED = Standing


def code(refusal: Refusal | None) -> str:
    return refusal.code if refusal else ""


# opened, acknowledged → where it stands; what was acknowledged on paper was never opened here
@pytest.mark.parametrize(
    ("opened", "acknowledged", "standing"),
    [
        (False, False, UNOPENED),
        (True, False, OPENED),
        (True, True, ACKNOWLEDGED),
        (False, True, ACKNOWLEDGED),
    ],
)
def test_where_a_recipient_stands(*, opened: bool, acknowledged: bool, standing: Standing) -> None:
    assert standing_of(opened=opened, acknowledged=acknowledged) == standing
    assert set(STANDING_LABELS) == set(Standing)


# signed, void, recipients → why it is not sent
@pytest.mark.parametrize(
    ("signed", "void", "recipients", "why"),
    [
        (True, False, 1, ""),
        (True, False, MOST_RECIPIENTS, ""),
        (True, False, MOST_RECIPIENTS + 1, "too_many_recipients"),
        (True, False, 0, "no_recipients"),
        (False, False, 8, "letter_unsigned"),
        # a void letter was signed once: it is told that it is void
        (True, True, 8, "letter_void"),
        (False, True, 0, "letter_void"),
    ],
)
def test_what_may_be_sent(*, signed: bool, void: bool, recipients: int, why: str) -> None:
    assert code(refuse_sending(signed=signed, void=void, recipients=recipients)) == why


# its secrecy, the recipient's mailbox → why no e-mail leaves
@pytest.mark.parametrize(
    ("secrecy", "address", "why"),
    [
        ("ordinary", "saraban@example.go.th", ""),
        ("ordinary", "", "mail_no_mailbox"),
        ("confidential", "saraban@example.go.th", "mail_secret"),
        ("secret", "saraban@example.go.th", "mail_secret"),
        ("top_secret", "", "mail_secret"),
    ],
)
def test_what_is_mailed(secrecy: str, address: str, why: str) -> None:
    said = withheld_from_mail(secrecy=secrecy, address=address)
    assert (said.code if said else "") == why


@pytest.mark.parametrize(
    ("void", "standing", "why"),
    [
        (False, UNOPENED, ""),
        (False, OPENED, ""),
        (False, ACKNOWLEDGED, "acknowledged_already"),
        (True, OPENED, "received_void"),
        (True, ACKNOWLEDGED, "received_void"),
    ],
)
def test_what_is_acknowledged(*, void: bool, standing: Standing, why: str) -> None:
    assert code(refuse_acknowledging(void=void, standing=standing)) == why


def test_a_void_letter_is_not_handed_out() -> None:
    assert code(refuse_reading_void(void=True)) == "void_not_handed_out"
    assert refuse_reading_void(void=False) is None


# void, standing, last reminded → why nobody is reminded today
@pytest.mark.parametrize(
    ("void", "standing", "reminded_on", "why"),
    [
        (False, UNOPENED, None, ""),
        (False, OPENED, YESTERDAY, ""),
        (False, OPENED, TODAY, "reminded_today"),
        # a clock that was set back does not make it two a day
        (False, OPENED, TOMORROW, "reminded_today"),
        (False, ACKNOWLEDGED, None, "nothing_to_remind"),
        (True, UNOPENED, None, "reminding_of_void"),
    ],
)
def test_who_is_reminded(*, void: bool, standing: Standing, reminded_on: date | None, why: str) -> None:
    refusal = refuse_reminding(void=void, standing=standing, reminded_on=reminded_on, today=TODAY)
    assert code(refusal) == why


def test_days_are_counted_from_the_day_of_sending() -> None:
    assert days_waiting(sent_on=TODAY, until=TODAY) == 0
    assert days_waiting(sent_on=YESTERDAY, until=TODAY) == 1
    assert days_waiting(sent_on=TOMORROW, until=TODAY) == 0


# the letter's day, standing → overdue today: the day itself is still in time
@pytest.mark.parametrize(
    ("deadline", "standing", "overdue"),
    [
        (None, UNOPENED, False),
        (TODAY, UNOPENED, False),
        (YESTERDAY, UNOPENED, True),
        (YESTERDAY, OPENED, True),
        (YESTERDAY, ACKNOWLEDGED, False),
    ],
)
def test_overdue(*, deadline: date | None, standing: Standing, overdue: bool) -> None:
    assert is_overdue(deadline=deadline, standing=standing, today=TODAY) is overdue
