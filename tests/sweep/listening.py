"""A system of the province that is told of events, and a call that waits for the worker."""

from collections.abc import Callable

from samrit.notices.actions import make_webhook, ping_webhook
from tests.world import NOW, World


def listening(world: World, say: Callable[[str, str], str]) -> None:
    hook, _secret = make_webhook(
        name=say("here", "webhook"), address="https://dashboard.example.go.th/events", events=["report.filed"],
        area=world.area, by=world.coordinator, now=NOW,
    )  # fmt: skip
    ping_webhook(webhook=hook, by=world.coordinator, now=NOW)
