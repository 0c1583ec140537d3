"""The front pages: which province, and what there is of it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from samrit.indicators.permissions.exploring import refuse_country
from samrit.indicators.permissions.items import readable
from samrit.indicators.queries.items import area_book
from samrit.indicators.queries.places import villages_now
from samrit.indicators.queries.submissions import visible_to
from samrit.indicators.views.found import crumbs_of, found_area
from samrit.people.middleware import PersonRequest
from samrit.rules.areas import children


@require_safe
def home(request: PersonRequest) -> HttpResponse:
    """One's province at once where there is only one; else a choice."""
    if not request.duties.memberships:
        raise Http404
    areas = list(readable(request.duties))
    if len(areas) == 1:
        return redirect("indicators:province", areas[0].pk)
    compares = refuse_country(request.duties) is None
    return render(request, "indicators/home.html", {"areas": areas, "compares": compares})


@require_safe
def province(request: PersonRequest, area: str) -> HttpResponse:
    """What the database of a province holds, each a way in."""
    found = found_area(request, area)
    book = area_book(found)
    districts = children(found.pk)
    context = {
        "area": found,
        "items": len(book.book.items),
        "changed": sum(1 for entry in book.entries.values() if entry.revision),
        "districts": len(districts),
        "subdistricts": sum(len(children(one.code)) for one in districts),
        "villages": villages_now(found.pk).count(),
        "submissions": visible_to(request.duties).filter(area=found).count(),
        "crumbs": crumbs_of(found)[:2],
    }
    return render(request, "indicators/province.html", context)
