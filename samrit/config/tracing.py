"""OpenTelemetry, where ``SAMRIT_OTLP_URL`` asks for it: how long each request, job and statement took.

Without the setting, or without the package (an extra), nothing of it is loaded and nothing is measured.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

PACKAGES = ("opentelemetry", "opentelemetry.sdk", "opentelemetry.exporter.otlp.proto.http")


def is_installed() -> bool:
    try:
        return all(find_spec(one) is not None for one in PACKAGES)
    except ModuleNotFoundError:  # of the second, what is above it
        return False


def is_on() -> bool:
    return bool(settings.OTLP_URL) and is_installed()


def tracing_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Right under the outermost one, which gives the request its number."""
    if not is_on():
        raise MiddlewareNotUsed
    spans = _spans()

    def middleware(request: HttpRequest) -> HttpResponse:
        with spans.of_request(request) as answered:
            response = get_response(request)
            answered(response)
            return response

    return middleware


def traced_task(name: str, key: str) -> AbstractContextManager[None]:
    """A task of the queue."""
    return _spans().of_task(name, key) if is_on() else nullcontext()


def traced_step(name: str) -> AbstractContextManager[None]:
    """A part of a task that is worth a name."""
    return _spans().of_step(name) if is_on() else nullcontext()


def reaches_collector() -> bool:
    return bool(_spans().reaches_collector())


def _spans() -> Any:
    return import_module("samrit.config.spans")  # the one that needs the packages
