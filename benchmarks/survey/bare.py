"""The peer: a Django view that keeps the JSON it is sent in one table and answers 303. No middleware, no form, no rules."""

import json
import os
from pathlib import Path

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["127.0.0.1"],
    SECRET_KEY="of a benchmark",  # noqa: S106 - nothing is signed with it
    MIDDLEWARE=[],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(Path(os.environ["SAMRIT_DATA"]) / "bare.sqlite3"),
            "CONN_MAX_AGE": 60,
            "OPTIONS": {  # as ours: what was answered with "saved" survives a power cut
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
            },
        }
    },
)
django.setup()
with connection.cursor() as begin:
    begin.execute("CREATE TABLE IF NOT EXISTS answer (id INTEGER PRIMARY KEY, answers TEXT NOT NULL)")


def answer(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO answer (answers) VALUES (%s)", [json.dumps(request.POST.dict())])
    return HttpResponseRedirect("/thanks/", status=303)


urlpatterns = [path("", answer)]
application = get_wsgi_application()
