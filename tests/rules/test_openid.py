"""What an ID token must say, claim by claim, and a citizen's number by its check digit."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.rules.openid import (
    Asked,
    counts_as_second_step,
    fits_hash,
    is_citizen_number,
    person_in,
    text_of,
    wrong_claim,
)  # fmt: skip

NOW = 1_700_000_000
GOOD = {"iss": "https://a", "sub": "7", "aud": "us", "exp": NOW + 60, "iat": NOW, "nonce": "n"}


# What is changed (None: taken out) → the claim that is named; "" when it is accepted.
CHANGES: list[tuple[dict[str, Any], str]] = [
    ({}, ""), ({"aud": ["us"]}, ""), ({"aud": ["us", "them"], "azp": "us"}, ""), ({"azp": "us"}, ""),
    ({"iss": "https://a/"}, "iss"), ({"iss": None}, "iss"), ({"iss": ["https://a"]}, "iss"),
    ({"aud": "them"}, "aud"), ({"aud": []}, "aud"), ({"aud": ["us", "them"]}, "aud"), ({"aud": {"us": 1}}, "aud"),
    ({"aud": None}, "aud"), ({"azp": "them"}, "azp"), ({"aud": ["us", "them"], "azp": "them"}, "aud"),
    ({"exp": NOW - 59}, ""), ({"exp": NOW - 60}, "exp"), ({"exp": None}, "exp"), ({"exp": "9999999999"}, "exp"), ({"exp": True}, "exp"),
    ({"iat": NOW + 59}, ""), ({"iat": NOW + 60}, "iat"), ({"iat": NOW - 86_400}, "iat"), ({"iat": None}, "iat"),
    ({"nbf": NOW + 59}, ""), ({"nbf": NOW + 60}, "nbf"), ({"nbf": "now"}, "nbf"),
    ({"nonce": "N"}, "nonce"), ({"nonce": "\ud800"}, "nonce"), ({"nonce": ""}, "nonce"), ({"nonce": None}, "nonce"), ({"nonce": ["n"]}, "nonce"),
    ({"sub": ""}, "sub"), ({"sub": 7}, "sub"), ({"sub": "7" * 256}, "sub"), ({"sub": "a\x00b"}, "sub"),
]  # fmt: skip


def test_each_claim_is_needed_as_it_must_be() -> None:
    asked = Asked("https://a", "us", "n")
    found = [
        wrong_claim({k: v for k, v in (GOOD | change).items() if v is not None}, asked, now=NOW)
        for change, _name in CHANGES
    ]
    assert found == [name for _change, name in CHANGES]
    assert wrong_claim(GOOD | {"nonce": ""}, Asked("https://a", "us", ""), now=NOW) == "nonce"


@pytest.mark.parametrize(
    ("auth_time", "name"),
    [
        (NOW - 359, ""),
        (NOW - 361, "auth_time"),
        (NOW + 61, "auth_time"),
        (None, "auth_time"),
        ("now", "auth_time"),
    ],
)
def test_who_proves_again_was_asked_just_now(auth_time: object, name: str) -> None:
    assert (
        wrong_claim(GOOD | {"auth_time": auth_time}, Asked("https://a", "us", "n", lately=True), now=NOW)
        == name
    )


def test_the_access_token_is_the_one_it_came_with() -> None:
    # [openid.net/specs/openid-connect-core-1_0.html, A.3 and A.4]: the standard's own example.
    assert fits_hash("77QmUPtjPfzWtF2AnpK9RQ", "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y", "RS256")
    assert not fits_hash("77QmUPtjPfzWtF2AnpK9RQ", "another", "RS256")
    assert not fits_hash(7, "another", "RS256")
    assert fits_hash(None, "another", "RS256")
    assert not fits_hash("x", "\ud800", "RS256")  # half a letter, as JSON can write it


def test_the_providers_second_step_counts_only_where_it_is_accepted() -> None:
    assert counts_as_second_step({"acr": "high"}, frozenset({"high"}))
    assert counts_as_second_step({"amr": ["pwd", "otp"]}, frozenset({"otp"}))
    for told in ({}, {"acr": "low"}, {"amr": "otp"}, {"acr": None, "amr": [None]}):
        assert not counts_as_second_step(told, frozenset({"high", "otp"}))
    assert not counts_as_second_step({"acr": "high", "amr": ["otp"]}, frozenset())


def test_who_it_is_by_the_chosen_claim() -> None:
    assert person_in({"sub": "7"}, "sub") == "7"
    assert (
        person_in({"pid": "1-1017-00230-70-8"}, "pid")
        == person_in({"pid": "1101700230708"}, "pid")
        == "1101700230708"
    )
    assert (
        person_in({"email": " Officer@example.go.th", "email_verified": True}, "email")
        == "officer@example.go.th"
    )
    for told in (
        {"email": "a@example.go.th"},
        {"email": "a@example.go.th", "email_verified": "true"},
        {"pid": "1101700230709"},
        {"pid": 1101700230708},
    ):
        assert person_in(told, next(iter(told))) == ""


@given(st.integers(min_value=10**11, max_value=10**12 - 1))
def test_one_check_digit_fits_and_no_other(first_twelve: int) -> None:
    assert sum(is_citizen_number(f"{first_twelve}{digit}") for digit in range(10)) == 1


def test_what_is_no_number() -> None:
    for text in ("", "110170023070", "11017002307080", "๑๑๐๑๗๐๐๒๓๐๗๐๘", "0101700230701", "110170023070X"):
        assert not is_citizen_number(text)
    assert text_of(7) == text_of("") == text_of("a\nb") == ""


def test_a_second_step_that_is_no_word_does_not_count() -> None:
    assert not counts_as_second_step({"acr": {}, "amr": [[], None]}, frozenset({"otp"}))
    assert counts_as_second_step({"acr": [], "amr": [{}, "otp"]}, frozenset({"otp"}))
