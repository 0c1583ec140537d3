"""A panel that upholds may say the level or the score itself: it goes the same way, and is computed again to the digit."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from samrit.audit.models import Event
from samrit.frameworks.models import Kpi, KpiTemplate
from samrit.rules.wording import RefusedError
from samrit.scores import actions
from samrit.scores.appeal_facts import facts_of
from samrit.scores.forms.appeals import RulingForm
from samrit.scores.models import Appeal, AppealDecision, Verification
from samrit.scores.queries.appeals import rubric_of_appeal, with_everything
from tests.scores.contested import Contested, contested_world
from tests.world import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Contested:
    return contested_world()


def in_force(made: Contested, number: str = "1-2") -> Verification:
    return Verification.objects.get(result__indicator=made.world.kpis[number].indicator, superseded_at=None)


def refused(made: Contested, appeal: Appeal, **given: Any) -> str:
    with pytest.raises(RefusedError) as why:
        made.decide(appeal, made.ruling(value=given.pop("value", None), **given))
    return why.value.refusal.code


def test_a_score_is_given_through_the_result_that_makes_it(made: Contested) -> None:
    """1-2 falls from 25 over 22 to 20: 90 points are 75 + 25 × (22 − 20.8) ÷ (22 − 20)."""
    decision = made.decide(made.sitting(), made.ruling(value=None, score=Decimal(90)))
    assert (decision.value, decision.given_score) == (Decimal("20.8"), Decimal(90))
    assert made.kpi_score("1-2").score == Decimal(90)
    found = in_force(made)
    assert (found.pk, found.value, found.decision) == (decision.verification_id, Decimal("20.8"), "correct")
    assert found.reason.startswith("คำวินิจฉัยอุทธรณ์เรื่องที่ 1 ตัวชี้วัด 1-2 กำหนดคะแนน 90: ")
    assert Event.objects.get(verb="decide_appeal").after["given_score"] == "90"
    assert [one.problems for one in actions.recompute_all()] == [()] * 3
    facts = facts_of(with_everything(Appeal.objects.all()).get())
    assert facts.effect.startswith("คณะพิจารณากำหนดคะแนนของตัวชี้วัดนี้เป็น 90 จึงใช้ผลที่ได้คะแนนดังกล่าวพอดี")
    with pytest.raises(IntegrityError), transaction.atomic():
        AppealDecision.objects.update(value=None, missing="no_data")


def test_one_way_to_say_the_result_and_only_what_some_result_makes(made: Contested) -> None:
    appeal = made.sitting()
    before = made.score
    assert refused(made, appeal, value="20", score=Decimal(90)) == "ruling_says_one"
    assert refused(made, appeal, score=Decimal("100.5")) == "score_out_of_range"
    assert refused(made, appeal, score=Decimal(40)) == "score_of_no_result", "below ขั้นต้น the rules give 0"
    assert refused(made, appeal, level="1") == "no_rubric"
    assert refused(made, appeal, score=Decimal("93.75")) == "appeal_changes_nothing", "20.5 has it already"
    assert made.score == before
    dismissed = made.decide(appeal, made.ruling("dismissed", None, score=Decimal(90)))
    assert (dismissed.given_score, made.score) == (None, before)


def test_a_level_is_given_where_the_kpi_is_judged_by_levels(made: Contested) -> None:
    kpi = made.world.kpis["2-1.1"]
    rows = [
        {"level": str(place), "minimum": str(place), "description": f"ขั้นที่ {place}"} for place in (2, 3, 4)
    ]
    template = KpiTemplate.objects.create(
        contents={"level_descriptions": rows, "issues": []}, made_by=made.head, made_at=NOW
    )
    Kpi.objects.filter(pk=kpi.pk).update(interpolate="step", template=template)
    appeal = made.sitting("2-1.1")
    rubric = rubric_of_appeal(with_everything(Appeal.objects.filter(pk=appeal.pk)).get())
    form = RulingForm(panel=made.judges, rubric=rubric)
    assert [code for code, _ in form.fields["level"].choices] == ["", "0", "1", "2", "3"]
    assert "level" not in RulingForm(panel=made.judges).fields
    assert refused(made, appeal, level="9") == "rubric_level_unknown"
    made.decide(appeal, made.ruling(value=None, level="2"))
    found = in_force(made, "2-1.1")
    assert (found.value, found.rubric["level"]) == (Decimal(3), "3")
    assert made.kpi_score("2-1.1").score == Decimal(75)


@pytest.mark.parametrize(
    ("typed", "fits"),
    [
        ({"value": "20"}, True),
        ({"score": "๙๐"}, True),
        ({"missing": "no_data"}, True),
        ({"value": "20", "score": "90"}, False),
        ({}, False),
    ],
)
def test_the_form_takes_one_way_only(typed: dict[str, str], fits: bool) -> None:  # noqa: FBT001 - a case
    form = RulingForm(
        {
            f"ruling-{name}": value
            for name, value in {"outcome": "upheld", "reason": "เหตุผล", **typed}.items()
        },
        panel=[],
    )
    assert form.is_valid() is fits
