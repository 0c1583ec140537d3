"""Large files in pieces, by programs: the protocol's answers, whose upload it is, and what is refused."""

import base64
import hashlib
from typing import Any

import pytest

from samrit.evidence.models import Upload
from samrit.reports.models import ResultEvidence
from tests.api.calling import ROOT, Program, token_for
from tests.world import World

PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def program(world: World) -> Program:
    return Program(token_for(world.recorder))


def begin(who: Program, length: int = len(PDF), name: str = "รายงาน.pdf", **headers: str) -> Any:
    coded = base64.b64encode(name.encode()).decode()
    sent = {"Upload_Length": str(length), "Upload_Metadata": f"filename {coded}", **headers}
    return who.call("POST", "/uploads", Tus_Resumable="1.0.0", **sent)


def piece(
    who: Program, url: str, content: bytes, at: int, kind: str = "application/offset+octet-stream", **headers: str
) -> Any:  # fmt: skip
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    sent |= {"Authorization": f"Bearer {who.token}", "Upload-Offset": str(at), "Tus-Resumable": "1.0.0"}
    return who.patch(url, content, content_type=kind, headers=sent)


def offset(who: Program, url: str) -> str:
    answer = who.call("HEAD", url.removeprefix(ROOT))
    assert answer.content == b""
    return str(answer["Upload-Offset"])


def told(answer: Any) -> tuple[int, str]:
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def attach(who: Program, world: World, key: str, number: str = "1-1", **more: str) -> Any:
    assert world.round is not None
    at = f"/rounds/{world.round.pk}/items/{world.kpis[number].indicator_id}/evidence/uploaded"
    return who.call("POST", at, {"key": key, **more})


def test_from_the_first_byte_to_evidence(program: Program, world: World) -> None:
    begun = begin(program)
    url = begun["Location"]
    assert (begun.status_code, begun["Tus-Resumable"], offset(program, url)) == (201, "1.0.0", "0")
    assert url == f"{ROOT}/uploads/{begun.json()['key']}"
    first = piece(program, url, PDF[:5], 0)
    assert (first.status_code, first["Upload-Offset"], first.content) == (204, "5", b"")
    assert told(attach(program, world, begun.json()["key"])) == (409, "upload_unfinished")
    checksum = base64.b64encode(hashlib.sha256(PDF[5:]).digest()).decode()
    assert piece(program, url, PDF[5:], 5, Upload_Checksum=f"sha256 {checksum}")["Upload-Offset"] == "15"
    listed = program.call("GET", "/uploads").json()
    assert [(one["name"], one["arrived"]) for one in listed["uploads"]] == [("รายงาน.pdf", 15)]
    attached = attach(program, world, begun.json()["key"], secrecy="confidential")
    assert (attached.status_code, attached.json()["file"]["sha256"]) == (201, hashlib.sha256(PDF).hexdigest())
    assert attached.json()["file"]["secrecy"] == ResultEvidence.objects.get().file.secrecy == "confidential"
    assert told(program.call("GET", url.removeprefix(ROOT))) == (404, "not_found")


def test_what_is_refused_says_why_and_keeps_what_had_arrived(program: Program) -> None:
    url = begin(program)["Location"]
    piece(program, url, PDF[:5], 0)
    wrong = base64.b64encode(b"x" * 20).decode()
    assert told(piece(program, url, b"x", 4)) == (409, "upload_offset")
    assert told(piece(program, url, PDF, 5)) == (413, "upload_beyond")
    assert told(piece(program, url, b"x", 5, Upload_Checksum=f"sha1 {wrong}")) == (460, "upload_checksum")
    assert told(piece(program, url, b"x", 5, Upload_Checksum="md5 eA==")) == (422, "invalid")
    assert told(piece(program, url, b"x", 5, kind="application/pdf")) == (415, "unsupported_type")
    assert told(program.call("GET", url.removeprefix(ROOT), Tus_Resumable="0.2.2")) == (412, "tus_version")
    assert offset(program, url) == "5"


def test_what_cannot_become_evidence_is_not_begun(program: Program) -> None:
    assert told(begin(program, name="โปรแกรม.exe")) == (409, "evidence_wrong_type")
    assert told(begin(program, length=200 * 1024 * 1024 + 1)) == (413, "evidence_too_large")
    assert told(program.call("POST", "/uploads")) == (422, "invalid")
    assert Upload.objects.count() == 0


def test_it_is_of_one_person_and_of_the_scope_to_write(program: Program, world: World) -> None:
    begun = begin(program)
    at, url = begun["Location"].removeprefix(ROOT), begun["Location"]
    other = Program(token_for(world.colleague))
    reader = Program(token_for(world.recorder, ["evidence:read"]))
    answers = [
        other.call("GET", at), piece(other, url, b"x", 0), other.call("DELETE", at),
        attach(other, world, begun.json()["key"]),
    ]  # fmt: skip
    assert [told(one) for one in answers] == [(404, "not_found")] * 4
    assert told(begin(reader)) == (403, "scope_missing")
    assert program.call("DELETE", at).status_code == 204
    assert Upload.objects.count() == 0


def test_begun_twice_under_one_key_is_one_upload(program: Program) -> None:
    first, again = (begin(program, Idempotency_Key="k1") for _ in range(2))
    assert (first["Location"], again["Idempotency-Replayed"]) == (again["Location"], "true")
    assert Upload.objects.count() == 1


def test_a_page_goes_on_with_what_a_program_began(program: Program, world: World) -> None:
    key = begin(program).json()["key"]
    program.force_login(world.recorder)
    page = program.head(f"/evidence/uploads/{key}/", headers={"Tus-Resumable": "1.0.0"})
    assert (page.status_code, page["Upload-Length"]) == (200, str(len(PDF)))
