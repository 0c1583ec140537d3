"""Figures that two sources state differently: the list, and one of them with the decision."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from samrit.audit.queries import history_of
from samrit.indicators.actions.differing import settle_difference
from samrit.indicators.actions.taking import take_theirs
from samrit.indicators.cell_words import CellWords
from samrit.indicators.forms.exchange import DifferenceFilter, SettleForm
from samrit.indicators.models import Reconciliation
from samrit.indicators.permissions.exchange import refuse_deciding
from samrit.indicators.queries.exchange import change_of, reconciliations_visible_to, to_be_taken
from samrit.indicators.views.exchange.packages import exchange_crumbs
from samrit.indicators.views.found import found_area
from samrit.people.history import told
from samrit.people.middleware import PersonRequest
from samrit.people.models import Area
from samrit.rules.exchange import Settling
from samrit.rules.wording import RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

PER_PAGE = 50
CONFLICT, UNPROCESSABLE = 409, 422


# ── the list ────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def differences(request: PersonRequest, area: str) -> HttpResponse:
    """What is stated differently, and what of theirs waits to be brought in; POST brings it in."""
    found = found_area(request, area)
    if request.method == "POST":
        return _brought(request, found)
    return _differences(request, found)


def _differences(request: PersonRequest, area: Area, refusal: Any = None, status: int = 200) -> HttpResponse:
    form = DifferenceFilter(request.GET or None)
    state = form.cleaned_data["state"] if form.is_bound and form.is_valid() else ""
    rows = reconciliations_visible_to(request.duties).filter(area=area)
    if state != "all":
        rows = rows.filter(state=state or Settling.OPEN)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    words = CellWords(area)
    context = {
        "area": area,
        "form": form,
        "page": page,
        "lines": [(one, words.change(change_of(one))) for one in page],
        "to_take": to_be_taken(area.pk).count(),
        "take_refusal": refuse_deciding(request.duties, area.pk),
        "refusal": refusal,
        "crumbs": exchange_crumbs(area, Crumb(_("ค่าที่ไม่ตรงกัน"))),
    }
    return render(request, "indicators/exchange/differences.html", context, status=status)


def _brought(request: PersonRequest, area: Area) -> HttpResponse:
    try:
        sent = take_theirs(area_code=area.pk, by=request.user, now=now())
    except RefusedError as refused:
        return _differences(request, area, refused.refusal, CONFLICT)
    if sent:
        messages.success(
            request,
            ngettext(
                "ส่งค่าที่ตัดสินแล้ว {n} ชุด ให้ผู้ดูแลข้อมูลอีกคนรับเข้า",
                "ส่งค่าที่ตัดสินแล้ว {n} ชุด ให้ผู้ดูแลข้อมูลอีกคนรับเข้า",
                len(sent),
            ).format(n=len(sent)),
        )
    return redirect("indicators:exchange_differences", area.pk)


# ── one ─────────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def difference(request: PersonRequest, area: str, pk: int) -> HttpResponse:
    """Which of the two figures stands, and why?"""
    found = found_area(request, area)
    one = get_object_or_404(reconciliations_visible_to(request.duties), area=found, pk=pk)
    form = SettleForm(request.POST or None)
    if request.method != "POST":
        return _difference(request, found, one, form)
    if not form.is_valid():
        return _difference(request, found, one, form, UNPROCESSABLE)
    said = form.cleaned_data
    try:
        settle_difference(
            reconciliation=one,
            choice=Settling(said["choice"]),
            reason=said["reason"],
            by=request.user,
            now=now(),
        )
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        return _difference(request, found, one, form, CONFLICT)
    messages.success(request, _("บันทึกผลการตัดสินแล้ว"))
    return redirect("indicators:exchange_difference", found.pk, one.pk)


def _difference(
    request: PersonRequest, area: Area, one: Reconciliation, form: SettleForm, status: int = 200
) -> HttpResponse:
    shown = CellWords(area).change(change_of(one))
    listed = Crumb(_("ค่าที่ไม่ตรงกัน"), reverse("indicators:exchange_differences", args=[area.pk]))
    context = {
        "area": area,
        "difference": one,
        "change": shown,
        "form": form,
        "refusal": refuse_deciding(request.duties, area.pk),
        "history": told(history_of(one)),
        "crumbs": exchange_crumbs(area, listed, Crumb(shown.at.item if shown else str(one))),
    }
    return render(request, "indicators/exchange/difference.html", context, status=status)
