"""``samrit exchange`` with a stick: written whole, verified, looked into, taken, the receipt carried back."""

import json
import shutil
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from samrit.indicators.models import Package, PackageReceipt, Submission, Trust
from samrit.indicators.signing import own_key, own_key_as_pem, signed
from samrit.rules.exchange import fingerprint
from tests.indicators.packages import Sender, of_districts
from tests.indicators.submitting import all_of, taken
from tests.world import World, make_people

pytestmark = pytest.mark.django_db
RECORDER, STEWARD = "--as=recorder@example.go.th", "--as=coordinator@example.go.th"


@pytest.fixture
def world() -> World:
    return make_people()


def run(*words: str) -> tuple[int, str]:
    """Exit code, and all that it says."""
    out = StringIO()
    try:
        call_command("exchange", *words, stdout=out, stderr=out)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


def registered(sender: Sender) -> tuple[int, str]:
    to = ("--area=13", "--agency=พัฒนาชุมชน")
    return run("partner", "--name=จังหวัด", f"--key={sender.public}", *to, STEWARD)


def test_a_package_goes_onto_a_stick_and_says_what_it_is(world: World, tmp_path: Path) -> None:
    taken(world, all_of("3"))
    code, said = run("export", str(tmp_path), "--area=13", STEWARD)
    (package,) = Package.objects.all()
    path = tmp_path / package.name
    assert (code, list(tmp_path.iterdir())) == (0, [path])
    assert package.sha256 in said
    code, said = run("verify", str(path))
    assert (code, fingerprint(own_key()) in said) == (1, True)  # whole, and nobody trusts our own key here
    assert run("export", str(tmp_path / "no" / "x.zip"), "--area=13", STEWARD)[0] == 2


def test_what_comes_on_a_stick_is_verified_looked_into_and_taken_once(world: World, tmp_path: Path) -> None:
    sender = Sender(of_districts("1.5"))
    path = str(sender.write(tmp_path))
    assert run("import", path, RECORDER)[0] == 2  # nobody trusts it yet
    assert registered(sender)[0] == registered(sender)[0] == 0
    assert Trust.objects.count() == 1
    assert run("verify", path)[0] == 0
    code, said = run("import", path, "--dry-run", RECORDER)
    assert (code, "7 ช่องข้อมูล = ใหม่ 7" in said, Package.objects.count()) == (0, True, 0)
    first = run("import", path, "--receipt", RECORDER)
    assert first[0] == 0
    receipt = Path(f"{path}.receipt.json").read_text(encoding="utf-8")
    assert run("import", path, "--receipt", RECORDER) == first
    assert Path(f"{path}.receipt.json").read_text(encoding="utf-8") == receipt
    assert Submission.objects.get().receipt in first[1]
    whole = bytearray(Path(path).read_bytes())
    whole[len(whole) // 2] ^= 1
    Path(path).write_bytes(whole)
    assert run("verify", path)[0] == 2
    assert run("end", f"--key={sender.public}", "--area=13", "--reason=เปลี่ยนกุญแจ", STEWARD)[0] == 0
    assert not Trust.objects.filter(ended_at=None).exists()


def test_a_receipt_comes_back_on_a_stick(world: World, tmp_path: Path) -> None:
    taken(world, all_of("3"))
    run("export", str(tmp_path / "package.zip"), "--area=13", STEWARD)
    package, receiver = Package.objects.get(), Sender({})
    text = json.dumps(
        {
            "format": "samrit-exchange-receipt", "version": 1, "package": package.sha256, "area": "13", "generation": 1,
            "number": "", "counts": {"cells": 7}, "at": "2024-10-10T03:00:00+00:00", "signer": receiver.public,
            "left_out": {},
        },
        sort_keys=True, separators=(",", ":"),
    )  # fmt: skip
    file = tmp_path / "receipt.json"
    file.write_text(
        json.dumps({"text": text, "signature": receiver.key.sign(text.encode()).hex()}), encoding="utf-8"
    )
    assert run("receipt", str(file), STEWARD)[0] == 2  # whose key is it?
    assert run("partner", "--name=กระทรวง", f"--key={receiver.public}", STEWARD)[0] == 0
    assert run("receipt", str(file), STEWARD)[0] == 0
    assert PackageReceipt.objects.get().package == package
    file.write_text("[]", encoding="utf-8")
    assert run("receipt", str(file), STEWARD)[0] == 2


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not here")
def test_anybody_verifies_a_signature_with_openssl(tmp_path: Path) -> None:
    text = b'{"area":"13"}'
    files = {"manifest.json": text, "manifest.sig": signed(text), "key.pem": own_key_as_pem().encode()}
    for name, contents in files.items():
        (tmp_path / name).write_bytes(contents)
    assert openssl(tmp_path) == 0
    (tmp_path / "manifest.json").write_bytes(text + b" ")
    assert openssl(tmp_path) != 0


def openssl(folder: Path) -> int:
    """As docs/exchange.md says it."""
    words = "pkeyutl -verify -pubin -inkey key.pem -rawin -in manifest.json -sigfile manifest.sig"
    return subprocess.run(
        ["openssl", *words.split()], cwd=folder, capture_output=True, check=False
    ).returncode
