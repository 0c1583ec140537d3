"""The national report of a year: have it made, see how far it is, read it; everybody may read what is public."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrit.dashboards.actions import Choice, cancel_report, may_ask_for
from samrit.dashboards.making import ask_and_make
from samrit.dashboards.models import NationalReport, ReportState
from samrit.dashboards.permissions import refuse_cancelling
from samrit.dashboards.queries.national import (
    is_stale,
    public_report,
    reports_visible_to,
    seconds_left,
    stamps_of,
)
from samrit.dashboards.report_file import file_of_report
from samrit.dashboards.views.publicly import public_page, year_words
from samrit.frameworks.models import FiscalYear
from samrit.people.middleware import PersonRequest
from samrit.rules.wording import Refusal, RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

SHOWN = 20
PATIENCE = timedelta(minutes=1)  # that a report waits before the page says that nobody works


@dataclass(frozen=True)
class Row:
    """A report as the page shows it: ``left`` is the estimate in words, ``stale`` that its figures are others by now."""

    it: NationalReport
    step: str
    left: str
    forgotten: bool
    stale: bool
    refusal: Refusal | None


@require_http_methods(["GET", "HEAD", "POST"])
def national(request: PersonRequest, year: int, enqueue: Callable[[int], object]) -> HttpResponse:
    """What reports are there of this year, and how far is the one under way? ``enqueue`` has one made (see ``urls``)."""
    if not request.duties.memberships:
        raise Http404
    fiscal = get_object_or_404(FiscalYear, pk=year)
    if request.method == "POST":
        return _ask(request, fiscal, enqueue)
    found = list(reports_visible_to(request.duties).filter(fiscal_year=fiscal)[:SHOWN])
    stamps = stamps_of(year, request.duties, now=now())
    rows = [_row(request, one, stamps) for one in found]
    context = {
        "year": year,
        "rows": rows,
        "under_way": any(row.it.is_under_way for row in rows),
        "choices": [_choice(one) for one in may_ask_for(duties=request.duties, year=fiscal, now=now())],
        "public_url": reverse("dashboards:public_report", args=[year])
        if public_report(year, now=now())
        else "",
        "crumbs": [
            Crumb(_("ภาพรวมประเทศ"), reverse("dashboards:board", args=[year])),
            Crumb(_("รายงานระดับประเทศ")),
        ],
        "kicker": year_words(year),
    }
    return render(request, "dashboards/national.html", context)


def _choice(one: Choice) -> dict[str, object]:
    words = ngettext("%(count)s จังหวัด", "%(count)s จังหวัด", one.provinces) % {"count": one.provinces}
    return {"scope": one.scope.value, "label": _(one.scope.label), "count": words, "refusal": one.refusal}


def _row(request: PersonRequest, report: NationalReport, stamps: dict[str, str]) -> Row:
    steps = {"reading": _("รวบรวมตัวเลข"), "charts": _("วาดแผนภูมิ"), "pages": _("จัดหน้า")}
    waited = now() - report.asked_at
    return Row(
        it=report,
        step=steps.get(report.step, ""),
        left=_left(report, now()),
        forgotten=report.state == ReportState.WAITING and waited > PATIENCE,
        stale=is_stale(report, stamps),
        refusal=refuse_cancelling(request.duties, report) if report.is_under_way else None,
    )


def _left(report: NationalReport, moment: datetime) -> str:
    """The time that is left, from the time that the pages so far took; empty while nothing can be said."""
    seconds = seconds_left(report, moment)
    if seconds is None:
        return ""
    if seconds < 10:  # noqa: PLR2004 - seconds
        return _("ใกล้เสร็จแล้ว")
    if seconds < 60:  # noqa: PLR2004
        return _("เหลือประมาณ %(seconds)s วินาที") % {"seconds": -(-seconds // 10) * 10}
    return _("เหลือประมาณ %(minutes)s นาที") % {"minutes": -(-seconds // 60)}


def _ask(request: PersonRequest, year: FiscalYear, enqueue: Callable[[int], object]) -> HttpResponse:
    scope = request.POST.get("scope", "")
    if scope not in NationalReport.Scope.values:
        raise Http404
    try:
        ask_and_make(year=year.pk, scope=scope, by=request.user, now=now(), enqueue=enqueue)
        messages.success(request, _("รับคำสั่งแล้ว – ปิดหน้านี้ได้ รายงานจัดทำต่อเบื้องหลัง และเก็บไว้ที่นี่"))
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
    return redirect("dashboards:board_report", year.pk)


@require_POST
def cancel(request: PersonRequest, year: int, pk: int) -> HttpResponse:
    report = get_object_or_404(reports_visible_to(request.duties), pk=pk, fiscal_year=year)
    try:
        cancel_report(report=report, by=request.user, now=now())
        messages.success(request, _("ยกเลิกแล้ว – รายงานฉบับก่อน ๆ ยังอยู่ครบ"))
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
    return redirect("dashboards:board_report", year)


# ── the file ────────────────────────────────────────────────────────────────
@require_safe
def report_file(request: PersonRequest, year: int, pk: int) -> FileResponse:
    """One of the reports that were kept, exactly as it was made."""
    reports = reports_visible_to(request.duties).filter(fiscal_year=year, state=ReportState.DONE)
    return file_of_report(get_object_or_404(reports, pk=pk), to_keep=False)


@public_page
def public_file(request: HttpRequest, year: int) -> FileResponse:  # noqa: ARG001 - the shape of a view
    """The newest report of what is published; none once something else is published or was withdrawn."""
    report = public_report(year, now=now())
    if report is None:
        raise Http404
    return file_of_report(report, to_keep=False)
