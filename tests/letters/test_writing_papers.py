"""Numbers, the paper and its seal, who sees a letter, what refers to what."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from samrit.audit.models import Event
from samrit.letters import actions
from samrit.letters.models import (
    Issuer,
    Letter,
    LetterLink,
    Register,
    RegisterEntry,
    SealedPaper,
)
from samrit.letters.papers import paper_of, sealed_paper_of
from samrit.letters.queries.writing import letters_visible_to, walked
from samrit.notices.models import Notice
from samrit.people.models import Role, User
from samrit.people.queries import duties_of
from samrit.rules.letters.paper import refusals
from samrit.rules.wording import Message, RefusedError
from tests.letters.letters_written import drafted, make_issuer, proposed, signed
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


# ── numbers ─────────────────────────────────────────────────────────────────
def test_numbers_run_on_by_book_and_begin_anew_with_the_year(world: World, issuer: Issuer) -> None:
    for now, changed in (
        (NOW, {}),
        (NOW, {"circular": True}),
        (NOW, {"kind": "order", "addressee": ""}),
        (NOW, {"secrecy": "confidential"}),
        (NEXT_YEAR, {}),
    ):
        signed(world, drafted(world, **changed), now=now)
    assert [one.written for one in RegisterEntry.objects.order_by("pk")] == [
        "ปท 0017.2/1",
        "ปท 0017.2/ว 2",
        "1/2567",
        "ปท 0017.2/1",
        "ปท 0017.2/1",
    ]
    assert sorted(Register.objects.values_list("book", "year", "last_number")) == [
        ("general", 2567, 2),
        ("general", 2568, 1),
        ("order", 2567, 1),
        ("secret", 2567, 1),
    ]


def test_an_office_may_number_its_circulars_apart(world: World) -> None:
    apart = make_issuer(world, circular_apart=True)
    for circular in (False, True, True):
        signed(world, drafted(world, apart, circular=circular))
    assert [one.written for one in RegisterEntry.objects.order_by("pk")] == [
        "ปท 0017.2/1",
        "ปท 0017.2/ว 1",
        "ปท 0017.2/ว 2",
    ]


def test_void_leaves_the_number_and_the_trace(world: World, issuer: Issuer) -> None:
    letter = signed(world)
    actions.void_letter(letter=letter, reason="ออกซ้ำ", by=world.colleague, now=NOW)
    entry = RegisterEntry.objects.get()
    assert (entry.voided_by, entry.void_reason, Letter.objects.get().status) == (
        world.colleague,
        "ออกซ้ำ",
        "void",
    )
    assert signed(world).entries.get().number == 2
    assert Event.objects.filter(verb="void_letter").get().reason == "ออกซ้ำ"
    assert (
        refusal_of(lambda: actions.void_letter(letter=letter, reason="อีก", by=world.colleague, now=NOW))
        == "letter_is_void"
    )


def test_a_draft_that_is_given_up_draws_no_number(world: World, issuer: Issuer) -> None:
    actions.void_letter(letter=drafted(world), reason="ไม่ใช้", by=world.coordinator, now=NOW)
    assert RegisterEntry.objects.count() == 0


# ── paper and seal ──────────────────────────────────────────────────────────
def test_the_paper_of_a_draft_and_of_a_signed_letter(world: World, issuer: Issuer) -> None:
    letter = drafted(world, recipients=("พัฒนาการจังหวัด", "สถิติจังหวัด"), circular=True)
    paper = paper_of(letter)
    assert (paper.number, paper.number_code, paper.mark, paper.day, paper.qr) == (
        "",
        "ปท 0017.2/ว ",
        "ร่าง",
        None,
        None,
    )
    assert paper.attachments[0].title == "บัญชีรายชื่อแนบท้าย"
    letter = signed(world, letter)
    paper = sealed_paper_of(letter)
    assert (paper.number, paper.mark, paper.day) == ("ปท 0017.2/ว 1", "", DAY)
    assert paper.qr is not None
    assert paper.qr.url.endswith(f"/verify/letter/{letter.code}/")
    assert refusals(paper, sealing=True) == ()


def test_the_paper_is_kept_once(world: World, issuer: Issuer) -> None:
    letter = drafted(world)
    seal = actions.seal_letter
    assert (
        refusal_of(lambda: seal(letter=letter, data=b"x", signature={}, now=NOW)) == "letter_not_signed_yet"
    )
    letter = signed(world, letter)
    kept = seal(letter=letter, data=b"%PDF-1", signature={}, now=NOW)
    again = seal(letter=letter, data=b"%PDF-2", signature={}, now=NOW)
    assert (again.pk, kept.sha256, SealedPaper.objects.count()) == (
        kept.pk,
        hashlib.sha256(b"%PDF-1").hexdigest(),
        1,
    )
    with kept.file.open("rb") as file:
        assert file.read() == b"%PDF-1"


# ── who sees what, references ───────────────────────────────────────────────
def seen_by(*people: User) -> list[int]:
    return [letters_visible_to(duties_of(one, DAY)).count() for one in people]


def test_a_letter_is_the_offices_own_and_its_chains(world: World, issuer: Issuer) -> None:
    everybody = (world.coordinator, world.approver, world.recorder, world.evaluator, world.stranger)
    letter = drafted(world)
    assert seen_by(*everybody) == [1, 0, 0, 0, 0]
    proposed(world, letter)
    assert seen_by(*everybody) == [1, 1, 0, 0, 0]


def test_a_secret_letter_is_seen_by_drafter_and_chain_only(world: World, issuer: Issuer) -> None:
    other = person("second", world.office, Role.RECORDER)
    letter = drafted(world, secrecy="secret")
    assert seen_by(world.coordinator, other, world.approver) == [1, 0, 0]
    proposed(world, letter)
    assert seen_by(world.coordinator, other, world.approver) == [1, 0, 1]


def test_letters_are_linked_and_the_chain_is_walked(world: World, issuer: Issuer) -> None:
    first, second, third = signed(world), signed(world), drafted(world)
    link = actions.link_letter(letter=third, to=second, kind="answers", by=world.coordinator, now=NOW)
    assert actions.link_letter(letter=third, to=second, kind="answers", by=world.coordinator, now=NOW) == link
    LetterLink.objects.create(
        letter=second, to_letter=first, kind="reference", made_by=world.coordinator, made_at=NOW
    )
    assert set(walked(first)) == {second.pk, third.pk}

    def link_to(letter: Letter, to: Letter) -> Callable[[], object]:
        return lambda: actions.link_letter(
            letter=letter, to=to, kind="answers", by=world.coordinator, now=NOW
        )

    assert refusal_of(link_to(third, third)) == "letter_links_itself"
    assert refusal_of(link_to(first, third)) == "letter_is_signed"
    actions.unlink_letter(link=link, by=world.coordinator, now=NOW)
    assert set(walked(first)) == {second.pk}


# ── who is told ─────────────────────────────────────────────────────────────
def told(person_: User) -> list[str]:
    return [
        Message.from_data(one.subject).thai() for one in Notice.objects.filter(person=person_).order_by("pk")
    ]


def test_whose_turn_it_is_hears_of_it_and_the_drafter_of_the_end(world: World, issuer: Issuer) -> None:
    letter = proposed(world)
    assert told(world.approver) == ["หนังสือรอคุณดำเนินการ: รายละเอียดตัวชี้วัดปี 2567"]
    assert told(world.colleague) == []
    letter = actions.approve_letter(letter=letter, version=1, by=world.approver, now=NOW)
    actions.sign_letter(letter=letter, version=1, by=world.colleague, now=NOW)
    assert len(told(world.colleague)) == 1
    assert told(world.coordinator) == ["หนังสือลงนามแล้ว: รายละเอียดตัวชี้วัดปี 2567"]


def test_of_a_secret_letter_the_subject_is_not_told(world: World, issuer: Issuer) -> None:
    letter = proposed(world, drafted(world, secrecy="secret"))
    actions.return_letter(letter=letter, reason="แก้", version=1, by=world.approver, now=NOW)
    assert (told(world.approver), told(world.coordinator)) == (
        ["หนังสือรอคุณดำเนินการ: หนังสือลับ"],
        ["หนังสือถูกส่งกลับให้แก้ไข: หนังสือลับ"],
    )
