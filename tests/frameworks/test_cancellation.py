"""A KPI cancelled from a round on: previewed both ways, no longer asked for, nothing lost."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samrit.audit.queries import history_of
from samrit.frameworks.actions import cancel_kpi, set_window, undo_cancellation
from samrit.frameworks.models import Cancellation, Indicator
from samrit.frameworks.queries import cancelled_in, trail_of
from samrit.people.history import told
from samrit.people.queries import duties_of
from samrit.reports.actions import file_report
from samrit.reports.permissions import may
from samrit.reports.queries import items_of, standings_visible_to
from samrit.rules.wording import Refusal, RefusedError
from samrit.rules.workflow import Verb
from samrit.scores.actions import compute_score, reproduces, verify_result
from samrit.scores.effects import effect_of
from samrit.scores.queries import unverified
from tests import world
from tests.dashboards.published import score_round, verify_all
from tests.frameworks.browsing import signed_in
from tests.world import DAY, NOW, World

pytestmark = pytest.mark.django_db
RESOLUTION = "มติคณะกรรมการ ครั้งที่ 2/2567"


@pytest.fixture
def made(db: Any) -> World:
    return world.make_world()


def refused(act: Callable[[], Any]) -> str:
    with pytest.raises(RefusedError) as caught:
        act()
    return caught.value.refusal.code


def cancel(made: World, number: str = "1-2", **changes: Any) -> Cancellation:
    asked = {
        "kpi": made.kpis[number], "from_months": 12, "reweight": "spread_component", "resolution": RESOLUTION,
        "reason": "ยกเลิกโครงการ", "by": made.evaluator, "now": NOW,
    }  # fmt: skip
    return cancel_kpi(**{**asked, **changes})


def decided(made: World, number: str, verb: Verb = Verb.SAVE) -> str:
    decision = may(verb, made.item(number, made.recorder), duties=duties_of(made.recorder, DAY), now=NOW)
    return decision.code if isinstance(decision, Refusal) else decision.value


# ── not asked for any more ──────────────────────────────────────────────────
def test_it_is_shown_and_not_asked_for(made: World):
    world.save(made, "1-2", "21")
    cancel(made)
    assert (decided(made, "1-1"), decided(made, "1-2")) == ("draft", "kpi_cancelled")
    item = made.item("1-2")
    assert (item.state, item.result is not None) == ("cancelled", True)
    assert made.round is not None
    standings = standings_visible_to(duties_of(made.coordinator, DAY), made.round)
    assert [standing.state for standing in standings] == [
        "not_started",
        "cancelled",
        "not_started",
        "not_started",
    ]


def test_from_that_round_on_and_not_before(made: World):
    assert made.round is not None
    window = {"opens_at": made.round.opens_at, "closes_at": made.round.closes_at, "reason": "หนังสือ"}
    rounds = [
        set_window(area=made.area, year=2567, months=months, by=made.evaluator, now=NOW, **window)
        for months in (6, 9)
    ]
    cancel(made, from_months=9)
    assert [bool(cancelled_in(one)) for one in (*rounds, made.round)] == [False, True, True]


def test_a_part_goes_with_its_kpi(made: World):
    parent = made.kpis["2-1.1"].parent
    assert parent is not None
    cancel(made, kpi=parent)
    assert made.round is not None
    assert [item.state for item in items_of(made.round)] == [
        "not_started", "not_started", "cancelled", "cancelled",
    ]  # fmt: skip
    assert refused(lambda: cancel(made, "2-1.1")) == "cancelled_already"


def test_the_province_files_without_it(made: World):
    cancel(made)
    for number, value in (("1-1", "1176.285"), ("2-1.1", "4"), ("2-1.2", "70")):
        world.approve(made, number, value)
    assert made.round is not None
    filing = file_report(round_=made.round, by=made.coordinator, now=NOW)
    assert (filing.results, filing.left_out) == (3, 0)


# ── the score ───────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("method", "total"),
    [
        # 62.5 × 40 and 87.5 × 30 (2-1: 100 and 75) of 70: (25 + 26.25) ÷ 0.7
        ("rebase_total", "73.214"),
        # all 70 of the component on the first: 43.75 + 26.25
        ("spread_component", "70.000"),
    ],
)
def test_its_weight_leaves_by_the_decision(made: World, method: str, total: str):
    world.file_all(made)
    assert made.round is not None
    cancel(made, reweight=method)
    assert unverified(made.round).count() == 3
    for item in items_of(made.round):
        if item.state == "filed":
            _verify(made, item)
    score = score_round(made, made.round)
    assert (score.total_published, reproduces(score)) == (total, True)
    [document] = [one for one in score.inputs["components"][0]["kpis"] if one["number"] == "2"]
    assert document == {"number": "2", "weight": "30", "cancelled": True, "reweight": method}
    assert signed_in(made.evaluator).get(f"/performance/2567/{made.area.pk}/").status_code == 200


def _verify(made: World, item: Any) -> None:
    verify_result(
        item=item, decision="accept", value=None, missing=None, reason="", by=made.evaluator, now=NOW
    )


def test_undone_everything_is_as_before(made: World):
    world.file_all(made)
    assert made.round is not None
    verify_all(made, made.round)
    cancellation = cancel(made)
    before = compute_score(round_=made.round, by=made.evaluator, now=NOW).total_published
    undone = undo_cancellation(cancellation=cancellation, reason="มติใหม่", by=made.evaluator, now=NOW)
    assert (undone.undone_by, made.item("1-2").state) == (made.evaluator, "verified")
    after = compute_score(round_=made.round, by=made.evaluator, now=NOW).total_published
    assert (before, after) == ("70.000", "77.500")
    again = {"cancellation": undone, "reason": "ก", "now": NOW}
    assert refused(lambda: undo_cancellation(by=made.evaluator, **again)) == "undone_already"
    cancel(made)  # and it may be decided once more


def test_not_after_publication(made: World):
    world.file_all(made)
    cancellation = cancel(made, "2-1.2")
    assert made.round is not None
    for item in items_of(made.round):
        if item.state == "filed":
            _verify(made, item)
    score_round(made, made.round)
    assert refused(lambda: cancel(made)) == "cancel_published"
    undo = {"cancellation": cancellation, "reason": "ก", "by": made.evaluator, "now": NOW}
    assert refused(lambda: undo_cancellation(**undo)) == "undo_published"


def test_what_makes_no_sense_is_refused(made: World):
    assert refused(lambda: cancel(made, by=made.coordinator)) == "ruled_by_central_office"
    assert refused(lambda: cancel(made, reason=" ")) == "reason_required"
    assert refused(lambda: cancel(made, resolution=" ")) == "resolution_required"
    for number in ("1-1", "1-2", "2-1.1"):
        cancel(made, number)
    assert refused(lambda: cancel(made, "2-1.2")) == "last_kpi"


def test_the_trail_says_it_in_words(made: World):
    [event] = told([history_of(cancel(made)).first()])
    assert event.what == "ยกเลิกตัวชี้วัด"
    assert {one.label: one.after for one in event.changes} == {
        "ชื่อ": "1-2 ค่าเฉลี่ยรายปีของฝุ่นละอองขนาดไม่เกิน 2.5 ไมครอน",
        "ตั้งแต่รอบ (เดือน)": "12",
        "วิธีปรับน้ำหนัก": "กระจายน้ำหนักภายในองค์ประกอบ",
        "มติหรือเลขที่หนังสือ": RESOLUTION,
    }


@pytest.mark.parametrize(
    "broken", [{"reason": ""}, {"from_months": 3}, {"undone_at": NOW}, {"reweight": "x"}]
)
def test_the_database_holds_what_the_rules_say(made: World, broken: dict[str, Any]):
    kept = {
        "indicator": Indicator.objects.first(), "from_months": 12, "reweight": "rebase_total", "reason": "ก",
        "resolution": RESOLUTION, "cancelled_by": made.evaluator, "cancelled_at": NOW,
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Cancellation.objects.create(**{**kept, **broken})


# ── the preview and the page ────────────────────────────────────────────────
def test_both_ways_before_it_is_decided(made: World):
    world.approve(made, "1-1", "1176.285")
    world.approve(made, "1-2", "21")
    world.approve(made, "2-1.1", "4")
    world.approve(made, "2-1.2", "70")
    assert made.round is not None
    kpi = (
        type(made.kpis["1-2"])
        .objects.select_related("component__edition__framework__fiscal_year")
        .get(pk=made.kpis["1-2"].pk)
    )
    effect = effect_of(kpi, [made.round], from_months=12)
    weights = {one.number: (one.before, *one.after.values()) for one in effect.weights}
    assert weights["1-1"] == (Decimal(40), Decimal("57.14285714285714285714285714"), Decimal(70))
    assert (weights["1-2"], [one.leaves for one in effect.weights]) == (
        (Decimal(30), None, None),
        [False, True, False],
    )
    [score] = effect.scores
    # 25 + 26.25 + 26.25; then as in the test above
    assert (score.before.total, score.after["rebase_total"].total, score.after["spread_component"].total) == (
        "77.500", "73.214", "70.000",
    )  # fmt: skip
    assert Cancellation.objects.count() == 0


def page(made: World, number: str = "1-2", name: str = "cancel") -> str:
    return reverse(f"scores:{name}", args=[made.kpis[number].pk])


SENT = {"from_months": "12", "reweight": "rebase_total", "resolution": RESOLUTION, "reason": "ยกเลิกโครงการ"}


def test_the_page_previews_decides_and_takes_back(made: World):
    client = signed_in(made.evaluator)
    shown = client.get(page(made))
    assert (shown.status_code, Cancellation.objects.count()) == (200, 0)
    assert client.post(page(made), {**SENT, "resolution": ""}).status_code == 422
    assert client.post(page(made), SENT).status_code == 302
    assert RESOLUTION in client.get(page(made)).content.decode()
    assert client.post(page(made), SENT).status_code == 409  # the second click
    assert client.post(page(made, name="undo_cancellation"), {"reason": "มติใหม่"}).status_code == 302
    assert Cancellation.objects.get().undone_at is not None


def test_the_page_is_the_central_office_s(made: World):
    for who in (made.coordinator, made.recorder, made.stranger):
        assert signed_in(who).get(page(made)).status_code == 404
        assert signed_in(who).post(page(made), SENT).status_code == 404
    assert Cancellation.objects.count() == 0


def test_the_number_of_queries_does_not_grow_with_rows(made: World):
    client = signed_in(made.evaluator)
    assert made.round is not None
    with CaptureQueriesContext(connection) as before:
        items_of(made.round)
    cancel(made)
    cancel(made, "1-1")
    with CaptureQueriesContext(connection) as after:
        items_of(made.round)
    assert len(after) == len(before)
    assert client.get(reverse("reports:round", args=[made.round.pk])).status_code == 200


def test_the_edition_s_history_tells_of_it_and_of_its_undoing(made: World):
    assert made.edition is not None
    address = reverse("frameworks:edition", args=[made.edition.pk])
    assert RESOLUTION not in signed_in(made.coordinator).get(address).content.decode()
    standing = cancel(made)
    undo_cancellation(cancellation=standing, reason="มติกลับ", by=made.evaluator, now=NOW)
    newest, before = told(trail_of(made.edition)[:2])
    assert (newest.reason, before.reason) == ("มติกลับ", "ยกเลิกโครงการ")
    page = signed_in(made.coordinator).get(address).content.decode()
    assert all(words in page for words in (before.what, "ยกเลิกโครงการ", "มติกลับ"))
