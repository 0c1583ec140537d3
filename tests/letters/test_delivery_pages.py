"""Pages of letters on their way: the inbox, the chasing list, lists and mailboxes; three people, few queries."""

from collections.abc import Iterator
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from samrit.letters.actions.delivering import Ways, remind_recipients
from samrit.letters.actions.distributing import make_list
from samrit.letters.models import Delivery, DeliveryMail, DistributionList, Mailbox
from samrit.people.models import Agency, User
from tests.letters.delivered import PDF, give_mailbox, make_void, sent, signed
from tests.letters.intakes import signed_in
from tests.world import NOW, World, make_people

pytestmark = pytest.mark.django_db
BY_MAIL = Ways(by_mail=True, on_paper=True)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def world() -> World:
    return make_people()


def received(one: Delivery, name: str = "received") -> str:
    return reverse(f"letters:{name}", args=[one.pk])


def chasing(one: Delivery, name: str = "chasing", *more: object) -> str:
    return reverse(f"letters:{name}", args=[one.letter_id, *more])


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def queries(user: User, address: str) -> int:
    client = signed_in(user)
    client.get(address)  # what is cached is cached
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


# ── three people ────────────────────────────────────────────────────────────
def test_another_agencys_letter_is_not_there(world: World) -> None:
    one = sent(world, world.development)[0]
    names = ("acknowledge", "forward", "finish")
    for user in (world.statistician, world.stranger, world.coordinator, world.evaluator):
        client = signed_in(user)
        assert [client.get(received(one, name)).status_code for name in ("received", "received_file")] == [
            404
        ] * 2
        assert [client.post(received(one, name)).status_code for name in names] == [404] * 3
        assert one.letter.subject not in text(client, reverse("letters:inbox"))
    one.refresh_from_db()
    assert one.first_opened_at is None


def test_only_the_sending_office_chases(world: World) -> None:
    one = sent(world)[0]
    for user in (world.recorder, world.stranger, world.evaluator):
        client = signed_in(user)
        assert [client.get(chasing(one, name)).status_code for name in ("chasing", "send")] == [404] * 2
        assert client.post(chasing(one, "remind")).status_code == 404
        assert client.get(chasing(one, "chasing_file", "csv")).status_code == 404


# ── opening ─────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("headers", [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}])
def test_fetching_ahead_is_nobody_reading(world: World, headers: dict[str, str]) -> None:
    one = sent(world)[0]
    client = signed_in(world.recorder)
    client.head(received(one))
    for name in ("received", "received_file"):
        client.get(received(one, name), headers=headers).getvalue()  # reads a file to its end
    one.refresh_from_db()
    assert one.first_opened_at is None


@pytest.mark.parametrize("name", ["received", "received_file"])
def test_looking_at_it_is_written_down(world: World, name: str) -> None:
    one = sent(world)[0]
    for user in (world.recorder, world.approver):
        signed_in(user).get(received(one, name)).getvalue()
    one.refresh_from_db()
    assert one.first_opened_by == world.recorder


def test_the_file_is_the_sealed_paper(world: World) -> None:
    one = sent(world)[0]
    answer = signed_in(world.recorder).get(received(one, "received_file"))
    assert answer.getvalue() == PDF + str(one.letter_id).encode()
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_void_letter_says_so_and_is_not_handed_out(world: World) -> None:
    one = sent(world)[0]
    make_void(one.letter, world)
    client = signed_in(world.recorder)
    page = text(client, received(one))
    assert "ผู้ส่งยกเลิกหนังสือฉบับนี้แล้ว ห้ามนำไปใช้" in page
    assert "เลขตัวชี้วัดผิด" in page
    assert client.get(received(one, "received_file")).status_code == 409
    assert client.post(received(one, "acknowledge")).status_code == 409


# ── what is typed ───────────────────────────────────────────────────────────
def test_acknowledging_takes_it_off_the_list(world: World) -> None:
    one = sent(world)[0]
    client = signed_in(world.recorder)
    waiting = f"{reverse('letters:inbox')}?show=waiting"
    assert one.letter.subject in text(client, waiting)
    assert client.post(received(one, "acknowledge"), {"note": "จะดำเนินการ"}).status_code == 302
    assert one.letter.subject not in text(client, waiting)
    assert "จะดำเนินการ" in text(client, received(one))
    assert client.post(received(one, "acknowledge")).status_code == 409


def test_what_cannot_be_kept_comes_back(world: World) -> None:
    one = sent(world)[0]
    client = signed_in(world.recorder)
    answer = client.post(received(one, "acknowledge"), {"note": "ย" * 501})
    assert (answer.status_code, "ย" * 501 in answer.content.decode()) == (422, True)
    typed = {"person": world.statistician.pk, "instruction": "ปรับค่า", "due_on": "ไม่รู้"}
    answer = client.post(received(one, "forward"), typed)
    assert (answer.status_code, "ปรับค่า" in answer.content.decode()) == (422, True)


def test_who_was_asked_says_that_it_is_done(world: World) -> None:
    one = sent(world)[0]
    typed = {"person": world.recorder.pk, "instruction": "ปรับค่า", "due_on": ""}
    assert signed_in(world.approver).post(received(one, "forward"), typed).status_code == 302
    assert signed_in(world.approver).post(received(one, "finish")).status_code == 404
    client = signed_in(world.recorder)
    assert "ปรับค่า" in text(client, received(one))
    assert client.post(received(one, "finish"), {"note": "ปรับแล้ว"}).status_code == 302
    assert client.post(received(one, "finish")).status_code == 404


def test_sending_by_list_and_by_name(world: World) -> None:
    letter = signed(world)
    chosen = [(world.statistics.pk, "สถิติจังหวัดปทุมธานี")]
    kept = make_list(area=world.area, name="หัวหน้า", members=chosen, by=world.coordinator, now=NOW)
    client = signed_in(world.coordinator)
    address = reverse("letters:send", args=[letter.pk])
    assert client.post(address, {}).status_code == 409  # nobody was chosen
    far = {"agencies": [world.elsewhere.pk]}
    assert client.post(address, far).status_code == 422
    typed = {"distribution_list": kept.pk, "agencies": [world.development.pk], "by_mail": "on"}
    assert client.post(address, typed).status_code == 302
    assert list(letter.deliveries.values_list("wording", "list_name")) == [
        ("สถิติจังหวัดปทุมธานี", "หัวหน้า"),
        (world.development.name, "หัวหน้า"),
    ]
    assert world.development.name not in text(client, address)  # who has it is not offered again


def test_reminding_one_or_all(world: World) -> None:
    first, second = sent(world)
    client = signed_in(world.coordinator)
    assert client.post(chasing(first, "remind"), {"delivery": second.pk}).status_code == 302
    assert client.post(chasing(first, "remind"), {"delivery": second.pk}).status_code == 409
    assert client.post(chasing(first, "remind")).status_code == 302
    assert client.post(chasing(first, "remind")).status_code == 409
    assert [one.chases.count() for one in (first, second)] == [1, 1]
    assert client.post(chasing(first, "remind"), {"delivery": 10**6}).status_code == 404


def test_a_mail_that_did_not_get_through_is_shown_and_sent_again(world: World) -> None:
    give_mailbox(world, world.development)
    one = sent(world, ways=BY_MAIL)[0]
    DeliveryMail.objects.update(state="given_up", problem="550 no such mailbox")
    client = signed_in(world.coordinator)
    assert "550 no such mailbox" in text(client, chasing(one))
    mail = DeliveryMail.objects.get()
    assert client.post(chasing(one, "mail_again", mail.pk)).status_code == 302
    assert client.post(chasing(one, "mail_again", mail.pk)).status_code == 409
    assert "550" not in text(client, chasing(one))


def test_a_signature_on_paper_is_noted(world: World) -> None:
    one = sent(world, ways=BY_MAIL)[0]
    client = signed_in(world.coordinator)
    address = chasing(one, "signed_on_paper", one.pk)
    assert client.post(address, {"reason": "ลงชื่อแล้ว"}).status_code == 302
    assert client.post(address, {}).status_code == 409
    assert "ลงชื่อบนเอกสาร" in text(client, chasing(one))


# ── filters and files ───────────────────────────────────────────────────────
def test_the_filter_shows_who_is_missing(world: World) -> None:
    first, second = sent(world)
    signed_in(world.recorder).post(received(first, "acknowledge"))
    client = signed_in(world.coordinator)
    assert len(client.get(chasing(first)).context["rows"]) == 2
    for query in ("show=unopened", "show=unacknowledged", "q=สถิติ"):
        rows = client.get(f"{chasing(first)}?{query}").context["rows"]
        assert [row.delivery for row, *_rest in rows] == [second]
    assert client.get(f"{chasing(first)}?q=ไม่มี").context["rows"] == []
    assert client.get(f"{chasing(first)}?show=anything").status_code == 200


def test_files_say_what_the_page_says(world: World) -> None:
    one = sent(world)[0]
    Delivery.objects.filter(pk=one.pk).update(wording="=1+1")
    client = signed_in(world.coordinator)
    csv = client.get(chasing(one, "chasing_file", "csv"))
    assert "'=1+1" in csv.content.decode("utf-8-sig")
    book = CalamineWorkbook.from_filelike(BytesIO(client.get(chasing(one, "chasing_file", "xlsx")).content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[3][2] == "=1+1"
    assert len(rows) == 5
    assert client.get(chasing(one, "chasing_file", "docx")).status_code == 404


@pytest.mark.pdf
def test_the_sheet_to_sign_is_a_pdf(world: World) -> None:
    one = sent(world, ways=BY_MAIL)[0]
    answer = signed_in(world.coordinator).get(chasing(one, "recipients_pdf"))
    assert answer.content.startswith(b"%PDF")


# ── lists and mailboxes ─────────────────────────────────────────────────────
def test_a_list_is_made_in_the_order_of_its_places(world: World) -> None:
    client = signed_in(world.coordinator)
    address = reverse("letters:new_list", args=[world.area.pk])
    typed = {
        "name": "หัวหน้า", f"place-{world.development.pk}": "2", f"place-{world.statistics.pk}": "1",
        f"wording-{world.statistics.pk}": "สถิติจังหวัด",
    }  # fmt: skip
    assert client.post(address, {**typed, f"place-{world.statistics.pk}": "หนึ่ง"}).status_code == 422
    assert client.post(address, {"name": "หัวหน้า"}).status_code == 409
    assert client.post(address, typed).status_code == 302
    kept = DistributionList.objects.get()
    assert [one.wording for one in kept.members.all()] == ["สถิติจังหวัด", world.development.name]
    assert (
        client.post(reverse("letters:one_list", args=[kept.pk]), {**typed, "name": "ใหม่"}).status_code == 302
    )
    assert client.post(reverse("letters:end_list", args=[kept.pk])).status_code == 302
    assert client.get(reverse("letters:one_list", args=[kept.pk])).status_code == 404


def test_a_mailbox_is_typed_in_its_row(world: World) -> None:
    client = signed_in(world.approver)
    address, field = (
        reverse("letters:mailbox", args=[world.development.pk]),
        f"agency-{world.development.pk}-address",
    )
    answer = client.post(address, {field: "ไม่ใช่อีเมล"})
    assert (answer.status_code, "ไม่ใช่อีเมล" in answer.content.decode()) == (422, True)
    assert client.post(address, {field: "saraban@example.go.th"}).status_code == 302
    assert Mailbox.objects.get().address == "saraban@example.go.th"
    assert (
        client.post(reverse("letters:mailbox", args=[world.statistics.pk]), {field: "a"}).status_code == 404
    )


# ── many ────────────────────────────────────────────────────────────────────
def more_agencies(world: World) -> list[Agency]:
    return [Agency.objects.create(area=world.area, name=f"หน่วยงาน {n}") for n in range(3)]


def test_more_recipients_and_letters_cost_no_more_queries(world: World) -> None:
    give_mailbox(world, world.development)
    one = sent(world, world.development, ways=BY_MAIL)[0]
    remind_recipients(letter=one.letter, by=world.coordinator, now=NOW)
    signed_in(world.recorder).get(received(one))
    inbox, sent_page, chased = reverse("letters:inbox"), reverse("letters:sent"), chasing(one)
    people = (world.recorder, world.coordinator, world.coordinator)
    before = [queries(who, page) for who, page in zip(people, (inbox, sent_page, chased), strict=True)]
    more = more_agencies(world)
    many = sent(world, world.development, *more, ways=BY_MAIL, number=2)
    sent(world, world.development, *more, number=3)
    remind_recipients(letter=many[0].letter, by=world.coordinator, now=NOW)
    signed_in(world.recorder).get(received(many[0]))
    pages = (inbox, sent_page, chasing(many[0]))
    assert [queries(who, page) for who, page in zip(people, pages, strict=True)] == before


def test_a_whole_country_comes_by_pages_and_offices_first(world: World) -> None:
    """The central office is offered the provinces' offices; a list keeps who stands in it and was not shown."""
    Agency.objects.bulk_create(Agency(area=world.area, name=f"หน่วยงานที่ {place}") for place in range(120))
    client, new = signed_in(world.evaluator), reverse("letters:new_list", args=["central"])
    few, all_ = text(client, new), text(client, f"{new}?all=1")
    assert [world.office.name in page for page in (few, all_)] == [True, True]
    assert [world.development.name in page for page in (few, all_)] == [False, True]
    member = {f"place-{world.development.pk}": "1", f"wording-{world.development.pk}": "พัฒนาการจังหวัด"}
    assert client.post(new, {"name": "พัฒนาการ", **member}).status_code == 302
    kept = DistributionList.objects.get()
    assert world.development.name in text(client, reverse("letters:one_list", args=[kept.pk]))
    mailboxes, last = reverse("letters:mailboxes"), Agency.objects.exclude(area=None).last()
    assert last is not None
    assert [last.name in text(client, address) for address in (mailboxes, f"{mailboxes}?page=2")] == [
        False, True,
    ]  # fmt: skip
    typed = {f"agency-{last.pk}-address": "saraban@example.go.th"}
    answer = client.post(reverse("letters:mailbox", args=[last.pk]), typed)
    assert (answer.status_code, answer["Location"]) == (302, f"{mailboxes}?page=2")
    wrong = client.post(reverse("letters:mailbox", args=[last.pk]), {f"agency-{last.pk}-address": "saraban"})
    assert (wrong.status_code, last.name in wrong.content.decode()) == (422, True)
    assert Agency.objects.filter(area=world.area).count() > 100
    one = sent(world, *Agency.objects.filter(area=world.area))[0]
    page = text(signed_in(world.coordinator), chasing(one, "chasing") + "?page=2")
    assert page.count('data-label="ติดตาม"') == Delivery.objects.count() - 100
