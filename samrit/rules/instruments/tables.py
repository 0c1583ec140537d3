"""Which tables a document of an instrument may have, which keys their rows, and what rows stand within a row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from samrit.rules.items.rows import Key, Keys, Kind

_TEXT, _BLANK = Key(Kind.TEXT), Key(Kind.TEXT, default="", blank=True)
_CODE, _NO_CODE = Key(Kind.CODE), Key(Kind.CODE, default="")
_YES, _NO = Key(Kind.FLAG, default=True), Key(Kind.FLAG, default=False)
_NUMBER, _MAYBE = Key(Kind.NUMBER), Key(Kind.NUMBER, default=None)
_NAMED: Keys = {"code": _CODE, "name": _TEXT, "name_en": _TEXT}
# An option's code may begin with a digit: exports of other tools write "5".
_OPTION: Keys = {
    "code": _TEXT,
    "name": _TEXT,
    "name_en": _TEXT,
    "value": _MAYBE,
    "alone": _NO,
}
_FIRST_YEAR, _LAST_YEAR = 2500, 2700


@dataclass(frozen=True)
class Table:
    """``single``: stands once in all documents together, as ``[name]`` and not ``[[name]]``."""

    keys: Keys
    inner: Mapping[str, Keys] = field(default_factory=dict)
    single: bool = False
    needed: bool = False


TABLES: Mapping[str, Table] = {
    "instrument": Table(
        {
            **_NAMED,
            "version": _TEXT,
            "purpose": _TEXT,
            "purpose_en": _TEXT,
            "year": Key(Kind.WHOLE, least=_FIRST_YEAR, most=_LAST_YEAR),
            "basis": _CODE,
            "reference": _BLANK,
            "confirmed": _NO,
            "full": Key(Kind.NUMBER, least=1, most=10000),
            "method": _CODE,
            "ladder": _NO_CODE,
            "unanswered": _CODE,
            "decimals": Key(Kind.WHOLE, default=2, least=0, most=6),
            "step_decimals": Key(Kind.WHOLE, default=4, least=0, most=12),
            "rounding": Key(Kind.CODE, default="half_up"),
        },
        single=True,
        needed=True,
    ),
    "survey": Table(
        {
            "least_group": Key(Kind.WHOLE, least=3, most=100),
            "confidence": Key(Kind.WHOLE, least=80, most=99),
            "satisfied_from": _NUMBER,
            "least_word": Key(Kind.WHOLE, least=2, most=100),
        },
        single=True,
    ),
    "audiences": Table(_NAMED),
    "evidence": Table(_NAMED),
    "scales": Table(_NAMED, {"options": _OPTION}),
    "maps": Table(
        {**_NAMED, "below": Key(Kind.NUMBER, default=Decimal(0))},
        {"points": {"at": _NUMBER, "gives": Key(Kind.NUMBER, least=0)}},
    ),
    "methods": Table(
        {**_NAMED, "kind": _CODE, "map": _NO_CODE, "most": Key(Kind.NUMBER, default=None, least=0)},
        {"gates": {**_NAMED, "points": Key(Kind.NUMBER, least=0)}},
    ),
    "ladders": Table(
        {"code": _CODE},
        {
            "rungs": {
                **_NAMED,
                "at_least": Key(Kind.NUMBER, least=0),
                "light": _NO_CODE,
                "every": Key(Kind.NUMBER, default=None, least=0),
            }
        },
    ),
    "sections": Table(
        {
            **_NAMED,
            "within": _NO_CODE,
            "number": _BLANK,
            "weight": Key(Kind.NUMBER, default=Decimal(1), least=0, most=10000),
            "method": _CODE,
            "map": _NO_CODE,
            "audience": _NO_CODE,
            "when": _BLANK,
        }
    ),
    "questions": Table(
        {
            "code": _CODE,
            "text": _TEXT,
            "text_en": _TEXT,
            "section": _CODE,
            "kind": _CODE,
            "required": _YES,
            "weight": Key(Kind.NUMBER, default=Decimal(1), least=0, most=10000),
            "level": _NO_CODE,
            "role": _NO_CODE,
            "scale": _NO_CODE,
            "evidence": Key(Kind.CODES, default=()),
            "effort": Key(Kind.WHOLE, default=1, least=1, most=10),
            "unit": _BLANK,
            "unit_en": _BLANK,
            "least": _MAYBE,
            "most": _MAYBE,
            "decimals": Key(Kind.WHOLE, default=0, least=0, most=8),
            "map": _NO_CODE,
            "longest": Key(Kind.WHOLE, default=2000, least=1, most=20000),
            "least_chosen": Key(Kind.WHOLE, default=0, least=0, most=200),
            "most_chosen": Key(Kind.WHOLE, default=None, least=1, most=200),
            "enough": Key(Kind.NUMBER, default=None, least=0),
            "help": _BLANK,
            "help_en": _BLANK,
            "when": _BLANK,
        },
        {"options": _OPTION, "rows": _NAMED},
    ),
    "caps": Table(
        {
            "section": _NO_CODE,
            "most": Key(Kind.NUMBER, least=0),
            "when": _TEXT,
            "reason": _TEXT,
            "reason_en": _TEXT,
        }
    ),
    "stages": Table({**_NAMED, "after": _NO_CODE, "opens_from": _MAYBE}),
    "outcomes": Table(
        {
            **_NAMED,
            "of": _CODE,
            "section": _NO_CODE,
            "question": _NO_CODE,
            "weight": Key(Kind.NUMBER, default=Decimal(1), least=0, most=100),
            "unit": _TEXT,
            "unit_en": _TEXT,
            "basic": _MAYBE,
            "standard": _MAYBE,
            "advanced": _MAYBE,
        }
    ),
}
