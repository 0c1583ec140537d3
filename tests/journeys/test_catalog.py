"""The catalogue's office in the browser: a template with faults is mended and taken, a draft is completed and published, the count follows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from samrit.catalog.models import Dataset
from tests.catalog.catalogued import dataset
from tests.catalog.filling import DATASETS, typed, workbook
from tests.journeys.browsing import Tab
from tests.journeys.conftest import OpenTab
from tests.journeys.guide import name_by_role, pictured
from tests.journeys.test_main_job import press, signed_in
from tests.world import NOW, World, make_people


@pytest.fixture
def people(transactional_db: None) -> Iterator[World]:
    with time_machine.travel(NOW):
        made = make_people()
        name_by_role()
        yield made


def test_from_a_faulty_template_to_a_published_dataset(
    open_tab: OpenTab, people: World, tmp_path: Path
) -> None:
    dataset(people, "roads", title="ถนนในความรับผิดชอบของท้องถิ่น", links=0, notes="ระยะทางและผิวจราจร")
    faulty, mended = tmp_path / "บัญชีข้อมูล.xlsx", tmp_path / "บัญชีข้อมูล แก้แล้ว.xlsx"
    new = {"title": "ปริมาณขยะมูลฝอยรายตำบล", "data_format": "CSV,PDF"}
    roads = typed(people, "roads", title="ถนนในความรับผิดชอบของท้องถิ่น", notes="ระยะทาง ผิวจราจร และสะพาน")
    faulty.write_bytes(
        workbook({DATASETS: [roads, typed(people, "waste", **new, geo_coverage="ทั้งจังหวัด", license_id="")]})
    )
    mended.write_bytes(workbook({DATASETS: [roads, typed(people, "waste", **new, geo_coverage="ตำบล")]}))

    recorder = signed_in(open_tab, people.recorder, "/catalog/import/", width=390)
    bring(recorder, faulty, mended)
    begin_another(recorder)
    publish(signed_in(open_tab, people.approver, "/"), people, new["title"])


def bring(recorder: Tab, faulty: Path, mended: Path) -> None:
    look_at(recorder, faulty)
    assert "ใกล้ที่สุดคือ “จังหวัด”" in recorder.page.inner_text("main")
    pictured(recorder, "catalog-import", height=1150)
    recorder.visit("/catalog/import/")
    look_at(recorder, mended)
    press(recorder, "นำเข้า 2 แถว")
    recorder.examine()
    assert Dataset.objects.get(name="waste").record["data_format"] == ["CSV", "PDF"]


def begin_another(recorder: Tab) -> None:
    recorder.visit("/catalog/new/")
    recorder.page.fill("#id_title", "คุณภาพน้ำแม่น้ำเจ้าพระยา")
    assert not recorder.page.is_visible("#id_geo_coverage_other")
    recorder.page.select_option("#id_geo_coverage", "อื่นๆ")
    assert recorder.page.is_visible("#id_geo_coverage_other")
    press(recorder, "บันทึก")
    recorder.examine()
    assert "ยังขาด" in recorder.page.inner_text("main")
    pictured(recorder, "catalog-missing")


def publish(approver: Tab, people: World, title: str) -> None:
    approver.page.get_by_role("link", name=people.development.name).first.click()
    approver.settle()
    approver.page.get_by_role("link", name=title).click()
    approver.settle()
    approver.examine()
    pictured(approver, "catalog-publish")
    press(approver, "เผยแพร่")
    assert Dataset.objects.get(name="waste").state == "published"
    approver.visit(f"/catalog/kpi/2568/{people.development.pk}/")
    assert title in approver.page.inner_text("main")  # not registered in GD Catalog
    pictured(approver, "catalog-kpi")


def look_at(tab: Tab, file: Path) -> None:
    tab.page.set_input_files("input[type=file]", file)
    press(tab, "อ่านไฟล์นี้")
    tab.examine()
