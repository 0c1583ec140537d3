"""Joint KPIs: contributions, signatures, objections, the lock and what it writes; co-owners of one entry."""

import threading
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from samrit.audit.models import Event
from samrit.audit.queries import first_broken_link
from samrit.people.models import Role
from samrit.reports.actions import (
    approve_result,
    co_sign,
    make_joint,
    save_result,
    submit_result,
    unlock_joint,
)
from samrit.reports.models import JointContribution, JointKpi, JointResult, JointSignature
from samrit.rules.wording import RefusedError
from tests.reports.joint import Shared, item, make_shared, two_owners
from tests.world import NOW, World, make_world, person, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared() -> Shared:
    return make_shared()


def refused(act: Any, *args: Any, **options: Any) -> str:
    with pytest.raises(RefusedError) as found:
        act(*args, **options)
    return found.value.refusal.code


def both_signed(shared: Shared) -> None:
    shared.give(shared.here, "20")
    shared.give(shared.far, "24")
    shared.sign(shared.here)
    shared.sign(shared.far)


# ── making one ──────────────────────────────────────────────────────────────
def test_who_may_tie_what_together(made: World) -> None:
    world = made

    def make(by: Any, **changes: Any) -> JointKpi:
        facts: dict[str, Any] = {
            "year": 2567, "name": "ร่วม", "lead": world.development, "method": "sum",
            "indicators": [world.kpis["1-1"].indicator], "shares": {},
        }  # fmt: skip
        return make_joint(**(facts | changes), by=by, now=NOW)

    assert refused(make, world.recorder) == "not_making_joint"
    assert refused(make, world.stranger) == "not_making_joint"
    assert refused(make, world.evaluator, indicators=[]) == "joint_members"
    assert refused(make, world.evaluator, lead=world.statistics) == "joint_lead"
    make(world.coordinator)
    assert refused(make, world.evaluator) == "joint_taken"
    assert JointKpi.objects.count() == 1


# ── contributing ────────────────────────────────────────────────────────────
def test_each_agency_gives_its_own_part_and_nobody_elses(shared: Shared) -> None:
    shared.give(shared.here, "20")
    assert refused(shared.give, shared.far, "1", by=shared.here.recorder) == "not_contributing"
    assert refused(shared.give, shared.here, "1", by=shared.here.approver) == "not_contributing"
    assert refused(shared.give, shared.far, None) == "joint_no_answer"
    assert refused(shared.give, shared.far, "1", missing="no_data") == "joint_no_answer"
    assert JointContribution.objects.count() == 1


def test_the_same_again_changes_nothing_and_another_figure_asks_for_new_signatures(shared: Shared) -> None:
    both_signed(shared)
    events, version = Event.objects.count(), shared.standing().version
    shared.give(shared.here, "20.0")
    assert (Event.objects.count(), shared.standing().version) == (events, version)
    shared.give(shared.here, "21")
    assert [party.state for party in shared.standing().parties] == ["awaited", "awaited"]
    assert refused(shared.lock) == "joint_unsigned"


def test_what_was_typed_over_an_older_figure_is_refused(shared: Shared) -> None:
    from samrit.reports.actions import contribute  # noqa: PLC0415 - the bare action, with a version of our choice

    shared.give(shared.here, "20")
    facts: dict[str, Any] = {"months": 12, "missing": None, "note": "", "by": shared.far.recorder, "now": NOW}
    act = {
        "joint": shared.joint,
        "agency": shared.far.development,
        "value": Decimal(1),
        "version": 0,
        **facts,
    }
    assert refused(contribute, **act) == "joint_changed"


def test_a_provinces_window_is_its_own(shared: Shared) -> None:
    assert shared.far.round is not None
    type(shared.far.round).objects.filter(pk=shared.far.round.pk).update(closes_at=NOW)
    assert refused(shared.give, shared.far, "24") == "window_closed"
    shared.give(shared.here, "20")
    type(shared.far.round).objects.filter(pk=shared.far.round.pk).update(closes_at=NOW + timedelta(seconds=1))
    shared.give(shared.far, "24")


# ── signing and objecting ───────────────────────────────────────────────────
def test_approvers_sign_for_their_own_agency_and_not_what_they_typed(shared: Shared) -> None:
    assert refused(shared.sign, shared.here) == "joint_waits"
    shared.give(shared.here, "20", by=shared.here.colleague)  # recorder and approver in one
    shared.give(shared.far, "24")
    assert refused(shared.sign, shared.here, by=shared.here.colleague) == "joint_own_work"
    assert refused(shared.sign, shared.far, by=shared.here.approver) == "not_signing"
    assert refused(shared.sign, shared.here, by=shared.here.recorder) == "not_signing"
    shared.sign(shared.here)
    assert refused(shared.sign, shared.here) == "joint_signed"
    assert refused(shared.sign, shared.far, "object") == "joint_objection_reason"


@pytest.mark.parametrize("ending", ["withdrawn", "answered", "overruled"])
def test_an_objection_stops_the_lock_until_it_ends(shared: Shared, ending: str) -> None:
    shared.give(shared.here, "20")
    shared.give(shared.far, "24")
    shared.sign(shared.here)
    shared.sign(shared.far, "object", "สถานีวัดย้ายที่")
    assert refused(shared.lock) == "joint_objection"
    by = {
        "withdrawn": shared.far.approver,
        "answered": shared.here.recorder,
        "overruled": shared.here.evaluator,
    }
    wrong = {
        "withdrawn": shared.here.approver,
        "answered": shared.far.approver,
        "overruled": shared.here.coordinator,
    }
    assert refused(shared.end, shared.far, ending, wrong[ending]) == "not_ending_objection"
    if ending != "withdrawn":
        assert refused(shared.end, shared.far, ending, by[ending], " ") == "joint_end_reason"
    shared.end(shared.far, ending, by[ending])
    assert refused(shared.end, shared.far, ending, by[ending]) == "no_objection"
    if ending != "overruled":  # the agency decides again
        assert refused(shared.lock) == "joint_unsigned"
        shared.sign(shared.far)
    assert shared.lock().locked_at == NOW


# ── the lock ────────────────────────────────────────────────────────────────
def test_the_lock_writes_one_figure_into_every_members_draft(shared: Shared) -> None:
    both_signed(shared)
    assert refused(shared.lock, shared.far.approver) == "not_leading"
    locked = shared.lock()
    assert locked.value == Decimal(21)  # (20 × 3 + 24) ÷ 4
    for world in (shared.here, shared.far):
        result = shared.result(world)
        assert result is not None
        assert (result.value, result.status, result.version) == (Decimal(21), "draft", 1)
        assert set(result.recorders.all()) == {shared.here.recorder, shared.far.recorder}
    assert refused(shared.lock) == "joint_locked"
    assert refused(shared.give, shared.here, "1") == "joint_locked"
    assert first_broken_link() is None


def test_from_there_each_goes_the_ordinary_way_with_separate_people(shared: Shared) -> None:
    world = shared.here
    assert refused(save, world, "1-2", "99") == "figure_is_shared"
    save(world, "1-2")  # words may be kept before there is a figure
    assert (
        refused(submit_result, item=item(world, "1-2", world.recorder), by=world.recorder, now=NOW)
        == "joint_not_locked"
    )
    both_signed(shared)
    shared.lock()
    assert refused(save, world, "1-2", "99") == "figure_is_shared"
    save(world, "1-2", "21")
    submit_result(item=item(world, "1-2", world.recorder), by=world.recorder, now=NOW)
    approve_result(item=item(world, "1-2", world.approver), by=world.approver, now=NOW)
    result = shared.result(world)
    assert result is not None
    assert (result.status, result.value, result.narrative) == ("approved", Decimal(21), "ดำเนินการตามแผน")


def test_who_typed_a_contribution_approves_no_member(shared: Shared) -> None:
    world = shared.here
    shared.give(world, "20", by=world.colleague)
    shared.give(shared.far, "24")
    shared.sign(world)
    shared.sign(shared.far)
    shared.lock()
    submit_result(item=item(world, "1-2", world.recorder), by=world.recorder, now=NOW)
    act = {"item": item(world, "1-2", world.colleague), "by": world.colleague, "now": NOW}
    assert refused(approve_result, **act) == "own_work"


def test_one_member_that_cannot_take_it_stops_the_whole_lock(shared: Shared) -> None:
    both_signed(shared)
    assert shared.far.round is not None
    type(shared.far.round).objects.filter(pk=shared.far.round.pk).update(closes_at=NOW)
    assert refused(shared.lock) == "joint_member_closed"
    assert shared.result(shared.here) is None
    assert shared.result(shared.far) is None
    assert JointResult.objects.get().locked_at is None


def test_a_shared_missing_is_no_zero(shared: Shared) -> None:
    shared.give(shared.here, "20")
    shared.give(shared.far, None, missing="not_yet_published")
    shared.sign(shared.here)
    shared.sign(shared.far)
    shared.lock()
    result = shared.result(shared.far)
    assert result is not None
    assert (result.value, result.missing) == (None, "not_yet_published")


def test_it_is_opened_again_with_a_reason_while_nothing_was_sent(shared: Shared) -> None:
    both_signed(shared)
    shared.lock()
    act: dict[str, Any] = {"joint": shared.joint, "months": 12, "now": NOW}
    assert refused(unlock_joint, **act, by=shared.far.approver, reason="x") == "not_leading"
    assert refused(unlock_joint, **act, by=shared.here.approver, reason=" ") == "joint_unlock_reason"
    submit_result(item=item(shared.here, "1-2", shared.here.recorder), by=shared.here.recorder, now=NOW)
    assert refused(unlock_joint, **act, by=shared.here.approver, reason="แก้ตัวเลข") == "joint_member_sent"
    from samrit.reports.actions import recall_result  # noqa: PLC0415 - only here

    recall_result(item=item(shared.here, "1-2", shared.here.recorder), by=shared.here.recorder, now=NOW)
    unlock_joint(**act, by=shared.here.approver, reason="แก้ตัวเลข")
    assert [party.state for party in shared.standing().parties] == ["awaited", "awaited"]
    code = refused(
        submit_result, item=item(shared.here, "1-2", shared.here.recorder), by=shared.here.recorder, now=NOW
    )
    assert code == "joint_not_locked"
    both_signed_again(shared)
    assert shared.lock().value == Decimal(22)


def both_signed_again(shared: Shared) -> None:
    shared.give(shared.far, "28")
    shared.sign(shared.here)
    shared.sign(shared.far)


def test_the_database_holds_the_rules_too(shared: Shared) -> None:
    both_signed(shared)
    row = JointResult.objects.get()
    for change in ({"value": Decimal(1)}, {"locked_at": NOW}, {"months": 7}):
        with pytest.raises(IntegrityError), transaction.atomic():
            JointResult.objects.filter(pk=row.pk).update(**change)
    for change in ({"decision": "object"}, {"ending": "answered"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            JointSignature.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        JointContribution.objects.update(value=None)


@pytest.mark.django_db(transaction=True)
def test_objecting_and_locking_at_once_never_both() -> None:
    shared = make_shared()
    both_signed(shared)
    other = person("other-approver", shared.far.development, Role.APPROVER)
    JointSignature.objects.filter(agency=shared.far.development).update(decision="object", reason="ก", ending="overruled",
        ended_by=shared.here.evaluator, ended_at=NOW, end_reason="ข")  # fmt: skip
    start, told = threading.Barrier(2), []

    def act(name: str, do: Any, *args: Any, **options: Any) -> None:
        try:
            start.wait(timeout=10)
            do(*args, **options)
            told.append(name)
        except RefusedError as found:
            told.append(found.refusal.code)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=act, args=("locked", shared.lock)),
        threading.Thread(
            target=act, args=("objected", shared.sign, shared.far, "object", "ไม่เห็นด้วย"), kwargs={"by": other}
        ),
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=30)
    is_locked = JointResult.objects.get().locked_at is not None
    assert sorted(told) in (["joint_locked", "locked"], ["joint_objection", "objected"])
    assert is_locked == ("locked" in told)
    assert (shared.result(shared.far) is not None) == is_locked


# ── two owners of one entry ─────────────────────────────────────────────────
def test_an_entry_with_two_owners_waits_for_the_other_ones_signature(made: World) -> None:
    world = made
    two_owners(world)
    save(world, "1-1", "1200")

    def send() -> None:
        submit_result(item=item(world, "1-1", world.recorder), by=world.recorder, now=NOW)

    def sign(by: Any, decision: str = "sign", reason: str = "", agency: Any = None) -> None:
        version = world.item("1-1").result.version  # type: ignore[union-attr]  # it is saved
        found = item(world, "1-1", by)
        co_sign(item=found, agency=agency or world.statistics, decision=decision, reason=reason, version=version, by=by, now=NOW)  # fmt: skip

    assert refused(send) == "co_owner_waits"
    assert refused(sign, world.statistician) == "not_co_signing"
    assert refused(sign, world.approver) == "not_co_signing"
    assert refused(sign, world.statistics_approver, "object") == "co_objection_reason"
    sign(world.statistics_approver, "object", "ตัวเลขไม่ตรงกับทะเบียน")
    assert refused(send) == "co_owner_objects"
    save(world, "1-1", "1210")
    assert refused(send) == "co_owner_waits"  # the objection was against another figure
    sign(world.statistics_approver)
    assert refused(sign, world.statistics_approver) == "co_signed"
    save_words(world)
    send()
    assert world.item("1-1").status == "submitted"


def save_words(world: World) -> None:
    """Other words, the same figure: the signature stands."""
    found = item(world, "1-1", world.recorder)
    assert found.result is not None
    save_result(
        item=found, value=found.result.value, missing=None, narrative="คำชี้แจงใหม่", supporting_factors="", obstacles="",
        version=found.result.version, by=world.recorder, now=NOW,
    )  # fmt: skip


def test_one_owner_needs_no_other() -> None:
    world = make_world()
    save(world, "1-1", "1200")
    submit_result(item=item(world, "1-1", world.recorder), by=world.recorder, now=NOW)
    code = refused(
        co_sign, item=item(world, "1-1", world.approver), agency=world.development, decision="sign", reason="",
        version=2, by=world.approver, now=NOW,
    )  # fmt: skip
    assert code == "no_co_owner"
