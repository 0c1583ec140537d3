"""Approving many at once, each on its own merits; and the wall screen."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from samrit.frameworks.actions import cancel_kpi
from samrit.reports.actions import approve_many, reopen_kpi, submit_result
from samrit.reports.models import Result
from samrit.rules.workflow import Status
from tests import world
from tests.reports.pages import said, signed_in, text
from tests.world import NOW, World, save

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def submit(world: World, number: str, value: str = "1200") -> Result:
    save(world, number, value)
    by = world.recorder if number.startswith("1-") else world.statistician
    return submit_result(item=world.item(number, by), by=by, now=NOW)


def box(result: Result) -> str:
    return f"{result.indicator_id}:{result.version}"


def url(world: World) -> str:
    assert world.round is not None
    return reverse("reports:approval", args=[world.round.pk])


def states(world: World, *numbers: str) -> list[Status]:
    return [world.item(number).status for number in numbers]


def test_what_is_chosen_is_approved_and_nothing_else(made: World) -> None:
    first, _second = submit(made, "1-1"), submit(made, "1-2", "21")
    page = text(signed_in(made.approver).get(url(made)))
    assert box(first) in page
    response = signed_in(made.approver).post(url(made), {"chosen": [box(first)]})
    assert said(response) == ["อนุมัติแล้ว 1 รายการ"]
    assert states(made, "1-1", "1-2") == [Status.APPROVED, Status.SUBMITTED]


def test_who_signed_in_long_ago_proves_again_and_then_it_is_approved(made: World, settings: Any) -> None:
    settings.STEP_UP_MINUTES = 15
    made.approver.set_password("ทะเลสีครามยามเช้า")
    made.approver.save()
    result, client, me = submit(made, "1-1"), Client(), {"password": "ทะเลสีครามยามเช้า"}
    client.post(reverse("account_login"), {"login": made.approver.email, **me})
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        asked = client.post(url(made), {"chosen": [box(result)]})["Location"]
        assert asked.startswith("/accounts/reauthenticate/")
        assert states(made, "1-1") == [Status.SUBMITTED]
        assert client.post(asked, {**me, "next": url(made)})["Location"] == url(made)
        assert states(made, "1-1") == [Status.APPROVED]


def test_one_that_changed_meanwhile_holds_up_no_other(made: World) -> None:
    first, second = submit(made, "1-1"), submit(made, "1-2", "21")
    stale = f"{first.indicator_id}:{first.version - 1}"
    response = signed_in(made.approver).post(url(made), {"chosen": [stale, box(second)]})
    messages = said(response)
    assert messages[0] == "อนุมัติแล้ว 1 รายการ"
    assert messages[1].startswith("1-1: รายการนี้เปลี่ยนไปหลังจากคุณเปิดหน้า")
    assert states(made, "1-1", "1-2") == [Status.SUBMITTED, Status.APPROVED]


def test_own_work_is_shown_with_the_reason_and_cannot_be_chosen(made: World) -> None:
    result = submit(made, "1-1")
    result.recorders.add(made.colleague)
    page = text(signed_in(made.colleague).get(url(made)))
    assert box(result) not in page
    assert "ผู้ที่บันทึกผลนี้อนุมัติเองไม่ได้" in page
    signed_in(made.colleague).post(url(made), {"chosen": [box(result)]})
    assert states(made, "1-1") == [Status.SUBMITTED]


def test_of_another_agency_nothing_is_approved_whatever_is_sent(made: World) -> None:
    theirs = submit(made, "2-1.1", "3")
    response = signed_in(made.approver).post(
        url(made), {"chosen": [box(theirs), "x", "²:1", "9" * 40 + ":1"]}
    )
    assert said(response) == []
    assert states(made, "2-1.1") == [Status.SUBMITTED]


def test_nothing_chosen_is_said(made: World) -> None:
    submit(made, "1-1")
    response = signed_in(made.approver).post(url(made), {})
    assert response.status_code == 422
    assert "ยังไม่ได้เลือกรายการ" in text(response)


def test_lock_permission_and_items_are_asked_once_for_all(made: World) -> None:
    """Each further approval writes its result, its event and what its people are told, and asks no more."""
    results = [submit(made, "1-1"), submit(made, "1-2", "21")]
    assert made.round is not None
    looked_at = {result.indicator_id: result.version for result in results}
    counts = []
    for some in ({results[0].indicator_id: results[0].version}, looked_at):
        Result.objects.filter(pk__in=[result.pk for result in results]).update(status="submitted")
        current = dict(Result.objects.filter(indicator__in=some).values_list("indicator", "version"))
        with CaptureQueriesContext(connection) as captured:
            decided = approve_many(round_=made.round, looked_at=current, by=made.approver, now=NOW)
        assert [one.refusal for one in decided] == [None] * len(some)
        counts.append(len(captured))
    assert counts[1] - counts[0] <= 12


def test_who_may_open_it(made: World) -> None:
    people = (
        made.approver,
        made.colleague,
        made.statistics_approver,
        made.recorder,
        made.coordinator,
        made.stranger,
    )
    assert [signed_in(user).get(url(made)).status_code for user in people] == [200, 200, 200, 404, 404, 404]


def test_the_wall_shows_where_the_province_stands_and_renews_itself(made: World) -> None:
    assert made.round is not None
    wall = reverse("reports:wall", args=[made.round.pk])
    submit(made, "1-1")
    page = text(signed_in(made.coordinator).get(wall))
    assert 'hx-trigger="every 60s"' in page
    assert "รอผู้อนุมัติ" in page
    renewed = text(signed_in(made.coordinator).get(wall, headers={"HX-Request": "true"}))
    assert renewed.lstrip().startswith('<div id="standing"')
    people = (made.evaluator, made.approver, made.stranger)
    assert [signed_in(user).get(wall).status_code for user in people] == [200, 404, 404]


def test_the_wall_asks_for_no_cancelled_kpi(made: World) -> None:
    assert made.round is not None
    wall = reverse("reports:wall", args=[made.round.pk])
    submit(made, "1-1")
    assert "อนุมัติแล้ว จาก 4 ตัวชี้วัด" in text(signed_in(made.coordinator).get(wall))
    cancel_kpi(
        kpi=made.kpis["1-1"], from_months=12, resolution="มติ อ.ก.พ.ร. 1/2567", reason="ไม่มีข้อมูล",
        reweight="rebase_total", by=made.evaluator, now=NOW,
    )  # fmt: skip
    page = text(signed_in(made.coordinator).get(wall))
    assert "อนุมัติแล้ว จาก 3 ตัวชี้วัด" in page
    assert "<strong>0</strong><span>รอผู้อนุมัติ</span>" in page


def test_what_was_re_opened_shows_its_own_clock(made: World) -> None:
    world.file_all(made)
    later, until = NOW + timedelta(days=5), NOW + timedelta(days=7)
    reopen_kpi(
        item=made.item("1-1"), agency=made.development, until=until, reason="ก", by=made.evaluator, now=later
    )
    assert made.round is not None
    closes = f'data-closes="{int(until.timestamp() * 1000)}"'
    with time_machine.travel(later, tick=False):
        item = made.item("1-1", made.recorder)
        assert item.result is not None
        Result.objects.filter(pk=item.result.pk).update(status="submitted")
        assert closes in text(signed_in(made.approver).get(url(made)))
        wall = text(signed_in(made.coordinator).get(reverse("reports:wall", args=[made.round.pk])))
    assert (closes in wall, 'hx-trigger="every 60s"' in wall) == (True, True)
