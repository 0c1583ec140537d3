"""How the journeys type on the entry of a KPI."""

import re

from playwright.sync_api import expect

from samrit.people.models import User
from samrit.reports.models import EntryDraft
from tests.journeys.browsing import Tab
from tests.journeys.conftest import OpenTab
from tests.reports.pages import entry_url
from tests.world import NOW, World

OFFLINE = "ไม่มีสัญญาณ – เก็บไว้ในเครื่องนี้แล้ว จะส่งเองเมื่อกลับมา"


def entry_of(open_tab: OpenTab, world: World, user: User, number: str = "1-1", width: int = 1280) -> Tab:
    tab = open_tab(user=user, now=NOW, width=width)
    tab.visit(entry_url(world, number))
    return tab


def write(tab: Tab, label: str, text: str) -> None:
    tab.page.get_by_label(label, exact=True).fill(text)


def kept(tab: Tab, words: str = "เก็บร่างอัตโนมัติแล้ว") -> None:
    """Wait until the page says so."""
    expect(tab.page.locator("[data-kept]")).to_contain_text(words, timeout=15_000)


def press(tab: Tab, name: str) -> None:
    with tab.page.expect_navigation():
        tab.page.locator(".action-bar").get_by_role("button", name=name, exact=True).click()


def shows(tab: Tab, label: str, text: str) -> None:
    expect(tab.page.get_by_label(label, exact=True)).to_have_value(text)


def copies(tab: Tab) -> list[str]:
    """Names of the copies of typed words in this browser."""
    found: list[str] = tab.page.evaluate(
        "Object.keys(localStorage).filter(name => name.startsWith('samrit-typed-'))"
    )
    return found


def drafts() -> list[dict[str, str]]:
    return [draft.typed for draft in EntryDraft.objects.order_by("id")]


def says(tab: Tab, words: str) -> None:
    expect(tab.page.locator("main")).to_contain_text(re.compile(re.escape(words)))
