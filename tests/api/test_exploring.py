"""Figures looked up by programs: a table in parts, a series, a pivot, one figure with its trace."""

from typing import Any

import pytest
import time_machine

from tests.api.test_data_files import Caller
from tests.indicators.exploring import DENGUE, EVERY_KIND, SMALL, brought
from tests.indicators.submitting import all_of
from tests.world import NOW, World, make_people

pytestmark = pytest.mark.django_db
TABLE = "/data/13/table?items=waste_generated&below=district&first=2566&last=2566"


@pytest.fixture
def world() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield make_people()


def test_a_table_tells_what_is_missing_and_goes_on_in_its_own_generation(world: World) -> None:
    brought(world, EVERY_KIND)
    reader = Caller(world.statistician)
    first = reader.get(f"{TABLE}&limit=4")
    brought(world, all_of("2"), days=1)
    rest = reader.get(f"{TABLE}&limit=4&cursor={first['next']}")
    rows = [*first["items"], *rest["items"]]
    assert [(row["area"], row["figures"][0]["status"], row["figures"][0]["value"]) for row in rows] == [
        ("1301", "value", "0"),
        ("1302", "dash", None),
        ("1303", "no_data", None),
        ("1304", "blank", None),
        ("1305", "value", "1234.5"),
        ("1306", "suppressed", None),
        ("1307", "never_sent", None),
    ]
    assert (first["rows"], first["generation"], rest["generation"], rest["next"]) == (7, 1, 1, None)


def test_a_series_runs_from_the_first_figure_to_the_last(world: World) -> None:
    for year in ("2563", "2566"):
        brought(world, all_of(year), year=year)
    told = Caller(world.recorder).get("/data/13/series?item=waste_generated&place=1301")
    assert [(one["period"], one["value"]) for one in told["items"]] == [
        ("2020", "2563"),
        ("2021", None),
        ("2022", None),
        ("2023", "2566"),
    ]
    Caller(world.recorder).get("/data/13/series?item=waste_generated&place=2001", 404)


def test_a_pivot_counts_what_went_into_it(world: World) -> None:
    brought(world, EVERY_KIND)
    reader = Caller(world.recorder)
    pivot = TABLE.replace("table", "pivot")
    (told,) = reader.get(f"{pivot}&rows=item&columns=period")["pivots"]
    assert told["cells"] == [
        {
            "row": "waste_generated",
            "column": "2023",
            "value": "1234.5",
            "figures": 2,
            "expected": 7,
            "kept_back": False,
        }
    ]
    nested = "/data/13/pivot?items=waste_generated&first=2566&last=2566&rows=item&columns=period"
    assert reader.get(nested, 409)["code"] == "gather_nested"


def test_a_figure_tells_where_it_stands_in_the_file_to_those_who_may_open_it(world: World) -> None:
    brought(world, all_of("1"))
    brought(world, {"1301": "5"}, days=1)
    cell = "/data/13/cells/waste_generated/1301/2023"
    own, other = (Caller(person).get(cell) for person in (world.recorder, world.statistician))
    assert [(one["value"], one["row"], one["title"]) for one in own["versions"]] == [
        ("5", 2, "ปริมาณ"),
        ("1", 2, "ปริมาณ"),
    ]
    assert [(one["value"], one["row"], one["submission_id"]) for one in other["versions"]] == [
        ("5", None, None),
        ("1", None, None),
    ]
    assert (own["figure"]["value"], own["unit"]) == ("5", "ตัน")
    Caller(world.recorder).get("/data/13/cells/waste_generated/1301/FY2566", 404)


def test_small_counts_are_kept_back_from_programs_of_others(world: World) -> None:
    brought(world, SMALL, year="ม.ค. 2566", item=DENGUE)
    told = {
        person.name: Caller(person).get(f"/data/13/cells/{DENGUE}/1301/2023-01")
        for person in (world.coordinator, world.statistician)
    }
    assert [(one["figure"]["value"], one["versions"][0]["value"]) for one in told.values()] == [
        ("2", "2"),
        (None, None),
    ]
    cells = f"/observations?area=13&item={DENGUE}&place=1301"
    plain = [Caller(person).get(cells)["items"][0] for person in (world.coordinator, world.statistician)]
    assert [(one["value"], one["status"]) for one in plain] == [("2", "value"), (None, "suppressed")]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("items=x", "query.items"),
        ("items=waste_generated&first=abc", "query.first"),
        ("items=waste_generated&first=2443&last=2743&below=district&within=99", "query.within"),
        (f"items={DENGUE}&first=2400&last=2743", "query.first"),
        ("items=waste_generated&first=2568&last=2567", "query.first"),
        (f"items={DENGUE}&first=2500&last=2567", "query.first"),
        ("items=waste_generated&at=0001-01-01T00:00:00%2B07:00", "query.at"),
    ],
)
def test_a_question_that_cannot_be_read_names_its_field(world: World, query: str, field: str) -> None:
    told = Caller(world.recorder).get(f"/data/13/table?{query}", 422)
    assert [one["field"] for one in told["errors"]] == [field]


def test_the_provinces_side_by_side_are_for_the_central_office(world: World) -> None:
    brought(world, all_of("1"))
    query = "/data/national/table?items=waste_generated&first=2566&last=2566&limit=1"
    assert Caller(world.evaluator).get(query)["items"][0]["area"] == "10"
    Caller(world.coordinator).get(query, 404)
