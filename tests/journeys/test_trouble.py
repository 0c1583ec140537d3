"""A part of a page that does not come says so, and what was typed stays (samrit/trouble.js)."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from playwright.sync_api import expect

from samrit.people.models import Membership
from tests.journeys.browsing import Tab
from tests.journeys.conftest import OpenTab, _session_of
from tests.journeys.typing import entry_of, shows, write
from tests.world import NOW, World, make_world

NUMBER = "ตัวเลขผลการดำเนินงาน"


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with time_machine.travel(NOW):
        yield make_world()


@contextmanager
def without(name: str) -> Iterator[None]:
    """The database has lost it: whatever reads it is an outage."""
    with connection.schema_editor() as editor:
        editor.execute(f'ALTER TABLE "{name}" RENAME TO "{name}_away"')
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            editor.execute(f'ALTER TABLE "{name}_away" RENAME TO "{name}"')


def told(tab: Tab, words: str) -> None:
    expect(tab.page.get_by_role("alert").filter(has_text=words)).to_contain_text("สิ่งที่พิมพ์ไว้ยังอยู่ในหน้านี้")


def test_each_trouble_is_told_and_goes_when_it_is_over(open_tab: OpenTab, world: World) -> None:
    tab = entry_of(open_tab, world, world.recorder, width=390)
    trouble = tab.page.locator("#trouble .notice")
    write(tab, NUMBER, "1")
    expect(tab.page.locator("#preview")).to_contain_text("คะแนน")
    tab.page.context.set_offline(True)
    write(tab, NUMBER, "12")
    told(tab, "ติดต่อระบบไม่ได้")
    tab.page.context.set_offline(False)
    write(tab, NUMBER, "123")
    expect(trouble).to_have_count(0)
    with without("reports_result"):
        write(tab, NUMBER, "1234")
        told(tab, "ระบบไม่พร้อมชั่วคราว")
    tab.screenshot("trouble-390-light", full_page=False)
    tab.complaints.clear()  # htmx has told the console too
    tab.examine()
    # Signed out meanwhile: no page to sign in in the middle of this one; signed in again elsewhere, this one goes on.
    Session.objects.all().delete()
    picks = tab.page.get_by_role("button", name="เลือกจากไฟล์ที่หน่วยงานมีอยู่แล้ว")
    picks.click()
    told(tab, "หมดเวลาการเข้าสู่ระบบ")
    expect(tab.page.locator("h1")).to_have_count(1)
    cookie = {"name": "sessionid", "value": _session_of(world.recorder), "url": tab.site}
    tab.page.context.add_cookies([cookie])  # type: ignore[list-item]
    picks.click()
    expect(trouble).to_have_count(0)
    Membership.objects.all().delete()
    write(tab, NUMBER, "12")
    told(tab, "รายการนี้ไม่มีแล้ว หรือบัญชีนี้ไม่ได้ดูแล")
    shows(tab, NUMBER, "12")
    tab.page.get_by_role("button", name="ปิด", exact=True).click()
    expect(trouble).to_have_count(0)
