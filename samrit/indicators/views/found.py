"""Whose database a page is about, and where it stands."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from samrit.indicators.permissions.items import readable
from samrit.people.middleware import PersonRequest
from samrit.people.models import Area
from samrit.ui.formats import place_name
from samrit.ui.pieces import Crumb

NATIONAL = "national"  # in addresses: the book that every province follows


def found_area(request: PersonRequest, code: str) -> Area:
    """The province of an address; 404 for people who hold no role there."""
    return get_object_or_404(readable(request.duties), pk=code)


def found_book(request: PersonRequest, code: str) -> Area | None:
    """The same, or None for the national book, which everybody with a role reads."""
    if code != NATIONAL:
        return found_area(request, code)
    if not request.duties.memberships:
        raise Http404
    return None


def address_of(area: Area | None) -> str:
    """How the book is called in addresses."""
    return area.pk if area else NATIONAL


def title_of(area: Area | None) -> str:
    return place_name(area) if area else gettext("รายการกลาง")


def crumbs_of(area: Area | None, *more: Crumb) -> list[Crumb]:
    """From the front page of the database down."""
    first = Crumb(gettext("ฐานข้อมูลจังหวัด"), reverse("indicators:home"))
    second = (
        Crumb(place_name(area), reverse("indicators:province", args=[area.pk]))
        if area
        else Crumb(gettext("รายการกลาง"), reverse("indicators:items", args=[NATIONAL]))
    )
    return [first, second, *more]
