"""A letter from the draft to the number: who may, what is kept, what is told."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from samrit.audit.queries import first_broken_link, history_of
from samrit.letters import actions
from samrit.letters.models import (
    Issuer,
    Letter,
    LetterVersion,
    RegisterEntry,
)
from samrit.letters.papers import content_of, sealed_paper_of
from samrit.letters.queries.writing import awaiting, returned_to
from samrit.people.actions import appoint_acting
from samrit.people.history import VERBS
from samrit.people.models import Membership, Role, User
from samrit.people.queries import duties_of
from samrit.rules.letters.content import from_data
from samrit.rules.letters.signing import Part
from samrit.rules.wording import RefusedError
from tests.letters.letters_written import chain, content, drafted, make_issuer, proposed
from tests.world import DAY, NOW, World, make_people, person

pytestmark = pytest.mark.django_db
NEXT_YEAR = datetime(2025, 1, 2, 3, 0, tzinfo=UTC)


@pytest.fixture
def world() -> World:
    return make_people()


@pytest.fixture
def issuer(world: World) -> Issuer:
    return make_issuer(world)


def refusal_of(call: Callable[[], object]) -> str:
    with pytest.raises(RefusedError) as caught:
        call()
    return caught.value.refusal.code


# ── the office ──────────────────────────────────────────────────────────────
def facts(**changed: Any) -> actions.IssuerFacts:
    return actions.IssuerFacts(
        **{"code": "ปท 0017.3", "name": " สำนักงาน  จังหวัด ", "address": "ก\n\n ข \n", **changed}
    )


def test_the_coordinator_enters_the_office(world: World) -> None:
    kept = actions.keep_issuer(agency=world.office, facts=facts(), by=world.coordinator, now=NOW)
    assert (kept.name, kept.address) == ("สำนักงาน จังหวัด", "ก\nข")
    changed = actions.keep_issuer(
        agency=world.office, facts=facts(unit="กลุ่มงาน"), by=world.coordinator, now=NOW, issuer=kept
    )
    assert (changed.pk, changed.unit, Issuer.objects.count()) == (kept.pk, "กลุ่มงาน", 1)
    assert [event.verb for event in history_of(kept)] == ["keep_issuer", "keep_issuer"]


def test_nobody_else_enters_it_nor_twice_nor_half(world: World, issuer: Issuer) -> None:
    def keep(by: User, **changed: Any) -> Callable[[], object]:
        return lambda: actions.keep_issuer(agency=world.office, facts=facts(**changed), by=by, now=NOW)

    for other in (world.recorder, world.evaluator, world.stranger):
        assert refusal_of(keep(other)) == "issuer_not_yours"
    own = actions.keep_issuer(agency=world.development, facts=facts(), by=world.approver, now=NOW)
    assert own.agency == world.development, "an approver enters the own office's code"
    assert refusal_of(keep(world.approver)) == "issuer_not_yours"
    assert refusal_of(keep(world.coordinator, code=issuer.code)) == "issuer_code_taken"
    assert refusal_of(keep(world.coordinator, name=" ")) == "issuer_incomplete"


# ── drafting and editing ────────────────────────────────────────────────────
def test_a_draft_is_kept_with_its_first_version(world: World, issuer: Issuer) -> None:
    letter = drafted(world, subject=" รายละเอียด\n ตัวชี้วัด ", enclosures=(("ตาราง", "1 ชุด"), (" ", "")))
    assert (letter.subject, letter.status, letter.version, letter.area) == (
        "รายละเอียด ตัวชี้วัด",
        "draft",
        1,
        world.area,
    )
    version = LetterVersion.objects.get(letter=letter)
    assert from_data(version.content) == content_of(Letter.objects.get(pk=letter.pk))
    assert [event.verb for event in history_of(letter)] == ["draft_letter"]


def test_only_in_the_name_of_ones_own_office(world: World, issuer: Issuer) -> None:
    for other in (world.recorder, world.evaluator, world.stranger):
        assert (
            refusal_of(
                lambda other=other: actions.draft_letter(issuer=issuer, content=content(), by=other, now=NOW)
            )
            == "issuer_not_your_office"
        )
    issuer.retired_at = NOW
    issuer.save()
    assert refusal_of(lambda: drafted(world, issuer)) == "issuer_retired"


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"kind": "poem"}, "letter_value_unknown"),
    ({"urgency": "now"}, "letter_value_unknown"),
    ({"secrecy": "whispered"}, "letter_value_unknown"),
    ({"body": ({"type": "script"},)}, "letter_body_unreadable"),
    ({"body": ({"type": "paragraph", "text": "ก" * 200_001},)}, "letter_too_long"),
    ({"recipients": ("ก",) * 301}, "letter_lines_too_long"),
]


@pytest.mark.parametrize(("changed", "code"), FAULTS)
def test_what_cannot_be_kept_is_refused(
    world: World, issuer: Issuer, changed: dict[str, Any], code: str
) -> None:
    assert refusal_of(lambda: drafted(world, issuer, **changed)) == code
    assert Letter.objects.count() == 0


def test_each_save_is_a_version_and_tells_what_changed(world: World, issuer: Issuer) -> None:
    letter = drafted(world)
    other = person("second", world.office, Role.RECORDER)
    edited = actions.edit_letter(letter=letter, content=content(subject="ใหม่"), version=1, by=other, now=NOW)
    assert (edited.subject, edited.version) == ("ใหม่", 2)
    assert [one.content["subject"] for one in LetterVersion.objects.order_by("number")] == [
        "รายละเอียดตัวชี้วัดปี 2567",
        "ใหม่",
    ]
    assert history_of(letter)[0].after == {"letter_version": 2, "changed_fields": ["เรื่อง"]}


def test_saving_the_same_is_no_version(world: World, issuer: Issuer) -> None:
    letter = drafted(world)
    assert (
        actions.edit_letter(
            letter=letter, content=content(), version=1, by=world.coordinator, now=NOW
        ).version
        == 1
    )


def test_what_was_saved_meanwhile_is_not_written_over(world: World, issuer: Issuer) -> None:
    letter = drafted(world)
    actions.edit_letter(letter=letter, content=content(subject="ก"), version=1, by=world.coordinator, now=NOW)
    code = refusal_of(
        lambda: actions.edit_letter(
            letter=letter, content=content(subject="ข"), version=1, by=world.coordinator, now=NOW
        )
    )
    assert (code, Letter.objects.get().subject) == ("letter_saved_meanwhile", "ก")


# ── the chain ───────────────────────────────────────────────────────────────
def test_from_the_draft_through_the_chain_to_the_number(world: World, issuer: Issuer) -> None:
    letter = proposed(world)
    assert (letter.status, letter.position) == ("in_chain", 1)
    assert list(awaiting(duties_of(world.approver, DAY))) == [letter]
    assert list(awaiting(duties_of(world.colleague, DAY))) == []
    letter = actions.approve_letter(letter=letter, version=1, by=world.approver, now=NOW)
    assert list(awaiting(duties_of(world.colleague, DAY))) == [letter]
    letter = actions.sign_letter(letter=letter, version=1, by=world.colleague, now=NOW)
    entry = RegisterEntry.objects.get()
    assert (letter.status, letter.position, letter.signed_at) == ("signed", 0, NOW)
    assert (entry.letter, entry.written, entry.register.year) == (letter, "ปท 0017.2/1", 2567)
    verbs = [event.verb for event in history_of(letter)]
    assert verbs == ["sign_letter", "approve_letter", "propose_letter", "draft_letter"]
    assert set(verbs) <= VERBS.keys()
    assert first_broken_link() is None


def test_two_sign_and_the_last_one_draws_the_number(world: World, issuer: Issuer) -> None:
    letter = proposed(world, None, (world.approver, Part.SIGN), (world.colleague, Part.SIGN))
    letter = actions.sign_letter(letter=letter, version=1, by=world.approver, now=NOW)
    assert (letter.status, RegisterEntry.objects.count()) == ("in_chain", 0)
    letter = actions.sign_letter(letter=letter, version=1, by=world.colleague, now=NOW)
    assert letter.status == "signed"
    assert [one.name for one in sealed_paper_of(letter).signatories] == ["approver", "colleague"]


def test_whose_turn_it_is_not_is_told_so(world: World, issuer: Issuer) -> None:
    letter = proposed(world)
    for by in (world.colleague, world.coordinator, world.stranger):
        assert (
            refusal_of(lambda by=by: actions.approve_letter(letter=letter, version=1, by=by, now=NOW))
            == "letter_not_yours"
        )
    assert (
        refusal_of(lambda: actions.sign_letter(letter=letter, version=1, by=world.approver, now=NOW))
        == "letter_other_part"
    )


def test_who_serves_no_more_neither_agrees_nor_signs(world: World, issuer: Issuer) -> None:
    letter = proposed(world)
    Membership.objects.filter(user=world.approver).update(ends_on=DAY - timedelta(days=1))
    assert (
        refusal_of(lambda: actions.approve_letter(letter=letter, version=1, by=world.approver, now=NOW))
        == "letter_not_yours"
    )


def test_only_what_was_read_is_decided_on(world: World, issuer: Issuer) -> None:
    letter = proposed(world)
    assert (
        refusal_of(lambda: actions.approve_letter(letter=letter, version=2, by=world.approver, now=NOW))
        == "letter_read_another"
    )


def test_returned_with_a_reason_changed_and_proposed_again(world: World, issuer: Issuer) -> None:
    letter = proposed(world)
    act = actions.return_letter
    assert (
        refusal_of(lambda: act(letter=letter, reason=" ", version=1, by=world.approver, now=NOW))
        == "letter_reason_required"
    )
    letter = act(letter=letter, reason="แก้ตาราง", version=1, by=world.approver, now=NOW)
    assert (letter.status, letter.position) == ("returned", 0)
    assert list(returned_to(duties_of(world.coordinator, DAY))) == [letter]
    actions.edit_letter(
        letter=letter, content=content(subject="แก้แล้ว"), version=1, by=world.coordinator, now=NOW
    )
    letter = proposed(world, Letter.objects.get())
    runs = list(letter.steps.values_list("run", "position", "verdict"))
    assert runs == [(1, 1, "returned"), (1, 2, ""), (2, 1, ""), (2, 2, "")]


def test_the_drafter_takes_it_back(world: World, issuer: Issuer) -> None:
    letter = proposed(world)
    assert (
        refusal_of(lambda: actions.take_back_letter(letter=letter, by=world.approver, now=NOW))
        == "letter_not_yours"
    )
    assert actions.take_back_letter(letter=letter, by=world.coordinator, now=NOW).status == "draft"


def test_a_letter_that_is_not_whole_is_not_proposed(world: World, issuer: Issuer) -> None:
    letter = drafted(world, addressee="")
    assert refusal_of(lambda: proposed(world, letter)) == "letter_block_missing"
    assert Letter.objects.get().status == "draft"
    assert letter.steps.count() == 0


def test_only_people_of_today_stand_in_the_chain(world: World, issuer: Issuer) -> None:
    letter = drafted(world)
    assert refusal_of(lambda: proposed(world, letter, (world.stranger, Part.SIGN))) == "chain_stranger"
    assert (
        refusal_of(lambda: proposed(world, letter, (world.approver, Part.REVIEW)))
        == "chain_without_signature"
    )


def test_who_acts_for_another_signs_with_the_order(world: World, issuer: Issuer) -> None:
    appoint_acting(
        user=world.approver, agency=world.office, role=Role.APPROVER, capacity="on_behalf",
        position="ผู้ว่าราชการจังหวัดปทุมธานี", order_number="12/2567", order_date=DAY, starts_on=DAY,
        ends_on=DAY + timedelta(days=30), by=world.evaluator, now=NOW,
    )  # fmt: skip
    letter = drafted(world)
    step = chain((world.approver, Part.SIGN))[0]
    step = type(step)(step.person, step.part, "รองผู้ว่าราชการจังหวัด", "ผู้ว่าราชการจังหวัดปทุมธานี")
    letter = actions.propose_letter(letter=letter, chain=[step], version=1, by=world.coordinator, now=NOW)
    letter = actions.sign_letter(letter=letter, version=1, by=world.approver, now=NOW)
    assert sealed_paper_of(letter).signatories[0].lines == (
        "รองผู้ว่าราชการจังหวัด ปฏิบัติราชการแทน",
        "ผู้ว่าราชการจังหวัดปทุมธานี",
    )
    assert "12/2567" in letter.steps.get().decided_as
