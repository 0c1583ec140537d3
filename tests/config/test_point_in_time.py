"""What docs/production.md says of PostgreSQL's own base backups, done on a server of its own: back to a moment before an accident."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

BIN = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), Path("/usr/bin"))
pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(
        connection.vendor != "postgresql" or not (BIN / "pg_basebackup").exists(),
        reason="asks a PostgreSQL server",
    ),
]
FLEETING = "-c fsync=off -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"


class Server:
    """A cluster in a folder of its own; not as root, which the server refuses."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as plug:
            plug.bind(("127.0.0.1", 0))
            self.port = str(plug.getsockname()[1])

    def run(self, program: str, *words: str) -> None:
        user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        done = subprocess.run(
            [*user, str(BIN / program), *words], cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    def start(self, data: Path) -> None:
        options = f"-p {self.port} {FLEETING}"
        self.run("pg_ctl", "-D", str(data), "-l", str(self.folder / "log"), "-w", "-o", options, "start")

    def stop(self, data: Path) -> None:
        self.run("pg_ctl", "-D", str(data), "-m", "fast", "-w", "stop")

    def ask(self, *statements: str) -> list[tuple[object, ...]]:
        url = f"postgres://samrit@127.0.0.1:{self.port}/postgres"
        with psycopg.connect(url, autocommit=True) as opened:
            for statement in statements:
                cursor = opened.execute(statement)
            return cursor.fetchall() if cursor.description else []


@pytest.fixture
def server() -> Iterator[Server]:
    folder = Path(subprocess.check_output(["mktemp", "-d"], text=True).strip())  # one that postgres may enter
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    made = Server(folder)
    for name in ("main", "archive", "base"):
        (folder / name).mkdir(mode=0o700)
        if os.geteuid() == 0:
            shutil.chown(folder / name, "postgres")
    yield made
    for data in ("main", "base"):
        if (folder / data / "postmaster.pid").exists():
            made.stop(folder / data)
    shutil.rmtree(folder)


def test_the_site_of_a_moment_before_the_accident_comes_back(server: Server) -> None:
    main, base, archive = (server.folder / name for name in ("main", "base", "archive"))
    server.run(
        "initdb",
        "-D",
        str(main),
        "-U",
        "samrit",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    )
    with (main / "postgresql.auto.conf").open("a") as settled:
        settled.write(
            f"archive_mode = on\narchive_command = 'test ! -f {archive}/%f && cp %p {archive}/%f'\n"
        )
    server.start(main)
    server.ask("CREATE TABLE results (id int)", "INSERT INTO results SELECT generate_series(1, 100)")
    where = ["-h", "127.0.0.1", "-p", server.port, "-U", "samrit"]
    server.run("pg_basebackup", *where, "-D", str(base), "--checkpoint=fast", "--no-sync")
    server.run("pg_verifybackup", str(base))
    server.ask("INSERT INTO results SELECT generate_series(101, 150)")
    [(moment,)] = server.ask("SELECT pg_sleep(0.05)", "SELECT clock_timestamp()::text")
    server.ask("SELECT pg_sleep(0.05)", "DELETE FROM results", "SELECT pg_switch_wal()")
    assert server.ask("SELECT count(*) FROM results") == [(0,)]
    server.stop(main)
    with (base / "postgresql.auto.conf").open("a") as settled:
        settled.write("archive_mode = off\n")
        settled.write(f"restore_command = 'cp {archive}/%f %p'\nrecovery_target_time = '{moment}'\n")
        settled.write("recovery_target_action = 'promote'\n")
    (base / "recovery.signal").touch()
    server.start(base)
    assert server.ask("SELECT count(*), max(id) FROM results") == [(150, 150)]
