"""The catalogue, assessments, official results and surveys as results of KPIs: from the formula's proposal to a kept, explained figure."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from samrit.assessments.actions.holding import close_survey
from samrit.assessments.actions.moving import return_assessment
from samrit.assessments.actions.official import Stated, import_official
from samrit.assessments.models import InstrumentRelease, OfficialResult, ReleasedFigures, StageScore
from samrit.catalog.actions.datasets import register_dataset
from samrit.catalog.actions.plans import plan_dataset, propose_result
from samrit.catalog.models import CatalogResult
from samrit.frameworks.actions import set_formula
from samrit.frameworks.models import Kpi
from samrit.frameworks.queries import items_in
from samrit.people.models import User
from samrit.reports.actions import compute_result, confirm_computed
from samrit.reports.models import ComputedResult
from samrit.reports.queries.computed import frames_of, reproduces
from samrit.rules.kpi_formulas import fitting
from samrit.rules.wording import Message
from tests.assessments.assessing import signed
from tests.assessments.surveying import PLEASED, opened, said
from tests.catalog.catalogued import dataset
from tests.reports.pages import entry_url, signed_in, text
from tests.world import DAY, NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LATER = NOW + timedelta(hours=1)
YEAR = 2567  # of the round
UNITS = {"1-1": "ร้อยละ", "1-2": "ร้อยละ", "2-1.1": "ระดับ", "2-1.2": "คะแนน"}


@pytest.fixture
def world(made: World) -> World:
    """1-1 is the catalogue, 1-2 satisfaction, 2-1 readiness in two parts (level and score)."""
    for number, unit in UNITS.items():
        Kpi.objects.filter(pk=made.kpis[number].pk).update(unit=unit)
        made.kpis[number].refresh_from_db()
    return made


def stated(world: World, number: str, word: str) -> None:
    kpi = world.kpis[number]
    offered = {one.code: one for one in fitting(kpi.name, kpi.unit, items_in(world.area))}
    made = set_formula(
        kpi=kpi,
        terms=offered[word].terms,
        base=0,
        reason="ตามหนังสือแจ้ง",
        built_in=word,
        by=world.coordinator,
        now=NOW,
    )
    assert (made.expression, made.built_in, made.gathers) == (word, word, [])


def computed(world: World, number: str) -> ComputedResult:
    by = world.statistician if number.startswith("2") else world.recorder
    return compute_result(item=world.item(number, by), by=by, now=LATER)


def codes(kept: ComputedResult) -> list[str]:
    return [Message.from_data(step).code for step in kept.steps]


def keys(kept: ComputedResult) -> Mapping[str, tuple[int, ...]]:
    return {frame.kind: frame.keys for frame in frames_of(kept)}


def later_the_same(kept: ComputedResult) -> bool:
    with time_machine.travel(NOW + timedelta(days=3650)):
        return reproduces(kept)


def test_the_catalogue_is_a_result_of_what_agencies_kept(world: World) -> None:
    """Of one agency 1 of 2 current, 2 of 2 complete, 1 of 2 registered = 66.67; of the other 100, 100, 100: (66.67 + 100) ÷ 2."""
    stated(world, "1-1", "catalog_percent")
    nothing = computed(world, "1-1")
    assert (nothing.value, codes(nothing)[0]) == (None, "catalog_nothing_kept")
    good = dataset(world, "good", last_updated_date="2024-09-01")
    other = dataset(world, "other", agency=world.statistics, last_updated_date="2024-09-01")
    for one in (good, other):
        register_dataset(dataset=one, on=DAY - timedelta(days=20), by=world.coordinator, now=NOW)
    dataset(world, "poor")
    rows = [
        propose_result(agency=agency, fiscal_year=YEAR, by=world.coordinator, now=NOW)
        for agency in (world.development, world.statistics)
    ]
    kept = computed(world, "1-1")
    assert [round(row.value or 0, 2) for row in rows] == [Decimal("66.67"), Decimal(100)]
    assert (kept.value, kept.exact, kept.generation) == (Decimal("83.34"), Decimal("83.335"), None)
    assert sorted(keys(kept)["catalog"]) == sorted(row.pk for row in rows)
    assert {"catalog_of_agency", "catalog_step", "catalog_mean_of_agencies"} < set(codes(kept))
    dataset(world, "third")
    propose_result(agency=world.development, fiscal_year=YEAR, by=world.coordinator, now=LATER)
    newer = computed(world, "1-1")
    assert (newer.number, newer.value != kept.value) == (3, True)
    assert all(map(later_the_same, (nothing, kept, newer)))
    assert CatalogResult.objects.count() == 3


def test_what_was_signed_is_a_result_and_the_official_one_stands_beside(world: World) -> None:
    """Readiness in two parts: the level and the score each have a word, and of each the official result is another."""
    stated(world, "2-1.1", "assessment_readiness_level")
    stated(world, "2-1.2", "official_readiness_score")
    assert codes(computed(world, "2-1.1"))[0] == "outcome_nobody_invited"
    assert codes(computed(world, "2-1.2"))[0] == "official_nothing"
    one = signed(world, "readiness")
    import_official(
        stated=[Stated(world.development, {"": Decimal("41.25")}, 2), Stated(world.statistics, {"": Decimal(62)}, 3)],
        instrument="readiness", fiscal_year=YEAR, source="ประกาศ", by=world.coordinator, now=NOW,
    )  # fmt: skip
    level, score = computed(world, "2-1.1"), computed(world, "2-1.2")
    own = StageScore.objects.get()
    assert (level.value, keys(level)) == (Decimal(own.result["level_number"]), {"assessment": (own.pk,)})
    assert {"outcome_of_agency", "outcome_value", "outcome_officials"} < set(codes(level))
    assert (score.value, score.exact) == (Decimal("51.63"), Decimal("51.625"))
    assert len(keys(score)["official"]) == OfficialResult.objects.count() == 2
    return_assessment(assessment=one, reason="แก้ข้อ 1", by=world.coordinator, now=LATER)
    again = computed(world, "2-1.1")
    assert (again.number, again.value) == (level.number + 1, None)
    assert all(map(later_the_same, (level, score, again)))


def test_what_citizens_said_is_a_result_with_its_sample_and_method(world: World) -> None:
    stated(world, "1-2", "survey_eservice_satisfaction")
    point = opened(world, population=400, year=YEAR).points.get()
    said(point, PLEASED, 12)
    said(point, PLEASED | {"overall": "3"}, 12)
    assert codes(computed(world, "1-2"))[0] == "survey_none_closed"
    close_survey(run=point.run, by=world.recorder, now=NOW)
    kept = computed(world, "1-2")
    assert (kept.value, keys(kept)) == (Decimal(80), {"survey": (ReleasedFigures.objects.latest("pk").pk,)})
    told = " ".join(Message.from_data(step).thai() for step in kept.steps)
    assert "ผู้ตอบ 24 คน" in told
    assert {"survey_run", "outcome_method", "outcome_margin", "outcome_value"} < set(codes(kept))
    assert later_the_same(kept)


def test_few_answers_are_no_result_and_not_zero(world: World) -> None:
    stated(world, "1-2", "survey_eservice_satisfaction")
    point = opened(world, year=YEAR).points.get()
    said(point, PLEASED, 3)
    close_survey(run=point.run, by=world.recorder, now=NOW)
    kept = computed(world, "1-2")
    assert (kept.value, codes(kept)[0]) == (None, "survey_closed_too_few")


def test_a_word_is_offered_first_where_the_kpi_is_called_so(world: World) -> None:
    items = items_in(world.area)
    names = {
        ("การประเมินสถานะหน่วยงานในการเป็นระบบราชการ 4.0 (PMQA 4.0)", "คะแนน"): "assessment_pmqa_score",
        ("คะแนนความพร้อมรัฐบาลดิจิทัลหน่วยงานภาครัฐ", "คะแนน"): "assessment_readiness_score",
        (
            "ร้อยละความพึงพอใจต่อการให้บริการประชาชนด้วยระบบอิเล็กทรอนิกส์ (e-Service)",
            "ร้อยละ",
        ): "survey_eservice_satisfaction",
        ("ความสำเร็จของการจัดทำบัญชีข้อมูลภาครัฐ (Government Data Catalog)", "ร้อยละ"): "catalog_percent",
    }
    assert {key: fitting(*key, items)[0].code for key in names} == names


# ── from the score down ─────────────────────────────────────────────────────
def page(world: World, number: str, kept: ComputedResult, by: User) -> str:
    assert world.round is not None
    address = [world.round.pk, world.kpis[number].indicator_id, kept.number]
    return text(signed_in(by).get(reverse("reports:computed_one", args=address)))


def test_a_kept_figure_leads_to_the_dataset_for_who_may_see_it(world: World) -> None:
    stated(world, "1-1", "catalog_percent")
    dataset(world, "late", last_updated_date="2020-01-31")
    dataset(world, "hidden", agency=world.statistics, publish=False)
    plan_dataset(agency=world.statistics, fiscal_year=YEAR, title="ชุดลับของแผน", by=world.coordinator, now=NOW)
    for agency in (world.development, world.statistics):
        propose_result(agency=agency, fiscal_year=YEAR, by=world.coordinator, now=NOW)
    kept = computed(world, "1-1")
    own, all_of_it = page(world, "1-1", kept, world.recorder), page(world, "1-1", kept, world.coordinator)
    for shown in (own, all_of_it):
        assert 'href="/catalog/own/late/"' in shown
    assert "ชุดลับของแผน" in all_of_it
    assert "ชุดลับของแผน" not in own
    assert "อีก 1 ชุดที่ท่านไม่มีสิทธิ์ดู" in own


def test_a_kept_figure_leads_to_the_tick_and_its_evidence_for_who_may_see_the_sheet(world: World) -> None:
    Kpi.objects.filter(pk=world.kpis["2-1.1"].pk).update(unit="คะแนน")
    world.kpis["2-1.1"].refresh_from_db()
    stated(world, "2-1.1", "assessment_pmqa_score")
    one = signed(world, "pmqa")
    kept = computed(world, "2-1.1")
    assert kept.value == Decimal(500)
    tick = f"/assessments/{one.pk}/sheets/self/category_1/#item_1_1_basic_1"
    seen, closed = (
        page(world, "2-1.1", kept, world.coordinator),
        page(world, "2-1.1", kept, world.statistician),
    )
    assert f'href="{tick}"' in seen
    assert "หลักฐาน 1 ไฟล์" in seen
    assert "รายละเอียดเปิดให้เฉพาะหน่วยงานเจ้าของ" in closed
    assert "item_1_1_basic_1" not in closed
    assert "500" in closed


def test_a_kept_figure_leads_to_the_count_of_answers(world: World) -> None:
    stated(world, "1-2", "survey_eservice_satisfaction")
    point = opened(world, year=YEAR).points.get()
    said(point, PLEASED, 12)
    close_survey(run=point.run, by=world.recorder, now=NOW)
    kept = computed(world, "1-2")
    shown = page(world, "1-2", kept, world.recorder)
    assert f'href="/surveys/{point.run_id}/results/"' in shown
    assert "ผู้ตอบ 12 คน" in shown
    confirm_computed(
        item=world.item("1-2", world.recorder), computed=kept.number, version=0, by=world.recorder, now=LATER
    )
    assert world.round is not None
    entry = text(signed_in(world.recorder).get(entry_url(world, "1-2")))
    assert f"/computed/{kept.number}/" in entry
    assert "การสำรวจที่ปิดแล้ว 1 ครั้ง" in entry


# ── long words ──────────────────────────────────────────────────────────────
def test_a_questionnaire_with_the_longest_code_is_offered_too(world: World) -> None:
    """48 letters of its own, and its outcome's, behind the word for its kind."""
    code = "digital_" * 5 + "services"
    shipped = InstrumentRelease.objects.get(code="readiness", agency=None)
    InstrumentRelease.objects.create(
        code=code, version="1", name="แบบของจังหวัด", name_en="Of the province", year=2567, agency=world.development,
        digest=shipped.digest, documents=shipped.documents, state="published", made_at=NOW, published_at=NOW,
    )  # fmt: skip
    for number, word in (("2-1.1", f"official_{code}_level"), ("2-1.2", f"assessment_{code}_score")):
        assert len(word) > 60
        stated(world, number, word)
