"""Putting an edition in force, at once or on its day."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.actions.drafts import locked
from samrit.frameworks.models import Confirmation, Edition
from samrit.frameworks.permissions import refuse_change
from samrit.frameworks.queries import (
    refusals_to_publish_edition,
    refusals_to_revise,
    state_of,
    with_contents,
)
from samrit.frameworks.telling import tell_of_edition
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.amendment import owners_to_confirm
from samrit.rules.wording import RefusedError, refuse


@transaction.atomic
def publish_edition(*, edition: Edition, by: User, now: datetime, results_settled: bool = False) -> Edition:
    """Put a draft in force; the edition before it is superseded, results stay with their indicators.

    A revision is published by ``reports.actions.publish_revision``, which sees to the results that stand and
    says so with ``results_settled``. Its day may be still to come: then it is decided, and waits for it.
    """
    edition = with_contents(Edition.objects.select_for_update(of=("self",))).get(pk=edition.pk)
    duties, today = duties_of(by, localdate(now)), localdate(now)
    if refusal := refuse_change(duties, edition):
        raise RefusedError(refusal)
    if refusals := [*refusals_to_publish_edition(edition), *refusals_to_revise(edition, today)]:
        raise RefusedError(refusals[0])
    if edition.amends and not results_settled:
        raise RefusedError(
            refuse(
                "results_not_settled", "ฉบับปรับปรุงประกาศจากหน้า “ผลที่กรอกไว้แล้ว” ซึ่งให้เลือกก่อนว่าจะทำอย่างไรกับผลเดิม"
            )
        )
    waits = edition.amends is not None and edition.effective_on is not None and edition.effective_on > today
    if not waits:
        _supersede(edition)
    edition.status = Edition.Status.DECIDED if waits else Edition.Status.PUBLISHED
    edition.published_by, edition.published_at = by, now
    edition.save(update_fields=["status", "published_by", "published_at"])
    _ask_to_confirm(edition)
    record(
        verb="publish_edition",
        subject=edition,
        by=by,
        now=now,
        before={"status": Edition.Status.DRAFT},
        after={"status": edition.status, "number": edition.number, **_day(edition)},
        reason=edition.revision_reason,
        area_code=edition.framework.area_id,
        actor_role=duties.described(),
    )
    tell_of_edition(edition, by=by, now=now)
    return edition


def _supersede(edition: Edition) -> None:
    Edition.objects.filter(framework=edition.framework_id, status=Edition.Status.PUBLISHED).update(
        status=Edition.Status.SUPERSEDED
    )


def _day(edition: Edition) -> dict[str, str]:
    return {"effective_on": edition.effective_on.isoformat()} if edition.effective_on else {}


def _ask_to_confirm(edition: Edition) -> None:
    if edition.amends is None:
        return
    agencies = owners_to_confirm(state_of(edition.amends), state_of(edition))
    Confirmation.objects.bulk_create(Confirmation(edition=edition, agency_id=key) for key in agencies)


@transaction.atomic
def put_in_force(*, edition: Edition, now: datetime) -> bool:
    """Put a decided edition in force, its day having come; False when somebody else did, or took it back."""
    edition = locked(edition)
    due = edition.effective_on is not None and edition.effective_on <= localdate(now)
    if edition.status != Edition.Status.DECIDED or not due:
        return False
    _supersede(edition)
    edition.status = Edition.Status.PUBLISHED
    edition.save(update_fields=["status"])
    record(
        verb="put_in_force",
        subject=edition,
        by=None,
        now=now,
        before={"status": Edition.Status.DECIDED.value},
        after={"status": edition.status, **_day(edition)},
        area_code=edition.framework.area_id,
    )
    return True
