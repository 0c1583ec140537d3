"""What happened to an edition."""

from django.db.models import Q, QuerySet

from samrit.audit.models import Event, subject_of
from samrit.frameworks.models import Edition, Round


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
