"""Who gets in, how often, in which language, and what every answer carries."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from time_machine import travel

from samrit.evidence.models import EvidenceFile
from samrit.people.actions import revoke_token
from samrit.people.api.rates import forget_calls
from samrit.people.models import AccessToken
from samrit.reports.actions import attach_evidence
from samrit.rules.scopes import SCOPES, SIGNS_FOR, refuse_signing
from tests.api.calling import Program, token_for
from tests.world import NOW, World, save


def problem(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


# ── who gets in ─────────────────────────────────────────────────────────────
def test_a_token_does_what_its_owner_may(world: World):
    answered = Program(token_for(world.recorder)).call("GET", "/me").json()
    assert answered["person"]["name"] == "recorder"
    assert [held["role"] for held in answered["memberships"]] == ["recorder"]


def test_without_a_token_nothing_is_told(world: World):
    response = Program(None).call("GET", "/me")
    assert problem(response) == (401, "token_needed")
    assert response["WWW-Authenticate"].startswith("Bearer")
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("text", ["Bearer smt_unknown", "Bearer", "Basic YTpi", "nonsense"])
def test_what_is_no_token_opens_nothing(world: World, text: str):
    response = Program(None).call("GET", "/me", Authorization=text)
    assert problem(response) == (401, "token_needed")


def test_a_session_counts_for_nothing(world: World):
    program = Program(None)
    program.force_login(world.evaluator)
    assert program.call("GET", "/me").status_code == 401


def test_a_token_dies_on_its_second(world: World):
    program = Program(token_for(world.recorder, days=1))
    with travel(NOW + timedelta(days=1, seconds=-1), tick=False):
        assert program.call("GET", "/me").status_code == 200
    with travel(NOW + timedelta(days=1), tick=False):
        assert program.call("GET", "/me").status_code == 401


def test_a_revoked_token_opens_nothing(world: World):
    program = Program(token_for(world.recorder))
    revoke_token(token=AccessToken.objects.get(), by=world.recorder, now=NOW)
    assert program.call("GET", "/me").status_code == 401


def test_a_token_of_somebody_who_left_opens_nothing(world: World):
    program = Program(token_for(world.recorder))
    world.recorder.is_active = False
    world.recorder.save()
    assert program.call("GET", "/me").status_code == 401


def test_a_demo_persons_token_dies_outside_the_demo(world: World):
    world.recorder.is_demo = True
    world.recorder.save()
    program = Program(token_for(world.recorder))
    assert program.call("GET", "/me").status_code == 401
    with override_settings(DEMO=True):
        assert program.call("GET", "/me").status_code == 200


def test_a_role_that_has_ended_ends_for_the_token_too(world: World):
    program = Program(token_for(world.recorder))
    world.recorder.memberships.update(ends_on=NOW.date() - timedelta(days=1))
    assert program.call("GET", "/me").json()["memberships"] == []


def test_a_missing_scope_is_named(world: World):
    response = Program(token_for(world.recorder, ["reports:read"])).call("GET", "/agencies")
    assert problem(response) == (403, "scope_missing")
    assert "people:read" in response.json()["detail"]
    assert 'scope="people:read"' in response["WWW-Authenticate"]


def test_a_token_signs_on_its_day_and_then_goes_on_reading(world: World):
    """Decision 0024: whoever made it had just proven who they are."""
    program, publish = Program(token_for(world.coordinator)), "/editions/999999/publish"
    with travel(NOW + SIGNS_FOR - timedelta(seconds=1), tick=False):
        assert program.call("POST", publish).status_code == 404
    with travel(NOW + SIGNS_FOR, tick=False):
        assert problem(program.call("POST", publish)) == (403, "token_signs_no_more")
        assert program.call("GET", "/agencies").status_code == 200
    signing = {scope for scope in SCOPES if refuse_signing(scope, made_at=NOW, now=NOW + SIGNS_FOR)}
    assert signing == {"frameworks:sign", "reports:sign", "data:sign", "scores:sign", "letters:sign"}


def test_a_token_that_signs_is_made_after_proof(world: World, settings: Any):
    settings.STEP_UP_MINUTES = 15
    world.approver.set_password("ทะเลสีครามยามเช้า")
    world.approver.save()
    client, make = Client(), reverse("people:make_token")
    client.force_login(world.approver)
    form = {"name": "ก", "days": "30"}
    assert client.post(make, form | {"scopes": ["reports:read"]}).status_code == 201
    asked = client.post(make, form | {"scopes": ["reports:read", "reports:sign"]})
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert AccessToken.objects.count() == 1


def test_its_text_is_kept_nowhere(world: World):
    text = token_for(world.recorder)
    kept = AccessToken.objects.values().get()
    assert text not in str(kept)
    assert kept["prefix"] == text[:12]


def test_last_use_is_noted_once_a_minute(world: World):
    program = Program(token_for(world.recorder))
    moments = []
    for seconds in (0, 59, 60):
        with travel(NOW + timedelta(seconds=seconds), tick=False):
            program.call("GET", "/me")
            moments.append(AccessToken.objects.get().last_used_at)
    assert moments == [NOW, NOW, NOW + timedelta(seconds=60)]


# ── how often ───────────────────────────────────────────────────────────────
@override_settings(API_CALLS=2)
def test_too_many_calls_wait_for_the_next_minute(world: World):
    program, other = Program(token_for(world.recorder)), Program(token_for(world.colleague))
    first, _second, third = (program.call("GET", "/me") for _ in range(3))
    assert (first["RateLimit-Limit"], first["RateLimit-Remaining"]) == ("2", "1")
    assert problem(third) == (429, "too_often")
    assert third["Retry-After"] == third["RateLimit-Reset"] == "60"
    assert other.call("GET", "/me").status_code == 200
    with travel(NOW + timedelta(minutes=1), tick=False):
        assert program.call("GET", "/me").status_code == 200


@override_settings(API_CALLS_WITHOUT_TOKEN=1)
def test_guessing_tokens_is_slow(world: World):
    guesses = [Program(f"smt_{number}").call("GET", "/me").status_code for number in range(3)]
    assert guesses == [401, 429, 429]


def test_counts_are_forgotten_after_an_hour(world: World):
    Program(token_for(world.recorder)).call("GET", "/me")
    assert forget_calls(now=NOW + timedelta(hours=1)) == 0
    assert forget_calls(now=NOW + timedelta(hours=1, minutes=1)) == 1


# ── what every answer carries ───────────────────────────────────────────────
def test_thai_unless_english_is_named_first(world: World):
    wishes = {"": "th", "en": "en", "en-GB,th;q=0.5": "en", "th,en;q=0.9": "th", "de": "th"}
    given = {
        wish: Program(None).call("GET", "/me", Accept_Language=wish)["Content-Language"] for wish in wishes
    }
    assert given == wishes


def test_an_unknown_address_and_a_wrong_method_are_problems_too(world: World):
    program = Program(token_for(world.recorder))
    assert problem(program.call("GET", "/nothing")) == (404, "not_found")
    wrong = program.call("DELETE", "/me")
    assert problem(wrong) == (405, "method_not_allowed")
    assert wrong["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", ["/me", "/areas?limit=1", "/agencies/0", "/openapi.json"])
def test_head_is_answered_as_get_without_its_body(world: World, path: str):
    program = Program(token_for(world.recorder))
    program.call("GET", "/me")  # from now on it tells when the token was used
    whole, head = program.call("GET", path), program.call("HEAD", path)
    own = {"RateLimit-Remaining", "Content-Length", "Vary", "X-Request-ID"}  # what is long enough is packed
    assert (head.status_code, head.content) == (whole.status_code, b"")
    assert head["Content-Length"] == str(len(whole.content))
    assert {name: value for name, value in head.items() if name not in own} == {
        name: value for name, value in whole.items() if name not in own
    }


def test_head_of_a_file_tells_its_length(world: World):
    file = kept_file(world)
    program = Program(token_for(world.recorder))
    head = program.call("HEAD", f"/evidence/{file.pk}/content")
    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", str(file.size))


def kept_file(world: World) -> EvidenceFile:
    save(world, "1-1", "5")
    contents = io.BytesIO(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    link = attach_evidence(item=world.item("1-1"), file=contents, name="a.pdf", by=world.recorder, now=NOW)
    return link.file


def test_only_json_is_told(world: World):
    program = Program(token_for(world.recorder))
    assert problem(program.call("GET", "/me", Accept="text/html")) == (406, "not_acceptable")
    assert program.call("GET", "/me", Accept="text/html,*/*;q=0.1").status_code == 200


def test_what_is_known_already_is_not_sent_again(world: World):
    program = Program(token_for(world.evaluator))
    first = program.call("GET", "/areas")
    again = program.call("GET", "/areas", If_None_Match=first["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    weak = program.call("GET", "/areas", If_None_Match=f'"other", W/{first["ETag"]}')
    assert weak.status_code == 304
    assert program.call("GET", "/areas?limit=3", If_None_Match=first["ETag"]).status_code == 200


# ── long lists ──────────────────────────────────────────────────────────────
def test_the_parts_of_a_list_make_the_whole(world: World):
    program, codes, path = Program(token_for(world.evaluator)), [], "/areas?limit=30"
    while path:
        response = program.call("GET", path)
        codes += [area["code"] for area in response.json()["items"]]
        following = response.headers.get("Link", "")
        path = following.partition(";")[0].strip("<>").partition("/api/v1")[2]
    whole = program.call("GET", "/areas?limit=200").json()
    assert codes == [area["code"] for area in whole["items"]]
    assert (len(codes), whole["next"]) == (77, None)


def test_a_cursor_of_another_list_is_refused(world: World):
    program = Program(token_for(world.evaluator))
    cursor = program.call("GET", "/areas?limit=1").json()["next"]
    response = program.call("GET", f"/agencies?cursor={cursor}")
    assert problem(response) == (422, "invalid")
    assert [one["code"] for one in response.json()["errors"]] == ["cursor_invalid"]


@pytest.mark.parametrize("limit", ["0", "201", "x"])
def test_a_limit_out_of_bounds_names_its_field(world: World, limit: str):
    response = Program(token_for(world.evaluator)).call("GET", f"/areas?limit={limit}")
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "query.limit")


# ── behind a proxy ──────────────────────────────────────────────────────────
@override_settings(API_CALLS_WITHOUT_TOKEN=1, ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_visitors_behind_a_proxy_are_counted_each_and_by_what_the_proxy_says(world: World):
    def asked(forwarded: str) -> int:
        return int(Program(None).call("GET", "/results", **{"X-Forwarded-For": forwarded}).status_code)

    assert [asked("203.0.113.7"), asked("203.0.113.8"), asked("198.51.100.1, 203.0.113.7")] == [200, 200, 429]


@override_settings(API_CALLS_WITHOUT_TOKEN=1)
def test_without_a_proxy_nobody_names_their_own_address(world: World):
    def asked(forwarded: str) -> int:
        return int(Program(None).call("GET", "/results", **{"X-Forwarded-For": forwarded}).status_code)

    assert [asked("203.0.113.7"), asked("203.0.113.8")] == [200, 429]
