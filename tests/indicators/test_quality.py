"""The quality of a province's data: what is counted of real files, what is found in them, what an answer to it does."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django_tasks_db.models import DBTaskResult

from samrit.audit.queries import history_of
from samrit.indicators.actions.accepting import accept
from samrit.indicators.actions.answering import explain_finding, settle_finding
from samrit.indicators.actions.freezing import freeze
from samrit.indicators.actions.moving import certify, submit
from samrit.indicators.actions.quality import examine_quality
from samrit.indicators.models import Finding, Keeper, QualityScore
from samrit.indicators.queries.quality import counts_in, findings_visible_to, newest_score, scored_again
from samrit.indicators.queries.submissions import submission_of
from samrit.indicators.reading import Column, Means
from samrit.indicators.reading import Mapping as Mapped
from samrit.indicators.tasks import look_at_quality
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.areas import AreaLevel
from samrit.rules.quality import Counts
from samrit.rules.wording import RefusedError
from tests.indicators.submitting import WASTE, all_of, csv, examined, received, taken
from tests.world import DAY, NOW, World, make_people

pytestmark = pytest.mark.django_db
ROUND = {"fiscal_year": 2567, "months": 12}  # the waste of 2566 is due on 30 March 2567
BIRTHS = Mapped(
    columns=(
        Column(0, "อำเภอ", Means.AREA),
        Column(1, "ปี", Means.PERIOD),
        Column(2, "รวม", Means.VALUE),
        Column(3, "ชาย", Means.VALUE, parts=(("sex", "male"),)),
        Column(4, "หญิง", Means.VALUE, parts=(("sex", "female"),)),
    ),
    item="births",
    level=AreaLevel.DISTRICT,
).to_json()
OUTLIER = {**all_of("11"), "1301": "100"}


@pytest.fixture
def world() -> World:
    """The agency of the tests is the one that waste is asked of."""
    made = make_people()
    Keeper.objects.create(area=made.area, owner="local_government", agency=made.development)
    return made


def looked_at(world: World, *, by: User | None = None, days: int = 0) -> QualityScore:
    return examine_quality(area=world.area, by=by or world.recorder, now=NOW + timedelta(days=days), **ROUND)


def counted(made: QualityScore, item: str = "waste_generated") -> Counts:
    return next(row for row in counts_in(made) if row.item == item)


def taken_of(
    world: World, item: str, rows: Mapping[str, str], *, year: str = "2566", level: str | None = "district"
) -> None:
    """Of another item of the same agency."""
    draft = received(world, csv(rows, year), name=f"{item}.csv")
    examined(draft, mapping=WASTE | {"item": item, "level": level})
    sent = submit(submission=submission_of(draft.pk), by=world.recorder, now=NOW)
    accept(submission=sent, by=world.coordinator, now=NOW)


def with_past(world: World) -> None:
    """Three quiet years, then one district far off."""
    for year, text in (("2563", "10"), ("2564", "11"), ("2565", "12")):
        taken(world, all_of(text), year=year)
    taken(world, OUTLIER)


def finding_of(rule: str, state: str = "open") -> Finding:
    return Finding.objects.get(rule=rule, state=state)


def refused(act: object) -> str:
    with pytest.raises(RefusedError) as raised:
        act()  # type: ignore[operator]
    return raised.value.refusal.code


# ── what is counted ─────────────────────────────────────────────────────────
def test_what_is_owed_and_was_never_sent_counts_as_missing(world: World) -> None:
    made = looked_at(world)
    assert counted(made) == Counts("waste_generated", str(world.development.pk), owed=7, due=7)
    assert (made.value, made.number, made.generation) == (Decimal(0), 1, None)
    assert made.items["waste_generated"] == "0"


def test_figures_count_and_other_cells_do_not(world: World) -> None:
    taken(world, {**all_of("10"), "1301": "-", "1302": "ไม่มีข้อมูล", "1303": "0"})
    made = looked_at(world)
    assert counted(made) == Counts(
        "waste_generated", str(world.development.pk), owed=7, given=5, due=7, late=5, sound_uncertified=5, evidence=5
    )  # fmt: skip
    assert scored_again(made, item="waste_generated").percent == Decimal(made.items["waste_generated"])


def test_certified_in_time_and_with_its_source(world: World) -> None:
    """Of the round of six months of the year after, the same figures came in time: they are of last year."""
    draft = received(world, csv(all_of("10"), "2567"))
    examined(draft)
    sent = submit(
        submission=submission_of(draft.pk), by=world.recorder, now=NOW, source="เครื่องชั่ง", method="ชั่งทุกวัน", contact="กองสาธารณสุข"
    )  # fmt: skip
    accept(submission=certify(submission=sent, by=world.approver, now=NOW), by=world.coordinator, now=NOW)
    made = examine_quality(
        area=world.area, fiscal_year=2568, months=12, by=world.coordinator, now=NOW + timedelta(days=300)
    )
    assert counted(made) == Counts(
        "waste_generated", str(world.development.pk), owed=7, given=7, due=7, in_time=7, sound=7,
        source=7, method=7, evidence=7, contact=7,
    )  # fmt: skip
    assert made.items["waste_generated"] == "100"


# ── versions ────────────────────────────────────────────────────────────────
def test_a_version_is_made_when_something_changed_and_stays(world: World) -> None:
    first = looked_at(world)
    assert looked_at(world, days=1) == first
    taken(world, all_of("10"))
    second = looked_at(world, by=world.coordinator)
    assert second.number == 2
    assert newest_score("13", 2567, 12) == second
    assert scored_again(first).percent == first.value
    again = scored_again(second)
    assert (again.percent, [step.to_data() for step in again.steps]) == (second.value, second.steps)
    with pytest.raises(DatabaseError), transaction.atomic():
        QualityScore.objects.filter(pk=first.pk).update(percent="100")
    assert [event.verb for event in history_of(second)] == ["examine_quality"]


def test_a_frozen_round_is_looked_at_as_it_was_frozen(world: World) -> None:
    taken(world, all_of("10"))
    freeze(area=world.area, round_ref="2567-12", by=world.coordinator, now=NOW)
    first = looked_at(world)
    taken(world, {"1301": "-"}, days=1)
    assert looked_at(world, days=2) == first
    assert counted(first).given == 7


def test_so_many_samplings_a_year_count_up_to_that_many(world: World) -> None:
    """Four quarters came due, two are owed of each district: one has three, one has one, the others none."""
    Keeper.objects.create(area=world.area, owner="administration", agency=world.development)
    for quarter, rows in (
        ("ไตรมาส 1 ปีงบ 2567", {"1301": "1", "1302": "1"}),
        ("ไตรมาส 2 ปีงบ 2567", {"1301": "2"}),
        ("ไตรมาส 3 ปีงบ 2567", {"1301": "3"}),
    ):
        taken_of(world, "villages_assessed", rows, year=quarter)
    row = counted(looked_at(world), "villages_assessed")
    assert (row.owed, row.given, row.due, row.in_time, row.late) == (14, 3, 7, 0, 1)


def test_the_daily_look_takes_every_province_with_data(world: World) -> None:
    assert look_at_quality(now=NOW) == 0
    taken(world, all_of("10"))
    assert look_at_quality(now=NOW) == 1
    (queued,) = DBTaskResult.objects.filter(task_path="samrit.indicators.tasks.examine_quality_of")
    assert queued.args_kwargs["args"] == ["13", 2568, 6, None]


# ── what is found ───────────────────────────────────────────────────────────
def test_a_rule_over_two_items_is_checked_and_its_finding_goes_when_the_figure_is_mended(
    world: World,
) -> None:
    taken(world, all_of("10"))
    taken_of(world, "waste_recycled", {**all_of("4"), "1305": "12"})
    looked_at(world)
    found = finding_of("waste_recycled_of_generated")
    assert (found.place, found.period, found.severity) == ("1305", "2023", "refuses")
    assert found.figures == [["left", "12"], ["right", "10"]]
    assert found.agency == world.development
    assert (
        counted(newest_score("13", 2567, 12) or looked_at(world), "waste_recycled").refused_uncertified == 1
    )
    taken_of(world, "waste_recycled", {"1305": "9"})
    looked_at(world)
    found.refresh_from_db()
    assert (found.state, found.answer) == ("resolved", "")
    assert found.resolved_at == NOW


def test_districts_that_do_not_add_up_and_codes_that_do_not(world: World) -> None:
    Keeper.objects.create(area=world.area, owner="administration", agency=world.development)
    taken_of(world, "waste_generated", {**all_of("10"), "13": "80"}, level=None)
    draft = received(
        world,
        "อำเภอ,ปี,รวม,ชาย,หญิง\n1301,2566,10,4,5\n1302,2566,10,5,5\n1303,2566,10,5,-\n".encode(),
        name="เกิด.csv",
    )
    examined(draft, mapping=BIRTHS)
    accept(
        submission=submit(submission=submission_of(draft.pk), by=world.recorder, now=NOW),
        by=world.coordinator,
        now=NOW,
    )
    looked_at(world)
    assert [(one.rule, one.place, one.figures) for one in Finding.objects.order_by("rule")] == [
        ("births_parts", "1301", [["total", "10"], ["parts", "9"]]),
        ("waste_areas", "13", [["total", "80"], ["parts", "70"]]),
    ]


def test_an_explanation_holds_until_the_figure_changes(world: World) -> None:
    with_past(world)
    before = looked_at(world)
    found = finding_of("outlier")
    assert (found.place, found.severity) == ("1301", "asks")
    assert counted(before).asked_uncertified == 1
    explain_finding(finding=found, answer=" น้ำท่วม ขยะมากผิดปกติ ", by=world.recorder, now=NOW)
    after = looked_at(world)
    found.refresh_from_db()
    assert (found.state, found.answer, found.answered_by) == (
        "explained",
        "น้ำท่วม ขยะมากผิดปกติ",
        world.recorder,
    )
    assert counted(after).asked_uncertified == 0
    taken(world, {"1301": "200"}, days=1)
    looked_at(world, days=2)
    found.refresh_from_db()
    assert found.state == "resolved"
    assert finding_of("outlier").figures == [["value", "200"]]
    assert finding_of("revision").figures == [["before", "100"], ["value", "200"]]
    taken(world, {"1301": "100"}, days=3)
    looked_at(world, days=4)
    found.refresh_from_db()
    assert found.state == "explained"


def test_the_steward_lets_a_figure_stand(world: World) -> None:
    with_past(world)
    looked_at(world)
    found = finding_of("outlier")
    settle_finding(finding=found, answer="ตรวจกับ อปท. แล้ว", by=world.coordinator, now=NOW)
    looked_at(world, days=1)
    found.refresh_from_db()
    assert (found.state, found.settled) == ("resolved", True)
    assert (
        refused(lambda: explain_finding(finding=found, answer="x", by=world.recorder, now=NOW))
        == "finding_over"
    )
    assert [event.verb for event in history_of(found)] == ["settle_data_finding"]


def test_who_may_answer_and_who_may_know(world: World) -> None:
    with_past(world)
    looked_at(world)
    found = finding_of("outlier")
    for by, code in (
        (world.statistician, "finding_not_yours"),
        (world.stranger, "finding_not_yours"),
        (world.evaluator, "finding_not_yours"),
    ):
        assert refused(lambda by=by: explain_finding(finding=found, answer="x", by=by, now=NOW)) == code
    assert (
        refused(lambda: settle_finding(finding=found, answer="x", by=world.approver, now=NOW))
        == "finding_not_steward"
    )
    assert (
        refused(lambda: explain_finding(finding=found, answer=" ", by=world.recorder, now=NOW))
        == "finding_without_answer"
    )
    seen = {
        person.name: findings_visible_to(duties_of(person, DAY)).count()
        for person in (
            world.recorder,
            world.colleague,
            world.statistician,
            world.coordinator,
            world.evaluator,
            world.stranger,
        )
    }
    assert seen == {
        "recorder": 1,
        "colleague": 1,
        "statistician": 0,
        "coordinator": 1,
        "evaluator": 1,
        "stranger": 0,
    }
    for person in (world.stranger, world.evaluator):
        assert refused(lambda person=person: looked_at(world, by=person)) == "quality_not_yours"
