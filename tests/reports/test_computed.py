"""A KPI's result from the provincial database: computed, confirmed by the recorder, traced, and the same years later."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samrit.audit.models import Event
from samrit.indicators.queries.observations import path_of
from samrit.people.history import told
from samrit.reports.actions import compute_result, confirm_computed, save_result
from samrit.reports.models import ComputedResult, Result
from samrit.reports.queries.computed import computed_again, reproduces
from samrit.rules.wording import RefusedError
from tests.reports.computing import sales, stated, taken
from tests.reports.pages import entry_url, signed_in, text, typed
from tests.world import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LATER = NOW + timedelta(hours=1)


def computed(made: World, now: datetime = NOW) -> ComputedResult:
    return compute_result(item=made.item("1-1", made.recorder), by=made.recorder, now=now)


def result_of(made: World) -> Result:
    return Result.objects.get(indicator=made.kpis["1-1"].indicator_id)


def page(made: World) -> str:
    assert made.round is not None
    return reverse("reports:computed", args=[made.round.pk, made.kpis["1-1"].indicator_id])


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(RefusedError) as caught:
        act()
    return caught.value.refusal.code


# ── computing ───────────────────────────────────────────────────────────────
def test_the_figure_is_computed_with_its_trace_and_comes_out_the_same_years_later(made: World) -> None:
    stated(made)
    generation = taken(made, sales(d1301_2024_05="20.125"))
    first = computed(made)
    assert (first.number, first.value, first.exact) == (
        1,
        Decimal("1223.63"),
        Decimal("1223.625"),
    )  # 84 × 14.5 + 5.625
    assert first.generation == generation
    assert first.submissions == [
        {"id": generation.submission_id, "receipt": generation.submission.receipt, "cells": 84}
    ]
    assert computed(made, LATER) == first  # nothing changed: no other one
    taken(made, {("1302", "2024-01"): "100"}, now=LATER)
    second = computed(made, LATER)
    assert (second.number, second.value) == (2, Decimal("1309.13"))
    assert [len(second.submissions), second.submissions[1]["cells"]] == [2, 1]
    with time_machine.travel(NOW + timedelta(days=3650)):
        assert (reproduces(first), reproduces(second)) == (True, True)
        assert computed_again(first).exact == Decimal("1223.625")


def test_the_database_keeps_it_and_a_lost_file_is_told(
    made: World, capsys: pytest.CaptureFixture[str]
) -> None:
    stated(made)
    generation = taken(made, sales())
    kept = computed(made)
    for change in (
        lambda: ComputedResult.objects.update(number=9),
        lambda: ComputedResult.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    with pytest.raises(ValueError, match="never changed"):
        kept.save()
    call_command("check_computed")
    assert "ทั้ง 1 ครั้ง" in capsys.readouterr().out
    path_of(generation.files[0]["name"]).unlink()
    assert refused(lambda: reproduces(kept)) == "observations_unreadable"
    with pytest.raises(SystemExit):
        call_command("check_computed")


def test_what_is_missing_is_named_and_is_no_zero(made: World) -> None:
    stated(made)
    rows = sales(d1301_2024_05="ไม่มีข้อมูล", d1302_2024_05="-")
    del rows["1303", "2024-05"]
    for month in ("2024-01", "2024-02", "2024-03"):
        del rows["1307", month]
    taken(made, rows)
    kept = computed(made)
    assert (kept.value, kept.missing["code"]) == (None, "formula_some_missing")
    shown = text(signed_in(made.recorder).get(page(made)))
    assert "ขาดข้อมูล 6 ช่อง" in shown
    for line in (
        "อำเภอเมืองปทุมธานี · พ.ค. 2567 – ไม่มีข้อมูล",
        "อำเภอคลองหลวง · พ.ค. 2567 – ขีด (-)",
        "อำเภอธัญบุรี · พ.ค. 2567 – ยังไม่มีใครส่ง",
        "อำเภอสามโคก · ม.ค. 2567 ถึง มี.ค. 2567 (3 ช่อง) – ยังไม่มีใครส่ง",
    ):
        assert line in shown
    assert (
        refused(
            lambda: confirm_computed(
                item=made.item("1-1", made.recorder), computed=1, version=0, by=made.recorder, now=NOW
            )
        )
        == "computed_nothing"
    )


def test_who_may_and_when(made: World) -> None:
    item = made.item("1-1")
    assert refused(lambda: compute_result(item=item, by=made.recorder, now=NOW)) == "formula_none_here"
    stated(made)
    assert refused(lambda: compute_result(item=item, by=made.approver, now=NOW)) == "not_your_role"
    assert refused(lambda: compute_result(item=item, by=made.coordinator, now=NOW)) == "not_your_role"
    assert refused(lambda: compute_result(item=item, by=made.stranger, now=NOW)) == "item_gone"
    closed = NOW + timedelta(days=2)
    assert refused(lambda: compute_result(item=item, by=made.recorder, now=closed)) == "window_closed"
    assert not ComputedResult.objects.exists()


# ── confirming ──────────────────────────────────────────────────────────────
def test_confirmed_it_is_the_recorders_result_with_the_computation_as_its_trace(made: World) -> None:
    stated(made)
    taken(made, sales())
    kept, item = computed(made), made.item("1-1", made.recorder)
    assert (
        refused(lambda: confirm_computed(item=item, computed=2, version=0, by=made.recorder, now=NOW))
        == "computed_changed"
    )
    confirm_computed(item=item, computed=1, version=0, by=made.recorder, now=NOW)
    result = result_of(made)
    assert (result.value, result.computed, result.saved_by) == (Decimal(1218), kept, made.recorder)
    event = Event.objects.filter(verb="save").latest("id")
    assert (event.after["value"], event.after["computed"]) == ("1218", "1")
    assert "คำนวณจากฐานข้อมูล ครั้งที่" in [change.label for change in told([event])[0].changes]


def test_a_figure_that_is_typed_over_has_no_trace(made: World) -> None:
    stated(made)
    taken(made, sales())
    computed(made)
    for value, traced in (("1218.00", True), ("1200", False), ("1218", True)):
        item = made.item("1-1", made.recorder)
        save_result(
            item=item, value=Decimal(value), missing=None, narrative="", supporting_factors="", obstacles="",
            version=item.result.version if item.result else 0, by=made.recorder, now=NOW,
        )  # fmt: skip
        assert (value, result_of(made).computed is not None) == (value, traced)


# ── the pages ───────────────────────────────────────────────────────────────
def test_the_recorder_takes_the_figure_keeps_what_is_typed_and_saves(made: World) -> None:
    stated(made)
    taken(made, sales())
    browser, address = signed_in(made.recorder), entry_url(made, "1-1")
    assert f'hx-get="{page(made)}"' in text(browser.get(address))
    panel = text(browser.get(page(made), headers={"HX-Request": "true"}))
    assert "<html" not in panel
    assert "1,218" in panel
    used = browser.post(address, typed("use", value="1", narrative="กำลังพิมพ์"))
    form = used.context["form"]
    assert (form["value"].value(), form["narrative"].value()) == ("1,218", "กำลังพิมพ์")
    assert not Result.objects.exists()  # still hers to save
    assert browser.post(address, typed(value="1,218", narrative="กำลังพิมพ์")).status_code == 302
    assert result_of(made).computed == ComputedResult.objects.get()
    shown = text(browser.get(address))
    assert "ตัวเลขนี้คำนวณจากฐานข้อมูลจังหวัด" in shown
    assert ComputedResult.objects.get().submissions[0]["receipt"] in shown
    # from the page without a script nothing is typed: what is saved goes on
    alone = browser.post(address, {"action": "use"})
    assert (alone.context["form"]["value"].value(), alone.context["form"]["narrative"].value()) == (
        "1,218",
        "กำลังพิมพ์",
    )


def test_changed_data_are_told_to_all_who_see_the_result(made: World) -> None:
    stated(made)
    taken(made, sales())
    computed(made)
    confirm_computed(item=made.item("1-1", made.recorder), computed=1, version=0, by=made.recorder, now=NOW)
    warning = "ข้อมูลหรือสูตรเปลี่ยนหลังจากใช้ค่าไปแล้ว"
    assert warning not in text(signed_in(made.approver).get(page(made)))
    taken(made, {("1302", "2024-01"): "100"}, now=NOW)
    for person in (made.recorder, made.approver, made.coordinator, made.evaluator):
        assert warning in text(signed_in(person).get(page(made)))
    assert (
        signed_in(made.statistician).get(page(made)).status_code,
        signed_in(made.stranger).get(page(made)).status_code,
    ) == (404, 404)
    assert 'action" value="use"' in text(signed_in(made.recorder).get(page(made)))
    assert 'action" value="use"' not in text(signed_in(made.approver).get(page(made)))


def test_as_many_queries_for_three_submissions_as_for_one(made: World) -> None:
    stated(made)
    taken(made, sales())
    browser = signed_in(made.recorder)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(page(made)).status_code == 200
        return len(captured)

    one = queries()
    for month in ("2024-01", "2024-02"):
        taken(made, {("1302", month): "100"})
    assert queries() == one
