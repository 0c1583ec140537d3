"""A draft from a topic: the template filled with what the system knows."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.letters.actions.writing import draft_letter
from samrit.letters.models import Issuer, Letter
from samrit.letters.permissions.topics import prepared
from samrit.letters.queries.beginning import goes_on, last_about
from samrit.letters.queries.topics import About, content_on
from samrit.people.models import User
from samrit.people.queries import duties_of
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
        content=content_on(found.template, found.matter),
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
