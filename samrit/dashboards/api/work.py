"""What awaits the owner of the token."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from ninja import Query, Router, Schema

from samrit.dashboards.queries.tasks import Part, Task
from samrit.dashboards.queries.work import work_of
from samrit.dashboards.wording import LABELS, address_of
from samrit.people.api.operations import reads
from samrit.people.middleware import PersonRequest
from samrit.ui.api.paging import Page, Slice, paged_list
from samrit.ui.wording import in_words

router = Router(tags=["work"])


class TaskFacts(Schema):
    """One thing to do (todo), to wait for (waiting) or that is late; ``url`` is the page where it is done."""

    part: Part
    kind: str
    what: str
    name: str
    number: str
    round_id: int | None
    area: str | None
    indicator_id: int | None
    count: int
    reason: str
    closes_at: datetime | None
    url: str


class WorkSlice(Slice):
    part: Part | None = None


@reads(router, "/work", scope="reports:read", answers=Page[TaskFacts])
def work(request: PersonRequest, at: Query[WorkSlice]) -> dict[str, Any]:
    """What awaits one, what one waits for, what is late; the nearest deadline first."""
    found = work_of(request.duties, now=timezone.now())
    tasks = [*found.todo, *found.late, *found.waiting]
    placed = [(place, task) for place, task in enumerate(tasks) if at.part in {None, task.part}]
    page = paged_list(request, placed, at, key=lambda one: (one[0],))
    return {**page, "items": [_task(task) for _place, task in page["items"]]}


def _task(task: Task) -> dict[str, Any]:
    clock, round_ = task.clock, task.round
    return {
        "part": task.part,
        "kind": task.kind,
        "what": in_words(LABELS[task.kind]),
        "name": task.name,
        "number": task.number,
        "round_id": round_.pk if round_ else None,
        "area": round_.area_id if round_ else None,
        "indicator_id": task.key if task.number else None,
        "count": task.count,
        "reason": task.reason,
        "closes_at": clock.closes_at if clock else None,
        "url": address_of(task),
    }
