"""Words of people in the pages: shown as words, shown to the right people, and never run by anything."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from samrit.frameworks.models import Kpi
from samrit.letters.models import Intake
from tests.conftest import unsealed
from tests.sweep.addresses import address
from tests.sweep.filled import Filled
from tests.sweep.test_every_address import EXPECTED, browser

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]

PAGES = [name for (name, method), answers in EXPECTED.items() if method == "GET" and "200" in answers]


def page(filled: Filled, name: str, role: str) -> str:
    """The page as this person gets it (files that are no pages: nothing)."""
    response = browser(filled, role).get(address(filled, name))
    content = response.getvalue()
    return content.decode() if "text/html" in response["Content-Type"] else ""


# ── who reads what ──────────────────────────────────────────────────────────
# Role → whose words must not be in any page; a province's own people share its published framework.
NOT_FOR = {
    "visitor": ("here", "far"),
    "recorder": ("far", "here·statistics"),
    "approver": ("far", "here·statistics"),
    "colleague": ("far", "here·statistics"),
    "statistician": ("far", "here·development"),
    "coordinator": ("far",),
    "stranger": ("here", "far·statistics"),
    "far_coordinator": ("here",),
}
LISTS = [name for name in PAGES if name != "people:accept"]


@pytest.mark.parametrize("role", NOT_FOR)
def test_nobody_reads_the_words_of_others(filled: Filled, role: str) -> None:
    found = {
        (name, words)
        for name in LISTS
        for words in re.findall(r"ข้อความ·[^·<]+·ของ·([a-z·]+)", page(filled, name, role))
        if any(words.startswith(whose) for whose in NOT_FOR[role])
    }
    assert found == set()


def test_those_whose_words_they_are_read_them(filled: Filled) -> None:
    """The test above could pass on empty pages."""
    assert "ข้อความ·narrative·ของ·here·development" in page(filled, "reports:entry", "recorder")
    assert "ข้อความ·sentence·ของ·here" in page(filled, "letters:detail", "coordinator")
    assert "ข้อความ·kpi-1-1·ของ·shown" in page(filled, "dashboards:province", "visitor")


# ── words that would do something ───────────────────────────────────────────
SCRIPT = "<script>alert(1)</script>"
PICTURE = '"><img src=x onerror=alert(2)>'
TEMPLATE = "{{ 7|add:7 }}{% debug %}"
BEFORE = {"target": "https://a.example/"}  # the database takes nothing else
WORDS = SCRIPT + PICTURE + "' onfocus='alert(3)' " + TEMPLATE


# Blocks that nothing runs; what would end one early would be seen behind it.
DATA = {"application/ld+json", "application/json"}


class Marks(HTMLParser):
    """Every element and attribute that the words might have made."""

    def __init__(self) -> None:
        super().__init__()
        self.made: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "script" and not dict(attributes).get("src") and dict(attributes).get("type") not in DATA:
            self.made.append((tag, self.get_starttag_text() or ""))
        self.made += [
            (tag, name)
            for name, value in attributes
            if name.startswith("on") or (name, value) == ("src", "x")
        ]


def made_by(content: str) -> list[tuple[str, str]]:
    marks = Marks()
    marks.feed(content)
    return marks.made


def armed(filled: Filled) -> Iterator[str]:
    """Put the words wherever words are kept; the places."""
    for model in apps.get_models():
        if not model.__module__.startswith(
            (
                "samrit.frameworks",
                "samrit.reports",
                "samrit.people",
                "samrit.letters",
                "samrit.scores",
                "samrit.evidence",
            )
        ):
            continue
        for field in model._meta.get_fields():  # noqa: SLF001 - Django's own way to ask
            kind = getattr(field, "get_internal_type", lambda: "")()
            long_enough = kind == "TextField" or (kind == "CharField" and field.max_length >= 150)
            if (
                not long_enough
                or field.name in {"code", "token_hash", "password", "snapshot"}
                or getattr(field, "unique", False)
            ):
                continue
            for thing in model.objects.all():
                unique = f"{BEFORE.get(field.name, '')}{WORDS}{thing.pk}"
                if getattr(thing, field.name):
                    model.objects.filter(pk=thing.pk).update(**{field.name: unique})
            yield f"{model.__name__}.{field.name}"


def test_no_words_become_part_of_a_page(filled: Filled) -> None:
    with unsealed():
        places = set(armed(filled))
    assert {"Result.narrative", "Result.obstacles", "Result.supporting_factors", "Result.return_reason",
            "EvidenceFile.name", "Invitation.name", "Agency.name", "Kpi.name", "Intake.text", "Intake.name",
            "Finding.note", "Finding.chosen", "Verification.reason", "Filing.reason", "User.name"} <= places  # fmt: skip
    shown = {}
    for name in PAGES:
        for role in ("visitor", "recorder", "coordinator", "evaluator"):
            content = page(filled, name, role)
            assert made_by(content) == [], (name, role)
            shown[name, role] = "&lt;script&gt;alert(1)" in content
    assert {
        "reports:entry",
        "letters:detail",
        "people:list",
        "frameworks:edition",
        "scores:verify",
        "dashboards:province",
    } <= {name for (name, _), there in shown.items() if there}


def test_what_was_typed_comes_back_as_words(filled: Filled) -> None:
    """Pages that answer a refused form, and messages that name what was typed."""
    form = {
        "action": "save",
        "answer": WORDS,
        "value": WORDS,
        "narrative": WORDS,
        "version": WORDS,
        "obstacles": WORDS,
    }
    recorder = browser(filled, "recorder")
    file = SimpleUploadedFile(f"{PICTURE}.exe", b"MZ")
    answers = [
        recorder.post(address(filled, "reports:entry"), form),
        recorder.post(address(filled, "reports:entry"), {**form, "evidence": file}),
        recorder.post(address(filled, "reports:entry"), {**form, "action": "return", "reason": WORDS}),
        Client().post(address(filled, "reports:entry"), form),
        browser(filled, "coordinator").post(reverse("people:invite"), {"name": WORDS, "email": WORDS}),
        browser(filled, "coordinator").post(address(filled, "people:add_agency"), {"name": WORDS, "kind": WORDS, "aliases": WORDS}),
        browser(filled, "coordinator").get(reverse("people:list"), {"q": WORDS}),
        Client().get(reverse("dashboards:search"), {"q": WORDS}),
        Client().get(reverse("account_login"), {"next": WORDS}),
        browser(filled, "evaluator").post(address(filled, "scores:verify"), {"decision": "correct", "value": WORDS, "reason": WORDS}),
        recorder.get(address(filled, "reports:preview"), {"answer": "number", "value": WORDS}),
    ]  # fmt: skip
    assert [made_by(answer.content.decode()) for answer in answers] == [[]] * len(answers)
    assert [
        "14" in answer.content.decode() and "{{ 7" not in answer.content.decode()
        for answer in answers
        if WORDS in answer.content.decode()
    ] == []


# ── the workbook and the paper ──────────────────────────────────────────────
FORMULAS = (
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "-1+1",
    "@SUM(1,1)",
    "\t=1+1",
    "=cmd|' /C calc'!A0",
)


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_workbook_calculates_nothing(filled: Filled, formula: str) -> None:
    kpis = Kpi.objects.filter(component__edition=filled.shown.edition)
    kpis.update(name=formula, unit=formula[:60])
    content = Client().get(address(filled, "dashboards:province_xlsx")).content
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheets = [
            book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")
        ]
        links = [
            name
            for name in book.namelist()
            if "externalLink" in name or (b"evil" in book.read(name) and name.endswith(".rels"))
        ]
    assert [sheet for sheet in sheets if "<f>" in sheet] == []
    assert links == []
    cells = {
        cell
        for sheet in CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names
        for row in CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python()
        for cell in row
    }
    assert formula.strip() in {str(cell).strip() for cell in cells}


@pytest.mark.pdf
def test_the_paper_shows_words_and_fetches_nothing(filled: Filled) -> None:
    """An address in the words is not read: neither a file of this machine nor another host (which the tests close)."""
    words = f'{SCRIPT}<img src="file:///etc/passwd"><link rel=attachment href="file:///etc/passwd"><b>หนา</b>'
    Kpi.objects.filter(component__edition=filled.shown.edition).update(name=words)
    content = Client().get(address(filled, "dashboards:province_pdf")).content
    assert content.startswith(b"%PDF-")
    assert b"/EmbeddedFile" not in content
    assert b"/JavaScript" not in content


# ── secrets of a letter ─────────────────────────────────────────────────────
SECRETS = ("Kx9#mPq2vL", "pathum.admin77")


def test_the_secret_of_a_letter_is_kept_nowhere(filled: Filled) -> None:
    text = f"ที่ ปท ๐๐๑๗.๒/ว ๙๙\nเรื่อง แจ้งรหัส\nชื่อผู้ใช้งาน : {SECRETS[1]}\nรหัสผ่าน : {SECRETS[0]}\n"
    file = SimpleUploadedFile("รหัส.txt", text.encode(), "text/plain")
    client = browser(filled, "coordinator")
    answer = client.post(reverse("letters:read"), {"area": "13", "file": file}, follow=True)
    intake = Intake.objects.latest("pk")
    assert (answer.status_code, intake.redacted) == (200, 2)
    rows = [
        json.dumps(row, default=str, ensure_ascii=False)
        for model in apps.get_models()
        for row in model.objects.values()
    ]
    rows += [str(session.get_decoded()) for session in Session.objects.all()]
    files = [
        path.read_bytes()
        for path in Path(settings.DATA_DIR).rglob("*")
        if path.is_file() and "sqlite" not in path.name
    ]
    for secret in SECRETS:
        assert [row for row in rows if secret in row] == []
        assert [kept for kept in files if secret.encode() in kept] == []
        assert secret not in answer.content.decode()
