"""What KPIs are derived from, and what is derived from them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, QuerySet

from samrit.frameworks.models import Edition, Indicator, Kpi, KpiLink, KpiOwner, StrategicKpi
from samrit.frameworks.queries.seen import editions_visible_to
from samrit.people.queries import Duties


@dataclass(frozen=True)
class Linked:
    """A link with the KPI at its other end; ``kpi`` is None for a strategic KPI, or where this person may not see it."""

    link: KpiLink
    kpi: Kpi | None


def parents_of(duties: Duties, indicator: int) -> list[Linked]:
    """What the indicator is derived from: strategic KPIs and KPIs above it."""
    return parents_of_all(duties, [indicator])[indicator]


def parents_of_all(duties: Duties, indicators: Iterable[int]) -> dict[int, list[Linked]]:
    """Indicator → what it is derived from; the number of queries does not grow with them."""
    found: dict[int, list[Linked]] = {indicator: [] for indicator in indicators}
    links = KpiLink.objects.filter(indicator__in=found).select_related(
        "strategic", "parent__framework__area", "made_by"
    )
    seen = newest_kpis(duties, [link.parent_id for link in links if link.parent_id])
    for link in links:
        found[link.indicator_id].append(Linked(link, seen.get(link.parent_id or 0)))
    return found


def children_of(duties: Duties, indicator: int) -> list[Linked]:
    """What is derived from the indicator, as far as this person may see it."""
    links = KpiLink.objects.filter(parent=indicator).select_related("indicator__framework__area", "made_by")
    return _seen_children(duties, links)


def derived_from(duties: Duties, strategic: StrategicKpi) -> list[Linked]:
    """The provinces' KPIs that are derived from a strategic KPI, as far as this person may see them."""
    links = KpiLink.objects.filter(strategic=strategic).select_related(
        "indicator__framework__area", "indicator__framework__fiscal_year", "made_by"
    )
    return _seen_children(duties, links.order_by("indicator__framework__area", "id"))


def _seen_children(duties: Duties, links: QuerySet[KpiLink]) -> list[Linked]:
    seen = newest_kpis(duties, [link.indicator_id for link in links])
    return [Linked(link, seen[link.indicator_id]) for link in links if link.indicator_id in seen]


def newest_kpis(duties: Duties, indicators: Iterable[int]) -> dict[int, Kpi]:
    """Indicator → its KPI in the edition in force (else the newest) among those this person may see."""
    kpis = (
        Kpi.objects.filter(indicator__in=list(indicators), component__edition__in=editions_visible_to(duties))
        .select_related("component__edition__framework__area", "component__edition__framework__fiscal_year")
        .prefetch_related(Prefetch("ownerships", KpiOwner.objects.select_related("agency")))
        .order_by("component__edition__number")
    )
    found: dict[int, Kpi] = {}
    for kpi in kpis:
        standing = found.get(kpi.indicator_id)
        if standing is None or standing.component.edition.status != Edition.Status.PUBLISHED:
            found[kpi.indicator_id] = kpi
    return found


def strategic_kpis(year: int | None = None) -> QuerySet[StrategicKpi]:
    """Strategic KPIs with how many KPIs are derived from each; everybody who is signed in may read them."""
    kpis = StrategicKpi.objects.annotate(derived=Count("links")).order_by("-fiscal_year", "code")
    return kpis.filter(fiscal_year=year) if year else kpis


def possible_parents(duties: Duties, kpi: Kpi) -> list[Kpi]:
    """KPIs of the same framework that the KPI may be derived from (what would make a ring is refused on saving)."""
    framework = kpi.component.edition.framework_id
    indicators = (
        Indicator.objects.filter(framework=framework)
        .exclude(pk=kpi.indicator_id)
        .values_list("pk", flat=True)
    )
    linked = set(KpiLink.objects.filter(indicator=kpi.indicator_id).values_list("parent", flat=True))
    found = newest_kpis(duties, [pk for pk in indicators if pk not in linked])
    return sorted(found.values(), key=lambda one: (one.component.number, one.position, one.number))


def above(indicator: int) -> set[int]:
    """Keys of every indicator that this one is derived from, however far up."""
    found: set[int] = set()
    newest = {indicator}
    while newest:
        links = KpiLink.objects.filter(indicator__in=newest, parent__isnull=False)
        newest = {parent for parent in links.values_list("parent", flat=True) if parent is not None} - found
        found |= newest
    return found
