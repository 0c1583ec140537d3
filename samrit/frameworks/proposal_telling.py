"""Who is told of a proposal on its way. Owners hear of the edition that it becomes (``telling``)."""

from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localdate

from samrit.frameworks.models import Proposal
from samrit.notices.actions import tell
from samrit.notices.queries import coordinators_of, evaluators
from samrit.people.models import User
from samrit.rules.proposals import Verb
from samrit.rules.wording import Message, say


def tell_of_proposal(proposal: Proposal, verb: Verb, *, by: User, now: datetime) -> None:
    """Submitted: the central office. Returned and concluded: the province's coordinators. Else nobody."""
    subject = _subject(proposal, verb)
    if subject is None:
        return
    day, is_for_committee = localdate(now), verb == Verb.SUBMIT
    tell(
        to=evaluators(day=day) if is_for_committee else coordinators_of(proposal.area_id, day=day),
        kind="decided" if verb == Verb.CONCLUDE else "task",
        subject=subject,
        url=reverse("proposals:detail", args=[proposal.pk]),
        key=f"proposal:{proposal.pk}:v{proposal.version}",
        by=by,
        now=now,
    )


def _subject(proposal: Proposal, verb: Verb) -> Message | None:
    values = {"area": proposal.area.name, "year": proposal.fiscal_year_id}
    subjects = {
        Verb.SUBMIT: say("told_submitted", "จังหวัด{area}ส่งข้อเสนอตัวชี้วัดปี {year} ให้คณะกรรมการ", **values),
        Verb.RETURN: say(
            "told_returned", "คณะกรรมการส่งข้อเสนอตัวชี้วัดปี {year} ของจังหวัด{area}กลับให้แก้ไข", **values
        ),
        Verb.CONCLUDE: say("told_concluded", "คณะกรรมการมีมติเรื่องตัวชี้วัดปี {year} ของจังหวัด{area}แล้ว", **values),
    }
    return subjects.get(verb)
