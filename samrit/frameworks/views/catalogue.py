"""The list of frameworks that a person may see."""

from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from samrit.frameworks.contents import area_name
from samrit.frameworks.forms import EditionFilter
from samrit.frameworks.models import Edition, FiscalYear, Framework
from samrit.frameworks.queries import editions_visible_to, frameworks_visible_to
from samrit.people.middleware import PersonRequest
from samrit.people.models import Area
from samrit.people.queries import areas_managed_by
from samrit.rules.thai import fiscal_year

EDITIONS_PER_PAGE = 50


@require_safe
def catalogue(request: PersonRequest) -> HttpResponse:
    """By year (newest first), province and edition."""
    frameworks = frameworks_visible_to(request.duties)
    form = _filter(request, frameworks)
    editions = _filtered(editions_visible_to(request.duties), form).order_by(
        "-framework__fiscal_year", "framework__area", "-number"
    )
    editions = editions.annotate(
        kpi_count=Count("components__kpis", filter=Q(components__kpis__parent=None)),
        year=F("framework__fiscal_year"),
    )
    page = Paginator(editions, EDITIONS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "newest_year": _newest_year() if request.duties.evaluates else None,
        "may_prepare": areas_managed_by(request.duties).exists(),
        "several_areas": len(form.fields["area"].choices) > 2,  # type: ignore[attr-defined]  # noqa: PLR2004 - all, and one
    }
    return render(request, "frameworks/list.html", context)


def _newest_year() -> int:
    """Where the central office begins: the newest year there is, else the one going on."""
    newest = FiscalYear.objects.order_by("-year").values_list("pk", flat=True).first()
    return newest or fiscal_year(localdate())


def _filter(request: PersonRequest, frameworks: QuerySet[Framework]) -> EditionFilter:
    years = frameworks.order_by("-fiscal_year").values_list("fiscal_year_id", flat=True).distinct()
    areas = Area.objects.filter(pk__in=frameworks.values("area"))
    return EditionFilter(
        years=list(years), areas=[(area.code, area_name(area)) for area in areas], data=request.GET
    )


def _filtered(editions: QuerySet[Edition], form: EditionFilter) -> QuerySet[Edition]:
    if not form.is_valid():
        return editions
    wanted = {
        "framework__fiscal_year": form.cleaned_data["year"],
        "framework__area": form.cleaned_data["area"],
        "status": form.cleaned_data["status"],
    }
    return editions.filter(**{name: value for name, value in wanted.items() if value})
