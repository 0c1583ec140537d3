"""What every write of a dataset ends with: what follows from the record, the revision, the words, the event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from samrit.audit.actions import record as record_event
from samrit.catalog.indexing import index_words, searched_text
from samrit.catalog.models import (
    Dataset,
    DatasetRevision,
    DatasetWord,
    Resource,
    as_record,
    as_stored,
)
from samrit.catalog.models.datasets import LONGEST_TITLE
from samrit.catalog.permissions.datasets import refuse_showing
from samrit.catalog.queries.datasets import currency_of, holidays, same_title, stated_of
from samrit.people.models import Agency, Area, User
from samrit.people.queries import Duties, duties_of
from samrit.rules.catalog import (
    Currency,
    Fault,
    Record,
    State,
    Value,
    faults_of,
    is_open,
    last_update,
    load,
    meter,
    refusing,
)
from samrit.rules.catalog import Dataset as Stated
from samrit.rules.catalog.kinds import first
from samrit.rules.searching import searchable
from samrit.rules.wording import RefusedError, refuse

LONGEST_REASON = 500


class FaultyDatasetError(Exception):
    """What was stated cannot stand (published datasets hold no fault); nothing was saved."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Pen:
    """Who writes, when, in which role and why."""

    by: User
    now: datetime
    duties: Duties
    reason: str = ""

    @property
    def today(self) -> date:
        return localdate(self.now)


def pen_of(by: User, now: datetime, reason: str = "") -> Pen:
    return Pen(by, now, duties_of(by, localdate(now)), reason.replace("\x00", "").strip()[:LONGEST_REASON])


def province_of(agency: Agency) -> str:
    """The province in whose catalogue an agency writes; RefusedError: one of no province has none."""
    if agency.area_id is None:
        raise RefusedError(
            refuse("catalog_without_province", "{agency}ไม่ได้อยู่ในจังหวัดใด จึงไม่มีบัญชีข้อมูล", agency=agency.name)
        )
    return agency.area_id


def lock_area(area: str) -> None:
    """One write of a province's catalogue at a time: titles are compared across it."""
    Area.objects.select_for_update(no_key=True).get(pk=area)


def locked(dataset: Dataset) -> tuple[Dataset, list[Resource]]:
    """The dataset and its resources, as they stand now; nobody else changes them meanwhile."""
    lock_area(dataset.area_id)
    found = (
        Dataset.objects.select_related("agency__area", "area")
        .select_for_update(of=("self",))
        .get(pk=dataset.pk)
    )
    return found, rows_of(found)


def rows_of(dataset: Dataset) -> list[Resource]:
    return list(Resource.objects.filter(dataset=dataset).select_related("file").order_by("position", "id"))


def shape_of(dataset: Dataset, rows: Sequence[Resource]) -> dict[str, Any]:
    """A dataset as a revision keeps it."""
    return {
        "schema": dataset.schema_version,
        "record": dict(dataset.record),
        "resources": [
            {
                "id": str(one.public_id),
                "kind": one.kind,
                "file": one.file_id,
                "query": one.query,
                **one.record,
            }
            for one in rows
        ],
        "state": dataset.state,
        "private": dataset.private,
        "registered_on": dataset.registered_on.isoformat() if dataset.registered_on else "",
    }


def without_blanks(record: Record) -> dict[str, Value]:
    """A field that says nothing is not in a record."""
    return {code: value for code, value in record.items() if value and any(value)}


def own(dataset: Dataset, record: Record) -> dict[str, Value]:
    """A record with what the dataset itself decides: its name and its organization."""
    return {**without_blanks(record), "name": dataset.name, "owner_org": dataset.agency.name}


# ── what follows from the record ────────────────────────────────────────────
def derive(
    dataset: Dataset, stated: Stated, rows: Sequence[Resource], *, on: date, free: frozenset[date]
) -> tuple[Fault, ...]:
    """Set everything beside the record; the faults that keep it from being published."""
    schema = load(stated.schema)
    title = first(stated.record.get("title")).strip()
    dataset.title = title[:LONGEST_TITLE]
    dataset.title_key = searchable(title).text[:LONGEST_TITLE]
    dataset.allow_harvest = stated.record.get("allow_harvest") != "False"
    dataset.is_open = is_open(schema, stated.record)
    dataset.filled = meter(schema, stated.record).filled
    dataset.words = searched_text(
        stated.record, stated.resources, f"{dataset.agency.name} {dataset.agency.short_name}"
    )
    dataset.updated_on = last_update(stated)
    answered = max((one.answered_on for one in rows if one.answered_on), default=None)
    set_dates(dataset, currency_of(dataset, on=on, free=free, answered=answered))
    faults = refusing(faults_of(schema, stated))
    dataset.faults = len(faults)
    return faults


def set_dates(dataset: Dataset, found: Currency) -> None:
    """When it is due, from when it is late, or why no day makes it so."""
    dataset.due_on, dataset.late_from = found.due, found.late_from
    if found.due is not None:
        dataset.currency = Dataset.Currency.DATED
    elif found.state is State.CURRENT:
        dataset.currency = Dataset.Currency.ALWAYS
    elif found.state is State.JUDGE:
        dataset.currency = Dataset.Currency.JUDGE
    else:
        dataset.currency = Dataset.Currency.UNKNOWN


# ── keeping it ──────────────────────────────────────────────────────────────
def keep(
    dataset: Dataset,
    rows: Sequence[Resource],
    *,
    verb: str,
    before: Mapping[str, Any] | None,
    pen: Pen,
    free: frozenset[date] | None = None,
) -> bool:
    """Save what stands in ``dataset`` (its rows are saved already); False when nothing is other than ``before``.

    FaultyDatasetError for a published one with a fault; RefusedError when the title is another dataset's.
    """
    dataset.record = as_stored(own(dataset, as_record(dataset.record)))
    after = shape_of(dataset, rows)
    if before is not None and after == before:
        return False
    stated = stated_of(dataset, rows)
    faults = derive(dataset, stated, rows, on=pen.today, free=holidays() if free is None else free)
    _refuse_unfit(dataset, faults)
    is_new = dataset.pk is None
    dataset.modified_at = pen.now if is_new else max(pen.now, dataset.modified_at)
    dataset.revision = 1 if is_new else dataset.revision + 1
    dataset.save()
    write_words(dataset, stated)
    _tell(dataset, verb, before, after, pen)
    return True


def write_words(dataset: Dataset, stated: Stated) -> None:
    """The words that lists are narrowed by, anew."""
    DatasetWord.objects.filter(dataset=dataset).delete()
    DatasetWord.objects.bulk_create(
        DatasetWord(dataset=dataset, field=field, value=value, shown=shown)
        for field, value, shown in index_words(load(stated.schema), stated.record, stated.resources)
    )


def _refuse_unfit(dataset: Dataset, faults: Sequence[Fault]) -> None:
    if not dataset.title_key:
        raise RefusedError(refuse("catalog_without_title", "ยังไม่มีชื่อชุดข้อมูล – ตั้งชื่อก่อนบันทึก"))
    if dataset.state == Dataset.State.PUBLISHED and faults:
        raise FaultyDatasetError(faults)
    if dataset.state == Dataset.State.PUBLISHED and (refusal := refuse_showing(dataset)):
        raise RefusedError(refusal)
    if not dataset.is_withdrawn and same_title(dataset).exists():
        raise RefusedError(
            refuse(
                "catalog_title_taken",
                "ชื่อชุดข้อมูล “{title}” ซ้ำกับชุดอื่นในจังหวัด – เพิ่มพื้นที่ ปี หรือหน่วยงานไว้ในชื่อ",
                title=dataset.title,
            )
        )


def _tell(
    dataset: Dataset, verb: str, before: Mapping[str, Any] | None, after: Mapping[str, Any], pen: Pen
) -> None:
    DatasetRevision.objects.create(
        dataset=dataset,
        number=dataset.revision,
        verb=verb,
        before=before,
        after=after,
        reason=pen.reason,
        by=pen.by,
        at=pen.now,
    )
    record_event(
        verb=verb,
        subject=dataset,
        by=pen.by,
        now=pen.now,
        before={"catalog_state": before["state"]} if before and before["state"] != after["state"] else {},
        after={"catalog_dataset": dataset.title, "catalog_fields": changed_fields(dataset, before, after)}
        | ({"catalog_state": after["state"]} if before and before["state"] != after["state"] else {}),
        reason=pen.reason,
        area_code=dataset.area_id,
        actor_role=pen.duties.described(),
    )


def changed_fields(dataset: Dataset, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[str]:
    """The names of the fields that say something else now; of a new dataset none are told one by one."""
    if before is None:
        return []
    fields = load(dataset.schema_version).fields
    was, now = before["record"], after["record"]
    return [
        fields[code].name if code in fields else code
        for code in dict.fromkeys((*was, *now))
        if was.get(code) != now.get(code)
    ]
