"""How every test runs: quick passwords, a throw-away database, no network."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connection, connections
from pytest_django.plugin import blocking_manager_key

from make.machine import PDF_PACKAGES, has_pdf_libraries, how_to_install
from samrit.ui.catalogue import compile_catalogues
from tests.environment import DATA
from tests.migrated import make_once, template_once

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def pytest_configure(config: pytest.Config) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Pages of ordinary tests need no collected files; the journeys collect them and serve them as in production.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STATIC_ROOT = DATA / "static"
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    settings.STATIC_ROOT = DATA / "static"
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        # A file, not memory: the journeys' server answers from threads of its own. It need not survive a power cut.
        database.setdefault("TEST", {})["NAME"] = str(DATA / "test.sqlite3")
        database["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
    if not hasattr(config, "workerinput"):  # once, not in every process of a parallel run
        compile_catalogues()


@pytest.hookimpl(tryfirst=True)  # before pytest selects by mark
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that commits empties the tables afterwards; the next one wants the migrations' provinces back.

    What touches the database is marked ``data``: only that need be asked of another one.
    """
    without_pango = pytest.mark.skip(reason="PDF: " + how_to_install(" ".join(PDF_PACKAGES), "pango"))
    drawable = has_pdf_libraries()
    for item in items:
        if item.get_closest_marker("pdf") and not drawable:
            item.add_marker(without_pango)
        marker = item.get_closest_marker("django_db")
        if marker or {"db", "transactional_db"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("data")
        if marker and marker.kwargs.get("transaction"):
            kept = {**marker.kwargs, "serialized_rollback": True}
            item.add_marker(pytest.mark.django_db(**kept), append=False)


@pytest.fixture(autouse=True)
def nobody_guessed_codes() -> None:
    """Wrong codes of links and meetings are counted in the process, by the minute; tests stop the clock in the same one."""
    if following := sys.modules.get("samrit.letters.views.following"):
        following.guesses.forget()


SERIALIZED, AT_FIRST = "_test_serialized_contents", "_test_contents_at_first"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """The first test that needs the database makes it in its own set-up: Django is to find nothing to put in there either."""
    kept = connections["default"].__dict__
    if (contents := kept.pop(SERIALIZED, None)) is not None:
        kept[AT_FIRST] = contents


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """What the migrations put in is there already: see the teardown. Django would put it in again."""
    kept = connections["default"].__dict__
    contents = kept.pop(SERIALIZED, None)
    try:
        return (yield)
    finally:
        contents = kept.pop(AT_FIRST, contents)
        if contents is not None:
            kept[SERIALIZED] = contents


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A test that commits is cleaned up by emptying the tables, and what the migrations put in is put back at once.

    Tests stand in an order where those that commit come last, but a worker that is done takes tests from another:
    whichever comes next finds the provinces. Triggers would keep the trail for ever: they make way meanwhile.
    """
    marker = item.get_closest_marker("django_db")
    commits = "transactional_db" in getattr(item, "fixturenames", ()) or (
        marker is not None and marker.kwargs.get("transaction")
    )
    if not commits:
        return (yield)
    with item.config.stash[blocking_manager_key].unblock():
        triggers = triggers_lifted() if connection.vendor == "sqlite" else _kept_from_firing()
        try:
            return (yield)
        finally:
            if nextitem is not None:  # after the last test the database is gone
                with connection.cursor() as cursor:
                    for statement in triggers:
                        cursor.execute(statement)
                put_back()


def _kept_from_firing() -> list[str]:
    """PostgreSQL's triggers rest in this session, which may be the last one of the test; how they wake again."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    return ["SET session_replication_role = DEFAULT"]


def put_back() -> None:
    """What the migrations put into the database, after a flush."""
    database = connections["default"]
    database.creation.deserialize_db_from_string(database.__dict__["_test_serialized_contents"])


def triggers_lifted() -> list[str]:
    """Drop every trigger; the statements that make them again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = dict(cursor.fetchall())
        for name in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
    return list(triggers.values())


@contextmanager
def unsealed() -> Iterator[None]:
    """Let the test change what the database refuses to change for ever."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
            return
        triggers = triggers_lifted()
        yield
        for statement in triggers:
            cursor.execute(statement)


@pytest.fixture(scope="session")
def migrated() -> Path:
    """An SQLite database as the migrations leave it, to be copied."""
    return make_once()


@pytest.fixture(scope="session")
def django_db_keepdb(
    request: pytest.FixtureRequest,
    django_db_modify_db_settings: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> bool:
    """The tests' database is a copy of the migrated one: Django finds nothing to migrate in it."""
    test = connection.settings_dict["TEST"]
    if connection.vendor == "sqlite":
        shutil.copy(make_once(), test["NAME"])
    elif hasattr(request.config, "workerinput"):
        with django_db_blocker.unblock():
            test["TEMPLATE"] = template_once(tmp_path_factory.getbasetemp().parent)
    return connection.vendor == "sqlite"


Office = Callable[..., Path]

# How long an example takes says something about the machine, not about the rule.
# New examples each time, but where a run has to tell whether a change broke something (.ci/run).
hypothesis.settings.register_profile(
    "samrit", deadline=None, derandomize="SAMRIT_SAME_EXAMPLES" in os.environ
)
hypothesis.settings.load_profile("samrit")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """LibreOffice in a profile of its own: ``office(file, "xlsx")`` → the file as it writes it in that format.

    A run that promises it (REQUIRE_OFFICE, in .ci/run) fails without it; any other one skips and says why.
    """
    program = shutil.which("soffice")
    if program is None:
        (pytest.fail if os.environ.get("REQUIRE_OFFICE") else pytest.skip)("LibreOffice is not installed")

    def convert(file: Path, form: str) -> Path:
        profile, folder = (tmp_path / "office-profile").as_uri(), tmp_path / "office"
        command = [str(program), f"-env:UserInstallation={profile}", "--headless", "--convert-to", form]
        done = subprocess.run(
            [*command, "--outdir", str(folder), str(file)],
            check=False, capture_output=True, text=True, timeout=180,
        )  # fmt: skip
        written = folder / f"{file.stem}.{form.partition(':')[0]}"
        assert written.exists(), done.stderr
        return written

    return convert


class NetworkIsClosedError(OSError):
    """A test tried to reach another machine."""


@pytest.fixture(scope="session", autouse=True)
def closed_network() -> Iterator[None]:
    """Nothing here may need another machine; what tries to, fails loudly instead of being slow or flaky."""
    with pytest.MonkeyPatch.context() as patch:
        for method in ("connect", "connect_ex"):
            patch.setattr(socket.socket, method, _only_loopback(getattr(socket.socket, method)))
        yield


def _only_loopback(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in LOOPBACK:
            raise NetworkIsClosedError(f"a test tried to connect to {address[0]}")
        return connect(self, address)

    return guarded
