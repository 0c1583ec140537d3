"""Requests that nobody means well by: no failure, no leak, whatever stands in the address; no cache outlives a withdrawal."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from tests.dashboards.portal import content, withdraw
from tests.dashboards.published import published_world
from tests.world import NOW

pytestmark = pytest.mark.django_db

WORDS = [
    '"', '" OR 1=1 --', "NEAR(a b, 9)", "* AND *", "text:ปทุม", "ปทุม) OR (x", "{}[]^:-*", "'; DROP TABLE x", "\x00ปทุม",
    "%%", "__", "\\", "ปทุม" * 500, "\U0001f600 \ud800".encode("utf-8", "ignore").decode(), "<script>alert(1)</script>",
]  # fmt: skip
NUMBERS = [
    "1e999999999", "9" * 5000, "NaN", "Infinity", "-0", "0x10", "\u0e51" * 30, "1" + "0" * 20, "-" + "9" * 20, "1.5.5", "\x00", "=1+1",
]  # fmt: skip
FILES = [
    "/performance/2567/13/", "/performance/2567/13.pdf", "/performance/2567/13.xlsx", "/performance/2567/13/card.png",
    "/performance/2567/13/brief.pdf", "/performance/2567/country/", "/performance/2567/country/ranking.csv",
    "/performance/open-data/results.csv", "/performance/open-data/provinces.parquet", "/performance/2567/",
    "/performance/search/?q=ปทุม", "/performance/compare/?year=2567&province=13", "/performance/feed.xml", "/sitemap.xml",
    "/api/v1/results", "/api/v1/results/2567/13", "/api/v1/results/years",
]  # fmt: skip


@pytest.mark.parametrize("word", WORDS)
def test_no_word_breaks_the_search(client: Client, word: str) -> None:
    published_world()
    for key in ("q", "year", "kind", "page"):
        answer = client.get("/performance/search/", {"q": "ปทุม", key: word})
        assert answer.status_code == 200
        assert b"<script>alert" not in answer.content


@pytest.mark.parametrize("number", NUMBERS)
def test_no_number_breaks_a_trial(client: Client, number: str) -> None:
    world = published_world()
    client.force_login(world.coordinator)
    assert world.round is not None
    page = reverse("scores:whatif", args=[world.round.pk])
    key = world.kpis["1-1"].indicator_id
    for asked in (
        {f"r{key}": number},
        {f"e{key}": number},
        {f"r{key}": "5", "rating": number, "path": number},
    ):
        assert client.get(page, asked).status_code in {200, 302, 422}


def test_ten_thousand_fields_are_left_away(client: Client) -> None:
    world = published_world()
    client.force_login(world.coordinator)
    assert world.round is not None
    many = urlencode([(f"r{key}", "1") for key in range(10_000)])
    assert client.get(f"{reverse('scores:whatif', args=[world.round.pk])}?{many}").status_code in {302, 400}
    assert client.get(f"/performance/compare/?{many}").status_code in {200, 400}


@pytest.mark.parametrize("url", FILES)
def test_nothing_kept_is_confirmed_after_a_withdrawal(client: Client, url: str) -> None:
    """Whoever kept the answer and asks whether it still holds is answered anew, without its figures."""
    world = published_world()
    kept = client.get(url)
    had = content(kept)
    assert kept.status_code == 200
    withdraw(world, NOW)
    headers = {"if-none-match": kept["ETag"]}
    answer = client.get(url, headers=headers)
    assert answer.status_code in {200, 404, 410}
    assert content(answer) != had
    if kept.get("Last-Modified"):
        assert content(client.get(url, headers={"if-modified-since": kept["Last-Modified"]})) != had
