"""What happened to an edition."""

from django.db.models import Q, QuerySet

from samrit.audit.models import Event, subject_of
from samrit.frameworks.models import Cancellation, Edition, Kpi, Round


def trail_of(edition: Edition) -> QuerySet[Event]:
    """What happened to the edition, to the windows of its year, to targets of the province, and which KPIs were cancelled; newest first."""
    rounds = Round.objects.filter(
        area=edition.framework.area_id, fiscal_year=edition.framework.fiscal_year_id
    )
    targets = Q(verb="set_targets", area_code=edition.framework.area_id)
    indicators = Kpi.objects.filter(component__edition=edition).values("indicator")
    cancellations = Cancellation.objects.filter(indicator__in=indicators)
    return Event.objects.filter(
        Q(subject__in=[subject_of(thing) for thing in (edition, *rounds, *cancellations)]) | targets
    ).order_by("-id")


def last_change(edition: Edition) -> int:
    """The number of the newest event about the edition itself: a save that began before it would undo it."""
    newest = Event.objects.filter(subject=subject_of(edition)).order_by("-id").values_list("pk", flat=True)
    return newest.first() or 0
