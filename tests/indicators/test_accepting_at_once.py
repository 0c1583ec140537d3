"""Two acceptances at the same moment, and readers meanwhile: one state follows another, nobody sees a mix."""

import threading
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import connection

from samrit.indicators.actions.accepting import accept
from samrit.indicators.models import Generation, Submission
from samrit.indicators.queries.submissions import submission_of
from samrit.people.models import Role
from tests.indicators.submitting import all_of, figures, of_all, sent, taken
from tests.sweep.test_races import at_once
from tests.world import NOW, make_people, person

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_acceptances_at_once_follow_one_another_and_readers_see_one_state_or_another() -> None:
    world = make_people()
    second = person("second-steward", world.office, Role.COORDINATOR)
    taken(world, all_of("0"))
    waiting = [sent(world, all_of(str(value))) for value in range(1, 5)]
    seen: list[set[Any]] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            seen.append(set(figures().values()))
        connection.close()

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        stewards = [world.coordinator, second, world.coordinator, second]
        acts = [
            partial(accept, submission=one, by=by, now=NOW) for one, by in zip(waiting, stewards, strict=True)
        ]
        outcomes = at_once(*acts)
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert outcomes == ["done"] * 4
    assert list(Generation.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    last = Generation.objects.order_by("-number").first()
    assert last is not None
    value = waiting.index(submission_of(last.submission_id)) + 1
    assert figures() == of_all(str(value))
    assert len(seen) > 1
    assert [one for one in seen if len(one) != 1] == []
    assert set.union(*seen) <= {Decimal(number) for number in range(5)}


def test_of_two_who_accept_the_same_one_only_one_does() -> None:
    world = make_people()
    second = person("second-steward", world.office, Role.COORDINATOR)
    one = sent(world, all_of("1"))
    acts = [partial(accept, submission=one, by=by, now=NOW) for by in (world.coordinator, second)]
    assert at_once(*acts) == ["done", "accept_data_from_accepted"]
    assert Submission.objects.get().state == "accepted"
    assert Generation.objects.count() == 1
