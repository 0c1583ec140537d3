"""Opening surveys, their points and links; closing them."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.assessments.actions.folding import release_figures
from samrit.assessments.models import InstrumentRelease, SurveyPoint, SurveyRun
from samrit.assessments.permissions.surveys import refuse_changing_run, refuse_holding
from samrit.assessments.queries.surveys import survey_releases
from samrit.audit.actions import record
from samrit.people.models import Agency, User
from samrit.people.queries import duties_of
from samrit.rules.areas import AreaLevel, area_by_code
from samrit.rules.wording import RefusedError, refuse

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is read for another one when typed from a poster
CODE_LENGTH = 8
MOST_POINTS = 500


@dataclass(frozen=True)
class Wish:
    """What a survey is to be. ``population`` None: not known."""

    name: str
    opens_on: date
    closes_on: date
    fiscal_year: int
    name_en: str = ""
    contact: str = ""
    population: int | None = None


@transaction.atomic
def open_survey(
    *,
    agency: Agency,
    release: InstrumentRelease,
    wish: Wish,
    points: Iterable[tuple[str, str]],
    by: User,
    now: datetime,
) -> SurveyRun:
    """เปิดการสำรวจ with its points (service, district's code or ""). RefusedError says why not."""
    duties = duties_of(by, localdate(now))
    if refusal := refuse_holding(duties, agency):
        raise RefusedError(refusal)
    if not survey_releases(duties).filter(pk=release.pk).exists():
        raise RefusedError(refuse("survey_release", "ใช้แบบนี้ไม่ได้ – เลือกแบบสำรวจที่ประกาศใช้แล้ว"))
    if not wish.name.strip():
        raise RefusedError(refuse("survey_name", "ตั้งชื่อการสำรวจ"))
    if wish.closes_on < wish.opens_on:
        raise RefusedError(refuse("survey_span", "วันปิดต้องไม่ก่อนวันเปิด"))
    if wish.population is not None and wish.population < 1:
        raise RefusedError(refuse("survey_population_none", "จำนวนผู้ใช้บริการต้องมากกว่า 0 หรือเว้นว่างไว้"))
    run = SurveyRun.objects.create(
        release=release,
        agency=agency,
        name=wish.name.strip()[:300],
        name_en=wish.name_en.strip()[:300],
        contact=wish.contact.strip()[:300],
        fiscal_year=wish.fiscal_year,
        opens_on=wish.opens_on,
        closes_on=wish.closes_on,
        population=wish.population,
        made_by=by,
        made_at=now,
    )
    made = [_point(run, service, district) for service, district in dict.fromkeys(points)]
    if not made:
        raise RefusedError(refuse("survey_points", "ระบุบริการหรือจุดสำรวจอย่างน้อยหนึ่งจุด"))
    _told(run, "open_survey", by, now, points=[str(one) for one in made])
    return run


@transaction.atomic
def add_point(*, run: SurveyRun, service: str, district: str, by: User, now: datetime) -> SurveyPoint:
    """เพิ่มจุดสำรวจ with a link of its own. Said again, it is the same point."""
    run = _changed(run, by, now)
    if found := SurveyPoint.objects.filter(run=run, service=service.strip(), district=district).first():
        return found
    if SurveyPoint.objects.filter(run=run).count() >= MOST_POINTS:
        raise RefusedError(refuse("survey_many_points", "มีจุดสำรวจได้ไม่เกิน {most} จุด", most=MOST_POINTS))
    made = _point(run, service, district)
    _told(run, "add_survey_point", by, now, point=str(made))
    return made


def _point(run: SurveyRun, service: str, district: str) -> SurveyPoint:
    service = " ".join(service.split())
    if not service:
        raise RefusedError(refuse("point_service", "ระบุชื่อบริการของจุดสำรวจ"))
    found = area_by_code(district) if district else None
    if district and (
        found is None or found.level is not AreaLevel.DISTRICT or found.parent != run.agency.area_id
    ):
        raise RefusedError(refuse("point_district", "เลือกอำเภอในจังหวัดของหน่วยงาน"))
    return SurveyPoint.objects.create(run=run, code=_new_code(), service=service[:200], district=district)


def _new_code() -> str:
    """The database has the last word: two alike would be refused."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


@transaction.atomic
def end_point(*, point: SurveyPoint, by: User, now: datetime) -> SurveyPoint:
    """ปิดจุดสำรวจ: its link takes no more answers. What it took stays."""
    run = _changed(point.run, by, now)
    found = SurveyPoint.objects.select_for_update().get(pk=point.pk)
    if found.ended_at is None:
        found.ended_at = now
        found.save(update_fields=["ended_at"])
        _told(run, "end_survey_point", by, now, point=str(found))
    return found


@transaction.atomic
def renew_kiosk(*, point: SurveyPoint, by: User, now: datetime) -> SurveyPoint:
    """เปลี่ยนที่อยู่ของเครื่องที่เคาน์เตอร์: the old one is worth nothing from now on."""
    run = _changed(point.run, by, now)
    found = SurveyPoint.objects.select_for_update().get(pk=point.pk)
    found.kiosk_series += 1
    found.save(update_fields=["kiosk_series"])
    _told(run, "renew_survey_kiosk", by, now, point=str(found))
    return found


@transaction.atomic
def close_survey(*, run: SurveyRun, by: User, now: datetime) -> SurveyRun:
    """ปิดการสำรวจ for good: every answer is counted, and the figures of this moment are those of the KPI."""
    run = _changed(run, by, now)
    run.closed_at = now
    run.save(update_fields=["closed_at"])
    shown = release_figures(run=run, now=now)
    _told(run, "close_survey", by, now, released=shown.number if shown else 0)
    return run


def _changed(run: SurveyRun, by: User, now: datetime) -> SurveyRun:
    """The run as it stands now, locked, where this person may change it."""
    found = (
        SurveyRun.objects.select_for_update(of=("self",)).select_related("agency", "release").get(pk=run.pk)
    )
    if refusal := refuse_changing_run(duties_of(by, localdate(now)), found):
        raise RefusedError(refusal)
    return found


def _told(run: SurveyRun, verb: str, by: User, now: datetime, **after: object) -> None:
    record(
        verb=verb,
        subject=run,
        by=by,
        now=now,
        after={"name": run.name, **after},
        area_code=run.agency.area_id or "",
        actor_role=duties_of(by, localdate(now)).described(),
    )
