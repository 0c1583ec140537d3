"""A province's proposal of KPIs: its path, what it must hold, what changed since last year, what is decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from samrit.rules.framework import ComponentTerms, refusals_to_publish
from samrit.rules.wording import Message, Refusal, listed, refuse, say

YEARS_OF_HISTORY = 3


class Status(StrEnum):
    """สถานะของข้อเสนอ."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CONCLUDED = "concluded"


class Verb(StrEnum):
    """What people do with a proposal."""

    CHANGE = "change_proposal"
    SUBMIT = "submit_proposal"
    TAKE_BACK = "take_back_proposal"
    RETURN = "return_proposal"
    DECIDE = "decide_item"
    CONCLUDE = "conclude_proposal"


class Outcome(StrEnum):
    """ผลการพิจารณา of one KPI."""

    ACCEPTED = "accepted"
    CHANGED = "changed"
    REFUSED = "refused"


# (verb, status before) → status after; what is not here is refused.
PATH: dict[tuple[Verb, Status], Status] = {
    (Verb.CHANGE, Status.DRAFT): Status.DRAFT,
    (Verb.CHANGE, Status.RETURNED): Status.RETURNED,
    (Verb.SUBMIT, Status.DRAFT): Status.SUBMITTED,
    (Verb.SUBMIT, Status.RETURNED): Status.SUBMITTED,
    (Verb.TAKE_BACK, Status.SUBMITTED): Status.DRAFT,
    (Verb.RETURN, Status.SUBMITTED): Status.RETURNED,
    (Verb.DECIDE, Status.SUBMITTED): Status.SUBMITTED,
    (Verb.CONCLUDE, Status.SUBMITTED): Status.CONCLUDED,
}


def next_status(verb: Verb, status: Status, *, decided: int = 0) -> Status | Refusal:
    """Where the proposal stands after this, or why it may not be done. ``decided``: items with a decision."""
    if verb == Verb.TAKE_BACK and status == Status.SUBMITTED and decided:
        return refuse(
            "committee_began",
            "คณะกรรมการพิจารณาไปแล้ว {n} ตัวชี้วัด ดึงกลับเองไม่ได้ – ขอให้สำนักงาน ก.พ.ร. ส่งกลับแก้ไข",
            n=decided,
        )
    after = PATH.get((verb, status))
    return after if after is not None else _not_now(verb, status)


def _not_now(verb: Verb, status: Status) -> Refusal:
    if status == Status.CONCLUDED:
        return refuse("proposal_concluded", "ข้อเสนอนี้มีมติและสรุปแล้ว – เปลี่ยนได้ด้วยฉบับปรับปรุงของกรอบเท่านั้น")
    if verb in {Verb.CHANGE, Verb.SUBMIT}:
        return refuse("proposal_submitted", "ส่งข้อเสนอให้คณะกรรมการแล้ว – ดึงกลับก่อนจึงแก้ไขได้")
    if status == Status.RETURNED:
        return refuse("proposal_returned", "ข้อเสนอถูกส่งกลับให้จังหวัดแก้ไข – รอจังหวัดส่งใหม่")
    return refuse("proposal_not_submitted", "ข้อเสนออยู่กับจังหวัด (ยังไม่ส่งหรือดึงกลับไปแล้ว) – รอจังหวัดส่งใหม่")


# ── what it must hold ───────────────────────────────────────────────────────
@dataclass(frozen=True)
class ItemTerms:
    """What is asked of one proposed KPI beyond its weight and owners.

    ``past``: years that have a value or a reason for none. A KPI with parts has targets in its parts only.
    """

    number: str  # as people call it: 1-3, 1-3.1
    name: str
    levels: Sequence[Decimal] | None
    unit: str
    reason: str
    past: frozenset[int]
    is_leaf: bool = True


def refusals_to_submit(
    components: Sequence[ComponentTerms], items: Iterable[ItemTerms], *, year: int, weighted: bool
) -> list[Refusal]:
    """Every reason why this proposal may not go to the committee yet; empty when it may."""
    refusals = refusals_to_publish(components, weighted=weighted)
    for item in items:
        refusals += _refuse_incomplete(item, year)
    return refusals


def _refuse_incomplete(item: ItemTerms, year: int) -> list[Refusal]:
    if not item.is_leaf:
        return []
    without = []
    if item.levels is None:
        without.append(say("three_targets", "ค่าเป้าหมายสามระดับ"))
    if not item.unit.strip():
        without.append(say("unit", "หน่วยวัด"))
    if not item.reason.strip():
        without.append(say("reason_for_target", "เหตุผลของค่าเป้าหมาย"))
    if years := [past for past in history_years(year) if past not in item.past]:
        named = ", ".join(str(past) for past in years)
        without.append(say("history_of", "ผลย้อนหลังปี {years}", years=named))
    if not without:
        return []
    return [
        refuse(
            "item_incomplete",
            "ตัวชี้วัด {number} {name} ยังไม่มี: {what}",
            number=item.number,
            name=item.name,
            what=listed(without),
        )
    ]


def history_years(year: int) -> tuple[int, ...]:
    """The three years before, newest first."""
    return tuple(year - back for back in range(1, YEARS_OF_HISTORY + 1))


# ── what changed since last year ────────────────────────────────────────────
class Mark(StrEnum):
    """How a KPI differs from last year's."""

    NEW = "new"
    DROPPED = "dropped"
    NAME = "name"
    WEIGHT = "weight"
    TARGET = "target"
    OWNER = "owner"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Compared:
    """What is compared of one KPI in two years. ``owners``: names, the leading one first."""

    name: str
    weight: Decimal | None
    levels: Sequence[Decimal] | None
    unit: str
    direction: str
    owners: Sequence[str]


def marks(before: Compared | None, now: Compared) -> list[Mark]:
    """What changed since last year, in the order people ask; just ``UNCHANGED`` when nothing did."""
    if before is None:
        return [Mark.NEW]
    differs = {
        Mark.NAME: before.name != now.name,
        Mark.WEIGHT: before.weight != now.weight,
        Mark.TARGET: (before.levels and tuple(before.levels), before.unit, before.direction)
        != (now.levels and tuple(now.levels), now.unit, now.direction),
        Mark.OWNER: list(before.owners) != list(now.owners),
    }
    return [mark for mark, is_other in differs.items() if is_other] or [Mark.UNCHANGED]


# ── the committee ───────────────────────────────────────────────────────────
def refuse_outcome(outcome: str, reason: str) -> Refusal | None:
    """Accepting needs no reason, changing and refusing do."""
    if outcome not in set(Outcome):
        return refuse("outcome_unknown", "เลือกผลการพิจารณา: เห็นชอบ เห็นชอบโดยปรับแก้ หรือไม่เห็นชอบ")
    if outcome != Outcome.ACCEPTED and not reason.strip():
        return refuse("decision_reason_required", "การปรับแก้หรือไม่เห็นชอบต้องระบุเหตุผลให้จังหวัดทราบ")
    return None


def refuse_conclusion(items: int, decided: int) -> Refusal | None:
    """Every KPI must be decided first."""
    if decided < items:
        return refuse("items_undecided", "ยังไม่ได้พิจารณาอีก {n} ตัวชี้วัด – พิจารณาให้ครบก่อนสรุปมติ", n=items - decided)
    return None


def resolution_in_words(title: str, number: str, day: str) -> Message:
    """The source of an edition that a decision made."""
    return say("resolution", "มติ{title} ครั้งที่ {number} วันที่ {day}", title=title, number=number, day=day)
