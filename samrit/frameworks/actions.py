"""Writes about frameworks: draft, change, targets, publish, reporting windows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.models import (
    Component,
    Edition,
    FiscalYear,
    Framework,
    Indicator,
    Kpi,
    KpiGroup,
    KpiOwner,
    Round,
)
from samrit.frameworks.permissions import refuse_change, refuse_preparing, refuse_window
from samrit.frameworks.queries import edition_in_force, refusals_to_publish_edition, with_contents
from samrit.people.models import Agency, Area, User
from samrit.people.queries import duties_of
from samrit.rules import rulesets
from samrit.rules.framework import ComponentTerms, GroupTerms, KpiTerms, is_same_kpi
from samrit.rules.scoring import check_levels
from samrit.rules.thai import plain_number
from samrit.rules.wording import RefusedError, refuse

# What a draft's KPI takes over from the same KPI of the edition in force.
CARRIED = (
    "unit", "direction", "interpolate", "basic", "standard", "advanced", "last_year", "definition", "evidence_asked",
)  # fmt: skip


@dataclass(frozen=True)
class KpiChange:
    """New values for one KPI of a draft; ``fields`` are names and values of ``Kpi``'s columns."""

    kpi: int
    fields: Mapping[str, Any]
    owners: tuple[int, ...] | None = None


@transaction.atomic
def create_draft(
    *,
    area: Area,
    year: int,
    components: Sequence[ComponentTerms],
    by: User,
    now: datetime,
    kind: str = Edition.Kind.ORIGINAL,
    source: str = "",
) -> Edition:
    """Make the province's draft edition from its terms; KPIs known from the edition in force keep their targets."""
    duties = duties_of(by, localdate(now))
    if refusal := refuse_preparing(duties, area):
        raise RefusedError(refusal)
    framework = _framework(area, year)
    if framework.editions.filter(status=Edition.Status.DRAFT).exists():
        raise RefusedError(refuse("draft_exists", "จังหวัดนี้มีร่างกรอบของปีนี้อยู่แล้ว – ประกาศหรือลบร่างเดิมก่อน"))
    number = (framework.editions.aggregate(last=Max("number"))["last"] or 0) + 1
    edition = Edition.objects.create(
        framework=framework,
        number=number,
        kind=Edition.Kind.REVISED if number > 1 else kind,
        source=source,
        created_by=by,
        created_at=now,
    )
    known = _kpis_in_force(area.pk, year)
    for terms in components:
        _create_component(edition, terms, known)
    record(
        verb="create_draft",
        subject=edition,
        by=by,
        now=now,
        after={"year": year, "number": number, "source": source},
        area_code=area.pk,
        actor_role=duties.described(),
    )
    return edition


def _framework(area: Area, year: int) -> Framework:
    fiscal_year, _ = FiscalYear.objects.get_or_create(
        year=year, defaults={"rule_set": rulesets.for_year(year)}
    )
    framework, _ = Framework.objects.get_or_create(area=area, fiscal_year=fiscal_year)
    return Framework.objects.select_for_update().get(pk=framework.pk)


def _kpis_in_force(area_code: str, year: int) -> list[Kpi]:
    """The KPIs and parts of the edition in force that no KPI of the draft continues yet."""
    edition = edition_in_force(area_code, year)
    if edition is None:
        return []
    kpis = Kpi.objects.filter(component__edition=edition)
    return list(kpis.select_related("component", "indicator", "parent"))


def _continued(known: list[Kpi], *, component: int, parent: Kpi | None, number: str, name: str) -> Kpi | None:
    """The KPI in force that a draft's KPI continues: alike by name, the one of the same number first."""
    of_parent = parent.indicator_id if parent else None
    alike = [
        kpi
        for kpi in known
        if kpi.component.number == component
        and (kpi.parent.indicator_id if kpi.parent else None) == of_parent
        and is_same_kpi(kpi.name, name)
    ]
    alike.sort(key=lambda kpi: kpi.number != number)
    if not alike:
        return None
    known.remove(alike[0])
    return alike[0]


def _create_component(edition: Edition, terms: ComponentTerms, known: list[Kpi]) -> None:
    component = Component.objects.create(
        edition=edition, number=terms.number, name=terms.name, weight=terms.weight, assessed=terms.assessed
    )
    position = 0
    for place, group_terms in enumerate(terms.groups, start=1):
        group = _create_group(component, place, group_terms)
        for kpi_terms in group_terms.kpis:
            position += 1
            kpi = _create_kpi(group, kpi_terms, position, known)
            for place_in_kpi, part in enumerate(kpi_terms.parts, start=1):
                _create_kpi(group, part, place_in_kpi, known, parent=kpi, owners=kpi_terms.owners)


def _create_group(component: Component, position: int, terms: GroupTerms) -> KpiGroup:
    return KpiGroup.objects.create(
        component=component, position=position, number=terms.number, name=terms.name
    )


def _create_kpi(
    group: KpiGroup,
    terms: KpiTerms,
    position: int,
    known: list[Kpi],
    *,
    parent: Kpi | None = None,
    owners: tuple[int, ...] | None = None,
) -> Kpi:
    number = f"{parent.number}.{position}" if parent else terms.number
    before = _continued(
        known, component=group.component.number, parent=parent, number=number, name=terms.name
    )
    kpi = Kpi.objects.create(
        component=group.component,
        group=group,
        parent=parent,
        indicator=before.indicator
        if before
        else Indicator.objects.create(framework=group.component.edition.framework),
        position=position,
        number=number,
        name=terms.name,
        weight=terms.weight,
        **({name: getattr(before, name) for name in CARRIED} if before else {}),
    )
    _set_owners(kpi, terms.owners if owners is None else owners)
    return kpi


def _set_owners(kpi: Kpi, agencies: Sequence[int]) -> None:
    kpi.ownerships.all().delete()
    KpiOwner.objects.bulk_create(
        KpiOwner(kpi=kpi, agency_id=agency, position=position)
        for position, agency in enumerate(agencies, start=1)
    )


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
    edition, duties = _locked(edition), duties_of(by, localdate(now))
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


def _locked(edition: Edition) -> Edition:
    """The edition as it stands now, locked: it may have been published or changed since the page was shown."""
    editions = Edition.objects.select_for_update(of=("self",))
    return editions.select_related("framework__area", "framework__fiscal_year").get(pk=edition.pk)


def _change_kpi(kpi: Kpi, change: KpiChange, before: dict[str, Any], after: dict[str, Any]) -> None:
    for name, value in change.fields.items():
        _note(before, after, f"{kpi.full_number} {name}", getattr(kpi, name), value)
        setattr(kpi, name, value)
    kpi.save()
    if change.owners is not None:
        _note(before, after, f"{kpi.full_number} owners", _names(_owners_of(kpi)), _names(change.owners))
        for one in (kpi, *kpi.parts.all()):
            _set_owners(one, change.owners)


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
    kpi.basic, kpi.standard, kpi.advanced = levels
    kpi.direction, kpi.unit = direction, unit
    kpi.save()
    record(
        verb="set_targets",
        subject=kpi,
        by=by,
        now=now,
        after={"levels": [plain_number(level) for level in levels], "direction": direction, "unit": unit},
        area_code=kpi.component.edition.framework.area_id,
        actor_role=duties.described(),
    )


@transaction.atomic
def discard_draft(*, edition: Edition, by: User, now: datetime) -> None:
    """Take a draft away; what it said stays in the trail."""
    edition, duties = _locked(edition), duties_of(by, localdate(now))
    if refusal := refuse_change(duties, edition):
        raise RefusedError(refusal)
    record(
        verb="discard_draft",
        subject=edition,
        by=by,
        now=now,
        before={"number": edition.number, "source": edition.source},
        area_code=edition.framework.area_id,
        actor_role=duties.described(),
    )
    Kpi.objects.filter(component__edition=edition, parent__isnull=False).delete()
    edition.delete()


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


@transaction.atomic
def set_window(
    *,
    area: Area,
    year: int,
    months: int,
    opens_at: datetime,
    closes_at: datetime,
    by: User,
    now: datetime,
    reason: str,
) -> Round:
    """Set the reporting window of a round, or (central office, with a reason) move it."""
    duties = duties_of(by, localdate(now))
    Area.objects.select_for_update().get(pk=area.pk)  # a first window has no row of its own to lock yet
    existing = Round.objects.filter(area=area, fiscal_year=year, months=months).first()
    if refusal := refuse_window(duties, area, existing):
        raise RefusedError(refusal)
    if closes_at <= opens_at:
        raise RefusedError(refuse("window_reversed", "เวลาปิดต้องอยู่หลังเวลาเปิด – ตรวจวันและเวลาอีกครั้ง"))
    if existing and not reason.strip():
        raise RefusedError(refuse("reason_required", "โปรดระบุเหตุผล"))
    FiscalYear.objects.get_or_create(year=year, defaults={"rule_set": rulesets.for_year(year)})
    before = _edges(existing) if existing else {}
    round_, _ = Round.objects.update_or_create(
        area=area, fiscal_year_id=year, months=months, defaults={"opens_at": opens_at, "closes_at": closes_at}
    )
    record(
        verb="set_window",
        subject=round_,
        by=by,
        now=now,
        before=before,
        after=_edges(round_),
        reason=reason,
        area_code=area.pk,
        actor_role=duties.described(),
    )
    return round_


def _edges(round_: Round) -> dict[str, str]:
    return {"opens_at": round_.opens_at.isoformat(), "closes_at": round_.closes_at.isoformat()}
