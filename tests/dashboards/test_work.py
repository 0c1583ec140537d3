"""งานของฉัน: everyone sees what awaits them and nobody else's; counters equal the lists; queries do not grow."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from samrit.dashboards.queries.work import nearest_round, work_of
from samrit.frameworks.models import FiscalYear, Indicator, Kpi, KpiOwner, Round
from samrit.letters.models import Finding, Intake
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.reports.actions import return_result, submit_result
from samrit.reports.models import Result
from samrit.scores.actions import compute_score, confirm_score, publish_score, verify_result
from samrit.scores.models import ScoreState, Verification
from tests import world
from tests.dashboards.published import verify_all
from tests.world import DAY, NOW, World

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=370)


@pytest.fixture
def made() -> World:
    return world.make_world()


def tasks(user: User, part: str, now: datetime = NOW) -> list[tuple[str, str]]:
    """(kind, number or name) of one list."""
    work = work_of(duties_of(user, DAY), now=now)
    return [(task.kind, task.number or task.name) for task in getattr(work, part)]


def test_a_recorder_starts_with_everything_of_the_own_agency(made: World) -> None:
    assert tasks(made.recorder, "todo") == [("record", "1-1"), ("record", "1-2")]
    assert tasks(made.recorder, "waiting") == []
    assert tasks(made.recorder, "late") == []


def test_what_was_submitted_waits_for_the_approver(made: World) -> None:
    world.save(made, "1-1", "1200")
    submit_result(item=made.item("1-1", made.recorder), by=made.recorder, now=NOW)
    assert tasks(made.recorder, "todo") == [("record", "1-2")]
    assert tasks(made.recorder, "waiting") == [("await_approval", "1-1")]
    assert tasks(made.approver, "todo") == [("approve", "1-1")]
    assert tasks(made.approver, "waiting") == [("await_record", "1-2")]


def test_a_returned_result_comes_back_with_its_reason(made: World) -> None:
    world.save(made, "1-1", "1200")
    submit_result(item=made.item("1-1", made.recorder), by=made.recorder, now=NOW)
    return_result(item=made.item("1-1", made.approver), reason="แนบตารางรายเดือน", by=made.approver, now=NOW)
    work = work_of(duties_of(made.recorder, DAY), now=NOW)
    assert [(task.kind, task.reason) for task in work.todo] == [("revise", "แนบตารางรายเดือน"), ("record", "")]


def test_own_work_waits_for_another_approver(made: World) -> None:
    """The colleague is recorder and approver: what they typed is not theirs to approve."""
    made.recorder = made.colleague
    world.save(made, "1-1", "1200")
    submit_result(item=made.item("1-1", made.colleague), by=made.colleague, now=NOW)
    assert tasks(made.colleague, "waiting") == [("await_approval", "1-1")]
    assert tasks(made.approver, "todo") == [("approve", "1-1")]


def test_after_closing_what_is_not_approved_is_late(made: World) -> None:
    world.approve(made, "1-1", "1200")
    closed = NOW + timedelta(days=2)
    assert tasks(made.recorder, "todo", closed) == []
    assert tasks(made.recorder, "late", closed) == [("await_record", "1-2")]
    assert tasks(made.recorder, "waiting", closed) == [("await_filing", "1-1")]
    assert tasks(made.coordinator, "late", closed) == [("not_filed", "")]
    assert tasks(made.evaluator, "late", closed) == [("not_filed", "")]


def test_the_last_second_before_closing_is_still_open(made: World) -> None:
    assert tasks(made.recorder, "late", NOW + timedelta(days=2, seconds=-1)) == []


def test_before_opening_nothing_is_to_do_but_the_round_is_announced(made: World) -> None:
    early = NOW - timedelta(days=10)
    work = work_of(duties_of(made.recorder, DAY), now=early)
    assert (work.todo, work.waiting, work.late) == ([], [], [])
    assert work.upcoming == [made.round]


def test_the_coordinator_sees_who_is_missing_then_that_all_is_ready(made: World) -> None:
    work = work_of(duties_of(made.coordinator, DAY), now=NOW)
    assert [(task.kind, task.name, task.count) for task in work.waiting] == [
        ("await_agency", "สำนักงานพัฒนาชุมชนจังหวัดปทุมธานี", 2),
        ("await_agency", "สำนักงานสถิติจังหวัดปทุมธานี", 2),
    ]
    for number, value in (("1-1", "1176"), ("1-2", "21"), ("2-1.1", "4"), ("2-1.2", "70")):
        world.approve(made, number, value)
    work = work_of(duties_of(made.coordinator, DAY), now=NOW)
    assert [(task.kind, task.count) for task in work.todo] == [("file", 4)]
    assert work.waiting == []


def test_the_coordinator_settles_letters_of_the_own_province(made: World) -> None:
    for area, user in (("13", made.coordinator), ("20", made.evaluator)):
        intake = Intake.objects.create(
            area_id=area, name=f"หนังสือ {area}", media_type="text/plain", sha256=area * 32, text="",
            reading={}, uploaded_by=user, uploaded_at=NOW,
        )  # fmt: skip
        for position in (1, 2):
            Finding.objects.create(
                intake=intake, position=position, code="two_dates", severity="warning", wording={}
            )
    Finding.objects.filter(intake__area="13", position=1).update(
        resolved_by=made.coordinator, resolved_at=NOW
    )
    work = work_of(duties_of(made.coordinator, DAY), now=NOW)
    assert [(task.kind, task.name, task.count) for task in work.todo] == [("settle", "หนังสือ 13", 1)]


def test_the_evaluator_verifies_computes_and_publishes_in_turn(made: World) -> None:
    assert tasks(made.evaluator, "waiting") == [("await_province", "")]
    world.file_all(made)
    work = work_of(duties_of(made.evaluator, DAY), now=NOW)
    assert [(task.kind, task.count) for task in work.todo] == [("verify", 4)]
    assert tasks(made.coordinator, "waiting") == [("await_evaluation", "")]
    for number in ("1-1", "1-2", "2-1.1", "2-1.2"):
        verify_result(
            item=made.item(number), decision=Verification.Decision.ACCEPT, value=None, missing=None,
            reason="", by=made.evaluator, now=NOW,
        )  # fmt: skip
    assert tasks(made.evaluator, "todo") == [("compute", "")]
    assert made.round is not None
    compute_score(round_=made.round, by=made.evaluator, now=NOW)
    assert tasks(made.evaluator, "todo") == [("confirm_score", "")]
    confirm_score(round_=made.round, by=made.evaluator, now=NOW)
    assert tasks(made.evaluator, "todo") == [("publish_score", "")]
    publish_score(round_=made.round, by=made.evaluator, now=NOW)
    for part in ("todo", "waiting", "late"):
        assert tasks(made.evaluator, part) == []
        assert tasks(made.coordinator, part) == []
        assert tasks(made.recorder, part) == []


def test_the_newest_confirmed_score_of_the_own_province_is_on_the_first_page(made: World) -> None:
    assert standing(made.coordinator) == []
    world.file_all(made)
    assert made.round is not None
    verify_all(made, made.round)
    score = compute_score(round_=made.round, by=made.evaluator, now=NOW)
    assert standing(made.recorder) == []
    confirmed = confirm_score(round_=made.round, by=made.evaluator, now=NOW)
    older, _made = FiscalYear.objects.get_or_create(pk=2566, defaults={"rule_set": "2567"})
    round_ = Round.objects.create(
        fiscal_year=older, area=made.area, months=12, opens_at=NOW - DAYS, closes_at=NOW - timedelta(days=360)
    )
    score.pk, score.round, score.state = None, round_, ScoreState.CONFIRMED
    score.save()
    for person in (made.coordinator, made.recorder):
        assert standing(person) == [confirmed.pk]
    assert standing(made.stranger) == standing(made.evaluator) == []


def standing(user: User) -> list[int]:
    client = Client()
    client.force_login(user)
    return [score.pk for score in client.get("/").context["standing"]]


def test_a_stranger_sees_nothing(made: World) -> None:
    for part in ("todo", "waiting", "late"):
        assert tasks(made.stranger, part) == []


def test_an_own_province_is_not_evaluated(made: World) -> None:
    """Whoever works in the province does not find it among those to verify."""
    world.file_all(made)
    made.evaluator.memberships.create(agency=made.office, role="recorder", starts_on=DAY)
    assert tasks(made.evaluator, "todo") == []


# ── the page ────────────────────────────────────────────────────────────────
def now_open(made: World) -> None:
    """The page reads the clock, so the round is opened around the real moment."""
    Round.objects.update(
        opens_at=timezone.now() - timedelta(days=1), closes_at=timezone.now() + timedelta(days=2)
    )


def page(user: User | None, address: str = "/") -> str:
    client = Client()
    if user:
        client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def more_kpis(made: World, count: int) -> None:
    """``count`` further KPIs of the development agency in the edition in force."""
    pattern = made.kpis["1-1"]
    indicators = Indicator.objects.bulk_create(
        Indicator(framework=made.edition.framework) for _ in range(count)
    )
    kpis = Kpi.objects.bulk_create(
        Kpi(
            component=pattern.component, group=pattern.group, indicator=indicator, position=100 + place,
            number=str(100 + place), name=f"ตัวชี้วัดที่ {place}", weight=Decimal(1),
        )
        for place, indicator in enumerate(indicators)
    )  # fmt: skip
    KpiOwner.objects.bulk_create(KpiOwner(kpi=kpi, agency=made.development, position=1) for kpi in kpis)


def queries_of(user: User) -> int:
    client = Client()
    client.force_login(user)
    client.get("/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get("/").status_code == 200
    return len(asked)


@pytest.mark.parametrize("who", ["recorder", "approver", "coordinator", "evaluator"])
def test_queries_do_not_grow(made: World, who: str) -> None:
    now_open(made)
    more_kpis(made, 1)
    few = queries_of(getattr(made, who))
    more_kpis_from = Kpi.objects.count()
    Kpi.objects.filter(number="100").update(number="99")
    more_kpis(made, 1000)
    assert Kpi.objects.count() == more_kpis_from + 1000
    assert queries_of(getattr(made, who)) == few


def test_counters_equal_the_lists_and_long_lists_have_pages(made: World) -> None:
    now_open(made)
    more_kpis(made, 120)
    first = page(made.recorder)
    assert first.count('class="work-what"') == 20
    assert "ดูทั้งหมด 122 รายการ" in first
    assert [page(made.recorder, f"/?list=todo&page={number}").count('class="work-what"') for number in (1, 2, 3)] == [
        50, 50, 22,
    ]  # fmt: skip


def test_a_visitor_gets_a_landing_page_with_the_published_results(made: World) -> None:
    shown = page(None)
    assert reverse("account_login") in shown
    assert reverse("dashboards:performance") in shown
    assert "รอคุณดำเนินการ" not in shown


def test_somebody_without_a_role_is_told_how_to_get_one(made: World) -> None:
    nobody = User.objects.create_user("nobody@example.go.th", name="ผู้มาใหม่")
    assert "บัญชีนี้ยังไม่มีบทบาท" in page(nobody)


def test_the_page_escapes_what_people_typed(made: World) -> None:
    now_open(made)
    world_round = made.round
    assert world_round is not None
    Result.objects.create(
        indicator_id=made.kpis["1-1"].indicator_id, round=world_round, status="returned",
        return_reason="<script>alert(1)</script>",
    )  # fmt: skip
    shown = page(made.recorder)
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown


# ── the navigation ──────────────────────────────────────────────────────────
def navigation(user: User, address: str = "/") -> list[str]:
    client = Client()
    client.force_login(user)
    return [str(item.label) for item in client.get(address).context["navigation"]]


@pytest.mark.parametrize(
    ("who", "entries"),
    [
        (
            "recorder",
            [
                "งานของฉัน",
                "รายงานผล",
                "ภาพรวม",
                "กรอบตัวชี้วัด",
                "ฐานข้อมูล",
                "บัญชีข้อมูล",
                "การสำรวจ",
                "แบบประเมิน",
                "การประชุม",
                "หนังสือ",
                "ผลการประเมิน",
            ],
        ),
        (
            "approver",
            [
                "งานของฉัน",
                "รายงานผล",
                "ภาพรวม",
                "กรอบตัวชี้วัด",
                "ฐานข้อมูล",
                "บัญชีข้อมูล",
                "การสำรวจ",
                "แบบประเมิน",
                "การประชุม",
                "หนังสือ",
                "ผลการประเมิน",
            ],
        ),
        (
            "coordinator",
            [
                "งานของฉัน",
                "รายงานผล",
                "ภาพรวม",
                "กรอบตัวชี้วัด",
                "ฐานข้อมูล",
                "บัญชีข้อมูล",
                "การสำรวจ",
                "แบบประเมิน",
                "การประชุม",
                "ข้อเสนอ",
                "หนังสือ",
                "คน",
                "ผลการประเมิน",
            ],
        ),
        (
            "evaluator",
            [
                "งานของฉัน",
                "ภาพรวม",
                "ตรวจประเมิน",
                "กรอบตัวชี้วัด",
                "ฐานข้อมูล",
                "บัญชีข้อมูล",
                "การสำรวจ",
                "แบบประเมิน",
                "การประชุม",
                "ข้อเสนอ",
                "หนังสือ",
                "คน",
                "ผลการประเมิน",
            ],
        ),
        (
            "stranger",
            [
                "งานของฉัน",
                "ภาพรวม",
                "กรอบตัวชี้วัด",
                "ฐานข้อมูล",
                "บัญชีข้อมูล",
                "การสำรวจ",
                "แบบประเมิน",
                "การประชุม",
                "หนังสือ",
                "ผลการประเมิน",
            ],
        ),
    ],
)
def test_navigation_is_by_role(made: World, who: str, entries: list[str]) -> None:
    assert navigation(getattr(made, who)) == entries


def test_exactly_the_page_shown_is_marked(made: World) -> None:
    client = Client()
    client.force_login(made.coordinator)
    for address, label in (("/", "งานของฉัน"), (reverse("people:list"), "คน")):
        items = client.get(address).context["navigation"]
        assert [str(item.label) for item in items if item.active] == [label]


@pytest.mark.parametrize(
    ("months_open", "expected"),
    [({6: (-20, -10), 12: (-1, 2)}, 12), ({6: (-20, -10), 12: (5, 9)}, 12), ({6: (-20, -10), 12: (-9, -5)}, 12),
     ({6: (-1, 1), 12: (-1, 2)}, 6)],
)  # fmt: skip
def test_the_round_people_work_on(
    made: World, months_open: dict[int, tuple[int, int]], expected: int
) -> None:
    Round.objects.all().delete()
    for months, (opens, closes) in months_open.items():
        Round.objects.create(
            area=made.area, fiscal_year_id=2567, months=months,
            opens_at=NOW + timedelta(days=opens), closes_at=NOW + timedelta(days=closes),
        )  # fmt: skip
    found = nearest_round(duties_of(made.recorder, DAY), now=NOW)
    assert found is not None
    assert found.months == expected
