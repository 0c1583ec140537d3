"""A thousand visitors at one point, on a server that answers several at once: what honest people said is counted, once each."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection
from random import Random
from threading import local
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

import pytest
from django.db import connection
from time_machine import travel

from samrit.assessments.actions.folding import fold_answers
from samrit.assessments.models import SurveyAnswer, SurveyPoint, SurveyTally
from samrit.assessments.moments import kiosk_key, new_moment
from samrit.ui.flooding import flood
from tests.assessments.surveying import PLEASED, opened, typed
from tests.world import DAY, NOW, make_people

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
AT_ONCE, MOST_OF_ONE_PLACE, BATCH = 8, 40, 40
ALREADY = [*PLEASED, "channel", "wish"]
NETWORK = "198.18."  # for tests of networks: nobody's


@dataclass
class Visitor:
    """``place``: the network address; ``times``: how often the same form is sent; ``status``: what each time may be answered."""

    words: str
    place: str
    moment: str
    status: set[int]
    times: int = 1
    more: dict[str, str] = field(default_factory=dict)

    def body(self) -> str:
        fields = typed(PLEASED | {"wish": self.words}) | {"moment": self.moment, "seen": ALREADY} | self.more
        return urlencode(fields, doseq=True)


def visitors(code: str) -> list[Visitor]:
    """920 by link; the other 80 answer at the counter."""
    signed = lambda seconds: new_moment(code, NOW - timedelta(seconds=seconds))  # noqa: E731
    places = (f"{NETWORK}{place // 250}.{place % 250}" for place in range(1000))
    found = [Visitor(f"ตั้งใจ {n}", next(places), signed(30), {303}) for n in range(600)]
    found += [Visitor(f"กดสองครั้ง {n}", next(places), signed(30), {303}, times=2) for n in range(100)]
    found += [Visitor(f"ส่งซ้ำ {n}", next(places), signed(30), {303}, times=4) for n in range(20)]
    found += [Visitor(f"ท่วม {n}", f"{NETWORK}99.1", signed(30), {303, 429}) for n in range(100)]
    found += [Visitor(f"กับดัก {n}", next(places), signed(30), {303}, more={"website": "x"}) for n in range(40)]
    found += [Visitor(f"เร็วเกิน {n}", next(places), signed(1), {429}) for n in range(40)]
    found += [Visitor(f"ปลอม {n}", next(places), f"{signed(30)}x", {200}) for n in range(20)]
    return found


class Server:
    """Asked by several at once, each over a connection of its own."""

    def __init__(self, address: str) -> None:
        self.address, self.held = urlsplit(address).netloc, local()
        self.connections: list[HTTPConnection] = []

    def post(self, path: str, body: str, place: str, kind: str) -> tuple[int, str]:
        if not hasattr(self.held, "connection"):
            self.held.connection = HTTPConnection(self.address, timeout=60)
            self.connections.append(self.held.connection)
        asked: HTTPConnection = self.held.connection
        asked.request("POST", path, body, {"Content-Type": kind, "X-Forwarded-For": place})
        response = asked.getresponse()
        return response.status, response.read().decode()

    def close(self) -> None:
        for one in self.connections:
            one.close()


@pytest.fixture
def point(settings: Any) -> Iterator[SurveyPoint]:
    settings.SURVEY_RATE, settings.SURVEY_LEAST_SECONDS = MOST_OF_ONE_PLACE, 2
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    flood.forget()  # what other tests counted in this process
    with travel(NOW, tick=False):
        yield opened(make_people()).points.get()


def send(server: Server, path: str, who: Sequence[Visitor]) -> Counter[int]:
    """All of them, shuffled. Whoever was not thanked finds on the page what was typed."""
    sent = [one for one in who for _ in range(one.times)]
    Random(7).shuffle(sent)  # noqa: S311 - the same order each time
    found: Counter[int] = Counter()

    def visit(one: Visitor) -> int:
        status, page = server.post(path, one.body(), one.place, "application/x-www-form-urlencoded")
        assert status in one.status, f"{one.words}: {status}"
        assert status == 303 or one.words in page
        return status

    with ThreadPoolExecutor(AT_ONCE) as several:
        found.update(several.map(visit, sent))
    return found


def hand_in(server: Server, path: str) -> list[set[str]]:
    """What a counter kept while it was without the network, each batch twice at once."""
    rows = [
        {"client": str(UUID(int=n)), "day": DAY.isoformat(), "answers": PLEASED | {"wish": f"เคาน์เตอร์ {n}"}}
        for n in range(1, 81)
    ]
    bodies = [json.dumps({"answers": rows[start : start + BATCH]}) for start in (0, 0, BATCH, BATCH)]

    def hand(body: str) -> set[str]:
        status, text = server.post(path, body, f"{NETWORK}98.1", "application/json")
        assert status == 200
        return set(json.loads(text)["kept"])

    with ThreadPoolExecutor(AT_ONCE) as several:
        return list(several.map(hand, bodies))


def test_a_thousand_visitors(live_server: Any, point: SurveyPoint, caplog: pytest.LogCaptureFixture) -> None:
    server, who = Server(live_server.url), visitors(point.code)
    answered = send(server, f"/s/{point.code}/", who)
    assert answered == {303: 600 + 200 + 80 + MOST_OF_ONE_PLACE + 40, 429: 60 + 40, 200: 20}
    kept = hand_in(server, f"/s/{point.code}/kiosk/{kiosk_key(point.code, 1)}/answers/")
    assert [len(one) for one in kept] == [BATCH] * 4
    server.close()

    words = Counter(SurveyAnswer.objects.values_list("answers__wish", flat=True))
    honest = {one.words for one in who if one.words.startswith(("ตั้งใจ", "กดสองครั้ง", "ส่งซ้ำ"))}
    flooded = [word for word in words if word.startswith("ท่วม")]
    counter = {f"เคาน์เตอร์ {n}" for n in range(1, 81)}
    assert set(words.values()) == {1}
    assert len(flooded) == MOST_OF_ONE_PLACE
    assert set(words) - set(flooded) == honest | counter
    assert [fold_answers(run=point.run), fold_answers(run=point.run)] == [840, 0]
    assert SurveyTally.objects.get(question="overall", option="5").count == 840
    assert NETWORK not in caplog.text
    assert [table for table in connection.introspection.table_names() if NETWORK in contents(table)] == []


def contents(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a name of our own
        return str(cursor.fetchall())
