"""What is planned, and which follow-ups are due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils.timezone import localdate

from samrit.assessments.models import Assessment, FollowUp, ImprovementTask
from samrit.people.queries import Duties
from samrit.rules.assessing import follow_up_due, follow_ups_of


def standings() -> tuple[str, ...]:
    """How far a task may be."""
    return tuple(FollowUp.Standing.values)


@dataclass(frozen=True)
class Station:
    """One follow-up of a task: when it is due, what was said the last time (None: nothing yet)."""

    months: int
    due: date
    said: FollowUp | None
    is_late: bool


@dataclass(frozen=True)
class Planned:
    task: ImprovementTask
    stations: Sequence[Station]

    @property
    def newest(self) -> FollowUp | None:
        """What was said of the latest station that has anything."""
        return next((one.said for one in reversed(self.stations) if one.said), None)

    @property
    def is_done(self) -> bool:
        return self.newest is not None and self.newest.standing == FollowUp.Standing.DONE

    @property
    def next(self) -> Station | None:
        """The one to be written next; none once the task is done or given up."""
        if self.is_done or self.task.dropped_at:
            return None
        return next((one for one in self.stations if one.said is None), None)


def tasks_visible_to(duties: Duties, assessment: Assessment) -> list[ImprovementTask]:
    """Of an assessment that this person may see (fetched by ``queries.assessments.visible_to``); two queries."""
    told = FollowUp.objects.select_related("attached_by", "file").order_by("id")
    return list(
        assessment.tasks.select_related("planned_by").prefetch_related(Prefetch("follow_ups", told))
        if duties.memberships
        else ImprovementTask.objects.none()
    )


def planned(task: ImprovementTask, today: date) -> Planned:
    newest = {one.months: one for one in task.follow_ups.all()}  # in order: the last one of each stays
    stations = []
    for months in follow_ups_of(task.years):
        due = follow_up_due(localdate(task.planned_at), months)
        said = newest.get(months)
        stations.append(Station(months, due, said, is_late=said is None and due < today))
    return Planned(task, stations)
