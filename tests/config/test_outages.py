"""What people and programs are told while something the site stands on is away: a 503 that says what to do, with what they typed."""

import errno
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.files.base import ContentFile
from django.db import OperationalError, ProgrammingError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from django.utils import timezone

from samrit.config import views
from samrit.config.urls import urlpatterns as of_the_site
from samrit.config.working import alive
from samrit.evidence.folder import FolderStorage
from samrit.notices.actions import take_turn
from samrit.notices.models import Worker
from samrit.ui.outage import AwayError, is_outage
from tests.world import NOW

pytestmark = pytest.mark.django_db
handler400, handler500 = views.unreadable, views.failed
FAILURES: dict[str, Exception] = {
    "database": OperationalError("terminating connection due to administrator command"),
    "full": OSError(errno.ENOSPC, "No space left on device"),
    "store": AwayError("evidence/1.pdf: EndpointConnectionError"),
    "mistake": ProgrammingError("no such column"),
    "missing": FileNotFoundError("1.pdf"),
}


def failing(_request: HttpRequest, why: str) -> HttpResponse:
    raise FAILURES[why]


def interrupted(_request: HttpRequest) -> HttpResponse:
    """As Django tells of a session that could not be written."""
    try:
        raise FAILURES["database"]
    except OperationalError as gone:
        raise SessionInterrupted from gone


urlpatterns = [path("s/fails/<str:why>/", failing), path("s/interrupted/", interrupted), *of_the_site]


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@override_settings(ROOT_URLCONF=__name__)
def test_what_ends_by_itself_is_a_503_with_what_was_typed(visitor: Client) -> None:
    typed = {"narrative": "ดำเนินการครบ ทุกอำเภอ", "value": "81.5"}
    for why in ("database", "full", "store"):
        answer = visitor.post(f"/s/fails/{why}/", typed)
        page = answer.content.decode()
        assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "10", "no-store")
        assert "ระบบไม่พร้อมชั่วคราว" in page
        assert 'name="narrative" value="ดำเนินการครบ ทุกอำเภอ"' in page
        assert f'action="/s/fails/{why}/"' in page
        assert '<p class="typed">ดำเนินการครบ ทุกอำเภอ</p>' in page
        assert "81.5</p>" not in page  # a figure is no text to be copied
    looked = visitor.get("/s/fails/database/?page=2")
    assert (looked.status_code, 'href="/s/fails/database/?page=2"' in looked.content.decode()) == (503, True)
    assert visitor.get("/s/interrupted/").status_code == 503
    assert [visitor.get(f"/s/fails/{why}/").status_code for why in ("mistake", "missing")] == [500, 500]
    english = visitor.post("/s/fails/database/", typed, headers={"Cookie": "samrit_language=en"})
    assert english.status_code == 503


@override_settings(ROOT_URLCONF=__name__)
def test_the_page_never_repeats_what_proves_who_somebody_is(visitor: Client) -> None:
    page = visitor.post("/s/fails/database/", {"new_password": "ลับ มาก", "note": "ข้อ ความ"}).content.decode()
    assert "ลับ มาก" not in page
    assert "ข้อ ความ" not in page
    assert "ย้อนกลับไปส่งอีกครั้ง" in page


def test_programs_are_told_when_to_come_again(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: Any, **__: Any) -> None:
        raise OperationalError("the database system is shutting down")

    monkeypatch.setattr("samrit.people.api.gate.count_call", gone)
    answer = visitor.get("/api/v1/me")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "away"


def test_the_cause_counts_and_a_ring_of_causes_ends() -> None:
    outer = RuntimeError("in the middle of it")
    outer.__cause__ = FAILURES["store"]
    assert is_outage(outer)
    ring = RuntimeError("a")
    ring.__context__ = RuntimeError("b")
    ring.__context__.__context__ = ring
    assert not is_outage(ring)
    assert not is_outage(None)


def test_a_file_is_whole_under_its_name_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = FolderStorage(location=tmp_path, file_permissions_mode=0o600)
    assert folder.save("a/1.pdf", ContentFile(b"whole")) == "a/1.pdf"
    again = folder.save("a/1.pdf", ContentFile(b"other"))
    assert again != "a/1.pdf"
    assert (tmp_path / "a" / "1.pdf").read_bytes() == b"whole"
    assert (tmp_path / "a" / "1.pdf").stat().st_mode & 0o77 == 0

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        folder.save("a/2.pdf", ContentFile(b"half"))
    assert sorted(one.name for one in (tmp_path / "a").iterdir()) == sorted(["1.pdf", Path(again).name])
    (tmp_path / "unfinished" / "killed.part").write_bytes(b"half")
    folder.sweep(before=datetime(2020, 1, 1, tzinfo=UTC))
    folder.sweep(before=timezone.now() + timedelta(hours=1))
    assert list((tmp_path / "unfinished").iterdir()) == []


def test_a_clock_that_stood_wrong_holds_nobody_up_afterwards() -> None:
    """Thirteen hours ahead for a while, then right again: the next turn is not thirteen hours away."""
    minute, wrong = timedelta(minutes=1), NOW + timedelta(hours=13)
    turns = [take_turn(job="tick", every=minute, now=at) for at in (wrong, NOW, NOW, NOW + minute)]
    assert turns == [True, True, False, True]
    for name, seen_at in (("ahead", wrong), ("here", NOW)):
        Worker.objects.create(name=name, host="elsewhere", process=1, started_at=NOW, seen_at=seen_at)
    assert alive(now=NOW) == {"here"}
