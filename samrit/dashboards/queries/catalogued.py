"""The data catalog on the desks of those who keep datasets up to date and who publish them."""

from datetime import date

from django.db.models import Count, Q

from samrit.catalog.models import Dataset
from samrit.catalog.queries.datasets import to_update
from samrit.dashboards.queries.tasks import Kind, Task
from samrit.people.models import Role
from samrit.people.queries import Duties


def tasks_of_catalog(duties: Duties, *, today: date) -> list[Task]:
    """Agency by agency: what is out of date or soon will be, and complete drafts. A query each, where there is a duty."""
    records, signs = duties.agencies(Role.RECORDER), duties.agencies(Role.APPROVER)
    tasks: list[Task] = []
    if records:
        rows = to_update(Dataset.objects.filter(agency__in=records), today)
        late = Count("pk", filter=Q(late_from__lte=today))
        found = rows.order_by().values_list("agency", "agency__name").annotate(n=Count("pk"), late=late)
        for agency, name, count, overdue in found.order_by("agency__name", "agency"):
            state = "late" if overdue else ""
            tasks.append(_task("update_datasets", agency, name, count, state))
    if signs:
        rows = Dataset.objects.filter(agency__in=signs, state=Dataset.State.DRAFT, faults=0)
        ready = rows.order_by().values_list("agency", "agency__name").annotate(n=Count("pk"))
        for agency, name, count in ready.order_by("agency__name", "agency"):
            tasks.append(_task("publish_datasets", agency, name, count, ""))
    return tasks


def _task(kind: Kind, agency: int, name: str, count: int, state: str) -> Task:
    return Task("todo", kind, name, key=agency, state=state, count=count)
