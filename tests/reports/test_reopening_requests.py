"""The coordinator asks, the central office decides; the pages of both, two clicks at once, and my work."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samrit.audit.queries import first_broken_link
from samrit.dashboards.queries.work import work_of
from samrit.frameworks.actions import cancel_kpi
from samrit.frameworks.models import Reopening, ReopeningRequest
from samrit.people.queries import duties_of
from samrit.reports.actions import (
    ask_to_reopen,
    grant_reopening,
    refuse_reopening_request,
    reopen_kpi,
)
from samrit.reports.models import Result
from samrit.reports.queries import items_visible_to
from samrit.rules.wording import RefusedError
from tests import world
from tests.reports.pages import entry_url, signed_in, text
from tests.world import DAY, NOW, World

pytestmark = pytest.mark.django_db
LATER, UNTIL = NOW + timedelta(days=5), NOW + timedelta(days=7)
SECOND = timedelta(seconds=1)
TYPED = {"until": "2024-10-17T10:00", "reason": "ตัวเลขยอดจำหน่ายประกาศใหม่"}


def refused(act: Callable[[], Any]) -> str:
    with pytest.raises(RefusedError) as caught:
        act()
    return caught.value.refusal.code


def asked(made: World, **changes: Any) -> ReopeningRequest:
    said = {
        "item": made.item("1-1", made.coordinator), "agency": made.development, "until": UNTIL,
        "reason": "ตัวเลขยอดจำหน่ายประกาศใหม่", "by": made.coordinator, "now": LATER,
    }  # fmt: skip
    return ask_to_reopen(**{**said, **changes})


def test_asking_opens_nothing_and_is_done_once(made: World):
    world.file_all(made)
    asked(made)
    assert (Reopening.objects.count(), made.item("1-1").status) == (0, "filed")
    assert refused(lambda: asked(made)) == "asked_already"
    assert refused(lambda: asked(made, item=made.item("1-1"), by=made.evaluator)) == "asked_by_coordinator"
    assert refused(lambda: asked(made, agency=made.statistics)) == "agency_not_owner"


def test_granted_it_opens_with_the_coordinator_s_reason(made: World):
    world.file_all(made)
    request = asked(made)
    reopening = grant_reopening(request=request, until=UNTIL + SECOND, by=made.evaluator, now=LATER)
    request.refresh_from_db()
    assert (request.decision, request.reopening, request.decided_by) == ("granted", reopening, made.evaluator)
    assert (reopening.reason, reopening.until) == (request.reason, UNTIL + SECOND)
    assert made.item("1-1").status == "returned"
    again = {"request": request, "by": made.evaluator, "now": LATER}
    assert refused(lambda: grant_reopening(until=UNTIL, **again)) == "decided_already"
    assert first_broken_link() is None


def test_refused_with_a_reason_it_may_be_asked_again(made: World):
    world.file_all(made)
    request = asked(made)
    decide = {"request": request, "now": LATER}
    assert (
        refused(lambda: refuse_reopening_request(reason=" ", by=made.evaluator, **decide))
        == "reason_required"
    )
    by_coordinator = {"reason": "ก", "by": made.coordinator}
    assert (
        refused(lambda: refuse_reopening_request(**by_coordinator, **decide)) == "reopened_by_central_office"
    )
    refuse_reopening_request(reason="เลยกำหนดของกรม", by=made.evaluator, **decide)
    assert asked(made).decision == ""


# ── the pages ───────────────────────────────────────────────────────────────
def page(made: World) -> str:
    assert made.round is not None
    return reverse("reports:reopening", args=[made.round.pk, made.kpis["1-1"].indicator_id])


def test_from_the_request_to_the_entry_page(made: World):
    world.file_all(made)
    sent = {"agency": str(made.development.pk), **TYPED}
    with time_machine.travel(LATER, tick=False):
        coordinator, office = signed_in(made.coordinator), signed_in(made.evaluator)
        assert coordinator.post(page(made), {**sent, "reason": ""}).status_code == 422
        assert coordinator.post(page(made), sent).status_code == 302
        assert coordinator.post(page(made), sent).status_code == 409  # the second click
        assert TYPED["reason"] in text(office.get(reverse("reports:reopenings")))
        decide = reverse("reports:decide_request", args=[ReopeningRequest.objects.get().pk])
        assert coordinator.post(decide, {"decision": "grant"}).status_code == 302
        assert Reopening.objects.count() == 0
        office.post(decide, {"decision": "grant"})
        entry = signed_in(made.recorder).get(entry_url(made, "1-1"))
        assert entry.context["window"].closes_at == UNTIL
        assert entry.context["editable"] is True
        assert TYPED["reason"] in text(entry)
    with time_machine.travel(UNTIL, tick=False):
        office = signed_in(made.evaluator)  # two days later the session is over
        entry = signed_in(made.recorder).get(entry_url(made, "1-1"))
        assert entry.context["editable"] is False
        assert office.get(page(made)).context["stands_by"] is True
        back = reverse("reports:stand_by_filed", args=[made.round.pk, made.kpis["1-1"].indicator_id])
        office.post(back, {"reason": "ไม่ส่งในเวลา"})
        assert made.item("1-1").status == "filed"


def test_strangers_and_agencies_find_no_page(made: World):
    for who in (made.stranger, made.recorder, made.approver):
        assert signed_in(who).get(page(made)).status_code == 404
        assert signed_in(who).post(page(made), TYPED).status_code == 404
        assert signed_in(who).get(reverse("reports:reopenings")).status_code == 404


def test_a_cancelled_kpi_says_so_where_it_was_asked_for(made: World):
    cancel_kpi(
        kpi=made.kpis["1-1"], from_months=12, reweight="rebase_total", resolution="มติคณะกรรมการ ครั้งที่ 2/2567",
        reason="ยกเลิกโครงการ", by=made.evaluator, now=NOW,
    )  # fmt: skip
    with time_machine.travel(NOW, tick=False):
        shown = signed_in(made.recorder).get(entry_url(made, "1-1"))
        assert "มติคณะกรรมการ ครั้งที่ 2/2567" in text(shown)
        assert shown.context["editable"] is False


# ── my work, queries, races ─────────────────────────────────────────────────
def reopened(made: World) -> Reopening:
    return reopen_kpi(
        item=made.item("1-1"), agency=made.development, until=UNTIL, reason="ก", by=made.evaluator, now=LATER
    )


def test_my_work_shows_it_while_it_is_open(made: World):
    world.file_all(made)
    duties = duties_of(made.recorder, DAY)
    assert [task.kind for task in work_of(duties, now=LATER).todo] == []
    reopened(made)
    assert [(task.kind, task.number) for task in work_of(duties, now=UNTIL - SECOND).todo] == [
        ("revise", "1-1")
    ]
    assert [task.kind for task in work_of(duties, now=UNTIL).todo] == []


def test_it_has_its_own_deadline_and_stands_before_what_closes_later(made: World):
    world.file_all(made)
    reopened(made)
    (task,) = work_of(duties_of(made.recorder, DAY), now=LATER).todo
    assert task.window is not None
    assert (task.clock, task.window.closes_at) == (task.window, UNTIL)
    with time_machine.travel(LATER, tick=False):
        page = text(signed_in(made.recorder).get("/"))
    assert "เปิดให้แก้ไขเฉพาะรายการ" in page
    assert f'data-closes="{int(UNTIL.timestamp() * 1000)}"' in page
    assert made.round is not None
    assert f'data-closes="{int(made.round.closes_at.timestamp() * 1000)}"' not in page


def test_what_was_mended_is_filed_again_though_round_and_re_opening_are_over(made: World):
    world.file_all(made)
    reopened(made)
    duties = duties_of(made.coordinator, DAY)
    assert "file" not in [task.kind for task in work_of(duties, now=UNTIL).todo]
    Result.objects.filter(indicator=made.kpis["1-1"].indicator_id).update(
        status="approved", approved_by=made.approver, approved_at=LATER
    )
    for moment in (UNTIL - SECOND, UNTIL + timedelta(days=3)):
        assert [(task.kind, task.count) for task in work_of(duties, now=moment).todo] == [("file", 1)]
    Reopening.objects.all().delete()
    assert "file" not in [task.kind for task in work_of(duties, now=UNTIL).todo]


def test_as_many_queries_with_re_openings_as_without(made: World):
    world.file_all(made)
    assert made.round is not None
    duties = duties_of(made.coordinator, DAY)
    with CaptureQueriesContext(connection) as before:
        items_visible_to(duties, made.round)
    reopened(made)
    with CaptureQueriesContext(connection) as after:
        items_visible_to(duties, made.round)
    assert len(after) == len(before)


@pytest.mark.django_db(transaction=True)
def test_of_two_grants_one_counts():
    made = world.make_world()
    world.file_all(made)
    request, outcomes, start = asked(made), ["", ""], threading.Barrier(2)

    def grant(place: int) -> None:
        start.wait()
        try:
            grant_reopening(request=request, until=UNTIL, by=made.evaluator, now=LATER)
            outcomes[place] = "done"
        except RefusedError as told:
            outcomes[place] = told.refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=grant, args=[place]) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["decided_already", "done"]
    assert Reopening.objects.count() == 1
