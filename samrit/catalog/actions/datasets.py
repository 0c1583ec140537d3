"""Writing a dataset: made, changed, published, withdrawn, brought back, confirmed, registered."""

import uuid
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from samrit.audit.actions import record as record_event
from samrit.catalog.actions.settling import (
    Pen,
    keep,
    lock_area,
    locked,
    pen_of,
    province_of,
    shape_of,
)
from samrit.catalog.models import CurrencyConfirmation, Dataset, as_record, as_stored
from samrit.catalog.permissions.datasets import (
    refuse_changing,
    refuse_confirming,
    refuse_name,
    refuse_publishing,
    refuse_registering,
    refuse_restoring,
    refuse_withdrawing,
    refuse_writing,
)
from samrit.catalog.queries.datasets import stated_of
from samrit.people.models import Agency, User
from samrit.rules.catalog import Dataset as Stated
from samrit.rules.catalog import Record, Schema, faults_of, load, moved, newest, refusing
from samrit.rules.catalog.excel import proposed_name
from samrit.rules.catalog.kinds import first
from samrit.rules.catalog.texts import trouble_with
from samrit.rules.wording import Refusal, RefusedError, refuse

LONGEST_CONFIRMATION = timedelta(days=366)


def _settled(refusal: Refusal | None) -> None:
    if refusal:
        raise RefusedError(refusal)


@transaction.atomic
def create_dataset(
    *, agency: Agency, record: Record, by: User, now: datetime, schema: str = "", reason: str = ""
) -> Dataset:
    """A draft of an agency; ``record`` may be incomplete, but has a title. RefusedError.

    Without a ``name`` in the record it gets one of its own.
    """
    pen = pen_of(by, now, reason)
    _settled(refuse_writing(pen.duties, agency))
    lock_area(province_of(agency))
    made = fresh(agency, record, pen, schema or newest().version)
    keep_new(made, verb="create_dataset", pen=pen)
    return made


def keep_new(made: Dataset, *, verb: str, pen: Pen, free: frozenset[date] | None = None) -> None:
    """Save a new dataset; RefusedError when somebody of another province has taken its name at this very moment."""
    try:
        with transaction.atomic():
            keep(made, [], verb=verb, before=None, pen=pen, free=free)
    except IntegrityError:
        if not Dataset.objects.filter(name=made.name).exists():
            raise
        raise RefusedError(_name_taken(made.name)) from None


def _name_taken(name: str) -> Refusal:
    return refuse("catalog_name_taken", "ชื่อในที่อยู่เว็บ “{name}” มีผู้ใช้แล้ว – ตั้งชื่ออื่น", name=name)


def fresh(agency: Agency, record: Record, pen: Pen, schema: str) -> Dataset:
    """A dataset that is not saved yet, under a name that is free."""
    owned = {**record, "owner_org": agency.name}
    return Dataset(
        area_id=province_of(agency),
        agency=agency,
        name=_free_name(owned, load(schema)),
        schema_version=schema,
        record=as_stored(owned),
        created_by=pen.by,
        created_at=pen.now,
        modified_at=pen.now,
    )


def _free_name(record: Record, schema: Schema) -> str:
    name = first(record.get("name")).strip().lower()
    if name:
        if trouble := trouble_with(schema, schema.fields["name"], name):
            raise RefusedError(Refusal(trouble[0]))
        _settled(refuse_name(name))
        if Dataset.objects.filter(name=name).exists():
            raise RefusedError(_name_taken(name))
        return name
    proposed = proposed_name(record)
    taken = Dataset.objects.filter(name=proposed).exists()
    return f"{proposed}-{uuid.uuid4().hex[:6]}" if taken else proposed


@transaction.atomic
def change_dataset(
    *,
    dataset: Dataset,
    record: Record,
    by: User,
    now: datetime,
    seen: int | None = None,
    reason: str = "",
) -> Dataset:
    """The whole record anew; one that says the same changes nothing. ``seen``: the revision that was looked at.

    RefusedError; FaultyDatasetError where a published one would hold a fault.
    """
    found, rows = locked(dataset)
    pen = pen_of(by, now, reason)
    _settled(refuse_changing(pen.duties, found))
    refuse_stale(found, seen)
    before = shape_of(found, rows)
    found.record = as_stored(record)
    keep(found, rows, verb="change_dataset", before=before, pen=pen)
    return found


def refuse_stale(dataset: Dataset, seen: int | None) -> None:
    if seen is not None and seen != dataset.revision:
        raise RefusedError(
            refuse(
                "dataset_changed_meanwhile",
                "มีผู้อื่นแก้ไขชุดข้อมูลนี้ระหว่างที่คุณพิมพ์ – สิ่งที่คุณพิมพ์ยังอยู่ครบ ตรวจแล้วกดบันทึกอีกครั้งเพื่อใช้ค่าของคุณ",
            )
        )


@transaction.atomic
def publish_dataset(*, dataset: Dataset, by: User, now: datetime) -> Dataset:
    """Show it to everybody; RefusedError with the first thing that keeps it from that."""
    found, rows = locked(dataset)
    pen = pen_of(by, now)
    faults = refusing(faults_of(load(found.schema_version), stated_of(found, rows)))
    _settled(refuse_publishing(pen.duties, found, faults))
    before = shape_of(found, rows)
    found.state, found.published_at = Dataset.State.PUBLISHED, now
    keep(found, rows, verb="publish_dataset", before=before, pen=pen)
    return found


@transaction.atomic
def withdraw_dataset(*, dataset: Dataset, reason: str, by: User, now: datetime) -> Dataset:
    """Take it out of the catalogue with a reason; its name and history stay."""
    found, rows = locked(dataset)
    pen = pen_of(by, now, reason)
    _settled(refuse_withdrawing(pen.duties, found))
    if not pen.reason:
        raise RefusedError(refuse("catalog_withdraw_reason", "บอกเหตุผลที่ถอน – จะแสดงในประวัติของชุดข้อมูล"))
    before = shape_of(found, rows)
    found.state = Dataset.State.WITHDRAWN
    keep(found, rows, verb="withdraw_dataset", before=before, pen=pen)
    return found


@transaction.atomic
def restore_dataset(*, dataset: Dataset, by: User, now: datetime) -> Dataset:
    """A withdrawn one as a draft again."""
    found, rows = locked(dataset)
    pen = pen_of(by, now)
    _settled(refuse_restoring(pen.duties, found))
    before = shape_of(found, rows)
    found.state = Dataset.State.DRAFT
    keep(found, rows, verb="restore_dataset", before=before, pen=pen)
    return found


@transaction.atomic
def set_private(*, dataset: Dataset, private: bool, by: User, now: datetime) -> Dataset:
    """Whether a published one is shown outside the office."""
    found, rows = locked(dataset)
    pen = pen_of(by, now)
    _settled(refuse_changing(pen.duties, found))
    before = shape_of(found, rows)
    found.private = private
    keep(found, rows, verb="hide_dataset" if private else "show_dataset", before=before, pen=pen)
    return found


@transaction.atomic
def register_dataset(*, dataset: Dataset, on: date | None, by: User, now: datetime) -> Dataset:
    """On which day GD Catalog took it up; None: it has not, or no longer."""
    found, rows = locked(dataset)
    pen = pen_of(by, now)
    _settled(refuse_registering(pen.duties, found))
    if on and on > pen.today:
        raise RefusedError(refuse("catalog_registered_in_future", "วันที่ลงทะเบียนอยู่หลังวันนี้ – ตรวจวันที่อีกครั้ง"))
    before = shape_of(found, rows)
    found.registered_on = on
    keep(found, rows, verb="register_dataset", before=before, pen=pen)
    return found


@transaction.atomic
def confirm_currency(
    *, dataset: Dataset, until: date, reason: str, by: User, now: datetime
) -> CurrencyConfirmation:
    """A person answers for its being up to date until a day, a year ahead at most."""
    found, _rows = locked(dataset)
    pen = pen_of(by, now, reason)
    _settled(refuse_confirming(pen.duties, found))
    if not pen.reason:
        raise RefusedError(refuse("catalog_confirm_reason", "บอกว่าทราบได้อย่างไรว่าข้อมูลเป็นปัจจุบัน"))
    if not pen.today <= until <= pen.today + LONGEST_CONFIRMATION:
        raise RefusedError(refuse("catalog_confirm_term", "ยืนยันได้ตั้งแต่วันนี้ ไม่เกินหนึ่งปี – เลือกวันสิ้นสุดใหม่"))
    made = CurrencyConfirmation.objects.create(
        dataset=found, on=pen.today, until=until, reason=pen.reason, by=by, at=now
    )
    tell_beside(
        found, "confirm_currency", {"catalog_dataset": found.title, "catalog_until": until.isoformat()}, pen
    )
    return made


def tell_beside(dataset: Dataset, verb: str, after: dict[str, str], pen: Pen) -> None:
    """An event that changes nothing of the record."""
    record_event(
        verb=verb,
        subject=dataset,
        by=pen.by,
        now=pen.now,
        after=after,
        reason=pen.reason,
        area_code=dataset.area_id,
        actor_role=pen.duties.described(),
    )


@transaction.atomic
def move_dataset(*, dataset: Dataset, schema: str, by: User, now: datetime) -> tuple[Dataset, Stated]:
    """The record in another version of the standard, and what could not come along (``Stated`` of the lost fields)."""
    found, rows = locked(dataset)
    pen = pen_of(by, now)
    _settled(refuse_changing(pen.duties, found))
    before = shape_of(found, rows)
    gone = moved(
        Stated(found.schema_version, as_record(found.record)), load(found.schema_version), load(schema)
    )
    found.schema_version, found.record = schema, as_stored(gone.dataset.record)
    keep(found, rows, verb="move_dataset", before=before, pen=pen)
    lost = {fault.field: fault.value for fault in gone.lost}
    return found, Stated(before["schema"], lost)
