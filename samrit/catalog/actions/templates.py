"""A filled template: brought, looked at before anything changes, accepted once, or given up."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import BinaryIO, cast

from django.conf import settings
from django.db import transaction

from samrit.audit.actions import record as record_event
from samrit.catalog.actions.datasets import fresh, keep_new
from samrit.catalog.actions.settling import (
    FaultyDatasetError,
    Pen,
    keep,
    lock_area,
    pen_of,
    province_of,
    rows_of,
    shape_of,
)
from samrit.catalog.models import CatalogImport, Dataset, ImportRow, Resource, as_record, as_stored
from samrit.catalog.permissions.datasets import (
    refuse_accepting,
    refuse_deciding,
    refuse_name,
    refuse_writing,
    writable,
)
from samrit.catalog.queries.datasets import agencies_to_write, holidays
from samrit.catalog.queries.importing import (
    AT_ONCE,
    Found,
    counts_of,
    digest_of,
    found_plan,
    refused_name,
    rows_of_plan,
    whose,
)
from samrit.catalog.reading.workbook import Filled, read_filled, refuse_ending, rows_in
from samrit.evidence.actions import keep_file
from samrit.evidence.contents import inspect
from samrit.people.models import Agency, Area, User
from samrit.rules.catalog import Dataset as Stated
from samrit.rules.catalog import Fault, Record, Schema, load, moved
from samrit.rules.catalog.excel import Fate, ResourceStep, RowRead, Step, Template, template
from samrit.rules.catalog.kinds import first
from samrit.rules.wording import Message, RefusedError, refuse

_AT_ONCE = 500


def receive_template(
    *,
    file: BinaryIO,
    name: str,
    agency: Agency,
    by: User,
    now: datetime,
    enqueue: Callable[[int], object] | None = None,
) -> CatalogImport:
    """Keep the file as it came, and what it would change; RefusedError: not this person's, no template.

    The same file brought again before it was accepted is the same import, looked at anew. ``enqueue`` takes the key of one
    that is too long to be read while a person waits; without it everything is read at once.
    """
    pen = pen_of(by, now)
    if refusal := refuse_writing(pen.duties, agency) or refuse_ending(name):
        raise RefusedError(refusal)
    known = template()
    inspect(file, name=name, max_bytes=settings.EVIDENCE_MAX_BYTES)  # before anything reads it
    later = enqueue if enqueue and rows_in(file, name=name, known=known) > AT_ONCE else None
    filled = None if later else read_filled(file, name=name, known=known)
    kept = keep_file(file=file, name=name, agencies=[agency], by=by, now=now, area_code=province_of(agency))
    with transaction.atomic():
        lock_area(province_of(agency))
        brought = CatalogImport.objects.filter(
            file=kept, agency=agency, brought_by=by, state=CatalogImport.State.SHOWN
        ).first() or _made(kept.pk, name, agency, known, pen)
        if filled is not None and not brought.under_way:
            _show(brought, _found(brought, filled, known, pen), filled)
        elif later is not None and not brought.under_way:
            ask_for(CatalogImport.Work.READING, brought, pen, later)
    return brought


def ask_for(
    work: CatalogImport.Work, brought: CatalogImport, pen: Pen, enqueue: Callable[[int], object]
) -> None:
    """Have it done in the background, for the person who asks."""
    brought.under_way, brought.asked_by, brought.problem = work, pen.by, None
    brought.save(update_fields=["under_way", "asked_by", "problem", "good_rows"])
    enqueue(brought.pk)


def _made(file: int, name: str, agency: Agency, known: Template, pen: Pen) -> CatalogImport:
    made = CatalogImport.objects.create(
        area_id=province_of(agency),
        agency=agency,
        file_id=file,
        name=name[-255:],
        schema_version=known.schema.version,
        brought_by=pen.by,
        brought_at=pen.now,
    )
    _tell(made, "bring_template", {"name": made.name, "agency": agency.name}, pen)
    return made


def _found(brought: CatalogImport, filled: Filled, known: Template, pen: Pen) -> Found:
    """The plan of a file for the person who looks at it now."""
    agencies = agencies_to_write(writable(pen.duties)).filter(area=brought.area_id)
    area = Area.objects.get(pk=brought.area_id)
    names = (replace(row, notes=_name_notes(row) + row.notes) for row in filled.rows)
    named = Filled(list(names), filled.resources, filled.notes)
    return found_plan(named, known, whose(area, agencies.values_list("pk", flat=True)))


def _name_notes(row: RowRead) -> tuple[Fault, ...]:
    name = first(row.record.get("name"))
    fault = refused_name(name, refuse_name(name))
    return (fault,) if fault else ()


def _show(brought: CatalogImport, found: Found, filled: Filled) -> None:
    rows = rows_of_plan(found.plan)
    brought.plan, brought.counts = digest_of(rows), counts_of(rows)
    brought.notes = [note.to_data() for note in filled.notes]
    brought.under_way, brought.problem = "", None
    brought.save(update_fields=["plan", "counts", "notes", "under_way", "problem"])
    ImportRow.objects.filter(brought=brought).delete()
    for row in rows:
        row.brought = brought
    ImportRow.objects.bulk_create(rows, batch_size=_AT_ONCE)


def _read_again(brought: CatalogImport) -> tuple[Filled, Template]:
    known = template(brought.schema_version)
    with brought.file.file.open("rb") as file:
        return read_filled(cast("BinaryIO", file), name=brought.name, known=known), known


@transaction.atomic
def show_again(*, brought: CatalogImport, by: User, now: datetime) -> CatalogImport:
    """Look at the same file anew, as the catalogue stands now; writes nothing but the preview."""
    lock_area(brought.area_id)
    found = CatalogImport.objects.select_for_update(of=("self",)).get(pk=brought.pk)
    pen = pen_of(by, now)
    if refusal := refuse_accepting(pen.duties, found):
        raise RefusedError(refusal)
    filled, known = _read_again(found)
    _show(found, _found(found, filled, known, pen), filled)
    return found


# ── accepting ───────────────────────────────────────────────────────────────
@transaction.atomic
def accept_import(
    *, brought: CatalogImport, good_rows: bool = False, by: User, now: datetime
) -> CatalogImport:
    """Write what was shown, all or nothing. ``good_rows``: without the rows that have to be mended.

    RefusedError: something else stands in the catalogue by now (look again), rows have to be mended, accepted already.
    """
    lock_area(brought.area_id)
    one = CatalogImport.objects.select_for_update(of=("self",)).select_related("agency").get(pk=brought.pk)
    pen = pen_of(by, now)
    if refusal := refuse_accepting(pen.duties, one):
        raise RefusedError(refusal)
    filled, known = _read_again(one)
    found = _found(one, filled, known, pen)
    _refuse_plan(one, found, good_rows=good_rows)
    try:
        _Writer(found, known.schema, pen, holidays()).write()
    except FaultyDatasetError as faulty:
        raise RefusedError(
            refuse("catalog_import_faulty", "นำเข้าไม่ได้: {why}", why=str(faulty.faults[0])[:300])
        ) from None
    one.state, one.decided_by, one.decided_at = CatalogImport.State.ACCEPTED, by, now
    one.under_way, one.problem = "", None
    one.save(update_fields=["state", "decided_by", "decided_at", "under_way", "problem"])
    _tell(one, "accept_template", {"name": one.name, **_told_counts(one)}, pen)
    return one


@transaction.atomic
def ask_to_accept(
    *, brought: CatalogImport, good_rows: bool, by: User, now: datetime, enqueue: Callable[[int], object]
) -> CatalogImport:
    """``accept_import`` in the background; what can be refused at once is."""
    one = CatalogImport.objects.select_for_update(of=("self",)).select_related("agency").get(pk=brought.pk)
    pen = pen_of(by, now)
    if refusal := refuse_deciding(pen.duties, one):
        raise RefusedError(refusal)
    told = Counter[str]()
    for part in one.counts.values():
        told.update(part)
    _refuse_rows(told[ImportRow.Fate.INVALID], told.total(), good_rows=good_rows)
    one.good_rows = good_rows
    ask_for(CatalogImport.Work.TAKING, one, pen, enqueue)
    return one


@transaction.atomic
def give_up_working(*, brought: int, problem: Message) -> None:
    """What was asked for in the background came to nothing; why is kept, the file is as it was."""
    one = CatalogImport.objects.select_for_update(of=("self",)).get(pk=brought)
    one.under_way, one.problem = "", problem.to_data()
    one.save(update_fields=["under_way", "problem"])


def _refuse_plan(one: CatalogImport, found: Found, *, good_rows: bool) -> None:
    rows = rows_of_plan(found.plan)
    if digest_of(rows) != one.plan:
        raise RefusedError(
            refuse(
                "catalog_changed_since_shown",
                "บัญชีข้อมูลเปลี่ยนไปหลังจากที่แสดง – ระบบเทียบไฟล์ใหม่ให้แล้ว ตรวจอีกครั้งก่อนยืนยัน",
            )
        )
    invalid = sum(row.fate == ImportRow.Fate.INVALID for row in rows)
    _refuse_rows(invalid, len(rows), good_rows=good_rows)


def _refuse_rows(invalid: int, total: int, *, good_rows: bool) -> None:
    if invalid and not good_rows:
        raise RefusedError(
            refuse(
                "catalog_rows_to_mend",
                "มี {n} แถวที่ต้องแก้ – แก้ในไฟล์แล้วนำเข้าใหม่ หรือเลือกนำเข้าเฉพาะแถวที่ผ่าน",
                n=invalid,
            )
        )
    if invalid == total:
        raise RefusedError(refuse("catalog_nothing_to_take", "ไม่มีแถวที่นำเข้าได้ – แก้ในไฟล์แล้วนำเข้าใหม่"))


@dataclass
class _Writer:
    """The steps of a plan, written dataset by dataset."""

    found: Found
    schema: Schema
    pen: Pen
    free: frozenset[date]

    def write(self) -> None:
        """Datasets in the file's order, each with its resources; those of which only resources are named after them."""
        resources: dict[str, list[ResourceStep]] = {}
        for one in self.found.plan.resources:
            if one.fate in {Fate.NEW, Fate.CHANGED}:
                resources.setdefault(one.name, []).append(one)
        for step in self.found.plan.datasets:
            if step.fate in {Fate.NEW, Fate.CHANGED}:
                self._dataset(step, resources.pop(step.name, []))
        for name, steps in resources.items():
            if stands := self.found.datasets.get(name):
                self._keep(stands, as_record(stands.record), steps, "change_by_template")

    def _dataset(self, step: Step, resources: Sequence[ResourceStep]) -> None:
        if stands := self.found.datasets.get(step.name):
            self._keep(stands, self._back(stands, step.after), resources, "change_by_template")
            return
        agency = self.found.agencies[first(step.after.get("owner_org"))]
        made = fresh(agency, step.after, self.pen, self.schema.version)
        keep_new(made, verb="create_by_template", pen=self.pen, free=self.free)
        if resources:
            self._keep(made, as_record(made.record), resources, "change_by_template")

    def _back(self, stands: Dataset, after: Record) -> Record:
        """What the file states, in the version in which the dataset is written; what that version has beside it stays."""
        if stands.schema_version == self.schema.version:
            return after
        own = load(stands.schema_version)
        beside = {
            code: value
            for code, value in as_record(stands.record).items()
            if code not in self.schema.fields and code.removesuffix("_other") not in self.schema.fields
        }
        return {**beside, **moved(Stated(self.schema.version, after), self.schema, own).dataset.record}

    def _keep(self, stands: Dataset, record: Record, resources: Sequence[ResourceStep], verb: str) -> None:
        rows = rows_of(stands)
        before = shape_of(stands, rows)
        stands.record = as_stored(record)
        for step in resources:
            self._resource(stands, rows, step)
        keep(stands, rows, verb=verb, before=before, pen=self.pen, free=self.free)

    def _resource(self, dataset: Dataset, rows: list[Resource], step: ResourceStep) -> None:
        record = as_stored(step.after)
        if step.place is not None and step.place < len(rows):
            row = rows[step.place]
            row.record = record if row.kind == Resource.Kind.LINK else _without_address(record)
            row.modified_at = self.pen.now
            row.save(update_fields=["record", "modified_at"])
            return
        position = max((one.position for one in rows), default=-1) + 1
        rows.append(
            Resource.objects.create(
                dataset=dataset,
                position=position,
                kind=Resource.Kind.LINK,
                record=record,
                attached_by=self.pen.by,
                created_at=self.pen.now,
                modified_at=self.pen.now,
            )
        )


def _without_address(record: Mapping[str, object]) -> dict[str, object]:
    return {code: value for code, value in record.items() if code != "url"}


@transaction.atomic
def give_up_import(*, brought: CatalogImport, by: User, now: datetime) -> CatalogImport:
    """Nothing of it is taken."""
    one = CatalogImport.objects.select_for_update(of=("self",)).select_related("agency").get(pk=brought.pk)
    pen = pen_of(by, now)
    if refusal := refuse_deciding(pen.duties, one):
        raise RefusedError(refusal)
    one.state, one.decided_by, one.decided_at = CatalogImport.State.GIVEN_UP, by, now
    one.save(update_fields=["state", "decided_by", "decided_at"])
    _tell(one, "give_up_template", {"name": one.name}, pen)
    return one


def _told_counts(one: CatalogImport) -> dict[str, int]:
    datasets = one.counts.get("dataset", {})
    resources = one.counts.get("resource", {})
    told = {
        "catalog_new": datasets.get("new", 0),
        "catalog_changed": datasets.get("changed", 0),
        "catalog_invalid": datasets.get("invalid", 0) + resources.get("invalid", 0),
        "catalog_resources": resources.get("new", 0) + resources.get("changed", 0),
    }
    return {key: count for key, count in told.items() if count}


def _tell(one: CatalogImport, verb: str, after: Mapping[str, object], pen: Pen) -> None:
    record_event(
        verb=verb,
        subject=one,
        by=pen.by,
        now=pen.now,
        after=after,
        area_code=one.area_id,
        actor_role=pen.duties.described(),
    )
