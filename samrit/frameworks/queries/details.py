"""KPIs with their details (รายละเอียดตัวชี้วัด), and who may read them."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.db.models.functions import Coalesce

from samrit.audit.models import Event, subject_of
from samrit.frameworks.models import Cancellation, Edition, Kpi, KpiOwner, LibraryKpi
from samrit.frameworks.queries.library import Counterpart, counterparts
from samrit.frameworks.queries.seen import editions_visible_to
from samrit.people.queries import Duties
from samrit.rules.kpi_template import Contents, for_others


def kpis_visible_to(duties: Duties) -> QuerySet[Kpi]:
    """KPIs and parts of the editions that this person may see, with all that their details need."""
    return with_details(Kpi.objects.filter(component__edition__in=editions_visible_to(duties)))


def kpis_of(edition: Edition) -> QuerySet[Kpi]:
    """Every KPI of an edition, its parts after it, as the paper has them."""
    kpis = with_details(Kpi.objects.filter(component__edition=edition))
    return kpis.order_by(
        "component__number",
        "group__position",
        Coalesce("parent__position", "position"),
        "parent__id",
        "position",
    )


def with_details(kpis: QuerySet[Kpi]) -> QuerySet[Kpi]:
    """The number of queries does not grow with the KPIs."""
    owners = Prefetch("ownerships", KpiOwner.objects.select_related("agency"))
    parts = Prefetch("parts", Kpi.objects.order_by("position").select_related("component"))
    cancelled = Prefetch(
        "indicator__cancellations", Cancellation.objects.filter(undone_at=None), to_attr="standing"
    )
    return kpis.select_related(
        "component__edition__framework__area", "component__edition__framework__fiscal_year", "group", "parent",
        "indicator__framework", "template__made_by",
    ).prefetch_related(owners, parts, cancelled, "required_evidence")  # fmt: skip


def trail_of_details(kpi: Kpi) -> QuerySet[Event]:
    """Every change of the KPI's details and links through all its editions, newest first."""
    subjects = [subject_of(one) for one in Kpi.objects.filter(indicator=kpi.indicator_id)]
    verbs = ("write_details", "link_kpi", "unlink_kpi", "set_formula", "end_formula")
    return Event.objects.filter(subject__in=subjects, verb__in=verbs).order_by("-id")


@dataclass(frozen=True)
class Suggestion:
    """Details that this KPI may take over; ``source``: the library's entry, or the same KPI of another year or place."""

    contents: Contents
    library: LibraryKpi | None = None
    counterpart: Counterpart | None = None


def suggestion_for(kpi: Kpi) -> Suggestion | None:
    """The library's details, else those of the same KPI elsewhere (the own province first); None when nobody wrote any."""
    entry = LibraryKpi.objects.filter(indicators=kpi.indicator_id, template__isnull=False).select_related(
        "template"
    )
    if (library := entry.first()) and library.template:
        return Suggestion(for_others(library.template.contents), library=library)
    area = kpi.component.edition.framework.area_id
    others = [one for one in counterparts([kpi.indicator_id])[kpi.indicator_id] if one.kpi.template_id]
    others.sort(key=lambda one: one.area.pk != area)
    if not others or others[0].kpi.template is None:
        return None
    return Suggestion(for_others(others[0].kpi.template.contents), counterpart=others[0])
