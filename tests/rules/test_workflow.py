"""Who may do what with a result, from which state: the transition table is the test table."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from samrit.rules.windows import Window
from samrit.rules.wording import Refusal
from samrit.rules.workflow import ROLE_LABELS, STATUS_LABELS, Status, Verb, decide

NOW = datetime(2024, 4, 1, 3, 0, tzinfo=UTC)
OPEN = Window(NOW - timedelta(days=7), NOW + timedelta(days=10), closes="11 เม.ย. 2567 เวลา 16.30 น.")
UPCOMING = Window(NOW + timedelta(days=1), NOW + timedelta(days=10), opens="2 เม.ย. 2567 เวลา 08.30 น.")
CLOSED = Window(NOW - timedelta(days=9), NOW, closes="1 เม.ย. 2567 เวลา 10.00 น.")

ALLOWED = [
    # A recorder starts, and goes on with a draft as often as needed.
    ("recorder", Verb.SAVE, Status.NOT_STARTED, Status.DRAFT),
    ("recorder", Verb.SAVE, Status.DRAFT, Status.DRAFT),
    # What was returned is corrected in its place: everybody goes on seeing that it was returned.
    ("recorder", Verb.SAVE, Status.RETURNED, Status.RETURNED),
    # A recorder hands over what is drafted or corrected, never what is not even begun.
    ("recorder", Verb.SUBMIT, Status.DRAFT, Status.SUBMITTED),
    ("recorder", Verb.SUBMIT, Status.RETURNED, Status.SUBMITTED),
    # Until the approver has decided, it can be fetched back.
    ("recorder", Verb.RECALL, Status.SUBMITTED, Status.DRAFT),
    # The approver signs or returns what was handed over.
    ("approver", Verb.APPROVE, Status.SUBMITTED, Status.APPROVED),
    ("approver", Verb.RETURN, Status.SUBMITTED, Status.RETURNED),
    # Before the province has filed, an approval can still be taken back: by the approver or the coordinator.
    ("approver", Verb.RETURN, Status.APPROVED, Status.RETURNED),
    ("coordinator", Verb.RETURN, Status.APPROVED, Status.RETURNED),
    # The coordinator files what is approved, nothing else.
    ("coordinator", Verb.FILE, Status.APPROVED, Status.FILED),
    # The evaluator verifies what was filed, and may look again until publication.
    ("evaluator", Verb.VERIFY, Status.FILED, Status.VERIFIED),
    ("evaluator", Verb.VERIFY, Status.VERIFIED, Status.VERIFIED),
    # The central office gives a filed result back, to be corrected in a time of its own.
    ("evaluator", Verb.REOPEN, Status.FILED, Status.RETURNED),
    ("evaluator", Verb.REOPEN, Status.VERIFIED, Status.RETURNED),
    # While the window is open, the province takes back what it filed by itself.
    ("coordinator", Verb.RETURN, Status.FILED, Status.RETURNED),
    # A revised edition may ask for a result anew, whatever had become of it before it was verified.
    *(
        (role, Verb.ASK_AGAIN, status, Status.RETURNED)
        for role in ("coordinator", "evaluator")
        for status in (Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.APPROVED, Status.FILED)
    ),
]
TARGETS = {(role, verb, status): target for role, verb, status, target in ALLOWED}
EVERYTHING = list(product(ROLE_LABELS, Verb, Status))


@pytest.mark.parametrize(("role", "verb", "status"), EVERYTHING)
def test_the_table_and_nothing_but_the_table(role: str, verb: Verb, status: Status):
    decision = decide(verb, status, roles={role}, window=OPEN, now=NOW)
    if (role, verb, status) in TARGETS:
        assert decision == TARGETS[role, verb, status]
    else:
        assert isinstance(decision, Refusal)


def test_the_table_is_whole():
    assert len(EVERYTHING) == 4 * 9 * 7
    assert len(TARGETS) == len(ALLOWED) == 26


REFUSED = [
    # Another's duty: say whose it is.
    ("recorder", Verb.APPROVE, Status.SUBMITTED, "not_your_role", "ทำได้เฉพาะผู้อนุมัติข้อมูลของรายการนี้"),
    ("approver", Verb.SAVE, Status.DRAFT, "not_your_role", "ทำได้เฉพาะผู้บันทึกข้อมูลของรายการนี้"),
    ("evaluator", Verb.FILE, Status.APPROVED, "not_your_role", "ทำได้เฉพาะผู้ประสานงานจังหวัดของรายการนี้"),
    # The own duty, but not now: say in which state it is.
    (
        "recorder", Verb.SUBMIT, Status.NOT_STARTED, "submit_from_not_started",
        "ส่งให้ผู้อนุมัติไม่ได้ในขณะนี้ เพราะรายการอยู่ในสถานะ “ยังไม่รายงาน”",
    ),
    (
        "recorder", Verb.SAVE, Status.APPROVED, "save_from_approved",
        "บันทึกร่างไม่ได้ในขณะนี้ เพราะรายการอยู่ในสถานะ “อนุมัติแล้ว”",
    ),
    (
        "coordinator", Verb.RETURN, Status.VERIFIED, "return_from_verified",
        "ส่งกลับแก้ไขไม่ได้ในขณะนี้ เพราะรายการอยู่ในสถานะ “ตรวจแล้ว”",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("role", "verb", "status", "code", "sentence"), REFUSED)
def test_a_refusal_says_why(role: str, verb: Verb, status: Status, code: str, sentence: str):
    refusal = decide(verb, status, roles={role}, window=OPEN, now=NOW)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, str(refusal)) == (code, sentence)


@pytest.mark.parametrize(("window", "code"), [(UPCOMING, "window_upcoming"), (CLOSED, "window_closed")])
@pytest.mark.parametrize("allowed", ALLOWED)
def test_outside_the_window_only_the_central_office_goes_on(
    allowed: tuple[str, Verb, Status, Status], window: Window, code: str
):
    role, verb, status, target = allowed
    decision = decide(verb, status, roles={role}, window=window, now=NOW)
    if verb in {Verb.VERIFY, Verb.REOPEN}:
        assert decision == target
    else:
        assert isinstance(decision, Refusal)
        assert decision.code == code


def test_nobody_approves_what_they_typed():
    refusal = decide(
        Verb.APPROVE, Status.SUBMITTED, roles={"recorder", "approver"}, window=OPEN, now=NOW, recorded_it=True
    )
    assert isinstance(refusal, Refusal)
    assert refusal.code == "own_work"


def test_but_they_may_return_it():
    decision = decide(
        Verb.RETURN, Status.SUBMITTED, roles={"recorder", "approver"}, window=OPEN, now=NOW, recorded_it=True
    )
    assert decision == Status.RETURNED


def test_with_no_role_nothing_is_allowed():
    decisions = [
        decide(verb, status, roles=set(), window=OPEN, now=NOW) for verb, status in product(Verb, Status)
    ]
    assert {decision.code for decision in decisions if isinstance(decision, Refusal)} == {"not_your_role"}
    assert len(decisions) == 63


def test_several_roles_add_up():
    both = {"recorder", "approver"}
    assert decide(Verb.SAVE, Status.DRAFT, roles=both, window=OPEN, now=NOW) == Status.DRAFT
    assert decide(Verb.APPROVE, Status.SUBMITTED, roles=both, window=OPEN, now=NOW) == Status.APPROVED


def test_every_state_has_its_word():
    assert set(STATUS_LABELS) == set(Status)
