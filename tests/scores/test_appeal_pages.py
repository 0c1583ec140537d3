"""The pages of an appeal: who sees what, nothing typed is lost, the public page before and after, the letter."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from samrit.people.models import User
from samrit.scores import actions
from samrit.scores.models import Appeal, AppealEvidence
from tests.scores.contested import SOON, TEXT, Contested, contested_world
from tests.scores.test_appeals import CLOSES, SECOND
from tests.sweep.desk import look, press

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(SOON, tick=False):
        yield


@pytest.fixture
def made() -> Contested:
    return contested_world()


def client(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def new(made: Contested, number: str = "1-2") -> str:
    assert made.world.round is not None
    address = reverse("scores:new_appeal", args=[made.world.round.pk])
    return f"{address}?kpi={made.world.kpis[number].indicator_id}"


def page(appeal: Appeal) -> str:
    return reverse("scores:appeal", args=[appeal.pk])


ASKED = {"grounds": "figure_wrong", "text": TEXT, "wanted_value": "๒๐", "wanted_score": ""}


# ── opening ─────────────────────────────────────────────────────────────────
def test_the_coordinator_opens_it_with_files(made: Contested) -> None:
    browser = client(made.world.coordinator)
    file = io.BytesIO(PDF)
    file.name = "ภาพสถานี.pdf"
    came = browser.post(new(made), {**ASKED, "evidence": [file], "secrecy": "confidential"}, follow=True)
    assert came.status_code == 200
    link = AppealEvidence.objects.select_related("file", "appeal").get()
    assert (link.file.secrecy, list(link.file.agencies.all())) == ("confidential", [made.world.office])
    assert list(link.file.shared_with.all()) == [made.world.development]
    assert (link.appeal.text, str(link.appeal.wanted_value)) == (TEXT, "20")
    assert "ภาพสถานี.pdf" in came.content.decode()


def test_what_was_typed_is_there_when_it_is_refused(made: Contested) -> None:
    browser = client(made.world.coordinator)
    for sent, status in (({**ASKED, "wanted_value": ""}, 422), ({**ASKED, "grounds": ""}, 422)):
        came = browser.post(new(made), sent)
        assert came.status_code == status
        assert TEXT in came.content.decode()
    with time_machine.travel(CLOSES + timedelta(minutes=2), tick=False):
        late = client(made.world.coordinator).post(new(made), ASKED)
    assert late.status_code == 409
    assert TEXT in late.content.decode()
    assert "ปิดรับอุทธรณ์แล้ว" in late.content.decode()
    assert not Appeal.objects.exists()


def test_the_form_that_was_given_in_time_may_be_sent_a_minute_later(made: Contested) -> None:
    world = made.world
    with time_machine.travel(CLOSES - SECOND, tick=False):
        form = html.fromstring(client(world.coordinator).get(new(made)).content.decode())
    begun = form.xpath("//input[@name='begun']/@value")[0]
    with time_machine.travel(CLOSES + timedelta(seconds=30), tick=False):
        somebody_elses = client(world.approver).post(new(made), {**ASKED, "begun": begun})
        assert somebody_elses.status_code == 409
        assert client(world.coordinator).post(new(made), {**ASKED, "begun": begun}).status_code == 302


def test_each_page_is_for_the_province_and_the_central_office(made: Contested) -> None:
    appeal, world = made.open(), made.world
    for who in (world.coordinator, world.approver, world.recorder, world.evaluator, made.head):
        assert look(who, page(appeal)).status == 200, who.name
    for who in (world.stranger, world.statistics_approver, None):
        status = 404 if who else 302
        assert look(who, page(appeal)).status == status
        assert look(who, new(made)).status == status
    listed = look(world.stranger, reverse("scores:appeals"))
    assert (listed.status, TEXT in listed.text, "ปทุมธานี" in listed.text) == (200, False, False)


def test_a_recorder_reads_why_it_is_not_theirs_to_open(made: Contested) -> None:
    shown = look(made.world.recorder, new(made))
    assert "ทำได้เฉพาะผู้ประสานงานจังหวัดของเรื่องนี้" in shown.text


def test_the_own_page_leads_to_it_while_there_is_time(made: Contested) -> None:
    assert made.world.round is not None
    own = reverse("scores:own", args=[made.world.round.pk])
    address = new(made).encode()
    assert address in look(made.world.coordinator, own).content
    assert address not in look(made.world.recorder, own).content
    appeal = made.open()
    shown = look(made.world.coordinator, own)
    assert address not in shown.content
    assert page(appeal).encode() in shown.content
    assert "อยู่ระหว่างอุทธรณ์ 1 ตัวชี้วัด" in shown.text
    with time_machine.travel(CLOSES, tick=False):
        over = look(made.world.coordinator, own)
    assert b"appeals/new/" not in over.content
    assert "ปิดรับอุทธรณ์แล้วเมื่อ 25 ต.ค. 2567 เวลา 23.59 น." in over.text


def test_the_list_makes_the_same_queries_for_one_and_for_three(made: Contested) -> None:
    made.open()
    counts = []
    for numbers in ((), ("1-1", "2-1.2")):
        for number in numbers:
            made.open(number)
        for address in (reverse("scores:appeals"), page(Appeal.objects.first())):
            browser = client(made.head)
            browser.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


# ── the whole way, by its forms ─────────────────────────────────────────────
def test_from_opening_to_the_new_edition_of_the_public_page(made: Contested) -> None:
    world, head = made.world, made.head
    assert world.round is not None
    public, desk = f"/performance/2567/{world.area.code}/", f"/scores/{world.round.pk}/"
    assert "ผลรวม 79.375" in look(None, public).text
    assert "อยู่ระหว่างอุทธรณ์" not in look(None, public).text

    address = press(world.coordinator, new(made), ASKED, to="").address
    assert "อยู่ระหว่างอุทธรณ์" in look(None, public).text
    assert "อยู่ระหว่างอุทธรณ์" in look(None, "/performance/2567/").text
    press(head, address, to="take-up/")
    chosen = {"members": [str(judge.pk) for judge in made.judges], "order_number": "๕/๒๕๖๗"}
    press(head, address, chosen, to="panel/")
    votes = {f"vote-{judge.pk}": "upheld" for judge in made.judges}
    ruling = {"outcome": "upheld", "value": "20", "reason": "หลักฐานยืนยัน", "letter_number": "นร 1/2567"}
    assert "votes" not in look(world.evaluator, address).text
    press(made.judges[0], address, {**votes, **ruling}, to="decide/")

    shown = look(None, public).text
    assert ("ผลรวม 79.375" in shown, "อยู่ระหว่างอุทธรณ์" in shown) == (True, False), "the old edition stands"
    assert "หน้าสาธารณะยังแสดงคะแนนเวอร์ชันที่ 2 ซึ่งต่างจากเวอร์ชันปัจจุบัน (ที่ 3)" in look(head, desk).text
    press(head, desk, {"reason": "ตามคำวินิจฉัยอุทธรณ์"}, to="publish/")
    shown = look(None, public).text
    assert ("ผลรวม 81.250" in shown, "ผลรวม 79.375" in shown, "ฉบับที่ 2" in shown) == (True, False, True)
    assert "หน้าสาธารณะยังแสดง" not in look(head, desk).text
    assert [one.problems for one in actions.recompute_all()] == [(), (), ()]


def test_a_ruling_that_is_not_taken_keeps_what_was_typed(made: Contested) -> None:
    appeal = made.sitting()
    first, *others = made.judges
    votes = {f"ruling-vote-{judge.pk}": "dismissed" for judge in others}
    typed = {
        "ruling-outcome": "upheld", "ruling-value": "20", "ruling-reason": "เหตุผลยาวที่พิมพ์ไว้",
        f"ruling-vote-{first.pk}": "upheld", **votes,
    }  # fmt: skip
    address = reverse("scores:decide_appeal", args=[appeal.pk])
    came = client(first).post(address, typed)
    assert came.status_code == 409
    assert "เหตุผลยาวที่พิมพ์ไว้" in came.content.decode()
    assert "ความเห็นข้างมาก" in came.content.decode()
    came = client(first).post(address, {**typed, "ruling-value": ""})
    assert came.status_code == 422
    assert "เหตุผลยาวที่พิมพ์ไว้" in came.content.decode()


def test_who_may_not_hear_it_reads_why(made: Contested) -> None:
    appeal = made.open()
    shown = look(made.world.evaluator, page(appeal))
    assert "คุณมีส่วนในการตรวจหรือคิดคะแนนรอบนี้" in shown.text
    actions.take_up_appeal(appeal=appeal, by=made.head, now=SOON)
    shown = look(made.head, page(appeal))
    assert "evaluator มีส่วนในการตรวจหรือคิดคะแนนรอบนี้ จึงเป็นคณะพิจารณาไม่ได้" in shown.text
