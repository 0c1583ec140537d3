"""Strategic KPIs: the list, and one with everything that is derived from it."""

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samrit.dashboards.queries.strategic import derived_results
from samrit.frameworks.actions import keep_strategic_kpi
from samrit.frameworks.forms import StrategicKpiForm
from samrit.frameworks.models import FiscalYear, StrategicKpi
from samrit.frameworks.permissions import refuse_strategic
from samrit.frameworks.queries import strategic_kpis
from samrit.people.middleware import PersonRequest
from samrit.rules.thai import fiscal_year
from samrit.rules.wording import RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def strategic_list(request: PersonRequest) -> HttpResponse:
    """The strategic KPIs of a year (``?year=2567``); the central office adds to them."""
    _let_in(request)
    years = list(FiscalYear.objects.values_list("year", flat=True))
    year = _year(request, years)
    form = StrategicKpiForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _keep(request, form, year):
        return redirect(f"{reverse('dashboards:strategic')}?year={year}")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {
        "page": Paginator(strategic_kpis(year), PER_PAGE).get_page(request.GET.get("page")),
        "year": year,
        "years": sorted({*years, year}, reverse=True),
        "form": form if refuse_strategic(request.duties) is None else None,
    }
    return render(request, "dashboards/strategic.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def strategic_kpi(request: PersonRequest, pk: int) -> HttpResponse:
    """What is derived from it in each province, and what was reached."""
    _let_in(request)
    kpi = get_object_or_404(StrategicKpi, pk=pk)
    initial = {name: getattr(kpi, name) for name in ("code", "name", "ministry", "references")}
    form = StrategicKpiForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _keep(request, form, kpi.fiscal_year_id, kpi):
        return redirect("dashboards:strategic_kpi", pk)
    context = {
        "kpi": StrategicKpi.objects.get(pk=pk),
        "derived": derived_results(request.duties, kpi, now()),
        "form": form if refuse_strategic(request.duties) is None else None,
        "crumbs": [
            Crumb(_("Strategic KPIs"), f"{reverse('dashboards:strategic')}?year={kpi.fiscal_year_id}"),
            Crumb(kpi.code),
        ],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "dashboards/strategic_kpi.html", context, status=status)


def _let_in(request: PersonRequest) -> None:
    """Who holds no role has nothing to read here."""
    if not request.duties.memberships:
        raise Http404


def _year(request: PersonRequest, years: list[int]) -> int:
    """The year asked for, when there is such a year; else the present one."""
    asked = request.GET.get("year", "")
    return next((year for year in years if str(year) == asked), fiscal_year(localdate()))


def _keep(request: PersonRequest, form: StrategicKpiForm, year: int, kpi: StrategicKpi | None = None) -> bool:
    try:
        keep_strategic_kpi(year=year, kpi=kpi, by=request.user, now=now(), **form.cleaned_data)
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        messages.error(request, in_words(refused.refusal.message))
        return False
    messages.success(request, _("บันทึก Strategic KPI แล้ว"))
    return True
