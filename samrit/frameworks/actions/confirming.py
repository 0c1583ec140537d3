"""Agencies confirm that they know what a revised edition asks of them."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.models import Confirmation
from samrit.frameworks.permissions import refuse_confirmation
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.wording import RefusedError


@transaction.atomic
def confirm_edition(*, confirmation: Confirmation, remark: str, by: User, now: datetime) -> Confirmation:
    """ยืนยันรับทราบ, with a remark if there is one; once."""
    rows = Confirmation.objects.select_for_update(of=("self",))
    confirmation = rows.select_related("agency", "edition__framework").get(pk=confirmation.pk)
    duties = duties_of(by, localdate(now))
    if refusal := refuse_confirmation(duties, confirmation):
        raise RefusedError(refusal)
    confirmation.confirmed_by, confirmation.confirmed_at = by, now
    confirmation.remark = remark.strip()
    confirmation.save(update_fields=["confirmed_by", "confirmed_at", "remark"])
    record(
        verb="confirm_edition",
        subject=confirmation.edition,
        by=by,
        now=now,
        after={"agency": confirmation.agency.name},
        reason=confirmation.remark,
        area_code=confirmation.edition.framework.area_id,
        actor_role=duties.described(),
    )
    return confirmation
