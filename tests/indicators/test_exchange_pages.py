"""Pages of the exchange: how many questions they ask, whom they let decide, what they say."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samrit.indicators.actions.packaging import make_package
from samrit.indicators.actions.partners import register_partner
from samrit.indicators.actions.taking import take_package
from samrit.indicators.models import Ministry, Package, Reconciliation
from samrit.indicators.signing import own_key, signed
from samrit.people.models import User
from samrit.rules.exchange import Receipt, receipt_as_file
from tests.indicators.packages import Sender, of_districts, trusted
from tests.indicators.submitting import all_of, taken
from tests.world import World, make_people

pytestmark = pytest.mark.django_db
ROOT = "/data/13/exchange/"


@pytest.fixture
def world() -> World:
    return make_people()


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def took(world: World, folder: Path, generation: int, **figures: str) -> Package:
    rows = of_districts("3") | {int(code): text for code, text in figures.items()}
    path = Sender(rows, generation=generation).write(folder, f"{generation}.zip")
    return take_package(path=path, name=path.name, by=world.recorder, now=timezone.now())


def questions(user: User, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert as_(user).get(ROOT + path).status_code == 200
    return len(asked)


def test_lists_ask_no_more_when_they_grow(world: World, tmp_path: Path) -> None:
    taken(world, all_of("3"))
    trusted(world, Sender({}))
    took(world, tmp_path, 1, **{"1301": "4"})
    paths = ("", "differences/")
    few = [questions(world.coordinator, path) for path in paths]
    took(world, tmp_path, 2, **{"1301": "4", "1302": "4", "1303": "4"})
    assert (Package.objects.count(), Reconciliation.objects.count()) == (2, 3)
    assert [questions(world.coordinator, path) for path in paths] == few


def test_a_package_is_looked_into_and_then_taken(world: World, tmp_path: Path) -> None:
    sender = Sender(of_districts("1.5"))
    trusted(world, sender)
    whole = sender.write(tmp_path).read_bytes()
    recorder = as_(world.recorder)
    looked = recorder.post(ROOT + "take/", {"verb": "look", "file": SimpleUploadedFile("p.zip", whole)})
    assert (looked.status_code, Package.objects.count()) == (200, 0)
    assert looked.context["counted"] == {"new": 7, "changed": 0, "unchanged": 0}
    broken = SimpleUploadedFile("p.zip", whole[:-1])
    refused = recorder.post(ROOT + "take/", {"verb": "take", "file": broken})
    assert refused.status_code == 422
    assert refused.context["refusal"].code == "package_damaged"
    done = recorder.post(ROOT + "take/", {"verb": "take", "file": SimpleUploadedFile("p.zip", whole)})
    package = Package.objects.get()
    assert (done.status_code, done["Location"]) == (302, f"{ROOT}{package.pk}/")
    file = recorder.get(f"{ROOT}{package.pk}/file/")
    assert b"".join(file) == whole
    assert package.name in file["Content-Disposition"]


def test_the_coordinator_decides_and_everybody_reads_why(world: World, tmp_path: Path) -> None:
    taken(world, all_of("3"))
    trusted(world, Sender({}))
    took(world, tmp_path, 1, **{"1301": "4"})
    address = f"{ROOT}differences/{Reconciliation.objects.get().pk}/"
    said = {"choice": "ours", "reason": "ตรวจกับต้นฉบับแล้ว"}
    assert as_(world.recorder).post(address, said).status_code == 409
    assert as_(world.coordinator).post(address, {"choice": "ours", "reason": " "}).status_code == 422
    assert as_(world.coordinator).post(address, said).status_code == 302
    again = as_(world.coordinator).post(address, said | {"choice": "theirs"})
    assert again.status_code == 409
    assert "ตัดสินแล้ว" in again.content.decode()
    assert said["reason"] in as_(world.recorder).get(address).content.decode()
    assert as_(world.stranger).get(address).status_code == 404


def test_a_partner_is_registered_as_the_ministrys_by_the_central_office_alone(world: World) -> None:
    said = {"name": "กระทรวง", "key": Sender({}).public, "is_ministry": "on"}
    assert as_(world.coordinator).post(ROOT + "partners/", said).status_code == 302
    assert not Ministry.objects.exists()
    assert as_(world.evaluator).post(ROOT + "partners/", said).status_code == 302
    assert Ministry.objects.get().partner.name == "กระทรวง"
    assert "กระทรวง" in as_(world.recorder).get(ROOT).content.decode()


def test_trust_ends_with_a_reason_and_stays_to_be_read(world: World) -> None:
    trust = trusted(world, Sender({}))
    address = f"{ROOT}partners/{trust.pk}/"
    assert as_(world.recorder).post(address, {"reason": "x"}).status_code == 409
    assert as_(world.coordinator).post(address, {"reason": " "}).status_code == 422
    assert as_(world.coordinator).post(address, {"reason": "กุญแจรั่ว"}).status_code == 302
    trust.refresh_from_db()
    assert (trust.ended_by, trust.reason) == (world.coordinator, "กุญแจรั่ว")
    assert "กุญแจรั่ว" in as_(world.recorder).get(address).content.decode()
    assert f"partners/{trust.pk}/" in as_(world.recorder).get(ROOT).content.decode()
    assert as_(world.stranger).get(address).status_code == 404


def test_a_receipt_goes_back_on_a_stick_and_is_kept_with_its_package(world: World, tmp_path: Path) -> None:
    """Our own key is the partner's too: one installation stands for both."""
    taken(world, all_of("3"))
    coordinator = as_(world.coordinator)
    register_partner(name="กระทรวง", key=own_key(), by=world.coordinator, now=timezone.now())
    made = make_package(area=world.area, by=world.coordinator, now=timezone.now())
    for contents in (b"", b"{}", b"[" * 100_000, b"\xff"):
        file = SimpleUploadedFile("r.json", contents)
        assert coordinator.post(ROOT + "receipt/", {"file": file}).status_code == 422
    receipt = Receipt(made.sha256, "13", 1, "", {"cells": 7}, timezone.now(), own_key()).to_text()
    contents = receipt_as_file(receipt, signed(receipt.encode()).hex()).encode()
    done = coordinator.post(ROOT + "receipt/", {"file": SimpleUploadedFile("r.json", contents)})
    assert done["Location"] == f"{ROOT}{made.pk}/"
    assert as_(world.recorder).get(f"{ROOT}{made.pk}/receipt.json").content == contents


def test_what_cannot_be_sent_says_why_and_what_to_do(world: World) -> None:
    taken(world, all_of("3"))
    partner = register_partner(
        name="กระทรวง", key=own_key(), by=world.coordinator, now=timezone.now(), address="https://127.0.0.1"
    )
    made = make_package(area=world.area, by=world.coordinator, now=timezone.now())
    address, coordinator = f"{ROOT}{made.pk}/send/", as_(world.coordinator)
    assert as_(world.recorder).get(address).status_code == 404
    for token in ("", "โทเคน", "a\nb"):
        assert coordinator.post(address, {"partner": partner.pk, "token": token}).status_code == 422
    refused = coordinator.post(address, {"partner": partner.pk, "token": "secret-token"})
    assert refused.status_code == 422  # never inside the house
    assert refused.context["form"].non_field_errors()
    assert b"secret-token" not in refused.content
