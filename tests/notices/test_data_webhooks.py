"""Other systems are told of what happens to the data of a province: keys and addresses, no figures."""

import json

import pytest

from samrit.config.webhooks import things_of
from samrit.notices.actions import make_webhook, queue_events
from samrit.notices.models import WebhookCall
from samrit.rules.webhooks import EVENTS
from tests.indicators.submitting import all_of, sent
from tests.world import NOW, World, make_world

pytestmark = pytest.mark.django_db


def test_a_system_is_told_that_data_was_handed_over() -> None:
    world: World = make_world()
    make_webhook(
        name="คลังข้อมูลของจังหวัด", address="https://data.example.go.th/hook",
        events=[name for name in EVENTS if name.startswith("data.")], area=world.area, by=world.coordinator, now=NOW,
    )  # fmt: skip
    submission = sent(world, all_of("12345"))
    queue_events(describe=things_of, now=NOW)
    [call] = WebhookCall.objects.all()
    assert (call.event, json.loads(call.body)["data"]) == (
        "data.submitted",
        {
            "area": "13", "agency_id": world.development.pk, "submission_id": submission.pk,
            "page": f"http://127.0.0.1:8000/data/13/submissions/{submission.pk}/",
            "api": f"http://127.0.0.1:8000/api/v1/submissions/{submission.pk}",
        },
    )  # fmt: skip
    assert "12345" not in call.body
