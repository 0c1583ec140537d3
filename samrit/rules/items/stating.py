"""One item as a flat row of plain values, and back: what an office states about it in a form, a spreadsheet or a record.

Keys are those of the documents; ``expects`` and ``checks`` stand beside the others (``expects_due_days``). Numbers with
decimals are text, so that a row is JSON without loss.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from samrit.rules.areas import AreaLevel
from samrit.rules.items.judging import faults_of
from samrit.rules.items.kinds import Book, Checks, Expectation, Fault, Item, Owes, Rule, Total
from samrit.rules.items.reading import CHECKS, EXPECTS, ITEM
from samrit.rules.items.rows import NO_VALUE, Key, Keys, Kind, checked, unknown
from samrit.rules.items.shipped import usual_checks
from samrit.rules.periods import PeriodType
from samrit.rules.thai import plain_number

Row = Mapping[str, Any]
_WORDS = re.compile(r"[a-z][a-z0-9_]*")
INNER: Mapping[str, Keys] = {"expects": EXPECTS, "checks": CHECKS}
SHAPES: Mapping[str, Key] = {
    **{key: shape for key, shape in ITEM.items() if key not in INNER},
    **{f"{part}_{key}": shape for part, keys in INNER.items() for key, shape in keys.items()},
}
KEYS = tuple(SHAPES)
CHOICES: Mapping[str, type[StrEnum]] = {
    "level": AreaLevel,
    "period": PeriodType,
    "over_areas": Total,
    "over_periods": Total,
    "expects_level": AreaLevel,
    "expects_cells": Owes,
}


def row_of(item: Item) -> dict[str, Any]:
    """Every key with its value; None, "" or [] where nothing is stated."""
    return {key: _plain(_value(item, key)) for key in KEYS}


def _value(item: Item, key: str) -> Any:
    for part in INNER:
        if key.startswith(f"{part}_"):
            return getattr(getattr(item, part), key.removeprefix(f"{part}_"))
    return getattr(item, key)


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Decimal):
        return plain_number(value)
    return list(value) if isinstance(value, tuple) else value


def new_row() -> dict[str, Any]:
    """What a new item starts with: defaults, the usual checks, and the coarsest that is usual."""
    row = {key: None if shape.default is NO_VALUE else _plain(shape.default) for key, shape in SHAPES.items()}
    usual = {f"checks_{key}": _plain(value) for key, value in vars(usual_checks()).items()}
    words = {"basis": "assumed", "level": "province", "expects_level": "province", "period": "fiscal_year"}
    return row | usual | words


def differing(one: Row, other: Row) -> list[str]:
    """The keys that two rows state differently, in the order of the documents."""
    return [key for key in KEYS if one.get(key) != other.get(key)]


def stated(row: Row) -> Item | tuple[Fault, ...]:
    """The item that a row states, each value looked at by itself; ``where`` of a fault is the key."""
    given = {key: _number(row[key], SHAPES[key]) if key in SHAPES else row[key] for key in row}
    # What a default stands for may be left out; None is such an absence everywhere.
    given = {key: value for key, value in given.items() if value is not None}
    values, found = checked(given, SHAPES, "")
    faults = [Fault(fault.where.removeprefix(" · "), fault.message) for fault in found]
    for key, kind in CHOICES.items():
        known = {member.value: member for member in kind}
        if values.get(key) in known:
            values[key] = known[values[key]]
        elif all(fault.where != key for fault in faults):
            faults.append(Fault(key, unknown(str(values.get(key, "")), known)))
    return tuple(faults) or _item(values)


def _number(value: Any, shape: Key) -> Any:
    if shape.kind is not Kind.NUMBER or not isinstance(value, str):
        return value
    try:
        return Decimal(value)
    except InvalidOperation:
        return value


def _item(values: dict[str, Any]) -> Item:
    inner = {part: {key: values.pop(f"{part}_{key}") for key in keys} for part, keys in INNER.items()}
    inner["expects"]["by"] = inner["expects"]["by"] or values["owner"]
    return Item(**values, expects=Expectation(**inner["expects"]), checks=Checks(**inner["checks"]))


def judged(item: Item, book: Book) -> tuple[Fault, ...]:
    """What is wrong with an item within the book it is to stand in, as new or instead of the one of its code."""
    whole = replace(book, items={**book.items, item.code: item})
    return judged_all(whole, [item.code])[item.code]


def judged_all(book: Book, codes: Iterable[str]) -> dict[str, tuple[Fault, ...]]:
    """Code → what is wrong with that item of the book.

    Rules that name it must hold together: what breaks there counts as a fault too, and that another bears its name.
    ``where`` is the key (of the item), or ``rules/`` and the rule's code.
    """
    found: dict[str, list[Fault]] = {code: [] for code in codes}
    for fault in faults_of(book, _Places()):
        place, *keys = fault.where.split(" · ")
        section, _, code = place.partition("/")
        if section == "items" and code in found:
            found[code].append(Fault("_".join(keys), fault.message))
        for concerned in _concerned(book, section, code, fault) & set(found):
            found[concerned].append(Fault(place if section == "rules" else "name", fault.message))
    return {code: tuple(faults) for code, faults in found.items()}


def _concerned(book: Book, section: str, code: str, fault: Fault) -> set[str]:
    """Items beside the one where a fault was found."""
    if section == "rules":
        return names_of(book.rules[code])
    return {str(fault.message.values["named"])} if fault.message.code == "items_same_name" else set()


class _Places(dict[str, str]):
    """Every row stands where its section and code say."""

    def __missing__(self, key: str) -> str:
        return key


def without(book: Book, left_out: Iterable[str]) -> Book:
    """The book without these items, and without the rules that name one of them."""
    gone = set(left_out)
    if not gone:
        return book
    items = {code: item for code, item in book.items.items() if code not in gone}
    rules = {code: rule for code, rule in book.rules.items() if not gone & names_of(rule)}
    return replace(book, items=items, rules=rules)


def names_of(rule: Rule) -> set[str]:
    """The words of a rule's sides that may be items, and its item."""
    return set(_WORDS.findall(f"{rule.left} {rule.right} {rule.item}"))
