"""The pages of the incoming register: three people, what is typed stays, the same few queries, CSV."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samrit.letters.actions.arriving import Receiver, void_arrival
from samrit.letters.models import Arrival, Letter, Routing
from samrit.people.models import Role, User
from tests.letters.arrived import DUE, arrived, office, routed
from tests.letters.delivered import sent, signed
from tests.letters.intakes import make_intake, signed_in
from tests.letters.letters_written import make_issuer
from tests.world import NOW, World, make_people, person

pytestmark = pytest.mark.django_db
REGISTER = "/letters/arrivals/"


@pytest.fixture(autouse=True)
def _at_now() -> Iterator[None]:
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def world() -> World:
    return make_people()


def page(one: Arrival) -> str:
    return reverse("letters:arrival", args=[one.pk])


def text(user: User, address: str) -> str:
    return signed_in(user).get(address).content.decode()


def queries(user: User, address: str) -> int:
    client = signed_in(user)
    client.get(address)  # what is cached is cached
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


TYPED = {
    "sender": "สำนักงาน ก.พ.ร.", "sender_number": "นร ๑๒๐๗/๓๓๔", "dated": "1 ต.ค. 2567", "subject": "เรื่องใหม่",
    "urgency": "urgent", "secrecy": "ordinary", "due_on": "25/10/2567", "references": "ที่ ปท 0017.2/ว 123\n\nอื่น",
}  # fmt: skip


# ── registering ─────────────────────────────────────────────────────────────
def test_a_paper_letter_is_typed_and_what_is_typed_stays(world: World) -> None:
    client, kept, ours = signed_in(world.coordinator), office(world), signed(world)
    answer = client.post(f"{REGISTER}new/", {**TYPED, "issuer": kept.pk, "subject": " ", "due_on": "วันไหน"})
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "กรอกเรื่องของหนังสือ" in said
    assert "อ่านวันที่ไม่ได้" in said
    assert "นร ๑๒๐๗/๓๓๔" in said
    assert client.post(f"{REGISTER}new/", {**TYPED, "issuer": kept.pk}).status_code == 302
    one = Arrival.objects.get()
    assert (one.sender_number, one.due_on, one.references) == (
        "นร 1207/334", DUE, ["ที่ ปท 0017.2/ว 123", "อื่น"],
    )  # fmt: skip
    assert list(one.cited.all()) == [ours]
    shown = client.get(page(one)).content.decode()
    assert "เลขรับ 1/2567" in shown
    assert reverse("writing:letter", args=[ours.pk]) in shown
    # and from the letter back to what cites it
    assert page(one) in client.get(reverse("writing:letter", args=[ours.pk])).content.decode()


def test_from_a_reading_and_from_the_house_the_facts_stand_there(world: World) -> None:
    intake, kept = make_intake(world), office(world)
    client = signed_in(world.coordinator)
    address = f"{REGISTER}new/?intake={intake.pk}"
    assert address in client.get(reverse("letters:detail", args=[intake.pk])).content.decode()
    shown = client.get(address).content.decode()
    assert all(fact in shown for fact in ("ปท 0017.2/ว 111", "3 เม.ย. 2567", "ที่ นร 1207/334", "ปลัดจังหวัด"))
    client.post(address, {**TYPED, "issuer": kept.pk})
    one = Arrival.objects.get(intake=intake)
    assert client.get(address).url == page(one)  # type: ignore[attr-defined]
    assert "เลขรับ 1/2567" in client.get(reverse("letters:detail", args=[intake.pk])).content.decode()
    # the same by an agency, of a letter that reached it in the house
    delivery = sent(world, world.development)[0]
    recorder = signed_in(world.recorder)
    inbox, address = reverse("letters:received", args=[delivery.pk]), f"{REGISTER}new/?delivery={delivery.pk}"
    assert address not in recorder.get(inbox).content.decode()  # it has no register yet
    own = make_issuer(world, agency=world.development, code="ปท 0019", name=world.development.name)
    assert address in recorder.get(inbox).content.decode()
    assert "ปท 0017.2/ว 123" in recorder.get(address).content.decode()
    recorder.post(address, {**TYPED, "issuer": own.pk})
    mine = Arrival.objects.get(delivery=delivery)
    assert page(mine) in recorder.get(inbox).content.decode()
    answer = recorder.get(reverse("letters:arrival_file", args=[mine.pk]))
    assert answer.getvalue().startswith(b"%PDF")


# ── three people ────────────────────────────────────────────────────────────
def test_what_was_not_passed_on_to_them_is_not_there(world: World) -> None:
    one = arrived(world)
    routing = routed(world, one, Receiver(world.statistics.pk))[0]
    posts = [
        reverse(f"letters:{name}", args=[one.pk])
        for name in ("void_arrival", "route_arrival", "draft_forward")
    ]
    ends = reverse("letters:end_routing", args=[one.pk, routing.pk])
    for user in (world.recorder, world.stranger, world.evaluator):
        client = signed_in(user)
        assert client.get(page(one)).status_code == 404
        assert [client.post(address).status_code for address in (*posts, ends)] == [404] * 4
        assert one.subject not in client.get(REGISTER).content.decode()
        assert client.get(f"{REGISTER}new/").status_code == 404
    # whom it was passed on to reads it and says that it is done, no more
    client = signed_in(world.statistician)
    shown = client.get(page(one)).content.decode()
    assert one.subject in client.get(REGISTER).content.decode()
    assert "เรื่องที่มอบหมายให้สำนักงานสถิติจังหวัดปทุมธานี" in shown
    assert "ยกเลิกเลขรับ" not in shown
    assert client.post(posts[0], {"reason": "ก"}).status_code == 409
    assert client.post(posts[1], {"purpose": "act"}).status_code == 409
    assert client.post(posts[2]).status_code == 404
    assert client.post(ends, {"verb": "withdraw", "reason": "ก"}).status_code == 409
    assert client.post(ends, {"verb": "burn"}).status_code == 400
    assert client.post(ends, {"verb": "done", "reason": "ส่งแล้ว"}).status_code == 302
    assert "ส่งแล้ว" in text(world.coordinator, page(one))


def test_of_a_secret_letter_the_book_tells_the_number_alone(world: World) -> None:
    clerk = person("clerk", world.office, Role.RECORDER)
    arrived(world, secrecy="secret", subject="เรื่องลับมาก", sender="กรมหนึ่ง")
    for address in (REGISTER, f"{REGISTER}?format=csv", f"{REGISTER}?q=ลับมาก"):
        assert "เรื่องลับมาก" in text(world.coordinator, address)
        assert "เรื่องลับมาก" not in text(clerk, address)
        assert "กรมหนึ่ง" not in text(clerk, address)


# ── passing on ──────────────────────────────────────────────────────────────
def test_what_the_letter_names_is_proposed_and_nothing_happens_by_itself(world: World) -> None:
    intake = make_intake(world, windows=[{"round": 12, "opens": "2024-10-01", "closes": "2024-10-20"}])
    one = arrived(world, intake=intake, due_on=None)
    client = signed_in(world.coordinator)
    shown = client.get(page(one)).content.decode()
    assert not Routing.objects.exists()
    assert "สำนักงานพัฒนาชุมชนจังหวัดปทุมธานี – มีชื่อในหนังสือ" in shown
    assert 'value="20 ต.ค. 2567"' in shown
    assert "รายงานรอบ 12 เดือน ตั้งแต่ 1 ต.ค. 2567" in shown
    route = reverse("letters:route_arrival", args=[one.pk])
    answer = client.post(route, {"purpose": "act", "instruction": "ขอให้ทำด่วน", "due_on": "1/10/2567"})
    assert answer.status_code == 409
    assert "เลือกผู้รับมอบหมายอย่างน้อยหนึ่งคน" in answer.content.decode()
    assert "ขอให้ทำด่วน" in answer.content.decode()
    sent_to = {"agencies": [world.development.pk], "people": [world.coordinator.pk], "purpose": "know"}
    assert client.post(route, {**sent_to, "due_on": "20 ต.ค. 2567"}).status_code == 302
    assert {(one.agency, one.person) for one in Routing.objects.all()} == {
        (world.development, None), (world.office, world.coordinator),
    }  # fmt: skip
    assert "มีชื่อในหนังสือ" in client.get(page(one)).content.decode()  # statistics still
    answer = client.post(reverse("letters:draft_forward", args=[one.pk]))
    letter = Letter.objects.get()
    assert answer.url == reverse("writing:letter", args=[letter.pk])  # type: ignore[attr-defined]
    assert page(one) in client.get(answer.url).content.decode()  # type: ignore[attr-defined]
    assert reverse("writing:letter", args=[letter.pk]) in client.get(page(one)).content.decode()


# ── the register ────────────────────────────────────────────────────────────
def test_the_register_is_searched_narrowed_and_given_out(world: World) -> None:
    client = signed_in(world.coordinator)
    assert "ยังไม่มีทะเบียนรับ" in client.get(REGISTER).content.decode()
    make_issuer(world)
    assert "ยังไม่มีหนังสือรับ" in client.get(REGISTER).content.decode()
    late, gone, fresh = (
        arrived(world),
        arrived(world, subject="=1+1"),
        arrived(world, sender="กรมที่ดิน", due_on=None),
    )
    Routing.objects.filter(pk=routed(world, late)[0].pk).update(due_on=NOW.date() - timedelta(days=1))
    void_arrival(arrival=gone, reason="ลงซ้ำ", by=world.coordinator, now=NOW)

    def shown(query: str) -> list[int]:
        rows = client.get(f"{REGISTER}?{query}").context["rows"]
        return [entry.number for entry, _readable, _state in rows]

    assert shown("") == [3, 2, 1]
    assert [shown(one) for one in ("q=ที่ดิน", "q=1207", "show=late", "show=open", "show=void", "show=unrouted")] == [
        [3], [3, 2, 1], [1], [1], [2], [3],
    ]  # fmt: skip
    assert "ไม่มีหนังสือตามตัวกรองนี้" in client.get(f"{REGISTER}?q=ไม่มีแน่").content.decode()
    assert client.get(f"{REGISTER}?register=999999").status_code == 404
    lines = client.get(f"{REGISTER}?format=csv").content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("เลขทะเบียนรับ,วันที่รับ,ที่,ลงวันที่,จาก,ถึง,เรื่อง,การปฏิบัติ,กำหนด")
    assert [line.split(",")[0] for line in lines[1:]] == ["1", "2", "3"]
    assert "สำนักงานพัฒนาชุมชนจังหวัดปทุมธานี เพื่อดำเนินการ" in lines[1]
    assert "'=1+1" in lines[2]
    assert lines[2].endswith("ลงซ้ำ")
    assert page(fresh) in client.get(REGISTER).content.decode()


def test_more_letters_cost_no_more_queries(world: World) -> None:
    one = arrived(world)
    routed(world, one)
    counts = (
        queries(world.coordinator, REGISTER),
        queries(world.coordinator, page(one)),
        queries(world.recorder, REGISTER),
    )
    for _ in range(2):
        routed(world, arrived(world), Receiver(world.development.pk), Receiver(world.statistics.pk))
    routed(world, one, Receiver(world.statistics.pk), Receiver(world.office.pk, world.coordinator.pk))
    routed(world, arrived(world), Receiver(world.office.pk, world.coordinator.pk))
    mine = queries(world.coordinator, page(one))
    assert (queries(world.recorder, REGISTER), mine - counts[1] <= 2) == (counts[2], True)
    assert queries(world.coordinator, REGISTER) - counts[0] <= 2
