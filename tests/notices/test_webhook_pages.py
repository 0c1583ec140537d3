"""The pages of webhooks: made, secret shown once, log, only for their office; equal queries for one and many."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from time_machine import travel

from samrit.notices.actions import make_webhook, ping_webhook
from samrit.notices.models import Webhook
from samrit.people.models import User
from tests.world import NOW, World, make_people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_ten() -> Iterator[None]:
    with travel(NOW, tick=False):
        yield


@pytest.fixture
def world(db: None) -> World:
    return make_people()


def of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def a_hook(world: World, name: str = "แดชบอร์ด") -> Webhook:
    made, _ = make_webhook(
        name=name, address="https://board.example.go.th/in", events=["report.filed"], area=world.area,
        by=world.coordinator, now=NOW,
    )  # fmt: skip
    return made


def test_its_secret_is_shown_once(world: World) -> None:
    client = of(world.coordinator)
    sent = {"name": "แดชบอร์ด", "address": "https://board.example.go.th/in", "events": ["report.filed"]}
    made = client.post("/notices/webhooks/new/", sent)
    assert made.status_code == 201
    assert "whsec_" in made.content.decode()
    hook = Webhook.objects.get()
    assert (hook.area_id, hook.events) == ("13", ["report.filed"])
    assert "whsec_" not in client.get(f"/notices/webhooks/{hook.pk}/").content.decode()


def test_a_refused_address_keeps_what_was_typed(world: World) -> None:
    sent = {"name": "แดชบอร์ด", "address": "https://10.0.0.1/", "events": ["report.filed"]}
    answer = of(world.coordinator).post("/notices/webhooks/new/", sent)
    assert answer.status_code == 422
    assert "เครือข่ายภายใน" in answer.content.decode()
    assert "https://10.0.0.1/" in answer.content.decode()
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("coordinator", 200), ("evaluator", 404), ("recorder", 404), ("stranger", 404)]
)
def test_only_its_office_sees_it(world: World, who: str, status: int) -> None:
    hook = a_hook(world)
    assert of(getattr(world, who)).get(f"/notices/webhooks/{hook.pk}/").status_code == status


def test_each_command(world: World) -> None:
    hook, client = a_hook(world), of(world.coordinator)
    found = []
    for action in ("ping", "pause", "resume", "rotate", "unknown", "end"):
        status = client.post(f"/notices/webhooks/{hook.pk}/", {"action": action}).status_code
        hook.refresh_from_db()
        found.append((action, status, hook.state, hook.calls.count()))
    assert found == [
        ("ping", 302, "active", 1), ("pause", 302, "paused", 1), ("resume", 302, "active", 1),
        ("rotate", 201, "active", 1), ("unknown", 400, "active", 1), ("end", 302, "ended", 1),
    ]  # fmt: skip
    assert client.get(f"/notices/webhooks/{hook.pk}/").status_code == 404


def test_as_many_queries_for_one_as_for_three(world: World) -> None:
    client = of(world.coordinator)
    hook = a_hook(world)
    counts: list[Any] = []
    for _ in range(2):
        ping_webhook(webhook=hook, by=world.coordinator, now=NOW)
        for url in ("/notices/webhooks/", f"/notices/webhooks/{hook.pk}/"):
            client.get(url)
            with CaptureQueriesContext(
                connection,
            ) as asked:
                client.get(url)
            counts.append(len(asked))
        a_hook(world, "อีกแห่ง")
        a_hook(world, "แห่งที่สาม")
        ping_webhook(webhook=hook, by=world.coordinator, now=NOW)
    assert counts[:2] == counts[2:]


def test_its_name_and_events_are_changed_on_its_page(world: World) -> None:
    hook = a_hook(world)
    client, address = of(world.coordinator), f"/notices/webhooks/{hook.pk}/"
    nothing = client.post(address, {"action": "change", "name": "แดชบอร์ดใหม่"})
    page = nothing.content.decode()
    assert (nothing.status_code, "แดชบอร์ดใหม่" in page, "เลือกเหตุการณ์ที่จะส่งอย่างน้อยหนึ่งอย่าง" in page) == (
        422, True, True,
    )  # fmt: skip
    sent = {"action": "change", "name": "แดชบอร์ดใหม่", "events": ["score.published", "report.filed"]}
    assert client.post(address, sent).status_code == 302
    hook.refresh_from_db()
    assert (hook.name, hook.events) == ("แดชบอร์ดใหม่", ["report.filed", "score.published"])
    assert of(world.evaluator).post(address, sent).status_code == 404
