"""Every public dataset for search engines: which lists there are, and each of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from samrit.catalog.documents.shown import absolute
from samrit.catalog.queries.public import public
from samrit.catalog.views.publicly import public_page

SIZE = 10_000  # addresses in a list; search engines take 50,000 with 50 MB


@public_page
def sitemaps(request: HttpRequest) -> HttpResponse:
    """The lists that there are, at least one."""
    places = [(absolute(reverse("catalog:sitemap", args=[page])), None) for page in _pages()]
    return _written(request, places, listed="sitemap", whole="sitemapindex")


@public_page
def sitemap(request: HttpRequest, page: int) -> HttpResponse:
    """Datasets in the order in which they came, so that a list changes little."""
    if page not in _pages():
        raise Http404
    rows = public().order_by("pk").values_list("name", "modified_at")[(page - 1) * SIZE : page * SIZE]
    places = [(absolute(reverse("catalog:dataset", args=[name])), moment) for name, moment in rows]
    return _written(request, places, listed="url", whole="urlset")


def _pages() -> range:
    """Numbers of the lists."""
    return range(1, max(1, -(-public().count() // SIZE)) + 1)


def _written(request: HttpRequest, places: object, *, listed: str, whole: str) -> HttpResponse:
    told = {"places": places, "listed": listed, "whole": whole}
    return render(request, "catalog/sitemap.xml", told, content_type="application/xml")
