"""PMQA 4.0 worked by hand, from the ticks of an office to the figure of its province; the sums stand in this file.

An item of three levels (2 basic, 2 advance, 1 significance check): 300 × basic ÷ 2; + 100 × advance ÷ 2 once both basic
ones are there; + 100 once all four are. A category is the mean of its four items, the whole the mean of seven categories.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from samrit.assessments.actions.answering import begin_from_own, finish_stage
from samrit.assessments.actions.moving import sign_assessment, submit_assessment
from samrit.assessments.documents.report_facts import facts_of
from samrit.assessments.models import Assessment
from samrit.assessments.queries.assessments import Read, again, assessment_of
from samrit.assessments.queries.outcomes import outcome_figure
from samrit.dashboards.queries.work import work_of
from samrit.people.queries import duties_of
from tests.assessments.assessing import invited, proved, save, signed
from tests.world import DAY, NOW, World, make_people

pytestmark = pytest.mark.django_db

# Item → checks done (basic, advance, significance) and what it scores.
ITEMS: dict[str, tuple[str, str]] = {
    # 1: (500 + 500 + 350 + 400) ÷ 4 = 1750 ÷ 4 = 437.5
    "1_1": ("221", "500"),  # 300 + 100 + 100
    "1_2": ("221", "500"),
    "1_3": ("211", "350"),  # 300 + 50; the last level is done but not open
    "1_4": ("220", "400"),  # 300 + 100
    # 2: (400 + 400 + 400 + 350) ÷ 4 = 1550 ÷ 4 = 387.5
    "2_1": ("220", "400"),
    "2_2": ("220", "400"),
    "2_3": ("220", "400"),
    "2_4": ("210", "350"),
    # 3: 500
    "3_1": ("221", "500"),
    "3_2": ("221", "500"),
    "3_3": ("221", "500"),
    "3_4": ("221", "500"),
    # 4: (500 + 400 + 400 + 400) ÷ 4 = 1700 ÷ 4 = 425
    "4_1": ("221", "500"),
    "4_2": ("220", "400"),
    "4_3": ("220", "400"),
    "4_4": ("220", "400"),
    # 5: (500 + 500 + 400 + 150) ÷ 4 = 1550 ÷ 4 = 387.5
    "5_1": ("221", "500"),
    "5_2": ("221", "500"),
    "5_3": ("220", "400"),
    "5_4": ("121", "150"),  # 300 × 1 ÷ 2; what is done above a gap does not count
    # 6: (400 + 400 + 500 + 500) ÷ 4 = 1800 ÷ 4 = 450
    "6_1": ("220", "400"),
    "6_2": ("220", "400"),
    "6_3": ("221", "500"),
    "6_4": ("221", "500"),
}
# Item → direction, target, result, and what it scores. 7: (400 + 300 + 300 + 500 + 200 + 400) ÷ 6 = 2100 ÷ 6 = 350
RESULTS: dict[str, tuple[str, str, str, str]] = {
    "7_1": ("up", "80", "72", "400"),  # 72 ÷ 80 = 90 %: 100 + (90 − 75) × 20
    "7_2": ("up", "100", "85", "300"),  # 85 %: 100 + (85 − 75) × 20
    "7_3": ("down", "5", "5.5", "300"),  # 200 − 5.5 ÷ 5 × 100 = 90 %: 100 + (90 − 80) × 20
    "7_4": ("up", "10", "12", "500"),  # 120 %, above 95: 500
    "7_5": ("up", "100", "95", "200"),  # 95 %: 100 + (95 − 94) × 100
    "7_6": ("up", "50", "45", "400"),  # 90 %: 100 + (90 − 60) × 10
}
CATEGORIES = ["437.5", "387.5", "500", "425", "387.5", "450", "350"]  # 2937.5 in all
# 2937.5 ÷ 7 = 419.642857… The papers show no significance in 3.1: 500 → 400, category 3: 1900 ÷ 4 = 475, 25 less:
# 2912.5 ÷ 7 = 416.071428… The visit finds one basic check of 1.1 missing too: 500 → 150, category 1: 1400 ÷ 4 = 350,
# 87.5 less: 2825 ÷ 7 = 403.571428…
WHOLE = {"self": "419.64", "document": "416.07", "visit": "403.57"}
BEFORE_THE_VISIT = "458.04"  # (416.07 + 500) ÷ 2 = 458.035
OF_PROVINCE = "451.79"  # with an agency that has everything: (403.57 + 500) ÷ 2 = 451.785


def answers() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item, (done, _points) in ITEMS.items():
        for level, count, checks in zip(("basic", "advance", "significance"), done, (2, 2, 1), strict=True):
            found |= {f"item_{item}_{level}_{n}": n <= int(count) for n in range(1, checks + 1)}
    for item, (direction, target, result, _points) in RESULTS.items():
        stated = {
            "measure": "ตัวชี้วัด",
            "unit": "หน่วย",
            "direction": direction,
            "target": target,
            "result": result,
        }
        found |= {f"item_{item}_{name}": value for name, value in stated.items()}
    return found


def look(world: World, one: Assessment, stage: str, *missing: str, done: datetime = NOW) -> None:
    """An evaluator begins from the agency's answers and takes away what is not proved."""
    row = begin_from_own(assessment=one, stage=stage, by=world.evaluator, now=NOW)
    save(one, world.evaluator, dict.fromkeys(missing, False), stage=stage, revision=row.revision)
    finish_stage(assessment=one, stage=stage, by=world.evaluator, now=done)


def test_an_office_from_its_ticks_to_the_figure_of_the_province() -> None:
    world = make_people()
    (one,) = invited(world, "pmqa")
    save(one, world.recorder, answers())
    proved(one, world.recorder)
    submit_assessment(assessment=one, by=world.recorder, now=NOW)
    sign_assessment(assessment=one, by=world.approver, now=NOW)
    look(world, one, "document", "item_3_1_significance_1")
    visit = NOW + timedelta(days=1)
    look(world, one, "visit", "item_3_1_significance_1", "item_1_1_basic_2", done=visit)
    read = Read(assessment_of(one.pk))
    own = {section.code: section.value for section in read.score("self").walk()}
    assert {item: own[f"item_{item}"] for item in (*ITEMS, *RESULTS)} == {
        item: Decimal(points) for item, (*_stated, points) in (*ITEMS.items(), *RESULTS.items())
    }
    assert [own[f"category_{place}"] for place in range(1, 8)] == list(map(Decimal, CATEGORIES))
    kept = {stage.code: read.kept_score(stage.code) for stage in read.stages}
    assert {stage: score.published for stage, score in kept.items() if score} == WHOLE
    assert {stage: score.level for stage, score in kept.items() if score} == dict.fromkeys(WHOLE, "advance")
    assert [again(score, read.instrument).published for score in kept.values() if score] == [*WHOLE.values()]
    assert read.final_stage() == "visit"
    paper = facts_of(read, [stage.code for stage in read.stages], [])
    assert (paper.level_head, paper.reference.split(" ")[0]) == (
        "ระดับ (ตรวจในพื้นที่)", "github.com/berzebub/PMQA4.0",
    )  # fmt: skip
    of_item = {row.name.split(" ")[0]: (*row.cells, row.level) for row in paper.rows}
    assert of_item["1.1"] == ("500.00", "500.00", "150.00", "ยังไม่ถึง Basic")  # the level is of what counts
    desk = work_of(duties_of(world.evaluator, DAY), now=NOW)
    assert [task.kind for task in desk.todo if "assess" in task.kind] == ["assess_assessment"]
    signed_by_another(world)
    asked = {"instrument": "pmqa", "outcome": "score", "fiscal_year": 2567}
    figures = [
        outcome_figure(world.area, **asked, at=at)  # type: ignore[arg-type]
        for at in (NOW - timedelta(seconds=1), NOW, visit, None)
    ]
    assert [figure and figure.value for figure in figures] == [
        None, Decimal(BEFORE_THE_VISIT), Decimal(OF_PROVINCE), Decimal(OF_PROVINCE),
    ]  # fmt: skip
    assert figures[-1] is not None
    assert len(figures[-1].agencies) == 2


def signed_by_another(world: World) -> None:
    """Of another agency of the province, with every check done and every result on target."""
    world.development, world.recorder, world.approver = (
        world.statistics, world.statistician, world.statistics_approver,
    )  # fmt: skip
    signed(world, "pmqa")
