"""``python -m tests.people.openid_provider``: listens on a free port of this machine and prints it."""

import os
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.people.openid_provider.settings"

import django
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

from tests.people.openid_provider.people import ANOTHERS, CLAIMS, OURS, PASSWORD, SECRET

django.setup()


def fill(redirect_address: str) -> None:
    """The people, and two clients that come back to the same address."""
    from allauth.idp.oidc.models import Client  # noqa: PLC0415 - after the set-up
    from django.contrib.auth.models import User  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    for name in CLAIMS:
        User.objects.create_user(name, f"{name}@provider.example", PASSWORD)
    for name in (OURS, ANOTHERS):
        client = Client(
            id=name, name=name, redirect_uris=redirect_address, scopes="openid\nemail", skip_consent=True
        )
        client.set_secret(SECRET)
        client.save()


class Quiet(WSGIRequestHandler):
    def log_message(self, *_told: object) -> None:
        """Nothing: the tests' output is theirs."""


fill(sys.argv[1])
with make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet) as server:
    print(server.server_port, flush=True)  # noqa: T201 - whoever started it waits for this
    server.serve_forever()
