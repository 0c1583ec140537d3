"""An edition's components, groups and KPIs as the pages lay them out: cut into pages when there are many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.paginator import Page, Paginator

from samrit.frameworks.models import Component, Edition, Kpi, KpiGroup
from samrit.people.models import Area
from samrit.ui.formats import in_english

KPIS_PER_PAGE = 50  # a province's framework has a dozen; more than this are cut into pages


@dataclass(frozen=True)
class GroupOnPage:
    group: KpiGroup
    kpis: Sequence[Kpi]


@dataclass(frozen=True)
class ComponentOnPage:
    """One component with those of its groups that have KPIs on this page.

    ``total`` is the sum of all its KPIs' weights, ``elsewhere`` the sum of those on other pages.
    """

    component: Component
    groups: Sequence[GroupOnPage]
    total: Decimal
    elsewhere: Decimal

    @property
    def balanced(self) -> bool:
        return self.total == self.component.weight


def page_of(edition: Edition, number: int | str | None) -> Page[Kpi]:
    """A page of the KPIs (parts stay with theirs) of an edition fetched ``with_contents``."""
    return Paginator(_kpis(edition), KPIS_PER_PAGE).get_page(number)


def page_with(edition: Edition, kpi: int) -> int:
    """The number of the page that shows this KPI (or the KPI that it is a part of)."""
    for place, one in enumerate(_kpis(edition)):
        if kpi == one.pk or any(kpi == part.pk for part in one.parts.all()):
            return place // KPIS_PER_PAGE + 1
    return 1


def _kpis(edition: Edition) -> list[Kpi]:
    return [
        kpi
        for component in edition.components.all()
        for group in component.groups.all()
        for kpi in group.kpis.all()
    ]


def components_on(edition: Edition, page: Page[Kpi]) -> list[ComponentOnPage]:
    """Every component of the edition, with its groups and KPIs of this page."""
    shown = {kpi.pk for kpi in page.object_list}
    return [_component(component, shown) for component in edition.components.all()]


def _component(component: Component, shown: set[int]) -> ComponentOnPage:
    groups, elsewhere, total = [], Decimal(0), Decimal(0)
    for group in component.groups.all():
        kpis = [kpi for kpi in group.kpis.all() if kpi.pk in shown]
        if kpis:
            groups.append(GroupOnPage(group, kpis))
        total += total_weight(group.kpis.all())
        elsewhere += total_weight(kpi for kpi in group.kpis.all() if kpi.pk not in shown)
    return ComponentOnPage(component, groups, total, elsewhere)


def area_name(area: Area) -> str:
    """The province's name in the reader's language."""
    return area.name_en if in_english() else area.name


def total_weight(things: Iterable[Kpi | Component]) -> Decimal:
    """The sum of the weights that are stated."""
    return sum((thing.weight for thing in things if thing.weight is not None), Decimal(0))


def leaves(edition: Edition) -> list[Kpi]:
    """The KPIs that results are reported for, of assessed components (``queries.leaf_kpis`` without the database)."""
    return [
        leaf
        for component in edition.components.all()
        if component.assessed
        for group in component.groups.all()
        for kpi in group.kpis.all()
        for leaf in (list(kpi.parts.all()) or [kpi])
    ]
