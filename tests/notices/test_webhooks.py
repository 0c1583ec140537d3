"""Webhooks against a receiver that really listens: signed, tried again under the same id, never told too much."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from time_machine import travel

from samrit.audit.actions import record
from samrit.config.webhooks import things_of
from samrit.notices.actions import (
    claim_call,
    end_webhook,
    make_webhook,
    pause_webhook,
    ping_webhook,
    queue_events,
    resume_webhook,
    rotate_webhook,
    send_call_again,
)
from samrit.notices.models import Notice, Webhook, WebhookCall
from samrit.notices.tasks import call_systems, recover
from samrit.people.models import User
from samrit.reports.actions import submit_result
from samrit.rules.webhooks import EVENTS, MOST_TRIES, WAITS, wait_after
from samrit.rules.wording import RefusedError
from samrit.scores.models import ProvinceScore
from tests.dashboards.published import score_round, verify_all
from tests.notices.receiver import Receiver, serve
from tests.world import NOW, World, file_all, give_framework, make_people, save

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def world(db: None) -> World:
    return give_framework(make_people())


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.DEBUG = True
    made = Receiver()
    server = serve(made)
    yield made
    made.go_on.set()
    server.shutdown()
    server.server_close()


def hook(
    world: World, receiver: Receiver, *, by: User | None = None, central: bool = False
) -> tuple[Webhook, str]:
    return make_webhook(
        name="แดชบอร์ดจังหวัด",
        address=receiver.url,
        events=list(EVENTS),
        area=None if central else world.area,
        by=by or (world.evaluator if central else world.coordinator),
        now=NOW,
    )


def submit(world: World) -> None:
    save(world, "1-1", "1200")
    submit_result(item=world.item("1-1", world.recorder), by=world.recorder, now=NOW)


def turn(now: Any = NOW) -> int:
    with travel(now, tick=False):
        queue_events(describe=things_of, now=now)
        return call_systems(worker="w")


def scored(world: World) -> ProvinceScore:
    assert world.round is not None
    file_all(world)
    verify_all(world, world.round)
    return score_round(world, world.round, publish=False)


def verified(secret: str, got: Any) -> bool:
    """As a receiver written from the description alone does it."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{got.headers['webhook-id']}.{got.headers['webhook-timestamp']}.".encode() + got.body
    mine = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(mine, one) for one in got.headers["webhook-signature"].split(" "))


def test_an_event_comes_signed_with_keys_and_no_figures(world: World, receiver: Receiver) -> None:
    _made, secret = hook(world, receiver)
    submit(world)
    assert turn() == 1
    [got] = receiver.taken
    assert verified(secret, got)
    assert not verified("whsec_" + base64.b64encode(b"x" * 32).decode(), got)
    told = json.loads(got.body)
    assert world.round is not None
    indicator = world.kpis["1-1"].indicator_id
    assert told["type"] == "result.submitted"
    assert told["data"] == {
        "area": "13", "year": 2567, "months": 12, "round_id": world.round.pk, "indicator_id": indicator,
        "page": f"http://127.0.0.1:8000/reports/{world.round.pk}/{indicator}/",
        "api": f"http://127.0.0.1:8000/api/v1/rounds/{world.round.pk}/items/{indicator}",
    }  # fmt: skip
    assert "1200" not in got.body.decode()
    assert turn() == 0  # once


def test_the_example_for_receivers_works(world: World, receiver: Receiver) -> None:
    page = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    code: dict[str, Any] = {}
    exec(page.partition("```python\n")[2].partition("```")[0], code)  # noqa: S102 - our own page
    made, secret = hook(world, receiver)
    ping_webhook(webhook=made, by=world.coordinator, now=NOW)
    turn()
    [got] = receiver.taken
    moment = NOW.timestamp()
    assert code["is_ours"](secret, got.headers, got.body, moment + 300)
    assert not code["is_ours"](secret, got.headers, got.body, moment + 301)
    assert not code["is_ours"](secret, got.headers, got.body + b" ", moment)


def test_a_score_withdrawn_before_its_moment_is_never_told(world: World, receiver: Receiver) -> None:
    """The moment of the trail's events decides; nothing of the total stands in what waits."""
    score = scored(world)
    made, _ = hook(world, receiver)
    for verb, at, facts in (
        ("publish_score", NOW, {"after": {"page_edition": 1, "publish_at": (NOW + MINUTE).isoformat()}}),
        (
            "withdraw_publication",
            NOW,
            {"before": {"page_edition": 1, "publish_at": (NOW + MINUTE).isoformat()}},
        ),
    ):
        record(verb=verb, subject=score, by=world.evaluator, now=at, **facts)  # type: ignore[arg-type]
        assert turn() == 0
    assert turn(NOW + MINUTE * 2) == 0
    assert [call.state for call in made.calls.all()] == ["dropped"]


def test_an_embargoed_score_is_told_at_its_moment(world: World, receiver: Receiver) -> None:
    score = scored(world)
    hook(world, receiver)
    after = {"page_edition": 1, "publish_at": (NOW + MINUTE).isoformat(), "total": "94.974"}
    record(verb="publish_score", subject=score, by=world.evaluator, now=NOW, after=after)
    assert (turn(), turn(NOW + MINUTE - timedelta(seconds=1)), turn(NOW + MINUTE)) == (0, 0, 1)
    [got] = receiver.taken
    assert "94.974" not in got.body.decode()
    assert json.loads(got.body)["timestamp"] == "2024-10-10T10:01:00+07:00"


def test_another_province_and_events_not_chosen_are_not_told(world: World, receiver: Receiver) -> None:
    from samrit.people.models import Agency, Area, Role  # noqa: PLC0415
    from tests.world import person  # noqa: PLC0415 - one test's stranger

    office = Agency.objects.create(area_id="20", kind=Agency.Kind.PROVINCIAL_OFFICE, name="สำนักงานจังหวัดชลบุรี")
    far = person("far", office, Role.COORDINATOR)
    make_webhook(
        name="ก", address=receiver.url, events=list(EVENTS), area=Area.objects.get(pk="20"), by=far, now=NOW
    )
    make_webhook(
        name="ข",
        address=receiver.url,
        events=["result.approved"],
        area=world.area,
        by=world.coordinator,
        now=NOW,
    )
    submit(world)
    assert turn() == 0
    hook(world, receiver, central=True)
    assert turn() == 0, "what happened before it was made is not told"


def test_tried_again_under_the_same_id_until_it_is_taken(world: World, receiver: Receiver) -> None:
    hook(world, receiver)
    submit(world)
    receiver.answers = [500, 302]
    assert turn() == 1
    call = WebhookCall.objects.get()
    assert (call.state, call.status, call.answer, call.tries) == ("pending", 500, "said 500", 1)
    assert turn(NOW + MINUTE - timedelta(seconds=1)) == 0
    assert turn(NOW + MINUTE * 1.2) == 1  # the longest first wait
    assert turn(NOW + MINUTE * 9) == 1
    call.refresh_from_db()
    assert (call.state, call.status, call.tries) == ("delivered", 200, 3)
    assert [got.status for got in receiver.calls] == [500, 302, 200]
    assert {got.headers["webhook-id"] for got in receiver.calls} == {call.key}
    assert len({got.body for got in receiver.calls}) == 1


def test_gone_pauses_at_once_and_its_office_is_told(world: World, receiver: Receiver) -> None:
    made, _ = hook(world, receiver)
    submit(world)
    receiver.answers = [410]
    turn()
    made.refresh_from_db()
    assert (made.state, made.pause) == ("paused", "gone")
    assert list(Notice.objects.filter(kind="webhook_paused").values_list("person", "url")) == [
        (world.coordinator.pk, f"/notices/webhooks/{made.pk}/")
    ]
    call = WebhookCall.objects.get()
    with pytest.raises(RefusedError) as refused:
        send_call_again(call=call, by=world.coordinator, now=NOW)
    assert refused.value.refusal.code == "webhook_paused"
    resume_webhook(webhook=made, by=world.coordinator, now=NOW)
    send_call_again(call=call, by=world.coordinator, now=NOW)
    assert turn() == 1
    assert receiver.taken[0].headers["webhook-id"] == call.key


def test_given_up_after_the_last_try(world: World, receiver: Receiver) -> None:
    made, _ = hook(world, receiver)
    ping_webhook(webhook=made, by=world.coordinator, now=NOW)
    receiver.answers = [503] * MOST_TRIES
    now = NOW
    for _ in range(MOST_TRIES):
        assert turn(now) == 1
        now += timedelta(hours=25)
    made.refresh_from_db()
    assert (WebhookCall.objects.get().state, made.pause) == ("given_up", "failing")
    assert turn(now) == 0


def test_a_changed_secret_overlaps_for_a_day(world: World, receiver: Receiver) -> None:
    made, old = hook(world, receiver)
    made, new = rotate_webhook(webhook=made, by=world.coordinator, now=NOW)
    assert old != new
    for hours in (0, 25):
        ping_webhook(webhook=made, by=world.coordinator, now=NOW)
        turn(NOW + timedelta(hours=hours))
    first, second = receiver.taken
    assert (verified(old, first), verified(new, first)) == (True, True)
    assert (verified(old, second), verified(new, second)) == (False, True)


def test_a_dead_workers_call_is_made_again_under_the_same_id(world: World, receiver: Receiver) -> None:
    made, _ = hook(world, receiver)
    call = ping_webhook(webhook=made, by=world.coordinator, now=NOW)
    assert claim_call(worker="dead", now=NOW) == call
    assert claim_call(worker="other", now=NOW) is None
    assert recover(alive={"w"}) == 1
    call.refresh_from_db()
    assert (call.state, call.tries, call.problem) == ("pending", 1, "the worker ended before the answer")
    assert turn(NOW + timedelta(days=900)) == 1
    assert receiver.taken[0].headers["webhook-id"] == call.key


def test_paused_by_its_office_and_ended(world: World, receiver: Receiver) -> None:
    made, _ = hook(world, receiver)
    call = ping_webhook(webhook=made, by=world.coordinator, now=NOW)
    pause_webhook(webhook=made, by=world.coordinator, now=NOW)
    assert turn() == 0
    end_webhook(webhook=made, by=world.coordinator, now=NOW)
    call.refresh_from_db()
    assert call.state == "dropped"


def test_only_its_office_may(world: World, receiver: Receiver) -> None:
    made, _ = hook(world, receiver)
    for somebody in (world.recorder, world.evaluator, world.stranger):
        with pytest.raises(RefusedError) as refused:
            rotate_webhook(webhook=made, by=somebody, now=NOW)
        assert refused.value.refusal.code == "not_your_webhook"
        with pytest.raises(RefusedError):
            hook(world, receiver, by=somebody)


@pytest.mark.parametrize(
    "address",
    [
        "http://example.go.th/", "https://127.0.0.1/", "https://10.0.0.1/", "https://169.254.169.254/latest",
        "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://[64:ff9b::a00:1]/", "https://user:x@example.go.th/",
        "ftp://example.go.th/", "https:///x", "https://example.go.th/#a", "https://example.go.th:99999/",
        "https://100.64.0.1/", "https://[2002:a00:1::]/",
    ],
)  # fmt: skip
def test_addresses_that_are_refused(world: World, address: str) -> None:
    with pytest.raises(RefusedError) as refused:
        make_webhook(
            name="ก", address=address, events=["report.filed"], area=world.area, by=world.coordinator, now=NOW
        )
    assert refused.value.refusal.code in {"webhook_address", "webhook_address_inside"}


def test_a_name_that_leads_inside_is_not_called(world: World, receiver: Receiver, settings: Any) -> None:
    """Whatever a name leads to when it was given: what counts is where it leads when it is called."""
    address = receiver.url.replace("http://127.0.0.1", "https://localhost")
    settings.DEBUG = False
    made, _ = make_webhook(
        name="ก", address=address, events=["report.filed"], area=world.area, by=world.coordinator, now=NOW
    )
    ping_webhook(webhook=made, by=world.coordinator, now=NOW)
    assert turn() == 1
    call = WebhookCall.objects.get()
    assert (call.state, call.status, call.problem) == (
        "pending",
        None,
        "localhost leads into an internal network",
    )
    assert receiver.calls == []


def test_the_waits() -> None:
    assert wait_after(1, spread=Fraction(0)) == MINUTE
    assert wait_after(1, spread=Fraction(1)) == MINUTE * 1.2
    assert wait_after(11, spread=Fraction(1)) == timedelta(hours=24)
    assert wait_after(MOST_TRIES, spread=Fraction(0)) is None
    assert (MOST_TRIES, list(WAITS)) == (12, sorted(WAITS))
