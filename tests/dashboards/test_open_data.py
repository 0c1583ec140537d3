"""Open data: every figure of every public result, exactly, in three formats that say the same; described, cheap, as of a moment."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samrit.dashboards.documents.open_data import writing
from samrit.dashboards.documents.open_data.dictionary import Column, file_named, files
from samrit.frameworks.models import Kpi
from samrit.reports.models import Missing
from samrit.scores.models import KpiScore, ProvinceScore, ScoreState, Verification
from tests.dashboards.portal import another_edition, appeal, content, read, withdraw
from tests.dashboards.published import incomplete_world, published_world
from tests.dashboards.test_editions import LATER
from tests.dashboards.test_public import copies
from tests.world import World

pytestmark = pytest.mark.django_db

DATA = "/performance/open-data/"


@pytest.fixture
def world() -> World:
    return published_world()


def rows(client: Client, name: str = "results") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(read(client, f"{DATA}{name}.csv"))))


def exact(client: Client, name: str = "results") -> list[dict[str, object]]:
    return json.loads(read(client, f"{DATA}{name}.json"), parse_float=Decimal, parse_int=Decimal)["rows"]  # type: ignore[no-any-return]


def frame(client: Client, name: str = "results") -> pl.DataFrame:
    return pl.read_parquet(io.BytesIO(content(client.get(f"{DATA}{name}.parquet"))))


# ── what stands in them ─────────────────────────────────────────────────────
def test_every_kpi_and_part_has_its_row(client: Client, world: World) -> None:
    found = rows(client)
    assert [(row["component_number"], row["kpi_number"], row["parent_kpi_number"]) for row in found] == [
        ("1", "1", ""), ("1", "2", ""), ("2", "1", ""), ("2", "1.1", "1"), ("2", "1.2", "1"),
    ]  # fmt: skip
    dust = found[1]
    assert dust == {
        "year": "2567", "round_months": "12", "province_code": "13", "province_name": "ปทุมธานี",
        "province_name_en": "Pathum Thani", "page_edition": "1", "published_at": "2024-10-10T10:00:00+07:00",
        "score_state": "confirmed", "under_appeal": "false", "component_number": "1",
        "component_name": "การประเมินประสิทธิผลการดำเนินงาน (Performance Base)", "kpi_number": "2", "parent_kpi_number": "",
        "kpi_name": "ค่าเฉลี่ยรายปีของฝุ่นละอองขนาดไม่เกิน 2.5 ไมครอน", "library_code": dust["library_code"],
        "agencies": "สำนักงานพัฒนาชุมชนจังหวัดปทุมธานี", "unit": "มคก./ลบ.ม.", "direction": "down", "weight": "30",
        "weight_used": "30", "target_basic": "25", "target_standard": "22", "target_advanced": "20", "value": "20.5",
        "missing": "", "verified_as": "correct", "score": "93.75", "points": "28.125", "total": "79.375",
        "rating": "ระดับมาตรฐานขั้นสูง", "rule_set": "2567", "rule_version": dust["rule_version"],
        "page": "http://127.0.0.1:8000/performance/2567/13/editions/12-1/", "data_as_of": "2024-10-10T10:00:00+07:00",
    }  # fmt: skip


def test_points_sum_to_the_published_total(client: Client, world: World) -> None:
    whole = [row for row in rows(client) if not row["parent_kpi_number"]]
    assert sum(Decimal(row["points"]) for row in whole) == Decimal("79.375") == Decimal(whole[0]["total"])


def test_missing_is_a_word_and_no_zero(client: Client) -> None:
    incomplete_world()
    found = {(row["component_number"], row["kpi_number"]): row for row in rows(client)}
    absent, left_out = found["1", "1"], found["2", "1.2"]
    assert (absent["value"], absent["missing"], absent["score"], absent["weight_used"]) == (
        "",
        "not_applicable",
        "",
        "",
    )
    assert (left_out["value"], left_out["missing"], left_out["score"], left_out["verified_as"]) == (
        "",
        "no_data",
        "0",
        "",
    )
    assert exact(client)[0]["value"] is None
    assert frame(client)["value"].null_count() == 3  # these two, and the KPI that has parts


def test_the_three_formats_say_the_same(client: Client, world: World) -> None:
    copies(world, {"20": "94.974"})
    KpiScore.objects.filter(kpi=world.kpis["1-1"]).update(score=Decimal("62.50000000000000000000000001"))
    for file in files():
        texts, numbers, table = rows(client, file.name), exact(client, file.name), frame(client, file.name)
        assert len(texts) == len(numbers) == table.height > 0
        for text, number, row in zip(texts, numbers, table.to_dicts(), strict=True):
            for column in file.columns:
                same(column, text[column.name], number[column.name], row[column.name])


def same(column: Column, text: str, number: object, kept: object) -> None:
    if text == "":
        assert number in {None, ""}
        assert kept is None
    elif column.type == "decimal":
        assert Decimal(text) == number == kept
        assert isinstance(kept, Decimal)
    elif column.type == "integer":
        assert int(text) == number == kept
    elif column.type == "yes_no":
        assert (text == "true") is number is kept
    elif column.type == "moment":
        assert text == number
        assert kept.timestamp() == pytest.approx(_moment(text), abs=0.001)  # type: ignore[attr-defined]
    else:
        assert text == number == kept


def _moment(text: str) -> float:
    from datetime import datetime  # noqa: PLC0415 - only here

    return datetime.fromisoformat(text).timestamp()


def test_provinces_have_their_rank(client: Client, world: World) -> None:
    copies(world, {"20": "94.974", "10": "94.974", "50": "90.000"})
    found = rows(client, "provinces")
    assert [(row["province_code"], row["total"], row["rank"], row["rank_tied"]) for row in found] == [
        ("10", "94.974", "1", "true"), ("13", "79.375", "4", "false"), ("20", "94.974", "1", "true"), ("50", "90", "3", "false"),
    ]  # fmt: skip


def test_only_what_stands_is_in_them(client: Client, world: World) -> None:
    another_edition(world, LATER)
    assert {(row["page_edition"], row["total"]) for row in rows(client)} == {("2", "77.5")}
    assert {row["data_as_of"] for row in rows(client)} == {"2024-10-11T10:00:00+07:00"}


def test_a_withdrawal_empties_the_file_and_moves_its_moment(client: Client, world: World) -> None:
    withdraw(world, LATER)
    assert rows(client) == []
    assert json.loads(read(client, f"{DATA}results.json"))["data_as_of"] == "2024-10-11T10:00:00+07:00"
    assert frame(client).height == 0


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
@pytest.mark.parametrize("name", ["results", "provinces"])
def test_an_open_appeal_marks_every_row_at_once(client: Client, world: World, name: str, form: str) -> None:
    """Whoever kept the file is not told that it is still the same, by its ETag or by its time."""
    address = f"{DATA}{name}.{form}"
    kept = client.get(address)
    content(kept)
    assert {row["under_appeal"] for row in rows(client, name)} == {"false"}
    with time_machine.travel(LATER, tick=False):
        appeal(world, opened_at=LATER)
        for header in ({"if-none-match": kept["ETag"]}, {"if-modified-since": kept["Last-Modified"]}):
            assert content(client.get(address, headers=header))  # a 304 has none
        assert {row["under_appeal"] for row in rows(client, name)} == {"true"}
        assert {row["under_appeal"] for row in exact(client, name)} == {True}
        assert frame(client, name)["under_appeal"].to_list() == [True] * len(rows(client, name))


# ── the dictionary ──────────────────────────────────────────────────────────
def test_codes_are_those_of_the_tables() -> None:
    file = file_named("results")
    assert file is not None
    allowed = {column.name: set(column.values) for column in file.columns if column.values}
    assert allowed["score_state"] == set(ScoreState.values)
    assert allowed["verified_as"] == set(Verification.Decision.values)
    assert allowed["direction"] == set(Kpi.Direction.values)
    assert allowed["missing"] == {*Missing.values, "not_reported", "cancelled", "not_assessed"}


def test_what_the_dictionary_says_holds_for_every_row(client: Client) -> None:
    incomplete_world()
    for file in files():
        found = rows(client, file.name)
        for row in found:
            assert list(row) == [column.name for column in file.columns]
            for column in file.columns:
                assert row[column.name] or column.empty, column.name
                assert not column.values or row[column.name] in {"", *column.values}
        assert len({tuple(row[name] for name in file.key) for row in found}) == len(found)


def test_the_page_explains_every_column_in_both_languages(client: Client, world: World) -> None:
    thai, english = read(client, DATA), read(client, DATA, lang="en")
    for file in files():
        for column in file.columns:
            assert f"<code>{column.name}</code>" in thai
            assert column.means_th in thai
            assert column.means_en.replace("'", "&#x27;") in english
    assert "https://data.go.th/pages/dga-open-government-license" in thai


def test_the_data_package_describes_the_files(client: Client, world: World) -> None:
    package = json.loads(read(client, f"{DATA}datapackage.json"))
    assert [one["name"] for one in package["resources"]] == ["results", "provinces"]
    assert package["years"] == [2567]
    for resource in package["resources"]:
        file = file_named(resource["name"])
        assert file is not None
        assert [field["name"] for field in resource["schema"]["fields"]] == [
            column.name for column in file.columns
        ]
        assert content(client.get(resource["path"].removeprefix("http://127.0.0.1:8000")))


def test_the_catalogue_names_every_file(client: Client, world: World) -> None:
    answer = client.get(f"{DATA}catalog.jsonld")
    assert answer["Content-Type"] == "application/ld+json"
    entry = json.loads(answer.content)
    assert entry["@type"] == "dcat:Dataset"
    assert entry["dct:temporal"]["dcat:startDate"]["@value"] == "2023-10-01"
    addresses = [one["@id"].removeprefix("http://127.0.0.1:8000") for one in entry["dcat:distribution"]]
    assert len(addresses) == 12
    for address in addresses:
        assert content(client.get(address))


# ── how they are sent ───────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("json", "application/json"),
        ("parquet", "application/vnd.apache.parquet"),
    ],
)
def test_a_file_is_sent_with_its_kind_name_and_version(
    client: Client, world: World, form: str, kind: str
) -> None:
    answer = client.get(f"{DATA}2567/results.{form}")
    assert content(answer)
    assert answer["Content-Type"] == kind
    assert answer["Content-Disposition"] == f'attachment; filename="samrit-results-2567.{form}"'
    assert answer["Last-Modified"] == "Thu, 10 Oct 2024 03:00:00 GMT"
    assert answer["Access-Control-Allow-Origin"] == "*"
    for header in ({"if-none-match": answer["ETag"]}, {"if-modified-since": answer["Last-Modified"]}):
        assert client.get(f"{DATA}2567/results.{form}", headers=header).status_code == 304
    withdraw(world, LATER)
    again = client.get(f"{DATA}2567/results.{form}", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 200
    assert content(again)


@pytest.mark.parametrize(
    "path",
    ["x.csv", "results.xml", "2566/results.csv", "results.csv/", "2599/results.json", "..%2fresults.csv"],
)
def test_there_is_no_other_file(client: Client, world: World, path: str) -> None:
    assert client.get(DATA + path).status_code == 404


def test_an_unchanged_file_costs_the_same_few_queries(client: Client, world: World) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            read(client, f"{DATA}results.csv")
        return len(queries)

    read(client, f"{DATA}results.csv")
    few = count()
    copies(world, {"20": "94.974", "10": "94.974"})
    read(client, f"{DATA}results.csv")
    assert count() == few <= 6


def test_a_made_file_is_kept_and_the_old_one_goes(client: Client, world: World) -> None:
    folder = Path(settings.DATA_DIR) / "open-data"
    read(client, f"{DATA}results.csv")
    before = set(folder.glob("results-all.*.csv"))
    copies(world, {"20": "94.974"})
    read(client, f"{DATA}results.csv")
    after = set(folder.glob("results-all.*.csv"))
    assert len(before) == len(after) == 1
    assert before != after
    assert list(folder.glob(".*")) == []


def test_no_spreadsheet_runs_a_name(client: Client, world: World) -> None:
    Kpi.objects.filter(pk=world.kpis["1-1"].pk).update(name='=HYPERLINK("http://evil.example")')
    ProvinceScore.objects.update(rating="@SUM(1)")
    row = rows(client)[0]
    assert (row["kpi_name"], row["rating"]) == ('\'=HYPERLINK("http://evil.example")', "'@SUM(1)")
    assert exact(client)[0]["kpi_name"] == '=HYPERLINK("http://evil.example")'


def test_negative_numbers_stay_numbers() -> None:
    file = file_named("results")
    assert file is not None
    row = {column.name: None for column in file.columns} | {"value": Decimal("-1.50"), "kpi_name": 'ก\n,"'}
    text = b"".join(writing.as_csv(file.columns, [row])).decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(text)))["value"] == "-1.5"
    assert next(csv.DictReader(io.StringIO(text)))["kpi_name"] == 'ก\n,"'
