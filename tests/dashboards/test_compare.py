"""Provinces side by side: the same KPIs in one row, differences from the first, what is missing in words."""

import csv
import io
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from samrit.dashboards.queries.comparing import compared
from samrit.frameworks.models import Indicator, Kpi, LibraryKpi
from samrit.scores.models import Publication
from tests.dashboards.portal import read, text_of
from tests.dashboards.published import incomplete_world, published_world
from tests.dashboards.test_public import copies
from tests.world import World

pytestmark = pytest.mark.django_db

PAGE = "/performance/compare/"
TWO = f"{PAGE}?year=2567&province=13&province=20"


@pytest.fixture
def world() -> World:
    made = published_world()
    copies(made, {"20": "94.974", "10": "79.375", "50": "60", "12": "50", "14": "40"})
    return made


def test_two_provinces_stand_side_by_side(client: Client, world: World) -> None:
    words = text_of(read(client, TWO))
    for expected in (
        "คะแนนรวม 79.375 ระดับมาตรฐานขั้นสูง 94.974 ระดับคุณภาพ +15.599",
        "1. การประเมินประสิทธิผลการดำเนินงาน (Performance Base)",
        "ค่าเฉลี่ยรายปีของฝุ่นละอองขนาดไม่เกิน 2.5 ไมครอน 20.5 มคก./ลบ.ม.",
    ):
        assert expected in words


def test_the_first_province_is_what_the_others_differ_from(world: World) -> None:
    found = compared(2567, ["20", "13", "10"], timezone.now())
    assert [sheet.area.pk for sheet in found.sheets] == ["20", "13", "10"]
    assert found.differences == [None, Decimal("-15.599"), Decimal("-15.599")]


def test_parts_stand_under_their_kpi(world: World) -> None:
    found = compared(2567, ["13", "20"], timezone.now())
    readiness = found.components[1].kpis[0]
    assert [part.name for part in readiness.parts] == ["ระดับความพร้อม", "คะแนนความพร้อม"]
    assert [side.kpi is not None for part in readiness.parts for side in part.sides] == [True] * 4


def test_missing_is_said(client: Client) -> None:
    made = incomplete_world()
    copies(made, {"20": "94.974"})
    words = text_of(read(client, TWO))
    assert "ไม่เกี่ยวข้อง" in words
    assert "ไม่นำมาคิด" in words


def test_kpis_are_the_same_by_the_library_whatever_they_are_called(world: World) -> None:
    library = LibraryKpi.objects.create(code="X-1", name="รายได้", category="functional")
    Indicator.objects.filter(kpis__in=[world.kpis["1-1"].pk, world.kpis["1-2"].pk]).update(
        library_kpi=library
    )
    Kpi.objects.filter(pk=world.kpis["1-1"].pk).update(name="อีกชื่อ")
    Publication.objects.update(names={})  # published under this name
    found = compared(2567, ["13", "20"], timezone.now())
    assert len(found.components[0].kpis) == 1


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "เลือกอย่างน้อยสองจังหวัด"),
        ("?province=13", "เลือกอย่างน้อยสองจังหวัด"),
        ("?province=13&province=13", "เลือกอย่างน้อยสองจังหวัด"),
        ("?province=13&province=99", "ไม่มีผลที่ประกาศแล้วในปี 2567 ของรหัสจังหวัด 99"),
        ("?province=13&province=96&province=99", "ปี 2567 ยังไม่มีผลที่ประกาศของ นราธิวาส"),
        ("?year=2599&province=13&province=20", "+15.599"),
        ("?year=๒๕๖๗&province=13&province=20", "+15.599"),
        ("?province=13&province=20&province=10&province=50&province=12&province=14", "เปรียบเทียบได้ไม่เกิน 5 จังหวัด จึงยังไม่แสดง พระนครศรีอยุธยา"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_said(client: Client, world: World, query: str, said: str) -> None:
    assert said in text_of(read(client, PAGE + query))


def test_nothing_published_says_what_will_be_here(client: Client) -> None:
    assert "ยังไม่มีผลที่ประกาศ" in read(client, PAGE)


def test_five_cost_no_more_queries_than_two(client: Client, world: World) -> None:
    def count(*codes: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            read(client, f"{PAGE}?" + "&".join(f"province={code}" for code in codes))
        return len(queries)

    assert count("13", "20") == count("13", "20", "10", "50", "12")


def test_the_files_hold_the_same_figures(client: Client, world: World) -> None:
    rows = list(csv.reader(io.StringIO(read(client, TWO.replace("compare/", "compare.csv")))))
    assert rows[0][2:6] == ["ปทุมธานี: ผล", "ปทุมธานี: หน่วยวัด", "ปทุมธานี: คะแนน", "ปทุมธานี: ต่างจากจังหวัดแรก"]
    assert [rows[1][4], rows[1][8], rows[1][9]] == ["79.375", "94.974", "15.599"]
    dust = next(row for row in rows if row[1].startswith("ค่าเฉลี่ย"))
    assert dust[2:5] == ["20.5", "มคก./ลบ.ม.", "93.75"]
    answer = client.get(TWO.replace("compare/", "compare.xlsx"))
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert any(row[1] == "คะแนนรวม" and row[4] == 79.375 for row in sheet)
    for path in ("compare.pdf", "compare.svg"):
        assert client.get(TWO.replace("compare/", path)).status_code == 404
    assert client.get("/performance/compare.csv?province=13").status_code == 404
