"""Revising a framework: the draft of the next edition, why it is made, and taking back one that waits for its day."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Max
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.actions.drafts import locked
from samrit.frameworks.models import (
    Component,
    Confirmation,
    Edition,
    Framework,
    Kpi,
    KpiGroup,
    KpiOwner,
    RequiredEvidence,
)
from samrit.frameworks.permissions import refuse_change, refuse_revising, refuse_withdrawing
from samrit.frameworks.queries import editions_beside, facts_of_revision
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.amendment import RevisionFacts
from samrit.rules.wording import RefusedError, refuse


@transaction.atomic
def start_revision(*, edition: Edition, by: User, now: datetime) -> Edition:
    """เริ่มฉบับปรับปรุง: a draft that says what the edition in force says, to be changed from there."""
    Framework.objects.select_for_update().get(pk=edition.framework_id)
    edition, duties = locked(edition), duties_of(by, localdate(now))
    if refusal := refuse_revising(duties, edition, beside=editions_beside(edition)):
        raise RefusedError(refusal)
    last = edition.framework.editions.aggregate(last=Max("number"))["last"]
    draft = Edition.objects.create(
        framework=edition.framework,
        number=last + 1,
        kind=Edition.Kind.REVISED,
        reweight=edition.reweight,
        amends=edition,
        created_by=by,
        created_at=now,
    )
    _copy_contents(edition, draft)
    record(
        verb="start_revision",
        subject=draft,
        by=by,
        now=now,
        after={"amended_number": edition.number, "number": draft.number},
        area_code=edition.framework.area_id,
        actor_role=duties.described(),
    )
    return draft


def _copy_contents(edition: Edition, draft: Edition) -> None:
    """Components, groups, KPIs, parts, owners and checklists in a dozen queries, however many there are."""
    components = _copies(Component.objects.filter(edition=edition), {"edition_id": {edition.pk: draft.pk}})
    groups = _copies(KpiGroup.objects.filter(component__edition=edition), {"component_id": components})
    places = {"component_id": components, "group_id": groups}
    of_edition = Kpi.objects.filter(component__edition=edition)
    kpis = _copies(of_edition.filter(parent=None), places)
    kpis |= _copies(of_edition.exclude(parent=None), {**places, "parent_id": kpis})
    _copies(KpiOwner.objects.filter(kpi__component__edition=edition), {"kpi_id": kpis})
    _copies(RequiredEvidence.objects.filter(kpi__component__edition=edition), {"kpi_id": kpis})


def _copies(rows: Iterable[models.Model], moved: Mapping[str, Mapping[int, int]]) -> dict[int, int]:
    """Copies of the rows, belonging elsewhere as ``moved`` says; old key → new key."""
    kept = list(rows)
    if not kept:
        return {}
    model = type(kept[0])
    copies = [model(**_values(row, moved)) for row in kept]
    made = model._default_manager.bulk_create(copies, batch_size=500)  # noqa: SLF001 - the public name of managers
    return {old.pk: new.pk for old, new in zip(kept, made, strict=True)}


def _values(row: models.Model, moved: Mapping[str, Mapping[int, int]]) -> dict[str, Any]:
    """Every column but the key: what others add to the tables is carried too."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]  # noqa: SLF001 - Django's model API
    values = {field.attname: getattr(row, field.attname) for field in fields}
    return {name: moved[name][value] if name in moved else value for name, value in values.items()}


@transaction.atomic
def set_revision_facts(
    *,
    edition: Edition,
    effective_on: date | None,
    meeting: str,
    resolved_on: date | None,
    resolution: str,
    reason: str,
    by: User,
    now: datetime,
) -> Edition:
    """Why, by which resolution and from when on; what is not known yet may wait until the edition is published."""
    edition, duties = locked(edition), duties_of(by, localdate(now))
    if refusal := refuse_change(duties, edition):
        raise RefusedError(refusal)
    before = _told(facts_of_revision(edition))
    edition.effective_on, edition.resolved_on = effective_on, resolved_on
    edition.meeting, edition.resolution = meeting.strip(), resolution.strip()
    edition.revision_reason = reason.strip()
    after = _told(facts_of_revision(edition))
    if before == after:
        return edition
    edition.save(update_fields=["effective_on", "resolved_on", "meeting", "resolution", "revision_reason"])
    changed = [name for name in after if before[name] != after[name]]
    record(
        verb="set_revision_facts",
        subject=edition,
        by=by,
        now=now,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
        area_code=edition.framework.area_id,
        actor_role=duties.described(),
    )
    return edition


def _told(facts: RevisionFacts) -> dict[str, str]:
    return {
        "effective_on": facts.effective_on.isoformat() if facts.effective_on else "",
        "meeting": facts.meeting,
        "resolved_on": facts.resolved_on.isoformat() if facts.resolved_on else "",
        "resolved": facts.resolution,
        "revision_reason": facts.reason,
    }


@transaction.atomic
def withdraw_edition(*, edition: Edition, reason: str, by: User, now: datetime) -> Edition:
    """Make a draft again of an edition whose day has not come; nobody need confirm it any more."""
    edition, duties = locked(edition), duties_of(by, localdate(now))
    if refusal := refuse_withdrawing(duties, edition):
        raise RefusedError(refusal)
    if not reason.strip():
        raise RefusedError(refuse("reason_required", "โปรดระบุเหตุผล"))
    Confirmation.objects.filter(edition=edition).delete()
    edition.status, edition.published_by, edition.published_at = Edition.Status.DRAFT, None, None
    edition.save(update_fields=["status", "published_by", "published_at"])
    record(
        verb="withdraw_edition",
        subject=edition,
        by=by,
        now=now,
        before={"status": Edition.Status.DECIDED.value},
        after={"status": Edition.Status.DRAFT.value},
        reason=reason.strip(),
        area_code=edition.framework.area_id,
        actor_role=duties.described(),
    )
    return edition
