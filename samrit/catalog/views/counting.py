"""The KPI's four counts of agencies, each followed to the datasets that fail it; the year's plan; holidays."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrit.catalog.actions.plans import (
    drop_holiday,
    drop_plan,
    plan_dataset,
    propose_result,
    set_holiday,
    tie_plan,
)
from samrit.catalog.forms.office import HolidayForm, PlanForm
from samrit.catalog.models import CatalogResult, Dataset, Holiday, PlanItem
from samrit.catalog.permissions.datasets import refuse_counting, refuse_dropping, refuse_holidays, writable
from samrit.catalog.queries.counting import (
    PLANNED,
    counts_of,
    newest_results,
    plan_visible_to,
)
from samrit.catalog.queries.datasets import agencies_looked_after, agencies_to_write, visible_to
from samrit.catalog.views.found import crumbs_of, needs_role
from samrit.people.middleware import PersonRequest
from samrit.people.models import Agency
from samrit.rules.catalog import Count, Failing, Result, terms_of
from samrit.rules.thai import fiscal_year
from samrit.rules.wording import Message, Refusal, RefusedError
from samrit.ui.formats import number
from samrit.ui.pieces import Crumb, Explanation
from samrit.ui.wording import in_words

EARLIEST = 2562
MOST_AGENCIES = 200
MOST_CHOICES = 2_000


def _year(year: int) -> int:
    """A fiscal year for which something can be told; 404 for others."""
    if not EARLIEST <= year <= fiscal_year(localdate()) + 1:
        raise Http404
    return year


def _years() -> list[int]:
    this = fiscal_year(localdate())
    return [this + 1, this, this - 1, this - 2]


@require_safe
def kpi_now(request: PersonRequest) -> HttpResponse:
    """The counts of the year that runs."""
    needs_role(request)
    return redirect("catalog:kpi", fiscal_year(localdate()))


@dataclass(frozen=True)
class Line:
    """One agency: its counts, and what was proposed last."""

    agency: Agency
    result: Result
    kept: CatalogResult | None

    @property
    def percent(self) -> str:
        return (
            ""
            if self.result.percent is None
            else number(terms_of(self.result.year).published(self.result.percent))
        )


@require_safe
def kpi(request: PersonRequest, year: int) -> HttpResponse:
    """How does each agency stand in the four counts?"""
    needs_role(request)
    year = _year(year)
    agencies = _with_datasets(agencies_looked_after(request.duties))
    keys = [one.pk for one in agencies]
    counts, kept = counts_of(keys, year, on=localdate()), newest_results(keys, year)
    context = {
        "year": year,
        "years": _years(),
        "names": [in_words(one.name) for one in terms_of(year).counts],
        "lines": [Line(one, counts[one.pk], kept.get(one.pk)) for one in agencies],
        "crumbs": crumbs_of(Crumb(gettext("ตัวชี้วัดบัญชีข้อมูล"))),
    }
    return render(request, "catalog/office/kpi.html", context)


def _with_datasets(agencies: QuerySet[Agency]) -> list[Agency]:
    """Those that have or plan anything; the first of very many."""
    having = Q(pk__in=Dataset.objects.values("agency"))
    planning = Q(pk__in=PlanItem.objects.filter(dropped_at=None).values("agency"))
    return list(agencies.filter(having | planning)[:MOST_AGENCIES])


@require_http_methods(["GET", "HEAD", "POST"])
def agency_kpi(request: PersonRequest, year: int, pk: int) -> HttpResponse:
    """Which datasets fail which count, and why?"""
    year = _year(year)
    agency = get_object_or_404(agencies_looked_after(request.duties), pk=pk)
    refusal = None
    if request.method == "POST":
        try:
            propose_result(agency=agency, fiscal_year=year, by=request.user, now=now())
        except RefusedError as refused:
            refusal = refused.refusal
        else:
            messages.success(request, gettext("บันทึกผลที่เสนอแล้ว"))
            return redirect("catalog:agency_kpi", year, pk)
    result = counts_of([agency.pk], year, on=localdate())[agency.pk]
    line = Line(agency, result, newest_results([agency.pk], year).get(agency.pk))
    context = {
        "year": year,
        "line": line,
        "counts": [_shown_count(count) for count in result.counts],
        "level": result.level,
        "why": Explanation(
            inputs=[],
            steps=list(result.steps),
            rule=gettext("ตารางคะแนน {version}").format(version=result.version),
        ),
        "proposing": refuse_counting(request.duties, agency),
        "refusal": refusal,
        "crumbs": crumbs_of(
            Crumb(gettext("ตัวชี้วัดบัญชีข้อมูล"), reverse("catalog:kpi", args=[year])), Crumb(agency.name)
        ),
    }
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "catalog/office/agency_kpi.html", context, status=status)


@dataclass(frozen=True)
class ShownCount:
    """One of the four, with the datasets that fail it."""

    code: str
    name: Message
    met: int
    base: int
    failing: list["ShownFailing"]


@dataclass(frozen=True)
class ShownFailing:
    """A dataset that a count misses; ``name`` of its page, "" of what is planned only."""

    title: str
    name: str
    why: Message


def _shown_count(count: Count) -> ShownCount:
    keys = [int(one.entry.id) for one in count.failing if not one.entry.id.startswith(PLANNED)]
    names = dict(Dataset.objects.filter(pk__in=keys).values_list("pk", "name"))
    return ShownCount(
        count.terms.counted.value,
        count.terms.name,
        count.met,
        count.base,
        [ShownFailing(one.entry.title, _name(one, names), one.why) for one in count.failing],
    )


def _name(one: Failing, names: dict[int, str]) -> str:
    return "" if one.entry.id.startswith(PLANNED) else names.get(int(one.entry.id), "")


# ── the plan ────────────────────────────────────────────────────────────────
@require_safe
def plan_now(request: PersonRequest) -> HttpResponse:
    needs_role(request)
    return redirect("catalog:plan", fiscal_year(localdate()))


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: PersonRequest, year: int) -> HttpResponse:
    """What is to be developed or updated in this year?"""
    needs_role(request)
    year, form, refusal = _year(year), None, None
    agencies = agencies_to_write(writable(request.duties))
    if agencies:
        form = PlanForm(
            request.POST if request.method == "POST" else None,
            agencies=agencies,
            datasets=_datasets(request, agencies),
        )
    elif request.method == "POST":
        raise Http404
    if form is not None and request.method == "POST" and form.is_valid():
        refusal = _plan(request, form, year)
        if refusal is None:
            messages.success(request, gettext("เพิ่มในแผนแล้ว"))
            return redirect("catalog:plan", year)
    context = {
        "year": year,
        "years": _years(),
        "form": form,
        "refusal": refusal,
        "lines": _lines(request, year),
        "crumbs": crumbs_of(Crumb(gettext("แผนชุดข้อมูล"))),
    }
    failed = refusal or (form is not None and form.errors)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if failed else HTTPStatus.OK
    return render(request, "catalog/office/plan.html", context, status=status)


def _lines(request: PersonRequest, year: int) -> list[tuple[PlanItem, Refusal | None, list[tuple[int, str]]]]:
    """Each item, why it may not be changed, and the datasets that a mere title may have become."""
    items = plan_visible_to(request.duties).filter(fiscal_year=year, dropped_at=None)
    found = list(items.order_by("agency__name", "pk"))
    planned = {one.dataset_id for one in found}
    choices: dict[int, list[tuple[int, str]]] = {}
    titles = visible_to(request.duties).filter(
        agency__in={one.agency_id for one in found if not one.dataset_id}
    )
    made = titles.exclude(state=Dataset.State.WITHDRAWN).order_by("title", "pk")
    for key, title, agency in made.values_list("pk", "title", "agency")[:MOST_CHOICES]:
        if key not in planned:
            choices.setdefault(agency, []).append((key, title))
    return [
        (one, refuse_dropping(request.duties, one), [] if one.dataset_id else choices.get(one.agency_id, []))
        for one in found
    ]


def _datasets(request: PersonRequest, agencies: Any) -> list[tuple[int, str]]:
    rows = visible_to(request.duties).filter(agency__in=agencies).exclude(state=Dataset.State.WITHDRAWN)
    return list(rows.order_by("title", "pk").values_list("pk", "title")[:MOST_CHOICES])


def _plan(request: PersonRequest, form: PlanForm, year: int) -> Refusal | None:
    cleaned = form.cleaned_data
    chosen = cleaned["dataset"]
    try:
        plan_dataset(
            agency=cleaned["agency"],
            fiscal_year=year,
            dataset=visible_to(request.duties).filter(pk=int(chosen)).first() if chosen else None,
            title=cleaned["title"],
            note=cleaned["note"],
            by=request.user,
            now=now(),
        )
    except RefusedError as refused:
        return refused.refusal
    return None


@require_POST
def plan_item(request: PersonRequest, year: int, pk: int) -> HttpResponse:
    """Tie a planned title to the dataset that it became, or drop it with a reason."""
    item = get_object_or_404(plan_visible_to(request.duties), pk=pk, fiscal_year=year)
    chosen = request.POST.get("dataset", "")
    try:
        if chosen.isascii() and chosen.isdigit():
            dataset = get_object_or_404(visible_to(request.duties), pk=int(chosen[:18]))
            tie_plan(item=item, dataset=dataset, by=request.user, now=now())
            messages.success(request, gettext("ผูกกับชุดข้อมูลแล้ว"))
        else:
            drop_plan(item=item, reason=request.POST.get("reason", ""), by=request.user, now=now())
            messages.success(request, gettext("ตัดออกจากแผนแล้ว"))
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
    return redirect("catalog:plan", year)


# ── holidays ────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def holidays(request: PersonRequest) -> HttpResponse:
    """On which days nobody updates: working days are counted without them."""
    needs_role(request)
    closed = refuse_holidays(request.duties)
    if closed and request.method == "POST":
        raise Http404
    form = HolidayForm(request.POST if request.method == "POST" and "drop" not in request.POST else None)
    if request.method == "POST" and (done := _holiday(request, form)):
        return done
    context = {
        "form": None if closed else form,
        "closed": closed,
        "days": list(Holiday.objects.order_by("-day")[:400]),
        "crumbs": crumbs_of(Crumb(gettext("วันหยุดราชการ"))),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "catalog/office/holidays.html", context, status=status)


def _holiday(request: PersonRequest, form: HolidayForm) -> HttpResponse | None:
    said: dict[str, Any] = {"by": request.user, "now": now()}
    drop = request.POST.get("drop", "")
    if drop:
        key = int(drop) if drop.isascii() and drop.isdigit() and len(drop) < len("9" * 18) else 0
        drop_holiday(holiday=get_object_or_404(Holiday, pk=key), **said)
        messages.success(request, gettext("นำวันหยุดออกแล้ว"))
        return redirect("catalog:holidays")
    if not form.is_valid():
        return None
    set_holiday(**form.cleaned_data, **said)
    messages.success(request, gettext("บันทึกวันหยุดแล้ว"))
    return redirect("catalog:holidays")
