"""From sign-in to a result that is sent and approved with nothing but a keyboard, the focus in sight at every step."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from samrit.people.models import User
from samrit.rules.workflow import Status
from tests.journeys.browsing import Tab
from tests.journeys.conftest import OpenTab
from tests.world import NOW, World, make_world

PASSWORD = "ทะเลสีครามยามเช้า"  # noqa: S105 - made for a test, no secret
KPI = "รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน"
MOST_STEPS = 60

# What has the focus: its words, whether a ring is drawn around it, and what lies over its middle.
FOCUSED = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const words = element.labels?.length ? element.labels[0].innerText
        : element.getAttribute('aria-label') || element.innerText || element.value || '';
    // A link that fills its card draws the ring around the card.
    const rings = [null, '::after'].map(part => getComputedStyle(element, part));
    const box = element.getBoundingClientRect();
    const inside = box.top < innerHeight && box.bottom > 0 && box.left < innerWidth && box.right > 0;
    const middle = (low, high, most) => (Math.max(low, 0) + Math.min(high, most - 1)) / 2;
    const there = document.elementFromPoint(middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight));
    const itself = there && (element.contains(there) || there.contains(element)
        || [...element.labels ?? []].some(label => label.contains(there)));
    return {
        words: words.trim(), tag: element.tagName, type: element.type ?? '',
        ring: rings.some(style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2),
        seen: inside && Boolean(itself),
    };
}"""


def focused(tab: Tab) -> dict[str, Any] | None:
    """What has the focus, after making sure that a person sees it."""
    found: dict[str, Any] | None = tab.page.evaluate(FOCUSED)
    if found:
        here = f"{tab.page.url}: “{found['words'][:60]}” ({found['tag']} {found['type']})"
        assert found["ring"], f"{here} shows no ring when it has the focus"
        assert found["seen"], f"{here} has the focus but lies out of sight"
    return found


def go_to(tab: Tab, words: str, *tags: str) -> None:
    """Tab on until what carries these words has the focus."""
    passed = []
    for _ in range(MOST_STEPS):
        found = focused(tab)
        if found and words in found["words"] and found["tag"] in tags:
            return
        passed.append(found["words"][:30] if found else "the page")
        tab.page.keyboard.press("Tab")
    pytest.fail(f"“{words}” was not reached from the keyboard; passed {passed}")


def press(tab: Tab, key: str) -> None:
    """A key that leads to another page."""
    with tab.page.expect_navigation():
        tab.page.keyboard.press(key)
    tab.page.wait_for_load_state("networkidle")


def sign_in(tab: Tab, user: User) -> None:
    user.set_password(PASSWORD)
    user.save()
    tab.visit("/accounts/login/")
    go_to(tab, "อีเมล", "INPUT")
    tab.page.keyboard.type(user.email)
    go_to(tab, "รหัสผ่าน", "INPUT")
    tab.page.keyboard.type(PASSWORD)
    press(tab, "Enter")


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with time_machine.travel(NOW):
        made = make_world()
        for user, name in ((made.recorder, "ผู้บันทึก · พัฒนาชุมชน"), (made.approver, "ผู้อนุมัติ · พัฒนาชุมชน")):
            user.name = name
            user.save()
        yield made


@pytest.mark.parametrize("width", [390, 1280])
def test_a_result_is_sent_and_approved_from_the_keyboard(open_tab: OpenTab, world: World, width: int) -> None:
    recorder = open_tab(width=width, height=960, now=NOW)
    sign_in(recorder, world.recorder)
    go_to(recorder, KPI, "A")
    press(recorder, "Enter")
    go_to(recorder, "ตัวเลขผลการดำเนินงาน", "INPUT")
    recorder.page.keyboard.type("1,176.285")
    recorder.page.get_by_text("62.500").first.wait_for()
    if width > 390:
        recorder.picture("entry")
    go_to(recorder, "คำชี้แจง", "TEXTAREA")
    recorder.page.keyboard.type("ยอดจำหน่ายรวมทั้งปี")
    go_to(recorder, "ส่งให้ผู้อนุมัติ", "BUTTON")
    press(recorder, "Space")
    recorder.examine()
    assert world.item("1-1").status == Status.SUBMITTED

    approver = open_tab(width=width, height=960, now=NOW)
    sign_in(approver, world.approver)
    go_to(approver, KPI, "A")
    press(approver, "Enter")
    if width > 390:
        approver.picture("approval")
    go_to(approver, "อนุมัติ", "BUTTON")
    press(approver, "Enter")
    approver.examine()
    item = world.item("1-1")
    assert item.status == Status.APPROVED
    assert item.result is not None
    assert str(item.result.value) == "1176.285"


def test_the_first_tab_leads_past_the_navigation(open_tab: OpenTab, world: World) -> None:
    tab = open_tab(user=world.recorder, now=NOW)
    tab.visit("/")
    tab.page.keyboard.press("Tab")
    assert focused(tab) is not None
    assert tab.page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    tab.page.keyboard.press("Enter")
    tab.page.keyboard.press("Tab")
    assert tab.page.evaluate("document.activeElement.closest('main') !== null")
