"""From ratings and scores to the four steps that fill maps and heat maps: 1 is best, 4 lowest, 0 has no value."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from samrit.rules import rulesets
from samrit.rules.rulesets import Named, RuleSet
from samrit.ui.charts import STEPS
from samrit.ui.formats import in_english

LOWEST_BIN, WIDTH_OF_BIN, FULL = 0, 5, 100


def rules_of(rule_set: str) -> RuleSet:
    return rulesets.load(rule_set)


def ratings(rules: RuleSet) -> Sequence[Named]:
    """The year's ratings, best first; of patterns the one that asks for everything is best, that of any lowest."""
    if rules.bands:
        return rules.bands
    return sorted(rules.patterns, key=lambda pattern: (bool(pattern.any), not pattern.every))


def rating_steps(rules: RuleSet) -> Mapping[str, int]:
    """Rating as stored → step: the best 1, the lowest 4, what lies between keeps its order."""
    names = [one.name for one in ratings(rules)]
    last = len(names) - 1
    return {
        name: STEPS if place == last and place else min(place + 1, STEPS - 1)
        for place, name in enumerate(names)
    }


def rating_legend(rules: RuleSet) -> list[tuple[int, str]]:
    steps = rating_steps(rules)
    named = [(steps[one.name], one.english if in_english() else one.name) for one in ratings(rules)]
    return [*named, (0, _("ยังไม่มีคะแนน"))]


def rating_word(rules: RuleSet, rating: str) -> str:
    """The stored rating in the reader's language."""
    found = next((one for one in ratings(rules) if one.name == rating), None)
    return found.english if found and in_english() else rating


def score_step(rules: RuleSet, score: Decimal | None) -> int:
    """A KPI's score by the targets that it reaches: ขั้นสูง 1, มาตรฐาน 2, ขั้นต้น 3, none of them 4."""
    if score is None:
        return 0
    reached = [level.score for level in rules.levels if score >= level.score]
    return STEPS - min(len(reached), STEPS - 1)


def score_legend(rules: RuleSet) -> list[tuple[int, str]]:
    """What the steps of scores mean."""
    best_first = sorted(rules.levels, key=lambda level: -level.score)
    words = [
        (place + 1, _("ถึงเป้าหมาย%(level)s") % {"level": level.english if in_english() else level.name})
        for place, level in enumerate(best_first)
    ]
    return [*words, (STEPS, _("ยังไม่ถึงเป้าหมายใด")), (0, _("ไม่มีคะแนน"))]


def bins(totals: Sequence[Decimal]) -> list[tuple[int, int]]:
    """(from, to) in steps of five up to 100, from the lowest that occurs; the last includes 100."""
    lowest = int(min(totals, default=Decimal(FULL))) // WIDTH_OF_BIN * WIDTH_OF_BIN
    lowest = min(lowest, FULL - WIDTH_OF_BIN)
    return [(start, start + WIDTH_OF_BIN) for start in range(max(LOWEST_BIN, lowest), FULL, WIDTH_OF_BIN)]


def is_in(total: Decimal, bin_: tuple[int, int]) -> bool:
    start, end = bin_
    return start <= total < end or (end == FULL and total >= FULL)


def step_of_bin(rules: RuleSet, bin_: tuple[int, int]) -> int:
    """The rating that its middle has."""
    middle = Decimal(sum(bin_)) / 2
    steps = rating_steps(rules)
    return next((steps[band.name] for band in rules.bands if middle >= band.minimum), 0)
