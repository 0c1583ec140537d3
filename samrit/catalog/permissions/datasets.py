"""Who writes, publishes and plans datasets; the page's disabled button and the action ask the same."""

from collections.abc import Sequence

from samrit.catalog.models import CatalogImport, Dataset, PlanItem, as_record
from samrit.people.models import Agency, Role
from samrit.people.queries import Duties
from samrit.rules.catalog import Fault, is_secret, load
from samrit.rules.wording import Refusal, refuse

RESERVED = frozenset({"own", "new", "import", "imports", "kpi", "plan", "template", "holidays"})
"""Names that stand for pages of the room."""


def writable(duties: Duties) -> tuple[set[int], set[str]]:
    """Agencies (keys) that a person records for, and provinces (codes) that the person looks after."""
    return duties.agencies(Role.RECORDER), duties.coordinated_areas()


def refuse_writing(duties: Duties, agency: Agency) -> Refusal | None:
    """Its recorder, or the coordinator of its province."""
    agencies, areas = writable(duties)
    if agency.area_id is not None and (agency.pk in agencies or agency.area_id in areas):
        return None
    return refuse(
        "catalog_not_yours",
        "ชุดข้อมูลของ{agency}แก้ไขโดยผู้บันทึกข้อมูลของหน่วยงานหรือผู้ประสานงานจังหวัด",
        agency=agency.name,
    )


def refuse_changing(duties: Duties, dataset: Dataset) -> Refusal | None:
    """Those who write for its agency, while it is not withdrawn."""
    if refusal := refuse_writing(duties, dataset.agency):
        return refusal
    if dataset.is_withdrawn:
        return refuse("catalog_withdrawn", "ชุดข้อมูลนี้ถอนออกแล้ว – นำกลับเป็นร่างก่อนแก้ไข")
    return None


def refuse_signing(duties: Duties, dataset: Dataset) -> Refusal | None:
    """What everybody will see is released by the agency's approver, or by the coordinator of its province."""
    agency = dataset.agency
    if agency.pk in duties.agencies(Role.APPROVER) or agency.area_id in duties.coordinated_areas():
        return None
    return refuse(
        "catalog_not_signing",
        "เผยแพร่และถอนชุดข้อมูลโดยผู้อนุมัติข้อมูลของ{agency}หรือผู้ประสานงานจังหวัด",
        agency=agency.name,
    )


def refuse_publishing(duties: Duties, dataset: Dataset, faults: Sequence[Fault]) -> Refusal | None:
    """``faults``: those that refuse, of the dataset as it stands."""
    if refusal := refuse_signing(duties, dataset):
        return refusal
    if dataset.state == Dataset.State.PUBLISHED:
        return refuse("catalog_published_already", "ชุดข้อมูลนี้เผยแพร่อยู่แล้ว")
    if dataset.is_withdrawn:
        return refuse("catalog_withdrawn", "ชุดข้อมูลนี้ถอนออกแล้ว – นำกลับเป็นร่างก่อนแก้ไข")
    if refusal := refuse_showing(dataset):
        return refusal
    if faults:
        return refuse(
            "catalog_not_ready",
            "ยังเผยแพร่ไม่ได้ มีสิ่งที่ต้องแก้ {n} แห่ง: {first}",
            n=len(faults),
            first=faults[0].message,
        )
    return None


def refuse_showing(dataset: Dataset) -> Refusal | None:
    """What is secret is published within the office only; whoever publishes it hides it first."""
    schema, record = load(dataset.schema_version), as_record(dataset.record)
    if dataset.private or not is_secret(schema, record):
        return None
    return refuse(
        "catalog_secret_shown",
        "ข้อมูลความมั่นคงและความลับทางราชการแสดงต่อสาธารณะไม่ได้ แม้แต่คำอธิบาย – กด “แสดงเฉพาะภายใน” ก่อน หรือแก้หมวดหมู่ให้ตรงกับข้อมูล",
    )


def refuse_withdrawing(duties: Duties, dataset: Dataset) -> Refusal | None:
    if refusal := refuse_signing(duties, dataset):
        return refusal
    if dataset.state != Dataset.State.PUBLISHED:
        return refuse("catalog_not_published", "ชุดข้อมูลนี้ยังไม่ได้เผยแพร่ จึงไม่มีอะไรให้ถอน")
    return None


def refuse_restoring(duties: Duties, dataset: Dataset) -> Refusal | None:
    if refusal := refuse_writing(duties, dataset.agency):
        return refusal
    if not dataset.is_withdrawn:
        return refuse("catalog_not_withdrawn", "ชุดข้อมูลนี้ไม่ได้ถอนออก")
    return None


def refuse_confirming(duties: Duties, dataset: Dataset) -> Refusal | None:
    """Where the frequency is อื่นๆ, a person of the agency says that the data are up to date."""
    if refusal := refuse_changing(duties, dataset):
        return refusal
    if dataset.currency != Dataset.Currency.JUDGE:
        return refuse("catalog_judged_by_rule", "ความถี่ของชุดข้อมูลนี้ตรวจได้จากวันที่ปรับปรุง จึงไม่ต้องยืนยัน")
    return None


def refuse_registering(duties: Duties, dataset: Dataset) -> Refusal | None:
    if refusal := refuse_changing(duties, dataset):
        return refusal
    if dataset.state != Dataset.State.PUBLISHED:
        return refuse("catalog_register_published", "บันทึกการลงทะเบียนใน GD Catalog ได้เมื่อเผยแพร่ชุดข้อมูลแล้ว")
    return None


def refuse_name(name: str) -> Refusal | None:
    """A name that a page of the room has already."""
    if name in RESERVED:
        return refuse("catalog_name_reserved", "ชื่อในที่อยู่เว็บ “{name}” ใช้ไม่ได้ – ตั้งชื่ออื่น", name=name)
    return None


# ── imports, plan, results ──────────────────────────────────────────────────
def refuse_accepting(duties: Duties, brought: CatalogImport) -> Refusal | None:
    if refusal := refuse_writing(duties, brought.agency):
        return refusal
    if brought.state == CatalogImport.State.ACCEPTED:
        return refuse("catalog_import_accepted", "แม่แบบนี้นำเข้าไปแล้ว")
    if brought.state == CatalogImport.State.GIVEN_UP:
        return refuse("catalog_import_given_up", "แม่แบบนี้ถูกยกเลิกไปแล้ว – เลือกไฟล์อีกครั้งเพื่อนำเข้า")
    return None


def refuse_deciding(duties: Duties, brought: CatalogImport) -> Refusal | None:
    """What a person decides of an import waits until what is under way has ended."""
    if refusal := refuse_accepting(duties, brought):
        return refusal
    if brought.under_way == CatalogImport.Work.READING:
        return refuse("catalog_import_reading", "กำลังอ่านไฟล์นี้ – รอให้เสร็จก่อน")
    if brought.under_way:
        return refuse("catalog_import_taking", "กำลังนำเข้าไฟล์นี้ – รอให้เสร็จก่อน")
    return None


def refuse_dropping(duties: Duties, item: PlanItem) -> Refusal | None:
    if refusal := refuse_writing(duties, item.agency):
        return refusal
    if item.dropped_at is not None:
        return refuse("catalog_plan_dropped", "รายการนี้ตัดออกจากแผนไปแล้ว")
    return None


def refuse_counting(duties: Duties, agency: Agency) -> Refusal | None:
    """The counts of an agency become a proposal when its people, its coordinator or the central office say so."""
    if duties.evaluates or agency.pk in duties.agencies() or agency.area_id in duties.coordinated_areas():
        return None
    return refuse("catalog_not_counting", "นับผลบัญชีข้อมูลได้เฉพาะหน่วยงานหรือจังหวัดที่คุณดูแล")


def refuse_holidays(duties: Duties) -> Refusal | None:
    if duties.evaluates:
        return None
    return refuse("catalog_holidays_central", "วันหยุดราชการดูแลโดยส่วนกลาง")
