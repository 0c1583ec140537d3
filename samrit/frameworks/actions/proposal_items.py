"""The KPIs of a proposal: adding, changing and removing them, and their weights."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from samrit.frameworks.actions.proposal_shared import (
    Pasts,
    agency_names,
    changed,
    changing,
    forget_decision,
    keep_past,
    note,
    set_item_owners,
)
from samrit.frameworks.models import (
    Kpi,
    LibraryKpi,
    PastValue,
    Proposal,
    ProposalComponent,
    ProposalGroup,
    ProposalItem,
)
from samrit.frameworks.queries import Past, PastResults
from samrit.frameworks.queries.history import pasts_of_entry
from samrit.frameworks.queries.proposals import group_for, groups_of
from samrit.people.models import User
from samrit.rules import rulesets
from samrit.rules.scoring import check_levels
from samrit.rules.thai import plain_number
from samrit.rules.wording import Refusal, RefusedError, refuse

# What a proposed KPI takes over from its entry in the library.
FROM_LIBRARY = ("name", "unit", "direction", "interpolate", "definition", "evidence_asked")


@dataclass(frozen=True)
class ItemChange:
    """New values for one proposed KPI or part. ``past``: year → its value; None takes the year away."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    owners: tuple[int, ...] | None = None
    past: Mapping[int, Past | None] = field(default_factory=dict)


def add_from_library(
    *, proposal: Proposal, entry: LibraryKpi, results: PastResults, by: User, now: datetime
) -> ProposalItem:
    """Add a KPI of the library to the group of its category, with what is known of its earlier years."""
    group = group_for(entry, groups_of(proposal))
    known = pasts_of_entry(proposal, entry, results)
    return add_item(proposal=proposal, group=group, entry=entry, name=entry.name, pasts=known, by=by, now=now)


@transaction.atomic
def add_item(
    *,
    proposal: Proposal,
    group: ProposalGroup,
    entry: LibraryKpi | None,
    name: str,
    pasts: Pasts,
    by: User,
    now: datetime,
) -> ProposalItem:
    """Add a KPI: one of the library with its parts, or one of the province's own named ``name``.

    ``pasts``: what is known of the earlier years, by key of the library's entry.
    """
    proposal, duties = changing(proposal, by, now)
    if entry is not None and (refusal := _refuse_entry(proposal, entry)):
        raise RefusedError(refusal)
    position = (group.items.filter(parent=None).aggregate(last=Max("position"))["last"] or 0) + 1
    item = _create_item(group, entry, pasts, position=position, name=name)
    parts = entry.parts.filter(active=True) if entry else ()
    for place, part in enumerate(parts, start=1):
        _create_item(group, part, pasts, parent=item, position=place, name=part.name)
    after = {"name": item.name, "library_code": entry.code if entry else ""}
    changed("add_item", proposal, duties, by, now, after=after)
    return item


def _refuse_entry(proposal: Proposal, entry: LibraryKpi) -> Refusal | None:
    if not entry.active:
        return refuse("entry_inactive", "{name} เลิกใช้ในคลังแล้ว – เลือกตัวชี้วัดอื่น", name=entry.name)
    if proposal.items.filter(library_kpi=entry).exists():
        return refuse("entry_twice", "{name} อยู่ในข้อเสนอนี้แล้ว", name=entry.name)
    return None


def _create_item(
    group: ProposalGroup,
    entry: LibraryKpi | None,
    pasts: Pasts,
    *,
    parent: ProposalItem | None = None,
    position: int,
    name: str,
) -> ProposalItem:
    fields = {one: getattr(entry, one) for one in FROM_LIBRARY} if entry else {"name": name}
    item = ProposalItem.objects.create(
        proposal=group.component.proposal,
        group=group,
        parent=parent,
        position=position,
        library_kpi=entry,
        continues=_continued(group.component.proposal, entry),
        **fields,
    )
    keep_past(item, pasts.get(entry.pk, {}) if entry else {})
    return item


def _continued(proposal: Proposal, entry: LibraryKpi | None) -> Kpi | None:
    """Last year's KPI of the same entry, taken up again after it was removed from the clone."""
    if entry is None or proposal.base_id is None:
        return None
    taken = proposal.items.filter(continues__isnull=False).values("continues")
    kpis = Kpi.objects.filter(component__edition=proposal.base_id, indicator__library_kpi=entry)
    return kpis.exclude(pk__in=taken).first()


@transaction.atomic
def save_item(
    *, item: ProposalItem, changes: Mapping[int, ItemChange], version: int, by: User, now: datetime
) -> None:
    """Change a KPI and its parts (key → change). ``version``: of the KPI as the person saw it."""
    proposal, duties = changing(item.proposal, by, now)
    whole = (
        ProposalItem.objects.select_for_update().select_related("group__component").filter(pk=item.pk).first()
    )
    if whole is None:
        raise RefusedError(
            refuse("item_removed", "มีผู้อื่นนำตัวชี้วัดนี้ออกจากข้อเสนอแล้ว – คัดลอกสิ่งที่พิมพ์ไว้ แล้วเพิ่มตัวชี้วัดใหม่")
        )
    if whole.version != version:
        raise RefusedError(STALE)
    rules = rulesets.load(proposal.fiscal_year.rule_set)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for one in (whole, *whole.parts.all()):
        if change := changes.get(one.pk):
            place = "" if one is whole else f"{one.name} "
            _change(one, change, place, before, after)
            if one.levels is not None:
                check_levels(rules, one.direction, one.levels)
    if not after and not before:
        return
    ProposalItem.objects.filter(pk=whole.pk).update(version=F("version") + 1)
    forget_decision(whole)
    changed("save_item", proposal, duties, by, now, before=before, after={"item": whole.name, **after})


STALE = refuse(
    "changed_meanwhile",
    "มีผู้อื่นแก้ไขตัวชี้วัดนี้ระหว่างที่คุณพิมพ์ – สิ่งที่คุณพิมพ์ยังอยู่ครบ ค่าที่เขาบันทึกแสดงไว้ข้างช่อง ตรวจแล้วกดบันทึกอีกครั้งเพื่อใช้ค่าของคุณ",
)


def _change(
    item: ProposalItem, change: ItemChange, place: str, before: dict[str, Any], after: dict[str, Any]
) -> None:
    for name, value in change.fields.items():
        note(before, after, f"{place}{name}", getattr(item, name), value)
        setattr(item, name, value)
    if change.fields:
        item.save(update_fields=list(change.fields))
    if change.owners is not None:
        old = [ownership.agency_id for ownership in item.ownerships.all()]
        note(before, after, f"{place}owners", agency_names(old), agency_names(change.owners))
        set_item_owners(item, change.owners)
    known = {one.year: one for one in item.past.all()}
    for year, past in change.past.items():
        old_past = known.get(year)
        note(before, after, f"{place}{year}", _said(old_past), _said(past))
        item.past.filter(year=year).delete()
    keep_past(item, {year: past for year, past in change.past.items() if past is not None})


def _said(past: PastValue | Past | None) -> str:
    if past is None:
        return ""
    value = plain_number(past.value) if past.value is not None else past.missing
    return f"{value} ({past.source})" if past.source else value


@transaction.atomic
def save_weights(
    *,
    proposal: Proposal,
    components: Mapping[int, Decimal | None],
    items: Mapping[int, Decimal | None],
    version: int,
    by: User,
    now: datetime,
) -> None:
    """Change the weights of components and KPIs (keys) at once. ``version``: of the proposal as the person saw it."""
    proposal, duties = changing(proposal, by, now)
    if proposal.version != version:
        raise RefusedError(
            refuse(
                "proposal_changed_meanwhile",
                "มีผู้อื่นแก้ไขข้อเสนอนี้ระหว่างที่คุณพิมพ์ – น้ำหนักที่คุณพิมพ์ยังอยู่ครบ ตรวจแล้วกดบันทึกน้ำหนักอีกครั้ง",
            )
        )
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for component in proposal.components.filter(pk__in=components):
        key = f"component {component.number} weight"
        note(before, after, key, component.weight, components[component.pk])
        ProposalComponent.objects.filter(pk=component.pk).update(weight=components[component.pk])
    for item in proposal.items.filter(pk__in=items):
        if item.weight != items[item.pk]:
            note(before, after, f"{item.name} weight", item.weight, items[item.pk])
            ProposalItem.objects.filter(pk=item.pk).update(weight=items[item.pk], version=F("version") + 1)
            forget_decision(item)
    if before or after:
        changed("save_weights", proposal, duties, by, now, before=before, after=after)


@transaction.atomic
def remove_item(*, item: ProposalItem, by: User, now: datetime) -> None:
    """Take a KPI with its parts out of the proposal; what it said stays in the trail."""
    proposal, duties = changing(item.proposal, by, now)
    before = {"name": item.name, "weight": plain_number(item.weight) if item.weight is not None else ""}
    if item.levels:
        before["levels"] = " / ".join(plain_number(level) for level in item.levels)
    ProposalItem.objects.filter(parent=item.pk).delete()
    ProposalItem.objects.filter(pk=item.pk).delete()
    changed("remove_item", proposal, duties, by, now, before=before)
