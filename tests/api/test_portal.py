"""Comparing, searching and open data without a token: the digits and the words of the pages."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from time_machine import travel

from tests.api.calling import Program
from tests.api.test_boards import read, table
from tests.dashboards.portal import content
from tests.dashboards.published import published_world
from tests.dashboards.test_public import copies
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
ANYBODY = Program(None)


@pytest.fixture(scope="module", autouse=True)
def world(django_db_setup: Any, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic(), travel(NOW, tick=False):
        made = published_world()
        copies(made, {"20": "94.974", "10": "79.375", "50": "60", "12": "50", "14": "40"})
        yield made
        transaction.set_rollback(True)


def test_a_comparison_says_by_how_much() -> None:
    told = read(ANYBODY, "/results/compare?area=20&area=13&area=99")
    assert [(one["area"], one["difference"]) for one in told["provinces"]] == [
        ("20", None),
        ("13", "-15.599"),
    ]
    assert (told["year"], told["unknown"]) == (2567, ["99"])
    rows = [
        row for component in told["components"] for kpi in component["kpis"] for row in (kpi, *kpi["parts"])
    ]
    of_file = table(Client().get(told["files"]["csv"]).content)[2:]
    assert [row["name"] for row in rows] == [line[1] for line in of_file]
    scored = [(row["sides"][0]["kpi"]["score"], line[4]) for row, line in zip(rows, of_file, strict=True)]
    assert [score for score, _ in scored] == [in_file for _, in_file in scored]
    assert {side["area"] for row in rows for side in row["sides"]} == {"20", "13"}


@pytest.mark.parametrize(
    "asked", ["area=12", "area=12&area=99", "area=12&area=13&year=2566", "&".join(["area=12"] * 6), ""]
)
def test_what_cannot_be_compared_is_said(asked: str) -> None:
    assert ANYBODY.call("get", f"/results/compare?{asked}").status_code == 422


def test_what_is_looked_for_is_marked_and_followed_to_its_end() -> None:
    whole = read(ANYBODY, "/results/search?q=สำนักงาน&limit=200")
    assert sum(whole["kinds"].values()) == len(whole["items"]) > 1
    assert whole["years"] == [2567]
    marked = [piece["text"] for one in whole["items"] for piece in one["title"] if piece["hit"]]
    assert set(marked) == {"สำนักงาน"}
    parts: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        part = read(ANYBODY, f"/results/search?q=สำนักงาน&limit=1{cursor and '&cursor='}{cursor}")
        parts, cursor = [*parts, *part["items"]], part["next"]
    assert parts == whole["items"]
    of_kpi = read(ANYBODY, "/results/search?q=ฝุ่นละออง&kind=kpi")["items"]
    assert "13" in {place["area"] for place in of_kpi[0]["places"]}
    assert read(ANYBODY, "/results/search?q=ฝุ่นละออง&kind=agency")["items"] == []
    assert ANYBODY.call("get", "/results/search?q=ก").status_code == 422


def test_open_data_leads_to_its_files() -> None:
    told = read(ANYBODY, "/results/open-data")
    for file in told["files"]:
        assert [one["year"] for one in file["addresses"]] == [None, 2567]
        rows = table(content(Client().get(file["addresses"][1]["urls"]["csv"])))
        assert rows[0] == [column["name"] for column in file["columns"]]
        assert len(rows) > 1


def test_every_year_and_its_standings() -> None:
    years = read(ANYBODY, "/results/years")
    assert [(one["year"], one["provinces"], one["of"]) for one in years] == [(2567, 6, 76)]
    ranked = [one for one in read(ANYBODY, "/results/standings?year=2567") if one["rank"]]
    assert [(one["rank"], one["area"], one["total"]) for one in ranked] == [
        (1, "20", "94.974"), (2, "13", "79.375"), (3, "50", "60"), (4, "12", "50"), (5, "14", "40"),
    ]  # fmt: skip


def test_as_many_queries_for_one_as_for_many() -> None:
    pairs = (
        ("/results/search?q=สำนักงาน&limit=1", "/results/search?q=สำนักงาน&limit=50"),
        ("/results/compare?area=20&area=13", "/results/compare?area=20&area=13&area=50&area=12&area=14"),
        ("/results?limit=1", "/results?limit=50"),
    )
    for one, many in pairs:
        assert queries(one) == queries(many), one


def queries(path: str) -> int:
    read(ANYBODY, path)  # what is kept between requests is there
    with CaptureQueriesContext(connection) as asked:
        read(ANYBODY, path)
    return len(asked)
