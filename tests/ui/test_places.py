"""Where a request comes from: the socket's own address, or what a trusted proxy tells; never what a stranger claims."""

from typing import Any

import pytest
from django.test import RequestFactory

from samrit.ui.places import UNKNOWN, place_of

pytestmark = pytest.mark.anywhere


def come(**facts: str) -> str:
    return place_of(RequestFactory().get("/", **facts))


def test_without_a_proxy_what_a_stranger_claims_is_nothing() -> None:
    assert come(REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR="198.51.100.1") == "203.0.113.7"


def test_behind_a_proxy_its_last_word_counts(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert come(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.9, 198.51.100.1") == "198.51.100.1"


def test_an_address_that_cannot_be_told(settings: Any) -> None:
    assert come(REMOTE_ADDR="") == UNKNOWN
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert come(REMOTE_ADDR="", HTTP_X_FORWARDED_FOR="no address") == UNKNOWN
