"""Reading frameworks: what a person may see, and an edition's terms as the rules want them."""

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from samrit.audit.models import Event, subject_of
from samrit.frameworks.models import Component, Edition, Framework, Kpi, KpiGroup, KpiOwner, Round
from samrit.people.queries import Duties
from samrit.rules import rulesets
from samrit.rules.framework import ComponentTerms, GroupTerms, KpiTerms, refusals_to_publish
from samrit.rules.windows import Window
from samrit.rules.wording import Refusal
from samrit.ui.formats import date_and_time


def frameworks_visible_to(duties: Duties) -> QuerySet[Framework]:
    """The central office sees all; others the frameworks of the provinces they work in."""
    frameworks = Framework.objects.select_related("area", "fiscal_year")
    return frameworks if duties.evaluates else frameworks.filter(area__in=duties.areas())


def editions_visible_to(duties: Duties) -> QuerySet[Edition]:
    """Drafts are seen by those who prepare them only."""
    editions = Edition.objects.select_related("framework__area", "framework__fiscal_year", "published_by")
    if duties.evaluates:
        return editions
    published = ~Q(status=Edition.Status.DRAFT) & Q(framework__area__in=duties.areas())
    return editions.filter(published | Q(framework__area__in=duties.coordinated_areas()))


def rounds_visible_to(duties: Duties) -> QuerySet[Round]:
    rounds = Round.objects.select_related("area", "fiscal_year")
    return rounds if duties.evaluates else rounds.filter(area__in=duties.areas())


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
        .select_related("component", "group", "parent", "indicator")
        .prefetch_related(Prefetch("ownerships", KpiOwner.objects.select_related("agency")))
        .order_by(
            "component__number", "group__position", Coalesce("parent__position", "position"), "position"
        )
    )


def window_of(round_: Round) -> Window:
    """The round's window, its moments in the reader's words."""
    return Window(
        round_.opens_at,
        round_.closes_at,
        date_and_time(round_.opens_at),
        date_and_time(round_.closes_at),
    )


def trail_of(edition: Edition) -> QuerySet[Event]:
    """What happened to the edition, to the windows of its year, and to targets of the province; newest first."""
    rounds = Round.objects.filter(
        area=edition.framework.area_id, fiscal_year=edition.framework.fiscal_year_id
    )
    targets = Q(verb="set_targets", area_code=edition.framework.area_id)
    return Event.objects.filter(
        Q(subject__in=[subject_of(thing) for thing in (edition, *rounds)]) | targets
    ).order_by("-id")


def last_change(edition: Edition) -> int:
    """The number of the newest event about the edition itself: a save that began before it would undo it."""
    newest = Event.objects.filter(subject=subject_of(edition)).order_by("-id").values_list("pk", flat=True)
    return newest.first() or 0
