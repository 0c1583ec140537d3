"""Joint KPIs: contributing, signing, objecting, and locking the shared result into every member's entry."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.models import FiscalYear, Indicator
from samrit.people.models import Agency, Role, User
from samrit.people.queries import Duties, duties_of
from samrit.reports import joint_rules
from samrit.reports.joint_telling import tell_of_joint_signature, tell_of_proposed
from samrit.reports.models import (
    JointContribution,
    JointKpi,
    JointMember,
    JointResult,
    JointShare,
    JointSignature,
)
from samrit.reports.queries.joint import JointStanding, Party, rounds_of_members, with_parts
from samrit.rules.joint import Method
from samrit.rules.thai import plain_number
from samrit.rules.wording import RefusedError, refuse

ROUNDS = (6, 9, 12)


@transaction.atomic
def make_joint(
    *,
    year: int,
    name: str,
    lead: Agency,
    method: str,
    indicators: Sequence[Indicator],
    shares: Mapping[int, Decimal],
    by: User,
    now: datetime,
) -> JointKpi:
    """Tie indicators of one year to one shared result; ``lead`` owns one of them. ``shares``: agency → weight."""
    duties = duties_of(by, localdate(now))
    FiscalYear.objects.select_for_update(no_key=True).get(pk=year)
    _refuse_members(duties, year, indicators)
    joint = JointKpi.objects.create(
        fiscal_year_id=year, name=name.strip(), lead=lead, method=Method(method), made_by=by, made_at=now
    )
    JointMember.objects.bulk_create(JointMember(joint=joint, indicator=one) for one in indicators)
    owners = {party.agency.pk for party in locked_standing(joint, ROUNDS[-1]).parties}
    if lead.pk not in owners:
        raise RefusedError(refuse("joint_lead", "หน่วยงานหลักต้องเป็นหน่วยงานรับผิดชอบของตัวชี้วัดที่เลือก"))
    JointShare.objects.bulk_create(
        JointShare(joint=joint, agency_id=key, share=shares[key]) for key in owners & set(shares)
    )
    record_joint(
        "make_joint",
        joint,
        duties,
        now,
        after={"name": joint.name, "agency": lead.name, "joint_method": method},
    )
    return joint


def _refuse_members(duties: Duties, year: int, indicators: Sequence[Indicator]) -> None:
    if refusal := joint_rules.refuse_making(duties, {one.framework.area_id for one in indicators}):
        raise RefusedError(refusal)
    if not indicators or any(one.framework.fiscal_year_id != year for one in indicators):
        raise RefusedError(refuse("joint_members", "เลือกตัวชี้วัดของปีงบประมาณเดียวกันอย่างน้อยหนึ่งตัว"))
    if JointMember.objects.filter(indicator__in=indicators).exists():
        raise RefusedError(refuse("joint_taken", "ตัวชี้วัดที่เลือกอยู่ในตัวชี้วัดร่วมอื่นแล้ว – เลือกใหม่"))


# ── one round ───────────────────────────────────────────────────────────────
@transaction.atomic
def contribute(
    *,
    joint: JointKpi,
    months: int,
    agency: Agency,
    value: Decimal | None,
    missing: str | None,
    note: str,
    version: int,
    by: User,
    now: datetime,
) -> JointResult:
    """An agency gives its part. Any change makes another version, for which everybody signs anew."""
    duties, standing = duties_of(by, localdate(now)), locked_standing(joint, months)
    party = _party(standing, agency)
    round_ = rounds_of_members(standing).get(agency.area_id or "")
    if refusal := joint_rules.refuse_contribution(duties, standing, agency, round_, now=now):
        raise RefusedError(refusal)
    if (value is None) == (not missing):
        raise RefusedError(refuse("joint_no_answer", "กรอกตัวเลข หรือเลือกเหตุที่ไม่มีตัวเลข อย่างใดอย่างหนึ่ง"))
    result, given = _row(standing), party.contribution
    facts = {"value": value, "missing": missing or None, "note": note.strip()}
    if given and {name: getattr(given, name) for name in facts} == facts:
        return result
    if version != standing.version:
        raise RefusedError(_changed())
    before = _facts(given)
    given = given or JointContribution(result=result, agency=agency)
    for name, fact in {**facts, "saved_by": by, "saved_at": now}.items():
        setattr(given, name, fact)
    given.save()
    given.recorders.add(by)
    result.version += 1
    result.save(update_fields=["version"])
    after = {"agency": agency.name, **_facts(given)}
    record_joint("contribute", result, duties, now, before=before, after=after, area=agency.area_id)
    tell_of_proposed(locked_standing(joint, months), by=by, now=now)
    return result


def _facts(given: JointContribution | None) -> dict[str, Any]:
    if given is None:
        return {}
    value = None if given.value is None else plain_number(given.value)
    return {"value": value, "missing": given.missing, "note": given.note}


def _changed() -> Any:
    return refuse(
        "joint_changed",
        "ตัวเลขของผลร่วมเปลี่ยนไปหลังจากคุณเปิดหน้า จึงยังไม่ได้ทำตามที่สั่ง – ตรวจฉบับล่าสุดแล้วทำอีกครั้ง",
    )


@transaction.atomic
def sign_joint(
    *,
    joint: JointKpi,
    months: int,
    agency: Agency,
    decision: str,
    reason: str,
    version: int,
    by: User,
    now: datetime,
) -> JointSignature:
    """An owner agency's approver signs the proposed result as it was looked at (``version``), or objects with a reason."""
    duties, standing = duties_of(by, localdate(now)), locked_standing(joint, months)
    party = _party(standing, agency)
    if refusal := joint_rules.refuse_signing(duties, standing, party):
        raise RefusedError(refusal)
    if version != standing.version:
        raise RefusedError(_changed())
    if decision == JointSignature.Decision.OBJECT and not reason.strip():
        raise RefusedError(refuse("joint_objection_reason", "คัดค้านต้องบอกเหตุผล เพื่อให้หน่วยงานหลักชี้แจงได้"))
    signature = JointSignature.objects.create(
        result=_row(standing), agency=agency, version=version, decision=JointSignature.Decision(decision),
        reason=reason.strip(), signed_by=by, signed_at=now, signed_as=duties.in_place_of(Role.APPROVER, [agency.pk]),
    )  # fmt: skip
    verb = "sign_joint" if decision == JointSignature.Decision.SIGN else "object_joint"
    after = {"agency": agency.name}
    record_joint(
        verb, signature.result, duties, now, after=after, reason=signature.reason, area=agency.area_id
    )
    tell_of_joint_signature(standing, signature, by=by, now=now)
    return signature


@transaction.atomic
def end_objection(
    *, joint: JointKpi, months: int, agency: Agency, ending: str, reason: str, by: User, now: datetime
) -> None:
    """``answered`` (the agency decides again), ``withdrawn`` (by itself), ``overruled`` (it counts as heard)."""
    duties, standing = duties_of(by, localdate(now)), locked_standing(joint, months)
    party = _party(standing, agency)
    if refusal := joint_rules.refuse_ending(duties, standing, party, ending):
        raise RefusedError(refusal)
    if ending != "withdrawn" and not reason.strip():
        raise RefusedError(refuse("joint_end_reason", "โปรดเขียนคำชี้แจงหรือเหตุผลที่ชี้ขาด"))
    if party.signature is None or standing.result is None:
        raise ValueError("an objection stands in a signature of a result")
    JointSignature.objects.filter(pk=party.signature.pk).update(
        ending=ending, ended_by=by, ended_at=now, end_reason=reason.strip()
    )
    facts = {"agency": agency.name}
    record_joint(
        f"{ending}_objection",
        standing.result,
        duties,
        now,
        after=facts,
        reason=reason.strip(),
        area=agency.area_id,
    )


def locked_standing(joint: JointKpi, months: int) -> JointStanding:
    """The joint KPI as it stands now; everything about it waits for this transaction."""
    JointKpi.objects.select_for_update(of=("self",)).get(pk=joint.pk)
    fresh = with_parts(JointKpi.objects.select_related("lead", "fiscal_year").filter(pk=joint.pk)).get()
    return JointStanding(fresh, months)


def _row(standing: JointStanding) -> JointResult:
    return standing.result or JointResult.objects.create(joint=standing.joint, months=standing.months)


def _party(standing: JointStanding, agency: Agency) -> Party:
    party = standing.party(agency.pk)
    if party is None:
        raise RefusedError(refuse("not_a_party", "หน่วยงานนี้ไม่ได้ร่วมรับผิดชอบตัวชี้วัดนี้แล้ว"))
    return party


def record_joint(
    verb: str,
    subject: JointKpi | JointResult,
    duties: Duties,
    now: datetime,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    area: str | None = None,
) -> None:
    record(
        verb=verb, subject=subject, by=duties.user, now=now, before=before, after=after, reason=reason,
        area_code=area or "", actor_role=duties.described(),
    )  # fmt: skip
