"""Who may do what with an appeal, from which state: the transition table is the test table."""

from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from samrit.rules.appeals import (
    NOT_HEARD_LABELS,
    OUTCOME_LABELS,
    STATE_LABELS,
    WHO_LABELS,
    NotHeard,
    Outcome,
    State,
    Verb,
    Who,
    decide,
    for_year,
    label_of_ground,
    last_minute,
    refuse_decision,
    refuse_panel,
    refuse_round,
    refuse_words,
)
from samrit.rules.windows import Window
from samrit.rules.wording import Refusal, refuse

NOW = datetime(2024, 10, 11, 3, 0, tzinfo=UTC)
OPEN = Window(NOW - timedelta(days=1), NOW + timedelta(days=10))
UPCOMING = Window(NOW + timedelta(days=1), NOW + timedelta(days=10), opens="12 ต.ค. 2567")
CLOSED = Window(NOW - timedelta(days=9), NOW, closes="11 ต.ค. 2567 เวลา 10.00 น.")
BANGKOK = ZoneInfo("Asia/Bangkok")

ALLOWED = [
    # The province contests an item: through its coordinator, or the agency that is responsible.
    *((who, Verb.OPEN, State.NONE, State.OPEN) for who in (Who.COORDINATOR, Who.APPROVER)),
    # What was withdrawn, or not taken up, may come again; what is open or decided may not.
    *((who, Verb.OPEN, State.WITHDRAWN, State.OPEN) for who in (Who.COORDINATOR, Who.APPROVER)),
    *((who, Verb.OPEN, State.REFUSED, State.OPEN) for who in (Who.COORDINATOR, Who.APPROVER)),
    # Until it is decided, more evidence may be added.
    *(
        (who, Verb.ATTACH, state, state)
        for who in (Who.COORDINATOR, Who.APPROVER)
        for state in (State.OPEN, State.TAKEN_UP)
    ),
    # The coordinator speaks for the province; another one takes back only what they themselves opened.
    *(
        (who, Verb.WITHDRAW, state, State.WITHDRAWN)
        for who in (Who.COORDINATOR, Who.OPENER)
        for state in (State.OPEN, State.TAKEN_UP)
    ),
    # The central office looks whether it came in time and is complete, and appoints who decides.
    (Who.EVALUATOR, Verb.TAKE_UP, State.OPEN, State.TAKEN_UP),
    (Who.EVALUATOR, Verb.REFUSE, State.OPEN, State.REFUSED),
    (Who.EVALUATOR, Verb.APPOINT, State.TAKEN_UP, State.TAKEN_UP),
    # Only the panel decides, once.
    (Who.PANEL, Verb.DECIDE, State.TAKEN_UP, State.DECIDED),
]
TARGETS = {(who, verb, state): target for who, verb, state, target in ALLOWED}
EVERYTHING = list(product(Who, Verb, State))


@pytest.mark.parametrize(("who", "verb", "state"), EVERYTHING)
def test_the_table_and_nothing_but_the_table(who: Who, verb: Verb, state: State):
    said = decide(verb, state, who={who}, window=OPEN, now=NOW)
    if (who, verb, state) in TARGETS:
        assert said == TARGETS[who, verb, state]
    else:
        assert isinstance(said, Refusal)


def test_the_table_is_whole():
    assert len(EVERYTHING) == 5 * 7 * 6
    assert len(TARGETS) == len(ALLOWED) == 18


@pytest.mark.parametrize(
    ("verb", "state", "who", "window", "scored", "code"),
    [
        # Another's part: say whose it is.
        (Verb.DECIDE, State.TAKEN_UP, Who.EVALUATOR, OPEN, False, "appeal_not_your_role"),
        (Verb.OPEN, State.NONE, Who.EVALUATOR, OPEN, False, "appeal_not_your_role"),
        # One undecided appeal of an item at a time, and one decision.
        (Verb.OPEN, State.OPEN, Who.COORDINATOR, OPEN, False, "appeal_open_already"),
        (Verb.OPEN, State.TAKEN_UP, Who.COORDINATOR, OPEN, False, "appeal_open_already"),
        (Verb.OPEN, State.DECIDED, Who.COORDINATOR, OPEN, False, "appeal_decided_already"),
        # Its time; the state is told before the time, and everything but opening has none.
        (Verb.OPEN, State.NONE, Who.APPROVER, UPCOMING, False, "appeals_upcoming"),
        (Verb.OPEN, State.NONE, Who.APPROVER, CLOSED, False, "appeals_closed"),
        (Verb.OPEN, State.OPEN, Who.APPROVER, CLOSED, False, "appeal_open_already"),
        # Nobody judges what they scored.
        (Verb.DECIDE, State.TAKEN_UP, Who.PANEL, CLOSED, True, "appeal_own_score"),
        (Verb.REFUSE, State.OPEN, Who.EVALUATOR, OPEN, True, "appeal_own_score"),
        (Verb.APPOINT, State.TAKEN_UP, Who.EVALUATOR, OPEN, True, "appeal_own_score"),
        # Over.
        (Verb.WITHDRAW, State.DECIDED, Who.COORDINATOR, OPEN, False, "appeal_state"),
        (Verb.DECIDE, State.WITHDRAWN, Who.PANEL, OPEN, False, "appeal_state"),
    ],
)
def test_why_not(*, verb: Verb, state: State, who: Who, window: Window, scored: bool, code: str):
    said = decide(verb, state, who={who}, window=window, now=NOW, scored=scored)
    assert isinstance(said, Refusal)
    assert said.code == code


def test_who_scored_may_still_take_it_up():
    said = decide(Verb.TAKE_UP, State.OPEN, who={Who.EVALUATOR}, window=CLOSED, now=NOW, scored=True)
    assert said == State.TAKEN_UP


def test_a_round_that_is_not_appealed_says_so_before_the_time():
    stopped = refuse("round_not_appealed", "…")
    window = Window(CLOSED.opens_at, CLOSED.closes_at, stopped=stopped)
    assert decide(Verb.OPEN, State.NONE, who={Who.APPROVER}, window=window, now=NOW) == stopped


def test_the_last_minute_is_of_the_office_s_day():
    confirmed = datetime(2024, 10, 10, 23, 59, 59, tzinfo=BANGKOK)
    assert last_minute(confirmed, 15) == datetime(2024, 10, 25, 23, 59, tzinfo=BANGKOK)
    assert last_minute(confirmed + timedelta(seconds=1), 15) == datetime(2024, 10, 26, 23, 59, tzinfo=BANGKOK)


@pytest.mark.parametrize("year", [2562, 2567, 2570])
def test_every_year_has_its_terms(year: int):
    terms = for_year(year)
    assert terms.panel % 2 == 1
    assert refuse_round(terms, 12) is None
    assert refuse_round(terms, 6) is not None
    assert [str(label_of_ground(one.code)) for one in terms.grounds] == [one.name for one in terms.grounds]


def test_a_ground_that_no_year_knows_keeps_its_code():
    assert str(label_of_ground("old_ground")) == "old_ground"


@pytest.mark.parametrize(
    ("grounds", "text", "wants", "code"),
    [
        ("figure_wrong", "เพราะ", True, None),
        ("", "เพราะ", True, "appeal_grounds_unknown"),
        ("figure_wrong", " ", True, "appeal_text_required"),
        ("figure_wrong", "เพราะ", False, "appeal_wants_nothing"),
    ],
)
def test_what_an_appeal_says(grounds: str, text: str, *, wants: bool, code: str | None):
    said = refuse_words(for_year(2567), grounds=grounds, text=text, wants=wants)
    assert (said.code if said else None) == code


def test_a_panel_has_its_size_and_an_order():
    terms = for_year(2567)
    assert refuse_panel(terms, terms.panel, order_number="5/2567") is None
    for size in (terms.panel - 1, terms.panel + 1):
        said = refuse_panel(terms, size, order_number="5/2567")
        assert said is not None
        assert said.code == "panel_size"


U, P, D = Outcome.UPHELD, Outcome.PARTLY, Outcome.DISMISSED


@pytest.mark.parametrize(
    ("outcome", "votes", "changes", "code"),
    [
        (U, (U, U, U), True, None),
        (U, (U, U, D), True, None),
        (P, (P, P, U), True, None),
        (D, (D, D, U), False, None),
        # Not even half is no majority, and neither is a half.
        (U, (U, P, D), True, "no_majority"),
        (U, (D, D, U), True, "no_majority"),
        (U, (U, U), True, "votes_incomplete"),
        (U, (U, U, "perhaps"), True, "votes_incomplete"),
        ("perhaps", (U, U, U), True, "appeal_outcome_unknown"),
        # Upheld without a change is dismissed.
        (U, (U, U, U), False, "appeal_changes_nothing"),
        (P, (P, P, P), False, "appeal_changes_nothing"),
    ],
)
def test_a_decision(outcome: str, votes: tuple[str, ...], *, changes: bool, code: str | None):
    cast = dict(enumerate(votes, start=1))
    said = refuse_decision(outcome, votes=cast, panel=[1, 2, 3], changes=changes, reason="เพราะ")
    assert (said.code if said else None) == code


def test_a_decision_has_a_panel_and_a_reason():
    nobody = refuse_decision(D, votes={}, panel=[], changes=False, reason="เพราะ")
    silent = refuse_decision(D, votes={1: D}, panel=[1], changes=False, reason=" ")
    assert (nobody and nobody.code, silent and silent.code) == ("no_panel", "appeal_reason_required")


def test_everything_has_a_name():
    assert set(STATE_LABELS) == set(State)
    assert set(WHO_LABELS) == set(Who)
    assert set(OUTCOME_LABELS) == set(Outcome)
    assert set(NOT_HEARD_LABELS) == set(NotHeard)
