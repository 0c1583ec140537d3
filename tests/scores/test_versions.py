"""From provisional to final: each step another version, none of them ever changed."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from samrit.audit.models import Event
from samrit.audit.queries import first_broken_link
from samrit.notices.models import Notice
from samrit.people.models import Membership, Role, User
from samrit.rules import confirming
from samrit.rules.wording import RefusedError
from samrit.scores import actions
from samrit.scores.models import ProvinceScore, Verification
from samrit.scores.queries import score_of, scores_visible_to
from tests import world
from tests.dashboards.published import published_world, score_round, verify_all
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)


@pytest.fixture
def computed() -> World:
    return published_world(publish=False)


def refused(call: str, made: World, **given: Any) -> str:
    with pytest.raises(RefusedError) as why:
        getattr(actions, call)(**{"round_": made.round, "by": made.evaluator, "now": NOW, **given})
    return why.value.refusal.code


def confirm(made: World) -> ProvinceScore:
    return actions.confirm_score(round_=made.round, by=made.evaluator, now=NOW)


def finalise(made: World, **given: Any) -> ProvinceScore:
    facts = {"open_appeals": 0, "appeals_end_at": NOW, "by": None, "now": NOW, **given}
    return actions.finalise_score(round_=made.round, **facts)


def states(made: World) -> list[tuple[int, str, bool]]:
    scores = ProvinceScore.objects.filter(round=made.round).order_by("version")
    return [(one.version, one.state, one.superseded_at is None) for one in scores]


def test_each_step_is_another_version_with_the_same_digits(computed: World) -> None:
    first = score_of(computed.round)
    confirm(computed)
    last = finalise(computed)
    assert states(computed) == [(1, "provisional", False), (2, "confirmed", False), (3, "final", True)]
    assert first is not None
    assert (last.inputs, last.outcome, last.digest) == (first.inputs, first.outcome, first.digest)
    assert last.kpi_scores.count() == first.kpi_scores.count() == 5
    assert (last.computed_by, first.computed_by) == (None, computed.evaluator)
    assert first_broken_link() is None


def test_where_the_year_says_so_another_person_confirms(
    computed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirming, "_tables", lambda: ((2567, True),))
    assert refused("confirm_score", computed) == "second_person_confirms"
    second = world.person("second", computed.central, Role.EVALUATOR)
    assert actions.confirm_score(round_=computed.round, by=second, now=NOW).state == "confirmed"


def test_computing_again_keeps_what_was_computed_before(computed: World) -> None:
    verify_all(computed, computed.round, {"1-2": "22"})
    score_round(computed, computed.round, publish=False)
    first, second = ProvinceScore.objects.order_by("version")
    assert (first.total_published, second.total_published) == ("79.375", "73.750")
    assert {row.verification.value for row in first.kpi_scores.filter(kpi=computed.kpis["1-2"])} != {
        row.verification.value for row in second.kpi_scores.filter(kpi=computed.kpis["1-2"])
    }
    assert Verification.objects.filter(superseded_at=None).count() == 4


def test_confirmed_closes_verifying_computing_windows_and_reopening(computed: World) -> None:
    confirm(computed)
    assert refused("compute_score", computed) == "settled_score"
    assert refused("confirm_score", computed) == "confirmed_score_already"
    with pytest.raises(RefusedError) as why:
        verify_all(computed, computed.round)
    assert why.value.refusal.code == "settled_score"
    assert computed.round is not None
    computed.round.refresh_from_db()
    assert computed.round.settled_at == NOW


def test_a_score_opens_again_only_with_a_reason_and_not_while_public(computed: World) -> None:
    assert refused("reopen_score", computed, reason="ผิด") == "not_confirmed_yet"
    confirm(computed)
    assert refused("reopen_score", computed, reason=" ") == "reopen_reason_required"
    actions.publish_score(round_=computed.round, by=computed.evaluator, now=NOW)
    assert refused("reopen_score", computed, reason="ผิด") == "withdraw_first"
    actions.withdraw_publication(round_=computed.round, reason="ตัวเลขผิด", by=computed.evaluator, now=NOW)
    actions.reopen_score(round_=computed.round, reason="ตัวเลขผิด", by=computed.evaluator, now=NOW)
    assert states(computed)[-1] == (3, "provisional", True)
    verify_all(computed, computed.round, {"1-2": "22"})
    assert score_round(computed, computed.round, publish=False).version == 4


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"open_appeals": 1}, "appeals_open"),
        ({"appeals_end_at": NOW + timedelta(seconds=1)}, "appeals_may_come"),
        ({"appeals_end_at": NOW}, None),
    ],
)
def test_final_waits_for_appeals_to_the_second(
    computed: World, given: dict[str, Any], code: str | None
) -> None:
    confirm(computed)
    if code is None:
        assert finalise(computed, **given).state == "final"
        return
    with pytest.raises(RefusedError) as why:
        finalise(computed, **given)
    assert why.value.refusal.code == code


def test_a_provisional_or_final_score_is_not_made_final(computed: World) -> None:
    for _ in range(2):
        with pytest.raises(RefusedError) as why:
            finalise(computed)
        assert why.value.refusal.code == "not_to_finalise"
        if score_of(computed.round).state == "provisional":  # type: ignore[union-attr]
            confirm(computed)
            finalise(computed)


def test_only_evaluators_of_other_provinces_decide(computed: World) -> None:
    for person in (computed.recorder, computed.approver, computed.coordinator, computed.stranger):
        assert refused("confirm_score", computed, by=person) == "not_evaluator"
        assert refused("reopen_score", computed, by=person, reason="ก") == "not_evaluator"
        assert refused("withdraw_publication", computed, by=person, reason="ก") == "not_evaluator"


def test_the_province_is_told_when_its_score_is_confirmed_and_no_figure_is_in_it(computed: World) -> None:
    confirm(computed)
    told = Notice.objects.filter(key__startswith="confirmed:")
    roles = Membership.objects.filter(user__in=told.values("person")).values_list("role", flat=True)
    assert {"coordinator", "approver"} <= set(roles)
    assert computed.stranger not in {notice.person for notice in told}
    assert all("79.375" not in json for json in (str(notice.subject) for notice in told))
    assert {notice.url for notice in told} == {reverse("scores:own", args=[computed.round.pk])}  # type: ignore[union-attr]


# ── who sees which version ──────────────────────────────────────────────────
def status_of(person: User | None, address: str) -> int:
    client = Client()
    if person:
        client.force_login(person)
    return client.get(address).status_code


def test_the_province_sees_its_confirmed_score_and_nobody_elses_does(computed: World) -> None:
    assert computed.round is not None
    address = reverse("scores:own", args=[computed.round.pk])
    insiders = (computed.recorder, computed.approver, computed.coordinator)
    assert [status_of(one, address) for one in (*insiders, computed.stranger)] == [404] * 4
    assert status_of(computed.evaluator, address) == 200
    confirm(computed)
    assert [status_of(one, address) for one in (*insiders, computed.stranger, None)] == [
        200,
        200,
        200,
        404,
        302,
    ]
    first, second = (reverse("scores:version", args=[computed.round.pk, number]) for number in (1, 2))
    assert [status_of(computed.coordinator, one) for one in (first, second)] == [404, 200]
    assert [status_of(computed.evaluator, one) for one in (first, second)] == [200, 200]
    assert status_of(computed.stranger, second) == 404


def test_an_earlier_version_says_that_it_is_no_longer_in_force(computed: World) -> None:
    confirm(computed)
    finalise(computed)
    client = Client()
    client.force_login(computed.coordinator)
    assert computed.round is not None
    text = client.get(reverse("scores:version", args=[computed.round.pk, 2])).content.decode()
    assert "เป็นเวอร์ชันเดิม" in text
    assert "79.375" in text


def test_scores_seen_by_moment_and_duty(computed: World) -> None:
    evaluator = world.duties_of(computed.evaluator, world.DAY)
    coordinator = world.duties_of(computed.coordinator, world.DAY)
    stranger = world.duties_of(computed.stranger, world.DAY)
    seen = [scores_visible_to(duties, NOW).count() for duties in (evaluator, coordinator, stranger)]
    assert seen == [1, 0, 0]
    confirm(computed)
    seen = [scores_visible_to(duties, NOW).count() for duties in (evaluator, coordinator, stranger)]
    assert seen == [1, 1, 0]
    actions.publish_score(round_=computed.round, by=computed.evaluator, now=NOW)
    seen = [scores_visible_to(duties, NOW).count() for duties in (evaluator, coordinator, stranger)]
    assert seen == [1, 1, 1]


def test_every_version_has_its_event_with_the_seal(computed: World) -> None:
    confirm(computed)
    finalise(computed)
    verbs = Event.objects.filter(after__has_key="digest").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["compute_score", "confirm_score", "finalise_score"]
