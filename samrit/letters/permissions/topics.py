"""Who may have a letter drafted from what the system knows, and why not."""

from datetime import datetime

from samrit.letters.models import Issuer, Meeting
from samrit.letters.permissions.meetings import refuse_meeting
from samrit.letters.permissions.writing import refuse_drafting
from samrit.letters.queries.topics import About, area_of
from samrit.people.models import Agency
from samrit.people.queries import Duties
from samrit.rules.letters.meetings import Verb
from samrit.rules.letters.topics import Topic
from samrit.rules.wording import Refusal, refuse


def refuse_topic(
    duties: Duties, issuer: Issuer, topic: str, about: About, *, now: datetime
) -> Refusal | None:
    """The central office tells of decisions; all else a province's coordinator, in the name of an office there.

    Who sees only the own agency's part of a round would write half a letter.
    """
    if refusal := refuse_drafting(duties, issuer):
        return refusal
    if topic == Topic.APPEAL_DECISION:
        return _refuse_elsewhere(duties.evaluates and issuer.agency.kind == Agency.Kind.CENTRAL)
    area = area_of(about)
    own = area is not None and area.pk == issuer.agency.area_id and area.pk in duties.coordinated_areas()
    if refusal := _refuse_elsewhere(own):
        return refusal
    return refuse_meeting(duties, about, Verb.INVITE, now=now) if isinstance(about, Meeting) else None


def _refuse_elsewhere(own: bool) -> Refusal | None:  # noqa: FBT001 - the one question
    if own:
        return None
    return refuse(
        "topic_not_yours",
        "ร่างจากเรื่องของจังหวัดได้เฉพาะผู้ประสานงานของจังหวัดนั้นในนามส่วนราชการของจังหวัด "
        "และแจ้งคำวินิจฉัยอุทธรณ์ได้เฉพาะสำนักงาน ก.พ.ร.",
    )
