"""What one may not know yet is not in JSON either: drafts, and questions and appeals of other provinces."""

from datetime import timedelta
from typing import Any

import pytest
from time_machine import travel

from samrit.people.models import User
from samrit.scores.models import Appeal, Question
from tests.api.calling import Program, token_for
from tests.sweep.filled import Filled, fill
from tests.world import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]


def told(user: User, path: str, method: str = "get", body: Any = None) -> Any:
    return Program(token_for(user)).call(method, path, body)


@pytest.fixture
def own(db: None) -> Filled:
    return fill()


def test_a_draft_is_told_to_its_agency_only(own: Filled) -> None:
    far, question = own.far.world, Question.objects.get()
    path = f"/questions/{question.pk}"
    assert told(far.recorder, f"{path}/answer", "put", {"text": "ร่างที่ยังไม่ส่ง"}).status_code == 204
    assert told(far.recorder, path).json()[0]["draft"]["text"] == "ร่างที่ยังไม่ส่ง"
    for reader in (far.evaluator, far.coordinator):
        answer = told(reader, path)
        assert answer.status_code == 200
        assert "ร่างที่ยังไม่ส่ง" not in answer.content.decode()
        assert len(answer.json()[0]["answers"]) == 1


def test_another_province_knows_of_no_question_and_no_appeal(own: Filled) -> None:
    stranger = own.here.world.coordinator
    for path in ("/questions", "/appeals"):
        assert told(stranger, path).json() == {"items": [], "next": None}
    assert told(stranger, f"/questions/{Question.objects.get().pk}").status_code == 404
    assert told(stranger, f"/appeals/{Appeal.objects.get().pk}").status_code == 404


def test_an_appeal_is_opened_read_and_withdrawn_by_its_province(own: Filled) -> None:
    shown = own.shown
    assert shown.round is not None
    wanted = {"indicator_id": shown.kpis["1-1"].indicator_id, "grounds": "figure_wrong", "text": "เพราะ"}
    path = f"/rounds/{shown.round.pk}/appeals"
    assert told(shown.coordinator, path, "post", wanted).status_code == 422
    opened = told(shown.coordinator, path, "post", {**wanted, "wanted_value": "21"})
    assert (opened.status_code, opened.json()["state"], opened.json()["may"]["withdraw_appeal"]) == (
        201,
        "open",
        None,
    )
    assert opened.json()["may"]["decide_appeal"]["code"] == "appeal_not_your_role"
    assert told(own.here.world.coordinator, path, "post", wanted).status_code == 404
    ended = told(shown.coordinator, f"/appeals/{opened.json()['id']}/withdraw", "post", {"reason": "ถอน"})
    assert (ended.status_code, ended.json()["state"]) == (200, "withdrawn")


def test_an_appeal_after_the_last_day_is_refused(own: Filled) -> None:
    shown = own.shown
    assert shown.round is not None
    body = {
        "indicator_id": shown.kpis["1-1"].indicator_id, "grounds": "figure_wrong", "text": "เพราะ", "wanted_value": "21",
    }  # fmt: skip
    late_day = NOW + timedelta(days=100)
    token = token_for(shown.coordinator, now=late_day)
    with travel(late_day, tick=False):
        late = Program(token).call("post", f"/rounds/{shown.round.pk}/appeals", body)
    assert late.status_code == 409
