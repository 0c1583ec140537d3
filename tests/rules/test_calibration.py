"""Agreement and bias, against figures worked out by hand."""

from decimal import Decimal

from samrit.rules.calibration import Judged, Pair, of_everybody, of_scorer, weighted_kappa


def judged(value: str | None, score: str | None = None, level: int | None = None) -> Judged:
    missing = "no_data" if value is None else None
    return Judged(
        None if value is None else Decimal(value), missing, None if score is None else Decimal(score), level
    )


def pair(first: tuple[str, int], second: tuple[str, int], end: tuple[str, int]) -> Pair:
    """Scores as values: (score, level)."""
    one, two, three = (judged(score, score, level) for score, level in (first, second, end))
    return Pair(1, 2, one, two, three)


# Scorer 1 is mild: 75 75 100 50 100 against 50 75 75 50 75 of scorer 2; settled: 50 75 100 50 75.
PAIRS = [
    pair(("75", 2), ("50", 1), ("50", 1)),
    pair(("75", 2), ("75", 2), ("75", 2)),
    pair(("100", 3), ("75", 2), ("100", 3)),
    pair(("50", 1), ("50", 1), ("50", 1)),
    pair(("100", 3), ("75", 2), ("75", 2)),
]


def test_agreement_of_all_pairs() -> None:
    figures = of_everybody(PAIRS)
    assert (figures.pairs, figures.same, figures.within) == (5, Decimal("0.4"), Decimal(1))
    # Σ|i−j|·n·m = 1·(1·3) + 1·(2·2) + (2·(2·2) + 1·(2·3)) = 3 + 4 + 14 = 21; 21 ÷ (3·25) = 0.28; 1 − 0.2 ÷ 0.28
    assert figures.kappa == Decimal("0.2857142857142857142857142857")


def test_bias_against_what_was_settled_and_against_the_co_scorer() -> None:
    mild, hard = of_scorer(1, PAIRS), of_scorer(2, PAIRS)
    # 25 0 0 0 25 | 25 0 25 0 25
    assert (mild.bias, mild.distance, mild.settled) == (Decimal(10), Decimal(10), 5)
    assert (mild.bias_to_other, mild.distance_to_other) == (Decimal(15), Decimal(15))
    # 0 0 −25 0 0
    assert (hard.bias, hard.distance) == (Decimal(-5), Decimal(5))
    assert (hard.bias_to_other, hard.distance_to_other) == (Decimal(-15), Decimal(15))


def test_four_pairs_are_too_few_and_five_are_not() -> None:
    assert of_scorer(1, PAIRS[:4]).too_few
    assert not of_scorer(1, PAIRS).too_few
    assert of_scorer(3, PAIRS).pairs == 0


def test_no_number_agrees_with_the_same_reason_only_and_has_no_bias() -> None:
    none, zero = judged(None), judged("0", "0", 0)
    figures = of_everybody([Pair(1, 2, none, none, none), Pair(1, 2, none, zero, zero)])
    assert (figures.same, figures.within, figures.kappa) == (Decimal("0.5"), Decimal("0.5"), None)
    assert of_scorer(1, [Pair(1, 2, none, zero, zero)]).bias is None


def test_what_is_not_settled_yet_counts_for_agreement_only() -> None:
    figures = of_scorer(1, [Pair(1, 2, judged("75", "75", 2), judged("50", "50", 1), None)])
    assert (figures.pairs, figures.settled, figures.bias, figures.bias_to_other) == (1, 0, None, Decimal(25))


def test_kappa_of_full_agreement_of_chance_and_of_one_level_only() -> None:
    assert weighted_kappa([(0, 0), (1, 1), (2, 2), (3, 3)]) == Decimal(1)
    assert weighted_kappa([(0, 0), (0, 3), (3, 0), (3, 3)]) == Decimal(0)
    assert weighted_kappa([(2, 2), (2, 2)]) is None
    assert weighted_kappa([]) is None


def test_a_value_is_the_same_however_it_is_written() -> None:
    assert judged("1.50").same_as(judged("1.5"))
    assert not judged("0").same_as(judged(None))
