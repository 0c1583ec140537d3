"""Figures looked up: what stands in a table and why, what may be put together, where one figure comes from, files."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from openpyxl import load_workbook

from samrit.indicators.documents.explored_charts import Looked, drawn
from samrit.indicators.documents.exported import written
from samrit.indicators.explored_words import Teller
from samrit.indicators.permissions.exploring import whole_items
from samrit.indicators.queries.exploring import Asked, Figure, Scope, figures, line_of, scope_of, tables_of
from samrit.indicators.queries.pivoting import crossed, refuse_crossing
from samrit.indicators.queries.tracing import trace
from samrit.indicators.store.port import Dimension
from samrit.people.models import Area, User
from samrit.people.queries import duties_of
from samrit.rules.exploring import Way
from samrit.rules.periods import Period, PeriodType
from samrit.ui.charts import CountryMap
from tests.indicators.exploring import DENGUE, EVERY_KIND, SMALL, brought, every_status, kept_by_development
from tests.indicators.submitting import DISTRICTS, all_of
from tests.world import DAY, NOW, World, make_people

pytestmark = pytest.mark.django_db
WASTE = Asked(items=("waste_generated",), first="2566", last="2566")
CASES = Asked(items=(DENGUE,), below="district", first="ม.ค. 2566", last="ม.ค. 2566")
YEAR = Period(PeriodType.YEAR, 2023)


@pytest.fixture
def world() -> World:
    return make_people()


def scope_for(world: World, person: User) -> Scope:
    scope = scope_of(world.area)
    return replace(scope, whole=whole_items(duties_of(person, DAY), scope))


def shown(scope: Scope, asked: Asked) -> list[Any]:
    """The figures of the only table, row by row."""
    (table,) = tables_of(scope, asked, today=DAY)
    return list(figures(scope, table.lines(), table.periods).values())


# ── what stands there ───────────────────────────────────────────────────────
def test_every_kind_of_missing_stays_what_it_is(world: World) -> None:
    brought(world, EVERY_KIND)
    found = shown(scope_of(world.area), replace(WASTE, below="district"))
    assert every_status(found) == [
        "value",
        "dash",
        "no_data",
        "blank",
        "value",
        "suppressed",
        None,
    ]
    assert [figure.value for figure in found] == [0, None, None, None, Decimal("1234.5"), None, None]


def test_nothing_chosen_is_the_province_and_its_districts_and_the_newest_years(world: World) -> None:
    brought(world, all_of("1"), year="2565")
    (table,) = tables_of(scope_of(world.area), Asked(items=("waste_generated",)), today=DAY)
    assert [place.code for place in table.places] == ["13", *DISTRICTS]
    assert [str(period) for period in table.periods] == ["2018", "2019", "2020", "2021", "2022"]


def test_areas_that_there_are_none_of_are_not_all_of_them(world: World) -> None:
    """No villages were imported: the table is empty, and so is its file."""
    brought(world, all_of("1"))
    scope = scope_of(world.area)
    (table,) = tables_of(scope, replace(WASTE, below="village"), today=DAY)
    assert (table.rows, table.choice().areas) == (0, (0,))


def test_a_moment_shows_what_was_known_then(world: World) -> None:
    brought(world, all_of("1"))
    brought(world, all_of("2"), days=2)
    asked = replace(WASTE, below="district")
    told = [
        {figure.value for figure in shown(scope_of(world.area, at), asked)}
        for at in (None, NOW + timedelta(days=1), NOW - timedelta(seconds=1))
    ]
    assert told == [{Decimal(2)}, {Decimal(1)}, {None}]


def test_provinces_stand_side_by_side(world: World) -> None:
    brought(world, all_of("1"))
    scope = scope_of(None)
    assert scope.known("1301") is None
    (table,) = tables_of(scope, WASTE, today=DAY)
    assert (table.rows, table.places[0].code) == (Area.objects.count(), "10")


def test_a_map_has_every_province_and_says_where_there_is_no_figure(world: World) -> None:
    scope = scope_of(None)
    (table,) = tables_of(scope, WASTE, today=DAY)
    lines = table.lines()
    made = figures(scope, lines, table.periods)
    made |= {(place, YEAR.number): Figure(value=Decimal(place)) for place in range(8)}
    looked = Looked(scope, Teller(scope, WASTE), lines, table.periods, made)
    (drawing,) = drawn(looked, table.entries[0])
    chart = drawing.chart
    assert isinstance(chart, CountryMap)
    steps = [chart.places[line.area.code].step for line in lines]
    assert (len(chart.places), steps[:8], set(steps[8:])) == (len(lines), [4, 4, 3, 3, 2, 2, 1, 1], {0})
    assert chart.legend == [(1, "6 – 7"), (2, "4 – 5"), (3, "2 – 3"), (4, "0 – 1"), (0, "ไม่มีตัวเลข")]


def test_a_line_of_zeros_is_a_line_and_five_of_many_provinces_are_none(world: World) -> None:
    asked = replace(WASTE, first="2565")
    found = []
    for scope, count in ((scope_of(world.area), 1), (scope_of(None), 5), (scope_of(None), 6)):
        (table,) = tables_of(scope, asked, today=DAY)
        lines = table.lines(most=count)
        made = {
            (place, period.number): Figure(value=Decimal(0))
            for place in range(count)
            for period in table.periods
        }
        looked = Looked(scope, Teller(scope, asked), lines, table.periods, made)
        found.append([one.key.partition("-")[0] for one in drawn(looked, table.entries[0])])
    assert found == [["line"], ["line", "map"], ["map"]]


# ── small counts ────────────────────────────────────────────────────────────
def test_small_counts_are_for_the_owner_the_steward_and_evaluators(world: World) -> None:
    brought(world, SMALL, year="ม.ค. 2566", item=DENGUE)
    kept_by_development(world)
    seen = {
        person.name: shown(scope_for(world, person), CASES)[0].value
        for person in (world.recorder, world.coordinator, world.evaluator, world.statistician)
    }
    assert seen == {"recorder": 2, "coordinator": 2, "evaluator": 2, "statistician": None}
    found = shown(scope_for(world, world.statistician), CASES)
    assert every_status(found) == ["suppressed", *["value"] * 6]
    assert [figure.value for figure in found][1:3] == [0, 3]


def test_a_sum_that_a_small_count_is_in_is_kept_back(world: World) -> None:
    brought(world, SMALL, year="ม.ค. 2566", item=DENGUE)
    for person, expected in ((world.statistician, (None, True)), (world.coordinator, (Decimal(63), False))):
        scope = scope_for(world, person)
        (table,) = tables_of(scope, CASES, today=DAY)
        found = crossed(scope, table, rows=Dimension.PERIOD, columns=Dimension.ITEM, way=Way.SUM)
        ((cell),) = found.cells.values()
        assert (cell.value, cell.kept_back) == expected


# ── put together ────────────────────────────────────────────────────────────
def test_a_sum_says_how_much_of_it_is_there(world: World) -> None:
    brought(world, {**EVERY_KIND, "1306": "0.5"})
    scope = scope_of(world.area)
    (table,) = tables_of(scope, replace(WASTE, below="district"), today=DAY)
    found = crossed(scope, table, rows=Dimension.ITEM, columns=Dimension.PERIOD, way=Way.SUM)
    (cell,) = found.cells.values()
    assert (cell.value, cell.figures, cell.expected, cell.is_whole) == (Decimal(1235), 3, 7, False)


@pytest.mark.parametrize(
    ("asked", "rows", "columns", "code"),
    [
        (WASTE, "period", "item", "gather_nested"),
        (replace(WASTE, below="district"), "area", "area", "cross_same"),
        (replace(WASTE, items=("waste_generated", "waste_recycled")), "area", "period", "cross_items"),
        (replace(WASTE, by="sex"), "area", "period", "cross_without_list"),
        (replace(WASTE, below="district"), "area", "period", None),
    ],
)
def test_what_cannot_be_put_together_is_refused(
    world: World, asked: Asked, rows: str, columns: str, code: str | None
) -> None:
    scope = scope_of(world.area)
    (table,) = tables_of(scope, asked, today=DAY)
    refusal = refuse_crossing(
        scope, table, rows=Dimension(rows), columns=Dimension(columns), way=Way.SUM, by=asked.by
    )
    assert (refusal.code if refusal else None) == code


# ── where it comes from ─────────────────────────────────────────────────────
def test_a_figure_tells_who_brought_it_and_what_stood_there_before(world: World) -> None:
    first, second = brought(world, all_of("1")), brought(world, {"1301": "5"}, days=1)
    brought(world, {"1302": "9"}, days=2)
    scope = scope_of(world.area)
    line = line_of(scope, "waste_generated", "1301")
    assert line is not None
    found = trace(scope, line.key(YEAR.number))
    assert [(one.cell.value, one.generation, one.submission) for one in found.versions] == [
        (5, second, second.submission),
        (1, first, first.submission),
    ]
    assert (found.versions[0].cell.row, found.versions[0].column_title, found.whole) == (2, "ปริมาณ", True)
    then = trace(scope, line.key(YEAR.number), NOW + timedelta(hours=1))
    assert [one.cell.value for one in then.versions] == [1]


def test_only_rows_of_this_database_are_found(world: World) -> None:
    scope = scope_of(world.area)
    asked = [
        ("waste_generated", "1301", ""),
        ("no_such_item", "1301", ""),
        ("waste_generated", "2001", ""),
        ("waste_generated", "1301", "sex=male"),
        ("waste_generated", "1301", "\x00"),
    ]
    assert [line_of(scope, *one) is not None for one in asked] == [True, False, False, False, False]


# ── files ───────────────────────────────────────────────────────────────────
def test_files_hold_what_is_missing_too(world: World, tmp_path: Path) -> None:
    brought(world, EVERY_KIND)
    scope = scope_of(world.area)
    (table,) = tables_of(scope, WASTE, today=DAY)
    made = {}
    for kind in ("csv", "plain", "xlsx", "parquet", "jsonl", "sdmx"):
        folder = tmp_path / kind
        folder.mkdir()
        made[kind] = written(scope, [table.choice()], kind, folder)
    assert made["csv"].read_bytes() == b"\xef\xbb\xbf" + made["plain"].read_bytes()
    rows = list(csv.DictReader(io.StringIO(made["plain"].read_text(encoding="utf-8"))))
    statuses = ["value", "dash", "no_data", "blank", "value", "suppressed"]
    assert [row["status"] for row in rows] == statuses
    assert [row["value"] for row in rows] == ["0", "", "", "", "1234.5", ""]
    book = load_workbook(made["xlsx"])
    sheet = list(book["ข้อมูล"].iter_rows(values_only=True))
    place = sheet[0].index("value")
    assert [row[place] for row in sheet[1:]] == [0, None, None, None, 1234.5, None]
    told = [(row[1], row[3], row[4], row[6]) for row in book.active.iter_rows(min_row=2, values_only=True)]
    assert told[:3] == [
        ("อำเภอเมืองปทุมธานี", "ปี 2566", 0, None),
        ("อำเภอคลองหลวง", "ปี 2566", None, "ขีด (-)"),
        ("อำเภอธัญบุรี", "ปี 2566", None, "ไม่มีข้อมูล"),
    ]
    assert pl.read_parquet(made["parquet"])["status"].to_list() == statuses
    told = [json.loads(line) for line in made["jsonl"].read_text(encoding="utf-8").splitlines()]
    assert [one["status"] for one in told] == statuses
    assert made["sdmx"].read_text(encoding="utf-8").startswith("STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA")


def test_files_keep_small_counts_back(world: World, tmp_path: Path) -> None:
    brought(world, SMALL, year="ม.ค. 2566", item=DENGUE)
    told = {}
    for person in (world.statistician, world.coordinator):
        scope = scope_for(world, person)
        folder = tmp_path / person.name
        folder.mkdir()
        (table,) = tables_of(scope, CASES, today=DAY)
        made = pl.read_parquet(written(scope, [table.choice()], "parquet", folder))
        told[person.name] = made.select("value", "status").row(0)
    assert told == {"statistician": (None, "suppressed"), "coordinator": (Decimal(2), "value")}


def test_everything_is_packed_with_its_dictionary(world: World, tmp_path: Path) -> None:
    brought(world, EVERY_KIND)
    scope = scope_of(world.area)
    asked = replace(WASTE, items=("waste_generated", DENGUE))
    choices = [table.choice() for table in tables_of(scope, asked, today=DAY)]
    with zipfile.ZipFile(written(scope, choices, "zip", tmp_path)) as pack:
        package = json.loads(pack.read("datapackage.json"))
        names = [one["path"] for one in package["resources"]]
        assert sorted(pack.namelist()) == sorted([*names, "datapackage.json"])
        for one in package["resources"]:
            head = pack.read(one["path"]).decode("utf-8-sig").splitlines()[0].split(",")
            assert head == [field["name"] for field in one["schema"]["fields"]]
    assert [one["code"] for one in package["items"]] == [
        entry.code for entry in scope.book.entries.values() if entry.code in asked.items
    ]
    assert package["generation"] == 1
