"""The year and the place that the name of a table says: only what is certain, for nothing worse than a wrong one."""

from pathlib import Path

import pytest

from samrit.indicators.reading import propose
from tests.indicators.reading.opened import opened


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("การเกิด ปี 2566", "2023"),
        ("การเกิด ปีงบประมาณ พ.ศ. ๒๕๖๖", "FY2566"),
        ("การเกิด ณ สิ้นปี 2566", "2023"),
        ("การเกิด ปี 2566 จัดทำเมื่อ พ.ศ. 2567", "2023"),
        ("การเกิด (ข้อมูล ณ วันที่ 5 มกราคม พ.ศ. 2567)", ""),
        ("การเกิด พิมพ์ 5 ม.ค. พ.ศ. 2567", ""),
        ("การเกิด ปี 2565 - 2566", ""),
        ("การเกิด พ.ศ. 2565 ถึง พ.ศ. 2566", ""),
        ("การเกิด ปี 2565-66", ""),
        ("การเกิด ปี 2565 เทียบกับปี 2566", ""),
    ],
)
def test_the_year_of_a_table(tmp_path: Path, name: str, period: str):
    raw = opened(tmp_path, f"{name},\nอำเภอ,จำนวน\nบางละมุง,5\n")
    assert propose(raw, items={}, within="20").period == period


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("การเกิด", "20"),
        ("การเกิด จังหวัดชลบุรี", "20"),
        ("การเกิด อำเภอบางละมุง จังหวัดชลบุรี", "2004"),
        ("การเกิด อ.เมือง", "2001"),
        ("การเกิด อำเภอบางละมุง และอำเภอศรีราชา", ""),
        ("การเกิด เทศบาลเมืองศรีราชา", ""),
        ("การเกิด อำเภอที่ไม่มี", ""),
    ],
)
def test_the_place_of_a_table_without_a_column_of_places(tmp_path: Path, name: str, area: str):
    raw = opened(tmp_path, f"{name},\nปี,จำนวน\n2566,5\n")
    assert propose(raw, items={}, within="20").area == area


def test_an_item_named_by_its_code_above_the_table(tmp_path: Path):
    raw = opened(tmp_path, "รหัสรายการ : tourists_thai,\nอำเภอ,จำนวน\nบางละมุง,5\n")
    assert (
        propose(raw, items={"tourists_thai": ("นักท่องเที่ยวชาวไทย",), "tourists": ("นักท่องเที่ยว",)}).item
        == "tourists_thai"
    )
