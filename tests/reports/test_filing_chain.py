"""What is filed stays: frozen, chained, append-only; a newer filing supersedes and erases nothing."""

import threading
from datetime import timedelta
from unittest.mock import ANY

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from samrit.audit.models import Event
from samrit.frameworks.actions import set_window
from samrit.people.models import Role
from samrit.reports.actions import file_report, return_result
from samrit.reports.models import Filing, Result
from samrit.reports.queries import items_of
from samrit.reports.queries.filings import broken_filings, filing_of
from samrit.rules.sealing import NOTHING_BEFORE, canonical, sealed
from samrit.rules.wording import RefusedError
from tests import world
from tests.reports.filing import filed_twice, taken_back_and_mended, tamper
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


def refused(made: World, **changes: object) -> str:
    assert made.round is not None
    with pytest.raises(RefusedError) as caught:
        file_report(**{"round_": made.round, "by": made.coordinator, "now": NOW, **changes})  # type: ignore[arg-type]
    return caught.value.refusal.code


def test_the_snapshot_says_everything_that_was_filed(made: World):
    filing = world.file_all(made)
    told = filing.contents
    assert {name: told[name] for name in ("year", "months", "number", "place", "previous", "results", "left_out")} == {
        "year": 2567, "months": 12, "number": 1, "place": 1, "previous": NOTHING_BEFORE, "results": 4, "left_out": [],
    }  # fmt: skip
    assert told["province"] == {"code": "13", "name": "ปทุมธานี"}
    assert told["filed_by"] == {"name": "coordinator", "as": "ผู้ประสานงานจังหวัด · สำนักงานจังหวัดปทุมธานี"}
    item = told["items"][0]
    signed = {
        "name": "approver",
        "office": "ผู้อนุมัติข้อมูล สำนักงานพัฒนาชุมชนจังหวัดปทุมธานี",
        "as": "",
        "at": NOW.isoformat(),
    }
    assert {**item, "version": ANY, "indicator": ANY, "owners": ANY} == {
        "indicator": ANY, "full_number": "1-1", "name": "รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน (OTOP)", "part_of": "",
        "component": {"number": 1, "name": "การประเมินประสิทธิผลการดำเนินงาน (Performance Base)"}, "owners": ANY,
        "weight": "40", "unit": "ล้านบาท", "direction": "up", "interpolate": "linear", "last_year": None,
        "levels": ["1150.4", "1202.17", "1256.27"], "edition": 1, "version": ANY,
        "value": "1176.285", "missing": "", "numerator": None, "denominator": None, "figure_reason": "",
        "narrative": "ดำเนินการตามแผน", "supporting_factors": "ได้รับความร่วมมือจากชุมชน", "obstacles": "",
        "evidence_reason": "", "evidence": [],
        "recorded": [{"name": "recorder", "office": "ผู้บันทึกข้อมูล สำนักงานพัฒนาชุมชนจังหวัดปทุมธานี"}],
        "saved": ANY, "submitted": ANY, "approved": signed,
    }  # fmt: skip


def test_the_digest_is_that_of_the_text_and_of_its_contents(made: World):
    filing = world.file_all(made)
    assert filing.sha256 == sealed(filing.snapshot) == sealed(canonical(filing.contents))


def test_filing_again_supersedes_and_erases_nothing(made: World):
    first, second = filed_twice(made)
    kept = Filing.objects.get(pk=first.pk)
    assert (kept.snapshot, kept.sha256, kept.number) == (first.snapshot, first.sha256, 1)
    assert (second.number, second.place, second.previous_sha256, second.results) == (2, 2, first.sha256, 4)
    assert [item["value"] for item in second.contents["items"]] == ["1200", "21", "4", "70"]
    assert made.round is not None
    made.round.refresh_from_db()
    assert filing_of(type(made.round).objects.get(pk=made.round.pk)) == second
    assert broken_filings() == []


def test_approvals_of_untouched_results_stand(made: World):
    world.file_all(made)
    before = {result.pk: (result.version, result.approved_at) for result in Result.objects.all()}
    taken_back_and_mended(made)
    assert made.round is not None
    changed = {
        result.indicator_id
        for result in Result.objects.all()
        if before[result.pk] != (result.version, result.approved_at)
    }
    assert changed == {made.kpis["1-1"].indicator_id}


def test_filing_again_asks_for_the_reason_and_for_something_new(made: World):
    world.file_all(made)
    assert refused(made, reason="ส่งซ้ำ") == "filed_already"
    taken_back_and_mended(made)
    assert refused(made) == "filing_again_reason_required"


def test_what_was_taken_back_and_is_not_mended_is_named_and_left_out(made: World):
    world.file_all(made)
    return_result(item=made.item("1-2"), reason="ตรวจใหม่", by=made.coordinator, now=NOW)
    taken_back_and_mended(made)
    assert refused(made) == "report_incomplete"
    assert made.round is not None
    second = file_report(round_=made.round, by=made.coordinator, now=NOW, reason="แก้ยอด ฝุ่นยังไม่ครบ")
    assert [item["full_number"] for item in second.contents["left_out"]] == ["1-2"]
    assert second.contents["left_out"][0]["reason"] == "แก้ยอด ฝุ่นยังไม่ครบ"
    assert (second.results, second.left_out) == (3, 1)


def test_the_province_takes_back_what_it_filed_until_the_window_closes(made: World):
    world.file_all(made)
    closes = NOW + timedelta(days=2)
    with pytest.raises(RefusedError) as caught:
        return_result(item=made.item("1-1"), reason="แก้", by=made.coordinator, now=closes)
    assert caught.value.refusal.code == "window_closed"
    return_result(item=made.item("1-1"), reason="แก้", by=made.coordinator, now=closes - timedelta(seconds=1))
    assert Result.objects.filter(status="returned").count() == 1


@pytest.mark.parametrize("who", ["approver", "recorder", "evaluator"])
def test_only_the_coordinator_takes_back_what_is_filed(made: World, who: str):
    world.file_all(made)
    with pytest.raises(RefusedError):
        return_result(item=made.item("1-1"), reason="แก้", by=getattr(made, who), now=NOW)


def test_the_rounds_of_a_province_are_one_chain_and_provinces_have_their_own(made: World):
    first = world.file_all(made)
    made.round = set_window(
        area=made.area, year=2567, months=6, opens_at=NOW - timedelta(days=1), closes_at=NOW + timedelta(days=2),
        by=made.coordinator, now=NOW, reason="ตามหนังสือแจ้ง",
    )  # fmt: skip
    second = world.file_all(made)
    assert (second.number, second.place, second.previous_sha256) == (1, 2, first.sha256)


# ── nobody changes what is sealed ───────────────────────────────────────────
@pytest.mark.parametrize(
    "statement", ["UPDATE reports_filing SET reason = 'ก'", "DELETE FROM reports_filing"]
)
def test_the_database_refuses_to_change_or_delete_a_filing(made: World, statement: str):
    world.file_all(made)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("statement", "values", "code"),
    [
        ("UPDATE reports_filing SET snapshot = replace(snapshot, '1176.285', '1276.285') WHERE number = 1", (), "filing_changed"),
        ("UPDATE reports_filing SET reason = 'อื่น' WHERE number = 1", (), "filing_row_changed"),
        ("UPDATE reports_filing SET results = 3 WHERE number = 1", (), "filing_row_changed"),
        ("DELETE FROM reports_filing WHERE number = 1", (), "filing_gone"),
        ("DELETE FROM reports_filing WHERE number = 2", (), "filing_gone"),
    ],
)  # fmt: skip
def test_what_was_tampered_with_is_named(made: World, statement: str, values: tuple[object, ...], code: str):
    filed_twice(made)
    tamper(statement, *values)
    (broken,) = broken_filings()
    assert (broken.area, broken.what.code) == ("13", code)


def test_a_filing_sealed_anew_after_tampering_no_longer_matches_the_trail(made: World):
    """Whoever changes the figure and computes the digest anew is betrayed by the chain of events."""
    filing = world.file_all(made)
    forged = filing.snapshot.replace("1176.285", "1276.285")
    tamper("UPDATE reports_filing SET snapshot = %s, sha256 = %s", forged, sealed(forged))
    (broken,) = broken_filings()
    assert (broken.filing, broken.what.code) == (filing, "filing_replaced")


# ── at the same moment, and half way ────────────────────────────────────────
@pytest.mark.django_db(transaction=True)
def test_of_two_coordinators_at_the_same_moment_one_files(made: World):
    for number, value in (("1-1", "1176.285"), ("1-2", "21"), ("2-1.1", "4"), ("2-1.2", "70")):
        world.approve(made, number, value)
    other = world.person("second-coordinator", made.office, Role.COORDINATOR)
    barrier, outcomes = threading.Barrier(2), []

    def run(by: object) -> None:
        try:
            barrier.wait()
            assert made.round is not None
            file_report(round_=made.round, by=by, now=NOW)  # type: ignore[arg-type]
            outcomes.append("")
        except RefusedError as caught:
            outcomes.append(caught.refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[by]) for by in (made.coordinator, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["", "filed_already"]
    assert (Filing.objects.count(), Event.objects.filter(verb="file_report").count()) == (1, 1)


def test_a_filing_that_breaks_half_way_leaves_nothing(made: World):
    """The last write of it, the event, cannot be made: no result is filed and no filing stands."""
    world.approve(made, "1-1", "1200")
    assert made.round is not None
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT before")
        _refuse_event(cursor)
        with pytest.raises(DatabaseError), transaction.atomic():
            file_report(round_=made.round, by=made.coordinator, now=NOW, reason="เร่งส่ง")
        cursor.execute("ROLLBACK TO SAVEPOINT before")
    assert Filing.objects.count() == 0
    assert {item.status for item in items_of(made.round)} == {"approved", "not_started"}


def _refuse_event(cursor: object) -> None:
    """The database itself refuses the last write of a filing."""
    if connection.vendor == "postgresql":
        cursor.execute("ALTER TABLE audit_event ADD CONSTRAINT none_of_it CHECK (verb <> 'file_report')")  # type: ignore[attr-defined]
        return
    cursor.execute(  # type: ignore[attr-defined]
        "CREATE TRIGGER none_of_it BEFORE INSERT ON audit_event WHEN NEW.verb = 'file_report' "
        "BEGIN SELECT RAISE(ABORT, 'broken off'); END"
    )


def test_the_command_of_the_auditor(made: World, capsys: pytest.CaptureFixture[str]):
    filed_twice(made)
    call_command("check_filings")
    assert "การส่งทั้ง 2 ครั้งยังตรงกับที่ผนึกไว้" in capsys.readouterr().out
    tamper("UPDATE reports_filing SET snapshot = replace(snapshot, '1176.285', '1276.285') WHERE number = 1")
    with pytest.raises(SystemExit):
        call_command("check_filings")
    assert "เนื้อหาที่เก็บไว้ไม่ตรงกับรหัส SHA-256 ของฉบับนี้" in capsys.readouterr().err
