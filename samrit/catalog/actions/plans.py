"""The year's plan of an agency, the result proposed from the counts, public holidays."""

import json
from datetime import date, datetime
from typing import Any

from django.db import transaction

from samrit.audit.actions import record as record_event
from samrit.catalog.actions.settling import Pen, pen_of
from samrit.catalog.models import CatalogResult, Dataset, Holiday, PlanItem
from samrit.catalog.permissions.datasets import (
    refuse_counting,
    refuse_dropping,
    refuse_holidays,
    refuse_writing,
)
from samrit.catalog.queries.counting import counts_of
from samrit.people.models import Agency, User
from samrit.rules.catalog import Result, terms_of
from samrit.rules.thai import plain_number
from samrit.rules.wording import Refusal, RefusedError, refuse

MOST_A_YEAR = 500  # items of an agency's plan


@transaction.atomic
def plan_dataset(
    *,
    agency: Agency,
    fiscal_year: int,
    dataset: Dataset | None = None,
    title: str = "",
    note: str = "",
    by: User,
    now: datetime,
) -> PlanItem:
    """Into the plan of a fiscal year (พ.ศ.): a dataset that there is, or the title of one to come. RefusedError.

    What is in the plan already stays the one item.
    """
    pen = pen_of(by, now)
    _settled(refuse_writing(pen.duties, agency))
    Agency.objects.select_for_update(no_key=True, of=("self",)).get(pk=agency.pk)
    if dataset is not None and dataset.agency_id != agency.pk:
        raise RefusedError(refuse("catalog_plan_other_agency", "วางแผนได้เฉพาะชุดข้อมูลของหน่วยงานเดียวกัน"))
    named = " ".join((dataset.title if dataset else title).split())
    if not named:
        raise RefusedError(refuse("catalog_plan_nothing", "เลือกชุดข้อมูล หรือพิมพ์ชื่อชุดข้อมูลที่จะจัดทำ"))
    own = PlanItem.objects.filter(agency=agency, fiscal_year=fiscal_year, dropped_at=None)
    stands = own.filter(dataset=dataset).first() if dataset else own.filter(title=named).first()
    if stands is not None:
        return stands
    if own.count() >= MOST_A_YEAR:
        raise RefusedError(refuse("catalog_plan_full", "แผนของปีหนึ่งมีได้ไม่เกิน {most} รายการ", most=MOST_A_YEAR))
    made, _new = PlanItem.objects.get_or_create(
        agency=agency,
        fiscal_year=fiscal_year,
        title=named[:500],
        dropped_at=None,
        defaults={"dataset": dataset, "note": note.strip(), "by": by, "at": now},
    )
    if dataset is not None and made.dataset_id is None:  # a title that was planned, and is made now
        made.dataset = dataset
        made.save(update_fields=["dataset"])
    _tell("plan_dataset", made, {"catalog_dataset": made.title, "catalog_year": str(fiscal_year)}, pen)
    return made


@transaction.atomic
def tie_plan(*, item: PlanItem, dataset: Dataset, by: User, now: datetime) -> PlanItem:
    """Which dataset a planned title became."""
    found = PlanItem.objects.select_for_update(of=("self",)).select_related("agency__area").get(pk=item.pk)
    pen = pen_of(by, now)
    _settled(refuse_dropping(pen.duties, found))
    if dataset.agency_id != found.agency_id:
        raise RefusedError(refuse("catalog_plan_other_agency", "วางแผนได้เฉพาะชุดข้อมูลของหน่วยงานเดียวกัน"))
    others = PlanItem.objects.filter(fiscal_year=found.fiscal_year, dataset=dataset, dropped_at=None)
    if others.exclude(pk=found.pk).exists():
        raise RefusedError(refuse("catalog_plan_twice", "ชุดข้อมูลนี้อยู่ในแผนของปีนี้แล้ว"))
    if found.dataset_id != dataset.pk:
        found.dataset = dataset
        found.save(update_fields=["dataset"])
        _tell("tie_plan", found, {"catalog_dataset": dataset.title, "catalog_planned": found.title}, pen)
    return found


@transaction.atomic
def drop_plan(*, item: PlanItem, reason: str, by: User, now: datetime) -> PlanItem:
    """Out of the plan with a reason; it stays in the plan's history."""
    found = PlanItem.objects.select_for_update(of=("self",)).select_related("agency__area").get(pk=item.pk)
    pen = pen_of(by, now, reason)
    _settled(refuse_dropping(pen.duties, found))
    if not pen.reason:
        raise RefusedError(refuse("catalog_plan_reason", "บอกเหตุผลที่ตัดออกจากแผน"))
    found.dropped_by, found.dropped_at, found.reason = by, now, pen.reason
    found.save(update_fields=["dropped_by", "dropped_at", "reason"])
    _tell("drop_plan", found, {"catalog_dataset": found.title, "catalog_year": str(found.fiscal_year)}, pen)
    return found


# ── the result ──────────────────────────────────────────────────────────────
@transaction.atomic
def propose_result(*, agency: Agency, fiscal_year: int, by: User, now: datetime) -> CatalogResult:
    """Keep the four counts as they are today, with the result that they propose; the same counts again are the same result."""
    pen = pen_of(by, now)
    _settled(refuse_counting(pen.duties, agency))
    Agency.objects.select_for_update(no_key=True, of=("self",)).get(pk=agency.pk)
    result = counts_of([agency.pk], fiscal_year, on=pen.today)[agency.pk]
    last = CatalogResult.objects.filter(agency=agency, fiscal_year=fiscal_year).order_by("-number").first()
    facts = facts_of(result)
    if last is not None and all(getattr(last, name) == value for name, value in facts.items()):
        return last
    made = CatalogResult.objects.create(
        agency=agency,
        fiscal_year=fiscal_year,
        number=(last.number if last else 0) + 1,
        day=pen.today,
        by=by,
        at=now,
        **facts,
    )
    told = {"catalog_year": str(fiscal_year), "agency": agency.name, "catalog_percent": made.percent}
    _tell("propose_catalog_result", made, told, pen)
    return made


def facts_of(result: Result) -> dict[str, Any]:
    """A result as it is kept."""
    return {
        "percent": "" if result.percent is None else plain_number(result.percent),
        "level": result.level.code if result.level else "",
        "counts": [
            {
                "counted": count.terms.counted.value,
                "met": count.met,
                "base": count.base,
                "failing": [
                    {"dataset": one.entry.id, "title": one.entry.title, "why": one.why.to_data()}
                    for one in count.failing
                ],
            }
            for count in result.counts
        ],
        "steps": [step.to_data() for step in result.steps],
        "terms": json.loads(json.dumps(terms_of(result.year).row, default=str)),
        "terms_version": result.version,
    }


# ── holidays ────────────────────────────────────────────────────────────────
@transaction.atomic
def set_holiday(*, day: date, name: str, by: User, now: datetime) -> Holiday:
    """A public holiday; a day that is one already gets the new name."""
    pen = pen_of(by, now)
    _settled(refuse_holidays(pen.duties))
    named = " ".join(name.split())[:200]
    if not named:
        raise RefusedError(refuse("catalog_holiday_name", "บอกชื่อวันหยุด"))
    made, _new = Holiday.objects.update_or_create(day=day, defaults={"name": named})
    _tell("set_holiday", made, {"catalog_day": day.isoformat(), "name": named}, pen)
    return made


@transaction.atomic
def drop_holiday(*, holiday: Holiday, by: User, now: datetime) -> None:
    pen = pen_of(by, now)
    _settled(refuse_holidays(pen.duties))
    _tell("drop_holiday", holiday, {"catalog_day": holiday.day.isoformat(), "name": holiday.name}, pen)
    holiday.delete()


def _settled(refusal: Refusal | None) -> None:
    if refusal:
        raise RefusedError(refusal)


def _tell(verb: str, subject: Any, after: dict[str, str], pen: Pen) -> None:
    agency = getattr(subject, "agency", None)
    record_event(
        verb=verb,
        subject=subject,
        by=pen.by,
        now=pen.now,
        after=after,
        reason=pen.reason,
        area_code=agency.area_id or "" if agency else "",
        actor_role=pen.duties.described(),
    )
