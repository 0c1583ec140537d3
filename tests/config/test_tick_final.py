"""A score becomes final while nobody looks."""

from datetime import timedelta

import pytest

from tests.config.test_tick import turn
from tests.scores.contested import contested_world
from tests.scores.test_appeals import CLOSES, SECOND

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_worker_makes_a_score_final_when_no_appeal_can_come_any_more() -> None:
    made = contested_world()
    ends = CLOSES + timedelta(seconds=60)
    assert turn(ends - SECOND)["final"] == "0"
    done = turn(ends)
    assert (done["final"], made.score.state) == ("1", "final")
    assert "failed" not in done.values()
    assert turn(ends + timedelta(minutes=1))["final"] == "0"
