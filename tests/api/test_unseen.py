"""What nobody may know yet is in no answer: another scorer's opinion, and a score before its second."""

from datetime import timedelta
from typing import Any

import pytest
from time_machine import travel

from samrit.scores import actions
from tests.api.reading import Reader, changed
from tests.dashboards.published import published_world
from tests.scores.assigning import evaluators, give, take, two_scorers
from tests.world import NOW, World, file_all

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]
NUMBER = "1-1"
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def unhurried(settings: Any) -> None:
    settings.API_CALLS = settings.API_CALLS_WITHOUT_TOKEN = 10**6


@pytest.fixture
def filed(world: World) -> World:
    file_all(world)
    return world


def item(made: World) -> str:
    assert made.round is not None
    return f"/evaluation/{made.round.pk}/items/{made.kpis[NUMBER].indicator_id}"


def test_no_answer_tells_that_the_first_has_given_an_opinion_but_the_givers_own(filed: World) -> None:
    first, second = evaluators(filed, "first", "second")
    two_scorers(filed, NUMBER)
    take(filed, NUMBER, "first", first)
    take(filed, NUMBER, "second", second)
    others, giver = [Reader(filed, one) for one in (second, filed.coordinator)], Reader(filed, first)
    before, own = [one.everything() for one in others], giver.told(item(filed))
    give(filed, NUMBER, first, "1199.99")
    after = [one.everything() for one in others]
    assert len(before[0]) > 100
    assert [sum(said.startswith("200") for said in one.values()) > 50 for one in before] == [True] * 2
    assert [changed(*both) for both in zip(before, after, strict=True)] == [{}, {}]
    assert ("1199.99" in own, "1199.99" in giver.told(item(filed))) == (False, True)  # the sweep could fail


def test_before_the_second_of_publication_nothing_is_told_and_at_it_all_is() -> None:
    made = published_world(publish=False)
    assert made.round is not None
    actions.confirm_score(round_=made.round, by=made.evaluator, now=NOW)
    readers = [Reader(made, None), Reader(made, made.stranger)]
    moment = NOW + HOUR
    with travel(moment - SECOND, tick=False):
        before = [one.everything() for one in readers]
    actions.publish_score(round_=made.round, by=made.evaluator, now=NOW, publish_at=moment, reason="")
    with travel(moment - SECOND, tick=False):
        still = [one.everything() for one in readers]
    page = f"/results/2567/{made.area.code}"
    with travel(moment, tick=False):
        then = [one.told(page) for one in readers]
    assert [changed(*both) for both in zip(before, still, strict=True)] == [{}, {}]
    assert [one[page][:3] for one in still] == ["404", "404"]
    assert [one[:3] for one in then] == ["200", "200"]
