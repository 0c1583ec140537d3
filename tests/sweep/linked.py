"""A short link of the province, and one that was revoked."""

from collections.abc import Callable
from typing import Any

from samrit.letters.actions.links import make_link, revoke_link
from samrit.letters.models import ShortLink
from tests.world import NOW, World

Say = Callable[[str, str], str]
OUTSIDE = "https://www.example.go.th/form"


def linked(here: World, say: Say) -> None:
    """Who has the code sees the title, so that its words are those of ``shown``."""
    facts = {"area": here.area, "target": OUTSIDE, "expires_at": None, "by": here.coordinator, "now": NOW}
    make_link(title=say("shown", "link"), **facts)
    gone = make_link(title=say("here", "old-link"), **facts)
    revoke_link(link=gone, reason=say("here", "link-reason"), by=here.coordinator, now=NOW)


def link_arguments() -> dict[str, list[Any]]:
    link = ShortLink.objects.get(revoked_at=None)
    return {
        "links:one": [link.pk],
        "links:poster_pdf": [link.pk],
        "links:qr": [link.pk, "svg"],
        "link:follow": [link.code],
    }


def sent_about_links(here: World, name: str) -> dict[str, Any]:
    forms: dict[str, dict[str, Any]] = {
        "links:new": {"area": here.area.pk, "title": "แบบตอบรับ", "target": OUTSIDE, "expires_on": "1/1/2570"},
        "links:one": {"reason": "พิมพ์ผิด"},
    }
    return forms.get(name, {})
