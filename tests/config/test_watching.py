"""/healthz, /readyz, /metrics and the number of a request: for machines that watch, and for the person who tells of a failure."""

import json
import logging
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from samrit.config import views
from samrit.notices.models import Worker
from samrit.ui.following import number
from samrit.ui.logs import AsJson, WithNumber

pytestmark = pytest.mark.django_db


def test_alive_asks_nothing_and_ready_asks_the_database(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as away:
        away.setattr(connection, "cursor", lambda *_: pytest.fail("the database was asked"))
        alive = client.get("/healthz")
    assert (alive.status_code, alive.content) == (200, b"ok\n")
    assert "Set-Cookie" not in alive
    views.whole.clear()
    ready = client.get("/readyz")
    assert (ready.status_code, ready.content) == (200, b"ok\n")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'audit'")
    views.whole.clear()
    assert (client.get("/readyz").status_code, client.get("/readyz").content) == (503, b"migrate\n")
    views.whole.clear()


def test_figures_are_for_this_machine_and_who_has_the_token(client: Client) -> None:
    cache.clear()
    Worker.objects.create(
        name="w", host="elsewhere", process=1, started_at=timezone.now(), seen_at=timezone.now()
    )
    client.get("/healthz")
    client.get("/no/such/page/of-somebody")
    told = client.get("/metrics").content.decode()
    assert 'samrit_requests_total{method="GET",route="health",status="2xx"}' in told
    assert 'route="none",status="4xx"' in told
    assert "of-somebody" not in told
    for line in (
        "samrit_workers 1.0",
        "samrit_tasks_waiting 0.0",
        "samrit_database_up 1.0",
        "samrit_trail_events 0.0",
    ):
        assert line in told.splitlines()
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 404
    with override_settings(METRICS_TOKEN="long enough"):
        asks = {"REMOTE_ADDR": "192.0.2.7"}
        assert (
            client.get("/metrics", headers={"Authorization": "Bearer long enough"}, **asks).status_code == 200
        )
        assert client.get("/metrics", headers={"Authorization": "Bearer"}, **asks).status_code == 404
        assert client.get("/metrics", headers={"Authorization": "Bearer ก"}, **asks).status_code == 404


def test_a_request_has_a_number_that_only_a_declared_proxy_gives(client: Client) -> None:
    given = {"X-Request-ID": "from-the-proxy-1"}
    assert re.fullmatch("[0-9a-f]{16}", client.get("/healthz", headers=given)["X-Request-ID"])
    with override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")):
        assert client.get("/healthz", headers=given)["X-Request-ID"] == "from-the-proxy-1"
        for bad in ("short", "x" * 65, "a b c d e f g", "<script>x</script>"):
            assert client.get("/healthz", headers={"X-Request-ID": bad})["X-Request-ID"] != bad
    assert number.get() == ""


def test_the_page_of_a_failure_says_the_number_and_the_log_has_it(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="samrit.requests")
    caplog.handler.addFilter(WithNumber())
    with override_settings(
        MIDDLEWARE=["samrit.ui.following.following_middleware"]
    ):  # what pages need is not there
        failed = Client(raise_request_exception=False).get("/people/")
    said = failed["X-Request-ID"]
    assert failed.status_code == 500
    assert said in failed.content.decode()
    lines = [json.loads(AsJson().format(record)) for record in caplog.records]
    assert {line["request_id"] for line in lines} == {said}
    told = lines[-1]
    assert (told["method"], told["status"], told["message"].split()[0]) == ("GET", 500, "GET")
    assert any("exception" in line for line in lines)
