"""Cancelling a KPI from a round on: what each method does, then the decision."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samrit.frameworks import actions
from samrit.frameworks.models import Cancellation, Edition, Kpi
from samrit.frameworks.permissions import refuse_cancelling, refuse_undoing
from samrit.people.history import told
from samrit.people.middleware import PersonRequest
from samrit.rules.wording import RefusedError
from samrit.scores.effects import METHODS, effect_of
from samrit.scores.forms import CancellationForm
from samrit.scores.queries.cancelling import (
    cancellable_kpis,
    months_to_cancel,
    rounds_of_kpi,
    standing_cancellation,
)
from samrit.scores.queries.trails import trail_of_cancelling
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: PersonRequest, kpi_pk: int) -> HttpResponse:
    """What would become of the others' weights and of the score; then cancel it, with the resolution."""
    kpi = _kpi(request, kpi_pk)
    months = months_to_cancel(kpi)
    form = CancellationForm(months=months, data=request.POST or None, initial=_initial(request, kpi, months))
    status = HTTPStatus.OK
    if request.method == "POST":
        if form.is_valid():
            try:
                actions.cancel_kpi(kpi=kpi, by=request.user, now=now(), **form.cleaned_data)
            except RefusedError as refused:
                form.add_error(None, in_words(refused.refusal.message))
                status = HTTPStatus.CONFLICT
            else:
                number = kpi.full_number
                messages.success(
                    request, _("ยกเลิกตัวชี้วัด %(number)s แล้ว ผลที่บันทึกไว้ยังอยู่ครบ") % {"number": number}
                )
                return redirect("scores:cancel", kpi.pk)
        else:
            status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "scores/cancel.html", _context(request, kpi, months, form), status=status)


@require_POST
def undo_cancellation(request: PersonRequest, kpi_pk: int) -> HttpResponse:
    kpi = _kpi(request, kpi_pk)
    standing = get_object_or_404(Cancellation, indicator=kpi.indicator_id, undone_at=None)
    try:
        actions.undo_cancellation(
            cancellation=standing, reason=request.POST.get("reason", ""), by=request.user, now=now()
        )
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
    else:
        messages.success(request, _("เพิกถอนการยกเลิกแล้ว ตัวชี้วัดนี้กลับมาให้รายงานตามเดิม"))
    return redirect("scores:cancel", kpi.pk)


def _kpi(request: PersonRequest, pk: int) -> Kpi:
    return get_object_or_404(cancellable_kpis(request.duties), pk=pk)


def _initial(request: PersonRequest, kpi: Kpi, months: list[int]) -> dict[str, Any]:
    asked = request.GET.get("from", "")
    chosen = int(asked) if asked.isdecimal() and int(asked) in months else months[-1]
    return {"from_months": chosen, "reweight": kpi.component.edition.reweight}


def _context(request: PersonRequest, kpi: Kpi, months: list[int], form: CancellationForm) -> dict[str, Any]:
    framework = kpi.component.edition.framework
    rounds = rounds_of_kpi(kpi)
    standing = standing_cancellation(kpi)
    typed = form["from_months"].value()
    from_months = int(typed) if str(typed).isdecimal() and int(typed) in months else months[-1]
    concerned = [round_ for round_ in rounds if round_.months >= from_months]
    return {
        "kpi": kpi,
        "framework": framework,
        "form": form,
        "months": months,
        "from_months": from_months,
        "standing": standing,
        "effect": None if standing else effect_of(kpi, rounds, from_months=from_months),
        "methods": [(method, Edition.Reweight(method).label) for method in METHODS],
        "refusal": refuse_cancelling(request.duties, kpi, from_months=from_months, rounds=concerned),
        "undo_refusal": standing and refuse_undoing(request.duties, standing, rounds=concerned),
        "events": told(trail_of_cancelling(kpi)),
        "crumbs": [
            Crumb(_("กรอบการประเมิน"), reverse("frameworks:list")),
            Crumb(str(framework), reverse("frameworks:edition", args=[kpi.component.edition_id])),
            Crumb(_("ยกเลิกตัวชี้วัด %(number)s") % {"number": kpi.full_number}),
        ],
    }
