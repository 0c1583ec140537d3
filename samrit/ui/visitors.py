"""Addresses where nobody is ever signed in: they are answered without asking who is there.

At a counter everybody answers at once, and a session, an account, messages and duties would cost more than the answer itself.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import resolve

# The public surveys: no cookie of theirs tells who somebody is. What watches the site asks every few seconds.
FOR_VISITORS = ("/s/", "/healthz", "/readyz", "/metrics")


def visitors_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """What stands below it in the settings is not asked for these addresses."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(FOR_VISITORS):
            return get_response(request)
        match = request.resolver_match = resolve(request.path_info)
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return response

    return middleware
