"""Official figures of external data owners (เจ้าของข้อมูลภายนอก) beside reported ones: who supplies what, and what a difference means.

The owners, their KPIs and the tolerances are data (``official.toml``). Everything here is pure.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, Literal

from samrit.rules.amounts import aligned, exact, settled
from samrit.rules.kpi_names import bare
from samrit.rules.wording import Message, Refusal, refuse, say

HUNDREDTHS = Decimal(100)


@dataclass(frozen=True)
class DataOwner:
    """Who has the official figures."""

    code: str
    name: str
    english: str


@dataclass(frozen=True)
class Tolerance:
    """``amount``: in the KPI's unit, in hundredths of the official figure, or a number of decimals."""

    kind: Literal["absolute", "relative", "decimals"]
    amount: Decimal
    within: Literal["reported", "official"]

    def message(self, unit: str) -> Message:
        amount = aligned(self.amount, 0)
        if self.kind == "relative":
            return say("tolerance_relative", "ไม่เกินร้อยละ {amount} ของตัวเลขทางการ", amount=amount)
        if self.kind == "decimals":
            return say("tolerance_decimals", "เท่ากันเมื่อปัดเป็นทศนิยม {amount} ตำแหน่ง", amount=amount)
        return say("tolerance_absolute", "ไม่เกิน {amount} {unit}", amount=amount, unit=unit)


@dataclass(frozen=True)
class Supply:
    """One KPI of the library that owners supply; ``names`` and ``whole`` are bare, for comparing only."""

    kpi: str
    owners: tuple[str, ...]
    names: frozenset[str]
    whole: frozenset[str]
    parts: bool
    tolerance: Tolerance


@dataclass(frozen=True)
class Given:
    """A figure, or the code of why there is none."""

    value: Decimal | None
    missing: str | None = None


class Verdict(StrEnum):
    SAME = "same"  # ตรงกัน
    WITHIN = "within"  # ต่างไม่เกินเกณฑ์
    OUTSIDE = "outside"  # ต่างเกินเกณฑ์ หรือมีตัวเลขฝ่ายเดียว
    ALONE = "alone"  # ยังไม่มีผลที่รายงาน


@dataclass(frozen=True)
class Comparison:
    """``difference`` is official − reported, ``share`` of it in hundredths of the official figure; None without two numbers."""

    reported: Given | None
    official: Given
    tolerance: Tolerance
    verdict: Verdict
    difference: Decimal | None = None
    share: Decimal | None = None

    @property
    def stands(self) -> Literal["reported", "official", ""]:
        """Which figure stands without a person: "" where a person decides."""
        if self.verdict == Verdict.SAME:
            return "reported"
        return self.tolerance.within if self.verdict == Verdict.WITHIN else ""


def compared(reported: Given | None, official: Given, tolerance: Tolerance) -> Comparison:
    """``reported`` None: nothing was reported. One figure without the other is beyond any tolerance."""
    if reported is None:
        return Comparison(None, official, tolerance, Verdict.ALONE)
    if reported.value is None or official.value is None:
        same = reported.value is None and official.value is None and reported.missing == official.missing
        return Comparison(reported, official, tolerance, Verdict.SAME if same else Verdict.OUTSIDE)
    with exact():
        difference = official.value - reported.value
        share = settled(difference / abs(official.value) * HUNDREDTHS) if official.value else None
        difference = settled(difference)
    verdict = Verdict.SAME
    if difference:
        fits = _fits(reported.value, official.value, tolerance)
        verdict = Verdict.WITHIN if fits else Verdict.OUTSIDE
    return Comparison(reported, official, tolerance, verdict, difference, share)


def _fits(reported: Decimal, official: Decimal, tolerance: Tolerance) -> bool:
    with exact():
        if tolerance.kind == "decimals":
            place = Decimal(1).scaleb(-int(tolerance.amount))
            one, other = (value.quantize(place, rounding=ROUND_HALF_UP) for value in (reported, official))
            return one == other
        distance = abs(official - reported)
        if tolerance.kind == "relative":
            return distance * HUNDREDTHS <= tolerance.amount * abs(official)
        return distance <= tolerance.amount


def reason_of(comparison: Comparison, owner: DataOwner, unit: str) -> Message:
    """Why a figure stands without a person, kept with the verification in the language of the office."""
    facts: dict[str, str | Message] = {"owner": owner.name, "official": _words(comparison.official, unit)}
    if comparison.verdict == Verdict.SAME:
        return say("official_same", "ตรงกับตัวเลขทางการของ{owner} ({official})", **facts)
    facts["tolerance"] = comparison.tolerance.message(unit)
    facts["difference"] = aligned(abs(comparison.difference or Decimal(0)), 0)
    if comparison.tolerance.within == "official":
        return say(
            "official_taken",
            "ใช้ตัวเลขทางการของ{owner} ({official}) ซึ่งต่างจากที่รายงาน {difference} อยู่ในเกณฑ์ {tolerance}",
            **facts,
        )
    return say(
        "reported_stands",
        "ใช้ตัวเลขที่รายงาน ต่างจากตัวเลขทางการของ{owner} ({official}) {difference} อยู่ในเกณฑ์ {tolerance}",
        **facts,
    )


def _words(given: Given, unit: str) -> str:
    return f"{aligned(given.value, 0)} {unit}".strip() if given.value is not None else str(given.missing)


def refuse_unreasoned(comparison: Comparison, decided: Given, reason: str) -> Refusal | None:
    """Where the figures differ too much, a person chooses one and says why."""
    if comparison.verdict != Verdict.OUTSIDE or reason.strip():
        return None
    if comparison.reported != decided:
        return None  # a correction asks for its own reason
    return refuse(
        "official_differs",
        "ตัวเลขทางการต่างจากที่รายงานเกินเกณฑ์ – เลือกว่าจะใช้ตัวเลขใด และบอกเหตุผล ซึ่งจังหวัดจะเห็น",
    )


# ── the data ────────────────────────────────────────────────────────────────
@cache
def _file() -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "official.toml").read_text(encoding="utf-8"))


@cache
def data_owners() -> tuple[DataOwner, ...]:
    return tuple(DataOwner(**row) for row in _file()["owner"])


def data_owner(code: str) -> DataOwner:
    """The owner of this code; one that is no longer in the table is called by its code."""
    return next((one for one in data_owners() if one.code == code), DataOwner(code, code, code))


@cache
def other_province_names() -> Mapping[str, str]:
    """Other ways to write a province's name → its code."""
    return dict(_file()["provinces"])


@cache
def supplies(year: int) -> tuple[Supply, ...]:
    """What is supplied for a fiscal year (พ.ศ.): the newest table not after it, else the oldest."""
    tables = sorted(_file()["from"], key=lambda table: table["year"])
    table = next((one for one in reversed(tables) if one["year"] <= year), tables[0])
    return tuple(_supply(row) for row in table["supply"])


def _supply(row: Mapping[str, Any]) -> Supply:
    tolerance = row["tolerance"]
    return Supply(
        kpi=row["kpi"],
        owners=tuple(row["owners"]),
        names=frozenset(bare(name) for name in row["names"]),
        whole=frozenset(bare(name) for name in row.get("whole", ())),
        parts=row.get("parts", False),
        tolerance=Tolerance(tolerance["kind"], Decimal(tolerance["amount"]), tolerance["within"]),
    )


def supply_of(year: int, code: str) -> Supply | None:
    return next((one for one in supplies(year) if one.kpi == code), None)
