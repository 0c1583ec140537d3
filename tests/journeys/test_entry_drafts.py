"""Typed words outlive a lost line, an old sign-in, a second window and a number that nobody can read."""

from collections.abc import Iterator

import pytest
import time_machine
from django.contrib.sessions.models import Session

from samrit.audit.models import Event
from samrit.reports.models import EntryDraft, Result
from tests.journeys.conftest import OpenTab, _session_of
from tests.journeys.typing import OFFLINE, copies, drafts, entry_of, kept, press, says, shows, write
from tests.world import NOW, World, make_world

NUMBER = "ตัวเลขผลการดำเนินงาน"


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with time_machine.travel(NOW):
        yield make_world()


def test_what_is_typed_is_kept_and_comes_back(open_tab: OpenTab, world: World):
    tab = entry_of(open_tab, world, world.recorder)
    write(tab, "คำชี้แจง ไม่บังคับ", "เขียนมาทั้งเช้า")
    kept(tab)
    tab.examine()
    assert Result.objects.count() == 0
    assert Event.objects.filter(verb="save").count() == 0
    assert copies(tab) == []
    other_device = entry_of(open_tab, world, world.recorder, width=390)
    shows(other_device, "คำชี้แจง ไม่บังคับ", "เขียนมาทั้งเช้า")
    says(other_device, "นำข้อความที่คุณพิมพ์ค้างไว้เมื่อ")
    other_device.examine()
    press(other_device, "บันทึกร่าง")
    assert Result.objects.get().narrative == "เขียนมาทั้งเช้า"
    assert EntryDraft.objects.count() == 0


def test_a_number_that_cannot_be_read_is_kept_as_typed(open_tab: OpenTab, world: World):
    tab = entry_of(open_tab, world, world.recorder)
    write(tab, NUMBER, "ราว 1,200 กว่า")
    kept(tab)
    assert [draft["value"] for draft in drafts()] == ["ราว 1,200 กว่า"]
    tab.visit(tab.page.url.removeprefix(tab.site))
    shows(tab, NUMBER, "ราว 1,200 กว่า")
    says(tab, "หมายถึง 1,200 หรือไม่")


def test_a_lost_line_keeps_the_words_here_and_sends_them_when_it_is_back(open_tab: OpenTab, world: World):
    tab = entry_of(open_tab, world, world.recorder)
    tab.page.context.set_offline(True)
    write(tab, "คำชี้แจง ไม่บังคับ", "พิมพ์ตอนไม่มีสัญญาณ")
    kept(tab, OFFLINE)
    assert len(copies(tab)) == 1
    assert EntryDraft.objects.count() == 0
    tab.page.locator(".action-bar").get_by_role("button", name="ส่งให้ผู้อนุมัติ").click()
    kept(tab, "ยังไม่ได้ส่ง ข้อความยังอยู่ครบ")
    tab.page.context.set_offline(False)
    kept(tab, "สัญญาณกลับมาแล้ว ส่งข้อความที่เก็บไว้ในเครื่องแล้ว")
    assert [draft["narrative"] for draft in drafts()] == ["พิมพ์ตอนไม่มีสัญญาณ"]
    assert copies(tab) == []
    tab.examine()


def test_words_typed_without_a_line_survive_a_reload(open_tab: OpenTab, world: World):
    tab = entry_of(open_tab, world, world.recorder)
    address = tab.page.url.removeprefix(tab.site)
    tab.page.context.set_offline(True)
    write(tab, "ปัญหาอุปสรรค ไม่บังคับ", "น้ำท่วมสองอำเภอ")
    kept(tab, OFFLINE)
    tab.page.on("dialog", lambda dialog: dialog.accept())
    tab.page.goto("about:blank")
    tab.page.context.set_offline(False)
    tab.visit(address)
    shows(tab, "ปัญหาอุปสรรค ไม่บังคับ", "น้ำท่วมสองอำเภอ")
    tab.page.wait_for_function("!Object.keys(localStorage).some(name => name.startsWith('samrit-typed-'))")
    assert [draft["obstacles"] for draft in drafts()] == ["น้ำท่วมสองอำเภอ"]
    assert copies(tab) == []


def test_the_words_survive_a_new_sign_in(open_tab: OpenTab, world: World):
    tab = entry_of(open_tab, world, world.recorder)
    Session.objects.all().delete()
    write(tab, "คำชี้แจง ไม่บังคับ", "เขียนมาทั้งเช้า")
    kept(tab, "หมดเวลาการเข้าสู่ระบบ – เก็บข้อความไว้ในเครื่องนี้แล้ว")
    tab.page.locator(".action-bar").get_by_role("button", name="บันทึกร่าง", exact=True).click()
    shows(tab, "คำชี้แจง ไม่บังคับ", "เขียนมาทั้งเช้า")  # the page stays where it is
    world.recorder.set_password("ทะเลสีครามยามเช้า")
    world.recorder.save()
    tab.page.on("dialog", lambda dialog: dialog.accept())
    with tab.page.expect_navigation():
        tab.page.locator("[data-kept] a").click()
    tab.page.get_by_label("อีเมล").fill(world.recorder.email)
    tab.page.get_by_label("รหัสผ่าน").fill("ทะเลสีครามยามเช้า")
    with tab.page.expect_navigation():
        tab.page.get_by_role("button", name="เข้าสู่ระบบ", exact=True).click()
    shows(tab, "คำชี้แจง ไม่บังคับ", "เขียนมาทั้งเช้า")
    kept(tab)
    press(tab, "บันทึกร่าง")
    assert Result.objects.get().narrative == "เขียนมาทั้งเช้า"


def test_signed_in_again_elsewhere_the_same_page_goes_on(open_tab: OpenTab, world: World):
    tab = entry_of(open_tab, world, world.recorder)
    Session.objects.all().delete()
    write(tab, "คำชี้แจง ไม่บังคับ", "ต่อจากเดิม")
    kept(tab, "หมดเวลาการเข้าสู่ระบบ")
    cookie = {"name": "sessionid", "value": _session_of(world.recorder), "url": tab.site}
    tab.page.context.add_cookies([cookie])  # type: ignore[list-item]
    press(tab, "บันทึกร่าง")
    assert Result.objects.get().narrative == "ต่อจากเดิม"


def test_a_page_of_somebody_else_is_never_saved_in_this_persons_name(open_tab: OpenTab, world: World):
    tab = entry_of(open_tab, world, world.recorder)
    cookie = {"name": "sessionid", "value": _session_of(world.colleague), "url": tab.site}
    tab.page.context.add_cookies([cookie])  # type: ignore[list-item]
    write(tab, "คำชี้แจง ไม่บังคับ", "ของผู้บันทึก")
    kept(tab, "หน้านี้เปิดไว้โดยผู้ใช้อีกคน")
    tab.page.locator(".action-bar").get_by_role("button", name="บันทึกร่าง", exact=True).click()
    kept(tab, "หน้านี้เปิดไว้โดยผู้ใช้อีกคน")
    assert (Result.objects.count(), EntryDraft.objects.count()) == (0, 0)


def test_two_windows_of_one_person_do_not_write_over_each_other(open_tab: OpenTab, world: World):
    first = entry_of(open_tab, world, world.recorder)
    second = entry_of(open_tab, world, world.recorder)
    write(first, "คำชี้แจง ไม่บังคับ", "หน้าต่างแรก")
    kept(first)
    write(second, "คำชี้แจง ไม่บังคับ", "หน้าต่างที่สอง")
    kept(second, "คุณพิมพ์รายการนี้อยู่ในหน้าต่างหรือเครื่องอื่นด้วย")
    assert [draft["narrative"] for draft in drafts()] == ["หน้าต่างแรก"]
    press(second, "บันทึกร่าง")
    assert Result.objects.get().narrative == "หน้าต่างที่สอง"
    assert [draft["narrative"] for draft in drafts()] == ["หน้าต่างแรก"]
    says(second, "หน้าต่างแรก")  # side by side with what is saved
    shows(second, "คำชี้แจง ไม่บังคับ", "หน้าต่างแรก")


def test_signing_out_leaves_no_words_in_the_browser(open_tab: OpenTab, world: World):
    tab = entry_of(open_tab, world, world.recorder)
    tab.page.evaluate("localStorage.setItem('samrit-typed-1-1-1', '{\"at\": 9e15, \"fields\": {}}')")
    tab.visit("/")
    tab.page.locator(".user-summary").click()
    with tab.page.expect_navigation():
        tab.page.get_by_role("button", name="ออกจากระบบ").click()
    assert copies(tab) == []
