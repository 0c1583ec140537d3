"""A questionnaire while it is being made: documents as one set of data, changed question by question, written as TOML again."""

import json
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from samrit.rules.instruments.conditions import read_condition
from samrit.rules.instruments.tables import TABLES
from samrit.rules.thai import plain_number
from samrit.rules.wording import Message, RefusedError, refuse, say

Data = dict[str, Any]
Row = dict[str, Any]


def data_of(documents: Mapping[str, str]) -> Data:
    """All documents together, in the order of their names: tables → row or rows."""
    found: Data = {}
    for name in sorted(documents):
        for table, rows in tomllib.loads(documents[name], parse_float=Decimal).items():
            if isinstance(rows, list):
                found.setdefault(table, []).extend(rows)
            else:
                found[table] = rows
    return found


def written(data: Mapping[str, Any]) -> str:
    """The data as TOML, which reads as the same again. Tables in the order in which the house knows them."""
    parts = []
    for table in (name for name in TABLES if data.get(name)):
        rows = data[table] if isinstance(data[table], list) else [data[table]]
        head = f"[[{table}]]" if isinstance(data[table], list) else f"[{table}]"
        parts += [
            "\n".join([head, *(f"{key} = {_value(value)}" for key, value in row.items())]) for row in rows
        ]
    return "\n\n".join(parts) + "\n"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return _exact(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _exact(value: Decimal) -> str:
    """Whole ones without a point: the engine takes both for the same."""
    return plain_number(value)


# ── questions ───────────────────────────────────────────────────────────────
def question_in(data: Mapping[str, Any], code: str) -> Row | None:
    return next((row for row in data.get("questions", []) if row.get("code") == code), None)


def with_question(data: Data, row: Row) -> Data:
    """In the place of the one with its code, else behind the last one of its section: forms show section by section."""
    rows = list(data.get("questions", []))
    places = [place for place, one in enumerate(rows) if one.get("code") == row["code"]]
    of_section = [place for place, one in enumerate(rows, 1) if one.get("section") == row.get("section")]
    if places:
        rows[places[0]] = row
    else:
        rows.insert(of_section[-1] if of_section else len(rows), row)
    return {**data, "questions": rows}


def moved(data: Data, code: str, steps: int) -> Data:
    """``steps`` −1 one up, 1 one down among those of its section; at the end it stays."""
    rows = list(data.get("questions", []))
    place = next((n for n, row in enumerate(rows) if row.get("code") == code), None)
    if place is None:
        raise RefusedError(refuse("draft_no_question", "ไม่มีคำถามข้อนี้แล้ว"))
    places = [n for n, row in enumerate(rows) if row.get("section") == rows[place].get("section")]
    there = places.index(place) + steps
    if 0 <= there < len(places):
        rows[place], rows[places[there]] = rows[places[there]], rows[place]
    return {**data, "questions": rows}


def without_question(data: Data, code: str) -> Data:
    """RefusedError where something else looks at it."""
    if users := list(_users(data, code)):
        raise RefusedError(refuse("draft_question_used", "ลบไม่ได้ เพราะ{why} – แก้ที่นั่นก่อน", why=users[0]))
    rows = [row for row in data.get("questions", []) if row.get("code") != code]
    return {**data, "questions": rows}


def _users(data: Mapping[str, Any], code: str) -> Iterable[Message]:
    for row in data.get("questions", []):
        if row.get("when") and code in read_condition(row["when"]).names:
            yield say(
                "draft_used_by_condition",
                "คำถาม “{question}” ถามตามคำตอบของข้อนี้",
                question=row.get("text", ""),
            )
    for row in data.get("outcomes", []):
        if row.get("question") == code:
            yield say("draft_used_by_outcome", "ผล “{name}” คิดจากข้อนี้", name=row.get("name", ""))


def new_code(taken: Iterable[str], letter: str) -> str:
    """The first of letter1, letter2 … that nobody has."""
    known = set(taken)
    return next(code for number in range(1, len(known) + 2) if (code := f"{letter}{number}") not in known)
