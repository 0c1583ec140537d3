"""What steps cost, read from ``costs.toml``."""

import tomllib
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from functools import cache
from importlib import resources

from samrit.rules.amounts import exact
from samrit.rules.rulesets import RuleSet


@dataclass(frozen=True)
class Costs:
    """``from_level`` and ``to_level`` are codes of levels; ``units`` the distance between them; efforts whole numbers."""

    from_level: str
    to_level: str
    units: int
    least: int
    usual: int
    most: int

    def of(self, rules: RuleSet, levels: tuple[Decimal, ...], *, distance: Decimal, effort: int) -> int:
        """Whole units, at least one: the share of the KPI's own distance, rounded up, times the effort."""
        places = {level.code: place for place, level in enumerate(rules.levels)}
        begin, end = places.get(self.from_level, 0), places.get(self.to_level, len(levels) - 1)
        with exact():
            share = distance * self.units / abs(levels[end] - levels[begin])
            return max(1, int(share.to_integral_value(rounding=ROUND_CEILING))) * effort


@cache
def costs() -> Costs:
    """As the file states them."""
    data = tomllib.loads((resources.files(__package__) / "costs.toml").read_text(encoding="utf-8"))
    return Costs(
        from_level=data["from"],
        to_level=data["to"],
        units=data["units"],
        least=data["effort_least"],
        usual=data["effort_usual"],
        most=data["effort_most"],
    )
