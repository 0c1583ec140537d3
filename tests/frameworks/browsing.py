"""Asking for pages of the frameworks room, and what a browser would send back."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samrit.frameworks.models import Edition, Kpi
from samrit.people.models import User


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(edition: Edition, name: str = "edition", *more: int) -> str:
    return reverse(f"frameworks:{name}", args=[edition.pk, *more])


def typed(client: Client, page: str) -> dict[str, str | list[str]]:
    """What the browser sends from a draft's page when nothing was touched."""
    context = client.get(page).context
    data: dict[str, str | list[str]] = {"seen": str(context["seen"])}
    for form in [one.form for one in context["grid"].components] + [row.form for row in context["grid"].rows]:
        for bound in form:
            value = bound.value()
            several = [str(key) for key in value] if isinstance(value, list) else None
            data[bound.html_name] = ("" if value is None else str(value)) if several is None else several
    return data


def kpi_of(edition: Edition, component: int, number: str) -> Kpi:
    return Kpi.objects.get(component__edition=edition, component__number=component, number=number)


def queries(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(captured)
