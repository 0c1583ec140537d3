"""A program that imports and accepts one file and kills itself at a given place: ``python -m … FILE FUNCTION EVENT VALUE``.

It says first what it finds in the database (a line of JSON), then goes on with what the killed one before it left.
"""

import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - after the set-up

from samrit.audit.queries import first_broken_link  # noqa: E402
from samrit.indicators.models import Examination, Generation, Submission  # noqa: E402
from tests.indicators.submitting import WASTE, all_of, csv, figures  # noqa: E402

RECORDER, STEWARD = "recorder@example.go.th", "coordinator@example.go.th"


def state() -> dict[str, Any]:
    """What can be seen from outside."""
    return {
        "figures": sorted({str(value) for value in figures().values()}),
        "cells": len(figures()),
        "generations": Generation.objects.count(),
        "accepted": Submission.objects.filter(state="accepted").count(),
        "submissions": Submission.objects.count(),
        "receipts": Submission.objects.exclude(receipt=None).count(),
        "broken": first_broken_link() is not None,
        "left": Examination.objects.filter(state__in=["waiting", "reading"]).count(),
    }


def say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def bring_in(value: str) -> None:
    """As a person does it, and does it again after a power cut."""
    path = Path(os.environ["SAMRIT_DATA"]) / f"waste-{value}.csv"
    path.write_bytes(csv(all_of(value)))
    if not Submission.objects.filter(name=path.name).exclude(receipt=None).exists():
        mapping = json.dumps(WASTE)
        call_command(
            "observations",
            "import",
            str(path),
            "--area",
            "13",
            "--agency",
            "พัฒนาชุมชน",
            "--as",
            RECORDER,
            "--map",
            mapping,
        )
    receipt = Submission.objects.exclude(receipt=None).get(name=path.name).receipt
    call_command("observations", "accept", str(receipt), "--as", STEWARD)


def killing(file: str, function: str, event: str) -> Callable[..., Any]:
    """A tracer that kills this process, as a power cut does, when the function is called (or about to return)."""

    def local(_frame: FrameType, what: str, _given: object) -> Any:
        if what == "return":
            os.kill(os.getpid(), signal.SIGKILL)
        return local

    def trace(frame: FrameType, what: str, _given: object) -> Any:
        code = frame.f_code
        if what != "call" or code.co_name != function or not code.co_filename.endswith(file):
            return None
        if event == "call":
            os.kill(os.getpid(), signal.SIGKILL)
        return local

    return trace


def main(left: str, value: str = "", file: str = "", function: str = "", event: str = "") -> None:
    say(state())
    if left:
        bring_in(left)
        say(state())
    if value:
        tracer = killing(file, function, event)
        threading.settrace(tracer)  # files are written by threads too
        sys.settrace(tracer)
        bring_in(value)


if __name__ == "__main__":
    main(*sys.argv[1:])
