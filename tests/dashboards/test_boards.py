"""The boards: what they show to whom, that their figures add up, and that they stay quick."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from samrit.dashboards.queries.boards.seen import seen_by_all, spread
from samrit.frameworks import models as frameworks
from samrit.frameworks.models import FiscalYear
from samrit.people.models import Agency, Area, Role, User
from samrit.reports.models import Result
from samrit.scores import models as scores
from samrit.scores.actions import confirm_score, publish_score
from samrit.scores.models import ProvinceScore, Publication
from samrit.scores.queries import score_of
from tests.dashboards.countrywide import LAST_YEAR, Country, kpi_score, make_country
from tests.dashboards.published import published_world
from tests.world import NOW, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluator() -> User:
    central = Agency.objects.create(kind=Agency.Kind.CENTRAL, name="สำนักงาน ก.พ.ร.")
    return person("evaluator", central, Role.EVALUATOR)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def rows_of(client: Client, url: str) -> list[dict[str, str]]:
    """The rows of a CSV, by the words of its head."""
    response = client.get(url)
    assert response.status_code == 200
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def ranked(client: Client, url: str) -> list[dict[str, str]]:
    """Without the provinces that have no score: they stand last, with the word for it."""
    return [row for row in rows_of(client, url) if row["อันดับ"] != "ไม่จัดอันดับ"]


def board(name: str, *arguments: object) -> str:
    return reverse(f"dashboards:{name}", args=arguments)


# ── figures by hand ─────────────────────────────────────────────────────────
def test_the_mean_on_the_board_is_the_sum_of_the_csv_divided_by_its_rows(evaluator: User) -> None:
    country = make_country(evaluator, provinces=7, years=2)
    client = signed_in(evaluator)
    ranking = ranked(client, board("board_file", LAST_YEAR, "ranking", "csv"))
    totals = [Decimal(row["คะแนน"]) for row in ranking]
    assert sorted(totals) == sorted(round(country.total(province, 1), 3) for province in range(7))
    mean = (sum(totals) / 7).quantize(Decimal("0.001"))
    page = client.get(board("board", LAST_YEAR)).content.decode()
    assert f'<p class="key-value">{mean}' in page.replace("\n", "").replace("  ", "")
    years = rows_of(client, board("board_file", LAST_YEAR, "years", "csv"))
    assert [row["ปีงบประมาณ"] for row in years] == [str(year) for year in country.years]
    assert Decimal(years[-1]["เฉลี่ย"]) == mean


def test_points_in_the_csv_of_a_province_add_up_to_its_total(evaluator: User) -> None:
    country = make_country(evaluator, provinces=3, years=1, kpis=8)
    area = country.areas[2]
    client = signed_in(evaluator)
    rows = rows_of(client, board("board_province_file", LAST_YEAR, area.pk, "kpis", "csv"))
    assert sum(Decimal(row["คะแนนถ่วงน้ำหนัก"]) for row in rows) == country.total(2, 0)
    assert [Decimal(row["คะแนน"]) for row in rows] == [kpi_score(2, kpi, 0) for kpi in range(8)]
    parts = rows_of(client, board("board_province_file", LAST_YEAR, area.pk, "components", "csv"))
    assert Decimal(parts[0]["คะแนนถ่วงน้ำหนัก"]) == country.total(2, 0)


def test_parts_stand_below_their_kpi_and_are_not_counted_twice() -> None:
    world = published_world()
    rows = rows_of(signed_in(world.evaluator), board("board_province_file", LAST_YEAR, "13", "kpis", "csv"))
    assert [row["ที่"] for row in rows] == ["1-1", "1-2", "2-1", "2-1.1", "2-1.2"]
    counted = [row["คะแนนถ่วงน้ำหนัก"] for row in rows if not row["ที่"].startswith("2-1.")]
    assert world.round is not None
    assert sum(map(Decimal, counted)) == score_of(world.round).total  # type: ignore[union-attr]  # it is there
    assert {row["คะแนนถ่วงน้ำหนัก"] for row in rows[3:]} == {"รวมในตัวชี้วัดหลักแล้ว"}
    assert rows[2]["ผลที่ตรวจแล้ว"] == "ดูที่ตัวชี้วัดย่อย"


def test_the_heat_map_holds_every_score_of_every_province(evaluator: User) -> None:
    country = make_country(evaluator, provinces=5, years=1, kpis=3)
    rows = rows_of(signed_in(evaluator), board("board_file", LAST_YEAR, "kpis", "csv"))
    by_name = {row["จังหวัด"]: row for row in rows}
    for place, area in enumerate(country.areas):
        shown = [Decimal(by_name[area.name][kpi.name]) for kpi in country.library]
        assert shown == [kpi_score(place, kpi, 0) for kpi in range(3)]
    assert {row["ตัวชี้วัดอื่น"] for row in rows} == {"0"}


def test_a_kpi_over_provinces_and_years(evaluator: User) -> None:
    country = make_country(evaluator, provinces=4, years=3, kpis=2)
    url = board("board_kpi_file", LAST_YEAR, country.library[1].pk, "grid", "csv")
    rows = rows_of(signed_in(evaluator), url)
    assert [row["จังหวัด"] for row in rows] == [area.name for area in country.areas]
    assert [[Decimal(row[str(year)]) for year in country.years] for row in rows] == [
        [kpi_score(place, 1, year) for year in range(3)] for place in range(4)
    ]


def test_equal_totals_share_a_rank_and_the_next_is_left_out(evaluator: User) -> None:
    country = make_country(evaluator, provinces=4, years=1)
    for score, total in zip(country.scores, ("90.000", "80.000", "90.000", "70.000"), strict=True):
        ProvinceScore.objects.filter(pk=score.pk).update(total=Decimal(total), total_published=total)
    rows = ranked(signed_in(evaluator), board("board_file", LAST_YEAR, "ranking", "csv"))
    assert [row["อันดับ"] for row in rows] == ["1", "1", "3", "4"]


def test_missing_is_not_zero(evaluator: User) -> None:
    country = make_country(evaluator, provinces=3, years=1)
    gone = country.scores[1]
    Publication.objects.all().delete()
    gone.kpi_scores.all().delete()
    gone.delete()
    rows = rows_of(signed_in(evaluator), board("board_file", LAST_YEAR, "map", "csv"))
    assert rows[1]["คะแนน"] == "ยังไม่มีคะแนน"
    assert spread([Decimal(10), None, Decimal(20)]).mean == Decimal("15.000")
    assert spread([None]).mean is None


def test_the_workbook_has_the_same_numbers(evaluator: User) -> None:
    country = make_country(evaluator, provinces=3, years=1)
    content = signed_in(evaluator).get(board("board_file", LAST_YEAR, "ranking", "xlsx")).content
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    head = [cell.value for cell in sheet[4]]
    totals = {sheet.cell(row, head.index("คะแนน") + 1).value for row in range(5, 8)}
    assert totals == {float(score.total_published) for score in country.scores}


def test_a_name_that_a_spreadsheet_would_run_is_tamed(evaluator: User) -> None:
    country = make_country(evaluator, provinces=1, years=1, kpis=1)
    country.library[0].name = "=1+1"
    country.library[0].save()
    client = signed_in(evaluator)
    text = client.get(board("board_file", LAST_YEAR, "kpis", "csv")).content.decode("utf-8-sig")
    assert text.splitlines()[0] == "จังหวัด,'=1+1,ตัวชี้วัดอื่น"


# ── who sees what ───────────────────────────────────────────────────────────
@pytest.fixture
def unpublished(evaluator: User) -> Country:
    """Three provinces over two years; the last year is confirmed and not published."""
    return make_country(evaluator, provinces=3, years=2, publish=False)


def totals_seen(client: Client) -> list[str]:
    rows = rows_of(client, board("board_file", LAST_YEAR, "map", "csv"))
    return [row["จังหวัด"] for row in rows if row["คะแนน"] != "ยังไม่มีคะแนน"]


def test_evaluators_see_all_others_their_own_province(evaluator: User, unpublished: Country) -> None:
    own = person("coordinator", unpublished.agencies[1], Role.COORDINATOR)
    recorder = person("recorder", unpublished.agencies[2], Role.RECORDER)
    assert totals_seen(signed_in(evaluator)) == [area.name for area in unpublished.areas]
    assert totals_seen(signed_in(own)) == [unpublished.areas[1].name]
    assert totals_seen(signed_in(recorder)) == [unpublished.areas[2].name]


def test_what_is_not_published_is_marked(evaluator: User, unpublished: Country) -> None:
    client = signed_in(evaluator)
    assert "ห้ามเผยแพร่ต่อ" in client.get(board("board", LAST_YEAR)).content.decode()
    assert "ห้ามเผยแพร่ต่อ" not in client.get(board("board", LAST_YEAR - 1)).content.decode()
    drawn = client.get(board("board_file", LAST_YEAR, "map", "svg")).content.decode()
    assert "มีคะแนนที่ยังไม่ประกาศ" in drawn


@pytest.mark.parametrize(
    "name", ["board", "board_cluster", "board_province", "board_agency", "board_kpi", "board_stamp", "boards"]
)
def test_boards_of_people_at_work_ask_for_a_role(name: str, unpublished: Country) -> None:
    arguments = {
        "board": [LAST_YEAR], "board_cluster": [LAST_YEAR, "central_metropolitan"],
        "board_province": [LAST_YEAR, unpublished.areas[0].pk], "board_agency": [LAST_YEAR, unpublished.agencies[0].pk],
        "board_kpi": [LAST_YEAR, unpublished.library[0].pk],
    }.get(name, [])  # fmt: skip
    url = board(name, *arguments)
    assert Client().get(url).headers["Location"].startswith("/accounts/login/")
    nobody = User.objects.create_user("nobody@example.go.th", name="nobody")
    assert signed_in(nobody).get(url).status_code == 404


def test_strangers_find_no_unpublished_province(unpublished: Country) -> None:
    own = person("coordinator", unpublished.agencies[1], Role.COORDINATOR)
    client = signed_in(own)
    here, there = unpublished.areas[1].pk, unpublished.areas[0].pk
    assert client.get(board("board_province", LAST_YEAR, here)).status_code == 200
    assert client.get(board("board_province", LAST_YEAR, there)).status_code == 404
    assert client.get(board("board_province", LAST_YEAR - 1, there)).status_code == 200
    assert client.get(board("board_province_file", LAST_YEAR, there, "kpis", "csv")).status_code == 404
    rows = rows_of(client, board("board_agency_file", LAST_YEAR, unpublished.agencies[0].pk, "years", "csv"))
    assert [row["ปีงบประมาณ"] for row in rows] == [str(LAST_YEAR - 1)]


def test_the_public_sees_what_is_published_and_nothing_else(unpublished: Country) -> None:
    client = Client()
    assert client.get(board("public_board", LAST_YEAR)).status_code == 404
    assert client.get(board("public_board_kpi", LAST_YEAR, unpublished.library[0].pk)).status_code == 404
    assert client.get(board("public_board_agency", LAST_YEAR, unpublished.agencies[0].pk)).status_code == 404
    assert client.get(board("public_board_file", LAST_YEAR, "map", "csv")).status_code == 404
    before = LAST_YEAR - 1
    assert len(ranked(client, board("public_board_file", before, "ranking", "csv"))) == 3
    page = client.get(board("public_board", before)).content.decode()
    assert f"/performance/{before}/{unpublished.areas[0].pk}/" in page
    assert 'href="/dashboards/' not in page
    assert 'id="part-progress"' not in page


def test_an_embargo_ends_to_the_second(unpublished: Country, evaluator: User) -> None:
    score = unpublished.scores[-1]
    moment = NOW + timedelta(days=1)
    Publication.objects.create(
        round=score.round, score=score, number=1, publish_at=moment, decided_at=NOW, published_by=evaluator
    )
    before, at = seen_by_all(now=moment - timedelta(seconds=1)), seen_by_all(now=moment)
    assert before.of_year(LAST_YEAR) == []
    assert at.of_year(LAST_YEAR) == [score]


def test_a_voided_year_has_no_board(evaluator: User) -> None:
    make_country(evaluator, provinces=1, years=2)
    FiscalYear.objects.filter(pk=LAST_YEAR).update(
        voided_at=NOW, voided_by=evaluator, void_reason="โควิด-19", void_resolution="มติ ก.พ.ร."
    )
    client = signed_in(evaluator)
    assert client.get(board("board", LAST_YEAR)).status_code == 404
    assert client.get(board("public_board", LAST_YEAR)).status_code == 404
    assert client.get(board("boards")).headers["Location"] == board("board", LAST_YEAR - 1)
    assert len(rows_of(client, board("board_file", LAST_YEAR - 1, "years", "csv"))) == 1


def test_unknown_places_and_parts_are_not_found(evaluator: User) -> None:
    make_country(evaluator, provinces=1, years=1)
    client = signed_in(evaluator)
    for url in (
        board("board", 2601),
        board("board_cluster", LAST_YEAR, "atlantis"),
        board("board_province", LAST_YEAR, "10"),
        board("board_agency", LAST_YEAR, 10**17),
        board("board_file", LAST_YEAR, "nothing", "csv"),
        board("board_file", LAST_YEAR, "map", "exe"),
        board("board_province_file", LAST_YEAR, "11", "components", "png"),
    ):
        assert client.get(url).status_code == 404, url


# ── figures lead to their why ───────────────────────────────────────────────
def test_every_score_leads_to_the_place_where_it_is_explained() -> None:
    world = published_world()
    client = signed_in(world.evaluator)
    page = client.get(board("board", LAST_YEAR)).content.decode()
    url = board("board_province", LAST_YEAR, "13")
    assert f'href="{url}#kpi-1-1"' in page
    province = client.get(url).content.decode()
    assert 'id="kpi-1-1"' in province
    assert 'id="why-total"' in province
    assert "1,176.285" in province  # the steps of a score stand in place
    public = client.get(board("public_board", LAST_YEAR)).content.decode()
    assert f'href="{reverse("dashboards:province", args=[LAST_YEAR, "13"])}#kpi-1-1"' in public
    explained = client.get(reverse("dashboards:province", args=[LAST_YEAR, "13"])).content.decode()
    assert 'id="kpi-1-1"' in explained


def test_a_board_shows_how_far_reporting_is() -> None:
    world = published_world(publish=False)
    rows = rows_of(signed_in(world.evaluator), board("board_file", LAST_YEAR, "progress", "csv"))
    assert [(row["จังหวัด"], row["ต้องรายงาน"], row["ตรวจแล้ว"]) for row in rows] == [("ปทุมธานี", "4", "4")]


# ── quick at any size ───────────────────────────────────────────────────────
def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


SIZES = [(1, 1, 1), (3, 2, 3), (76, 10, 5)]


def test_ten_years_of_76_provinces_take_as_many_queries_as_one(evaluator: User) -> None:
    counts: list[list[int]] = []
    for provinces, years, kpis in SIZES:
        clear()
        country = make_country(evaluator, provinces=provinces, years=years, kpis=kpis)
        at_work, public = signed_in(evaluator), Client()
        area, agency, kpi = country.areas[0].pk, country.agencies[0].pk, country.library[0].pk
        counts.append(
            [
                queries(at_work, board("board", LAST_YEAR)),
                queries(at_work, board("board_cluster", LAST_YEAR, "central_metropolitan")),
                queries(at_work, board("board_province", LAST_YEAR, area)),
                queries(at_work, board("board_agency", LAST_YEAR, agency)),
                queries(at_work, board("board_kpi", LAST_YEAR, kpi)),
                queries(public, board("public_board", LAST_YEAR)),
                queries(public, board("public_board_agency", LAST_YEAR, agency)),
                queries(public, board("public_board_kpi", LAST_YEAR, kpi)),
            ]
        )
    assert counts[0] == counts[1] == counts[2]


def clear() -> None:
    """Everything that ``make_country`` made."""
    for model in (
        scores.Publication, scores.KpiScore, scores.ProvinceScore, scores.Verification, Result, frameworks.KpiOwner, frameworks.Kpi,
        frameworks.Indicator, frameworks.Edition, frameworks.Framework, frameworks.Round, frameworks.LibraryKpi,
    ):  # fmt: skip
        model.objects.all().delete()
    Agency.objects.filter(area__in=Area.objects.all()).delete()


# ── the stamp ───────────────────────────────────────────────────────────────
def test_the_stamp_changes_with_whatever_is_done_and_else_stays() -> None:
    world = published_world(publish=False)
    client = signed_in(world.evaluator)
    first = client.get(board("board_stamp"))
    again = client.get(board("board_stamp"), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    public = Client().get(board("public_board_stamp")).content
    assert world.round is not None
    confirm_score(round_=world.round, by=world.evaluator, now=NOW)
    publish_score(round_=world.round, by=world.evaluator, now=NOW)
    assert client.get(board("board_stamp")).content != first.content
    assert Client().get(board("public_board_stamp")).content != public
