"""The months of a KPI: who may keep them, what a save leaves, and what the year may come to."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samrit.audit.models import Event
from samrit.frameworks.actions import create_draft, publish_edition
from samrit.frameworks.models import FiscalYear, Kpi, KpiTemplate
from samrit.people.models import User
from samrit.reports.actions import save_progress
from samrit.reports.models import Progress, ProgressValue
from samrit.reports.outlook import outlooks
from samrit.rules.wording import RefusedError
from tests.reports.pages import signed_in, text
from tests.world import NOW, World, terms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def url(made: World, number: str = "1-1") -> str:
    assert made.round is not None
    return reverse("reports:progress", args=[made.round.pk, made.kpis[number].indicator_id])


def typed(*values: str, span: str = "month", version: int = 0, accumulates: str = "sum") -> dict[str, Any]:
    cells = {f"p{place}": value for place, value in enumerate(values, start=1)}
    return {"span": span, "version": version, "accumulates": accumulates, **cells}


def keep(made: World, *values: str, by: User | None = None, **more: Any) -> HttpResponse:
    return signed_in(by or made.recorder).post(url(made), typed(*values, **more))


def in_force() -> list[tuple[int, Decimal | None, str | None]]:
    found = ProgressValue.objects.filter(superseded_at=None).order_by("place")
    return list(found.values_list("place", "value", "missing"))


# ── who ─────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("who", "seen", "kept"),
    [
        ("recorder", 200, 302), ("colleague", 200, 302),  # colleague records and approves in the same agency
        ("approver", 200, 409), ("coordinator", 200, 409), ("evaluator", 200, 409),
        ("statistician", 404, 404), ("stranger", 404, 404),
    ],
)  # fmt: skip
def test_who_sees_the_months_and_who_keeps_them(made: World, who: str, seen: int, kept: int) -> None:
    client = signed_in(getattr(made, who))
    assert client.get(url(made)).status_code == seen
    assert client.post(url(made), typed("1")).status_code == kept
    assert Progress.objects.count() == (kept == 302)


def test_the_button_says_why_it_is_off(made: World) -> None:
    assert "บันทึกผลระหว่างปีได้เฉพาะผู้บันทึกข้อมูลของหน่วยงานรับผิดชอบตัวชี้วัดนี้" in text(
        signed_in(made.approver).get(url(made))
    )


def test_no_window_closes_the_months(made: World, clock: Any) -> None:
    clock.move_to(NOW + timedelta(days=60))
    assert keep(made, "98.4").status_code == 302


def test_a_voided_year_keeps_no_more(made: World) -> None:
    FiscalYear.objects.filter(pk=2567).update(
        voided_at=NOW, voided_by=made.evaluator, void_reason="โรคระบาด", void_resolution="มติที่ 2"
    )
    assert keep(made, "98.4").status_code == 409


# ── what a save leaves ──────────────────────────────────────────────────────
def test_months_are_kept_in_either_digits_and_missing_is_not_zero(made: World) -> None:
    assert keep(made, "๙๘.๔", "1,202.17", "", "ยังไม่เผยแพร่", "0").status_code == 302
    assert in_force() == [
        (1, Decimal("98.4"), None), (2, Decimal("1202.17"), None), (4, None, "not_yet_published"), (5, Decimal(0), None),
    ]  # fmt: skip
    event = Event.objects.get(verb="save_progress")
    assert event.after == {
        "progress_span": "month", "accumulates": "year_sum", "month_1": "98.4", "month_2": "1202.17",
        "month_4": "not_yet_published", "month_5": "0",
    }  # fmt: skip


def test_what_is_typed_wrongly_is_said_and_kept_on_the_page(made: World) -> None:
    response = keep(made, "98.4", "สิบสอง")
    assert response.status_code == 422
    assert "“สิบสอง” ไม่ใช่ตัวเลขที่ใช้คิดคะแนนได้" in text(response)
    assert 'value="98.4"' in text(response)
    assert in_force() == []


def test_a_change_supersedes_only_what_changed(made: World, clock: Any) -> None:
    keep(made, "10", "20")
    clock.move_to(NOW + timedelta(hours=1))
    keep(made, "10", "25", version=1, by=made.colleague)
    assert in_force() == [(1, Decimal(10), None), (2, Decimal(25), None)]
    old = ProgressValue.objects.get(value=20)
    assert (old.superseded_at, old.entered_by) == (NOW + timedelta(hours=1), made.recorder)
    assert ProgressValue.objects.get(value=10).entered_by == made.recorder
    event = Event.objects.filter(verb="save_progress").order_by("-id")[0]
    assert (event.before, event.after) == ({"month_2": "20"}, {"month_2": "25"})


def test_saving_the_same_changes_nothing(made: World) -> None:
    keep(made, "10", "20")
    assert keep(made, "10", "20.0", version=0).status_code == 302
    assert Event.objects.filter(verb="save_progress").count() == 1
    assert Progress.objects.get().version == 1


def test_of_two_who_save_the_second_is_asked(made: World) -> None:
    keep(made, "10")
    response = keep(made, "11", by=made.colleague)
    assert response.status_code == 409
    assert "recorder บันทึกผลระหว่างปีของตัวชี้วัดนี้หลังจากคุณเปิดหน้า" in text(response)
    assert 'value="11"' in text(response)
    assert 'name="version" value="1"' in text(response)
    assert in_force() == [(1, Decimal(10), None)]


def test_quarters_instead_of_months_send_the_months_into_history(made: World) -> None:
    keep(made, "10", "20")
    page = text(signed_in(made.recorder).get(url(made) + "?span=quarter"))
    assert "ไตรมาส 1 (ต.ค. 2566 – ธ.ค. 2566)" in page
    assert "ตัวเลขเดิมจะย้ายไปอยู่ในประวัติ" in page
    assert keep(made, "60", span="quarter", version=1).status_code == 302
    assert in_force() == [(1, Decimal(60), None)]
    assert ProgressValue.objects.count() == 3


def test_what_the_database_itself_refuses(made: World) -> None:
    keep(made, "10")
    progress = Progress.objects.get()
    row = {"progress": progress, "span": "month", "entered_by": made.recorder, "entered_at": NOW}
    for wrong in (
        {"place": 1, "value": 1},  # a second value in force for the same month
        {"place": 13, "value": 1},
        {"place": 2},  # neither a figure nor a reason
        {"place": 2, "value": 1, "missing": "no_data"},
        {"place": 5, "span": "quarter", "value": 1},
        {"place": 3, "value": 1, "superseded_at": NOW - timedelta(seconds=1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProgressValue.objects.create(**{**row, **wrong})


def test_a_stranger_cannot_save_by_the_action_either(made: World) -> None:
    with pytest.raises(RefusedError):
        save_progress(
            item=made.item("1-1"), span="month", accumulates="sum", cells={1: (Decimal(1), None)}, version=0,
            by=made.stranger, now=NOW,
        )  # fmt: skip


def test_a_year_has_four_quarters(made: World) -> None:
    with pytest.raises(RefusedError) as refused:
        save_progress(
            item=made.item("1-1"), span="quarter", accumulates="sum", cells={5: (Decimal(1), None)}, version=0,
            by=made.recorder, now=NOW,
        )  # fmt: skip
    assert refused.value.refusal.code == "period_outside"


# ── what the year may come to ───────────────────────────────────────────────
def test_two_months_are_too_few_and_three_are_enough(made: World) -> None:
    keep(made, "100", "100")
    page = text(signed_in(made.recorder).get(url(made)))
    assert "ยังคาดการณ์ไม่ได้ เพราะมีผลเพียง 2 จาก 12 เดือน" in page
    keep(made, "100", "100", "130", version=1)
    page = text(signed_in(made.recorder).get(url(made)))
    assert "ระหว่าง 1,230 ถึง 1,500" in page
    assert "จากผล 3 ใน 12 เดือน" in page
    assert "trend-band" in page


def test_without_a_way_to_add_up_there_is_no_forecast(made: World) -> None:
    keep(made, "1", "2", "3", accumulates="")
    assert "ยังไม่ได้บอกว่าทั้งปีคิดจากแต่ละช่วงอย่างไร" in text(signed_in(made.recorder).get(url(made)))


def test_the_details_say_how_and_their_months_stand_in(made: World) -> None:
    """Nothing was kept here yet: the months that รายละเอียดตัวชี้วัด names are taken."""
    months = {"10": {"value": "10"}, "11": {"value": "20"}, "12": {"value": "30"}}
    contents = {"monthly_total": "mean", "monthly": months}
    template = KpiTemplate.objects.create(contents=contents, made_by=made.recorder, made_at=NOW)
    kpi = made.kpis["1-1"]
    kpi.template = template
    kpi.save()
    outlook = outlooks([made.item("1-1")])[kpi.indicator_id]
    assert (outlook.so_far.how_is_stated, outlook.forecast and outlook.forecast.value) == (True, 20)
    page = text(signed_in(made.recorder).get(url(made)))
    assert "รายละเอียดตัวชี้วัดระบุว่าทั้งปีคือ ค่าเฉลี่ยของช่วงที่มีผล" in page
    assert 'name="accumulates"' not in page


def test_the_number_of_queries_does_not_grow_with_the_kpis(made: World) -> None:
    keep(made, "1", "2", "3")
    one, all_ = [made.item("1-1")], [made.item(number) for number in made.kpis if number != "2-1"]
    with CaptureQueriesContext(connection) as for_one:
        outlooks(one)
    with CaptureQueriesContext(connection) as for_all:
        outlooks(all_)
    assert len(for_all) == len(for_one)


def a_year_before(made: World, year: int, *values: int) -> None:
    """The same province's framework of an earlier year, with its months kept."""
    edition = create_draft(area=made.area, year=year, components=terms(made), by=made.coordinator, now=NOW)
    kpi = Kpi.objects.get(component__edition=edition, component__number=1, number="1")
    publish_edition(edition=edition, by=made.coordinator, now=NOW)
    Kpi.objects.filter(pk=kpi.pk).update(unit="ล้านบาท")
    progress = Progress.objects.create(
        indicator=kpi.indicator, span="month", accumulates="sum", saved_by=made.recorder, saved_at=NOW
    )
    for place, value in enumerate(values, start=1):
        ProgressValue.objects.create(
            progress=progress,
            span="month",
            place=place,
            value=value,
            entered_by=made.recorder,
            entered_at=NOW,
        )


def test_whole_earlier_years_give_the_season_and_a_chance(made: World) -> None:
    """After six months at 10 each: the other years went on × 4 and × 3; a third one is not whole."""
    a_year_before(made, 2566, *[10] * 6, *[30] * 6)
    a_year_before(made, 2565, *[20] * 6, *[40] * 6)
    a_year_before(made, 2564, *[10] * 11)
    keep(made, *["10"] * 6)
    foreseen = outlooks([made.item("1-1")])[made.kpis["1-1"].indicator_id].forecast
    assert foreseen is not None
    assert (foreseen.value, foreseen.low, foreseen.high) == (210, 180, 240)
    assert (foreseen.years, foreseen.chance) == ((2566, 2565), (1, 3))
    page = text(signed_in(made.recorder).get(url(made)))
    assert "ผลจะอยู่ในช่วงนี้ราว 1 ใน 3 ครั้ง" in page
    assert "เทียบกับปี 2566, 2565" in page
