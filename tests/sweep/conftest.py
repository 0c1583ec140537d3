"""The filled provinces, made once for each file of tests and taken back after it."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import transaction

from tests.sweep.filled import Filled, fill
from tests.world import NOW


@pytest.fixture(scope="module")
def filled(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Filled]:
    """Each test takes back what it changes: its own transaction is a savepoint inside this one."""
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(NOW, tick=False):
        yield fill()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield
