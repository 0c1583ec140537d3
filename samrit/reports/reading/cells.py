"""A cell of a spreadsheet as the text that it shows."""

from decimal import Decimal


def cell_text(value: object) -> str:
    """Without the ends of lines that spreadsheets write their own way; "" for an empty cell.

    A number has the 15 digits that a spreadsheet shows: 0.1 + 0.2 is 0.3 there.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return format(Decimal(f"{value:.15g}"), "f")
    return str(value).replace("\r\n", "\n").replace("_x000D_", "").replace("\r", "\n").strip()
