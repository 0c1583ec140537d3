"""Data files of the provincial database on the desks of those who mend, hand over, accept, and wait."""

from django.db.models import Q

from samrit.dashboards.queries.tasks import Kind, Part, Task
from samrit.indicators.models import Submission
from samrit.people.models import Role
from samrit.people.queries import Duties
from samrit.rules.submitting import HANDED_OVER, State

TOLD: dict[str, tuple[Part, Kind]] = {  # to the agency whose file it is
    State.DRAFT: ("todo", "hand_over_data"),
    State.RETURNED: ("todo", "mend_data"),
    State.SUBMITTED: ("waiting", "await_steward"),
    State.CERTIFIED: ("waiting", "await_steward"),
}


def tasks_of_data(duties: Duties) -> list[Task]:
    """What was sent back and has no correction yet, drafts, and what a steward has not decided. One query."""
    areas, agencies = duties.coordinated_areas(), duties.agencies(Role.RECORDER)
    if not areas and not agencies:
        return []
    of_agency = Q(agency__in=agencies, corrections=None, state__in=TOLD)
    brought = Q(uploaded_by=duties.user, area__in=areas, state=State.DRAFT)
    found = Submission.objects.filter(of_agency | brought | Q(area__in=areas, state__in=HANDED_OVER))
    return [_task(duties, one) for one in found.select_related("agency").order_by("submitted_at", "pk")]


def _task(duties: Duties, one: Submission) -> Task:
    steward = one.area_id in duties.coordinated_areas() and one.state in HANDED_OVER
    accepts: tuple[Part, Kind] = ("todo", "accept_data")
    part, kind = accepts if steward and _may_accept(duties, one) else TOLD[one.state]
    return Task(
        part,
        kind,
        one.agency.name if steward else one.name,
        key=one.pk,
        number=one.receipt or "",
        state=f"data_{one.state}",
        reason=one.reason if one.state == State.RETURNED else "",
        area=one.area_id,
    )


def _may_accept(duties: Duties, one: Submission) -> bool:
    """Not by who brought it, unless somebody else stands by it (``rules.submitting``)."""
    own = duties.user.pk in {one.uploaded_by_id, one.submitted_by_id}
    return not own or (one.certified_by_id is not None and one.certified_by_id != duties.user.pk)
