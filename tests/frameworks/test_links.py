"""What KPIs are derived from: who says so, never in a ring, readable both ways, with what was reached."""

import threading
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from samrit.frameworks.actions import keep_strategic_kpi, link_kpi, unlink_kpi
from samrit.frameworks.models import Indicator, Kpi, KpiLink, StrategicKpi
from samrit.people.models import Role, User
from samrit.rules.wording import RefusedError
from tests.dashboards.published import published_world
from tests.frameworks.browsing import queries, signed_in
from tests.world import NOW, World, make_world, person

pytestmark = pytest.mark.django_db


def strategic(world: World, code: str = "SK-01", year: int = 2567, by: User | None = None) -> StrategicKpi:
    return keep_strategic_kpi(
        year=year, code=code, name=f"ตัวชี้วัดระดับชาติ {code}", ministry="กระทรวงมหาดไทย", references="",
        by=by or world.evaluator, now=NOW,
    )  # fmt: skip


def link(
    world: World, child: str, parent: str | StrategicKpi, by: User | None = None, **more: Any
) -> KpiLink:
    kpi = Kpi.objects.select_related("component__edition__framework__area").get(pk=world.kpis[child].pk)
    above = parent if isinstance(parent, StrategicKpi) else None
    other = None if isinstance(parent, StrategicKpi) else world.kpis[parent].indicator
    values: dict[str, Any] = {"kind": "cascade", "note": "", **more}
    return link_kpi(kpi=kpi, strategic=above, parent=other, by=by or world.coordinator, now=NOW, **values)


def code_of(world: World, child: str, parent: str | StrategicKpi, by: User | None = None) -> str:
    with pytest.raises(RefusedError) as refused:
        link(world, child, parent, by)
    return refused.value.refusal.code


def test_a_ring_of_any_length_is_refused(world: World) -> None:
    assert code_of(world, "1-1", "1-1") == "link_ring"
    link(world, "1-2", "1-1")
    assert code_of(world, "1-1", "1-2") == "link_ring"
    link(world, "2-1", "1-2")
    assert code_of(world, "1-1", "2-1") == "link_ring"
    link(world, "2-1", "1-1")  # two ways up are no ring
    assert KpiLink.objects.count() == 3


def test_the_same_link_and_another_year_are_refused(world: World) -> None:
    here, then = strategic(world), strategic(world, year=2566)
    link(world, "1-1", here)
    assert code_of(world, "1-1", here) == "linked_already"
    assert code_of(world, "1-1", then) == "link_other_year"


def test_the_coordinator_and_the_central_office_say_it(world: World) -> None:
    above = strategic(world)
    assert code_of(world, "1-1", above, world.recorder) == "not_linking"
    assert code_of(world, "1-1", above, world.stranger) == "not_linking"
    link(world, "1-1", above)
    link(world, "1-2", above, by=world.evaluator)
    with pytest.raises(RefusedError):
        strategic(world, "SK-02", by=world.coordinator)
    with pytest.raises(RefusedError) as refused:
        strategic(world)
    assert refused.value.refusal.code == "strategic_code_taken"


def test_the_database_holds_the_rules_too(world: World) -> None:
    indicator, facts = world.kpis["1-1"].indicator, {"made_by": world.coordinator, "made_at": NOW}
    for broken in (
        {"kind": "same"},
        {"kind": "same", "parent": indicator},
        {"kind": "unknown", "parent": world.kpis["1-2"].indicator},
        {
            "kind": "same",
            "parent": world.kpis["1-2"].indicator,
            "strategic": strategic(world, f"S{indicator.pk}"),
        },
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            KpiLink.objects.create(indicator=indicator, **facts, **broken)
        StrategicKpi.objects.all().delete()


def test_parent_and_children_are_readable_both_ways(world: World) -> None:
    above = strategic(world)
    link(world, "1-1", above, kind="proxy", note="ร้อยละ 3")
    link(world, "1-2", "1-1")
    client = signed_in(world.recorder)
    first = client.get(reverse("frameworks:details", args=[world.kpis["1-1"].pk]))
    assert [(one.link.strategic, one.link.kind) for one in first.context["parents"]] == [(above, "proxy")]
    assert [one.kpi for one in first.context["children"]] == [world.kpis["1-2"]]
    second = client.get(reverse("frameworks:details", args=[world.kpis["1-2"].pk]))
    assert [one.kpi for one in second.context["parents"]] == [world.kpis["1-1"]]
    page = client.get(reverse("dashboards:strategic_kpi", args=[above.pk]))
    assert [(one.kpi, one.score) for one in page.context["derived"]] == [(world.kpis["1-1"], None)]
    assert "link_form" in first.context
    assert first.context["link_form"] is None


def test_on_the_page_links_are_made_and_taken_away(world: World) -> None:
    above, client = strategic(world), signed_in(world.coordinator)
    kpi = world.kpis["1-1"]
    address = reverse("frameworks:link", args=[kpi.pk])
    assert client.post(address, {"above": f"s{above.pk}", "kind": "same", "note": "x"}).status_code == 302
    assert (
        client.post(address, {"above": f"k{world.kpis['1-2'].indicator_id}", "kind": "cascade"}).status_code
        == 302
    )
    assert client.post(address, {"above": f"s{above.pk}", "kind": "same"}).status_code == 409
    assert client.post(address, {"above": "k999999", "kind": "same"}).status_code == 422
    assert client.post(address, {"above": "", "kind": ""}).status_code == 422
    first = KpiLink.objects.earliest("pk")
    gone = reverse("frameworks:unlink", args=[kpi.pk, first.pk])
    assert signed_in(world.recorder).post(gone).status_code == 409
    assert signed_in(world.stranger).post(gone).status_code == 404
    assert client.post(gone).status_code == 302
    assert client.post(gone).status_code == 404
    trail = client.get(reverse("frameworks:details", args=[kpi.pk])).context["events"]
    assert [one.what for one in trail] == ["เอาการถ่ายทอดตัวชี้วัดออก", "บันทึกการถ่ายทอดตัวชี้วัด", "บันทึกการถ่ายทอดตัวชี้วัด"]


def test_another_province_reads_the_published_result_and_nothing_before() -> None:
    world = published_world()
    above = strategic(world)
    link(world, "1-1", above)
    page = signed_in(world.stranger).get(reverse("dashboards:strategic_kpi", args=[above.pk]))
    (one,) = page.context["derived"]
    assert (one.readable, one.kpi, one.verification.value, one.missing) == (
        False, world.kpis["1-1"], one.verification.result.value, "",
    )  # fmt: skip
    assert one.score.score is not None
    assert reverse("frameworks:details", args=[one.kpi.pk]) not in page.content.decode()


def test_nothing_unpublished_of_another_province_is_shown(world: World) -> None:
    above = strategic(world)
    link(world, "1-1", above)
    page = signed_in(world.stranger).get(reverse("dashboards:strategic_kpi", args=[above.pk]))
    assert page.context["derived"] == []
    assert world.kpis["1-1"].name not in page.content.decode()
    nobody = User.objects.create_user("nobody@example.go.th", name="nobody")
    assert signed_in(nobody).get(reverse("dashboards:strategic")).status_code == 404


def test_lists_ask_the_same_number_of_questions(world: World) -> None:
    above, client = strategic(world), signed_in(world.evaluator)
    link(world, "1-1", above)
    pages = [
        reverse("dashboards:strategic_kpi", args=[above.pk]),
        reverse("dashboards:strategic") + "?year=2567",
    ]
    before = [queries(client, page) for page in pages]
    link(world, "1-2", above)
    link(world, "2-1", above)
    for number in range(3):
        strategic(world, f"X{number}")
    assert [queries(client, page) for page in pages] == before


def test_a_strategic_kpi_is_added_and_corrected_by_the_central_office(world: World) -> None:
    client, address = signed_in(world.evaluator), reverse("dashboards:strategic") + "?year=2567"
    form = {"code": "SK-9", "name": "รายได้ต่อหัว", "ministry": "", "references": ""}
    assert client.post(address, form).status_code == 302
    assert client.post(address, form).status_code == 422
    kpi = StrategicKpi.objects.get(code="SK-9", fiscal_year=2567)
    page = reverse("dashboards:strategic_kpi", args=[kpi.pk])
    assert client.post(page, {**form, "name": "รายได้ต่อหัวของประชากร"}).status_code == 302
    kpi.refresh_from_db()
    assert kpi.name == "รายได้ต่อหัวของประชากร"
    signed_in(world.coordinator).post(page, {**form, "name": "แอบแก้"})
    kpi.refresh_from_db()
    assert kpi.name == "รายได้ต่อหัวของประชากร"


def test_a_link_that_another_took_away_is_said(world: World) -> None:
    made = link(world, "1-1", "1-2")
    kpi = Kpi.objects.select_related("component__edition__framework__area").get(pk=world.kpis["1-1"].pk)
    unlink_kpi(link=made, kpi=kpi, by=world.coordinator, now=NOW)
    again = KpiLink(pk=made.pk or 1)
    with pytest.raises(RefusedError) as refused:
        unlink_kpi(link=again, kpi=kpi, by=world.coordinator, now=NOW)
    assert refused.value.refusal.code == "link_gone"


@pytest.mark.django_db(transaction=True)
def test_two_halves_of_a_ring_at_once_make_none() -> None:
    world = make_world()
    other = person("other", world.office, Role.COORDINATOR)
    start, told = threading.Barrier(2), []

    def half(child: str, parent: str, by: User) -> None:
        try:
            start.wait(timeout=10)
            link(world, child, parent, by)
            told.append("linked")
        except RefusedError as refused:
            told.append(refused.refusal.code)
        finally:
            connection.close()

    halves = [
        threading.Thread(target=half, args=("1-1", "1-2", world.coordinator)),
        threading.Thread(target=half, args=("1-2", "1-1", other)),
    ]
    for one in halves:
        one.start()
    for one in halves:
        one.join(timeout=30)
    assert sorted(told) == ["link_ring", "linked"]
    assert Indicator.objects.filter(links__isnull=False).count() == 1
