"""Minutes and resolutions: written by several, adopted once, what is assigned and what becomes the framework's."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from time_machine import travel

from samrit.frameworks.models import Decision, ProposalItem
from samrit.frameworks.models import Meeting as CommitteeMeeting
from samrit.letters.actions import meeting as actions
from samrit.letters.models import AgendaItem, Meeting, Resolution
from samrit.letters.queries.meetings import tasks_of
from samrit.notices.models import Notice
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.wording import RefusedError
from tests.frameworks.proposing import submitted
from tests.letters.meeting_world import STARTS, held, invited, planned
from tests.world import DAY, NOW, World, make_people, make_world

pytestmark = pytest.mark.django_db
LATER = STARTS + timedelta(hours=1)


@pytest.fixture
def world() -> World:
    return make_people()


@pytest.fixture(autouse=True)
def _later() -> Any:
    with travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def meeting(world: World, _later: Any) -> Meeting:
    made = held(world)
    _later.move_to(LATER)
    return made


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def refused(code: str, act: Any, **said: Any) -> None:
    with pytest.raises(RefusedError) as caught:
        act(**said)
    assert caught.value.refusal.code == code


def item(meeting: Meeting, position: int = 1) -> AgendaItem:
    return AgendaItem.objects.select_related("meeting").get(meeting=meeting, position=position)


def page_of(meeting: Meeting) -> str:
    return reverse("meetings:minutes", args=[meeting.pk])


def write_all(world: World, meeting: Meeting) -> None:
    for one in AgendaItem.objects.filter(meeting=meeting).select_related("meeting"):
        actions.write_minutes(
            item=one,
            minutes=f"ที่ประชุมรับฟังวาระ {one.position}",
            seen=one.version,
            by=world.coordinator,
            now=LATER,
        )


# ── minutes ─────────────────────────────────────────────────────────────────
def test_minutes_wait_for_the_meeting(world: World) -> None:
    made = planned(world)
    refused(
        "meeting_not_held",
        actions.write_minutes,
        item=item(made),
        minutes="ก",
        seen=1,
        by=world.coordinator,
        now=NOW,
    )


def test_of_two_writers_neither_loses_a_word(world: World, meeting: Meeting) -> None:
    one, client = item(meeting), signed_in(world.coordinator)
    actions.write_minutes(item=one, minutes="ของคนแรก", seen=1, by=world.evaluator, now=LATER)
    typed = {"verb": "write", "item": one.pk, "minutes": "ของคนที่สอง", "seen": "1"}
    response = client.post(page_of(meeting), typed)
    page = response.content.decode()
    assert response.status_code == 409
    assert "ของคนแรก" in page
    assert "ของคนที่สอง" in page
    assert 'name="seen" value="2"' in page
    assert client.post(page_of(meeting), typed | {"seen": "2"}).status_code == 302
    assert item(meeting).minutes == "ของคนที่สอง"


def test_minutes_are_adopted_whole_and_then_stand(world: World, meeting: Meeting) -> None:
    client = signed_in(world.coordinator)
    assert client.post(page_of(meeting), {"verb": "adopt"}).status_code == 409
    write_all(world, meeting)
    assert signed_in(world.recorder).get(page_of(meeting)).status_code == 404  # not before they are adopted
    assert client.post(page_of(meeting), {"verb": "adopt"}).status_code == 302
    assert "ที่ประชุมรับฟังวาระ 1" in signed_in(world.recorder).get(page_of(meeting)).content.decode()
    refused(
        "meeting_adopted",
        actions.write_minutes,
        item=item(meeting),
        minutes="ก",
        seen=2,
        by=world.coordinator,
        now=LATER,
    )
    refused(
        "meeting_adopted",
        actions.resolve,
        item=item(meeting),
        kind="noted",
        text="ก",
        by=world.coordinator,
        now=LATER,
    )


def test_who_is_invited_writes_nothing(world: World, meeting: Meeting) -> None:
    typed = {"verb": "write", "item": item(meeting).pk, "minutes": "ก", "seen": "1"}
    assert signed_in(world.recorder).post(page_of(meeting), typed).status_code == 404
    assert item(meeting).minutes == ""


@pytest.mark.pdf
def test_the_papers_say_what_was_said(world: World, meeting: Meeting) -> None:
    import pypdfium2  # noqa: PLC0415 - as the tests of papers do

    write_all(world, meeting)
    actions.sign_in(meeting=meeting, by=world.recorder, now=LATER)
    actions.resolve(
        item=item(meeting, 4), kind="assigned", text="ส่งแผน", agency=world.statistics, due_on=date(2024, 10, 31),
        by=world.coordinator, now=LATER,
    )  # fmt: skip
    client = signed_in(world.coordinator)
    drawn = pypdfium2.PdfDocument(client.get(reverse("meetings:minutes_pdf", args=[meeting.pk])).content)
    on_paper = "".join("".join(page.get_textpage().get_text_range().split()) for page in drawn).replace(
        "ํา", "ำ"
    )
    word = Document(BytesIO(client.get(reverse("meetings:minutes_docx", args=[meeting.pk])).content))
    in_word = "".join("".join(one.text.split()) for one in word.paragraphs)
    for text in (on_paper, in_word):
        for said in ("(ร่าง)", "ระเบียบวาระที่๔", "ที่ประชุมรับฟังวาระ๑", "มติที่ประชุม", "ส่งแผน", "๓๑ตุลาคม๒๕๖๗"):
            assert said in text
    assert "recorder" in on_paper
    assert "สำนักงานสถิติจังหวัดปทุมธานี" in on_paper  # invited, and did not come


# ── what is assigned ────────────────────────────────────────────────────────
def assigned(world: World, meeting: Meeting) -> Resolution:
    return actions.resolve(
        item=item(meeting, 4), kind="assigned", text="ส่งแผนปฏิบัติการ", agency=world.statistics,
        due_on=DAY + timedelta(days=20), by=world.coordinator, now=LATER,
    )  # fmt: skip


def test_an_assignment_is_a_task_of_the_agency_until_it_is_done(world: World, meeting: Meeting) -> None:
    made = assigned(world, meeting)
    told = Notice.objects.filter(key=f"resolution:{made.pk}")
    assert {one.person for one in told} == {world.statistician, world.statistics_approver}
    assert list(tasks_of(duties_of(world.statistician, DAY))) == [made]
    own, client = reverse("meetings:task", args=[made.pk]), signed_in(world.statistician)
    for other in (world.recorder, world.coordinator, world.stranger):
        assert signed_in(other).get(own).status_code == 404
    assert client.post(own, {"note": " "}).status_code == 422
    assert client.post(own, {"note": "ส่งแล้วทางหนังสือ"}).status_code == 302
    assert client.post(own, {"note": "อีกครั้ง"}).status_code == 409
    assert not tasks_of(duties_of(world.statistician, DAY)).exists()
    assert not told.filter(read_at=None).exists()
    assert Notice.objects.filter(person=world.coordinator, key=f"resolution:{made.pk}:done").exists()


def test_a_resolution_is_taken_back_while_nothing_came_of_it(world: World, meeting: Meeting) -> None:
    made = assigned(world, meeting)
    client, typed = signed_in(world.coordinator), {"verb": "take_back", "resolution": made.pk}
    assert client.post(page_of(meeting), typed).status_code == 302
    assert not Resolution.objects.exists()
    made = assigned(world, meeting)
    actions.report_done(resolution=made, note="แล้ว", by=world.statistician, now=LATER)
    assert client.post(page_of(meeting), typed | {"resolution": made.pk}).status_code == 409


def test_the_form_of_a_resolution_keeps_what_was_typed(world: World, meeting: Meeting) -> None:
    client, one = signed_in(world.coordinator), item(meeting)
    typed = {"verb": "resolve", "item": one.pk, "kind": "assigned", "text": "ส่งแผนปฏิบัติการ"}
    response = client.post(page_of(meeting), typed)
    assert response.status_code == 409
    assert "ส่งแผนปฏิบัติการ" in response.content.decode()
    full = typed | {"agency": world.statistics.pk, "due_on": "31 ต.ค. 2567"}
    assert client.post(page_of(meeting), full).status_code == 302
    assert Resolution.objects.get().due_on == date(2024, 10, 31)


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "noted"}, {"agency": None}, {"text": ""}, {"kind": "other"}, {"done_at": NOW}],
)
def test_the_database_keeps_resolutions_sound(world: World, meeting: Meeting, wrong: dict[str, Any]) -> None:
    made = assigned(world, meeting)
    with pytest.raises(IntegrityError), transaction.atomic():
        Resolution.objects.filter(pk=made.pk).update(**wrong)


def test_the_page_asks_as_much_for_three_resolutions_as_for_one(world: World, meeting: Meeting) -> None:
    client, counts = signed_in(world.coordinator), []
    assigned(world, meeting)
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page_of(meeting)).status_code == 200
        counts.append(len(asked))
        assigned(world, meeting)
        assigned(world, meeting)
    assert counts[0] == counts[1]


# ── what becomes the framework's ────────────────────────────────────────────
@pytest.fixture
def before_committee(_later: Any) -> tuple[World, Meeting, Resolution]:
    """A province's proposal lies before the committee, whose meeting is held and approves it."""
    world = make_world()
    submitted(world)
    made = invited(world)
    _later.move_to(LATER)
    actions.hold_meeting(meeting=made, by=world.evaluator, now=LATER)
    resolution = actions.resolve(
        item=item(made, 4), kind="approved", text="เห็นชอบตามที่จังหวัดเสนอ", by=world.evaluator, now=LATER
    )
    return world, made, resolution


def test_a_resolution_becomes_the_decision_about_proposed_kpis(
    before_committee: tuple[World, Meeting, Resolution],
) -> None:
    world, made, resolution = before_committee
    own = reverse("meetings:decide", args=[made.pk, resolution.pk])
    assert signed_in(world.coordinator).get(own).status_code == 404  # the committee's secretary records it
    wanted = ProposalItem.objects.filter(parent=None).order_by("pk")[:1]
    client = signed_in(world.evaluator)
    assert client.post(own, {"items": [], "outcome": "accepted"}).status_code == 422
    typed = {"items": [one.pk for one in wanted], "outcome": "accepted", "reason": ""}
    assert client.post(own, typed).status_code == 302
    decision = Decision.objects.get(item=wanted[0])
    assert (decision.outcome, decision.meeting.number, decision.meeting.held_on) == (
        "accepted",
        "1/2567",
        DAY,
    )
    assert list(resolution.decisions.all()) == [decision]
    made.refresh_from_db()
    assert made.committee == CommitteeMeeting.objects.get()
    assert wanted[0].name in client.get(page_of(made)).content.decode()


def test_what_decided_something_is_not_taken_back(
    before_committee: tuple[World, Meeting, Resolution],
) -> None:
    world, _made, resolution = before_committee
    items = list(ProposalItem.objects.filter(parent=None)[:1])
    said = {"items": items, "reason": "", "by": world.evaluator, "now": LATER}
    actions.decide_by_resolution(resolution=resolution, outcome="accepted", **said)
    refused(
        "resolution_in_use",
        actions.take_back_resolution,
        resolution=resolution,
        by=world.evaluator,
        now=LATER,
    )


def test_only_an_approving_resolution_decides(before_committee: tuple[World, Meeting, Resolution]) -> None:
    world, made, _resolution = before_committee
    noted = actions.resolve(item=item(made, 3), kind="noted", text="รับทราบ", by=world.evaluator, now=LATER)
    items = list(ProposalItem.objects.filter(parent=None)[:1])
    refused(
        "resolution_not_approving", actions.decide_by_resolution, resolution=noted, items=items, outcome="accepted",
        reason="", by=world.evaluator, now=LATER,
    )  # fmt: skip


def test_a_meeting_without_a_committee_number_says_so(
    before_committee: tuple[World, Meeting, Resolution],
) -> None:
    world, made, resolution = before_committee
    Meeting.objects.filter(pk=made.pk).update(number="")
    items = list(ProposalItem.objects.filter(parent=None)[:1])
    refused(
        "meeting_number", actions.decide_by_resolution, resolution=resolution, items=items, outcome="accepted",
        reason="", by=world.evaluator, now=LATER,
    )  # fmt: skip
    assert not Decision.objects.exists()
