"""The real OpenID provider, for whoever asks for it; one process for all tests."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from samrit.people.models import Agency, Role, User
from tests.people.providing import Between, provider_running
from tests.world import person


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Between]:
    with provider_running(tmp_path_factory.mktemp("provider")) as between:
        yield between


@pytest.fixture
def between(running: Between, settings: Any) -> Between:
    settings.IDENTITY_KEY, settings.IDENTITY_KEY_BEFORE = "k" * 40, ""
    settings.OPENID_PROVIDERS = [running.settings()]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    return running


@pytest.fixture
def officer() -> User:
    central = Agency.objects.create(kind=Agency.Kind.CENTRAL, name="สำนักงาน ก.พ.ร.")
    return person("evaluator", central, Role.EVALUATOR)
