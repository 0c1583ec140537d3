"""Writing the details of KPIs: versions, what binds, two people, drafts, the library, who may."""

import re
from typing import Any

import pytest
from django.db.models import ProtectedError
from django.urls import reverse

from samrit.audit.models import Event
from samrit.audit.queries import first_broken_link
from samrit.frameworks.actions import create_draft, give_to_library, write_details
from samrit.frameworks.models import Edition, Kpi, KpiTemplate, LibraryKpi
from samrit.people.models import Role, User
from samrit.rules.wording import RefusedError
from tests.frameworks.browsing import kpi_of, queries, signed_in
from tests.frameworks.details import in_every_field, write
from tests.world import NOW, World, person, terms

pytestmark = pytest.mark.django_db


def stands(kpi: Kpi) -> dict[str, Any]:
    template = Kpi.objects.select_related("template").get(pk=kpi.pk).template
    return template.contents if template else {}


# ── versions ────────────────────────────────────────────────────────────────
def test_every_change_is_another_version_that_never_changes(world: World) -> None:
    kpi = world.kpis["1-1"]
    first = write(kpi, world.coordinator, mission="หนึ่ง")
    second = write(kpi, world.coordinator, goal="สอง")
    assert first is not None
    assert second is not None
    assert second.previous == first
    assert KpiTemplate.objects.get(pk=first.pk).contents == {"mission": "หนึ่ง"}
    assert stands(kpi) == {"mission": "หนึ่ง", "goal": "สอง"}
    with pytest.raises(ValueError, match="never changed"):
        second.save()
    with pytest.raises(ProtectedError):
        second.delete()


def test_saving_what_stands_makes_no_version_and_leaves_no_trace(world: World) -> None:
    kpi = world.kpis["1-1"]
    made = write(kpi, world.coordinator, mission="หนึ่ง")
    events = Event.objects.count()
    assert write(kpi, world.coordinator) == made
    assert Event.objects.count() == events


def test_the_trail_tells_what_changed_in_words(world: World) -> None:
    kpi = world.kpis["1-1"]
    write(kpi, world.coordinator, mission="หนึ่ง", monthly={"10": {"value": "98.4"}})
    page = signed_in(world.coordinator).get(reverse("frameworks:details", args=[kpi.pk]))
    told = page.context["events"][0]
    assert told.what == "แก้ไขรายละเอียดตัวชี้วัด"
    assert [(one.label, one.before, one.after) for one in told.changes] == [
        ("พันธกิจ", None, "หนึ่ง"),
        ("ผลรายเดือน", None, "ต.ค.: 98.4"),
    ]
    assert first_broken_link() is None


def test_once_published_what_binds_stays(world: World) -> None:
    kpi = world.kpis["1-1"]
    write(kpi, world.coordinator, mission="เดิม")
    with pytest.raises(RefusedError) as refused:
        write(kpi, world.coordinator, mission="ใหม่", formula="ก ÷ ข", conditions="ไม่นับ")
    assert refused.value.refusal.code == "details_bind"
    assert "สูตรคำนวณ · เงื่อนไข" in str(refused.value)
    assert stands(kpi) == {"mission": "เดิม"}


def test_a_draft_takes_details_over_and_may_change_what_binds(world: World) -> None:
    before = write(world.kpis["1-1"], world.coordinator, mission="เดิม")
    draft = create_draft(area=world.area, year=2567, components=terms(world), by=world.coordinator, now=NOW)
    taken = kpi_of(draft, 1, "1")
    assert taken.template == before
    write(taken, world.coordinator, formula="ก ÷ ข")
    assert stands(taken) == {"mission": "เดิม", "formula": "ก ÷ ข"}
    assert stands(world.kpis["1-1"]) == {"mission": "เดิม"}
    Edition.objects.filter(pk=world.edition.pk if world.edition else 0).update(status="superseded")
    with pytest.raises(RefusedError) as refused:
        write(world.kpis["1-1"], world.coordinator, mission="x")
    assert refused.value.refusal.code == "edition_superseded"


def test_a_correction_reaches_the_draft_that_took_the_details_over(world: World) -> None:
    write(world.kpis["1-1"], world.coordinator, mission="เดิม")
    draft = create_draft(area=world.area, year=2567, components=terms(world), by=world.coordinator, now=NOW)
    write(world.kpis["1-1"], world.coordinator, mission="แก้คำผิด")
    assert stands(kpi_of(draft, 1, "1")) == {"mission": "แก้คำผิด"}
    write(kpi_of(draft, 1, "1"), world.coordinator, goal="ของร่าง")
    write(world.kpis["1-1"], world.coordinator, mission="แก้อีกครั้ง")
    assert stands(kpi_of(draft, 1, "1")) == {"mission": "แก้คำผิด", "goal": "ของร่าง"}


# ── two people ──────────────────────────────────────────────────────────────
def test_two_people_in_two_fields_lose_nothing(world: World) -> None:
    kpi = world.kpis["1-1"]
    base = write(kpi, world.coordinator, mission="เดิม")
    assert base is not None
    write(kpi, world.evaluator, goal="ของส่วนกลาง")
    write_details(kpi=kpi, contents={"mission": "ของจังหวัด"}, base=base.pk, by=world.coordinator, now=NOW)
    assert stands(kpi) == {"mission": "ของจังหวัด", "goal": "ของส่วนกลาง"}


def test_two_people_in_one_field_are_told(world: World) -> None:
    kpi = world.kpis["1-1"]
    base = write(kpi, world.coordinator, mission="เดิม")
    write(kpi, world.evaluator, mission="ของส่วนกลาง")
    client, address = signed_in(world.coordinator), reverse("frameworks:edit_details", args=[kpi.pk])
    assert base is not None
    form = typed(client, address) | {"mission": "ของจังหวัด", "goal": "เพิ่ม", "base": str(base.pk)}
    answer = client.post(address, form)
    assert answer.status_code == 409
    page = re.sub(r"\s+", " ", answer.content.decode())
    assert "ผู้อื่นบันทึกไว้ว่า</p><p>ของส่วนกลาง</p>" in page
    again = {name: value for name, value in sent_by(answer.context).items() if value}
    assert (again["mission"], again["goal"]) == ("ของจังหวัด", "เพิ่ม")
    assert client.post(address, again).status_code == 302
    assert stands(kpi) == {"mission": "ของจังหวัด", "goal": "เพิ่ม"}


# ── the form ────────────────────────────────────────────────────────────────
def sent_by(context: Any) -> dict[str, str]:
    """What the browser sends from the page when nothing was touched."""
    form = context["form"]
    values = {bound.html_name: bound.value() for bound in form if not bound.field.disabled}
    return {name: "" if value is None else str(value) for name, value in values.items()} | {
        "base": str(context["base"])
    }


def typed(client: Any, address: str) -> dict[str, str]:
    return sent_by(client.get(address).context)


def test_everything_typed_into_a_draft_comes_back(world: World, draft: Edition) -> None:
    kpi = kpi_of(draft, 1, "1")
    write(kpi, world.coordinator, **in_every_field())
    client, address = signed_in(world.coordinator), reverse("frameworks:edit_details", args=[kpi.pk])
    versions = KpiTemplate.objects.count()
    assert client.post(address, typed(client, address)).status_code == 302
    assert stands(kpi) == in_every_field()
    assert KpiTemplate.objects.count() == versions


def test_what_binds_is_not_taken_from_a_page_of_a_published_kpi(world: World) -> None:
    kpi = world.kpis["1-1"]
    client, address = signed_in(world.coordinator), reverse("frameworks:edit_details", args=[kpi.pk])
    form = typed(client, address)
    assert "formula" not in form
    assert "rounds-6-target" not in form
    assert client.post(address, form | {"mission": "ใหม่", "formula": "แอบแก้"}).status_code == 302
    assert stands(kpi) == {"mission": "ใหม่"}


def test_a_number_that_is_none_is_said_and_nothing_typed_is_lost(world: World) -> None:
    kpi = world.kpis["1-1"]
    client, address = signed_in(world.coordinator), reverse("frameworks:edit_details", args=[kpi.pk])
    answer = client.post(
        address, typed(client, address) | {"monthly-10-value": "หลายบาท", "mission": "พิมพ์ไว้"}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "หลายบาท" in page
    assert "พิมพ์ไว้" in page
    assert stands(kpi) == {}


def test_rows_are_added_without_a_script_and_without_saving(world: World) -> None:
    kpi = world.kpis["1-1"]
    client, address = signed_in(world.coordinator), reverse("frameworks:edit_details", args=[kpi.pk])
    form = typed(client, address)
    rows = [name for name in form if re.fullmatch(r"steps-\d+-step", name)]
    answer = client.post(address, form | {"steps-0-step": "ขั้นแรก", "more": "steps"})
    assert answer.status_code == 200
    more = sent_by(answer.context)
    assert len([name for name in more if re.fullmatch(r"steps-\d+-step", name)]) == len(rows) + 3
    assert more["steps-0-step"] == "ขั้นแรก"
    assert stands(kpi) == {}


def test_a_row_left_empty_is_gone(world: World) -> None:
    kpi = world.kpis["1-1"]
    write(kpi, world.coordinator, steps=[{"step": "ก"}, {"step": "ข"}])
    client, address = signed_in(world.coordinator), reverse("frameworks:edit_details", args=[kpi.pk])
    client.post(address, typed(client, address) | {"steps-0-step": ""})
    assert stands(kpi) == {"steps": [{"step": "ข"}]}


# ── the library ─────────────────────────────────────────────────────────────
def test_the_library_fills_what_is_empty_and_saves_nothing_by_itself(world: World, draft: Edition) -> None:
    kpi = kpi_of(draft, 1, "1")
    entry = LibraryKpi.objects.create(code="T-1", name="คลัง", category="functional")
    kpi.indicator.library_kpi = entry
    kpi.indicator.save()
    write(kpi, world.evaluator, mission="ของคลัง", goal="ของคลัง", monthly={"10": {"value": "1"}})
    given = give_to_library(kpi=kpi, by=world.evaluator, now=NOW)
    assert given.contents == {"mission": "ของคลัง", "goal": "ของคลัง"}
    with pytest.raises(RefusedError):
        give_to_library(kpi=kpi, by=world.coordinator, now=NOW)

    write(kpi, world.coordinator, mission="ของจังหวัด", goal="")
    address = reverse("frameworks:edit_details", args=[kpi.pk])
    filled = typed(signed_in(world.coordinator), f"{address}?fill=1")
    assert (filled["mission"], filled["goal"]) == ("ของจังหวัด", "ของคลัง")
    assert stands(kpi) == {"mission": "ของจังหวัด", "monthly": {"10": {"value": "1"}}}


# ── who ─────────────────────────────────────────────────────────────────────
def statuses(world: World, name: str, kpi: Kpi, *people: User) -> list[int]:
    return [signed_in(user).get(reverse(f"frameworks:{name}", args=[kpi.pk])).status_code for user in people]


def test_everybody_of_the_province_reads_and_two_write(world: World, draft: Edition) -> None:
    neighbour = person("neighbour", world.elsewhere, Role.RECORDER)
    people = (
        world.recorder,
        world.statistician,
        world.coordinator,
        world.evaluator,
        world.stranger,
        neighbour,
    )
    kpi, drafted = world.kpis["1-1"], kpi_of(draft, 1, "1")
    assert statuses(world, "details", kpi, *people) == [200, 200, 200, 200, 404, 404]
    assert statuses(world, "details_docx", kpi, *people) == [200, 200, 200, 200, 404, 404]
    assert statuses(world, "edit_details", kpi, *people) == [409, 409, 200, 200, 404, 404]
    assert statuses(world, "details", drafted, *people) == [404, 404, 200, 200, 404, 404]
    with pytest.raises(RefusedError):
        write(kpi, world.recorder, mission="x")


def test_the_number_of_queries_does_not_grow_with_links_and_versions(world: World) -> None:
    kpi, client = world.kpis["1-1"], signed_in(world.recorder)
    address = reverse("frameworks:details", args=[kpi.pk])
    write(kpi, world.coordinator, mission="0")
    one = queries(client, address)
    for number in range(3):
        write(kpi, world.coordinator, mission=f"ฉบับ {number}")
    assert queries(client, address) == one
