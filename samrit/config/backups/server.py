"""A PostgreSQL database into one file, as at one moment while others write, and out of it into an empty one.

By PostgreSQL's own programs (package postgresql-client, not older than the server). Passwords go through the environment.
"""

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient
from psycopg import sql

from samrit.config.backups.making import FILES, file_columns
from samrit.rules.wording import RefusedError, refuse

Settled = Mapping[str, Any]  # as in Django's DATABASES
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
# Of rows that another one makes anew: neither dumped nor counted.
WITHOUT_ROWS = ("samrit_cache",)


def dump(path: Path) -> tuple[dict[str, int], set[str]]:
    """Write it; rows of each table and names of files, all of the same moment. OSError: a program is missing or failed."""
    with closing(_opened(connection.settings_dict)) as reading:
        reading.execute("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        snapshot = reading.execute("SELECT pg_export_snapshot()").fetchone()
        left_out = [f"--exclude-table-data={name}" for name in WITHOUT_ROWS]
        words = ["--format=custom", "--no-owner", "--no-privileges", "--no-comments", f"--file={path}"]
        _run(
            "pg_dump",
            connection.settings_dict,
            [*words, *left_out, f"--snapshot={snapshot[0] if snapshot else ''}"],
        )
        path.chmod(0o600)
        return _counts(reading), _named(reading)


def load(path: Path, settled: Settled, tables: Mapping[str, int]) -> None:
    """All of it or nothing, into an empty database. RefusedError: the rows are not as many as were written down."""
    try:
        _run(
            "pg_restore",
            settled,
            ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", str(path)],
        )
    except OSError as failed:
        raise RefusedError(
            refuse(
                "server_not_restored", "กู้คืนเข้า PostgreSQL ไม่สำเร็จ ({why}) – ฐานข้อมูลยังเป็นเหมือนเดิม", why=failed
            )
        ) from None
    with closing(_opened(settled)) as reading:
        if _counts(reading) != dict(tables):
            raise RefusedError(
                refuse("server_rows_differ", "จำนวนแถวไม่ตรงกับที่จดไว้ในไฟล์สำรอง – ทิ้งฐานข้อมูลนี้ แล้วใช้สำเนาอื่น")
            )


def refuse_unless_empty(settled: Settled) -> None:
    with closing(_opened(settled)) as reading:
        if reading.execute(TABLES).fetchall():
            raise RefusedError(
                refuse("server_not_empty", "ฐานข้อมูลมีตารางอยู่แล้ว – สร้างฐานข้อมูลว่าง แล้วตั้ง DATABASE_URL ใหม่")
            )


@contextmanager
def scratch_database(settled: Settled) -> Iterator[Settled]:
    """One beside the site's own, gone afterwards. RefusedError: this account may not make one."""
    name = f"samrit_verify_{secrets.token_hex(4)}"
    with closing(_opened(settled)) as server:
        server.autocommit = True
        try:
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege:
            raise RefusedError(
                refuse(
                    "server_no_scratch", "บัญชีฐานข้อมูลนี้สร้างฐานข้อมูลชั่วคราวไม่ได้ – ให้สิทธิ์ด้วย ALTER ROLE … CREATEDB"
                )
            ) from None
        try:
            yield {**settled, "NAME": name}
        finally:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def address_of(url: str, settled: Settled) -> str:
    """``DATABASE_URL`` of another database on the same server."""
    return urlsplit(url)._replace(path=f"/{settled['NAME']}").geturl()


def _opened(settled: Settled) -> psycopg.Connection[tuple[Any, ...]]:
    options = {name: value for name, value in settled.get("OPTIONS", {}).items() if name.startswith("ssl")}
    return psycopg.connect(
        host=settled["HOST"] or None, port=settled["PORT"] or None, user=settled["USER"] or None,
        password=settled["PASSWORD"] or None, dbname=settled["NAME"], autocommit=True, **options,
    )  # fmt: skip


def _counts(reading: psycopg.Connection[tuple[Any, ...]]) -> dict[str, int]:
    found = {}
    for (name,) in reading.execute(TABLES).fetchall():
        if name not in WITHOUT_ROWS:
            row = reading.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
            found[str(name)] = int(row[0]) if row else 0
    return found


def _named(reading: psycopg.Connection[tuple[Any, ...]]) -> set[str]:
    asked = sql.SQL("SELECT {} FROM {}")
    return {
        f"{FILES}/{name}"
        for table, column in file_columns()
        for (name,) in reading.execute(asked.format(sql.Identifier(column), sql.Identifier(table))).fetchall()
        if name
    }


def _run(program: str, settled: Settled, words: Sequence[str]) -> None:
    found = shutil.which(program)
    if not found:
        raise OSError(f"{program} is missing: apt-get install postgresql-client")
    (_psql, *where), environment = DatabaseClient.settings_to_cmd_args_env(dict(settled), [])
    where[-1] = f"--dbname={where[-1]}"
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own program
        [found, *where, *words],
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise OSError(done.stderr.strip()[-500:])
