"""Changing a draft; giving a published KPI the targets it lacked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.actions.drafts import locked, set_owners
from samrit.frameworks.models import (
    Component,
    Edition,
    Kpi,
)
from samrit.frameworks.permissions import refuse_change, refuse_preparing
from samrit.people.models import Agency, User
from samrit.people.queries import duties_of
from samrit.rules import rulesets
from samrit.rules.scoring import check_levels
from samrit.rules.thai import plain_number
from samrit.rules.wording import RefusedError, refuse


@dataclass(frozen=True)
class KpiChange:
    """New values for one KPI of a draft; ``fields`` are names and values of ``Kpi``'s columns."""

    kpi: int
    fields: Mapping[str, Any]
    owners: tuple[int, ...] | None = None


@transaction.atomic
def change_draft(
    *,
    edition: Edition,
    component_weights: Mapping[int, Decimal | None],
    kpis: Sequence[KpiChange],
    by: User,
    now: datetime,
) -> None:
    """Save the whole grid of a draft at once: component weights, KPI fields and owners."""
    edition, duties = locked(edition), duties_of(by, localdate(now))
    if refusal := refuse_change(duties, edition):
        raise RefusedError(refusal)
    rules = rulesets.load(edition.framework.fiscal_year.rule_set)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for component in edition.components.filter(pk__in=component_weights):
        weight = component_weights[component.pk]
        _note(before, after, f"component {component.number} weight", component.weight, weight)
        Component.objects.filter(pk=component.pk).update(weight=weight)
    changes = {change.kpi: change for change in kpis}
    for kpi in Kpi.objects.filter(pk__in=changes, component__edition=edition).select_related("component"):
        _change_kpi(kpi, changes[kpi.pk], before, after)
        if kpi.levels is not None:
            check_levels(rules, kpi.direction, kpi.levels)
    record(
        verb="change_draft",
        subject=edition,
        by=by,
        now=now,
        before=before,
        after=after,
        area_code=edition.framework.area_id,
        actor_role=duties.described(),
    )


def _change_kpi(kpi: Kpi, change: KpiChange, before: dict[str, Any], after: dict[str, Any]) -> None:
    for name, value in change.fields.items():
        _note(before, after, f"{kpi.full_number} {name}", getattr(kpi, name), value)
        setattr(kpi, name, value)
    kpi.save()
    if change.owners is not None:
        _note(before, after, f"{kpi.full_number} owners", _names(_owners_of(kpi)), _names(change.owners))
        for one in (kpi, *kpi.parts.all()):
            set_owners(one, change.owners)


def _owners_of(kpi: Kpi) -> list[int]:
    return [ownership.agency_id for ownership in kpi.ownerships.all()]


def _names(agencies: Sequence[int]) -> str:
    """The agencies' names in the given order, for the trail."""
    found = Agency.objects.in_bulk(agencies)
    return ", ".join(found[key].name for key in agencies if key in found)


def _note(before: dict[str, Any], after: dict[str, Any], name: str, old: Any, new: Any) -> None:
    if old != new:
        before[name] = plain_number(old) if isinstance(old, Decimal) else old
        after[name] = plain_number(new) if isinstance(new, Decimal) else new


@transaction.atomic
def set_targets(
    *, kpi: Kpi, levels: tuple[Decimal, Decimal, Decimal], direction: str, unit: str, by: User, now: datetime
) -> None:
    """Give a published KPI the targets it was published without; targets already set change only by an edition."""
    duties = duties_of(by, localdate(now))
    kpi = Kpi.objects.select_for_update().select_related("component__edition__framework__area").get(pk=kpi.pk)
    if refusal := refuse_preparing(duties, kpi.component.edition.framework.area):
        raise RefusedError(refusal)
    year = kpi.component.edition.framework.fiscal_year
    check_levels(rulesets.load(year.rule_set), direction, levels)
    if kpi.levels is not None:
        raise RefusedError(refuse("targets_set", "ตัวชี้วัดนี้มีค่าเป้าหมายแล้ว เปลี่ยนได้ด้วยฉบับปรับปรุงเท่านั้น"))
    before = {"levels": None, "direction": kpi.direction, "unit": kpi.unit}
    kpi.basic, kpi.standard, kpi.advanced = levels
    kpi.direction, kpi.unit = direction, unit
    kpi.save()
    record(
        verb="set_targets",
        subject=kpi,
        by=by,
        now=now,
        before=before,
        after={"levels": [plain_number(level) for level in levels], "direction": direction, "unit": unit},
        area_code=kpi.component.edition.framework.area_id,
        actor_role=duties.described(),
    )
