"""Idempotency-Key: done once, told again."""

from datetime import timedelta

import pytest
from time_machine import travel

from samrit.people.api.once import forget_answers
from samrit.people.models import Agency, KeptAnswer
from tests.api.calling import Program, token_for
from tests.world import NOW, World

AGENCY = {"area": "13", "name": "สำนักงานใหม่"}


@pytest.fixture
def program(world: World) -> Program:
    return Program(token_for(world.coordinator))


def test_the_same_key_does_it_once_and_tells_the_same(program: Program):
    first = program.call("POST", "/agencies", AGENCY, Idempotency_Key="k1")
    again = program.call("POST", "/agencies", AGENCY, Idempotency_Key="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert (again["ETag"], again["Idempotency-Replayed"]) == (first["ETag"], "true")
    assert "Idempotency-Replayed" not in first
    assert Agency.objects.filter(name=AGENCY["name"]).count() == 1


def test_without_a_key_the_second_is_refused(program: Program):
    program.call("POST", "/agencies", AGENCY)
    response = program.call("POST", "/agencies", AGENCY)
    assert (response.status_code, response.json()["code"]) == (409, "agency_exists")


def test_another_body_under_the_same_key_is_refused(program: Program):
    program.call("POST", "/agencies", AGENCY, Idempotency_Key="k1")
    other = program.call("POST", "/agencies", {**AGENCY, "name": "อีกแห่ง"}, Idempotency_Key="k1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert not Agency.objects.filter(name="อีกแห่ง").exists()


def test_a_key_belongs_to_one_token(program: Program, world: World):
    program.call("POST", "/agencies", AGENCY, Idempotency_Key="k1")
    other = Program(token_for(world.evaluator)).call("POST", "/agencies", AGENCY, Idempotency_Key="k1")
    assert (other.status_code, other.json()["code"]) == (409, "agency_exists")


def test_two_at_once_are_not_done_twice(program: Program):
    program.call("POST", "/agencies", AGENCY, Idempotency_Key="k1")
    KeptAnswer.objects.update(status=None)  # as while the first is at it
    second = program.call("POST", "/agencies", AGENCY, Idempotency_Key="k1")
    assert (second.status_code, second.json()["code"]) == (409, "idempotency_key_running")


def test_who_died_in_the_middle_holds_the_key_five_minutes(program: Program):
    program.call("POST", "/agencies", AGENCY, Idempotency_Key="k1")
    KeptAnswer.objects.update(status=None)
    with travel(NOW + timedelta(minutes=5), tick=False):
        assert program.call("POST", "/agencies", AGENCY, Idempotency_Key="k1").json()["code"] == (
            "idempotency_key_running"
        )
    with travel(NOW + timedelta(minutes=5, seconds=1), tick=False):
        assert program.call("POST", "/agencies", AGENCY, Idempotency_Key="k1").json()["code"] == (
            "agency_exists"
        )


def test_what_was_refused_may_be_asked_again(program: Program):
    name = Agency.objects.filter(area="13")[0].name
    refused = program.call("POST", "/agencies", {**AGENCY, "name": name}, Idempotency_Key="k1")
    assert refused.status_code == 409
    assert KeptAnswer.objects.count() == 0


def test_answers_are_forgotten_after_a_day(program: Program):
    program.call("POST", "/agencies", AGENCY, Idempotency_Key="k1")
    assert forget_answers(now=NOW + timedelta(hours=24)) == 0
    assert forget_answers(now=NOW + timedelta(hours=24, seconds=1)) == 1


@pytest.mark.parametrize("key", ["", "k" * 256, "ก\nข"])
def test_an_unusable_key_is_named(program: Program, key: str):
    response = program.call("POST", "/agencies", AGENCY, Idempotency_Key=key)
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "header.Idempotency-Key")


def test_what_is_no_json_is_not_read(program: Program, world: World):
    headers = {"Authorization": f"Bearer {program.token}"}
    broken = program.post("/api/v1/agencies", "{", content_type="application/json", headers=headers)
    form = program.post("/api/v1/agencies", AGENCY, headers=headers)
    large = program.post(
        "/api/v1/agencies", "x" * 3_000_000, content_type="application/json", headers=headers
    )
    assert [one.status_code for one in (broken, form, large)] == [400, 415, 413]
