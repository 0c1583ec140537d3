"""Other rules on the same results: who would stand where, and why. Nothing is kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import sha256
from typing import Any

from samrit.rules.rulesets import RuleSet
from samrit.rules.scorecard import component_place, kpi_place, part_place
from samrit.rules.scoring import from_json, score_framework, to_json
from samrit.rules.wording import Message, RefusedError, say

Outcome = Mapping[str, Any]  # what ``scoring.to_json`` answers, its sentences kept as data
NO_NEWS = {"rules_used", "cut_points_assumed"}  # steps that differ between rule sets and move nobody


@dataclass(frozen=True)
class Case:
    """One province's stored scoring: ``inputs`` is the document that was scored, ``outcome`` its answer."""

    key: str
    inputs: Mapping[str, Any]
    outcome: Outcome


@dataclass(frozen=True)
class Place:
    """Where a province stands: the total as published (None where the rules give none), its rating, its rank."""

    total: Decimal | None = None
    rating: Message | None = None
    rating_code: str | None = None
    rank: int | None = None


@dataclass(frozen=True)
class Reason:
    """The first step of a KPI (or of the whole) that is another; None where there was, or is, no such step."""

    place: Message
    before: Message | None
    after: Message | None


@dataclass(frozen=True)
class Movement:
    """``before`` and ``after`` of one province; ``refusal`` says why the other rules cannot score it."""

    key: str
    before: Place
    after: Place
    reasons: tuple[Reason, ...] = ()
    refusal: Message | None = None

    @property
    def delta(self) -> Decimal | None:
        if self.before.total is None or self.after.total is None:
            return None
        return self.after.total - self.before.total

    @property
    def loss(self) -> Decimal:
        """How much less it is, without a sign; 0 when it is not less."""
        return max(-(self.delta or Decimal(0)), Decimal(0))

    @property
    def ranks_up(self) -> int | None:
        """How many places it rises (negative: falls)."""
        if self.before.rank is None or self.after.rank is None:
            return None
        return self.before.rank - self.after.rank

    @property
    def rating_changes(self) -> bool:
        return self.refusal is None and self.before.rating_code != self.after.rating_code

    @property
    def moves(self) -> bool:
        return bool(self.refusal or self.delta or self.ranks_up or self.rating_changes)


def simulate(cases: Sequence[Case], rules: RuleSet, *, method: str | None = None) -> list[Movement]:
    """Every case under ``rules``, those that move most first. ``method``: re-weighting instead of the framework's."""
    answers = {case.key: _outcome(case, rules, method) for case in cases}
    scored = {key: answer for key, answer in answers.items() if not isinstance(answer, Message)}
    old_ranks = ranks({case.key: _total(case.outcome) for case in cases})
    new_ranks = ranks({key: _total(outcome) for key, outcome in scored.items()})
    found = []
    for case in cases:
        answer, before = answers[case.key], _place(case.outcome, old_ranks.get(case.key))
        if isinstance(answer, Message):
            found.append(Movement(case.key, before, Place(), refusal=answer))
        else:
            after = _place(answer, new_ranks.get(case.key))
            found.append(Movement(case.key, before, after, tuple(_reasons(case.outcome, answer))))
    return sorted(found, key=_stillness)


def _outcome(case: Case, rules: RuleSet, method: str | None) -> Outcome | Message:
    try:
        request = from_json(dict(case.inputs), rules=rules)
        score = score_framework(rules, request.components, reweight=method or request.reweight)
    except RefusedError as refused:
        return refused.refusal.message
    return to_json(score, Message.to_data)


def ranks(totals: Mapping[str, Decimal | None]) -> dict[str, int]:
    """1, 1, 3: equal totals share the better rank; without a total there is none."""
    known = [total for total in totals.values() if total is not None]
    return {
        key: 1 + sum(other > total for other in known) for key, total in totals.items() if total is not None
    }


def _total(outcome: Outcome) -> Decimal | None:
    return Decimal(outcome["total_published"]) if outcome["total_published"] else None


def _place(outcome: Outcome, rank: int | None) -> Place:
    rating = Message.from_data(outcome["rating"]) if outcome["rating"] else None
    return Place(_total(outcome), rating, outcome["rating_code"], rank)


def _stillness(movement: Movement) -> tuple[bool, bool, int, Decimal, str]:
    """The smallest for who moves most: refused, another rating, most ranks, most points."""
    return (
        movement.refusal is None,
        not movement.rating_changes,
        -abs(movement.ranks_up or 0),
        -abs(movement.delta or Decimal(0)),
        movement.key,
    )


# ── why ─────────────────────────────────────────────────────────────────────
def _reasons(before: Outcome, after: Outcome) -> Iterator[Reason]:
    """The KPIs whose way to their points is another; when there is none, the first other step of the whole."""
    other = {(row["component"], row["number"]): row for row in after["kpis"]}
    found = False
    for row in before["kpis"]:
        place = kpi_place(component_place(row["component"]), row["number"])
        for reason in _kpi_reasons(place, row, other.get((row["component"], row["number"]), {"steps": []})):
            found = True
            yield reason
    whole = None if found else _first_other(say("whole", "ทั้งกรอบ"), before["steps"], after["steps"])
    if whole:
        yield whole


def _kpi_reasons(place: Message, row: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[Reason]:
    """Of a KPI with parts those of its parts, unless only its own weight changed."""
    parts = {part["number"]: part for part in other.get("parts", ())}
    found = False
    for part in row["parts"]:
        within = part_place(place, part["number"])
        if reason := _first_other(within, part["steps"], parts.get(part["number"], {"steps": []})["steps"]):
            found = True
            yield reason
    own = None if found else _first_other(place, row["steps"], other["steps"])
    if own:
        yield own


def _first_other(
    place: Message, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> Reason | None:
    old, new = ([step for step in steps if step["code"] not in NO_NEWS] for steps in (before, after))
    for position in range(max(len(old), len(new))):
        was = old[position] if position < len(old) else None
        becomes = new[position] if position < len(new) else None
        if was != becomes:
            return Reason(place, _said(was), _said(becomes))
    return None


def _said(step: Mapping[str, Any] | None) -> Message | None:
    return Message.from_data(step) if step else None


# ── rules with other numbers ────────────────────────────────────────────────
@dataclass(frozen=True)
class Changes:
    """What a draft changes in a rule set; codes of levels, bands and missing reasons → their new value."""

    below_basic: str | None = None
    levels: Mapping[str, Decimal] | None = None
    bands: Mapping[str, Decimal] | None = None
    missing: Mapping[str, str] | None = None


def changed(rules: RuleSet, changes: Changes) -> RuleSet:
    """The rule set with other numbers; ValueError when they contradict each other. Its version names the changes."""
    levels, bands, missing = changes.levels or {}, changes.bands or {}, changes.missing or {}
    plain = replace(
        rules,
        below_basic=changes.below_basic or rules.below_basic,
        levels=tuple(replace(one, score=levels.get(one.code, one.score)) for one in rules.levels),
        bands=tuple(replace(one, minimum=bands.get(one.code, one.minimum)) for one in rules.bands),
        missing=tuple(replace(one, treatment=missing.get(one.code, one.treatment)) for one in rules.missing),
    )
    if plain == rules:
        return rules
    return replace(plain, version=sha256(repr(plain).encode()).hexdigest()[:16])
