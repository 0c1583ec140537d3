"""Data files on the desks: who hands over, who accepts, who mends, who waits; and nobody else."""

import pytest

from samrit.dashboards.queries.work import work_of
from samrit.dashboards.wording import address_of
from samrit.indicators.actions.moving import certify, return_
from samrit.people.models import User
from samrit.people.queries import duties_of
from tests.indicators.submitting import all_of, csv, received, sent
from tests.world import DAY, NOW, World, make_people

pytestmark = pytest.mark.django_db
PEOPLE = ("recorder", "colleague", "approver", "coordinator", "statistician", "stranger", "evaluator")


def desk(user: User) -> list[tuple[str, str, str]]:
    work = work_of(duties_of(user, DAY), now=NOW)
    return [(task.part, task.kind, task.reason) for task in (*work.todo, *work.waiting) if task.area]


def desks(world: World) -> dict[str, list[tuple[str, str, str]]]:
    found = {name: desk(getattr(world, name)) for name in PEOPLE}
    return {name: tasks for name, tasks in found.items() if tasks}


def test_a_data_file_wanders_from_desk_to_desk() -> None:
    world = make_people()
    draft = received(world, csv(all_of("1")))
    of_agency = {name: [("todo", "hand_over_data", "")] for name in ("recorder", "colleague")}
    assert desks(world) == of_agency
    done = sent(world, all_of("1"))
    assert done == draft
    waits = {name: [("waiting", "await_steward", "")] for name in ("recorder", "colleague")}
    assert desks(world) == waits | {"coordinator": [("todo", "accept_data", "")]}
    (task,) = work_of(duties_of(world.coordinator, DAY), now=NOW).todo
    assert address_of(task) == f"/data/13/submissions/{done.pk}/"
    return_(submission=done, reason="ปีผิด", by=world.coordinator, now=NOW)
    assert desks(world) == {name: [("todo", "mend_data", "ปีผิด")] for name in ("recorder", "colleague")}
    sent(world, all_of("2"), supersedes=done)
    assert desks(world) == waits | {"coordinator": [("todo", "accept_data", "")]}


def test_what_a_steward_brought_waits_until_somebody_stands_by_it() -> None:
    world = make_people()
    own = sent(world, all_of("1"), by=world.coordinator)
    assert desk(world.coordinator) == [("waiting", "await_steward", "")]
    certify(submission=own, by=world.approver, now=NOW)
    assert desk(world.coordinator) == [("todo", "accept_data", "")]
