"""Letters by e-mail: to the saraban mailbox, once, with the sealed paper; what does not get through can be seen."""

from datetime import timedelta
from email.message import Message as Mail

import pytest
import time_machine
from django.core import mail as outbox
from django.core.mail import EmailMessage

from samrit.letters.actions.delivering import Ways, remind_recipients
from samrit.letters.actions.mailing import claim_mail, hand_over_mail, mail_again, mark_not_mailed
from samrit.letters.documents.delivery_mail import file_name, mail_of
from samrit.letters.models import Delivery, DeliveryMail
from samrit.letters.tasks import mail_letters, recover_mails
from samrit.rules.wording import Message, RefusedError
from tests.letters.delivered import PDF, give_mailbox, make_void, sent
from tests.world import NOW, World, make_people

pytestmark = pytest.mark.django_db
BY_MAIL = Ways(by_mail=True)
State = DeliveryMail.State


@pytest.fixture
def world() -> World:
    world = make_people()
    give_mailbox(world, world.development)
    return world


def states() -> list[str]:
    return list(DeliveryMail.objects.order_by("pk").values_list("state", flat=True))


def attached(message: EmailMessage) -> list[tuple[str, bytes]]:
    parts = message.message().walk()
    return [
        (part.get_filename() or "", part.get_payload(decode=True))
        for part in parts
        if isinstance(part, Mail) and part.get_filename()
    ]


def test_it_goes_to_the_mailbox_with_the_sealed_paper_once(world: World) -> None:
    first, second = sent(world, ways=BY_MAIL)
    with time_machine.travel(NOW):
        assert mail_letters(worker="w") == 1
        assert mail_letters(worker="w") == 0
    (message,) = outbox.outbox
    assert message.to == ["saraban@example.go.th"]
    assert message.subject == "ที่ ปท 0017.2/ว 123 เรื่อง ส่งตัวชี้วัดฉบับปรับปรุง"
    assert f"/letters/inbox/{first.pk}/" in message.body
    assert "กำหนด" in message.body
    assert attached(message) == [("ปท 0017.2-ว 123.pdf", PDF + str(first.letter_id).encode())]
    assert states() == [State.SENT]
    assert first.not_mailed is None
    assert second.not_mailed is not None
    assert Message.from_data(second.not_mailed).code == "mail_no_mailbox"


def test_a_secret_letter_is_never_mailed(world: World) -> None:
    first, _second = sent(world, ways=BY_MAIL, secrecy="confidential")
    assert first.not_mailed is not None
    assert Message.from_data(first.not_mailed).code == "mail_secret"
    remind_recipients(letter=first.letter, by=world.coordinator, now=NOW)
    assert not DeliveryMail.objects.exists()


def test_without_the_wish_nothing_is_mailed_and_nothing_has_to_be_explained(world: World) -> None:
    first, _second = sent(world)
    assert (first.not_mailed, DeliveryMail.objects.count()) == (None, 0)


def test_a_reminder_carries_the_way_to_the_letter_not_the_letter(world: World) -> None:
    first, _second = sent(world)
    remind_recipients(letter=first.letter, by=world.coordinator, now=NOW)
    message = mail_of(DeliveryMail.objects.get())
    assert message.subject.startswith("เตือน โปรดรับทราบ")
    assert attached(message) == []


def test_a_letter_that_was_voided_before_it_left_is_not_mailed(world: World) -> None:
    first, _second = sent(world, ways=BY_MAIL)
    make_void(first.letter, world)
    assert claim_mail(worker="w", now=NOW) is None


def test_the_same_mail_keeps_its_identity(world: World) -> None:
    sent(world, ways=BY_MAIL)
    one = DeliveryMail.objects.get()
    assert len({mail_of(one).extra_headers["Message-ID"] for _ in range(2)}) == 1


# ── what does not get through ───────────────────────────────────────────────
def test_a_paper_that_is_not_drawn_yet_is_waited_for(world: World) -> None:
    sent(world, ways=BY_MAIL, drawn=False)
    with time_machine.travel(NOW):
        mail_letters(worker="w")
    one = DeliveryMail.objects.get()
    assert (one.state, one.next_at > NOW, outbox.outbox) == (State.PENDING, True, [])


def test_a_paper_that_was_changed_is_not_sent(world: World) -> None:
    first, _second = sent(world, ways=BY_MAIL)
    with open(first.letter.paper.file.path, "ab") as file:  # noqa: PTH123 - the storage's own path
        file.write(b"x")
    with time_machine.travel(NOW):
        mail_letters(worker="w")
    one = DeliveryMail.objects.get()
    assert (one.state, outbox.outbox) == (State.GIVEN_UP, [])
    assert one.problem != ""


def test_it_is_tried_later_and_at_last_given_up(world: World) -> None:
    sent(world, ways=BY_MAIL)
    one = claim_mail(worker="w", now=NOW)
    assert one is not None
    mark_not_mailed(mail=one, worker="w", problem="no connection", permanent=False, now=NOW)
    one.refresh_from_db()
    assert (one.state, one.next_at, one.problem) == (
        State.PENDING,
        NOW + timedelta(minutes=1),
        "no connection",
    )
    assert claim_mail(worker="w", now=NOW) is None
    later = NOW + timedelta(days=4)
    again = claim_mail(worker="w", now=later)
    assert again is not None
    mark_not_mailed(mail=again, worker="w", problem="no connection", permanent=False, now=later)
    assert states() == [State.GIVEN_UP]


def test_what_a_dead_worker_left_is_taken_up_or_shown(world: World) -> None:
    """Only claimed: nothing had left. Handed over: nobody knows, and it is never sent again by itself."""
    give_mailbox(world, world.statistics, "other@example.go.th")
    sent(world, ways=BY_MAIL)
    first, second = claim_mail(worker="dead", now=NOW), claim_mail(worker="dead", now=NOW)
    assert first is not None
    assert second is not None
    assert hand_over_mail(mail=first, worker="dead")
    assert recover_mails(alive={"dead"}) == 0
    assert recover_mails(alive={"alive"}) == 2
    assert states() == [State.UNCERTAIN, State.PENDING]
    assert not hand_over_mail(mail=second, worker="dead")


def test_the_sender_sends_again_to_the_address_as_it_is_now(world: World) -> None:
    sent(world, ways=BY_MAIL)
    DeliveryMail.objects.update(state=State.GIVEN_UP, problem="550 no such mailbox")
    give_mailbox(world, world.development, "new@example.go.th")
    one = DeliveryMail.objects.get()
    with pytest.raises(RefusedError, match="ส่วนราชการเจ้าของหนังสือ"):
        mail_again(mail=one, by=world.recorder, now=NOW)
    mail_again(mail=one, by=world.coordinator, now=NOW)
    one.refresh_from_db()
    assert (one.state, one.address, one.problem) == (State.PENDING, "new@example.go.th", "")
    with pytest.raises(RefusedError, match="ไม่ต้องส่งซ้ำ"):
        mail_again(mail=one, by=world.coordinator, now=NOW)
    assert Delivery.objects.filter(mails=one).exists()


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("ปท 0017.2/ว 123", "ปท 0017.2-ว 123.pdf"),
        ("", "หนังสือ.pdf"),
        ("..\\a\n/b", "..-a--b.pdf"),
    ],
)
def test_a_number_makes_a_harmless_file_name(number: str, name: str) -> None:
    assert file_name(number) == name
