"""The page where a province tries results: who opens it, what it says, and that nothing is kept."""

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from samrit.audit.models import Event
from samrit.people.models import User
from samrit.reports.actions import save_progress
from samrit.scores.actions import verify_result
from tests import world
from tests.reports.pages import signed_in, text
from tests.world import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def made(db: Any) -> World:
    return world.make_world()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def url(made: World, name: str = "whatif") -> str:
    assert made.round is not None
    return reverse(f"scores:{name}", args=[made.round.pk])


def key(made: World, number: str) -> int:
    return made.kpis[number].indicator_id


def opened(made: World, query: str = "", *, by: User | None = None, **headers: Any) -> HttpResponse:
    return signed_in(by or made.coordinator).get(f"{url(made)}{query}", **headers)


def standing(response: HttpResponse) -> str:
    """What the live region says, in one line."""
    found = re.search(r'<div id="whatif-standing".*?</div>\s*<div class="actions', text(response), re.DOTALL)
    assert found
    return " ".join(re.sub(r"<[^>]*>", " ", found[0]).split())


# ── who ─────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", ["whatif", "whatif_xlsx"])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("recorder", 200), ("approver", 200), ("statistician", 200), ("coordinator", 200), ("evaluator", 200),
        ("stranger", 404),
    ],
)  # fmt: skip
def test_the_provinces_own_people_and_the_evaluators(made: World, who: str, status: int, name: str) -> None:
    assert signed_in(getattr(made, who)).get(url(made, name)).status_code == status


def test_strangers_sign_in_first(made: World) -> None:
    assert Client().get(url(made)).status_code == 302


# ── what it says ────────────────────────────────────────────────────────────
def test_nothing_reported_has_no_score_and_every_field(made: World) -> None:
    page = text(opened(made))
    assert "ยังไม่มีคะแนน เพราะยังไม่มีตัวชี้วัดที่มีผล" in page
    assert page.count("data-slider=") == 4


def test_the_gap_and_the_points_of_each_kpi(made: World) -> None:
    """40 × 62.5 + 30 × 87.5 + 15 × 100 + 15 × 75, over 100: 77.5; everything is reported."""
    world.file_all(made)
    page = text(opened(made))
    assert "77.500" in standing(opened(made))
    assert "ระดับมาตรฐานขั้นสูง" in standing(opened(made))
    assert "เพิ่มอีก 25.885" in " ".join(page.split())  # 1,176.285 → มาตรฐาน 1,202.17
    assert "+5.000 คะแนน" in " ".join(re.sub(r"<[^>]*>", " ", page).split())  # 40 × (75 − 62.5) ÷ 100
    assert "เป็นการทดลอง" in page


def test_a_trial_moves_the_total_and_keeps_nothing(made: World) -> None:
    world.file_all(made)
    before = Event.objects.count()
    response = opened(made, f"?r{key(made, '1-1')}=1202.17")
    assert "82.500" in standing(response)
    assert "+5.000" in standing(response)
    assert "ขณะนี้ 77.500 ระดับมาตรฐานขั้นสูง" in standing(response)
    assert Event.objects.count() == before
    assert made.item("1-1").result.value == Decimal("1176.285")  # type: ignore[union-attr]


def test_the_path_to_the_next_rating_is_said_and_can_be_tried(made: World) -> None:
    world.file_all(made)
    page = " ".join(text(opened(made)).split())
    assert "ถึงระดับคุณภาพ ได้ด้วย" in page
    found = re.search(r'href="\?([^"]*)"[^>]*>(?:(?!</a>).)*ลองตามเส้นทางนี้', page)
    assert found
    tried = opened(made, "?" + found[1].replace("&amp;", "&"))
    assert "ระดับคุณภาพ" in standing(tried)


def test_the_address_keeps_only_what_was_tried(made: World) -> None:
    one, other = key(made, "1-1"), key(made, "1-2")
    response = opened(made, f"?r{one}=๑,๒๐๐.๕๐&r{other}=&e{one}=&e{other}=x&csrf=1")
    assert (response.status_code, response.url) == (302, f"{url(made)}?r{one}=1200.5&e{other}=x")


def test_htmx_is_told_the_address(made: World) -> None:
    one = key(made, "1-1")
    response = opened(made, f"?r{one}=1200&r{key(made, '1-2')}=", HTTP_HX_REQUEST="true")
    assert (response.status_code, response["HX-Replace-Url"]) == (200, f"{url(made)}?r{one}=1200")


def test_what_is_no_number_is_said_beside_its_field(made: World) -> None:
    response = opened(made, f"?r{key(made, '1-1')}=สิบสอง&r{key(made, '1-2')}=20")
    assert response.status_code == 422
    assert "“สิบสอง” ไม่ใช่ตัวเลขที่ใช้คิดคะแนนได้" in text(response)
    assert 'value="สิบสอง"' in text(response)
    assert "100.000" in standing(response)  # 1-2 alone is scored


def test_a_kpi_that_cannot_be_moved_is_not_on_the_path(made: World) -> None:
    world.file_all(made)
    fixed = "&".join(f"e{key(made, number)}=x" for number in ("1-1", "1-2"))
    page = " ".join(text(opened(made, "?" + fixed)).split())
    assert "ยังไปไม่ถึงระดับคุณภาพ" in page


# ── what a person may know ──────────────────────────────────────────────────
def test_another_agencys_draft_is_not_shown_and_not_counted(made: World) -> None:
    world.save(made, "2-1.1", "4")
    assert "หน่วยงานยังไม่ส่ง" in text(opened(made, by=made.recorder))
    assert "ยังไม่มีคะแนน" in standing(opened(made, by=made.recorder))
    for insider in (made.statistician, made.coordinator, made.evaluator):
        assert "100.000" in standing(opened(made, by=insider))


def test_what_evaluators_correct_is_told_when_it_is_confirmed(made: World) -> None:
    world.file_all(made)
    verify_result(
        item=made.item("1-2"), decision="correct", value=Decimal(30), missing=None, reason="หลักฐานต่างกัน",
        by=made.evaluator, now=NOW,
    )  # fmt: skip
    assert "77.500" in standing(opened(made))
    assert "51.250" in standing(opened(made, by=made.evaluator))
    assert made.round is not None
    made.round.settled_at = NOW
    made.round.save()
    assert "51.250" in standing(opened(made))


# ── forecast ────────────────────────────────────────────────────────────────
def test_the_forecast_stands_in_the_row_and_can_be_tried(made: World) -> None:
    save_progress(
        item=made.item("1-1", made.recorder), span="month", accumulates="sum", version=0, by=made.recorder, now=NOW,
        cells={place: (Decimal(100), None) for place in range(1, 7)},
    )  # fmt: skip
    page = text(opened(made))
    assert "คาดการณ์ทั้งปี 1,200 (1,200 – 1,200)" in page
    assert f'href="?r{key(made, "1-1")}=1200"' in page
    assert "trend-band" in page
    assert "คาดการณ์ทั้งปี" not in text(opened(made, by=made.statistician))


# ── the workbook, and how much it asks of the database ──────────────────────
def test_the_workbook_holds_the_trial(made: World) -> None:
    world.file_all(made)
    response = signed_in(made.coordinator).get(f"{url(made, 'whatif_xlsx')}?r{key(made, '1-1')}=1202.17")
    book = load_workbook(io.BytesIO(response.content))
    rows = list(book.worksheets[0].values)
    assert rows[1][0] == "เป็นการทดลอง ไม่ใช่ผลที่รายงานหรือประกาศ"
    assert rows[3][0] == "คะแนนที่ลอง: 82.500 ระดับมาตรฐานขั้นสูง"
    first = rows[6]
    assert (first[0], first[4], first[5], first[6], first[7]) == ("1-1", 1176.285, 1202.17, 25, 30)
    assert "ถึงระดับคุณภาพ" in str(book.worksheets[1]["A1"].value)


def test_the_number_of_queries_does_not_grow(made: World) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            opened(made)
        return len(queries)

    asked()
    world.approve(made, "1-1", "1200")
    one = asked()
    world.approve(made, "2-1.1", "4")
    world.approve(made, "2-1.2", "70")
    assert asked() == one


def test_after_the_round_has_closed_one_may_still_try(made: World, clock: Any) -> None:
    clock.move_to(NOW + timedelta(days=90))
    assert opened(made).status_code == 200
