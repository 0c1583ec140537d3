"""``samrit doctor``: every check says what is wrong and what to do, and no secret."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management import call_command
from django.db import connection
from django.utils.translation import override

from samrit.audit.actions import record
from samrit.audit.anchors import make_anchor
from samrit.audit.models import Chain, Event
from samrit.config.doctor import data, programs, safety
from samrit.config.doctor.checks import CHECKS, examine
from samrit.config.doctor.findings import State
from samrit.notices.actions import check_in
from samrit.people.models import LinkedIdentity, User
from samrit.people.openid.providers import key_mark
from samrit.ui.wording import in_words
from tests.conftest import unsealed

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
WORD = "not-to-be-told"


@pytest.fixture(autouse=True)
def site(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR, settings.AUDIT_ANCHORS = tmp_path, tmp_path / "anchors"
    settings.LETTER_FOLDER = tmp_path / "letter_paper"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
    }


def codes() -> dict[str, tuple[str, str]]:
    return {
        entry.name: (found.state.name, found.what.code) for entry, found in examine(now=datetime.now(UTC))
    }


def test_a_fresh_site_is_told_what_it_still_wants_and_the_command_speaks_two_languages() -> None:
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert ended.value.code == 1  # nobody works
    assert [one["check"] for one in told["checks"]] == [entry.name for entry in CHECKS]
    assert {one["check"] for one in told["checks"] if one["state"] == "wrong"} <= {"worker", "paper", "disk"}
    assert all(bool(one["mend"]) == (one["state"] != "ok") for one in told["checks"])
    check_in(name="w", host="elsewhere", process=1, now=datetime.now(UTC))
    out = StringIO()
    call_command("doctor", "--lang", "en", stdout=out)
    assert "✓ Background work: " in out.getvalue()
    assert "! Mail: " in out.getvalue()
    assert not [line for line in out.getvalue() if "ก" <= line <= "๛"]


def test_each_fault_has_its_word(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "files").write_text("a file where the folder should be")
    (tmp_path / "secret_key").write_text("x")
    (tmp_path / "letter_paper").mkdir()
    (tmp_path / "letter_paper" / "THSarabun.ttf").touch()
    (tmp_path / "secret_key").chmod(0o644)
    settings.SITE_URL, settings.DEBUG = "http://samrit.example.go.th", True
    settings.CLAMD = str(tmp_path / "nobody.ctl")
    settings.EMAIL_BACKEND = programs.SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "samrit", WORD
    settings.SIGNING_KEY = str(tmp_path / "nothing.pem")
    User.objects.create_user("real@example.go.th", name="จริง")
    settings.DEMO = False
    found = codes()
    assert {name: found[name] for name in ("storage", "secret", "fonts", "debug", "address")} == {
        "storage": ("WRONG", "storage_closed"),
        "secret": ("WRONG", "secret_readable"),
        "fonts": ("WARNING", "fonts_half"),
        "debug": ("WRONG", "debug_on"),
        "address": ("WRONG", "address_plain"),
    }
    assert {name: found[name] for name in ("scanner", "mail", "signing", "worker", "demo")} == {
        "scanner": ("WRONG", "scanner_silent"),
        "mail": ("WRONG", "mail_closed"),
        "signing": ("WRONG", "signing_unusable"),
        "worker": ("WRONG", "nobody_works"),
        "demo": ("OK", "people_fit"),
    }


def test_secrets_and_switches(settings: Any, tmp_path: Path) -> None:
    User.objects.create_user("real@example.go.th", name="จริง")
    settings.SECRET_KEY, settings.DEMO, settings.SITE_URL = WORD, True, "https://samrit.example.go.th"
    settings.EMAIL_HOST_PASSWORD, settings.CLAMD = WORD, ""
    found = codes()
    assert (found["secret"][1], found["demo"][1], found["address"][1]) == (
        "secret_weak",
        "demo_with_people",
        "proxy_unknown",
    )
    assert (found["scanner"][1], found["mail"][1]) == ("scanner_none", "mail_of_demo")
    with override("en"):
        told = " ".join(
            in_words(part)
            for _entry, one in examine(now=NOW)
            for part in (one.what, one.mend)
            if part is not None
        )
    assert WORD not in told


def test_database_clock_trail_and_anchors(settings: Any, tmp_path: Path) -> None:
    for _number in range(2):
        record(verb="save", subject=Chain.objects.get(), by=None, now=NOW)
    assert data.check_database(NOW).state is data.check_tables(NOW).state is State.OK
    assert data.check_database_file(NOW).state is State.OK
    assert data.check_trail(NOW).what.values == {"events": 2}
    assert data.check_clock(NOW - timedelta(minutes=3)).what.code == "clock_behind_trail"
    assert data.check_clock(datetime(2001, 1, 1, tzinfo=UTC)).what.code == "clock_long_ago"
    with unsealed(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE id = %s", [Event.objects.earliest("id").pk])
    assert data.check_trail(NOW).what.code == "trail_end_differs"
    now = datetime.now(UTC)
    assert data.check_anchors(now).what.code == "anchors_wanting"
    make_anchor(now=now)
    assert data.check_anchors(now).what.code == "anchors_beside_data"
    settings.DATA_DIR = tmp_path / "elsewhere"
    assert data.check_anchors(now).what.code == "anchors_kept"
    assert data.check_anchors(now + timedelta(days=3)).what.code == "anchors_wanting"


def test_a_table_that_is_missing_is_told_and_what_needs_it_is_not_asked() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'letters'")
    found = codes()
    assert found["tables"] == ("WRONG", "tables_missing")
    assert {entry.name for entry in CHECKS} - set(found) == {
        "database_file", "clock", "trail", "worker", "demo", "providers",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("days", "code"), [(-1, "certificate_over"), (9, "certificate_ends_soon"), (90, "certificate_good")]
)
def test_the_certificate_s_days(settings: Any, tmp_path: Path, days: int, code: str) -> None:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(NOW - timedelta(days=30))
        .not_valid_after(NOW + timedelta(days=days))
        .sign(key, hashes.SHA256())
    )
    settings.SIGNING_KEY, settings.SIGNING_CERTIFICATE = str(tmp_path / "k"), str(tmp_path / "c")
    settings.SIGNING_PASSPHRASE = ""
    (tmp_path / "k").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    (tmp_path / "c").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    assert safety.check_signing(NOW).what.code == code
    (tmp_path / "k").write_bytes(b"no key")
    assert safety.check_signing(NOW).what.code == "signing_unusable"


def test_providers_and_the_key_of_their_people(settings: Any, tmp_path: Path) -> None:
    def said() -> str:
        return safety.check_providers(NOW).what.code

    assert said() == "providers_none"
    secret = tmp_path / "secret"
    settings.OPENID_PROVIDERS = [
        {"name": "thaid", "issuer": "https://id.example", "client_id": "us", "secret_file": str(secret)}
        | {"label_thai": "ThaID", "label_english": "ThaID", "claim": "pid", "claim_from": "id_token"}
        | {"scopes": "openid", "hosts": "", "second_step": "", "metadata_file": ""}
    ]
    assert said() == "identity_key_weak"
    settings.IDENTITY_KEY = "k" * 32
    assert safety.check_providers(NOW).what.values == {"name": "thaid", "what": "SECRET_FILE"}
    secret.write_text("made for a test", encoding="utf-8")
    assert said() == "providers_good"
    user = User.objects.create_user("officer@example.go.th", name="ก")
    LinkedIdentity.objects.create(
        user=user, provider="thaid", subject="s", key_mark=key_mark("o" * 32), linked_at=NOW
    )
    assert said() == "identity_key_lost"
    settings.IDENTITY_KEY_BEFORE = "o" * 32
    assert said() == "identity_key_moving"
