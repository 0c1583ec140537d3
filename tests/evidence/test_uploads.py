"""The protocol, request by request: whose upload it is, where it stands, what is refused, what is swept away."""

import base64
import hashlib
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from samrit.evidence import parts
from samrit.evidence.actions import sweep_uploads
from samrit.evidence.models import Upload
from samrit.people.models import User
from tests import world
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
BEGIN = "/evidence/uploads/"
TUS = {"HTTP_TUS_RESUMABLE": "1.0.0"}
PIECE = {"content_type": "application/offset+octet-stream"}


@pytest.fixture
def made(clock: time_machine.Traveller) -> World:
    return world.make_world()


def client_of(user: User, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(user)
    return client


def begin(client: Client, length: int | str = 10, name: str = "รายงาน.pdf", **headers: str) -> HttpResponse:
    coded = base64.b64encode(name.encode()).decode()
    sent = {"HTTP_UPLOAD_LENGTH": str(length), "HTTP_UPLOAD_METADATA": f"filename {coded}", **TUS, **headers}
    return client.post(BEGIN, **sent)


def send(client: Client, url: str, content: bytes, at: int | str, **headers: Any) -> HttpResponse:
    return client.patch(url, content, HTTP_UPLOAD_OFFSET=str(at), **{**PIECE, **TUS, **headers})


def offset(client: Client, url: str) -> str:
    return client.head(url, **TUS)["Upload-Offset"]


def test_it_says_what_it_can(made: World):
    answer = Client().options(BEGIN)
    assert (answer.status_code, answer["Tus-Version"]) == (204, "1.0.0")
    assert answer["Tus-Extension"] == "creation,expiration,checksum,termination"
    assert answer["Tus-Max-Size"] == str(200 * 1024 * 1024)


def test_from_beginning_to_end(made: World):
    client = client_of(made.recorder)
    begun = begin(client)
    url = begun["Location"]
    assert (begun.status_code, offset(client, url)) == (201, "0")
    assert begun["Upload-Expires"] == "Fri, 11 Oct 2024 03:00:00 GMT"
    first = send(client, url, b"%PDF-", 0)
    assert (first.status_code, first["Upload-Offset"], offset(client, url)) == (204, "5", "5")
    assert send(client, url, b"1.4\n%", 5)["Upload-Offset"] == "10"
    key = Upload.objects.get().key
    assert parts.part_of(key).read_bytes() == b"%PDF-1.4\n%"


@pytest.mark.parametrize("at", [0, 4, 6, 10])
def test_the_wrong_place_is_refused_and_changes_nothing(made: World, at: int):
    client = client_of(made.recorder)
    url = begin(client)["Location"]
    send(client, url, b"12345", 0)
    answer = send(client, url, b"x", at)
    assert (answer.status_code, offset(client, url)) == (409 if at < 10 else 413, "5")


def test_more_than_was_announced_is_refused(made: World):
    client = client_of(made.recorder)
    url = begin(client)["Location"]
    assert (send(client, url, b"x" * 11, 0).status_code, offset(client, url)) == (413, "0")


@pytest.mark.parametrize("who", ["colleague", "statistician", "coordinator", "evaluator", "stranger"])
def test_somebody_elses_upload_does_not_exist(made: World, who: str):
    url = begin(client_of(made.recorder))["Location"]
    other = client_of(getattr(made, who))
    answers = [other.head(url, **TUS), send(other, url, b"x", 0), other.delete(url, **TUS)]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert Upload.objects.count() == 1


def test_a_visitor_is_told_in_words(made: World):
    answer = begin(Client())
    assert (answer.status_code, "หมดเวลาการเข้าสู่ระบบ" in answer.content.decode()) == (403, True)


def test_without_the_form_token_nothing_is_taken(made: World):
    client = client_of(made.recorder, enforce_csrf_checks=True)
    assert begin(client).status_code == 403
    client.cookies["csrftoken"] = "f" * 32
    begun = begin(client, HTTP_X_CSRFTOKEN="f" * 32)
    assert begun.status_code == 201
    assert send(client, begun["Location"], b"x", 0).status_code == 403
    assert send(client, begun["Location"], b"x", 0, HTTP_X_CSRFTOKEN="f" * 32).status_code == 204


@pytest.mark.parametrize(
    ("length", "name", "status"),
    [
        ("0", "ก.pdf", 422),
        ("", "ก.pdf", 400),
        ("-1", "ก.pdf", 400),
        ("²", "ก.pdf", 400),
        ("9" * 30, "ก.pdf", 400),
        (200 * 1024 * 1024, "ก.pdf", 201),
        (200 * 1024 * 1024 + 1, "ก.pdf", 413),
        (10, "ก.exe", 422),
        (10, "ก.xlsm", 422),
        (10, "", 422),
    ],
)
def test_what_can_never_be_evidence_is_refused_before_it_is_sent(
    made: World, length: int | str, name: str, status: int
):
    client = client_of(made.recorder)
    try:
        answer = begin(client, length, name)
    except UnicodeEncodeError:
        pytest.skip("no browser can send this header")
    assert answer.status_code == status
    assert Upload.objects.count() == (status == 201)


def test_another_version_another_kind_another_verb(made: World):
    client = client_of(made.recorder)
    url = begin(client)["Location"]
    assert client.post(BEGIN, HTTP_UPLOAD_LENGTH="1").status_code == 412
    assert send(client, url, b"x", 0, content_type="text/plain").status_code == 415
    assert send(client, url, b"x", "x").status_code == 400
    assert client.put(url, b"x", **TUS).status_code == 405


def checksum(content: bytes, algorithm: str = "sha256") -> str:
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, content).digest()).decode()}"


def test_a_piece_that_was_spoilt_on_the_way_is_not_kept(made: World):
    client = client_of(made.recorder)
    url = begin(client)["Location"]
    assert send(client, url, b"12345", 0, HTTP_UPLOAD_CHECKSUM=checksum(b"12345")).status_code == 204
    spoilt = send(client, url, b"67x90", 5, HTTP_UPLOAD_CHECKSUM=checksum(b"67890", "sha1"))
    assert (spoilt.status_code, offset(client, url)) == (460, "5")
    assert send(client, url, b"67890", 5, HTTP_UPLOAD_CHECKSUM="md5 AAAA").status_code == 400
    assert send(client, url, b"67890", 5, HTTP_UPLOAD_CHECKSUM=checksum(b"67890", "sha1")).status_code == 204


def test_giving_up_leaves_nothing(made: World):
    client = client_of(made.recorder)
    url = begin(client)["Location"]
    send(client, url, b"12345", 0)
    key = Upload.objects.get().key
    assert client.delete(url, **TUS).status_code == 204
    assert (client.head(url, **TUS).status_code, Upload.objects.count()) == (404, 0)
    assert not parts.part_of(key).exists()


def test_after_a_day_it_is_over_and_swept_away(made: World, clock: time_machine.Traveller):
    client = client_of(made.recorder)
    url = begin(client)["Location"]
    send(client, url, b"12345", 0)
    key = Upload.objects.get().key
    almost = NOW + timedelta(days=1) - timedelta(seconds=1)
    assert (sweep_uploads(now=almost), sweep_uploads(now=almost + timedelta(seconds=1))) == (0, 1)
    assert (Upload.objects.count(), parts.part_of(key).exists()) == (0, False)


def test_an_upload_that_is_over_is_not_gone_on_with(made: World, clock: time_machine.Traveller):
    client = client_of(made.recorder)
    url = begin(client)["Location"]
    clock.move_to(NOW + timedelta(days=1))
    client.force_login(made.recorder)
    assert send(client, url, b"12345", 0).status_code == 404


def test_one_person_does_not_fill_the_disk(made: World, settings: Settings):
    settings.EVIDENCE_UPLOAD_MAX_BYTES = 10
    client = client_of(made.recorder)
    assert [begin(client).status_code for _ in range(6)] == [201, 201, 201, 201, 201, 429]
    assert begin(client_of(made.colleague)).status_code == 201


def test_a_full_disk_is_said(made: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(parts, "RESERVE", 10**18)
    answer = begin(client_of(made.recorder))
    assert (answer.status_code, "ที่พักไฟล์เต็ม" in answer.content.decode()) == (507, True)
