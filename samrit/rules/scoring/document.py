"""A framework with its results as a JSON document, and its score as another (``samrit score --file``).

In:  ``{"rules", "reweight", "components": [{"number", "weight", "assessed", "kpis": [{"number", "weight",
"direction", "levels", "interpolate", "below_basic", "result", "missing", "cancelled", "reweight",
"parts": [as a kpi]}]}]}``. Numbers are JSON numbers or text in Thai or Arabic digits. ``reweight``, ``assessed``
(true), ``interpolate``, ``below_basic``, ``missing``, ``cancelled`` (false) and ``parts`` may be left out; a cancelled
KPI leaves by its own ``reweight`` or the document's. Other keys (a name, a unit) are let by, but not one that looks like a
misspelt known one.
Out: see ``to_json``.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any, NoReturn

from samrit.rules.amounts import Limits, not_a_number, number_from, quoted
from samrit.rules.rulesets import BELOW_BASIC, DIRECTIONS, INTERPOLATIONS, REWEIGHTINGS, RuleSet, load
from samrit.rules.scorecard import (
    ComponentInput,
    ComponentScore,
    FrameworkScore,
    KpiInput,
    KpiScore,
    component_place,
    kpi_place,
    part_place,
    placed,
)
from samrit.rules.scoring.result import known_word
from samrit.rules.thai import arabic_digits, plain_number
from samrit.rules.wording import Message, Refusal, RefusedError, refuse, say

DOCUMENT_KEYS = ("rules", "reweight", "components")
COMPONENT_KEYS = ("number", "weight", "assessed", "kpis")
KPI_KEYS = (
    "number", "weight", "direction", "levels", "interpolate", "below_basic", "result", "missing", "parts",
    "cancelled", "reweight",
)  # fmt: skip
LONGEST_NUMBER = 40  # of a component or KPI: "1.1", "๖.๑"
ALIKE = 0.8  # how alike an unknown key is to a known one to be taken for a misspelling


@dataclass(frozen=True)
class Request:
    """What a document asks to be scored; give it to ``score_framework``."""

    rules: RuleSet
    reweight: str
    components: tuple[ComponentInput, ...]


def parse(text: str) -> Any:
    """The JSON value of a text, its numbers Decimal. What is not clean JSON is refused, saying where."""
    if not text.strip():
        raise RefusedError(refuse("file_empty", "ไฟล์ว่างเปล่า – ต้องเป็นเอกสาร JSON ของกรอบการประเมิน"))
    try:
        return json.loads(
            text,
            parse_float=_number,
            parse_int=_number,
            parse_constant=_no_number,
            object_pairs_hook=_once,
        )
    except json.JSONDecodeError as wrong:
        raise RefusedError(
            refuse(
                "not_json",
                "อ่านไฟล์เป็น JSON ไม่ได้ที่บรรทัด {line} ตัวอักษรที่ {column}",
                line=wrong.lineno,
                column=wrong.colno,
            )
        ) from None
    except RecursionError:
        raise RefusedError(refuse("too_deep", "ข้อมูลในไฟล์ซ้อนกันลึกเกินไป")) from None


def _number(digits: str) -> Decimal | str:
    """A JSON number, exactly. One beyond what Decimal holds stays text, to be refused with its place."""
    try:
        return Decimal(digits)
    except InvalidOperation:
        return digits


def _no_number(word: str) -> NoReturn:
    """NaN, Infinity and -Infinity are no JSON and no result."""
    raise not_a_number(word)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no key occurs twice: of two values, none may win silently."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise RefusedError(refuse("key_twice", "พบ “{key}” สองครั้งในรายการเดียวกัน", key=quoted(key)))
        found[key] = value
    return found


def from_json(data: Any, *, rules: RuleSet | None = None) -> Request:
    """The request that a parsed document makes; RefusedError says what is wrong, and where.

    ``rules`` are used instead of those that the document names, to see what others would make of it.
    """
    document = _Item.of(data, say("document", "เอกสาร"), DOCUMENT_KEYS)
    rules = rules or load(arabic_digits(document.number_word("rules", Limits(20, 0)).strip()))
    return Request(
        rules=rules,
        reweight=document.word("reweight", REWEIGHTINGS) or rules.reweight,
        components=tuple(
            _component(rules, one, say("component_at", "องค์ประกอบลำดับที่ {position}", position=position))
            for position, one in enumerate(document.items("components", required=True), start=1)
        ),
    )


def _component(rules: RuleSet, value: object, position: Message) -> ComponentInput:
    item = _Item.of(value, position, COMPONENT_KEYS)
    number = item.number_word("number", rules.limits)
    item = replace(item, place=component_place(number))
    assessed = item.truth("assessed", default=True)
    return ComponentInput(
        number=number,
        weight=item.amount("weight", rules.limits),
        assessed=assessed,
        kpis=tuple(
            _kpi(rules, one, _Within(item.place, kpi_place, rules.part_depth), position=position)
            if assessed
            else _unassessed_kpi(rules, one, kpi_place(item.place, f"#{position}"))
            for position, one in enumerate(item.items("kpis"), start=1)
        ),
    )


def _unassessed_kpi(rules: RuleSet, value: object, place: Message) -> KpiInput:
    """A KPI of a component that is not assessed: only its number is read."""
    return KpiInput(number=_Item.of(value, place, KPI_KEYS).number_word("number", rules.limits), weight=None)


@dataclass(frozen=True)
class _Within:
    """Where a KPI or part stands: what it is named there, and how much deeper parts may go."""

    place: Message
    named: Callable[[Message, str], Message]
    depth: int


def _kpi(rules: RuleSet, value: object, within: _Within, *, position: int) -> KpiInput:
    item = _Item.of(value, within.named(within.place, f"#{position}"), KPI_KEYS)
    number = item.number_word("number", rules.limits)
    item = replace(item, place=within.named(within.place, number))
    parts = item.items("parts")
    if parts and not within.depth:
        item.refuse(refuse("too_deep", "ตัวชี้วัดย่อยซ้อนกันลึกเกิน {depth} ชั้น", depth=rules.part_depth))
    under = _Within(item.place, part_place, within.depth - 1)
    return KpiInput(
        number=number,
        weight=item.amount("weight", rules.limits),
        direction=item.word("direction", DIRECTIONS),
        levels=item.amounts("levels", rules.limits),
        interpolate=item.word("interpolate", INTERPOLATIONS),
        below_basic=item.word("below_basic", BELOW_BASIC),
        result=item.amount("result", rules.limits),
        missing=item.word("missing", [reason.code for reason in rules.missing]),
        cancelled=item.truth("cancelled", default=False),
        reweight=item.word("reweight", REWEIGHTINGS),
        parts=tuple(_kpi(rules, one, under, position=place) for place, one in enumerate(parts, start=1)),
    )


@dataclass(frozen=True)
class _Item:
    """One JSON object and where it stands; what it holds is read key by key, absent and null alike."""

    value: Mapping[str, object]
    place: Message

    @classmethod
    def of(cls, value: object, place: Message, keys: Sequence[str]) -> "_Item":
        item = cls(value if isinstance(value, dict) else {}, place)
        if not isinstance(value, dict):
            item.refuse(refuse("not_an_object", "ต้องเป็นรายการแบบ {{…}} แต่พบ {given}", given=quoted(value)))
        for key in item.value:
            if key not in keys and (alike := get_close_matches(key, keys, n=1, cutoff=ALIKE)):
                item.refuse(
                    refuse(
                        "unknown_key",
                        "ไม่รู้จัก “{key}” – หมายถึง “{meant}” หรือไม่",
                        key=quoted(key),
                        meant=alike[0],
                    )
                )
        return item

    def refuse(self, refusal: Refusal) -> NoReturn:
        raise placed(RefusedError(refusal), self.place)

    def amount(self, key: str, limits: Limits) -> Decimal | None:
        given = self.value.get(key)
        return None if given is None else self._amount(key, given, limits)

    def amounts(self, key: str, limits: Limits) -> tuple[Decimal, ...]:
        return tuple(self._amount(key, given, limits) for given in self.items(key))

    def _amount(self, key: str, given: object, limits: Limits) -> Decimal:
        try:
            return number_from(given, limits)
        except RefusedError as refused:
            raise placed(placed(refused, Message("key", key)), self.place) from None

    def word(self, key: str, known: Sequence[str]) -> str | None:
        given = self.value.get(key)
        if given is None:
            return None
        try:
            return known_word(key, given if isinstance(given, str) else quoted(given), known)
        except RefusedError as refused:
            raise placed(refused, self.place) from None

    def number_word(self, key: str, limits: Limits) -> str:
        """The name of a rule set, component or KPI: text, or a number as printed. It is given back as it came."""
        given = self.value.get(key)
        if isinstance(given, int) and not isinstance(given, bool):
            given = Decimal(given)
        if isinstance(given, Decimal):
            self._amount(key, given, limits)
            given = format(given, "f")
        if given is None or (isinstance(given, str) and not given.strip()):
            self.refuse(refuse("key_missing", "ยังไม่ระบุ {key}", key=key))
        if not isinstance(given, str) or not given.isprintable() or len(given) > LONGEST_NUMBER:
            self.refuse(
                refuse(
                    "not_a_name",
                    '{key} ต้องเป็นข้อความสั้น ๆ เช่น "1.1" แต่พบ {given}',
                    key=key,
                    given=quoted(given),
                )
            )
        return given

    def truth(self, key: str, *, default: bool) -> bool:
        given = self.value.get(key)
        if given is None:
            return default
        if not isinstance(given, bool):
            self.refuse(
                refuse(
                    "not_true_or_false",
                    "{key} ต้องเป็น true หรือ false แต่พบ {given}",
                    key=key,
                    given=quoted(given),
                )
            )
        return given

    def items(self, key: str, *, required: bool = False) -> list[object]:
        given = self.value.get(key)
        if given is None and not required:
            return []
        if given is None:
            self.refuse(refuse("key_missing", "ยังไม่ระบุ {key}", key=key))
        if not isinstance(given, list):
            self.refuse(
                refuse("not_a_list", "{key} ต้องเป็นรายการแบบ […] แต่พบ {given}", key=key, given=quoted(given))
            )
        return given


# ── the answer ──────────────────────────────────────────────────────────────
def to_json(score: FrameworkScore, words: Callable[[Message], Any]) -> dict[str, object]:
    """The answer as a JSON document: numbers are text, what does not exist is null.

    ``words`` puts a sentence into a language (``Message.thai``) or keeps it for later (``Message.to_data``).
    """
    return {
        "total": _text(score.total),
        "rating": words(score.rating.message()) if score.rating else None,
        "components": [_component_json(card, words) for card in score.components],
        "kpis": [_kpi_json(kpi, words) for kpi in score.kpis],
        "steps": [words(step) for step in score.steps],
        "total_published": score.total_published,
        "rating_code": score.rating.code if score.rating else None,
        "provisional": score.provisional,
        "rules": score.rules,
        "rules_version": score.rules_version,
        "reweight": score.reweight,
    }


def _component_json(card: ComponentScore, words: Callable[[Message], Any]) -> dict[str, object]:
    return {
        "number": card.number,
        "score": _text(card.score),
        "points": _text(card.points),
        "weight": _text(card.weight),
        "weight_used": _text(card.weight_used),
        "assessed": card.assessed,
        "label": words(card.label.message()) if card.label else None,
        "label_code": card.label.code if card.label else None,
    }


def _kpi_json(kpi: KpiScore, words: Callable[[Message], Any]) -> dict[str, object]:
    return {
        "component": kpi.component,
        "number": kpi.number,
        "score": _text(kpi.score),
        "points": _text(kpi.points),
        "weight": _text(kpi.weight),
        "weight_used": _text(kpi.weight_used),
        "flags": list(kpi.flags),
        "provisional": kpi.provisional,
        "parts": [_kpi_json(part, words) for part in kpi.parts],
        "steps": [words(step) for step in kpi.steps],
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else plain_number(value)
