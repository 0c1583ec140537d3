"""A dirty file from the recorder's computer into the province's database, and its correction, by hand in the browser."""

import os
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from samrit.indicators.accepting import accept_asked
from samrit.indicators.actions.quality import examine_quality
from samrit.indicators.examining import examine
from samrit.indicators.models import Keeper, Submission
from samrit.people.models import Agency, Membership
from tests import world
from tests.indicators.submitting import figures
from tests.journeys.browsing import Tab
from tests.journeys.conftest import OpenTab
from tests.journeys.guide import name_by_role, pictured
from tests.journeys.test_main_job import press, signed_in

TITLE = "สรุปปริมาณขยะมูลฝอย จังหวัดปทุมธานี,,,\n"
AGENCY = "สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดปทุมธานี"
HEAD = "อำเภอ,ปี,ปริมาณขยะ (ตัน),หมายเหตุ\n"
DIRTY = TITLE + HEAD + (
    'เมืองปทุมธานี,๒๕๖๖,"๕๒,๑๐๐.๕",\nคลองหลวง,2566,"61,000",\nธัญบุรี,2023,40000,\nหนองเสือ,2566,-,ยังไม่มีระบบ\n'
    "ลาดหลุมแก้ว,2566,สามหมื่น,พิมพ์เป็นคำ\nลำลูกา,2566,30000,สะกดผิด\n1307,2566,0,\n"
)  # fmt: skip
MENDED = TITLE + HEAD + "คลองหลวง,2566,62000,ชั่งใหม่\nลาดหลุมแก้ว,2566,30000,\n"


@pytest.fixture
def people() -> world.World:
    made = world.make_people()
    Membership.objects.update(starts_on=localdate() - timedelta(days=1))
    Agency.objects.filter(pk=made.development.pk).update(name=AGENCY)
    name_by_role()
    return made


def quality_pictured(tab: Tab, made: world.World) -> None:
    if os.environ.get("SAMRIT_GUIDE") == "1":
        Keeper.objects.create(area=made.area, owner="local_government", agency=made.development)
        year, months = 2567, 12
        examine_quality(area=made.area, fiscal_year=year, months=months, by=None, now=timezone.now())
        tab.visit(f"/data/13/quality/?round={year}-{months}")
        pictured(tab, "data-quality")


def work() -> None:
    """What the worker does beside the server."""
    newest = Submission.objects.select_related("examination").order_by("-pk")[0]
    if newest.examination and newest.examination.is_under_way:
        examine(newest.examination.pk, clock=timezone.now)
    if newest.accepting_at:
        accept_asked(newest.pk, clock=timezone.now)


def waited(tab: Tab) -> None:
    """The page shows by itself that the work is done."""
    work()
    tab.page.locator("#now:not([hx-get])").wait_for()
    tab.page.wait_for_load_state("networkidle")
    tab.examine()


def test_a_dirty_file_goes_in_and_is_corrected(
    open_tab: OpenTab, people: world.World, tmp_path: Path
) -> None:
    dirty, mended = tmp_path / "ขยะ 2566.csv", tmp_path / "ขยะ 2566 แก้.csv"
    dirty.write_bytes(DIRTY.encode("cp874"))
    mended.write_text(MENDED, encoding="utf-8-sig")
    recorder = signed_in(open_tab, people.recorder, "/data/13/submissions/", width=390)
    bring(recorder, dirty)
    hand_over_the_good_cells(recorder)
    address = recorder.page.url.removeprefix(recorder.site)
    recorder.visit(f"{address}receipt/")
    approver = signed_in(open_tab, people.approver, address)
    pictured(approver, "data-certify")
    press(approver, "รับรองข้อมูล")
    approver.examine()

    steward = signed_in(open_tab, people.coordinator, "/data/13/submissions/desk/")
    steward.page.get_by_role("link", name="ขยะ 2566.csv").click()
    steward.page.wait_for_load_state("networkidle")
    steward.examine()
    steward.screenshot("data-steward")
    pictured(steward, "data-steward")
    accept(steward)
    assert figures() == {
        1301: Decimal("52100.5"), 1302: Decimal(61000), 1303: Decimal(40000), 1304: "dash", 1307: Decimal(0),
    }  # fmt: skip
    as_of = timezone.now()

    correct(recorder, address, mended)
    steward.visit(recorder.page.url.removeprefix(recorder.site))
    assert "+1,000" in steward.page.inner_text("main")
    accept(steward)
    assert (figures()[1302], figures()[1305]) == (Decimal(62000), Decimal(30000))
    assert figures(as_of)[1302] == Decimal(61000)
    quality_pictured(steward, people)


def bring(tab: Tab, file: Path) -> None:
    """Chosen, its columns looked at, checked."""
    tab.page.get_by_role("link", name="นำเข้าข้อมูล").first.click()
    tab.page.wait_for_load_state("networkidle")
    tab.examine()
    tab.page.set_input_files("input[type=file]", file)
    tab.page.wait_for_url("**/columns/")
    tab.page.wait_for_load_state("networkidle")
    tab.examine()
    press(tab, "ตรวจทุกช่อง")
    assert "ยังไม่รู้ว่าเป็นรายการข้อมูลใด" in tab.page.inner_text("main")
    tab.page.fill("#id_item", "waste_generated")
    pictured(tab, "data-columns", height=1150)
    press(tab, "ตรวจทุกช่อง")
    waited(tab)
    assert "7 แถว = ผ่าน 5 + ไม่ผ่าน 2" in tab.page.inner_text("main")
    tab.screenshot("data-found")
    pictured(tab, "data-found", height=1150)


def hand_over_the_good_cells(tab: Tab) -> None:
    """Only when the person says so; what was typed stays meanwhile."""
    tab.page.fill("#id_source", "ทะเบียนของเทศบาล")
    press(tab, "ส่งข้อมูล")
    assert tab.page.input_value("#id_source") == "ทะเบียนของเทศบาล"
    tab.page.check("#id_only_good")
    press(tab, "ส่งข้อมูล")
    tab.examine()


def accept(tab: Tab) -> None:
    press(tab, "รับเข้าฐานข้อมูล")
    waited(tab)


def correct(tab: Tab, address: str, file: Path) -> None:
    """The same titles: examined at once."""
    tab.visit(f"{address}correct/")
    tab.page.fill("#id_reason", "ชั่งน้ำหนักใหม่")
    pictured(tab, "data-correct")
    tab.page.set_input_files("input[type=file]", file)
    tab.page.wait_for_url(lambda url: not url.endswith("correct/"))
    waited(tab)
    press(tab, "ส่งข้อมูล")
