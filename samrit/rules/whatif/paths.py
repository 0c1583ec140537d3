"""The cheapest path to the next rating: which results to lift to which targets."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from samrit.rules import rating
from samrit.rules.amounts import exact, settled
from samrit.rules.rulesets import Band, Label, Level, Named, RuleSet
from samrit.rules.scoring import score_framework
from samrit.rules.whatif.costs import costs
from samrit.rules.whatif.gaps import Gap, gaps_of
from samrit.rules.whatif.search import Option, cheapest
from samrit.rules.whatif.trial import Place, Trial, standing, with_results

Efforts = Mapping[
    Place, int | None
]  # of a leaf that is not named the usual one; None: it cannot be moved any more


@dataclass(frozen=True)
class Lift:
    """One result lifted to a target. ``points``: what the total (the component's mean) gains by it; ``cost`` in units."""

    place: Place
    level: Level
    result: Decimal
    target: Decimal
    distance: Decimal
    points: Decimal
    effort: int
    cost: int


@dataclass(frozen=True)
class Path:
    """The lifts, in the order of the framework, that reach the ``goal`` for the lowest cost.

    ``component`` is None for the rating of the whole. ``now`` and ``after`` are the total, or the component's mean.
    Not ``reached``: the lifts are all there are, and ``ends`` is what they come to. ``unmeasured``: leaves without a
    result, whose way to a target has no length; they take no part.
    """

    goal: Named
    minimum: Decimal
    component: str | None
    now: Decimal
    after: Decimal
    ends: Named
    reached: bool
    lifts: tuple[Lift, ...]
    unmeasured: tuple[Place, ...]

    @property
    def cost(self) -> int:
        return sum(lift.cost for lift in self.lifts)


@dataclass(frozen=True)
class _Goal:
    named: Band | Label
    minimum: Decimal
    component: str | None
    now: Decimal
    found_by: Callable[[Decimal], Named]
    better: frozenset[str]  # codes of the goal and of everything above it
    slack: Decimal  # by how much rounding may lift a figure at most

    def reached(self, figure: Decimal) -> bool:
        return self.found_by(settled(figure)).code in self.better


def paths(trial: Trial, efforts: Efforts | None = None, *, gaps: Sequence[Gap] | None = None) -> list[Path]:
    """The path to the next rating; in a rule set without a total one for each component, to its next label.

    ``gaps`` where they are known already. Empty when nothing counts, and at the top.
    """
    known = gaps_of(trial) if gaps is None else gaps
    return [_path(trial, goal, efforts or {}, known) for goal in _goals(trial)]


# ── where to ────────────────────────────────────────────────────────────────
def _goals(trial: Trial) -> Iterator[_Goal]:
    rules, score = trial.rules, trial.score
    if rules.model == "weighted":
        if score.total is not None:
            yield from _next_of(rules, score.total, rules.bands, rating.band_of, None)
        return
    for card in score.components:
        if card.score is not None:
            yield from _next_of(rules, card.score, rules.labels, rating.label_of, card.number)


def _next_of(
    rules: RuleSet,
    now: Decimal,
    known: Sequence[Band] | Sequence[Label],
    found_by: Callable[[RuleSet, Decimal], Named],
    component: str | None,
) -> Iterator[_Goal]:
    """The one above what stands now; ``known`` best first."""
    codes = [one.code for one in known]
    place = codes.index(found_by(rules, now).code) - 1
    if place < 0:
        return
    goal = known[place]
    decimals = rules.band_decimals if component is None else rules.label_decimals
    yield _Goal(
        named=goal,
        minimum=_minimum(goal),
        component=component,
        now=now,
        found_by=lambda figure: found_by(rules, figure),
        better=frozenset(codes[: place + 1]),
        slack=Decimal(0) if decimals is None else Decimal(5).scaleb(-decimals - 1),
    )


def _minimum(goal: Band | Label) -> Decimal:
    if isinstance(goal, Band):
        return goal.minimum
    return goal.at_least if goal.at_least is not None else goal.more_than or Decimal(0)


# ── how ─────────────────────────────────────────────────────────────────────
def _path(trial: Trial, goal: _Goal, efforts: Efforts, gaps: Sequence[Gap]) -> Path:
    own = [gap for gap in gaps if goal.component in {None, gap.place[0]}]
    groups = [_lifts(trial, gap, efforts) for gap in own]
    above: Decimal | None = None
    while True:
        chosen = _choose(groups, goal, above)
        lifts = chosen if chosen is not None else [group[-1] for group in groups if group]
        after = _after(trial, goal, lifts)
        if chosen is None or goal.reached(after):
            break
        with exact():  # the last of 28 digits fell on the other side of the rating's edge
            above = sum((lift.points for lift in lifts), Decimal(0))
    return Path(
        goal=goal.named,
        minimum=goal.minimum,
        component=goal.component,
        now=goal.now,
        after=after,
        ends=goal.found_by(after),
        reached=goal.reached(after),
        lifts=tuple(lifts),
        unmeasured=tuple(gap.place for gap in own if gap.result is None and gap.has_targets),
    )


def _choose(groups: Sequence[Sequence[Lift]], goal: _Goal, above: Decimal | None) -> list[Lift] | None:
    with exact():
        needed = goal.minimum - goal.slack - goal.now
    found = cheapest(
        [[Option(lift.cost, lift.points) for lift in group] for group in groups],
        needed=needed,
        reached=lambda gain: (above is None or gain > above) and goal.reached(goal.now + gain),
    )
    if found is None:
        return None
    return [group[place] for group, place in zip(groups, found, strict=True) if place is not None]


def _after(trial: Trial, goal: _Goal, lifts: Sequence[Lift]) -> Decimal:
    """What the whole way comes to, scored as every framework is."""
    lifted = with_results(trial.components, {lift.place: lift.target for lift in lifts})
    score = score_framework(trial.rules, lifted, reweight=trial.reweight)
    after = standing(trial.rules, score, component=goal.component or "")
    return goal.now if after is None else after


def _lifts(trial: Trial, gap: Gap, efforts: Efforts) -> list[Lift]:
    """By rising cost and gain; a farther target that gains no more, or costs no more, leaves only the better one."""
    effort = efforts.get(gap.place, costs().usual)
    if effort is None or gap.result is None:
        return []
    found: list[Lift] = []
    for reach in gap.reaches:
        if reach.distance is None or reach.points <= (found[-1].points if found else 0):
            continue
        cost = costs().of(trial.rules, gap.levels, distance=reach.distance, effort=effort)
        if found and found[-1].cost >= cost:
            found.pop()
        found.append(
            Lift(gap.place, reach.level, gap.result, reach.target, reach.distance, reach.points, effort, cost)
        )
    return found
