"""The evidence that one KPI asks for: read by everybody who sees the edition, written by those who prepare it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samrit.frameworks.actions import Requirement, set_required_evidence
from samrit.frameworks.forms.requirements import RequirementLines, RequirementReason, lines_of
from samrit.frameworks.models import Edition, Kpi
from samrit.frameworks.permissions import refuse_preparing
from samrit.frameworks.queries import editions_visible_to
from samrit.people.middleware import PersonRequest
from samrit.rules.wording import Refusal, RefusedError
from samrit.ui.formats import place_name
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words


@require_http_methods(["GET", "HEAD", "POST"])
def required_evidence(request: PersonRequest, pk: int, kpi_pk: int) -> HttpResponse:
    """What must prove this KPI?"""
    edition = get_object_or_404(editions_visible_to(request.duties), pk=pk)
    kpi = get_object_or_404(
        Kpi.objects.select_related("component", "parent"), pk=kpi_pk, component__edition=edition
    )
    refusal = refuse_preparing(request.duties, edition.framework.area)
    if request.method == "POST":
        if refusal:
            raise Http404
        return _save(request, edition, kpi)
    return _shown(request, edition, kpi, refusal=refusal)


def _save(request: PersonRequest, edition: Edition, kpi: Kpi) -> HttpResponse:
    lines, why = RequirementLines(request.POST), RequirementReason(request.POST)
    if not (lines.is_valid() and why.is_valid()):
        return _shown(request, edition, kpi, lines=lines, why=why, status=422)
    try:
        set_required_evidence(
            kpi=kpi,
            lines=[Requirement(**line) for line in lines_of(lines)],
            reason=why.cleaned_data["reason"],
            by=request.user,
            now=now(),
        )
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return _shown(request, edition, kpi, lines=lines, why=why, status=422)
    messages.success(request, _("บันทึกรายการหลักฐานแล้ว ผู้บันทึกเห็นรายการนี้ในหน้ากรอกผล"))
    return redirect("frameworks:required_evidence", edition.pk, kpi.pk)


def _shown(
    request: PersonRequest,
    edition: Edition,
    kpi: Kpi,
    *,
    lines: Any = None,
    why: RequirementReason | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    kept = list(kpi.required_evidence.all())
    initial = [
        {"code": line.code, "title": line.title, "help": line.help, "required": line.required}
        for line in kept
    ]
    page = reverse("frameworks:edition", args=[edition.pk])
    context = {
        "edition": edition,
        "kpi": kpi,
        "kept": kept,
        "lines": lines or RequirementLines(initial=initial),
        "why": why or RequirementReason(),
        "published": edition.status == Edition.Status.PUBLISHED,
        "refusal": refusal,
        "crumbs": [
            Crumb(_("กรอบตัวชี้วัด"), reverse("frameworks:list")),
            Crumb(place_name(edition.framework.area), page),
            Crumb(kpi.full_number),
        ],
    }
    return render(request, "frameworks/required_evidence.html", context, status=status)
