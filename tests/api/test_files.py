"""Files by programs: redacted copies, pages as pictures, what they prove, all of a round; who may do none of it."""

import io
import zipfile
from typing import Any

import pypdfium2
from django.core.files.uploadedfile import SimpleUploadedFile

from samrit.audit.models import Event
from samrit.evidence.models import EvidenceFile
from samrit.people.models import User
from samrit.reports.actions import attach_evidence
from tests.api.calling import ROOT, Program, token_for
from tests.world import NOW, World

PNG = b"\x89PNG\r\n\x1a\n"


def program(user: User) -> Program:
    return Program(token_for(user))


def pdf(pages: int = 1, width: int = 200) -> bytes:
    document, told = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _ in range(pages):
        document.new_page(width, 280)
    document.save(told)
    return told.getvalue()


def attached(world: World, contents: bytes, name: str = "ก.pdf", **options: Any) -> EvidenceFile:
    item = world.item("1-1", world.recorder)
    return attach_evidence(
        item=item, file=io.BytesIO(contents), name=name, by=world.recorder, now=NOW, **options
    ).file


def add_copy(who: Program, key: int, contents: bytes, **headers: str) -> Any:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return who.post(
        f"{ROOT}/evidence/{key}/redacted-copies", {"file": SimpleUploadedFile("ปิดทับ.pdf", contents)},
        headers={"Authorization": f"Bearer {who.token}", **sent},
    )  # fmt: skip


def test_pages_come_as_pictures(world: World) -> None:
    file, who = attached(world, pdf(pages=2)), program(world.recorder)
    assert who.call("GET", f"/evidence/{file.pk}/pages").json() == {"count": 2}
    picture = who.call("GET", f"/evidence/{file.pk}/pages/2")
    assert (picture["Content-Type"], picture.content[:8]) == ("image/png", PNG)
    sheet = attached(world, b"a,b\n", "ข.csv")
    assert [
        who.call("GET", at).status_code
        for at in (f"/evidence/{file.pk}/pages/3", f"/evidence/{sheet.pk}/pages", f"/evidence/{sheet.pk}/pages/1")
    ] == [404, 404, 404]  # fmt: skip
    assert program(world.stranger).call("GET", f"/evidence/{file.pk}/pages/1").status_code == 404


def test_a_secret_file_is_read_as_its_redacted_copy(world: World) -> None:
    file = attached(world, pdf(), secrecy="secret")
    owner, coordinator = program(world.recorder), program(world.coordinator)
    closed = coordinator.call("GET", f"/evidence/{file.pk}/pages/1")
    assert (closed.status_code, closed.json()["code"]) == (403, "file_secret")
    redacted = pdf(width=300)
    made = add_copy(owner, file.pk, redacted, Idempotency_Key="k1")
    again = add_copy(owner, file.pk, redacted, Idempotency_Key="k1")
    copy = made.json()["redacted_copy"]
    assert (made.status_code, again["Idempotency-Replayed"], again.json()) == (201, "true", made.json())
    assert coordinator.call("GET", f"/evidence/{file.pk}").json()["redacted_copy"] == copy
    assert coordinator.call("GET", f"/evidence/{copy}/content").getvalue() == redacted
    refused = add_copy(coordinator, file.pk, pdf(width=400))
    assert (refused.status_code, refused.json()["code"]) == (403, "copy_not_yours")
    assert coordinator.call("GET", f"/evidence/{file.pk}/history").status_code == 404


def test_it_says_what_it_proves_and_what_happened_to_it(world: World) -> None:
    file, who = attached(world, pdf()), program(world.recorder)
    uses = who.call("GET", f"/evidence/{file.pk}/uses").json()
    assert [(use["number"], use["months"], use["what"]) for use in uses] == [("1-1", 12, "")]
    happened = who.call("GET", f"/evidence/{file.pk}/history").json()["items"]
    assert len(happened) == 1
    needless = add_copy(who, file.pk, pdf(width=300))
    assert (needless.status_code, needless.json()["code"]) == (409, "no_copy_needed")


def test_all_of_a_round_in_one_archive(world: World) -> None:
    contents = pdf()
    attached(world, contents, secrecy="confidential")
    attached(world, pdf(width=300), "ลับ.pdf", secrecy="secret")
    assert world.round is not None
    at = f"/rounds/{world.round.pk}/evidence.zip"
    packed = program(world.coordinator).call("GET", at)
    archive = zipfile.ZipFile(io.BytesIO(packed.getvalue()))
    assert (packed["Content-Type"], archive.testzip(), len(archive.namelist())) == (
        "application/zip",
        None,
        3,
    )
    assert archive.read(archive.namelist()[2]) == contents
    assert Event.objects.filter(verb="open_secret_file").count() == 1
    assert program(world.recorder).call("GET", at).status_code == 404
