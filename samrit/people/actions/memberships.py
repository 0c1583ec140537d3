"""The end of a role."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.people.models import Membership, User
from samrit.people.permissions import (
    refuse_ending,
)
from samrit.people.queries import duties_of
from samrit.rules.wording import RefusedError


@transaction.atomic
def end_membership(*, membership: Membership, by: User, now: datetime) -> Membership:
    """The role ends with today: today is its last day."""
    duties, today = duties_of(by, localdate(now)), localdate(now)
    membership = (
        Membership.objects.select_for_update(of=("self",)).select_related("agency").get(pk=membership.pk)
    )
    if refusal := refuse_ending(duties, membership, today=today):
        raise RefusedError(refusal)
    before = membership.ends_on
    membership.ends_on = max(today, membership.starts_on)
    membership.save(update_fields=["ends_on"])
    record(
        verb="end_membership",
        subject=membership,
        by=by,
        now=now,
        before={"ends_on": before.isoformat() if before else None},
        after={"ends_on": membership.ends_on.isoformat()},
        area_code=membership.agency.area_id or "",
        actor_role=duties.described(),
    )
    return membership
