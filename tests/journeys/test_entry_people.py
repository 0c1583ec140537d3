"""Two people on one result, a double click, the back button, and nothing but the keyboard."""

from collections.abc import Iterator

import pytest
import time_machine
from playwright.sync_api import expect

from samrit.audit.models import Event
from samrit.reports.actions import approve_result
from samrit.reports.models import Result
from tests.journeys.conftest import OpenTab
from tests.journeys.typing import entry_of, kept, press, says, shows, write
from tests.world import NOW, World, make_world, save

NUMBER = "ตัวเลขผลการดำเนินงาน"
STORY = "คำชี้แจง ไม่บังคับ"


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with time_machine.travel(NOW):
        yield make_world()


def test_two_people_who_change_different_things_lose_nothing(open_tab: OpenTab, world: World):
    save(world, "1-1", "1200")
    mine, theirs = entry_of(open_tab, world, world.recorder), entry_of(open_tab, world, world.colleague)
    write(theirs, STORY, "ยอดจากตลาดนัดชุมชน")
    press(theirs, "บันทึกร่าง")
    write(mine, NUMBER, "1,210.5")
    kept(mine, "colleague บันทึกรายการนี้เมื่อ")
    press(mine, "บันทึกร่าง")
    says(mine, "รวมกับที่ colleague บันทึกไว้ระหว่างนั้นแล้ว: คำชี้แจง")
    mine.examine()
    result = Result.objects.get()
    assert (str(result.value), result.narrative) == ("1210.5", "ยอดจากตลาดนัดชุมชน")


def test_two_people_who_change_the_same_see_both(open_tab: OpenTab, world: World):
    save(world, "1-1", "1200")
    mine, theirs = entry_of(open_tab, world, world.recorder), entry_of(open_tab, world, world.colleague)
    write(theirs, STORY, "ของเพื่อน")
    press(theirs, "บันทึกร่าง")
    write(mine, STORY, "ของฉัน")
    press(mine, "บันทึกร่าง")
    shows(mine, STORY, "ของฉัน")
    expect(mine.page.locator(".theirs blockquote")).to_have_text("ของเพื่อน")
    mine.examine()
    assert Result.objects.get().narrative == "ของเพื่อน"
    press(mine, "บันทึกร่าง")
    assert Result.objects.get().narrative == "ของฉัน"


def test_a_double_click_sends_once(open_tab: OpenTab, world: World):
    tab = entry_of(open_tab, world, world.recorder)
    write(tab, NUMBER, "1,200")
    with tab.page.expect_navigation():
        tab.page.locator(".action-bar").get_by_role("button", name="ส่งให้ผู้อนุมัติ").dblclick()
    says(tab, "ส่งให้ผู้อนุมัติแล้ว")
    assert list(Event.objects.filter(subject__startswith="reports.result").values_list("verb", flat=True)) == [
        "save", "submit",
    ]  # fmt: skip


def test_going_back_after_sending_shows_what_is(open_tab: OpenTab, world: World):
    tab = entry_of(open_tab, world, world.recorder)
    address = tab.page.url.removeprefix(tab.site)
    write(tab, NUMBER, "1,200")
    press(tab, "ส่งให้ผู้อนุมัติ")
    approve_result(item=world.item("1-1", world.approver), by=world.approver, now=NOW)
    tab.visit("/")
    tab.page.go_back()
    tab.page.wait_for_load_state("networkidle")
    assert tab.page.url == tab.site + address
    expect(tab.page.locator("form[data-entry]")).to_have_count(0)
    says(tab, "อนุมัติแล้ว")
    tab.page.go_back()
    tab.page.wait_for_load_state("networkidle")
    expect(tab.page.locator("form[data-entry]")).to_have_count(0)
    assert Event.objects.filter(verb="submit").count() == 1


def test_an_unlikely_figure_is_asked_about_while_typing(open_tab: OpenTab, world: World):
    tab = entry_of(open_tab, world, world.recorder)
    reason = tab.page.get_by_label("ถ้าตัวเลขนี้ถูกต้อง เพราะเหตุใด")
    expect(reason).to_be_hidden()
    write(tab, NUMBER, "1,176,285,000")
    expect(tab.page.locator("#doubts")).to_contain_text("ราว 1,000,000 เท่า")
    expect(reason).to_be_visible()
    tab.examine()
    press(tab, "ส่งให้ผู้อนุมัติ")
    says(tab, "หากถูกต้องแล้ว บอกเหตุผลไว้ใต้ตัวเลขก่อนส่ง")
    reason.fill("นับเป็นบาทตามหนังสือแจ้ง")
    press(tab, "ส่งให้ผู้อนุมัติ")
    assert Result.objects.get().status == "submitted"
    approver = entry_of(open_tab, world, world.approver)
    says(approver, "ผู้บันทึกยืนยันเพราะ: นับเป็นบาทตามหนังสือแจ้ง")
    approver.examine()


def test_the_keyboard_saves_in_place_and_goes_on(open_tab: OpenTab, world: World):
    save(world, "1-1", "1200")
    tab = entry_of(open_tab, world, world.recorder)
    page = tab.page
    page.get_by_label(STORY, exact=True).focus()
    page.keyboard.type(" เพิ่มเติม")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    says(tab, "บันทึกร่างแล้ว")
    assert page.evaluate("document.activeElement.name") == "narrative"
    page.keyboard.type("?")
    expect(page.locator("dialog[data-shortcuts]")).to_be_hidden()
    kept(tab)
    with page.expect_navigation():
        page.keyboard.press("Alt+PageDown")
    says(tab, "1-2")
    page.keyboard.press("?")
    expect(page.locator("dialog[data-shortcuts]")).to_be_visible()
    tab.examine()
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("Alt+PageUp")
    assert "เพิ่มเติม" in page.get_by_label(STORY, exact=True).input_value()
