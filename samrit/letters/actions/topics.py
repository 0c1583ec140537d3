"""A draft from a topic: the template filled with what the system knows."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.letters.actions.writing import draft_letter
from samrit.letters.models import Issuer, Letter
from samrit.letters.permissions.topics import Prepared, prepared
from samrit.letters.queries.beginning import goes_on, last_about
from samrit.letters.queries.topics import About
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.letters.content import Content
from samrit.rules.letters.merging import merged
from samrit.rules.wording import Refusal, RefusedError


@transaction.atomic
def begin_from_topic(
    *, issuer: Issuer, topic: str, about: About, by: User, now: datetime
) -> tuple[Letter, bool]:
    """The draft to go on with: the one that the office began about this on the same day, else a new one (True)."""
    duties = duties_of(by, localdate(now))
    issuer = Issuer.objects.select_for_update().get(pk=issuer.pk)  # two clicks at once make one draft
    last = last_about(duties, [issuer], topic, about)
    if last is not None and goes_on(last, localdate(now)):
        return last, False
    return draft_from_topic(issuer=issuer, topic=topic, about=about, by=by, now=now), True


@transaction.atomic
def draft_from_topic(*, issuer: Issuer, topic: str, about: About, by: User, now: datetime) -> Letter:
    """Begin a letter about an edition, a round, an appeal or a meeting. RefusedError says why there is nothing to say."""
    issuer = Issuer.objects.select_related("agency__area").get(pk=issuer.pk)
    found = prepared(duties_of(by, localdate(now)), issuer, topic, about, now=now)
    if isinstance(found, Refusal):
        raise RefusedError(found)
    matter = found.matter
    return draft_letter(
        issuer=issuer,
        content=_content(found),
        by=by,
        now=now,
        topic=topic,
        area=matter.area,
        edition=matter.edition,
        round_=matter.round,
        appeal=matter.appeal,
        meeting=matter.meeting,
        agencies=matter.agencies,
    )


def _content(found: Prepared) -> Content:
    template, matter = found.template, found.matter
    said = merged(template, matter.values)
    return Content(
        kind=template.kind.value,
        circular=template.circular,
        urgency=matter.urgency or template.urgency.value,
        secrecy=matter.secrecy,
        subject=said.subject,
        addressee=said.addressee,
        recipients=tuple(matter.recipients),
        body=tuple(said.body),
        references=tuple(said.references),
        enclosures=tuple((title, quantity) for title, quantity in said.enclosures),
        due_on=matter.due_on,
    )
