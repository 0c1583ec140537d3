"""Short links: making, revoking, counting."""

import secrets
from datetime import date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.letters.models import LinkDay, ShortLink
from samrit.letters.permissions.links import refuse_linking, refuse_revoking
from samrit.people.models import Area, User
from samrit.people.queries import duties_of
from samrit.rules.letters.links import CODE_LENGTH, LETTERS, Target, target_of
from samrit.rules.wording import Refusal, RefusedError, refuse

MOST_COUNTED = 1_000_000_000  # of a day; what the column holds everywhere
# One statement: nobody waits for another one's reading, and what is sent twice at once is two openings.
_COUNT = f"""
    INSERT INTO {LinkDay._meta.db_table} (link_id, day, count) VALUES (%s, %s, 1)
    ON CONFLICT (link_id, day) DO UPDATE SET count = {LinkDay._meta.db_table}.count + 1
    WHERE {LinkDay._meta.db_table}.count < {MOST_COUNTED}
"""  # noqa: S608, SLF001 - our own table's name, which is Django's public way to ask for it


def own_hosts() -> frozenset[str]:
    return frozenset({urlsplit(settings.SITE_URL).hostname or ""})


@transaction.atomic
def make_link(
    *, area: Area | None, title: str, target: str, expires_at: datetime | None, by: User, now: datetime
) -> ShortLink:
    """ทำลิงก์สั้น. RefusedError says why not; the address is kept as ``rules.letters.links`` writes it."""
    duties, title = duties_of(by, localdate(now)), " ".join(title.split())[:200]
    leads = target_of(target, own_hosts=own_hosts())
    if refusal := refuse_linking(duties, area) or _refuse(title, leads, expires_at, now):
        raise RefusedError(refusal)
    made = ShortLink.objects.create(
        area=area,
        code=new_code(),
        title=title,
        target=leads.address if isinstance(leads, Target) else "",
        expires_at=expires_at,
        made_by=by,
        made_at=now,
    )
    record(
        verb="make_link",
        subject=made,
        by=by,
        now=now,
        after={"name": title, "link_code": made.code, "address": made.target},
        area_code=area.pk if area else "",
        actor_role=duties.described(),
    )
    return made


def _refuse(
    title: str, leads: Target | Refusal, expires_at: datetime | None, now: datetime
) -> Refusal | None:
    if not title:
        return refuse("link_title", "ตั้งชื่อลิงก์ ให้รู้ว่าใช้ทำอะไร")
    if expires_at is not None and expires_at <= now:
        return refuse("link_expiry_past", "วันหมดอายุต้องเป็นวันนี้หรือหลังจากนี้")
    return leads if isinstance(leads, Refusal) else None


def new_code() -> str:
    """The database has the last word: two alike would be refused."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


@transaction.atomic
def revoke_link(*, link: ShortLink, reason: str, by: User, now: datetime) -> ShortLink:
    """ยกเลิกลิงก์ for good: who opens it is told so. What was counted stays."""
    found = ShortLink.objects.select_for_update(of=("self",)).select_related("area").get(pk=link.pk)
    duties, reason = duties_of(by, localdate(now)), reason.strip()
    if refusal := refuse_revoking(duties, found):
        raise RefusedError(refusal)
    if not reason:
        raise RefusedError(refuse("reason_required", "โปรดระบุเหตุผล"))
    found.revoked_by, found.revoked_at, found.revoke_reason = by, now, reason
    found.save(update_fields=["revoked_by", "revoked_at", "revoke_reason"])
    record(
        verb="revoke_link",
        subject=found,
        by=by,
        now=now,
        after={"name": found.title, "link_code": found.code},
        reason=reason,
        area_code=found.area_id or "",
        actor_role=duties.described(),
    )
    return found


def count_opening(*, link: ShortLink, day: date) -> None:
    """One more opening on this day; nothing is kept of whose. It is no event of the trail."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [link.pk, day.isoformat()])
