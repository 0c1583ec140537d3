"""Signing in: the first page that everyone sees."""

import pytest

from samrit.people.models import User
from tests.journeys.conftest import OpenTab


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_sign_in_page_is_sound(open_tab: OpenTab, width: int, scheme: str, language: str):
    tab = open_tab(width=width, scheme=scheme, language=language)
    tab.visit("/accounts/login/")
    tab.screenshot(f"sign-in-{width}-{scheme}-{language}")


def test_a_person_signs_in_by_keyboard_alone(open_tab: OpenTab):
    User.objects.create_user("recorder@example.go.th", "correct horse battery", name="ผู้บันทึก")
    tab = open_tab()
    tab.visit("/accounts/login/")
    tab.page.get_by_label("อีเมล").focus()
    tab.page.keyboard.type("recorder@example.go.th")
    tab.page.keyboard.press("Tab")
    tab.page.keyboard.type("correct horse battery")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url(lambda address: "/accounts/login/" not in address)
    names = {cookie["name"] for cookie in tab.page.context.cookies()}
    assert "sessionid" in names


def test_a_wrong_password_is_told_on_an_accessible_page(open_tab: OpenTab):
    tab = open_tab(width=390)
    tab.visit("/accounts/login/")
    tab.page.get_by_label("อีเมล").fill("nobody@example.go.th")
    tab.page.get_by_label("รหัสผ่าน", exact=True).fill("wrong horse battery")
    tab.page.get_by_role("button", name="เข้าสู่ระบบ", exact=True).click()
    tab.page.get_by_role("alert").wait_for()
    tab.settle()  # the fonts too: before them words are wider
    tab.examine()
