"""The demo's people and their sign-in."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.people.actions.agencies import CENTRAL_OFFICE, add_agency
from samrit.people.models import Agency, Membership, Role, User
from samrit.people.queries import count_people
from samrit.rules.wording import RefusedError, refuse


@transaction.atomic
def open_demo(*, email: str, name: str, now: datetime) -> User:
    """The demo's first fictitious person, an evaluator; refused outside demo mode and beside real people."""
    if not settings.DEMO or User.objects.exists():
        raise RefusedError(refuse("no_place_for_demo", "ระบบสาธิตเริ่มได้เฉพาะในโหมดสาธิตและฐานข้อมูลที่ยังไม่มีคน"))
    office = add_agency(area=None, kind=Agency.Kind.CENTRAL, name=CENTRAL_OFFICE, by=None, now=now)
    user = User.objects.create_user(email, name=name, is_demo=True)
    membership = Membership.objects.create(
        user=user, agency=office, role=Role.EVALUATOR, starts_on=localdate(now)
    )
    record(verb="open_demo", subject=membership, by=user, now=now, after={"agency": office.name})
    return user


@transaction.atomic
def sign_in_as_demo(*, user: User, now: datetime) -> User:
    """Who the one-click sign-in may sign in: a fictitious person, on a demo site, with no real people beside."""
    real_people, _fictitious = count_people()
    of_the_demo = user.is_demo and user.is_active and not user.is_service
    if not (settings.DEMO and of_the_demo) or real_people:
        raise RefusedError(refuse("not_a_demo", "เข้าสู่ระบบแบบคลิกเดียวมีเฉพาะในระบบสาธิต"))
    record(verb="demo_sign_in", subject=user, by=user, now=now)
    return user
