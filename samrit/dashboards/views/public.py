"""The public face: results without signing in.

Only what is public at the moment exists here; for everything else there is no page (404). What was public and was taken
back leaves a page that says so (410).
"""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now

from samrit.dashboards.documents import explaining
from samrit.dashboards.documents.changes import changes_of
from samrit.dashboards.forms import StandingsFilter
from samrit.dashboards.queries import results, standings
from samrit.dashboards.queries.editions import (
    PageEdition,
    edition_before,
    edition_named,
    editions_of,
    score_of_edition,
    standing_edition,
    withdrawn_instead,
)
from samrit.dashboards.queries.national import public_report
from samrit.dashboards.views.publicly import (
    absolute,
    performance_crumb,
    province_name,
    public_page,
    year_words,
)
from samrit.frameworks.models import FiscalYear
from samrit.people.models import Area
from samrit.scores.queries import appealed_rounds
from samrit.ui.pieces import Crumb

GONE = 410


@public_page
def performance(request: HttpRequest) -> HttpResponse:
    """Which years have results, and where do I find what I look for?"""
    if name := request.GET.get("name"):  # how this page was asked before it could search
        return redirect(f"{reverse('dashboards:search')}?{urlencode({'q': name})}")
    context = {
        "years": standings.published_years(now()),
        "voided": FiscalYear.objects.filter(voided_at__isnull=False),
        "canonical": absolute(reverse("dashboards:performance")),
    }
    return render(request, "dashboards/performance.html", context)


@public_page
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
    appealed = set(appealed_rounds())
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
        "has_report": public_report(year, now=now()) is not None,
        "appealed": appealed,
        "any_appealed": any(one.score.round_id in appealed for one in published if one.score),
        "canonical": absolute(reverse("dashboards:year", args=[year])),
        "crumbs": [performance_crumb(), Crumb(year_words(year))],
    }
    return render(request, "dashboards/year.html", context)


def _voided(request: HttpRequest, fiscal_year: FiscalYear, area: Area | None = None) -> HttpResponse:
    """A year whose results are not used: that, by which resolution, and nothing else."""
    crumbs = [performance_crumb(), Crumb(year_words(fiscal_year.year))]
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


# ── one province ────────────────────────────────────────────────────────────
@public_page
def province(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """What did this province achieve, and why this score?"""
    if voided := _voided_year(request, year, code):
        return voided
    editions = _editions(year, code, now())
    standing = standing_edition(editions)
    if standing is None:
        return _withdrawn(request, editions[0], editions)
    return _edition_page(request, standing, editions, standing)


@public_page
def page_edition(request: HttpRequest, year: int, code: str, edition: str) -> HttpResponse:
    """The page as it was published once: still there, marked when another took its place or it was withdrawn."""
    if voided := _voided_year(request, year, code):
        return voided
    editions = _editions(year, code, now())
    standing = standing_edition(editions)
    if edition.isdecimal():  # the number alone means the round that the page shows
        return redirect(
            "dashboards:page_edition", year, code, f"{(standing or editions[0]).months}-{edition}"
        )
    found = edition_named(editions, edition)
    if found is None:
        raise Http404
    if found.withdrawn:
        return _withdrawn(request, found, editions)
    return _edition_page(request, found, editions, standing)


def _voided_year(request: HttpRequest, year: int, code: str) -> HttpResponse | None:
    fiscal_year = results.fiscal_year(year)
    area = Area.objects.filter(pk=code).first()
    return _voided(request, fiscal_year, area) if fiscal_year and fiscal_year.voided_at and area else None


def _editions(year: int, code: str, moment: datetime) -> list[PageEdition]:
    if editions := editions_of(year, code, moment):
        return editions
    raise Http404


def _edition_page(
    request: HttpRequest, edition: PageEdition, editions: Sequence[PageEdition], standing: PageEdition | None
) -> HttpResponse:
    sheet = results.result_sheet(score_of_edition(edition.publication))
    year, code = sheet.year, sheet.area.pk
    context = {
        "sheet": sheet,
        "province": province_name(sheet.area),
        "edition": edition,
        "editions": editions,
        "standing": standing,
        "is_shown": edition == standing,
        "appeals_open": edition.stands and appealed_rounds([edition.publication.round]).exists(),
        "withdrawn_instead": withdrawn_instead(editions, edition) if edition == standing else None,
        "before": edition_before(editions, edition),
        "changes": changes_of(edition, editions),
        "rule": explaining.rule_title(sheet),
        "why_total": explaining.why_total(sheet),
        "components": [
            (component, explaining.why_component(component), _explained(component))
            for component in sheet.components
        ],
        "canonical": absolute(reverse("dashboards:province", args=[year, code])),
        "card": f"{absolute(reverse('dashboards:province_card', args=[year, code]))}?edition={edition.name}",
        "crumbs": [*_year_crumbs(year), Crumb(province_name(sheet.area))],
    }
    return render(request, "dashboards/province.html", context)


def _withdrawn(request: HttpRequest, edition: PageEdition, editions: Sequence[PageEdition]) -> HttpResponse:
    """When and why, and what stands now; none of its figures."""
    round_ = edition.publication.round
    context = {
        "edition": edition,
        "editions": editions,
        "standing": standing_edition(editions),
        "year": round_.fiscal_year_id,
        "code": round_.area_id,
        "province": province_name(round_.area),
        "crumbs": [*_year_crumbs(round_.fiscal_year_id), Crumb(province_name(round_.area))],
    }
    return render(request, "dashboards/withdrawn.html", context, status=GONE)


def _year_crumbs(year: int) -> list[Crumb]:
    return [performance_crumb(), Crumb(year_words(year), reverse("dashboards:year", args=[year]))]


def _explained(component: results.ComponentResult) -> list[tuple[object, list[object]]]:
    """The component's groups, each KPI with its explanation and its parts with theirs."""
    return [(group, [_with_why(kpi) for kpi in kpis]) for group, kpis in component.groups]


def _with_why(kpi: results.KpiResult) -> object:
    return {"it": kpi, "why": explaining.why_kpi(kpi), "parts": [_with_why(part) for part in kpi.parts]}
