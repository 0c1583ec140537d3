"""The sign-off of a co-owner, for entries with several owners."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.people.models import Agency, Role, User
from samrit.people.queries import Duties, duties_of
from samrit.reports.actions.moving import locked
from samrit.reports.joint_telling import tell_of_co_signature
from samrit.reports.models import CoSignature, JointSignature
from samrit.reports.queries import Item
from samrit.reports.sharing import joint_of, latest_of
from samrit.rules.wording import Refusal, RefusedError, refuse
from samrit.rules.workflow import Status

OPEN = {Status.DRAFT, Status.RETURNED}


@transaction.atomic
def co_sign(
    *, item: Item, agency: Agency, decision: str, reason: str, version: int, by: User, now: datetime
) -> CoSignature:
    """A co-owner's approver signs the answer as it stands, or objects with a reason; a changed answer asks again."""
    duties = duties_of(by, localdate(now))
    item = locked(item, duties)
    if refusal := refuse_co_signing(duties, item, agency):
        raise RefusedError(refusal)
    if item.result is None or item.result.version != version:
        raise RefusedError(
            refuse("co_sign_changed", "รายการนี้เปลี่ยนไปหลังจากคุณเปิดหน้า – ตรวจฉบับล่าสุดแล้วลงนามอีกครั้ง")
        )
    if decision == JointSignature.Decision.OBJECT and not reason.strip():
        raise RefusedError(refuse("co_objection_reason", "คัดค้านต้องบอกเหตุผล เพื่อให้หน่วยงานเจ้าของร่วมแก้ไขได้"))
    signed = CoSignature.objects.create(
        result=item.result, agency=agency, value=item.result.value, missing=item.result.missing or None,
        decision=JointSignature.Decision(decision), reason=reason.strip(), signed_by=by, signed_at=now,
        signed_as=duties.in_place_of(Role.APPROVER, [agency.pk]),
    )  # fmt: skip
    record(
        verb="co_sign" if decision == JointSignature.Decision.SIGN else "co_object", subject=item.result, by=by,
        now=now, after={"agency": agency.name}, reason=signed.reason, area_code=item.round.area_id,
        actor_role=duties.described(),
    )  # fmt: skip
    tell_of_co_signature(item, signed, by=by, now=now)
    return signed


def refuse_co_signing(duties: Duties, item: Item, agency: Agency) -> Refusal | None:
    """Why this person may not sign for the agency now."""
    if agency not in item.owners or len(item.owners) < 2 or joint_of(item):  # noqa: PLR2004 - two owners and more
        return refuse("no_co_owner", "ตัวชี้วัดนี้ไม่ต้องลงนามร่วม")
    if agency.pk not in duties.agencies(Role.APPROVER):
        return refuse("not_co_signing", "ลงนามแทนหน่วยงานนี้ได้เฉพาะผู้อนุมัติข้อมูลของหน่วยงาน")
    if item.result is None or not item.has_answer or item.status not in OPEN:
        return refuse("nothing_to_co_sign", "ยังไม่มีผลที่รอลงนามร่วม")
    if any(recorder.pk == duties.user.pk for recorder in item.result.recorders.all()):
        return refuse("co_own_work", "ผู้ที่บันทึกผลนี้ลงนามร่วมเองไม่ได้ – ให้ผู้อนุมัติคนอื่นของหน่วยงานลงนาม")
    latest = latest_of(item, agency)
    if latest and latest.decision == JointSignature.Decision.SIGN:
        return refuse("co_signed", "หน่วยงานนี้ลงนามร่วมในผลนี้แล้ว")
    return None
