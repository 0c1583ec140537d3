"""Results that an authority published: entered one by one, or many from a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samrit.assessments.models import OfficialResult
from samrit.assessments.permissions.assessing import refuse_importing
from samrit.audit.actions import record
from samrit.evidence.models import EvidenceFile
from samrit.people.models import Agency, User
from samrit.people.queries import duties_of
from samrit.rules.thai import plain_number
from samrit.rules.wording import RefusedError, refuse


@dataclass(frozen=True)
class Stated:
    """What was stated of one agency: ``values`` by code of the section, the whole under ``""``."""

    agency: Agency
    values: Mapping[str, Decimal]
    level: int | None = None


@transaction.atomic
def import_official(
    *,
    stated: Sequence[Stated],
    instrument: str,
    fiscal_year: int,
    source: str,
    by: User,
    now: datetime,
    file: EvidenceFile | None = None,
) -> list[OfficialResult]:
    """All of them or none; what says the same as before makes no new version. RefusedError."""
    if not source.strip():
        raise RefusedError(refuse("official_source", "บอกที่มาของผล เช่น เลขที่หนังสือ หรือหน้าเว็บที่เผยแพร่"))
    duties = duties_of(by, localdate(now))
    made = []
    for one in sorted(stated, key=lambda each: each.agency.pk):
        if refusal := refuse_importing(duties, one.agency.area_id or ""):
            raise RefusedError(refusal)
        if not one.values and one.level is None:
            raise RefusedError(
                refuse("official_nothing", "ยังไม่มีคะแนนหรือระดับของ{agency}", agency=one.agency.name)
            )
        about = {"agency": one.agency, "instrument": instrument, "fiscal_year": fiscal_year}
        kept = _kept(one, about, {"source": source.strip(), "file": file}, by=by, now=now)
        if kept:
            _told(kept, by=by, now=now)
            made.append(kept)
    return made


def _kept(
    one: Stated, about: Mapping[str, Any], given: Mapping[str, Any], *, by: User, now: datetime
) -> OfficialResult | None:
    """A new version, or None where it says the same as the one before."""
    Agency.objects.select_for_update(no_key=True).get(pk=one.agency.pk)
    before = OfficialResult.objects.filter(**about).order_by("-number").first()
    values = {code: plain_number(value) for code, value in sorted(one.values.items())}
    if before and (before.values, before.level, before.source) == (values, one.level, given["source"]):
        return None
    return OfficialResult.objects.create(
        **about,
        **given,
        number=before.number + 1 if before else 1,
        values=values,
        level=one.level,
        attached_by=by,
        attached_at=now,
    )


def _told(made: OfficialResult, *, by: User, now: datetime) -> None:
    record(
        verb="import_official",
        subject=made,
        by=by,
        now=now,
        after={
            "agency": made.agency.name,
            "instrument": made.instrument,
            "fiscal_year": made.fiscal_year,
            "source": made.source,
            "official": made.whole,
            "level": made.level,
        },
        area_code=made.agency.area_id or "",
        actor_role=duties_of(by, localdate(now)).described(),
    )
