"""What the tests of the public portal share: an embargoed result, another edition, a withdrawal, and how pages are read."""

from datetime import datetime, timedelta
from decimal import Decimal
from html.parser import HTMLParser

from django.http import HttpResponseBase
from django.test import Client

from samrit.scores.actions import compute_score as compute
from samrit.scores.actions import (
    confirm_score,
    publish_score,
    reopen_score,
    verify_result,
    withdraw_publication,
)
from samrit.scores.models import Appeal, KpiScore, Publication
from tests.dashboards.published import published_world
from tests.world import NOW, World

EMBARGO = NOW + timedelta(days=3)
SECOND = timedelta(seconds=1)


def embargoed_world(at: datetime = EMBARGO) -> World:
    """The province's score confirmed and to be public from ``at`` on."""
    world = published_world(publish=False)
    assert world.round is not None
    confirm_score(round_=world.round, by=world.evaluator, now=NOW)
    publish_score(round_=world.round, by=world.evaluator, now=NOW, publish_at=at)
    return world


def withdraw(world: World, now: datetime, reason: str = "ตัวเลขรายได้คลาดเคลื่อน") -> Publication:
    assert world.round is not None
    return withdraw_publication(round_=world.round, reason=reason, by=world.evaluator, now=now)


def another_edition(world: World, now: datetime, value: str = "21") -> Publication:
    """Withdrawn, 1-2 verified as ``value``, scored and published again."""
    assert world.round is not None
    withdraw(world, now)
    reopen_score(round_=world.round, reason="แก้ตัวเลข", by=world.evaluator, now=now)
    verify_result(
        item=world.item("1-2"), decision="correct", value=Decimal(value), missing=None, reason="ตรวจซ้ำกับต้นทาง",
        by=world.evaluator, now=now,
    )  # fmt: skip
    compute(round_=world.round, by=world.evaluator, now=now)
    confirm_score(round_=world.round, by=world.evaluator, now=now)
    return publish_score(round_=world.round, by=world.evaluator, now=now, reason="แก้ตัวเลขตามต้นทาง")


def appeal(world: World, opened_at: datetime = NOW) -> None:
    """An open one about 1-2, as a row: the way there is tested elsewhere."""
    assert world.round is not None
    contested = KpiScore.objects.get(province_score__superseded_at=None, kpi=world.kpis["1-2"])
    Appeal.objects.create(
        round=world.round, number=1, indicator=contested.kpi.indicator, kpi_score=contested, grounds="value", text="สถานีเสีย",
        wanted_value=Decimal(20), opened_by=world.coordinator, opened_as="ผู้ประสาน", opened_at=opened_at,
        decide_by=opened_at + timedelta(days=30),
    )  # fmt: skip


def text_of(html: str) -> str:
    """What is read, without tags and line breaks."""
    words: list[str] = []
    parser = HTMLParser()
    parser.handle_data = words.append  # type: ignore[method-assign]
    parser.feed(html)
    return " ".join(" ".join(words).split())


def content(answer: HttpResponseBase) -> bytes:
    """Of a file that is sent in pieces too."""
    streamed = getattr(answer, "streaming_content", None)
    return b"".join(streamed) if streamed is not None else answer.content  # type: ignore[attr-defined]


def read(client: Client, url: str, status: int = 200, **query: str) -> str:
    answer = client.get(url, query)
    assert answer.status_code == status, url
    return content(answer).decode("utf-8-sig")
