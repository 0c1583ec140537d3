"""The executive page: one side of A4 whatever there is to say, its figures readable back, nothing that is not public."""

import re
from dataclasses import replace

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from samrit.dashboards.documents import brief
from samrit.dashboards.queries.boards.seen import seen_by_all
from samrit.dashboards.queries.briefs import Brief, brief_of
from samrit.dashboards.queries.results import published_score, result_sheet
from samrit.dashboards.queries.standings import reporting_areas
from samrit.rules.thai import arabic_digits
from samrit.scores.models import ProvinceScore, Publication
from tests.dashboards.published import incomplete_world, published_world
from tests.dashboards.small_country import seed_small

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]
ADDRESS = "https://samrit.example/performance/2567/13/editions/12-1/"
LONG = "ร้อยละของผู้สูงอายุและกลุ่มเปราะบางที่ขึ้นทะเบียนซื้อปุ๋ยกับกลุ่มเกษตรกรผู้ปลูกข้าวที่ได้รับการฟื้นฟูน้ำท่วมซ้ำซาก" * 4


def brief_about(year: int, code: str, *, appealed: set[int] | None = None) -> Brief:
    score = published_score(year, code, now())
    assert score is not None
    return brief_of(
        result_sheet(score), seen_by_all(now=now()), areas=list(reporting_areas()), appealed=appealed or set()
    )


def read(content: bytes) -> str:
    """The page's text as it can be copied: Arabic digits, spaces as they come."""
    paper = pypdfium2.PdfDocument(content)
    assert len(paper) == 1
    assert [round(side) for side in paper[0].get_size()] == [595, 842]
    text = arabic_digits(paper[0].get_textpage().get_text_range())
    return re.sub("ํ([่-๋]?)า", r"\1ำ", re.sub(r"\s+", " ", text))


def test_the_figures_can_be_read_back() -> None:
    published_world()
    about = brief_about(2567, "13")
    said = read(brief.draw(about, address=ADDRESS))
    score = ProvinceScore.objects.get(superseded_at=None)
    for words in (
        "จังหวัดปทุมธานี",
        score.total_published,
        score.rating,
        "จาก 1 จังหวัดที่มีคะแนน",
        "ฉบับที่ 1",
        ADDRESS,
    ):
        assert words in said
    for leaf in (*about.best, *about.weakest):
        assert f"{leaf.it.score:.3f}" in said
    for lift in about.lifts:
        assert f"+{lift.reach.points:.3f}" in said


def test_what_is_best_weakest_and_worth_lifting() -> None:
    seed_small(kpis=14)
    about = brief_about(2566, "14")
    scores = [leaf.it.score or 0 for leaf in about.best]
    assert scores == sorted(scores, reverse=True)
    assert len({leaf.number for leaf in (*about.best, *about.weakest)}) == 6
    assert min(scores) >= max(leaf.it.score or 0 for leaf in about.weakest)
    points = [lift.reach.points for lift in about.lifts]
    assert points == sorted(points, reverse=True)
    assert all(point > 0 for point in points)


@pytest.mark.parametrize("kpis", [11, 40])
def test_one_page_for_every_province_and_year(kpis: int) -> None:
    seed_small(years=6, kpis=kpis)
    for score in ProvinceScore.objects.filter(
        superseded_at=None, round__months=12, round__fiscal_year__in=[2562, 2567]
    ):
        about = brief_about(score.round.fiscal_year_id, score.round.area_id)
        said = read(brief.draw(about, address=ADDRESS))
        assert score.rating in said
        assert (score.total_published or "ระดับ") in said


def test_one_page_with_the_longest_names_and_units() -> None:
    seed_small(years=6, kpis=40)
    about = brief_about(2567, "14")
    for leaf in (*about.best, *about.weakest, *(lift.leaf for lift in about.lifts)):
        leaf.it.kpi.name, leaf.it.kpi.unit = LONG, "ร้อยละของครัวเรือนเป้าหมายที่ผ่านเกณฑ์ทั้งหมดของจังหวัด"
    about.sheet.score.rating = "ระดับมาตรฐานขั้นสูง"
    for component in about.sheet.components:
        component.component.name = LONG[:200]
    read(brief.draw(replace(about, appealed=True), address=ADDRESS))


def test_what_does_not_count_is_named() -> None:
    incomplete_world()
    said = read(brief.draw(brief_about(2567, "13"), address=ADDRESS))
    assert "ไม่นำมาคิดคะแนน" in said
    assert "1-1 (" in said


def test_an_open_appeal_is_marked() -> None:
    world = published_world()
    assert world.round is not None
    own = read(brief.draw(brief_about(2567, "13", appealed={world.round.pk}), address=ADDRESS))
    assert "อยู่ระหว่างอุทธรณ์ – คะแนนและอันดับอาจเปลี่ยน" in own


# ── who may see it ──────────────────────────────────────────────────────────
def test_the_public_gets_what_is_published_only(client: Client) -> None:
    world = published_world(publish=False)
    address = reverse("dashboards:public_brief", args=[2567, "13"])
    assert client.get(address).status_code == 404
    own = reverse("dashboards:board_brief", args=[2567, "13"])
    client.force_login(world.evaluator)
    assert "ยังไม่ประกาศ – ใช้ภายในส่วนราชการ" in read(client.get(own).content)
    client.force_login(world.coordinator)
    assert client.get(own).status_code == 404  # provisional: not told to the province yet


def test_another_province_sees_it_once_it_is_public(client: Client) -> None:
    stranger = published_world().stranger
    client.force_login(stranger)
    answer = client.get(reverse("dashboards:board_brief", args=[2567, "13"]))
    assert "ยังไม่ประกาศ" not in read(answer.content)
    Publication.objects.update(withdrawn_at=now(), withdrawn_by=stranger, withdrawal_reason="ตรวจใหม่")
    assert client.get(reverse("dashboards:board_brief", args=[2567, "13"])).status_code == 404
