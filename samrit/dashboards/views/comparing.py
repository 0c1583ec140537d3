"""Up to five provinces of a year side by side."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import now
from django.utils.translation import gettext as _

from samrit.dashboards.documents.compared import compared_file
from samrit.dashboards.queries.comparing import MOST, Asked, asked_for, compared_as
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


@public_page
def compare(request: HttpRequest) -> HttpResponse:
    """How do these provinces differ, KPI by KPI?"""
    moment = now()
    asked = _asked(request, moment)
    comparison = compared_as(asked, moment)
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
    comparison = compared_as(asked, moment)
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
    year = arabic_digits(request.GET.get("year", ""))
    return asked_for(year, request.GET.getlist("province"), now=moment, in_english=in_english())
