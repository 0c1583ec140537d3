"""A province whose four KPIs take their results from the catalogue, a survey, an assessment and an official result, scored."""

from datetime import timedelta
from decimal import Decimal

from samrit.assessments.actions.holding import close_survey
from samrit.assessments.actions.official import Stated, import_official
from samrit.catalog.actions.plans import propose_result
from samrit.frameworks.actions import set_formula
from samrit.frameworks.models import Kpi
from samrit.reports.actions import (
    approve_result,
    compute_result,
    confirm_computed,
    file_report,
    submit_result,
)
from samrit.rules.kpi_formulas import Terms
from samrit.scores.actions import compute_score, verify_result
from samrit.scores.models import ProvinceScore
from tests.assessments.assessing import signed
from tests.assessments.surveying import PLEASED, opened, said
from tests.catalog.catalogued import dataset
from tests.world import NOW, World

YEAR = 2567  # of the round
WORDS = {  # KPI → its unit, and the formula that the coordinator picks
    "1-1": ("ร้อยละ", "catalog_percent"),
    "1-2": ("ร้อยละ", "survey_eservice_satisfaction"),
    "2-1.1": ("คะแนน", "assessment_pmqa_score"),
    "2-1.2": ("คะแนน", "official_readiness_score"),
}


def figured(made: World) -> ProvinceScore:
    """A late dataset; 12 and 12 answers; PMQA at 500; an official 41.25 – computed, confirmed, filed, verified, scored."""
    _in_the_rooms(made)
    for number, (unit, word) in WORDS.items():
        _stated(made, number, unit, word)
        _reported(made, number)
    assert made.round is not None
    file_report(round_=made.round, by=made.coordinator, now=NOW)
    for number in WORDS:
        verify_result(
            item=made.item(number, made.evaluator), decision="accept", value=None, missing=None, reason="",
            by=made.evaluator, now=NOW,
        )  # fmt: skip
    return compute_score(round_=made.round, by=made.evaluator, now=NOW)


def _in_the_rooms(made: World) -> None:
    dataset(made, "late", last_updated_date="2020-01-31")
    propose_result(agency=made.development, fiscal_year=YEAR, by=made.coordinator, now=NOW)
    point = opened(made, year=YEAR).points.get()
    said(point, PLEASED, 12)
    said(point, PLEASED | {"overall": "3"}, 12)
    close_survey(run=point.run, by=made.recorder, now=NOW)
    signed(made, "pmqa")
    import_official(
        stated=[Stated(made.development, {"": Decimal("41.25")}, 2)], instrument="readiness", fiscal_year=YEAR,
        source="ประกาศ", by=made.coordinator, now=NOW,
    )  # fmt: skip


def _stated(made: World, number: str, unit: str, word: str) -> None:
    kpi = made.kpis[number]
    Kpi.objects.filter(pk=kpi.pk).update(unit=unit)
    kpi.refresh_from_db()
    set_formula(kpi=kpi, terms=Terms(word, unit), base=0, reason="ตามหนังสือแจ้ง", by=made.coordinator, now=NOW)


def _reported(made: World, number: str) -> None:
    dev = number.startswith("1")
    by, head = (made.recorder, made.approver) if dev else (made.statistician, made.statistics_approver)
    compute_result(item=made.item(number, by), by=by, now=NOW)
    confirm_computed(item=made.item(number, by), computed=1, version=0, by=by, now=NOW)
    submit_result(item=made.item(number, by), by=by, now=NOW)
    approve_result(item=made.item(number, head), by=head, now=NOW + timedelta(minutes=1))
