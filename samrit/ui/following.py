"""Each request has a number: on its answer, on the page of a failure, on every line of the log that tells of it.

The outermost middleware. A line of the log names the address' name, never the address: some carry a key to an account or a survey.
"""

import logging
import re
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from samrit.ui.measures import count_request

HEADER = "X-Request-ID"
GIVEN = re.compile(r"[A-Za-z0-9_-]{8,64}")
number: ContextVar[str] = ContextVar("request", default="")
log = logging.getLogger("samrit.requests")


def following_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        mark = number.set(_number_of(request))
        began = time.perf_counter()
        try:
            response = get_response(request)
            response[HEADER] = number.get()
            _tell(request, response, time.perf_counter() - began)
            return response
        finally:
            number.reset(mark)

    return middleware


def _number_of(request: HttpRequest) -> str:
    """The proxy's, where one is declared and it gave a decent one; anybody else's counts nothing."""
    given = request.headers.get(HEADER, "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return given if GIVEN.fullmatch(given) else secrets.token_hex(8)


def _tell(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    match = getattr(request, "resolver_match", None)
    route = match.view_name if match else "none"
    count_request(request.method or "", route, response.status_code, seconds)
    log.info(
        "%s %s %s %.0f ms", request.method, route, response.status_code, seconds * 1000,
        extra={"method": request.method, "route": route, "status": response.status_code, "seconds": round(seconds, 4)},
    )  # fmt: skip
