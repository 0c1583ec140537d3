"""A real Chromium against the real server: compressed static files, security headers, a committed database."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NoReturn

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.test import Client
from django.test.testcases import LiveServerThread
from django.test.utils import override_settings
from playwright.sync_api import Browser, Error, sync_playwright

from make.machine import find_chromium, how_to_install, missing_for_browsing
from samrit.people.models import User
from tests.environment import DATA
from tests.journeys.browsing import Tab

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1, EXCLUDE localhost",
]  # fmt: skip
LOCALES = {"th": "th-TH", "en": "en-GB"}

OpenTab = Callable[..., Tab]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The one browser of the run. Without one, what needs it is skipped and says so, never passed."""
    if missing := missing_for_browsing():
        without_browser("cannot be run here: " + how_to_install(" ".join(missing), "--cask chromium"))
    # Playwright keeps an event loop running in this thread. Django would refuse the tests' queries beside it, and
    # give them a second connection that knows nothing of the test database's first content.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    connection = connections[DEFAULT_DB_ALIAS]
    with sync_playwright() as playwright:
        connections[DEFAULT_DB_ALIAS] = connection
        try:
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        except Error as error:
            without_browser(f"{find_chromium()} does not start: {error.message.splitlines()[0]}")
        yield browser
        browser.close()


def without_browser(why: str) -> NoReturn:
    """A run that promises a browser (REQUIRE_CHROMIUM, in .ci/run) fails; any other one skips and says why."""
    if os.environ.get("REQUIRE_CHROMIUM"):
        pytest.fail(f"the journeys {why}")
    pytest.skip(f"the journeys {why}")


@pytest.fixture(scope="session")
def site(django_db_setup: None) -> Iterator[str]:
    """The address of a running server, with static files collected and compressed as in production."""
    compressed = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    storages = {**settings.STORAGES, "staticfiles": compressed}
    with override_settings(STORAGES=storages, STATIC_ROOT=DATA / "collected"):
        call_command("collectstatic", interactive=False, verbosity=0)
        server = LiveServerThread("127.0.0.1", _as_it_is)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        if server.error:
            raise server.error
        yield f"http://127.0.0.1:{server.port}"
        server.terminate()


def _as_it_is(application: Any) -> Any:
    """The server is asked for static files too: Django's test server would hand them out uncompressed."""
    return application


@pytest.fixture
def open_tab(
    chromium: Browser, site: str, transactional_db: None, django_db_serialized_rollback: None
) -> Iterator[OpenTab]:
    """Open a tab: its width, colour scheme, language, the person signed in, and the moment it shows."""
    contexts = []

    def opened(
        *,
        width: int = 1280,
        height: int = 800,
        scheme: str = "light",
        language: str = "th",
        user: User | None = None,
        now: datetime | None = None,
    ) -> Tab:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
            locale=LOCALES[language],
            timezone_id="Asia/Bangkok",
        )
        contexts.append(context)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if user is not None:
            cookies[settings.SESSION_COOKIE_NAME] = _session_of(user)
        context.add_cookies([{"name": name, "value": value, "url": site} for name, value in cookies.items()])
        tab = Tab(context.new_page(), site)
        if now is not None:
            tab.page.clock.set_fixed_time(now)
        return tab

    yield opened
    for context in contexts:
        context.close()
    cache.clear()


def _session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)
