"""The public pages in the world: no cookie, fit for a proxy, told to search engines and feed readers, a picture beside links."""

import re
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.test import Client
from PIL import Image

from tests.dashboards.portal import EMBARGO, SECOND, appeal, content, embargoed_world, read, text_of, withdraw
from tests.dashboards.published import published_world
from tests.dashboards.test_editions import LATER
from tests.dashboards.test_public import copies
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]

SITE = "http://127.0.0.1:8000"
PAGES = [
    "/performance/", "/performance/2567/", "/performance/2567/13/", "/performance/2567/13/editions/12-1/",
    "/performance/2567/13.pdf", "/performance/2567/13.xlsx", "/performance/2567/13/card.png",
    "/performance/search/?q=ปทุม", "/performance/compare/", "/performance/open-data/", "/performance/open-data/results.csv",
    "/performance/feed.xml", "/sitemap.xml", "/robots.txt", "/performance/2567/country/", "/performance/2567/country/ranking.csv",
]  # fmt: skip
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def world() -> World:
    return published_world()


# ── cookies and caches ──────────────────────────────────────────────────────
@pytest.mark.parametrize("url", PAGES)
def test_a_visitor_gets_no_cookie_and_a_proxy_may_keep_the_answer(
    client: Client, world: World, url: str
) -> None:
    answer = client.get(url)
    assert content(answer)
    assert answer.cookies == {}
    assert answer["Cache-Control"] == "public, max-age=5"
    again = client.get(url, headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    assert again.cookies == {}


@pytest.mark.parametrize("url", PAGES[:4])
def test_who_is_signed_in_has_a_page_of_their_own(client: Client, world: World, url: str) -> None:
    client.force_login(world.coordinator)
    assert client.get(url)["Cache-Control"] == "private, no-cache"


def test_a_kept_page_is_another_one_from_the_second_of_publication(client: Client) -> None:
    embargoed_world()
    with time_machine.travel(EMBARGO - SECOND, tick=False):
        kept = client.get("/performance/2567/")["ETag"]
    with time_machine.travel(EMBARGO, tick=False):
        assert client.get("/performance/2567/", headers={"if-none-match": kept}).status_code == 200


def test_old_addresses_of_the_search_lead_to_the_new(client: Client, world: World) -> None:
    answer = client.get("/performance/", {"name": "ปทุม"}, follow=True)
    assert "จังหวัดปทุมธานี" in text_of(answer.content.decode())


# ── links to share ──────────────────────────────────────────────────────────
def test_the_page_names_its_picture_itself_and_its_languages(client: Client, world: World) -> None:
    html = read(client, "/performance/2567/13/")
    for expected in (
        f'<meta property="og:url" content="{SITE}/performance/2567/13/">',
        f'<link rel="canonical" href="{SITE}/performance/2567/13/">',
        f'<link rel="alternate" hreflang="en" href="{SITE}/performance/2567/13/?lang=en">',
        f'<meta property="og:image" content="{SITE}/performance/2567/13/card.png?edition=12-1">',
        '<meta name="twitter:card" content="summary_large_image">',
    ):
        assert expected in html
    english = read(client, "/performance/2567/13/", lang="en")
    assert f'<link rel="canonical" href="{SITE}/performance/2567/13/?lang=en">' in english


def test_the_address_is_the_sites_whatever_host_was_asked(client: Client, world: World) -> None:
    html = client.get("/performance/2567/13/", headers={"host": "localhost"}).content.decode()
    assert f'rel="canonical" href="{SITE}/' in html
    assert "//localhost" not in html


def test_the_picture_is_a_card_of_the_usual_size(client: Client, world: World) -> None:
    answer = client.get("/performance/2567/13/card.png")
    assert answer["Content-Type"] == "image/png"
    picture = Image.open(BytesIO(answer.content))
    assert picture.size == (1200, 630)
    assert len(picture.convert("RGB").getcolors(1_000_000) or []) > 20  # something is written on it


# ── search engines and feeds ────────────────────────────────────────────────
def test_the_sitemap_names_what_stands(client: Client, world: World) -> None:
    copies(world, {"20": "94.974"})
    root = ET.fromstring(read(client, "/sitemap.xml"))  # noqa: S314 - our own
    found = re.findall(r"<loc>(.*?)</loc>", read(client, "/sitemap.xml"))
    assert len(root) == len(found) == 5
    assert found == [
        f"{SITE}{path}"
        for path in (
            "/performance/", "/performance/open-data/", "/performance/2567/", "/performance/2567/13/", "/performance/2567/20/",
        )
    ]  # fmt: skip
    for address in found:
        assert client.get(address.removeprefix(SITE)).status_code == 200
    withdraw(world, LATER)
    assert "/2567/13/" not in read(client, "/sitemap.xml")


def test_robots_are_told_where_to_go(client: Client, world: World) -> None:
    text = read(client, "/robots.txt")
    assert "Allow: /performance/" in text
    assert "Disallow: /performance/search/" in text
    assert f"Sitemap: {SITE}/sitemap.xml" in text


def test_the_feed_tells_publications_and_withdrawals(client: Client, world: World) -> None:
    withdraw(world, LATER)
    root = ET.fromstring(read(client, "/performance/feed.xml"))  # noqa: S314 - our own
    entries = [
        (one.findtext(f"{ATOM}title"), one.findtext(f"{ATOM}updated")) for one in root.iter(f"{ATOM}entry")
    ]
    assert entries == [
        ("ถอนประกาศ: จังหวัดปทุมธานี ปีงบประมาณ พ.ศ. 2567 รอบ 12 เดือน ฉบับที่ 1", "2024-10-11T03:00:00+00:00"),
        ("จังหวัดปทุมธานี ปีงบประมาณ พ.ศ. 2567 รอบ 12 เดือน ฉบับที่ 1", "2024-10-10T03:00:00+00:00"),
    ]  # fmt: skip
    links = [one.get("href", "").removeprefix(SITE) for one in root.iter(f"{ATOM}link")]
    assert {client.get(link).status_code for link in links} == {200, 410}


# ── while an appeal is open ─────────────────────────────────────────────────
def test_an_open_appeal_marks_the_page_and_the_ranking(client: Client, world: World) -> None:
    for url in ("/performance/2567/", "/performance/2567/13/"):
        assert "อยู่ระหว่างอุทธรณ์" not in read(client, url)
    appeal(world)
    assert "มีอุทธรณ์ที่ยังไม่ตัดสิน คะแนนและอันดับอาจเปลี่ยน" in read(client, "/performance/2567/")
    for url in ("/performance/2567/", "/performance/2567/13/"):
        assert "อยู่ระหว่างอุทธรณ์" in read(client, url)
