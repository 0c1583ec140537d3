"""What is public from which second on, and what a withdrawal leaves."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from samrit.notices.models import Notice
from samrit.rules.wording import RefusedError
from samrit.scores import actions
from samrit.scores.models import Publication
from samrit.scores.queries import published_scores
from tests.dashboards.published import published_world, score_round, verify_all
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


@pytest.fixture
def confirmed() -> World:
    made = published_world(publish=False)
    actions.confirm_score(round_=made.round, by=made.evaluator, now=NOW)
    return made


def publish(made: World, at: datetime | None = None, *, now: datetime = NOW, reason: str = "") -> Publication:
    return actions.publish_score(round_=made.round, by=made.evaluator, now=now, publish_at=at, reason=reason)


def withdraw(made: World, *, now: datetime = NOW) -> Publication:
    return actions.withdraw_publication(round_=made.round, reason="ตัวเลขผิด", by=made.evaluator, now=now)


def refused(call: Any, *given: Any, **named: Any) -> str:
    with pytest.raises(RefusedError) as why:
        call(*given, **named)
    return why.value.refusal.code


def public(moment: datetime) -> list[tuple[int, int, datetime | None]]:
    return [(one.version, one.page_edition, one.published_at) for one in published_scores(moment)]  # type: ignore[misc]


def another_version(made: World) -> None:
    actions.reopen_score(round_=made.round, reason="ตัวเลขผิด", by=made.evaluator, now=NOW)
    verify_all(made, made.round, {"1-2": "22"})
    score_round(made, made.round, publish=False)
    actions.confirm_score(round_=made.round, by=made.evaluator, now=NOW)


def test_nothing_is_public_one_second_before(confirmed: World) -> None:
    publish(confirmed, NOW + HOUR)
    assert public(NOW + HOUR - SECOND) == []
    assert public(NOW + HOUR) == [(2, 1, NOW + HOUR)]


def test_people_are_told_at_the_moment_and_once(confirmed: World) -> None:
    publish(confirmed, NOW + HOUR)
    told = Notice.objects.filter(key__startswith="published:")
    assert actions.tell_of_published(now=NOW + HOUR - SECOND) == told.count() == 0
    assert actions.tell_of_published(now=NOW + HOUR) == 1
    assert actions.tell_of_published(now=NOW + HOUR) == 0
    assert told.filter(person=confirmed.coordinator).count() == 1
    assert not told.filter(person__in=[confirmed.stranger, confirmed.recorder]).exists()


def test_a_withdrawn_page_is_gone_and_leaves_its_trace(confirmed: World) -> None:
    publish(confirmed)
    withdraw(confirmed, now=NOW + HOUR)
    assert public(NOW + HOUR) == []
    kept = Publication.objects.get()
    assert (kept.withdrawn_at, kept.withdrawn_by, kept.withdrawal_reason) == (
        NOW + HOUR, confirmed.evaluator, "ตัวเลขผิด",
    )  # fmt: skip
    assert refused(withdraw, confirmed) == "not_published"
    assert confirmed.round is not None
    confirmed.round.refresh_from_db()
    assert confirmed.round.published_at is None


def test_a_new_edition_says_why_and_takes_the_place_of_the_old(confirmed: World) -> None:
    publish(confirmed)
    assert refused(publish, confirmed) == "published_already"
    withdraw(confirmed)
    another_version(confirmed)
    assert refused(publish, confirmed, now=NOW + HOUR) == "new_edition_reason_required"
    publish(confirmed, now=NOW + HOUR, reason="แก้ตัวเลขฝุ่น")
    assert public(NOW + HOUR) == [(5, 2, NOW + HOUR)]
    assert [one.number for one in Publication.objects.order_by("number")] == [1, 2]


def test_the_same_score_can_come_back_after_a_withdrawal(confirmed: World) -> None:
    publish(confirmed)
    withdraw(confirmed)
    publish(confirmed, reason="ถอนโดยเข้าใจผิด")
    assert public(NOW) == [(2, 2, NOW)]


def test_an_edition_still_to_come_leaves_the_present_one(confirmed: World) -> None:
    """The appeal's new version waits for its moment; taken back before it, nothing has happened."""
    publish(confirmed)
    actions.apply_appeals(round_=confirmed.round, reason="ตามคำวินิจฉัย", by=confirmed.evaluator, now=NOW)
    publish(confirmed, NOW + HOUR, reason="หลังอุทธรณ์")
    assert public(NOW + HOUR - SECOND) == [(2, 1, NOW)]
    assert refused(publish, confirmed, NOW + HOUR * 2, reason="อีกครั้ง") == "published_already"
    withdraw(confirmed)
    assert public(NOW + HOUR * 3) == [(2, 1, NOW)]
    assert confirmed.round is not None
    confirmed.round.refresh_from_db()
    assert confirmed.round.published_at == NOW


@pytest.mark.parametrize(("moment", "code"), [(NOW - SECOND, "publish_in_the_past"), (NOW, None)])
def test_no_publication_in_the_past(confirmed: World, moment: datetime, code: str | None) -> None:
    if code:
        assert refused(publish, confirmed, moment) == code
    else:
        assert publish(confirmed, moment).publish_at == NOW


def test_what_is_not_yet_public_is_found_nowhere(confirmed: World) -> None:
    publish(confirmed, datetime(2999, 1, 1, tzinfo=NOW.tzinfo))
    client = Client()
    for name, given in (("year", [2567]), ("province", [2567, "13"]), ("province_pdf", [2567, "13"])):
        answer = client.get(reverse(f"dashboards:{name}", args=given))
        assert answer.status_code == 404 or b"79.375" not in answer.content
    assert b"79.375" not in client.get(reverse("dashboards:performance")).content


# ── through the page ────────────────────────────────────────────────────────
def test_the_whole_life_through_the_page(confirmed: World) -> None:
    assert confirmed.round is not None
    client = Client()
    client.force_login(confirmed.evaluator)
    page = reverse("scores:round", args=[confirmed.round.pk])

    def press(name: str, **given: str) -> str:
        address = reverse(f"scores:{name}", args=[confirmed.round.pk])  # type: ignore[union-attr]
        return client.post(address, given, follow=True).content.decode()

    assert "ตั้งเวลาประกาศผลไว้แล้ว" in press("publish", publish_at="2099-01-01T08:30")
    assert "ตั้งเวลาประกาศไว้" in client.get(page).content.decode()
    assert "บอกเหตุผลที่ถอนประกาศ" in press("withdraw", reason="")
    assert "ถอนประกาศแล้ว" in press("withdraw", reason="เลื่อนวันประกาศ")
    assert "โปรด" in press("publish", reason="")
    assert "ทุกคนเปิดดูได้" in press("publish", reason="ถึงเวลาแล้ว")
    assert "เลื่อนวันประกาศ" in client.get(page).content.decode()
    assert "ถอนประกาศพร้อมเหตุผลก่อน" in press("reopen", reason="ผิด")
    press("withdraw", reason="ผิด")
    assert "เปิดคะแนนใหม่แล้ว" in press("reopen", reason="ผิด")


def test_strangers_find_no_buttons(confirmed: World) -> None:
    assert confirmed.round is not None
    for person in (confirmed.coordinator, confirmed.recorder, confirmed.stranger):
        client = Client()
        client.force_login(person)
        for name in ("confirm", "reopen", "publish", "withdraw", "compute"):
            address = reverse(f"scores:{name}", args=[confirmed.round.pk])
            assert client.post(address, {"reason": "ก"}).status_code == 404
