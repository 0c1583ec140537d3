"""A province's public result as files: official paper, a workbook, the picture beside a shared link."""

from urllib.parse import urljoin

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import now
from django.views.decorators.http import condition

from samrit.dashboards.documents import card, paper, workbook
from samrit.dashboards.queries import results
from samrit.dashboards.views.publicly import public_page
from samrit.scores.models import ProvinceScore
from samrit.scores.queries import appealed_rounds

KEPT_FOR = 30 * 24 * 60 * 60  # seconds, of a drawn paper or picture


def _published_score(request: HttpRequest, year: int, code: str) -> ProvinceScore:
    """Asked for once in a request: the ETag and the file are of the same moment."""
    if not hasattr(request, "published_score"):
        request.published_score = results.published_score(year, code, now())  # type: ignore[attr-defined]
    score: ProvinceScore | None = request.published_score  # type: ignore[attr-defined]
    if score is None:
        raise Http404
    return score


def _is_appealed(request: HttpRequest, score: ProvinceScore) -> bool:
    """Whether the result is contested now; asked once in a request, as the score."""
    if not hasattr(request, "is_appealed"):
        request.is_appealed = appealed_rounds([score.round]).exists()  # type: ignore[attr-defined]
    appealed: bool = request.is_appealed  # type: ignore[attr-defined]
    return appealed


def _version(request: HttpRequest, year: int, code: str) -> str | None:
    """The ETag: a published result changes only when it is published again or drawn in another way; so does its mark."""
    score = _published_score(request, year, code)
    at = score.published_at.timestamp() if score.published_at else 0
    drawn = f"{paper.drawing_version()}-{card.drawing_version()}"
    appealed = "-appealed" if _is_appealed(request, score) else ""
    return f'"{score.pk}-{score.page_edition}-{at:.0f}-{settings.DEMO:d}-{drawn}{appealed}"'


@public_page
@condition(etag_func=_version)
def province_pdf(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The result as official paper. Drawn once, then kept: it takes a second of a processor, and anyone may ask."""
    score = _published_score(request, year, code)
    key = f"dashboards:paper:{_version(request, year, code)}"
    content = cache.get(key)
    if content is None:
        try:
            sheet, appealed = results.result_sheet(score), _is_appealed(request, score)
            content = paper.draw(sheet, address=_address(year, code), appealed=appealed)
        except paper.PaperUnavailableError:
            return render(
                request, "dashboards/paper_unavailable.html", {"year": year, "code": code}, status=503
            )
        cache.set(key, content, KEPT_FOR)
    return _file(content, "application/pdf", f"{_file_name(score)}.pdf", shown=True)


@public_page
@condition(etag_func=_version)
def province_xlsx(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The result as a workbook: scores, KPIs, and where each score comes from."""
    score = _published_score(request, year, code)
    sheet, appealed = results.result_sheet(score), _is_appealed(request, score)
    content = workbook.fill(sheet, address=_address(year, code), appealed=appealed)
    return _file(content, workbook.CONTENT_TYPE, f"{_file_name(score)}.xlsx")


@public_page
@condition(etag_func=_version)
def province_card(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The picture that stands beside a link to the result; none where the machine cannot draw."""
    score = _published_score(request, year, code)
    key = f"dashboards:card:{_version(request, year, code)}"
    content = cache.get(key)
    if content is None:
        sheet = results.result_sheet(score)
        try:
            content = card.draw(sheet, appealed=_is_appealed(request, score), demo=settings.DEMO)
        except card.ChartsUnavailableError:
            raise Http404 from None
        cache.set(key, content, KEPT_FOR)
    return HttpResponse(content, content_type="image/png")


def _address(year: int, code: str) -> str:
    """Where the result can be checked, as it stands on paper."""
    return urljoin(settings.SITE_URL, reverse("dashboards:province", args=[year, code]))


def _file_name(score: ProvinceScore) -> str:
    return f"ผลการประเมิน-{score.round.area.name}-{score.round.fiscal_year_id}"


def _file(content: bytes, kind: str, name: str, *, shown: bool = False) -> HttpResponse:
    """A file to keep; with ``shown`` the browser may open it."""
    disposition = content_disposition_header(not shown, name) or ""
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})
