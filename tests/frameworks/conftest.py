"""What the tests of this room start from."""

from collections.abc import Iterator

import pytest
import time_machine

from samrit.frameworks.actions import create_draft
from samrit.frameworks.models import Edition
from tests.world import NOW, World, make_world, terms


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def draft(world: World) -> Edition:
    """A revision in preparation, beside the edition in force."""
    return create_draft(
        area=world.area, year=2567, components=terms(world), by=world.coordinator, now=NOW, source="หนังสือแจ้ง"
    )


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Every page is read at NOW."""
    with time_machine.travel(NOW, tick=False):
        yield
