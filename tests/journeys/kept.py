"""What takes long to make is made once in each process; a test that comes later gets a copy of the database."""

import copy
import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import connection

from tests.environment import DATA

Made = TypeVar("Made")
_kept: dict[Callable[..., Any], Any] = {}


def once(make: Callable[[], Made]) -> Made:
    """What ``make`` gives and the rows it wrote, for a test that commits; on SQLite only the first one makes them."""
    if connection.vendor != "sqlite":
        return make()
    copy_of_it = DATA / f"{make.__name__}.sqlite3"
    if make not in _kept:
        _kept[make] = make()
        _copy(to=str(copy_of_it))
    else:
        _copy(back_from=str(copy_of_it))
    return copy.deepcopy(_kept[make])


def _copy(*, to: str = "", back_from: str = "") -> None:
    connection.ensure_connection()
    other = sqlite3.connect(to or back_from)
    try:
        if to:
            connection.connection.backup(other)
        else:
            other.backup(connection.connection)
    finally:
        other.close()
