"""The deadline day's own arithmetic: a lost or doubled save is found, and what is said of the limit follows from what was seen."""

from collections import Counter
from decimal import Decimal

import pytest

from benchmarks.deadline_day.check import counts, of_events
from benchmarks.deadline_day.sizing import Step, sized
from benchmarks.deadline_day.watching import Sample, Seen, grown, verdict

PLACE = (1, 2)
SAVED = {"kind": "save", "round": 1, "item": 2}
ALL = "all of the machine"


@pytest.mark.parametrize(
    ("kept", "faults"),
    [
        (2, []),
        (3, []),  # the one without an answer arrived
        (1, ["(1, 2): 2 × save answered, 1 in the trail"]),  # lost
        (4, ["(1, 2): 2 × save answered, 4 in the trail"]),  # doubled
    ],
)
def test_the_ledger_finds_what_was_lost_or_doubled(kept: int, faults: list[str]) -> None:
    lines = [
        {**SAVED, "value": "1.5"},
        {**SAVED, "value": "2.5"},
        {**SAVED, "kind": "maybe", "wanted": "save", "value": "3.5"},
    ]
    counted, maybe, last = counts(lines)
    assert last[PLACE] == {Decimal("2.5"), Decimal("3.5")}
    events = Counter({"save": kept})
    assert list(of_events(PLACE, events, counted[PLACE], maybe[PLACE])) == faults


@pytest.mark.parametrize(
    ("processors", "waits", "begins"),
    [
        ({"web": 1.1, "database": 0.4, ALL: 1.9}, {"IO WALSync": 9}, "the processors: 1.9 of 2 in use, most by web"),
        ({"web": 0.3, "database": 0.1, ALL: 0.6}, {"running": 9, "IO WALSync": 5}, "the disk (fsync): IO WALSync"),
        ({"web": 0.3, "database": 0.1, ALL: 0.6}, {"Lock transactionid": 5}, "locks of rows: Lock transactionid"),
        ({"web": 0.3, "database": 0.1, ALL: 0.6}, {}, "not the processors (0.6 of 2); the database waits most for nothing"),
    ],
)  # fmt: skip
def test_what_the_limit_is_follows_from_what_was_seen(
    processors: dict[str, float], waits: dict[str, int], begins: str
) -> None:
    assert verdict(processors, Counter(waits), 2).startswith(begins)


def test_growth_is_only_told_of_long_enough() -> None:
    samples = [Sample(at=float(at), web=100 + at / 60, worker=80, connections=3) for at in range(0, 600, 2)]
    assert grown(samples, "web", 598) == "growth in the second half: +60 MB an hour"
    assert grown(samples, "worker", 598) == "growth in the second half: +0 MB an hour"
    assert grown(samples[:60], "web", 118) == "growth: 118 s are too short to tell"


def test_sizes_beyond_what_was_measured_say_so() -> None:
    seen = Seen(processors={"web": 0.6, "database": 0.12, "worker": 0.06})
    rows = sized(Step(factor=2, saves=2.0, p95=80, seen=seen), "postgresql")[-3:]
    assert rows == [
        "| หนึ่งจังหวัด | 40 | 0.01 | 1 | 1 | 1 | ไม่เกินที่วัด |",
        "| 76 จังหวัด | 3,040 | 0.84 | 1 | 1 | 1 | ไม่เกินที่วัด |",
        "| ท้องถิ่น 7,850 แห่ง | 314,000 | 87.22 | 44 | 9 | 5 | คำนวณตามส่วน 44 เท่าของที่วัด ยังไม่ได้วัด |",
    ]
