"""A book of items from its TOML documents, or everything that is wrong with them."""

import hashlib
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from samrit.rules.areas import AreaLevel
from samrit.rules.items.judging import faults_of
from samrit.rules.items.kinds import (
    Book,
    Checks,
    CodeList,
    Expectation,
    Fault,
    Frequency,
    Group,
    Item,
    Named,
    Owes,
    Owner,
    Rule,
    RuleKind,
    Total,
    Unit,
)
from samrit.rules.items.rows import Key, Keys, Kind, checked, unknown
from samrit.rules.periods import PeriodType
from samrit.rules.wording import say

MOST_BYTES = 2_000_000  # of all documents together: no list of items is longer
BOTH_LANGUAGES = 2
_TEXT, _BLANK = Key(Kind.TEXT), Key(Kind.TEXT, default="", blank=True)
_NO, _CODE, _CODES = Key(Kind.FLAG, default=False), Key(Kind.CODE), Key(Kind.CODES, default=())
_NAMED: Keys = {"code": _CODE, "name": _TEXT, "name_en": _TEXT}
_PERCENT = Key(Kind.NUMBER, least=0, most=100)
_YEARS_BACK, _DAYS, _FIRST_YEAR, _LAST_YEAR = 20, 1500, 2400, 2700

CHECKS: Keys = {
    "robust_z": Key(Kind.NUMBER, least=1, most=100),
    "years": Key(Kind.WHOLE, least=1, most=_YEARS_BACK),
    "least_values": Key(Kind.WHOLE, least=3, most=100),
    "revision_percent": Key(Kind.NUMBER, least=0, most=1000),
    "capture_percent": Key(Kind.NUMBER, default=None, least=0, most=100),
}
OWN_CHECKS: Keys = {key: Key(shape.kind, None, shape.least, shape.most) for key, shape in CHECKS.items()}
EXPECTS: Keys = {
    "level": _CODE,
    "by": Key(Kind.CODE, default=""),
    "due_days": Key(Kind.WHOLE, least=0, most=_DAYS),
    "since": Key(Kind.WHOLE, least=_FIRST_YEAR, most=_LAST_YEAR),
    "listed": _NO,
    "without": Key(Kind.TEXTS, default=()),
    "cells": Key(Kind.CODE, default="total"),
    "times_a_year": Key(Kind.WHOLE, default=None, least=1, most=366),
    "final_days": Key(Kind.WHOLE, default=None, least=0, most=_DAYS),
}
ITEM: Keys = {
    **_NAMED,
    "group": _CODE,
    "also_in": _CODES,
    "definition": _TEXT,
    "unit": _CODE,
    "multiplier": Key(Kind.WHOLE, default=1, least=1),
    "decimals": Key(Kind.WHOLE, default=0, least=0, most=8),
    "least": Key(Kind.NUMBER, default=None),
    "most": Key(Kind.NUMBER, default=None),
    "level": _CODE,
    "period": _CODE,
    "owner": _CODE,
    "frequency": Key(Kind.TEXT),
    "by": _CODES,
    "over_areas": Key(Kind.CODE, default="sum"),
    "over_periods": Key(Kind.CODE, default="sum"),
    "least_shown": Key(Kind.WHOLE, default=None, least=2, most=100),
    "source": _TEXT,
    "method": _TEXT,
    "basis": _CODE,
    "reference": _BLANK,
    "dataset": _BLANK,
    "expects": Key(Kind.ROW),
    "checks": Key(Kind.ROW, default=None),
}
RULE: Keys = {
    **_NAMED,
    "kind": _CODE,
    "left": _BLANK,
    "operator": Key(Kind.TEXT, default="="),
    "right": _BLANK,
    "item": Key(Kind.CODE, default=""),
    "percent": Key(Kind.NUMBER, default=Decimal(0), least=0, most=100),
    "refuses": _NO,
}
SECTIONS: Mapping[str, Keys] = {
    "groups": _NAMED,
    "units": {
        **_NAMED,
        "dimension": Key(Kind.ROW, default=None),
        "whole": _NO,
        "of": Key(Kind.NUMBER, default=None, least=0),
    },
    "multipliers": {"times": Key(Kind.WHOLE, least=1, most=10**12), "name": _BLANK},
    "frequencies": {
        "code": _TEXT,
        "name": _TEXT,
        "name_en": _TEXT,
        "days": Key(Kind.WHOLE, least=1, most=366),
    },
    "owners": {**_NAMED, "central": _NO},
    "lists": {**_NAMED, "codes": Key(Kind.ROW, default=None), "adds": Key(Kind.FLAG, default=True), "place": _NO, "pattern": _BLANK},
    "items": ITEM,
    "rules": RULE,
}  # fmt: skip


@dataclass
class _Gathered:
    """The rows of all documents as they are read, each with its place, and the faults so far."""

    faults: list[Fault] = field(default_factory=list)
    rows: dict[str, list[tuple[str, dict[str, Any]]]] = field(
        default_factory=lambda: {name: [] for name in SECTIONS}
    )
    titles: list[str] = field(default_factory=list)
    checks: list[dict[str, Any]] = field(default_factory=list)


def read(documents: Mapping[str, str]) -> Book | tuple[Fault, ...]:
    """The book that TOML documents (name → text) state together, or every fault found, in the order of reading.

    What refers to something is looked at only once each row is right in itself.
    """
    if sum(len(text.encode()) for text in documents.values()) > MOST_BYTES:
        return (Fault("", say("items_too_large", "เอกสารรายการข้อมูลยาวเกินไป")),)
    gathered = _Gathered()
    for name, text in documents.items():
        _gather(gathered, name, text)
    _count_singles(gathered)
    if gathered.faults:
        return tuple(gathered.faults)
    book, places = _book(gathered, _version(documents))
    return tuple(gathered.faults) or faults_of(book, places) or book


def _version(documents: Mapping[str, str]) -> str:
    """Changes with every letter of a document and with its name, not with the order of documents."""
    told = "\0".join(f"{name}\0{documents[name]}" for name in sorted(documents))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _gather(gathered: _Gathered, name: str, text: str) -> None:
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:  # of a number beyond all numbers, too
        gathered.faults.append(
            Fault(name, say("items_no_toml", "อ่านเป็น TOML ไม่ได้: {why}", why=str(error)[:200]))
        )
        return
    for key, value in data.items():
        _gather_section(gathered, name, key, value)


def _gather_section(gathered: _Gathered, name: str, key: str, value: Any) -> None:
    if key == "title":
        row, faults = checked({key: value}, {key: _TEXT}, name)
        gathered.titles.append(row["title"])
        gathered.faults += faults
    elif key == "checks":
        row, faults = checked(value, CHECKS, f"{name} · checks")
        gathered.checks.append(row)
        gathered.faults += faults
    elif key not in SECTIONS:
        known = {**SECTIONS, "title": None, "checks": None}
        gathered.faults.append(Fault(f"{name} · {key}", unknown(key, known)))
    elif not isinstance(value, list):
        gathered.faults.append(
            Fault(f"{name} · {key}", say("items_not_rows", "ต้องเป็นตารางหลายแถว [[{key}]]", key=key))
        )
    else:
        _gather_rows(gathered, name, key, value)


def _gather_rows(gathered: _Gathered, name: str, section: str, rows: list[Any]) -> None:
    for number, row in enumerate(rows, 1):
        code = row.get("code") if isinstance(row, dict) else None
        where = f"{name} · {section} {number}" + (f" ({code})" if isinstance(code, str) else "")
        values, faults = checked(row, SECTIONS[section], where)
        gathered.faults += faults
        if not faults:
            values = _with_inner(gathered, section, where, values)
            gathered.rows[section].append((where, values))


def _with_inner(gathered: _Gathered, section: str, where: str, row: dict[str, Any]) -> dict[str, Any]:
    """The tables inside a row, checked as well."""
    if section == "items":
        row["expects"] = _inner(gathered, row["expects"], EXPECTS, f"{where} · expects")
        row["checks"] = _inner(gathered, row["checks"] or {}, OWN_CHECKS, f"{where} · checks")
    if section == "lists":
        keys = {code: Key(Kind.TEXTS) for code in row["codes"] or {}}
        row["codes"] = _inner(gathered, row["codes"] or {}, keys, f"{where} · codes")
        gathered.faults += [
            Fault(f"{where} · codes · {code}", say("items_two_names", "ต้องมีสองชื่อ คือไทยและอังกฤษ"))
            for code, names in row["codes"].items()
            if len(names) != BOTH_LANGUAGES
        ]
    if section == "units":
        keys = {part: Key(Kind.WHOLE, least=-3, most=3) for part in row["dimension"] or {}}
        row["dimension"] = _inner(gathered, row["dimension"] or {}, keys, f"{where} · dimension")
    return row


def _inner(gathered: _Gathered, row: Any, keys: Keys, where: str) -> dict[str, Any]:
    values, faults = checked(row, keys, where)
    gathered.faults += faults
    return values


def _count_singles(gathered: _Gathered) -> None:
    """What the documents say once, together."""
    for key, found in (("title", gathered.titles), ("checks", gathered.checks)):
        if len(found) != 1:
            message = say(
                "items_once", "ต้องมี {key} หนึ่งครั้งในเอกสารทั้งหมด พบ {count}", key=key, count=len(found)
            )
            gathered.faults.append(Fault(key, message))


# ── rows into what they state ───────────────────────────────────────────────
def _book(gathered: _Gathered, version: str) -> tuple[Book, dict[str, str]]:
    """The book and where each row of it stands (``items/gpp`` → place)."""
    places: dict[str, str] = {}

    def keyed(section: str, make: Callable[..., Any], key: str = "code") -> dict[Any, Any]:
        made = {}
        for where, row in gathered.rows[section]:
            if row[key] in made:
                message = say(
                    "items_twice",
                    "“{named}” มีแล้วที่ {place}",
                    named=row[key],
                    place=places[f"{section}/{row[key]}"],
                )
                gathered.faults.append(Fault(where, message))
            places.setdefault(f"{section}/{row[key]}", where)
            made[row[key]] = make(**row)
        return made

    return Book(
        title=gathered.titles[0],
        version=version,
        groups=keyed("groups", Group),
        units=keyed("units", Unit),
        multipliers=keyed("multipliers", _multiplier, "times"),
        frequencies=keyed("frequencies", Frequency),
        owners=keyed("owners", Owner),
        lists=keyed("lists", _list),
        items={code: _item(gathered, places, row) for code, row in keyed("items", dict).items()},
        rules={code: _rule(gathered, places, row) for code, row in keyed("rules", dict).items()},
    ), places


def _multiplier(*, times: int, name: str) -> str:  # noqa: ARG001 - the key of the row
    return name


def _list(**row: Any) -> CodeList:
    names = row.pop("codes")
    return CodeList(**row, codes=tuple(Named(code, texts[0], texts[-1]) for code, texts in names.items()))


def _item(gathered: _Gathered, places: Mapping[str, str], row: dict[str, Any]) -> Item:
    where = places[f"items/{row['code']}"]
    expects, own = row.pop("expects"), row.pop("checks")
    words = {"level": AreaLevel, "period": PeriodType, "over_areas": Total, "over_periods": Total}
    row |= _worded(gathered, where, row, words)
    expects |= _worded(gathered, f"{where} · expects", expects, {"level": AreaLevel, "cells": Owes})
    expects["by"] = expects["by"] or row["owner"]
    checks = gathered.checks[0] | {key: value for key, value in own.items() if value is not None}
    return Item(**row, expects=Expectation(**expects), checks=Checks(**checks))


def _rule(gathered: _Gathered, places: Mapping[str, str], row: dict[str, Any]) -> Rule:
    return Rule(**(row | _worded(gathered, places[f"rules/{row['code']}"], row, {"kind": RuleKind})))


def _worded(
    gathered: _Gathered, where: str, row: Mapping[str, Any], words: Mapping[str, type[StrEnum]]
) -> dict[str, Any]:
    """The words of a row as the members that they name; an unknown one is a fault, and stays."""
    found = {}
    for key, kind in words.items():
        known = {member.value: member for member in kind}
        if row[key] in known:
            found[key] = known[row[key]]
        else:
            gathered.faults.append(Fault(f"{where} · {key}", unknown(row[key], known)))
    return found
