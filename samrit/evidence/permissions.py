"""Who may open a file and set its level: facts gathered here, decided by ``rules.secrecy``."""

from samrit.evidence.models import EvidenceFile, Scan
from samrit.people.models import Role
from samrit.people.queries import Duties
from samrit.rules import secrecy
from samrit.rules.secrecy import Relation
from samrit.rules.wording import Refusal, refuse


def relations_to(duties: Duties, file: EvidenceFile) -> frozenset[Relation]:
    """What this person has to do with the file (fetched ``with_people``)."""
    owners, sharers = list(file.agencies.all()), list(file.shared_with.all())
    own = {agency.pk for agency in owners}
    areas = duties.coordinated_areas()
    serves = bool(own & duties.agencies())
    found = {
        Relation.UPLOADER: serves and file.uploaded_by_id == duties.user.pk,
        Relation.OWNER: serves,
        Relation.OWNER_APPROVER: bool(own & duties.agencies(Role.APPROVER)),
        Relation.SHARER: any(agency.pk in duties.agencies() or agency.area_id in areas for agency in sharers),
        Relation.COORDINATOR: any(agency.area_id in areas for agency in owners),
        Relation.EVALUATOR: duties.evaluates,
    }
    return frozenset(relation for relation, holds in found.items() if holds)


def refuse_opening(duties: Duties, file: EvidenceFile) -> Refusal | None:
    """Why this person may not open the file; the page's closed link and the download ask the same."""
    relations = relations_to(duties, file)
    if file.scan == Scan.INFECTED:
        return _refuse_infected(file)
    if file.scan == Scan.WAITING and Relation.UPLOADER not in relations:
        return refuse(
            "file_waiting", "ไฟล์นี้รอตรวจไวรัส จึงยังเปิดไม่ได้ – ระบบจะตรวจเองเมื่อเครื่องตรวจพร้อม ลองใหม่ภายหลัง"
        )
    return secrecy.refuse_opening(file.secrecy, relations)


def _refuse_infected(file: EvidenceFile) -> Refusal:
    return refuse(
        "file_infected",
        "ไฟล์นี้มีไวรัส ({signature}) จึงเปิดไม่ได้ – นำออก กำจัดไวรัสในเครื่องต้นทาง แล้วแนบไฟล์ที่สะอาดแทน",
        signature=file.signature,
    )


def refuse_using_again(duties: Duties, file: EvidenceFile, *roles: Role) -> Refusal | None:
    """Why this person, in one of the ``roles``, may not attach a file that is there already to one thing more."""
    own = duties.agencies(*roles)
    if file.redacted_of_id or not own & set(file.agencies.values_list("pk", flat=True)):
        return file_not_yours()
    return refuse_opening(duties, file)


def file_not_yours() -> Refusal:
    return refuse("file_not_yours", "แนบได้เฉพาะไฟล์ของหน่วยงานคุณ – เลือกจากรายการใหม่")


def refuse_level(duties: Duties, file: EvidenceFile, wanted: str) -> Refusal | None:
    """Why this person may not set the level."""
    if file.redacted_of_id:
        return refuse("copy_is_open", "ฉบับปิดทับข้อความเป็นชั้นปกติเสมอ – หากยังมีข้อความลับ ให้แนบฉบับใหม่ที่ปิดทับแล้ว")
    return secrecy.refuse_changing(file.secrecy, wanted, relations_to(duties, file))


def refuse_copy(duties: Duties, file: EvidenceFile) -> Refusal | None:
    """Why this person may not add a redacted copy: those who may open the original and own it do."""
    relations = relations_to(duties, file)
    if file.redacted_of_id or not secrecy.is_secret(file.secrecy):
        return refuse("no_copy_needed", "ไฟล์นี้ไม่ใช่ไฟล์ลับ จึงไม่ต้องมีฉบับปิดทับข้อความ")
    if not relations & {Relation.OWNER, Relation.OWNER_APPROVER, Relation.UPLOADER}:
        return refuse("copy_not_yours", "แนบฉบับปิดทับข้อความได้เฉพาะหน่วยงานเจ้าของไฟล์")
    return secrecy.refuse_opening(file.secrecy, relations)
