"""A page is never shown by an edition whose successor's day has come."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now

from samrit.reports.actions import bring_into_force

QUIET = (
    "/healthz",
    "/readyz",
    "/metrics",
    "/static/",
    "/s/",
)  # answered without the database, or without frameworks


def revisions_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Put decided editions in force on their day, before the first page of that day is made (decision 0010)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(QUIET):
            bring_into_force(now=now())
        return get_response(request)

    return middleware
