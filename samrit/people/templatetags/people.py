"""The demo's people, for the sign-in page."""

from itertools import groupby
from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import gettext

from samrit.people.models import Membership
from samrit.people.queries import demo_people

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


def _groups(held: list[Membership]) -> list[tuple[str, list[Membership]]]:
    """(place, its people): the province in full swing first, as the demo made them; the central office with it."""
    ordered = sorted(held, key=lambda membership: membership.agency.area_id or "")
    return [
        (place, list(members))
        for place, members in groupby(
            ordered, lambda one: one.agency.area.name if one.agency.area else gettext("ส่วนกลาง")
        )
    ]
