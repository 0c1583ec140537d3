"""The boards and everything public as data: the digits of the pages' files, and nothing before its second."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from time_machine import travel

from samrit.people.models import Agency, Role, User
from tests.api.calling import Program, token_for
from tests.dashboards.countrywide import LAST_YEAR, Country, kpi_score, make_country
from tests.world import NOW, person

pytestmark = pytest.mark.django_db
BEFORE = LAST_YEAR - 1
CODES = ("11", "12", "13", "14")


@dataclass
class Seen:
    """Four provinces over three years, of which the last is confirmed and not published."""

    country: Country
    evaluator: User
    works: Program  # the evaluator's
    anybody: Program


@pytest.fixture(scope="module")
def seen(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Seen]:
    with django_db_blocker.unblock(), transaction.atomic(), travel(NOW, tick=False):
        central = Agency.objects.create(kind=Agency.Kind.CENTRAL, name="สำนักงาน ก.พ.ร.")
        evaluator = person("evaluator", central, Role.EVALUATOR)
        country = make_country(evaluator, provinces=4, years=3, kpis=4, publish=False)
        yield Seen(country, evaluator, Program(token_for(evaluator)), Program(None))
        transaction.set_rollback(True)


def read(program: Program, path: str, status: int = 200) -> Any:
    answer = program.call("get", path)
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def told(part: dict[str, Any]) -> list[list[str]]:
    """A part as its CSV says it: the exact figure, else the word for why there is none."""
    rows = [
        [cell["text"] if cell["value"] is None else cell["value"] for cell in row] for row in part["rows"]
    ]
    return [[one["label"] for one in part["columns"]], *rows]


# ── the same figures ────────────────────────────────────────────────────────
def test_every_part_says_what_its_file_says(seen: Seen) -> None:
    browser = Client()
    browser.force_login(seen.evaluator)
    agency, kpi = seen.country.agencies[1].pk, seen.country.library[1].pk
    own = ("country", "clusters/central_upper", "provinces/11", f"agencies/{agency}", f"kpis/{kpi}")
    public = ("country", "clusters/central_upper", f"agencies/{agency}", f"kpis/{kpi}")
    for place in own:
        board = read(seen.works, f"/boards/{LAST_YEAR}/{place}")
        assert (board["unpublished"], bool(board["parts"])) == (True, True)
        for part in board["parts"]:
            of_page = browser.get(f"{board['url']}{part['key']}.csv")
            assert told(part) == table(of_page.content)
            own_file = seen.works.get(part["files"]["csv"], headers=bearer(seen.works))
            assert own_file.content == of_page.content
    for place in public:
        board = read(seen.anybody, f"/results/boards/{BEFORE}/{place}")
        assert (board["unpublished"], bool(board["parts"])) == (False, True)
        for part in board["parts"]:
            assert told(part) == table(seen.anybody.get(part["files"]["csv"]).content)


def bearer(program: Program) -> dict[str, str]:
    return {"Authorization": f"Bearer {program.token}"}


def test_charts_say_what_their_tables_say(seen: Seen) -> None:
    parts = {part["key"]: part for part in read(seen.works, f"/boards/{LAST_YEAR}/country")["parts"]}
    assert {parts[key]["chart"]["kind"] for key in ("map", "ranking", "years", "kpis")} == {
        "map",
        "bars",
        "lines",
        "heat",
    }
    totals = {
        str(score.total_published) for score in seen.country.scores if score.round.fiscal_year_id == LAST_YEAR
    }
    assert {f"{Decimal(bar['value']):.3f}" for bar in parts["ranking"]["chart"]["bars"]} == totals
    assert len(parts["map"]["chart"]["places"]) == 76
    why = [
        step
        for row in read(seen.works, f"/boards/{LAST_YEAR}/provinces/11")["parts"][0]["rows"]
        for cell in row
        for step in cell["why"]
    ]
    assert all(isinstance(step, str) for step in why)


def test_standings_and_figures_are_those_of_the_results(seen: Seen) -> None:
    rows = {row["area"]: row for row in read(seen.works, f"/boards/standings?year={LAST_YEAR}")}
    for place, code in enumerate(CODES):
        row, change = rows[code], seen.country.total(place, 2) - seen.country.total(place, 1)
        assert row["total"] == f"{seen.country.total(place, 2):.3f}"
        assert Decimal(row["change"]) == change.quantize(Decimal("0.001"))
        assert (row["published"], row["state"], row["under_appeal"]) == (False, "confirmed", False)
    in_order = sorted(CODES, key=lambda code: -Decimal(rows[code]["total"]))
    assert rows[in_order[0]]["rank"] == 1
    found = read(seen.works, f"/boards/figures?kpi={seen.country.library[2].pk}")["items"]
    assert {(one["area"], one["year"]): Decimal(one["score"]) for one in found} == {
        (code, year): kpi_score(place, 2, which)
        for place, code in enumerate(CODES) for which, year in enumerate(seen.country.years)
    }  # fmt: skip
    mine = read(seen.works, f"/boards/figures?agency={seen.country.agencies[0].pk}&year={LAST_YEAR}&limit=2")
    assert ([one["area"] for one in mine["items"]], bool(mine["next"])) == (["11", "11"], True)


def test_as_many_queries_for_one_as_for_many(seen: Seen) -> None:
    pairs = (
        ("/boards/figures?limit=1", "/boards/figures?limit=36"),
        ("/results/figures?limit=1", "/results/figures?limit=24"),
        (f"/boards/{LAST_YEAR}/clusters/central_upper", f"/boards/{LAST_YEAR}/country"),
    )
    for one, many in pairs:
        for path in (one, many):
            read(seen.works, path)  # what is kept between requests is there
        assert queries(seen, one) == queries(seen, many), one


def queries(seen: Seen, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        read(seen.works, path)
    return len(asked)


# ── nothing before its time ─────────────────────────────────────────────────
@pytest.mark.parametrize("place", ["clusters/รายได้ชุมชน", "clusters/none", "agencies/999999", "kpis/999999"])
def test_a_place_that_is_none_is_not_found(seen: Seen, place: str) -> None:
    for who, path in ((seen.works, "boards"), (seen.anybody, "results/boards")):
        assert who.call("GET", f"/{path}/{LAST_YEAR}/{place}").status_code == 404


def test_a_visitor_learns_nothing_of_what_is_not_published(seen: Seen) -> None:
    hidden = [
        str(score.total_published) for score in seen.country.scores if score.round.fiscal_year_id == LAST_YEAR
    ]
    shown = {
        str(score.total_published) for score in seen.country.scores if score.round.fiscal_year_id != LAST_YEAR
    }
    secret = [total for total in hidden if total not in shown and not total.endswith(".000")]
    assert secret
    agency, kpi = seen.country.agencies[0].pk, seen.country.library[0].pk
    for path in (
        f"boards/{LAST_YEAR}/country", f"boards/{LAST_YEAR}/clusters/central_upper", f"standings?year={LAST_YEAR}",
        f"{LAST_YEAR}/11", f"{LAST_YEAR}/11/editions", f"{LAST_YEAR}/11/editions/12-1", f"boards/{LAST_YEAR}/report",
    ):  # fmt: skip
        assert seen.anybody.call("get", f"/results/{path}").status_code == 404, path
    for path in (
        "years", "figures?limit=200", f"boards/{BEFORE}/country", f"boards/{BEFORE}/agencies/{agency}",
        f"boards/{BEFORE}/kpis/{kpi}", f"standings?year={BEFORE}",
        "open-data", "", f"{BEFORE}/11/editions",
    ):  # fmt: skip
        content = seen.anybody.call("get", f"/results/{path}".rstrip("/")).content.decode()
        assert [total for total in secret if total in content] == [], path
    assert {one["year"] for one in read(seen.anybody, "/results/figures?limit=200")["items"]} == {
        BEFORE,
        BEFORE - 1,
    }
