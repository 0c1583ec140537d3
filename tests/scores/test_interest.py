"""Who left the province yesterday does nothing to its score; whose role ended before the fiscal year began may."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from samrit.people.models import Membership, Role
from samrit.people.queries import duties_of
from samrit.rules.wording import RefusedError
from samrit.scores import actions
from samrit.scores.permissions import refuse_evaluating
from tests.scores.contested import SOON, Contested, contested_world
from tests.world import DAY, NOW, World, person

pytestmark = pytest.mark.django_db

BEFORE_THE_YEAR, FIRST_DAY, YESTERDAY = date(2023, 9, 30), date(2023, 10, 1), DAY - timedelta(days=1)


def left_on(made: World, user: Any, last: date) -> None:
    """The evaluator had a role in the province until then."""
    Membership.objects.filter(user=user, agency__area__isnull=False).delete()
    Membership.objects.create(
        user=user, agency=made.statistics, role=Role.RECORDER, starts_on=date(2020, 1, 1), ends_on=last
    )


def code_of(call: Callable[..., Any], **given: Any) -> str:
    with pytest.raises(RefusedError) as why:
        call(**given)
    return why.value.refusal.code


def test_who_left_yesterday_neither_computes_confirms_publishes_nor_opens_again() -> None:
    case = contested_world()
    made, user = case.world, case.head
    given = {"round_": made.round, "by": user, "now": NOW}
    calls = (
        (actions.withdraw_publication, {"reason": "ตัวเลขผิด"}),
        (actions.reopen_score, {"reason": "ตัวเลขผิด"}),
        (actions.compute_score, {}),
        (actions.confirm_score, {}),
        (actions.publish_score, {"reason": "แก้ไขแล้ว"}),
    )
    for call, more in calls:
        for last in (YESTERDAY, FIRST_DAY):
            left_on(made, user, last)
            assert code_of(call, **given, **more) == "conflict_province"
        left_on(made, user, BEFORE_THE_YEAR)
        call(**given, **more)


def test_a_role_of_today_and_one_to_come_count_too() -> None:
    case = contested_world(publish=False)
    made, user = case.world, case.head
    assert made.round is not None
    found = []
    for starts_on, ends_on in (
        (DAY, DAY),
        (DAY + timedelta(days=1), None),
        (date(2020, 1, 1), BEFORE_THE_YEAR),
    ):
        Membership.objects.filter(user=user, agency__area__isnull=False).delete()
        Membership.objects.create(
            user=user, agency=made.office, role=Role.RECORDER, starts_on=starts_on, ends_on=ends_on
        )
        refusal = refuse_evaluating(duties_of(user, DAY), made.round)
        found.append(refusal and refusal.code)
    assert found == ["own_province", "conflict_province", None]


def test_who_left_yesterday_neither_takes_an_appeal_up_nor_sits_nor_decides() -> None:
    case = contested_world()
    appeal = case.open()
    left_on(case.world, case.head, YESTERDAY)
    taken = {"appeal": appeal, "by": case.head, "now": SOON}
    assert code_of(actions.take_up_appeal, **taken) == "conflict_province"
    left_on(case.world, case.head, BEFORE_THE_YEAR)
    actions.take_up_appeal(**taken)
    order = {"order_number": "5/2567", **taken}
    left_on(case.world, case.judges[0], YESTERDAY)
    assert code_of(actions.appoint_panel, members=case.judges, **order) == "member_of_province"
    left_on(case.world, case.judges[0], BEFORE_THE_YEAR)
    actions.appoint_panel(members=case.judges, **order)
    assert _decided_by_who_left(case, appeal, YESTERDAY) == "conflict_province"
    assert _decided_by_who_left(case, appeal, BEFORE_THE_YEAR) is None


def _decided_by_who_left(case: Contested, appeal: Any, last: date) -> str | None:
    left_on(case.world, case.judges[0], last)
    try:
        case.decide(appeal)
    except RefusedError as refused:
        return refused.refusal.code
    return None


def test_all_that_a_page_asks_costs_one_query(django_assert_num_queries: Any) -> None:
    made = contested_world(publish=False).world
    assert made.round is not None
    duties = duties_of(person("another", made.central, Role.EVALUATOR), DAY)
    with django_assert_num_queries(1):
        assert [refuse_evaluating(duties, made.round) for _ in range(5)] == [None] * 5
