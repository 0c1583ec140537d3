"""Results that an authority published: entered one by one, or many from a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.timezone import localdate

from samrit.assessments.models import OfficialResult
from samrit.assessments.permissions.assessing import refuse_importing
from samrit.audit.actions import record
from samrit.evidence.actions import Stored, keep_stored, store
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


@dataclass(frozen=True)
class Letter:
    """The paper that states it: what was sent, and its name."""

    file: BinaryIO
    name: str


def import_official(
    *,
    stated: Sequence[Stated],
    instrument: str,
    fiscal_year: int,
    source: str,
    by: User,
    now: datetime,
    letter: Letter | None = None,
) -> list[OfficialResult]:
    """All of them or none; what says the same as before makes no new version. RefusedError.

    ``letter`` becomes evidence of these agencies; its bytes are judged before anything is locked.
    """
    _allow(stated, source, by, now)
    stored = store(file=letter.file, name=letter.name) if letter else None
    given = {"source": source.strip(), "stored": stored, "name": letter.name if letter else ""}
    try:
        return _imported(
            stated, {"instrument": instrument, "fiscal_year": fiscal_year}, given, by=by, now=now
        )
    except RefusedError:
        if stored:
            stored.discard()
        raise


def _allow(stated: Sequence[Stated], source: str, by: User, now: datetime) -> None:
    if not source.strip():
        raise RefusedError(refuse("official_source", "บอกที่มาของผล เช่น เลขที่หนังสือ หรือหน้าเว็บที่เผยแพร่"))
    duties = duties_of(by, localdate(now))
    for one in stated:
        if refusal := refuse_importing(duties, one.agency.area_id or ""):
            raise RefusedError(refusal)
        if not one.values and one.level is None:
            raise RefusedError(
                refuse("official_nothing", "ยังไม่มีคะแนนหรือระดับของ{agency}", agency=one.agency.name)
            )


@transaction.atomic
def _imported(
    stated: Sequence[Stated], about: Mapping[str, Any], given: Mapping[str, Any], *, by: User, now: datetime
) -> list[OfficialResult]:
    stored: Stored | None = given["stored"]
    file = stored and keep_stored(
        stored=stored,
        name=given["name"],
        agencies=[one.agency for one in stated],
        by=by,
        now=now,
        area_code=stated[0].agency.area_id or "",
    )
    made = []
    for one in sorted(stated, key=lambda each: each.agency.pk):
        kept = _kept(
            one, {**about, "agency": one.agency}, {"source": given["source"], "file": file}, by=by, now=now
        )
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
    same_paper = before and (given["file"] is None or given["file"].pk == before.file_id)
    said = (values, one.level, given["source"])
    if before and same_paper and (before.values, before.level, before.source) == said:
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
