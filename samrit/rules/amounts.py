"""Numbers of the scoring: exact while one computes, 28 digits when they leave, refused when unreasonable."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import (
    ROUND_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    localcontext,
)
from enum import Enum

from samrit.rules.thai import parse_number, plain_number
from samrit.rules.wording import RefusedError, refuse

# Inputs have at most 40 digits, so sums and differences are exact in 60 and only a division that does not end
# (25 ÷ 3) is cut, 32 digits beyond what leaves.
_WORKING = Context(prec=60, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero, Overflow])
_LEAVING = Context(prec=28, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, Overflow])
_SHOWN_LENGTH = 40


class Rounding(Enum):
    """How a score is rounded for publication and for its band."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"


_MODES = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.DOWN: ROUND_DOWN,
}


@dataclass(frozen=True)
class Limits:
    """How many digits an input may have before and after the decimal point."""

    before: int
    after: int


def exact() -> AbstractContextManager[Context]:
    """The context that scores are computed in, whatever the thread's own context is."""
    return localcontext(_WORKING)


def settled(value: Decimal) -> Decimal:
    """The value as it leaves the rules: at most 28 significant digits, no needless zeros, no exponent."""
    return Decimal(plain_number(_LEAVING.plus(value)))


def rounded(value: Decimal, decimals: int, rounding: Rounding) -> Decimal:
    """``value`` to exactly this many decimals."""
    return _quantized(settled(value), decimals, rounding)


def _quantized(value: Decimal, decimals: int, rounding: Rounding) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=_MODES[rounding], context=_WORKING)


def checked(value: Decimal, limits: Limits) -> Decimal:
    """The same number without needless zeros; NaN, infinity and unreasonably long numbers are refused."""
    if not value.is_finite():
        raise not_a_number(value)
    if not value:
        return Decimal(0)
    if not -limits.after <= value.adjusted() < limits.before:
        raise _too_long(value, limits)
    digits = value.as_tuple().digits
    plain = value if digits[-1] else Context(prec=len(digits)).normalize(value)
    if decimals_of(plain) > limits.after:
        raise _too_long(value, limits)
    return plain


def number_from(given: object, limits: Limits) -> Decimal:
    """The number that a file or a person gives: Decimal, int, or text in Thai or Arabic digits; never a float."""
    value = parse_number(given) if isinstance(given, str) else given
    if isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(value)
    if not isinstance(value, Decimal):
        raise not_a_number(given)
    return checked(value, limits)


def not_a_number(given: object) -> RefusedError:
    return RefusedError(
        refuse(
            "not_a_number",
            "“{given}” ไม่ใช่ตัวเลขที่ใช้คิดคะแนนได้ – พิมพ์เป็นตัวเลขธรรมดา เช่น 98.87 หรือ ๙๘.๘๗",
            given=quoted(given),
        )
    )


def _too_long(given: Decimal, limits: Limits) -> RefusedError:
    return RefusedError(
        refuse(
            "number_too_long",
            "“{given}” มีหลักมากเกินไป – ใช้ได้ไม่เกิน {before} หลักหน้าจุดทศนิยม และ {after} หลักหลังจุด",
            given=quoted(given),
            before=limits.before,
            after=limits.after,
        )
    )


def decimals_of(value: Decimal) -> int:
    """Digits after the point, as written."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def aligned(value: Decimal, decimals: int) -> str:
    """For reading beside others: thousands commas and at least this many decimals, ``98.9`` → ``98.90``."""
    sign, text = ("-", plain_number(value)[1:]) if value < 0 else ("", plain_number(value))
    whole, _, fraction = text.partition(".")
    fraction = fraction.ljust(decimals, "0")
    return f"{sign}{int(whole):,}.{fraction}" if fraction else f"{sign}{int(whole):,}"


def readable(value: Decimal, decimals: int) -> tuple[str, str]:
    """The sign and the figure for an explanation: ``=`` 87.5, or ``≈`` 58.333333 when more digits follow."""
    whole = settled(value)
    short = _quantized(whole, decimals, Rounding.HALF_UP)
    return ("=" if short == whole else "≈", aligned(short, 0))


def quoted(given: object) -> str:
    """What was given, short and printable, to be named in a message."""
    if isinstance(given, dict):
        return "{…}"
    if isinstance(given, list | tuple):
        return "[…]"
    if given is None or isinstance(given, bool):
        return {None: "null", True: "true", False: "false"}[given]
    text = "".join(letter if letter.isprintable() else "�" for letter in str(given)[: _SHOWN_LENGTH + 1])
    return text if len(text) <= _SHOWN_LENGTH else f"{text[:_SHOWN_LENGTH]}…"
