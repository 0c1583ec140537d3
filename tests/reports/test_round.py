"""The page of a round: the own items or the province, who is missing, and the filing of the report."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samrit.frameworks.models import Component, Edition, Indicator, Kpi, KpiGroup, KpiOwner
from samrit.people.models import User
from samrit.reports.models import Filing
from samrit.reports.queries import items_of
from tests import world
from tests.reports.pages import entry_url, round_url, said, signed_in, text
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


def listed(page: str) -> list[str]:
    """Numbers of the KPIs in the list, in its order."""
    return re.findall(r'<th scope="row"><div><a href="[^"]*">(\S+) ', page)


def count(page: str, label: str) -> str:
    """The figure under this label at the top of the page."""
    return re.findall(rf"{label}\s*(?:</a>)?</p>\s*<p class=\"key-value\">(\d+)", page)[0]


# ── who sees what ───────────────────────────────────────────────────────────
SEEN = [
    ("recorder", ["1-1", "1-2"]),
    ("colleague", ["1-1", "1-2"]),
    ("approver", ["1-1", "1-2"]),
    ("statistician", ["2-1.1", "2-1.2"]),
    ("coordinator", ["1-1", "1-2", "2-1.1", "2-1.2"]),
    ("evaluator", ["1-1", "1-2", "2-1.1", "2-1.2"]),
]


@pytest.mark.parametrize(("who", "numbers"), SEEN)
def test_everyone_sees_the_own_items(
    made: World, clock: time_machine.Traveller, who: str, numbers: list[str]
):
    assert listed(text(signed_in(getattr(made, who)).get(round_url(made)))) == numbers


@pytest.mark.parametrize("method", ["get", "post"])
def test_for_other_provinces_it_does_not_exist(made: World, clock: time_machine.Traveller, method: str):
    other = world.person("other-coordinator", _other_office(), world.Role.COORDINATOR)
    for outsider in (made.stranger, other):
        assert getattr(signed_in(outsider), method)(round_url(made)).status_code == 404


def _other_office() -> world.Agency:
    return world.Agency.objects.create(
        area_id="20", kind=world.Agency.Kind.PROVINCIAL_OFFICE, name="สำนักงานจังหวัดชลบุรี"
    )


def test_strangers_sign_in_first(made: World):
    response = Client().get(round_url(made))
    assert (response.status_code, response.url) == (302, f"/accounts/login/?next={round_url(made)}")


def test_an_agency_without_kpis_is_told_what_will_come(made: World, clock: time_machine.Traveller):
    KpiOwner.objects.filter(agency=made.statistics).delete()
    page = text(signed_in(made.statistician).get(round_url(made)))
    assert "ยังไม่มีตัวชี้วัดในรอบนี้" in page


def test_a_province_without_a_framework_has_an_empty_round(made: World, clock: time_machine.Traveller):
    Edition.objects.update(status="superseded")
    for who in (made.recorder, made.coordinator):
        response = signed_in(who).get(round_url(made))
        assert response.status_code == 200
        assert "ยังไม่มีตัวชี้วัดในรอบนี้" in text(response)


# ── what is next ────────────────────────────────────────────────────────────
def acts(made: World, user: User) -> list[str]:
    page = text(signed_in(user).get(round_url(made)))
    return re.findall(r'class="btn btn-sm btn-(?:primary|secondary)" href="[^"]*">(.*?)<span', page)


def test_everyone_is_told_the_next_step(made: World, clock: time_machine.Traveller):
    assert acts(made, made.recorder) == ["กรอกผล", "กรอกผล"]
    world.save(made, "1-1", "1200")
    assert acts(made, made.recorder) == ["ทำต่อ", "กรอกผล"]
    recorder = signed_in(made.recorder)
    recorder.post(
        entry_url(made, "1-1"), {"action": "submit", "answer": "number", "value": "1200", "version": "1"}
    )
    assert acts(made, made.recorder) == ["เปิดดู", "กรอกผล"]
    assert acts(made, made.approver) == ["พิจารณาอนุมัติ", "เปิดดู"]
    sent = {"action": "return", "reason": "แก้", "version": str(made.item("1-1").result.version)}  # type: ignore[union-attr]
    signed_in(made.approver).post(entry_url(made, "1-1"), sent)
    assert acts(made, made.recorder) == ["แก้ตามที่ส่งกลับ", "กรอกผล"]


def test_counts_say_what_waits(made: World, clock: time_machine.Traveller):
    world.approve(made, "1-1", "1200")
    page = text(signed_in(made.recorder).get(round_url(made)))
    labels = ["รอคุณดำเนินการ", "รอบันทึก", "รอผู้อนุมัติ", "อนุมัติแล้ว"]
    assert [count(page, label) for label in labels] == ["1", "1", "0", "1"]
    clock.move_to(NOW + timedelta(days=2))
    page = text(signed_in(made.recorder).get(round_url(made)))
    assert [count(page, label) for label in labels] == ["0", "1", "0", "1"]  # closed: nobody can do anything


def test_a_value_and_a_missing_reason_are_shown_in_words(made: World, clock: time_machine.Traveller):
    world.save(made, "1-1", "1200.50")
    world.save(made, "1-2", missing="not_yet_published")
    page = text(signed_in(made.recorder).get(round_url(made)))
    assert "<strong>1,200.5</strong>" in page
    assert "ยังไม่เผยแพร่" in page


# ── who is missing ──────────────────────────────────────────────────────────
def test_the_coordinator_sees_who_is_missing(made: World, clock: time_machine.Traveller):
    world.approve(made, "1-1", "1200")
    world.save(made, "2-1.1", "4")
    page = text(signed_in(made.coordinator).get(round_url(made)))
    table = page.split("หน่วยงานใดยังขาด")[1].split("</table>")[0]
    rows = re.findall(
        r"#list\">(.*?)</a>.*?<span>(.*?)</span>.*?<span>(.*?)</span>.*?<span>(.*?)</span>.*?<span>(.*?)</span>",
        table,
        re.DOTALL,
    )
    assert rows == [
        ("สำนักงานสถิติจังหวัดปทุมธานี", "2", "0", "0 จาก 2", "2-1.1, 2-1.2"),
        ("สำนักงานพัฒนาชุมชนจังหวัดปทุมธานี", "1", "0", "1 จาก 2", "1-2"),
    ]


def test_the_list_narrows_by_agency_and_status(made: World, clock: time_machine.Traveller):
    world.approve(made, "1-1", "1200")
    client, url = signed_in(made.coordinator), round_url(made)
    narrowed = {
        f"?agency={made.statistics.pk}": ["2-1.1", "2-1.2"],
        "?status=approved": ["1-1"],
        f"?agency={made.statistics.pk}&status=approved": [],
        "?agency=999999&status=x": [
            "1-1",
            "1-2",
            "2-1.1",
            "2-1.2",
        ],  # what is not on the list narrows nothing
    }
    assert {query: listed(text(client.get(url + query))) for query in narrowed} == narrowed


def test_agencies_see_neither_the_others_nor_the_filing(made: World, clock: time_machine.Traveller):
    page = text(signed_in(made.recorder).get(round_url(made)))
    assert "สำนักงานสถิติ" not in page
    assert "ส่งรายงานจังหวัด" not in page


# ── filing ──────────────────────────────────────────────────────────────────
def test_with_nothing_approved_the_button_says_why(made: World, clock: time_machine.Traveller):
    page = text(signed_in(made.coordinator).get(round_url(made)))
    assert "ยังไม่มีผลที่อนุมัติแล้ว – ติดตามหน่วยงานให้บันทึกและอนุมัติก่อน" in page
    assert "ยืนยันส่งรายงาน" not in page


def test_filing_all(made: World, clock: time_machine.Traveller):
    for number, value in (("1-1", "1200"), ("1-2", "21"), ("2-1.1", "4"), ("2-1.2", "70")):
        world.approve(made, number, value)
    client, url = signed_in(made.coordinator), round_url(made)
    assert 'name="reason"' not in text(client.get(url))
    response = client.post(url)
    assert (response.status_code, said(response)) == (302, ["ส่งรายงานจังหวัดแล้ว เก็บใบรับด้านล่างไว้เป็นหลักฐานได้"])
    page = text(client.get(url))
    assert "จังหวัดส่งรายงานแล้ว" in page
    assert "ไม่มี ส่งครบทุกตัวชี้วัด" in page
    assert "10 ต.ค. 2567 เวลา 10.00 น." in page


def test_filing_without_all_asks_for_the_reason_and_lists_them(made: World, clock: time_machine.Traveller):
    world.approve(made, "1-1", "1200")
    client, url = signed_in(made.coordinator), round_url(made)
    page = text(client.get(url))
    assert 'name="reason"' in page
    assert re.findall(r"<li><a href=\"[^\"]*\">(\S+) ", page.split("missing-list")[1].split("</ul>")[0]) == [
        "1-2", "2-1.1", "2-1.2",
    ]  # fmt: skip
    refused = client.post(url, {"reason": " "})
    assert refused.status_code == 422
    assert "ยังขาดผลที่อนุมัติแล้วอีก 3 ตัวชี้วัด: 1-2, 2-1.1, 2-1.2" in text(refused)
    assert client.post(url, {"reason": "สถิติส่งไม่ทัน"}).status_code == 302
    receipt = text(client.get(url))
    assert "3 ตัวชี้วัด ถือว่าไม่มีข้อมูล" in receipt
    assert "สถิติส่งไม่ทัน" in receipt


def test_a_double_click_files_once(made: World, clock: time_machine.Traveller):
    world.approve(made, "1-1", "1200")
    client, url = signed_in(made.coordinator), round_url(made)
    responses = [client.post(url, {"reason": "เร่งส่ง"}) for _ in range(2)]
    assert [response.status_code for response in responses] == [302, 302]
    assert Filing.objects.count() == 1


def test_after_closing_the_reason_typed_is_shown_again(made: World, clock: time_machine.Traveller):
    world.approve(made, "1-1", "1200")
    clock.move_to(NOW + timedelta(days=2))
    response = signed_in(made.coordinator).post(round_url(made), {"reason": "สถิติส่งไม่ทัน"})
    assert response.status_code == 409
    assert "สถิติส่งไม่ทัน</textarea>" in text(response)
    assert Filing.objects.count() == 0


@pytest.mark.parametrize("who", ["recorder", "approver", "evaluator"])
def test_nobody_else_files(made: World, clock: time_machine.Traveller, who: str):
    world.approve(made, "1-1", "1200")
    assert signed_in(getattr(made, who)).post(round_url(made), {"reason": "ก"}).status_code == 409
    assert Filing.objects.count() == 0


# ── many ────────────────────────────────────────────────────────────────────
def add_kpis(made: World, count: int) -> None:
    """So many more KPIs of development, as a single framework never has them."""
    assert made.edition is not None
    component = Component.objects.get(edition=made.edition, number=1)
    group = KpiGroup.objects.get(component=component)
    framework = made.edition.framework
    indicators = Indicator.objects.bulk_create([Indicator(framework=framework) for _ in range(count)])
    kpis = Kpi.objects.bulk_create(
        Kpi(
            component=component, group=group, indicator=indicator, position=place, number=str(place),
            name=f"ตัวชี้วัดลำดับที่ {place}",
        )
        for place, indicator in enumerate(indicators, start=3)
    )  # fmt: skip
    KpiOwner.objects.bulk_create(KpiOwner(kpi=kpi, agency=made.development, position=1) for kpi in kpis)


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("who", ["recorder", "coordinator"])
def test_the_number_of_queries_is_the_same_for_4_7_and_10000(
    made: World, clock: time_machine.Traveller, who: str
):
    client, url = signed_in(getattr(made, who)), round_url(made)
    world.approve(made, "1-1", "1200")
    counts = [queries(client, url)]
    add_kpis(made, 3)
    world.approve(made, "1-2", "21")
    counts.append(queries(client, url))
    assert made.round is not None
    Kpi.objects.filter(number__in=["3", "4", "5"]).delete()
    add_kpis(made, 10_000)
    counts.append(queries(client, url))
    assert counts == [counts[0]] * 3
    page = text(client.get(url))
    assert len(listed(page)) == 200
    assert "1–200 จาก 10,00" in page
    assert len(listed(text(client.get(url + "?page=51")))) in {2, 4}


def test_parts_stand_where_their_kpi_stands(made: World):
    assert made.round is not None
    assert [item.kpi.full_number for item in items_of(made.round)] == ["1-1", "1-2", "2-1.1", "2-1.2"]
    add_kpis(made, 1)
    parts = Kpi.objects.filter(parent__isnull=False)
    parent = Kpi.objects.get(pk=parts[0].parent_id)
    component = Component.objects.get(edition=made.edition, number=1)
    for kpi in (parent, *parts):
        kpi.component, kpi.group = component, component.groups.get()
    parent.position, parent.number = 2, "2ก"
    Kpi.objects.filter(number="2", component=component).update(position=9)
    for kpi in (parent, *parts):
        kpi.save()
    numbers = [item.kpi.number for item in items_of(made.round)]
    assert numbers == ["1", "1.1", "1.2", "3", "2"]
