"""Letting somebody act in another's role for a time, by an order."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.audit.models import subject_of
from samrit.people.models import Agency, Membership, User
from samrit.people.permissions import refuse_appointing, refuse_order, refuse_role
from samrit.people.queries import Duties, duties_of, who_may_act
from samrit.rules.wording import Refusal, RefusedError, refuse


@transaction.atomic
def appoint_acting(
    *,
    user: User,
    agency: Agency,
    role: str,
    capacity: str,
    position: str,
    order_number: str,
    order_date: date,
    starts_on: date,
    ends_on: date,
    by: User,
    now: datetime,
) -> Membership:
    """รักษาราชการแทน: ``role`` in ``agency`` from a day to a day (both included), with nothing beyond it."""
    duties, today = duties_of(by, localdate(now)), localdate(now)
    agency = Agency.objects.select_for_update().get(pk=agency.pk)  # two may enter the same order at once
    membership = Membership(
        user=user,
        agency=agency,
        role=role,
        capacity=capacity,
        position=" ".join(position.split()),
        order_number=" ".join(order_number.split()),
        order_date=order_date,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    if refusal := (
        refuse_role(agency=agency, role=role)
        or refuse_appointing(duties, agency=agency, role=role)
        or refuse_order(starts_on, ends_on, order_date=order_date, today=today)
        or _refuse_person(membership, today)
    ):
        raise RefusedError(refusal)
    membership.save()
    _record(membership, duties, now)
    return membership


def _refuse_person(acting: Membership, today: date) -> Refusal | None:
    if not who_may_act(acting.agency, today).filter(pk=acting.user_id).exists():
        return refuse("acting_stranger", "เลือกได้เฉพาะผู้ที่มีบทบาทอยู่ในจังหวัดนี้ – หากยังไม่มีบัญชี ให้เชิญเข้าระบบก่อน")
    held = Membership.objects.filter(user=acting.user, agency=acting.agency, role=acting.role)
    if held.filter(starts_on__lte=acting.ends_on).exclude(ends_on__lt=acting.starts_on).exists():
        return refuse(
            "acting_holds_it", "{name} มีบทบาทนี้ในหน่วยงานนี้ในช่วงเวลาดังกล่าวอยู่แล้ว", name=acting.user.name
        )
    return None


def _record(acting: Membership, duties: Duties, now: datetime) -> None:
    record(
        verb="appoint_acting",
        subject=acting,
        by=duties.user,
        now=now,
        after={
            "name": subject_of(acting.user),
            "agency": acting.agency.name,
            "role": acting.role,
            "order": acting.in_place_of,
            "starts_on": acting.starts_on.isoformat(),
            "ends_on": acting.ends_on.isoformat() if acting.ends_on else None,
        },
        area_code=acting.agency.area_id or "",
        actor_role=duties.described(),
    )
