"""A letter's way to the signature: who may do what when, and what is said where it may not be done."""

import pytest

from samrit.rules.letters.signing import (
    LONGEST_CHAIN,
    TRANSITIONS,
    Part,
    Status,
    StepTerms,
    Verb,
    Who,
    decide,
    needs_reason,
    refuse_chain,
    refuse_reason,
)
from samrit.rules.wording import Refusal

S, V, W = Status, Verb, Who
OFFICE, DRAFTER = {W.OFFICE}, {W.OFFICE, W.DRAFTER}
TURN, SIGNED_IT = {W.OFFICE, W.TURN}, {W.OFFICE, W.SIGNATORY}


def outcome(*asked: object, **options: object) -> str:
    found = decide(*asked, **options)  # type: ignore[arg-type]
    return found.code if isinstance(found, Refusal) else found.value


# fmt: off
WAYS = [
    # Everybody of the office works on what is not on its way; nobody else does.
    (V.EDIT, S.DRAFT, OFFICE, "draft"),
    (V.EDIT, S.RETURNED, OFFICE, "returned"),
    (V.EDIT, S.DRAFT, set(), "letter_not_yours"),
    (V.EDIT, S.IN_CHAIN, DRAFTER, "letter_is_in_chain"),
    (V.EDIT, S.SIGNED, DRAFTER, "letter_is_signed"),
    (V.EDIT, S.VOID, DRAFTER, "letter_is_void"),
    (V.PROPOSE, S.DRAFT, OFFICE, "in_chain"),
    (V.PROPOSE, S.RETURNED, OFFICE, "in_chain"),
    (V.PROPOSE, S.IN_CHAIN, OFFICE, "letter_is_in_chain"),
    # Back from the chain: who drafted it takes it, who has it returns it.
    (V.TAKE_BACK, S.IN_CHAIN, DRAFTER, "draft"),
    (V.TAKE_BACK, S.IN_CHAIN, OFFICE, "letter_not_yours"),
    (V.TAKE_BACK, S.DRAFT, DRAFTER, "letter_not_proposed"),
    (V.RETURN, S.IN_CHAIN, TURN, "returned"),
    (V.RETURN, S.IN_CHAIN, OFFICE, "letter_not_yours"),
    (V.RETURN, S.SIGNED, TURN, "letter_is_signed"),
    # What was not signed is given up by the office, what was signed by who signed or drafted it; it stays void.
    (V.VOID, S.DRAFT, OFFICE, "void"),
    (V.VOID, S.RETURNED, OFFICE, "void"),
    (V.VOID, S.IN_CHAIN, DRAFTER, "letter_is_in_chain"),
    (V.VOID, S.SIGNED, OFFICE, "letter_not_yours"),
    (V.VOID, S.SIGNED, SIGNED_IT, "void"),
    (V.VOID, S.SIGNED, DRAFTER, "void"),
    (V.VOID, S.VOID, DRAFTER, "letter_is_void"),
]
# fmt: on


@pytest.mark.parametrize(("verb", "status", "who", "expected"), WAYS)
def test_the_way(verb: Verb, status: Status, who: set[Who], expected: str) -> None:
    assert outcome(verb, status, who=who) == expected


# fmt: off
STEPS = [
    # Who looks it through approves, who signs signs; the last signature ends the way, an earlier one hands on.
    (V.APPROVE, Part.REVIEW, True, "in_chain"),
    (V.APPROVE, Part.SIGN, False, "letter_other_part"),
    (V.SIGN, Part.SIGN, False, "signed"),
    (V.SIGN, Part.SIGN, True, "in_chain"),
    (V.SIGN, Part.REVIEW, True, "letter_other_part"),
]
# fmt: on


@pytest.mark.parametrize(("verb", "part", "more", "expected"), STEPS)
def test_a_step_of_the_chain(verb: Verb, part: Part, more: bool, expected: str) -> None:  # noqa: FBT001 - a table's column
    assert outcome(verb, S.IN_CHAIN, who=TURN, part=part, more=more) == expected


def test_whose_turn_it_is_not_may_neither_approve_nor_sign() -> None:
    for verb, part in ((V.APPROVE, Part.REVIEW), (V.SIGN, Part.SIGN)):
        assert outcome(verb, S.IN_CHAIN, who=DRAFTER, part=part) == "letter_not_yours"


def test_every_verb_has_an_answer_everywhere_and_says_it_in_thai() -> None:
    for verb in Verb:
        for status in Status:
            found = decide(verb, status, who=set())
            assert isinstance(found, Refusal)
            assert str(found)


def test_nothing_leaves_void_and_nothing_but_void_follows_a_signature() -> None:
    assert [one.verb for one in TRANSITIONS if S.VOID in one.sources] == []
    assert [one.verb for one in TRANSITIONS if S.SIGNED in one.sources] == [V.VOID]


def test_returning_and_voiding_ask_why() -> None:
    assert [verb for verb in Verb if needs_reason(verb)] == [V.RETURN, V.VOID]
    assert refuse_reason(V.SIGN, "") is None
    assert refuse_reason(V.VOID, "ผิดฉบับ") is None
    found = refuse_reason(V.VOID, "  ")
    assert found is not None
    assert found.code == "letter_reason_required"


# ── the chain ───────────────────────────────────────────────────────────────
def review(person: int) -> StepTerms:
    return StepTerms(person, Part.REVIEW, "")


def signs(person: int, title: str = "หัวหน้าสำนักงานจังหวัด") -> StepTerms:
    return StepTerms(person, Part.SIGN, title)


CHAINS = [
    ([signs(1)], None),
    ([review(1), review(2), signs(3), signs(4)], None),
    ([], "chain_without_signature"),
    ([review(1)], "chain_without_signature"),
    ([signs(1), review(2)], "chain_order"),
    ([review(1), signs(1)], "chain_person_twice"),
    ([review(1), signs(2, " ")], "chain_title_required"),
    ([*(review(n) for n in range(LONGEST_CHAIN)), signs(99)], "chain_too_long"),
]


@pytest.mark.parametrize(("chain", "expected"), CHAINS)
def test_a_chain(chain: list[StepTerms], expected: str | None) -> None:
    found = refuse_chain(chain)
    assert (found.code if found else None) == expected
