"""All rows of one database into another, in one transaction there: everything arrives, or nothing does.

Rows go as they are: no action is called, no time is set anew. Triggers that keep rows as they are make way meanwhile; references
are looked at by the database itself before they stand again.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connections, models, transaction

from samrit.audit.models import Chain
from samrit.people.models import User
from samrit.rules.wording import RefusedError, refuse

BATCH = 2000
# Made anew where they are needed: SQLite's own full-text index, the cache, what was migrated.
NOT_ROWS = ("django_migrations", "samrit_cache", "sqlite_")
INDEX_OF_SQLITE = "_trigrams"
Model = type[models.Model]
Tell = Callable[[str, int], object]


@dataclass(frozen=True)
class Told:
    """What a table holds: how many rows, and the SHA-256 over all of them by their keys."""

    rows: int
    sha256: str


def tables() -> list[Model]:
    """Every table of the project and of the libraries it uses."""
    return sorted(apps.get_models(include_auto_created=True), key=lambda model: model._meta.db_table)


def unknown_tables(alias: str) -> list[str]:
    """What the source holds besides: somebody put it there, and it would be left behind."""
    known = {model._meta.db_table for model in tables()}
    return sorted(
        name
        for name in connections[alias].introspection.table_names()
        if name not in known and not name.startswith(NOT_ROWS) and INDEX_OF_SQLITE not in name
    )


def refuse_unless_empty(alias: str) -> None:
    """RefusedError when anybody ever worked there. No tables at all, or those of a fresh ``samrit migrate``, are empty."""
    there = set(connections[alias].introspection.table_names())
    ours = {User._meta.db_table, Chain._meta.db_table}
    if not there:
        return
    if (
        not ours <= there
        or User.objects.using(alias).exists()
        or Chain.objects.using(alias).filter(length__gt=0).exists()
    ):
        raise RefusedError(
            refuse("target_not_empty", "ฐานข้อมูลปลายทางมีข้อมูลอยู่แล้ว – สร้างฐานข้อมูลว่าง แล้วสั่งใหม่ ไม่มีอะไรถูกเปลี่ยน")
        )


def make_tables(url: str) -> None:
    """By the migrations, in a process whose one database that is: they write where they always do."""
    program = "from samrit.config.command import main; main()"
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program, "migrate", "-v0"],
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise OSError(done.stderr.strip()[-2000:])


def copy_rows(*, source: str, target: str, tell: Tell) -> dict[str, Told]:
    """Table → what was read and stands there now. RefusedError where the two differ: then nothing was written."""
    moved = tables()
    with transaction.atomic(using=source), transaction.atomic(using=target), _triggers_lifted(target, moved):
        _empty(target, moved)
        for model in moved:
            tell(model._meta.db_table, _copy_table(model, source, target))
        with connections[target].cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # every reference leads somewhere
        _set_next_keys(moved, source, target)
        return {model._meta.db_table: _compared(model, source, target) for model in moved}


@contextmanager
def _triggers_lifted(alias: str, moved: Sequence[Model]) -> Iterator[None]:
    """Those of the project, not those by which the database keeps references; of an error all of it is taken back."""
    for_all = "ALTER TABLE {} {} TRIGGER USER"
    connection = connections[alias]
    with connection.cursor() as cursor:
        for model in moved:
            cursor.execute(for_all.format(connection.ops.quote_name(model._meta.db_table), "DISABLE"))
        yield
        for model in moved:
            cursor.execute(for_all.format(connection.ops.quote_name(model._meta.db_table), "ENABLE"))


def _empty(alias: str, moved: Sequence[Model]) -> None:
    """Of what migrations put in: the source has the same, with its own keys."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        for model in moved:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 - a name


def _copy_table(model: Model, source: str, target: str) -> int:
    fields = model._meta.local_concrete_fields
    connection, count = connections[target], 0
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    with connection.cursor() as cursor, cursor.copy(
        f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN"
    ) as written:  # fmt: skip
        for row in _rows(model, source):
            written.write_row(
                [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)]
            )
            count += 1
    return count


def _rows(model: Model, alias: str) -> Iterator[tuple[Any, ...]]:
    names = [field.attname for field in model._meta.local_concrete_fields]
    return model._base_manager.using(alias).order_by("pk").values_list(*names).iterator(BATCH)


def _compared(model: Model, source: str, target: str) -> Told:
    was, stands = _told(model, source), _told(model, target)
    if was != stands:
        raise RefusedError(
            refuse(
                "rows_differ",
                "ตาราง {table} ไม่เหมือนต้นทาง ({was} แถว ได้ {stands} แถว) – ไม่มีอะไรถูกเขียนที่ปลายทาง",
                table=model._meta.db_table,
                was=was.rows,
                stands=stands.rows,
            )
        )
    return stands


def _told(model: Model, alias: str) -> Told:
    """The order of keys that are text differs between databases: each row is hashed, and the hashes are put in order."""
    hashes = sorted(hashlib.sha256(_text(row)).digest() for row in _rows(model, alias))
    return Told(len(hashes), hashlib.sha256(b"".join(hashes)).hexdigest())


def _text(row: tuple[Any, ...]) -> bytes:
    return json.dumps([_plain(value) for value in row], sort_keys=True, ensure_ascii=False).encode()


def _plain(value: Any) -> Any:
    """The same for what the two databases give back as the same in different clothes."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, memoryview | bytes):
        return bytes(value).hex()
    return value if value is None or isinstance(value, bool | int | float | str | list | dict) else str(value)


def _set_next_keys(moved: Sequence[Model], source: str, target: str) -> None:
    """The next row gets the key it would have got: never one that a deleted row had, which the trail still names."""
    connection = connections[target]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(moved)):
            cursor.execute(statement)
        for table, last in _last_keys(source).items():
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), greatest(%s, nextval(pg_get_serial_sequence(%s, 'id')) - 1))",
                [connection.ops.quote_name(table), last, connection.ops.quote_name(table)],
            )


def _last_keys(alias: str) -> dict[str, int]:
    """As SQLite remembers them, of tables of ours whose keys it counts."""
    counted = {
        model._meta.db_table
        for model in tables()
        if isinstance(model._meta.pk, models.AutoField | models.BigAutoField)
        and model._meta.pk.column == "id"
    }
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence WHERE seq > 0")
        return {name: last for name, last in cursor.fetchall() if name in counted}
