"""What a person typed in a cell, evened out for reading: the signs that look alike made one."""

import unicodedata
from decimal import Decimal

from samrit.rules.amounts import quoted as _quoted
from samrit.rules.thai import arabic_digits

LONGEST = 200  # of a cell that is read as a number or a period; what is longer is a remark
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
_LARGEST = 10**60  # beyond it a number is not written out


def evened(given: object) -> str:
    """The text of a cell with Arabic digits, plain hyphens, single spaces, whole สระอำ, and nothing invisible.

    A number is written out in full, without an exponent. "" for an empty cell.
    """
    text = (
        _written(given)
        .translate(_DASHES)
        .replace("\N{THAI CHARACTER NIKHAHIT}\N{THAI CHARACTER SARA AA}", "ำ")
    )
    seen = (letter for letter in text if unicodedata.category(letter) != "Cf")
    return arabic_digits(" ".join("".join(seen).split()))


def as_shown(given: object) -> str:
    """A cell as its text, without the ends of lines that spreadsheets write their own way; "" for an empty one.

    Binary fractions are not known here: who reads the file has made text of them (15 digits, as a spreadsheet shows).
    """
    if given is None:
        return ""
    if isinstance(given, bool):
        return "TRUE" if given else "FALSE"
    return str(given).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _written(given: object) -> str:
    if isinstance(given, Decimal) and given.is_finite() and -60 < given.adjusted() < 60:  # noqa: PLR2004 - see _LARGEST
        return format(given, "f")
    if isinstance(given, int) and not isinstance(given, bool) and abs(given) >= _LARGEST:
        return "∞"
    return as_shown(given)


def quoted(given: object) -> str:
    """A cell, short and printable, to be named in a message."""
    return "∞" if isinstance(given, int) and abs(given) >= _LARGEST else _quoted(given)
