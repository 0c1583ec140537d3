"""An evaluation in the browser, each step by the person whose step it is, from two blind scorers to the final score.

By hand: 1-1 reported 1176.285 → 62.5 × 40 %; 1-2 verified 20.5 → 93.75 × 30 %, after the appeal 20 → 100 × 30 %;
2-1.1 reported 4 → 100 × 15 %; 2-1.2 official 71.5 → 78.75 × 15 %: 79.9375, and after the appeal 81.8125.
"""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.utils.timezone import now

from samrit.audit.queries import first_broken_link
from samrit.scores.models import KpiScore, ScoreState
from tests.config.test_tick import turn
from tests.conftest import unsealed
from tests.journeys import contesting, evaluating
from tests.journeys.conftest import OpenTab
from tests.journeys.evaluating import Desk, make_desk
from tests.world import NOW


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW) as traveller:
        yield traveller


@pytest.fixture
def desk(transactional_db: Any, clock: Any, open_tab: OpenTab) -> Desk:
    return make_desk(open_tab)


@pytest.mark.pdf
def test_from_two_blind_scorers_to_the_final_score(desk: Desk, clock: time_machine.Traveller) -> None:
    evaluating.assign(desk)
    evaluating.take_official(desk)
    evaluating.dispute(desk)
    evaluating.ask_and_answer(desk)
    evaluating.judge_the_rest(desk)
    contesting.score_and_publish(desk)
    contesting.under_embargo(desk)
    clock.shift(timedelta(hours=1))
    turn(now())
    contesting.public(desk)
    appeal = contesting.contest(desk)
    judges = contesting.appoint(desk, appeal)
    contesting.decide(desk, appeal, judges)
    contesting.publish_again(desk)
    turn(now())
    contesting.add_up(desk)
    contesting.find_and_compare(desk)
    assert [tab.complaints + tab.foreign for tab in desk.tabs.values()] == [[]] * len(desk.tabs)
    clock.shift(timedelta(days=16))
    assert turn(now())["final"] == "2", "the neighbour's too"
    assert contesting.current(desk).state == ScoreState.FINAL
    find_one_digit(desk)


def find_one_digit(desk: Desk) -> None:
    """Every stored digit again, and the trail; then one digit of the province is changed behind everybody's back."""
    status, said = recomputed()
    assert (status, "ตรงกับที่เก็บไว้ทุกหลัก" in said) == (0, True), said
    assert first_broken_link() is None
    row = KpiScore.objects.get(province_score=contesting.current(desk), kpi=desk.world.kpis["1-1"])
    with transaction.atomic(), unsealed(), connection.cursor() as cursor:
        cursor.execute("UPDATE scores_kpiscore SET score = '62.6' WHERE id = %s", [row.pk])
    status, said = recomputed()
    assert status == 2
    for named in ("ปทุมธานี", "2567", "1-1", "62.6"):
        assert named in said, said


def recomputed() -> tuple[int, str]:
    out, status = StringIO(), 0
    try:
        call_command("score", "--recompute-all", stdout=out, stderr=out)
    except SystemExit as end:
        status = int(end.code or 0)
    return status, out.getvalue()
