"""``samrit worker``: ends cleanly, says what is stuck, runs beside the site and comes back when it dies."""

import json
import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.workers import Site, eventually

TICKED = "select count(*) from django_tasks_database_dbtaskresult where status = 'SUCCESSFUL'"


@pytest.fixture
def site(tmp_path: Path, migrated: Path) -> Iterator[Site]:
    made = Site(tmp_path / "data")
    made.copy_of(migrated)
    yield made
    made.end()


def living(site: Site) -> list[dict[str, object]]:
    return json.loads(site.command("worker", "--status", "--json").stdout)["workers"]


def test_it_works_until_it_is_told_to_end(site: Site) -> None:
    worker = site.start("worker")
    eventually(lambda: site.ask(TICKED) == [(1,)])
    [seen] = living(site)
    assert seen["process"] == worker.pid
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(15) == 0
    assert worker.stdout is not None
    assert worker.stdout.read() == ""
    assert living(site) == []


def test_once_does_what_is_due_and_ends(site: Site) -> None:
    site.people(1)
    for _ in range(2):
        done = site.command("worker", "--once")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert site.states() == {"sent": 1}
    [letter] = (site.data / "outbox").iterdir()
    assert "p0@example.go.th" in letter.read_text(encoding="utf-8")


def test_status_says_that_nobody_works(site: Site) -> None:
    shown = site.command("worker", "--status")
    assert shown.returncode == 1
    assert "โปรแกรมเบื้องหลังที่ทำงานอยู่: 0" in shown.stdout


def test_what_is_stuck_is_named_and_can_be_sent_again(tmp_path: Path, migrated: Path) -> None:
    site = Site(tmp_path / "data", SAMRIT_SMTP="smtp-plain://127.0.0.1:1")  # nobody listens
    site.copy_of(migrated)
    site.people(1)
    site.command("worker", "--once")
    assert site.states() == {"pending": 1}
    site.run(
        "import django; django.setup()\n"
        "from samrit.notices.models import Delivery\n"
        "Delivery.objects.update(state='given_up', problem='said by the server')"
    )
    shown = json.loads(site.command("worker", "--status", "--json").stdout)
    [stuck] = shown["stuck"]
    assert (stuck["state"], stuck["channel"], stuck["problem"]) == ("given_up", "email", "said by the server")
    assert site.command("worker", "--send-again", "no-such-key").returncode == 2
    assert "1" in site.command("worker", "--send-again", stuck["key"]).stdout
    assert site.states() == {"pending": 1}


def test_beside_the_site_it_comes_back_and_ends_with_it(site: Site) -> None:
    run = site.start("run", "--port", "18281")
    eventually(lambda: living(site), 60)
    [first] = living(site)
    os.kill(int(str(first["process"])), signal.SIGKILL)
    eventually(lambda: [one for one in living(site) if one["process"] != first["process"]], 60)
    run.send_signal(signal.SIGINT)
    assert run.wait(30) == 0
    assert living(site) == []


def test_a_worker_does_not_outlive_its_site(site: Site) -> None:
    run = site.start("run", "--port", "18291")
    eventually(lambda: living(site), 60)
    os.killpg(run.pid, signal.SIGKILL)  # the site with all its processes; the worker has a session of its own
    eventually(lambda: living(site) == [], 30)


def test_without_a_worker_when_it_runs_elsewhere(site: Site) -> None:
    run = site.start("run", "--port", "18301", "--no-worker")
    assert run.stdout is not None
    for line in run.stdout:
        if re.search(r"http://127", line):
            break
    assert living(site) == []
    run.send_signal(signal.SIGINT)
    assert run.wait(30) == 0
