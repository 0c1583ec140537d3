"""Who may do what with a shared result: one answer for the page's button and the action."""

from datetime import datetime

from samrit.frameworks.models import Round
from samrit.frameworks.queries import window_of
from samrit.people.models import Agency, Area, Role
from samrit.people.queries import Duties
from samrit.reports.models import JointSignature
from samrit.reports.queries.joint import JointStanding, Party
from samrit.rules.windows import refuse_outside
from samrit.rules.wording import Refusal, listed, refuse, say

LOCKED = refuse(
    "joint_locked", "ผลร่วมนี้ทุกหน่วยงานลงนามและล็อกแล้ว – ให้หน่วยงานหลักหรือสำนักงาน ก.พ.ร. เปิดแก้ไขพร้อมเหตุผลก่อน"
)


def refuse_making(duties: Duties, areas: set[str]) -> Refusal | None:
    """The central office makes any joint KPI, a coordinator one within the own province."""
    if duties.evaluates or (areas and areas <= duties.coordinated_areas()):
        return None
    return refuse("not_making_joint", "ตั้งตัวชี้วัดร่วมข้ามจังหวัดได้เฉพาะสำนักงาน ก.พ.ร. ผู้ประสานงานตั้งได้ภายในจังหวัดของตน")


def refuse_contribution(
    duties: Duties, standing: JointStanding, agency: Agency, round_: Round | None, *, now: datetime
) -> Refusal | None:
    """The agency's recorder gives its part while its province's window is open."""
    if agency.pk not in duties.agencies(Role.RECORDER):
        return refuse("not_contributing", "กรอกข้อมูลของหน่วยงานนี้ได้เฉพาะผู้บันทึกข้อมูลของหน่วยงาน")
    if standing.locked:
        return LOCKED
    return _refuse_window(agency.area, round_, now)


def _refuse_window(area: Area | None, round_: Round | None, now: datetime) -> Refusal | None:
    if round_ is None:
        return refuse(
            "joint_no_round", "จังหวัด{area}ยังไม่ได้ตั้งกำหนดเวลารายงานรอบนี้", area=area.name if area else "–"
        )
    return refuse_outside(window_of(round_), now)


def refuse_signing(duties: Duties, standing: JointStanding, party: Party) -> Refusal | None:
    """An approver of the agency signs or objects; never one who typed any of the figures."""
    if party.agency.pk not in duties.agencies(Role.APPROVER):
        return refuse("not_signing", "ลงนามแทนหน่วยงานนี้ได้เฉพาะผู้อนุมัติข้อมูลของหน่วยงาน")
    if standing.locked:
        return LOCKED
    if isinstance(standing.proposed, Refusal):
        return standing.proposed
    if typed_any(duties, standing):
        return refuse("joint_own_work", "ผู้ที่กรอกตัวเลขของผลร่วมนี้ลงนามเองไม่ได้ – ให้ผู้อนุมัติคนอื่นของหน่วยงานลงนาม")
    if party.state == "signed":
        return refuse("joint_signed", "หน่วยงานนี้ลงนามในผลร่วมนี้แล้ว")
    return None


def typed_any(duties: Duties, standing: JointStanding) -> bool:
    contributions = standing.result.contributions.all() if standing.result else ()
    return any(recorder.pk == duties.user.pk for one in contributions for recorder in one.recorders.all())


def refuse_ending(duties: Duties, standing: JointStanding, party: Party, ending: str) -> Refusal | None:
    """Answered by the lead, withdrawn by the agency, overruled by the central office."""
    if standing.locked:
        return LOCKED
    if party.state != "objects":
        return refuse("no_objection", "ไม่มีคำคัดค้านที่ค้างอยู่")
    allowed = {
        "answered": bool({standing.joint.lead_id} & duties.agencies(Role.RECORDER, Role.APPROVER))
        or duties.evaluates,
        "withdrawn": party.agency.pk in duties.agencies(Role.APPROVER),
        "overruled": duties.evaluates and party.agency.area_id not in duties.areas(),
    }
    if not allowed.get(ending, False):
        return refuse(
            "not_ending_objection",
            "ชี้แจงได้เฉพาะหน่วยงานหลัก ถอนได้เฉพาะหน่วยงานที่คัดค้าน และชี้ขาดได้เฉพาะสำนักงาน ก.พ.ร. ที่ไม่มีบทบาทในจังหวัดนั้น",
        )
    return None


def refuse_locking(duties: Duties, standing: JointStanding) -> Refusal | None:
    """Everybody has signed, no objection stands; the lead's approver or the central office locks."""
    if refusal := _refuse_leading(duties, standing):
        return refusal
    if standing.locked:
        return LOCKED
    if isinstance(standing.proposed, Refusal):
        return standing.proposed
    if unsigned := _refuse_unsigned(standing):
        return unsigned
    if typed_any(duties, standing):
        return refuse("joint_own_lock", "ผู้ที่กรอกตัวเลขของผลร่วมนี้ล็อกเองไม่ได้ – ให้ผู้อนุมัติคนอื่นของหน่วยงานหลักล็อก")
    return None


def _refuse_unsigned(standing: JointStanding) -> Refusal | None:
    if objecting := [party for party in standing.parties if party.state == "objects"]:
        return refuse(
            "joint_objection", "{agency} คัดค้านอยู่: {reason} – ชี้แจง ให้ถอน หรือให้สำนักงาน ก.พ.ร. ชี้ขาดก่อน",
            agency=objecting[0].agency.name, reason=_reason(objecting[0].signature),
        )  # fmt: skip
    if awaited := [
        say("agency", "{name}", name=party.agency.name)
        for party in standing.parties
        if party.state == "awaited"
    ]:
        return refuse("joint_unsigned", "ยังรอลงนามจาก {agencies}", agencies=listed(awaited))
    return None


def _refuse_leading(duties: Duties, standing: JointStanding) -> Refusal | None:
    if duties.evaluates or standing.joint.lead_id in duties.agencies(Role.APPROVER):
        return None
    return refuse("not_leading", "ล็อกและเปิดแก้ไขผลร่วมได้เฉพาะผู้อนุมัติของหน่วยงานหลักและสำนักงาน ก.พ.ร.")


def _reason(signature: JointSignature | None) -> str:
    return signature.reason if signature else ""


def refuse_unlocking(duties: Duties, standing: JointStanding) -> Refusal | None:
    if refusal := _refuse_leading(duties, standing):
        return refusal
    if not standing.locked:
        return refuse("joint_not_locked_yet", "ผลร่วมนี้ยังไม่ได้ล็อก")
    return None
