"""Results that an authority published: entered one by one, or many from a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

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
        kept = _kept(one, instrument, fiscal_year, source.strip(), file, by=by, now=now)
        if kept:
            made.append(kept)
    return made


def _kept(
    one: Stated,
    instrument: str,
    fiscal_year: int,
    source: str,
    file: EvidenceFile | None,
    *,
    by: User,
    now: datetime,
) -> OfficialResult | None:
    Agency.objects.select_for_update(no_key=True).get(pk=one.agency.pk)
    before = (
        OfficialResult.objects.filter(agency=one.agency, instrument=instrument, fiscal_year=fiscal_year)
        .order_by("-number")
        .first()
    )
    values = {code: plain_number(value) for code, value in sorted(one.values.items())}
    if before and (before.values, before.level, before.source) == (values, one.level, source):
        return None
    made = OfficialResult.objects.create(
        agency=one.agency,
        instrument=instrument,
        fiscal_year=fiscal_year,
        number=before.number + 1 if before else 1,
        values=values,
        level=one.level,
        source=source,
        file=file,
        attached_by=by,
        attached_at=now,
    )
    after = {
        "agency": one.agency.name,
        "instrument": instrument,
        "fiscal_year": fiscal_year,
        "source": source,
    }
    record(
        verb="import_official",
        subject=made,
        by=by,
        now=now,
        after={**after, "official": values.get("", ""), "level": one.level},
        area_code=one.agency.area_id or "",
        actor_role=duties_of(by, localdate(now)).described(),
    )
    return made
