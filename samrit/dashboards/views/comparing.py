"""Up to five provinces of a year side by side."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import now
from django.utils.translation import gettext as _

from samrit.dashboards.documents.compared import compared_file
from samrit.dashboards.queries import standings
from samrit.dashboards.queries.comparing import MOST, Comparison, compared, to_compare
from samrit.dashboards.views.publicly import (
    absolute,
    performance_crumb,
    province_name,
    public_page,
    year_words,
)
from samrit.rules.thai import arabic_digits
from samrit.ui.formats import date_and_time, in_english
from samrit.ui.pieces import Crumb

ENOUGH = 2  # provinces: one has nothing to be compared with


@dataclass(frozen=True)
class Asked:
    """What the address asks for. ``left_out``: provinces beyond the fifth; ``unknown``: without a public result."""

    year: int | None
    years: list[int]
    choices: list[tuple[str, str]]
    codes: list[str]
    left_out: list[str]
    unknown: list[str]

    @property
    def places(self) -> list[str]:
        """The chosen provinces, then as many empty places as are left."""
        return [*self.codes, *[""] * (MOST - len(self.codes))]

    @property
    def query(self) -> str:
        return urlencode([("year", self.year or ""), *(("province", code) for code in self.codes)])


@public_page
def compare(request: HttpRequest) -> HttpResponse:
    """How do these provinces differ, KPI by KPI?"""
    moment = now()
    asked = _asked(request, moment)
    comparison = _compared(asked, moment)
    context = {
        "asked": asked,
        "most": MOST,
        "comparison": comparison,
        "totals": list(zip(comparison.sheets, comparison.differences, strict=True)) if comparison else [],
        "columns": 1 + len(asked.codes),
        "canonical": absolute(reverse("dashboards:compare")),
        "crumbs": [performance_crumb(), Crumb(_("เปรียบเทียบจังหวัด"))],
    }
    return render(request, "dashboards/compare.html", context)


@public_page
def compare_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as CSV or Excel."""
    moment = now()
    asked = _asked(request, moment)
    comparison = _compared(asked, moment)
    if comparison is None or asked.year is None:
        raise Http404
    names = ", ".join(province_name(sheet.area) for sheet in comparison.sheets)
    title = f"{_('เปรียบเทียบจังหวัด')} {year_words(asked.year)}: {names}"
    page = f"{absolute(reverse('dashboards:compare'))}?{asked.query}"
    source = _("%(page)s ข้อมูล ณ %(moment)s") % {"page": page, "moment": date_and_time(moment)}
    made = compared_file(comparison, kind, title=title, source=source)
    if made is None:
        raise Http404
    name = f"samrit-compare-{asked.year}-{'-'.join(asked.codes)}.{kind}"
    headers = {"Content-Disposition": content_disposition_header(True, name) or ""}  # noqa: FBT003 - Django's signature
    return HttpResponse(made.content, content_type=made.kind, headers=headers)


def _asked(request: HttpRequest, moment: datetime) -> Asked:
    """Years and codes that are none are let by: the page says what can be chosen."""
    years = [one.year for one in standings.published_years(moment)]
    typed = arabic_digits(request.GET.get("year", ""))
    year = next((one for one in years if str(one) == typed), years[0] if years else None)
    named = to_compare(year, moment) if year else []
    choices = [(code, english if in_english() else thai) for code, thai, english in named]
    wanted = list(dict.fromkeys(code for code in request.GET.getlist("province") if code))
    known = [code for code in wanted if code in dict(choices)]
    return Asked(
        year=year,
        years=years,
        choices=choices,
        codes=known[:MOST],
        left_out=[dict(choices)[code] for code in known[MOST:]],
        unknown=[code for code in wanted if code not in dict(choices)],
    )


def _compared(asked: Asked, moment: datetime) -> Comparison | None:
    if asked.year is None or len(asked.codes) < ENOUGH:
        return None
    return compared(asked.year, asked.codes, moment)
