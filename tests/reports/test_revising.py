"""What becomes of results that stand when a revised edition is published."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from samrit.audit.queries import first_broken_link, history_of
from samrit.frameworks.models import Edition, Round
from samrit.frameworks.queries import edition_in_force, edition_of
from samrit.people.models import User
from samrit.reports.actions import bring_into_force, publish_revision, withdraw_revision
from samrit.reports.models import Result, ResultFate
from samrit.reports.queries.revising import rounds_touched
from samrit.rules.amendment import Fate
from samrit.rules.wording import RefusedError
from tests.revisions import kpi_of, publish_revised, revise
from tests.world import NOW, World, approve, file_all, save

LATER = NOW.date() + timedelta(days=1)
NEXT_DAY = NOW + timedelta(days=1)


def refusal_of(call: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(RefusedError) as caught:
        call()
    return caught.value.refusal.code, str(caught.value.refusal)


def result_of(made: World, number: str) -> Result:
    return Result.objects.get(indicator=made.kpis[number].indicator_id)


# ── chosen, never silent ────────────────────────────────────────────────────
def test_nothing_chosen_is_refused_and_named(made: World) -> None:
    save(made, "1-1", "1200")
    save(made, "1-2", "21")
    draft = revise(made)
    code, words = refusal_of(lambda: publish_revised(made, draft))
    assert code == "fates_not_chosen"
    assert "รอบ 12 เดือน ตัวชี้วัด 1-1" in words
    assert "1-2" not in words  # nothing about it changes
    draft.refresh_from_db()
    assert (draft.status, ResultFate.objects.count()) == ("draft", 0)


def test_not_even_the_round_is_assumed(made: World) -> None:
    save(made, "1-1", "1200")
    draft = revise(made)
    code, words = refusal_of(lambda: publish_revision(edition=draft, chosen={}, by=made.coordinator, now=NOW))
    assert (code, "รอบ 12 เดือน" in words) == ("fates_not_chosen", True)


def test_without_results_nothing_is_asked(made: World) -> None:
    draft = revise(made)
    assert [one.items for one in rounds_touched(draft, today=NOW.date())] == []
    revised = publish_revision(edition=draft, chosen={}, by=made.coordinator, now=NOW)
    assert edition_in_force("13", 2567) == revised


def test_a_weight_and_an_owner_ask_nothing_about_results(made: World) -> None:
    save(made, "1-1", "1200")
    draft = revise(
        made,
        {"1-1": {"weight": Decimal(35)}, "1-2": {"weight": Decimal(35)}},
        owners={"1-1": (made.statistics.pk,)},
    )
    publish_revision(edition=draft, chosen={}, by=made.coordinator, now=NOW)
    assert result_of(made, "1-1").judged_by is None


# ── the three fates ─────────────────────────────────────────────────────────
def test_kept_is_judged_by_the_terms_it_was_entered_under(made: World) -> None:
    save(made, "1-1", "1200")
    revised = publish_revised(made, revise(made), {"1-1": Fate.KEPT})
    result = result_of(made, "1-1")
    assert (result.judged_by, result.status, result.version) == (made.kpis["1-1"], "draft", 2)
    item = made.item("1-1")
    assert (item.kpi.component.edition, item.judged_by.component.edition) == (revised, made.edition)
    event = history_of(result)[0]
    assert (event.verb, event.after["edition"], event.reason) == ("fate_kept", 2, revised.revision_reason)


def test_rescored_is_judged_by_the_new_terms(made: World) -> None:
    save(made, "1-1", "1200")
    revised = publish_revised(made, revise(made), {"1-1": Fate.RESCORED})
    assert made.item("1-1").judged_by == kpi_of(revised, "1-1")
    assert history_of(result_of(made, "1-1"))[0].verb == "fate_rescored"


@pytest.mark.parametrize("bring", [save, approve])
def test_asked_again_goes_back_to_the_recorder_with_the_reason(
    made: World, bring: Callable[[World, str, str], None]
) -> None:
    bring(made, "1-1", "1200")
    publish_revised(made, revise(made), {"1-1": Fate.ASKED_AGAIN})
    result = result_of(made, "1-1")
    assert (result.status, result.approved_by, result.returned_by) == ("returned", None, made.coordinator)
    assert "ฉบับที่ 2" in result.return_reason
    assert "3/2567" in result.return_reason
    assert result.value == Decimal(1200)
    assert history_of(result)[0].verb == "ask_again"
    assert first_broken_link() is None


def test_kept_once_stays_kept_through_a_revision_of_something_else(made: World) -> None:
    save(made, "1-1", "1200")
    publish_revised(made, revise(made), {"1-1": Fate.KEPT})
    second = revise(made, {"1-2": {"name": "ฝุ่นละอองเฉลี่ยทั้งปี"}})
    publish_revised(made, second)
    assert result_of(made, "1-1").judged_by == made.kpis["1-1"]


def test_kept_twice_stays_with_the_first_terms(made: World) -> None:
    save(made, "1-1", "1200")
    publish_revised(made, revise(made), {"1-1": Fate.KEPT})
    publish_revised(made, revise(made, {"1-1": {"advanced": Decimal(1300)}}), {"1-1": Fate.KEPT})
    assert result_of(made, "1-1").judged_by == made.kpis["1-1"]


def test_another_unit_cannot_be_scored_again(made: World) -> None:
    save(made, "1-1", "1200")
    draft = revise(made, {"1-1": {"unit": "บาท"}})
    code, words = refusal_of(lambda: publish_revised(made, draft, {"1-1": Fate.RESCORED}))
    assert (code, "ล้านบาท" in words) == ("fate_refused", True)


# ── whole rounds ────────────────────────────────────────────────────────────
def test_a_round_kept_as_a_whole_stays_with_its_edition(made: World) -> None:
    save(made, "1-1", "1200")
    assert made.round is not None
    publish_revised(made, revise(made), whole_round=True)
    round_ = Round.objects.get(pk=made.round.pk)
    assert (edition_of(round_), round_.ruled_by) == (made.edition, made.edition)
    made.round = round_
    assert made.item("1-1").kpi == made.kpis["1-1"]


def test_a_filed_round_asks_even_when_no_result_is_touched(made: World) -> None:
    file_all(made)
    draft = revise(made, {"1-1": {"weight": Decimal(35)}, "1-2": {"weight": Decimal(35)}})
    code, _ = refusal_of(lambda: publish_revision(edition=draft, chosen={}, by=made.coordinator, now=NOW))
    assert code == "fates_not_chosen"
    publish_revised(made, draft, whole_round=True)
    assert Round.objects.get().ruled_by == made.edition


def test_a_published_round_stays_by_itself_and_that_is_on_record(made: World) -> None:
    file_all(made)
    Round.objects.update(settled_at=NOW)
    publish_revision(edition=revise(made), chosen={}, by=made.coordinator, now=NOW)
    assert Round.objects.get().ruled_by == made.edition
    fate = ResultFate.objects.get()
    assert (fate.indicator, fate.fate, fate.chosen_by) == (None, "kept", made.coordinator)


def test_asking_again_needs_the_window_or_says_how_to_open_it(made: World) -> None:
    save(made, "1-1", "1200")
    closed = NOW + timedelta(days=2)
    draft = revise(made)
    chosen = {"1-1": Fate.ASKED_AGAIN}
    code, words = refusal_of(lambda: publish_revised(made, draft, chosen, now=closed))
    assert (code, "เปิดให้แก้ไขเฉพาะตัวชี้วัด" in words) == ("fate_refused", True)
    publish_revised(made, draft, chosen, now=closed - timedelta(seconds=1))


# ── a day to come ───────────────────────────────────────────────────────────
def test_an_edition_of_a_later_day_waits_for_it(made: World) -> None:
    save(made, "1-1", "1200")
    revised = publish_revised(made, revise(made, effective_on=LATER), {"1-1": Fate.KEPT})
    assert (revised.status, edition_in_force("13", 2567)) == ("decided", made.edition)
    assert result_of(made, "1-1").judged_by is None
    midnight = NEXT_DAY.replace(hour=17, minute=0) - timedelta(days=1)  # 00.00 น. of the day, in UTC
    assert bring_into_force(now=midnight - timedelta(seconds=1)) == []
    assert edition_in_force("13", 2567) == made.edition
    assert bring_into_force(now=midnight) == [revised]
    assert edition_in_force("13", 2567) == revised
    assert result_of(made, "1-1").judged_by == made.kpis["1-1"]
    assert bring_into_force(now=midnight) == []
    assert history_of(revised)[0].actor_id is None
    assert set(ResultFate.objects.values_list("carried_out_at", flat=True)) == {midnight}


def test_a_result_entered_before_the_day_has_its_fate_chosen_too(made: World) -> None:
    draft = revise(made, effective_on=LATER)
    code, words = refusal_of(lambda: publish_revised(made, draft))
    assert (code, "1-1" in words) == ("fates_not_chosen", True)
    publish_revised(made, draft, {"1-1": Fate.ASKED_AGAIN})
    save(made, "1-1", "1200")
    bring_into_force(now=NEXT_DAY)
    assert result_of(made, "1-1").status == "returned"


def test_what_was_filed_meanwhile_is_kept_and_not_marked_done(made: World) -> None:
    save(made, "1-1", "1200")
    publish_revised(made, revise(made, effective_on=LATER), {"1-1": Fate.ASKED_AGAIN})
    Result.objects.update(status="verified", approved_by=made.approver)
    bring_into_force(now=NEXT_DAY)
    assert result_of(made, "1-1").judged_by == made.kpis["1-1"]
    assert ResultFate.objects.get().carried_out_at is None


def test_a_round_set_after_the_decision_is_not_passed_over_in_silence(made: World) -> None:
    rounds = Round.objects.all()
    opens, closes = rounds.values_list("opens_at", "closes_at").get()
    rounds.update(opens_at=closes + timedelta(days=1), closes_at=closes + timedelta(days=9))
    publish_revision(edition=revise(made, effective_on=LATER), chosen={}, by=made.coordinator, now=NOW)
    rounds.update(opens_at=opens, closes_at=closes)
    assert made.round is not None
    made.round.refresh_from_db()
    save(made, "1-1", "1200")
    bring_into_force(now=NEXT_DAY)
    assert result_of(made, "1-1").judged_by == made.kpis["1-1"]
    fate = ResultFate.objects.get()
    assert (fate.fate, fate.carried_out_at) == ("kept", None)


def test_a_waiting_revision_is_taken_back_with_a_reason(made: World) -> None:
    save(made, "1-1", "1200")
    revised = publish_revised(made, revise(made, effective_on=LATER), {"1-1": Fate.KEPT})

    def withdraw(by: User, reason: str = "วันที่ผิด") -> Edition:
        return withdraw_revision(edition=revised, reason=reason, by=by, now=NOW)

    assert refusal_of(lambda: withdraw(made.approver))[0] == "not_preparing"
    assert refusal_of(lambda: withdraw(made.coordinator, " "))[0] == "reason_required"
    withdraw(made.coordinator)
    revised.refresh_from_db()
    assert (revised.status, ResultFate.objects.count(), revised.confirmations.count()) == ("draft", 0, 0)
    assert refusal_of(lambda: withdraw(made.coordinator))[0] == "withdraw_not_waiting"
    assert bring_into_force(now=NEXT_DAY) == []


# ── who, and twice ──────────────────────────────────────────────────────────
def test_only_those_who_prepare_publish_a_revision(made: World) -> None:
    draft = revise(made)
    for user in (made.recorder, made.approver, made.stranger):
        assert refusal_of(lambda by=user: publish_revised(made, draft, by=by))[0] == "not_preparing"
    assert publish_revised(made, draft, by=made.evaluator).published_by == made.evaluator


def test_the_second_click_is_refused(made: World) -> None:
    draft = revise(made)
    publish_revised(made, draft)
    assert refusal_of(lambda: publish_revised(made, draft))[0] == "edition_published"
    assert Edition.objects.filter(status="published").count() == 1


def test_a_save_from_before_the_revision_does_not_pass_unseen(made: World) -> None:
    save(made, "1-1", "1200")
    publish_revised(made, revise(made), {"1-1": Fate.RESCORED})
    assert result_of(made, "1-1").version == 2  # a page opened with version 1 is stale


def test_the_day_of_the_facts_is_a_day(made: World) -> None:
    revised = publish_revised(made, revise(made))
    assert (revised.effective_on, revised.resolved_on) == (NOW.date(), date(2024, 9, 30))
