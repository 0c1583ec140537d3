"""What the details hold themselves (``KpiTemplate.contents``), shown field by field."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from samrit.frameworks.details.shown import Cell, Shown, Table
from samrit.rules.kpi_template import FIELDS, MONTHS, TABLES, Column, Field, Kind, mean, of_year, row_keys
from samrit.rules.thai import MONTHS_SHORT
from samrit.ui.formats import ENGLISH_MONTHS, in_english, number
from samrit.ui.wording import in_words

BUDDHIST_ERA = 543
_HALF_YEAR = 6


def kept(field: Field, value: Any, year: int, contents: dict[str, Any]) -> Shown:
    """What stands in a field of ``contents``; nothing, when it is not there."""
    if not value:
        return Shown(field)
    if field.kind in TABLES:
        return Shown(field, table=_table(field, value, year, contents))
    if field.kind == Kind.NUMBER:
        return Shown(field, number(Decimal(value)))
    return Shown(field, _choice(field, value) if field.kind == Kind.CHOICE else value)


def _table(field: Field, value: Any, year: int, contents: dict[str, Any]) -> Table:
    match field.kind:
        case Kind.YEARS:
            return _years(field, value)
        case Kind.MONTHS:
            return _months(field, value, year, contents.get("monthly_total", ""))
        case Kind.ROUNDS:
            return _rounds(field, value)
        case _:
            return _rows(field, value)


def _choice(field: Field, code: str) -> str:
    return next((in_words(choice.label) for choice in field.choices if choice.code == code), code)


def _cell(column: Column, text: str) -> Cell:
    return Cell(number(Decimal(text)), is_number=True) if text and column.kind == Kind.NUMBER else Cell(text)


def _heads(field: Field) -> tuple[str, ...]:
    return tuple(in_words(column.label) for column in field.columns)


def _rows(field: Field, value: Any) -> Table:
    cells = (tuple(_cell(column, row.get(column.key, "")) for column in field.columns) for row in value)
    return Table(_heads(field), tuple(cells))


def _years(field: Field, value: Any) -> Table:
    """The years side by side, a row for each column of the table, and the mean of the stated years."""
    average = (gettext("ค่าเฉลี่ย"),) if field.mean else ()
    rows = []
    for column in field.columns:
        cells = [_cell(column, row.get(column.key, "")) for row in value.values()]
        if field.mean:
            found = mean([row[column.key] for row in value.values() if row.get(column.key)])
            cells.append(_figure(found))
        rows.append((Cell(in_words(column.label)), *cells))
    return Table(("", *value, *average), tuple(rows), named=True)


def _figure(found: tuple[str, str] | None) -> Cell:
    """``≈`` stands where more digits would follow."""
    if found is None:
        return Cell("")
    sign, figure = found
    return Cell(figure if sign == "=" else f"≈ {figure}", is_number=True)


def _months(field: Field, value: Any, year: int, how: str) -> Table:
    """Two halves of the year beside each other, and the figure for the year."""
    column = field.columns[0]
    names = [month_name(key, year) for key in MONTHS]
    cells = [_cell(column, value.get(key, {}).get(column.key, "")) for key in MONTHS]
    rows = [
        (Cell(names[place]), cells[place], Cell(names[place + _HALF_YEAR]), cells[place + _HALF_YEAR])
        for place in range(_HALF_YEAR)
    ]
    foot = (
        Cell(_choice(FIELDS["monthly_total"], how or "sum")),
        Cell(""),
        Cell(""),
        _figure(of_year(value, how)),
    )
    label = in_words(column.label)
    return Table((gettext("เดือน"), label, gettext("เดือน"), label), tuple(rows), foot)


def _rounds(field: Field, value: Any) -> Table:
    rows = [
        (Cell(round_name(key)), *(_cell(column, row.get(column.key, "")) for column in field.columns))
        for key, row in value.items()
    ]
    return Table(("", *_heads(field)), tuple(rows), named=True)


def month_name(key: str, year: int) -> str:
    """``ต.ค. 2566`` for October of the fiscal year 2567."""
    month = int(key)
    era = year - 1 if month > int(MONTHS[-1]) else year
    if in_english():
        return f"{ENGLISH_MONTHS[month - 1][:3]} {era - BUDDHIST_ERA}"
    return f"{MONTHS_SHORT[month - 1]} {era}"


def round_name(key: str) -> str:
    return gettext("รอบ {months} เดือน").format(months=key)


def row_name(field: Field, key: str, year: int) -> str:
    """What a row of a year, month or round table is called."""
    match field.kind:
        case Kind.MONTHS:
            return month_name(key, year)
        case Kind.ROUNDS:
            return round_name(key)
        case _:
            return key


def rows_of(field: Field, value: Any, year: int) -> tuple[str, ...]:
    """The rows that a form offers: those of the fiscal year, and any other year that was filled in before."""
    offered = row_keys(field, year)
    return tuple(sorted({*offered, *(value or {})}, key=int)) if field.kind == Kind.YEARS else offered
