"""Traces by OpenTelemetry: a real server and a real worker send them to a receiver that speaks OTLP over HTTP."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.utils import timezone

from samrit.config import tracing
from samrit.config.doctor.programs import check_tracing
from tests.config.workers import Site, eventually

if not tracing.is_installed():
    pytest.skip("without the extra: python3 -m make.setup telemetry", allow_module_level=True)

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

NOBODY = "nobody-known@example.go.th"


class Collector:
    def __init__(self) -> None:
        self.raw: list[bytes] = []
        outer = self

        class Takes(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                assert (self.path, self.headers["Content-Type"]) == ("/v1/traces", "application/x-protobuf")
                outer.raw.append(body)
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Takes)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def spans(self) -> list[dict[str, Any]]:
        return [
            {
                "name": span.name, "id": span.span_id, "parent": span.parent_span_id, "trace": span.trace_id.hex(),
                "process": _plain(group.resource.attributes)["process.pid"], **_plain(span.attributes),
            }
            for body in list(self.raw)
            for group in ExportTraceServiceRequest.FromString(body).resource_spans
            for scope in group.scope_spans
            for span in scope.spans
        ]  # fmt: skip


def _plain(attributes: Any) -> dict[str, Any]:
    return {one.key: getattr(one.value, one.value.WhichOneof("value")) for one in attributes}


@pytest.fixture
def collector() -> Iterator[Collector]:
    made = Collector()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def site(tmp_path: Path, migrated: Path, collector: Collector) -> Iterator[Site]:
    made = Site(
        tmp_path / "data",
        SAMRIT_OTLP_URL=collector.url,
        OTEL_BSP_SCHEDULE_DELAY="100",
        SAMRIT_BEHIND_PROXY="1",
    )
    made.copy_of(migrated)
    yield made
    made.end()


def serve(site: Site, processes: int) -> str:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        port = plug.getsockname()[1]
    command = [
        Path(sys.executable).with_name("granian"), "--interface", "wsgi", "--port", str(port), "--no-ws",
        "--workers", str(processes), "--blocking-threads", "2", "samrit.config.wsgi:application",
    ]  # fmt: skip
    with (site.data / "server.log").open("w") as said:
        server = subprocess.Popen(
            command, env=site.environment, text=True, start_new_session=True, stdout=said, stderr=said
        )
    site.started.append(server)
    url = f"http://127.0.0.1:{port}"

    def answers() -> bool:
        try:
            return requests.get(f"{url}/healthz", timeout=5).ok
        except requests.ConnectionError:
            return False

    eventually(answers, 60)
    return url


def refused_sign_in(url: str, trace: str) -> list[str]:
    """The numbers of both requests; the second goes on with a trace of the proxy's."""
    visitor = requests.Session()
    page = visitor.get(f"{url}/accounts/login/", timeout=30)
    given = {
        "csrfmiddlewaretoken": visitor.cookies["csrftoken"],
        "login": NOBODY,
        "password": "not-the-one-77",
    }
    refused = visitor.post(
        f"{url}/accounts/login/?next=/audit/", given, timeout=30,
        headers={"traceparent": f"00-{trace}-00f067aa0ba902b7-01"},
    )  # fmt: skip
    return [answer.headers["X-Request-ID"] for answer in (page, refused)]


def test_requests_statements_and_tasks_are_told_and_nothing_of_a_person(
    site: Site, collector: Collector
) -> None:
    url = serve(site, processes=2)
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    numbers = refused_sign_in(url, trace)

    def of(number: str) -> list[dict[str, Any]]:
        return [one for one in collector.spans() if one.get("samrit.request_id") == number]

    eventually(lambda: all(of(number) for number in numbers))
    [span] = of(numbers[1])
    assert (span["name"], span["http.route"], span["trace"]) == (
        "POST account_login",
        "/accounts/login/",
        trace,
    )
    assert span["http.response.status_code"] == 200
    eventually(lambda: len(below(span, collector.spans())) == span["samrit.statements"])
    statements = below(span, collector.spans())
    assert {one["db.system.name"] for one in statements} == {"sqlite"}
    assert any("people_user" in one["db.query.text"] for one in statements)

    done = site.command("worker", "--once")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    tasks = {one["name"]: one for one in collector.spans() if "samrit.task" in one}  # sent before its end
    steps = {one["name"] for one in below(tasks["samrit.config.tasks.tick"], collector.spans())}
    assert {"tasks", "send", "anchor", "tidy"} <= steps
    assert len({one["process"] for one in collector.spans()}) >= 2

    everything = b"".join(collector.raw)
    assert NOBODY.encode() not in everything
    assert b"not-the-one-77" not in everything
    assert b"next=" not in everything


def below(span: dict[str, Any], all_of_them: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in all_of_them if one["parent"] == span["id"]]


def test_a_collector_that_is_away_fails_nothing(site: Site, collector: Collector) -> None:
    with socket.socket() as silent:  # takes connections and never answers
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        site.environment["SAMRIT_OTLP_URL"] = f"http://127.0.0.1:{silent.getsockname()[1]}"
        url = serve(site, processes=1)
        assert [requests.get(f"{url}/accounts/login/", timeout=30).status_code for _ in range(20)] == [
            200
        ] * 20


def test_the_doctor_says_what_is_wanting(
    settings: Any, collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found() -> str:
        return check_tracing(timezone.now()).what.code

    settings.OTLP_URL = ""
    assert found() == "tracing_none"
    with pytest.raises(MiddlewareNotUsed):
        tracing.tracing_middleware(lambda _request: HttpResponse())
    settings.OTLP_URL = collector.url
    assert found() == "tracing_sent"
    settings.OTLP_URL = "http://127.0.0.1:9"
    assert found() == "tracing_silent"
    monkeypatch.setattr(tracing, "PACKAGES", ("opentelemetry", "opentelemetry_elsewhere"))
    assert found() == "tracing_not_installed"
    assert not tracing.is_on()


def test_a_statement_is_told_without_values() -> None:
    from samrit.config.spans import without_values  # noqa: PLC0415 - of the extra

    assert without_values("SELECT 1 WHERE a = 'ผู้ว่า''s' AND b = %s") == "SELECT 1 WHERE a = ? AND b = %s"
