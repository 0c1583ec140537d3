"""Published pages never change silently: editions, what changed, withdrawals that leave their trace."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samrit.frameworks.models import FiscalYear, Round
from samrit.scores.actions import finalise_score, publish_score
from samrit.scores.models import ProvinceScore, Publication
from tests.dashboards.portal import another_edition, read, text_of, withdraw
from tests.dashboards.published import make_public, published_world
from tests.world import NOW, World

pytestmark = pytest.mark.django_db

PAGE = "/performance/2567/13/"
LATER = NOW + timedelta(days=1)


@pytest.fixture
def world() -> World:
    return published_world()


def final_edition(world: World, now: object = None) -> Publication:
    """The same digits, one step further, published as the second edition."""
    assert world.round is not None
    finalise_score(round_=world.round, open_appeals=0, appeals_end_at=LATER, by=world.evaluator, now=LATER)
    return publish_score(round_=world.round, by=world.evaluator, now=LATER, reason="พ้นเวลาอุทธรณ์")


def test_the_page_says_its_edition_its_date_and_its_state(client: Client, world: World) -> None:
    words = text_of(read(client, PAGE))
    assert "10 ตุลาคม 2567 10.00 น. · ฉบับที่ 1" in words
    assert "สถานะของคะแนน คะแนนที่ยืนยันแล้ว" in words
    assert "รอบ 12 เดือน ฉบับที่ 1 10 ต.ค. 2567 เวลา 10.00 น. มีผลอยู่ 79.375 ฉบับแรก" in words


def test_another_edition_says_what_it_changed(client: Client, world: World) -> None:
    final_edition(world)
    words = text_of(read(client, PAGE))
    assert "ฉบับที่ 2 ต่างจากฉบับที่ 1 อย่างไร เหตุผล: พ้นเวลาอุทธรณ์" in words
    assert "สถานะของคะแนน คะแนนที่ยืนยันแล้ว คะแนนสิ้นสุด" in words
    assert "คะแนนรวม 79.375" not in words  # the same digits are no change


def test_an_earlier_edition_stays_as_it_was_and_says_so(client: Client, world: World) -> None:
    first = text_of(read(client, PAGE))
    final_edition(world)
    html = read(client, f"{PAGE}editions/12-1/")
    words = text_of(html)
    assert "ฉบับที่ 1 ไม่มีผลแล้ว มีฉบับใหม่แทนเมื่อ 11 ตุลาคม 2567" in words
    assert "ดูผลที่มีผลอยู่: รอบ 12 เดือน ฉบับที่ 2" in words
    assert '<meta name="robots" content="noindex">' in html
    assert 'rel="canonical" href="http://127.0.0.1:8000/performance/2567/13/"' in html
    # The figures and every step are those of the first time.
    start, end = "ผลรวม 79.375", "ฉบับของหน้านี้"
    body = first[first.index(start) : first.index(end)]
    assert body in words


def test_the_present_edition_has_the_address_of_an_edition_too(client: Client, world: World) -> None:
    html = read(client, f"{PAGE}editions/12-1/")
    assert "ไม่มีผลแล้ว" not in html
    assert client.get(f"{PAGE}editions/1/")["Location"] == f"{PAGE}editions/12-1/"
    for name in ("12-2", "6-1", "x", "0", "12-01", "9" * 30):
        assert client.get(f"{PAGE}editions/{name}/", follow=True).status_code == 404


def test_a_withdrawal_leaves_when_and_why_and_no_figure(client: Client, world: World) -> None:
    withdraw(world, LATER)
    for url in (PAGE, f"{PAGE}editions/12-1/"):
        html = read(client, url, status=410)
        words = text_of(html)
        assert (
            "ถอนประกาศแล้ว ฉบับที่ 1 ประกาศเมื่อ 10 ต.ค. 2567 เวลา 10.00 น. ถอนประกาศเมื่อ 11 ต.ค. 2567 เวลา 10.00 น."
            in words
        )
        assert "เหตุผล ตัวเลขรายได้คลาดเคลื่อน" in words
        assert "79.375" not in html
        assert "noindex" in html
    for name in (".pdf", ".xlsx", "/card.png"):
        assert client.get(f"/performance/2567/13{name}").status_code == 404


def test_a_withdrawn_result_vanishes_from_every_list(client: Client, world: World) -> None:
    read(client, "/performance/search/", q="ปทุมธานี")
    withdraw(world, LATER)
    for url in (
        "/performance/", "/performance/2567/", "/performance/search/?q=ปทุมธานี", "/performance/compare/",
        "/performance/open-data/results.csv", "/performance/open-data/provinces.json", "/sitemap.xml",
    ):  # fmt: skip
        html = read(client, url)
        assert "79.375" not in html
        assert "/performance/2567/13/" not in html
    feed = read(client, "/performance/feed.xml")
    assert "ถอนประกาศ: จังหวัดปทุมธานี" in feed
    assert "79.375" not in feed


def test_after_a_withdrawal_the_next_edition_keeps_its_figures_hidden(client: Client, world: World) -> None:
    another_edition(world, LATER)
    words = text_of(read(client, PAGE))
    assert "77.500 จาก 100" in words  # 1-2 is 21: 30 × 87.5 % instead of 93.75 %
    assert "ฉบับก่อนถอนประกาศแล้ว จึงไม่แสดงตัวเลขของฉบับนั้น" in words
    assert "79.375" not in words
    withdrawn = text_of(read(client, f"{PAGE}editions/12-1/", status=410))
    assert "ดูผลที่มีผลอยู่: รอบ 12 เดือน ฉบับที่ 2" in withdrawn


def test_a_shorter_round_keeps_its_editions(client: Client, world: World) -> None:
    original = ProvinceScore.objects.get(round=world.round, superseded_at=None)
    six = Round.objects.create(
        area_id="13", fiscal_year_id=2567, months=6, opens_at=NOW, closes_at=NOW.replace(hour=9)
    )
    make_public(
        ProvinceScore.objects.create(
            round=six, version=1, state="confirmed", edition=original.edition, rule_set="2567",
            rule_version=original.rule_version, inputs=original.inputs, outcome=original.outcome,
            total=original.total, total_published="50.000", computed_by=world.evaluator, computed_at=NOW,
        )
    )  # fmt: skip
    assert "79.375" in read(client, PAGE)
    words = text_of(read(client, f"{PAGE}editions/6-1/"))
    assert "50.000" in words
    assert "ผลรอบ 6 เดือน ดูผลที่มีผลอยู่: รอบ 12 เดือน ฉบับที่ 1" in words
    withdraw(world, LATER)
    words = text_of(read(client, PAGE))
    assert "50.000" in words
    assert "ถอนประกาศผลรอบ 12 เดือนเมื่อ 11 ตุลาคม 2567 หน้านี้จึงแสดงผลรอบ 6 เดือน ดูเหตุผลที่ถอนประกาศ" in words


def test_a_voided_year_has_no_editions(client: Client, world: World) -> None:
    FiscalYear.objects.filter(pk=2567).update(
        voided_at=NOW, voided_by=world.evaluator, void_reason="โรคระบาด", void_resolution="มติที่ 1"
    )
    for url in (PAGE, f"{PAGE}editions/12-1/"):
        html = read(client, url)
        assert "ไม่ประเมิน" in html
        assert "79.375" not in html


def test_many_editions_cost_no_more_queries(client: Client, world: World) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            read(client, PAGE)
        return len(queries)

    final_edition(world)
    few = count()
    last = Publication.objects.latest("number")
    for number in range(3, 9):
        Publication.objects.create(
            round=last.round, score=last.score, number=number, publish_at=last.publish_at, decided_at=NOW,
            published_by=world.evaluator, reason="อีกครั้ง",
        )  # fmt: skip
    assert count() == few


def test_the_same_version_published_twice_is_one_row(client: Client, world: World) -> None:
    """Withdrawn and published again unchanged: the second edition, and nothing doubled."""
    withdraw(world, LATER)
    assert world.round is not None
    with time_machine.travel(LATER + timedelta(hours=1), tick=False):
        publish_score(
            round_=world.round, by=world.evaluator, now=LATER + timedelta(hours=1), reason="ตรวจแล้วถูกต้อง"
        )
    words = text_of(read(client, PAGE))
    assert "ฉบับที่ 2" in words
    rows = read(client, "/performance/open-data/provinces.csv").strip().splitlines()
    assert len(rows) == 2
    assert ",2,2024-10-11T11:00:00+07:00," in rows[1]
