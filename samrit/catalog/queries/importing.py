"""What a filled template comes to against the catalogue of a province as it stands."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from samrit.catalog.models import CatalogImport, Dataset, ImportRow, as_stored
from samrit.catalog.queries.datasets import stated_of, with_resources
from samrit.catalog.reading.workbook import Filled
from samrit.people.models import Agency, Area
from samrit.people.queries import Duties
from samrit.rules.catalog import Dataset as Stated
from samrit.rules.catalog import Fault, Schema, load, moved
from samrit.rules.catalog.excel import Plan, ResourceStep, RowRead, Step, Template, planned
from samrit.rules.catalog.kinds import first, plain
from samrit.rules.items.naming import core_of
from samrit.rules.wording import Message, Refusal, say

AT_ONCE = 300  # rows that are read and taken while the person waits


def imports_visible_to(duties: Duties) -> QuerySet[CatalogImport]:
    """Of the own agencies and of the coordinated provinces; the central office sees all."""
    rows = CatalogImport.objects.select_related("agency__area", "area", "file", "brought_by", "decided_by")
    if duties.evaluates:
        return rows
    own = rows.filter(agency__in=duties.agencies())
    return own | rows.filter(area__in=duties.coordinated_areas())


def is_long(brought: CatalogImport) -> bool:
    """Whether it takes longer than a person waits; one that is under way does."""
    return (
        bool(brought.under_way)
        or sum(count for part in brought.counts.values() for count in part.values()) > AT_ONCE
    )


@dataclass(frozen=True)
class Whose:
    """Whose rows a person may bring: ``writable`` by key; ``agencies``: every way to write a name → the agency.

    ``cores``: what is left of a name without its head and province → the one agency of which that is true.
    """

    area: Area
    writable: frozenset[int]
    agencies: Mapping[str, Agency]
    cores: Mapping[str, Agency]

    def of(self, written: str) -> Agency | None:
        """The agency that a cell names: สนง.สถิติ จ.ปทุมธานี is สำนักงานสถิติจังหวัดปทุมธานี."""
        return self.agencies.get(plain(written)) or self.cores.get(core_of(written, self.area.name))


def whose(area: Area, writable: Iterable[int]) -> Whose:
    agencies: dict[str, Agency] = {}
    cores: dict[str, list[Agency]] = {}
    for agency in Agency.objects.filter(area=area).select_related("area").order_by("-pk"):
        for name in filter(None, (*agency.aliases, agency.short_name, agency.name)):
            agencies[plain(name)] = agency
        if core := core_of(agency.name, area.name):
            cores.setdefault(core, []).append(agency)
    alone = {core: bearers[0] for core, bearers in cores.items() if len(bearers) == 1}
    return Whose(area, frozenset(writable), agencies, alone)


@dataclass(frozen=True)
class Found:
    """A plan, the datasets of the province that it speaks of by name, and its agencies by their own names."""

    plan: Plan
    datasets: Mapping[str, Dataset]
    agencies: Mapping[str, Agency]


def found_plan(filled: Filled, known: Template, people: Whose) -> Found:
    """Every row of the file against what stands now, in the template's version of the standard."""
    datasets = {one.name: one for one in with_resources(_standing(people.area))}
    stood = {name: in_version(one, known.schema) for name, one in datasets.items()}
    gone = _gone(filled, datasets)
    rows = [_owned(row, people, datasets, gone) for row in filled.rows]
    plan = planned(known.schema, rows, filled.resources, stood)
    agencies = {one.name: one for one in people.agencies.values()}
    return Found(replace(plan, resources=tuple(_guarded(plan, people, datasets))), datasets, agencies)


def _standing(area: Area) -> QuerySet[Dataset]:
    rows = Dataset.objects.filter(area=area).exclude(state=Dataset.State.WITHDRAWN)
    return rows.select_related("agency", "area").order_by("pk")


def in_version(dataset: Dataset, schema: Schema) -> Stated:
    """As the template's version says it."""
    stated = stated_of(dataset, dataset.resources.all())
    if stated.schema == schema.version:
        return stated
    return moved(stated, load(stated.schema), schema).dataset


def _gone(filled: Filled, datasets: Mapping[str, Dataset]) -> dict[str, Dataset]:
    """Names in the file that are taken by withdrawn datasets or in other provinces."""
    names = {first(row.record.get("name")) for row in filled.rows} - {"", *datasets}
    taken: dict[str, Dataset] = {}
    for part in _parts(sorted(names)):
        taken |= {one.name: one for one in Dataset.objects.filter(name__in=part)}
    return taken


def _parts(names: list[str], most: int = 500) -> Iterator[list[str]]:
    for start in range(0, len(names), most):
        yield names[start : start + most]


# ── whose rows ──────────────────────────────────────────────────────────────
def _owned(
    read: RowRead, people: Whose, datasets: Mapping[str, Dataset], gone: Mapping[str, Dataset]
) -> RowRead:
    """The row with its organization as it is called here, and what speaks against taking it from this person."""
    name, written = first(read.record.get("name")), first(read.record.get("owner_org"))
    agency = people.of(written) if written else None
    stands = datasets.get(name)
    record = {**read.record, "owner_org": agency.name} if agency else dict(read.record)
    faults = [
        *_of_owner(written, agency, stands, people),
        *([_taken(name, gone[name])] if name in gone else []),
    ]
    return replace(read, record=record, notes=(*faults, *read.notes))


def _of_owner(written: str, agency: Agency | None, stands: Dataset | None, people: Whose) -> Iterator[Fault]:
    if agency is not None and plain(written) not in people.agencies:
        yield Fault(
            "owner_org",
            written,
            say("catalog_agency_read", "อ่าน “{name}” เป็น{agency}", name=written[:100], agency=agency.name),
            say("catalog_agency_read_mend", "ถ้าไม่ใช่ ใช้ชื่อหน่วยงานตามที่ลงไว้ในระบบ"),
            refuses=False,
        )
    if written and agency is None:
        yield Fault(
            "owner_org",
            written,
            say("catalog_agency_unknown", "ไม่รู้จักหน่วยงาน “{name}” ในจังหวัดนี้", name=written[:100]),
            say("catalog_agency_unknown_mend", "ใช้ชื่อหน่วยงานตามที่ลงไว้ในระบบ"),
        )
    owner = stands.agency if stands else agency
    if owner is not None and owner.pk not in people.writable:
        yield Fault(
            "owner_org",
            written,
            say("catalog_agency_not_yours", "ชุดข้อมูลนี้เป็นของ{agency} ซึ่งคุณไม่ได้บันทึกข้อมูลให้", agency=owner.name),
            say("catalog_agency_not_yours_mend", "ให้หน่วยงานเจ้าของหรือผู้ประสานงานจังหวัดนำเข้า"),
        )
    elif stands is not None and agency is not None and agency.pk != stands.agency_id:
        yield Fault(
            "owner_org",
            written,
            say(
                "catalog_agency_other",
                "ชุดข้อมูลนี้เป็นของ{agency} เปลี่ยนเจ้าของด้วยแม่แบบไม่ได้",
                agency=stands.agency.name,
            ),
            say("catalog_agency_other_mend", "ใช้ชื่อหน่วยงานเดิม หรือตั้งชื่อในที่อยู่เว็บใหม่เพื่อทำเป็นชุดใหม่"),
        )


def _taken(name: str, dataset: Dataset) -> Fault:
    if dataset.is_withdrawn:
        message = say("catalog_name_withdrawn", "ชุดข้อมูล “{name}” ถอนออกแล้ว", name=name)
        return Fault("name", name, message, say("catalog_name_withdrawn_mend", "นำกลับเป็นร่างก่อน หรือใช้ชื่ออื่น"))
    message = say("catalog_name_elsewhere", "ชื่อในที่อยู่เว็บ “{name}” มีผู้ใช้แล้ว", name=name)
    return Fault("name", name, message, say("catalog_name_elsewhere_mend", "ตั้งชื่ออื่น"))


def _guarded(plan: Plan, people: Whose, datasets: Mapping[str, Dataset]) -> Iterator[ResourceStep]:
    """Resources of datasets that this person does not write are not taken."""
    for step in plan.resources:
        stands = datasets.get(step.name)
        if stands is None or stands.agency_id in people.writable:
            yield step
            continue
        message = say(
            "catalog_agency_not_yours", "ชุดข้อมูลนี้เป็นของ{agency} ซึ่งคุณไม่ได้บันทึกข้อมูลให้", agency=stands.agency.name
        )
        mend = say("catalog_agency_not_yours_mend", "ให้หน่วยงานเจ้าของหรือผู้ประสานงานจังหวัดนำเข้า")
        fault = Fault("dataset_name", step.name, message, mend)
        yield replace(step, fate=type(step.fate).INVALID, faults=(fault, *step.faults))


def refused_name(name: str, refusal: Refusal | None) -> Fault | None:
    """A name of a row that pages of the room have."""
    if refusal is None:
        return None
    return Fault("name", name, refusal.message, say("catalog_name_elsewhere_mend", "ตั้งชื่ออื่น"))


# ── as it is kept ───────────────────────────────────────────────────────────
def rows_of_plan(plan: Plan) -> list[ImportRow]:
    """A row of the import for each of the file, in its order; not saved, and of no import yet."""
    datasets = [_row(ImportRow.Kind.DATASET, step, step.read.sheet.metadata) for step in plan.datasets]
    resources = [_row(ImportRow.Kind.RESOURCE, step, step.read.sheet.resources) for step in plan.resources]
    rows = [*datasets, *resources]
    for number, row in enumerate(rows, 1):
        row.number = number
    return rows


def _row(kind: ImportRow.Kind, step: Step | ResourceStep, sheet: str) -> ImportRow:
    title = first(step.after.get("title" if kind == ImportRow.Kind.DATASET else "name"))
    return ImportRow(
        kind=kind,
        sheet=sheet,
        row=step.read.row,
        name=step.name[:300],
        title=title[:500],
        fate=step.fate.value,
        differences=[
            {"field": one.field, **as_stored({"before": one.before, "after": one.after})}
            for one in step.differences
        ],
        faults=[fault_data(one) for one in step.faults],
        kept=list(getattr(step, "kept", ())),
    )


def fault_data(fault: Fault) -> dict[str, object]:
    return {
        "field": fault.field,
        "value": fault.value[:1000],
        "message": fault.message.to_data(),
        "mend": fault.mend.to_data(),
        "refuses": fault.refuses,
    }


def fault_of(data: Mapping[str, object]) -> Fault:
    """And back."""
    message, mend = (Message.from_data(data[key]) for key in ("message", "mend"))  # type: ignore[arg-type]
    return Fault(str(data["field"]), str(data["value"]), message, mend, refuses=bool(data["refuses"]))


def digest_of(rows: Iterable[ImportRow]) -> str:
    """Of everything that a person was shown."""
    told = [
        [row.kind, row.sheet, row.row, row.name, row.fate, row.differences, row.faults, row.kept]
        for row in rows
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def counts_of(rows: Iterable[ImportRow]) -> dict[str, dict[str, int]]:
    """Kind → fate → how many."""
    counts = {
        kind: dict.fromkeys(ImportRow.Fate.values, 0)
        for kind in (ImportRow.Kind.DATASET.value, ImportRow.Kind.RESOURCE.value)
    }
    for row in rows:
        counts[str(row.kind)][str(row.fate)] += 1
    return counts
