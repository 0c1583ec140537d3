"""What is under way in evaluation: a result on which two scorers differ, a question to a province, an appeal."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from samrit.config.demo import files
from samrit.config.demo.offices import EVALUATOR
from samrit.config.demo.story import Story, told
from samrit.people.models import User
from samrit.reports.queries import Item, items_of
from samrit.scores.actions import (
    ask_question,
    ask_two_scorers,
    attach_to_appeal,
    give_opinion,
    open_appeal,
    reassign,
)
from samrit.scores.models import Assignment
from samrit.scores.queries import score_of

YEAR = 2567
SLOTS = (Assignment.Slot.FIRST, Assignment.Slot.SECOND)


def go_on_evaluating(story: Story) -> None:
    facts = told("evaluation")
    dispute, question, appeal = (facts[key] for key in ("dispute", "question", "appeal"))
    story.at(story.ago(dispute["assigned"], 10), partial(_let_two_look, story, dispute))
    for place, days in enumerate(dispute["judged"]):
        story.at(story.ago(days, 14, 20), partial(_judge, story, dispute, place))
    story.at(story.ago(question["days_ago"], 10, 45), partial(_ask, story, question))
    story.at(story.ago(appeal["days_ago"], 11), partial(_contest, story, appeal))


def _item(story: Story, facts: Mapping[str, Any]) -> Item:
    round_ = story.rounds[facts["area"], YEAR, facts["months"]]
    return next(item for item in items_of(round_) if item.kpi.full_number == facts["number"])


def _scorer(story: Story, facts: Mapping[str, Any], place: int) -> User:
    return story.people[f"central.{facts['scorers'][place]}"]


def _let_two_look(story: Story, facts: Mapping[str, Any], now: datetime) -> None:
    item, by = _item(story, facts), story.people[EVALUATOR]
    ask_two_scorers(
        year=item.round.fiscal_year, indicator=item.kpi.indicator, reason=facts["two_because"], by=by, now=now
    )
    for place, slot in enumerate(SLOTS):
        reassign(
            round_=item.round, indicator=item.kpi.indicator_id, slot=slot, evaluator=_scorer(story, facts, place),
            by=by, now=now + timedelta(minutes=place + 1),
        )  # fmt: skip


def _judge(story: Story, facts: Mapping[str, Any], place: int, now: datetime) -> None:
    said = facts["opinions"][place]
    give_opinion(
        item=_item(story, facts), decision=said["decision"], value=Decimal(said["value"]) if "value" in said else None,
        missing=None, reason=said.get("reason", ""), by=_scorer(story, facts, place), now=now,
    )  # fmt: skip


def _ask(story: Story, facts: Mapping[str, Any], now: datetime) -> None:
    deadline = story.ago(-facts["answer_in"], 16, 30)
    ask_question(
        item=_item(story, facts), text=facts["text"], answer_by=deadline, by=story.people[EVALUATOR], now=now
    )


def _contest(story: Story, facts: Mapping[str, Any], now: datetime) -> None:
    score = score_of(story.rounds[facts["area"], YEAR, facts["months"]])
    if score is None:
        raise ValueError(f"the demo contests a score that is not there: {facts['area']}")
    rows = score.kpi_scores.select_related("kpi__component", "province_score__round")
    contested = next(row for row in rows if row.kpi.full_number == facts["number"])
    by = story.people[f"{facts['area']}.office.coordinator"]
    appeal = open_appeal(
        kpi_score=contested, grounds=facts["grounds"], text=facts["text"], wanted_value=Decimal(facts["wanted_value"]),
        wanted_score=None, by=by, now=now,
    )  # fmt: skip
    chart = files.chart(facts["evidence"], [(label, Decimal(value)) for label, value in facts["rows"]])
    attach_to_appeal(
        appeal=appeal, file=chart, name=f"{facts['evidence']}.png", by=by, now=now + timedelta(minutes=4)
    )
