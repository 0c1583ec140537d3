"""งานเบื้องหลังที่ค้าง: what did not get through, why, and what shall become of it?"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_tasks_db.models import DBTaskResult

from samrit.notices.actions import stuck as actions
from samrit.notices.permissions import refuse_stuck
from samrit.notices.queries.stuck import failed_tasks, stuck_deliveries
from samrit.people.middleware import PersonRequest

ROWS = 50
LONGEST = 300
WORK: dict[str, Any] = {
    "samrit.config.tasks.tick": gettext_lazy("งานประจำทุกนาที"),
    "samrit.catalog.tasks.work_on": gettext_lazy("นำเข้าบัญชีข้อมูล"),
    "samrit.indicators.tasks.examine_file": gettext_lazy("ตรวจไฟล์ข้อมูล"),
    "samrit.indicators.tasks.accept_submission": gettext_lazy("รับข้อมูลเข้าฐานข้อมูล"),
    "samrit.indicators.tasks.examine_quality_of": gettext_lazy("คิดคะแนนคุณภาพข้อมูล"),
    "samrit.dashboards.tasks.build_report": gettext_lazy("จัดทำรายงานระดับประเทศ"),
}
DONE = {
    "again": gettext_lazy("ใส่คิวแล้ว จะลองใหม่ภายในหนึ่งนาที"),
    "aside": gettext_lazy("พักรายการนี้ไว้แล้ว มีบันทึกในประวัติ"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def stuck(request: PersonRequest) -> HttpResponse:
    """``kind``: message or work; ``key``; ``action``: again or aside."""
    if refuse_stuck(request.duties):
        raise Http404
    if request.method == "POST":
        _settle(request, request.POST.get("action", ""))
        return redirect("notices:stuck")
    context = {
        "page": Paginator(stuck_deliveries(), ROWS).get_page(request.GET.get("page")),
        "tasks": [_shown(task) for task in failed_tasks()[:ROWS]],
    }
    return render(request, "notices/stuck.html", context)


def _settle(request: PersonRequest, action: str) -> None:
    if action not in DONE:
        raise Http404
    given: dict[str, Any] = {"by": request.user, "now": timezone.now()}
    key = request.POST.get("key", "")
    if request.POST.get("kind") == "message" and key.isascii() and key.isdigit():
        delivery = get_object_or_404(stuck_deliveries(), pk=int(key[:18]))
        (actions.try_delivery_again if action == "again" else actions.put_delivery_aside)(
            delivery=delivery, **given
        )
    else:
        task = get_object_or_404(failed_tasks(), pk=_uuid(key))
        (actions.try_task_again if action == "again" else actions.put_task_aside)(task=task, **given)
    messages.success(request, DONE[action])


def _uuid(key: str) -> UUID:
    try:
        return UUID(key)
    except ValueError:
        raise Http404 from None


def _shown(task: DBTaskResult[..., Any]) -> dict[str, Any]:
    lines = task.traceback.strip().splitlines()
    return {
        "key": task.pk,
        "name": WORK.get(task.task_path, task.task_path),
        "attempts": len(task.worker_ids),
        "at": task.finished_at,
        "problem": (lines[-1] if lines else task.exception_class_path or _("ไม่ทราบสาเหตุ"))[:LONGEST],
    }
