"""Resources of a dataset: a file of the evidence register, an address, observations of the provincial database."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from samrit.catalog.actions.datasets import refuse_stale
from samrit.catalog.actions.settling import Pen, keep, locked, pen_of, shape_of, without_blanks
from samrit.catalog.models import Dataset, Resource, as_stored
from samrit.catalog.permissions.datasets import refuse_changing
from samrit.catalog.queries.generations import newest_days
from samrit.evidence.actions import keep_file
from samrit.evidence.models import EvidenceFile, Scan
from samrit.evidence.permissions import refuse_using_again
from samrit.indicators.queries.items import area_book
from samrit.people.models import Role, User
from samrit.rules.catalog import Record
from samrit.rules.secrecy import is_secret
from samrit.rules.wording import Refusal, RefusedError, refuse

MOST = 200  # resources of a dataset
FORMATS = {
    "text/csv": "CSV",
    "application/pdf": "PDF",
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "text/plain": "TXT",
    "application/vnd.apache.parquet": "PARQUET",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PPTX",
}


def attach_upload(
    *, dataset: Dataset, file: Any, name: str, record: Record, by: User, now: datetime
) -> Resource:
    """Keep a file in the register of the agency's evidence, and make it a resource; RefusedError."""
    pen = pen_of(by, now)
    _settled(refuse_changing(pen.duties, dataset))
    kept = keep_file(
        file=file, name=name, agencies=[dataset.agency], by=by, now=now, area_code=dataset.area_id
    )
    return attach_file(dataset=dataset, file=kept, record=record, by=by, now=now)


def attach_file(*, dataset: Dataset, file: EvidenceFile, record: Record, by: User, now: datetime) -> Resource:
    """A file that is in the register already, of the same agency and no secret."""
    _settled(_refuse_file(pen_of(by, now), dataset, file))
    said = {"name": file.name, "format": FORMATS.get(file.media_type, ""), **without_blanks(record)}
    return _attached(
        dataset,
        said,
        by,
        now,
        kind=Resource.Kind.FILE,
        file=file,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
    )


def _refuse_file(pen: Pen, dataset: Dataset, file: EvidenceFile) -> Refusal | None:
    owners = set(file.agencies.values_list("pk", flat=True))
    looks_after = dataset.area_id in pen.duties.coordinated_areas() and dataset.agency_id in owners
    if not looks_after and (refusal := refuse_using_again(pen.duties, file, Role.RECORDER)):
        return refusal
    if is_secret(file.secrecy):
        return refuse(
            "catalog_file_secret", "ไฟล์ “{name}” มีชั้นความลับ จึงเป็นทรัพยากรของชุดข้อมูลไม่ได้", name=file.name
        )
    if file.scan == Scan.INFECTED:
        return refuse("catalog_file_infected", "ไฟล์ “{name}” มีไวรัส – เลือกไฟล์อื่น", name=file.name)
    return None


def attach_link(*, dataset: Dataset, record: Record, by: User, now: datetime) -> Resource:
    """An address elsewhere: ``url`` of the record."""
    _settled(_refuse_nowhere(record))
    return _attached(dataset, without_blanks(record), by, now, kind=Resource.Kind.LINK)


def _refuse_nowhere(record: Record) -> Refusal | None:
    if str(record.get("url", "")).strip():
        return None
    return refuse("catalog_link_missing", "ยังไม่ได้บอกที่อยู่เว็บของทรัพยากร – วางที่อยู่ที่ขึ้นต้นด้วย https://")


def attach_observations(
    *, dataset: Dataset, item: str, level: str, record: Record, by: User, now: datetime
) -> Resource:
    """Figures of one item of the province's database, as they stand when they are asked for."""
    found = area_book(dataset.area).entries.get(item)
    if found is None or not found.active:
        raise RefusedError(
            refuse("catalog_item_unknown", "ไม่มีรายการ “{item}” ในฐานข้อมูลของจังหวัด – เลือกจากรายการ", item=item)
        )
    said = {"name": found.item.name, "format": "CSV", **without_blanks(record)}
    return _attached(
        dataset,
        said,
        by,
        now,
        kind=Resource.Kind.OBSERVATIONS,
        query={"item": item, "level": level},
        answered_on=newest_days(dataset.area, {item}).get(item),
        media_type="text/csv",
    )


@transaction.atomic
def _attached(dataset: Dataset, record: Record, by: User, now: datetime, **columns: Any) -> Resource:
    found, rows = locked(dataset)
    pen = pen_of(by, now)
    _settled(refuse_changing(pen.duties, found))
    if len(rows) >= MOST:
        raise RefusedError(
            refuse("catalog_resources_many", "ชุดข้อมูลหนึ่งมีทรัพยากรได้ไม่เกิน {most} รายการ", most=MOST)
        )
    before = shape_of(found, rows)
    url = {} if columns["kind"] == Resource.Kind.LINK else {"url"}
    made = Resource.objects.create(
        dataset=found,
        position=max((one.position for one in rows), default=-1) + 1,
        record=as_stored({code: value for code, value in record.items() if code not in url}),
        attached_by=by,
        created_at=now,
        modified_at=now,
        **columns,
    )
    keep(found, [*rows, made], verb="attach_resource", before=before, pen=pen)
    return made


@transaction.atomic
def change_resource(
    *, resource: Resource, record: Record, by: User, now: datetime, seen: int | None = None
) -> Resource:
    """What is said of it, whole; the file, the address of a file and what is looked up stay.

    ``seen``: the revision of the dataset that was looked at.
    """

    def write(one: Resource, _rows: Sequence[Resource]) -> None:
        if seen is not None:
            refuse_stale(Dataset.objects.get(pk=one.dataset_id), seen)  # locked by now
        said = without_blanks(record)
        keeps = one.kind == Resource.Kind.LINK
        _settled(_refuse_nowhere(record) if keeps else None)
        one.record = as_stored({code: value for code, value in said.items() if keeps or code != "url"})
        one.modified_at = now
        one.save(update_fields=["record", "modified_at"])

    return _changed(resource, "change_resource", write, by, now)


@transaction.atomic
def move_resource(*, resource: Resource, up: bool, by: User, now: datetime) -> Resource:
    """One place up or down."""

    def write(one: Resource, rows: Sequence[Resource]) -> None:
        place = [row.pk for row in rows].index(one.pk)
        other = place - 1 if up else place + 1
        if not 0 <= other < len(rows):
            return
        order = list(rows)
        order[place], order[other] = order[other], order[place]
        for position, row in enumerate(order):
            row.position = position
        Resource.objects.bulk_update(order, ["position"])

    return _changed(resource, "move_resource", write, by, now)


def _changed(
    resource: Resource,
    verb: str,
    write: Callable[[Resource, Sequence[Resource]], None],
    by: User,
    now: datetime,
) -> Resource:
    found, rows = locked(resource.dataset)
    pen = pen_of(by, now)
    _settled(refuse_changing(pen.duties, found))
    one = next((row for row in rows if row.pk == resource.pk), None)
    if one is None:
        raise RefusedError(refuse("catalog_resource_gone", "ทรัพยากรนี้ถูกนำออกไปแล้ว"))
    before = shape_of(found, rows)
    write(one, rows)
    keep(found, sorted(rows, key=lambda row: (row.position, row.pk)), verb=verb, before=before, pen=pen)
    return one


@transaction.atomic
def remove_resource(*, resource: Resource, by: User, now: datetime) -> Dataset:
    """Take it out of its dataset; what it was stands in the dataset's history, a file stays in the register."""
    found, rows = locked(resource.dataset)
    pen = pen_of(by, now)
    _settled(refuse_changing(pen.duties, found))
    before = shape_of(found, rows)
    Resource.objects.filter(pk=resource.pk, dataset=found).delete()
    keep(
        found,
        [row for row in rows if row.pk != resource.pk],
        verb="remove_resource",
        before=before,
        pen=pen,
    )
    return found


def _settled(refusal: Refusal | None) -> None:
    if refusal:
        raise RefusedError(refusal)
