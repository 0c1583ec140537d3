"""A row of a document: which keys it may have and what stands in them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from enum import Enum
from typing import Any

from samrit.rules.amounts import quoted
from samrit.rules.items.kinds import Fault
from samrit.rules.wording import Message, say

CODE = re.compile(r"(?=.{1,48}$)[a-z](?:_?[a-z0-9])*+")
LONGEST = 2000  # of a text: a definition, not a book
_STRAY = re.compile("[\u0000-\u001f\u007f\u200b\u2028\u2029\ufeff]")
NO_VALUE = object()


class Kind(Enum):
    """What may stand in a key."""

    TEXT = "text"
    CODE = "code"
    WHOLE = "whole"
    NUMBER = "number"
    FLAG = "flag"
    CODES = "codes"
    TEXTS = "texts"
    ROW = "row"


WORDS = {
    Kind.TEXT: say("kind_text", "ข้อความ"),
    Kind.CODE: say("kind_code", "รหัส (ขึ้นต้นด้วย a–z ตามด้วย a–z ตัวเลข หรือ _)"),
    Kind.WHOLE: say("kind_whole", "จำนวนเต็ม"),
    Kind.NUMBER: say("kind_number", "ตัวเลข"),
    Kind.FLAG: say("kind_flag", "true หรือ false"),
    Kind.CODES: say("kind_codes", "รายการรหัส"),
    Kind.TEXTS: say("kind_texts", "รายการข้อความ"),
    Kind.ROW: say("kind_row", "ตาราง"),
}


@dataclass(frozen=True)
class Key:
    """One key of a row; ``default`` is what a row without it means, NO_VALUE where it may not be left out."""

    kind: Kind
    default: Any = NO_VALUE
    least: int | None = None
    most: int | None = None
    blank: bool = False


Keys = Mapping[str, Key]


def checked(row: object, keys: Keys, where: str) -> tuple[dict[str, Any], list[Fault]]:
    """The values of a row, with the defaults of what it leaves out, and everything that is wrong with it."""
    if not isinstance(row, dict):
        return {}, [Fault(where, _not_a(Kind.ROW, row))]
    faults = [Fault(f"{where} · {key}", message) for key, message in _problems(row, keys)]
    given = {key: _plain(row[key], keys[key].kind) for key in keys if key in row}
    return {
        key: value.default for key, value in keys.items() if value.default is not NO_VALUE
    } | given, faults


def _problems(row: Mapping[str, Any], keys: Keys) -> Iterator[tuple[str, Message]]:
    for key in row:
        if key not in keys:
            yield str(key), unknown(str(key), keys)
    for key, shape in keys.items():
        if key not in row and shape.default is NO_VALUE:
            yield key, say("items_key_missing", "ขาดข้อมูลนี้ ซึ่งต้องมีทุกครั้ง")
        elif key in row and (message := _wrong(row[key], shape)):
            yield key, message


def unknown(given: str, known: Mapping[str, Any]) -> Message:
    """Refuses a name with the one that was probably meant, or with all there are."""
    if near := get_close_matches(given, known, n=1):
        return say(
            "items_unknown_near", "ไม่รู้จัก “{given}” – หมายถึง “{near}” หรือไม่", given=quoted(given), near=near[0]
        )
    return say(
        "items_unknown",
        "ไม่รู้จัก “{given}” – ใช้ได้: {known}",
        given=quoted(given),
        known=", ".join(map(str, known)),
    )


def _wrong(value: object, key: Key) -> Message | None:
    if not _fits(value, key.kind):
        return _not_a(key.kind, value)
    if isinstance(value, str):
        return _wrong_text(value, key)
    if isinstance(value, list) and len(set(value)) < len(value):
        return say("items_repeated", "มีค่าซ้ำกันในรายการ")
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return _out_of_bounds(value, key)
    return None


def _wrong_text(value: str, key: Key) -> Message | None:
    if not value.strip() and not key.blank:
        return say("items_blank", "เว้นว่างไม่ได้")
    if value != value.strip() or _STRAY.search(value):
        return say("items_stray", "มีช่องว่างหัวท้ายหรือเครื่องหมายที่มองไม่เห็น – ลบออกก่อน")
    if len(value) > LONGEST:
        return say("items_too_long", "ยาว {length} ตัวอักษร เกิน {most}", length=len(value), most=LONGEST)
    return None


def _out_of_bounds(value: int | Decimal, key: Key) -> Message | None:
    if isinstance(value, Decimal) and not value.is_finite():
        return _not_a(Kind.NUMBER, value)
    if (key.least is not None and value < key.least) or (key.most is not None and value > key.most):
        facts = {"value": quoted(value), "least": key.least, "most": key.most}
        if key.most is None:
            return say("items_too_small", "{value} น้อยกว่า {least}", **facts)
        return say("items_out_of_bounds", "{value} อยู่นอกช่วง {least} ถึง {most}", **facts)
    return None


def _fits(value: object, kind: Kind) -> bool:
    if isinstance(value, bool):
        return kind is Kind.FLAG
    if kind is Kind.CODE:
        return is_code(value)
    if kind in {Kind.CODES, Kind.TEXTS}:
        one = is_code if kind is Kind.CODES else _is_text
        return isinstance(value, list) and all(one(each) for each in value)
    return isinstance(value, _TYPES[kind])


_TYPES: Mapping[Kind, tuple[type, ...]] = {
    Kind.TEXT: (str,),
    Kind.WHOLE: (int,),
    Kind.NUMBER: (int, Decimal),
    Kind.FLAG: (bool,),
    Kind.ROW: (dict,),
}


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def is_code(value: object) -> bool:
    return isinstance(value, str) and CODE.fullmatch(value) is not None


def _plain(value: Any, kind: Kind) -> Any:
    if kind is Kind.NUMBER and isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return tuple(value) if isinstance(value, list) else value


def _not_a(kind: Kind, given: object) -> Message:
    return say("items_wrong_kind", "“{given}” ไม่ใช่{kind}", given=quoted(given), kind=WORDS[kind])
