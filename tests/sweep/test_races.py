"""Two people at the same moment: exactly one gets through, the other is told why, and the trail stays whole."""

import threading
from collections.abc import Callable
from decimal import Decimal
from functools import partial

import pytest
from django.db import connection

from samrit.audit.models import Chain, Event
from samrit.audit.queries import first_broken_link
from samrit.letters.actions import sign_letter, take_in
from samrit.letters.models import Arrival, Intake, Letter, Register, RegisterEntry
from samrit.people.actions import accept_invitation, invite
from samrit.people.models import Invitation, Membership, Role, User
from samrit.reports.actions import approve_result, file_report, return_result, save_result, submit_result
from samrit.reports.models import Filing, Result
from samrit.rules.letters.signing import Part
from samrit.rules.wording import RefusedError
from samrit.scores.actions import confirm_score, publish_score
from tests import world
from tests.dashboards.published import score_round, verify_all
from tests.letters.arrived import arrived
from tests.letters.intakes import make_intake
from tests.letters.letters_written import drafted, make_issuer, proposed
from tests.world import NOW, World

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What came of each: ``done``, or the code of the refusal. Anything else that is raised fails the test."""
    start, outcomes = threading.Barrier(len(acts)), [""] * len(acts)

    def run(place: int) -> None:
        start.wait()
        try:
            acts[place]()
            outcomes[place] = "done"
        except RefusedError as refused:
            outcomes[place] = refused.refusal.code
        except Exception as raised:  # noqa: BLE001 - told by name, or the thread would swallow it
            outcomes[place] = repr(raised)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[place]) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert first_broken_link() is None
    assert Chain.objects.get().length == Event.objects.count()
    return sorted(outcomes, key=lambda outcome: outcome != "done")


def submitted(made: World) -> None:
    world.save(made, "1-1", "1200")
    submit_result(item=made.item("1-1", made.recorder), by=made.recorder, now=NOW)


def test_of_two_approvals_one_counts() -> None:
    made = world.make_world()
    submitted(made)
    second = world.person("second-approver", made.development, Role.APPROVER)
    acts = [
        partial(approve_result, item=made.item("1-1", by), by=by, now=NOW) for by in (made.approver, second)
    ]
    assert at_once(*acts) == ["done", "approve_from_approved"]
    assert Event.objects.filter(verb="approve").count() == 1


def test_approved_or_returned_but_not_both() -> None:
    made = world.make_world()
    submitted(made)
    second = world.person("second-approver", made.development, Role.APPROVER)
    item, version = made.item("1-1", made.approver), Result.objects.get().version
    done, refused = at_once(
        lambda: approve_result(item=item, by=made.approver, now=NOW, version=version),
        lambda: return_result(item=item, reason="แก้ตัวเลข", by=second, now=NOW, version=version),
    )
    assert (done, refused) in {("done", "approve_from_returned"), ("done", "changed_since_opened")}
    assert Event.objects.filter(verb__in=["approve", "return"]).count() == 1


def test_of_two_first_saves_one_is_kept_and_the_other_is_told() -> None:
    made = world.make_world()
    second = world.person("second-recorder", made.development, Role.RECORDER)
    texts = dict.fromkeys(("narrative", "supporting_factors", "obstacles"), "")
    acts = [
        partial(
            save_result,
            item=made.item("1-1", by),
            value=value,
            missing=None,
            version=0,
            by=by,
            now=NOW,
            **texts,
        )
        for by, value in ((made.recorder, Decimal(1)), (second, Decimal(2)))
    ]
    assert at_once(*acts) == ["done", "stale_version"]
    assert (Result.objects.count(), Result.objects.get().version) == (1, 1)


def test_an_invitation_is_accepted_once() -> None:
    made = world.make_people()
    invitation, _ = invite(
        email="new@example.go.th", name="คนใหม่", agency=made.development, role=Role.RECORDER,
        by=made.coordinator, now=NOW,
    )  # fmt: skip
    accept = partial(accept_invitation, invitation=invitation, password=None, by=None, now=NOW)
    assert at_once(accept, accept) == ["done", "invitation_used"]
    assert (
        User.objects.filter(email="new@example.go.th").count(),
        Membership.objects.filter(user__email="new@example.go.th").count(),
    ) == (1, 1)


def test_the_same_person_is_invited_once() -> None:
    made = world.make_people()
    act = partial(
        invite,
        email="new@example.go.th", name="คนใหม่", agency=made.development, role=Role.RECORDER,
        by=made.coordinator, now=NOW,
    )  # fmt: skip
    assert at_once(act, act) == ["done", "invited_already"]
    assert Invitation.objects.count() == 1


def test_a_report_is_filed_once() -> None:
    made = world.make_world()
    world.approve(made, "1-1", "1200")
    assert made.round is not None
    round_ = made.round
    file = partial(file_report, round_=round_, by=made.coordinator, now=NOW, reason="ยังไม่ครบ")
    assert at_once(file, file) == ["done", "filed_already"]
    assert (Filing.objects.count(), Event.objects.filter(verb="file_report").count()) == (1, 1)


def test_a_result_is_published_once() -> None:
    made = world.make_world()
    world.file_all(made)
    assert made.round is not None
    verify_all(made, made.round)
    score_round(made, made.round, publish=False)
    round_ = made.round
    confirm_score(round_=round_, by=made.evaluator, now=NOW)
    publish = partial(publish_score, round_=round_, by=made.evaluator, now=NOW)
    assert at_once(publish, publish) == ["done", "published_already"]
    assert Event.objects.filter(verb="publish_score").count() == 1


def test_a_letter_is_taken_in_once() -> None:
    made = world.make_people()
    text = "ที่ ปท ๐๐๑๗.๒/ว ๙๙\nวันที่ ๓ เมษายน ๒๕๖๗\nเรื่อง แจ้งกำหนดการ\nเรียน ปลัดจังหวัดปทุมธานี".encode()
    take = partial(take_in, data=text, name="ก.txt", area=made.area, by=made.coordinator, now=NOW)
    assert at_once(take, take) == ["done", "done"]
    assert (Intake.objects.count(), Event.objects.filter(verb="take_in").count()) == (1, 1)


DRAWN_AT_ONCE = 50


def test_fifty_letters_signed_at_once_have_the_numbers_one_to_fifty() -> None:
    """Of a year whose register nobody opened yet; each letter one number, none twice, none left out."""
    made = world.make_people()
    issuer = make_issuer(made)
    letters = [
        proposed(made, drafted(made, issuer), (made.colleague, Part.SIGN)) for _ in range(DRAWN_AT_ONCE)
    ]
    acts = [partial(sign_letter, letter=one, version=1, by=made.colleague, now=NOW) for one in letters]
    assert at_once(*acts) == ["done"] * DRAWN_AT_ONCE
    assert list(RegisterEntry.objects.order_by("number").values_list("number", flat=True)) == [
        *range(1, DRAWN_AT_ONCE + 1)
    ]
    assert RegisterEntry.objects.values("letter").distinct().count() == DRAWN_AT_ONCE
    assert Register.objects.get().last_number == DRAWN_AT_ONCE


REGISTERED_AT_ONCE = 20


def test_twenty_letters_that_come_in_at_once_have_the_numbers_one_to_twenty() -> None:
    """The same reading by several people at once is registered by one of them, and no number is lost to the others."""
    made = world.make_people()
    issuer, intake = make_issuer(made), make_intake(made, findings=())
    acts = [partial(arrived, made, issuer=issuer) for _ in range(REGISTERED_AT_ONCE - 1)]
    same = [partial(arrived, made, issuer=issuer, intake=intake) for _ in range(3)]
    refused = ["arrival_registered_already"] * 2
    assert at_once(*acts, *same) == ["done"] * REGISTERED_AT_ONCE + refused
    assert list(RegisterEntry.objects.order_by("number").values_list("number", flat=True)) == [
        *range(1, REGISTERED_AT_ONCE + 1)
    ]
    assert Register.objects.get().last_number == Arrival.objects.count() == REGISTERED_AT_ONCE


def test_a_letter_is_signed_once() -> None:
    made = world.make_people()
    letter = proposed(made, drafted(made, make_issuer(made)), (made.colleague, Part.SIGN))
    sign = partial(sign_letter, letter=letter, version=1, by=made.colleague, now=NOW)
    assert at_once(sign, sign) == ["done", "letter_is_signed"]
    assert (RegisterEntry.objects.count(), Letter.objects.get().status) == (1, "signed")
