"""Where two scorers differ: the third sees both without their names, and decides with a reason."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samrit.people.middleware import PersonRequest
from samrit.reports.checklist import checklist_of
from samrit.reports.proof import proofs
from samrit.reports.queries import Item, item_visible_to
from samrit.rules.wording import RefusedError
from samrit.scores import actions
from samrit.scores.desk import why_not_decided
from samrit.scores.forms import Judging, judging_form
from samrit.scores.models import Comparison
from samrit.scores.queries import (
    comparisons_visible_to,
    disputes_shown,
    judges_of,
    rubric_for,
    unnamed,
)
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

PER_PAGE = 50


@require_safe
def disputes(request: PersonRequest) -> HttpResponse:
    """Which results wait for a third, and for whom?"""
    if not request.duties.evaluates:
        raise Http404
    page = Paginator(disputes_shown(request.duties), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "crumbs": [Crumb(_("ตรวจประเมิน"), reverse("scores:list")), Crumb(_("ต้องชี้ขาด"))],
    }
    return render(request, "scores/disputes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reconcile(request: PersonRequest, pk: int) -> HttpResponse:
    """Who of the two is right, or neither?"""
    comparison = get_object_or_404(comparisons_visible_to(request.duties), pk=pk)
    item = item_visible_to(request.duties, comparison.result.round, comparison.result.indicator_id)
    if item is None or item.result is None:
        raise Http404
    form, status = judging_form(rubric_for(item), request.POST or None), 200
    if reason := form.fields.get("reason"):  # levels have reasons of their own
        reason.required, reason.help_text = True, _("ผู้ตรวจทั้งสองคนและจังหวัดจะเห็นข้อความนี้")
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.decide_dispute(
                    comparison=comparison, item=item, by=request.user, now=now(), **form.judged()
                )
            except RefusedError as refused:
                messages.error(request, in_words(refused.refusal.message))
                status = 409
            else:
                messages.success(request, _("ชี้ขาดแล้ว บันทึกเป็นผลการตรวจของตัวชี้วัดนี้"))
                return redirect("scores:verify", item.round.pk, item.kpi.indicator_id)
    return render(request, "scores/reconcile.html", _context(request, comparison, item, form), status=status)


def _context(request: PersonRequest, comparison: Comparison, item: Item, form: Judging) -> dict[str, Any]:
    judges = judges_of(item, request.user)
    return {
        "comparison": comparison,
        "item": item,
        "result": item.result,
        "two": unnamed(comparison),
        "form": form,
        "third": judges.held.get("third"),
        "refusal": why_not_decided(request.duties, item, comparison),
        "evidence": proofs(request.duties, item.result.evidence.all()) if item.result else [],
        "checklist": checklist_of(item),
        "crumbs": [
            Crumb(_("ตรวจประเมิน"), reverse("scores:list")),
            Crumb(_("ต้องชี้ขาด"), reverse("scores:disputes")),
            Crumb(item.kpi.full_number),
        ],
    }
