"""How the tests use the pages: signed-in browsers, addresses, and what a filled-in form sends."""

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from samrit.people.models import User
from tests.world import World


def signed_in(user: User, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(user)
    return client


def round_url(made: World) -> str:
    assert made.round is not None
    return reverse("reports:round", args=[made.round.pk])


def entry_url(made: World, number: str) -> str:
    assert made.round is not None
    return reverse("reports:entry", args=[made.round.pk, made.kpis[number].indicator_id])


def typed(action: str = "save", **changes: Any) -> dict[str, Any]:
    """What the entry's form sends; nothing was saved before (version 0)."""
    sent = {
        "action": action, "answer": "number", "value": "1,200", "narrative": "ดำเนินการตามแผน",
        "supporting_factors": "", "obstacles": "", "version": "0",
    }  # fmt: skip
    return {**sent, **changes}


def said(response: HttpResponse) -> list[str]:
    """The messages that the next page will show."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def text(response: HttpResponse) -> str:
    return response.content.decode()
