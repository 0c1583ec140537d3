"""The public portal without JavaScript: from the first page to a KPI's explanation, a comparison, a file, in English too."""

import csv
import io
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from samrit.frameworks.models import Round
from samrit.scores.models import ProvinceScore
from tests.dashboards.published import make_public, published_world
from tests.journeys.conftest import OpenTab
from tests.world import NOW, World


@pytest.fixture
def world(open_tab: OpenTab) -> World:
    """Two provinces with a published result."""
    made = published_world()
    original = ProvinceScore.objects.get(round=made.round, superseded_at=None)
    round_ = Round.objects.create(
        area_id="20", fiscal_year_id=2567, months=12, opens_at=NOW, closes_at=NOW.replace(hour=9)
    )
    make_public(
        ProvinceScore.objects.create(
            round=round_, version=1, state="confirmed", edition=original.edition, rule_set="2567",
            rule_version=original.rule_version, inputs=original.inputs, outcome=original.outcome, total=original.total,
            total_published="94.974", rating="ระดับคุณภาพ", computed_by=made.evaluator, computed_at=NOW,
        )
    )  # fmt: skip
    return made


@pytest.fixture
def page(chromium: Browser, site: str, world: World) -> Iterator[Page]:
    context = chromium.new_context(
        java_script_enabled=False, viewport={"width": 390, "height": 800}, base_url=site
    )
    yield context.new_page()
    assert context.cookies() == []  # nothing was kept of the visitor
    context.close()


def test_from_a_search_to_the_explanation_of_a_score(page: Page) -> None:
    page.goto("/performance/")
    page.get_by_role("searchbox").fill("ฝุ่นละออง")
    page.get_by_role("button", name="ค้นหา").click()
    assert page.locator("mark").first.inner_text() == "ฝุ่นละออง"
    page.get_by_text("ดูผลใน 2 จังหวัด").or_(page.locator(".hit h3 a")).first.click()
    if page.locator(".hit-places").count():
        page.get_by_role("link", name="ปทุมธานี").click()
    assert page.url.endswith("/performance/2567/13/#kpi-1-2")
    kpi = page.locator("#kpi-1-2")
    kpi.get_by_text("ที่มาของคะแนน").click()
    assert kpi.get_by_text("20.5").first.is_visible()


def test_a_comparison_and_its_file(page: Page) -> None:
    page.goto("/performance/compare/")
    page.get_by_label("จังหวัดที่ 1").select_option(label="ปทุมธานี")
    page.get_by_label("จังหวัดที่ 2").select_option(label="ชลบุรี")
    page.get_by_role("button", name="เปรียบเทียบ").click()
    assert "+15.599" in page.locator(".compared-total").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    rows = list(csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
    assert rows[1][4] == "79.375"


def test_open_data_and_the_editions(page: Page) -> None:
    page.goto("/performance/2567/13/")
    page.get_by_role("link", name="ฉบับที่ 1", exact=True).click()
    page.get_by_role("link", name="รอบ 12 เดือน ฉบับที่ 1").click()
    assert page.url.endswith("/performance/2567/13/editions/12-1/")
    page.goto("/performance/open-data/")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV · ผลรายตัวชี้วัด · ทุกปี").click()
    assert "79.375" in download.value.path().read_text(encoding="utf-8-sig")


def test_english_by_its_address(chromium: Browser, site: str, world: World) -> None:
    context = chromium.new_context(java_script_enabled=False, base_url=site)
    page = context.new_page()
    page.goto("/performance/2567/13/")
    page.get_by_role("link", name="English").click()
    assert page.url.endswith("/performance/2567/13/?lang=en")
    assert page.locator("html").get_attribute("lang") == "en"
    page.goto("/performance/")  # who chose stays in English
    assert page.locator("html").get_attribute("lang") == "en"
    context.close()
