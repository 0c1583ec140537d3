"""Looking figures up: what a span means, what may be put together, what is kept back."""

from dataclasses import replace
from decimal import Decimal

import pytest

from samrit.rules.exploring import (
    Over,
    Way,
    added,
    carriers,
    is_kept_back,
    nested,
    read_end,
    refuse_gathering,
    span,
)
from samrit.rules.items import Total, book
from samrit.rules.periods import Period, PeriodType, from_text
from samrit.rules.wording import Refusal

NEWEST = Period(PeriodType.YEAR, 2024)


def spanned(kind: PeriodType, first: str, last: str) -> tuple[str, str, int] | str:
    """First, last and how many; or the refusal's code."""
    ends = [read_end(text, kind) if text else None for text in (first, last)]
    refused = next((one for one in ends if isinstance(one, Refusal)), None)
    found = refused or span(kind, *(one for one in ends if not isinstance(one, Refusal)), NEWEST)
    return found.code if isinstance(found, Refusal) else (str(found[0]), str(found[-1]), len(found))


@pytest.mark.parametrize(
    ("kind", "first", "last", "expected"),
    [
        ("year", "2565", "2567", ("2022", "2024", 3)),
        ("fiscal_year", "2565", "2567", ("FY2565", "FY2567", 3)),
        ("month", "2567", "2567", ("2024-01", "2024-12", 12)),
        ("month", "ปีงบ 2567", "ปีงบ 2567", ("2023-10", "2024-09", 12)),
        ("month", "FY2567", "2024-12", ("2023-10", "2024-12", 15)),
        ("year", "ม.ค. 2567", "มี.ค. 2567", ("2024", "2024", 1)),
        ("year", "FY2566", "FY2567", ("2023", "2023", 1)),
        ("quarter", "2024-Q1", "2567", ("2024-Q1", "2024-Q4", 4)),
        ("day", "2567", "2567", ("2024-01-01", "2024-12-31", 366)),
        ("year", "", "", ("2020", "2024", 5)),
        ("year", "2560", "", ("2017", "2024", 8)),
        ("year", "", "2560", ("2013", "2017", 5)),
        ("year", "2570", "", ("2027", "2027", 1)),
        ("year", "2568", "2567", "span_backwards"),
        ("day", "2443", "2743", "span_too_long"),
        ("year", "", "1902", "span_too_far"),
        ("year", "abc", "2567", "period_unreadable"),
    ],
)
def test_a_span_is_read_as_offices_type_it(kind: str, first: str, last: str, expected: object) -> None:
    assert spanned(PeriodType(kind), first, last) == expected


@pytest.mark.parametrize(
    ("areas", "way", "over", "refusal"),
    [
        (Total.SUM, Way.SUM, Over.AREAS, None),
        (Total.SUM, Way.MEAN, Over.AREAS, None),
        (Total.MEAN, Way.MEAN, Over.AREAS, None),
        (Total.MEAN, Way.SUM, Over.AREAS, "gather_areas"),
        (Total.LATEST, Way.MEAN, Over.AREAS, "gather_areas"),
        (Total.NONE, Way.SUM, Over.AREAS, "gather_areas"),
        (Total.NONE, Way.MOST, Over.AREAS, None),
        (Total.NONE, Way.SUM, Over.PERIODS, "gather_periods"),
        (Total.SUM, Way.SUM, Over.PERIODS, None),
    ],
)
def test_figures_are_added_only_where_the_item_says_so(
    areas: Total, way: Way, over: Over, refusal: str | None
) -> None:
    item = replace(book().items["waste_generated"], over_areas=areas, over_periods=areas)
    found = refuse_gathering(item, way, [over])
    assert (found.code if found else None) == refusal


def test_what_would_count_twice_is_not_added() -> None:
    item = book().items["waste_generated"]
    codes = (["13", "1301"], ["1301", "1302", "130202"], ["1301", "1302"])
    assert [nested(one) for one in codes] == [True, True, False]
    refusals = [
        refuse_gathering(item, Way.SUM, [Over.AREAS], nested=True),
        refuse_gathering(item, Way.SUM, [Over.PARTS], adds=False),
        refuse_gathering(item, Way.SUM, [], nested=True),
    ]
    assert [one.code if one else None for one in refusals] == ["gather_nested", "gather_parts", None]


def test_small_counts_are_kept_back_and_zero_is_not() -> None:
    item = book().items["population"]  # from 5 on
    told = {number: is_kept_back(item, Decimal(number)) for number in (0, 1, 4, 5)}
    assert told == {0: False, 1: True, 4: True, 5: False}
    assert not is_kept_back(item, None)
    assert not is_kept_back(book().items["waste_generated"], Decimal(1))


def test_a_place_that_was_split_is_made_of_others_before() -> None:
    years = [from_text(text) for text in ("2009", "2012")]
    before = carriers("43", years)  # หนองคาย without บึงกาฬ
    assert list(before) == [2009]
    assert "4301" in before[2009]
    assert carriers("13", years) == {}
    assert carriers("43", []) == {}


def test_a_sum_keeps_every_digit() -> None:
    long = Decimal("12345678901234567890.123456789012")
    assert added([long, Decimal("0.000000000001")]) == Decimal("12345678901234567890.123456789013")
