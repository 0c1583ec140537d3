"""The daily digest: on which days, to whom, with what; the clock stands one second before and after each boundary.

The world's window is moved so that it closes on 20 October 2567, 16.30 น.; digests come at 08.00.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samrit.dashboards.digests import people_due, rounds_of_the_day
from samrit.dashboards.tasks import compose_due
from samrit.frameworks.models import Round
from samrit.notices.actions import tell
from samrit.notices.contents import Letter
from samrit.notices.models import Delivery, Digest, Notice, Preference
from samrit.people.models import Agency, Membership, Role, User
from samrit.reports.actions import approve_result, return_result, submit_result
from samrit.rules.wording import say
from samrit.ui.wording import in_words
from tests.world import DAY, NOW, World, approve, make_world, person, save

pytestmark = pytest.mark.django_db
OPENS = datetime(2024, 10, 1, 1, 30, tzinfo=UTC)  # 1 Oct, 08.30 น.
CLOSES = datetime(2024, 10, 20, 9, 30, tzinfo=UTC)  # 20 Oct, 16.30 น.


def at(day: int, hour: int = 8, minute: int = 0, second: int = 0) -> datetime:
    """October 2567, Bangkok's hours."""
    return datetime(2024, 10, day, hour, minute, second, tzinfo=UTC) - timedelta(hours=7)


@pytest.fixture
def world() -> World:
    made = make_world()
    Round.objects.update(opens_at=OPENS, closes_at=CLOSES)
    Notice.objects.update(read_at=NOW)  # the framework's publication is old news here
    return made


def written_to(moment: datetime) -> set[str]:
    """Who got a digest at this moment."""
    with time_machine.travel(moment, tick=False):
        compose_due()
        return {digest.person.name for digest in Digest.objects.filter(composed_at=moment) if digest.contents}


def letter_of(user: User) -> Letter:
    digest = Digest.objects.exclude(contents={}).filter(person=user).latest("day")
    return Letter.from_data(digest.contents)


def said_to(user: User) -> str:
    letter = letter_of(user)
    lines = [in_words(line.text) for section in letter.sections for line in section.lines]
    return "\n".join([in_words(letter.subject), *(in_words(one.heading) for one in letter.sections), *lines])


# ── on which days ───────────────────────────────────────────────────────────
RECORDERS = {"recorder", "colleague", "statistician"}


@pytest.mark.parametrize("day", [13, 17, 19])
def test_seven_three_and_one_days_before(world: World, day: int) -> None:
    assert written_to(at(day, 7, 59, 59)) == set()
    expected = RECORDERS | ({"approver", "statistics-approver", "coordinator"} if day == 19 else set())
    assert written_to(at(day)) == expected
    assert written_to(at(day, 12)) == set()


@pytest.mark.parametrize("day", [12, 14, 16, 18, 20])
def test_other_days_are_quiet(world: World, day: int) -> None:
    assert written_to(at(day)) == set()


def test_at_the_very_opening(world: World) -> None:
    assert written_to(at(1, 8, 29, 59)) == set()
    everybody = RECORDERS | {"approver", "statistics-approver", "coordinator"}
    assert written_to(at(1, 8, 30)) == everybody
    assert in_words(letter_of(world.recorder).subject) == "เปิดรับรายงานแล้ว – รอคุณ 2 เรื่อง"
    assert "จังหวัดปทุมธานี ปีงบประมาณ 2567 รอบ 12 เดือน" in said_to(world.recorder)


def test_late_on_the_day_after_and_then_up_the_line(world: World) -> None:
    assert written_to(at(20, 16, 30)) == set()
    assert written_to(at(21)) == RECORDERS | {"approver", "statistics-approver", "coordinator"}
    assert in_words(letter_of(world.recorder).subject) == "เลยกำหนดรายงานแล้ว 2 เรื่อง"
    assert written_to(at(22)) == {"approver", "statistics-approver", "colleague"}
    assert written_to(at(23)) == {"coordinator"}
    assert written_to(at(24)) == set()


def test_quiet_when_nothing_awaits(world: World) -> None:
    for number in ("1-1", "1-2"):
        approve(world, number, "1200")
    assert written_to(at(19)) == {"statistician", "statistics-approver", "coordinator"}
    assert Digest.objects.get(person=world.recorder).contents == {}


def test_a_person_with_several_roles_gets_one(world: World) -> None:
    Membership.objects.create(
        user=world.recorder, agency=world.statistics, role=Role.APPROVER, starts_on=DAY - timedelta(days=9)
    )
    written_to(at(19))
    assert Digest.objects.filter(person=world.recorder).count() == 1
    assert Delivery.objects.filter(person=world.recorder).count() == 1


def test_a_stopped_round_is_no_occasion(world: World) -> None:
    Round.objects.update(state="waived", state_reason="อุทกภัย", state_resolution="มติ ก.พ.ร. 3/2567")
    assert written_to(at(19)) == set()


# ── when ────────────────────────────────────────────────────────────────────
def test_everybody_chooses_their_hour(world: World) -> None:
    Preference.objects.create(person=world.recorder, digest_hour=17)
    assert "recorder" not in written_to(at(19, 16, 59, 59))
    assert "recorder" in written_to(at(19, 17))


@pytest.mark.parametrize(
    ("start", "end", "hour", "written"),
    [(20, 7, 19, True), (20, 7, 20, False), (9, 12, 11, False), (9, 12, 12, True), (None, None, 23, True)],
)
def test_a_late_start_keeps_quiet_hours(
    world: World, start: int | None, end: int | None, hour: int, written: object
) -> None:
    """The worker was down when the digest's hour came."""
    Preference.objects.create(person=world.recorder, quiet_from=start, quiet_until=end)
    assert ("recorder" in written_to(at(19, hour))) == written


def test_usual_quiet_hours_hold_for_those_who_chose_nothing(world: World) -> None:
    assert written_to(at(19, 20)) == set()
    assert Digest.objects.count() == 0


# ── what ────────────────────────────────────────────────────────────────────
def test_what_happened_sends_a_digest_of_what_awaits_now(world: World) -> None:
    for number, value in (("1-1", "1200"), ("1-2", "21")):
        save(world, number, value)
        submit_result(item=world.item(number, world.recorder), by=world.recorder, now=at(10, 14))
    assert written_to(at(11)) == {"approver", "colleague"}
    said = said_to(world.approver)
    assert "รอคุณดำเนินการ 2 เรื่อง" in said
    assert "ตรวจและอนุมัติ: 1-1 รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน (OTOP)" in said
    assert "1200" not in said
    assert written_to(at(12)) == set()


def test_what_was_settled_meanwhile_is_not_spoken_of(world: World) -> None:
    save(world, "1-1", "1200")
    submit_result(item=world.item("1-1", world.recorder), by=world.recorder, now=at(10, 14))
    approve_result(item=world.item("1-1", world.approver), by=world.approver, now=at(10, 15))
    assert written_to(at(11)) == set()


def test_a_return_names_the_title_and_not_the_reason(world: World) -> None:
    save(world, "1-1", "1200")
    submit_result(item=world.item("1-1", world.recorder), by=world.recorder, now=at(10, 14))
    return_result(
        item=world.item("1-1", world.approver), reason="ความลับของเอกสาร", by=world.approver, now=at(10, 15)
    )
    assert "recorder" in written_to(at(11))
    assert "แก้ไขตามที่ส่งกลับ: 1-1" in said_to(world.recorder)
    kept = list(Notice.objects.values_list("subject", "text")) + list(Digest.objects.values_list("contents"))
    assert "ความลับ" not in str(kept)


def test_news_is_told_without_any_task(world: World) -> None:
    tell(
        to=[world.evaluator],
        kind="news",
        subject=say("n", "คู่มือฉบับใหม่"),
        url="/",
        key="n",
        by=None,
        now=at(10, 9),
    )
    assert written_to(at(11)) == {"evaluator"}
    assert "คู่มือฉบับใหม่" in said_to(world.evaluator)
    assert Notice.objects.get(kind="news").digest is not None


@pytest.mark.parametrize(("hours", "written"), [(71, True), (72, False)])
def test_old_news_stays_in_the_inbox(world: World, hours: int, written: object) -> None:
    told = at(11) - timedelta(hours=hours)
    tell(to=[world.evaluator], kind="news", subject=say("n", "ข่าว"), url="/", key="n", by=None, now=told)
    assert (written_to(at(11)) == {"evaluator"}) == written


def test_what_was_read_is_not_mailed(world: World) -> None:
    tell(to=[world.evaluator], kind="news", subject=say("n", "ข่าว"), url="/", key="n", by=None, now=at(10, 9))
    Notice.objects.update(read_at=at(10, 10))
    assert written_to(at(11)) == set()


def test_nobody_hears_of_another_agency(world: World) -> None:
    written_to(at(19))
    assert "1-1" not in said_to(world.statistician)
    assert "1-1" not in said_to(world.statistics_approver)
    assert "2-1" not in said_to(world.recorder)
    assert not Digest.objects.filter(person=world.stranger).exists()


def test_the_coordinator_hears_by_agency(world: World) -> None:
    written_to(at(19))
    said = said_to(world.coordinator)
    assert "รอหน่วยงานส่งผลและอนุมัติ: สำนักงานพัฒนาชุมชนจังหวัดปทุมธานี" in said


def test_in_english_for_those_who_chose_it(world: World) -> None:
    Preference.objects.create(person=world.recorder, language="en")
    written_to(at(19))
    line = letter_of(world.recorder).sections[0].heading
    assert "Pathum Thani" in str(line.values)
    assert "20 Oct 2024 16:30" in str(line.values)


def test_a_digest_stands_in_the_inbox_too(world: World) -> None:
    Preference.objects.create(person=world.recorder, email=False)
    written_to(at(19))
    assert Delivery.objects.filter(person=world.recorder).count() == 0
    [notice] = Notice.objects.filter(person=world.recorder, kind="digest")
    assert in_words(notice.subject_message) == "พรุ่งนี้ปิดรับรายงาน – รอคุณ 2 เรื่อง"


def test_one_who_fails_stops_nobody_else(world: World, monkeypatch: Any, caplog: Any) -> None:
    Preference.objects.create(person=world.recorder)
    Preference.objects.filter(person=world.recorder).update(language="th")
    broken = Notice(
        person=world.recorder,
        kind="news",
        subject={"no": "message"},
        url="/",
        key="broken",
        created_at=at(18),
    )
    broken.save()
    assert written_to(at(19)) == RECORDERS - {"recorder"} | {"approver", "statistics-approver", "coordinator"}
    assert "no digest for person" in caplog.text


# ── how much ────────────────────────────────────────────────────────────────
def crowd(world: World, count: int, name: str) -> None:
    """Recorders of the province."""
    agency = Agency.objects.create(area=world.area, name=f"สำนักงาน {name}")
    people = User.objects.bulk_create(
        User(email=f"{name}{place}@example.go.th", name=f"{name}{place}") for place in range(count)
    )
    Membership.objects.bulk_create(
        Membership(user=one, agency=agency, role=Role.RECORDER, starts_on=DAY) for one in people
    )


def test_finding_takes_the_same_queries_for_ten_thousand(world: World) -> None:
    counts, found = [], []
    for many in (1, 3, 10_000):
        crowd(world, many, f"crowd{many}-")
        with CaptureQueriesContext(connection) as asked:
            found.append(len(people_due(at(19), rounds_of_the_day(at(19)))))
        counts.append(len(asked))
    assert counts == [2, 2, 2]
    assert found[2] - found[1] == 10_000


def test_a_quiet_day_takes_the_same_queries_for_ten_thousand(world: World) -> None:
    counts = []
    for many in (1, 3, 10_000):
        crowd(world, many, f"crowd{many}-")
        with CaptureQueriesContext(connection) as asked, time_machine.travel(at(18), tick=False):
            assert compose_due() == 0
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]


def test_each_digest_takes_the_same_few_queries(world: World) -> None:
    counts = []
    for place in range(3):
        person(f"late{place}", world.development, Role.RECORDER)
        with CaptureQueriesContext(connection) as asked, time_machine.travel(at(19), tick=False):
            compose_due()
        counts.append(len(asked))
    assert counts[1] == counts[2] < 40
