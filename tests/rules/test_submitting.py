"""Who may do what with a submitted data file, from which state: the transition table is the test table."""

from dataclasses import replace
from itertools import product

import pytest

from samrit.rules.submitting import (
    STATE_LABELS,
    WHO_LABELS,
    Examined,
    Facts,
    State,
    Verb,
    decide,
    refuse_without_reason,
)
from samrit.rules.wording import Refusal, say

GOOD = Examined(done=True, cells=10)
ALLOWED = [
    # Recorders bring their agency's files; the provincial office brings those of agencies that send theirs on a stick.
    *(
        (role, verb, State.DRAFT, target)
        for role in ("recorder", "coordinator")
        for verb, target in (
            (Verb.EXAMINE, State.DRAFT),
            (Verb.SUBMIT, State.SUBMITTED),
            (Verb.WITHDRAW, State.WITHDRAWN),
        )
    ),
    # The head of the agency stands by it, once.
    ("approver", Verb.CERTIFY, State.SUBMITTED, State.CERTIFIED),
    # The steward takes or returns what was handed over, certified or not.
    ("coordinator", Verb.ACCEPT, State.SUBMITTED, State.ACCEPTED),
    ("coordinator", Verb.ACCEPT, State.CERTIFIED, State.ACCEPTED),
    ("coordinator", Verb.RETURN, State.SUBMITTED, State.RETURNED),
    ("coordinator", Verb.RETURN, State.CERTIFIED, State.RETURNED),
    # Until then its own agency takes it back.
    ("recorder", Verb.WITHDRAW, State.SUBMITTED, State.WITHDRAWN),
    ("recorder", Verb.WITHDRAW, State.CERTIFIED, State.WITHDRAWN),
    # What was decided stays; another one is sent in its place.
    *(
        (role, Verb.CORRECT, state, state)
        for role in ("recorder", "coordinator")
        for state in (State.ACCEPTED, State.RETURNED)
    ),
]
TARGETS = {(role, verb, state): target for role, verb, state, target in ALLOWED}


@pytest.mark.parametrize(("role", "verb", "state"), list(product([*WHO_LABELS, "evaluator"], Verb, State)))
def test_the_table_and_nothing_but_the_table(role: str, verb: Verb, state: State):
    decision = decide(verb, state, Facts(frozenset({role}), GOOD))
    if (role, verb, state) in TARGETS:
        assert decision == TARGETS[role, verb, state]
    else:
        assert isinstance(decision, Refusal)
        assert decision.code in {"not_your_role", f"{verb}_from_{state}"}


def refusal(verb: Verb, state: State, facts: Facts) -> str:
    decision = decide(verb, state, facts)
    return decision.code if isinstance(decision, Refusal) else ""


RECORDER = Facts(frozenset({"recorder"}), GOOD)
STEWARD = Facts(frozenset({"coordinator"}), GOOD)


@pytest.mark.parametrize(
    ("examined", "only_good", "code"),
    [
        (GOOD, False, ""),
        (Examined(), False, "data_not_examined"),
        (Examined(under_way=True), False, "data_being_examined"),
        (Examined(problem=say("x", "ไฟล์เสีย")), False, "data_unreadable"),
        (Examined(done=True, cells=0, rejected=3), True, "data_nothing_good"),
        # Good rows go in without the bad ones only if the person says so.
        (Examined(done=True, cells=9, rejected=1), False, "data_rejected"),
        (Examined(done=True, cells=9, rejected=1), True, ""),
    ],
)
def test_what_is_handed_over_was_examined(examined: Examined, only_good: object, code: str):
    facts = replace(RECORDER, examined=examined, only_good=bool(only_good))
    assert refusal(Verb.SUBMIT, State.DRAFT, facts) == code


def test_the_same_file_is_not_sent_twice():
    decision = decide(Verb.SUBMIT, State.DRAFT, replace(RECORDER, same_as="13-2567-00001"))
    assert isinstance(decision, Refusal)
    assert (decision.code, "13-2567-00001" in str(decision)) == ("data_sent_before", True)


def test_nobody_certifies_or_accepts_what_they_brought():
    own = Facts(frozenset({"approver", "coordinator"}), GOOD, own=True)
    assert refusal(Verb.CERTIFY, State.SUBMITTED, own) == "data_own_certify"
    assert refusal(Verb.ACCEPT, State.SUBMITTED, own) == "data_own_accept"
    # Somebody else's signature makes four eyes of it.
    assert refusal(Verb.ACCEPT, State.CERTIFIED, replace(own, certified=True)) == ""
    # To send back what one brought harms nobody.
    assert refusal(Verb.RETURN, State.SUBMITTED, own) == ""


@pytest.mark.parametrize("verb", [Verb.ACCEPT, Verb.RETURN])
def test_nothing_happens_to_what_is_on_its_way_into_the_database(verb: Verb):
    assert refusal(verb, State.SUBMITTED, replace(STEWARD, being_accepted=True)) == "data_being_accepted"


@pytest.mark.parametrize(
    ("verb", "state", "facts"),
    [
        (Verb.EXAMINE, State.DRAFT, RECORDER),
        (Verb.SUBMIT, State.DRAFT, RECORDER),
        (Verb.ACCEPT, State.SUBMITTED, STEWARD),
    ],
)
def test_an_infected_file_goes_nowhere(verb: Verb, state: State, facts: Facts):
    assert refusal(verb, state, replace(facts, infected=True)) == "data_infected"


def test_one_examination_at_a_time():
    facts = replace(RECORDER, examined=Examined(under_way=True))
    assert refusal(Verb.EXAMINE, State.DRAFT, facts) == "data_being_examined"


def test_a_return_and_a_correction_say_why():
    told = {verb: refuse_without_reason(verb, " ") for verb in Verb}
    assert {verb for verb, why in told.items() if why} == {Verb.RETURN, Verb.CORRECT}
    assert not any(refuse_without_reason(verb, "ตัวเลขปี 2566 ผิด") for verb in Verb)


def test_every_state_has_its_words():
    assert set(STATE_LABELS) == set(State)
