"""An edition's contents, for pages and in the shape of the rules."""

from django.db.models import Prefetch, QuerySet
from django.db.models.functions import Coalesce

from samrit.frameworks.models import Component, Edition, Kpi, KpiGroup, KpiOwner
from samrit.rules import rulesets
from samrit.rules.framework import ComponentTerms, GroupTerms, KpiTerms, refusals_to_publish
from samrit.rules.wording import Refusal


def edition_in_force(area_code: str, year: int) -> Edition | None:
    return (
        Edition.objects.filter(
            framework__area=area_code, framework__fiscal_year=year, status=Edition.Status.PUBLISHED
        )
        .select_related("framework__area", "framework__fiscal_year")
        .first()
    )


def with_contents(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """Components, groups, KPIs, parts and owners in six queries, however many there are."""
    owners = Prefetch("ownerships", KpiOwner.objects.select_related("agency"))
    parts = Prefetch("parts", Kpi.objects.order_by("position").prefetch_related(owners))
    kpis = Prefetch(
        "kpis", Kpi.objects.filter(parent=None).order_by("position").prefetch_related(owners, parts)
    )
    groups = Prefetch("groups", KpiGroup.objects.prefetch_related(kpis))
    return editions.prefetch_related(Prefetch("components", Component.objects.prefetch_related(groups)))


def terms_of(edition: Edition) -> list[ComponentTerms]:
    """The edition (fetched ``with_contents``) in the shape of the rules."""
    return [
        ComponentTerms(
            component.number,
            component.name,
            component.weight,
            component.assessed,
            tuple(
                GroupTerms(group.number, group.name, tuple(_kpi_terms(kpi) for kpi in group.kpis.all()))
                for group in component.groups.all()
            ),
        )
        for component in edition.components.all()
    ]


def _kpi_terms(kpi: Kpi) -> KpiTerms:
    return KpiTerms(
        kpi.number,
        kpi.name,
        kpi.weight,
        tuple(ownership.agency_id for ownership in kpi.ownerships.all()),
        tuple(_kpi_terms(part) for part in kpi.parts.all()) if kpi.parent_id is None else (),
    )


def refusals_to_publish_edition(edition: Edition) -> list[Refusal]:
    """Why this draft (fetched ``with_contents``) may not be published yet; the page lists them all."""
    rules = rulesets.load(edition.framework.fiscal_year.rule_set)
    return refusals_to_publish(terms_of(edition), weighted=rules.model == "weighted")


def leaf_kpis(edition: Edition) -> QuerySet[Kpi]:
    """The KPIs that results are reported for: parts, and KPIs without parts, of assessed components."""
    return (
        Kpi.objects.filter(component__edition=edition, component__assessed=True, parts__isnull=True)
        .select_related("component__edition", "group", "parent", "indicator")
        .prefetch_related(Prefetch("ownerships", KpiOwner.objects.select_related("agency")))
        .order_by(
            "component__number", "group__position", Coalesce("parent__position", "position"), "position"
        )
    )
