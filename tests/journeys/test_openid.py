"""Signing in by a real OpenID provider in a browser: there, back, linked, asked again, and each way it can go wrong."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import override_settings
from django.test.testcases import LiveServerThread
from django.urls import reverse
from playwright.sync_api import expect

from samrit.config import settings as as_configured
from samrit.people.models import AccessToken, LinkedIdentity, User
from tests.journeys.browsing import Tab
from tests.journeys.conftest import OpenTab, _as_it_is
from tests.people.openid_provider.people import PASSWORD as PASSWORD_THERE
from tests.people.providing import (
    BACK,
    DISCOVERY,
    LOGIN,
    SECURITY,
    TOKEN,
    Answer,
    Bend,
    Between,
    provider_running,
    query_of,
)

PASSWORD = "ทะเลสีครามยามเช้า"  # noqa: S105 - made for a test, no secret
AUTHORIZATION, PROVE = "/identity/o/authorize", "/accounts/openid/thaid/prove/"


@pytest.fixture
def between(
    site: str, transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Between]:
    """A server of its own: its policy names the provider. At ``localhost``, or both would share their cookies."""
    server = LiveServerThread("127.0.0.1", _as_it_is)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    ours = f"http://localhost:{server.port}"
    with provider_running(tmp_path, ours) as running:
        monkeypatch.setattr(as_configured, "OPENID_PROVIDERS", [running.settings()])
        directives = as_configured.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        origins = as_configured._provider_origins()  # noqa: SLF001 - the settings' own, of another provider
        policy = directives | {"form-action": ["'self'", *origins]}
        with override_settings(
            SITE_URL=ours, IDENTITY_KEY="k" * 40, IDENTITY_KEY_BEFORE="", OPENID_PROVIDERS=[running.settings()],
            CONTENT_SECURITY_POLICY={"DIRECTIVES": policy}, IDLE_MINUTES=60,
        ):  # fmt: skip
            yield running
        server.terminate()


def opened(open_tab: OpenTab, **how: Any) -> Tab:
    tab = open_tab(**how)
    tab.site = settings.SITE_URL
    return tab


def presses(tab: Tab, name: str) -> None:
    with tab.page.expect_navigation():
        tab.page.get_by_role("button", name=name, exact=True).click()


def signs_in_there(tab: Tab) -> None:
    """In the provider's own pages."""
    tab.page.locator("[name=login]").fill("officer")
    tab.page.locator("[name=password]").fill(PASSWORD_THERE)
    with tab.page.expect_navigation(url=lambda address: address.startswith(tab.site)):
        tab.page.locator("form button").click()


def is_sound(tab: Tab, path: str, words: str) -> None:
    """Ours again, at this address, with these words."""
    assert urlsplit(tab.page.url).path == path
    expect(tab.page.locator("main")).to_contain_text(words)
    tab.foreign.clear()  # the provider's pages were to be visited
    tab.settle()
    tab.examine()


def goes_wrong(tab: Tab, *, status: int, words: str, back: str = "/accounts/login/") -> None:
    """A page of ours that says what to do and leads back."""
    with tab.page.expect_navigation() as answer:
        tab.page.get_by_role("button", name="ThaID").click()
    assert answer.value.status == status
    is_sound(tab, urlsplit(tab.page.url).path, words)
    tab.page.locator("main").get_by_role("link").first.click()
    tab.page.wait_for_url(lambda address: urlsplit(address).path == back)


def said(body: str, status: int = 400) -> Bend:
    return lambda _answer: (status, {}, body.encode())


def denied(between: Between) -> Bend:
    def bend(_answer: Answer) -> Answer:
        told = urlencode({"error": "access_denied", "state": query_of(between.asked[-1])["state"]})
        return 302, {"Location": f"{settings.SITE_URL}{BACK}?{told}"}, b""

    return bend


def long_ago() -> None:
    """As if everybody had been away for two hours."""
    for one in Session.objects.all():
        kept = SessionStore(one.session_key)
        for name in ("samrit_began", "samrit_seen"):
            kept[name] = int(time.time()) - 7200
        for record in kept.get("account_authentication_methods", []):
            record["at"] -= 7200
        kept.save()


def test_in_a_browser(open_tab: OpenTab, between: Between) -> None:
    person = User.objects.create_user("recorder@example.go.th", PASSWORD, name="ผู้บันทึก")
    links_the_account(opened(open_tab), person)
    phone, make = opened(open_tab, width=390, scheme="dark"), reverse("people:make_token")
    meets_every_refusal(phone, between, make)
    # Known there by now, and led to where it was to go from the start.
    phone.page.get_by_role("button", name="เข้าสู่ระบบด้วย ThaID").click()
    phone.page.wait_for_url(phone.site + make)
    is_sound(phone, make, "สร้างโทเคน")
    proves_again(phone, between, make)
    assert AccessToken.objects.get().name == "ดึงผลเข้าแดชบอร์ดจังหวัด"


def links_the_account(tab: Tab, person: User) -> None:
    """By its owner, who has just said who that is."""
    tab.visit(f"{LOGIN}?next={SECURITY}")
    tab.screenshot("openid-sign-in-1280-light")
    tab.page.get_by_label("อีเมล").fill(person.email)
    tab.page.get_by_label("รหัสผ่าน", exact=True).fill(PASSWORD)
    presses(tab, "เข้าสู่ระบบ")
    presses(tab, "ผูกบัญชี ThaID")
    signs_in_there(tab)
    is_sound(tab, SECURITY, "ผูกบัญชี ThaID แล้ว")
    assert LinkedIdentity.objects.get().user == person


def meets_every_refusal(phone: Tab, between: Between, wanted: str) -> None:
    phone.visit(f"{LOGIN}?next={wanted}")
    phone.screenshot("openid-sign-in-390-dark")
    with between.bent(AUTHORIZATION, denied(between)):
        goes_wrong(phone, status=400, words="คุณยกเลิกการเข้าสู่ระบบที่ ThaID")
    cache.clear()
    with between.bent(DISCOVERY, said("", 500)):
        goes_wrong(phone, status=502, words="ติดต่อ ThaID ไม่ได้ในขณะนี้")
    phone.page.goto(f"{phone.site}{BACK}?state=another&code=another")
    is_sound(phone, BACK, "เริ่มใหม่จากหน้าเข้าสู่ระบบ")
    phone.visit(f"{LOGIN}?next={wanted}")
    presses(phone, "เข้าสู่ระบบด้วย ThaID")
    with between.bent(TOKEN, said('{"error": "invalid_grant"}')):
        signs_in_there(phone)
    is_sound(phone, BACK, "ThaID ไม่รับรหัสของการเข้าสู่ระบบครั้งนี้")
    phone.screenshot("openid-refused-390-dark")
    phone.page.get_by_role("link", name="ไปหน้าเข้าสู่ระบบ").click()
    with between.bent(TOKEN, said('{"error": "invalid_client"}', 401)):
        goes_wrong(phone, status=502, words="แจ้งผู้ดูแลระบบ")


def proves_again(phone: Tab, between: Between, make: str) -> None:
    """Away too long: what was typed waits at the provider's door, outlives a refusal there, and can be put right."""
    phone.page.get_by_label("ใช้ทำอะไร").fill("ดึงผลเข้าแดชบอร์ดจังหวัด")
    long_ago()
    presses(phone, "สร้างโทเคน")
    phone.page.get_by_role("link", name="ยืนยันด้วย ThaID").click()
    is_sound(phone, PROVE, "สิ่งที่พิมพ์ไว้ยังอยู่ครบ")
    with between.bent(AUTHORIZATION, denied(between)):
        goes_wrong(phone, status=400, words="คุณยกเลิก", back=PROVE)
    phone.page.context.clear_cookies(domain="127.0.0.1")  # the provider must ask too
    presses(phone, "ยืนยันด้วย ThaID")
    signs_in_there(phone)
    is_sound(phone, make, "เลือกสิ่งที่โทเคนทำได้อย่างน้อยหนึ่งอย่าง")
    phone.page.get_by_role("checkbox").first.check()
    presses(phone, "สร้างโทเคน")
    is_sound(phone, make, "สร้างโทเคนแล้ว")
