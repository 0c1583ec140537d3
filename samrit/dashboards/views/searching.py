"""Where do the public results speak of this?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from samrit.dashboards.forms import PublicSearch
from samrit.dashboards.views.publicly import performance_crumb, province_name, public_page
from samrit.rules.searching import Piece, excerpt, marked, terms
from samrit.scores.actions import index_publications
from samrit.scores.models import PublicWords
from samrit.scores.queries import counted, found_together, to_index, with_places, words_found, years_found
from samrit.ui.pieces import Crumb

PER_PAGE = 20
LEARN_AT_ONCE = 50  # editions, while somebody waits


@dataclass(frozen=True)
class Place:
    """Where it stands in one province's result."""

    words: PublicWords

    @property
    def province(self) -> str:
        return province_name(self.words.publication.round.area)

    @property
    def url(self) -> str:
        round_ = self.words.publication.round
        page = reverse("dashboards:province", args=[round_.fiscal_year_id, round_.area_id])
        return f"{page}#{self.words.anchor}" if self.words.anchor else page


@dataclass(frozen=True)
class Hit:
    """A province, KPI or agency of a year: its title and some of its text with what was looked for marked, and where it stands."""

    words: PublicWords
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    places: tuple[Place, ...]


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
    if to_index(moment).exists():  # an embargo has ended and the worker has not come by yet
        index_publications(now=moment, at_most=LEARN_AT_ONCE)
    year = int(asked["year"]) if asked["year"] else None
    anything = words_found(asked["query"], now=moment)
    of_year = words_found(asked["query"], now=moment, year=year)
    found = words_found(asked["query"], now=moment, year=year, kind=asked["kind"])
    return {
        "page": _page(request, found, asked["query"]),
        "kinds": _kinds(counted(of_year), asked["kind"]),
        "years": _years(years_found(anything), asked["year"]),
    }


def _page(request: HttpRequest, found: QuerySet[PublicWords], query: str) -> Page[Any]:
    page: Page[Any] = Paginator(found_together(found, query), PER_PAGE).get_page(request.GET.get("page"))
    together = with_places(found, [group["first"] for group in page.object_list])
    page.object_list = [_hit(rows, terms(query)) for rows in together]
    return page


def _hit(rows: list[PublicWords], wanted: tuple[str, ...]) -> Hit:
    """Of a province's two rounds the page shows the longer one, which comes first."""
    of_provinces = {row.publication.round.area_id: row for row in reversed(rows)}
    places = tuple(Place(row) for row in rows if of_provinces[row.publication.round.area_id] is row)
    first = rows[0]
    # Of many provinces: the definition they share, without the one province's agencies in the last line.
    body = first.body if len(places) == 1 else first.body.rpartition("\n")[0]
    return Hit(first, marked(first.title, wanted), excerpt(body, wanted), places)


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
