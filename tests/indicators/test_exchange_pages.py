"""Pages of the exchange: how many questions they ask, whom they let decide, what they say."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samrit.indicators.actions.taking import take_package
from samrit.indicators.models import Package, Reconciliation
from samrit.people.models import User
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
