"""The real server, really killed (SIGKILL) while people save and submit: nothing lost, nothing half, nothing twice."""

import json
import random
import sqlite3
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from samrit.audit.models import Event
from samrit.audit.queries import first_broken_link
from tests.evidence.running import Running, start
from tests.evidence.test_uploads_live import free_port

KILLS = 4


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Running]:
    """Something is saved already, so that each test stands alone."""
    running = start(tmp_path_factory.mktemp("killed"), free_port(), migrated)
    assert running.ask("POST", running.entry, data=typed("save", 0, value="999")).status_code == 302
    yield running
    running.stop()


def rows(site: Running, question: str) -> list[Any]:
    with sqlite3.connect(site.data / "samrit.sqlite3", timeout=20) as database:
        return database.execute(question).fetchall()


def version(site: Running) -> int:
    found = rows(site, "SELECT version FROM reports_result ORDER BY id LIMIT 1")
    return int(found[0][0]) if found else 0


def typed(action: str, at: int, **words: str) -> dict[str, str]:
    texts = {
        "narrative": "ดำเนินการตามแผน",
        "supporting_factors": "",
        "obstacles": "",
        "figure_reason": "ตรวจแล้ว",
    }
    return {"action": action, "answer": "number", "version": str(at), **texts, **words}


def keep_saving(site: Running, heard: list[str], stop: threading.Event) -> None:
    """Save a new number as fast as the server answers; ``heard`` are the numbers it said it had kept."""
    number = 1000 + len(heard)
    while not stop.is_set():
        number += 1
        try:
            answer = site.ask("POST", site.entry, data=typed("save", version(site), value=str(number)))
        except requests.RequestException:
            return
        if answer.status_code == 302:
            heard.append(str(number))


def test_killed_again_and_again_while_saving(site: Running) -> None:
    heard: list[str] = []
    for _ in range(KILLS):
        stop = threading.Event()
        saving = threading.Thread(target=keep_saving, args=(site, heard, stop))
        saving.start()
        time.sleep(random.uniform(0.4, 1.2))  # noqa: S311 - any moment will do
        site.kill()
        stop.set()
        saving.join(60)
        site.start_again()
    saves = rows(site, "SELECT before, after FROM audit_event WHERE verb = 'save' ORDER BY id")
    assert heard
    told = [after for _before, after in saves]
    assert [number for number in heard if not any(f'"value": "{number}"' in after for after in told)] == []
    assert version(site) == len(saves)  # every version has its event, every event its version
    assert rows(site, "PRAGMA integrity_check") == [("ok",)]


def test_killed_while_submitting_it_is_submitted_or_not_never_half(site: Running) -> None:
    for _ in range(KILLS):
        sending = threading.Thread(target=submit_quietly, args=(site,))
        sending.start()
        time.sleep(random.uniform(0.0, 0.15))  # noqa: S311 - any moment will do
        site.kill()
        sending.join(60)
        site.start_again()
        status, events = standing(site)
        assert events[-1] in {("submit",), ("save",), ("recall",)}
        assert (status == "submitted") == (events[-1] == ("submit",))
        site.ask("POST", site.entry, data={"action": "recall"})
    submitted = [event for event in standing(site)[1] if event == ("submit",)]
    notices = rows(
        site,
        "SELECT key, person_id, count(*) FROM notices_notice GROUP BY key, person_id HAVING count(*) > 1",
    )
    assert notices == []
    assert len(submitted) <= KILLS


def submit_quietly(site: Running) -> None:
    try:
        site.ask("POST", site.entry, data=typed("submit", version(site), value="1200"))
    except requests.RequestException:
        return


def standing(site: Running) -> tuple[str, list[Any]]:
    status = rows(site, "SELECT status FROM reports_result ORDER BY id LIMIT 1")[0][0]
    events = rows(
        site,
        "SELECT verb FROM audit_event WHERE subject = 'reports.result:1' AND verb IN ('save', 'submit', 'recall') ORDER BY id",
    )
    return status, events


def test_the_chain_of_events_holds_after_all_that(site: Running) -> None:
    names = [field.attname for field in Event._meta.concrete_fields]  # noqa: SLF001 - Django's way to the columns
    found = rows(site, f"SELECT {', '.join(names)} FROM audit_event ORDER BY id")  # noqa: S608 - our own columns
    events = [event_of(dict(zip(names, row, strict=True))) for row in found]
    assert len(events) > KILLS
    assert first_broken_link(events) is None


def event_of(row: dict[str, Any]) -> Event:
    """The row as Django reads it; the database is not this test's own, so it is read beside Django."""
    at = datetime.fromisoformat(row["at"]).replace(tzinfo=UTC)
    return Event(**{**row, "at": at, **{name: json.loads(row[name]) for name in ("before", "after")}})
