"""Who may say who scores what."""

from collections.abc import Mapping
from datetime import date

from samrit.frameworks.models import Round, RoundState
from samrit.people.queries import Duties
from samrit.rules.assigning import Scorer, refuse_conflict
from samrit.rules.wording import Refusal, refuse
from samrit.rules.workflow import Status
from samrit.scores.models import Assignment, TwoScorers
from samrit.scores.permissions.evaluating import refuse_unscored
from samrit.scores.queries import Place


def refuse_assigning(duties: Duties) -> Refusal | None:
    return (
        None
        if duties.evaluates
        else refuse("assigned_by_evaluators", "มอบหมายผู้ตรวจได้เฉพาะผู้ประเมินของสำนักงาน ก.พ.ร.")
    )


def refuse_due(due_on: date | None, *, today: date) -> Refusal | None:
    if due_on is not None and due_on < today:
        return refuse("due_past", "วันที่ให้ตรวจเสร็จผ่านไปแล้ว – เลือกวันนี้หรือวันข้างหน้า หรือเว้นว่าง")
    return None


def refuse_assigning_round(duties: Duties, round_: Round) -> Refusal | None:
    """Nothing is assigned in a round that is not scored, or whose score is confirmed."""
    if refusal := refuse_assigning(duties) or refuse_unscored(round_):
        return refusal
    if round_.state == RoundState.NORMAL and round_.settled_at:
        return refuse("settled_round", "ยืนยันคะแนนรอบนี้แล้ว จึงไม่ต้องมอบหมายผู้ตรวจอีก")
    return None


def refuse_taking(
    place: Place,
    slot: str,
    *,
    scorer: Scorer | None,
    disputed: bool,
    gave: frozenset[int],
    reason: str,
) -> Refusal | None:
    """Why this place may not be given to ``scorer`` (None: no evaluator today); ``gave``: who has judged it.

    ``disputed``: two differ and nobody has decided.
    """
    if scorer is None:
        return refuse("no_evaluator_today", "คนนี้ไม่ได้เป็นผู้ประเมินในวันนี้ – เลือกผู้ประเมินคนอื่น")
    if refusal := _refuse_slot(place, slot, disputed=disputed):
        return refusal
    if refusal := _refuse_person(place, scorer, gave):
        return refusal
    if slot in place.held and not reason.strip():
        return refuse("reassign_reason_required", "บอกเหตุผลที่เปลี่ยนผู้ตรวจ")
    return None


def _refuse_person(place: Place, scorer: Scorer, gave: frozenset[int]) -> Refusal | None:
    if refusal := refuse_conflict(scorer, area=place.round.area_id, agencies=place.agencies):
        return refusal
    if scorer.key in {one.evaluator_id for one in place.held.values()}:
        return refuse("holds_it_already", "คนนี้เป็นผู้ตรวจของรายการนี้อยู่แล้ว – เลือกคนอื่น")
    if scorer.key in gave:
        return refuse("judged_it_already", "คนนี้เคยให้ความเห็นเรื่องนี้แล้ว จึงตรวจซ้ำหรือชี้ขาดไม่ได้ – เลือกคนอื่น")
    return None


def _refuse_slot(place: Place, slot: str, *, disputed: bool) -> Refusal | None:
    if place.status == Status.VERIFIED:
        return refuse("verified_already", "ตรวจรายการนี้แล้ว จึงไม่ต้องเปลี่ยนผู้ตรวจ")
    if slot == Assignment.Slot.THIRD and not disputed:
        return refuse("no_dispute", "มอบหมายผู้ชี้ขาดได้เมื่อผู้ตรวจสองคนเห็นต่างกันแล้วเท่านั้น")
    if slot != Assignment.Slot.THIRD and disputed:
        return refuse("both_gave", "ผู้ตรวจทั้งสองคนให้ความเห็นครบแล้ว – เปลี่ยนได้เฉพาะผู้ชี้ขาด")
    if slot == Assignment.Slot.SECOND and not place.two:
        return refuse("one_is_enough", "ตัวชี้วัดนี้ใช้ผู้ตรวจคนเดียว – กำหนดให้ใช้สองคนก่อน")
    return None


def refuse_two_scorers(duties: Duties, *, voided: bool, asked: bool, reason: str) -> Refusal | None:
    """``asked``: two score it already."""
    if refusal := refuse_assigning(duties):
        return refusal
    if voided:
        return refuse("year_not_scored", "ไม่ใช้ผลประเมินของปีนี้ จึงไม่ต้องกำหนดผู้ตรวจ")
    if asked:
        return refuse("two_already", "ตัวชี้วัดนี้กำหนดให้ใช้ผู้ตรวจสองคนไว้แล้ว")
    if not reason.strip():
        return refuse("two_reason_required", "บอกเหตุผลที่ต้องใช้ผู้ตรวจสองคน")
    return None


def refuse_ending_two(duties: Duties, two: TwoScorers, *, reason: str) -> Refusal | None:
    if refusal := refuse_assigning(duties):
        return refusal
    if two.ended_at:
        return refuse("two_ended", "เลิกใช้ผู้ตรวจสองคนกับตัวชี้วัดนี้ไปแล้ว")
    if not reason.strip():
        return refuse("two_end_reason_required", "บอกเหตุผลที่กลับมาใช้ผู้ตรวจคนเดียว")
    return None


def names_of(held: Mapping[str, Assignment]) -> str:
    """Whom to ask: who scores it, in the order of the places."""
    order = list(Assignment.Slot.values)
    return ", ".join(
        one.evaluator.name for one in sorted(held.values(), key=lambda one: order.index(one.slot))
    )
