"""Signing in by the QR code of a meeting."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.letters.actions.links import new_code
from samrit.letters.actions.meeting.changing import locked, told
from samrit.letters.models import Attendance, Meeting
from samrit.letters.permissions.meetings import refuse_attending, refuse_convening
from samrit.letters.queries.meetings import invitees_of
from samrit.people.models import Agency, User
from samrit.people.queries import duties_of
from samrit.rules.letters.meetings import MOST_ATTENDING
from samrit.rules.wording import Refusal, RefusedError, refuse


@transaction.atomic
def sign_in(*, meeting: Meeting, by: User, now: datetime) -> tuple[Attendance, bool]:
    """ลงชื่อเข้าประชุม with the own account; False: had signed already."""
    found = _open(meeting, now)
    if there := Attendance.objects.filter(meeting=found, person=by).first():
        return there, False
    agency = _agency_for(found, by, now)
    made = Attendance.objects.create(
        meeting=found, person=by, agency=agency, name=by.name, office=agency.name if agency else "-", at=now
    )
    return made, True


def _agency_for(meeting: Meeting, person: User, now: datetime) -> Agency | None:
    """The invited agency that this person works in, else the first one."""
    held = [one.agency for one in duties_of(person, localdate(now)).memberships]
    invited = {one.agency_id for one in invitees_of(meeting)}
    return next((agency for agency in held if agency.pk in invited), held[0] if held else None)


@transaction.atomic
def sign_in_visitor(*, meeting: Meeting, name: str, office: str, now: datetime) -> tuple[Attendance, bool]:
    """The same without an account; the same name of the same office is the same person."""
    found = _open(meeting, now)
    name, office = " ".join(name.split())[:150], " ".join(office.split())[:200]
    if not name or not office:
        raise RefusedError(refuse("attendance_who", "พิมพ์ชื่อและหน่วยงาน"))
    return Attendance.objects.get_or_create(
        meeting=found, name=name, office=office, person=None, defaults={"at": now}
    )


def _open(meeting: Meeting, now: datetime) -> Meeting:
    """Locked: of two who sign at once the second one is counted after the first."""
    found = locked(meeting)
    if found.sign_in_code != meeting.sign_in_code:
        raise RefusedError(refuse("sign_in_renewed", "รหัสลงชื่อนี้ใช้ไม่ได้แล้ว – สแกนคิวอาร์โค้ดที่หน้าห้องอีกครั้ง"))
    refusal = refuse_attending(found, now=now) or _refuse_crowd(found)
    if refusal:
        raise RefusedError(refusal)
    return found


def _refuse_crowd(meeting: Meeting) -> Refusal | None:
    if Attendance.objects.filter(meeting=meeting).count() < MOST_ATTENDING:
        return None
    return refuse(
        "attendance_full", "มีผู้ลงชื่อครบ {most} คนแล้ว – แจ้งฝ่ายเลขานุการของการประชุม", most=MOST_ATTENDING
    )


@transaction.atomic
def renew_sign_in(*, meeting: Meeting, by: User, now: datetime) -> Meeting:
    """เปลี่ยนรหัสลงชื่อ: a photographed poster is worth nothing from now on. Who has signed stays."""
    found = locked(meeting)
    if refusal := refuse_convening(duties_of(by, localdate(now)), found.area):
        raise RefusedError(refusal)
    found.sign_in_code = new_code()
    found.save(update_fields=["sign_in_code"])
    told(found, "renew_sign_in", by=by, now=now)
    return found
