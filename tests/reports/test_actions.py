"""Every write between a typed number and the province's report: what it changes, and what it refuses."""

import io
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from samrit.audit.models import Event
from samrit.audit.queries import first_broken_link, history_of
from samrit.evidence.models import EvidenceFile
from samrit.people.models import Membership, User
from samrit.reports.actions import (
    approve_result,
    attach_evidence,
    detach_evidence,
    file_report,
    recall_result,
    return_result,
    save_result,
    submit_result,
)
from samrit.reports.models import Filing, Result
from samrit.reports.queries import items_of
from samrit.rules.wording import RefusedError
from tests import world
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%%EOF"


def refused(act: Callable[[], Any]) -> str:
    """The code of the refusal that the act meets."""
    with pytest.raises(RefusedError) as caught:
        act()
    return caught.value.refusal.code


def keep(made: World, by: User, **changes: Any) -> Result:
    item = made.item("1-1", by)
    typed = {
        "value": Decimal(1200), "missing": None, "narrative": "ดำเนินการตามแผน", "supporting_factors": "",
        "obstacles": "", "version": item.result.version if item.result else 0,
    }  # fmt: skip
    return save_result(item=item, by=by, now=NOW, **{**typed, **changes})


def submitted(made: World) -> None:
    world.save(made, "1-1", "1200")
    submit_result(item=made.item("1-1", made.recorder), by=made.recorder, now=NOW)


def last_event(made: World) -> Event:
    result = made.item("1-1").result
    assert result is not None
    event = history_of(result).first()
    assert event is not None
    return event


# ── saving ──────────────────────────────────────────────────────────────────
def test_saving_keeps_what_was_typed(made: World):
    result = keep(made, made.recorder, obstacles="น้ำท่วม")
    result.refresh_from_db()
    assert (result.status, result.value, result.missing, result.obstacles) == (
        "draft",
        Decimal(1200),
        None,
        "น้ำท่วม",
    )
    assert (result.version, result.saved_by, result.saved_at) == (1, made.recorder, NOW)
    assert list(result.recorders.all()) == [made.recorder]


def test_saving_leaves_one_event_with_what_changed(made: World):
    keep(made, made.recorder)
    first = last_event(made)
    assert (first.verb, first.before["status"], first.after) == (
        "save", "not_started", {"status": "draft", "value": "1200", "narrative": "ดำเนินการตามแผน"},
    )  # fmt: skip
    keep(made, made.recorder, value=Decimal("1200.50"))
    second = last_event(made)
    assert (second.before, second.after) == ({"value": "1200"}, {"value": "1200.5"})
    assert second.actor_role == "ผู้บันทึกข้อมูล · สำนักงานพัฒนาชุมชนจังหวัดปทุมธานี"
    assert first_broken_link() is None


def test_saving_the_same_again_changes_nothing(made: World):
    keep(made, made.recorder)
    again = keep(made, made.recorder, version=0)
    assert again.version == 1
    assert Event.objects.filter(verb="save").count() == 1


def test_saving_the_same_again_makes_nobody_a_recorder(made: World):
    keep(made, made.recorder)
    result = keep(made, made.colleague)
    assert list(result.recorders.all()) == [made.recorder]


def test_saving_over_somebody_elses_words_is_refused(made: World):
    keep(made, made.recorder)
    code = refused(lambda: keep(made, made.colleague, value=Decimal(1300), version=0))
    assert code == "stale_version"
    result = made.item("1-1").result
    assert result is not None
    assert result.value == Decimal(1200)


def test_missing_is_not_zero(made: World):
    result = keep(made, made.recorder, value=None, missing="not_yet_published")
    result.refresh_from_db()
    assert (result.value, result.missing) == (None, "not_yet_published")
    assert keep(made, made.recorder, value=Decimal(0), missing=None).missing is None


@pytest.mark.parametrize("who", ["approver", "coordinator", "evaluator"])
def test_only_recorders_save(made: World, who: str):
    assert refused(lambda: keep(made, getattr(made, who))) == "not_your_role"


def test_another_agency_does_not_even_find_it(made: World):
    item = made.item("1-1")
    save = {
        "value": None,
        "missing": None,
        "narrative": "",
        "supporting_factors": "",
        "obstacles": "",
        "version": 0,
    }
    for outsider in (made.statistician, made.stranger):
        assert refused(lambda by=outsider: save_result(item=item, by=by, now=NOW, **save)) == "item_gone"


def test_a_role_that_has_ended_saves_nothing(made: World):
    Membership.objects.filter(user=made.recorder).update(ends_on=NOW.date() - timedelta(days=1))
    item = made.item("1-1")
    code = refused(
        lambda: save_result(
            item=item, by=made.recorder, now=NOW, value=None, missing=None, narrative="", supporting_factors="",
            obstacles="", version=0,
        )
    )  # fmt: skip
    assert code == "item_gone"


def test_after_closing_nothing_is_saved(made: World):
    item = made.item("1-1", made.recorder)
    typed = {"value": Decimal(1), "missing": None, "narrative": "", "supporting_factors": "", "obstacles": ""}
    closed = NOW + timedelta(days=2)
    code = refused(lambda: save_result(item=item, by=made.recorder, now=closed, version=0, **typed))
    assert code == "window_closed"
    assert Result.objects.count() == 0


# ── handing over, fetching back ─────────────────────────────────────────────
def test_submitting_needs_an_answer(made: World):
    keep(made, made.recorder, value=None)
    assert (
        refused(lambda: submit_result(item=made.item("1-1"), by=made.recorder, now=NOW))
        == "nothing_to_submit"
    )


def test_submitting_hands_over(made: World):
    submitted(made)
    result = made.item("1-1").result
    assert result is not None
    assert (result.status, result.submitted_by, result.submitted_at) == ("submitted", made.recorder, NOW)
    event = last_event(made)
    assert (event.verb, event.before, event.after) == ("submit", {"status": "draft"}, {"status": "submitted"})


def test_what_is_handed_over_is_not_edited(made: World):
    submitted(made)
    assert refused(lambda: keep(made, made.recorder, value=Decimal(1))) == "save_from_submitted"
    recall_result(item=made.item("1-1"), by=made.recorder, now=NOW)
    assert keep(made, made.recorder, value=Decimal(1)).value == Decimal(1)


# ── approving, returning ────────────────────────────────────────────────────
def test_approving_is_signed(made: World):
    submitted(made)
    approve_result(item=made.item("1-1"), by=made.approver, now=NOW)
    result = made.item("1-1").result
    assert result is not None
    assert (result.status, result.approved_by, result.approved_at) == ("approved", made.approver, NOW)


def test_nobody_approves_what_they_typed(made: World):
    keep(made, made.colleague)
    submit_result(item=made.item("1-1"), by=made.recorder, now=NOW)
    assert refused(lambda: approve_result(item=made.item("1-1"), by=made.colleague, now=NOW)) == "own_work"


def test_who_only_attached_the_proof_may_not_approve_it_either(made: World):
    keep(made, made.recorder)
    attach_evidence(item=made.item("1-1"), file=io.BytesIO(PDF), name="ก.pdf", by=made.colleague, now=NOW)
    submit_result(item=made.item("1-1"), by=made.recorder, now=NOW)
    assert refused(lambda: approve_result(item=made.item("1-1"), by=made.colleague, now=NOW)) == "own_work"


def test_another_version_than_the_one_looked_at_is_not_approved(made: World):
    submitted(made)
    looked_at = made.item("1-1").result
    assert looked_at is not None
    recall_result(item=made.item("1-1"), by=made.recorder, now=NOW)
    world.save(made, "1-1", "1250")
    submit_result(item=made.item("1-1"), by=made.recorder, now=NOW)
    code = refused(
        lambda: approve_result(item=made.item("1-1"), by=made.approver, now=NOW, version=looked_at.version)
    )
    assert code == "changed_since_opened"
    assert made.item("1-1").status == "submitted"


def test_returning_needs_a_reason(made: World):
    submitted(made)
    code = refused(lambda: return_result(item=made.item("1-1"), reason=" \n", by=made.approver, now=NOW))
    assert code == "return_reason_required"


def test_returning_tells_the_reason_and_takes_the_approval_back(made: World):
    world.approve(made, "1-1", "1200")
    return_result(item=made.item("1-1"), reason="แก้หน่วย", by=made.coordinator, now=NOW)
    result = made.item("1-1").result
    assert result is not None
    assert (result.status, result.return_reason, result.approved_by) == ("returned", "แก้หน่วย", None)
    assert (last_event(made).verb, last_event(made).reason) == ("return", "แก้หน่วย")


def test_a_returned_result_stays_returned_while_it_is_corrected(made: World):
    submitted(made)
    return_result(item=made.item("1-1"), reason="แก้หน่วย", by=made.approver, now=NOW)
    assert keep(made, made.recorder, value=Decimal(1210)).status == "returned"


# ── evidence ────────────────────────────────────────────────────────────────
def test_evidence_alone_starts_a_draft(made: World):
    link = attach_evidence(
        item=made.item("1-1"), file=io.BytesIO(PDF), name="ก.pdf", by=made.recorder, now=NOW
    )
    assert (link.result.status, link.result.version) == ("draft", 0)
    assert keep(made, made.recorder).version == 1


def test_the_same_file_is_attached_once(made: World):
    attach_evidence(item=made.item("1-1"), file=io.BytesIO(PDF), name="ก.pdf", by=made.recorder, now=NOW)
    again = lambda: attach_evidence(  # noqa: E731 - one act
        item=made.item("1-1"), file=io.BytesIO(PDF), name="ข.pdf", by=made.recorder, now=NOW
    )
    assert refused(again) == "evidence_twice"
    assert EvidenceFile.objects.count() == 1


def test_a_refused_file_leaves_nothing(made: World):
    bad = lambda: attach_evidence(  # noqa: E731 - one act
        item=made.item("1-1"), file=io.BytesIO(b"MZ"), name="ก.pdf", by=made.recorder, now=NOW
    )
    assert refused(bad) == "evidence_wrong_type"
    assert (Result.objects.count(), EvidenceFile.objects.count()) == (0, 0)


def test_evidence_is_taken_off_while_it_may_be_edited_only(made: World):
    keep(made, made.recorder)
    link = attach_evidence(
        item=made.item("1-1"), file=io.BytesIO(PDF), name="ก.pdf", by=made.recorder, now=NOW
    )
    submit_result(item=made.item("1-1"), by=made.recorder, now=NOW)
    take_off = lambda: detach_evidence(item=made.item("1-1"), link=link.pk, by=made.recorder, now=NOW)  # noqa: E731
    assert refused(take_off) == "save_from_submitted"
    recall_result(item=made.item("1-1"), by=made.recorder, now=NOW)
    take_off()
    assert refused(take_off) == "evidence_gone"
    assert (last_event(made).verb, last_event(made).before["evidence"]) == ("detach_evidence", "ก.pdf")
    assert EvidenceFile.objects.count() == 1  # the file itself stays


# ── the province's report ───────────────────────────────────────────────────
def test_the_whole_province_files_at_once(made: World):
    filing = world.file_all(made)
    assert (filing.results, filing.left_out, filing.reason) == (4, 0, "")
    assert made.round is not None
    assert {item.status for item in items_of(made.round)} == {"filed"}
    event = history_of(filing).get()
    facts = {"filing": 1, "results": 4, "left_out": [], "place": 1, "sha256": filing.sha256}
    assert (event.verb, event.after) == ("file_report", facts)


def test_filing_without_all_needs_a_reason(made: World):
    world.approve(made, "1-1", "1200")
    assert made.round is not None
    round_ = made.round
    assert refused(lambda: file_report(round_=round_, by=made.coordinator, now=NOW)) == "report_incomplete"
    filing = file_report(round_=round_, by=made.coordinator, now=NOW, reason="สถิติส่งไม่ทัน")
    assert (filing.results, filing.left_out, filing.reason) == (1, 3, "สถิติส่งไม่ทัน")
    assert history_of(filing).get().after["left_out"] == ["1-2", "2-1.1", "2-1.2"]
    assert [item.status for item in items_of(round_)] == [
        "filed",
        "not_started",
        "not_started",
        "not_started",
    ]


def test_what_was_left_out_goes_on_until_the_window_closes_and_is_filed_again(made: World):
    world.save(made, "1-2", "21")
    world.approve(made, "1-1", "1200")
    assert made.round is not None
    file_report(round_=made.round, by=made.coordinator, now=NOW, reason="เร่งส่ง")
    world.approve(made, "1-2", "22")
    again = file_report(round_=made.round, by=made.coordinator, now=NOW, reason="เพิ่มฝุ่นละออง")
    assert (again.number, again.results, again.left_out) == (2, 2, 2)
    closed = NOW + timedelta(days=2)
    assert (
        refused(lambda: submit_result(item=made.item("2-1.1"), by=made.statistician, now=closed))
        == "submit_from_not_started"
    )


def test_a_report_is_filed_once(made: World):
    world.file_all(made)
    assert made.round is not None
    round_ = made.round
    assert refused(lambda: file_report(round_=round_, by=made.coordinator, now=NOW)) == "filed_already"
    assert Filing.objects.count() == 1


def test_nothing_approved_is_no_report(made: World):
    world.save(made, "1-1", "1200")
    assert made.round is not None
    round_ = made.round
    code = refused(lambda: file_report(round_=round_, by=made.coordinator, now=NOW, reason="รีบ"))
    assert code == "nothing_approved"


@pytest.mark.parametrize("who", ["recorder", "approver", "evaluator", "stranger"])
def test_only_the_coordinator_files(made: World, who: str):
    world.approve(made, "1-1", "1200")
    assert made.round is not None
    round_ = made.round
    code = refused(lambda: file_report(round_=round_, by=getattr(made, who), now=NOW, reason="รีบ"))
    assert code == "not_your_province"


def test_filing_ends_with_the_window(made: World):
    world.approve(made, "1-1", "1200")
    assert made.round is not None
    round_ = made.round
    late = NOW + timedelta(days=2)
    assert (
        refused(lambda: file_report(round_=round_, by=made.coordinator, now=late, reason="รีบ"))
        == "window_closed"
    )
