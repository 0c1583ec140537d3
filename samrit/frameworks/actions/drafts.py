"""Making a draft edition, and taking it away."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.actions.entries import link_to_library
from samrit.frameworks.actions.requirements import carry_required_evidence
from samrit.frameworks.models import (
    Component,
    Edition,
    FiscalYear,
    Framework,
    Indicator,
    Kpi,
    KpiGroup,
    KpiOwner,
)
from samrit.frameworks.permissions import refuse_another, refuse_change, refuse_preparing
from samrit.frameworks.queries import edition_in_force
from samrit.people.models import Area, User
from samrit.people.queries import duties_of
from samrit.rules import rulesets
from samrit.rules.framework import ComponentTerms, GroupTerms, KpiTerms, is_same_kpi
from samrit.rules.wording import RefusedError

# What a draft's KPI takes over from the same KPI of the edition in force.
CARRIED = (
    "unit", "direction", "interpolate", "basic", "standard", "advanced", "last_year", "definition", "evidence_asked",
    "template",
)  # fmt: skip


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
    framework = _framework_without_draft(area, year)
    number = _next_number(framework)
    edition = Edition.objects.create(
        framework=framework,
        number=number,
        kind=Edition.Kind.REVISED if number > 1 else kind,
        source=source,
        amends=edition_in_force(area.pk, year),
        created_by=by,
        created_at=now,
    )
    known = _kpis_in_force(area.pk, year)
    for terms in components:
        _create_component(edition, terms, known)
    link_to_library(edition)
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


def _framework_without_draft(area: Area, year: int) -> Framework:
    framework = _framework(area, year)
    if refusal := refuse_another(framework.editions.all()):
        raise RefusedError(refusal)
    return framework


def _next_number(framework: Framework) -> int:
    return int(framework.editions.aggregate(last=Max("number"))["last"] or 0) + 1


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
    set_owners(kpi, terms.owners if owners is None else owners)
    if before:
        carry_required_evidence(before, kpi)
    return kpi


def set_owners(kpi: Kpi, agencies: Sequence[int]) -> None:
    kpi.ownerships.all().delete()
    KpiOwner.objects.bulk_create(
        KpiOwner(kpi=kpi, agency_id=agency, position=position)
        for position, agency in enumerate(agencies, start=1)
    )


def locked(edition: Edition) -> Edition:
    """The edition as it stands now, locked: it may have been published or changed since the page was shown."""
    editions = Edition.objects.select_for_update(of=("self",))
    return editions.select_related("framework__area", "framework__fiscal_year").get(pk=edition.pk)


@transaction.atomic
def discard_draft(*, edition: Edition, by: User, now: datetime) -> None:
    """Take a draft away; what it said stays in the trail."""
    edition, duties = locked(edition), duties_of(by, localdate(now))
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
