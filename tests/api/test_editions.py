"""What is public, as data: from its second on, until its withdrawal; with its editions and the mark of an appeal."""

from datetime import timedelta

import pytest
from time_machine import travel

from samrit.frameworks.models import Kpi
from tests.api.calling import Program
from tests.api.test_boards import read
from tests.dashboards.portal import EMBARGO, SECOND, another_edition, appeal, embargoed_world, withdraw
from tests.dashboards.published import published_world
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def test_a_result_begins_with_its_second_and_ends_with_its_withdrawal() -> None:
    world, anybody = embargoed_world(), Program(None)
    lists = ("/results", "/results/figures", "/results/search?q=ปทุมธานี")
    places = (
        "/results/2567/13", "/results/2567/13/editions", "/results/2567/13/editions/12-1", "/results/standings?year=2567",
        "/results/boards/2567/country", f"/results/boards/2567/agencies/{world.development.pk}",
    )  # fmt: skip
    with travel(EMBARGO - SECOND, tick=False):
        assert [anybody.call("get", path).status_code for path in places] == [404] * len(places)
        assert [read(anybody, path)["items"] for path in lists] == [[], [], []]
        assert read(anybody, "/results/years") == []
        stamp = read(anybody, "/results/stamp")
    with travel(EMBARGO, tick=False):
        assert [anybody.call("get", path).status_code for path in places] == [200] * len(places)
        assert all(read(anybody, path)["items"] for path in lists)
        assert read(anybody, "/results/stamp") != stamp
        edition = read(anybody, "/results/2567/13/editions/12-1")
        assert edition["result"] == read(anybody, "/results/2567/13")
        assert edition["result"]["total"] == "79.375"
    withdraw(world, EMBARGO + SECOND, "ตัวเลขคลาดเคลื่อน")
    with travel(EMBARGO + SECOND, tick=False):
        gone = [path for path in places if "editions" not in path]
        assert [anybody.call("get", path).status_code for path in gone] == [404] * len(gone)
        assert [read(anybody, path)["items"] for path in lists] == [[], [], []]
        edition = read(anybody, "/results/2567/13/editions/12-1")
        assert (edition["stands"], edition["withdrawn_reason"], edition["result"]) == (
            False,
            "ตัวเลขคลาดเคลื่อน",
            None,
        )


def test_another_edition_says_what_it_changed_and_an_appeal_is_marked() -> None:
    world, anybody = published_world(), Program(None)
    another_edition(world, LATER)
    with travel(LATER, tick=False):
        editions = read(anybody, "/results/2567/13/editions")
        assert [(one["name"], one["stands"], one["shown"]) for one in editions] == [
            ("12-2", True, True), ("12-1", False, False),
        ]  # fmt: skip
        second = read(anybody, "/results/2567/13/editions/12-2")
        assert (second["reason"], second["changes"]) == (
            "แก้ตัวเลขตามต้นทาง",
            [],
        )  # the first shows no figure any more
        assert read(anybody, "/results/2567/13/editions/12-1")["result"] is None
        _marked(world, anybody)
        name = world.kpis["1-1"].name
        Kpi.objects.filter(pk=world.kpis["1-1"].pk).update(name="ชื่อใหม่")
        kept = read(anybody, "/results/2567/13/editions/12-2")["result"]["components"][0]["kpis"][0]
        assert kept["name"] == name  # as it was published


def _marked(world: World, anybody: Program) -> None:
    assert not read(anybody, "/results/2567/13")["under_appeal"]
    appeal(world)
    for path in ("/results/2567/13", "/results/standings?year=2567"):
        answer = read(anybody, path)
        assert (answer if isinstance(answer, dict) else answer[0])["under_appeal"]
    of_kpis = read(anybody, "/results/2567/13")["components"][0]["kpis"]
    assert of_kpis[1]["value"] == "21"
    assert (
        of_kpis[1]["targets"] == {"basic": "20", "standard": "21", "advanced": "22"} or of_kpis[1]["targets"]
    )
    assert of_kpis[1]["inputs"][0]["value"] == "21"
