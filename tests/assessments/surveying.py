"""Surveys for the tests: opened by the recorder of development, answered as people do."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

from django.test import Client

from samrit.assessments.actions.holding import Wish, open_survey
from samrit.assessments.actions.taking import Given, take_answers
from samrit.assessments.models import InstrumentRelease, SurveyPoint, SurveyRun
from samrit.people.models import User
from tests.world import DAY, NOW, World

PLEASED = {
    "finished": "yes",
    "aspects": {"easy": "5", "fast": "4", "clear": "5", "safe": "4", "help": "none"},
    "overall": "5",
    "recommend": "9",
}
NOT_PLEASED = {
    "finished": "no",
    "obstacles": ["login", "slow"],
    "aspects": {"easy": "1", "fast": "1", "clear": "2", "safe": "3", "help": "1"},
    "overall": "1",
    "reason": "ระบบช้า โทร 081 234 5678",
}


def eservice() -> InstrumentRelease:
    return InstrumentRelease.objects.get(code="eservice", agency=None)


def opened(
    world: World,
    *points: tuple[str, str],
    now: datetime = NOW,
    population: int | None = None,
    year: int = 2568,
) -> SurveyRun:
    wish = Wish(
        name="ความพึงพอใจต่อบริการออนไลน์",
        name_en="Online services",
        opens_on=DAY - timedelta(days=40),
        closes_on=DAY + timedelta(days=20),
        fiscal_year=year,
        contact="โทร 0 2000 0000",
        population=population,
    )
    return open_survey(
        agency=world.development, release=eservice(), wish=wish, points=points or (("ทะเบียนราษฎร", ""),),
        by=world.recorder, now=now,
    )  # fmt: skip


def said(
    point: SurveyPoint, answers: Mapping[str, Any], times: int = 1, *, days_ago: int = 0, now: datetime = NOW
) -> None:
    """So many people say the same on one day."""
    fresh = SurveyPoint.objects.select_related("run__release", "run__agency").get(pk=point.pk)
    given = [Given(uuid4(), DAY - timedelta(days=days_ago), answers) for _ in range(times)]
    kept, wrong = take_answers(point=fresh, given=given, now=now)
    assert (len(kept), wrong) == (times, {})


def as_(user: User | None) -> Client:
    client = Client(headers={"host": "localhost"})
    if user is not None:
        client.force_login(user)
    return client


class _Hidden(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden":
            self.fields.append((given["name"] or "", given["value"] or ""))


def hidden_fields(html: str) -> dict[str, list[str]]:
    """What a browser sends along without anybody typing it."""
    parser = _Hidden()
    parser.feed(html)
    found: dict[str, list[str]] = {}
    for name, value in parser.fields:
        found.setdefault(name, []).append(value)
    return found


def typed(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Bare answers as the form's fields."""
    fields: dict[str, Any] = {}
    for code, value in answers.items():
        if isinstance(value, dict):
            fields |= {f"q.{code}.{row}": option for row, option in value.items()}
        else:
            fields[f"q.{code}"] = value
    return fields


def asked_in(html: str) -> list[str]:
    return re.findall(r'data-code="([a-z0-9_]+)"', html)
