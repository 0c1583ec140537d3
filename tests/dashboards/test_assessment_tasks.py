"""Assessments on the desks: who answers, who signs, who waits; and nobody else."""

import pytest

from samrit.dashboards.queries.work import work_of
from samrit.dashboards.wording import address_of
from samrit.people.models import User
from samrit.people.queries import duties_of
from tests.assessments.assessing import CLOSES, invited, signed, submitted
from tests.world import DAY, NOW, World, make_people

pytestmark = pytest.mark.django_db
PEOPLE = ("recorder", "colleague", "approver", "coordinator", "statistician", "stranger", "evaluator")


def desk(user: User) -> list[tuple[str, str]]:
    work = work_of(duties_of(user, DAY), now=NOW)
    return [
        (task.part, task.kind)
        for task in (*work.todo, *work.waiting)
        if "assess" in task.kind or task.kind == "await_signature"
    ]


def desks(world: World) -> dict[str, list[tuple[str, str]]]:
    found = {name: desk(getattr(world, name)) for name in PEOPLE}
    return {name: tasks for name, tasks in found.items() if tasks}


def test_what_is_invited_is_on_the_recorders_desks() -> None:
    world = make_people()
    (one,) = invited(world, "readiness")
    assert desks(world) == {name: [("todo", "answer_assessment")] for name in ("recorder", "colleague")}
    (task,) = work_of(duties_of(world.recorder, DAY), now=NOW).todo
    assert address_of(task) == f"/assessments/{one.pk}/"
    late = work_of(duties_of(world.recorder, DAY), now=CLOSES)
    assert late.todo == []


def test_what_is_handed_in_waits_for_the_head() -> None:
    world = make_people()
    submitted(world, "readiness")
    assert desks(world) == {
        "recorder": [("waiting", "await_signature")],
        "colleague": [("todo", "sign_assessment")],
        "approver": [("todo", "sign_assessment")],
    }


def test_what_is_signed_is_on_the_assessors_desks() -> None:
    world = make_people()
    signed(world, "readiness")
    assert desks(world) == {"evaluator": [("todo", "assess_assessment")]}
