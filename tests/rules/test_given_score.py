"""The result that a score stands for: scored again it gives that very score, or it is refused."""

from dataclasses import replace
from decimal import Decimal

import pytest

from samrit.rules import rulesets
from samrit.rules.scoring import result_for, score_result
from samrit.rules.wording import RefusedError

RULES = rulesets.load("2567")
UP = {"direction": "up", "levels": [Decimal("1150.40"), Decimal("1202.17"), Decimal("1256.27")]}
DOWN = {"direction": "down", "levels": [Decimal(25), Decimal(22), Decimal(20)]}
PROPORTIONAL = replace(RULES, below_basic="proportional")


@pytest.mark.parametrize("terms", [UP, DOWN])
@pytest.mark.parametrize("score", ["50", "50.001", "62.5", "75", "87.5", "99.999", "100"])
def test_a_score_between_the_targets_comes_back_to_the_digit(terms: dict, score: str) -> None:  # type: ignore[type-arg]
    wanted = Decimal(score)
    result = result_for(RULES, **terms, score=wanted)
    assert score_result(RULES, **terms, result=result).score == wanted


@pytest.mark.parametrize(
    ("terms", "score", "result"),
    [
        (UP, "62.5", "1176.285"),
        (DOWN, "90", "20.8"),
        (DOWN, "100", "20"),
        ({**UP, "interpolate": "step"}, "75", "1202.17"),
    ],
)
def test_by_hand(terms: dict, score: str, result: str) -> None:  # type: ignore[type-arg]
    assert result_for(RULES, **terms, score=Decimal(score)) == Decimal(result)


def test_below_the_first_target_only_in_proportion() -> None:
    assert result_for(PROPORTIONAL, **UP, score=Decimal(25)) == Decimal("575.2")
    assert result_for(PROPORTIONAL, **DOWN, score=Decimal(25)) == Decimal(50)
    assert result_for(PROPORTIONAL, **UP, score=Decimal(0)) == 0


@pytest.mark.parametrize(
    ("rules", "terms", "score", "code"),
    [
        (RULES, UP, "-1", "score_out_of_range"),
        (RULES, UP, "100.001", "score_out_of_range"),
        (RULES, UP, "49.9", "score_of_no_result"),
        (RULES, {**UP, "interpolate": "step"}, "60", "score_of_no_result"),
        (PROPORTIONAL, DOWN, "30", "score_of_no_result"),  # 25 × 50 ÷ 30 has no end
        (PROPORTIONAL, DOWN, "0", "score_of_no_result"),
        (RULES, {**UP, "levels": [Decimal(1)] * 3}, "50", "levels_equal"),
    ],
)
def test_what_no_result_makes_is_refused(rules: rulesets.RuleSet, terms: dict, score: str, code: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(RefusedError) as why:
        result_for(rules, **terms, score=Decimal(score))
    assert why.value.refusal.code == code
