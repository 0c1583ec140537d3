"""The demo's people, for the sign-in page."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import gettext

from samrit.people.models import Membership
from samrit.people.openid.providers import Provider, usable_providers
from samrit.people.queries import demo_people
from samrit.rules.browsers import browser_words

register = template.Library()


@register.inclusion_tag("people/demo_people.html", takes_context=True, name="demo_people")
def demo_people_of(context: template.Context) -> dict[str, Any]:
    """One button a person, by province; nothing where the site is no demo."""
    request = context["request"]
    held = demo_people() if settings.DEMO else []
    return {
        "groups": _groups(held),
        "csrf_token": context.get("csrf_token"),
        "next": request.GET.get("next", ""),
    }


@register.simple_tag(name="openid_providers")
def openid_providers() -> list[Provider]:
    """Ways in that other houses offer; none where none is set up."""
    return usable_providers()


@register.filter(name="browser")
def browser_of(agent: str) -> str:
    """A User-Agent in words."""
    return browser_words(agent)


def _groups(held: list[Membership]) -> list[tuple[str, list[Membership]]]:
    """(Place, its people): the province that joined last is the one in full swing, after it the central office."""
    places: dict[str, list[Membership]] = {}
    for membership in held:
        area = membership.agency.area
        places.setdefault(area.name if area else "", []).append(membership)
    central = places.pop("", [])
    provinces = sorted(places.items(), key=lambda place: -place[1][-1].pk)
    return [*provinces[:1], (gettext("ส่วนกลาง"), central), *provinces[1:]] if held else []
