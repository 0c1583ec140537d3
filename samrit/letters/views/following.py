"""What everybody gets at /l/…: on to an own page, or a page that says where an outside address leads."""

from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from samrit.letters.actions.links import count_opening
from samrit.letters.models import ShortLink
from samrit.letters.permissions.links import refuse_following
from samrit.letters.queries.links import link_of
from samrit.rules.letters.links import code_typed, counts, host_in_letters, is_code
from samrit.ui.flooding import Flood
from samrit.ui.places import place_of

WRONG_CODES = 30  # a minute, of one place: a person who mistypes stays far below it
GONE, NOT_FOUND, TOO_MANY = 410, 404, 429
guesses = Flood()


@login_not_required
@require_safe
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """Opening a link: counted where a person did it, never kept who."""
    place = place_of(request)
    if wait := guesses.seconds_to_wait(place, limit=WRONG_CODES - 1, now=now(), many=0):
        return _page(request, "wait", status=TOO_MANY, wait=wait)
    if (meant := code_typed(code)) != code and is_code(meant):
        return HttpResponseRedirect(reverse("link:follow", args=[meant]))
    found = link_of(code) if is_code(code) else None
    if found is None:
        guesses.seconds_to_wait(place, limit=WRONG_CODES, now=now())
        return _page(request, "unknown", status=NOT_FOUND)
    if refusal := refuse_following(found, now()):
        return _page(request, "dead", status=GONE, link=found, why=refusal)
    if counts(
        method=str(request.method),
        agent=request.headers.get("User-Agent", ""),
        purpose=f"{request.headers.get('Sec-Purpose', '')} {request.headers.get('Purpose', '')}",
    ):
        count_opening(link=found, day=localdate())
    return _led(request, found)


def _led(request: HttpRequest, found: ShortLink) -> HttpResponse:
    """Only kept addresses, and an outside one by the reader's own click."""
    if not found.is_outside:
        return _unkept(HttpResponseRedirect(found.target))
    host = urlsplit(found.target).hostname or ""
    return _page(request, "outside", link=found, host=host, letters=host_in_letters(host))


def _page(request: HttpRequest, page: str, *, status: int = 200, **more: object) -> HttpResponse:
    response = _unkept(render(request, "letters/links/follow.html", {"page": page, **more}, status=status))
    if page == "wait":
        response["Retry-After"] = str(more["wait"])
    return response


def _unkept(response: HttpResponse) -> HttpResponse:
    """A link can be revoked, so no cache remembers where it led; and the other side is not told who sent the reader."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
