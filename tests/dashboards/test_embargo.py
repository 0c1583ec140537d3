"""Until its moment a result does not exist: no page, no file, no count, no word of it. From that second on it does."""

import json

import pytest
import time_machine
from django.test import Client

from samrit.scores.models import PublicWords
from tests.dashboards.portal import EMBARGO, SECOND, content, embargoed_world, read, withdraw
from tests.world import World

pytestmark = pytest.mark.django_db

PAGES = [
    "/performance/2567/13/",
    "/performance/2567/13.pdf",
    "/performance/2567/13.xlsx",
    "/performance/2567/13/card.png",
    "/performance/2567/13/brief.pdf",
    "/performance/2567/country/",
    "/performance/2567/13/editions/12-1/",
    "/performance/open-data/2567/results.csv",
    "/performance/open-data/2567/provinces.json",
]
# Where the province, its total or its rating would show; with what would be read there.
LISTS = [
    ("/", "2567"),
    ("/performance/", "2567"),
    ("/performance/2567/", "79.375"),
    ("/performance/search/?q=ปทุมธานี", "มาตรฐานขั้นสูง"),
    ("/performance/search/?q=จำหน่ายผลิตภัณฑ์", "ปทุมธานี"),
    ("/performance/compare/", "ปทุมธานี"),
    ("/performance/open-data/", "/2567/results.csv"),
    ("/performance/open-data/results.csv", "ปทุมธานี"),
    ("/performance/open-data/results.json", "ปทุมธานี"),
    ("/performance/open-data/provinces.csv", "79.375"),
    ("/performance/open-data/datapackage.json", "    2567\n"),
    ("/performance/open-data/catalog.jsonld", "2567"),
    ("/performance/feed.xml", "ปทุมธานี"),
    ("/sitemap.xml", "/2567/"),
]


@pytest.fixture
def world() -> World:
    return embargoed_world()


@pytest.mark.parametrize("url", PAGES)
def test_a_page_begins_to_exist_with_its_second(client: Client, world: World, url: str) -> None:
    with time_machine.travel(EMBARGO - SECOND, tick=False):
        assert client.get(url).status_code == 404
    with time_machine.travel(EMBARGO, tick=False):
        answer = client.get(url)
        assert answer.status_code == 200
        assert content(answer)


@pytest.mark.parametrize(("url", "word"), LISTS)
def test_no_list_knows_of_it_before(client: Client, world: World, url: str, word: str) -> None:
    with time_machine.travel(EMBARGO - SECOND, tick=False):
        before = read(client, url)
        assert "79.375" not in before
        assert word not in before.replace("q=ปทุมธานี", "").replace('value="ปทุมธานี"', "")
    with time_machine.travel(EMBARGO, tick=False):
        assert word in read(client, url)


def test_the_index_holds_nothing_before_its_moment(client: Client, world: World) -> None:
    with time_machine.travel(EMBARGO - SECOND, tick=False):
        read(client, "/performance/search/", q="ปทุมธานี")
        assert PublicWords.objects.count() == 0
    with time_machine.travel(EMBARGO, tick=False):
        read(client, "/performance/search/", q="ปทุมธานี")
        assert PublicWords.objects.count() > 0


def test_what_is_taken_back_before_its_moment_never_was(client: Client, world: World) -> None:
    withdraw(world, EMBARGO - SECOND)
    with time_machine.travel(EMBARGO, tick=False):
        for url in PAGES:
            assert client.get(url).status_code == 404
        assert json.loads(read(client, "/performance/open-data/results.json"))["rows"] == []
        assert "ปทุมธานี" not in read(client, "/performance/feed.xml")


@pytest.mark.parametrize("who", ["coordinator", "stranger", "evaluator"])
def test_signing_in_opens_no_embargo(client: Client, world: World, who: str) -> None:
    """On the public pages; at their desks people see what their duty shows them."""
    client.force_login(getattr(world, who))
    with time_machine.travel(EMBARGO - SECOND, tick=False):
        assert client.get("/performance/2567/13/").status_code == 404
        assert "79.375" not in read(client, "/performance/2567/")
