"""Two people at the same moment over one appeal: exactly one gets through, and the score stays what can be computed."""

from functools import partial

import pytest

from samrit.scores import actions
from samrit.scores.models import Appeal, AppealDecision, ScoreState
from tests.scores.contested import SOON, contested_world
from tests.scores.test_appeals import CLOSES
from tests.sweep.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_decisions_one_counts() -> None:
    made = contested_world()
    appeal, (first, second, _third) = made.sitting(), made.judges
    rulings = ((first, made.ruling()), (second, made.ruling("dismissed", None)))
    acts = [
        partial(actions.decide_appeal, appeal=appeal, ruling=ruling, by=by, now=SOON)
        for by, ruling in rulings
    ]
    assert at_once(*acts) == ["done", "appeal_state"]
    assert AppealDecision.objects.count() == 1
    assert [one.problems for one in actions.recompute_all() if one.problems] == []


def test_decided_or_withdrawn_but_not_both() -> None:
    made = contested_world()
    appeal = made.sitting()
    assert at_once(
        partial(actions.decide_appeal, appeal=appeal, ruling=made.ruling(), by=made.judges[0], now=SOON),
        partial(actions.withdraw_appeal, appeal=appeal, reason="ถอน", by=made.world.coordinator, now=SOON),
    ) == ["done", "appeal_state"]
    state = Appeal.objects.get().state
    assert (state == "decided") == AppealDecision.objects.exists()
    assert (made.score.state == ScoreState.APPEALED) == (state == "decided")


def test_of_two_appeals_on_one_item_one_is_opened() -> None:
    made = contested_world()
    acts = [partial(made.open, by=by) for by in (made.world.coordinator, made.world.approver)]
    assert at_once(*acts) == ["done", "appeal_open_already"]


def test_two_decisions_on_two_items_make_two_versions_one_after_the_other() -> None:
    made = contested_world()
    first, second = made.sitting("1-2"), made.sitting("1-1")
    rulings = ((first, made.ruling()), (second, made.ruling(value="1202.17")))
    acts = [
        partial(actions.decide_appeal, appeal=appeal, ruling=ruling, by=judge, now=SOON)
        for judge, (appeal, ruling) in zip(made.judges[:2], rulings, strict=True)
    ]
    assert at_once(*acts) == ["done", "done"]
    assert (made.score.version, made.score.total_published) == (4, "86.250")
    assert [one.problems for one in actions.recompute_all() if one.problems] == []


def test_final_or_opened_but_not_both() -> None:
    """The last press with the grace of who had begun, and the end of the time."""
    made = contested_world()
    ends = CLOSES.replace(minute=0, hour=17)
    late = partial(made.open, now=ends, began_at=CLOSES.replace(minute=58))
    outcomes = at_once(late, partial(actions.finalise_due, now=ends))
    assert outcomes == ["done", "appeals_closed"], (
        "the grace is over at the moment from which it may be final"
    )
    assert made.score.state == ScoreState.FINAL
