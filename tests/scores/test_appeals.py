"""An appeal from its opening to its end: who may, until when, what becomes of the score."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from samrit.notices.models import Notice
from samrit.people.models import Membership, Role
from samrit.rules.wording import RefusedError
from samrit.scores import actions
from samrit.scores.models import Appeal, PanelMember, ProvinceScore, ScoreState, Verification
from samrit.scores.queries import appealed_rounds
from tests.scores.contested import SOON, TEXT, Contested, contested_world
from tests.world import DAY, NOW, person

pytestmark = pytest.mark.django_db
# Confirmed on 10 Oct 2567: fifteen days after it the 25th is the last one, until 23.59 น. (16.59 UTC).
CLOSES = datetime(2024, 10, 25, 16, 59, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def made() -> Contested:
    return contested_world()


def refused(call: object, **given: object) -> str:
    with pytest.raises(RefusedError) as why:
        call(**given)  # type: ignore[operator]
    return why.value.refusal.code


# ── opening ─────────────────────────────────────────────────────────────────
def test_the_coordinator_opens_and_it_says_who_asked_for_what(made: Contested) -> None:
    appeal = made.open()

    assert (appeal.state, appeal.number, appeal.text, appeal.opened_by) == (
        "open", 1, TEXT, made.world.coordinator,
    )  # fmt: skip
    assert appeal.opened_as == "ผู้ประสานงานจังหวัด · สำนักงานจังหวัดปทุมธานี"
    assert appeal.kpi_score.province_score == made.score
    assert appeal.decide_by == datetime(2024, 11, 9, 16, 59, tzinfo=UTC)
    assert list(appealed_rounds()) == [made.world.round.pk]  # type: ignore[union-attr]


def test_the_approver_of_the_responsible_agency_opens_too_and_nobody_else(made: Contested) -> None:
    world = made.world
    for who in (world.recorder, world.statistics_approver, world.stranger, world.evaluator, made.head):
        assert refused(made.open, by=who) == "appeal_not_your_role", who.name
    assert made.open(by=world.approver).opened_by == world.approver


def test_it_can_be_opened_until_the_last_second_of_the_window(made: Contested) -> None:
    assert refused(made.open, now=CLOSES) == "appeals_closed"
    assert made.open(now=CLOSES - SECOND).opened_at == CLOSES - SECOND


def test_who_was_given_the_form_in_time_has_a_minute_more(made: Contested) -> None:
    begun = CLOSES - SECOND
    assert refused(made.open, now=CLOSES + timedelta(seconds=60), began_at=begun) == "appeals_closed"
    assert refused(made.open, now=CLOSES + timedelta(seconds=30), began_at=CLOSES) == "appeals_closed"
    made.open(now=CLOSES + timedelta(seconds=59), began_at=begun)


def test_an_item_has_one_undecided_appeal_at_a_time(made: Contested) -> None:
    first = made.open()
    assert refused(made.open) == "appeal_open_already"
    assert made.open("1-1").number == 2

    actions.withdraw_appeal(appeal=first, reason="พบว่าหลักฐานตรงแล้ว", by=made.world.coordinator, now=SOON)
    assert made.open(now=SOON).number == 3


def test_what_was_decided_is_not_appealed_again(made: Contested) -> None:
    made.decide(made.sitting(), made.ruling("dismissed", None))
    assert refused(made.open, now=SOON) == "appeal_decided_already"


def test_it_says_on_which_ground_why_and_what_is_wanted(made: Contested) -> None:
    assert refused(made.open, grounds="weather") == "appeal_grounds_unknown"
    assert refused(made.open, text="  ") == "appeal_text_required"
    assert refused(made.open, wanted_value=None) == "appeal_wants_nothing"
    assert made.open(wanted_value=None, wanted_score=Decimal(100)).wanted_score == Decimal(100)


def test_a_kpi_with_parts_is_contested_part_by_part(made: Contested) -> None:
    assert refused(made.open, number="2-1") == "nothing_to_contest_now"
    assert made.open("2-1.2").kpi_score.kpi.full_number == "2-1.2"


def test_a_provisional_score_is_not_appealed() -> None:
    made = contested_world(publish=False)
    assert made.world.round is not None
    actions.reopen_score(round_=made.world.round, reason="ตัวเลขผิด", by=made.world.evaluator, now=NOW)
    assert refused(made.open) == "appeal_before_confirmation"


def test_a_contested_score_is_not_opened_again() -> None:
    made = contested_world(publish=False)
    appeal, round_ = made.open(), made.world.round
    again = {"round_": round_, "reason": "ตัวเลขผิด", "by": made.world.evaluator, "now": SOON}
    assert refused(actions.reopen_score, **again) == "reopening_contested"
    actions.withdraw_appeal(appeal=appeal, reason="ถอน", by=made.world.coordinator, now=SOON)
    actions.reopen_score(**again)  # type: ignore[arg-type]


# ── on its way ──────────────────────────────────────────────────────────────
def test_only_the_coordinator_or_who_opened_it_withdraws(made: Contested) -> None:
    appeal = made.open(by=made.world.approver)
    for who in (made.world.colleague, made.world.recorder, made.world.evaluator, made.world.stranger):
        given = {"appeal": appeal, "reason": "ถอน", "by": who, "now": SOON}
        assert refused(actions.withdraw_appeal, **given) == "appeal_not_your_role", who.name
    mine = {"appeal": appeal, "by": made.world.approver, "now": SOON}
    assert refused(actions.withdraw_appeal, reason=" ", **mine) == "appeal_end_reason"
    actions.withdraw_appeal(reason="ถอน", **mine)  # type: ignore[arg-type]
    assert list(appealed_rounds()) == []


def test_it_is_not_taken_up_with_a_reason_by_one_who_did_not_score(made: Contested) -> None:
    appeal = made.open()
    given = {"appeal": appeal, "not_heard": "incomplete", "reason": "ไม่มีหลักฐาน", "now": SOON}
    assert refused(actions.refuse_appeal, **given, by=made.world.evaluator) == "appeal_own_score"
    assert (
        refused(actions.refuse_appeal, **{**given, "not_heard": "bored"}, by=made.head) == "not_heard_unknown"
    )
    ended = actions.refuse_appeal(**given, by=made.head)  # type: ignore[arg-type]
    assert (ended.state, ended.not_heard, ended.ended_by) == ("refused", "incomplete", made.head)
    assert made.open(now=SOON).state == "open", "there is time, and it may be complete now"


def test_the_panel_is_without_those_who_scored_or_work_in_the_province(made: Contested) -> None:
    world, appeal = made.world, made.open()
    actions.take_up_appeal(appeal=appeal, by=made.head, now=SOON)
    both = person("both", world.central, Role.EVALUATOR)
    Membership.objects.create(
        user=both, agency=world.statistics, role=Role.RECORDER, starts_on=DAY - timedelta(days=9), ends_on=DAY
    )
    two = made.judges[:2]
    for third, code in (
        (world.evaluator, "member_scored"),
        (both, "member_of_province"),
        (world.coordinator, "member_not_evaluator"),
    ):
        given = {"appeal": appeal, "members": [*two, third], "order_number": "5/2567", "now": SOON}
        assert refused(actions.appoint_panel, **given, by=made.head) == code
    few = {"appeal": appeal, "members": two, "order_number": "5/2567", "by": made.head, "now": SOON}
    assert refused(actions.appoint_panel, **few) == "panel_size"
    whole = {**few, "members": made.judges}
    assert refused(actions.appoint_panel, **{**whole, "order_number": " "}) == "panel_order_required"
    assert refused(actions.appoint_panel, **{**whole, "by": world.evaluator}) == "appeal_own_score"
    actions.appoint_panel(**whole)  # type: ignore[arg-type]
    assert PanelMember.objects.filter(ended_at=None).count() == 3


def test_another_panel_takes_the_place_of_the_one_before(made: Contested) -> None:
    appeal = made.sitting()
    fresh = [*made.judges[1:], person("judge-four", made.world.central, Role.EVALUATOR)]
    actions.appoint_panel(appeal=appeal, members=fresh, order_number="6/2567", by=made.head, now=SOON)
    assert set(PanelMember.objects.filter(ended_at=None).values_list("user", flat=True)) == {
        judge.pk for judge in fresh
    }
    assert refused(made.decide, appeal=appeal) == "appeal_not_your_role", "the first judge sits no more"


# ── decided ─────────────────────────────────────────────────────────────────
def test_upheld_it_makes_a_verification_and_a_version_at_once(made: Contested) -> None:
    before = made.score
    decision = made.decide(made.sitting())

    assert (before.version, before.total_published) == (2, "79.375")
    after = made.score
    assert (after.version, after.state, after.total_published) == (3, ScoreState.APPEALED, "81.250")
    assert (decision.score_before, decision.score_after) == (before, after)
    assert after.reason.startswith("คำวินิจฉัยอุทธรณ์เรื่องที่ 1 ตัวชี้วัด 1-2: ")
    found = Verification.objects.get(result__indicator=made.world.kpis["1-2"].indicator, superseded_at=None)
    assert (found.value, found.decision, found.pk) == (Decimal(20), "correct", decision.verification_id)
    assert list(appealed_rounds()) == []


def test_upheld_with_what_was_reported_the_claim_is_accepted(made: Contested) -> None:
    decision = made.decide(made.sitting(), made.ruling("partly", "21"))
    assert decision.verification.decision == "accept"
    assert made.kpi_score("1-2").score == Decimal("87.5")


def test_dismissed_nothing_changes(made: Contested) -> None:
    before = made.score
    decision = made.decide(made.sitting(), made.ruling("dismissed", None))
    assert (made.score, decision.score_after, decision.verification) == (before, before, None)


def test_a_decision_has_a_panel_votes_a_majority_a_reason_and_a_change(made: Contested) -> None:
    appeal = made.open()
    actions.take_up_appeal(appeal=appeal, by=made.head, now=SOON)
    assert refused(made.decide, appeal=appeal) == "appeal_not_your_role", "no panel, nobody decides"
    actions.appoint_panel(appeal=appeal, members=made.judges, order_number="5/2567", by=made.head, now=SOON)
    keys = [judge.pk for judge in made.judges]
    split = dict(zip(keys, ("upheld", "partly", "dismissed"), strict=True))
    for ruling, code in (
        (made.ruling("perhaps"), "appeal_outcome_unknown"),
        (made.ruling(votes={keys[0]: "upheld"}), "votes_incomplete"),
        (made.ruling(votes=split), "no_majority"),
        (made.ruling(reason=" "), "appeal_reason_required"),
        (made.ruling(value="20.5"), "appeal_changes_nothing"),
        (made.ruling(value=None), "appeal_changes_nothing"),
    ):
        assert refused(made.decide, appeal=appeal, ruling=ruling) == code
    two_to_one = {**split, keys[1]: "upheld"}
    made.decide(appeal, made.ruling(votes=two_to_one))


def test_who_scored_and_who_appointed_do_not_decide(made: Contested) -> None:
    appeal = made.sitting()
    for who in (made.world.evaluator, made.head, made.world.coordinator, made.world.stranger):
        given = {"appeal": appeal, "ruling": made.ruling(), "by": who, "now": SOON}
        assert refused(actions.decide_appeal, **given) == "appeal_not_your_role", who.name


def test_decided_or_withdrawn_only_the_first_counts(made: Contested) -> None:
    appeal = made.sitting()
    stale = Appeal.objects.get(pk=appeal.pk)
    made.decide(appeal)
    assert refused(made.decide, appeal=stale) == "appeal_state"
    late = {"appeal": stale, "reason": "ถอน", "by": made.world.coordinator, "now": SOON}
    assert refused(actions.withdraw_appeal, **late) == "appeal_state"
    assert ProvinceScore.objects.filter(state=ScoreState.APPEALED).count() == 1


def test_every_stored_version_computes_again_after_an_appeal(made: Contested) -> None:
    other = made.open("1-1")
    made.decide(made.sitting())
    assert other.state == "open", "while another appeal of the round is open too"
    assert [one.problems for one in actions.recompute_all()] == [()] * 3


# ── told, and final ─────────────────────────────────────────────────────────
def test_each_side_is_told_and_what_is_done_waits_no_more(made: Contested) -> None:
    appeal = made.open()
    waiting = Notice.objects.filter(kind="task", read_at=None)
    assert set(waiting.values_list("person__name", flat=True)) == {
        "evaluator", "head", "judge-one", "judge-two", "judge-three",
    }  # fmt: skip
    actions.take_up_appeal(appeal=appeal, by=made.head, now=SOON)
    assert not waiting.exists()
    actions.appoint_panel(appeal=appeal, members=made.judges, order_number="5/2567", by=made.head, now=SOON)
    assert waiting.count() == 3
    made.decide(appeal)
    told = Notice.objects.filter(kind="decided").values_list("person__name", flat=True)
    assert set(told) == {"coordinator", "approver", "colleague"}
    assert set(waiting.values_list("url", flat=True)) == {f"/scores/{appeal.round_id}/"}, "publish it anew"


def test_a_score_is_final_by_itself_when_the_time_is_over_and_nothing_is_open(made: Contested) -> None:
    ends = CLOSES + timedelta(seconds=60)
    assert actions.finalise_due(now=ends - SECOND) == []
    appeal = made.open()
    assert actions.finalise_due(now=ends) == [], "an appeal is open"
    actions.withdraw_appeal(appeal=appeal, reason="ถอน", by=made.world.coordinator, now=SOON)
    final = actions.finalise_due(now=ends)
    assert [(one.state, one.version, one.computed_by, one.total_published) for one in final] == [
        ("final", 3, None, "79.375")
    ]
    assert actions.finalise_due(now=ends) == []
    assert Notice.objects.filter(key__startswith="final:").count() == 1
    assert refused(made.open, now=ends) == "appeals_closed"
