"""Numbers on their way in, through, and out."""

from decimal import Decimal, localcontext

import pytest

from samrit.rules.amounts import (
    Limits,
    Rounding,
    aligned,
    checked,
    exact,
    number_from,
    quoted,
    readable,
    rounded,
    settled,
)

LIMITS = Limits(20, 20)


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("10.0", "10"),
        ("1E+2", "100"),
        ("0E-50", "0"),
        ("0E+999999", "0"),
        ("-0", "0"),
        ("99999999999999999999.99999999999999999999", "99999999999999999999.99999999999999999999"),
    ],
)
def test_checked(given: str, plain: str) -> None:
    assert format(checked(Decimal(given), LIMITS), "f") == plain


def test_number_from_text_and_whole_numbers() -> None:
    assert [number_from(given, LIMITS) for given in ("๑,๒๓๔.๕", 7, Decimal("0.10"))] == [
        Decimal("1234.5"),
        Decimal(7),
        Decimal("0.1"),
    ]


@pytest.mark.parametrize(
    ("value", "left"),
    [
        ("87.50", "87.5"),
        ("100", "100"),
        ("1E+2", "100"),
        ("0.00", "0"),
        ("58.333333333333333333333333333333333333", "58.33333333333333333333333333"),
        ("99.9999999999999999999999999999999999", "100"),
    ],
)
def test_settled(value: str, left: str) -> None:
    assert str(settled(Decimal(value))) == left


def test_the_callers_own_precision_does_not_matter() -> None:
    with localcontext(prec=3):
        with exact():
            third = Decimal(1) / Decimal(3)
        assert str(settled(third)) == "0.3333333333333333333333333333"
        assert str(rounded(Decimal("94.9735"), 3, Rounding.HALF_UP)) == "94.974"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("98.9", 2, "98.90"),
        ("98.875", 2, "98.875"),
        ("1256270.5", 1, "1,256,270.5"),
        ("20", 0, "20"),
        ("-5.0", 0, "-5"),
    ],
)
def test_aligned(value: str, decimals: int, text: str) -> None:
    assert aligned(Decimal(value), decimals) == text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("87.5", ("=", "87.5")),
        ("58.33333333333333333", ("≈", "58.333333")),
        ("0.0000001", ("≈", "0")),
        ("0.99999999999999999999999999999999999999", ("=", "1")),
    ],
)
def test_readable(value: str, shown: tuple[str, str]) -> None:
    assert readable(Decimal(value), 6) == shown


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("x" * 41, "x" * 40 + "…"),
        ("x" * 40, "x" * 40),
        ("a\x1b[2Jb", "a�[2Jb"),
        (None, "null"),
        (False, "false"),
        ([1], "[…]"),
        ({}, "{…}"),
        (Decimal("1e400"), "1E+400"),
    ],
)
def test_quoted(given: object, shown: str) -> None:
    assert quoted(given) == shown
