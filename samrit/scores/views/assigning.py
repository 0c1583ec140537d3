"""Who scores what: the year's round at a glance, one province's list, and of which KPIs two look."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samrit.frameworks.models import FiscalYear, Round
from samrit.frameworks.queries import fiscal_years, months_of_year
from samrit.people.history import told
from samrit.people.middleware import PersonRequest
from samrit.people.models import User
from samrit.rules.wording import RefusedError
from samrit.scores import actions
from samrit.scores.assigning_shown import choices_of, loads_shown, matrix_of, unplaced
from samrit.scores.forms import PlanForm, ReassignForm, TwoScorersForm
from samrit.scores.models import Assignment
from samrit.scores.permissions import refuse_assigning_round
from samrit.scores.queries import (
    Place,
    disputes_in,
    library_kpis_of,
    loads_of,
    places_of,
    proposed,
    rounds_to_assign,
    scorers,
    two_scorers_in_force,
    two_scorers_of,
)
from samrit.scores.queries.trails import trail_of_assigning, trail_of_places
from samrit.ui.formats import place_name
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

SHOWN_LEFT = 50


@require_http_methods(["GET", "HEAD", "POST"])
def assignments(request: PersonRequest, year: int) -> HttpResponse:
    """Who looks at what, is the load even, and who may not look at what?"""
    fiscal_year = _year(request, year)
    months = _months(request, fiscal_year)
    given = request.POST if request.method == "POST" else request.GET
    form, status = PlanForm(given if "plan" in given else None), 200
    if request.method == "POST":
        if form.is_valid():
            try:
                _assign(request, fiscal_year, months, form)
            except RefusedError as refused:
                messages.error(request, in_words(refused.refusal.message))
            else:
                return redirect(f"{reverse('scores:assignments', args=[year])}?months={months}")
        status = 409 if form.is_valid() else 422
    return render(request, "scores/assignments.html", _context(fiscal_year, months, form), status=status)


def _assign(request: PersonRequest, year: FiscalYear, months: int, form: PlanForm) -> None:
    made = actions.assign_scorers(
        year=year,
        months=months,
        seal=request.POST.get("seal", ""),
        by=request.user,
        now=now(),
        **form.cleaned_data,
    )
    messages.success(
        request,
        _("มอบหมายแล้ว %(count)s รายการ และแจ้งผู้ประเมินทุกคนแล้ว") % {"count": len(made.plan.given)},
    )


def _context(year: FiscalYear, months: int, form: PlanForm) -> dict[str, Any]:
    day = localdate(now())
    places = places_of(rounds_to_assign(year.year, months))
    made = None
    if form.is_bound and form.is_valid():
        made = proposed(year.year, months, day=day, capacity=form.cleaned_data["capacity"], places=places)
    people = scorers(year.year, day=day, loads=loads_of(places), capacity=None)
    left = unplaced(made) if made else []
    return {
        "year": year,
        "years": fiscal_years(),
        "months": months,
        "months_of_year": months_of_year(year.year),
        "places": places,
        "wanted": sum(2 if place.two else 1 for place in places),
        "open": sum(place.open_slots for place in places),
        "matrix": matrix_of(places),
        "loads": loads_shown(places, people, made),
        "made": made,
        "left": left[:SHOWN_LEFT],
        "left_more": max(0, len(left) - SHOWN_LEFT),
        "form": form,
        "two": two_scorers_of(year.year),
        "two_form": TwoScorersForm(kpis=library_kpis_of(year.year)),
        "events": told(trail_of_assigning(year)[:10]),
        "crumbs": [Crumb(_("ตรวจประเมิน"), reverse("scores:list")), Crumb(_("มอบหมายผู้ตรวจ"))],
    }


def _year(request: PersonRequest, year: int) -> FiscalYear:
    if not request.duties.evaluates:
        raise Http404
    return get_object_or_404(FiscalYear, pk=year)


def _months(request: PersonRequest, year: FiscalYear) -> int:
    """The round asked for, else the year's longest."""
    known = months_of_year(year.year)
    asked = request.POST.get("months") or request.GET.get("months", "")
    return int(asked) if asked.isdecimal() and int(asked) in known else max(known, default=12)


# ── of which KPIs two look ──────────────────────────────────────────────────
@require_POST
def ask_two_scorers(request: PersonRequest, year: int) -> HttpResponse:
    fiscal_year = _year(request, year)
    form = TwoScorersForm(request.POST, kpis=library_kpis_of(year))
    if not form.is_valid():
        messages.error(request, _("เลือกตัวชี้วัดและบอกเหตุผล"))
    else:
        said = _("ตัวชี้วัดนี้ใช้ผู้ตรวจสองคนแล้ว – มอบหมายผู้ตรวจคนที่สองด้วยการมอบหมายอัตโนมัติ")
        _done(request, said, actions.ask_two_scorers, year=fiscal_year, **form.cleaned_data)
    return redirect("scores:assignments", year)


@require_POST
def end_two_scorers(request: PersonRequest, year: int, pk: int) -> HttpResponse:
    two = get_object_or_404(two_scorers_in_force(), fiscal_year=_year(request, year), pk=pk)
    reason = request.POST.get("reason", "")
    _done(request, _("กลับมาใช้ผู้ตรวจคนเดียวแล้ว"), actions.end_two_scorers, two=two, reason=reason)
    return redirect("scores:assignments", year)


def _done(request: PersonRequest, said: str, action: Any, **given: Any) -> bool:
    """Do it and say so, or say why not."""
    try:
        action(by=request.user, now=now(), **given)
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return False
    messages.success(request, said)
    return True


# ── one province ────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def round_assignments(request: PersonRequest, round_pk: int) -> HttpResponse:
    """Who looks at each KPI of this province; give one to somebody else."""
    round_ = _round(request, round_pk)
    places = places_of([round_])
    chosen, slot = _chosen(request, places)
    choices = choices_of(chosen, slot, day=localdate(now())) if chosen else []
    form = ReassignForm(
        request.POST or None,
        people=[(one.user.pk, one.user.name) for one in choices if not one.refusal],
        is_held=chosen is not None and slot in chosen.held,
    )
    status = 200
    if request.method == "POST":
        status = 422
        if chosen and form.is_valid() and _reassigned(request, round_, form):
            return redirect("scores:round_assignments", round_pk)
    context = {
        "round": round_,
        "places": places,
        "chosen": chosen,
        "slot": slot,
        "slot_label": _(Assignment.Slot(slot).label) if slot else "",
        "choices": choices,
        "form": form,
        "refusal": refuse_assigning_round(request.duties, round_),
        "disputed": set(disputes_in(round_).values_list("result__indicator", flat=True)),
        "events": told(trail_of_places(round_)[:20], _labels(round_, places)),
        "crumbs": [
            Crumb(_("ตรวจประเมิน"), reverse("scores:list")),
            Crumb(
                _("มอบหมายผู้ตรวจ"),
                f"{reverse('scores:assignments', args=[round_.fiscal_year_id])}?months={round_.months}",
            ),
            Crumb(place_name(round_.area)),
        ],
    }
    return render(request, "scores/round_assignments.html", context, status=status)


def _round(request: PersonRequest, round_pk: int) -> Round:
    if not request.duties.evaluates:
        raise Http404
    return get_object_or_404(Round.objects.select_related("area", "fiscal_year"), pk=round_pk)


def _chosen(request: PersonRequest, places: list[Place]) -> tuple[Place | None, str]:
    """The KPI and the place that the address or the form names; nothing where they do not exist."""
    given = request.POST if request.method == "POST" else request.GET
    key, slot = given.get("indicator", ""), given.get("slot", "")
    if not key.isdecimal() or slot not in Assignment.Slot.values:
        return None, ""
    return next((place for place in places if str(place.indicator) == key), None), slot


def _reassigned(request: PersonRequest, round_: Round, form: ReassignForm) -> bool:
    given = form.cleaned_data
    evaluator = get_object_or_404(User, pk=given.pop("evaluator"))
    said = _("มอบหมายให้ %(name)s แล้ว และแจ้งให้ทราบแล้ว") % {"name": evaluator.name}
    return _done(request, said, actions.reassign, round_=round_, evaluator=evaluator, **given)


def _labels(round_: Round, places: list[Place]) -> dict[str, str]:
    numbers = {place.indicator: place.number for place in places}
    made = Assignment.objects.filter(round=round_).values_list("pk", "indicator")
    return {f"scores.assignment:{pk}": numbers.get(indicator, "") for pk, indicator in made}
