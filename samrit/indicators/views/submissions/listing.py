"""The data files of a province: all that one may know of, and those that wait for the steward."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samrit.indicators.forms.submissions import SubmissionFilter
from samrit.indicators.models import Submission
from samrit.indicators.queries.desk import agencies_to_bring, agencies_with_submissions
from samrit.indicators.queries.submissions import visible_to, waiting_for_steward
from samrit.indicators.views.found import crumbs_of, found_area
from samrit.indicators.views.submissions.shown import list_crumbs, row_of
from samrit.people.middleware import PersonRequest
from samrit.rules.submitting import WHO_LABELS
from samrit.rules.wording import refuse
from samrit.ui.pieces import Crumb

PER_PAGE = 50


@require_safe
def submissions(request: PersonRequest, area: str) -> HttpResponse:
    """Which files were brought, and what became of each?"""
    province = found_area(request, area)
    mine = visible_to(request.duties).filter(area=province)
    form = SubmissionFilter(request.GET or None, agencies=agencies_with_submissions(mine))
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    page = Paginator(_narrowed(mine, wanted).order_by("-pk"), PER_PAGE).get_page(request.GET.get("page"))
    may_bring = agencies_to_bring(request.duties, province).exists()
    context = {
        "area": province,
        "page": page,
        "rows": [row_of(submission) for submission in page],
        "narrowing": form,
        "narrowed": bool(request.GET),
        "bring_refusal": None if may_bring else _not_bringing(),
        "waiting": waiting_for_steward({province.pk}).count() if _looks_after(request, province.pk) else None,
        "crumbs": [*crumbs_of(province), Crumb(_("ชุดข้อมูลที่ส่ง"))],
    }
    return render(request, "indicators/submissions/list.html", context)


def _not_bringing() -> object:
    return refuse(
        "data_bring_by_recorder",
        "นำเข้าข้อมูลได้เฉพาะ{role}ของหน่วยงาน หรือผู้ดูแลข้อมูลจังหวัด",
        role=WHO_LABELS["recorder"],
    )


def _narrowed(rows: QuerySet[Submission], wanted: Mapping[str, Any]) -> QuerySet[Submission]:
    if words := (wanted.get("q") or "").strip():
        rows = rows.filter(Q(name__icontains=words) | Q(receipt__icontains=words))
    for name in ("state", "agency"):
        if wanted.get(name):
            rows = rows.filter(**{name: wanted[name]})
    return rows


# ── the steward's desk ──────────────────────────────────────────────────────
@require_safe
def desk(request: PersonRequest, area: str) -> HttpResponse:
    """What waits for the steward, the oldest first; the central office looks on."""
    province = found_area(request, area)
    if not _looks_after(request, province.pk) and not request.duties.evaluates:
        raise Http404
    page = Paginator(waiting_for_steward({province.pk}), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "area": province,
        "page": page,
        "rows": [row_of(submission) for submission in page],
        "crumbs": list_crumbs(province, Crumb(_("รอรับเข้า"))),
    }
    return render(request, "indicators/submissions/desk.html", context)


def _looks_after(request: PersonRequest, area: str) -> bool:
    return area in request.duties.coordinated_areas()
