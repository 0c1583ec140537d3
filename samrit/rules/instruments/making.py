"""Rows that are each right in themselves → the instrument, or the words and conditions in them that nobody knows."""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, TypeVar

from samrit.rules.amounts import Rounding
from samrit.rules.instruments.conditions import Condition, read_condition
from samrit.rules.instruments.kinds import (
    Cap,
    Gate,
    Instrument,
    Ladder,
    Map,
    Method,
    MethodKind,
    Named,
    Option,
    Outcome,
    Question,
    QuestionKind,
    Role,
    Rung,
    Section,
    Source,
    Stage,
    SurveyTerms,
    Unanswered,
    Words,
)
from samrit.rules.items.kinds import Fault
from samrit.rules.items.rows import unknown
from samrit.rules.wording import RefusedError, say

Row = dict[str, Any]
Rows = dict[str, list[tuple[str, Row]]]
Made = TypeVar("Made")
Word = TypeVar("Word", bound=Enum)


def make(rows: Rows, digest: str) -> Instrument | tuple[Fault, ...]:
    """The instrument that the rows state; every unknown word and unreadable condition otherwise."""
    maker = _Maker(rows)
    made = maker.instrument(digest)
    return tuple(maker.faults) or made


class _Maker:
    """What cannot be made leaves a fault and a stand-in, so that all faults are found at once."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.faults: list[Fault] = []
        self.scales = {row["code"]: _options(row["options"]) for _, row in rows["scales"]}

    def word(self, where: str, key: str, given: str, kind: type[Word]) -> Word:
        known = {member.value: member for member in kind}
        if given not in known:
            self.faults.append(Fault(f"{where} · {key}", unknown(given, known)))
        return known.get(given, next(iter(kind)))

    def condition(self, where: str, text: str) -> Condition | None:
        if not text:
            return None
        try:
            return read_condition(text)
        except RefusedError as refused:
            self.faults.append(Fault(f"{where} · when", refused.refusal.message))
            return None

    def pair(self, where: str, row: Mapping[str, Any], key: str) -> Words | None:
        """A text that may be left out, but not in one language only."""
        thai, english = row[key], row[f"{key}_en"]
        if bool(thai) != bool(english):
            self.faults.append(
                Fault(f"{where} · {key}", say("instrument_one_language", "ต้องมีทั้งภาษาไทยและภาษาอังกฤษ"))
            )
        return Words(thai, english) if thai else None

    def keyed(self, table: str, made: Callable[[str, Row], Made]) -> dict[str, Made]:
        return {row["code"]: made(where, row) for where, row in self.rows[table]}

    def instrument(self, digest: str) -> Instrument:
        where, row = self.rows["instrument"][0]
        return Instrument(
            code=row["code"],
            version=row["version"],
            digest=digest,
            words=_words(row),
            purpose=Words(row["purpose"], row["purpose_en"]),
            year=row["year"],
            basis=row["basis"],
            reference=row["reference"],
            confirmed=row["confirmed"],
            full=row["full"],
            method=row["method"],
            ladder=row["ladder"],
            unanswered=self.word(where, "unanswered", row["unanswered"], Unanswered),
            decimals=row["decimals"],
            step_decimals=row["step_decimals"],
            rounding=self.word(where, "rounding", row["rounding"], Rounding),
            audiences=self.keyed("audiences", _named),
            evidence=self.keyed("evidence", _named),
            maps=self.keyed("maps", _map),
            methods=self.keyed("methods", self.method),
            ladders=self.keyed("ladders", _ladder),
            sections=self.keyed("sections", self.section),
            questions=self.keyed("questions", self.question),
            caps=tuple(cap for place, each in self.rows["caps"] if (cap := self.cap(place, each))),
            stages=self.keyed("stages", _stage),
            outcomes=self.keyed("outcomes", self.outcome),
            survey=next((SurveyTerms(**each) for _, each in self.rows["survey"]), None),
        )

    def method(self, where: str, row: Row) -> Method:
        gates = tuple(Gate(each["code"], _words(each), each["points"]) for each in row["gates"])
        kind = self.word(where, "kind", row["kind"], MethodKind)
        return Method(row["code"], _words(row), kind, gates, row["map"], row["most"])

    def section(self, where: str, row: Row) -> Section:
        return Section(
            row["code"],
            _words(row),
            within=row["within"],
            number=row["number"],
            weight=row["weight"],
            method=row["method"],
            map=row["map"],
            audience=row["audience"],
            condition=self.condition(where, row["when"]),
        )

    def question(self, where: str, row: Row) -> Question:
        return Question(
            row["code"],
            Words(row["text"], row["text_en"]),
            kind=self.word(where, "kind", row["kind"], QuestionKind),
            role=self.word(where, "role", row["role"], Role) if row["role"] else None,
            options=self.options(where, row),
            rows=tuple(_named("", each) for each in row["rows"]),
            unit=self.pair(where, row, "unit"),
            help=self.pair(where, row, "help"),
            condition=self.condition(where, row["when"]),
            **{key: row[key] for key in _AS_WRITTEN},
        )

    def options(self, where: str, row: Row) -> tuple[Option, ...]:
        """Its own, or those of the scale that it names."""
        if row["scale"] and row["options"]:
            message = say("instrument_scale_and_options", "ใช้ scale หรือ options อย่างใดอย่างหนึ่ง")
            self.faults.append(Fault(f"{where} · scale", message))
        if row["scale"] and row["scale"] not in self.scales:
            self.faults.append(Fault(f"{where} · scale", unknown(row["scale"], self.scales)))
        return self.scales.get(row["scale"], _options(row["options"]))

    def cap(self, where: str, row: Row) -> Cap | None:
        condition = self.condition(where, row["when"])
        words = Words(row["reason"], row["reason_en"])
        return None if condition is None else Cap(row["section"], row["most"], condition, words)

    def outcome(self, where: str, row: Row) -> Outcome:
        targets = [row[key] for key in ("basic", "standard", "advanced")]
        if None in targets and any(each is not None for each in targets):
            message = say("instrument_some_targets", "ระบุเป้าหมายให้ครบทั้ง basic standard advanced หรือไม่ระบุเลย")
            self.faults.append(Fault(f"{where} · basic", message))
        return Outcome(
            row["code"],
            _words(row),
            of=self.word(where, "of", row["of"], Source),
            section=row["section"],
            question=row["question"],
            weight=row["weight"],
            unit=Words(row["unit"], row["unit_en"]),
            targets=() if None in targets else tuple(targets),
        )


_AS_WRITTEN = (
    "section", "required", "weight", "level", "evidence", "effort", "least", "most", "decimals", "map", "longest",
    "least_chosen", "most_chosen", "enough",
)  # fmt: skip


def _words(row: Mapping[str, Any]) -> Words:
    return Words(row["name"], row["name_en"])


def _named(_where: str, row: Mapping[str, Any]) -> Named:
    return Named(row["code"], _words(row))


def _options(rows: tuple[Row, ...]) -> tuple[Option, ...]:
    return tuple(Option(row["code"], _words(row), row["value"], row["alone"]) for row in rows)


def _map(_where: str, row: Row) -> Map:
    points = tuple((each["at"], each["gives"]) for each in row["points"])
    return Map(row["code"], _words(row), points, row["below"])


def _ladder(_where: str, row: Row) -> Ladder:
    rungs = (
        Rung(each["code"], _words(each), number, each["at_least"], each["every"], each["light"])
        for number, each in enumerate(row["rungs"], 1)
    )
    return Ladder(row["code"], tuple(rungs))


def _stage(_where: str, row: Row) -> Stage:
    return Stage(row["code"], _words(row), row["after"], row["opens_from"])
