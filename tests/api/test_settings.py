"""How one is told, set by a program; a webhook's events; finding people and who may act."""

from typing import Any

import pytest

from samrit.audit.models import Event
from samrit.notices.actions import make_webhook
from samrit.notices.models import CalendarFeed, LineCode
from samrit.people.actions import make_service_token
from samrit.people.models import Role
from samrit.rules.wording import RefusedError
from tests.api.calling import Program, token_for
from tests.world import NOW, World, make_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db: None) -> World:
    return make_people()


@pytest.fixture
def recorder(people: World) -> Program:
    return Program(token_for(people.recorder))


def test_what_is_left_out_of_the_settings_stays(recorder: Program) -> None:
    before = recorder.call("get", "/notices/settings").json()
    changed = recorder.call("patch", "/notices/settings", {"digest_hour": 9, "email": False}).json()
    assert changed == {**before, "digest_hour": 9, "email": False}
    # Null takes quiet hours away, and leaves what cannot be empty.
    none = {"quiet_from": None, "quiet_until": None, "language": None}
    assert recorder.call("patch", "/notices/settings", none).json() == {
        **changed, "quiet_from": None, "quiet_until": None,
    }  # fmt: skip


def test_settings_that_cannot_be_are_refused(recorder: Program) -> None:
    half = recorder.call("patch", "/notices/settings", {"quiet_from": 20, "quiet_until": None})
    assert half.json()["errors"][0]["field"] == "body.quiet_until"
    never = {"quiet_from": 20, "quiet_until": 6, "digest_hour": 3}
    refused = recorder.call("patch", "/notices/settings", never)
    assert (refused.status_code, refused.json()["code"]) == (409, "digest_in_quiet_hours")
    unlinked = recorder.call("patch", "/notices/settings", {"line": True})
    assert unlinked.json()["errors"][0]["code"] == "line_not_linked"


def test_the_calendars_address_is_told_once_and_works_until_it_is_revoked(recorder: Program) -> None:
    made = recorder.call("post", "/notices/settings/calendar", Idempotency_Key="calendar")
    address = made.json()["address"]
    again = recorder.call("post", "/notices/settings/calendar", Idempotency_Key="calendar")
    assert (again.json(), again["Idempotency-Replayed"]) == ({"address": None}, "true")
    path = address.partition("://")[2].partition("/")[2]
    assert recorder.get(f"/{path}").status_code == 200
    assert recorder.call("get", "/notices/settings").json()["calendar_made_at"] is not None
    assert recorder.call("delete", "/notices/settings/calendar").status_code == 204
    assert recorder.get(f"/{path}").status_code == 404
    assert CalendarFeed.objects.count() == 0


def test_a_line_code_is_told_once_where_line_is_offered(settings: Any, recorder: Program) -> None:
    assert recorder.call("post", "/notices/settings/line-code").status_code == 404
    settings.LINE_TOKEN, settings.LINE_SECRET, settings.LINE_ACCOUNT = "token", "secret", "@samrit"
    made = recorder.call("post", "/notices/settings/line-code", Idempotency_Key="line").json()
    assert (len(made["code"]), made["account"], LineCode.objects.count()) == (11, "@samrit", 1)
    again = recorder.call("post", "/notices/settings/line-code", Idempotency_Key="line").json()
    assert again == {"code": None, "account": "@samrit"}


def test_no_system_gets_the_scope_of_settings(people: World) -> None:
    with pytest.raises(RefusedError):
        make_service_token(
            system="แดชบอร์ด", agency=people.development, role=Role.RECORDER, name="ก",
            scopes=["notices:settings"], expires_at=NOW.replace(month=11), by=people.coordinator, now=NOW,
        )  # fmt: skip


# ── webhooks ────────────────────────────────────────────────────────────────
def test_a_webhooks_events_are_changed_by_its_office_only(people: World) -> None:
    hook, _ = make_webhook(
        name="แดชบอร์ด", address="https://board.example.go.th/in", events=["report.filed"], area=people.area,
        by=people.coordinator, now=NOW,
    )  # fmt: skip
    coordinator, path = Program(token_for(people.coordinator)), f"/webhooks/{hook.pk}"
    changed = coordinator.call("patch", path, {"events": ["score.published", "report.filed"]}).json()
    assert (changed["name"], changed["events"]) == ("แดชบอร์ด", ["report.filed", "score.published"])
    assert Event.objects.filter(verb="change_webhook").count() == 1
    assert coordinator.call("patch", path, {"events": changed["events"]}).status_code == 200
    assert Event.objects.filter(verb="change_webhook").count() == 1  # nothing changed, nothing in the trail
    for events, code in (([], "webhook_without_events"), (["nonsense"], "webhook_event_unknown")):
        refused = coordinator.call("patch", path, {"events": events})
        assert (refused.status_code, refused.json()["code"]) == (409, code)
    for other in (people.evaluator, people.stranger):
        assert Program(token_for(other)).call("patch", path, {"name": "ของฉัน"}).status_code == 404


# ── people ──────────────────────────────────────────────────────────────────
def test_people_are_found_by_words_and_by_who_may_act(people: World) -> None:
    coordinator = Program(token_for(people.coordinator))
    found = coordinator.call("get", "/memberships?q=statistician").json()["items"]
    assert [one["person"]["id"] for one in found] == [people.statistician.pk]
    assert coordinator.call("get", "/memberships?q=statistician+ชลบุรี").json()["items"] == []
    approver = Program(token_for(people.approver))
    places = approver.call("get", "/acting/places").json()["items"]
    assert [one["id"] for one in places] == [people.development.pk]
    who = approver.call("get", f"/acting/places/{people.development.pk}/people").json()["items"]
    assert people.recorder.pk in [one["id"] for one in who]
    assert people.stranger.pk not in [one["id"] for one in who]
    assert approver.call("get", f"/acting/places/{people.statistics.pk}/people").status_code == 404
