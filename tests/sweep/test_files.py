"""Files made to harm: as evidence and as a letter. What is refused leaves nothing behind, neither rows nor files."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from samrit.evidence.models import EvidenceFile
from tests.sweep.addresses import address, sent
from tests.sweep.filled import Filled

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n%%EOF"
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 200
TWENTY_ONE_MEGABYTES = 21 * 1024 * 1024


def archive(*parts: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts:
            packed.writestr(name, content)
    return file.getvalue()


MACROS = archive(("[Content_Types].xml", b""), ("word/document.xml", b"<x/>"), ("word/vbaProject.bin", b"x"))
BOMB = archive(
    ("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<x>" + b" " * 300_000_000 + b"</x>")
)


def stored() -> list[Path]:
    return sorted(path for path in (settings.DATA_DIR / "files").rglob("*") if path.is_file())


def rows() -> dict[str, int]:
    ours = (model for model in apps.get_models() if model.__module__.startswith("samrit."))
    return {model.__name__: model.objects.count() for model in ours}  # type: ignore[attr-defined]


def upload(filled: Filled, name: str, content: bytes, kind: str = "application/octet-stream") -> HttpResponse:
    client = Client()
    client.force_login(filled.here.world.recorder)
    file = SimpleUploadedFile(name, content, kind)
    return client.post(
        address(filled, "reports:entry"), {**sent(filled, "reports:entry"), "evidence": file}, follow=True
    )


def hand_in(
    filled: Filled, name: str, content: bytes, kind: str = "application/octet-stream"
) -> HttpResponse:
    client = Client()
    client.force_login(filled.here.world.coordinator)
    file = SimpleUploadedFile(name, content, kind)
    return client.post(reverse("letters:read"), {"area": "13", "file": file})


REFUSED = {
    "nothing": ("ก.pdf", b""),
    "a program": ("ก.pdf", EXE),
    "a program by its own name": ("ก.exe", EXE),
    "a page": ("ก.html", b"<html><script>alert(1)</script>"),
    "a page as text file's twin": ("ก.svg", b"<svg onload=alert(1)>"),
    "macros": ("ก.docx", MACROS),
    "macros by their own name": ("ก.docm", MACROS),
    "a torn archive": ("ก.docx", MACROS[:60]),
    "a table with zeros": ("ก.csv", b"a,b\x00c"),
    "no ending": ("ก", PDF),
    "more than the limit": ("ก.pdf", PDF + b"x" * TWENTY_ONE_MEGABYTES),
}


@pytest.mark.parametrize("name", REFUSED)
def test_evidence_that_is_none_leaves_nothing(filled: Filled, name: str) -> None:
    before, files = rows(), stored()
    answer = upload(filled, *REFUSED[name])
    assert answer.status_code in {200, 413}
    assert rows()["EvidenceFile"] == before["EvidenceFile"]
    assert rows()["ResultEvidence"] == before["ResultEvidence"]
    assert stored() == files


LETTERS_REFUSED = {
    "nothing": ("ก.txt", b""),
    "a program": ("ก.pdf", EXE),
    "a picture": ("ก.txt", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100),
    "another kind": ("ก.rtf", b"{\\rtf1}"),
    "a torn archive": ("ก.docx", MACROS[:60]),
    "an archive of nothing": ("ก.docx", archive(("x", b"x"))),
    "a bomb": ("ก.docx", BOMB),
    "a torn paper": ("ก.pdf", b"%PDF-1.4\n1 0 obj <<"),
    "zeros": ("ก.txt", b"\x00" * 1000),
    "more than the limit": ("ก.txt", b"x" * TWENTY_ONE_MEGABYTES),
}


@pytest.mark.parametrize("name", LETTERS_REFUSED)
def test_a_letter_that_is_none_leaves_nothing(filled: Filled, name: str) -> None:
    before, files = rows(), stored()
    answer = hand_in(filled, *LETTERS_REFUSED[name])
    assert answer.status_code == 422
    assert (rows(), stored()) == (before, files)


# ── names ───────────────────────────────────────────────────────────────────
NAMES = {
    "../../x.pdf": "x.pdf",
    "..\\..\\x.pdf": "x.pdf",
    "/etc/passwd.pdf": "passwd.pdf",
    "ก\x00ข.pdf": "กข.pdf",
    "ก\u202efdp.exe.pdf": "กfdp.exe.pdf",
    "ก" * 300 + ".pdf": "ก" * 251 + ".pdf",
    "ที่ปรึกษา น้ำท่วม.pdf": "ที่ปรึกษา น้ำท่วม.pdf",
    "<img src=x onerror=alert(1)>.pdf": "<img src=x onerror=alert(1)>.pdf",
}


@pytest.mark.parametrize(("given", "kept"), NAMES.items(), ids=[repr(name)[:30] for name in NAMES])
def test_the_name_of_a_file_is_a_name_and_nothing_else(filled: Filled, given: str, kept: str) -> None:
    files = stored()
    upload(filled, given, PDF + given.encode(errors="replace"), "application/pdf")
    file = EvidenceFile.objects.latest("pk")
    assert file.name == kept
    (new,) = set(stored()) - set(files)
    assert new == settings.DATA_DIR / "files" / "evidence" / file.sha256[:2] / f"{file.sha256}.pdf"
    client = Client()
    client.force_login(filled.here.world.recorder)
    answer = client.get(reverse("evidence:download", args=[file.pk]))
    assert answer.getvalue() == PDF + given.encode(errors="replace")
    assert re.fullmatch(r"attachment; filename\*?=[^\x00-\x1f\u202e]+", answer["Content-Disposition"])
