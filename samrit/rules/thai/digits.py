"""Thai digits and numbers, written and read the way Thai offices do."""

import re
from decimal import Decimal, InvalidOperation

_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_FARTHEST = 1000  # of an exponent: 1e999999999 written out would take a gigabyte
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")


def arabic_digits(text: str) -> str:
    """๒๕๖๗ → 2567; everything else stays."""
    return text.translate(_TO_ARABIC)


def thai_digits(text: str) -> str:
    """2567 → ๒๕๖๗; everything else stays."""
    return text.translate(_TO_THAI)


def parse_number(text: str) -> Decimal | None:
    """The exact value of a number typed in Thai or Arabic digits, with or without thousands commas.

    None when it is not one plain finite number (empty, words, ``nan``, ``1,23``, two numbers, an exponent
    that nobody means).
    """
    plain = arabic_digits(text.strip()).replace("\N{MINUS SIGN}", "-")
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if not _NUMBER.fullmatch(plain):
        return None
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    places = value.as_tuple().exponent
    return value if abs(int(places)) <= max(_FARTHEST, len(plain)) else None


def plain_number(value: Decimal) -> str:
    """Arabic digits, no exponent, no needless zeros: ``10.0`` → ``10``, ``2.50`` → ``2.5``."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
