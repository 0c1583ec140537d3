"""The executive page of a province: the published score for everybody, the newest one for those who may see it."""

from urllib.parse import urljoin

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from samrit.dashboards.documents import brief
from samrit.dashboards.queries.boards.seen import Seen, seen_by, seen_by_all
from samrit.dashboards.queries.briefs import brief_of
from samrit.dashboards.queries.results import published_score, result_sheet
from samrit.dashboards.queries.standings import reporting_areas
from samrit.dashboards.views.publicly import public_page
from samrit.people.middleware import PersonRequest
from samrit.scores.models import ProvinceScore
from samrit.scores.queries import appealed_rounds, scores_visible_to

KEPT_FOR = 24 * 60 * 60  # seconds; what it says decides whether it is drawn again


@public_page
def public_brief(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """What the public may see, checkable at the address of this edition."""
    score = published_score(year, code, now())
    if score is None:
        raise Http404
    edition = f"{score.round.months}-{score.page_edition}"
    address = reverse("dashboards:page_edition", args=[year, code, edition])
    return _answer(request, score, seen_by_all(now=now()), address)


@require_safe
def own_brief(request: PersonRequest, year: int, code: str) -> HttpResponse:
    """The newest score that this person may see, public or not (which it says)."""
    seen = seen_by(request.duties, now=now())
    chosen = seen.scores.get((year, code))
    if chosen is None or not request.duties.memberships:
        raise Http404
    score = scores_visible_to(request.duties, now()).get(pk=chosen.pk)
    if seen.is_public(score):
        score = published_score(year, code, now()) or score
    return _answer(request, score, seen, reverse("dashboards:board_province", args=[year, code]))


def _answer(request: HttpRequest, score: ProvinceScore, seen: Seen, address: str) -> HttpResponse:
    found = brief_of(
        result_sheet(score), seen, areas=list(reporting_areas()), appealed=set(appealed_rounds())
    )
    year, code = found.sheet.year, found.sheet.area.pk
    try:
        content = brief.draw(found, address=urljoin(settings.SITE_URL, address), keep_for=KEPT_FOR)
    except brief.PaperUnavailableError:
        context = {"year": year, "code": code}
        return render(request, "dashboards/paper_unavailable.html", context, status=503)
    name = f"สรุปผู้บริหาร-{found.sheet.area.name}-{year}.pdf"
    headers = {"Content-Disposition": content_disposition_header(as_attachment=False, filename=name) or ""}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
