"""Filling in without the network: an agency's form out as a workbook, and back with a look before anything changes."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from samrit.frameworks.models import Round
from samrit.people.middleware import PersonRequest
from samrit.people.models import Role
from samrit.reports.actions import apply_sheet
from samrit.reports.documents.form_sheet import CONTENT_TYPE
from samrit.reports.models import FilledSheet
from samrit.reports.queries.sheets import agencies_with_forms, sheets_visible_to
from samrit.reports.sheet_forms import LARGEST, Compared, Workbook, compared, form_of, take_in, with_notes
from samrit.reports.views.shown import found_round, round_name
from samrit.rules.wording import Refusal, RefusedError, refuse
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

RECENT = 10


# ── out ─────────────────────────────────────────────────────────────────────
@require_safe
def sheet_form(request: PersonRequest, round_pk: int, agency_pk: int) -> HttpResponse:
    """The agency's form of this round, with what stands there now."""
    round_ = found_round(request, round_pk)
    agency = get_object_or_404(agencies_with_forms(request.duties, round_.area_id), pk=agency_pk)
    form = form_of(request.duties, round_, agency, now=now())
    if form is None:
        raise Http404
    return _workbook(form)


def _workbook(book: Workbook) -> HttpResponse:
    response = HttpResponse(book.contents, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{book.name}"'
    response["Cache-Control"] = "private, no-store"
    return response


# ── back ────────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def sheets(request: PersonRequest, round_pk: int) -> HttpResponse:
    """Fetch a form, send one back."""
    round_ = found_round(request, round_pk)
    refusal = None
    if request.method == "POST":
        taken = _take(request, round_)
        if isinstance(taken, FilledSheet):
            return redirect("reports:sheet", taken.pk)
        refusal = taken
    own = request.duties.agencies(Role.RECORDER)
    agencies = list(
        agencies_with_forms(request.duties, round_.area_id).filter(ownerships__isnull=False).distinct()
    )
    context = {
        "round": round_,
        "round_name": round_name(round_),
        "refusal": refusal,
        "agencies": agencies,
        "may_send": any(agency.pk in own for agency in agencies),
        "recent": sheets_visible_to(request.duties).filter(round=round_)[:RECENT],
        "megabytes": LARGEST // (1024 * 1024),
        "crumbs": _crumbs(round_),
    }
    return render(request, "reports/sheets.html", context, status=422 if refusal else 200)


def _crumbs(round_: Round) -> list[Crumb]:
    return [
        Crumb(_("หน้าแรก"), "/"),
        Crumb(round_name(round_), reverse("reports:round", args=[round_.pk])),
        Crumb(_("แบบฟอร์มตาราง"), reverse("reports:sheets", args=[round_.pk])),
    ]


def _take(request: PersonRequest, round_: Round) -> FilledSheet | Refusal:
    file = request.FILES.get("file")
    if file is None:
        return refuse("sheet_missing", "ยังไม่ได้เลือกไฟล์ – เลือกแบบฟอร์มที่กรอกแล้วจากเครื่องของคุณ")
    try:
        return take_in(request.duties, round_, file, name=file.name or "", now=now())  # type: ignore[arg-type]  # a file by duck typing
    except RefusedError as refused:
        return refused.refusal


# ── the look before anything changes ────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: PersonRequest, pk: int) -> HttpResponse:
    """What this form would change; taken over when the person says so, as often as they like."""
    filled = get_object_or_404(sheets_visible_to(request.duties), pk=pk)
    try:
        found = compared(request.duties, filled, now=now())
    except RefusedError as refused:
        context = {"sheet": filled, "refusal": refused.refusal, "crumbs": _crumbs(filled.round)}
        return render(request, "reports/sheet.html", context, status=409)
    if request.method == "POST":
        _apply(request, filled, found)
        return redirect("reports:sheet", filled.pk)
    context = {
        "sheet": filled,
        "round": filled.round,
        "found": found,
        "changed": found.of("changed"),
        "wrong": found.of("wrong"),
        "unchanged": found.of("unchanged"),
        "crumbs": [*_crumbs(filled.round), Crumb(filled.name)],
    }
    return render(request, "reports/sheet.html", context)


def _apply(request: PersonRequest, filled: FilledSheet, found: Compared) -> None:
    rows = [(row.item, row.values) for row in found.of("changed")]
    if not rows:
        messages.info(request, _("ไม่มีอะไรต้องเปลี่ยน ข้อมูลในแบบฟอร์มตรงกับที่บันทึกไว้แล้ว"))
        return
    taken = apply_sheet(sheet=filled, rows=rows, by=request.user, now=now())
    refused = [one for one in taken if one.refusal]
    if saved := len(taken) - len(refused):
        words = ngettext("บันทึกร่างจากแบบฟอร์มแล้ว %(n)s ตัวชี้วัด", "บันทึกร่างจากแบบฟอร์มแล้ว %(n)s ตัวชี้วัด", saved)
        messages.success(request, words % {"n": saved})
    for one in refused:
        messages.error(
            request, f"{one.item.kpi.full_number}: {in_words(cast('Refusal', one.refusal).message)}"
        )


@require_safe
def sheet_marked(request: PersonRequest, pk: int) -> HttpResponse:
    """The same workbook with a note in every cell to mend."""
    filled = get_object_or_404(sheets_visible_to(request.duties), pk=pk)
    try:
        found = compared(request.duties, filled, now=now())
    except RefusedError:
        raise Http404 from None
    return _workbook(with_notes(filled, found))
