"""A letter's way to its recipients: who may send, open, acknowledge, pass on and remind, and what that leaves."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from samrit.audit.models import Event
from samrit.letters.actions.delivering import (
    Recipient,
    Ways,
    note_signed_on_paper,
    remind_recipients,
    send_letter,
    tell_of_void_letters,
)
from samrit.letters.actions.distributing import change_list, end_list, make_list, set_mailbox
from samrit.letters.actions.receiving import acknowledge, finish_forward, forward, open_delivery
from samrit.letters.models import Delivery, DeliveryMail, DistributionList, Mailbox
from samrit.letters.queries.delivery import (
    deliveries_received_by,
    letters_sent_by,
    lists_visible_to,
)
from samrit.notices.models import Notice
from samrit.people.models import Role, User
from samrit.people.queries import duties_of
from samrit.rules.letters.delivering import Standing
from samrit.rules.wording import Message, RefusedError
from tests.letters.delivered import DUE, give_mailbox, make_void, sent, signed
from tests.world import DAY, NOW, World, make_people, person

pytestmark = pytest.mark.django_db
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def world() -> World:
    return make_people()


def refused(act: Callable[[], object]) -> str:
    """The code of the refusal; it leaves no event."""
    events = Event.objects.count()
    with pytest.raises(RefusedError) as told:
        act()
    assert Event.objects.count() == events
    return told.value.refusal.code


def received(user: User) -> list[str]:
    return [one.wording for one in deliveries_received_by(duties_of(user, DAY))]


def told(user: User) -> list[str]:
    """What stands unread in this person's notices, in Thai."""
    notices = Notice.objects.filter(person=user, read_at=None).order_by("pk")
    return [Message.from_data(notice.subject).thai() for notice in notices]


def verbs() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


# ── sending ─────────────────────────────────────────────────────────────────
def test_every_recipient_gets_it_in_the_words_of_the_letter(world: World) -> None:
    first, second = sent(world)
    assert (first.wording, first.position) == ("หัวหน้าสำนักงานพัฒนาชุมชนจังหวัดปทุมธานี", 1)
    assert (second.agency, second.position) == (world.statistics, 2)
    assert [one.standing for one in (first, second)] == [Standing.UNOPENED] * 2
    assert verbs() == ["send_letter"]
    assert Event.objects.get().after == {"recipients": 2, "list": "", "mailed": 0}


def test_one_who_has_it_does_not_get_it_twice(world: World) -> None:
    first, _second = sent(world)
    again = [Recipient(one.pk, "อีกครั้ง") for one in (world.development, world.statistics)]
    assert send_letter(letter=first.letter, recipients=again, by=world.coordinator, now=NOW) == []
    more = [*again, Recipient(world.central.pk, "เลขาธิการ ก.พ.ร."), Recipient(world.central.pk, "ซ้ำ")]
    (third,) = send_letter(letter=first.letter, recipients=more, by=world.coordinator, now=NOW)
    assert (third.agency, third.position, third.wording) == (world.central, 3, "เลขาธิการ ก.พ.ร.")
    assert verbs() == ["send_letter"] * 2


def test_only_the_office_that_issued_it_sends_it(world: World) -> None:
    letter = signed(world)
    to = [Recipient(world.development.pk, "พัฒนาการจังหวัด")]
    for user in (world.recorder, world.stranger, world.evaluator):
        why = refused(partial(send_letter, letter=letter, recipients=to, by=user, now=NOW))
        assert why == "not_your_letter_to_send"


def test_what_is_not_signed_or_is_void_is_not_sent(world: World) -> None:
    to = [Recipient(world.development.pk, "พัฒนาการจังหวัด")]
    draft = signed(world, status="draft", signed_at=None)
    assert refused(lambda: send_letter(letter=draft, recipients=to, by=world.coordinator, now=NOW)) == (
        "letter_unsigned"
    )
    letter = signed(world, number=124)
    assert refused(lambda: send_letter(letter=letter, recipients=[], by=world.coordinator, now=NOW)) == (
        "no_recipients"
    )
    make_void(letter, world)
    assert refused(lambda: send_letter(letter=letter, recipients=to, by=world.coordinator, now=NOW)) == (
        "letter_void"
    )


def test_a_province_does_not_send_into_another_one(world: World) -> None:
    letter = signed(world)
    to = [Recipient(world.development.pk, "ก"), Recipient(world.elsewhere.pk, "ข")]
    assert refused(lambda: send_letter(letter=letter, recipients=to, by=world.coordinator, now=NOW)) == (
        "recipient_unknown"
    )
    assert not Delivery.objects.exists()


def test_the_database_keeps_one_delivery_for_each_agency(world: World) -> None:
    one = sent(world)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(
            letter=one.letter,
            agency=one.agency,
            position=9,
            wording="ซ้ำ",
            sent_by=world.coordinator,
            sent_at=NOW,
        )
    for half in ({"first_opened_at": NOW}, {"acknowledged_at": NOW}, {"signed_on_paper": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Delivery.objects.filter(pk=one.pk).update(**half)


# ── three people ────────────────────────────────────────────────────────────
def test_each_agency_sees_its_own_letter_and_nobody_elses(world: World) -> None:
    sent(world)
    here, beside = "หัวหน้าสำนักงานพัฒนาชุมชนจังหวัดปทุมธานี", "หัวหน้าสำนักงานสถิติจังหวัดปทุมธานี"
    assert received(world.recorder) == received(world.approver) == [here]
    assert received(world.statistician) == [beside]
    for user in (world.stranger, world.coordinator, world.evaluator):
        assert received(user) == []


def test_a_letter_for_heads_is_seen_by_those_who_sign(world: World) -> None:
    """ลับ everybody of the agency; ลับมาก and above the approvers, and whom it was passed on to by name."""
    sent(world, secrecy="confidential", number=1)
    (one, _other) = sent(world, secrecy="secret", number=2)
    assert [len(received(user)) for user in (world.recorder, world.approver)] == [1, 2]
    forward(delivery=one, person=world.recorder, note="", due_on=None, by=world.approver, now=NOW)
    assert len(received(world.recorder)) == 2
    assert len(received(world.statistician)) == 1
    world.recorder.memberships.update(ends_on=DAY - timedelta(days=1))
    assert received(world.recorder) == []


def test_a_secret_letter_is_named_in_no_notice(world: World) -> None:
    sent(world, secrecy="secret", subject="เรื่องลับมาก")
    assert told(world.recorder) == []
    (notice,) = told(world.approver)
    assert "เรื่องลับมาก" not in notice
    assert "ลับมาก" in notice


def test_its_readers_are_told_with_the_way_to_it(world: World) -> None:
    one = sent(world)[0]
    assert told(world.recorder) == ["หนังสือจากสำนักงานจังหวัดปทุมธานี: ส่งตัวชี้วัดฉบับปรับปรุง"]
    assert Notice.objects.filter(person=world.recorder).get().url == reverse(
        "letters:received", args=[one.pk]
    )
    assert told(world.stranger) == []


def test_the_office_chases_what_it_sent(world: World) -> None:
    letter = sent(world)[0].letter
    assert list(letters_sent_by(duties_of(world.coordinator, DAY))) == [letter]
    for user in (world.recorder, world.stranger, world.evaluator):
        assert not letters_sent_by(duties_of(user, DAY)).exists()


# ── opening and acknowledging ───────────────────────────────────────────────
def test_the_first_look_counts(world: World) -> None:
    one = sent(world)[0]
    assert open_delivery(delivery=one, by=world.recorder, now=NOW)
    assert not open_delivery(delivery=one, by=world.approver, now=TOMORROW)
    assert not open_delivery(delivery=one, by=world.stranger, now=NOW)
    one.refresh_from_db()
    assert (one.first_opened_by, one.first_opened_at) == (world.recorder, NOW)
    assert one.standing == Standing.OPENED
    assert verbs() == ["send_letter", "open_letter"]


def test_one_acknowledges_for_the_agency(world: World) -> None:
    one = sent(world)[0]
    acknowledge(delivery=one, note=" จะดำเนินการ ", by=world.colleague, now=TOMORROW)
    one.refresh_from_db()
    assert (one.acknowledged_by, one.acknowledged_at, one.note) == (world.colleague, TOMORROW, "จะดำเนินการ")
    assert one.first_opened_at == TOMORROW
    assert told(world.recorder) == []  # it waits for nobody there any more
    assert told(world.statistician) != []
    by = world.approver
    assert refused(lambda: acknowledge(delivery=one, note="", by=by, now=TOMORROW)) == "acknowledged_already"


def test_nobody_else_acknowledges(world: World) -> None:
    one = sent(world)[0]
    for user in (world.statistician, world.stranger, world.coordinator):
        assert refused(partial(acknowledge, delivery=one, note="", by=user, now=NOW)) == "not_your_letter"


def test_a_signature_on_the_sheet_is_an_acknowledgement(world: World) -> None:
    one = sent(world, ways=Ways(on_paper=True))[0]
    by = world.recorder
    assert refused(lambda: note_signed_on_paper(delivery=one, note="", by=by, now=NOW)) == (
        "not_your_letter_to_send"
    )
    note_signed_on_paper(delivery=one, note="ลงชื่อ 10 ต.ค.", by=world.coordinator, now=NOW)
    one.refresh_from_db()
    assert (one.standing, one.signed_on_paper, one.first_opened_at) == (Standing.ACKNOWLEDGED, True, None)
    by = world.coordinator
    assert (
        refused(lambda: note_signed_on_paper(delivery=one, note="", by=by, now=NOW)) == "acknowledged_already"
    )


# ── passing on ──────────────────────────────────────────────────────────────
def test_who_is_asked_has_a_task_until_it_is_done(world: World) -> None:
    one = sent(world)[0]
    asked = forward(
        delivery=one, person=world.recorder, note="ปรับค่าเป้าหมาย", due_on=None, by=world.approver, now=NOW
    )
    assert asked.due_on == DUE  # the letter's day, when no other is said
    assert any("มอบหมายให้คุณ" in sentence for sentence in told(world.recorder))
    by = world.approver
    assert refused(lambda: finish_forward(forward=asked, note="", by=by, now=NOW)) == "not_asked_of_you"
    finish_forward(forward=asked, note="ปรับแล้ว", by=world.recorder, now=TOMORROW)
    asked.refresh_from_db()
    assert (asked.done_at, asked.done_note) == (TOMORROW, "ปรับแล้ว")
    assert (
        refused(lambda: finish_forward(forward=asked, note="", by=world.recorder, now=NOW)) == "done_already"
    )
    assert told(world.recorder) == []


def test_it_is_passed_on_within_the_agency_once(world: World) -> None:
    one = sent(world)[0]

    def ask(who: User, by: User = world.approver) -> object:
        return forward(delivery=one, person=who, note="", due_on=date(2024, 10, 11), by=by, now=NOW)

    assert refused(lambda: ask(world.statistician)) == "not_a_colleague"
    assert refused(lambda: ask(world.recorder, by=world.stranger)) == "not_your_letter"
    ask(world.recorder)
    assert refused(lambda: ask(world.recorder)) == "forwarded_already"


# ── reminding ───────────────────────────────────────────────────────────────
def test_who_has_not_acknowledged_is_reminded_once_a_day(world: World) -> None:
    first, second = sent(world)
    acknowledge(delivery=first, note="", by=world.recorder, now=NOW)
    letter, by = first.letter, world.coordinator
    assert remind_recipients(letter=letter, by=by, now=NOW) == 1
    assert [one.delivery for one in letter.deliveries.get(pk=second.pk).chases.all()] == [second]
    assert len(told(world.statistician)) == 2
    assert refused(lambda: remind_recipients(letter=letter, by=by, now=NOW)) == "nobody_to_remind"
    only = [second.pk]
    assert refused(lambda: remind_recipients(letter=letter, only=only, by=by, now=NOW)) == "reminded_today"
    assert remind_recipients(letter=letter, only=only, by=by, now=TOMORROW) == 1
    assert len(told(world.statistician)) == 3
    only = [first.pk]
    assert refused(lambda: remind_recipients(letter=letter, only=only, by=by, now=TOMORROW)) == (
        "nothing_to_remind"
    )


def test_others_do_not_remind(world: World) -> None:
    letter = sent(world)[0].letter
    for user in (world.recorder, world.stranger):
        why = refused(partial(remind_recipients, letter=letter, by=user, now=NOW))
        assert why == "not_your_letter_to_send"


# ── void ────────────────────────────────────────────────────────────────────
def test_recipients_are_told_once_that_it_is_void(world: World) -> None:
    give_mailbox(world, world.development)
    first, _second = sent(world, ways=Ways(by_mail=True))
    assert tell_of_void_letters(now=NOW) == 0
    make_void(first.letter, world)
    assert tell_of_void_letters(now=NOW) == 2
    assert tell_of_void_letters(now=NOW) == 0
    assert [("ยกเลิก" in sentence) for sentence in told(world.recorder)] == [True]
    assert list(DeliveryMail.objects.values_list("kind", "address")) == [
        ("letter", "saraban@example.go.th"),
        ("void", "saraban@example.go.th"),
    ]


def test_a_void_letter_asks_nothing_of_anybody(world: World) -> None:
    one = sent(world)[0]
    make_void(one.letter, world)
    one = Delivery.objects.get(pk=one.pk)
    assert refused(lambda: acknowledge(delivery=one, note="", by=world.recorder, now=NOW)) == "received_void"
    ask = {"person": world.recorder, "note": "", "due_on": None}
    assert refused(lambda: forward(delivery=one, **ask, by=world.approver, now=NOW)) == "forwarding_void"
    letter, only, by = one.letter, [one.pk], world.coordinator
    assert refused(lambda: remind_recipients(letter=letter, only=only, by=by, now=NOW)) == "reminding_of_void"


# ── lists and mailboxes ─────────────────────────────────────────────────────
def members(kept: DistributionList) -> list[tuple[int, str]]:
    return [(one.agency_id, one.wording) for one in kept.members.order_by("position")]


def test_a_list_keeps_order_and_wording(world: World) -> None:
    chosen = [(world.statistics.pk, "สถิติจังหวัด"), (world.development.pk, "")]
    kept = make_list(area=world.area, name=" หัวหน้าส่วน ", members=chosen, by=world.coordinator, now=NOW)
    assert kept.name == "หัวหน้าส่วน"
    assert members(kept) == [
        (world.statistics.pk, "สถิติจังหวัด"),
        (world.development.pk, world.development.name),
    ]
    change_list(distribution_list=kept, name="หัวหน้าส่วน", members=chosen[1:], by=world.coordinator, now=NOW)
    assert members(kept) == [(world.development.pk, world.development.name)]
    assert verbs() == ["make_distribution_list", "change_distribution_list"]


def test_what_was_sent_with_a_list_stays_as_it_was_sent(world: World) -> None:
    chosen = [(world.statistics.pk, "สถิติจังหวัด")]
    kept = make_list(area=world.area, name="หัวหน้า", members=chosen, by=world.coordinator, now=NOW)
    one = sent(world, world.statistics, ways=Ways(list_name=kept.name))[0]
    end_list(distribution_list=kept, by=world.coordinator, now=NOW)
    assert Delivery.objects.get(pk=one.pk).list_name == "หัวหน้า"
    assert not lists_visible_to(duties_of(world.coordinator, DAY)).exists()
    by = world.coordinator
    assert refused(lambda: end_list(distribution_list=kept, by=by, now=NOW)) == "list_ended"
    make_list(area=world.area, name="หัวหน้า", members=chosen, by=by, now=NOW)  # its name is free again


def test_what_a_list_may_not_be(world: World) -> None:
    one = (world.statistics.pk, "")
    by = world.coordinator

    def make(members: list[tuple[int, str]], by: User = by) -> object:
        return make_list(area=world.area, name="ก", members=members, by=by, now=NOW)

    assert refused(lambda: make([])) == "list_empty"
    assert refused(lambda: make([one, one])) == "list_of_strangers"
    assert refused(lambda: make([(world.elsewhere.pk, "")])) == "list_of_strangers"
    for user in (world.recorder, world.stranger, world.evaluator):
        assert refused(partial(make, [one], by=user)) == "list_not_yours"
    make([one])
    assert refused(lambda: make([one])) == "list_name_taken"


def test_the_central_office_has_lists_of_all_provinces(world: World) -> None:
    kept = make_list(
        area=None, name="ทุกจังหวัด", members=[(world.office.pk, ""), (world.elsewhere.pk, "")],
        by=world.evaluator, now=NOW,
    )  # fmt: skip
    assert list(lists_visible_to(duties_of(world.evaluator, DAY))) == [kept]
    assert not lists_visible_to(duties_of(world.coordinator, DAY)).exists()


def test_who_says_where_an_agency_gets_its_mail(world: World) -> None:
    neighbour = person("neighbour", world.elsewhere, Role.COORDINATOR)
    for user in (world.recorder, world.statistics_approver, neighbour):
        why = refused(
            partial(set_mailbox, agency=world.development, address="a@example.go.th", by=user, now=NOW)
        )
        assert why == "mailbox_not_yours"
    set_mailbox(agency=world.development, address="A@example.go.th", by=world.approver, now=NOW)
    assert Mailbox.objects.get().address == "a@example.go.th"
    set_mailbox(agency=world.development, address="a@example.go.th", by=world.coordinator, now=NOW)
    assert verbs() == ["set_mailbox"]  # nothing changed
    set_mailbox(agency=world.development, address="", by=world.evaluator, now=NOW)
    assert not Mailbox.objects.exists()
    assert Event.objects.order_by("-pk")[0].before == {"address": "a@example.go.th"}
