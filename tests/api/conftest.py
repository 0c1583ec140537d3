"""The small province, and the clock of its tests."""

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from time_machine import travel

from tests.sweep.conftest import filled  # noqa: F401 - the filled provinces
from tests.world import NOW, World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture(autouse=True)
def at_ten(db: None) -> Iterator[None]:
    """10 October 2567, 10.00 น."""
    with travel(NOW, tick=False):
        yield


@pytest.fixture
def one_connection() -> Iterator[None]:
    """As Django's own test client: a request neither opens nor closes the test's connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
