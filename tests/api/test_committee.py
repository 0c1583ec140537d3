"""What the committee decided stays with its office until it is concluded, in JSON as on the page."""

import pytest

from samrit.people.models import User
from tests.api.calling import Program, token_for
from tests.frameworks.proposing import decide, items_of, submitted
from tests.world import World

pytestmark = pytest.mark.django_db


def told(user: User, proposal: int) -> list[str | None]:
    """The outcome beside each KPI."""
    items = Program(token_for(user)).call("get", f"/proposals/{proposal}/items").json()
    return [one["decision"] and one["decision"]["outcome"] for one in items]


def test_the_province_is_not_told_what_is_decided_before_it_is_concluded(world: World) -> None:
    proposal = submitted(world)
    decide(world, items_of(proposal)["1-1"], "refused", "ซ้ำ")
    assert "refused" in told(world.evaluator, proposal.pk)
    assert set(told(world.coordinator, proposal.pk)) == {None}


def test_nor_does_the_history_tell_it(world: World) -> None:
    proposal = submitted(world)
    decide(world, items_of(proposal)["1-1"], "refused", "ซ้ำ")

    def reasons(user: User) -> list[str]:
        events = Program(token_for(user)).call("get", f"/proposals/{proposal.pk}/history").json()["items"]
        return [one["reason"] for one in events]

    assert ("ซ้ำ" in reasons(world.evaluator), "ซ้ำ" in reasons(world.coordinator)) == (True, False)
