"""The boards in a real browser: sound at phone and wall size, fresh within five seconds, by keyboard, without scripts."""

from collections.abc import Iterator

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Browser, expect

from samrit.people.models import Agency, Role, User
from samrit.reports.actions import approve_result, submit_result
from tests.dashboards.countrywide import LAST_YEAR, Country, make_country
from tests.journeys.conftest import OpenTab
from tests.journeys.test_every_page import whole
from tests.world import NOW, World, make_world, person, save

FRESH = 5_000  # ms of the browser's own clock


@pytest.fixture
def clock() -> Iterator[None]:
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def world(transactional_db: None, django_db_serialized_rollback: None, clock: None) -> World:
    return make_world()


@pytest.fixture
def country(transactional_db: None, django_db_serialized_rollback: None, clock: None) -> Country:
    central = Agency.objects.create(kind=Agency.Kind.CENTRAL, name="สำนักงาน ก.พ.ร.")
    return make_country(person("evaluator", central, Role.EVALUATOR), years=3, kpis=12)


def board(name: str, *arguments: object) -> str:
    return reverse(f"dashboards:{name}", args=arguments)


def approve_first(world: World) -> None:
    save(world, "1-1", "1176.285")
    submit_result(item=world.item("1-1", world.recorder), by=world.recorder, now=NOW)
    approve_result(item=world.item("1-1", world.approver), by=world.approver, now=NOW)


def test_an_approval_shows_within_five_seconds_and_nothing_jumps(open_tab: OpenTab, world: World) -> None:
    tab = open_tab(user=world.evaluator, width=1280, height=500)
    tab.page.clock.install()
    tab.visit(board("board", LAST_YEAR))
    progress = tab.page.locator("#part-progress")
    row = progress.locator("tbody tr").first
    link = row.locator("a").first
    link.focus()
    address = link.get_attribute("href")
    scrolled = tab.page.evaluate("scrollY")
    assert scrolled > 0
    folded = tab.page.locator("#part-map details")
    folded.evaluate("fold => { fold.open = true; }")
    approve_first(world)
    tab.page.clock.run_for(FRESH)
    expect(row.locator("td").nth(3)).to_have_text("1")  # approved
    assert tab.page.evaluate("document.activeElement.getAttribute('href')") == address
    assert (
        tab.page.evaluate("scrollY") >= scrolled
    )  # the opened fold above made the page longer, nothing else
    assert folded.evaluate("fold => fold.open")
    expect(tab.page.locator("[data-renewed]")).to_have_text("ข้อมูลปรับปรุงแล้ว")
    tab.examine()


def test_a_board_that_may_no_longer_be_read_goes_away(open_tab: OpenTab, world: World) -> None:
    tab = open_tab(user=world.evaluator)
    tab.page.clock.install()
    tab.visit(board("board", LAST_YEAR))
    world.evaluator.memberships.all().delete()
    approve_first(world)
    tab.page.clock.run_for(FRESH)
    expect(tab.page.locator("#board")).to_have_count(0)


LOOKS = [(390, "light", "th"), (390, "dark", "en"), (1280, "dark", "th"), (1920, "light", "en")]


@pytest.mark.parametrize("look", LOOKS, ids=["phone", "phone-dark", "desk-dark", "wall"])
def test_every_board_of_the_whole_country_is_sound(
    open_tab: OpenTab, country: Country, look: tuple[int, str, str]
) -> None:
    width, scheme, language = look
    evaluator = User.objects.get(name="evaluator")
    tab = open_tab(user=evaluator, width=width, height=900, scheme=scheme, language=language)
    area, agency, kpi = country.areas[2].pk, country.agencies[2].pk, country.library[0].pk
    addresses = [
        board("board", LAST_YEAR),
        board("board_cluster", LAST_YEAR, "central_metropolitan"),
        board("board_province", LAST_YEAR, area),
        board("board_agency", LAST_YEAR, agency),
        board("board_kpi", LAST_YEAR, kpi),
        board("public_board", LAST_YEAR),
    ]
    for address in addresses:
        tab.visit(address, heaviest=130_000)  # 76 provinces × 12 KPIs are a table of a thousand figures
        whole(tab)
        tab.screenshot(f"board-{address.strip('/').replace('/', '-')}-{width}-{scheme}-{language}")


def test_the_map_is_walked_and_opened_by_keyboard(open_tab: OpenTab, country: Country) -> None:
    tab = open_tab(user=User.objects.get(name="evaluator"))
    tab.visit(board("board", LAST_YEAR), heaviest=130_000)
    first = tab.page.locator("#part-map svg.country > a.place").first
    first.focus()
    seen = []
    for _ in range(76):
        seen.append(tab.page.evaluate("document.activeElement.getAttribute('aria-label')"))
        tab.page.keyboard.press("Tab")
    assert len(set(seen)) == 76  # each province once, the enlarged ones not again
    assert all(": " in said for said in seen)
    first.focus()
    address = first.get_attribute("href")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url(f"**{address}")


def test_a_score_of_the_heat_map_opens_its_why(open_tab: OpenTab, country: Country) -> None:
    tab = open_tab(user=User.objects.get(name="evaluator"))
    tab.visit(board("board", LAST_YEAR), heaviest=130_000)
    tab.page.locator("#part-kpis tbody a").nth(3).click()
    tab.page.wait_for_url("**#kpi-*")
    target = tab.page.locator(":target")
    expect(target).to_be_in_viewport()


def test_everything_stands_there_without_scripts(chromium: Browser, site: str, country: Country) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + board("public_board", LAST_YEAR))
    expect(page.locator("#part-distribution .chart svg").first).to_be_visible()
    expect(page.locator("#part-ranking tbody tr")).to_have_count(76)
    page.locator("#part-distribution summary").click()
    expect(page.locator("#part-distribution table")).to_be_visible()
    context.close()
