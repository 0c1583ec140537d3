"""Every request knows what its person may do today."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate
from django_htmx.middleware import HtmxDetails

from samrit.people.models import User
from samrit.people.queries import Duties, duties_of


class PersonRequest(HttpRequest):
    """The request as our signed-in pages get it."""

    user: User  # only signed-in people reach these pages
    duties: Duties
    htmx: HtmxDetails


def duties_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Put ``request.duties`` there, read from the database only when a page asks (one query)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.duties = SimpleLazyObject(lambda: _duties(request))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def _duties(request: HttpRequest) -> Duties | None:
    """None for a visitor who has not signed in."""
    return duties_of(request.user, localdate()) if request.user.is_authenticated else None
