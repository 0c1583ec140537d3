"""Registering other installations by their public keys, and from whom the data of a province are taken."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.indicators.actions.locking import lock_area
from samrit.indicators.models import Ministry, Partner, Trust
from samrit.indicators.permissions.exchange import (
    refuse_exchanging,
    refuse_recognising,
    refuse_registering,
)
from samrit.indicators.queries.exchange import partner_of, trust_of
from samrit.people.models import Agency, User
from samrit.people.queries import duties_of
from samrit.rules.exchange import fingerprint, refuse_key
from samrit.rules.webhooks import LONGEST_ADDRESS
from samrit.rules.wording import RefusedError, refuse


@transaction.atomic
def register_partner(*, name: str, key: str, by: User, now: datetime, address: str = "") -> Partner:
    """ลงทะเบียนคู่แลกเปลี่ยน: nothing is taken from it before a province trusts it. Said again, it is the same partner."""
    duties, key, name = duties_of(by, localdate(now)), key.strip().lower(), " ".join(name.split())
    if refusal := refuse_registering(duties) or refuse_key(key):
        raise RefusedError(refusal)
    if found := partner_of(key):
        return found
    if not name:
        raise RefusedError(refuse("partner_name", "ตั้งชื่อคู่แลกเปลี่ยนข้อมูล เช่น ชื่อสำนักงาน"))
    made = Partner.objects.create(
        name=name[:200],
        key=key,
        address=address.strip()[:LONGEST_ADDRESS],
        registered_by=by,
        registered_at=now,
    )
    record(
        verb="register_partner",
        subject=made,
        by=by,
        now=now,
        after={"name": made.name, "fingerprint": fingerprint(key), "address": made.address},
        actor_role=duties.described(),
    )
    return made


@transaction.atomic
def trust_partner(*, partner: Partner, agency: Agency, by: User, now: datetime) -> Trust:
    """Take the partner's packages of the agency's province, as data of this agency. Said again, it is the same."""
    area, duties = _area(agency), duties_of(by, localdate(now))
    if refusal := refuse_exchanging(duties, area):
        raise RefusedError(refusal)
    lock_area(area)
    if found := trust_of(partner.key, area):
        return found
    made = Trust.objects.create(partner=partner, area_id=area, agency=agency, given_by=by, given_at=now)
    record(
        verb="trust_partner",
        subject=made,
        by=by,
        now=now,
        after={"name": partner.name, "fingerprint": fingerprint(partner.key), "agency": agency.name},
        area_code=area,
        actor_role=duties.described(),
    )
    return made


def _area(agency: Agency) -> str:
    if agency.area_id is None:
        raise RefusedError(
            refuse("data_without_province", "ส่วนกลางไม่มีฐานข้อมูลจังหวัดของตนเอง – เลือกหน่วยงานของจังหวัด")
        )
    return str(agency.area_id)


@transaction.atomic
def recognise_ministry(*, partner: Partner, by: User, now: datetime) -> Ministry:
    """ระบุว่าเป็นระบบของกระทรวง: from now on its receipts are what เชื่อมโยง counts. Said again, it is the same."""
    duties = duties_of(by, localdate(now))
    if refusal := refuse_recognising(duties):
        raise RefusedError(refusal)
    made, is_new = Ministry.objects.get_or_create(partner=partner, defaults={"said_by": by, "said_at": now})
    if is_new:
        record(
            verb="recognise_ministry",
            subject=partner,
            by=by,
            now=now,
            after={"name": partner.name, "fingerprint": fingerprint(partner.key)},
            actor_role=duties.described(),
        )
    return made


@transaction.atomic
def end_trust(*, trust: Trust, reason: str, by: User, now: datetime) -> Trust:
    """เลิกเชื่อถือ: no more packages are taken; what came stays."""
    duties, reason = duties_of(by, localdate(now)), reason.strip()
    if refusal := refuse_exchanging(duties, trust.area_id):
        raise RefusedError(refusal)
    if not reason:
        raise RefusedError(refuse("trust_reason", "บอกเหตุผลที่เลิกรับแพ็กเกจจากคู่แลกเปลี่ยนนี้"))
    found = Trust.objects.select_for_update().get(pk=trust.pk)
    if found.ended_at:
        return found
    found.ended_by, found.ended_at, found.reason = by, now, reason
    found.save(update_fields=["ended_by", "ended_at", "reason"])
    record(
        verb="end_trust",
        subject=found,
        by=by,
        now=now,
        after={"name": trust.partner.name, "fingerprint": fingerprint(trust.partner.key)},
        reason=reason,
        area_code=found.area_id,
        actor_role=duties.described(),
    )
    return found
