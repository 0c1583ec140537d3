"""KPIs that the central office may cancel, and from which round on."""

from django.db.models import QuerySet

from samrit.frameworks.models import Cancellation, Edition, Kpi, Round
from samrit.frameworks.queries import editions_visible_to, months_of_year
from samrit.people.queries import Duties

YEARLY = 12  # a KPI can always be cancelled from the whole year's round on, also before that has a window


def cancellable_kpis(duties: Duties) -> QuerySet[Kpi]:
    """For the central office; KPIs and parts of editions in force, with what their cancellation is computed from."""
    kpis = Kpi.objects.select_related(
        "component__edition__framework__area", "component__edition__framework__fiscal_year", "parent"
    )
    if not duties.evaluates:
        return kpis.none()
    editions = editions_visible_to(duties).filter(status=Edition.Status.PUBLISHED)
    return kpis.filter(component__edition__in=editions, component__assessed=True)


def months_to_cancel(kpi: Kpi) -> list[int]:
    """The rounds, by their months, from which on the KPI can be cancelled."""
    return sorted({*months_of_year(kpi.component.edition.framework.fiscal_year_id), YEARLY})


def rounds_of_kpi(kpi: Kpi) -> list[Round]:
    """The province's rounds of the year."""
    framework = kpi.component.edition.framework
    found = Round.objects.filter(area=framework.area, fiscal_year=framework.fiscal_year)
    return list(found.select_related("fiscal_year"))


def standing_cancellation(kpi: Kpi) -> Cancellation | None:
    """The one in force."""
    return Cancellation.objects.filter(indicator=kpi.indicator_id, undone_at=None).first()
