"""Public surveys know nobody: what people with an account need is not even asked, and nothing of it is missed."""

from collections.abc import Iterator
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from django.urls.resolvers import URLPattern
from time_machine import travel

from samrit.assessments.models import SurveyPoint
from samrit.assessments.moments import kiosk_key
from samrit.assessments.urls import public_addresses
from samrit.ui.visitors import FOR_VISITORS
from tests.assessments.surveying import as_, opened
from tests.world import NOW, World, make_people

pytestmark = pytest.mark.django_db
PATTERNS: list[URLPattern] = public_addresses[0]


@pytest.fixture
def world() -> Iterator[World]:
    with travel(NOW, tick=False):
        yield make_people()


@pytest.fixture
def point(world: World) -> SurveyPoint:
    return opened(world).points.get()


@pytest.mark.anywhere
@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_each_address_is_open_to_everybody(pattern: URLPattern) -> None:
    assert pattern.callback.login_required is False  # type: ignore[attr-defined]  # what login_not_required sets


def test_each_takes_only_what_it_checks_itself(point: SurveyPoint) -> None:
    """No token against forged requests is asked here: a view either takes nothing or says that it needs none."""
    key = kiosk_key(point.code, point.kiosk_series)
    for pattern in PATTERNS:
        exempt = getattr(pattern.callback, "csrf_exempt", False)
        needs_key = "kiosk" in str(pattern.name)
        address = reverse(
            f"survey:{pattern.name}", kwargs={"code": point.code, **({"key": key} if needs_key else {})}
        )
        assert address.startswith("/s/")
        assert address.startswith(FOR_VISITORS)
        status = Client(enforce_csrf_checks=True).post(address).status_code
        assert exempt or status == HTTPStatus.METHOD_NOT_ALLOWED, address


def test_it_is_the_same_page_with_an_account(world: World, point: SurveyPoint) -> None:
    address = reverse("survey:answer", kwargs={"code": point.code})
    signed_in = as_(world.recorder)
    with_account, without = signed_in.get(address), Client().get(address)
    assert with_account.status_code == without.status_code == HTTPStatus.OK
    assert world.recorder.name not in with_account.text
    for response in (with_account, without):
        assert response["X-Frame-Options"] == "DENY"
        assert "default-src" in response["Content-Security-Policy"]
        assert not response.cookies
    assert signed_in.get("/").status_code == HTTPStatus.OK  # and the account is still there afterwards


def test_wrong_addresses_get_the_house_s_own_answer(point: SurveyPoint) -> None:
    visitor = Client()
    assert visitor.get(f"/s/{point.code}")["Location"] == f"/s/{point.code}/"
    for wrong in ("/s/none/", "/s/a/b/c/d/"):
        response = visitor.get(wrong)
        assert response.status_code == HTTPStatus.NOT_FOUND
        assert 'lang="th"' in response.text
