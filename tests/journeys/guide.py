"""Pictures for the guide, taken while a journey goes on, with roles for names."""

import os

from samrit.people.models import Membership, User
from tests.journeys.browsing import Tab


def name_by_role() -> None:
    """Nobody in the pictures is a person."""
    for one in Membership.objects.select_related("user", "agency"):
        User.objects.filter(pk=one.user_id).update(name=f"{one.get_role_display()} · {one.agency.name}")


def pictured(tab: Tab, name: str, height: int = 1000) -> None:
    """At desk width; nothing unless pictures are asked for."""
    if os.environ.get("SAMRIT_GUIDE") != "1":
        return
    before = tab.page.viewport_size
    assert before is not None
    tab.page.set_viewport_size({"width": 1280, "height": height})
    tab.page.evaluate("window.scrollTo(0, 0)")
    tab.picture(name)
    tab.page.set_viewport_size(before)
