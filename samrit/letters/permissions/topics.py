"""Who may have a letter drafted from what the system knows, whether there is anything to say, and why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from samrit.letters.models import Arrival, Issuer, Letter, Meeting
from samrit.letters.permissions.arrivals import refuse_routing
from samrit.letters.permissions.meetings import refuse_meeting
from samrit.letters.permissions.writing import refuse_drafting
from samrit.letters.queries.beginning import last_about
from samrit.letters.queries.topics import About, Matter, area_of, matter_of
from samrit.letters.queries.writing import issuers_of, offices_to_set_up
from samrit.people.models import Agency
from samrit.people.queries import Duties
from samrit.rules.letters.meetings import Verb
from samrit.rules.letters.merging import Template, refuse_values, templates
from samrit.rules.letters.topics import Topic, refuse_receivers, refuse_unknown_topic
from samrit.rules.wording import Refusal, refuse


def refuse_topic(
    duties: Duties, issuer: Issuer, topic: str, about: About, *, now: datetime
) -> Refusal | None:
    """The central office tells of decisions; all else a province's coordinator, in the name of an office there.

    What came in the office that received it forwards. Who sees only the own agency's part of a round would write
    half a letter.
    """
    if refusal := refuse_drafting(duties, issuer) or _refuse_office(duties, issuer.agency, topic, about):
        return refusal
    return refuse_meeting(duties, about, Verb.INVITE, now=now) if isinstance(about, Meeting) else None


def _refuse_office(duties: Duties, agency: Agency, topic: str, about: About) -> Refusal | None:
    if isinstance(about, Arrival):
        return refuse_routing(duties, about) or _refuse_elsewhere(about.issuer.agency_id == agency.pk)
    if topic == Topic.APPEAL_DECISION:
        return _refuse_elsewhere(duties.evaluates and agency.kind == Agency.Kind.CENTRAL)
    area = area_of(about)
    own = area is not None and area.pk == agency.area_id and area.pk in duties.coordinated_areas()
    return _refuse_elsewhere(own)


def _refuse_elsewhere(own: bool) -> Refusal | None:  # noqa: FBT001 - the one question
    if own:
        return None
    return refuse(
        "topic_not_yours",
        "ร่างจากเรื่องของจังหวัดได้เฉพาะผู้ประสานงานของจังหวัดนั้นในนามส่วนราชการของจังหวัด "
        "และแจ้งคำวินิจฉัยอุทธรณ์ได้เฉพาะสำนักงาน ก.พ.ร.",
    )


@dataclass(frozen=True)
class Prepared:
    """All that a draft is made of."""

    template: Template
    matter: Matter


def prepared(
    duties: Duties, issuer: Issuer, topic: str, about: About, *, now: datetime
) -> Prepared | Refusal:
    """What would be drafted, or why nothing is: for the button and for the action."""
    if refusal := refuse_topic(duties, issuer, topic, about, now=now):
        return refusal
    matter = matter_of(topic, about, now=now)
    if isinstance(matter, Refusal):
        return matter
    template = templates().get(matter.template or topic)
    if template is None:
        return refuse_unknown_topic()
    receivers = len(matter.recipients) or len(matter.agencies)
    refusal = refuse_values(template, matter.values) or refuse_receivers(topic, receivers)
    return refusal or Prepared(template, matter)


@dataclass(frozen=True)
class Standing:
    """How it stands with a letter about something: in whose name, why not, what was written about it last.

    ``sets_up``: an office of this person whose letter code has to be entered first.
    """

    offices: Sequence[Issuer]
    refusal: Refusal | None
    last: Letter | None = None
    sets_up: Agency | None = None


def standing_of(duties: Duties, topic: str, about: About, *, now: datetime) -> Standing:
    """What the button shows."""
    offices = [
        one
        for one in issuers_of(duties).filter(retired_at=None)
        if not _refuse_office(duties, one.agency, topic, about)
    ]
    if not offices:
        return _without_office(duties, topic, about)
    found = prepared(duties, offices[0], topic, about, now=now)
    last = last_about(duties, offices, topic, about)
    return Standing(offices, found if isinstance(found, Refusal) else None, last)


def _without_office(duties: Duties, topic: str, about: About) -> Standing:
    for agency in offices_to_set_up(duties):
        if not _refuse_office(duties, agency, topic, about):
            wanted = refuse("issuer_wanting", "ยังไม่ได้ตั้งรหัสหนังสือของ{agency}", agency=agency.name)
            return Standing((), wanted, sets_up=agency)
    return Standing((), _refuse_elsewhere(own=False))
