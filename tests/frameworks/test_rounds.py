"""Rounds of a year: windows in all provinces at once, waived and unscored rounds, a year that is voided."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samrit.audit.models import Event
from samrit.audit.queries import first_broken_link, history_of
from samrit.frameworks.actions import (
    restore_year,
    set_round_state,
    set_window,
    set_windows,
    void_year,
)
from samrit.frameworks.models import FiscalYear, Round, YearRound
from samrit.frameworks.queries import months_of_year, windows_seen
from samrit.people.history import told
from samrit.people.models import Area
from samrit.people.queries import duties_of
from samrit.reports.actions import file_report
from samrit.reports.permissions import may
from samrit.rules.wording import Refusal, RefusedError
from samrit.rules.workflow import Verb
from tests import world
from tests.dashboards.published import score_round, verify_all
from tests.frameworks.browsing import signed_in
from tests.world import DAY, NOW, World

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
SECOND = timedelta(seconds=1)
RESOLUTION = "มติ ก.พ.ร. ครั้งที่ 3/2567"
PROVINCES = 76


@pytest.fixture
def made(db: Any) -> World:
    return world.make_world()


def refused(act: Callable[[], Any]) -> str:
    with pytest.raises(RefusedError) as caught:
        act()
    return caught.value.refusal.code


def set_all(made: World, months: int = 12, **changes: Any) -> list[Round]:
    asked = {
        "year": 2567, "months": months, "opens_at": NOW, "closes_at": NOW + WEEK, "only_missing": True,
        "seen": windows_seen(2567, months), "reason": "หนังสือ นร 1207/334", "by": made.evaluator, "now": NOW,
    }  # fmt: skip
    return set_windows(**{**asked, **changes})


def state(made: World, state: str, **changes: Any) -> list[Round]:
    asked = {
        "year": 2567, "months": 12, "state": state, "reason": "อุทกภัย", "resolution": RESOLUTION,
        "by": made.evaluator, "now": NOW,
    }  # fmt: skip
    return set_round_state(**{**asked, **changes})


def decided(made: World, verb: Verb = Verb.SAVE) -> str:
    made.round = Round.objects.select_related("area", "fiscal_year").get(
        pk=made.round.pk if made.round else 0
    )
    decision = may(verb, made.item("1-1", made.recorder), duties=duties_of(made.recorder, DAY), now=NOW)
    return decision.code if isinstance(decision, Refusal) else decision.value


# ── windows of all provinces ────────────────────────────────────────────────
def test_only_where_there_is_none(made: World):
    changed = set_all(made)
    assert len(changed) == PROVINCES - 1
    assert made.round is not None
    closes = made.round.closes_at
    made.round.refresh_from_db()
    assert made.round.closes_at == closes
    assert Event.objects.filter(verb="set_window").count() == PROVINCES
    assert first_broken_link() is None


def test_everywhere_and_twice_changes_nothing(made: World):
    assert len(set_all(made, only_missing=False)) == PROVINCES
    assert set_all(made, only_missing=False) == []
    assert Round.objects.filter(closes_at=NOW + WEEK).count() == PROVINCES


def test_a_published_round_keeps_its_window(made: World):
    Round.objects.update(settled_at=NOW)
    assert len(set_all(made, only_missing=False)) == PROVINCES - 1
    again = {"area": made.area, "year": 2567, "months": 12, "opens_at": NOW, "closes_at": NOW + WEEK}
    late = {"by": made.evaluator, "now": NOW, "reason": "ก"}
    assert refused(lambda: set_window(**again, **late)) == "published_round"


def test_what_was_not_shown_is_not_set(made: World):
    seen = windows_seen(2567, 12)
    Round.objects.update(closes_at=NOW + 2 * WEEK)
    assert refused(lambda: set_all(made, seen=seen)) == "windows_changed"
    assert Round.objects.count() == 1


def test_what_makes_no_sense_is_refused(made: World):
    assert refused(lambda: set_all(made, by=made.coordinator)) == "ruled_by_central_office"
    assert refused(lambda: set_all(made, closes_at=NOW)) == "window_reversed"
    assert refused(lambda: set_all(made, reason=" ")) == "reason_required"
    assert set_all(made, closes_at=NOW + SECOND)[0].closes_at == NOW + SECOND


def test_any_subset_of_rounds(made: World):
    assert months_of_year(2567) == [12]
    assert months_of_year(2570) == [6, 12]  # nothing decided yet: the usual two
    set_all(made, months=9)
    assert months_of_year(2567) == [9, 12]


# ── how a round is ──────────────────────────────────────────────────────────
def test_a_waived_round_asks_for_nothing_and_keeps_everything(made: World):
    world.save(made, "1-1", "1200")
    [round_] = state(made, "waived", area=made.area)
    assert decided(made) == "round_waived"
    assert made.item("1-1").result is not None
    assert refused(lambda: file_report(round_=round_, by=made.coordinator, now=NOW)) == "round_waived"
    state(made, "normal", area=made.area)
    assert decided(made) == "draft"


def test_for_all_provinces_also_for_those_that_come_later(made: World):
    state(made, "waived", months=6)
    assert decided(made) == "draft"  # the 12-month round goes on
    [later] = {one.state for one in set_all(made, months=6)}
    assert (later, months_of_year(2567)) == ("waived", [6, 12])
    assert len(state(made, "normal", months=6, resolution="")) == PROVINCES


def test_reported_but_not_scored(made: World):
    world.file_all(made)
    state(made, "unscored")
    assert made.round is not None
    made.round.refresh_from_db()
    verify_all(made, made.round)
    assert refused(lambda: score_round(made, made.round)) == "round_unscored"
    state(made, "normal")
    assert score_round(made, made.round).state == "confirmed"
    assert refused(lambda: state(made, "waived")) == "published_rounds"


def test_a_state_needs_its_resolution_and_a_round(made: World):
    assert refused(lambda: state(made, "waived", resolution=" ")) == "resolution_required"
    assert refused(lambda: state(made, "waived", reason=" ")) == "reason_required"
    assert refused(lambda: state(made, "waived", area=Area.objects.get(code="20"))) == "no_round_yet"
    assert refused(lambda: state(made, "waived", by=made.coordinator)) == "ruled_by_central_office"


def test_the_trail_of_a_round_says_it_in_words(made: World):
    [round_] = state(made, "unscored", area=made.area)
    [event] = told([history_of(round_).first()])
    assert (event.what, event.reason) == ("กำหนดสถานะของรอบ", "อุทกภัย")
    assert [(one.label, one.before, one.after) for one in event.changes] == [
        ("สถานะของรอบ", "รายงานและคิดคะแนน", "รายงานแต่ไม่คิดคะแนน"),
        ("มติหรือเลขที่หนังสือ", None, RESOLUTION),
    ]


# ── a year ──────────────────────────────────────────────────────────────────
def test_a_voided_year_asks_for_nothing_and_comes_back_as_it_was(made: World):
    world.save(made, "1-1", "1200")
    void_year(year=2567, reason="โรคระบาด", resolution=RESOLUTION, by=made.evaluator, now=NOW)
    assert decided(made) == "year_voided"
    again = {"year": 2567, "reason": "ก", "by": made.evaluator, "now": NOW}
    assert refused(lambda: void_year(resolution="ข", **again)) == "voided_already"
    restore_year(**again)
    assert decided(made) == "draft"
    assert refused(lambda: restore_year(**again)) == "not_voided"
    assert refused(lambda: void_year(resolution=" ", **again)) == "resolution_required"
    assert refused(lambda: restore_year(**{**again, "by": made.coordinator})) == "ruled_by_central_office"


def test_nothing_is_scored_in_it(made: World):
    world.file_all(made)
    assert made.round is not None
    verify_all(made, made.round)
    void_year(year=2567, reason="โรคระบาด", resolution=RESOLUTION, by=made.evaluator, now=NOW)
    made.round.refresh_from_db()
    assert refused(lambda: score_round(made, made.round)) == "year_voided"


@pytest.mark.parametrize(
    "broken", [{"state": "waived"}, {"state": "waived", "state_reason": "ก"}, {"state": "other"}]
)
def test_the_database_wants_a_reason(made: World, broken: dict[str, str]):
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.update(**broken)


def test_and_for_a_voided_year_too(made: World):
    with pytest.raises(IntegrityError), transaction.atomic():
        FiscalYear.objects.update(voided_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        YearRound.objects.update(state="waived")


# ── the page ────────────────────────────────────────────────────────────────
PAGE = reverse("frameworks:year", args=[2567])
ASKED = {
    "months": "12", "opens_at": "2024-10-10T10:00", "closes_at": "2024-10-17T10:00", "scope": "all",
    "reason": "หนังสือ นร 1207/334",
}  # fmt: skip


def test_the_page_is_the_central_office_s(made: World):
    assert signed_in(made.evaluator).get(PAGE).status_code == 200
    for who in (made.coordinator, made.recorder, made.stranger):
        assert signed_in(who).get(PAGE).status_code == 404
        assert signed_in(who).post(reverse("frameworks:void_year", args=[2567])).status_code == 404
    assert signed_in(made.evaluator).get(reverse("frameworks:year", args=[2300])).status_code == 404


def test_the_preview_shows_what_the_confirmation_does(made: World):
    client = signed_in(made.evaluator)
    address = reverse("frameworks:year_windows", args=[2567])
    shown = client.get(address, ASKED)
    assert shown.context["fates"] == {"new": 75, "moves": 1, "same": 0, "kept": 0, "published": 0}
    assert Round.objects.count() == 1
    answer = client.post(address, {**ASKED, "seen": shown.context["seen"]})
    assert answer.status_code == 302
    assert Round.objects.filter(closes_at=NOW + WEEK).count() == PROVINCES
    assert client.post(address, {**ASKED, "seen": shown.context["seen"]}).status_code == 409
    assert client.get(address, {**ASKED, "closes_at": "2024-10-10T10:00"}).status_code == 422


def test_what_was_typed_wrongly_comes_back(made: World):
    client = signed_in(made.evaluator)
    answer = client.post(
        reverse("frameworks:year_state", args=[2567]),
        {"state-months": "12", "state-state": "waived", "state-area": "", "state-reason": "อุทกภัยใหญ่"},
    )
    assert answer.status_code == 422
    assert "อุทกภัยใหญ่" in answer.content.decode()
    said = {"void-reason": "โรคระบาด", "void-resolution": RESOLUTION}
    assert client.post(reverse("frameworks:void_year", args=[2567]), said).status_code == 302
    assert RESOLUTION in client.get(PAGE).content.decode()
    assert client.post(reverse("frameworks:void_year", args=[2567]), said).status_code == 409


def test_as_many_queries_for_one_province_as_for_all(made: World):
    client = signed_in(made.evaluator)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    set_all(made)
    set_all(made, months=6)
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)
    assert len(many) == len(few)


def test_the_year_s_history_tells_of_voiding_and_restoring(made: World):
    void_year(year=2567, reason="โรคระบาด", resolution=RESOLUTION, by=made.evaluator, now=NOW)
    restore_year(year=2567, reason="มติใหม่", by=made.evaluator, now=NOW)
    page = signed_in(made.evaluator).get(PAGE).content.decode()
    told = ("ไม่ใช้ผลประเมินของปี", "โรคระบาด", "กลับมาใช้ผลประเมินของปี", "มติใหม่")
    assert [words in page for words in told] == [True] * 4
