"""Two running installations, each with its own database and key: one makes and sends over the API, the other takes.

Then the same by hand, on a stick. Both servers are the real ones.
"""

import hashlib
import json
import re
import secrets
import shutil
import socket
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest

from samrit.indicators.signing import is_signed
from tests.config.workers import Site
from tests.indicators.submitting import all_of, csv

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
RECORDER, STEWARD = "recorder@example.go.th", "coordinator@example.go.th"
AGENCY = "พัฒนาชุมชน"
ROWS = {
    **all_of("12.25"),
    "1301": "0.01",
    "1302": "-",
    "1303": "1,234,567.89",
    "1304": "0",
    "1305": "ไม่มีข้อมูล",
}
FILLED = """
import django; django.setup()
from tests.world import make_people
make_people()
"""
OWN_DATA = """
import json, sys, django; django.setup()
from django.core.management import call_command
from samrit.indicators.models import Submission
from tests.indicators.submitting import WASTE
words = ["--area=13", "--agency=%(agency)s", "--as=%(recorder)s", "--map", json.dumps(WASTE)]
call_command("observations", "import", %(file)r, *words)
call_command("observations", "accept", Submission.objects.get().receipt, "--as=%(steward)s")
"""
OF_A_PROGRAM = """
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from samrit.people.actions import make_token
from samrit.people.models import User
now = timezone.now()
person = User.objects.get(email="%s")
_, text = make_token(name="t", scopes=["data:read", "data:write"], expires_at=now + timedelta(days=1), by=person, now=now)
print(text)
"""


class Running:
    """A ``samrit run`` on a database of its own."""

    def __init__(self, data: Path) -> None:
        self.site = Site(
            data, SAMRIT_DEBUG="1"
        )  # commands may call this machine; servers are as in production
        self.server = Site(data)
        self.address = ""

    def start(self) -> Popen[str]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        return self.server.start("run", "--no-worker", "--port", str(port))

    def wait(self, process: Popen[str]) -> None:
        """Read on until the address is printed."""
        assert process.stdout
        lines = []
        for line in process.stdout:
            lines.append(line)
            if found := ADDRESS.search(line):
                self.address = found.group()
                return
        raise AssertionError("".join(lines))

    def exchange(self, *words: str, code: int = 0) -> str:
        done = self.site.command("exchange", *words)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def token(self, email: str) -> str:
        return self.site.run(OF_A_PROGRAM % email).strip()

    def key(self) -> str:
        found = re.search(r"[0-9a-f]{64}", self.exchange("key"))
        assert found
        return found.group()

    def ask(self, path: str, token: str, body: dict[str, Any] | None = None) -> bytes:
        """GET, or POST with a body."""
        headers = {"Authorization": f"Bearer {token}"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.address}/api/v1{path}", data=data, headers=headers)  # noqa: S310 - our own server
        with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
            whole: bytes = response.read()
        return whole

    def figures(self, token: str) -> list[dict[str, Any]]:
        """Every cell but for where it came from, which differs."""
        told = json.loads(self.ask("/observations?area=13&item=waste_generated", token))
        same = ("item", "area", "period", "parts", "status", "value", "marks", "row", "column")
        return [{name: cell[name] for name in same} for cell in told["items"]]


@pytest.fixture
def both(tmp_path: Path, migrated: Path) -> Iterator[tuple[Running, Running]]:
    """The province, with accepted data, and the ministry, without; the same people, different keys."""
    province = Running(tmp_path / "province")
    province.site.copy_of(migrated)
    province.site.run(FILLED)
    shutil.copytree(province.site.data, tmp_path / "ministry")
    ministry = Running(tmp_path / "ministry")
    (ministry.site.data / "secret_key").write_text(secrets.token_urlsafe(50), encoding="ascii")
    file = tmp_path / "ขยะ.csv"
    file.write_bytes(csv(ROWS))
    try:
        said = {"agency": AGENCY, "recorder": RECORDER, "steward": STEWARD, "file": str(file)}
        province.site.run(OWN_DATA % said)
        for one in (province, ministry):  # one after the other: both gather the style sheets in one folder
            one.wait(one.start())
        yield province, ministry
    finally:
        province.server.end()
        ministry.server.end()


def carried(package: Path, province: Running, ministry: Running) -> Any:
    """The receipt that the same file gets on a stick; the sender takes it back."""
    ministry.exchange("import", str(package), "--receipt", f"--as={RECORDER}")
    returned = package.with_name(f"{package.name}.receipt.json")
    province.exchange("receipt", str(returned), f"--as={STEWARD}")
    return json.loads(returned.read_text(encoding="utf-8"))


def test_from_one_running_installation_to_another_to_the_digit(
    both: tuple[Running, Running], tmp_path: Path
) -> None:
    province, ministry = both
    keys = [one.key() for one in both]
    assert keys[0] != keys[1]
    taking = ("--area=13", f"--agency={AGENCY}", f"--as={STEWARD}")
    ministry.exchange("partner", "--name=จังหวัด", f"--key={keys[0]}", *taking)
    address = f"--address={ministry.address}"
    province.exchange("partner", "--name=กระทรวง", f"--key={keys[1]}", address, f"--as={STEWARD}")

    there, here = province.token(STEWARD), ministry.token(RECORDER)
    made = json.loads(province.ask("/packages/made", there, {"area": "13"}))
    package = tmp_path / "package.zip"
    package.write_bytes(province.ask(f"/packages/{made['id']}/file", there))
    assert hashlib.sha256(package.read_bytes()).hexdigest() == made["sha256"]
    assert made["signer"] == keys[0]

    token_file = tmp_path / "token"
    token_file.write_text(here + "\n", encoding="ascii")
    sending = ("send", str(package), "--to=กระทรวง", f"--token-file={token_file}", f"--as={STEWARD}")
    first = province.exchange(*sending)
    assert province.exchange(*sending) == first  # the same receipt
    (taken,) = json.loads(ministry.ask("/packages?direction=in", here))["items"]
    assert (taken["sha256"], taken["counts"]["new"]) == (made["sha256"], 7)
    assert taken["submission_receipt"] in first
    kept = json.loads(province.ask(f"/packages/{made['id']}", there))["receipt"]
    assert kept == taken["receipt"]
    assert is_signed(kept["text"].encode(), bytes.fromhex(kept["signature"]), key=keys[1])

    assert carried(package, province, ministry) == kept

    assert ministry.figures(here) == []
    accepted = ministry.site.command("observations", "accept", taken["submission_receipt"], f"--as={STEWARD}")
    assert accepted.returncode == 0, accepted.stderr
    assert ministry.figures(here) == province.figures(there)
    assert len(ministry.figures(here)) == 7
