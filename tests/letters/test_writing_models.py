"""What the database itself refuses of letters, registers and seals."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from samrit.letters.models import (
    Arrival,
    Issuer,
    Letter,
    LetterLink,
    LetterStep,
    LetterVersion,
    Register,
    RegisterEntry,
    Routing,
    SealedPaper,
)
from tests.letters.letters_written import bare_letter, bare_register, make_issuer
from tests.world import NOW, World, make_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_people()


@pytest.fixture
def issuer(world: World) -> Issuer:
    return make_issuer(world)


def refused(call: Callable[[], object]) -> str:
    """What the database says; deferred constraints are asked at once."""

    def tried() -> None:
        with transaction.atomic():
            call()
            connection.check_constraints()

    with pytest.raises(DatabaseError) as caught:
        tried()
    return str(caught.value)


# ── issuers and registers ───────────────────────────────────────────────────
def test_an_agency_has_each_code_once(world: World, issuer: Issuer) -> None:
    assert make_issuer(world, code="ปท 0017.3").pk
    refused(lambda: make_issuer(world))


@pytest.mark.parametrize("changed", [{"code": ""}, {"name": ""}])
def test_an_issuer_has_code_and_name(world: World, changed: dict[str, str]) -> None:
    refused(lambda: make_issuer(world, **changed))


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"direction": "sideways", "book": "circular"},
        {"book": "unknown"},
        {"direction": "incoming", "book": "circular"},
        {"book": "circular", "year": 2024},
    ],
    ids=["once", "direction", "book", "incoming book", "year"],
)
def test_a_register_stands_once_and_in_order(issuer: Issuer, changed: dict[str, Any]) -> None:
    bare_register(issuer)
    refused(lambda: bare_register(issuer, **changed))


def arrival(issuer: Issuer, world: World, **changed: Any) -> Arrival:
    return Arrival.objects.create(
        **{
            "issuer": issuer,
            "sender": "สำนักงาน ก.พ.ร.",
            "sender_number": "นร 1207/334",
            "dated": date(2024, 3, 6),
            "subject": "กรอบการประเมิน",
            "received_at": NOW,
            "received_by": world.coordinator,
            **changed,
        }
    )


def entry(register: Register, world: World, number: int = 1, **changed: Any) -> RegisterEntry:
    return RegisterEntry.objects.create(
        **{
            "register": register,
            "number": number,
            "written": f"ปท 0017.2/{number}",
            "drawn_by": world.coordinator,
            "drawn_at": NOW,
            **changed,
        }
    )


def test_a_number_is_drawn_once_and_stands_for_one_thing(world: World, issuer: Issuer) -> None:
    register, letter = bare_register(issuer), bare_letter(issuer, world)
    came = arrival(issuer, world)
    entry(register, world, letter=letter)
    other = bare_letter(issuer, world)
    refused(lambda: entry(register, world, letter=other))
    refused(lambda: entry(register, world, 2, letter=letter))
    refused(lambda: entry(register, world, 2))
    refused(lambda: entry(register, world, 2, letter=other, arrival=came))
    refused(lambda: entry(register, world, 0, letter=other))
    assert entry(register, world, 2, letter=other).number == 2


def test_a_void_keeps_the_entry_and_says_why(world: World, issuer: Issuer) -> None:
    kept = entry(bare_register(issuer), world, letter=bare_letter(issuer, world))
    refused(lambda: RegisterEntry.objects.filter(pk=kept.pk).update(voided_at=NOW, voided_by=world.evaluator))
    RegisterEntry.objects.filter(pk=kept.pk).update(
        voided_at=NOW, voided_by=world.coordinator, void_reason="ออกซ้ำ"
    )
    other = bare_letter(issuer, world)
    changes: list[dict[str, Any]] = [
        {"number": 7},
        {"letter": other},
        {"written": "ปท 0017.2/7"},
        {"void_reason": "อย่างอื่น"},
        {"voided_at": None, "voided_by": None, "void_reason": ""},
    ]
    for change in changes:
        refused(lambda change=change: RegisterEntry.objects.filter(pk=kept.pk).update(**change))
    refused(kept.delete)


def test_a_register_does_not_count_backwards(issuer: Issuer) -> None:
    register = bare_register(issuer, last_number=3)
    Register.objects.filter(pk=register.pk).update(last_number=4)
    refused(lambda: Register.objects.filter(pk=register.pk).update(last_number=3))
    refused(lambda: Register.objects.filter(pk=register.pk).update(year=2568))


def test_what_came_in_says_from_whom_and_what(world: World, issuer: Issuer) -> None:
    for changed in ({"sender": ""}, {"subject": ""}, {"secrecy": "whispered"}):
        refused(lambda changed=changed: arrival(issuer, world, **changed))


def test_one_is_asked_once_while_it_is_not_done(world: World, issuer: Issuer) -> None:
    came = arrival(issuer, world)

    def route(**changed: Any) -> Routing:
        return Routing.objects.create(
            arrival=came, agency=world.development, routed_by=world.coordinator, routed_at=NOW, **changed
        )

    first = route()
    route(person=world.recorder)
    refused(route)
    refused(lambda: route(person=world.recorder))
    refused(lambda: Routing.objects.filter(pk=first.pk).update(done_at=NOW))
    Routing.objects.filter(pk=first.pk).update(done_at=NOW, done_by=world.recorder)
    assert route().pk


# ── letters ─────────────────────────────────────────────────────────────────
FAULTS: list[dict[str, Any]] = [
    {"status": "lost"},
    {"secrecy": "whispered"},
    {"digits": "roman"},
    {"version": 0},
    {"signed_at": NOW},
    {"status": "signed"},
    {"status": "signed", "signed_at": NOW},
    {"status": "signed", "signed_at": NOW, "code": "0" * 16, "subject": ""},
    {"status": "void"},
    {"void_reason": "ไม่ใช้"},
    {"status": "in_chain"},
    {"position": 1},
]


@pytest.mark.parametrize("changed", FAULTS, ids=lambda changed: "-".join(map(str, changed)))
def test_a_letter_is_in_no_state_that_makes_no_sense(
    world: World, issuer: Issuer, changed: dict[str, Any]
) -> None:
    refused(lambda: bare_letter(issuer, world, **changed))


def step(letter: Letter, world: World, **changed: Any) -> LetterStep:
    return LetterStep.objects.create(
        **{
            "letter": letter,
            "position": 1,
            "part": "sign",
            "person": world.coordinator,
            "agency": world.office,
            **changed,
        }
    )


def test_a_step_stands_once_and_is_decided_by_somebody(world: World, issuer: Issuer) -> None:
    letter = bare_letter(issuer, world)
    step(letter, world)
    faults: list[dict[str, Any]] = [
        {"person": world.evaluator},
        {"position": 2},
        {"position": 2, "person": world.evaluator, "part": "dance"},
        {"position": 2, "person": world.evaluator, "verdict": "signed"},
        {"position": 0, "person": world.evaluator},
        {
            "position": 2,
            "person": world.evaluator,
            "verdict": "returned",
            "decided_at": NOW,
            "decided_by": world.evaluator,
            "version": 1,
        },
    ]
    for changed in faults:
        refused(lambda changed=changed: step(letter, world, **changed))
    assert step(letter, world, run=2).pk


def test_a_link_leads_to_one_other_thing(world: World, issuer: Issuer) -> None:
    letter, other, came = bare_letter(issuer, world), bare_letter(issuer, world), arrival(issuer, world)

    def link(**changed: Any) -> LetterLink:
        return LetterLink.objects.create(
            **{"letter": letter, "kind": "reference", "made_by": world.coordinator, "made_at": NOW, **changed}
        )

    link(to_letter=other)
    link(to_arrival=came)
    link(to_letter=other, kind="answers")
    for changed in (
        {},
        {"to_letter": other},
        {"to_arrival": came},
        {"to_letter": other, "to_arrival": came, "kind": "continues"},
        {"to_letter": letter},
        {"to_letter": other, "kind": "likes"},
    ):
        refused(lambda changed=changed: link(**changed))


def test_what_was_saved_and_sealed_stays(world: World, issuer: Issuer) -> None:
    letter = bare_letter(issuer, world)
    version = LetterVersion.objects.create(
        letter=letter, number=1, content={"subject": "ก"}, saved_by=world.coordinator, saved_at=NOW
    )
    paper = SealedPaper.objects.create(
        letter=letter, file="letters/x.pdf", sha256="0" * 64, size=9, sealed_at=NOW
    )
    refused(lambda: LetterVersion.objects.filter(pk=version.pk).update(content={}))
    refused(version.delete)
    refused(lambda: SealedPaper.objects.filter(pk=paper.pk).update(sha256="1" * 64))
    refused(paper.delete)
    with pytest.raises(IntegrityError), transaction.atomic():
        LetterVersion.objects.create(
            letter=letter, number=1, content={}, saved_by=world.coordinator, saved_at=NOW
        )


def test_a_signed_letter_says_what_it_said(world: World, issuer: Issuer) -> None:
    letter = bare_letter(issuer, world, status="signed", signed_at=NOW, code="0" * 16)
    for changed in (
        {"subject": "อื่น"},
        {"body": [{"type": "paragraph", "text": "อื่น"}]},
        {"addressee": "คนอื่น"},
        {"status": "draft", "signed_at": None},
    ):
        refused(lambda changed=changed: Letter.objects.filter(pk=letter.pk).update(**changed))
    Letter.objects.filter(pk=letter.pk).update(
        status="void", voided_at=NOW, voided_by=world.coordinator, void_reason="ออกซ้ำ"
    )
    refused(letter.delete)
