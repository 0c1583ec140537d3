"""The limit: a Django view that writes one row in one transaction to the same database and answers 302. No middleware, no form, no rules."""

import os
from typing import Any

import dj_database_url
import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

SQLITE = {  # as ours: what was answered with "saved" survives a power cut
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
}
database: dict[str, Any] = dict(dj_database_url.parse(os.environ["BARE_DATABASE"], conn_max_age=60))
if "sqlite" in database["ENGINE"]:
    database["OPTIONS"] = SQLITE
settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["127.0.0.1"],
    SECRET_KEY="of a benchmark",  # noqa: S106 - nothing is signed with it
    MIDDLEWARE=[],
    DATABASES={"default": database},
)
django.setup()
KEY = "INTEGER PRIMARY KEY" if "sqlite" in database["ENGINE"] else "BIGSERIAL PRIMARY KEY"
if os.environ.get("BARE_MAKE"):
    with connection.cursor() as begin:
        begin.execute(
            f"CREATE TABLE IF NOT EXISTS bare_result (id {KEY}, value NUMERIC NOT NULL, narrative TEXT NOT NULL)"
        )


def save(request: HttpRequest) -> HttpResponse:
    with transaction.atomic(), connection.cursor() as cursor:
        words = [request.POST["value"], request.POST["narrative"]]
        cursor.execute("INSERT INTO bare_result (value, narrative) VALUES (%s, %s)", words)
    return HttpResponseRedirect("/")


urlpatterns = [path("", save)]
application = get_wsgi_application()
