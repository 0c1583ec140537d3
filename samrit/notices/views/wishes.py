"""ตั้งค่าการแจ้งเตือน: when, how and in which language am I told? LINE, and the calendar's secret address."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from samrit.notices.actions import (
    change_preference,
    make_calendar,
    make_line_code,
    revoke_calendar,
    unlink_line,
)
from samrit.notices.forms import WishesForm
from samrit.notices.models import CalendarFeed, LineAccount
from samrit.notices.queries import line_offered, wishes_of
from samrit.people.middleware import PersonRequest
from samrit.rules.wording import RefusedError
from samrit.ui.wording import in_words


@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: PersonRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    form = _form(request, request.POST)
    if form.is_valid():
        try:
            change_preference(by=request.user, now=timezone.now(), **form.cleaned_data)
        except RefusedError as refused:
            form.add_error("digest_hour", in_words(refused.refusal.message))
        else:
            messages.success(request, _("บันทึกการตั้งค่าแล้ว"))
            return redirect("notices:settings")
    return _page(request, form, status=422)


def _form(request: PersonRequest, data: QueryDict | None = None) -> WishesForm:
    linked = LineAccount.objects.filter(person=request.user).exists()
    return WishesForm(data, wishes=wishes_of([request.user.pk])[request.user.pk], linked=linked)


def _page(
    request: PersonRequest, form: WishesForm | None = None, *, status: int = 200, **shown_once: str
) -> HttpResponse:
    context = {
        "form": form or _form(request),
        "line_offered": line_offered(),
        "line_account": settings.LINE_ACCOUNT,
        "linked": LineAccount.objects.filter(person=request.user).first(),
        "feed": CalendarFeed.objects.filter(person=request.user).first(),
        **shown_once,
    }
    return render(request, "notices/settings.html", context, status=status)


@require_POST
@never_cache
def line_code(request: PersonRequest) -> HttpResponse:
    """A code to be sent to the official account; shown once."""
    if not line_offered():
        raise Http404
    code = make_line_code(by=request.user, now=timezone.now())
    return _page(request, status=201, line_code=code)


@require_POST
def line_unlink(request: PersonRequest) -> HttpResponse:
    if unlink_line(person=request.user, now=timezone.now()):
        messages.success(request, _("เลิกเชื่อม LINE แล้ว จะไม่มีข้อความไปทาง LINE อีก"))
    return redirect("notices:settings")


@require_POST
@never_cache
def calendar(request: PersonRequest) -> HttpResponse:
    """A new address; shown once, because only its hash is kept."""
    token = make_calendar(by=request.user, now=timezone.now())
    address = settings.SITE_URL.rstrip("/") + reverse("dashboards:calendar", args=[token])
    return _page(request, status=201, calendar_address=address)


@require_POST
def calendar_revoke(request: PersonRequest) -> HttpResponse:
    if revoke_calendar(by=request.user, now=timezone.now()):
        messages.success(request, _("ยกเลิกที่อยู่ปฏิทินแล้ว โปรแกรมที่ใช้ที่อยู่เดิมจะอ่านไม่ได้อีก"))
    return redirect("notices:settings")
