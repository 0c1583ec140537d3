"""การแจ้งเตือน: what was I told, and where does it lead?"""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samrit.notices.actions import mark_all_read, mark_read
from samrit.notices.queries import count_unread, notices_of
from samrit.people.middleware import PersonRequest

ROWS = 50
ICONS = {
    "digest": "calendar-event",
    "submitted": "hourglass-split",
    "returned": "arrow-return-left",
    "reopened": "unlock",
    "recalled": "arrow-return-left",
    "approved": "check-circle",
    "filed": "send-check",
    "revised": "file-earmark-text",
    "undelivered": "exclamation-triangle",
}


@require_safe
def inbox(request: PersonRequest) -> HttpResponse:
    """``?show=unread`` leaves out what was read."""
    unread_only = request.GET.get("show") == "unread"
    found = notices_of(request.user)
    page = Paginator(found.filter(read_at=None) if unread_only else found, ROWS).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "rows": [(notice, ICONS.get(notice.kind, "bell")) for notice in page],
        "unread": count_unread(request.user),
        "unread_only": unread_only,
    }
    return render(request, "notices/inbox.html", context)


@require_POST
def read_all(request: PersonRequest) -> HttpResponse:
    count = mark_all_read(by=request.user, now=timezone.now())
    if count:
        messages.success(request, _("ทำเครื่องหมายว่าอ่านแล้ว %(count)s รายการ") % {"count": count})
    return redirect("notices:inbox")


@require_POST
def open_one(request: PersonRequest, pk: int) -> HttpResponse:
    """Read, and on to the page that it is about."""
    notice = get_object_or_404(notices_of(request.user), pk=pk)
    mark_read(notice=notice, now=timezone.now())
    return redirect(notice.url)
