"""Entering agencies."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.people.models import Agency, Area, User
from samrit.people.permissions import (
    refuse_adding_agency,
)
from samrit.people.queries import duties_of
from samrit.rules.wording import RefusedError, refuse

CENTRAL_OFFICE = "สำนักงาน ก.พ.ร."


@transaction.atomic
def add_agency(
    *,
    area: Area | None,
    kind: str,
    name: str,
    by: User | None,
    now: datetime,
    short_name: str = "",
    aliases: Sequence[str] = (),
) -> Agency:
    """Enter a ส่วนราชการ with the other ways its name is written. ``by`` None: the system itself."""
    duties = duties_of(by, localdate(now)) if by else None
    if duties and (refusal := refuse_adding_agency(duties, area=area)):
        raise RefusedError(refusal)
    name = " ".join(name.split())
    if Agency.objects.filter(area=area, name=name).exists():
        raise RefusedError(refuse("agency_exists", "มีหน่วยงานชื่อ “{name}” ในจังหวัดนี้อยู่แล้ว", name=name))
    agency = Agency.objects.create(
        area=area, kind=kind, name=name, short_name=short_name, aliases=list(aliases)
    )
    record(
        verb="add_agency",
        subject=agency,
        by=by,
        now=now,
        after={"name": name, "kind": kind, "aliases": list(aliases)},
        area_code=agency.area_id or "",
        actor_role=duties.described() if duties else "",
    )
    return agency
