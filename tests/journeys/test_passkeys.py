"""A passkey, from making it to signing in with nothing else: a real browser with an authenticator of its own.

Browsers give no passkey to an address of digits, so this visit goes to ``localhost``.
"""

import pytest
from django.test import override_settings

from samrit.people.models import User
from samrit.people.queries import second_steps
from tests.journeys.browsing import Tab
from tests.journeys.conftest import OpenTab

PASSWORD = "correct horse battery"  # noqa: S105 - made for a test, no secret


@pytest.fixture
def tab(open_tab: OpenTab) -> Tab:
    opened = open_tab(width=390)
    opened.site = opened.site.replace("127.0.0.1", "localhost")
    wire = opened.page.context.new_cdp_session(opened.page)
    wire.send("WebAuthn.enable")
    able = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": able})
    return opened


def with_password(tab: Tab, person: User) -> None:
    tab.visit("/accounts/login/?next=/accounts/2fa/")
    tab.page.get_by_label("อีเมล").fill(person.email)
    tab.page.get_by_label("รหัสผ่าน", exact=True).fill(PASSWORD)
    tab.page.get_by_role("button", name="เข้าสู่ระบบ", exact=True).click()


def make_passkey(tab: Tab, name: str) -> None:
    page = tab.page
    page.get_by_role("link", name="เพิ่มพาสคีย์").click()
    page.get_by_label("รหัสผ่าน").fill(PASSWORD)  # whoever sits at an open screen makes none
    page.get_by_role("button", name="ยืนยัน").click()
    page.get_by_label("ชื่อไว้จำ").fill(name)
    tab.examine()
    page.get_by_role("button", name="เพิ่มพาสคีย์").click()
    page.get_by_label("รหัสที่ยังไม่ได้ใช้ 10 จาก 10 รหัส").wait_for()
    tab.examine()
    page.get_by_role("link", name="กลับไปหน้าความปลอดภัย").click()
    page.get_by_role("rowheader", name=name).wait_for()
    tab.examine()


@override_settings(MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN=True)
def test_a_passkey_opens_the_account_by_itself(tab: Tab) -> None:
    person = User.objects.create_user("approver@example.go.th", PASSWORD, name="ผู้อนุมัติ")
    page = tab.page
    with_password(tab, person)
    make_passkey(tab, "เครื่องที่ทำงาน")
    (key,) = second_steps(person).passkeys
    tab.visit(f"/accounts/2fa/webauthn/keys/{key.pk}/edit/")

    page.context.clear_cookies(name="sessionid")
    tab.visit("/accounts/login/?next=/accounts/2fa/")
    page.get_by_role("button", name="เข้าสู่ระบบด้วยพาสคีย์").click()
    page.get_by_role("rowheader", name="เครื่องที่ทำงาน").wait_for()

    # With the password too, it is the second step; and it proves who it is before the account is changed.
    page.context.clear_cookies(name="sessionid")
    with_password(tab, person)
    page.get_by_role("heading", name="ยืนยันตัวตนขั้นที่สอง").wait_for()
    tab.examine()
    page.get_by_role("button", name="ใช้พาสคีย์").click()
    page.get_by_role("link", name="ลบ เครื่องที่ทำงาน").click()
    tab.examine()
    page.get_by_role("button", name="ใช้พาสคีย์").click()
    page.get_by_role("button", name="ลบพาสคีย์").wait_for()
    tab.examine()
    page.get_by_role("button", name="ลบพาสคีย์").click()
    page.get_by_role("link", name="เพิ่มพาสคีย์").wait_for()
    assert not second_steps(person).any
