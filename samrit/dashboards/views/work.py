"""งานของฉัน: what must I do now, what do I wait for? For visitors: what this is, and the published results."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from samrit.dashboards.queries.standings import published_years
from samrit.dashboards.queries.tasks import Part, Task, Work, how_many
from samrit.dashboards.queries.work import work_of
from samrit.dashboards.wording import LABELS, address_of
from samrit.frameworks.models import Round
from samrit.people.models import User
from samrit.people.queries import Duties
from samrit.scores.models import ProvinceScore
from samrit.scores.queries import scores_visible_to
from samrit.ui.wording import in_words

SHOWN_AT_FIRST = 20
PER_PAGE = 50
LISTS: dict[Part, str | Promise] = {
    "todo": _("รอคุณดำเนินการ"),
    "late": _("เลยกำหนด"),
    "waiting": _("รอผู้อื่น"),
}


@dataclass(frozen=True)
class Line:
    """A task with its words and its address."""

    task: Task
    label: str
    url: str


@dataclass(frozen=True)
class Section:
    """One of the three lists: ``total`` lines, of which ``groups`` shows the first or one page."""

    part: Part
    label: str | Promise
    total: int
    groups: Sequence[tuple[Round | None, Sequence[Line]]]
    page: Page[Task] | None = None


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """``?list=todo`` shows one list in full, page by page."""
    if not isinstance(request.user, User):
        return render(request, "dashboards/welcome.html", {"years": published_years(timezone.now())})
    now = timezone.now()
    duties = request.duties  # type: ignore[attr-defined]  # put there by duties_middleware
    work = work_of(duties, now=now)
    lists: dict[Part, list[Task]] = {"todo": work.todo, "late": work.late, "waiting": work.waiting}
    asked = request.GET.get("list")
    sections = [
        _page_of(part, lists[part], request.GET.get("page"))
        if asked == part
        else _beginning_of(part, lists[part])
        for part in LISTS
        if asked == part or asked not in LISTS
    ]
    context = {
        "now": now,
        "work": work,
        "sections": [section for section in sections if section.total],
        "counters": [(part, label, how_many(lists[part])) for part, label in LISTS.items()],
        "asked": asked if asked in LISTS else "",
        "duties": duties,
        "teaching": _teaching(duties, work),
        "standing": [] if asked in LISTS else _standing(duties, now),
    }
    return render(request, "dashboards/work.html", context)


def _standing(duties: Duties, now: datetime) -> list[ProvinceScore]:
    """How the provinces stand in which this person works: of each the newest score they may see."""
    areas = duties.areas()
    if not areas:
        return []
    found = scores_visible_to(duties, now).filter(round__area__in=areas, superseded_at=None)
    newest: dict[str, ProvinceScore] = {}
    for score in found.defer("inputs", "outcome").order_by("-round__fiscal_year_id", "-round__months"):
        newest.setdefault(score.round.area_id, score)
    return list(newest.values())


def _beginning_of(part: Part, tasks: list[Task]) -> Section:
    return Section(part, LISTS[part], how_many(tasks), _grouped(tasks[:SHOWN_AT_FIRST]))


def _page_of(part: Part, tasks: list[Task], number: str | None) -> Section:
    page = Paginator(tasks, PER_PAGE).get_page(number)
    return Section(part, LISTS[part], how_many(tasks), _grouped(list(page)), page)


def _grouped(tasks: Sequence[Task]) -> list[tuple[Round | None, list[Line]]]:
    """By round and deadline, in the order they come."""
    return [
        (members[0].round, [Line(task, in_words(LABELS[task.kind]), address_of(task)) for task in members])
        for _key, group in groupby(tasks, lambda task: (task.round.pk if task.round else None, task.window))
        if (members := list(group))
    ]


def _teaching(duties: Any, work: Work) -> dict[str, str | Promise]:
    """What an empty page says: what will appear here, and who makes it appear."""
    if not duties.memberships:
        return {
            "title": _("บัญชีนี้ยังไม่มีบทบาท"),
            "text": _("ผู้ประสานงานจังหวัดหรือสำนักงาน ก.พ.ร. เป็นผู้เพิ่มบทบาทด้วยคำเชิญถึงอีเมลของคุณ"),
            "icon": "person",
        }
    if work.waiting or work.late:
        return {
            "title": _("ไม่มีงานรอคุณในขณะนี้"),
            "text": _("เมื่อถึงตาคุณ งานจะขึ้นที่นี่เอง ระหว่างนี้ดูสิ่งที่รอผู้อื่นได้ด้านล่าง"),
            "icon": "check-circle",
        }
    if duties.evaluates:
        text = _("เมื่อจังหวัดส่งรายงาน ผลที่ต้องตรวจจะมาอยู่ที่นี่")
    elif duties.coordinates:
        text = _("เริ่มจากอ่านหนังสือแจ้งตัวชี้วัด เมื่อประกาศกรอบและถึงเวลาเปิดรับ งานของจังหวัดจะมาอยู่ที่นี่")
    else:
        text = _("เมื่อถึงเวลาเปิดรับรายงาน ตัวชี้วัดของหน่วยงานคุณจะมาอยู่ที่นี่")
    return {"title": _("ยังไม่มีงานในขณะนี้"), "text": text, "icon": "inbox"}
