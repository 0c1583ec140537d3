"""เกณฑ์ระดับความสำเร็จ (rubric): a milestone KPI is judged by picking the level that was reached, with a reason.

The levels come from the KPI's details (คำอธิบายระดับคะแนน), the criteria from its ประเด็นการประเมิน. A picked level is
worth a value of the KPI, so that it is scored like every other result.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from samrit.rules.thai import arabic_digits, parse_number, plain_number
from samrit.rules.wording import Refusal, refuse

BELOW = "0"  # ยังไม่ถึงระดับใด
TARGETS = (("ขั้นต้น", "50"), ("มาตรฐาน", "75"), ("ขั้นสูง", "100"))  # name and score of the three targets
FEWEST = 2
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class RubricLevel:
    """One level: ``code`` is its place (``"1"`` the lowest), ``value`` what the KPI's result is when it is reached."""

    code: str
    name: str
    value: Decimal
    description: str


@dataclass(frozen=True)
class Rubric:
    """``levels`` from the lowest to the highest; ``criteria`` are what a reason is asked for, at least one."""

    levels: tuple[RubricLevel, ...]
    criteria: tuple[str, ...]
    below: Decimal | None  # what not reaching any level is worth; None where the lowest level is the floor

    def level(self, code: str) -> RubricLevel | None:
        return next((level for level in self.levels if level.code == code), None)

    def value_of(self, code: str) -> Decimal | None:
        """The result that a picked level stands for."""
        if code == BELOW:
            return self.below
        level = self.level(code)
        return level.value if level else None


@dataclass(frozen=True)
class Picked:
    """What a scorer picked: the level's code, and a reason for each criterion."""

    code: str
    reasons: tuple[str, ...]


def rubric_of(
    contents: Mapping[str, Any],
    *,
    interpolate: str,
    direction: str,
    targets: Sequence[Decimal] | None,
    name: str,
) -> Rubric | None:
    """The rubric of a KPI scored by steps whose details describe at least two levels, each worth a value; else None."""
    rows = [row for row in contents.get("level_descriptions", ()) if row.get("description")]
    if interpolate != "step" or len(rows) < FEWEST:
        return None
    values = [_value(row, direction, targets) for row in rows]
    known = [value for value in values if value is not None]
    if len(known) < len(rows) or len(set(known)) < len(known):
        return None
    worst_first = sorted(zip(known, rows, strict=True), key=lambda one: one[0], reverse=direction == "down")
    levels = tuple(
        RubricLevel(str(place), row.get("level") or plain_number(value), value, row["description"])
        for place, (value, row) in enumerate(worst_first, start=1)
    )
    criteria = tuple(row["issue"] for row in contents.get("issues", ()) if row.get("issue"))
    return Rubric(levels, criteria or (name,), _below(levels, direction))


def _value(row: Mapping[str, str], direction: str, targets: Sequence[Decimal] | None) -> Decimal | None:
    """What the row states as its bound; else the target that its name means; else the number in its name."""
    bound = row.get("minimum") if direction == "up" else row.get("maximum") or row.get("minimum")
    if bound:
        return Decimal(bound)
    name = row.get("level", "")
    numbers = [parse_number(one) for one in _NUMBER.findall(arabic_digits(name))]
    for place, (target, score) in enumerate(TARGETS):
        if targets and (target in name or Decimal(score) in numbers):
            return targets[place]
    return numbers[0] if len(numbers) == 1 else None


def _below(levels: Sequence[RubricLevel], direction: str) -> Decimal | None:
    """Zero steps were done; where less is better there is no such number."""
    return Decimal(0) if direction == "up" and levels[0].value > 0 else None


def refuse_picked(rubric: Rubric, picked: Picked) -> Refusal | None:
    if rubric.value_of(picked.code) is None:
        return refuse("rubric_level_unknown", "เลือกระดับที่จังหวัดทำได้ตามเกณฑ์ก่อนบันทึก")
    if len(picked.reasons) != len(rubric.criteria) or not all(reason.strip() for reason in picked.reasons):
        return refuse(
            "rubric_reason_required",
            "บอกเหตุผลให้ครบทั้ง {count} ประเด็น เพื่อให้จังหวัดรู้ว่าทำไมจึงได้ระดับนี้",
            count=len(rubric.criteria),
        )
    return None


def kept(rubric: Rubric, picked: Picked) -> dict[str, Any]:
    """A pick as it is kept with the opinion or the verification: readable when the KPI's details change later."""
    level = rubric.level(picked.code)
    value = rubric.value_of(picked.code)
    return {
        "code": picked.code,
        "level": level.name if level else "",
        "value": "" if value is None else plain_number(value),
        "description": level.description if level else "",
        "reasons": [
            {"criterion": criterion, "reason": reason.strip()}
            for criterion, reason in zip(rubric.criteria, picked.reasons, strict=True)
        ],
    }


def in_words(picked: Mapping[str, Any]) -> str:
    """The reasons as one text, for the province."""
    return "\n".join(f"{one['criterion']}: {one['reason']}" for one in picked.get("reasons", ()))
