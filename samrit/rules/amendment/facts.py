"""Why a framework is revised, by which resolution, from when on: what a revised edition cannot be published without."""

from dataclasses import dataclass
from datetime import date

from samrit.rules.thai import fiscal_year
from samrit.rules.wording import Message, Refusal, listed, refuse, say


@dataclass(frozen=True)
class RevisionFacts:
    """``meeting`` is its number (``3/2567``), ``resolution`` what was resolved, in the words of the minutes."""

    effective_on: date | None = None
    meeting: str = ""
    resolved_on: date | None = None
    resolution: str = ""
    reason: str = ""


MISSING = {
    "effective_on": say("fact_effective_on", "วันที่เริ่มใช้"),
    "meeting": say("fact_meeting", "การประชุมครั้งที่"),
    "resolved_on": say("fact_resolved_on", "วันที่มีมติ"),
    "resolution": say("fact_resolution", "เรื่องที่มีมติ"),
    "reason": say("fact_reason", "เหตุผลที่ปรับปรุง"),
}


def missing_facts(facts: RevisionFacts) -> list[Message]:
    """What is not stated yet, by name."""
    return [label for name, label in MISSING.items() if not getattr(facts, name)]


def refusals_of_facts(
    facts: RevisionFacts,
    *,
    year: int,
    today: date,
    amended_from: date | None = None,
    last_closing: date | None = None,
) -> list[Refusal]:
    """Every reason why a revision may not be published with these facts; empty when it may.

    ``amended_from`` is the day from which the amended edition is in force, ``last_closing`` the day on which the
    year's last round closes, where these are known.
    """
    found = []
    if missing := missing_facts(facts):
        found.append(
            refuse(
                "facts_missing",
                "ฉบับปรับปรุงยังไม่ได้ระบุ: {missing} – กรอกให้ครบก่อนประกาศใช้",
                missing=listed(missing),
            )
        )
    if facts.resolved_on and facts.resolved_on > today:
        found.append(refuse("resolved_in_future", "วันที่มีมติยังมาไม่ถึง – ตรวจวันที่อีกครั้ง"))
    if facts.effective_on:
        found += _refuse_day(facts.effective_on, year, amended_from, last_closing)
    return found


def _refuse_day(day: date, year: int, amended_from: date | None, last_closing: date | None) -> list[Refusal]:
    if fiscal_year(day) < year:
        return [refuse("effective_before_year", "วันที่เริ่มใช้อยู่ก่อนปีงบประมาณ {year} – ตรวจวันที่อีกครั้ง", year=year)]
    if amended_from and day < amended_from:
        return [refuse("effective_before_amended", "วันที่เริ่มใช้อยู่ก่อนวันที่เริ่มใช้ฉบับเดิม – ตรวจวันที่อีกครั้ง")]
    if last_closing and day > last_closing:
        return [
            refuse(
                "effective_after_last_round",
                "รอบรายงานสุดท้ายของปีปิดก่อนวันที่เริ่มใช้ จึงไม่มีรอบใดใช้ฉบับนี้ – ตรวจวันที่อีกครั้ง",
            )
        ]
    return []
