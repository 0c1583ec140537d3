"""PostgreSQL gives up for who waits at a web process; the person gets the page that keeps what was typed."""

import os
import subprocess
import sys
import time
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from samrit.audit.actions import record
from samrit.audit.models import Chain, Event
from samrit.config import views
from samrit.config.urls import urlpatterns as of_the_site
from samrit.people.models import User
from samrit.ui.outage import is_outage
from tests.world import NOW

pytestmark = pytest.mark.django_db
handler400, handler500 = views.unreadable, views.failed
LIMITS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
ASKING = f"""
from django.db import connection
with connection.cursor() as cursor:
    for name in {LIMITS}:
        cursor.execute("SHOW " + name)
        print(cursor.fetchone()[0])
"""


@pytest.fixture(autouse=True)
def on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite waits for its lock by itself (20 s)")


def records(_request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        record(verb="save", subject=User(pk=1), by=None, now=NOW)
    return HttpResponse("kept")


def computes(_request: HttpRequest) -> HttpResponse:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(30)")
    return HttpResponse("kept")


urlpatterns = [path("s/records/", records), path("s/computes/", computes), *of_the_site]


def limits_of(code: str, **environment: str) -> list[str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    told: dict[str, Any] = connection.get_connection_params()
    url = f"postgres://{told['user']}@{told.get('host', '')}:{told.get('port', '')}/{told['dbname']}"
    if told.get("password"):
        kept["PGPASSWORD"] = told["password"]
    done = subprocess.run(
        [sys.executable, "-c", code + ASKING], env={**kept, "DATABASE_URL": url, **environment},
        text=True, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_web_processes_have_limits_and_commands_have_none() -> None:
    serving, command = "import samrit.config.wsgi", "import django; django.setup()"
    assert limits_of(serving, SAMRIT_STATEMENT_SECONDS="0") == ["0", "20s", "2min"]
    assert limits_of(command) == ["0", "0", "0"]


@override_settings(ROOT_URLCONF=__name__)
def test_who_waits_for_a_lock_or_a_long_statement_keeps_what_was_typed() -> None:
    visitor, before = Client(raise_request_exception=False), Event.objects.count()
    typed = {"narrative": "ดำเนินการครบ ทุกอำเภอ"}
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute(f"SELECT * FROM {Chain._meta.db_table} FOR UPDATE")  # noqa: S608, SLF001 - a table's name
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '100ms'; SET LOCAL statement_timeout = '200ms'")
        answers = [visitor.post(f"/s/{what}/", typed) for what in ("records", "computes")]
        assert [(one.status_code, one["Retry-After"]) for one in answers] == [(503, "10")] * 2
        assert all('value="ดำเนินการครบ ทุกอำเภอ"' in one.content.decode() for one in answers)
        assert Event.objects.count() == before
        other.rollback()
    assert (visitor.post("/s/records/", typed).status_code, Event.objects.count()) == (200, before + 1)


def test_a_connection_that_sat_in_its_transaction_is_gone_for_a_while_only() -> None:
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("SET idle_in_transaction_session_timeout = '50ms'")
            cursor.execute("BEGIN")
            time.sleep(0.3)
            with pytest.raises(DatabaseError) as gone:
                cursor.execute("SELECT 1")
        assert is_outage(gone.value), gone.type
    finally:
        own.close()
