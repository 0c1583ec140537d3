"""Killed (SIGKILL) at every step of an import and an acceptance: the old state or the new one, and the next run succeeds."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.config.workers import Site

PEOPLE = """
import django; django.setup()
from tests.world import make_people
make_people()
"""
RECEIVING, EXAMINING, ACCEPTING = (
    f"indicators/actions/{name}.py" for name in ("receiving", "examining", "accepting")
)
# Where it is killed: file, function, before its first or after its last line; and whether the new state is in force then.
STEPS = [
    (RECEIVING, "_entered", "call", False),  # under their digest, no row
    (EXAMINING, "begin_examination", "return", False),
    ("indicators/store/files.py", "seal", "call", False),  # a file of cells half done
    (EXAMINING, "finish_examination", "call", False),  # good and rejected cells written, no row
    (
        "indicators/actions/remembering.py",
        "remember_mapping",
        "call",
        False,
    ),  # the receipt given, in the transaction
    (ACCEPTING, "merge", "call", False),  # handed over
    (ACCEPTING, "_take_over", "call", False),  # the next generation's files written, no row
    (ACCEPTING, "_told", "call", False),  # all rows written, in the transaction
    (ACCEPTING, "accept", "return", True),  # done, and nobody heard of it
]


@pytest.fixture
def site(tmp_path: Path, migrated: Path) -> Site:
    made = Site(tmp_path / "data")
    made.copy_of(migrated)
    made.run(PEOPLE)
    return made


def run(site: Site, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "tests.indicators.killed", *words],
        env=site.environment, text=True, capture_output=True, check=False, timeout=300,
    )  # fmt: skip


def told(done: "subprocess.CompletedProcess[str]") -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def test_killed_at_each_step_it_is_the_old_state_or_the_new_one_and_the_next_run_succeeds(site: Site) -> None:
    left, in_force = "", False
    for number, (file, function, event, is_new) in enumerate([*STEPS, ("", "", "", False)]):
        value = str(number + 1) if file else ""
        done = run(site, left, value, file, function, event)
        step = f"before {function} {event}: {done.stderr[-2000:]}"
        assert done.returncode == (-signal.SIGKILL if file else 0), step
        found, *after = told(done)
        if left:
            expected = left if in_force else str(number - 1)
            accepted = number if in_force else number - 1
            assert found["figures"] == ([expected] if accepted else []), step
            assert (found["generations"], found["accepted"]) == (accepted, accepted), step
            assert found["broken"] is False
            assert after == [{
                "figures": [left], "cells": 7, "generations": number, "accepted": number, "submissions": number,
                "receipts": number, "broken": False, "left": 0,
            }], step  # fmt: skip
        left, in_force = value, is_new
