"""Fractions while one computes, 28 digits when they leave."""

from decimal import Decimal
from fractions import Fraction

from samrit.rules.amounts import exact, readable, settled

HUNDRED = 100


def in_digits(value: Fraction) -> Decimal:
    """28 digits of it."""
    with exact():
        return settled(Decimal(value.numerator) / Decimal(value.denominator))


def told(value: Fraction | Decimal, decimals: int) -> tuple[str, str]:
    """The sign and the figure for an explanation: ``=`` 87.5, or ``≈`` 58.3333."""
    return readable(in_digits(value) if isinstance(value, Fraction) else value, decimals)


def figure(value: Fraction | Decimal, decimals: int) -> str:
    return told(value, decimals)[1]
