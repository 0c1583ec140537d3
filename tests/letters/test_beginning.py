"""A letter begun where the work is: from each page by one click to the editable draft."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samrit.frameworks.models import Edition
from samrit.letters import actions
from samrit.letters.actions.distributing import make_list
from samrit.letters.models import Letter
from samrit.people.models import Agency, Role
from tests.dashboards.published import published_world
from tests.letters.intakes import signed_in
from tests.letters.letters_written import make_issuer, proposed
from tests.letters.meeting_world import invited
from tests.revisions import publish_revised, revise
from tests.scores.contested import SOON, contested_world
from tests.world import NOW, World, approve, make_world, person

pytestmark = pytest.mark.django_db
BEGIN = "/letters/written/begin/"
PLACE = re.compile(r'hx-get="(/letters/written/begin/[^"]+)"')


@pytest.fixture(autouse=True)
def in_the_window() -> Iterator[time_machine.Traveller]:
    """The pages read the clock: it stands while the round is open."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def world() -> World:
    return make_world()


def place_on(client: Client, page: str) -> str:
    """The address that the page asks for its button; empty where the page has no place for one."""
    found = PLACE.search(client.get(page).content.decode())
    return found[1].replace("&amp;", "&") if found else ""


def button(client: Client, address: str) -> str:
    answer = client.get(address, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def click(client: Client, shown: str) -> HttpResponse:
    """Send the form of the button as the browser would."""
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', shown))
    return client.post(BEGIN, fields)  # type: ignore[return-value]  # of the test client


def begun_from(client: Client, page: str) -> Letter:
    """Page, button, click, draft that may be written on."""
    answer = click(client, button(client, place_on(client, page)))
    letter = Letter.objects.latest("pk")
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        reverse("writing:letter", args=[letter.pk]),
    )
    assert "id_body" in client.get(answer.headers["Location"]).content.decode()
    return letter


def with_source(edition: Edition) -> Edition:
    edition.source = "หนังสือสำนักงาน ก.พ.ร. ที่ นร 1207/334 ลงวันที่ 3 เมษายน 2567"
    edition.save(update_fields=["source"])
    return edition


# ── from page to draft ──────────────────────────────────────────────────────
def test_from_the_framework_and_the_late_ones_of_a_round(world: World) -> None:
    make_issuer(world)
    assert world.edition is not None
    assert world.round is not None
    client = signed_in(world.coordinator)
    letter = begun_from(client, reverse("frameworks:edition", args=[with_source(world.edition).pk]))
    assert (letter.topic, letter.edition, letter.agencies.count()) == ("circulate_kpis", world.edition, 2)
    letter = begun_from(client, reverse("reports:round", args=[world.round.pk]))
    assert (letter.topic, letter.round) == ("remind_late", world.round)


def test_from_a_meeting_with_its_agenda(world: World) -> None:
    make_issuer(world)
    meeting = invited(world)
    letter = begun_from(signed_in(world.coordinator), reverse("meetings:one", args=[meeting.pk]))
    assert (letter.topic, letter.kind, letter.meeting) == ("invite_meeting", "meeting", meeting)
    assert any(block["type"] == "agenda" for block in letter.body)


def test_from_the_published_result() -> None:
    world = published_world()
    make_issuer(world)
    assert world.round is not None
    letter = begun_from(signed_in(world.coordinator), reverse("scores:own", args=[world.round.pk]))
    assert (letter.topic, letter.round) == ("notify_result", world.round)


def test_from_a_decided_appeal_in_the_central_office(in_the_window: time_machine.Traveller) -> None:
    contested = contested_world()
    appeal = contested.sitting()
    contested.decide(appeal)
    in_the_window.move_to(SOON)
    make_issuer(contested.world, agency=contested.world.central, code="นร 1207", name="สำนักงาน ก.พ.ร.")
    page = reverse("scores:appeal", args=[appeal.pk])
    letter = begun_from(signed_in(contested.head), page)
    assert (letter.topic, letter.appeal, letter.issuer.code) == ("appeal_decision", appeal, "นร 1207")
    assert place_on(signed_in(contested.world.coordinator), page) == ""


def test_from_a_list_of_what_there_is(world: World) -> None:
    make_issuer(world)
    assert world.round is not None
    client, matter = signed_in(world.coordinator), f"remind_late:{world.round.pk}"
    assert f'value="{matter}"' in client.get(reverse("writing:new")).content.decode()
    page = client.get(BEGIN, {"matter": matter}).content.decode()
    assert ("ปทุมธานี ปี 2567 รอบ" in page, "ติดตามผลการปฏิบัติราชการที่ยังไม่ส่ง" in page) == (True, True)
    assert click(client, page).status_code == 302


# ── a revised edition ───────────────────────────────────────────────────────
def test_a_revised_edition_goes_to_those_only_whose_kpis_it_changes(world: World) -> None:
    make_issuer(world)
    draft = revise(world)
    publish_revised(world, draft)
    letter = begun_from(signed_in(world.coordinator), reverse("frameworks:edition", args=[draft.pk]))
    assert list(letter.agencies.all()) == [world.development]
    rows = next(block["rows"] for block in letter.body if block["type"] == "table")
    assert [(row[0][:3], row[2]) for row in rows] == [("1-1", world.development.name)]
    assert "→" in rows[0][1]
    assert letter.references == ["มติที่ประชุมครั้งที่ 3/2567 เมื่อวันที่ 30 กันยายน 2567"]
    assert "ฉบับปรับปรุง (ฉบับที่ 2)" in letter.subject
    assert "จำนวน 1 ตัวชี้วัด" in str(letter.body)


# ── twice ───────────────────────────────────────────────────────────────────
def test_a_second_click_on_the_same_day_opens_the_same_draft(world: World) -> None:
    issuer = make_issuer(world)
    assert world.round is not None
    client, page = signed_in(world.coordinator), reverse("reports:round", args=[world.round.pk])
    shown = button(client, place_on(client, page))
    first = begun_from(client, page)
    assert click(client, shown).headers["Location"] == reverse("writing:letter", args=[first.pk])
    assert "เปิดร่างที่เริ่มวันนี้" in button(client, place_on(client, page))
    facts: dict[str, Any] = {
        "issuer": issuer,
        "topic": "remind_late",
        "about": world.round,
        "by": world.coordinator,
    }
    proposed(world, first)
    assert actions.begin_from_topic(**facts, now=NOW) == (first, False)
    later, new = actions.begin_from_topic(**facts, now=NOW + timedelta(days=1))
    assert (later == first, new) == (False, True)
    actions.void_letter(letter=later, reason="ร่างผิด", by=world.coordinator, now=NOW + timedelta(days=1))
    assert actions.begin_from_topic(**facts, now=NOW + timedelta(days=1))[1]


# ── why not ─────────────────────────────────────────────────────────────────
def test_the_button_says_why_there_is_nothing_to_say_as_the_action_does(world: World) -> None:
    make_issuer(world)
    assert world.round is not None
    client = signed_in(world.coordinator)
    for number, value in (("1-1", "1176"), ("1-2", "21"), ("2-1.1", "4"), ("2-1.2", "70")):
        approve(world, number, value)
    reasons = {"remind_late": "ไม่มีเรื่องให้ติดตาม", "notify_result": "ยังไม่ประกาศผลของรอบนี้"}
    for topic, reason in reasons.items():
        facts: dict[str, Any] = {"topic": topic, "about": world.round.pk}
        page = client.get(BEGIN, facts).content.decode()
        assert (reason in page, 'aria-disabled="true"' in page) == (True, True)
        answer = client.post(BEGIN, facts)
        assert (answer.status_code, reason in answer.content.decode()) == (409, True)
    assert Letter.objects.count() == 0


def test_an_office_without_a_letter_code_is_led_to_entering_it(world: World) -> None:
    assert world.round is not None
    page = button(signed_in(world.coordinator), f"{BEGIN}?topic=remind_late&about={world.round.pk}")
    assert "ยังไม่ได้ตั้งรหัสหนังสือของ" in page
    assert reverse("writing:issuer", args=[world.office.pk]) in page


def test_who_may_and_who_sees_nothing(world: World) -> None:
    make_issuer(world)
    assert world.round is not None
    facts: dict[str, Any] = {"topic": "remind_late", "about": world.round.pk}
    page = reverse("reports:round", args=[world.round.pk])
    for by in (world.recorder, world.evaluator):
        client = signed_in(by)
        assert place_on(client, page) == ""
        assert "ร่างจากเรื่องของจังหวัดได้เฉพาะผู้ประสานงาน" in client.get(BEGIN, facts).content.decode()
        assert client.post(BEGIN, facts).status_code == 409
    far = Agency.objects.create(area_id="20", kind="provincial_office", name="สำนักงานจังหวัดชลบุรี")
    other = signed_in(person("far", far, Role.COORDINATOR))
    for client, said in (
        (other, facts),
        (signed_in(world.stranger), facts),
        (signed_in(world.coordinator), {**facts, "topic": "forward"}),
        (signed_in(world.coordinator), {**facts, "about": "x"}),
        (signed_in(world.coordinator), {**facts, "topic": "invite_meeting"}),
        (signed_in(world.coordinator), {}),
    ):
        assert [client.get(BEGIN, said).status_code, client.post(BEGIN, said).status_code] == [404, 404]
    assert Letter.objects.count() == 0


def test_in_the_name_of_the_office_that_was_chosen(world: World) -> None:
    make_issuer(world)
    second = make_issuer(world, code="ปท 0017.3")
    assert world.round is not None
    facts: dict[str, Any] = {"topic": "remind_late", "about": world.round.pk}
    client = signed_in(world.coordinator)
    assert client.get(BEGIN, facts).content.decode().count("<option") == 2
    client.post(BEGIN, {**facts, "issuer": second.pk})
    assert Letter.objects.get().issuer == second


# ── how heads are addressed ─────────────────────────────────────────────────
def test_a_head_is_addressed_as_the_provinces_list_has_it(world: World) -> None:
    members = [(world.development.pk, "ท่านพัฒนาการจังหวัดปทุมธานี"), (world.statistics.pk, "")]
    make_list(area=world.area, name="หัวหน้าส่วนราชการ", members=members, by=world.coordinator, now=NOW)
    assert world.round is not None
    letter = actions.draft_from_topic(
        issuer=make_issuer(world), topic="remind_late", about=world.round, by=world.coordinator, now=NOW
    )
    assert letter.recipients == ["ท่านพัฒนาการจังหวัดปทุมธานี", "สถิติจังหวัดปทุมธานี"]


# ── how much is asked ───────────────────────────────────────────────────────
def test_more_letters_about_it_cost_no_more_queries(world: World) -> None:
    issuer = make_issuer(world)
    assert world.round is not None
    client, address = signed_in(world.coordinator), f"{BEGIN}?topic=remind_late&about={world.round.pk}"
    counts = []
    for days in (-3, -2, -1):
        letter = actions.draft_from_topic(
            issuer=issuer, topic="remind_late", about=world.round, by=world.coordinator, now=NOW
        )
        letter.drafted_at = NOW + timedelta(days=days)
        letter.save(update_fields=["drafted_at"])
        with CaptureQueriesContext(connection) as asked:
            button(client, address)
        counts.append(len(asked))
    assert len(set(counts)) == 1
