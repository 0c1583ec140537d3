"""The year's figure from its months: by hand, and back-tested on years that were made up."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.rules.forecast import Accumulation, Forecast, accumulated, forecast
from samrit.rules.wording import Refusal
from tests.rules.test_scoring_properties import steadily

SUM, MEAN, LATEST = Accumulation.SUM, Accumulation.MEAN, Accumulation.LATEST


def series(*known: int | str, periods: int = 12) -> list[Decimal | None]:
    """The first periods of a year, the rest not known."""
    return [*map(Decimal, known), *[None] * (periods - len(known))]


def year(*values: int) -> list[Decimal | None]:
    return [Decimal(value) for value in values]


def made(answer: Forecast | Refusal) -> Forecast:
    assert isinstance(answer, Forecast), answer
    return answer


FLAT = {2566: year(*[10] * 12), 2565: year(*[20] * 12)}
LATE = {2566: year(*[10] * 6, *[30] * 6), 2565: year(*[20] * 6, *[40] * 6)}  # × 4 and × 3 from half the year


@pytest.mark.parametrize(
    ("how", "values", "earlier", "expected"),
    [
        # half a year sold 60; the other years went on × 4 and × 3
        (SUM, series(*[10] * 6), LATE, ("210", "180", "240")),
        # means 10 → 20 and 20 → 30: × 2 and × 1.5
        (MEAN, series(*[10] * 6), LATE, ("17.5", "15", "20")),
        # from 10 to 30 and from 20 to 40: × 3 and × 2
        (LATEST, series(*[10] * 6), LATE, ("25", "20", "30")),
        # where a figure is zero there is no proportion: + 30 and + 30 … of 12 × 10 − 6 × 10, 12 × 20 − 6 × 20
        (SUM, series(0, 0, 0, 0, 0, 0), FLAT, ("90", "60", "120")),
        # no earlier year: the rest like the mean of what is known, from the lowest to the highest
        (SUM, series(10, 20, 30), {}, ("240", "150", "330")),
        (MEAN, series(10, 20, 30), {}, ("20", "12.5", "27.5")),
        # it rose by 1 and by 3 a month: at most 9 × 3 more, and it need not rise at all
        (LATEST, series(10, 11, 14), {}, ("14", "14", "41")),
        # one whole year is too few to know how far the season strays
        (SUM, series(10, 20, 30), {2566: year(*[10] * 12)}, ("240", "150", "330")),
    ],
)
def test_a_forecast_by_hand(
    how: Accumulation,
    values: list[Decimal | None],
    earlier: dict[int, list[Decimal | None]],
    expected: tuple[str, str, str],
) -> None:
    answer = made(forecast(how, values, earlier))
    assert (str(answer.value), str(answer.low), str(answer.high)) == expected


def test_a_month_that_is_not_known_is_not_zero() -> None:
    """October and November are missing: of the other years the same four months are taken."""
    values = [None, None, *year(10, 10, 10, 10), *[None] * 6]
    answer = made(forecast(SUM, values, LATE))
    assert (answer.known, answer.value) == (4, (40 * Decimal(240) / 40 + 40 * Decimal(360) / 80) / 2)


@pytest.mark.parametrize(("known", "refused"), [(0, True), (2, True), (3, False)])
def test_three_values_at_least(known: int, *, refused: bool) -> None:
    answer = forecast(SUM, series(*[10] * known), FLAT)
    assert isinstance(answer, Refusal) == refused
    if isinstance(answer, Refusal):
        assert str(answer).startswith(f"ยังคาดการณ์ไม่ได้ เพราะมีผลเพียง {known} จาก 12 เดือน")


def test_quarters_are_said_as_quarters() -> None:
    answer = forecast(SUM, series(1, 2, periods=4), {})
    assert "2 จาก 4 ไตรมาส" in str(answer)
    assert made(forecast(SUM, series(1, 2, 3, periods=4), {})).value == 8


def test_a_whole_year_is_its_result() -> None:
    answer = made(forecast(MEAN, year(*range(12)), FLAT))
    assert (answer.is_whole, answer.value, answer.low, answer.high, answer.chance) == (
        True, Decimal("5.5"), Decimal("5.5"), Decimal("5.5"), None,
    )  # fmt: skip


def test_only_whole_years_and_only_the_newest_count() -> None:
    earlier = {2500 + n: year(*[10 + n] * 12) for n in range(8)} | {2599: series(1, 2, 3)}
    answer = made(forecast(SUM, series(10, 10, 10), earlier))
    assert (answer.years, answer.chance) == ((2507, 2506, 2505, 2504, 2503), (4, 6))


def test_years_in_quarters_say_nothing_about_months() -> None:
    quarters = {2566: year(1, 2, 3, 4), 2565: year(1, 2, 3, 4)}
    assert made(forecast(SUM, series(10, 10, 10), quarters)).years == ()


figures = st.integers(-10_000, 10_000).map(lambda whole: Decimal(whole) / 100)
known_or_not = st.lists(st.none() | figures, min_size=12, max_size=12)


@steadily
@given(
    st.sampled_from(Accumulation),
    known_or_not,
    st.dictionaries(st.integers(2560, 2566), st.lists(figures, min_size=12, max_size=12), max_size=5),
)
def test_the_forecast_lies_in_its_band(
    how: Accumulation, values: list[Decimal | None], earlier: dict[int, list[Decimal]]
) -> None:
    answer = forecast(how, values, earlier)
    if isinstance(answer, Refusal):
        assert sum(value is not None for value in values) < 3
        return
    assert answer.low <= answer.value <= answer.high
    assert answer.so_far == accumulated(how, values)
    if answer.is_whole:
        assert answer.low == answer.high


# ── back-test ───────────────────────────────────────────────────────────────
SEASON = (6, 5, 14, 9, 7, 8, 12, 6, 5, 6, 8, 14)  # sales of local products: the holidays stand out
RUNS = 3000


def made_up_year(chance: Random, *, season: Sequence[int] = SEASON, trend: float = 0) -> list[Decimal | None]:
    """A level of its own, the season, and a month's own luck (± a quarter)."""
    level = chance.uniform(50, 150)
    return [
        Decimal(round(level * share * (1 + trend * month) * chance.uniform(0.75, 1.25)))
        for month, share in enumerate(season)
    ]


def coverage(
    how: Accumulation, *, years: int, known: int, season: Sequence[int] = SEASON, trend: float = 0
) -> Fraction:
    """How often the year ended within the band that stood on ``known`` months and ``years`` earlier years."""
    chance, held = Random(2567), 0  # noqa: S311 - figures to compute with, nothing secret
    for _ in range(RUNS):
        *earlier, now = [made_up_year(chance, season=season, trend=trend) for _ in range(years + 1)]
        answer = made(forecast(how, [*now[:known], *[None] * (12 - known)], dict(enumerate(earlier))))
        end = accumulated(how, now)
        assert end is not None
        held += answer.low <= end <= answer.high
    return Fraction(held, RUNS)


@pytest.mark.parametrize("how", Accumulation)
@pytest.mark.parametrize("known", [3, 6, 9])
@pytest.mark.parametrize("years", [2, 3, 5])
def test_the_band_holds_as_often_as_it_says(how: Accumulation, years: int, known: int) -> None:
    measured = coverage(how, years=years, known=known)
    assert abs(measured - Fraction(years - 1, years + 1)) < Fraction(3, 100), float(measured)


FLAT_SEASON = (8,) * 12


@pytest.mark.parametrize(
    ("season", "trend", "known", "between"),
    # docs/whatif.md prints these: the band of this year alone holds in a seasonal year, less in a flat one from few
    # months, and not at all where every month is better than the one before. So it states no chance.
    [
        (SEASON, 0.0, 6, (0.99, 1.0)),
        (FLAT_SEASON, 0.0, 3, (0.70, 0.77)),
        (FLAT_SEASON, 0.0, 6, (0.92, 0.95)),
        (FLAT_SEASON, 0.1, 3, (0.0, 0.01)),
    ],
)
def test_this_years_own_band_knows_no_season(
    season: Sequence[int], trend: float, known: int, between: tuple[float, float]
) -> None:
    least, most = between
    assert least <= coverage(SUM, years=0, known=known, season=season, trend=trend) <= most
