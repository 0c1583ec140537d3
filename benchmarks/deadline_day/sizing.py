"""The table of docs/sizing.md, from what was measured in this run: what is paced as measured, what is computed in proportion says so."""

import math
import os
from dataclasses import dataclass

from benchmarks.deadline_day.watching import Seen

HOUR, KPIS = 3600, 40
SIZES = (
    ("หนึ่งจังหวัด", 1),
    ("76 จังหวัด", 76),
    ("ท้องถิ่น 7,850 แห่ง", 7850),
)  # each with 40 results in the last hour
SPARE = 0.6  # of a processor that may be in use in the last hour; the rest is for what nobody foresaw


@dataclass(frozen=True)
class Step:
    """One that did not bend."""

    factor: int
    saves: float  # a second
    p95: float
    seen: Seen


def sized(step: Step, place: str) -> list[str]:
    """Lines in Markdown."""
    lines = [
        f"จาก {place} ที่ {step.factor} เท่าของจังหวะจริง: บันทึก {step.saves:.2f} ครั้ง/วินาที p95 {step.p95:.0f} ms เครื่อง {os.cpu_count()} หน่วยประมวลผล",
        "",
        "| ขนาด | ผลที่ส่งในชั่วโมงสุดท้าย | บันทึก/วินาที | หน่วยประมวลผล เว็บ | ฐานข้อมูล | งานเบื้องหลัง | ที่มา |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, places in SIZES:
        results = places * KPIS
        pace = results / HOUR
        parts = [
            _needed(step.seen.processors.get(one, 0), pace, step.saves)
            for one in ("web", "database", "worker")
        ]
        source = (
            "ไม่เกินที่วัด" if pace <= step.saves else f"คำนวณตามส่วน {pace / step.saves:.0f} เท่าของที่วัด ยังไม่ได้วัด"
        )
        lines.append(f"| {name} | {results:,} | {pace:.2f} | {' | '.join(parts)} | {source} |")
    return lines


def _needed(cores: float, pace: float, measured: float) -> str:
    """Whole processors, when at most SPARE of them may be in use."""
    return str(max(1, math.ceil(cores * pace / measured / SPARE)))
