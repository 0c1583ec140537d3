"""What is kept of a KPI's details, judged against the table of fields.

``contents`` is JSON: field → a text (LINE, TEXT, CHOICE, exact number in Arabic digits), a list of rows
``[{column: text}]`` (ROWS) or ``{row: {column: text}}`` (YEARS: ``"2567"``; MONTHS: ``"10"`` is October; ROUNDS:
``"6"``). What is empty is not there: missing is not zero.
"""

from collections.abc import Mapping
from typing import Any

from samrit.rules.amounts import Limits, number_from, quoted
from samrit.rules.kpi_template.kinds import GRIDS, Column, Field, Kind
from samrit.rules.kpi_template.table import KEPT
from samrit.rules.thai import plain_number
from samrit.rules.wording import RefusedError, refuse

Contents = dict[str, Any]

LIMITS = Limits(before=20, after=20)
LONGEST = {Kind.LINE: 300, Kind.TEXT: 10_000}
MOST_ROWS = 100
MONTHS = ("10", "11", "12", "1", "2", "3", "4", "5", "6", "7", "8", "9")  # a fiscal year begins in October
ROUNDS = ("6", "9", "12")
_FIRST_YEAR, _LAST_YEAR = 2500, 2750


def checked(given: Mapping[str, Any]) -> Contents:
    """The contents as they are kept, in the table's order; RefusedError for what no field of the table holds."""
    if unknown := [key for key in given if key not in KEPT]:
        raise _no_place(unknown[0])
    kept = {key: _of_field(field, given[key]) for key, field in KEPT.items() if key in given}
    return {key: value for key, value in kept.items() if value}


def _of_field(field: Field, given: Any) -> Any:
    match field.kind:
        case Kind.CHOICE:
            return _choice(field, given)
        case Kind.ROWS:
            return _rows(field, given)
        case Kind.YEARS | Kind.MONTHS | Kind.ROUNDS:
            return _grid(field, given)
        case _:
            return _text(field.kind, given)


def _choice(field: Field, given: Any) -> str:
    if given and (not isinstance(given, str) or given not in {choice.code for choice in field.choices}):
        raise _no_place(given)
    return str(given or "")


def _rows(field: Field, given: Any) -> list[dict[str, str]]:
    if not isinstance(given, list):
        raise _no_place(given)
    rows = [row for row in (_row(field, one) for one in given) if row]
    if len(rows) > MOST_ROWS:
        raise RefusedError(
            refuse(
                "template_rows",
                "“{field}” มีได้ไม่เกิน {most} แถว – รวมแถวที่ใกล้เคียงกัน",
                field=field.label,
                most=MOST_ROWS,
            )
        )
    return rows


def _grid(field: Field, given: Any) -> dict[str, dict[str, str]]:
    if not isinstance(given, Mapping):
        raise _no_place(given)
    for key in given:
        if not _is_row(field.kind, key):
            raise _no_place(key)
    order = (
        sorted(given, key=int)
        if field.kind == Kind.YEARS
        else [key for key in row_keys(field) if key in given]
    )
    rows = {key: _row(field, given[key]) for key in order}
    return {key: row for key, row in rows.items() if row}


def _is_row(kind: Kind, key: Any) -> bool:
    if kind == Kind.YEARS:
        return (
            isinstance(key, str)
            and len(key) == len(str(_LAST_YEAR))
            and key.isascii()
            and key.isdecimal()
            and _FIRST_YEAR <= int(key) <= _LAST_YEAR
        )
    return key in (MONTHS if kind == Kind.MONTHS else ROUNDS)


def row_keys(field: Field, year: int = 0) -> tuple[str, ...]:
    """The rows of a year, month or round table in the fiscal year ``year`` (พ.ศ.)."""
    match field.kind:
        case Kind.YEARS:
            return tuple(str(year + offset) for offset in field.years)
        case Kind.MONTHS:
            return MONTHS
        case _:
            return ROUNDS


def _row(field: Field, given: Any) -> dict[str, str]:
    known = {column.key: column for column in field.columns}
    if not isinstance(given, Mapping) or any(key not in known for key in given):
        raise _no_place(given)
    cells = {key: _text(column.kind, given.get(key)) for key, column in known.items()}
    return {key: text for key, text in cells.items() if text}


def _text(kind: Kind, given: Any) -> str:
    if given is None or given == "":
        return ""
    if kind == Kind.NUMBER:
        return plain_number(number_from(given, LIMITS))
    if not isinstance(given, str):
        raise _no_place(given)
    if len(given) > LONGEST[kind]:
        text = "ข้อความยาวเกิน {most} ตัวอักษร – ย่อให้สั้นลง หรือแนบเป็นเอกสาร: “{given}”"
        raise RefusedError(refuse("template_text_long", text, most=LONGEST[kind], given=quoted(given)))
    return _written(given)


def _written(given: str) -> str:
    """As paper and Word can hold it: line ends of one kind, no control characters, no space around."""
    text = given.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        letter for letter in text if letter in "\n\t" or " " <= letter < "\ufffe" or letter > "\uffff"
    ).strip()


def _no_place(given: Any) -> RefusedError:
    return RefusedError(
        refuse(
            "template_no_place",
            "“{given}” ไม่อยู่ในแบบรายละเอียดตัวชี้วัด – เปิดหน้าใหม่แล้วกรอกอีกครั้ง",
            given=quoted(given),
        )
    )


# ── what binds ──────────────────────────────────────────────────────────────
def changed_terms(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Field]:
    """The fields in which ``after`` changes what binds the province (both ``checked``)."""
    return [
        field
        for key, field in KEPT.items()
        if _terms_of(field, before.get(key)) != _terms_of(field, after.get(key))
    ]


def _terms_of(field: Field, value: Any) -> Any:
    if field.term or not value or not field.columns:
        return value if field.term else None
    binding = [column for column in field.columns if column.term]
    if field.kind in GRIDS:
        kept = {key: _cells(binding, row) for key, row in value.items()}
        return {key: cells for key, cells in kept.items() if any(cells)} or None
    return [_cells(binding, row) for row in value] if binding else None


def _cells(columns: list[Column], row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row.get(column.key, "") for column in columns)


def for_others(contents: Mapping[str, Any]) -> Contents:
    """What another province or year may take over: without what belongs to this one."""
    shared = {key: value for key, value in contents.items() if not KEPT[key].own}
    return {key: _without_results(KEPT[key], value) for key, value in shared.items()}


def _without_results(field: Field, value: Any) -> Any:
    results = {column.key for column in field.columns if column.kind == Kind.NUMBER and not column.term}
    if field.kind != Kind.ROWS or not results:
        return value
    return [{key: text for key, text in row.items() if key not in results} for row in value]
