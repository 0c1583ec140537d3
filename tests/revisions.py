"""A revised edition of the small province, through the real actions."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from samrit.frameworks.actions import KpiChange, change_draft, set_revision_facts, start_revision
from samrit.frameworks.models import Edition, Kpi
from samrit.people.models import User
from samrit.reports.actions import publish_revision
from samrit.rules.amendment import Fate
from tests.world import NOW, World

FACTS: Mapping[str, Any] = {
    "effective_on": NOW.date(),
    "meeting": "3/2567",
    "resolved_on": date(2024, 9, 30),
    "resolution": "เห็นชอบปรับค่าเป้าหมายตัวชี้วัด",
    "reason": "แหล่งข้อมูลปรับวิธีคำนวณ",
}
NEW_LEVELS = {"basic": Decimal(1100), "standard": Decimal(1150), "advanced": Decimal(1200)}


def kpi_of(edition: Edition, number: str) -> Kpi:
    """By full number: ``1-1``."""
    component, _, own = number.partition("-")
    return Kpi.objects.select_related("component__edition").get(
        component__edition=edition, component__number=int(component), number=own
    )


def revise(
    world: World,
    changes: Mapping[str, Mapping[str, Any]] | None = None,
    *,
    owners: Mapping[str, tuple[int, ...]] | None = None,
    by: User | None = None,
    now: datetime = NOW,
    **facts: Any,
) -> Edition:
    """A draft that amends the edition in force; ``changes``: full number → columns (lower targets for 1-1 when none)."""
    assert world.edition is not None
    by, owners = by or world.coordinator, owners or {}
    if changes is None:
        changes = {"1-1": NEW_LEVELS}
    in_force = Edition.objects.get(framework=world.edition.framework_id, status=Edition.Status.PUBLISHED)
    draft = start_revision(edition=in_force, by=by, now=now)
    change_draft(
        edition=draft,
        component_weights={},
        kpis=[
            KpiChange(kpi_of(draft, number).pk, dict(changes.get(number, {})), owners.get(number))
            for number in sorted({*changes, *owners})
        ],
        by=by,
        now=now,
    )
    return set_revision_facts(edition=draft, **{**FACTS, **facts}, by=by, now=now)


def publish_revised(
    world: World,
    draft: Edition,
    fates: Mapping[str, Fate] | None = None,
    *,
    whole_round: bool = False,
    by: User | None = None,
    now: datetime = NOW,
) -> Edition:
    """Published with these fates (full number → fate) in the world's round, or with the round kept as a whole."""
    assert world.round is not None
    chosen: dict[tuple[int, int | None], Fate] = {
        (world.round.pk, world.kpis[number].indicator_id): fate for number, fate in (fates or {}).items()
    }
    chosen[world.round.pk, None] = Fate.KEPT if whole_round else Fate.RESCORED
    return publish_revision(edition=draft, chosen=chosen, by=by or world.coordinator, now=now)
