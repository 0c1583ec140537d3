"""The pages of the frameworks room: who sees them, what they say, what they refuse."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samrit.frameworks.actions import create_draft, publish_edition
from samrit.frameworks.models import Edition, Kpi, Round
from samrit.people.models import Area, Role, User
from samrit.rules.framework import ComponentTerms, GroupTerms, KpiTerms
from tests.world import NOW, World, make_people, make_world, person, terms

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def draft(world: World) -> Edition:
    """A revision in preparation, beside the edition in force."""
    return create_draft(
        area=world.area, year=2567, components=terms(world), by=world.coordinator, now=NOW, source="หนังสือแจ้ง"
    )


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Every page is read at NOW."""
    with time_machine.travel(NOW, tick=False):
        yield


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(edition: Edition, name: str = "edition", *more: int) -> str:
    return reverse(f"frameworks:{name}", args=[edition.pk, *more])


def typed(client: Client, page: str) -> dict[str, str | list[str]]:
    """What the browser sends from a draft's page when nothing was touched."""
    context = client.get(page).context
    data: dict[str, str | list[str]] = {"seen": str(context["seen"])}
    for form in [one.form for one in context["grid"].components] + [row.form for row in context["grid"].rows]:
        for bound in form:
            value = bound.value()
            several = [str(key) for key in value] if isinstance(value, list) else None
            data[bound.html_name] = ("" if value is None else str(value)) if several is None else several
    return data


def kpi_of(edition: Edition, component: int, number: str) -> Kpi:
    return Kpi.objects.get(component__edition=edition, component__number=component, number=number)


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
    rows = [(one.year, one.framework.area.name, one.number, one.status, one.kpi_count) for one in page.object_list]
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


def queries(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(captured)


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


# ── the draft ───────────────────────────────────────────────────────────────
def test_an_untouched_grid_changes_nothing(world: World, draft: Edition) -> None:
    client = signed_in(world.coordinator)
    answer = client.post(address(draft), typed(client, address(draft)), follow=True)
    assert "ไม่มีอะไรเปลี่ยนจากที่บันทึกไว้" in answer.content.decode()


def test_the_grid_saves_weights_names_owners_and_targets_at_once(world: World, draft: Edition) -> None:
    client = signed_in(world.coordinator)
    first, part = kpi_of(draft, 1, "1"), kpi_of(draft, 2, "1.1")
    component = draft.components.get(number=1)
    data = typed(client, address(draft)) | {
        f"component-{component.pk}-weight": "๗๑",
        f"kpi-{first.pk}-name": "รายได้ชุมชน",
        f"kpi-{first.pk}-weight": "41.0",
        f"kpi-{first.pk}-owners": [str(world.statistics.pk), str(world.development.pk), ""],
        f"kpi-{part.pk}-basic": "๑",
        f"kpi-{part.pk}-last_year": "1,234.50",
    }
    answer = client.post(address(draft), data)
    assert (answer.status_code, answer.url) == (302, address(draft))  # type: ignore[attr-defined]
    first.refresh_from_db()
    part.refresh_from_db()
    component.refresh_from_db()
    assert (component.weight, first.name, first.weight) == (Decimal(71), "รายได้ชุมชน", Decimal(41))
    assert [one.agency for one in first.ownerships.all()] == [world.statistics, world.development]
    assert (part.basic, part.last_year) == (Decimal(1), Decimal("1234.5"))


def test_what_cannot_be_saved_stays_typed_with_the_reason_beside_it(world: World, draft: Edition) -> None:
    client = signed_in(world.coordinator)
    first, second = kpi_of(draft, 1, "1"), kpi_of(draft, 1, "2")
    data = typed(client, address(draft)) | {
        f"kpi-{first.pk}-weight": "สี่สิบ",
        f"kpi-{first.pk}-name": "ชื่อใหม่ที่พิมพ์ไว้",
        f"kpi-{second.pk}-basic": "",
        f"kpi-{second.pk}-weight": "-1",
    }
    answer = client.post(address(draft), data)
    errors = {
        row.kpi.number: {name: list(found) for name, found in row.form.errors.items()}
        for row in answer.context["grid"].rows
        if row.form.errors
    }
    assert answer.status_code == 422
    assert list(errors["1"]) == ["weight"]
    assert errors["2"] == {"weight": ["น้ำหนักต้องไม่ติดลบ"], "basic": ["ใส่ให้ครบทั้งสามระดับ"]}
    text = answer.content.decode()
    for kept in ("สี่สิบ", "ชื่อใหม่ที่พิมพ์ไว้", "ยังบันทึกไม่ได้ มี 3 ช่องที่ต้องแก้"):
        assert kept in text
    assert Kpi.objects.get(pk=first.pk).name == "รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน (OTOP)"


@pytest.mark.parametrize(
    ("direction", "levels", "said"),
    [
        # less is better: the targets fall
        ("down", ("20", "22", "25"), "เป้าหมายต้องเรียงจากมากไปน้อย"),
        # more is better: the targets rise
        ("up", ("25", "22", "20"), "เป้าหมายต้องเรียงจากน้อยไปมาก"),
        # two equal levels say nothing
        ("up", ("20", "20", "25"), "เท่ากัน"),
    ],
)
def test_targets_stand_in_the_order_of_the_direction(
    world: World, draft: Edition, direction: str, levels: tuple[str, str, str], said: str
) -> None:
    client = signed_in(world.coordinator)
    kpi = kpi_of(draft, 1, "2")
    cells = dict(zip(("basic", "standard", "advanced"), levels, strict=True)) | {"direction": direction}
    data = typed(client, address(draft)) | {f"kpi-{kpi.pk}-{name}": value for name, value in cells.items()}
    answer = client.post(address(draft), data)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_two_people_at_one_draft_do_not_undo_each_other_unasked(world: World, draft: Edition) -> None:
    coordinator, evaluator = signed_in(world.coordinator), signed_in(world.evaluator)
    kpi = kpi_of(draft, 1, "1")
    older = typed(coordinator, address(draft)) | {f"kpi-{kpi.pk}-name": "ของผู้ประสานงาน"}
    newer = typed(evaluator, address(draft)) | {f"kpi-{kpi.pk}-name": "ของผู้ประเมิน"}
    assert evaluator.post(address(draft), newer).status_code == 302
    answer = coordinator.post(address(draft), older)
    kpi.refresh_from_db()
    assert (answer.status_code, kpi.name) == (409, "ของผู้ประเมิน")
    assert "ของผู้ประสานงาน" in answer.content.decode()
    again = older | {"seen": str(answer.context["seen"])}
    assert coordinator.post(address(draft), again).status_code == 302
    kpi.refresh_from_db()
    assert kpi.name == "ของผู้ประสานงาน"


def test_every_obstacle_is_listed_and_publishing_refused(world: World, draft: Edition) -> None:
    client = signed_in(world.coordinator)
    first = kpi_of(draft, 1, "1")
    component = draft.components.get(number=2)
    data = typed(client, address(draft)) | {
        f"component-{component.pk}-weight": "25",
        f"kpi-{first.pk}-owners": [],
    }
    client.post(address(draft), data)
    answer = client.get(address(draft))
    assert [(one.refusal.code, one.anchor) for one in answer.context["obstacles"]] == [
        ("kpi_without_owner", f"#kpi-{first.pk}"),
        ("kpi_weights_not_component", "#component-2"),
        ("weights_not_100", "#grid"),
    ]
    assert "ต้องได้ 25 ตอนนี้ 30" in answer.content.decode()
    assert answer.context["refusal"].code == "publishing_waits"
    refused = client.post(address(draft, "publish"))
    draft.refresh_from_db()
    assert (refused.status_code, draft.status) == (409, "draft")


def test_publishing_says_whom_it_concerns_and_what_stays(world: World, draft: Edition) -> None:
    client = signed_in(world.coordinator)
    text = client.get(address(draft)).context["publish_text"]
    assert "สำนักงานพัฒนาชุมชนจังหวัดปทุมธานี · สำนักงานสถิติจังหวัดปทุมธานี" in text
    assert "ฉบับที่ 1 ที่ใช้อยู่จะถูกแทนที่" in text
    answer = client.post(address(draft, "publish"), follow=True)
    assert answer.redirect_chain == [(address(draft), 302)]
    assert list(Edition.objects.order_by("number").values_list("number", "status")) == [
        (1, "superseded"),
        (2, "published"),
    ]


def test_a_published_edition_takes_no_more_typing(world: World, draft: Edition) -> None:
    client = signed_in(world.coordinator)
    data = typed(client, address(draft))
    publish_edition(edition=draft, by=world.evaluator, now=NOW)
    answer = client.post(address(draft), data | {"seen": "0"})
    assert answer.status_code == 409
    assert "ฉบับนี้ประกาศใช้แล้ว แก้ไขไม่ได้" in answer.content.decode()


def test_a_draft_is_thrown_away_and_the_trail_keeps_it(world: World, draft: Edition) -> None:
    answer = signed_in(world.coordinator).post(address(draft, "discard"), follow=True)
    assert answer.redirect_chain == [(reverse("frameworks:list"), 302)]
    assert not Edition.objects.filter(pk=draft.pk).exists()


def test_the_year_without_weights_asks_for_none(world: World) -> None:
    one = [
        ComponentTerms(
            2,
            "Agenda Base",
            groups=(GroupTerms(kpis=(KpiTerms("1", "ขยะ", owners=(world.development.pk,)),)),),
        )
    ]
    draft = create_draft(area=world.area, year=2562, components=one, by=world.coordinator, now=NOW)
    client = signed_in(world.coordinator)
    answer = client.get(address(draft))
    assert (answer.context["obstacles"], answer.context["weighted"]) == ([], False)
    assert client.post(address(draft, "publish")).status_code == 302


def big(world: World, kpis: int, year: int = 2566) -> Edition:
    """One component of so many KPIs, each of weight 100 ÷ kpis."""
    weight = Decimal(100) / kpis
    group = GroupTerms(
        kpis=tuple(
            KpiTerms(str(number), f"ตัวชี้วัดที่ {number}", weight, (world.development.pk,))
            for number in range(1, kpis + 1)
        )
    )
    return create_draft(
        area=world.area,
        year=year,
        components=[ComponentTerms(1, "ทั้งหมด", Decimal(100), groups=(group,))],
        by=world.evaluator,
        now=NOW,
    )


def test_a_large_framework_is_cut_into_pages_and_its_sums_are_whole(world: World) -> None:
    draft = big(world, 200)
    client = signed_in(world.coordinator)
    answer = client.get(address(draft) + "?page=4")
    assert [row.kpi.number for row in answer.context["grid"].rows] == [str(n) for n in range(151, 201)]
    assert answer.context["grid"].components[0].total == 100
    assert answer.context["obstacles"] == []
    kpi = kpi_of(draft, 1, "200")
    data = typed(client, address(draft) + "?page=4") | {f"kpi-{kpi.pk}-owners": []}
    saved = client.post(address(draft) + "?page=4", data)
    assert (saved.status_code, saved.url) == (302, address(draft) + "?page=4")  # type: ignore[attr-defined]
    assert [one.anchor for one in client.get(address(draft)).context["obstacles"]] == [
        f"?page=4#kpi-{kpi.pk}"
    ]


def test_more_kpis_cost_no_more_queries(world: World) -> None:
    client = signed_in(world.coordinator)
    few, many = big(world, 1), big(world, 60, year=2565)
    assert queries(client, address(few)) == queries(client, address(many))
    for edition in (few, many):
        publish_edition(edition=edition, by=world.evaluator, now=NOW)
    assert queries(client, address(few)) == queries(client, address(many))
