"""A province's own score before and after it is public, and every earlier version of it."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samrit.people.middleware import PersonRequest
from samrit.scores.appeals_shown import contest_of
from samrit.scores.models import ProvinceScore
from samrit.scores.queries import publications_of, scores_visible_to, versions_visible_to, with_kpi_scores
from samrit.scores.shown import components_of, explanation_of, lines_of
from samrit.ui.pieces import Crumb


@require_safe
def own(request: PersonRequest, round_pk: int) -> HttpResponse:
    """What did we get, why, and what can still be done about it?"""
    found = scores_visible_to(request.duties, now()).filter(round=round_pk, superseded_at=None)
    return _shown(request, get_object_or_404(with_kpi_scores(found)))


@require_safe
def version(request: PersonRequest, round_pk: int, number: int) -> HttpResponse:
    """One version as it was; earlier ones stay readable for who could read them."""
    found = versions_visible_to(request.duties).filter(round=round_pk, version=number)
    return _shown(request, get_object_or_404(with_kpi_scores(found)))


def _shown(request: PersonRequest, score: ProvinceScore) -> HttpResponse:
    round_ = score.round
    if not request.duties.evaluates and round_.area_id not in request.duties.areas():
        raise Http404
    moment = now()
    contest = contest_of(request.duties, score, moment)
    opens = request.duties.evaluates or round_.area_id in request.duties.coordinated_areas()
    items, lines = contest.items if contest else {}, lines_of(score, follows=opens)
    context = {
        "round": round_,
        "now": moment,
        "contest": contest,
        "score": score,
        "components": components_of(score),
        "explanation": explanation_of(score),
        "lines": [(line, items.get(line.kpi.indicator_id)) for line in lines],
        "parents": {line.kpi.parent_id for line in lines},
        "opens_items": opens,
        "versions": versions_visible_to(request.duties).filter(round=round_).order_by("-version"),
        "publications": publications_of(round_),
        "crumbs": [
            Crumb(_("รายงานผล"), reverse("reports:round", args=[round_.pk])),
            Crumb(_("คะแนน")),
        ],
    }
    return render(request, "scores/own.html", context)
