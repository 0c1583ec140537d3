"""The demo's surveys of citizens: one of 2567 that is closed, one that takes answers now. Answers are made by a rule."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from itertools import chain, repeat
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.timezone import localdate

from samrit.assessments.actions.folding import release_figures
from samrit.assessments.actions.holding import Wish, close_survey, open_survey
from samrit.assessments.actions.taking import Given, take_answers
from samrit.assessments.models import InstrumentRelease, SurveyPoint, SurveyRun
from samrit.config.demo.story import Story, local, told
from samrit.rules.thai import fiscal_year

AREA = "13"
LEVELS = ("5", "4", "3", "2", "1")
ASPECTS = ("easy", "fast", "clear", "safe", "help")
CHANNELS = ("phone", "phone", "phone", "computer", "kiosk", "staff")
OBSTACLES = (["slow"], ["login", "unclear"], ["papers"])
PROMOTES = {"5": "10", "4": "8", "3": "6", "2": "4", "1": "2"}
NOT_PLEASED = {"2", "1"}
EVERY_SEVENTH, EVERY_THIRD = 7, 3
Facts = Mapping[str, Any]


def ask_citizens(story: Story) -> None:
    for facts in told("surveys")["surveys"]:
        opened = local(facts["opened"]) if "opened" in facts else story.ago(facts["opened_days_ago"], 9)
        story.at(opened, partial(_open, story, facts))
        for place, point in enumerate(facts["points"]):
            for moment, people in _moments(story, point, place):
                story.at(moment, partial(_answer, facts, point, people))
        if "closed" in facts:
            story.at(local(facts["closed"]), partial(_close, story, facts))
        else:
            story.at(story.ago(2, 8), partial(_show, facts))


def _moments(story: Story, point: Facts, place: int) -> Iterator[tuple[datetime, int]]:
    for text, people in point.get("moments", {}).items():
        yield local(text), people
    for days, people in point.get("days_ago", {}).items():
        yield story.ago(int(days), 16, place), people


def _open(story: Story, facts: Facts, now: datetime) -> None:
    known, today = told("surveys"), localdate(now)
    closes = (
        date.fromisoformat(facts["closes_on"])
        if "closes_on" in facts
        else today + timedelta(days=facts["open_for"])
    )
    wish = Wish(
        name=facts["name"], name_en=known["name_en"], contact=known["contact"], population=facts["population"],
        opens_on=today, closes_on=closes, fiscal_year=facts["year"] or fiscal_year(closes),
    )  # fmt: skip
    open_survey(
        agency=story.agencies[AREA, known["agency"]],
        release=InstrumentRelease.objects.get(code=known["instrument"], agency=None),
        wish=wish,
        points=[(one["service"], one.get("district", "")) for one in facts["points"]],
        by=story.people[f"{AREA}.{known['agency']}.recorder"],
        now=now,
    )


def _run(facts: Facts) -> SurveyRun:
    return SurveyRun.objects.get(name=facts["name"])


def _answer(facts: Facts, point: Facts, people: int, now: datetime) -> None:
    """So many people, in the point's mixture; the demo's answers are the same whenever it is made."""
    found = SurveyPoint.objects.select_related("run__release", "run__agency").get(
        run=_run(facts), service=point["service"], district=point.get("district", "")
    )
    before = found.answers.count()
    given = [
        Given(_number(found, place), localdate(now), answers_of(point["overall"], place))
        for place in range(before, before + people)
    ]
    _kept, wrong = take_answers(point=found, given=given, now=now)
    if wrong:
        raise ValueError(f"the demo's answers cannot stand: {wrong}")


def _number(point: SurveyPoint, place: int) -> UUID:
    return uuid5(NAMESPACE_URL, f"{point.code} {place}")


def answers_of(mixture: Sequence[int], place: int) -> dict[str, Any]:
    """Of one person; ``mixture``: how many of so many say 5, 4, 3, 2, 1."""
    spread = list(
        chain.from_iterable(repeat(level, count) for level, count in zip(LEVELS, mixture, strict=True))
    )
    overall = spread[place * 8 % len(spread)]
    around = (overall, overall, "4", overall, "none" if place % EVERY_THIRD else overall)
    answers: dict[str, Any] = {
        "channel": CHANNELS[place % len(CHANNELS)],
        "finished": "no" if overall in NOT_PLEASED else "partly" if place % EVERY_SEVENTH == 0 else "yes",
        "aspects": dict(zip(ASPECTS, around, strict=True)),
        "overall": overall,
        "recommend": PROMOTES[overall],
    }
    known = told("surveys")
    if answers["finished"] != "yes":
        answers["obstacles"] = OBSTACLES[place % len(OBSTACLES)]
    if overall in NOT_PLEASED:
        answers["reason"] = known["reasons"][place % len(known["reasons"])]
    if place % EVERY_THIRD == 0:
        answers["wish"] = known["wishes"][place // EVERY_THIRD % len(known["wishes"])]
    return answers


def _show(facts: Facts, now: datetime) -> None:
    release_figures(run=_run(facts), now=now)


def _close(story: Story, facts: Facts, now: datetime) -> None:
    by = story.people[f"{AREA}.{told('surveys')['agency']}.approver"]
    close_survey(run=_run(facts), by=by, now=now)
