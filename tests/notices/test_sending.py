"""Mail and LINE against servers on this machine: what is taken is sent once, what is not is tried again or given up."""

import email
import email.policy
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from samrit.notices.actions import claim_next, hand_over, mark_sent, send_again, take_up_again
from samrit.notices.documents import message_id, retry_key
from samrit.notices.models import Delivery, LineAccount, Notice, Preference
from samrit.notices.outcomes import ClaimLostError
from samrit.notices.tasks import recover, send_due
from tests.notices.conftest import Digested
from tests.notices.standins import Line, Mailbox
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
State = Delivery.State


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def again(delivery: Delivery) -> Delivery:
    delivery.refresh_from_db()
    return delivery


def parsed(mail: bytes) -> EmailMessage:
    return email.message_from_bytes(mail, policy=email.policy.default)


# ── mail ────────────────────────────────────────────────────────────────────
def test_a_mail_has_text_and_html_with_titles_and_addresses_only(
    mailbox: Mailbox, digested: Digested, world: World
) -> None:
    delivery = digested()
    assert send_due(worker="w") == 1
    [mail] = map(parsed, mailbox.mails)
    assert again(delivery).state == State.SENT
    assert delivery.sent_at == NOW
    assert (mail["To"], mail["Subject"].strip()) == ("recorder@example.go.th", "รอคุณดำเนินการ 2 เรื่อง")
    assert mail["Message-ID"] == message_id(delivery)
    assert mail["List-Unsubscribe"] == "<http://127.0.0.1:8000/notices/settings/>"
    assert (mail["Auto-Submitted"], mail["Content-Language"]) == ("auto-generated", "th")
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    said = text.get_content()
    assert "บันทึกผล: 1-1 OTOP <b>" in said
    assert "http://127.0.0.1:8000/reports/1/7/" in said
    assert "เรียน recorder" in said
    assert "และอีก 1 รายการ" in said
    assert '<a href="http://127.0.0.1:8000/reports/1/7/">บันทึกผล: 1-1 OTOP &lt;b&gt;</a>' in html.get_content()
    assert "<style" not in html.get_content()


def test_in_english_when_the_person_chose_it(mailbox: Mailbox, digested: Digested, world: World) -> None:
    Preference.objects.create(person=world.recorder, language="en")
    digested()
    send_due(worker="w")
    assert parsed(mailbox.mails[0])["Content-Language"] == "en"


def test_one_connection_carries_many(mailbox: Mailbox, digested: Digested, world: World) -> None:
    for person in (world.recorder, world.colleague, world.approver):
        digested(person)
    assert send_due(worker="w") == 3
    assert len({parsed(mail)["Message-ID"] for mail in mailbox.mails}) == 3
    assert send_due(worker="w") == 0


def test_a_server_that_is_away_is_tried_later_and_given_up_in_the_end(
    settings: Any, digested: Digested, clock: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens
    delivery = digested()
    send_due(worker="w")
    assert (again(delivery).state, delivery.attempts) == (State.PENDING, 1)
    assert delivery.next_at == NOW + timedelta(minutes=1)
    assert "refused" in delivery.problem.lower()
    assert send_due(worker="w") == 0
    for attempts in range(2, 12):
        if again(delivery).state != State.PENDING:
            break
        clock.move_to(delivery.next_at)
        send_due(worker="w")
        if delivery.digest and again(delivery).state == State.PENDING:
            assert delivery.attempts in {attempts, attempts - 1}
    assert again(delivery).state == State.GIVEN_UP
    assert timezone.now() < NOW + timedelta(hours=24)


@pytest.mark.parametrize(("answer", "state"), [("451 later", State.PENDING), ("554 never", State.GIVEN_UP)])
def test_what_the_server_says_decides(mailbox: Mailbox, digested: Digested, answer: str, state: str) -> None:
    mailbox.answer = answer
    delivery = digested()
    send_due(worker="w")
    assert again(delivery).state == state
    assert answer.split(maxsplit=1)[0] in delivery.problem
    assert mailbox.mails == []


def test_quiet_hours_put_a_digest_off(mailbox: Mailbox, digested: Digested, clock: Any) -> None:
    evening = NOW + timedelta(hours=10)  # 20.00 น.
    delivery = digested(now=evening - timedelta(seconds=1))
    clock.move_to(evening)
    send_due(worker="w")
    assert (again(delivery).state, delivery.attempts) == (State.PENDING, 0)
    assert delivery.next_at == NOW + timedelta(hours=21)  # 07.00 น.
    clock.move_to(delivery.next_at)
    send_due(worker="w")
    assert len(mailbox.mails) == 1


def test_what_makes_no_sense_any_more_is_not_sent(
    mailbox: Mailbox, digested: Digested, world: World, clock: Any
) -> None:
    old, closed, off = digested(world.recorder), digested(world.colleague), digested(world.approver)
    world.colleague.is_active = False
    world.colleague.save()
    Preference.objects.create(person=world.approver, email=False)
    Delivery.objects.filter(pk=old.pk).update(made_at=NOW - timedelta(hours=24))
    send_due(worker="w")
    assert {again(one).state for one in (old, closed, off)} == {State.GIVEN_UP}
    assert {one.problem for one in (old, closed, off)} == {
        "too late", "the account is closed", "the person has switched this channel off",
    }  # fmt: skip
    assert mailbox.mails == []


# ── LINE ────────────────────────────────────────────────────────────────────
def test_line_gets_token_body_and_retry_key(line: Line, digested: Digested, world: World) -> None:
    delivery = digested(channel="line")
    send_due(worker="w")
    [pushed] = line.taken
    assert again(delivery).state == State.SENT
    assert pushed.to == LineAccount.objects.get(person=world.recorder).line_id
    assert pushed.key == str(retry_key(delivery))
    assert pushed.text.splitlines()[0] == "รอคุณดำเนินการ 2 เรื่อง"
    assert "• บันทึกผล: 1-1 OTOP <b>" in pushed.text
    assert pushed.text.endswith("http://127.0.0.1:8000/")


def test_taken_before_counts_as_sent(line: Line, digested: Digested, clock: Any) -> None:
    """The answer was lost after LINE had taken it: the same key again, and nobody is told twice."""
    line.answers, line.takes_before_failing = [500], True
    delivery = digested(channel="line")
    send_due(worker="w")
    assert again(delivery).state == State.PENDING
    clock.move_to(delivery.next_at)
    send_due(worker="w")
    assert again(delivery).state == State.SENT
    assert [code for code, _key in line.calls] == [500, 409]
    assert len(line.taken) == 1


@pytest.mark.parametrize(
    ("code", "state"),
    [
        (429, State.PENDING), (500, State.PENDING), (503, State.PENDING), (401, State.PENDING),
        (400, State.GIVEN_UP), (404, State.GIVEN_UP),
    ],
)  # fmt: skip
def test_what_line_says_decides(line: Line, digested: Digested, code: int, state: str) -> None:
    line.answers = [code]
    delivery = digested(channel="line")
    send_due(worker="w")
    assert again(delivery).state == state
    assert delivery.problem.startswith(f"HTTP {code}")


def test_a_wrong_token_is_refused_by_line(line: Line, digested: Digested, settings: Any) -> None:
    settings.LINE_TOKEN = "another"  # noqa: S105 - made for a test
    delivery = digested(channel="line")
    send_due(worker="w")
    assert (again(delivery).state, line.taken) == (State.PENDING, [])


def test_lines_memory_of_a_key_ends_after_a_day(line: Line, digested: Digested, clock: Any) -> None:
    delivery = digested(channel="line")
    line.answers = [500] * 20
    while again(delivery).state == State.PENDING:
        clock.move_to(delivery.next_at)
        send_due(worker="w")
    assert delivery.state == State.GIVEN_UP
    assert timezone.now() - NOW < timedelta(hours=24)
    assert len({key for _code, key in line.calls}) == 1


# ── several workers, and dead ones ──────────────────────────────────────────
def test_a_delivery_belongs_to_one_worker(digested: Digested) -> None:
    delivery = digested()
    assert claim_next(worker="first", now=NOW) == delivery
    assert claim_next(worker="second", now=NOW) is None
    with pytest.raises(ClaimLostError):
        hand_over(delivery=delivery, worker="second", now=NOW)
    hand_over(delivery=delivery, worker="first", now=NOW)
    mark_sent(delivery=delivery, worker="second", now=NOW)
    assert again(delivery).state == State.HANDED


def test_what_a_living_worker_has_is_left_alone(digested: Digested) -> None:
    delivery = digested()
    claim_next(worker="alive", now=NOW)
    assert take_up_again(alive={"alive"}, now=NOW) == (0, [])
    assert take_up_again(alive=set(), now=NOW) == (1, [])
    assert again(delivery).state == State.PENDING


def test_a_mail_that_was_being_handed_over_is_not_sent_again(
    mailbox: Mailbox, digested: Digested, world: World
) -> None:
    delivery = digested()
    claim_next(worker="dead", now=NOW)
    hand_over(delivery=delivery, worker="dead", now=NOW)
    recover(alive=set())
    send_due(worker="w")
    assert (again(delivery).state, mailbox.mails) == (State.UNCERTAIN, [])
    [told] = Notice.objects.filter(person=world.recorder, kind="undelivered")
    assert "อาจไปไม่ถึง" in str(told.subject_message)
    recover(alive=set())
    assert Notice.objects.filter(kind="undelivered").count() == 1


def test_our_own_outbox_knows(settings: Any, digested: Digested) -> None:
    settings.EMAIL_BACKEND = "samrit.notices.outbox.EmailBackend"
    delivery = digested()
    send_due(worker="dead")
    Delivery.objects.update(state=State.HANDED, sent_at=None, claimed_by="dead")
    recover(alive=set())
    assert again(delivery).state == State.SENT
    assert not Notice.objects.filter(kind="undelivered").exists()


def test_the_operator_may_send_again(mailbox: Mailbox, digested: Digested) -> None:
    delivery = digested()
    Delivery.objects.update(state=State.UNCERTAIN, handed_at=NOW)
    assert send_again(keys=["nothing"], now=NOW) == 0
    assert send_again(keys=[delivery.key], now=NOW) == 1
    send_due(worker="w")
    assert (again(delivery).state, len(mailbox.mails)) == (State.SENT, 1)
