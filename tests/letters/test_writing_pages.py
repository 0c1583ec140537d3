"""The pages of letters that are written: list, draft, chain, registers, the office, and the public check."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from samrit.letters import actions
from samrit.letters.documents.sealing import signature_of
from samrit.letters.models import Issuer, Letter, RegisterEntry, SealedPaper
from samrit.letters.papers import address_of
from samrit.people.models import Role
from samrit.rules.letters.signing import Part
from tests.letters.certificates import make_certificate
from tests.letters.intakes import signed_in
from tests.letters.letters_written import content, drafted, make_issuer, proposed, signed
from tests.world import NOW, World, make_people, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_people()


@pytest.fixture
def issuer(world: World) -> Issuer:
    return make_issuer(world)


def form_of(letter: Letter, **changed: Any) -> dict[str, Any]:
    return {
        "version": letter.version, "kind": "external", "urgency": "normal", "secrecy": "ordinary", "digits": "thai",
        "subject": letter.subject, "addressee": letter.addressee, "body": "ย่อหน้า", "recipients": "", "references": "",
        "enclosures": "ตาราง | 1 ชุด", "copy_to": "", "due_on": "30 ต.ค. 2567", **changed,
    }  # fmt: skip


# ── who sees what ───────────────────────────────────────────────────────────
def test_the_office_the_chain_and_nobody_else(world: World, issuer: Issuer) -> None:
    letter = drafted(world)
    pages = [reverse(f"writing:{name}", args=[letter.pk]) for name in ("letter", "pdf")]
    for page in pages[:1]:
        assert signed_in(world.coordinator).get(page).status_code == 200
    for other in (world.recorder, world.approver, world.stranger, world.evaluator):
        assert [signed_in(other).get(page).status_code for page in pages] == [404, 404]
    proposed(world, letter)
    assert signed_in(world.approver).get(pages[0]).status_code == 200


def test_a_signed_letter_leads_to_sending_it(world: World, issuer: Issuer) -> None:
    """From the office that wrote it; a draft cannot be sent."""
    draft, letter = drafted(world), signed(world)
    sending = reverse("letters:chasing", args=[letter.pk])
    page = reverse("writing:letter", args=[letter.pk])
    assert sending in signed_in(world.coordinator).get(page).content.decode()
    page = reverse("writing:letter", args=[draft.pk])
    assert "/letters/sent/" not in signed_in(world.coordinator).get(page).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_for_one_letter_as_for_three(
    world: World, issuer: Issuer, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        signed(world)
    client = signed_in(world.coordinator)
    client.get(reverse("writing:list"))
    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        page = client.get(reverse("writing:list"))
    assert page.content.decode().count("ปท 0017.2/") == count


QUERIES_OF_THE_LIST = 13


def test_the_list_is_narrowed(world: World, issuer: Issuer) -> None:
    drafted(world, subject="หนังสือหนึ่ง")
    signed(world, drafted(world, subject="หนังสือสอง"))
    client = signed_in(world.coordinator)
    page = client.get(reverse("writing:list"), {"status": "signed"}).content.decode()
    assert ("หนังสือหนึ่ง" in page, "หนังสือสอง" in page) == (False, True)
    page = client.get(reverse("writing:list"), {"q": "หนึ่ง", "status": "nonsense"}).content.decode()
    assert ("หนังสือหนึ่ง" in page, "หนังสือสอง" in page) == (True, False)


# ── the office ──────────────────────────────────────────────────────────────
def test_the_office_is_entered_once_and_changed(world: World) -> None:
    client, page = signed_in(world.coordinator), reverse("writing:issuer", args=[world.office.pk])
    assert "สำนักงานจังหวัดปทุมธานี" in client.get(page).content.decode()
    facts = {"code": "ปท 0017.2", "name": "สำนักงานจังหวัด", "address": "ศาลากลาง"}
    assert client.post(page, {**facts, "code": ""}).status_code == 422
    assert client.post(page, facts).status_code == 302
    assert client.post(page, {**facts, "code": "ปท ๐๐๑๗.๒", "unit": "กลุ่มงาน"}).status_code == 302
    assert [(one.code, one.unit) for one in Issuer.objects.all()] == [("ปท 0017.2", "กลุ่มงาน")]
    assert signed_in(world.recorder).get(page).status_code == 404


# ── writing ─────────────────────────────────────────────────────────────────
def test_a_letter_is_begun_written_and_proposed(world: World, issuer: Issuer) -> None:
    client = signed_in(world.coordinator)
    began = client.post(reverse("writing:new"), {"issuer": issuer.pk, "kind": "external"})
    letter = Letter.objects.get()
    page = reverse("writing:letter", args=[letter.pk])
    assert began.headers["Location"] == page
    sent = form_of(letter, subject="เรื่องใหม่", addressee="พัฒนาการจังหวัด", body="หนึ่ง\n\n1. ข้อแรก\n2. ข้อสอง")
    assert client.post(page, sent).status_code == 302
    letter.refresh_from_db()
    assert (letter.subject, [block["type"] for block in letter.body], str(letter.due_on)) == (
        "เรื่องใหม่",
        ["paragraph", "items"],
        "2024-10-30",
    )
    chain = {"verb": "propose", "version": 2, "person-1": world.approver.pk, "person-3": world.colleague.pk}
    move = reverse("writing:move", args=[letter.pk])
    refused = client.post(move, chain)
    assert (refused.status_code, "ระบุตำแหน่งของผู้ลงนาม" in refused.content.decode()) == (409, True)
    assert client.post(move, {**chain, "title-3": "หัวหน้าสำนักงานจังหวัด"}).status_code == 302
    assert Letter.objects.get().status == "in_chain"


def test_nothing_typed_is_lost_when_somebody_saved_meanwhile(world: World, issuer: Issuer) -> None:
    letter = drafted(world)
    page, client = reverse("writing:letter", args=[letter.pk]), signed_in(world.coordinator)
    actions.edit_letter(
        letter=letter, content=content(subject="ของอีกคน"), version=1, by=world.coordinator, now=NOW
    )
    answer = client.post(page, form_of(letter, subject="ของฉัน"))
    shown = answer.content.decode()
    assert (answer.status_code, "ของฉัน" in shown, "ของอีกคน" in shown) == (409, True, True)
    assert Letter.objects.get().subject == "ของอีกคน"
    assert client.post(page, {**form_of(letter, subject="ของฉัน"), "version": 2}).status_code == 302
    assert Letter.objects.get().subject == "ของฉัน"


def test_what_is_typed_wrongly_stays_to_be_put_right(world: World, issuer: Issuer) -> None:
    letter = drafted(world)
    answer = signed_in(world.coordinator).post(
        reverse("writing:letter", args=[letter.pk]), form_of(letter, due_on="พรุ่งนี้", subject="พิมพ์ไว้")
    )
    assert (answer.status_code, "พิมพ์ไว้" in answer.content.decode()) == (422, True)


def test_moves_that_are_none(world: World, issuer: Issuer) -> None:
    move = reverse("writing:move", args=[drafted(world).pk])
    client = signed_in(world.coordinator)
    assert client.post(move, {"verb": "dance"}).status_code == 400
    assert client.post(move, {"verb": "sign", "version": "9" * 30}).status_code == 409
    assert client.get(move).status_code == 405


# ── signing and checking ────────────────────────────────────────────────────
@pytest.fixture
def certificate(settings: Any, tmp_path: Path) -> None:
    key, kept = make_certificate(tmp_path)
    settings.SIGNING_KEY, settings.SIGNING_CERTIFICATE = str(key), str(kept)


def sign(world: World) -> tuple[Letter, SealedPaper, bytes]:
    """Through the page."""
    letter = proposed(world, drafted(world), (world.colleague, Part.SIGN))
    answer = signed_in(world.colleague).post(
        reverse("writing:move", args=[letter.pk]), {"verb": "sign", "version": letter.version}
    )
    assert answer.status_code == 302
    paper = SealedPaper.objects.get()
    with paper.file.open("rb") as file:
        return Letter.objects.get(), paper, file.read()


def compare(letter: Letter, data: bytes) -> str:
    file = SimpleUploadedFile("letter.pdf", data)
    answer = Client().post(reverse("verify_letter", args=[letter.code]), {"paper": file})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.pdf
def test_a_signed_letter_is_sealed_and_one_changed_byte_is_told(
    world: World, issuer: Issuer, certificate: None
) -> None:
    letter, paper, data = sign(world)
    assert paper.signature["subject"] == "Common Name: Samrit test"
    assert signature_of(data)[0] is True
    shown = compare(letter, data)
    assert ("ตรงกับฉบับลงนามทุกไบต์" in shown, "ลายมือชื่อดิจิทัลครอบคลุมทั้งไฟล์" in shown) == (True, True)
    for place in (len(data) // 4, len(data) // 2, len(data) - 1):
        altered = bytearray(data)
        altered[place] ^= 1
        assert "ไฟล์นี้ถูกแก้ไข" in compare(letter, bytes(altered))
        assert signature_of(bytes(altered))[0] is not True
    assert signature_of(data + b"\n% more")[0] is not True


@pytest.mark.pdf
def test_without_a_certificate_the_letter_is_signed_and_says_that_it_has_none(
    world: World, issuer: Issuer
) -> None:
    letter, paper, data = sign(world)
    assert (paper.signature, signature_of(data)[0]) == ({}, None)
    page = signed_in(world.coordinator).get(reverse("writing:letter", args=[letter.pk])).content.decode()
    assert "ไม่มีลายมือชื่อดิจิทัล" in page
    assert "ไม่มีลายมือชื่อดิจิทัล" in compare(letter, data)
    kept = signed_in(world.coordinator).get(reverse("writing:pdf", args=[letter.pk]))
    assert b"".join(kept.streaming_content) == data  # type: ignore[attr-defined]  # a FileResponse


def test_the_public_page_tells_number_and_state(world: World, issuer: Issuer) -> None:
    letter = signed(world)
    page = reverse("verify_letter", args=[letter.code])
    assert address_of(letter).endswith(page)
    shown = Client().get(page)
    assert (shown.headers["Cache-Control"], "ปท 0017.2/1" in shown.content.decode()) == ("no-store", True)
    actions.void_letter(letter=letter, reason="ออกซ้ำ", by=world.colleague, now=NOW)
    after = Client().get(page).content.decode()
    assert ("ยกเลิกแล้ว" in after, "ออกซ้ำ" in after) == (True, False)
    assert Client().get(reverse("verify_letter", args=["0" * 16])).status_code == 404
    assert Client().post(page).status_code == 422


def test_of_a_secret_letter_everybody_learns_no_more_than_the_number(world: World, issuer: Issuer) -> None:
    letter = signed(world, drafted(world, secrecy="secret", subject="เรื่องที่ปิดไว้"))
    shown = Client().get(reverse("verify_letter", args=[letter.code])).content.decode()
    assert ("เรื่องที่ปิดไว้" in shown, "ปท 0017.2/1" in shown) == (False, True)


# ── registers ───────────────────────────────────────────────────────────────
def test_the_register_tells_every_number_the_void_ones_too(world: World, issuer: Issuer) -> None:
    first = signed(world, drafted(world, subject="=1+1"))
    signed(world, drafted(world, subject="ฉบับที่สอง"))
    actions.void_letter(letter=first, reason="ออกซ้ำ", by=world.colleague, now=NOW)
    client, page = signed_in(world.coordinator), reverse("writing:registers")
    shown = client.get(page).content.decode()
    assert all(word in shown for word in ("ปท 0017.2/1", "ปท 0017.2/2", "ออกซ้ำ", "ฉบับที่สอง"))
    register = RegisterEntry.objects.first().register_id  # type: ignore[union-attr]  # there is one
    rows = client.get(page, {"register": register, "format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert (len(rows), "'=1+1" in rows[1], "ออกซ้ำ" in rows[1]) == (3, True, True)
    assert client.get(page, {"register": "999999"}).status_code == 404
    assert signed_in(world.stranger).get(page).status_code == 404


def test_the_register_of_secret_letters_keeps_their_subjects(world: World, issuer: Issuer) -> None:
    letter = proposed(
        world, drafted(world, secrecy="secret", subject="เรื่องที่ปิดไว้"), (world.colleague, Part.SIGN)
    )
    actions.sign_letter(letter=letter, version=1, by=world.colleague, now=NOW)
    other = person("second", world.office, Role.RECORDER)
    own, shown = (
        signed_in(one).get(reverse("writing:registers")).content.decode()
        for one in (world.coordinator, other)
    )
    assert ("เรื่องที่ปิดไว้" in own, "เรื่องที่ปิดไว้" in shown, "ปท 0017.2/1" in shown) == (True, False, True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_asks_as_much_for_one_number_as_for_three(
    world: World, issuer: Issuer, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        signed(world)
    client = signed_in(world.coordinator)
    client.get(reverse("writing:registers"))
    with django_assert_num_queries(QUERIES_OF_THE_REGISTER):
        client.get(reverse("writing:registers"))


QUERIES_OF_THE_REGISTER = 11
