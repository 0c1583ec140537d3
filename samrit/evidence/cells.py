"""A cell of a spreadsheet as the text that it shows."""

from datetime import datetime, time
from decimal import Decimal

_EXACT = 1e15  # whole numbers below it have at most 15 digits


def cell_text(value: object) -> str:
    """Without the ends of lines that spreadsheets write their own way; "" for an empty cell.

    A number has the 15 digits that a spreadsheet shows: 0.1 + 0.2 is 0.3 there. A day without a time is its ISO text.
    """
    if isinstance(value, str):
        if "\r" in value or "_x000D_" in value:
            value = value.replace("\r\n", "\n").replace("_x000D_", "").replace("\r", "\n")
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _shown(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return str(value)


def _shown(value: float) -> str:
    if -_EXACT < value < _EXACT and value.is_integer():
        return str(int(value))
    text = f"{value:.15g}"
    return format(Decimal(text), "f") if "e" in text else text


def percent_text(value: float) -> str:
    """What a cell with a percent format shows, unrounded: 0.452 is 45.2%."""
    return format((Decimal(f"{value:.15g}") * 100).normalize(), "f") + "%"
