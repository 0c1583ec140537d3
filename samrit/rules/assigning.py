"""การมอบหมายผู้ตรวจ: who looks at which result – nobody at their own province or agency, the load even.

The same people and the same results always give the same plan.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from samrit.rules.thai import BUDDHIST_ERA
from samrit.rules.wording import Message, Refusal, refuse, say

FIRST, SECOND, THIRD = "first", "second", "third"
SLOTS = (FIRST, SECOND)


@dataclass(frozen=True)
class Scorer:
    """An evaluator: where they work or worked since the year began, how much they hold, and how much they may hold at most."""

    key: int
    areas: frozenset[str] = frozenset()
    agencies: frozenset[int] = frozenset()
    load: int = 0
    capacity: int | None = None

    def is_full(self, load: int) -> bool:
        return self.capacity is not None and load >= self.capacity


@dataclass(frozen=True)
class Piece:
    """A result to be looked at: ``agencies`` own its KPI, ``held`` are who has it already (slot → scorer)."""

    key: tuple[int, int]
    area: str
    agencies: frozenset[int] = frozenset()
    wanted: int = 1
    held: dict[str, int] = field(default_factory=dict)
    barred: frozenset[int] = frozenset()  # who has already judged it in another slot

    @property
    def free_slots(self) -> list[str]:
        return [slot for slot in SLOTS[: self.wanted] if slot not in self.held]


@dataclass(frozen=True)
class Given:
    piece: tuple[int, int]
    slot: str
    scorer: int


@dataclass(frozen=True)
class Left:
    """A place that nobody could take, and why."""

    piece: tuple[int, int]
    slot: str
    why: Message


@dataclass(frozen=True)
class Plan:
    given: tuple[Given, ...] = ()
    left: tuple[Left, ...] = ()
    loads: dict[int, int] = field(default_factory=dict)  # scorer → what they hold when it is carried out


def counts_from(year: int) -> date:
    """The first day whose roles are an interest in a fiscal year (พ.ศ.): its own first one."""
    return date(year - BUDDHIST_ERA - 1, 10, 1)


def refuse_conflict(scorer: Scorer, *, area: str, agencies: frozenset[int]) -> Refusal | None:
    """ส่วนได้เสีย: nobody judges the province or the agency that they work in or worked in since the year began."""
    if area in scorer.areas:
        return refuse("conflict_province", "มีส่วนได้เสีย: มีบทบาทในจังหวัดนี้ตั้งแต่ต้นปีที่ประเมิน – ให้ผู้ประเมินคนอื่นดำเนินการ")
    if agencies & scorer.agencies:
        return refuse(
            "conflict_agency",
            "มีส่วนได้เสีย: มีบทบาทในหน่วยงานรับผิดชอบตัวชี้วัดนี้ตั้งแต่ต้นปีที่ประเมิน – ให้ผู้ประเมินคนอื่นตรวจ",
        )
    return None


def assigned(scorers: Sequence[Scorer], pieces: Sequence[Piece]) -> Plan:
    """Who takes each free place: the least loaded of those who may.

    Results that fewer people may judge come first, so that these people are not used up. Of two with the same load the
    one who has been beside the other scorer less often takes it: who is compared with everybody can be calibrated.
    """
    loads = {scorer.key: scorer.load for scorer in scorers}
    beside: Counter[frozenset[int]] = Counter(
        frozenset(piece.held.values()) for piece in pieces if len(piece.held) > 1
    )
    given: list[Given] = []
    left: list[Left] = []
    for piece, may in _hardest_first(scorers, pieces):
        held = dict(piece.held)
        for slot in piece.free_slots:
            others = set(held.values()) | piece.barred
            free = [one for one in may if one.key not in others and not one.is_full(loads[one.key])]
            if not free:
                left.append(Left(piece.key, slot, _why_nobody(scorers, may, others)))
                continue
            chosen = min(free, key=lambda one: (loads[one.key], _met(beside, one, held), one.key))
            loads[chosen.key] += 1
            beside.update(frozenset({chosen.key, other}) for other in held.values())
            held[slot] = chosen.key
            given.append(Given(piece.key, slot, chosen.key))
    return Plan(tuple(sorted(given, key=_place)), tuple(sorted(left, key=_place)), loads)


def third_for(scorers: Sequence[Scorer], piece: Piece) -> int | Message:
    """Who decides between two that differ: none of those in ``barred`` or ``held``; else why there is nobody."""
    may = [one for one in scorers if not refuse_conflict(one, area=piece.area, agencies=piece.agencies)]
    others = set(piece.held.values()) | piece.barred
    free = [one for one in may if one.key not in others]
    if not free:
        return _why_nobody(scorers, may, others)
    return min(free, key=lambda one: (one.is_full(one.load), one.load, one.key)).key


def _hardest_first(scorers: Sequence[Scorer], pieces: Sequence[Piece]) -> list[tuple[Piece, list[Scorer]]]:
    found = [
        (
            piece,
            [one for one in scorers if not refuse_conflict(one, area=piece.area, agencies=piece.agencies)],
        )
        for piece in pieces
    ]
    return sorted(found, key=lambda one: (len(one[1]), one[0].key))


def _met(beside: Counter[frozenset[int]], scorer: Scorer, held: dict[str, int]) -> int:
    return sum(beside[frozenset({scorer.key, other})] for other in held.values())


def _place(one: Given | Left) -> tuple[tuple[int, int], str]:
    return (one.piece, one.slot)


def _why_nobody(scorers: Sequence[Scorer], may: Sequence[Scorer], others: set[int]) -> Message:
    beside = sum(one.key in others for one in may)
    return say(
        "nobody_left",
        "ไม่มีผู้ประเมินที่รับได้: ทั้งหมด {everyone} คน มีส่วนได้เสีย {conflicted} คน เป็นผู้ตรวจรายการนี้แล้ว {beside} คน รับเต็มจำนวนแล้ว {full} คน – เพิ่มผู้ประเมิน หรือเพิ่มจำนวนที่รับได้ต่อคน",
        everyone=len(scorers),
        conflicted=len(scorers) - len(may),
        beside=beside,
        full=len(may) - beside,
    )
