"""Locking a shared result: it is written into every member's entry through the ordinary workflow, once."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.frameworks.models import Round
from samrit.people.models import Role, User
from samrit.people.queries import Duties, duties_of
from samrit.reports import joint_rules
from samrit.reports.actions.joint import locked_standing, record_joint
from samrit.reports.actions.moving import facts_of, recorded_event
from samrit.reports.models import JointContribution, JointKpi, JointMember, JointResult, Result
from samrit.reports.permissions import window_for
from samrit.reports.queries import Item, items_of
from samrit.reports.queries.joint import JointStanding, rounds_of_members
from samrit.rules.joint import Shared
from samrit.rules.thai import plain_number
from samrit.rules.wording import Refusal, RefusedError, refuse
from samrit.rules.workflow import Status, Verb, decide


@transaction.atomic
def lock_joint(*, joint: JointKpi, months: int, version: int, by: User, now: datetime) -> JointResult:
    """Lock the signed result and write its figure into every member's entry, which stays a draft.

    Each agency adds words and evidence there and sends it the ordinary way; who typed a contribution approves none.
    """
    duties, standing = duties_of(by, localdate(now)), locked_standing(joint, months)
    if refusal := joint_rules.refuse_locking(duties, standing):
        raise RefusedError(refusal)
    result, shared = standing.result, standing.proposed
    if result is None or isinstance(shared, Refusal):
        raise ValueError("what is signed has a result")
    if version != standing.version:
        raise RefusedError(
            refuse("joint_changed_before_lock", "ผลร่วมเปลี่ยนไปหลังจากคุณเปิดหน้า – ตรวจฉบับล่าสุดแล้วล็อกอีกครั้ง")
        )
    for item in _items(standing):
        _write(item, shared, result, duties, now)
    result.value, result.missing, result.locked_by, result.locked_at = shared.value, shared.missing, by, now
    result.save()
    after = {"value": _text(shared), "missing": shared.missing}
    record_joint("lock_joint", result, duties, now, after=after)
    return result


def _text(shared: Shared) -> str | None:
    return None if shared.value is None else plain_number(shared.value)


def _items(standing: JointStanding) -> list[Item]:
    """Every member's item, its round and result locked; a province without the round stops the lock."""
    rounds = rounds_of_members(standing)
    if missing := [one for one in standing.members if _area(one) not in rounds]:
        text = "จังหวัด{area}ยังไม่ได้ตั้งกำหนดเวลารายงานรอบนี้"
        raise RefusedError(refuse("joint_no_round_yet", text, area=missing[0].indicator.framework.area.name))
    keys = [one.pk for one in rounds.values()]
    list(Round.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    wanted = {one.indicator_id for one in standing.members}
    list(Result.objects.select_for_update().filter(indicator__in=wanted, round__in=keys).order_by("pk"))
    found = [item for one in rounds.values() for item in items_of(one) if item.kpi.indicator_id in wanted]
    return [item for item in found if not item.cancellation]


def _area(member: JointMember) -> str:
    return member.indicator.framework.area_id


def _write(item: Item, shared: Shared, joint: JointResult, duties: Duties, now: datetime) -> None:
    """As if its recorder had saved it: the owners' approvers have signed that this figure be written."""
    window = window_for(item, duties=duties, now=now)
    status = decide(Verb.SAVE, item.status, roles={Role.RECORDER.value}, window=window, now=now)
    if isinstance(status, Refusal):
        text = "จังหวัด{area} ตัวชี้วัด {number}: {why}"
        where = {"area": item.round.area.name, "number": item.kpi.full_number}
        raise RefusedError(refuse("joint_member_closed", text, why=status.message, **where))
    before = facts_of(item.result)
    result = item.result or Result(indicator_id=item.kpi.indicator_id, round=item.round)
    result.value, result.missing, result.numerator, result.denominator = (
        shared.value,
        shared.missing,
        None,
        None,
    )
    result.status, result.version = status, result.version + 1
    result.saved_by, result.saved_at = duties.user, now
    result.save()
    typed = JointContribution.recorders.through.objects.filter(jointcontribution__result=joint)
    result.recorders.add(*typed.values_list("user", flat=True).distinct())
    recorded_event("share", Item(item.kpi, item.round, result), before, duties=duties, now=now)


@transaction.atomic
def unlock_joint(*, joint: JointKpi, months: int, reason: str, by: User, now: datetime) -> JointResult:
    """Open a locked result again while no member has been sent; all sign anew."""
    duties, standing = duties_of(by, localdate(now)), locked_standing(joint, months)
    if refusal := joint_rules.refuse_unlocking(duties, standing):
        raise RefusedError(refusal)
    result = standing.result
    if result is None or not reason.strip():
        raise RefusedError(refuse("joint_unlock_reason", "เปิดแก้ไขผลร่วมต้องบอกเหตุผล"))
    sent = [item for item in _items(standing) if item.status not in {Status.DRAFT, Status.RETURNED}]
    if sent:
        text = "จังหวัด{area}ส่งผลต่อไปแล้ว – ให้ดึงกลับหรือส่งกลับแก้ไขก่อน"
        raise RefusedError(refuse("joint_member_sent", text, area=sent[0].round.area.name))
    before = {
        "value": None if result.value is None else plain_number(result.value),
        "missing": result.missing,
    }
    result.value = result.missing = result.locked_by = result.locked_at = None
    result.version += 1
    result.save()
    record_joint("unlock_joint", result, duties, now, before=before, reason=reason.strip())
    return result
