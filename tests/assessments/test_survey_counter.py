"""The counter's address: a key lets it in, answers come in batches, each once; programs hand in the same way."""

import json
from uuid import uuid4

import pytest
from django.test import Client
from time_machine import travel

from samrit.assessments.actions.holding import renew_kiosk
from samrit.assessments.models import SurveyAnswer, SurveyPoint
from samrit.assessments.moments import kiosk_key
from samrit.ui.flooding import flood
from tests.assessments.surveying import NOT_PLEASED, PLEASED, as_, asked_in, opened
from tests.world import DAY, NOW, World, make_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    flood.forget()  # what other tests counted in this process
    return make_people()


@pytest.fixture
def point(world: World) -> SurveyPoint:
    return opened(world).points.get()


def send(client: Client, path: str, body: object) -> object:
    response = client.post(path, json.dumps(body), content_type="application/json")
    return response.json() if response.status_code == 200 else response.status_code


def test_answers_without_the_network_come_later_and_once(world: World, point: SurveyPoint) -> None:
    base = f"/s/{point.code}/kiosk/{kiosk_key(point.code, 1)}/"
    whole, open_ = str(uuid4()), str(uuid4())
    rows = [
        {"client": whole, "day": (DAY).isoformat(), "answers": PLEASED},
        {"client": open_, "day": (DAY).isoformat(), "answers": {"finished": "yes"}},
    ]
    with travel(NOW, tick=False):
        page = as_(None).get(base).content.decode()
        assert {*NOT_PLEASED} <= {*asked_in(page)}
        for _ in range(2):
            told = send(as_(None), f"{base}answers/", {"answers": rows})
            assert told["kept"] == [whole]  # type: ignore[index]
            assert [one["client"] for one in told["wrong"]] == [open_]  # type: ignore[index]
        assert SurveyAnswer.objects.get().way == "kiosk"
        renew_kiosk(point=point, by=world.recorder, now=NOW)
        assert send(as_(None), f"{base}answers/", {"answers": rows}) == 404
        assert as_(None).get(base).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        None, [], {}, {"answers": 1}, {"answers": [1]}, {"answers": [{"client": "x", "day": "2024-10-10", "answers": {}}]},
        {"answers": [{"client": str(uuid4()), "day": "tomorrow", "answers": {}}]},
        {"answers": [{"client": str(uuid4()), "day": "2024-10-10", "answers": []}]},
    ],
)  # fmt: skip
def test_what_no_counter_of_ours_sends_is_no_answer(point: SurveyPoint, body: object) -> None:
    path = f"/s/{point.code}/kiosk/{kiosk_key(point.code, 1)}/answers/"
    assert send(as_(None), path, body) == 400
    assert SurveyAnswer.objects.count() == 0
