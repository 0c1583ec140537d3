"""Short links: codes as people type them, where they may lead, which openings count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.rules.letters.links import (
    CODE_LENGTH,
    LETTERS,
    Target,
    code_typed,
    counts,
    host_in_letters,
    is_code,
    target_of,
)
from samrit.rules.wording import Refusal

OWN = frozenset({"samrit.example.go.th"})


def test_letters_cannot_be_taken_for_each_other() -> None:
    assert not set(LETTERS) & set("0o1il23")
    assert len(set(LETTERS)) == len(LETTERS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ABCD-4567", "abcd4567"),  # capitals, a dash
        (" abcd 4567 ", "abcd4567"),
        ("abcd๔๕๖๗", "abcd4567"),  # Thai digits
        ("ฟิแกภถุึ", "abcd4567"),  # the keyboard was in Thai
        ("abcd0000", "abcd0000"),  # no code, and left as it is
    ],
)
def test_a_code_is_understood_as_it_was_meant(typed: str, meant: str) -> None:
    assert code_typed(typed) == meant


@given(st.text(alphabet=LETTERS, min_size=CODE_LENGTH, max_size=CODE_LENGTH))
def test_every_code_can_be_typed_with_either_keyboard(code: str) -> None:
    assert is_code(code)
    assert code_typed(code) == code
    assert code_typed(code.upper()) == code
    assert code_typed(code.translate(str.maketrans(LETTERS, "".join(_thai(one) for one in LETTERS)))) == code


def _thai(letter: str) -> str:
    keys = dict(zip("4567890qwertyuiopasdfghjklzxcvbnm", "ภถุึคตจๆไำพะัีรนยฟหกดเ้่าสผปแอิืท", strict=True))
    return keys[letter]


@given(st.text(max_size=40))
def test_anything_may_be_typed(text: str) -> None:
    assert isinstance(is_code(code_typed(text)), bool)


@pytest.mark.parametrize(
    ("typed", "kept", "host"),
    [
        ("/reports/3/?a=1#b", "/reports/3/?a=1#b", ""),
        ("/catalog/ขยะ/", "/catalog/%E0%B8%82%E0%B8%A2%E0%B8%B0/", ""),
        ("https://www.example.go.th", "https://www.example.go.th/", "www.example.go.th"),
        ("HTTPS://WWW.Example.go.th/A?b=c d".replace(" ", "%20"), "https://www.example.go.th/A?b=c%20d", "www.example.go.th"),
        ("https://www.example.go.th:443/", "https://www.example.go.th/", "www.example.go.th"),
        ("https://สำนักงาน.example/", "https://xn--12cc2c4b6gocx8a.example/", "xn--12cc2c4b6gocx8a.example"),
        ("https://samrit.example.go.th/reports/", "/reports/", ""),  # this very site
    ],
)  # fmt: skip
def test_where_a_link_may_lead(typed: str, kept: str, host: str) -> None:
    found = target_of(typed, own_hosts=OWN)
    assert isinstance(found, Target)
    if not typed.startswith("https://สำนัก"):
        assert (found.address, found.host) == (kept, host)
    else:
        assert found.host.startswith("xn--")
        assert host_in_letters(found.host).endswith(".example")
    assert found.address.isascii()
    assert target_of(found.address, own_hosts=OWN) == found  # said again, it is the same


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "link_target_missing"),
        ("//evil.example/", "link_target_path"),  # of another site
        ("/\\evil.example/", "link_target_odd"),
        ("http://www.example.go.th/", "link_target_https"),
        ("javascript:alert(1)", "link_target_https"),
        ("data:text/html,a", "link_target_https"),
        ("ftp://www.example.go.th/", "link_target_https"),
        ("https://user:word@www.example.go.th/", "link_target_account"),
        ("https://www.example.go.th@evil.example/", "link_target_account"),
        ("https://www.example.go.th:8443/", "link_target_port"),
        ("https://www.example.go.th:99999999/", "link_target_host"),
        ("https://127.0.0.1/", "link_target_host"),
        ("https://2130706433/", "link_target_host"),
        ("https://0x7f.1/", "link_target_host"),
        ("https://[::1]/", "link_target_host"),
        ("https://localhost/", "link_target_host"),
        ("https:///path", "link_target_host"),
        ("https://-a.example/", "link_target_host"),
        ("https://exa\u202emple.go.th/", "link_target_odd"),  # turns the writing round
        ("https://exa\u200bmple.go.th/", "link_target_odd"),
        ("https://www.example.go.th/a\nb", "link_target_odd"),
        ("https://www.example.go.th/" + "a" * 2000, "link_target_odd"),
        ("www.example.go.th", "link_target_https"),
    ],
)
def test_where_a_link_may_not_lead(typed: str, code: str) -> None:
    found = target_of(typed, own_hosts=OWN)
    assert isinstance(found, Refusal)
    assert found.code == code


@given(st.text(max_size=80))
def test_nothing_that_is_typed_breaks_the_reader(text: str) -> None:
    for typed in (text, f"/{text}", f"https://{text}", f"https://www.example.go.th/{text}"):
        found = target_of(typed, own_hosts=OWN)
        if isinstance(found, Target):
            assert found.address.startswith("https://") or (
                found.address.startswith("/") and not found.address.startswith("//")
            )


def test_a_name_that_looks_like_another_is_shown_as_the_network_writes_it() -> None:
    found = target_of("https://ехаmple.go.th/", own_hosts=OWN)  # the first three letters are Cyrillic
    assert isinstance(found, Target)
    assert found.host.startswith("xn--")
    assert host_in_letters(found.host) == "ехаmple.go.th"
    assert host_in_letters("www.example.go.th") == ""


BROWSER = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


@pytest.mark.parametrize(
    ("method", "agent", "purpose", "counted"),
    [
        ("GET", BROWSER, "", True),
        ("HEAD", BROWSER, "", False),
        ("GET", BROWSER, "prefetch;prerender", False),
        ("GET", "", "", False),
        ("GET", "Googlebot/2.1 (+http://www.google.com/bot.html)", "", False),
        ("GET", "facebookexternalhit/1.1;line-poker/1.0", "", False),
        ("GET", "curl/8.5.0", "", False),
        ("GET", "python-requests/2.32", "", False),
    ],
)
def test_only_people_are_counted(method: str, agent: str, purpose: str, *, counted: bool) -> None:
    assert counts(method=method, agent=agent, purpose=purpose) is counted
