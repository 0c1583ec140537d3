"""Registering what came in, passing it on, finishing it; who may; the chain both ways; drafting from it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from samrit.audit.models import Event
from samrit.letters.actions import draft_from_topic, edit_letter
from samrit.letters.actions.arriving import (
    Receiver,
    finish_routing,
    register_arrival,
    route_arrival,
    void_arrival,
    withdraw_routing,
)
from samrit.letters.incoming import agencies_named, days_of, facts_of_delivery, facts_of_intake, next_day
from samrit.letters.models import Arrival, Intake, Letter, LetterLink, RegisterEntry, Routing
from samrit.letters.queries.arrivals import (
    arrivals_visible_to,
    number_of,
    passed_on_by,
    registered,
    waiting_for,
)
from samrit.letters.queries.ties import ties_of_arrival, ties_of_letter
from samrit.notices.models import Notice
from samrit.people.models import Role, User
from samrit.people.queries import duties_of
from samrit.rules.letters.arriving import Purpose
from samrit.rules.wording import RefusedError
from tests.letters.arrived import DUE, arrived, facts, office, routed
from tests.letters.delivered import sent, signed
from tests.letters.intakes import make_intake
from tests.letters.letters_written import content, drafted, make_issuer
from tests.letters.letters_written import signed as signed_here
from tests.world import DAY, NOW, World, make_people, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_people()


def refusal_of(act: Any) -> str:
    with pytest.raises(RefusedError) as refused:
        act()
    return refused.value.refusal.code


def seen_by(user: User) -> set[int]:
    return set(arrivals_visible_to(duties_of(user, DAY)).values_list("pk", flat=True))


def told(user: User) -> list[str]:
    return list(Notice.objects.filter(person=user, read_at=None).values_list("subject__code", flat=True))


# ── the register ────────────────────────────────────────────────────────────
def test_numbers_run_on_and_a_void_keeps_its_own(world: World) -> None:
    first, second = arrived(world), arrived(world, sender_number=" นร ๑๒๐๗/๓๓๕\n", subject="เรื่อง\nที่สอง")
    assert (number_of(first), number_of(second)) == ("1/2567", "2/2567")
    assert (second.sender_number, second.subject) == ("นร 1207/335", "เรื่อง ที่สอง")
    assert refusal_of(lambda: void_arrival(arrival=first, reason=" ", by=world.coordinator, now=NOW)) == (
        "reason_required"
    )
    void_arrival(arrival=first, reason="ลงซ้ำ", by=world.coordinator, now=NOW)
    entry = RegisterEntry.objects.get(arrival=first)
    assert (entry.number, entry.voided_by, entry.void_reason) == (1, world.coordinator, "ลงซ้ำ")
    assert refusal_of(lambda: void_arrival(arrival=first, reason="อีก", by=world.coordinator, now=NOW)) == (
        "arrival_void_already"
    )
    assert number_of(arrived(world)) == "3/2567"
    assert list(Event.objects.filter(verb__endswith="_arrival").order_by("pk").values_list("verb", flat=True)) == [
        "register_arrival", "register_arrival", "void_arrival", "register_arrival",
    ]  # fmt: skip


def test_who_registers_what(world: World) -> None:
    kept, letter = office(world), sent(world, world.development)[0]
    intake = make_intake(world)
    strangers = (world.recorder, world.stranger, world.evaluator)
    for user in strangers:
        assert refusal_of(lambda user=user: arrived(world, by=user)) == "arrival_not_your_office"
    development = make_issuer(world, agency=world.development, code="ปท 0019", name=world.development.name)
    # a letter is registered where it came: not the sender's, and no one else's reading
    assert refusal_of(lambda: arrived(world, delivery=letter)) == "arrival_of_another"
    assert refusal_of(lambda: arrived(world, issuer=development, by=world.recorder, intake=intake)) == (
        "arrival_of_another"
    )
    own = arrived(world, issuer=development, by=world.recorder, delivery=letter)
    assert registered([development.pk], delivery=letter) == own
    again = lambda: arrived(world, issuer=development, by=world.approver, delivery=letter)  # noqa: E731
    assert refusal_of(again) == "arrival_registered_already"
    void_arrival(arrival=own, reason="ผิดเล่ม", by=world.approver, now=NOW)
    assert number_of(again()) == "2/2567"
    assert refusal_of(lambda: arrived(world, subject=" ")) == "arrival_incomplete"
    kept.retired_at = NOW
    kept.save()
    assert refusal_of(lambda: arrived(world, intake=intake)) == "issuer_retired"


def test_the_database_keeps_what_the_register_says(world: World) -> None:
    intake = make_intake(world)
    arrival = arrived(world, intake=intake)
    routing = routed(world, arrival)[0]
    wrong: list[Any] = [
        lambda: Arrival.objects.create(
            issuer=arrival.issuer,
            intake=intake,
            sender="ก",
            subject="ข",
            received_at=NOW,
            received_by=world.coordinator,
        ),
        lambda: Routing.objects.filter(pk=routing.pk).update(withdrawn=True),
        lambda: Routing.objects.filter(pk=routing.pk).update(purpose="play"),
        lambda: RegisterEntry.objects.filter(arrival=arrival).update(number=9),
        lambda: RegisterEntry.objects.filter(arrival=arrival).delete(),
    ]
    for act in wrong:
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
        ):  # a trigger's refusal has another name in PostgreSQL
            act()


# ── passing on ──────────────────────────────────────────────────────────────
def test_whom_it_was_passed_on_to_sees_it_and_finishes_it(world: World) -> None:
    arrival = arrived(world)
    assert seen_by(world.recorder) == seen_by(world.stranger) == seen_by(world.evaluator) == set()
    one = routed(world, arrival)[0]
    assert seen_by(world.recorder) == seen_by(world.approver) == {arrival.pk}
    assert seen_by(world.statistician) == seen_by(world.stranger) == set()
    assert told(world.recorder) == told(world.approver) == ["told_routed"]
    assert [two.due_on for two in waiting_for(duties_of(world.recorder, DAY))] == [DUE]
    finish = lambda by: finish_routing(routing=one, note="ส่งแล้ว", by=by, now=NOW)  # noqa: E731
    assert refusal_of(lambda: finish(world.statistician)) == "routing_not_yours"
    assert refusal_of(lambda: finish(world.coordinator)) == "routing_not_yours"
    finish(world.recorder)
    assert told(world.approver) == []
    assert told(world.coordinator) == ["told_routing_done"]
    assert refusal_of(lambda: finish(world.approver)) == "routing_done_already"
    one.refresh_from_db()
    assert (one.done_by, one.done_note) == (world.recorder, "ส่งแล้ว")
    assert not waiting_for(duties_of(world.approver, DAY)).exists()
    assert seen_by(world.approver) == {arrival.pk}


def test_to_whom_it_may_be_passed_on(world: World) -> None:
    arrival = arrived(world)
    clerk = person("clerk", world.office, Role.RECORDER)
    to = lambda *who, **more: refusal_of(lambda: routed(world, arrival, *who, **more))  # noqa: E731
    assert to(Receiver(world.elsewhere.pk)) == to(Receiver(world.central.pk)) == "routing_stranger"
    # people of other agencies are those agencies' to choose
    assert to(Receiver(world.development.pk, world.recorder.pk)) == "routing_stranger"
    # only who gathers for the province passes on to its agencies
    assert to(Receiver(world.development.pk), by=clerk) == "routing_stranger"
    assert to(Receiver(world.office.pk), due_on=DAY - timedelta(days=1)) == "routing_due_passed"
    assert refusal_of(
        lambda: route_arrival(
            arrival=arrival, to=(), purpose=Purpose.KNOW, instruction="", due_on=None, by=clerk, now=NOW
        )
    ) == ("routing_nobody")
    made = routed(
        world, arrival, Receiver(world.office.pk, clerk.pk), Receiver(world.office.pk), by=clerk, due_on=None
    )
    assert [one.person for one in made] == [clerk, None]
    assert to(Receiver(world.office.pk, clerk.pk)) == "routed_already"
    assert to(Receiver(world.office.pk), by=world.recorder) == "arrival_not_yours"


def test_what_was_taken_back_or_void_waits_for_nobody(world: World) -> None:
    arrival = arrived(world)
    one, two = routed(world, arrival, Receiver(world.development.pk), Receiver(world.statistics.pk))
    assert list(passed_on_by(duties_of(world.coordinator, DAY)).values_list("missing", flat=True)) == [2]
    withdraw = lambda by, reason: withdraw_routing(routing=one, reason=reason, by=by, now=NOW)  # noqa: E731
    assert refusal_of(lambda: withdraw(world.recorder, "ก")) == "arrival_not_yours"
    assert refusal_of(lambda: withdraw(world.coordinator, "")) == "reason_required"
    withdraw(world.coordinator, "ผิดหน่วยงาน")
    assert told(world.recorder) == []
    assert seen_by(world.recorder) == set()
    assert seen_by(world.statistician) == {arrival.pk}
    void_arrival(arrival=arrival, reason="ลงผิดเล่ม", by=world.coordinator, now=NOW)
    assert told(world.statistician) == []
    assert not waiting_for(duties_of(world.statistician, DAY)).exists()
    assert not passed_on_by(duties_of(world.coordinator, DAY)).exists()
    assert refusal_of(lambda: finish_routing(routing=two, note="", by=world.statistician, now=NOW)) == (
        "routing_void"
    )
    assert refusal_of(lambda: routed(world, arrival)) == "routing_void"


def test_what_is_secret_is_for_heads_and_its_subject_in_no_notice(world: World) -> None:
    clerk = person("clerk", world.office, Role.RECORDER)
    arrival = arrived(world, secrecy="secret")
    assert seen_by(clerk) == set()
    assert seen_by(world.coordinator) == {arrival.pk}
    routed(world, arrival)
    assert seen_by(world.recorder) == set()
    assert seen_by(world.approver) == {arrival.pk}
    notice = Notice.objects.get(person=world.approver)
    assert arrival.subject not in str(notice.subject)
    assert not Notice.objects.filter(person=world.recorder).exists()
    routed(world, arrival, Receiver(world.office.pk, clerk.pk))
    assert seen_by(clerk) == {arrival.pk}


# ── what the letter itself says ─────────────────────────────────────────────
def test_facts_days_and_agencies_are_proposed_from_what_was_read(world: World) -> None:
    intake = make_intake(world)
    before = date(2024, 4, 4)
    found = facts_of_intake(intake, place=0, today=before)
    assert found == {
        "sender": "สำนักงานจังหวัดปทุมธานี", "sender_number": "ปท 0017.2/ว 111", "dated": date(2024, 4, 3),
        "addressee": "ปลัดจังหวัดปทุมธานี", "subject": "รายละเอียดตัวชี้วัด", "urgency": "most_urgent",
        "references": "ที่ นร 1207/334 ลงวันที่ 6 มีนาคม 2567", "due_on": date(2024, 4, 11),
    }  # fmt: skip
    assert facts_of_intake(intake, place=0, today=DAY)["due_on"] is None
    assert facts_of_intake(intake, place=7, today=DAY)["subject"] == ""
    arrival = arrived(world, intake=intake, due_on=None)
    assert [(one.on, str(one.said)) for one in days_of(arrival)] == [
        (date(2024, 4, 11), "รายงานรอบ 6 เดือน ตั้งแต่ 25 มี.ค. 2567"),
        (date(2024, 4, 19), "ประชุม"),
    ]
    assert [next_day(arrival, today=one) for one in (before, date(2024, 4, 12), DAY)] == [
        date(2024, 4, 11), date(2024, 4, 19), None,
    ]  # fmt: skip
    named = agencies_named(arrival, [world.development, world.statistics, world.office])
    assert [one.agency for one in named] == [world.development, world.statistics]


def test_a_letter_in_the_house_brings_its_own_facts(world: World) -> None:
    delivery = sent(world, world.development, references=["หนังสือ ก"])[0]
    found = facts_of_delivery(delivery)
    assert (found["sender"], found["sender_number"]) == ("สำนักงานจังหวัดปทุมธานี", "ปท 0017.2/ว 123")
    assert (found["dated"], found["references"], found["due_on"]) == (DAY, "หนังสือ ก", delivery.letter.due_on)


# ── the chain ───────────────────────────────────────────────────────────────
CITED = "หนังสือสำนักงาน ก.พ.ร. ที่ นร ๑๒๐๗/๓๓๔ ลงวันที่ ๑ ตุลาคม ๒๕๖๗"


def linked(letter: Letter) -> set[Arrival | Letter | Intake | None]:
    return {
        one.to_arrival or one.to_letter or one.to_intake for one in LetterLink.objects.filter(letter=letter)
    }


def test_what_cites_what_is_linked_both_ways(world: World) -> None:
    ours = signed(world)
    answer = arrived(world, references=("ที่ ปท ๐๐๑๗.๒/ว ๑๒๓ ลงวันที่ ๑๐ ตุลาคม ๒๕๖๗", "ที่ ปท 0017.2/ว 124"))
    assert list(answer.cited.all()) == [ours]
    duties = duties_of(world.coordinator, DAY)
    assert [tie.thing for tie in ties_of_letter(ours, duties)] == [answer]
    assert ties_of_letter(ours, duties_of(world.recorder, DAY)) == []
    draft = drafted(world, references=(CITED,))
    assert linked(draft) == {answer}
    assert {tie.thing for tie in ties_of_arrival(answer, duties)} == {ours, draft}
    assert ties_of_arrival(answer, duties_of(world.recorder, DAY)) == []
    said = lambda *lines: content(references=lines)  # noqa: E731
    draft = edit_letter(
        letter=draft, content=said(CITED, "ที่ ปท 0017.2/ว 123"), version=1, by=world.coordinator, now=NOW
    )
    assert linked(draft) == {answer, ours}
    edit_letter(letter=draft, content=said("ที่ นร 1207/3345"), version=2, by=world.coordinator, now=NOW)
    assert linked(draft) == set()


def test_what_is_registered_later_is_linked_back(world: World) -> None:
    draft = drafted(world, references=(CITED,))
    cover = arrived(world, sender_number="มท 0218/ว 3953", references=(CITED, "ที่ ปท 0017.2/1"))
    other = arrived(world, sender_number="มท 0218/ว 3954", references=("ที่ นร 1207/3344",))
    assert linked(draft) == set()
    meant = arrived(world)
    last_year = arrived(world, dated=date(2023, 10, 1))
    duties = duties_of(world.coordinator, DAY)
    assert (linked(draft), list(cover.cited_arrivals.all())) == ({meant}, [meant])
    assert {(str(tie.relation), tie.thing) for tie in ties_of_arrival(meant, duties)} == {
        ("ถูกอ้างถึงโดย", cover),
        ("ถูกอ้างถึงโดย", draft),
    }
    assert ties_of_arrival(last_year, duties) == ties_of_arrival(other, duties) == []
    ours = signed_here(world)
    assert list(cover.cited.all()) == [ours], "its number was cited before it was drawn here"
    assert {(str(tie.relation), tie.thing) for tie in ties_of_arrival(cover, duties)} == {
        ("อ้างถึง", meant),
        ("อ้างถึง", ours),
    }


def test_another_offices_numbers_are_not_ours(world: World) -> None:
    arrived(world)
    development = make_issuer(world, agency=world.development, code="ปท 0019", name=world.development.name)
    theirs = arrived(world, issuer=development, by=world.recorder, references=("ที่ ปท 0017.2/ว 123",))
    signed(world)
    assert not theirs.cited.exists()
    assert not LetterLink.objects.exists()


# ── drafting from it ────────────────────────────────────────────────────────
def forwarded(world: World, arrival: Arrival, by: User | None = None) -> Letter:
    return draft_from_topic(
        issuer=office(world), topic="forward_incoming", about=arrival, by=by or world.coordinator, now=NOW
    )


def test_a_letter_is_drafted_to_those_it_was_passed_on_to(world: World) -> None:
    arrival = arrived(world, secrecy="confidential", urgency="urgent")
    assert refusal_of(lambda: forwarded(world, arrival)) == "topic_nobody_to_write_to"
    routed(world, arrival, Receiver(world.development.pk), Receiver(world.office.pk), purpose=Purpose.KNOW)
    letter = forwarded(world, arrival)
    assert letter.recipients == ["พัฒนาการจังหวัดปทุมธานี"]
    assert list(letter.agencies.all()) == [world.development]
    assert letter.references == ["หนังสือสำนักงาน ก.พ.ร. ที่ นร 1207/334 ลงวันที่ 1 ตุลาคม 2567"]
    letter.refresh_from_db()
    assert letter.enclosures == [["สำเนาหนังสือสำนักงาน ก.พ.ร. ที่ นร 1207/334", "1 ฉบับ"]]
    assert (letter.subject, letter.due_on) == (arrival.subject, DUE)
    assert (letter.secrecy, letter.urgency) == ("confidential", "urgent")
    assert letter.body[-1]["text"] == "จึงเรียนมาเพื่อโปรดทราบ"
    assert linked(letter) == {arrival}
    assert refusal_of(lambda: forwarded(world, arrival, world.recorder)) == "issuer_not_your_office"
    bare = register_arrival(
        issuer=office(world), facts=facts(sender_number="", dated=None), by=world.coordinator, now=NOW
    )
    routed(world, bare)
    assert refusal_of(lambda: forwarded(world, bare)) == "merge_values_wanting"
    void_arrival(arrival=arrival, reason="ลงซ้ำ", by=world.coordinator, now=NOW)
    arrival.refresh_from_db()
    assert refusal_of(lambda: forwarded(world, arrival)) == "routing_void"
