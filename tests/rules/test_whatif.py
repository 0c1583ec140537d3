"""What reaching a target gains, and the cheapest path to the next rating: beside the scoring itself."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samrit.rules.amounts import Rounding, exact, rounded
from samrit.rules.rulesets import RuleSet, load
from samrit.rules.scorecard import ComponentInput
from samrit.rules.scoring import score_framework
from samrit.rules.whatif import (
    Gap,
    Path,
    Place,
    costs,
    gaps_of,
    leaves_of,
    paths,
    slider_of,
    trial_of,
    with_results,
    without_unusable,
)
from samrit.rules.whatif.search import Option, cheapest
from samrit.rules.whatif.telling import of_lift, of_path, of_unmeasured
from tests.effort import calls
from tests.rules.frameworks import component, kpi
from tests.rules.test_scoring_properties import METHODS, frameworks, steadily

RULES = load("2567")
OLD_RULES = load("2562")
FRAMEWORK = (
    component(
        "1",
        "70",
        kpi("1", "40", "60"),
        kpi("2", "30", "22", direction="down", levels=(Decimal(25), Decimal(22), Decimal(20))),
    ),
    component(
        "2",
        "30",
        kpi(
            "1", "30", None,
            parts=(
                kpi("1.1", "15", "3", levels=(Decimal(2), Decimal(3), Decimal(4)), interpolate="step"),
                kpi("1.2", "15", "40"),
            ),
        ),
    ),
)  # fmt: skip


def near(value: Decimal | None) -> Decimal:
    """To 20 decimals: every figure lost its 28th digit on its own."""
    assert value is not None
    with exact():
        return rounded(value, 20, Rounding.HALF_UP)


# ── gaps ────────────────────────────────────────────────────────────────────
def test_the_gap_is_in_the_kpis_unit_and_the_gain_in_points_of_the_total() -> None:
    # place → distance to the next target, its level, points: weight × (score there − score here) ÷ 100
    expected: dict[Place, tuple[str, str, str]] = {
        ("1", "1"): ("15", "standard", "6"),  # 60 → 75: 40 × 15 ÷ 100
        ("1", "2"): ("2", "advanced", "7.5"),  # less is better, 22 is มาตรฐาน already: 30 × 25 ÷ 100
        ("2", "1", "1.1"): ("1", "advanced", "3.75"),  # step by step: nothing before the target itself
        ("2", "1", "1.2"): ("10", "basic", "7.5"),  # 40 scores nothing, 50 scores 50: 15 × 50 ÷ 100
    }
    found = {}
    for gap in gaps_of(trial_of(RULES, FRAMEWORK)):
        assert gap.next is not None
        found[gap.place] = (str(gap.next.distance), gap.next.level.code, str(gap.next.points))
    assert found == expected


def test_on_the_highest_target_there_is_no_gap() -> None:
    (gap,) = gaps_of(trial_of(RULES, [component("1", "100", kpi("1", "100", "100"))]))
    assert (gap.reaches, gap.on_top) == ((), True)


def test_what_is_pending_begins_to_count_and_may_pull_the_total_down() -> None:
    framework = [component("1", "100", kpi("1", "60", "90"), kpi("2", "40", None, missing="not_reported"))]
    basic, standard, advanced = gaps_of(trial_of(RULES, framework))[1].reaches
    assert basic.distance is None
    # 90 alone; with 50, 75, 100 on 40 percent: 74, 84, 94
    assert [basic.points, standard.points, advanced.points] == [Decimal(-16), Decimal(-6), Decimal(4)]


def test_no_data_scores_zero_and_gains_whole_levels() -> None:
    framework = [component("1", "100", kpi("1", "60", "90"), kpi("2", "40", None, missing="no_data"))]
    assert [reach.points for reach in gaps_of(trial_of(RULES, framework))[1].reaches] == [20, 30, 40]


def test_a_kpi_without_targets_is_left_out_for_now() -> None:
    framework = [component("1", "100", kpi("1", "60", "90"), kpi("2", "40", "3", levels=()))]
    trial = trial_of(RULES, without_unusable(RULES, framework))
    gap = gaps_of(trial)[1]
    assert (trial.score.total, gap.has_targets, gap.reaches) == (Decimal(90), False, ())


def test_a_cancelled_kpi_is_no_leaf() -> None:
    framework = [component("1", "100", kpi("1", "60", "90"), kpi("2", "40", "3", cancelled=True))]
    assert [leaf.place for leaf in leaves_of(framework)] == [("1", "1")]


def under(framework: Sequence[ComponentInput]) -> RuleSet:
    """The rules that want the weights to total what they do total here."""
    return replace(RULES, total_weight=sum((one.weight or Decimal(0) for one in framework), Decimal(0)))


@steadily
@given(frameworks(), METHODS)
def test_every_gain_is_what_the_scoring_says(framework: tuple[ComponentInput, ...], method: str) -> None:
    rules = under(framework)
    trial = trial_of(rules, framework, reweight=method)
    for gap in gaps_of(trial):
        for reach in gap.reaches:
            lifted = with_results(framework, {gap.place: reach.target})
            after = score_framework(rules, lifted, reweight=method)
            assert near((trial.score.total or Decimal(0)) + reach.points) == near(after.total)


@steadily
@given(frameworks())
def test_a_farther_target_never_gains_less(framework: tuple[ComponentInput, ...]) -> None:
    for gap in gaps_of(trial_of(under(framework), framework)):
        gains = [reach.points for reach in gap.reaches]
        assert gains == sorted(gains)
        if gap.result is not None:
            assert all(reach.distance is not None and reach.distance > 0 for reach in gap.reaches)


# ── the search ──────────────────────────────────────────────────────────────
@st.composite
def groups(draw: st.DrawFn) -> list[list[Option]]:
    found = []
    for _ in range(draw(st.integers(1, 5))):
        cost, gain, group = 0, Decimal(0), []
        for more, points in draw(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 900)), max_size=3)):
            cost, gain = cost + more, gain + Decimal(points) / 100
            group.append(Option(cost, gain))
        found.append(group)
    return found


@steadily
@given(groups(), st.integers(1, 4000).map(lambda whole: Decimal(whole) / 100))
def test_the_search_finds_what_trying_everything_finds(found: list[list[Option]], needed: Decimal) -> None:
    best: tuple[int, Decimal] | None = None
    for choice in product(*[[None, *group] for group in found]):
        taken = [option for option in choice if option]
        gain = sum((option.gain for option in taken), Decimal(0))
        here = (sum(option.cost for option in taken), -gain)
        if gain >= needed and (best is None or here < best):
            best = here
    answer = cheapest(found, needed=needed, reached=lambda gain: gain >= needed)
    if answer is None:
        assert best is None
        return
    taken = [group[place] for group, place in zip(found, answer, strict=True) if place is not None]
    assert best == (sum(option.cost for option in taken), -sum((o.gain for o in taken), Decimal(0)))


# ── paths ───────────────────────────────────────────────────────────────────
def test_the_path_takes_the_lifts_that_ask_least() -> None:
    """60 × 40, 75 × 30, 75 × 15 and 0 × 15 make 57.75 now; ระดับมาตรฐานขั้นต้น begins at 60."""
    trial = trial_of(RULES, FRAMEWORK)
    assert trial.score.total == Decimal("57.75")
    (path,) = paths(trial)
    assert (path.goal.code, path.reached, path.ends.code) == ("standard_basic", True, "standard_basic")
    # 40 → 50 of 50–100: a fifth of the way for 7.5 points; 60 → 75 would be three tenths for 6
    assert [(lift.place, lift.level.code, lift.cost) for lift in path.lifts] == [
        (("2", "1", "1.2"), "basic", 20 * costs().usual)
    ]
    assert path.after == Decimal("65.25")


def test_the_offices_own_effort_turns_the_path() -> None:
    hard: dict[Place, int | None] = {("2", "1", "1.2"): costs().most, ("1", "1"): costs().least}
    (path,) = paths(trial_of(RULES, FRAMEWORK), hard)
    assert [lift.place for lift in path.lifts] == [("1", "1")]
    fixed: dict[Place, int | None] = {("2", "1", "1.2"): None}
    (path,) = paths(trial_of(RULES, FRAMEWORK), fixed)
    assert ("2", "1", "1.2") not in [lift.place for lift in path.lifts]


def test_what_cannot_be_reached_says_the_best_there_is() -> None:
    framework = [component("1", "100", kpi("1", "60", "80"), kpi("2", "40", None, missing="no_data"))]
    (path,) = paths(trial_of(RULES, framework))
    assert (path.goal.code, path.reached) == ("standard_basic", True)
    framework = [component("1", "100", kpi("1", "50", "80"), kpi("2", "50", None, missing="no_data"))]
    (path,) = paths(trial_of(RULES, framework))
    assert (path.reached, path.after, path.ends.code) == (False, Decimal(50), "improve")
    assert path.unmeasured == (("1", "2"),)
    assert of_path(RULES, path).code == "path_not_reached"
    assert "1" in str(of_unmeasured(path.unmeasured))


@pytest.mark.parametrize(
    ("result", "codes"),
    # The total is compared after rounding to two decimals: 89.995 is ระดับคุณภาพ already.
    [("89.995", []), ("89.994", ["quality"]), ("100", [])],
)
def test_the_next_rating_begins_where_rounding_ends(result: str, codes: list[str]) -> None:
    framework = [component("1", "100", kpi("1", "100", result))]
    assert [path.goal.code for path in paths(trial_of(RULES, framework))] == codes


def test_nothing_reported_has_no_path() -> None:
    framework = [component("1", "100", kpi("1", "100", None, missing="not_reported"))]
    assert paths(trial_of(RULES, framework)) == []


def test_without_a_total_each_component_has_its_path() -> None:
    framework = [
        component("1", None, kpi("1", None, "60"), kpi("2", None, "40")),
        component("2", None, kpi("1", None, "70")),
    ]
    (path,) = paths(trial_of(OLD_RULES, framework))
    assert (path.component, path.goal.code, path.now, path.reached) == ("1", "on", Decimal(30), True)
    assert "องค์ประกอบ 1" in str(of_path(OLD_RULES, path))


def test_a_lift_is_said_in_the_unit_of_its_kpi() -> None:
    (path,) = paths(trial_of(RULES, [component("1", "100", kpi("1", "100", "72.5"))]))
    said = of_lift(RULES, path.lifts[0], name="1-1 รายได้", unit="ล้านบาท")
    assert str(said) == "1-1 รายได้: เพิ่มอีก 2.5 เป็น 75 ล้านบาท (มาตรฐาน) ได้เพิ่ม 2.500 คะแนน"


@settings(deadline=None, max_examples=40)
@given(frameworks(), METHODS)
def test_no_cheaper_choice_reaches_the_rating(framework: tuple[ComponentInput, ...], method: str) -> None:
    """Beside every choice there is, each scored as a whole."""
    rules = under(framework)
    trial = trial_of(rules, framework, reweight=method)
    gaps = gaps_of(trial)
    moving = [gap for gap in gaps if gap.result is not None and gap.reaches][:4]
    efforts: dict[Place, int | None] = {gap.place: None for gap in gaps if gap not in moving}
    found = paths(trial, efforts, gaps=gaps)
    if found:
        assert _cost(found[0]) == _cheapest_of_all(trial.rules, framework, method, found[0], moving)


def _cost(path: Path) -> int | None:
    return path.cost if path.reached else None


def _cheapest_of_all(
    rules: RuleSet, framework: Sequence[ComponentInput], method: str, path: Path, moving: Sequence[Gap]
) -> int | None:
    best: int | None = None
    choices = [[None, *gap.reaches] for gap in moving]
    better = [band.code for band in rules.bands]
    for choice in product(*choices):
        taken = {gap.place: reach for gap, reach in zip(moving, choice, strict=True) if reach}
        lifted = with_results(framework, {place: reach.target for place, reach in taken.items()})
        rated = score_framework(rules, lifted, reweight=method).rating
        cost = sum(
            costs().of(rules, gap.levels, distance=reach.distance or Decimal(0), effort=costs().usual)
            for gap, reach in zip(moving, choice, strict=True)
            if reach
        )
        reached = rated is not None and better.index(rated.code) <= better.index(path.goal.code)
        if reached and (best is None or cost < best):
            best = cost
    return best


def test_forty_kpis_are_answered_at_once() -> None:
    """Equal weights and equal efforts are the hardest: every lift gains the same for its cost. Some 100,000 calls."""
    for seed in range(5):
        chance = Random(seed)  # noqa: S311 - figures to compute with, nothing secret
        rows = [kpi(str(n), "2.5", str(Decimal(chance.randint(2000, 7500)) / 100)) for n in range(40)]
        trial = trial_of(RULES, [component("1", "100", *rows)])
        gaps = gaps_of(trial)
        found: list[Path] = []
        assert calls(lambda: found.extend(paths(trial, gaps=gaps))) < 300_000  # noqa: B023 - asked at once
        assert [path.reached for path in found] == [True]


# ── sliders ─────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("levels", "result", "most", "expected"),
    [
        # 105.87 in at most 100 positions: 2; a half of it below and above, in whole steps
        (("1150.40", "1202.17", "1256.27"), "1176.285", None, ("1096", "1310", "2")),
        (("2", "3", "4"), None, None, ("1", "5", "1")),
        (("25", "22", "20"), "21", None, ("17", "28", "1")),
        (("60", "70", "80"), "95", "100", ("50", "100", "1")),
        (("60", "70", "80"), "104", "100", ("50", "114", "1")),  # what stands there stays within reach
        (("0.5", "0.6", "0.7"), "0", None, ("0", "0.8", "0.1")),
        (("-5", "0", "5"), "-9", None, ("-14", "10", "1")),
    ],
)
def test_a_slider_holds_the_targets_and_the_result(
    levels: tuple[str, ...], result: str | None, most: str | None, expected: tuple[str, ...]
) -> None:
    slider = slider_of(
        [Decimal(level) for level in levels],
        result=None if result is None else Decimal(result),
        most=None if most is None else Decimal(most),
    )
    assert tuple(str(value) for value in (slider.low, slider.high, slider.step)) == expected
