"""Makes the tables, as many people as are asked for, a result for each, and a session each. Prints them as JSON."""

import json
import os
import sys
from importlib import import_module

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.deadline_day.wagtail_site.settings")
django.setup()

from django.conf import settings  # noqa: E402 - once Django is there
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.models import Group, Permission, User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from benchmarks.deadline_day.wagtail_site.models import Result  # noqa: E402


def main() -> None:
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Result)
    recorders = Group.objects.create(name="recorders")
    recorders.permissions.set(Permission.objects.filter(codename__in=["access_admin", "change_result"]))
    print(json.dumps([_desk(number, recorders) for number in range(int(sys.argv[1]))]))


def _desk(number: int, group: Group) -> dict[str, str]:
    user = User.objects.create_user(f"recorder{number}")
    user.groups.add(group)
    result = Result.objects.create(value=0, narrative="")
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session.update(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
    )
    session.create()
    place = result._meta  # noqa: SLF001 - Django's public way to a model's name
    path = f"/admin/snippets/{place.app_label}/{place.model_name}/edit/{result.pk}/"
    return {"path": path, "session": str(session.session_key)}


if __name__ == "__main__":
    main()
