"""The list and the edition in force: who sees them, what they say, what they refuse."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from samrit.frameworks.actions import create_draft
from samrit.frameworks.models import Edition, Kpi, Round
from samrit.people.models import Area, Role
from samrit.rules.framework import ComponentTerms, GroupTerms, KpiTerms
from tests.frameworks.browsing import address, kpi_of, queries, signed_in
from tests.world import NOW, World, make_people, person

pytestmark = pytest.mark.django_db


# ── who sees what ───────────────────────────────────────────────────────────
def test_everybody_of_the_province_and_the_central_office_reads_the_edition_in_force(world: World) -> None:
    assert world.edition is not None
    seen = {
        user.name: signed_in(user).get(address(world.edition)).status_code
        for user in (world.recorder, world.colleague, world.statistician, world.coordinator, world.evaluator)
    }
    assert seen == dict.fromkeys(seen, 200)


def test_another_province_sees_nothing_of_it(world: World, draft: Edition) -> None:
    assert world.edition is not None
    neighbour = person("neighbour", world.elsewhere, Role.COORDINATOR)
    for user in (world.stranger, neighbour):
        client = signed_in(user)
        assert [client.get(address(edition)).status_code for edition in (world.edition, draft)] == [404, 404]
        for name in ("publish", "discard"):
            assert client.post(address(draft, name)).status_code == 404
        assert client.post(address(draft, "window", 6)).status_code == 404
        assert client.get(reverse("frameworks:list")).context["page"].paginator.count == 0


def test_a_draft_is_seen_by_those_who_prepare_it_only(world: World, draft: Edition) -> None:
    seen = {
        user.name: signed_in(user).get(address(draft)).status_code
        for user in (world.recorder, world.approver, world.coordinator, world.evaluator)
    }
    assert seen == {"recorder": 404, "approver": 404, "coordinator": 200, "evaluator": 200}


def test_nobody_is_sent_to_sign_in(world: World) -> None:
    assert world.edition is not None
    for page in (reverse("frameworks:list"), address(world.edition)):
        answer = Client().get(page)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login"))  # type: ignore[attr-defined]


def test_nobody_may_publish_or_throw_away_by_following_a_link(world: World, draft: Edition) -> None:
    client = signed_in(world.coordinator)
    assert [client.get(address(draft, name)).status_code for name in ("publish", "discard")] == [405, 405]


# ── the list ────────────────────────────────────────────────────────────────
def test_the_list_names_each_edition_with_its_state(world: World, draft: Edition) -> None:
    page = signed_in(world.coordinator).get(reverse("frameworks:list")).context["page"]
    rows = [
        (one.year, one.framework.area.name, one.number, one.status, one.kpi_count) for one in page.object_list
    ]
    assert rows == [(2567, "ปทุมธานี", 2, "draft", 3), (2567, "ปทุมธานี", 1, "published", 3)]


def test_the_list_is_filtered_by_year_province_and_state(world: World, draft: Edition) -> None:
    client = signed_in(world.evaluator)
    found = {
        query: [
            one.number for one in client.get(reverse("frameworks:list") + query).context["page"].object_list
        ]
        for query in ("?status=draft", "?year=2567&area=13", "?year=2560", "?area=20", "?status=nonsense")
    }
    assert found == {
        "?status=draft": [2],
        "?year=2567&area=13": [2, 1],
        "?year=2560": [2, 1],  # no such choice: nothing is filtered
        "?area=20": [2, 1],
        "?status=nonsense": [2, 1],
    }


def test_an_empty_list_teaches() -> None:
    world = make_people()
    coordinator = signed_in(world.coordinator).get(reverse("frameworks:list")).content.decode()
    recorder = signed_in(world.recorder).get(reverse("frameworks:list")).content.decode()
    assert "ยังไม่มีกรอบการประเมิน" in coordinator
    assert reverse("letters:read") in coordinator
    assert "เมื่อผู้ประสานงานจังหวัดประกาศใช้" in recorder
    assert reverse("letters:read") not in recorder


def frameworks_of(areas: list[Area], world: World, years: range) -> None:
    """Drafts of one KPI each, quickly."""
    one = [
        ComponentTerms(1, "ก", Decimal(100), groups=(GroupTerms(kpis=(KpiTerms("1", "ข", Decimal(100)),)),))
    ]
    for area in areas:
        for year in years:
            create_draft(area=area, year=year, components=one, by=world.evaluator, now=NOW)


def test_three_editions_cost_no_more_queries_than_one() -> None:
    world = make_people()
    areas = list(Area.objects.filter(reports=True)[:3])
    counts = []
    for area in areas:
        frameworks_of([area], world, range(2567, 2568))
        counts.append(queries(signed_in(world.evaluator), reverse("frameworks:list")))
    assert counts == [counts[0]] * 3


def test_ten_thousand_editions_are_cut_into_pages(world: World) -> None:
    assert world.edition is not None
    few = queries(signed_in(world.evaluator), reverse("frameworks:list"))
    Edition.objects.bulk_create(
        Edition(
            framework=world.edition.framework,
            number=number,
            status="superseded",
            created_by=world.evaluator,
            created_at=NOW,
            published_by=world.evaluator,
            published_at=NOW,
        )
        for number in range(2, 10_001)
    )
    client = signed_in(world.evaluator)
    page = client.get(reverse("frameworks:list") + "?page=200").context["page"]
    assert (page.paginator.count, len(page.object_list), page.number) == (10_000, 50, 200)
    assert queries(client, reverse("frameworks:list")) == few


# ── the edition in force ────────────────────────────────────────────────────
def test_the_page_shows_weights_owners_targets_and_windows(world: World) -> None:
    assert world.edition is not None
    text = signed_in(world.recorder).get(address(world.edition)).content.decode()
    for words in ("รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน (OTOP)", "สำนักงานสถิติจังหวัดปทุมธานี", "1,256.27", "ปิดรับอีก 2 วัน"):
        assert words in text


def test_a_recorder_gets_no_form_to_change_anything(world: World) -> None:
    assert world.edition is not None
    answer = signed_in(world.recorder).get(address(world.edition))
    assert reverse("frameworks:window", args=[world.edition.pk, 12]) not in answer.content.decode()
    assert [one.refusal.code for one in answer.context["rounds"]] == ["not_preparing", "window_is_set"]


def without_targets(world: World) -> Kpi:
    """A published KPI that was published without targets."""
    kpi = world.kpis["1-2"]
    kpi.basic = kpi.standard = kpi.advanced = None
    kpi.save()
    return kpi


TARGETS = {"direction": "down", "unit": "มคก./ลบ.ม.", "basic": "๒๕", "standard": "22", "advanced": "20"}


def targets_of(kpi: Kpi, **changed: str) -> dict[str, str]:
    return {f"targets-{kpi.pk}-{name}": value for name, value in (TARGETS | changed).items()}


def test_missing_targets_are_warned_about_and_can_be_given(world: World) -> None:
    assert world.edition is not None
    kpi = without_targets(world)
    client = signed_in(world.coordinator)
    assert client.get(address(world.edition)).context["missing_targets"] == 1
    answer = client.post(address(world.edition, "targets", kpi.pk), targets_of(kpi))
    assert (answer.status_code, answer.url) == (302, f"{address(world.edition)}#kpi-{kpi.pk}")  # type: ignore[attr-defined]
    kpi.refresh_from_db()
    assert kpi.levels == (Decimal(25), Decimal(22), Decimal(20))


def test_targets_in_the_wrong_order_are_refused_and_stay_typed(world: World) -> None:
    assert world.edition is not None
    kpi = without_targets(world)
    answer = signed_in(world.coordinator).post(
        address(world.edition, "targets", kpi.pk), targets_of(kpi, direction="up")
    )
    assert answer.status_code == 422
    assert "เป้าหมายต้องเรียงจากน้อยไปมาก" in answer.content.decode()
    assert 'value="๒๕"' in answer.content.decode()
    kpi.refresh_from_db()
    assert kpi.levels is None


def test_a_recorder_cannot_give_targets(world: World) -> None:
    assert world.edition is not None
    kpi = without_targets(world)
    answer = signed_in(world.recorder).post(address(world.edition, "targets", kpi.pk), targets_of(kpi))
    kpi.refresh_from_db()
    assert (answer.status_code, kpi.levels) == (409, None)


def test_targets_of_another_edition_are_not_found(world: World, draft: Edition) -> None:
    assert world.edition is not None
    kpi = kpi_of(draft, 1, "2")
    answer = signed_in(world.coordinator).post(address(world.edition, "targets", kpi.pk), targets_of(kpi))
    assert answer.status_code == 404


# ── windows ─────────────────────────────────────────────────────────────────
def window(months: int, opens: str, closes: str, reason: str = "") -> dict[str, str]:
    return {
        f"window-{months}-opens_at": opens,
        f"window-{months}-closes_at": closes,
        f"window-{months}-reason": reason,
    }


def test_the_coordinator_sets_a_window_that_is_not_set(world: World) -> None:
    assert world.edition is not None
    answer = signed_in(world.coordinator).post(
        address(world.edition, "window", 6), window(6, "2024-03-25T00:00", "2024-04-11T16:30")
    )
    assert answer.status_code == 302
    moment = Round.objects.get(area=world.area, months=6).closes_at
    assert moment.isoformat() == "2024-04-11T09:30:00+00:00"


def test_the_coordinator_cannot_move_a_window(world: World) -> None:
    assert world.edition is not None
    assert world.round is not None
    answer = signed_in(world.coordinator).post(
        address(world.edition, "window", 12), window(12, "2024-10-01T00:00", "2024-12-01T00:00", "ขอขยาย")
    )
    assert (answer.status_code, Round.objects.get(pk=world.round.pk).closes_at) == (
        409,
        world.round.closes_at,
    )
    assert "เปลี่ยนได้เฉพาะสำนักงาน ก.พ.ร." in answer.content.decode()


def test_the_central_office_moves_a_window_with_a_reason(world: World) -> None:
    assert world.edition is not None
    assert world.round is not None
    client = signed_in(world.evaluator)
    silent = client.post(
        address(world.edition, "window", 12), window(12, "2024-10-01T00:00", "2024-12-01T00:00")
    )
    assert (silent.status_code, Round.objects.get(pk=world.round.pk).closes_at) == (
        422,
        NOW + timedelta(days=2),
    )
    backwards = client.post(
        address(world.edition, "window", 12), window(12, "2024-12-01T00:00", "2024-10-01T00:00", "น้ำท่วม")
    )
    assert (backwards.status_code, "เวลาปิดต้องอยู่หลังเวลาเปิด" in backwards.content.decode()) == (409, True)
    moved = client.post(
        address(world.edition, "window", 12), window(12, "2024-10-01T00:00", "2024-12-01T00:00", "น้ำท่วม")
    )
    assert moved.status_code == 302
    assert Round.objects.get(pk=world.round.pk).closes_at.isoformat() == "2024-11-30T17:00:00+00:00"
    assert "น้ำท่วม" in client.get(address(world.edition)).content.decode()
