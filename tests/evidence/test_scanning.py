"""A real clamd with one signature of our own: EICAR is refused, a scanner that is away turns nobody away."""

import base64
import io
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from samrit.audit.models import Event
from samrit.evidence.actions import scan_waiting
from samrit.evidence.models import EvidenceFile, Scan
from samrit.reports.actions import attach_evidence
from samrit.rules.wording import RefusedError
from tests import world
from tests.world import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
CLAMD = shutil.which("clamd") or "/usr/sbin/clamd"
# The harmless test file of all scanners; in two halves, or a scanner would take this file away.
EICAR = base64.b64decode("WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9" + "JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo=")  # fmt: skip
PDF = b"%PDF-1.4\n%%EOF"
CONFIGURATION = """
DatabaseDirectory {folder}/signatures
LocalSocket {folder}/clamd.ctl
PidFile {folder}/clamd.pid
LogFile {folder}/clamd.log
Foreground yes
StreamMaxLength 2M
"""


def without_clamd(why: str) -> None:
    """A run that promises the scanner (REQUIRE_CLAMD, in .ci/run) fails; any other one skips and says why."""
    if os.environ.get("REQUIRE_CLAMD"):
        pytest.fail(why)
    pytest.skip(why)


class Scanner:
    """clamd in a folder of its own; ``start`` and ``stop`` as often as wanted."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.process = folder, None
        (folder / "signatures").mkdir()
        pattern = EICAR.hex()
        (folder / "signatures" / "test.ndb").write_text(f"Test.EICAR:0:*:{pattern}\n")
        (folder / "clamd.conf").write_text(CONFIGURATION.format(folder=folder))

    @property
    def address(self) -> str:
        return str(self.folder / "clamd.ctl")

    def start(self) -> None:
        self.process = subprocess.Popen(
            [CLAMD, f"--config-file={self.folder / 'clamd.conf'}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for _ in range(300):
            if Path(self.address).exists():
                return
            time.sleep(0.1)
        raise AssertionError((self.folder / "clamd.log").read_text())

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None
        Path(self.address).unlink(missing_ok=True)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scanner]:
    if not Path(CLAMD).exists():
        without_clamd("clamd is not installed (Debian: apt-get install clamav-daemon)")
    scanner = Scanner(tmp_path_factory.mktemp("c"))
    scanner.start()
    yield scanner
    scanner.stop()


@pytest.fixture
def scanner(installed: Scanner, settings: Settings) -> Scanner:
    settings.CLAMD = installed.address
    if installed.process is None:
        installed.start()
    return installed


@pytest.fixture
def made() -> World:
    return world.make_world()


def attach(made: World, content: bytes, name: str = "รายงาน.pdf") -> EvidenceFile:
    item = made.item("1-1", made.recorder)
    return attach_evidence(item=item, file=io.BytesIO(content), name=name, by=made.recorder, now=NOW).file


def stored() -> set[str]:
    folder = Path(default_storage.path("evidence"))
    return {path.name for path in folder.rglob("*") if path.is_file()}


def test_a_clean_file_is_kept_as_clean(made: World, scanner: Scanner):
    file = attach(made, PDF)
    assert (file.scan, file.scanned_at, file.signature) == (Scan.CLEAN, NOW, "")


@pytest.mark.parametrize("name", ["ทดสอบ.txt", "รายงาน.pdf"])
def test_eicar_is_refused_by_name_and_leaves_nothing(made: World, scanner: Scanner, name: str):
    before = stored()
    content = EICAR if name.endswith("txt") else PDF + b"\n" + EICAR
    with pytest.raises(RefusedError) as refused:
        attach(made, content, name)
    assert refused.value.refusal.code == "evidence_infected"
    said = str(refused.value.refusal)
    assert (name in said, "Test.EICAR" in said, "ข้อความที่พิมพ์ยังอยู่ครบ" in said) == (True, True, True)
    assert EvidenceFile.objects.count() == 0
    assert stored() == before


def test_the_page_says_it_and_keeps_what_was_typed(made: World, scanner: Scanner):
    client = Client()
    client.force_login(made.recorder)
    assert made.round is not None
    url = reverse("reports:entry", args=[made.round.pk, made.kpis["1-1"].indicator_id])
    file = io.BytesIO(EICAR)
    file.name = "ทดสอบ.txt"
    good = io.BytesIO(PDF)
    good.name = "ดี.pdf"
    sent = {
        "action": "save", "answer": "number", "value": "1,200", "narrative": "เขียนมาทั้งเช้า", "version": "0",
        "supporting_factors": "", "obstacles": "", "evidence": [file, good],
    }  # fmt: skip
    page = client.post(url, sent, follow=True).content.decode()
    assert "มีไวรัส (Test.EICAR" in page
    assert "เขียนมาทั้งเช้า" in page
    assert [file.name for file in EvidenceFile.objects.all()] == ["ดี.pdf"]


def test_a_scanner_that_is_away_keeps_the_file_apart_and_scans_it_later(made: World, scanner: Scanner):
    scanner.stop()
    clean, sick = attach(made, PDF), attach(made, PDF + EICAR, "อีก.pdf")
    assert {file.scan for file in EvidenceFile.objects.all()} == {Scan.WAITING}
    assert [opened(made, clean, who) for who in ("recorder", "approver", "evaluator")] == [200, 403, 403]
    assert scan_waiting(now=NOW) == {"clean": 0, "infected": 0, "waiting": 2}
    scanner.start()
    assert scan_waiting(now=NOW) == {"clean": 1, "infected": 1, "waiting": 0}
    sick.refresh_from_db()
    assert (sick.scan, sick.signature) == (Scan.INFECTED, "Test.EICAR.UNOFFICIAL")
    assert [opened(made, clean, who) for who in ("recorder", "approver", "evaluator")] == [200, 200, 200]
    assert [opened(made, sick, who) for who in ("recorder", "approver", "evaluator")] == [403, 403, 403]
    assert Event.objects.filter(verb="scan_file").count() == 2
    assert scan_waiting(now=NOW) == {"clean": 0, "infected": 0, "waiting": 0}


def test_a_file_larger_than_the_scanner_takes_waits_and_holds_up_no_other(made: World, scanner: Scanner):
    large = attach(made, PDF + os.urandom(3 * 1024 * 1024))
    assert large.scan == Scan.WAITING
    scanner.stop()
    small = attach(made, PDF, "เล็ก.pdf")
    scanner.start()
    assert scan_waiting(now=NOW) == {"clean": 1, "infected": 0, "waiting": 1}
    small.refresh_from_db()
    assert small.scan == Scan.CLEAN


def test_without_a_scanner_nothing_waits(made: World, settings: Settings):
    settings.CLAMD = ""
    assert attach(made, PDF).scan == Scan.NONE
    assert scan_waiting(now=NOW) == {"clean": 0, "infected": 0, "waiting": 0}


def opened(made: World, file: EvidenceFile, who: str) -> int:
    client = Client()
    client.force_login(getattr(made, who))
    response = client.get(reverse("evidence:download", args=[file.pk]))
    response.getvalue()
    return response.status_code
