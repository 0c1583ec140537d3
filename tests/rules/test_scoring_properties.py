"""What holds for every result and every framework, whatever its numbers."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from samrit.rules.amounts import Rounding, exact, rounded, settled
from samrit.rules.reweighting import used_weights
from samrit.rules.rulesets import load
from samrit.rules.scorecard import FrameworkScore
from samrit.rules.scoring import ComponentInput, KpiInput, from_json, score_framework, score_result
from samrit.rules.wording import RefusedError

RULES = load("2567")
steadily = settings(deadline=None)  # a busy machine is no counterexample
DIRECTIONS = st.sampled_from(["up", "down"])
METHODS = st.sampled_from(["rebase_total", "spread_component"])


def numbers(places: int = 4, most: int = 10_000) -> st.SearchStrategy[Decimal]:
    """Decimals of up to ``places`` decimals, negative ones too."""
    return st.integers(-most * 10**places, most * 10**places).map(
        lambda whole: Decimal(whole).scaleb(-places)
    )


@st.composite
def targets(draw: st.DrawFn, direction: str) -> tuple[Decimal, ...]:
    levels = sorted(draw(st.lists(numbers(), min_size=3, max_size=3, unique=True)))
    return tuple(levels if direction == "up" else reversed(levels))


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    """Everything of a score but the result."""
    direction = draw(DIRECTIONS)
    return {
        "direction": direction,
        "levels": draw(targets(direction)),
        "interpolate": draw(st.sampled_from(["linear", "step"])),
        "below_basic": draw(st.sampled_from(["zero", "proportional"])),
    }


@steadily
@given(cases(), numbers(), numbers())
def test_a_better_result_never_scores_less(case: dict[str, Any], one: Decimal, other: Decimal) -> None:
    worse, better = sorted([one, other], reverse=case["direction"] == "down")
    low = score_result(RULES, result=worse, **case)
    high = score_result(RULES, result=better, **case)
    assert low.score <= high.score


@steadily
@given(cases(), numbers(places=20, most=10**19))
def test_a_score_is_between_0_and_100_and_repeats(case: dict[str, Any], result: Decimal) -> None:
    scored = score_result(RULES, result=result, **case)
    assert 0 <= scored.score <= 100
    assert scored == score_result(RULES, result=result, **case)


@steadily
@given(DIRECTIONS.flatmap(lambda direction: st.tuples(st.just(direction), targets(direction))), numbers())
def test_less_is_better_is_the_mirror(case: tuple[str, tuple[Decimal, ...]], result: Decimal) -> None:
    direction, levels = case
    mirror = score_result(
        RULES,
        direction="down" if direction == "up" else "up",
        levels=[-level for level in levels],
        result=-result,
    )
    assert score_result(RULES, direction=direction, levels=levels, result=result).score == mirror.score


@steadily
@given(st.lists(st.tuples(st.integers(1, 10**6), st.booleans()), min_size=1, max_size=12), METHODS)
def test_weights_always_re_total(weights: list[tuple[int, bool]], method: str) -> None:
    """Spreading keeps the component's weight; re-basing keeps each weight that is left."""
    plain = [Decimal(weight).scaleb(-3) for weight, _ in weights]
    counted = [counts for _, counts in weights]
    used = used_weights(plain, counted, method=method)
    assert [one is not None for one in used] == counted
    with exact():
        total = settled(sum((one for one in used if one is not None), Decimal(0)))
        if method == "spread_component":
            assert total == (sum(plain, Decimal(0)) if any(counted) else 0)
        else:
            assert [one for one in used if one is not None] == [
                one for one, counts in zip(plain, counted, strict=True) if counts
            ]


@st.composite
def leaves(draw: st.DrawFn, number: str, weight: Decimal) -> KpiInput:
    direction = draw(DIRECTIONS)
    reason = draw(st.sampled_from([None, None, None, "no_data", "not_applicable", "not_yet_published"]))
    return KpiInput(
        number=number,
        weight=weight,
        direction=direction,
        levels=draw(targets(direction)),
        interpolate=draw(st.sampled_from([None, "linear", "step"])),
        result=None if reason else draw(numbers()),
        missing=reason,
    )


@st.composite
def kpis(draw: st.DrawFn, number: str) -> KpiInput:
    weights = draw(
        st.lists(st.integers(1, 400).map(lambda whole: Decimal(whole) / 4), min_size=1, max_size=3)
    )
    if len(weights) == 1:
        return draw(leaves(number, weights[0]))
    parts = tuple(draw(leaves(f"{number}.{place}", weight)) for place, weight in enumerate(weights, 1))
    return KpiInput(number=number, weight=sum(weights, Decimal(0)), parts=parts)


@st.composite
def frameworks(draw: st.DrawFn) -> tuple[ComponentInput, ...]:
    """Two components that total 100 × some factor; the factor goes into the rule set."""
    counts = draw(st.lists(st.integers(1, 4), min_size=1, max_size=3))
    components = []
    for place, count in enumerate(counts, 1):
        inside = tuple(draw(kpis(str(number))) for number in range(1, count + 1))
        weight = sum((one.weight or Decimal(0) for one in inside), Decimal(0))
        components.append(ComponentInput(str(place), weight, assessed=True, kpis=inside))
    return tuple(components)


def scored(framework: tuple[ComponentInput, ...], method: str) -> FrameworkScore:
    """Under rules that want the weights to total what they do total here."""
    total = sum((one.weight or Decimal(0) for one in framework), Decimal(0))
    return score_framework(replace(RULES, total_weight=total), framework, reweight=method)


@steadily
@given(frameworks(), METHODS)
def test_a_total_is_between_0_and_100_and_repeats(framework: tuple[ComponentInput, ...], method: str) -> None:
    answer = scored(framework, method)
    assert answer.total is None or 0 <= answer.total <= 100
    assert answer == scored(framework, method)


@steadily
@given(frameworks(), METHODS, st.randoms(use_true_random=False))
def test_the_order_of_kpis_does_not_matter(
    framework: tuple[ComponentInput, ...], method: str, random: Random
) -> None:
    shuffled = [replace(one, kpis=tuple(random.sample(one.kpis, len(one.kpis)))) for one in framework]
    random.shuffle(shuffled)
    assert scored(tuple(shuffled), method).total == scored(framework, method).total


@steadily
@given(frameworks())
def test_both_methods_agree_when_every_kpi_counts(framework: tuple[ComponentInput, ...]) -> None:
    answer = scored(framework, "rebase_total")
    if all(kpi.score is not None for kpi in answer.kpis):
        assert scored(framework, "spread_component").total == answer.total


@steadily
@given(frameworks(), METHODS)
def test_points_of_parts_and_kpis_add_up(framework: tuple[ComponentInput, ...], method: str) -> None:
    """But for the 28th digit, which each number lost on its own when it left."""
    answer = scored(framework, method)
    for one in answer.components:
        inside = [kpi for kpi in answer.kpis if kpi.component == one.number]
        assert _rounded_sum(kpi.points for kpi in inside) == _rounded_sum([one.points])
        for kpi in inside:
            if kpi.parts:
                assert _rounded_sum(part.points for part in kpi.parts) == _rounded_sum([kpi.points])


def _rounded_sum(values: Iterable[Decimal | None]) -> Decimal:
    with exact():
        return rounded(
            sum((value for value in values if value is not None), Decimal(0)), 20, Rounding.HALF_UP
        )


JUNK = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.text(max_size=5),
        st.sampled_from(
            ["NaN", "1e400", "-0", "up", "no_data", "2562", "50", "1e99999999999999999999", "{", "{0}"]
        ),
        st.decimals(),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


def sound_document() -> dict[str, Any]:
    part = {
        "direction": "down",
        "levels": ["3", "2", "1"],
        "result": "2",
        "missing": None,
        "interpolate": "step",
    }
    kpis = [
        {"number": "1", "weight": "60", "parts": [{"number": "1.1", "weight": "60", **part}]},
        {"number": "2", "weight": "40", **part},
    ]
    component = {"number": "1", "weight": "100", "assessed": True, "kpis": kpis}
    return {"rules": "2567", "reweight": "rebase_total", "components": [component]}


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) within a document."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    return [place for key in keys for place in [(value, key), *places(value[key])]]


@steadily
@given(st.data())
def test_a_spoilt_document_is_scored_or_refused(data: st.DataObject) -> None:
    """Whatever stands in place of a value: a score, or a refusal in words, and never another exception."""
    document = sound_document()
    for _ in range(data.draw(st.integers(1, 2))):
        container, key = data.draw(st.sampled_from(places(document)))
        container[key] = data.draw(JUNK)
    try:
        request = from_json(document)
        answer = score_framework(request.rules, request.components, reweight=request.reweight)
    except RefusedError as refused:
        assert str(refused)  # noqa: PT017 - the refusal's sentence can be filled in
    else:
        assert answer.total is None or 0 <= answer.total <= 100
