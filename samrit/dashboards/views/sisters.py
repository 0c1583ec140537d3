"""What other provinces published of the same KPI, beside the field and as a page of its own."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from samrit.dashboards.queries.sisters import sisters_of
from samrit.frameworks.queries import rounds_visible_to
from samrit.people.middleware import PersonRequest
from samrit.reports.queries import item_visible_to

SHOWN = 5  # beside the field; the page shows all


@require_safe
def sisters(request: PersonRequest, round_pk: int, indicator_pk: int) -> HttpResponse:
    """Where do the others stand with this KPI? Only published values, for who may see the KPI itself."""
    round_ = get_object_or_404(rounds_visible_to(request.duties), pk=round_pk)
    item = item_visible_to(request.duties, round_, indicator_pk)
    if item is None:
        raise Http404
    found = sisters_of(item.kpi, round_.fiscal_year_id, round_.area_id, now())
    entry = reverse("reports:entry", args=[round_pk, indicator_pk])
    context = {
        "kpi": item.kpi,
        "round": round_,
        "sisters": found,
        "rows": found.rows[:SHOWN] if request.htmx else found.rows,
        "more": max(0, len(found.rows) - SHOWN) if request.htmx else 0,
        "entry": entry,
    }
    template = "dashboards/sisters/list.html" if request.htmx else "dashboards/sisters.html"
    return render(request, template, context)
