"""The trail for auditors: who finds what, what is held back, one event in its chain, and pieces that can be checked elsewhere."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samrit.audit.actions import record
from samrit.audit.anchors import make_anchor
from samrit.audit.exported import check_export
from samrit.audit.models import Event
from samrit.dashboards.queries.trail import Asked, events_visible_to, found
from samrit.evidence.models import EvidenceFile
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.reports.models import Result
from samrit.scores.models import Verification
from tests import world
from tests.api.calling import token_for
from tests.world import DAY, NOW, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(settings: Any, tmp_path: Path) -> World:
    settings.AUDIT_ANCHORS = tmp_path / "anchors"
    made = world.make_world()
    world.file_all(made)
    return made


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


def verbs(user: User, **asked: object) -> list[str]:
    events = found(events_visible_to(duties_of(user, DAY)), Asked(**asked))  # type: ignore[arg-type]
    return [event.verb for event in events.order_by("-pk")]


def test_events_are_found_by_person_kind_thing_province_and_day(full: World) -> None:
    result = Result.objects.get(round=full.round, indicator=full.kpis["1-1"].indicator_id)
    key = f"reports.result:{result.pk}"
    assert verbs(full.evaluator, thing=key) == ["file", "approve", "submit", "save"]
    assert verbs(full.evaluator, thing=key, who="recorder@") == ["submit", "save"]
    assert verbs(full.evaluator, thing=key, who=str(full.approver.pk)) == ["approve"]
    assert verbs(full.evaluator, who="ไม่มีผู้นี้") == []
    assert verbs(full.evaluator, room="reports", verb="file_report") == ["file_report"]
    assert verbs(full.evaluator, thing="reports.filing") == ["file_report"]
    assert set(verbs(full.evaluator, room="frameworks")) >= {"create_draft", "publish_edition"}
    assert verbs(full.evaluator, thing=key, since=DAY, until=DAY) == ["file", "approve", "submit", "save"]
    assert verbs(full.evaluator, since=DAY + timedelta(days=1)) == []
    assert verbs(full.evaluator, until=DAY - timedelta(days=1)) == []
    assert verbs(full.evaluator, area="20") == []


def test_until_an_early_day_nothing_is_left_out_where_the_clock_once_stood_back(full: World) -> None:
    assert full.round is not None
    before = len(verbs(full.evaluator, until=DAY))
    for number in range(Event.objects.latest("pk").pk + 5):
        back_or_on = timedelta(days=3 if number else -1)
        record(verb="set_window", subject=full.round, by=full.evaluator, now=NOW + back_or_on)
    assert len(verbs(full.evaluator, until=DAY)) == before + 1
    assert verbs(full.evaluator, until=DAY)[0] == "set_window"
    assert verbs(full.evaluator, until=DAY - timedelta(days=1)) == ["set_window"]


def test_a_coordinator_finds_the_own_province_and_nothing_of_its_evaluation(full: World) -> None:
    for area, subject in (("20", full.round), ("", full.coordinator)):
        assert subject is not None
        record(verb="set_window", subject=subject, by=full.evaluator, now=NOW, area_code=area)
    everything, own = verbs(full.evaluator), verbs(full.coordinator)
    assert len(own) == len(everything) - Event.objects.exclude(area_code="13").count() > 10
    record(verb="compute_score", subject=Verification(pk=1), by=None, now=NOW, area_code="13")
    assert (verbs(full.evaluator)[0], verbs(full.coordinator)[0]) == ("compute_score", own[0])


def test_the_page_tells_the_newest_and_goes_on_from_there(
    full: World, client_of: Callable[[User], Client]
) -> None:
    client = client_of(full.evaluator)
    assert full.round is not None
    page = client.get("/audit/?verb=file_report").content.decode()
    assert page.count("/audit/") > 1
    assert "ส่งรายงานจังหวัด" in page
    record(verb="set_window", subject=full.round, by=full.evaluator, now=NOW)
    with CaptureQueriesContext(connection) as few:
        client.get("/audit/?verb=set_window")
    for number in range(60):
        record(verb="set_window", subject=full.round, by=full.evaluator, now=NOW, reason=str(number))
    with CaptureQueriesContext(connection) as many:
        page = client.get("/audit/?verb=set_window").content.decode()
    assert len(many) == len(few)
    assert 'rel="next"' in page
    last = Event.objects.filter(verb="set_window").order_by("-pk")[49].pk
    assert f"before={last}" in page
    older = client.get(f"/audit/?verb=set_window&before={last}").content.decode()
    assert 'rel="next"' not in older
    assert "ล่าสุด" in older
    refused = client.get("/audit/?since=วันใด")
    assert refused.status_code == 200
    assert "ส่งออก JSON Lines" not in refused.content.decode()
    assert client_of(full.recorder).get("/audit/").status_code == 404


def test_the_page_says_in_words_which_thing_and_which_province(
    full: World, client_of: Callable[[User], Client]
) -> None:
    client = client_of(full.evaluator)
    page = client.get("/audit/?verb=save").content.decode()
    assert (
        f"รอบ {full.item('1-1', full.recorder).round.months} เดือน · 1-1 รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน (OTOP)"
        in page
    )
    assert ">ปทุมธานี<" in page
    event = Event.objects.get(verb="publish_edition")
    assert "กรอบตัวชี้วัดปทุมธานี 2567 ฉบับที่ 1" in client.get(f"/audit/{event.pk}/").content.decode()
    assert "ปทุมธานี 2567 รอบ" in client.get("/audit/?thing=frameworks.round").content.decode()


def test_one_event_shows_before_and_after_its_place_and_its_anchor(
    full: World, client_of: Callable[[User], Client]
) -> None:
    event = Event.objects.get(verb="save", subject__startswith="reports.result", after__value="1176.285")
    client = client_of(full.coordinator)
    page = client.get(f"/audit/{event.pk}/").content.decode()
    assert "1,176.285" in page
    assert event.hash in page
    assert "คำนวณซ้ำแล้วตรงกัน" in page
    assert "ต่อกับเหตุการณ์ข้างเคียงทั้งสองด้าน" in page
    assert "ยังไม่มีหลักหมุด" in page
    anchor = make_anchor(now=NOW)
    page = client.get(f"/audit/{event.pk}/").content.decode()
    assert f"ครอบคลุมแล้วโดย {anchor.name}" in page
    anchor.write_text(anchor.read_text().replace('"length": ', '"length": 1'))
    assert "ไม่ตรงกับประวัตินี้" in client.get(f"/audit/{event.pk}/").content.decode()
    assert client_of(full.stranger).get(f"/audit/{event.pk}/").status_code == 404


def test_a_piece_that_was_taken_away_can_be_checked_without_the_database(
    full: World, client_of: Callable[[User], Client], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_anchor(now=NOW)
    client = client_of(full.evaluator)
    answer = client.post("/audit/export/", {"form": "jsonl"})
    assert answer["Content-Disposition"].endswith('.jsonl"')
    piece = answer.getvalue().decode()
    lines = piece.splitlines()
    assert len(lines) == Event.objects.count()
    noted = Event.objects.latest("pk")
    assert (noted.verb, noted.after, noted.actor_id) == (
        "export_trail",
        {"trail_form": "jsonl"},
        full.evaluator.pk,
    )
    file = tmp_path / "piece.jsonl"
    file.write_text(piece, encoding="utf-8")
    call_command("audit", "verify", export=file, complete=True)
    assert (
        f"ตรงทั้ง {len(lines)} เหตุการณ์ · ไม่เปิดเผยข้อความ 0 · ช่วงที่ไม่ต่อกัน 0 · ตรงกับหลักหมุด 1"
        in capsys.readouterr().out
    )

    assert _by_the_script_of_the_guide(file) == (0, "", "")
    _spoilt_pieces_are_told(lines)
    file.write_text(piece.replace('"reason":""', '"reason":"x"', 1), encoding="utf-8")
    with pytest.raises(SystemExit):
        call_command("audit", "verify", export=file)
    assert _by_the_script_of_the_guide(file)[::2] == (1, "line 1: changed\n")


def _by_the_script_of_the_guide(file: Path) -> tuple[int, str, str]:
    """What docs/audit.md gives to those who have no Samrit."""
    guide = (Path(__file__).parents[2] / "docs" / "audit.md").read_text(encoding="utf-8")
    script = guide.split("```python\n")[1].split("```")[0]
    done = subprocess.run(
        [sys.executable, "-I", "-c", script, str(file)], check=False, capture_output=True, text=True
    )
    return done.returncode, done.stdout, done.stderr


def _spoilt_pieces_are_told(lines: list[str]) -> None:
    changed = [lines[0].replace('"reason":""', '"reason":"x"'), *lines[1:]]
    for spoilt, at, code in (
        (changed, 1, "line_changed"),
        ([*lines[:3], *lines[4:]], 4, "line_missing"),
        ([*lines[:3], lines[4], lines[3]], 4, "line_missing"),
        ([*lines, "no json"], len(lines) + 1, "line_unreadable"),
        ([*lines, "[" * 100_000], len(lines) + 1, "line_unreadable"),
    ):
        broken = check_export(spoilt, complete=True, anchored={}).broken
        assert broken
        assert (broken[0], broken[1].code) == (at, code)
    part = check_export([lines[1], lines[5]], complete=False, anchored={})
    assert (part.broken, part.whole, part.gaps) == (None, 2, 1)
    swapped = check_export([lines[5], lines[1]], complete=False, anchored={}).broken
    assert swapped
    assert swapped[1].code == "line_out_of_order"


def test_csv_opens_in_a_spreadsheet_and_runs_nothing(
    full: World, client_of: Callable[[User], Client]
) -> None:
    assert full.round is not None
    record(verb="set_window", subject=full.round, by=full.evaluator, now=NOW, area_code="13", reason="=1+1")
    asked = {"form": "csv", "verb": "set_window"}
    text = client_of(full.coordinator).post("/audit/export/", asked).getvalue().decode()
    assert text.startswith("\ufeffid,at,")
    assert ",'=1+1," in text
    assert Event.objects.latest("pk").after == {"trail_form": "csv", "trail_verb": "set_window"}
    token = {"Authorization": f"Bearer {token_for(full.coordinator, ['audit:read'], now=timezone.now())}"}
    taken = Client().get("/api/v1/trail/file?kind=csv&verb=set_window", headers=token)
    assert (taken.getvalue().decode(), taken["Cache-Control"]) == (text, "private, no-store")
    noted = Event.objects.latest("pk")
    assert (noted.verb, noted.after["trail_form"], noted.actor_id) == (
        "export_trail",
        "csv",
        full.coordinator.pk,
    )
    for wrong in ({"form": "exe"}, {"form": "csv", "since": "วันใด"}):
        before = Event.objects.count()
        assert client_of(full.coordinator).post("/audit/export/", wrong).status_code == 422
        assert Event.objects.count() == before


def test_what_is_secret_is_held_back_but_hangs_in_the_chain(
    full: World, client_of: Callable[[User], Client]
) -> None:
    """A secret file is not named to who may not open it; the piece still has its hash."""
    file = EvidenceFile.objects.create(
        name="ชื่อที่ไม่ควรรู้.pdf", sha256="a" * 64, size=1, media_type="application/pdf", secrecy="secret",
        uploaded_by=full.recorder, uploaded_at=NOW,
    )  # fmt: skip
    for subject in (file, full.recorder):
        kept = {"evidence": file.name, "sha256": file.sha256}
        record(verb="keep_file", subject=subject, by=full.recorder, now=NOW, after=kept, area_code="13")
    client = client_of(full.coordinator)
    of_file, of_person = Event.objects.order_by("-pk")[:2][::-1]
    for event in (of_file, of_person):
        page = client.get(f"/audit/{event.pk}/").content.decode()
        assert "ชื่อที่ไม่ควรรู้" not in page
        assert event.hash in page
    piece = client.post("/audit/export/", {"form": "jsonl", "verb": "keep_file"}).getvalue().decode()
    assert "ชื่อที่ไม่ควรรู้" not in piece
    assert [json.loads(line)["withheld"] for line in piece.splitlines()] == [True, True]
    assert check_export(piece.splitlines(), complete=False, anchored={}).withheld == 2
    assert "ชื่อที่ไม่ควรรู้" not in client.post("/audit/export/", {"form": "csv"}).getvalue().decode()
