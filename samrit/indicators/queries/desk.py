"""What the pages of data files ask besides: whose data a person may bring, whose are there."""

from pathlib import Path

from django.db.models import Q, QuerySet

from samrit.indicators.models import Generation, Submission
from samrit.indicators.queries.observations import files_of, paths, store
from samrit.indicators.store.port import Choice, Differences
from samrit.people.models import Agency, Area, Role
from samrit.people.queries import Duties


def agencies_to_bring(duties: Duties, area: Area) -> QuerySet[Agency]:
    """Agencies of the province whose files this person may bring, by name (``permissions.refuse_bringing`` agrees)."""
    agencies = Agency.objects.filter(area=area).order_by("name", "pk")
    if area.pk in duties.coordinated_areas():
        return agencies
    return agencies.filter(pk__in=duties.agencies(Role.RECORDER))


def files_before(submission: Submission) -> tuple[Path, ...]:
    """What it is compared with: the cell files in force before it was accepted; now, where it was not."""
    made = Generation.objects.filter(submission=submission).first()
    if made is None:
        return files_of(submission.area_id)
    before = Generation.objects.filter(area=made.area_id, number=made.number - 1).first()
    return paths(before.files) if before else ()


def arriving(submission: Submission, *, first: int = 0, most: int = 0) -> Differences:
    """What accepting it changes; of an accepted one, what it changed."""
    examination = submission.examination
    good = paths(examination.good) if examination else ()
    chosen = Choice(items=tuple(sorted(int(item) for item in submission.counts.get("by_item", {}))))
    return store().arriving(files_before(submission), good, chosen, first=first, most=most)


def agencies_with_submissions(submissions: QuerySet[Submission]) -> list[tuple[int, str]]:
    """(key, name) of those whose submissions these are."""
    found = Agency.objects.filter(Q(pk__in=submissions.order_by().values("agency")))
    return list(found.order_by("name", "pk").values_list("pk", "name"))
