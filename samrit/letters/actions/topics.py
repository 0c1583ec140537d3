"""A draft from a topic: the template filled with what the system knows."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.letters.actions.writing import draft_letter
from samrit.letters.models import Issuer, Letter
from samrit.letters.permissions.topics import refuse_topic
from samrit.letters.queries.topics import About, Matter, matter_of
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.letters.content import Content
from samrit.rules.letters.merging import Template, merged, refuse_values, templates
from samrit.rules.letters.topics import refuse_receivers, refuse_unknown_topic
from samrit.rules.wording import Refusal, RefusedError


@transaction.atomic
def draft_from_topic(*, issuer: Issuer, topic: str, about: About, by: User, now: datetime) -> Letter:
    """Begin a letter about an edition, a round, an appeal or a meeting. RefusedError says why there is nothing to say."""
    issuer = Issuer.objects.select_related("agency__area").get(pk=issuer.pk)
    if refusal := refuse_topic(duties_of(by, localdate(now)), issuer, topic, about, now=now):
        raise RefusedError(refusal)
    matter, template = matter_of(topic, about, now=now), templates().get(topic)
    if template is None or isinstance(matter, Refusal):
        raise RefusedError(matter if isinstance(matter, Refusal) else refuse_unknown_topic())
    receivers = len(matter.recipients) or len(matter.agencies)
    if refusal := refuse_values(template, matter.values) or refuse_receivers(topic, receivers):
        raise RefusedError(refusal)
    return draft_letter(
        issuer=issuer,
        content=_content(template, matter),
        by=by,
        now=now,
        topic=topic,
        area=matter.area,
        edition=matter.edition,
        round_=matter.round,
        agencies=matter.agencies,
    )


def _content(template: Template, matter: Matter) -> Content:
    said = merged(template, matter.values)
    return Content(
        kind=template.kind.value,
        circular=template.circular,
        urgency=template.urgency.value,
        subject=said.subject,
        addressee=said.addressee,
        recipients=tuple(matter.recipients),
        body=tuple(said.body),
        references=tuple(said.references),
        enclosures=tuple((title, quantity) for title, quantity in said.enclosures),
        due_on=matter.due_on,
    )
