"""The gallery, the sign-in pages and the pages for what could not be shown."""

import re
from pathlib import Path

import pytest
from django.template import engines
from django.test import Client, override_settings

from samrit import ui

HERE = Path(ui.__file__).parent
SPRITE = set(
    re.findall(r'<symbol id="([\w-]+)"', (HERE / "static/samrit/icons.svg").read_text(encoding="utf-8"))
)

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ui.addresses")]


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False, headers={"host": "localhost"})


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/ui/", 200, "ชิ้นส่วนของหน้า"),
        ("/accounts/login/", 200, "เข้าสู่ระบบ"),
        ("/accounts/password/reset/", 200, "ตั้งรหัสผ่านใหม่"),
        ("/accounts/password/reset/done/", 200, "ส่งลิงก์แล้ว"),
        ("/accounts/password/reset/key/1-x/", 200, "ลิงก์นี้ใช้ไม่ได้แล้ว"),
        ("/accounts/password/reset/key/done/", 200, "เปลี่ยนรหัสผ่านแล้ว"),
        ("/accounts/inactive/", 200, "บัญชีนี้ปิดอยู่"),
        ("/accounts/signup/", 200, "เปิดบัญชีด้วยคำเชิญ"),
        ("/nowhere/", 404, "ไม่พบหน้านี้"),
        ("/ui/problem/403/", 403, "บัญชีนี้ทำขั้นนี้ไม่ได้"),
        ("/ui/problem/419/", 403, "หน้านี้เปิดค้างไว้นานเกินไป"),
        ("/ui/problem/400/", 400, "คำขอนี้อ่านไม่ได้"),
        ("/ui/problem/500/", 500, "ระบบขัดข้องชั่วคราว"),
    ],
)
def test_every_page_answers_with_its_heading(
    visitor: Client, address: str, status: int, heading: str
) -> None:
    answer = visitor.get(address)
    html = answer.content.decode()
    assert answer.status_code == status
    assert [" ".join(found.split()) for found in re.findall(r"<h1>(.*?)</h1>", html, re.DOTALL)] == [heading]
    assert 'lang="th"' in html


def test_the_policy_allows_nothing_inline(visitor: Client) -> None:
    policy = visitor.get("/accounts/login/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    html = visitor.get("/ui/").content.decode()
    assert re.findall(r"\sstyle=|\son\w+=|<style", html) == []


def test_nothing_comes_from_another_host(visitor: Client) -> None:
    html = visitor.get("/ui/").content.decode()
    loaded = re.findall(r'(?:src|href)="([^"#]+)', html)
    assert [address for address in loaded if address.startswith(("http:", "https:", "//"))] == []


def test_every_icon_on_the_gallery_is_in_the_sprite(visitor: Client) -> None:
    used = set(re.findall(r"icons\.svg#([\w-]+)", visitor.get("/ui/").content.decode()))
    assert used
    assert used - SPRITE == set()


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    templates = [
        (path, path.read_text(encoding="utf-8")) for path in HERE.parent.glob("*/templates/**/*.html")
    ]
    named = re.compile(r'\{% icon "([\w-]+)"|\bicon="([\w-]+)"')
    missing = [
        f"{path.name}: {one or other}" for path, text in templates for one, other in named.findall(text)
        if (one or other) not in SPRITE
    ]  # fmt: skip
    assert missing == []


def test_ids_are_used_once(visitor: Client) -> None:
    ids = re.findall(r'\sid="([^"]+)"', visitor.get("/ui/").content.decode())
    assert sorted(ids) == sorted(set(ids))


def test_a_form_that_needs_correction_points_at_its_fields(visitor: Client) -> None:
    html = visitor.post("/ui/", {"result": "", "email": "ไม่ใช่อีเมล", "choice": "9"}).content.decode()
    assert "สิ่งที่พิมพ์ไว้ยังอยู่ครบ" in html
    field = re.search(r'<input type="email"[^>]*>', html)
    assert field is not None
    assert 'aria-invalid="true"' in field[0]
    assert 'aria-describedby="id_email_error"' in field[0]
    assert 'id="id_email_error"' in html
    assert 'value="ไม่ใช่อีเมล"' in field[0]


def test_the_language_switch_comes_back_to_the_page(visitor: Client) -> None:
    answer = visitor.post("/language/", {"language": "en", "next": "/accounts/login/?next=/x/"})
    assert answer.headers["Location"] == "/accounts/login/?next=/x/"
    assert 'lang="en"' in visitor.get("/accounts/login/").content.decode()


@override_settings(DEMO=True)
def test_the_demo_says_what_it_is(visitor: Client) -> None:
    assert "ระบบสาธิต" in visitor.get("/accounts/login/").content.decode()


def test_the_page_of_last_resort_needs_nothing() -> None:
    page = engines["django"].get_template("500.html").render()
    assert re.findall(r'(?:src|href)="([^"]+)"', page) == [
        "/static/samrit/standalone.css",
        "/static/samrit/favicon.svg",
        "/",
    ]
