"""A data file's way: received, examined, handed over with a receipt, certified, returned, withdrawn, corrected."""

import hashlib
import io
import struct
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from samrit.audit.queries import history_of
from samrit.indicators.actions.accepting import ask_to_accept
from samrit.indicators.actions.examining import ask_to_examine, begin_examination, move_on
from samrit.indicators.actions.forgetting import LONGEST, end_forgotten
from samrit.indicators.actions.moving import certify, return_, submit, withdraw
from samrit.indicators.actions.receiving import receive
from samrit.indicators.examining import examine
from samrit.indicators.models import Examination, RememberedMapping, Submission
from samrit.indicators.permissions.submissions import refuse_opening, refuse_verb
from samrit.indicators.queries.observations import FILES, folder_of, path_of
from samrit.indicators.queries.submissions import of_receipt, submission_of, visible_to, waiting_for_steward
from samrit.notices.models import Notice
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.submitting import State, Verb
from samrit.rules.wording import RefusedError
from tests.conftest import unsealed
from tests.indicators.submitting import WASTE, all_of, csv, examined, received, refused, sent
from tests.world import DAY, NOW, World, make_people

pytestmark = pytest.mark.django_db
GOOD = csv(all_of("12.5"))
ONE_BAD = csv(all_of("12.5") | {"1303": "สิบสอง"})


@pytest.fixture
def world() -> World:
    return make_people()


def may(verb: Verb, person: User, submission: Submission) -> bool:
    return refuse_verb(verb, duties_of(person, DAY), submission_of(submission.pk)) is None


# ── received ────────────────────────────────────────────────────────────────
def test_a_file_is_kept_to_the_bit_under_its_digest(world: World) -> None:
    kept = received(world, GOOD)
    assert (kept.sha256, kept.size) == (hashlib.sha256(GOOD).hexdigest(), len(GOOD))
    assert path_of(kept.file).read_bytes() == GOOD
    assert path_of(kept.file).stat().st_mode & 0o777 == 0o600
    assert [event.verb for event in history_of(kept)] == ["receive_data"]


@pytest.mark.parametrize("name", ["..", "../../etc/passwd", "ขยะ", "a.c/../sv", "x." + "y" * 300, ""])
def test_no_name_leads_out_of_the_folder(world: World, name: str) -> None:
    kept = received(world, GOOD, name=name)
    assert path_of(kept.file).parent == folder_of("13", FILES)
    assert path_of(kept.file).name.startswith(f"{kept.sha256}.")


def test_the_same_file_of_the_same_person_is_the_same_draft(world: World) -> None:
    first = received(world, GOOD)
    assert received(world, GOOD) == first
    assert received(world, GOOD, by=world.colleague) != first


@pytest.mark.parametrize(
    ("contents", "code"),
    [
        (b"", "data_empty"),
        (b"x" * 1025, "data_too_large"),
        (b"%PDF-1.7", "table_binary"),
        (b"<html>", "table_web_page"),
    ],
)
def test_nothing_is_left_of_a_refused_file(world: World, settings: Any, contents: bytes, code: str) -> None:
    settings.OBSERVATIONS_MAX_BYTES = 1024
    before = set(folder_of("13", FILES).iterdir())
    assert refused(lambda: received(world, contents)) == code
    assert set(folder_of("13", FILES).iterdir()) == before
    assert not Submission.objects.exists()


def test_at_the_limit_it_is_taken(world: World, settings: Any) -> None:
    settings.OBSERVATIONS_MAX_BYTES = 1024
    assert received(world, b"x" * 1024).size == 1024


def test_who_may_bring_a_file(world: World) -> None:
    brought = {}
    for person in (
        world.recorder,
        world.approver,
        world.statistician,
        world.coordinator,
        world.evaluator,
        world.stranger,
    ):
        try:
            brought[person.name] = received(world, GOOD, by=person).state
        except RefusedError as why:
            brought[person.name] = why.refusal.code
    assert brought == {
        "recorder": "draft",
        "approver": "data_not_your_agency",
        "statistician": "data_not_your_agency",
        "coordinator": "draft",
        "evaluator": "data_not_your_agency",
        "stranger": "data_not_your_agency",
    }
    with pytest.raises(RefusedError):
        receive(file=io.BytesIO(GOOD), name="x.csv", agency=world.central, by=world.evaluator, now=NOW)


def test_who_may_know_of_it(world: World) -> None:
    kept = received(world, GOOD)
    people = (
        world.recorder,
        world.colleague,
        world.coordinator,
        world.evaluator,
        world.statistician,
        world.stranger,
    )
    knows = [person.name for person in people if visible_to(duties_of(person, DAY)).filter(pk=kept.pk)]
    assert knows == ["recorder", "colleague", "coordinator", "evaluator"]


# ── examined ────────────────────────────────────────────────────────────────
def test_rows_and_cells_in_are_accepted_and_rejected(world: World) -> None:
    found = examined(received(world, ONE_BAD))
    counts = found.counts
    assert (counts["rows_in"], counts["rows_accepted"], counts["rows_rejected"]) == (7, 6, 1)
    assert (counts["cells_in"], counts["cells_accepted"], counts["cells_rejected"]) == (7, 6, 1)
    assert sum(file["rows"] for file in found.good) == 6
    assert found.rejects["rows"] == 1
    assert path_of(found.rejects["name"]).exists()


def test_a_file_without_the_table_that_was_spoken_of_says_what_to_do(world: World) -> None:
    asked = ask_to_examine(
        submission=received(world, GOOD), reading={"header": 99}, mapping=WASTE, by=world.recorder, now=NOW
    )
    found = examine(asked.pk, clock=lambda: NOW)
    assert found.state == Examination.State.FAILED
    assert found.problem is not None
    draft = submission_of(found.submission_id)
    assert refused(lambda: submit(submission=draft, by=world.recorder, now=NOW)) == "data_unreadable"


def test_what_nobody_works_on_any_more_is_ended(world: World) -> None:
    asked = ask_to_examine(submission=received(world, GOOD), mapping=WASTE, by=world.recorder, now=NOW)
    waiting = sent(world, all_of("1"))
    ask_to_accept(submission=waiting, by=world.coordinator, now=NOW, enqueue=lambda _: None)
    assert end_forgotten(now=NOW + LONGEST) == 0
    assert end_forgotten(now=NOW + LONGEST + timedelta(seconds=1)) == 2
    asked.refresh_from_db()
    assert (asked.state, asked.problem["code"]) == ("failed", "data_work_forgotten")
    assert may(Verb.ACCEPT, world.coordinator, waiting)


def test_a_worker_that_died_is_followed_by_another_but_not_for_ever(world: World) -> None:
    asked = ask_to_examine(submission=received(world, GOOD), mapping=WASTE, by=world.recorder, now=NOW)
    assert begin_examination(examination=asked.pk) is not None  # and died
    assert examine(asked.pk, clock=lambda: NOW).is_done
    again = ask_to_examine(submission=asked.submission, mapping=WASTE, by=world.recorder, now=NOW)
    for _ in range(3):
        begin_examination(examination=again.pk)
    ended = examine(again.pk, clock=lambda: NOW)
    assert (ended.state, ended.problem["code"]) == ("failed", "data_workers_died")


def test_while_one_examination_is_under_way_there_is_no_other(world: World) -> None:
    draft = received(world, GOOD)
    first = ask_to_examine(submission=draft, mapping=WASTE, by=world.recorder, now=NOW)
    assert (
        refused(lambda: ask_to_examine(submission=draft, by=world.recorder, now=NOW)) == "data_being_examined"
    )
    second = ask_to_examine(submission=draft, mapping=WASTE, by=world.recorder, now=NOW, instead=True)
    first.refresh_from_db()
    assert (first.state, second.number, submission_of(draft.pk).examination) == ("failed", 2, second)


def test_withdrawn_while_it_is_examined_the_worker_stops(world: World) -> None:
    asked = ask_to_examine(submission=received(world, GOOD), mapping=WASTE, by=world.recorder, now=NOW)
    begun = begin_examination(examination=asked.pk)
    assert begun is not None
    withdraw(submission=asked.submission, by=world.recorder, now=NOW)
    assert move_on(examination=begun, step="checking") is False
    assert examine(asked.pk, clock=lambda: NOW).state == Examination.State.FAILED


@pytest.mark.parametrize(
    "mapping", [{"columns": 5}, {"columns": [{"place": -1}]}, {"x": 1}, {"columns": [7]}]
)
def test_a_mapping_that_is_none_is_refused(world: World, mapping: dict[str, object]) -> None:
    draft = received(world, GOOD)
    assert refused(lambda: examined(draft, mapping=mapping)) == "data_mapping_unreadable"
    assert not Examination.objects.exists()


# ── handed over ─────────────────────────────────────────────────────────────
def test_rejected_cells_hold_it_up_unless_the_person_says_so(world: World) -> None:
    draft = received(world, ONE_BAD)
    examined(draft)
    assert refused(lambda: submit(submission=draft, by=world.recorder, now=NOW)) == "data_rejected"
    done = submit(submission=draft, by=world.recorder, now=NOW, only_good=True)
    assert (done.state, done.taken_partly_by) == (State.SUBMITTED, world.recorder)


def test_receipts_run_on_in_their_province_and_year(world: World) -> None:
    numbers = [sent(world, all_of(value)).receipt for value in ("1", "2")]
    later = sent(world, all_of("3"), now=NOW + timedelta(days=90))
    assert [*numbers, later.receipt] == ["13-2567-00001", "13-2567-00002", "13-2568-00001"]
    assert of_receipt(" 13-2567-00002 ") is not None


def test_the_same_file_read_alike_is_not_sent_twice(world: World) -> None:
    first = sent(world, all_of("1"))
    assert refused(lambda: sent(world, all_of("1"))) == "data_sent_before"
    return_(submission=first, reason="ปีผิด", by=world.coordinator, now=NOW)
    assert sent(world, all_of("1")).receipt == "13-2567-00002"


def test_the_mapping_is_remembered_for_the_next_file(world: World) -> None:
    sent(world, all_of("1"))
    assert RememberedMapping.objects.get().mapping == WASTE
    found = examined(received(world, csv(all_of("2"), "2567")), mapping=None)
    assert (found.mapping, found.counts["cells_accepted"]) == (WASTE, 7)


def test_stewards_are_told_and_it_waits_for_them_until_it_is_decided(world: World) -> None:
    done = sent(world, all_of("1"))
    told = {(one.person.name, one.kind) for one in Notice.objects.select_related("person")}
    assert told == {("coordinator", "task"), ("approver", "news"), ("colleague", "news")}
    assert list(waiting_for_steward({"13"})) == [done]
    return_(submission=done, reason="ปีผิด", by=world.coordinator, now=NOW)
    assert not Notice.objects.filter(person=world.coordinator, read_at=None).exists()
    assert Notice.objects.filter(person=world.recorder, kind="task").count() == 1
    assert not waiting_for_steward({"13"})


# ── certified, returned, withdrawn, corrected ───────────────────────────────
def test_the_head_of_the_agency_certifies_but_not_what_they_brought(world: World) -> None:
    done = sent(world, all_of("1"), by=world.colleague)  # recorder and approver in one
    assert refused(lambda: certify(submission=done, by=world.colleague, now=NOW)) == "data_own_certify"
    assert certify(submission=done, by=world.approver, now=NOW).state == State.CERTIFIED


def test_a_return_says_why_and_the_correction_stands_for_it(world: World) -> None:
    done = sent(world, all_of("1"))
    assert (
        refused(lambda: return_(submission=done, reason=" ", by=world.coordinator, now=NOW))
        == "data_return_reason"
    )
    return_(submission=done, reason="หน่วยผิด", by=world.coordinator, now=NOW)
    better = sent(world, all_of("2"), supersedes=done)
    assert (better.supersedes, better.state, submission_of(done.pk).state) == (done, "submitted", "returned")


def test_only_what_is_decided_is_corrected_and_by_its_own_agency(world: World) -> None:
    waiting = sent(world, all_of("1"))
    assert refused(lambda: received(world, GOOD, supersedes=waiting)) == "correct_data_from_submitted"
    return_(submission=waiting, reason="หน่วยผิด", by=world.coordinator, now=NOW)
    other = {
        "file": io.BytesIO(GOOD),
        "name": "x.csv",
        "agency": world.statistics,
        "by": world.coordinator,
        "now": NOW,
    }
    assert refused(lambda: receive(**other, supersedes=waiting)) == "data_other_agency"


def test_buttons_and_acts_agree_about_three_people(world: World) -> None:
    done = sent(world, all_of("1"))
    verbs = (Verb.CERTIFY, Verb.ACCEPT, Verb.RETURN, Verb.WITHDRAW)
    allowed = {
        person.name: [verb.value for verb in verbs if may(verb, person, done)]
        for person in (
            world.recorder,
            world.approver,
            world.coordinator,
            world.statistics_approver,
            world.evaluator,
        )
    }
    assert allowed == {
        "recorder": ["withdraw_data"],
        "approver": ["certify_data"],
        "coordinator": ["accept_data", "return_data"],
        "statistics-approver": [],
        "evaluator": [],
    }


def test_an_infected_file_is_opened_by_nobody(world: World) -> None:
    kept = received(world, GOOD)
    Submission.objects.filter(pk=kept.pk).update(scan="waiting")
    kept.refresh_from_db()
    assert refuse_opening(duties_of(world.recorder, DAY), kept) is None
    assert refuse_opening(duties_of(world.coordinator, DAY), kept) is not None
    kept.scan = "infected"
    assert refuse_opening(duties_of(world.recorder, DAY), kept) is not None


# ── the database itself ─────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "change",
    [
        {"sha256": "0" * 64},
        {"file": "x"},
        {"name": "x"},
        {"size": 1},
        {"correction": "x"},
        {"uploaded_at": NOW + timedelta(days=1)},
        {"receipt": "13-2567-99999"},
        {"source": "x"},
        {"submitted_at": NOW + timedelta(days=1)},
        {"examination": None},
    ],
)
def test_the_database_refuses_to_change_what_was_handed_over(world: World, change: dict[str, object]) -> None:
    done = sent(world, all_of("1"))
    with pytest.raises(DatabaseError), transaction.atomic():
        Submission.objects.filter(pk=done.pk).update(**change)


def test_the_database_refuses_to_undo_a_decision_and_to_forget(world: World) -> None:
    done = return_(submission=sent(world, all_of("1")), reason="ปีผิด", by=world.coordinator, now=NOW)
    for act in (
        lambda: Submission.objects.filter(pk=done.pk).update(state="accepted"),
        lambda: Submission.objects.filter(pk=done.pk).update(reason="อื่น"),
        lambda: Examination.objects.filter(submission=done).update(counts={}),
        lambda: Examination.objects.filter(submission=done).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    with unsealed():
        assert Submission.objects.filter(pk=done.pk).update(reason="อื่น") == 1


def test_unfinished_bytes_are_no_file(world: World) -> None:
    """A connection that breaks while the file is sent."""

    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise OSError("gone")
            return super().read(min(size or 4, 4))

    before = set(folder_of("13", FILES).iterdir())
    with pytest.raises(OSError, match="gone"):
        receive(
            file=Broken(struct.pack("8s", b"x")),
            name="x.csv",
            agency=world.development,
            by=world.recorder,
            now=NOW,
        )
    assert set(folder_of("13", FILES).iterdir()) == before
    assert not any(Path(path).suffix == ".part" for path in before)
