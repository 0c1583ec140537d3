"""The public face: results without signing in, as pages, as official paper and as a workbook.

Only published scores exist here; for everything else there is no page (404).
"""

from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from samrit.dashboards.documents import explaining, paper, workbook
from samrit.dashboards.forms import ProvinceSearch, StandingsFilter
from samrit.dashboards.queries import results, standings
from samrit.frameworks.models import FiscalYear
from samrit.people.models import Area
from samrit.scores.models import ProvinceScore
from samrit.ui.formats import in_english
from samrit.ui.pieces import Crumb

PER_PAGE = 50
PAPER_KEPT_FOR = 30 * 24 * 60 * 60  # seconds


@login_not_required
@require_safe
def performance(request: HttpRequest) -> HttpResponse:
    """Which years have results, and how did this province do over the years?"""
    form = ProvinceSearch(request.GET)
    name = form.cleaned_data["name"] if form.is_valid() else ""
    context = {
        "years": standings.published_years(now()),
        "voided": FiscalYear.objects.filter(voided_at__isnull=False),
        "form": form,
        "name": name,
        "page": _page(request, name) if name else None,
    }
    return render(request, "dashboards/performance.html", context)


def _page(request: HttpRequest, name: str) -> object:
    return Paginator(standings.results_of_provinces(name, now()), PER_PAGE).get_page(request.GET.get("page"))


@login_not_required
@require_safe
def year_page(request: HttpRequest, year: int) -> HttpResponse:
    """How do the provinces stand in this year?"""
    fiscal_year = results.fiscal_year(year)
    if fiscal_year is None:
        raise Http404
    if fiscal_year.voided_at:
        return _voided(request, fiscal_year)
    table = standings.standings(fiscal_year, now())
    published = [standing for standing in table if standing.score]
    ratings = sorted(
        {standing.score.rating for standing in published if standing.score and standing.score.rating}
    )
    form = StandingsFilter(request.GET, ratings=ratings)
    rows = standings.matching(table, **form.chosen())
    context = {
        "year": year,
        "has_totals": standings.has_totals(fiscal_year),
        "form": form,
        "rows": rows,
        "shown": [row for row in rows if row.score],
        "waiting": [row for row in rows if not row.score],
        "published": len(published),
        "of": len(table),
        "ranked_months": _ranked_months(published),
        "crumbs": [_performance_crumb(), Crumb(_year_words(year))],
    }
    return render(request, "dashboards/year.html", context)


def _voided(request: HttpRequest, fiscal_year: FiscalYear, area: Area | None = None) -> HttpResponse:
    """A year whose results are not used: that, by which resolution, and nothing else."""
    crumbs = [_performance_crumb(), Crumb(_year_words(fiscal_year.year))]
    context = {
        "fiscal_year": fiscal_year,
        "province": province_name(area) if area else "",
        "crumbs": crumbs,
    }
    return render(request, "dashboards/voided.html", context)


def _ranked_months(published: list[standings.Standing]) -> int | None:
    """The months of the round that is ranked, to be said when results of another round stand beside it."""
    months = {standing.score.round.months for standing in published if standing.score}
    return max(months) if len(months) > 1 else None


@login_not_required
@require_safe
def province(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """What did this province achieve, and why this score?"""
    fiscal_year = results.fiscal_year(year)
    area = Area.objects.filter(pk=code).first()
    if fiscal_year and fiscal_year.voided_at and area:
        return _voided(request, fiscal_year, area)
    sheet = results.result_sheet(_published_score(year, code))
    context = {
        "sheet": sheet,
        "province": province_name(sheet.area),
        "rule": explaining.rule_title(sheet),
        "why_total": explaining.why_total(sheet),
        "components": [
            (component, explaining.why_component(component), _explained(component))
            for component in sheet.components
        ],
        "crumbs": [
            _performance_crumb(),
            Crumb(_year_words(year), reverse("dashboards:year", args=[year])),
            Crumb(province_name(sheet.area)),
        ],
    }
    return render(request, "dashboards/province.html", context)


def _explained(component: results.ComponentResult) -> list[tuple[object, list[object]]]:
    """The component's groups, each KPI with its explanation and its parts with theirs."""
    return [(group, [_with_why(kpi) for kpi in kpis]) for group, kpis in component.groups]


def _with_why(kpi: results.KpiResult) -> object:
    return {"it": kpi, "why": explaining.why_kpi(kpi), "parts": [_with_why(part) for part in kpi.parts]}


def _performance_crumb() -> Crumb:
    return Crumb(_("ผลการประเมิน"), reverse("dashboards:performance"))


def _year_words(year: int) -> str:
    return _("ปีงบประมาณ พ.ศ. %(year)s") % {"year": year}


def province_name(area: Area) -> str:
    return area.name_en if in_english() else area.name


def _published_score(year: int, code: str) -> ProvinceScore:
    score = results.published_score(year, code, now())
    if score is None:
        raise Http404
    return score


# ── paper and workbook ──────────────────────────────────────────────────────
def _version(request: HttpRequest, year: int, code: str) -> str | None:  # noqa: ARG001 - Django's signature
    """The ETag: a published result changes only when it is published again, or drawn in another way."""
    score = results.published_score(year, code, now())
    if score is None or score.published_at is None:
        return None
    return f'"{score.pk}-{score.published_at.timestamp():.0f}-{paper.drawing_version()}"'


@login_not_required
@require_safe
@condition(etag_func=_version)
def province_pdf(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The result as official paper. Drawn once, then kept: it takes a second of a processor, and anyone may ask."""
    score = _published_score(year, code)
    key = f"dashboards:paper:{_version(request, year, code)}"
    content = cache.get(key)
    if content is None:
        try:
            content = paper.draw(results.result_sheet(score), address=_address(year, code))
        except paper.PaperUnavailableError:
            return render(
                request, "dashboards/paper_unavailable.html", {"year": year, "code": code}, status=503
            )
        cache.set(key, content, PAPER_KEPT_FOR)
    return _file(content, "application/pdf", f"{_file_name(score)}.pdf", shown=True)


@login_not_required
@require_safe
@condition(etag_func=_version)
def province_xlsx(request: HttpRequest, year: int, code: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The result as a workbook: scores, KPIs, and where each score comes from."""
    score = _published_score(year, code)
    content = workbook.fill(results.result_sheet(score), address=_address(year, code))
    return _file(content, workbook.CONTENT_TYPE, f"{_file_name(score)}.xlsx")


def _address(year: int, code: str) -> str:
    """Where the result can be checked, as it stands on paper."""
    return urljoin(settings.SITE_URL, reverse("dashboards:province", args=[year, code]))


def _file_name(score: ProvinceScore) -> str:
    return f"ผลการประเมิน-{score.round.area.name}-{score.round.fiscal_year_id}"


def _file(content: bytes, kind: str, name: str, *, shown: bool = False) -> HttpResponse:
    """A file to keep; with ``shown`` the browser may open it."""
    headers = {
        "Content-Disposition": content_disposition_header(not shown, name) or "",
        "Cache-Control": "no-cache",
    }
    return HttpResponse(content, content_type=kind, headers=headers)
