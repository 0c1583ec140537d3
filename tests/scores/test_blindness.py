"""Nobody sees one scorer's opinion before the other has given theirs: no page, no list, no count of the whole site changes."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.http import HttpResponseBase
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from samrit.audit.queries import events_so_far
from samrit.people.models import User
from samrit.scores.models import Assignment
from tests import world
from tests.scores.assigning import evaluators, give, take, two_scorers
from tests.world import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]

CHANGES_ANYWAY = re.compile(r"[A-Za-z0-9]{64}|nonce=\"[^\"]*\"")  # tokens of forms, digests of files
NUMBER = "1-1"


@pytest.fixture
def made() -> Iterator[World]:
    with time_machine.travel(NOW, tick=False):
        made = world.make_world()
        world.file_all(made)
        yield made


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        elif pattern.name:
            yield f"{space}{pattern.name}"


def is_read(name: str) -> bool:
    """Not what is drawn of the same queries and takes long, nor what knows no rows at all."""
    return not re.search(
        r"pdf|xlsx|docx|_zip|card|file|picture|paper|brief|health|metrics|openapi|data_year", name
    )


def addresses(made: World) -> set[str]:
    """Every address of the site that can be made of the round, the KPI, the year, the province or the assignments."""
    assert made.round is not None
    round_, indicator = made.round.pk, made.kpis[NUMBER].indicator_id
    keys = Assignment.objects.values_list("pk", flat=True)
    candidates: list[list[object]] = [
        [], [round_], [round_, indicator], [2567], [2567, made.area.pk], [made.area.pk], [indicator],
        [2567, round_], *([key] for key in keys),
    ]  # fmt: skip
    found = set()
    for name in filter(is_read, names(get_resolver().url_patterns)):
        for arguments in candidates:
            try:
                found.add(reverse(name, args=arguments))
            except NoReverseMatch:
                continue
    return {one for one in found if not one.startswith(("/i18n/", "/static/", "/accounts/", "/ui/"))}


def site(user: User, made: World) -> dict[str, str]:
    """All that this person can read: address → what is written there."""
    client = Client()
    client.force_login(user)
    seen = {}
    for address in sorted(addresses(made)):
        response = client.get(address)
        body = _read(response)
        if response["Content-Type"].startswith(("text/", "application/json")):
            # A board tells its script how many events there are of all people about all things: that is no opinion.
            body = re.sub(rf"(?<![\w-]){events_so_far()}-", "", body)
            seen[address] = f"{response.status_code} {CHANGES_ANYWAY.sub('', body)}"
    return seen


def _read(response: HttpResponseBase) -> str:
    return response.getvalue().decode(errors="replace")


@pytest.mark.parametrize("who", ["second", "coordinator"])
def test_nothing_on_the_whole_site_tells_that_the_first_has_given_an_opinion(made: World, who: str) -> None:
    first, second = evaluators(made, "first", "second")
    two_scorers(made, NUMBER)
    take(made, NUMBER, "first", first)
    take(made, NUMBER, "second", second)
    reader = second if who == "second" else made.coordinator
    before = site(reader, made)
    give(made, NUMBER, first, "1199.99")
    after = site(reader, made)
    assert len(before) > 60
    assert before.keys() == after.keys()
    assert {address: after[address] for address in before if before[address] != after[address]} == {}


def test_the_giver_sees_their_own(made: World) -> None:
    """The sweep above could fail: here something does change."""
    first, second = evaluators(made, "first", "second")
    two_scorers(made, NUMBER)
    take(made, NUMBER, "first", first)
    take(made, NUMBER, "second", second)
    before = site(first, made)
    give(made, NUMBER, first, "1199.99")
    after = site(first, made)
    assert made.round is not None
    page = reverse("scores:verify", args=[made.round.pk, made.kpis[NUMBER].indicator_id])
    assert page in {address for address in before if before[address] != after[address]}
    assert "1199.99" in after[page]
