"""The matrix on a wall: nothing but where the province stands, read from three metres, always fresh."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samrit.frameworks.queries import reopenings_of, window_of
from samrit.people.middleware import PersonRequest
from samrit.reports.path import STANDS_AT
from samrit.reports.queries import standings_visible_to
from samrit.reports.views.matrix import agency_names, matrix_of
from samrit.reports.views.shown import found_round, round_name
from samrit.rules.windows import WindowState
from samrit.rules.workflow import Status
from samrit.ui.pieces import Crumb

WIDEST_WALL = 240  # a screen holds no more columns
FRESH_EVERY = 60  # seconds


@require_safe
def wall(request: PersonRequest, round_pk: int) -> HttpResponse:
    """For the coordinator and the central office. The page and what htmx asks for each minute are one template."""
    round_ = found_round(request, round_pk)
    if not (request.duties.evaluates or round_.area_id in request.duties.coordinated_areas()):
        raise Http404
    standings = standings_visible_to(request.duties, round_)
    asked = [one for one in standings if not one.cancelled]
    ready = [one for one in asked if STANDS_AT[one.status] >= STANDS_AT[Status.APPROVED]]
    open_now = reopenings_of([round_]).filter(until__gt=now(), ended_at=None).order_by("until").first()
    context = {
        "round": round_,
        "round_name": round_name(round_),
        "now": now(),
        "matrix": matrix_of(round_, standings[:WIDEST_WALL], agency_names(standings)) if standings else None,
        "hidden": max(0, len(standings) - WIDEST_WALL),
        "total": len(asked),
        "ready": len(ready),
        "submitted": sum(one.status == Status.SUBMITTED for one in asked),
        "returned": sum(one.status == Status.RETURNED for one in asked),
        "reopened": open_now,
        "every": FRESH_EVERY if open_now or window_of(round_).state(now()) == WindowState.OPEN else 0,
        "crumbs": [
            Crumb(_("หน้าแรก"), "/"),
            Crumb(round_name(round_), f"/reports/{round_.pk}/"),
            Crumb(_("จอภาพรวม")),
        ],
    }
    template = "reports/wall.html#standing" if request.htmx else "reports/wall.html"
    return render(request, template, context)
