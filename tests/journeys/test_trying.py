"""A province tries its score with the sliders, with a keyboard alone, and without any script; the months are pasted."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import expect

from samrit.reports.models import ProgressValue
from tests.journeys.conftest import OpenTab
from tests.world import NOW, World, file_all, make_world


@pytest.fixture
def clock() -> Iterator[None]:
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def made(transactional_db: Any, clock: None) -> World:
    return make_world()


def path(made: World, name: str, number: str = "") -> str:
    assert made.round is not None
    keys = [made.kpis[number].indicator_id] if number else []
    return reverse(name, args=[made.round.pk, *keys])


def test_a_slider_moved_by_keyboard_changes_the_score_and_the_address(made: World, open_tab: OpenTab) -> None:
    file_all(made)
    key = made.kpis["1-1"].indicator_id
    tab = open_tab(user=made.coordinator, now=NOW)
    tab.visit(path(made, "scores:whatif"))
    page = tab.page
    standing = page.locator("#whatif-standing")
    expect(standing).to_contain_text("77.500")
    slider = page.locator(f"[data-slider=r{key}]")
    slider.focus()
    page.keyboard.press("End")
    expect(standing).to_contain_text("92.500")  # ขั้นสูง is worth 100 of 40: 15 points more
    expect(standing).to_contain_text("ระดับคุณภาพ")
    expect(page).to_have_url(re.compile(rf"\?r{key}=\d+"))
    expect(slider).to_be_focused()
    expect(page.locator(f"#gap-{key}")).to_contain_text("ถึงขั้นสูงสุดแล้ว")
    tab.examine()
    page.reload()
    expect(standing).to_contain_text("92.500")
    page.get_by_role("link", name="กลับเป็นค่าจริงทั้งหมด").click()
    expect(standing).to_contain_text("77.500")


def test_what_cannot_be_read_is_said_while_typing(made: World, open_tab: OpenTab) -> None:
    file_all(made)
    tab = open_tab(user=made.coordinator, now=NOW)
    tab.visit(path(made, "scores:whatif"))
    field = tab.page.locator(f"input[name=r{made.kpis['1-1'].indicator_id}]")
    field.press_sequentially("สิบ")
    expect(tab.page.get_by_text("“สิบ” ไม่ใช่ตัวเลขที่ใช้คิดคะแนนได้")).to_be_visible()
    expect(tab.page.locator("#whatif-standing")).to_contain_text("77.500")


def test_without_a_script_the_button_scores(made: World, open_tab: OpenTab) -> None:
    file_all(made)
    tab = open_tab(user=made.coordinator, now=NOW)
    tab.page.route(re.compile(r"\.js(\?|$)"), lambda route: route.abort())
    tab.page.goto(tab.site + path(made, "scores:whatif"))
    key = made.kpis["1-1"].indicator_id
    expect(tab.page.locator("[data-slider]").first).to_be_hidden()
    tab.page.locator(f"input[name=r{key}]").fill("๑,๒๐๒.๑๗")
    tab.page.get_by_role("button", name="คิดคะแนน").click()
    expect(tab.page).to_have_url(f"{tab.site}{path(made, 'scores:whatif')}?r{key}=1202.17")
    expect(tab.page.locator("#whatif-standing")).to_contain_text("82.500")


def test_a_row_of_a_spreadsheet_is_pasted_into_the_months(made: World, open_tab: OpenTab) -> None:
    tab = open_tab(user=made.recorder, now=NOW)
    tab.visit(path(made, "reports:progress", "1-1"))
    page = tab.page
    first = page.locator("[data-cell]").first
    first.evaluate(
        """(cell, text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        "98.4\t1,202.17\tไม่มีข้อมูล\t๕\r\n",
    )
    expect(page.locator("[data-cell]").nth(3)).to_have_value("๕")
    page.locator("select[name=accumulates]").select_option("sum")
    page.get_by_role("button", name="บันทึกผลระหว่างปี").click()
    expect(page.get_by_text("บันทึกผลระหว่างปีแล้ว")).to_be_visible()
    expect(page.locator(".outlook-figure")).to_contain_text("ราว")
    kept = ProgressValue.objects.order_by("place").values_list("place", "missing")
    assert list(kept) == [(1, None), (2, None), (3, "no_data"), (4, None)]
    tab.examine()
