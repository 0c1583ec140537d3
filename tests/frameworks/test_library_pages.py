"""The library: who keeps it, finding in it, loading it twice, two people on one entry, what its list costs."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from samrit.frameworks.models import Indicator, LibraryKpi
from samrit.frameworks.reading import library_entries
from tests.frameworks.browsing import queries, signed_in
from tests.world import World

pytestmark = pytest.mark.django_db
LIST = reverse("frameworks:library")
ENTRY = {
    "code": "J-09",
    "name": "ชื่อใหม่",
    "category": "joint",
    "direction": "up",
    "interpolate": "linear",
    "active": "on",
}


def test_loading_twice_changes_nothing_and_ties_what_is_known(world: World) -> None:
    call_command("library", stdout=StringIO())
    assert LibraryKpi.objects.count() == len(library_entries())
    tied = set(Indicator.objects.values_list("library_kpi__code", flat=True))
    assert {"J-02", "J-04", "D-03"} <= tied
    LibraryKpi.objects.filter(code="J-02").update(definition="แก้แล้ว")
    call_command("library", stdout=StringIO())
    assert LibraryKpi.objects.count() == len(library_entries())
    assert LibraryKpi.objects.get(code="J-02").definition == "แก้แล้ว"


def test_the_central_office_keeps_it_and_everybody_reads(world: World) -> None:
    new = reverse("frameworks:library_new")
    for user in (world.coordinator, world.recorder):
        client = signed_in(user)
        assert (client.get(LIST).status_code, client.post(new, ENTRY).status_code) == (200, 404)
    evaluator = signed_in(world.evaluator)
    assert evaluator.post(new, ENTRY).status_code == 302
    assert evaluator.post(new, ENTRY).status_code == 422  # a double click: the code is taken
    assert LibraryKpi.objects.count() == 1


def test_the_second_of_two_who_change_an_entry_is_told(world: World) -> None:
    entry = LibraryKpi.objects.create(code="J-09", name="เดิม", category="joint")
    edit, client = reverse("frameworks:library_edit", args=[entry.pk]), signed_in(world.evaluator)
    assert client.post(edit, {**ENTRY, "seen": "1"}).status_code == 302
    late = client.post(edit, {**ENTRY, "name": "ช้าไป", "seen": "1"})
    assert (late.status_code, "ช้าไป" in late.content.decode()) == (409, True)
    entry.refresh_from_db()
    assert (entry.name, entry.version) == ("ชื่อใหม่", 2)


def test_nothing_one_and_ten_thousand_entries(world: World) -> None:
    client = signed_in(world.coordinator)
    assert "คลังยังว่าง" in client.get(LIST).content.decode()
    LibraryKpi.objects.create(code="A", name="หนึ่ง", category="joint")
    one = queries(client, LIST)
    LibraryKpi.objects.bulk_create(
        LibraryKpi(code=f"B{place}", name=f"ตัวชี้วัด {place}", category="joint") for place in range(10_000)
    )
    assert queries(client, LIST) == one
    found = client.get(LIST, {"q": "ตัวชี้วัด 9999", "category": "joint", "status": "active"}).context["page"]
    assert [entry.code for entry in found] == ["B9999"]
    assert client.get(LIST, {"status": "inactive"}).context["page"].paginator.count == 0
