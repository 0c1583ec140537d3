"""What awaits a person besides reporting: proposals, requests, signatures of co-owners."""

import pytest
from django.test import Client

from samrit.dashboards.queries.work import work_of
from samrit.dashboards.wording import address_of
from samrit.people.models import User
from samrit.people.queries import duties_of
from tests import world
from tests.frameworks.proposing import empty, submitted
from tests.world import DAY, NOW, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> World:
    return world.make_world()


def kinds(user: User, part: str) -> set[str]:
    return {task.kind for task in getattr(work_of(duties_of(user, DAY), now=NOW), part)}


def test_a_proposal_goes_from_the_coordinator_to_the_committee(made: World) -> None:
    proposal = empty(made)
    assert "finish_proposal" in kinds(made.coordinator, "todo")
    assert "decide_proposal" not in kinds(made.evaluator, "todo")
    proposal.delete()
    submitted(made)
    assert "await_committee" in kinds(made.coordinator, "waiting")
    assert "decide_proposal" in kinds(made.evaluator, "todo")
    for other in (made.recorder, made.approver, made.stranger):
        assert not {"finish_proposal", "await_committee", "decide_proposal"} & (
            kinds(other, "todo") | kinds(other, "waiting")
        )


def test_every_line_leads_to_a_page_that_its_person_may_open(made: World, client: Client) -> None:
    submitted(made)
    for user in (made.recorder, made.approver, made.coordinator, made.evaluator):
        work = work_of(duties_of(user, DAY), now=NOW)
        client.force_login(user)
        for task in (*work.todo, *work.waiting, *work.late):
            assert client.get(address_of(task)).status_code == 200, task
