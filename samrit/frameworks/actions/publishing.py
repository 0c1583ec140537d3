"""Putting an edition in force."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.models import (
    Edition,
)
from samrit.frameworks.permissions import refuse_change
from samrit.frameworks.queries import refusals_to_publish_edition, with_contents
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.wording import RefusedError


@transaction.atomic
def publish_edition(*, edition: Edition, by: User, now: datetime) -> Edition:
    """Put a draft in force; the edition before it is superseded, results stay with their indicators."""
    edition = with_contents(Edition.objects.select_for_update(of=("self",))).get(pk=edition.pk)
    duties = duties_of(by, localdate(now))
    if refusal := refuse_change(duties, edition):
        raise RefusedError(refusal)
    if refusals := refusals_to_publish_edition(edition):
        raise RefusedError(refusals[0])
    Edition.objects.filter(framework=edition.framework, status=Edition.Status.PUBLISHED).update(
        status=Edition.Status.SUPERSEDED
    )
    edition.status, edition.published_by, edition.published_at = Edition.Status.PUBLISHED, by, now
    edition.save(update_fields=["status", "published_by", "published_at"])
    record(
        verb="publish_edition",
        subject=edition,
        by=by,
        now=now,
        before={"status": Edition.Status.DRAFT},
        after={"status": Edition.Status.PUBLISHED, "number": edition.number},
        area_code=edition.framework.area_id,
        actor_role=duties.described(),
    )
    return edition
