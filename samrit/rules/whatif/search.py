"""The cheapest choice of at most one option of each group whose gains together reach what is needed. Exact.

A multiple-choice knapsack, solved group by group over the states (cost, gain) that no other state beats. A state
is dropped when even fractions of the remaining options could not bring it home below the best choice known; costs
are whole numbers, so few states are left. Equal input gives equal output.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise

from samrit.rules.amounts import exact

ZERO = Decimal(0)


@dataclass(frozen=True)
class Option:
    """``cost`` is at least 1; ``gain`` above 0."""

    cost: int
    gain: Decimal


Group = Sequence[Option]  # by rising cost and gain
Choice = tuple[int | None, ...]  # for each group the place of its option, None for none
Reached = Callable[[Decimal], bool]  # of a gain; a larger gain never turns it to False


def cheapest(groups: Sequence[Group], *, needed: Decimal, reached: Reached) -> Choice | None:
    """The choice of the lowest cost whose gain is ``reached``; among equals that of the largest gain, else the first.

    ``needed``: no gain below it is ``reached``. None when even everything together is not.
    """
    with exact():
        order = sorted(range(len(groups)), key=lambda place: -_best_ratio(groups[place]))
        found = _search([groups[place] for place in order], needed, reached)
    if found is None:
        return None
    chosen = dict(zip(order, found, strict=True))
    return tuple(chosen[place] for place in range(len(groups)))


def _best_ratio(group: Group) -> Decimal:
    return max((option.gain / option.cost for option in group), default=ZERO)


@dataclass(frozen=True)
class _State:
    cost: int
    gain: Decimal
    option: int | None = None
    before: "_State | None" = None

    def choice(self) -> Choice:
        taken: list[int | None] = []
        state: _State = self
        while state.before is not None:
            taken.append(state.option)
            state = state.before
        return tuple(reversed(taken))


def _search(groups: Sequence[Group], needed: Decimal, reached: Reached) -> Choice | None:
    def enough(gain: Decimal) -> bool:
        return gain >= needed and reached(gain)

    bounds = _Bounds(groups)
    most = bounds.some_choice(enough)
    if most is None:
        return None
    states: list[_State] = [_State(0, ZERO)]
    home: list[_State] = []
    for place, group in enumerate(groups):
        after = [_State(state.cost, state.gain, None, state) for state in states]
        for number, option in enumerate(group):
            for state in states:
                grown = _State(state.cost + option.cost, state.gain + option.gain, number, state)
                (home if enough(grown.gain) else after).append(grown)
        most = min(most, *(state.cost for state in home)) if home else most
        states = [
            one
            for one in _unbeaten(after)
            if bounds.could_reach(place + 1, needed - one.gain, most - one.cost)
        ]
    return _whole(min(home, key=lambda state: (state.cost, -state.gain)), len(groups))


def _unbeaten(states: list[_State]) -> list[_State]:
    """Only those that no cheaper or equal one surpasses or equals in gain; the first of equals stays."""
    kept: list[_State] = []
    for state in sorted(states, key=lambda state: (state.cost, -state.gain)):
        if not kept or state.gain > kept[-1].gain:
            kept.append(state)
    return kept


class _Bounds:
    """What the groups from a place on can gain at most for a cost, fractions of options allowed."""

    def __init__(self, groups: Sequence[Group]) -> None:
        steps = [step for place, group in enumerate(groups) for step in _steps(place, group)]
        self.steps = sorted(steps, key=lambda step: (-step.gain / step.cost, step.group))
        self.sums = [
            _Sums([step for step in self.steps if step.group >= place]) for place in range(len(groups) + 1)
        ]

    def could_reach(self, place: int, short: Decimal, spare: int) -> bool:
        """Whether the groups from ``place`` on may gain ``short`` for at most ``spare``."""
        return self.sums[place].could_reach(short, spare)

    def some_choice(self, enough: Reached) -> int | None:
        """The cost of one choice that is enough: the best steps in turn, the last as cheap as can be; None: none is."""
        best: int | None = None
        cost, gain, taken = 0, ZERO, [0] * len(self.sums)
        for step in self.steps:
            last = [
                cost + one.cost
                for one in self.steps
                if one.number == taken[one.group] and enough(gain + one.gain)
            ]
            best = min([*last, best] if best is not None else last, default=None)
            cost, gain = cost + step.cost, gain + step.gain
            taken[step.group] += 1
        return best


@dataclass(frozen=True)
class _Step:
    """From one option of a group to the next better one, by so much cost and gain."""

    group: int
    number: int
    cost: int
    gain: Decimal


def _steps(place: int, group: Group) -> list[_Step]:
    """The group's options without those that a mixture of two others beats: each step gains less for its cost."""
    hull = [Option(0, ZERO)]
    for option in group:
        while len(hull) > 1 and _is_steeper(hull[-2], hull[-1], option):
            hull.pop()
        hull.append(option)
    pairs = enumerate(pairwise(hull))
    return [_Step(place, number, high.cost - low.cost, high.gain - low.gain) for number, (low, high) in pairs]


def _is_steeper(low: Option, middle: Option, high: Option) -> bool:
    """Whether the way on from ``middle`` gains at least as much for its cost as the way to it."""
    onward = (high.gain - middle.gain) * (middle.cost - low.cost)
    return onward >= (middle.gain - low.gain) * (high.cost - middle.cost)


class _Sums:
    """Steps in their order, best first, and what they come to together."""

    def __init__(self, steps: Sequence[_Step]) -> None:
        self.steps = steps
        self.costs = [0, *accumulate(step.cost for step in steps)]
        self.gains = [ZERO, *accumulate(step.gain for step in steps)]

    def could_reach(self, short: Decimal, spare: int) -> bool:
        if spare < 0 or short > self.gains[-1]:
            return False
        if short <= 0:
            return True
        place = bisect_left(self.gains, short) - 1
        step = self.steps[place]
        # Without a division, so that nothing is rounded: the part of the step that is needed, by its price.
        return (short - self.gains[place]) * step.cost <= (spare - self.costs[place]) * step.gain


def _whole(state: _State, groups: int) -> Choice:
    chosen = state.choice()
    return chosen + (None,) * (groups - len(chosen))
