"""Where do the public results speak of this?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from samrit.dashboards.documents.found import Found, look_for
from samrit.dashboards.forms import PublicSearch
from samrit.dashboards.views.publicly import performance_crumb, public_page
from samrit.rules.searching import terms
from samrit.scores.models import PublicWords
from samrit.ui.pieces import Crumb

PER_PAGE = 20


@dataclass(frozen=True)
class Narrowing:
    """A way to see fewer: a word, how many there are of it (None: not counted), the value in the address."""

    label: str
    value: str
    chosen: bool
    count: int | None = None


@public_page
def search(request: HttpRequest) -> HttpResponse:
    form = PublicSearch(request.GET)
    asked = form.asked()
    context = {
        "form": form,
        "query": asked["query"],
        "too_short": bool(asked["query"]) and not terms(asked["query"]),
        "crumbs": [performance_crumb(), Crumb(_("ค้นหา"))],
    }
    if terms(asked["query"]):
        context |= _found(request, asked, now())
    return render(request, "dashboards/search.html", context)


def _found(request: HttpRequest, asked: dict[str, str], moment: datetime) -> dict[str, object]:
    year = int(asked["year"]) if asked["year"] else None
    found = look_for(asked["query"], year=year, kind=asked["kind"], now=moment)
    return {
        "page": _page(request, found),
        "kinds": _kinds(found.kinds, asked["kind"]),
        "years": _years(found.years, asked["year"]),
    }


def _page(request: HttpRequest, found: Found) -> Page[Any]:
    page: Page[Any] = Paginator(found.groups, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = found.hits(list(page.object_list))
    return page


def _kinds(counts: dict[str, int], chosen: str) -> list[Narrowing]:
    every = Narrowing(_("ทั้งหมด"), "", not chosen, sum(counts.values()))
    return [
        every,
        *(
            Narrowing(_(kind.label), kind.value, chosen == kind.value, counts.get(kind.value, 0))
            for kind in PublicWords.Kind
        ),
    ]


def _years(years: list[int], chosen: str) -> list[Narrowing]:
    every = Narrowing(_("ทุกปี"), "", not chosen)
    return [every, *(Narrowing(str(year), str(year), chosen == str(year)) for year in years)]
