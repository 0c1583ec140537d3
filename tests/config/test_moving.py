"""``samrit migrate_to``: every row of a site on SQLite into PostgreSQL, with its triggers and its next keys; refused where it is in the way."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, IntegrityError, connection, connections, transaction

from samrit.audit.models import Chain, Event
from samrit.audit.verifying import verify_chain
from samrit.config.moving.files import files_of
from samrit.config.moving.rows import copy_rows, refuse_unless_empty, unknown_tables
from samrit.people.models import User
from samrit.rules.wording import RefusedError
from tests.config.workers import Site

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="moves into PostgreSQL")
WORK = """
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from samrit.audit.actions import record
from samrit.people.models import User
now = timezone.now()
people = [User.objects.create_user(f"p{n}@example.go.th", name=f"คนที่ {n} \\\\ \\t \\n") for n in range(5)]
for person in people:
    record(verb="invite", subject=person, by=people[0], now=now, after={"name": person.name, "share": 0.1, "z": [1, {"a": None}]})
people[-1].delete()
"""


@pytest.fixture(
    scope="module"
)  # before the tests' own database: Django lets them ask those that it knows then
def source(tmp_path_factory: pytest.TempPathFactory, migrated: Path, django_db_setup: None) -> Iterator[str]:
    site = Site(tmp_path_factory.mktemp("moving") / "data")
    site.copy_of(migrated)
    site.run(WORK)
    told = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(site.data / "samrit.sqlite3")}
    connections.settings["source"] = connections.configure_settings({"default": told})["default"]
    yield "source"
    connections["source"].close()
    del connections.settings["source"]
    del connections["source"]


@on_postgresql
@pytest.mark.django_db(databases=["default", "source"])
def test_every_row_arrives_with_what_guards_it(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_unless_empty("default")
    assert unknown_tables(source) == []
    with connections[source].cursor() as cursor:  # a row that leads nowhere: nothing at all arrives
        cursor.execute("PRAGMA defer_foreign_keys=ON")
        cursor.execute("INSERT INTO reports_result_recorders (result_id, user_id) VALUES (77, 77)")
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_rows(source=source, target="default", tell=lambda *_: None)
    assert not User.objects.exists()
    with connections[source].cursor() as cursor:
        cursor.execute("DELETE FROM reports_result_recorders")
    told = copy_rows(source=source, target="default", tell=lambda *_: None)
    ContentType.objects.clear_cache()
    assert told["people_user"].rows == User.objects.count() == 4
    assert told["audit_event"].rows == Event.objects.count() == Chain.objects.get().length == 5
    assert list(User.objects.order_by("pk").values_list("name", flat=True)) == [
        f"คนที่ {n} \\ \t \n" for n in range(4)
    ]
    assert verify_chain({}).broken is None
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.update(reason="x")
    # The fifth was deleted, but the trail names it: nobody gets its key.
    gone = int(Event.objects.order_by("pk").last().subject.rpartition(":")[2])
    assert User.objects.create_user("new@example.go.th", name="ใหม่").pk == gone + 1
    with pytest.raises(RefusedError) as refused:
        refuse_unless_empty("default")
    assert refused.value.refusal.code == "target_not_empty"


def test_what_cannot_be_moved_is_refused_with_nothing_changed(tmp_path: Path, migrated: Path) -> None:
    site = Site(tmp_path / "data")
    site.copy_of(migrated)
    for words, told in (
        (["mysql://x/y"], "must be PostgreSQL"),
        (["postgres://samrit@127.0.0.1:9/none", "--storage", "ftp://x"], "s3://BUCKET"),
        (["postgres://samrit:tight-lipped@127.0.0.1:9/none"], "was not touched"),
    ):
        done = site.command("migrate_to", *words, "--lang", "en")
        assert done.returncode == 2
        assert told in done.stderr
        assert "tight-lipped" not in done.stdout + done.stderr


def test_files_are_read_back_and_what_is_there_already_must_be_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    (folder / "evidence").mkdir(parents=True)
    (folder / "evidence" / "a.pdf").write_bytes(b"a")
    (folder / "evidence" / "b.pdf.part").write_bytes(b"half")
    assert list(files_of(folder)) == ["evidence/a.pdf"]
