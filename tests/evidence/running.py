"""The real server (``samrit run``) on a small province of its own, with people already signed in.

``python -m tests.evidence.running`` fills the database of SAMRIT_DATA with it and prints what a browser and a program would know.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).resolve().parent.parent.parent
SAMRIT = Path(sys.executable).with_name("samrit")
TOKEN = "f" * 32  # the form token that our browser keeps
SECONDS_TO_START = 90


@dataclass
class Running:
    """The server and how to reach it; ``people`` name → session, ``entry`` the address of 1-1's entry."""

    data: Path
    port: int
    process: "subprocess.Popen[str]"
    people: dict[str, str]
    entry: str
    extra: dict[str, str]
    token: str  # of the recorder, for programs

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def headers(self, who: str = "recorder", **more: str) -> dict[str, str]:
        cookies = f"sessionid={self.people[who]}; csrftoken={TOKEN}"
        return {"Cookie": cookies, "X-CSRFToken": TOKEN, "Tus-Resumable": "1.0.0", **more}

    def ask(self, method: str, path: str, who: str = "recorder", **options: Any) -> requests.Response:
        headers = self.headers(who, **options.pop("headers", {}))
        url = path if path.startswith("http") else self.url + path
        return requests.request(method, url, headers=headers, timeout=60, allow_redirects=False, **options)

    def kill(self) -> None:
        """-9, the server and its children at once, as when the power fails."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def start_again(self) -> None:
        self.process = _serve(self.data, self.port, self.extra)
        _wait(self)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.kill()


def environment(data: Path, extra: dict[str, str]) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("SAMRIT_", "DATABASE_"))
    }
    return {**kept, "SAMRIT_DATA": str(data), **extra}


def start(data: Path, port: int, migrated: Path, **extra: str) -> Running:
    """``migrated``: a database as the migrations leave it; the site begins with a copy."""
    shutil.copy(migrated, data)
    filled = subprocess.run(
        [sys.executable, "-m", "tests.evidence.running"],
        cwd=ROOT, env=environment(data, extra), text=True, capture_output=True, check=False,
    )  # fmt: skip
    assert filled.returncode == 0, filled.stderr
    told = json.loads(filled.stdout.splitlines()[-1])
    running = Running(
        data, port, _serve(data, port, extra), told["people"], told["entry"], extra, told["token"]
    )
    _wait(running)
    return running


def _serve(data: Path, port: int, extra: dict[str, str]) -> "subprocess.Popen[str]":
    with (data / "server.log").open("a") as log:
        return subprocess.Popen(
            [SAMRIT, "run", "--port", str(port)], cwd="/", env=environment(data, extra), text=True,
            stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip


def _wait(running: Running) -> None:
    for _ in range(SECONDS_TO_START * 10):
        try:
            if requests.get(f"{running.url}/healthz", timeout=5).ok:
                return
        except requests.RequestException:
            time.sleep(0.1)
    raise AssertionError((running.data / "server.log").read_text())


def _fill() -> None:
    import django  # noqa: PLC0415 - in a process of its own

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samrit.config.settings")
    django.setup()
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from samrit.people.actions import make_token  # noqa: PLC0415
    from samrit.rules.scopes import SCOPES  # noqa: PLC0415
    from tests import world  # noqa: PLC0415

    world.NOW = timezone.now()
    world.DAY = world.NOW.date()
    made = world.make_world()
    people = {}
    for name in ("recorder", "colleague", "approver", "statistician", "coordinator", "evaluator", "stranger"):
        client = Client()
        client.force_login(getattr(made, name))
        people[name] = client.cookies["sessionid"].value
    assert made.round is not None
    entry = reverse("reports:entry", args=[made.round.pk, made.kpis["1-1"].indicator_id])
    _token, text = make_token(
        name="ระบบทดสอบ", scopes=list(SCOPES), expires_at=world.NOW + timedelta(days=1), by=made.recorder, now=world.NOW
    )  # fmt: skip
    print(json.dumps({"people": people, "entry": entry, "token": text}))  # noqa: T201


if __name__ == "__main__":
    _fill()
