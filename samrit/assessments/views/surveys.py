"""Surveys as officers hold them: the list, opening one, its points with links, posters and counters."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samrit.assessments.actions.holding import (
    Wish,
    add_point,
    close_survey,
    end_point,
    open_survey,
    renew_kiosk,
)
from samrit.assessments.documents.posters import draw_poster
from samrit.assessments.forms.holding import OpenForm, PointForm
from samrit.assessments.models import SurveyPoint, SurveyRun
from samrit.assessments.moments import kiosk_key
from samrit.assessments.permissions.surveys import refuse_changing_run, refuse_raw
from samrit.assessments.queries.surveys import (
    agencies_holding,
    district_name,
    imports_of,
    points_of,
    runs_visible_to,
    survey_releases,
    with_points,
)
from samrit.audit.queries import history_of
from samrit.people.history import told
from samrit.people.middleware import PersonRequest
from samrit.rules.thai import fiscal_year
from samrit.rules.wording import RefusedError
from samrit.ui.formats import in_english
from samrit.ui.paper import PaperUnavailableError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

ON_PAGE = 50
LONGEST_KEY = 18  # digits
CONFLICT, UNPROCESSABLE, UNAVAILABLE = 409, 422, 503


def found_run(request: PersonRequest, pk: int) -> SurveyRun:
    return get_object_or_404(runs_visible_to(request.duties), pk=pk)


def crumbs_of(run: SurveyRun | None, *more: Crumb) -> list[Crumb]:
    first = Crumb(_("การสำรวจ"), reverse("surveys:list"))
    if run is None:
        return [first, *more]
    return [first, Crumb(run.name, reverse("surveys:one", args=[run.pk])), *more]


@require_safe
def surveys(request: PersonRequest) -> HttpResponse:
    """Which surveys are there, and which take answers now?"""
    runs = with_points(runs_visible_to(request.duties)).order_by("-pk")
    context = {
        "page": Paginator(runs, ON_PAGE).get_page(request.GET.get("page")),
        "may_open": agencies_holding(request.duties).exists(),
        "today": localdate(),
    }
    return render(request, "assessments/surveys/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_survey(request: PersonRequest) -> HttpResponse:
    agencies = agencies_holding(request.duties)
    if not agencies.exists():
        raise Http404
    form = OpenForm(
        survey_releases(request.duties),
        agencies,
        data=request.POST or None,
        initial={"opens_on": localdate()},
    )
    if request.method == "POST" and form.is_valid() and (made := _opened(request, form)):
        messages.success(request, _("เปิดการสำรวจแล้ว พิมพ์โปสเตอร์หรือส่งลิงก์ให้ประชาชนได้"))
        return redirect("surveys:one", made.pk)
    context = {"form": form, "crumbs": crumbs_of(None, Crumb(_("เปิดการสำรวจ")))}
    return render(
        request, "assessments/surveys/new.html", context, status=UNPROCESSABLE if form.errors else 200
    )


def _opened(request: PersonRequest, form: OpenForm) -> SurveyRun | None:
    said = form.cleaned_data
    wish = Wish(
        name=said["name"],
        name_en=said["name_en"],
        contact=said["contact"],
        opens_on=said["opens_on"],
        closes_on=said["closes_on"],
        population=said["population"],
        fiscal_year=fiscal_year(said["closes_on"]),
    )
    try:
        return open_survey(
            agency=said["agency"], release=said["release"], wish=wish, points=form.points(), by=request.user,
            now=now(),
        )  # fmt: skip
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        return None


# ── one survey ──────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: PersonRequest, pk: int) -> HttpResponse:
    """Where is it answered? POST adds or ends a point, renews a counter's address, closes the survey."""
    run = found_run(request, pk)
    form = PointForm(run.agency.area_id, data=request.POST if request.POST.get("verb") == "add" else None)
    if request.method != "POST":
        return _page(request, run, form)
    verb = VERBS.get(request.POST.get("verb", ""))
    if verb is None or (verb is _add and not form.is_valid()):
        return _page(request, run, form, status=UNPROCESSABLE)
    try:
        messages.success(request, verb(request, run, form))
    except RefusedError as refused:
        return _page(request, run, form, refusal=refused.refusal, status=CONFLICT)
    return redirect("surveys:one", run.pk)


def _add(request: PersonRequest, run: SurveyRun, form: PointForm) -> str:
    add_point(run=run, **form.cleaned_data, by=request.user, now=now())
    return _("เพิ่มจุดสำรวจแล้ว")


def _end(request: PersonRequest, run: SurveyRun, _form: PointForm) -> str:
    end_point(point=_point(request, run), by=request.user, now=now())
    return _("ปิดจุดสำรวจแล้ว คำตอบที่รับไว้ยังอยู่ครบ")


def _renew(request: PersonRequest, run: SurveyRun, _form: PointForm) -> str:
    renew_kiosk(point=_point(request, run), by=request.user, now=now())
    return _("เปลี่ยนที่อยู่ของเครื่องที่เคาน์เตอร์แล้ว ที่อยู่เดิมใช้ไม่ได้อีก")


def _close(request: PersonRequest, run: SurveyRun, _form: PointForm) -> str:
    close_survey(run=run, by=request.user, now=now())
    return _("ปิดการสำรวจแล้ว ผลที่แสดงเป็นผลสุดท้าย")


VERBS: dict[str, Callable[[PersonRequest, SurveyRun, PointForm], str]] = {
    "add": _add,
    "end": _end,
    "renew": _renew,
    "close": _close,
}


def _point(request: PersonRequest, run: SurveyRun) -> SurveyPoint:
    key = request.POST.get("point", "")
    is_key = key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY
    return get_object_or_404(points_of(run), pk=int(key) if is_key else 0)


def _page(
    request: PersonRequest, run: SurveyRun, form: PointForm, *, status: int = 200, refusal: Any = None
) -> HttpResponse:
    changing = refuse_changing_run(request.duties, run)
    context = {
        "run": run,
        "form": form,
        "points": [_line(request, one, shows_kiosk=changing is None) for one in points_of(run)],
        "changing": changing,
        "raw": refuse_raw(request.duties, run),
        "refusal": refusal,
        "imports": imports_of(run),
        "history": told(history_of(run)),
        "today": localdate(),
        "crumbs": crumbs_of(None, Crumb(run.name)),
    }
    return render(request, "assessments/surveys/one.html", context, status=status)


def _line(request: PersonRequest, point: SurveyPoint, *, shows_kiosk: bool) -> dict[str, Any]:
    """The counter's address is a key: only who may change the survey sees it."""
    key = kiosk_key(point.code, point.kiosk_series)
    kiosk = reverse("survey:kiosk", args=[point.code, key]) if shows_kiosk and not point.ended_at else ""
    return {
        "it": point,
        "district": district_name(point.district, english=in_english()),
        "link": address_of(request, point),
        "kiosk": kiosk,
    }


def address_of(request: PersonRequest, point: SurveyPoint) -> str:
    return request.build_absolute_uri(reverse("survey:answer", args=[point.code]))


@require_safe
def poster(request: PersonRequest, pk: int, point: int) -> HttpResponse:
    """โปสเตอร์ A4 with the QR code of one point."""
    run = found_run(request, pk)
    found = get_object_or_404(points_of(run), pk=point)
    try:
        content = draw_poster(run, found, address_of(request, found))
    except PaperUnavailableError:
        return render(request, "assessments/surveys/no_paper.html", {"run": run}, status=UNAVAILABLE)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="poster-{found.code}.pdf"'
    return response
