"""ผลระหว่างปี: the months of one KPI, typed or pasted, and what the year may come to."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samrit.audit.queries import history_of
from samrit.people.history import told
from samrit.people.middleware import PersonRequest
from samrit.reports import actions
from samrit.reports.forms.progress import MISSING_WORDS, ProgressForm
from samrit.reports.models import Accumulates, Missing, Span
from samrit.reports.outlook import outlooks
from samrit.reports.periods import period_names
from samrit.reports.permissions import refuse_progress
from samrit.reports.progress_drawn import drawn
from samrit.reports.queries import Item
from samrit.reports.views.shown import found_item, round_name
from samrit.rules.wording import Refusal, RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words


@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: PersonRequest, round_pk: int, indicator_pk: int) -> HttpResponse:
    """How is the year going, and where will it end?"""
    item = found_item(request, round_pk, indicator_pk)
    if request.method != "POST":
        return _shown(request, item)
    form = _form(request, item, request.POST)
    if not form.is_valid():
        return _shown(request, item, form=form, status=422)
    try:
        actions.save_progress(
            item=item,
            span=form.cleaned_data["span"],
            accumulates=form.cleaned_data.get("accumulates", ""),
            cells=form.cells(),
            version=form.cleaned_data["version"],
            by=request.user,
            now=now(),
        )
    except RefusedError as refused:
        return _shown(request, item, form=_typed(request, item), refusal=refused.refusal, status=409)
    messages.success(request, _("บันทึกผลระหว่างปีแล้ว ใช้คาดการณ์และลองคะแนนได้ ยังไม่ใช่ผลที่รายงาน"))
    return redirect("reports:progress", round_pk, indicator_pk)


def _form(request: PersonRequest, item: Item, data: Any = None) -> ProgressForm:
    so_far = outlooks([item])[item.kpi.indicator_id].so_far
    asked = (data or request.GET).get("span", "")
    span = asked if asked in Span.values else so_far.span
    return ProgressForm(data, so_far=so_far, span=span, names=period_names(span, item.round.fiscal_year_id))


def _typed(request: PersonRequest, item: Item) -> ProgressForm:
    """As it was typed, going on from what stands there now: the next save is made knowingly."""
    kept = outlooks([item])[item.kpi.indicator_id].so_far.progress
    data = request.POST.copy()
    data["version"] = str(kept.version if kept else 0)
    return _form(request, item, data)


def _shown(
    request: PersonRequest,
    item: Item,
    *,
    form: ProgressForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    """``form``: as it was typed and not taken."""
    outlook = outlooks([item])[item.kpi.indicator_id]
    form = form or _form(request, item)
    span = str(form["span"].value())
    kept = outlook.so_far.progress
    context = {
        "item": item,
        "kpi": item.kpi,
        "round": item.round,
        "form": form,
        "span": span,
        "spans": [(code, label, code == span) for code, label in Span.choices],
        "replaces": kept is not None and span != outlook.so_far.span and outlook.has_begun,
        "outlook": outlook,
        "drawn": drawn(
            outlook, year=item.round.fiscal_year_id, levels=item.judged_by.levels, unit=item.kpi.unit
        ),
        "how_word": _(Accumulates(outlook.so_far.how).label) if outlook.so_far.how else "",
        "missing_list": MISSING_WORDS,
        "missing_words": [_(label) for label in Missing.labels],
        "save_refusal": refuse_progress(request.duties, item),
        "problem": in_words(refusal.message) if refusal else "",
        "events": told(history_of(kept)) if kept else [],
        "crumbs": _crumbs(item),
    }
    return render(request, "reports/progress.html", context, status=status)


def _crumbs(item: Item) -> list[Crumb]:
    place = [item.round.pk, item.kpi.indicator_id]
    return [
        Crumb(_("หน้าแรก"), "/"),
        Crumb(round_name(item.round), reverse("reports:round", args=place[:1])),
        Crumb(item.kpi.full_number, reverse("reports:entry", args=place)),
        Crumb(_("ผลระหว่างปี")),
    ]
