"""The public results: only what is published, complete, ranked fairly, with as few queries for many as for one."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from samrit.dashboards.queries import results, standings
from samrit.dashboards.queries.standings import NOT_PUBLISHED, matching
from samrit.frameworks.models import FiscalYear, Round
from samrit.people.models import Area
from samrit.reports.models import Result
from samrit.scores.models import KpiScore, ProvinceScore, Publication, Verification
from tests.dashboards.published import incomplete_world, make_public, public_score, published_world
from tests.world import NOW, World

pytestmark = pytest.mark.django_db

PAGES = ("performance", "year", "province", "province_pdf", "province_xlsx")


@pytest.fixture
def world() -> World:
    return published_world()


def address(name: str, year: int = 2567, code: str = "13") -> str:
    arguments: dict[str, list[Any]] = {"performance": [], "year": [year]}
    return reverse(f"dashboards:{name}", args=arguments.get(name, [year, code]))


def page(client: Client, which: str, /, **query: str) -> str:
    answer = client.get(address(which), query)
    assert answer.status_code == 200
    return answer.content.decode()


def text_of(html: str) -> str:
    """What is read, without tags and line breaks."""
    from html.parser import HTMLParser  # noqa: PLC0415 - only here

    words: list[str] = []
    parser = HTMLParser()
    parser.handle_data = words.append  # type: ignore[method-assign]
    parser.feed(html)
    return " ".join(" ".join(words).split())


def copies(world: World, totals: dict[str, str], *, months: int = 12) -> None:
    """Published scores of other provinces, made from this one's; province code → total."""
    original = public_score(world.round)
    for code, total in totals.items():
        round_ = Round.objects.create(
            area_id=code, fiscal_year_id=2567, months=months, opens_at=NOW, closes_at=NOW.replace(hour=9)
        )
        score = ProvinceScore.objects.create(
            round=round_,
            version=1,
            state="confirmed",
            edition=original.edition,
            rule_set="2567",
            rule_version=original.rule_version,
            inputs=original.inputs,
            outcome=original.outcome,
            total=Decimal(total),
            total_published=total,
            rating="ระดับคุณภาพ",
            computed_by=world.evaluator,
            computed_at=NOW,
        )
        make_public(score)


# ── who sees what ───────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", PAGES)
def test_anyone_sees_a_published_result(client: Client, world: World, name: str) -> None:
    assert client.get(address(name)).status_code == 200


@pytest.mark.parametrize("name", ["province", "province_pdf", "province_xlsx"])
@pytest.mark.parametrize("who", ["nobody", "stranger", "coordinator", "evaluator"])
def test_an_unpublished_result_has_no_page_for_anyone(client: Client, name: str, who: str) -> None:
    world = published_world(publish=False)
    if who != "nobody":
        client.force_login(getattr(world, who))
    assert client.get(address(name)).status_code == 404


@pytest.mark.parametrize("name", ["province", "province_pdf", "province_xlsx"])
@pytest.mark.parametrize(("year", "code"), [(2567, "20"), (2566, "13"), (2599, "13"), (2567, "0")])
def test_what_does_not_exist_is_not_found(
    client: Client, world: World, name: str, year: int, code: str
) -> None:
    assert client.get(address(name, year, code)).status_code == 404


def test_a_year_that_samrit_does_not_know_is_not_found(client: Client, world: World) -> None:
    assert client.get(address("year", 2599)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_the_public_face_only_answers_questions(client: Client, world: World, name: str) -> None:
    assert client.post(address(name)).status_code == 405


def test_no_person_is_named(client: Client, world: World) -> None:
    html = page(client, "province")
    people = (world.recorder, world.approver, world.coordinator, world.evaluator)
    assert [person.name for person in people if person.name in html] == []


# ── the page of a province ──────────────────────────────────────────────────
def test_the_page_shows_score_rating_and_every_kpi(client: Client, world: World) -> None:
    """25 + 30 × 93.75 % + 26.25 = 79.375."""
    words = text_of(page(client, "province"))
    for expected in (
        "จังหวัดปทุมธานี",
        "79.375",
        "ระดับมาตรฐานขั้นสูง",
        "ฉบับแรก (ฉบับที่ 1)",
        "10 ตุลาคม 2567",
        "1 รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน (OTOP)",
        "1,176.285 ล้านบาท",
        "62.500 คะแนน ถ่วงน้ำหนัก 25.000 จาก 40",
        "ผลที่ตรวจแล้ว 20.5 มคก./ลบ.ม. ผู้ประเมินปรับแก้จากที่รายงาน",
        "93.750 คะแนน ถ่วงน้ำหนัก 28.125 จาก 30",
        "คะแนน = 50 + 25 × (1,176.285 − 1,150.40) ÷ (1,202.17 − 1,150.40) = 62.5",
        "คะแนนรวม = 53.125 + 26.25 = 79.375",
        "จากตัวชี้วัดย่อย: คะแนน = (15 × 100 + 15 × 75) ÷ 30 = 87.5",
    ):
        assert expected in words


def test_the_page_says_what_was_reported_and_what_was_verified(client: Client, world: World) -> None:
    words = text_of(page(client, "province"))
    assert "ผลที่จังหวัดรายงาน 21 มคก./ลบ.ม. ผลที่ผู้ประเมินตรวจแล้ว 20.5 มคก./ลบ.ม. แก้ไขผล" in words


def test_a_missing_value_is_said_and_never_drawn_as_zero(client: Client) -> None:
    """30 × 87.5 % + 30 × (15 × 100 + 15 × 0) ÷ 30 = 26.25 + 15, of weight 60: 68.75."""
    incomplete_world()
    words = text_of(page(client, "province"))
    for expected in (
        "68.750 จาก 100 คะแนน",
        "น้ำหนักตามกรอบ 70 มีตัวชี้วัดที่ไม่นำมาคิด",
        "ผลที่ตรวจแล้ว ไม่เกี่ยวข้อง",
        "ไม่มีผลให้เทียบกับเป้าหมาย",
        "ผลที่จังหวัดรายงาน ไม่เกี่ยวข้อง ผลที่ผู้ประเมินตรวจแล้ว ไม่เกี่ยวข้อง ยืนยันตามที่รายงาน",
        "ผลที่ตรวจแล้ว ไม่มีข้อมูล",
        "ผลที่จังหวัดรายงาน จังหวัดไม่ได้ส่งผลของตัวชี้วัดนี้",
        "คะแนนรวม = 100 × (26.25 + 15) ÷ (30 + 30) = 68.75",
    ):
        assert expected in words
    assert words.count("ไม่นำมาคิด") >= 1


def test_a_component_that_is_not_assessed_says_so(world: World) -> None:
    score = public_score(world.round)
    component = score.edition.components.get(number=2)
    component.assessed = False
    component.save()
    card = score.outcome["components"][1]
    card.update(score=None, points=None, weight_used=None, assessed=False, label=None)
    score.outcome["kpis"][2].update(score=None, points=None, weight_used=None, parts=[], steps=[])
    score.save()
    words = text_of(page(Client(), "province"))
    assert "องค์ประกอบที่ 2 การประเมินศักยภาพในการดำเนินงาน (Potential Base) ไม่ประเมิน" in words


def test_english_shows_the_english_name(client: Client, world: World) -> None:
    client.cookies["samrit_language"] = "en"
    assert "Pathum Thani" in page(client, "province")


def test_the_longer_round_is_shown(client: Client, world: World) -> None:
    copies(world, {"13": "12.000"}, months=6)
    assert "79.375" in page(client, "province")


@pytest.mark.parametrize(("state", "mark"), [("published", Decimal("1100.5")), ("computed", None)])
def test_the_six_month_mark_needs_a_published_round(
    world: World,
    state: str,
    mark: Decimal | None,
) -> None:
    """The results of a round that is not published are nobody's business."""
    copies(world, {"13": "50.000"}, months=6)
    earlier = Round.objects.get(area="13", months=6)
    if state != "published":
        Publication.objects.filter(round=earlier).delete()
    result = Result.objects.create(
        indicator=world.kpis["1-1"].indicator,
        round=earlier,
        status="verified",
        value=Decimal("1100.5"),
        approved_by=world.approver,
        approved_at=NOW,
    )
    verification = Verification.objects.create(
        result=result, decision="accept", value=result.value, verified_by=world.evaluator, verified_at=NOW
    )
    KpiScore.objects.create(
        province_score=ProvinceScore.objects.get(round=earlier),
        kpi=world.kpis["1-1"],
        verification=verification,
        steps=[],
    )
    sheet = results.result_sheet(public_score(world.round))
    assert [kpi.six_month for _, kpi in sheet.kpis] == [mark, None, None, None, None]
    assert [kpi.value for _, kpi in sheet.kpis][:2] == [Decimal("1176.285"), Decimal("20.5")]


def test_a_step_is_told_apart_by_its_component(world: World) -> None:
    sheet = results.result_sheet(public_score(world.round))
    assert [step.code for step in sheet.steps] == [
        "rules_used",
        "total",
        "published",
        "rated",
        "cut_points_assumed",
    ]
    assert [[step.code for step in component.steps] for component in sheet.components] == [
        ["component_points"],
        ["component_points"],
    ]


# ── a year ──────────────────────────────────────────────────────────────────
def ranks(year: int = 2567) -> list[tuple[str, int | None, bool]]:
    table = standings.standings(FiscalYear.objects.get(pk=year), now())
    return [(one.area.pk, one.rank, one.tied) for one in table if one.score]


def test_equal_published_totals_share_a_rank(world: World) -> None:
    copies(world, {"20": "94.974", "10": "94.974", "50": "90.000", "11": "79.375"})
    assert ranks() == [
        ("10", 1, True),
        ("20", 1, True),
        ("50", 3, False),
        ("11", 4, True),
        ("13", 4, True),
    ]


def test_another_round_is_shown_but_not_ranked(client: Client, world: World) -> None:
    copies(world, {"20": "99.000"}, months=6)
    assert ranks() == [("13", 1, False), ("20", None, False)]
    words = text_of(page(client, "year"))
    assert "จัดอันดับเฉพาะผลรอบ 12 เดือน" in words


def test_every_reporting_province_is_listed(client: Client, world: World) -> None:
    table = standings.standings(FiscalYear.objects.get(pk=2567), now())
    assert {one.area.pk for one in table} == set(
        Area.objects.filter(reports=True).values_list("pk", flat=True)
    )
    words = text_of(page(client, "year"))
    assert "ประกาศผลแล้ว 1 จาก 76 จังหวัด" in words
    assert "อีก 75 จังหวัดยังไม่ประกาศผล" in words
    assert "แม่ฮ่องสอน" in words


@pytest.mark.parametrize(
    ("name", "rating", "found"),
    [
        ("ปทุม", "", ["13"]),
        ("จังหวัดปทุมธานี", "", ["13"]),
        ("pathum", "", ["13"]),
        ("ลํา", "", ["39", "51", "52"]),  # ำ typed as two characters
        ("", "ระดับมาตรฐานขั้นสูง", ["13"]),
        ("ปทุม", "ระดับคุณภาพ", ["20"][:0]),
        ("ปทุม", NOT_PUBLISHED, []),
        ("ไม่มีจังหวัดนี้", "", []),
    ],
)
def test_the_filter_finds_by_name_and_rating(world: World, name: str, rating: str, found: list[str]) -> None:
    table = standings.standings(FiscalYear.objects.get(pk=2567), now())
    assert sorted(one.area.pk for one in matching(table, name=name, rating=rating)) == sorted(found)


def test_a_filter_without_matches_says_what_to_try(client: Client, world: World) -> None:
    assert "ไม่มีจังหวัดที่ตรงกับที่ค้นหา" in page(client, "year", name="ไม่มีจังหวัดนี้")


def test_an_unknown_rating_filters_nothing(client: Client, world: World) -> None:
    assert "ปทุมธานี" in page(client, "year", rating="ไม่มีระดับนี้")


def test_the_rules_of_2562_give_labels_instead_of_a_total(client: Client, world: World) -> None:
    score = public_score(world.round)
    FiscalYear.objects.filter(pk=2567).update(rule_set="2562")
    score.rule_set, score.total, score.total_published, score.rating = "2562", None, "", "ระดับมาตรฐาน"
    label = {"code": "on", "text": "เป็นไปตามเป้าหมาย", "values": {}}
    score.outcome["components"][0].update(label=label, label_code="on", points=None, weight_used=None)
    score.save()
    words = text_of(page(client, "year"))
    assert "ผลขององค์ประกอบ" in words
    assert "1 เป็นไปตามเป้าหมาย" in words
    assert "อันดับ" not in words
    assert "ระดับผลการประเมิน ระดับมาตรฐาน" in text_of(page(client, "province"))


# ── all years ───────────────────────────────────────────────────────────────
def test_nothing_published_says_what_will_be_here(client: Client) -> None:
    assert "ยังไม่มีผลที่ประกาศ" in page(client, "performance")


def test_years_count_their_provinces(world: World) -> None:
    copies(world, {"20": "94.974", "10": "94.974"})
    copies(world, {"13": "50.000"}, months=6)
    years = standings.published_years(now())
    assert [(year.year, year.provinces, year.of) for year in years] == [(2567, 3, 76)]


@pytest.mark.parametrize(("name", "found"), [("ปทุม", 1), ("Pathum", 1), ("เชียงใหม่", 0), ("'; --", 0)])
def test_a_province_is_found_by_name(client: Client, world: World, name: str, found: int) -> None:
    html = client.get(reverse("dashboards:search"), {"q": name, "kind": "province"}).content.decode()
    assert f"พบ {found} รายการ" in text_of(html)
    assert ('href="/performance/2567/13/"' in html) == bool(found)


# ── how many queries ────────────────────────────────────────────────────────
def queries(client: Client, which: str, /, **query: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        page(client, which, **query)
    return len(captured)


@pytest.mark.parametrize("name", ["performance", "year"])
def test_many_provinces_cost_as_many_queries_as_one(client: Client, world: World, name: str) -> None:
    one = queries(client, name)
    others = Area.objects.filter(reports=True).exclude(pk="13")
    copies(world, {area.pk: "80.000" for area in others})
    assert queries(client, name) == one


def test_a_province_costs_the_same_with_one_kpi_more(client: Client, world: World) -> None:
    before = queries(client, "province")
    kpi = world.kpis["1-1"]
    score = public_score(world.round)
    for number in ("8", "9"):
        kpi.pk, kpi.number, kpi.position = None, number, int(number)
        kpi.save()
        for rows in (score.inputs["components"][0]["kpis"], score.outcome["kpis"]):
            rows.append({**rows[0], "number": number})
    score.save()
    assert queries(client, "province") == before
