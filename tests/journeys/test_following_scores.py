"""From a score down to what it was made of, by hand in the browser: a dataset, a tick with its evidence, a number of answers."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.journeys.browsing import Tab
from tests.journeys.conftest import OpenTab
from tests.scores.figured import figured
from tests.world import NOW, World, make_world


@pytest.fixture
def made(transactional_db: None) -> Iterator[World]:
    with time_machine.travel(NOW):
        made = make_world()
        figured(made)
        yield made


def behind(tab: Tab, made: World, number: str) -> None:
    """From the score's explanation of a KPI to the computation, with the first agency or survey opened."""
    assert made.round is not None
    tab.visit(f"/scores/{made.round.pk}/own/")
    entry = f"/reports/{made.round.pk}/{made.kpis[number].indicator_id}/"
    row = tab.page.locator("tr", has=tab.page.locator(f'a[href="{entry}"]'))
    row.locator(".why > summary").click()
    row.locator(".why-inputs a").click()
    tab.page.wait_for_load_state()
    tab.examine()


def followed(tab: Tab, link: str) -> None:
    tab.page.locator(f'a[href="{link}"]').first.click()
    tab.page.wait_for_load_state()
    tab.examine()


def test_a_score_is_followed_to_a_dataset_a_tick_and_a_number_of_answers(
    open_tab: OpenTab, made: World
) -> None:
    tab = open_tab(user=made.evaluator, width=390)
    behind(tab, made, "1-1")
    tab.page.locator(".computed-branch > summary", has_text="0 จาก 1 ชุด").first.click()
    followed(tab, "/catalog/own/late/")
    assert "ชุดข้อมูล late" in tab.page.locator("h1").inner_text()
    behind(tab, made, "2-1.1")
    tab.page.locator(".computed-branch > summary", has_text="1.1").first.click()
    tick = tab.page.locator('.computed-branch a[href$="#item_1_1_basic_1"]')
    assert "หลักฐาน 1 ไฟล์" in tick.locator("xpath=..").inner_text()
    tick.click()
    tab.page.wait_for_load_state()
    tab.examine()
    assert "คำสั่ง.pdf" in tab.page.locator("#item_1_1_basic_1").inner_text()
    behind(tab, made, "1-2")
    assert "ผู้ตอบ 24 คน" in tab.page.locator(".computed-strand").first.inner_text()
    tab.page.locator(".computed-strand a").first.click()
    tab.page.wait_for_load_state()
    tab.examine()
    assert "24" in tab.page.locator(".key-figures").inner_text()
