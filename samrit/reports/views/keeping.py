"""What somebody typed is never lost without a word, even where it cannot be taken.

Django alone would answer a long-open page with a redirect to the sign-in, a bare 403 or a bare 400, and the
text would be gone. Pages with much to type are wrapped here: they show the text once more, to be copied.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils.decorators import decorator_from_middleware
from django.utils.log import log_response
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt

MOST_FILES = 10  # in one press; Django's own limit (100) would let ten times the space through
ROOM_FOR_TEXT = 5 * 1024 * 1024
LABELS = {
    "value": gettext_lazy("ตัวเลขผลการดำเนินงาน"),
    "numerator": gettext_lazy("ตัวตั้ง"),
    "denominator": gettext_lazy("ตัวหาร"),
    "figure_reason": gettext_lazy("เหตุผลที่ยืนยันตัวเลข"),
    "narrative": gettext_lazy("คำชี้แจง"),
    "supporting_factors": gettext_lazy("ปัจจัยสนับสนุน"),
    "obstacles": gettext_lazy("ปัญหาอุปสรรค"),
    "reason": gettext_lazy("เหตุผล"),
    "text": gettext_lazy("ข้อความ"),
}
STALE = gettext_lazy("หน้านี้เปิดค้างไว้จากการเข้าสู่ระบบครั้งก่อน")
View = Callable[..., HttpResponseBase]


def wants_json(request: HttpRequest) -> bool:
    """Asked by the page's script, which keeps the text itself."""
    return request.headers.get("Accept", "").startswith("application/json")


def typed_texts(posted: QueryDict | Mapping[str, str]) -> list[tuple[Any, str]]:
    """(label, text) of everything that was typed, for showing it once more."""
    marked = {name: LABELS["reason"] for name in posted if name.startswith("point-")}
    labels = {**LABELS, **marked}
    return [(label, str(posted[name])) for name, label in labels.items() if posted.get(name, "").strip()]


def keeps_typed_text(view: View) -> View:
    """The view for signed-in people, with the usual checks, but a refused form shows what was typed."""
    checked = _checks_form(view)

    # Both checks happen right below: here instead of in the middleware, so that the text can be shown.
    @csrf_exempt
    @login_not_required
    @wraps(view)
    def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        signed_in = request.user.is_authenticated
        if request.method != "POST":
            return (
                checked(request, *args, **kwargs) if signed_in else redirect_to_login(request.get_full_path())
            )
        if not _fits(request):
            return _too_much(request)
        if not signed_in:
            return _signed_out(request)
        return checked(request, *args, **kwargs) if _is_own(request) else _somebody_elses(request)

    return keeping


class _FormCheck(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        response = _page(
            request,
            what=str(STALE),
            kept=_("ยังไม่ได้บันทึก เพื่อความปลอดภัยให้เปิดหน้านี้ใหม่ แล้วคัดลอกข้อความด้านล่างไปใส่ ไฟล์ที่เลือกไว้ต้องเลือกใหม่"),
            status=403,
        )
        if wants_json(request):
            response = JsonResponse({"state": "stale_page", "words": str(STALE)}, status=403)
        log_response("Forbidden (%s): %s", reason, request.path, response=response, request=request)
        return response


_checks_form = decorator_from_middleware(_FormCheck)


def _signed_out(request: HttpRequest) -> HttpResponse:
    if wants_json(request) or "HX-Request" in request.headers:  # the text still stands on the page
        return JsonResponse({"state": "signed_out"}, status=401)
    return _page(
        request,
        what=_("หมดเวลาการเข้าสู่ระบบ"),
        kept=_("ยังไม่ได้บันทึก คัดลอกข้อความด้านล่างเก็บไว้ก่อน เข้าสู่ระบบแล้วใส่กลับในหน้านี้ ไฟล์ที่เลือกไว้ต้องเลือกใหม่"),
        status=403,
    )


def _is_own(request: HttpRequest) -> bool:
    """Whether the page was opened by the person who is signed in now; a shared computer may change hands."""
    return request.POST.get("person", "") in {"", str(request.user.pk)}


def _somebody_elses(request: HttpRequest) -> HttpResponse:
    """Never saved in another person's name; and their words are not shown to this one."""
    what = _("หน้านี้เปิดไว้โดยผู้ใช้อีกคน")
    if wants_json(request):
        return JsonResponse({"state": "other_person", "words": what}, status=409)
    kept = _("ยังไม่ได้บันทึก เพราะตอนนี้เข้าสู่ระบบในชื่อคนอื่น – เปิดหน้านี้ใหม่เพื่อทำงานในชื่อของคุณ")
    context = {"what": what, "kept": kept, "texts": [], "again": request.get_full_path()}
    return render(request, "reports/kept.html", context, status=409)


def _page(request: HttpRequest, *, what: str, kept: str, status: int) -> HttpResponse:
    context = {
        "what": what,
        "kept": kept,
        "texts": typed_texts(request.POST),
        "again": request.get_full_path(),
    }
    return render(request, "reports/kept.html", context, status=status)


def _fits(request: HttpRequest) -> bool:
    """Whether all of the form could be read. What is far too large is not even read."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if announced.isdigit() and int(announced) > MOST_FILES * settings.EVIDENCE_MAX_BYTES + ROOM_FOR_TEXT:
        return False
    try:
        files = request.FILES
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        return False
    return sum(len(files.getlist(name)) for name in files) <= MOST_FILES


def _too_much(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"state": "too_long", "words": _("ส่งมาครั้งเดียวมากเกินไป")}, status=413)
    megabytes = settings.EVIDENCE_MAX_BYTES // (1024 * 1024)
    context = {"most": MOST_FILES, "megabytes": megabytes, "again": request.get_full_path()}
    return render(request, "reports/too_much.html", context, status=413)
