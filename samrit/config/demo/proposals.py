"""The demo's proposals for the next year, and what the committee decided of them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from samrit.config.demo.offices import EVALUATOR
from samrit.config.demo.story import Story, area_of, local, told
from samrit.frameworks.actions import (
    ItemChange,
    ItemDecision,
    Terms,
    add_item,
    add_meeting,
    conclude_proposal,
    decide_items,
    save_item,
    start_proposal,
    submit_proposal,
)
from samrit.frameworks.models import LibraryKpi, Meeting, Proposal, ProposalGroup
from samrit.frameworks.queries import NumberedItem, Past, edition_in_force, numbered, with_items
from samrit.frameworks.reading import shape_of
from samrit.people.models import User
from samrit.rules.proposals import Outcome, history_years


def propose(story: Story) -> None:
    """Every province's proposal as far as it came, and the committee's meeting."""
    facts = told("next_year")
    story.at(local(facts["meeting"]["entered"]), partial(_meet, story, facts["meeting"]))
    steps = {"submitted": _submit, "decided": _decide, "concluded": _conclude}
    for one in facts["proposals"]:
        story.at(local(one["started"]), partial(_start, story, facts, one))
        for name, step in steps.items():
            if name in one:
                story.at(local(one[name]), partial(step, story, facts, one))


def _coordinator(story: Story, one: Mapping[str, Any]) -> User:
    return story.people[f"{one['area']}.office.coordinator"]


def _proposal(facts: Mapping[str, Any], one: Mapping[str, Any]) -> Proposal:
    found = Proposal.objects.filter(area=one["area"], fiscal_year=facts["year"])
    return with_items(found).get()


def _start(story: Story, facts: Mapping[str, Any], one: Mapping[str, Any], now: datetime) -> None:
    """Last year's framework anew; with ``library``, an empty one and some of the library's KPIs."""
    base = None if "library" in one else edition_in_force(one["area"], facts["year"] - 1)
    made = start_proposal(
        area=area_of(one["area"]), year=facts["year"], shape=shape_of("weighted"), base=base, pasts={},
        by=_coordinator(story, one), now=now,
    )  # fmt: skip
    group = ProposalGroup.objects.filter(component__proposal=made).order_by("component__number", "position")[
        0
    ]
    for place, code in enumerate(one.get("library", ()), start=1):
        entry, moment = LibraryKpi.objects.get(code=code), now + timedelta(minutes=4 * place)
        add_item(
            proposal=made, group=group, entry=entry, name=entry.name, pasts={}, by=_coordinator(story, one), now=moment,
        )  # fmt: skip


def _submit(story: Story, facts: Mapping[str, Any], one: Mapping[str, Any], now: datetime) -> None:
    """Every KPI gets its reason and what is known of three years, then the whole is sent."""
    by = _coordinator(story, one)
    for place, whole in enumerate(numbered(_proposal(facts, one))):
        changes = {leaf.item.pk: _change(leaf, facts, one.get("raised", {})) for leaf in whole.leaves}
        moment = now - timedelta(minutes=60 - 3 * place)
        save_item(item=whole.item, changes=changes, version=whole.item.version, by=by, now=moment)
    submit_proposal(proposal=_proposal(facts, one), by=by, now=now)


def _change(leaf: NumberedItem, facts: Mapping[str, Any], raised: Mapping[str, Any]) -> ItemChange:
    newest, middle, oldest = history_years(facts["year"])
    source = facts["source"]
    past = {
        newest: Past(leaf.item.standard, "", source),
        middle: Past(leaf.item.basic, "", source),
        oldest: Past(None, "no_data", ""),
    }
    if raised.get("item") == leaf.full_number:
        return ItemChange({"advanced": Decimal(raised["advanced"]), "reason": raised["reason"]}, None, past)
    return ItemChange({"reason": facts["reason"]}, None, past)


def _meet(story: Story, meeting: Mapping[str, Any], now: datetime) -> None:
    add_meeting(
        number=meeting["number"], held_on=meeting["held_on"], title=meeting["title"], by=story.people[EVALUATOR], now=now,
    )  # fmt: skip


def _decide(story: Story, facts: Mapping[str, Any], one: Mapping[str, Any], now: datetime) -> None:
    """All KPIs, or those named ``only``; one may be changed with a reason."""
    wholes = [
        whole
        for whole in numbered(_proposal(facts, one))
        if whole.full_number in one.get("only", [whole.full_number])
    ]
    changed = one.get("changed", {})
    decide_items(
        decisions=[_decision(whole, changed if changed.get("item") == whole.full_number else {}) for whole in wholes],
        meeting=Meeting.objects.get(number=facts["meeting"]["number"]), by=story.people[EVALUATOR], now=now,
    )  # fmt: skip


def _decision(whole: NumberedItem, changed: Mapping[str, Any]) -> ItemDecision:
    item = whole.item
    accepted = ItemDecision(item.pk, item.version, Outcome.ACCEPTED.value)
    if not changed or item.basic is None or item.standard is None:
        return accepted
    levels = (item.basic, item.standard, Decimal(changed["advanced"]))
    terms = {item.pk: Terms(item.weight, levels)}
    return replace(accepted, outcome=Outcome.CHANGED.value, reason=changed["reason"], terms=terms)


def _conclude(story: Story, facts: Mapping[str, Any], one: Mapping[str, Any], now: datetime) -> None:
    meeting = Meeting.objects.get(number=facts["meeting"]["number"])
    conclude_proposal(proposal=_proposal(facts, one), meeting=meeting, by=story.people[EVALUATOR], now=now)
