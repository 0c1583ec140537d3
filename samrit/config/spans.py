"""What is told of a request or a task, and how it gets to the collector. Only ``tracing`` loads this.

No span carries an address, a value, a name of a person or the text of a failure: the address' pattern, statements with places
for their values, the failure's kind. What waits to be sent is bounded and sent by a thread of its own: a collector that is away
costs the requests nothing, and what does not fit is dropped.
"""

import atexit
import logging
import os
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExportResult
from opentelemetry.trace import NoOpTracer, Span, SpanKind, Status, StatusCode, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from samrit import __version__
from samrit.ui.following import number
from samrit.ui.measures import METHODS

SECONDS = 3  # for the collector's answer
MOST_STATEMENTS = 500  # of one request or task are told one by one; the rest is counted
LONGEST_STATEMENT = 2000
LITERAL = re.compile(r"'(?:[^']|'')*'")
SERVER_FAILED = 500
log = logging.getLogger(__name__)


# ── on the way to the collector ─────────────────────────────────────────────
class _Sending:
    """Says once that the collector is away and once that it is back; at the end nobody waits for one that is away."""

    def __init__(self) -> None:
        self.exporter, self.away, self.ending = _exporter(), False, False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        if self.away and self.ending:
            return SpanExportResult.FAILURE
        result = self.exporter.export(spans)
        failed = result is not SpanExportResult.SUCCESS
        if failed != self.away:
            log.warning("traces: the collector %s", "does not take them" if failed else "takes them again")
        self.away = failed
        return result

    def shutdown(self) -> None:
        self.exporter.shutdown()


def _exporter() -> OTLPSpanExporter:
    logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)  # it repeats every failure, with addresses
    return OTLPSpanExporter(endpoint=f"{settings.OTLP_URL.rstrip('/')}/v1/traces", timeout=SECONDS)


def reaches_collector() -> bool:
    """Whether it takes a message without any span."""
    exporter = _exporter()
    try:
        return exporter.export([]) is SpanExportResult.SUCCESS
    finally:
        exporter.shutdown()


_tracers: dict[int, Tracer] = {}
_first = threading.Lock()


def _tracer() -> Tracer:
    """Of this very process: made when it first has something to tell, so a server may load us and fork then."""
    process = os.getpid()
    if process not in _tracers:
        with _first:
            if process not in _tracers:
                _tracers[process] = _made_or_none(process)
    return _tracers[process]


def _made_or_none(process: int) -> Tracer:
    """What is wrong with its settings (``OTEL_…``) stops no request."""
    try:
        return _made(process)
    except Exception:
        log.exception("traces: none are sent")
        return NoOpTracer()


def _made(process: int) -> Tracer:
    about = {
        "service.name": settings.OTLP_SERVICE,
        "service.version": __version__,
        "process.pid": process,
    }
    provider, sending = TracerProvider(resource=Resource.create(about), shutdown_on_exit=False), _Sending()
    provider.add_span_processor(BatchSpanProcessor(sending))
    atexit.register(_end, provider, sending, process)
    return provider.get_tracer("samrit", __version__)


def _end(provider: TracerProvider, sending: _Sending, process: int) -> None:
    if process == os.getpid():  # a forked child inherits what its parent registered
        sending.ending = True
        provider.shutdown()


# ── what is told ────────────────────────────────────────────────────────────
@contextmanager
def of_request(request: HttpRequest) -> Iterator[Callable[[HttpResponse], None]]:
    """Yields what is to be called with the answer."""
    method = request.method if request.method in METHODS else "_OTHER"
    about = {"http.request.method": method, "samrit.request_id": number.get()}
    with _span(method, SpanKind.SERVER, about, within=_from_proxy(request)) as span, _statements(span):

        def answered(response: HttpResponse) -> None:
            if match := request.resolver_match:
                span.update_name(f"{method} {match.view_name or 'none'}")
                span.set_attribute("http.route", f"/{match.route.lstrip('^')}")
            span.set_attribute("http.response.status_code", response.status_code)
            if response.status_code >= SERVER_FAILED:
                span.set_status(Status(StatusCode.ERROR))

        yield answered


def _from_proxy(request: HttpRequest) -> Context | None:
    """The trace that a declared proxy began; anybody else's counts nothing."""
    if not settings.SECURE_PROXY_SSL_HEADER:
        return None
    return TraceContextTextMapPropagator().extract({"traceparent": request.headers.get("traceparent", "")})


@contextmanager
def of_task(name: str, key: str) -> Iterator[None]:
    with _span(name, SpanKind.CONSUMER, {"samrit.task": key}) as span, _statements(span):
        yield


@contextmanager
def of_step(name: str) -> Iterator[None]:
    with _span(name, SpanKind.INTERNAL, {}):
        yield


@contextmanager
def _span(
    name: str, kind: SpanKind, about: dict[str, Any], *, within: Context | None = None
) -> Iterator[Span]:
    with _tracer().start_as_current_span(
        name, within, kind, about, record_exception=False, set_status_on_exception=False
    ) as span:
        try:
            yield span
        except BaseException as failed:
            # Its kind only: a database's own words repeat the values.
            span.set_attribute("error.type", type(failed).__name__)
            span.set_status(Status(StatusCode.ERROR))
            raise


@contextmanager
def _statements(span: Span) -> Iterator[None]:
    """Every statement of this thread until the end."""
    if not span.is_recording():  # not chosen by OTEL_TRACES_SAMPLER
        yield
        return
    telling = _Statements()
    with connection.execute_wrapper(telling):
        yield
    span.set_attribute("samrit.statements", telling.count)


class _Statements:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        self.count += 1
        if self.count > MOST_STATEMENTS:
            return execute(sql, *given)
        text = without_values(sql)
        verb = text.split(None, 1)[0].upper() if text.strip() else "SQL"
        about = {"db.system.name": connection.vendor, "db.operation.name": verb, "db.query.text": text}
        with _span(verb, SpanKind.CLIENT, about):
            return execute(sql, *given)


def without_values(sql: str) -> str:
    """Values are given beside the statement; what stands in it between quotes after all is left out."""
    return LITERAL.sub("?", str(sql))[:LONGEST_STATEMENT]
