"""The way of an agency's assessment: the table, the window, own signing, follow-ups."""

from datetime import UTC, date, datetime, timedelta

import pytest

from samrit.rules.assessing import (
    TRANSITIONS,
    Facts,
    State,
    Verb,
    decide,
    follow_up_due,
    follow_ups_of,
    next_follow_up,
)
from samrit.rules.wording import Refusal

OPENS = datetime(2024, 10, 1, tzinfo=UTC)
CLOSES = datetime(2024, 10, 31, 9, 30, tzinfo=UTC)
ROLES = ("recorder", "approver", "coordinator", "evaluator")


def facts(*roles: str, now: datetime = OPENS, own: bool = False, left: int = 0) -> Facts:
    return Facts(frozenset(roles), OPENS, CLOSES, now, own=own, open_questions=left)


def code(decided: State | Refusal) -> str:
    return decided.code if isinstance(decided, Refusal) else ""


# verb → state → roles that may, in words above each row.
ALLOWED: dict[Verb, dict[State, set[str]]] = {
    # its own people answer and hand in, before it is handed in and when it came back
    Verb.SAVE: {State.OPEN: {"recorder"}, State.RETURNED: {"recorder"}},
    Verb.SUBMIT: {State.OPEN: {"recorder"}, State.RETURNED: {"recorder"}},
    # the head signs
    Verb.SIGN: {State.SUBMITTED: {"approver"}},
    # the head sends back what is not signed, the province and the assessors also what is
    Verb.RETURN: {
        State.SUBMITTED: {"approver", "coordinator", "evaluator"},
        State.SIGNED: {"coordinator", "evaluator"},
    },
    # assessors look at what is signed
    Verb.ASSESS: {State.SIGNED: {"evaluator"}},
    Verb.CLOSE: {State.SIGNED: {"coordinator", "evaluator"}},
    Verb.REOPEN: {State.CLOSED: {"evaluator"}},
    # plans at any time
    Verb.PLAN: {state: {"recorder", "approver", "coordinator"} for state in State},
}


@pytest.mark.parametrize("verb", list(Verb))
@pytest.mark.parametrize("state", list(State))
def test_the_table_says_who_may_do_what(verb: Verb, state: State) -> None:
    may = {role for role in ROLES if isinstance(decide(verb, state, facts(role)), State)}
    assert may == ALLOWED[verb].get(state, set())


@pytest.mark.parametrize("verb", list(Verb))
def test_nobody_without_a_role_does_anything(verb: Verb) -> None:
    assert {code(decide(verb, state, facts())) for state in State} == {"assessment_not_your_role"}


def test_the_states_after_each_verb() -> None:
    after = {
        (verb, state): decide(verb, state, facts(*ROLES))
        for verb, states in ALLOWED.items()
        for state in states
    }
    moved = {key: state for key, state in after.items() if state is not key[1]}
    assert moved == {
        (Verb.SUBMIT, State.OPEN): State.SUBMITTED,
        (Verb.SUBMIT, State.RETURNED): State.SUBMITTED,
        (Verb.SIGN, State.SUBMITTED): State.SIGNED,
        (Verb.RETURN, State.SUBMITTED): State.RETURNED,
        (Verb.RETURN, State.SIGNED): State.RETURNED,
        (Verb.CLOSE, State.SIGNED): State.CLOSED,
        (Verb.REOPEN, State.CLOSED): State.SIGNED,
    }


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (OPENS - timedelta(seconds=1), "assessment_not_open_yet"),
        (OPENS, ""),
        (CLOSES - timedelta(seconds=1), ""),
        (CLOSES, "assessment_window_closed"),
    ],
)
def test_answers_are_taken_within_the_window(now: datetime, expected: str) -> None:
    assert code(decide(Verb.SAVE, State.OPEN, facts("recorder", now=now))) == expected


def test_what_was_handed_in_in_time_is_signed_after_it() -> None:
    late = CLOSES + timedelta(days=1)
    assert decide(Verb.SIGN, State.SUBMITTED, facts("approver", now=late)) is State.SIGNED


def test_nobody_signs_what_they_handed_in() -> None:
    assert code(decide(Verb.SIGN, State.SUBMITTED, facts("approver", own=True))) == "assessment_own_signing"


def test_open_questions_are_counted() -> None:
    decided = decide(Verb.SUBMIT, State.OPEN, facts("recorder", left=3))
    assert isinstance(decided, Refusal)
    assert decided.message.values == {"left": 3}


def test_every_sentence_of_the_table_is_said() -> None:
    """No transition leads nowhere: each label fills in."""
    assert all(transition.label.thai() for transition in TRANSITIONS)


# ── follow-ups ──────────────────────────────────────────────────────────────
def test_plans_are_followed_up_every_half_year() -> None:
    assert follow_ups_of(1) == (6, 12)
    assert follow_ups_of(3) == (6, 12, 18, 24, 30, 36)


@pytest.mark.parametrize(
    ("planned", "months", "expected"),
    [
        (date(2024, 10, 10), 6, date(2025, 4, 10)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),  # a month that is shorter
        (date(2023, 8, 31), 6, date(2024, 2, 29)),  # in a leap year
        (date(2024, 12, 31), 12, date(2025, 12, 31)),
        (date(2024, 6, 30), 6, date(2024, 12, 30)),  # within December, not the year after
    ],
)
def test_a_follow_up_is_due_so_many_months_on(planned: date, months: int, expected: date) -> None:
    assert follow_up_due(planned, months) == expected


def test_the_next_one_is_the_first_that_nobody_wrote() -> None:
    assert (next_follow_up(1, set()), next_follow_up(1, {6}), next_follow_up(1, {6, 12})) == (6, 12, None)
