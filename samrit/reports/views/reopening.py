"""Opening one KPI again for one agency: what is open, what was asked for, and deciding it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrit.audit.queries import history_of
from samrit.frameworks.models import Kpi, Reopening, ReopeningRequest
from samrit.people.history import told
from samrit.people.middleware import PersonRequest
from samrit.reports import actions
from samrit.reports.forms.reopening import DecisionForm, ReopeningForm
from samrit.reports.permissions import refuse_opening_at_all, refuse_standing_by
from samrit.reports.queries import Item
from samrit.reports.views.shown import crumbs, found_item
from samrit.rules.wording import RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

PER_PAGE = 50


def _concerned(request: PersonRequest, round_pk: int, indicator_pk: int) -> Item:
    """For the central office and the province's coordinator; the agencies see it on the entry page."""
    item = found_item(request, round_pk, indicator_pk)
    if not request.duties.evaluates and item.round.area_id not in request.duties.coordinated_areas():
        raise Http404
    return item


@require_http_methods(["GET", "HEAD", "POST"])
def reopening(request: PersonRequest, round_pk: int, indicator_pk: int) -> HttpResponse:
    """Open it (the central office) or ask for it (the coordinator)."""
    item = _concerned(request, round_pk, indicator_pk)
    form = ReopeningForm(agencies=item.owners, data=request.POST or None, initial=_first(item))
    if request.method != "POST":
        return _shown(request, item, form)
    if not form.is_valid():
        return _shown(request, item, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    act = actions.reopen_kpi if request.duties.evaluates else actions.ask_to_reopen
    try:
        act(item=item, by=request.user, now=now(), **form.cleaned_data)
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        return _shown(request, item, form, status=HTTPStatus.CONFLICT)
    if request.duties.evaluates:
        messages.success(request, _("เปิดให้แก้ไขแล้ว ระบบจะปิดเองเมื่อถึงเวลา"))
    else:
        messages.success(request, _("ส่งคำขอให้สำนักงาน ก.พ.ร. แล้ว ยังไม่เปิดจนกว่าจะอนุญาต"))
    return redirect("reports:reopening", round_pk, indicator_pk)


def _first(item: Item) -> dict[str, Any]:
    return {"agency": item.owners[0].pk} if item.owners else {}


def _shown(
    request: PersonRequest, item: Item, form: ReopeningForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    moment = now()
    requests = list(
        ReopeningRequest.objects.filter(round=item.round, indicator=item.kpi.indicator_id)
        .select_related("agency", "asked_by", "decided_by")
        .order_by("-id")
    )
    things: list[Any] = [*item.reopenings, *requests]
    context = {
        "item": item,
        "kpi": item.kpi,
        "round": item.round,
        "form": form,
        "opens": request.duties.evaluates,
        "refusal": refuse_opening_at_all(request.duties, item),
        "open_now": [one for one in item.reopenings if moment < one.closes_at],
        "over": [one for one in reversed(item.reopenings) if one.closes_at <= moment],
        "requests": requests,
        "decision_form": DecisionForm(),
        "stands_by": refuse_standing_by(request.duties, item, now=moment) is None,
        "now": moment,
        "events": told(list(history_of(*things))) if things else [],
        "crumbs": [
            *crumbs(item)[:-1],
            Crumb(
                item.kpi.full_number, reverse("reports:entry", args=[item.round.pk, item.kpi.indicator_id])
            ),
            Crumb(_("เปิดให้แก้ไข")),
        ],
    }
    return render(request, "reports/reopening.html", context, status=status)


@require_POST
def end_reopening(request: PersonRequest, pk: int) -> HttpResponse:
    """Close it before its time."""
    found = get_object_or_404(Reopening.objects.select_related("round"), pk=pk)
    _concerned(request, found.round_id, found.indicator_id)
    return _done(
        request,
        found,
        lambda: actions.end_reopening(
            reopening=found, reason=request.POST.get("reason", ""), by=request.user, now=now()
        ),
        _("ปิดการแก้ไขแล้ว สิ่งที่บันทึกไว้ยังอยู่ครบ"),
    )


@require_POST
def decide_request(request: PersonRequest, pk: int) -> HttpResponse:
    """Grant what the coordinator asked for, or refuse it with a reason."""
    found = get_object_or_404(ReopeningRequest.objects.select_related("round", "agency"), pk=pk)
    _concerned(request, found.round_id, found.indicator_id)
    form = DecisionForm(data=request.POST)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect("reports:reopening", found.round_id, found.indicator_id)
    reason: str = form.cleaned_data["reason"]
    shared: dict[str, Any] = {"request": found, "by": request.user, "now": now()}
    if request.POST.get("decision") == "grant":
        until = form.cleaned_data["until"] or found.until
        return _done(
            request,
            found,
            lambda: actions.grant_reopening(until=until, reason=reason, **shared),
            _("อนุญาตแล้ว หน่วยงานแก้ไขได้ทันที ระบบจะปิดเองเมื่อถึงเวลา"),
        )
    return _done(
        request,
        found,
        lambda: actions.refuse_reopening_request(reason=reason, **shared),
        _("แจ้งไม่อนุญาตแล้ว"),
    )


@require_POST
def stand_by_filed(request: PersonRequest, round_pk: int, indicator_pk: int) -> HttpResponse:
    """Nothing came back in time: what had been filed counts again."""
    item = _concerned(request, round_pk, indicator_pk)
    return _done(
        request,
        item.reopenings[-1] if item.reopenings else None,
        lambda: actions.stand_by_filed(
            item=item, reason=request.POST.get("reason", ""), by=request.user, now=now()
        ),
        _("ใช้ผลเดิมที่จังหวัดส่งไว้แล้ว"),
        to=(round_pk, indicator_pk),
    )


def _done(
    request: PersonRequest,
    thing: Reopening | ReopeningRequest | None,
    act: Any,
    said: str,
    *,
    to: tuple[int, int] | None = None,
) -> HttpResponse:
    try:
        act()
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
    else:
        messages.success(request, said)
    if to is None and thing is not None:
        to = (thing.round_id, thing.indicator_id)
    return redirect("reports:reopening", *(to or ()))


@require_safe
def reopenings(request: PersonRequest) -> HttpResponse:
    """What was asked for and waits, and what is open now: of all provinces, or of the own."""
    duties = request.duties
    if not duties.evaluates and not duties.coordinates:
        raise Http404
    moment = now()
    asked = ReopeningRequest.objects.filter(decision="").select_related("round__area", "agency", "asked_by")
    opened = Reopening.objects.filter(until__gt=moment, ended_at=None).select_related("round__area", "agency")
    if not duties.evaluates:
        asked = asked.filter(round__area__in=duties.coordinated_areas())
        opened = opened.filter(round__area__in=duties.coordinated_areas())
    page = Paginator(opened.order_by("until", "id"), PER_PAGE).get_page(request.GET.get("page"))
    waiting = list(asked.order_by("asked_at", "id")[:PER_PAGE])
    keys = [one.indicator_id for one in waiting] + [one.indicator_id for one in page.object_list]
    names = _names(set(keys))
    context = {
        "waiting": [(one, names.get(one.indicator_id, "")) for one in waiting],
        "opened": [(one, names.get(one.indicator_id, "")) for one in page.object_list],
        "page": page,
        "now": moment,
    }
    return render(request, "reports/reopenings.html", context)


def _names(indicators: set[int]) -> dict[int, str]:
    """Indicator → number and name of its newest KPI."""
    kpis = Kpi.objects.filter(indicator__in=indicators).select_related("component").order_by("id")
    return {kpi.indicator_id: f"{kpi.full_number} {kpi.name}" for kpi in kpis}
