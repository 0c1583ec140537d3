"""What the words of a command line mean: persons, provinces, agencies, moments. RefusedError says what was not found."""

from datetime import datetime

from django.conf import settings
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import get_current_timezone, is_naive, make_aware

from samrit.people.models import Agency, Area, User
from samrit.rules.wording import Refusal, RefusedError, refuse

NAMED = 5


def person_of(email: str) -> User:
    """Who the command acts for. Fictitious people act only in a demo."""
    found = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if found is None or (found.is_demo and not settings.DEMO):
        raise RefusedError(refuse("no_such_person", "ไม่พบบัญชีที่ใช้งานอยู่ของ {email} – ตรวจอีเมล", email=email))
    return found


def area_of(code: str) -> Area:
    """By its code (13) or its name (ปทุมธานี)."""
    found = Area.objects.filter(code=code).first() or Area.objects.filter(name=code).first()
    if found is None:
        raise RefusedError(
            refuse("no_such_area", "ไม่พบจังหวัด “{words}” – ใช้รหัสสองหลัก เช่น 13 หรือชื่อจังหวัด", words=code)
        )
    return found


def agency_of(area: Area, words: str) -> Agency:
    """By its key, or by words that only one agency of the province has in its name, short name or other names."""
    agencies = list(Agency.objects.filter(area=area))
    exact = [one for one in agencies if words in {str(one.pk), one.name, one.short_name, *one.aliases}]
    near = exact or [one for one in agencies if words and words in one.name]
    if len(near) == 1:
        return near[0]
    raise RefusedError(_not_one(near or agencies, words, found=bool(near)))


def _not_one(agencies: list[Agency], words: str, *, found: bool) -> Refusal:
    names = " · ".join(f"{one.pk} {one.name}" for one in agencies[:NAMED])
    more = " …" if len(agencies) > NAMED else ""
    if found:
        return refuse(
            "several_agencies",
            "มีหลายหน่วยงานที่ตรงกับ “{words}” – ระบุเลขหรือชื่อเต็ม: {names}",
            words=words,
            names=names + more,
        )
    return refuse(
        "no_such_agency",
        "ไม่พบหน่วยงาน “{words}” – ระบุเลขหรือชื่อของหน่วยงานในจังหวัด: {names}",
        words=words,
        names=names + more,
    )


def moment_of(text: str) -> datetime:
    """``2024-04-11T16:30`` in Bangkok, or a day: its end."""
    try:
        moment = parse_datetime(text) if len(text) > len("2024-04-11") else None
        day = None if moment else parse_date(text)
    except ValueError:
        moment = day = None
    if day:
        moment = datetime.combine(day, datetime.max.time())
    if moment is None:
        raise RefusedError(
            refuse(
                "no_such_moment",
                "อ่านวันเวลา “{typed}” ไม่ได้ – ใช้รูปแบบ 2024-04-11 หรือ 2024-04-11T16:30 (ค.ศ.)",
                typed=text,
            )
        )
    return make_aware(moment, get_current_timezone()) if is_naive(moment) else moment
