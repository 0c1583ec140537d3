"""A citizen answers without script on a small phone; the counter goes on without the network and sends each answer once."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, Page

from samrit.assessments.models import SurveyAnswer, SurveyPoint
from samrit.assessments.moments import kiosk_key
from tests.assessments.surveying import opened
from tests.journeys.conftest import OpenTab
from tests.world import NOW, make_people

HEAVIEST_FORM = 50_000  # bytes over the wire


@pytest.fixture
def point(open_tab: OpenTab, settings: Any) -> Iterator[SurveyPoint]:
    settings.SURVEY_RATE = settings.SURVEY_LEAST_SECONDS = 0
    with time_machine.travel(NOW):
        yield opened(make_people()).points.get()


def answer(page: Page, overall: str) -> None:
    page.check('input[name="q.finished"][value=yes]')
    for row in ("easy", "fast", "clear", "safe", "help"):
        page.check(f'input[name="q.aspects.{row}"][value="4"]')
    page.check(f'input[name="q.overall"][value="{overall}"]')
    page.click("main form button")


def kept_for_later(page: Page) -> None:
    """The device holds what the page is made of, and looks after it from now on."""
    for _ in range(300):
        if page.evaluate("navigator.serviceWorker.controller !== null"):
            return
        page.wait_for_timeout(50)
    raise AssertionError(
        page.evaluate("navigator.serviceWorker.getRegistration().then(found => String(found?.active?.state))")
    )


def test_the_form_without_script_loses_nothing(
    chromium: Browser, site: str, open_tab: OpenTab, point: SurveyPoint
) -> None:
    tab = open_tab(width=320, height=640)
    tab.visit(f"/s/{point.code}/", heaviest=HEAVIEST_FORM)
    tab.page.click("main form button")
    tab.examine()  # what is open is told accessibly, too
    context = chromium.new_context(
        java_script_enabled=False, viewport={"width": 320, "height": 640}, base_url=site
    )
    page = context.new_page()
    page.goto(f"/s/{point.code}/")
    page.fill('textarea[name="q.wish"]', "ขอให้เร็วขึ้น")
    page.check('input[name="q.channel"][value=phone]')
    page.click(".language .link")
    assert page.locator("h1").inner_text() == "Online services"
    page.press('input[name="q.channel"][value=phone]', "Enter")  # sends, and does not turn the language back
    assert page.locator("h1").inner_text() == "Online services"
    assert page.locator(".said").inner_text().startswith("Not sent yet")
    assert page.input_value('textarea[name="q.wish"]') == "ขอให้เร็วขึ้น"
    answer(page, "1")
    page.fill('textarea[name="q.reason"]', "ระบบช้า")
    page.click("main form button")
    assert page.url.endswith(f"/s/{point.code}/thanks/")
    context.close()
    kept = SurveyAnswer.objects.get().answers
    assert (kept["channel"], kept["wish"], kept["reason"]) == ("phone", "ขอให้เร็วขึ้น", "ระบบช้า")


def test_the_counter_goes_on_without_the_network(open_tab: OpenTab, point: SurveyPoint) -> None:
    tab = open_tab(width=1024, now=NOW)
    path = f"{tab.site}/s/{point.code}/kiosk/{kiosk_key(point.code, 1)}/"
    tab.page.goto(path)
    kept_for_later(tab.page)
    tab.page.context.set_offline(offline=True)
    for overall in ("5", "4", "3"):
        answer(tab.page, overall)
        tab.page.wait_for_selector("[data-thanks]:not([hidden])")
    assert SurveyAnswer.objects.count() == 0
    again = tab.page.context.new_page()
    again.clock.set_fixed_time(NOW)
    tab.page.close()
    again.goto(path)  # nothing answers but what the device kept
    again.get_by_text("รอส่งเมื่อมีสัญญาณ: 3").wait_for()
    again.context.set_offline(offline=False)
    again.get_by_text("ส่งครบแล้ว").wait_for()
    again.reload()
    again.get_by_text("ส่งครบแล้ว").wait_for()
    kept = SurveyAnswer.objects.all()
    assert sorted(one.answers["overall"] for one in kept) == ["3", "4", "5"]
    assert {one.way for one in kept} == {"kiosk"}
