"""What was accepted is in force at once and whole; what was in force at a moment can be read for ever."""

import os
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from samrit.audit.queries import history_of
from samrit.indicators.accepting import accept_asked
from samrit.indicators.actions.accepting import accept, ask_to_accept
from samrit.indicators.actions.freezing import freeze
from samrit.indicators.actions.moving import certify, return_
from samrit.indicators.actions.sweeping import sweep_files
from samrit.indicators.models import Generation, Snapshot
from samrit.indicators.queries.observations import (
    CELLS,
    files_of,
    files_of_snapshot,
    folder_of,
    path_of,
    snapshot_of,
)
from samrit.indicators.queries.submissions import submission_of
from samrit.people.models import Role
from tests.indicators.submitting import all_of, figures, figures_in, of_all, refused, sent, taken
from tests.world import NOW, World, make_people, person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def world() -> World:
    return make_people()


# ── current ─────────────────────────────────────────────────────────────────
def test_before_anything_is_accepted_there_is_nothing(world: World) -> None:
    sent(world, all_of("1"))
    assert files_of("13") == ()
    assert figures() == {}


def test_a_later_cell_stands_in_place_of_an_earlier_one_and_the_others_stay(world: World) -> None:
    first = taken(world, all_of("10"))
    second = taken(world, {"1302": "20.5", "1303": "ไม่มีข้อมูล", "1304": "0", "1305": "-"}, days=1)
    assert (first.number, second.number) == (1, 2)
    assert figures() == of_all("10") | {
        1302: Decimal("20.5"),
        1303: "no_data",
        1304: Decimal(0),
        1305: "dash",
    }
    told = history_of(second.submission).filter(verb="accept_data").get()
    assert (told.after["generation"], told.after["cells"], told.area_code) == (2, 7, "13")


def test_other_years_are_other_cells(world: World) -> None:
    taken(world, all_of("10"))
    second = taken(world, all_of("11"), year="2567", days=1)
    assert sum(file["rows"] for file in second.files) == 14


def test_rejected_cells_are_not_in_it(world: World) -> None:
    taken(world, all_of("10") | {"1304": "สิบ"}, only_good=True)
    assert figures() == {area: value for area, value in of_all("10").items() if area != 1304}


def test_who_brought_it_does_not_accept_it_but_somebody_else_or_after_somebody_certified(
    world: World,
) -> None:
    own = sent(world, all_of("1"), by=world.coordinator)
    assert refused(lambda: accept(submission=own, by=world.coordinator, now=NOW)) == "data_own_accept"
    certify(submission=own, by=world.approver, now=NOW)
    assert accept(submission=own, by=world.coordinator, now=NOW).number == 1
    assert (
        refused(lambda: accept(submission=own, by=world.coordinator, now=NOW)) == "accept_data_from_accepted"
    )
    for stranger in (world.recorder, world.evaluator, world.stranger):
        other = sent(world, all_of(str(100 + stranger.pk)))
        assert (
            refused(lambda by=stranger, what=other: accept(submission=what, by=by, now=NOW))
            == "not_your_role"
        )


def test_what_was_examined_goes_in_to_the_bit_or_not_at_all(world: World) -> None:
    waiting = sent(world, all_of("1"))
    (file,) = (path_of(one["name"]) for one in waiting.examination.good)
    contents = file.read_bytes()
    file.write_bytes(contents[:-1] + bytes([contents[-1] ^ 1]))
    assert refused(lambda: accept(submission=waiting, by=world.coordinator, now=NOW)) == "data_files_changed"
    assert (figures(), submission_of(waiting.pk).state) == ({}, "submitted")
    file.write_bytes(contents)
    assert accept(submission=waiting, by=world.coordinator, now=NOW).number == 1


# ── as of ───────────────────────────────────────────────────────────────────
def test_as_of_a_moment(world: World) -> None:
    taken(world, all_of("10"))
    taken(world, all_of("20"), days=2)
    assert figures(NOW - timedelta(seconds=1)) == {}
    assert figures(NOW) == figures(NOW + 2 * DAY - timedelta(seconds=1)) == of_all("10")
    assert figures(NOW + 2 * DAY) == figures() == of_all("20")


def test_a_clock_that_goes_back_leaves_the_generations_in_their_order(world: World) -> None:
    taken(world, all_of("10"), days=2)
    second = taken(world, all_of("20"), days=1)
    assert second.made_at == NOW + 2 * DAY
    assert figures(NOW + 2 * DAY) == of_all("20")


# ── frozen ──────────────────────────────────────────────────────────────────
def test_a_round_keeps_its_figures_through_later_corrections(world: World) -> None:
    first = taken(world, all_of("10"))
    frozen = freeze(area=world.area, round_ref="2567-12", by=world.coordinator, now=NOW)
    taken(world, all_of("99"), days=1, supersedes=first.submission, reason="พิมพ์ผิด")
    found = snapshot_of("13", "2567-12")
    assert found == frozen
    assert (figures_in(files_of_snapshot(frozen)), figures()) == (of_all("10"), of_all("99"))
    assert frozen.submissions == [first.submission_id]


def test_frozen_again_only_with_a_reason_and_the_earlier_one_stays(world: World) -> None:
    taken(world, all_of("10"))
    once = freeze(area=world.area, round_ref="2567-12", by=world.coordinator, now=NOW)
    second = taken(world, all_of("20"), days=1)
    again = {"area": world.area, "round_ref": "2567-12", "by": world.evaluator, "now": NOW + DAY}
    assert refused(lambda: freeze(**again)) == "data_freeze_reason"
    anew = freeze(**again, reason="เปิดรอบอีกครั้ง")
    assert (anew.number, anew.generation, len(anew.submissions)) == (2, second, 2)
    assert (figures_in(files_of_snapshot(once)), figures_in(files_of_snapshot(anew))) == (
        of_all("10"),
        of_all("20"),
    )
    assert (
        refused(lambda: freeze(area=world.area, round_ref="x", by=world.recorder, now=NOW))
        == "data_freeze_not_yours"
    )


def test_a_round_without_data_freezes_nothing(world: World) -> None:
    frozen = freeze(area=world.area, round_ref="2567-6", by=world.coordinator, now=NOW)
    assert (frozen.generation, frozen.submissions, files_of_snapshot(frozen)) == (None, [], ())


def test_the_database_refuses_to_change_or_forget_generations_and_snapshots(world: World) -> None:
    made = taken(world, all_of("10"))
    freeze(area=world.area, round_ref="2567-12", by=world.coordinator, now=NOW)
    for act in (
        lambda: Generation.objects.update(files=[]),
        lambda: Snapshot.objects.update(generation=None),
        lambda: Snapshot.objects.all().delete(),
        lambda: Generation.objects.filter(pk=made.pk).delete(),
    ):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            act()


# ── in the background ───────────────────────────────────────────────────────
def test_asked_for_it_is_accepted_in_the_background(world: World) -> None:
    waiting, asked = sent(world, all_of("1")), []
    ask_to_accept(submission=waiting, by=world.coordinator, now=NOW, enqueue=asked.append)
    other = person("second-steward", world.office, Role.COORDINATOR)
    assert (
        refused(lambda: return_(submission=waiting, reason="x", by=other, now=NOW)) == "data_being_accepted"
    )
    assert refused(lambda: accept(submission=waiting, by=other, now=NOW)) == "data_being_accepted"
    assert accept_asked(asked[0], clock=lambda: NOW) == "accepted"
    assert accept_asked(asked[0], clock=lambda: NOW) == "accepted"  # a task that came twice
    assert figures() == of_all("1")


def test_an_acceptance_that_does_not_come_about_leaves_all_as_it_was(world: World) -> None:
    waiting = sent(world, all_of("1"))
    ask_to_accept(submission=waiting, by=world.coordinator, now=NOW, enqueue=lambda _: None)
    (file,) = (path_of(one["name"]) for one in waiting.examination.good)
    file.unlink()
    assert accept_asked(waiting.pk, clock=lambda: NOW) == "submitted"
    found = submission_of(waiting.pk)
    assert (found.problem["code"], found.accepting_at) == ("data_files_changed", None)


# ── swept ───────────────────────────────────────────────────────────────────
def test_only_what_no_row_names_is_swept_and_only_after_a_day(world: World) -> None:
    taken(world, all_of("10"))
    taken(world, all_of("20") | {"1304": "x"}, days=1, only_good=True)
    cells = folder_of("13", CELLS)
    stray, young = cells / "stray.parquet", cells / "young.parquet"
    stray.write_bytes(b"x")
    young.write_bytes(b"x")
    for path in cells.parent.glob("*/*"):
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    os.utime(young, ((NOW + 2 * DAY).timestamp(),) * 2)
    named = {path for path in cells.parent.glob("*/*") if path != stray}
    sweep_files(now=NOW + DAY)
    assert stray.exists()
    sweep_files(now=NOW + DAY + timedelta(seconds=1))
    assert set(cells.parent.glob("*/*")) <= named
    assert (stray.exists(), young.exists()) == (False, True)
    assert figures() == of_all("20") | {1304: Decimal(10)}
    assert figures(NOW) == of_all("10")
