"""What is planned, and which follow-ups are due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils.timezone import localdate

from samrit.assessments.models import Assessment, FollowUp, ImprovementTask
from samrit.evidence.models import EvidenceFile
from samrit.people.queries import Duties
from samrit.rules.assessing import follow_up_due, follow_ups_of, reminder_of


def standings() -> tuple[str, ...]:
    """How far a task may be."""
    return tuple(FollowUp.Standing.values)


@dataclass(frozen=True)
class Station:
    """One follow-up of a task: when it is due, what was said the last time (None: nothing yet).

    ``files``: all that proved anything said of it, the oldest first; what was said anew takes none away.
    """

    months: int
    due: date
    said: FollowUp | None
    is_late: bool
    files: Sequence[EvidenceFile] = ()


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


@dataclass(frozen=True)
class DueFollowUp:
    """Tasks of one assessment whose follow-up after so many months is to be written; ``occasion`` of ``rules.assessing.REMINDED``."""

    assessment: Assessment
    months: int
    due: date
    occasion: int
    count: int


def due_follow_ups(assessments: QuerySet[Assessment], today: date) -> list[DueFollowUp]:
    """Of these assessments, the earliest due first; two queries."""
    told = FollowUp.objects.select_related("file").order_by("id")
    tasks = ImprovementTask.objects.filter(assessment__in=assessments.order_by(), dropped_at=None)
    found: dict[tuple[int, int, date], list[ImprovementTask]] = {}
    for task in tasks.select_related("assessment__agency", "assessment__release").prefetch_related(
        Prefetch("follow_ups", told)
    ):
        station = planned(task, today).next
        if station and reminder_of(station.due, today) is not None:
            found.setdefault((task.assessment_id, station.months, station.due), []).append(task)
    return [
        DueFollowUp(of_it[0].assessment, months, due, reminder_of(due, today) or 0, len(of_it))
        for (_pk, months, due), of_it in sorted(found.items(), key=lambda one: (one[0][2], one[0]))
    ]


def planned(task: ImprovementTask, today: date) -> Planned:
    told = list(task.follow_ups.all())
    newest = {one.months: one for one in told}  # in order: the last one of each stays
    stations = []
    for months in follow_ups_of(task.years):
        due = follow_up_due(localdate(task.planned_at), months)
        said = newest.get(months)
        files = {one.file_id: one.file for one in told if one.months == months and one.file}
        late = said is None and due < today
        stations.append(Station(months, due, said, is_late=late, files=tuple(files.values())))
    return Planned(task, stations)
