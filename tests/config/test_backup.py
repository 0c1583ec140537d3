"""``samrit backup`` and ``samrit restore``: whole while others write, closed to others, refused when anything differs."""

import hashlib
import io
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from samrit.config.backups import server
from samrit.config.backups.making import Manifest, make_backup
from samrit.config.backups.proving import prove
from samrit.config.backups.restoring import restore
from samrit.config.backups.sealing import encrypt, identity_of, make_key, recipient_of
from samrit.rules.wording import RefusedError
from tests.config.workers import Site, eventually

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
EVIDENCE = "SELECT sha256, file, name FROM evidence_evidencefile"
WRITER = """
import django; django.setup()
import hashlib, itertools
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from samrit.audit.actions import record
from samrit.evidence.models import EvidenceFile
from samrit.people.models import User
by = User.objects.create_user("writer@example.go.th", name="writer")
for number in itertools.count():
    content = b"%d" % number * 999
    with transaction.atomic():
        made = EvidenceFile.objects.create(
            name=f"{number}.txt", sha256=hashlib.sha256(content).hexdigest(), size=len(content), media_type="text/plain",
            file=ContentFile(content, f"{number}.txt"), uploaded_by=by, uploaded_at=timezone.now(),
        )
        record(verb="upload", subject=made, by=by, now=timezone.now())
"""


@pytest.fixture
def key(tmp_path: Path) -> Path:
    make_key(tmp_path / "key.txt", now=NOW)
    return tmp_path / "key.txt"


@pytest.fixture
def site(tmp_path: Path, migrated: Path, key: Path) -> Iterator[Site]:
    made = Site(tmp_path / "data", SAMRIT_BACKUP_KEY=str(identity_of(key).to_public()))
    made.copy_of(migrated)
    yield made
    made.end()


def back_up(site: Site, key: Path) -> Manifest:
    recipient = recipient_of(site.environment["SAMRIT_BACKUP_KEY"])
    return make_backup(
        data=site.data, database=site.data / "samrit.sqlite3", target=key.parent / "b.age", recipient=recipient, now=NOW
    )  # fmt: skip


def refused(source: Path, place: Path, key: Path) -> str:
    with pytest.raises(RefusedError) as why:
        restore(source=source, data=place, identity=identity_of(key))
    assert not place.exists() or not list(place.iterdir())
    return why.value.refusal.code


def test_a_backup_taken_while_others_write_is_whole_and_a_changed_one_is_told(
    site: Site, tmp_path: Path, key: Path
) -> None:
    writer = subprocess.Popen([sys.executable, "-c", WRITER], env=site.environment)
    try:
        eventually(lambda: len(site.ask(EVIDENCE)) > 20)
        made = site.command("backup", str(tmp_path / "b.age"), "--lang", "en")
        meanwhile = len(site.ask(EVIDENCE))
        eventually(lambda: len(site.ask(EVIDENCE)) > meanwhile)
        assert writer.poll() is None
    finally:
        writer.kill()
        writer.wait()
    assert (made.returncode, made.stderr) == (0, "")
    other = Site(tmp_path / "restored")
    back = other.command("restore", str(tmp_path / "b.age"), "--key", str(key), "--lang", "en")
    assert back.returncode == 0, back.stdout + back.stderr
    assert "The trail is whole" in back.stdout
    kept = other.ask(EVIDENCE)
    assert 20 < len(kept) <= meanwhile
    for sha256, path, _name in kept:
        assert hashlib.sha256((other.data / "files" / path).read_bytes()).hexdigest() == sha256
    assert {path.stat().st_mode & 0o77 for path in other.data.rglob("*") if path.is_file()} == {0}
    with closing(sqlite3.connect(other.data / "samrit.sqlite3")) as opened, opened:
        opened.execute("DROP TRIGGER audit_event_no_update")
        opened.execute("UPDATE audit_event SET reason = 'x' WHERE id = (SELECT max(id) - 3 FROM audit_event)")
    holds, said = prove(other.data, language="en")
    assert not holds
    assert "· upload · evidence.evidencefile:" in said


def test_what_is_damaged_somebody_else_s_or_in_the_way_is_refused_with_nothing_left(
    site: Site, tmp_path: Path, key: Path
) -> None:
    (site.data / "secret_key").write_text("secret")
    (site.data / "anchors").mkdir()
    (site.data / "anchors" / "anchor-1.json").write_text("{}")
    (site.data / "uploads").mkdir()
    (site.data / "uploads" / "half").write_text("on its way")
    made = back_up(site, key)
    backup, place = tmp_path / "b.age", tmp_path / "place"
    assert set(made.files) == {"secret_key", "anchors/anchor-1.json", "samrit.sqlite3"}
    assert made.tables["audit_chain"] == 1
    whole = backup.read_bytes()
    assert backup.stat().st_mode & 0o77 == 0
    assert b"secret" not in whole
    assert [path.name for path in tmp_path.glob(".*")] == []

    other = tmp_path / "other.txt"
    make_key(other, now=NOW)
    assert refused(backup, place, other) == "backup_closed"
    for wrong in (whole[:-1], whole[:100_000], whole[:5000] + b"?" + whole[5001:], b""):
        (tmp_path / "wrong.age").write_bytes(wrong)
        assert refused(tmp_path / "wrong.age", place, key) == "backup_closed"
    assert refused(tmp_path / "nothing.age", place, key) == "backup_unreadable"

    assert restore(source=backup, data=place, identity=identity_of(key)) == made
    assert (place / "secret_key").read_text() == "secret"
    before = sorted(place.rglob("*"))
    with pytest.raises(RefusedError, match=r"samrit\.sqlite3"):
        restore(source=backup, data=place, identity=identity_of(key))
    assert sorted(place.rglob("*")) == before


def test_what_is_no_key_is_refused_and_no_key_is_overwritten(tmp_path: Path, key: Path) -> None:
    before = key.read_bytes()
    with pytest.raises(RefusedError):
        make_key(key, now=NOW)
    assert key.read_bytes() == before
    for words in ("age1wrong", ""):
        with pytest.raises(RefusedError):
            recipient_of(words)
    for path in (tmp_path / "nothing", tmp_path):
        with pytest.raises(RefusedError):
            identity_of(path)


def test_a_backup_of_the_other_kind_of_database_is_refused(site: Site, tmp_path: Path, key: Path) -> None:
    back_up(site, key)
    with pytest.raises(RefusedError) as refused:
        restore(
            source=tmp_path / "b.age",
            data=tmp_path / "other",
            identity=identity_of(key),
            load=lambda *_: None,
        )
    assert refused.value.refusal.code == "backup_other_kind"
    assert list((tmp_path / "other").iterdir()) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's own programs")
@pytest.mark.django_db
def test_a_server_is_dumped_at_one_moment_and_loaded_whole_or_not_at_all(tmp_path: Path) -> None:
    """What stands in the file is what was committed; ``samrit backup`` and ``restore`` do the rest as on SQLite."""
    tables, named = server.dump(tmp_path / "dump")
    assert (tmp_path / "dump").stat().st_mode & 0o77 == 0
    assert (tables["people_area"], tables["audit_chain"], named) == (77, 1, set())
    with pytest.raises(RefusedError) as refused:
        server.refuse_unless_empty(connection.settings_dict)
    assert refused.value.refusal.code == "server_not_empty"
    with server.scratch_database(connection.settings_dict) as beside:
        server.refuse_unless_empty(beside)
        half = tmp_path / "half"
        half.write_bytes((tmp_path / "dump").read_bytes()[:-900])
        with pytest.raises(RefusedError):
            server.load(half, beside, tables)
        server.refuse_unless_empty(beside)
        server.load(tmp_path / "dump", beside, tables)
        with pytest.raises(RefusedError) as refused:
            server.load(tmp_path / "dump", beside, tables)  # there is something already
        assert refused.value.refusal.code == "server_not_restored"
        assert server.address_of("postgres://u:p@h:5/x", beside).startswith(
            "postgres://u:p@h:5/samrit_verify_"
        )


def packed(target: Path, key: Path, members: dict[str, bytes], *, link: str = "") -> Path:
    """A backup as somebody else might make it."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        if link:
            info = tarfile.TarInfo(link)
            info.type, info.linkname = tarfile.SYMTYPE, "/"
            archive.addfile(info)
    with target.open("wb") as file:
        encrypt([content.getvalue()], file, identity_of(key).to_public())
    return target


def test_a_backup_that_is_not_what_its_manifest_says_is_refused(
    tmp_path: Path, key: Path, migrated: Path
) -> None:
    database, digest = migrated.read_bytes(), hashlib.sha256(migrated.read_bytes()).hexdigest()

    def manifest(**changed: object) -> bytes:
        files = {"samrit.sqlite3": (len(database), digest)}
        return json.dumps({**vars(Manifest("now", files=files)), **changed}).encode()

    place, target = tmp_path / "place", tmp_path / "made.age"
    for members in (
        {"samrit.sqlite3": database, "manifest.json": manifest()},  # no tables are stated
        {"samrit.sqlite3": database, "manifest.json": manifest(form="another")},
        {"samrit.sqlite3": database, "manifest.json": manifest(files={})},
        {"manifest.json": manifest()},
        {"samrit.sqlite3": database},
        {"samrit.sqlite3": database[:-1] + b"?", "manifest.json": manifest()},
        {"../outside": b"", "manifest.json": manifest()},
        {"/outside": b"", "manifest.json": manifest()},
        {"manifest.json": b"[]"},
    ):
        assert refused(packed(target, key, members), place, key) == "backup_differs", members.keys()
    assert refused(packed(target, key, {}, link="files"), place, key) == "backup_differs"
    assert not (tmp_path / "outside").exists()


def test_evidence_that_is_gone_is_named_and_an_earlier_backup_stays_until_the_new_one_is_whole(
    site: Site, tmp_path: Path, key: Path
) -> None:
    back_up(site, key)
    earlier = (tmp_path / "b.age").read_bytes()
    with closing(sqlite3.connect(site.data / "samrit.sqlite3")) as opened, opened:
        opened.execute("PRAGMA foreign_keys=OFF")
        opened.execute(
            "INSERT INTO evidence_evidencefile (name, sha256, size, media_type, file, uploaded_at, secrecy, scan, signature, uploaded_by_id)"
            " VALUES ('a', '0', 1, 'text/plain', 'evidence/00/gone.txt', '2026-01-01', 'ordinary', 'none', '', 1)"
        )
    assert back_up(site, key).missing == ["files/evidence/00/gone.txt"]
    (site.data / "files" / "unfinished").mkdir(parents=True)
    os.mkfifo(site.data / "files" / "no-file")  # left out, and nothing waits for it
    (site.data / "files" / "unfinished" / "0f.part").write_bytes(b"half")  # so is what is being written
    (site.data / "files" / "whole.txt").write_bytes(b"whole")
    made = back_up(site, key)
    assert made.missing == ["files/evidence/00/gone.txt"]
    assert {name for name in made.files if name.startswith("files/")} == {"files/whole.txt"}
    later = (tmp_path / "b.age").read_bytes()
    assert later != earlier
    (site.data / "samrit.sqlite3").write_bytes(b"no database")
    with pytest.raises(sqlite3.Error):
        back_up(site, key)
    assert (tmp_path / "b.age").read_bytes() == later
    assert [path.name for path in tmp_path.glob(".*")] == []
