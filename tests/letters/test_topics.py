"""A letter drafted from what the system knows: what it says is what the pages show."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samrit.audit.models import Event
from samrit.frameworks.models import Edition
from samrit.letters import actions
from samrit.letters.models import Issuer, Letter
from samrit.letters.papers import paper_of
from samrit.people.models import Agency, Role, User
from samrit.rules.letters.paper import refusals
from samrit.rules.wording import RefusedError
from tests.dashboards.published import published_world
from tests.letters.letters_written import make_issuer, proposed
from tests.letters.meeting_world import STARTS, invited, planned
from tests.scores.contested import SOON, contested_world
from tests.world import NOW, World, approve, make_people, make_world, person, save

pytestmark = pytest.mark.django_db
HEADS = ["พัฒนาการจังหวัดปทุมธานี", "สถิติจังหวัดปทุมธานี"]
SOURCE = "หนังสือสำนักงาน ก.พ.ร. ที่ นร 1207/334 ลงวันที่ 3 เมษายน 2567"


@pytest.fixture
def world() -> World:
    return make_world()


def refusal_of(call: Callable[[], object]) -> str:
    with pytest.raises(RefusedError) as caught:
        call()
    return caught.value.refusal.code


def begun(world: World, topic: str, about: Any, *, by: User | None = None, **more: Any) -> Letter:
    """Drafted by the coordinator in the provincial office's name."""
    issuer = more.pop("issuer", None) or Issuer.objects.first() or make_issuer(world)
    more = {"now": NOW, **more}
    return actions.draft_from_topic(
        issuer=issuer, topic=topic, about=about, by=by or world.coordinator, **more
    )


def table_of(letter: Letter) -> list[list[str]]:
    return next(block["rows"] for block in letter.body if block["type"] == "table")


def words_of(letter: Letter) -> str:
    return "\n".join(block["text"] for block in letter.body if block["type"] == "paragraph")


def only_the_signatory_is_wanting(letter: Letter) -> bool:
    kind = "หนังสือเชิญประชุม" if letter.kind == "meeting" else "หนังสือภายนอก"
    return [str(one) for one in refusals(paper_of(letter))] == [f"{kind}ยังไม่มีผู้ลงนาม – กรอกก่อนเสนอลงนาม"]


# ── the framework ───────────────────────────────────────────────────────────
def with_source(world: World) -> Edition:
    assert world.edition is not None
    world.edition.source = SOURCE
    world.edition.save(update_fields=["source"])
    return world.edition


def test_the_kpis_are_circulated_to_the_heads_of_their_owners(world: World) -> None:
    letter = begun(world, "circulate_kpis", with_source(world))
    assert (letter.topic, letter.status, letter.version, letter.area) == (
        "circulate_kpis",
        "draft",
        1,
        world.area,
    )
    assert (letter.edition, letter.round, letter.circular, letter.urgency) == (
        world.edition,
        None,
        True,
        "very_urgent",
    )
    assert list(letter.agencies.order_by("pk")) == [world.development, world.statistics]
    assert (letter.recipients, letter.references) == (HEADS, [SOURCE])
    assert letter.subject.endswith("ประจำปีงบประมาณ พ.ศ. 2567 (ฉบับที่ 1)")
    assert "มีผลตั้งแต่วันที่ 10 ตุลาคม 2567 รวม 4 ตัวชี้วัด" in words_of(letter)
    assert [row[:2] for row in table_of(letter)] == [
        ["1-1 รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน (OTOP)", "40"],
        ["1-2 ค่าเฉลี่ยรายปีของฝุ่นละอองขนาดไม่เกิน 2.5 ไมครอน", "30"],
        ["2-1.1 ระดับความพร้อมรัฐบาลดิจิทัล – ระดับความพร้อม", "15"],
        ["2-1.2 ระดับความพร้อมรัฐบาลดิจิทัล – คะแนนความพร้อม", "15"],
    ]
    assert only_the_signatory_is_wanting(letter)
    assert proposed(world, letter).status == "in_chain"


def test_a_round_circulates_the_edition_that_rules_it(world: World) -> None:
    with_source(world)
    assert begun(world, "circulate_kpis", world.round).edition == world.edition


def test_what_is_wanting_is_named_before_anything_is_drafted(world: World) -> None:
    with pytest.raises(RefusedError, match="หนังสือหรือมติที่มาของกรอบ"):
        begun(world, "circulate_kpis", world.edition)
    assert Letter.objects.count() == 0


def test_a_draft_of_a_framework_is_not_circulated(world: World) -> None:
    edition = with_source(world)
    edition.status, edition.published_at, edition.published_by = Edition.Status.DRAFT, None, None
    edition.save()
    for about in (edition, world.round):
        assert (
            refusal_of(lambda about=about: begun(world, "circulate_kpis", about))
            == "topic_edition_not_in_force"
        )


# ── who is late ─────────────────────────────────────────────────────────────
def test_those_who_are_late_are_reminded_as_the_rounds_page_counts_them(world: World, client: Client) -> None:
    approve(world, "1-1", "1176.285")
    approve(world, "1-2", "21")
    save(world, "2-1.1", "4")
    letter = begun(world, "remind_late", world.round)
    assert list(letter.agencies.all()) == [world.statistics]
    assert (letter.recipients, letter.round, letter.due_on) == (
        ["สถิติจังหวัดปทุมธานี"],
        world.round,
        (NOW + timedelta(days=2)).date(),
    )
    assert [(row[0][:5], row[2]) for row in table_of(letter)] == [
        ("2-1.1", "ฉบับร่าง"),
        ("2-1.2", "ยังไม่รายงาน"),
    ]
    client.force_login(world.coordinator)
    assert world.round is not None
    page = client.get(reverse("reports:wall", args=[world.round.pk])).context
    assert f"จำนวน {page['total'] - page['ready']} รายการ" in words_of(letter)
    assert "ภายในวันที่ 12 ตุลาคม 2567 เวลา 10.00 น." in words_of(letter)
    assert only_the_signatory_is_wanting(letter)


def test_nobody_is_late_or_nothing_can_be_reported(world: World) -> None:
    for days, code in ((-10, "window_upcoming"), (3, "window_closed")):
        now = NOW + timedelta(days=days)
        assert refusal_of(lambda now=now: begun(world, "remind_late", world.round, now=now)) == code
    for number, value in (("1-1", "1176"), ("1-2", "21"), ("2-1.1", "4"), ("2-1.2", "70")):
        approve(world, number, value)
    assert refusal_of(lambda: begun(world, "remind_late", world.round)) == "topic_nobody_late"
    assert (Letter.objects.count(), Event.objects.filter(verb="draft_letter").count()) == (0, 0)


# ── the result ──────────────────────────────────────────────────────────────
def test_the_published_result_is_told_as_its_page_has_it() -> None:
    world = published_world()
    assert world.round is not None
    letter = begun(world, "notify_result", world.round)
    score = world.round.scores.get(superseded_at=None)
    assert f"ได้คะแนนรวม {score.total_published} คะแนน ระดับ {score.rating}" in words_of(letter)
    shown = {row.kpi_id: row.score for row in score.kpi_scores.all()}
    assert [(row[1], row[2]) for row in table_of(letter)] == [
        (weight, f"{shown[world.kpis[number].pk]:.3f}")
        for number, weight in (("1-1", "40"), ("1-2", "30"), ("2-1.1", "15"), ("2-1.2", "15"))
    ]
    assert (letter.recipients, letter.agencies.count()) == (HEADS, 2)
    assert only_the_signatory_is_wanting(letter)


def test_a_result_that_is_not_public_is_not_told() -> None:
    world = published_world(publish=False)
    assert refusal_of(lambda: begun(world, "notify_result", world.round)) == "topic_result_not_published"


# ── an appeal ───────────────────────────────────────────────────────────────
def test_the_central_office_tells_the_governor_how_an_appeal_was_decided() -> None:
    contested = contested_world()
    world, appeal = contested.world, contested.sitting()
    central = make_issuer(world, agency=world.central, code="นร 1207", name="สำนักงาน ก.พ.ร.")

    def tell(by: User, issuer: Issuer = central) -> Letter:
        return begun(world, "appeal_decision", appeal, issuer=issuer, by=by, now=SOON)

    assert refusal_of(lambda: tell(contested.head)) == "topic_appeal_undecided"
    contested.decide(appeal)
    assert refusal_of(lambda: tell(world.coordinator, make_issuer(world))) == "topic_not_yours"
    letter = tell(contested.head)
    assert (letter.addressee, letter.recipients) == ("ผู้ว่าราชการจังหวัดปทุมธานี", [])
    assert (list(letter.agencies.all()), letter.area, letter.round) == (
        [world.office],
        world.area,
        world.round,
    )
    assert "“ให้เป็นไปตามอุทธรณ์”" in words_of(letter)
    assert "ภาพถ่ายหน้าจอสถานีตรวจวัดยืนยันตัวเลข" in words_of(letter)
    assert "ตามคำสั่งที่ 5/2567" in words_of(letter)
    assert contested.score.rating in table_of(letter)[3]
    assert [row[0] for row in table_of(letter)] == ["ผลที่ใช้", "คะแนนของตัวชี้วัด", "คะแนนรวมของจังหวัด", "ระดับ"]
    panel = [block["rows"] for block in letter.body if block["type"] == "table"][1]
    assert [row[1] for row in panel] == ["ให้เป็นไปตามอุทธรณ์"] * len(contested.judges)
    assert only_the_signatory_is_wanting(letter)


# ── a meeting ───────────────────────────────────────────────────────────────
def test_the_invited_are_invited_with_the_agenda() -> None:
    world = make_people()
    letter = begun(world, "invite_meeting", invited(world))
    assert (letter.kind, letter.subject) == ("meeting", "ขอเชิญประชุมชี้แจงตัวชี้วัด ครั้งที่ 1/2567")
    assert "ในวันพฤหัสบดีที่ 10 ตุลาคม 2567 เวลา 10.30 - 13.30 น. ณ ห้องประชุม 1 ศาลากลางจังหวัด" in words_of(letter)
    agenda = next(block for block in letter.body if block["type"] == "agenda")
    assert agenda["items"][0]["title"] == "เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ"
    assert len(agenda["items"]) == 5
    assert (letter.recipients, letter.agencies.count(), letter.enclosures) == (HEADS, 2, [])
    assert only_the_signatory_is_wanting(letter)


def test_no_letter_of_a_meeting_without_agenda_or_guests_or_that_began() -> None:
    world = make_people()
    bare, unheard = planned(world, usual_agenda=False), planned(world, number="2/2567")
    assert refusal_of(lambda: begun(world, "invite_meeting", bare)) == "merge_values_wanting"
    assert refusal_of(lambda: begun(world, "invite_meeting", unheard)) == "topic_nobody_to_write_to"
    assert refusal_of(lambda: begun(world, "invite_meeting", unheard, now=STARTS)) == "meeting_begun"


# ── who may, and what is kept ───────────────────────────────────────────────
def test_one_event_and_one_version(world: World) -> None:
    before = Event.objects.count()
    letter = begun(world, "remind_late", world.round)
    assert (Event.objects.count() - before, letter.versions.count()) == (1, 1)


def test_only_the_coordinator_in_the_provinces_name(world: World) -> None:
    office = make_issuer(world)
    for by in (world.recorder, world.evaluator, world.stranger):
        assert (
            refusal_of(lambda by=by: begun(world, "remind_late", world.round, by=by))
            == "issuer_not_your_office"
        )
    second = person("second", world.office, Role.RECORDER)
    assert refusal_of(lambda: begun(world, "remind_late", world.round, by=second)) == "topic_not_yours"
    far = Agency.objects.create(area_id="20", kind="provincial_office", name="สำนักงานจังหวัดชลบุรี")
    other = person("far", far, Role.COORDINATOR)
    theirs = make_issuer(world, agency=far, code="ชบ 0017", name=far.name)
    assert (
        refusal_of(lambda: begun(world, "remind_late", world.round, by=other, issuer=theirs))
        == "topic_not_yours"
    )
    office.retired_at = NOW
    office.save()
    assert refusal_of(lambda: begun(world, "remind_late", world.round, issuer=office)) == "issuer_retired"


@pytest.mark.parametrize("topic", ["forward_incoming", "appeals", "", "notify_result", "invite_meeting"])
def test_a_topic_fits_what_it_is_about(world: World, topic: str) -> None:
    assert refusal_of(lambda: begun(world, topic, world.edition)) == "topic_without_matter"


def test_more_that_is_late_costs_no_more_queries(world: World) -> None:
    make_issuer(world)
    with CaptureQueriesContext(connection) as four:
        begun(world, "remind_late", world.round)
    for number, value in (("1-1", "1176"), ("2-1.1", "4")):
        approve(world, number, value)
    with CaptureQueriesContext(connection) as two:
        begun(world, "remind_late", world.round)
    assert len(four) <= len(two)
