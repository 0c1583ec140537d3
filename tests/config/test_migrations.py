"""Migrations that are made at once stand for every step they replace, in order, and for no other."""

from itertools import takewhile

import pytest
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader

Steps = dict[tuple[str, str], Migration]


def on_disk() -> Steps:
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    return loader.disk_migrations


STEPS = on_disk()
AT_ONCE = [
    key
    for key, step in STEPS.items()
    if key[0] in {"frameworks", "notices", "reports", "scores"} and step.replaces
]


@pytest.mark.parametrize(("app", "name"), AT_ONCE, ids=[app for app, _ in AT_ONCE])
def test_what_is_made_at_once_stands_for_every_step(app: str, name: str) -> None:
    steps = sorted(key for key in STEPS if key[0] == app and key[1] != name)
    last = name.partition("_squashed_")[2]
    upto = [*takewhile(lambda key: key[1] != last, steps), (app, last)]
    assert STEPS[app, name].replaces == upto


def test_four_rooms_are_made_at_once() -> None:
    assert [app for app, _ in sorted(AT_ONCE)] == ["frameworks", "notices", "reports", "scores"]
