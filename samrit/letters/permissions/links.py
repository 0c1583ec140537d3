"""Who may make and revoke short links."""

from datetime import datetime

from samrit.letters.models import ShortLink
from samrit.people.models import Area
from samrit.people.queries import Duties
from samrit.rules.wording import Refusal, refuse


def refuse_linking(duties: Duties, area: Area | None) -> Refusal | None:
    """``area`` None: in the name of the central office."""
    if duties.evaluates or (area is not None and area.pk in duties.coordinated_areas()):
        return None
    return refuse("not_linking", "ทำลิงก์สั้นได้เฉพาะผู้ประสานงานจังหวัดและสำนักงาน ก.พ.ร.")


def refuse_revoking(duties: Duties, link: ShortLink) -> Refusal | None:
    if refusal := refuse_linking(duties, link.area):
        return refusal
    if link.revoked_at is not None:
        return refuse("link_revoked", "ยกเลิกลิงก์นี้ไปแล้ว")
    return None


def refuse_following(link: ShortLink, now: datetime) -> Refusal | None:
    """Why this link leads nowhere (any more)."""
    if link.revoked_at is not None:
        return refuse("link_revoked_public", "ลิงก์นี้ถูกยกเลิกแล้ว")
    if link.expires_at is not None and now >= link.expires_at:
        return refuse("link_expired", "ลิงก์นี้หมดอายุแล้ว")
    return None
