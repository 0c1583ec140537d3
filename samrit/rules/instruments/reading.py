"""An instrument from its TOML documents, or everything that is wrong with them, each fault with its place."""

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from samrit.rules.instruments.judging import faults_of
from samrit.rules.instruments.kinds import Instrument
from samrit.rules.instruments.making import Rows, make
from samrit.rules.instruments.tables import TABLES, Table
from samrit.rules.items.kinds import Fault
from samrit.rules.items.rows import checked, unknown
from samrit.rules.wording import say

MOST_BYTES = 1_000_000  # of all documents together: no questionnaire is longer
MOST_QUESTIONS = 2000


@dataclass
class _Gathered:
    """The rows of all documents as they are read, and the faults so far."""

    faults: list[Fault] = field(default_factory=list)
    rows: Rows = field(default_factory=lambda: {name: [] for name in TABLES})


Document = str | Mapping[str, Any]


def read(documents: Mapping[str, Document]) -> Instrument | tuple[Fault, ...]:
    """The instrument that documents (name → TOML) state together, in the order of their names, or every fault.

    A document may also be the data that its TOML would give (from JSON, numbers as Decimal), as a builder makes it. What
    refers to something is looked at only once each row is right in itself.
    """
    texts = {name: _text(document) for name, document in documents.items()}
    try:
        size = sum(len(text.encode()) for text in texts.values())
    except UnicodeEncodeError:  # JSON can write half a letter
        return (Fault("", say("instrument_half_letter", "มีอักขระที่ไม่สมบูรณ์ – ลบแล้วพิมพ์ใหม่")),)
    if size > MOST_BYTES:
        return (Fault("", say("instrument_too_large", "เอกสารแบบประเมินยาวเกินไป")),)
    gathered = _Gathered()
    for name in sorted(documents):
        _gather(gathered, name, documents[name])
    _count(gathered)
    if gathered.faults:
        return tuple(gathered.faults)
    made = make(gathered.rows, _digest(texts))
    if not isinstance(made, Instrument):
        return made
    places = {
        f"{table}/{row['code']}": where
        for table, rows in gathered.rows.items()
        for where, row in rows
        if "code" in row
    }
    return faults_of(made, places) or made


def _text(document: Document) -> str:
    """Data as JSON whose letters do not depend on the order of keys."""
    if isinstance(document, str):
        return document
    return json.dumps(document, sort_keys=True, ensure_ascii=False, default=str)


def _digest(texts: Mapping[str, str]) -> str:
    """Changes with every letter of a document and with its name."""
    stated = "\0".join(f"{name}\0{texts[name]}" for name in sorted(texts))
    return hashlib.sha256(stated.encode()).hexdigest()[:16]


def _gather(gathered: _Gathered, name: str, document: Document) -> None:
    try:
        data = tomllib.loads(document, parse_float=Decimal) if isinstance(document, str) else document
    except (ValueError, ArithmeticError, RecursionError) as error:  # of a number beyond all numbers, too
        message = say("items_no_toml", "อ่านเป็น TOML ไม่ได้: {why}", why=str(error)[:200])
        gathered.faults.append(Fault(name, message))
        return
    for key, value in data.items():
        _gather_table(gathered, name, key, value)


def _gather_table(gathered: _Gathered, name: str, key: str, value: Any) -> None:
    table = TABLES.get(key)
    where = f"{name} · {key}"
    if table is None:
        gathered.faults.append(Fault(where, unknown(key, TABLES)))
    elif table.single:
        _gather_row(gathered, key, table, where, value)
    elif not isinstance(value, list):
        message = say("items_not_rows", "ต้องเป็นตารางหลายแถว [[{key}]]", key=key)
        gathered.faults.append(Fault(where, message))
    else:
        for number, row in enumerate(value, 1):
            code = row.get("code") if isinstance(row, dict) else None
            named = f" ({code[:48]})" if isinstance(code, str) else ""
            _gather_row(gathered, key, table, f"{where} {number}{named}", row)


def _gather_row(gathered: _Gathered, key: str, table: Table, where: str, row: Any) -> None:
    """The row with the rows that stand within it, all of them checked."""
    plain = {k: v for k, v in row.items() if k not in table.inner} if isinstance(row, dict) else row
    values, faults = checked(plain, table.keys, where)
    for inner, keys in table.inner.items():
        given = row.get(inner, []) if isinstance(row, dict) else []
        if not isinstance(given, list):
            faults.append(
                Fault(f"{where} · {inner}", say("items_not_rows", "ต้องเป็นตารางหลายแถว [[{key}]]", key=inner))
            )
            continue
        found = [checked(each, keys, f"{where} · {inner} {n}") for n, each in enumerate(given, 1)]
        values[inner] = tuple(each for each, _ in found)
        faults += [fault for _, wrong in found for fault in wrong]
    gathered.faults += faults
    if not faults:
        gathered.rows[key].append((where, values))


def _count(gathered: _Gathered) -> None:
    for key, table in TABLES.items():
        found = len(gathered.rows[key])
        if (table.needed and not found and not gathered.faults) or (table.single and found > 1):
            message = say("items_once", "ต้องมี {key} หนึ่งครั้งในเอกสารทั้งหมด พบ {count}", key=key, count=found)
            gathered.faults.append(Fault(key, message))
    if len(gathered.rows["questions"]) > MOST_QUESTIONS:
        gathered.faults.append(
            Fault("questions", say("instrument_too_many", "มีคำถามเกิน {most} ข้อ", most=MOST_QUESTIONS))
        )
    gathered.faults += _twice(gathered.rows)


def _twice(rows: Rows) -> Iterator[Fault]:
    """A code stands once among its kind."""
    for found in rows.values():
        seen: dict[str, str] = {}
        for where, row in found:
            code = row.get("code", "")
            if code and code in seen:
                yield Fault(
                    where, say("items_twice", "“{named}” มีแล้วที่ {place}", named=code, place=seen[code])
                )
            seen.setdefault(code, where)
