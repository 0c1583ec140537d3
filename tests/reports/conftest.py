"""A small province, and the pages' clock at its moment."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests import world
from tests.world import NOW, World


@pytest.fixture
def made(db: Any) -> World:
    return world.make_world()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The pages read this clock; ``clock.move_to`` sets it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller
