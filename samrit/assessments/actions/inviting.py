"""Inviting agencies to be assessed, and giving them more time."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate, localtime

from samrit.assessments.actions.moving import locked
from samrit.assessments.models import Assessment, InstrumentRelease, StageSheet
from samrit.assessments.permissions.assessing import refuse_inviting
from samrit.assessments.queries.assessments import own_stage, taken_by
from samrit.assessments.queries.instruments import instrument_of, usable_releases
from samrit.assessments.queries.listing import standing_of
from samrit.assessments.telling import tell_invited
from samrit.audit.actions import record
from samrit.people.models import Agency, User
from samrit.people.queries import duties_of
from samrit.rules.instruments import read_sheet
from samrit.rules.wording import Refusal, RefusedError, refuse


@transaction.atomic
def invite_agencies(
    *,
    release: InstrumentRelease,
    agencies: Iterable[Agency],
    fiscal_year: int,
    opens_at: datetime,
    closes_at: datetime,
    by: User,
    now: datetime,
) -> list[Assessment]:
    """One assessment for each agency that has none of this questionnaire and year yet; those made. RefusedError."""
    duties = duties_of(by, localdate(now))
    chosen = list(agencies)
    for area in {agency.area_id for agency in chosen}:
        if area is None or refuse_inviting(duties, area):
            raise RefusedError(refuse_inviting(duties, area) or _no_province())
    if not usable_releases(duties).filter(pk=release.pk).exists():
        raise RefusedError(refuse("release_not_usable", "แบบประเมินนี้ยังใช้ไม่ได้ หรือเลิกใช้แล้ว – เลือกรุ่นที่เผยแพร่แล้ว"))
    if refusal := _refuse_span(opens_at, closes_at):
        raise RefusedError(refusal)
    there = taken_by(release.pk, fiscal_year, [agency.pk for agency in chosen])
    instrument = instrument_of(release)
    stage, standing = own_stage(instrument), standing_of(instrument, read_sheet(instrument, {})).to_data()
    made = []
    for agency in sorted(chosen, key=lambda one: one.pk):
        if agency.pk not in there:
            assessment = _invited(release, agency, fiscal_year, opens_at, closes_at, by=by, now=now)
            StageSheet.objects.create(assessment=assessment, stage=stage, standing=standing)
            _told("invite_agency", assessment, by=by, now=now)
            tell_invited(assessment, by=by, now=now)
            made.append(assessment)
    return made


def _no_province() -> Refusal:
    return refuse("agency_without_province", "ประเมินได้เฉพาะหน่วยงานของจังหวัด")


def _invited(
    release: InstrumentRelease,
    agency: Agency,
    fiscal_year: int,
    opens_at: datetime,
    closes_at: datetime,
    *,
    by: User,
    now: datetime,
) -> Assessment:
    return Assessment.objects.create(
        release=release,
        agency=agency,
        area_id=agency.area_id or "",
        fiscal_year=fiscal_year,
        opens_at=opens_at,
        closes_at=closes_at,
        invited_by=by,
        invited_at=now,
    )


@transaction.atomic
def change_window(
    *, assessment: Assessment, opens_at: datetime, closes_at: datetime, reason: str, by: User, now: datetime
) -> Assessment:
    """Another span for answering, with a reason; what is handed in stays as it is. RefusedError."""
    found = locked(assessment)
    if refusal := refuse_inviting(duties_of(by, localdate(now)), found.area_id):
        raise RefusedError(refusal)
    if refusal := _refuse_span(opens_at, closes_at):
        raise RefusedError(refusal)
    before = {"opens_at": _told_moment(found.opens_at), "closes_at": _told_moment(found.closes_at)}
    found.opens_at, found.closes_at = opens_at, closes_at
    found.save(update_fields=["opens_at", "closes_at"])
    _told("change_assessment_window", found, by=by, now=now, before=before, reason=reason)
    return found


def _refuse_span(opens_at: datetime, closes_at: datetime) -> Refusal | None:
    if closes_at > opens_at:
        return None
    return refuse("assessment_span", "วันปิดรับต้องอยู่หลังวันเปิดรับ")


def _told_moment(moment: datetime) -> str:
    return localtime(moment).isoformat()


def _told(
    verb: str,
    assessment: Assessment,
    *,
    by: User,
    now: datetime,
    before: dict[str, str] | None = None,
    reason: str = "",
) -> None:
    after = {"opens_at": _told_moment(assessment.opens_at), "closes_at": _told_moment(assessment.closes_at)}
    record(
        verb=verb,
        subject=assessment,
        by=by,
        now=now,
        before=before,
        after=after
        if before
        else {**after, "agency": assessment.agency.name, "instrument": assessment.release.name},
        reason=reason,
        area_code=assessment.area_id,
        actor_role=duties_of(by, localdate(now)).described(),
    )
