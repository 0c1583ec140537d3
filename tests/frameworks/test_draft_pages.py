"""The grid of a draft: everything saved at once, nothing typed lost, published only when complete."""

from decimal import Decimal

import pytest
from django.urls import reverse

from samrit.frameworks.actions import create_draft, publish_edition
from samrit.frameworks.models import Edition, Kpi
from samrit.rules.framework import ComponentTerms, GroupTerms, KpiTerms
from tests.frameworks.browsing import address, kpi_of, queries, signed_in, typed
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


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


def test_a_kpi_under_the_number_of_another_says_so(world: World, draft: Edition) -> None:
    client, kpi = signed_in(world.coordinator), kpi_of(draft, 1, "1")
    assert "ฉบับที่ใช้อยู่เรียกว่า" not in client.get(address(draft)).content.decode()
    Kpi.objects.filter(pk=kpi.pk).update(name="ตัวชี้วัดอื่น")
    text = client.get(address(draft)).content.decode()
    assert "ฉบับที่ใช้อยู่เรียกว่า “รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน (OTOP)”" in text


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
        ("facts_missing", "#revision"),
    ]
    assert "ต้องได้ 25 ตอนนี้ 30" in answer.content.decode()
    assert answer.context["refusal"].code == "publishing_waits"
    sent_on = client.post(address(draft, "publish"))
    draft.refresh_from_db()
    assert (sent_on.status_code, sent_on.url, draft.status) == (  # type: ignore[attr-defined]
        302,
        reverse("reports:revision", args=[draft.pk]),
        "draft",
    )


def test_publishing_a_first_edition_says_whom_it_concerns(world: World) -> None:
    draft = big(world, 1)
    client = signed_in(world.coordinator)
    text = client.get(address(draft)).context["publish_text"]
    assert text == "หน่วยงานรับผิดชอบ 1 แห่งจะเห็นตัวชี้วัดของตนทันที: สำนักงานพัฒนาชุมชนจังหวัดปทุมธานี"
    answer = client.post(address(draft, "publish"), follow=True)
    assert answer.redirect_chain == [(address(draft), 302)]
    draft.refresh_from_db()
    assert draft.status == "published"


DECIDED = {
    "status": "decided", "published_at": NOW, "effective_on": NOW.date(), "meeting": "3/2567",
    "resolved_on": NOW.date(), "resolution": "ก", "revision_reason": "ข",
}  # fmt: skip


def test_a_published_edition_takes_no_more_typing(world: World, draft: Edition) -> None:
    client = signed_in(world.coordinator)
    data = typed(client, address(draft))
    Edition.objects.filter(pk=draft.pk).update(published_by=world.coordinator, **DECIDED)
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
