"""Pages on which figures are looked up: who sees what, the address as the whole state, files, one figure."""

import re
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samrit.people.models import User
from tests.indicators.exploring import DENGUE, EVERY_KIND, SMALL, brought, kept_by_development
from tests.indicators.submitting import all_of
from tests.world import World, make_people

pytestmark = pytest.mark.django_db
WASTE = "?item=waste_generated&first=2566&last=2566"
CASES = f"?item={DENGUE}&below=district&first=2023-01&last=2023-01"


@pytest.fixture
def world() -> World:
    return make_people()


def fetched(name: str, *things: object, by: User, query: str = "", area: str = "13") -> Any:
    client = Client()
    client.force_login(by)
    return client.get(reverse(f"indicators:{name}", args=[area, *things]) + query)


def status(name: str, *things: object, by: User, query: str = "", area: str = "13") -> int:
    response = fetched(name, *things, by=by, query=query, area=area)
    response.getvalue()  # reads a file to its end, which closes it
    return int(response.status_code)


def page(name: str, *things: object, by: User, query: str = "", area: str = "13") -> str:
    response = fetched(name, *things, by=by, query=query, area=area)
    assert response.status_code == 200
    return response.getvalue().decode()


def test_a_table_says_why_there_is_no_figure(world: World) -> None:
    brought(world, EVERY_KIND)
    said = page("explore", by=world.statistician, query=WASTE)
    for text in (
        ">0</a>",
        ">-</a>",
        ">ไม่มีข้อมูล</a>",
        ">ว่าง</a>",
        ">1,234.5</a>",
        ">ปกปิด</a>",
        ">ยังไม่ได้ส่ง</a>",
    ):
        assert text in said
    assert "/data/13/cells/waste_generated/1305/2023/" in said


def test_nothing_asked_and_nothing_there_are_told_apart(world: World) -> None:
    assert "ฐานข้อมูลนี้ยังไม่มีตัวเลข" in page("explore", by=world.recorder)
    brought(world, all_of("1"))
    assert "ยังไม่ได้เลือกรายการ" in page("explore", by=world.recorder)
    assert "ยังไม่ได้ส่ง" in page("explore", by=world.recorder, query="?item=otop_sales")
    assert "มีตัวเลข 1 จาก 15 รายการ" in page("explore", by=world.recorder)
    told = [
        page("explore", by=world.recorder, query=f"?item={item}&below={level}")
        for item, level in (("population", "village"), ("physicians", "district"))
    ]
    assert ["ทะเบียนก่อน" in said for said in told] == [True, False]
    assert ["ไม่ได้เก็บถึงระดับ" in said for said in told] == [False, True]


def test_only_people_of_the_province_and_evaluators_look(world: World) -> None:
    brought(world, all_of("1"))
    for name, things in (
        ("explore", ()),
        ("explore_file", ("csv",)),
        ("data_cell", ("waste_generated", "1301", "2023")),
    ):
        seen = {
            person.name: status(name, *things, by=person)
            for person in (world.recorder, world.evaluator, world.stranger)
        }
        assert seen == {"recorder": 200, "evaluator": 200, "stranger": 404}
    across = {
        person.name: status("explore", by=person, area="national", query=WASTE)
        for person in (world.coordinator, world.evaluator)
    }
    assert across == {"coordinator": 404, "evaluator": 200}


def test_a_page_asks_as_often_for_one_row_as_for_many(world: World) -> None:
    brought(world, all_of("1"))

    def queries(query: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            page("explore", by=world.recorder, query=query)
        return len(caught)

    queries(WASTE)
    one, three, many = (
        queries(f"{WASTE}&area=1301"),
        queries(f"{WASTE}&area=1301&area=1302&area=1303"),
        queries("?item=rice_planted_area&below=subdistrict&first=2560&last=2566"),
    )
    assert one == three == many


def test_the_address_is_the_whole_question(world: World) -> None:
    brought(world, all_of("1"))
    brought(world, all_of("2"), days=1)
    said = page("explore", by=world.recorder, query=f"{WASTE}&more=130102, อำเภอลำลูกกา&at=10 ต.ค. 2567")
    assert "area=130102&amp;area=1306" in said
    assert "at=2024-10-10T23%3A59%3A59" in said
    assert ">1</a>" in said
    assert ">2</a>" not in said


def cells(said: str) -> list[str]:
    """What stands in the cells of the tables of a page, row by row."""
    found = re.findall(r'<td class="number".*?</td>', said, re.DOTALL)
    return [re.sub(r"<[^>]*>", "", cell) for cell in found]


def test_a_link_opens_the_same_view_and_the_frozen_one_for_ever(world: World) -> None:
    brought(world, EVERY_KIND)
    said = page(
        "explore", by=world.recorder, query=f"{WASTE}&below=district&rows=area&columns=period&way=sum"
    )
    links = [unescape(link) for link in re.findall(r'value="(http://testserver[^"]*)"', said)]
    shown = ["0", "-", "ไม่มีข้อมูล", "ว่าง", "1,234.5", "ปกปิด", "ยังไม่ได้ส่ง"]
    none = "ไม่มีตัวเลข"
    assert cells(said) == ["0", none, none, none, "1,234.5", none, none, *shown]
    brought(world, all_of("2"), days=1)
    newest, frozen = (page("explore", by=world.recorder, query=f"?{urlsplit(one).query}") for one in links)
    assert cells(newest) == ["2"] * 14
    assert cells(frozen) == cells(said)


@pytest.mark.parametrize(
    "query",
    [
        "?item=x", "?item=%00", "?first=abc&item=waste_generated", "?at=0001-01-01T00:00", "?at=9999-12-31T23:59",
        "?more=ไม่มีที่นี่&item=waste_generated", "?below=planet", "?within=99", "?by=zzz", "?page=9999999999999", "?rows=x",
        f"{WASTE}&page=-1", f"{WASTE}&rows=area&columns=area", f"{WASTE}&rows=period&columns=item&way=sum",
        "?item=waste_generated&first=2443&last=2743", f"?item={DENGUE}&first=2443&last=2743", "?area=%00&area=13",
    ],
)  # fmt: skip
def test_questions_that_make_no_sense_show_the_page_all_the_same(world: World, query: str) -> None:
    page("explore", by=world.recorder, query=query)


def test_a_pivot_says_from_how_many_cells_a_sum_comes(world: World) -> None:
    brought(world, EVERY_KIND)
    said = page(
        "explore", by=world.recorder, query=f"{WASTE}&below=district&rows=item&columns=period&way=sum"
    )
    assert "จาก 2 ใน 7 ช่อง" in said
    mean = page(
        "explore", by=world.recorder, query=f"{WASTE}&below=district&rows=item&columns=period&way=mean"
    )
    assert cells(mean)[0] == "617.25จาก 2 ใน 7 ช่อง"
    assert "ค่าเฉลี่ยปัดเป็นทศนิยม" in mean
    refused = page("explore", by=world.recorder, query=f"{WASTE}&rows=item&columns=period&way=sum")
    assert "พื้นที่ที่เลือกซ้อนกัน" in refused


def test_files_come_under_their_names_or_the_page_says_why_not(world: World) -> None:
    brought(world, all_of("1"))
    for kind, name in (
        ("csv", "observations-13.csv"),
        ("zip", "observations-13.zip"),
        ("datapackage", "datapackage.json"),
    ):
        response = fetched("explore_file", kind, by=world.recorder, query=WASTE)
        assert f'filename="{name}"' in response["Content-Disposition"]
        assert response["Cache-Control"] == "private, no-store"
        assert response.getvalue()
    assert fetched("explore_file", "exe", by=world.recorder).status_code == 404
    several = fetched("explore_file", "csv", by=world.recorder, query=f"{WASTE}&item={DENGUE}")
    unreadable = fetched("explore_file", "csv", by=world.recorder, query="?item=x")
    assert [response.status_code for response in (several, unreadable)] == [302, 302]
    assert fetched("explore_chart", "svg", by=world.recorder, query=f"{WASTE}&chart=bar-x").status_code == 404
    drawn = fetched("explore_chart", "svg", by=world.recorder, query=f"{WASTE}&chart=bar-waste_generated")
    assert drawn["Content-Type"] == "image/svg+xml"


def test_a_figure_shows_its_file_to_those_who_may_open_it(world: World) -> None:
    brought(world, all_of("1"))
    made = brought(world, {"1301": "5"}, days=1)
    address = ("waste_generated", "1301", "2023")
    own = page("data_cell", *address, by=world.recorder)
    other = page("data_cell", *address, by=world.statistician)
    link = reverse("indicators:submission", args=["13", made.submission.pk])
    for said in (own, other):
        assert str(made.submission.receipt) in said
        assert "ใช้อยู่" in said
    assert (link in own, link in other) == (True, False)
    assert ("แถว 2 คอลัมน์ C" in own, "แถว 2 คอลัมน์ C" in other) == (True, False)


def test_a_figure_that_nobody_sent_is_no_zero(world: World) -> None:
    said = page("data_cell", "waste_generated", "1301", "2023", by=world.recorder)
    assert "ยังไม่มีใครส่งตัวเลขนี้" in said
    for wrong in (
        ("x", "1301", "2023"),
        ("waste_generated", "2001", "2023"),
        ("waste_generated", "1301", "FY2566"),
    ):
        assert fetched("data_cell", *wrong, by=world.recorder).status_code == 404


def test_a_small_count_is_nowhere_on_the_page_of_others(world: World) -> None:
    brought(world, {**SMALL, "1301": "1"}, year="ม.ค. 2566", item=DENGUE)
    kept_by_development(world)
    address = (DENGUE, "1301", "2023-01")
    assert ">ปกปิด</a>" in page("explore", by=world.statistician, query=CASES)
    assert "จึงปกปิดไว้" in page("data_cell", *address, by=world.statistician)
    assert ">1</a>" in page("explore", by=world.recorder, query=CASES)
    assert "จึงปกปิดไว้" not in page("data_cell", *address, by=world.recorder)
