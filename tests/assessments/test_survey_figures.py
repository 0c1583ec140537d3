"""What is shown of answers: counted once, by hand the same, nothing of few people, nothing found by subtraction."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from samrit.assessments.actions.folding import fold_all, fold_answers, release_figures
from samrit.assessments.actions.holding import close_survey, open_survey, renew_kiosk
from samrit.assessments.actions.taking import Given, take_answers
from samrit.assessments.models import ReleasedFigures, SurveyAnswer, SurveyPoint, SurveyTally
from samrit.assessments.permissions.surveys import refuse_raw
from samrit.assessments.queries.figures import brought, brought_again, figures
from samrit.assessments.queries.survey_results import (
    Figures,
    outcome_result,
    outcomes_of,
    table_of,
    told,
    trend_of,
)
from samrit.people.queries import duties_of
from samrit.rules.formula import Need
from samrit.rules.instruments import Summary, Turn
from samrit.rules.kpi_formulas import Brought
from samrit.rules.observed import Status
from samrit.rules.wording import Refusal, RefusedError
from tests.assessments.surveying import NOT_PLEASED, PLEASED, as_, opened, said
from tests.world import DAY, NOW, World, make_people

pytestmark = pytest.mark.django_db
MIDDLING = PLEASED | {"overall": "3"}


@pytest.fixture
def world() -> World:
    return make_people()


def shown(point: SurveyPoint) -> Figures:
    run = point.run
    return Figures(run, release_figures(run=run, now=NOW))


def satisfaction(figures: Figures, **where: str) -> Decimal | None:
    return outcome_result(figures, outcomes_of(figures.instrument)[0], **where).value


def test_the_kpi_is_the_mean_by_hand(world: World) -> None:
    """8 × 5 and 4 × 3 of 12: mean 52 / 12 = 4.333…, in percent of 5: 86.666… → 86.67."""
    point = opened(world, population=1000).points.get()
    said(point, PLEASED, 8)
    said(point, MIDDLING, 4)
    figures = shown(point)
    result = outcome_result(figures, outcomes_of(figures.instrument)[0])
    assert (result.value, result.sample) == (Decimal("86.67"), 12)
    assert result.margin is not None
    overall = next(one for one in told(figures) if one.question.code == "overall")
    assert not isinstance(overall.found, Refusal)
    assert overall.found is not None
    assert overall.found.satisfied is not None
    assert overall.found.satisfied.quantize(Decimal("0.01")) == Decimal("66.67")
    assert [share.count for share in overall.found.distribution] == [8, 0, 4, 0, 0, 0]


@pytest.mark.parametrize(("people", "count"), [(9, None), (10, 10)])
def test_nothing_is_said_of_fewer_than_ten(world: World, people: int, count: int | None) -> None:
    point = opened(world).points.get()
    said(point, PLEASED, people)
    figures = shown(point)
    assert figures.count() == count
    assert satisfaction(figures) == (None if count is None else Decimal(100))
    page = as_(world.recorder).get(f"/surveys/{point.run_id}/results/")
    assert (page.status_code, page.context["count"]) == (200, count)


def test_folding_twice_counts_once(world: World) -> None:
    point = opened(world).points.get()
    said(point, PLEASED, 12)
    assert [fold_answers(run=point.run), fold_answers(run=point.run)] == [12, 0]
    said(point, PLEASED, 3)
    fold_answers(run=point.run)
    assert SurveyTally.objects.get(point=point, question="").count == 15
    assert SurveyTally.objects.get(point=point, question="aspects", row="easy", option="5").count == 15
    assert SurveyTally.objects.get(point=point, question="overall", option="").count == 15


def test_the_worker_counts_what_nobody_looks_at(world: World) -> None:
    point, other = opened(world).points.get(), opened(world, ("ใบอนุญาต", "")).points.get()
    said(point, PLEASED, 2)
    said(other, PLEASED, 3)
    assert [fold_all(), fold_all()] == [5, 0]
    assert not SurveyAnswer.objects.filter(counted=False).exists()


def test_a_whole_case_by_hand(world: World) -> None:
    """50 of a population of 200 answer in two districts: 1301 says 5 twenty times and 4 ten times, 1302 says 3 twelve times,
    1 six times, and two did not use it.

    Of the 48 who chose a step: sum 20·5 + 10·4 + 12·3 + 6·1 = 182, mean 182 / 48 = 3.7917, in percent of 5: 75.8333 → 75.83.
    Satisfied (4 and 5): 30 / 48 = 62.5 %. Sum of squares 20·25 + 10·16 + 12·9 + 6·1 = 774.
    Margin of the share, finite: z √(p(1−p)/n · (N−n)/(N−1)) = 1.959964 √(0.625·0.375/48 · 152/199) = 11.97 points.
    Districts: 1301: 140 / 30 / 5 = 93.33 %; 1302: 42 / 18 / 5 = 46.67 %.
    """
    run = opened(world, ("ทะเบียน", "1301"), ("ทะเบียน", "1302"), population=200)
    for district, overall, people in (
        ("1301", "5", 20), ("1301", "4", 10), ("1302", "3", 12), ("1302", "1", 6), ("1302", "none", 2),
    ):  # fmt: skip
        answers = PLEASED | {"overall": overall} | ({"reason": "ระบบช้า"} if overall == "1" else {})
        said(run.points.get(district=district), answers, people)
    figures = Figures(run, release_figures(run=run, now=NOW))
    result = outcome_result(figures, outcomes_of(figures.instrument)[0])
    assert (figures.count(), result.value, result.sample) == (50, Decimal("75.83"), 48)
    overall = next(one.found for one in told(figures) if one.question.code == "overall")
    assert isinstance(overall, Summary)
    assert (overall.satisfied, overall.answered) == (Decimal("62.5"), 50)
    assert overall.margin is not None
    assert round(overall.margin, 2) == Decimal("11.97")
    assert [share.count for share in overall.distribution] == [20, 10, 12, 0, 6, 2]
    assert [satisfaction(figures, district=one) for one in ("1301", "1302")] == [
        Decimal("93.33"), Decimal("46.67"),
    ]  # fmt: skip


def test_figures_move_on_by_ten_or_not_at_all_until_the_end(world: World) -> None:
    point = opened(world).points.get()
    said(point, PLEASED, 20)
    assert shown(point).count() == 20
    said(point, NOT_PLEASED, 9)
    assert (shown(point).count(), satisfaction(shown(point))) == (20, Decimal(100))
    said(point, NOT_PLEASED, 1)
    assert shown(point).count() == 30
    said(point, NOT_PLEASED, 2)
    assert (shown(point).count(), ReleasedFigures.objects.count()) == (30, 2)
    close_survey(run=point.run, by=world.recorder, now=NOW)
    point.run.refresh_from_db()
    assert shown(point).count() == 32


def test_small_groups_and_what_gives_them_away_are_hidden(world: World) -> None:
    """Two services in two districts: the cell of 3 is hidden, and one more in its row and in its column."""
    run = opened(world, *((service, district) for service in ("ก", "ข") for district in ("1301", "1302")))
    for (service, district), people in zip(
        ((s, d) for s in ("ก", "ข") for d in ("1301", "1302")), (3, 20, 30, 40), strict=True
    ):
        said(run.points.get(service=service, district=district), PLEASED, people)
    run = close_survey(run=run, by=world.recorder, now=NOW)
    figures = Figures(run)
    districts, rows = table_of(figures)
    assert districts == ["1301", "1302"]
    counts = {(service, place.district): place.count for service, places in rows for place in places}
    assert counts["ก", "1301"] is None
    assert counts[None, None] == 93
    assert sum(1 for count in counts.values() if count is None) >= 4
    page = as_(world.recorder).get(f"/surveys/{run.pk}/results/?service=ก&district=1301")
    assert page.context["hidden"] is True
    assert page.context["questions"] == []


def test_a_trend_says_whether_it_is_more_than_chance(world: World) -> None:
    point = opened(world).points.get()
    said(point, MIDDLING, 30, days_ago=35)
    said(point, PLEASED, 30)
    figures = shown(point)
    steps = trend_of(figures, outcomes_of(figures.instrument)[0])
    assert [(step.point.period, step.point.value) for step in steps] == [
        ("2024-09", Decimal(60)), ("2024-10", Decimal(100)),
    ]  # fmt: skip
    assert [step.turn for step in steps] == [Turn.NONE, Turn.UP]


def test_words_stand_in_five_comments_and_name_nobody(world: World) -> None:
    point = opened(world).points.get()
    said(point, NOT_PLEASED, 10)
    words = {one.question.code: one.frequent for one in told(shown(point))}
    assert words["reason"] == (("ช้า", 10), ("ระบบ", 10), ("โทร", 10))


def province_figure(world: World) -> Brought:
    word = "survey_eservice_satisfaction"
    return brought([Need(word)], figures(world.area), area=world.area, fiscal_year=2568)[0]


def test_the_provinces_kpi_takes_closed_surveys_together(world: World) -> None:
    first, second = opened(world).points.get(), opened(world, ("ใบอนุญาต", "")).points.get()
    said(first, PLEASED, 10)
    said(second, MIDDLING, 30)
    assert province_figure(world).cell is Status.NOT_YET
    for one in (first, second):
        close_survey(run=one.run, by=world.recorder, now=NOW)
    found = province_figure(world)
    assert (found.cell, len(found.frame.keys)) == (Decimal(70), 2)
    assert brought_again([found.frame]) == [found]


def test_single_answers_leave_only_when_nobody_answers_any_more(world: World) -> None:
    point = opened(world).points.get()
    said(point, NOT_PLEASED, 10)
    client, path = as_(world.recorder), f"/surveys/{point.run_id}/answers.csv"
    assert client.get(path).status_code == 409
    close_survey(run=point.run, by=world.recorder, now=NOW)
    text = b"".join(client.get(path)).decode("utf-8-sig")
    head, *rows = text.splitlines()
    assert head.startswith("month,service,district,way,channel,finished,obstacles,aspects.easy")
    assert len(rows) == 10
    assert "081" not in text
    assert rows[0].startswith("2024-10,ทะเบียนราษฎร,,kiosk,,no,login slow,1,1,2,3,1,1")
    assert as_(world.stranger).get(path).status_code == 404
    run = point.run
    run.refresh_from_db()
    assert refuse_raw(duties_of(world.evaluator, DAY), run) is not None


def exported(world: World, point: SurveyPoint) -> list[list[str]]:
    close_survey(run=point.run, by=world.recorder, now=NOW)
    text = b"".join(as_(world.recorder).get(f"/surveys/{point.run_id}/answers.csv")).decode("utf-8-sig")
    return [line.split(",")[:4] for line in text.splitlines()[1:]]


def test_single_answers_do_not_say_of_whom_where_few_answered(world: World) -> None:
    """20 of one district, 3 of another: the 3 would stand alone, so no district is told; 12 and 11 of months are."""
    run = opened(world, ("ทะเบียน", "1301"), ("ทะเบียน", "1302"))
    many, few = run.points.get(district="1301"), run.points.get(district="1302")
    said(many, PLEASED, 20)
    said(few, PLEASED, 3)
    assert {tuple(row[1:3]) for row in exported(world, many)} == {("", "")}


def test_where_enough_answered_single_answers_say_where_and_when(world: World) -> None:
    run = opened(world, ("ทะเบียน", "1301"), ("ทะเบียน", "1302"))
    for district, people in (("1301", 20), ("1302", 12)):
        said(run.points.get(district=district), PLEASED, people)
    rows = exported(world, run.points.get(district="1301"))
    assert {tuple(row) for row in rows} == {
        ("2024-10", "ทะเบียน", district, "kiosk") for district in ("1301", "1302")
    }


def test_of_fewer_than_may_be_shown_no_single_answer_leaves(world: World) -> None:
    point = opened(world).points.get()
    said(point, PLEASED, 9)
    close_survey(run=point.run, by=world.recorder, now=NOW)
    assert as_(world.recorder).get(f"/surveys/{point.run_id}/answers.csv").status_code == 409
    point.run.refresh_from_db()
    refusal = refuse_raw(duties_of(world.recorder, DAY), point.run)
    assert refusal is not None
    assert refusal.code == "survey_raw_few"


def test_a_question_that_few_of_a_place_were_asked_does_not_follow_from_the_others(world: World) -> None:
    """30 and 12 answer; who did not finish says what was in the way: 15 of the first place, 3 of the second.

    18 less 15 would be the 3, so of this question neither place is told, but the whole is.
    """
    run = opened(world, ("ทะเบียน", "1301"), ("ทะเบียน", "1302"))
    first, second = run.points.get(district="1301"), run.points.get(district="1302")
    for point, stuck, done in ((first, 15, 15), (second, 3, 9)):
        said(point, NOT_PLEASED, stuck)
        said(point, PLEASED, done)
    figures = shown(first)
    assert not figures.is_hidden(None, "1301")

    def obstacles(**where: str) -> int:
        one = next(one for one in told(figures, **where) if one.question.code == "obstacles")
        return len(one.choices)

    assert obstacles() > 0
    assert [obstacles(district="1301"), obstacles(district="1302")] == [0, 0]
    overall = [one.found for one in told(figures, district="1301") if one.question.code == "overall"]
    assert isinstance(overall[0], Summary)


def test_answers_and_released_figures_stay_as_they_are(world: World) -> None:
    point = opened(world).points.get()
    said(point, PLEASED, 10)
    release_figures(run=point.run, now=NOW)
    for change in (
        lambda: SurveyAnswer.objects.update(answers={}),
        lambda: SurveyAnswer.objects.update(counted=False),
        lambda: SurveyAnswer.objects.all().delete(),
        lambda: ReleasedFigures.objects.update(groups={}),
        lambda: SurveyPoint.objects.update(code="another"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_three_people(world: World) -> None:
    """The owner changes it, the colleague too, who is from elsewhere sees nothing, who is of another agency neither."""
    point = opened(world).points.get()
    path = f"/surveys/{point.run_id}/"
    people = (
        world.recorder,
        world.colleague,
        world.coordinator,
        world.evaluator,
        world.statistician,
        world.stranger,
    )
    assert [as_(one).get(path).status_code for one in people] == [200, 200, 200, 200, 404, 404]
    with pytest.raises(RefusedError, match="จัดการการสำรวจได้เฉพาะ"):
        renew_kiosk(point=point, by=world.evaluator, now=NOW)
    with pytest.raises(RefusedError, match="จัดการการสำรวจได้เฉพาะ"):
        close_survey(run=point.run, by=world.stranger, now=NOW)
    assert b"/kiosk/" not in as_(world.evaluator).get(path).content


def test_lists_ask_no_more_when_they_grow(world: World) -> None:
    def questions(path: str) -> int:
        client = as_(world.recorder)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    first = opened(world)
    paths = ("/surveys/", f"/surveys/{first.pk}/")
    few = [questions(path) for path in paths]
    opened(world)
    larger = opened(world, *((f"บริการ {n}", "") for n in range(3)))
    assert [questions(paths[0]), questions(f"/surveys/{larger.pk}/")] == few


@pytest.mark.parametrize(("days", "kept"), [(-41, 0), (-40, 1), (0, 1), (1, 0)])
def test_a_counter_hands_in_late_what_was_given_in_time(world: World, days: int, kept: int) -> None:
    point = opened(world).points.get()
    client = uuid4()
    for _ in range(2):  # sent again after the network broke: the same answer
        found, wrong = take_answers(
            point=point, given=[Given(client, DAY + timedelta(days=days), PLEASED)], now=NOW
        )
        assert (len(found), len(wrong)) == (kept, 1 - kept)
    assert SurveyAnswer.objects.count() == kept


def test_a_survey_asks_with_what_is_published_and_ends_after_it_begins(world: World) -> None:
    run = opened(world)
    assert run.release.state == "published"
    with pytest.raises(RefusedError, match="จัดการการสำรวจได้เฉพาะ"):
        open_survey(
            agency=world.development, release=run.release, wish=None, points=[], by=world.stranger, now=NOW,  # type: ignore[arg-type]  # refused before it is looked at
        )  # fmt: skip
