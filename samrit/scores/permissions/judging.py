"""Who may say what is true of a result: one alone, one of two, or the third."""

from samrit.people.queries import Duties
from samrit.reports.queries import Item
from samrit.rules.assigning import Scorer, refuse_conflict
from samrit.rules.wording import Refusal, refuse
from samrit.rules.workflow import Status
from samrit.scores.models import Assignment, Comparison
from samrit.scores.permissions.assigning import names_of
from samrit.scores.permissions.evaluating import refuse_evaluating
from samrit.scores.queries import Judges

PAIR = (Assignment.Slot.FIRST, Assignment.Slot.SECOND)


def refuse_at_home(duties: Duties, item: Item, scorer: Scorer) -> Refusal | None:
    """Nobody judges what is theirs: the province or the agency that they work in, or worked in during the year."""
    agencies = frozenset(owner.pk for owner in item.owners)
    return refuse_evaluating(duties, item.round) or refuse_conflict(
        scorer, area=item.round.area_id, agencies=agencies
    )


def refuse_verifying(duties: Duties, item: Item, judges: Judges, scorer: Scorer) -> Refusal | None:
    """Where one scorer is enough: the one it was assigned to, or anybody where nobody has it."""
    if refusal := refuse_at_home(duties, item, scorer):
        return refusal
    if judges.two:
        return refuse(
            "two_scorers", "ตัวชี้วัดนี้ใช้ผู้ตรวจสองคนที่ไม่เห็นความเห็นของกัน – ให้ความเห็นแยกกัน ระบบเทียบให้เมื่อครบทั้งสองคน"
        )
    first = judges.held.get(Assignment.Slot.FIRST)
    if first and first.evaluator_id != duties.user.pk:
        return _refuse_others(judges)
    return None


def refuse_opinion(duties: Duties, item: Item, judges: Judges, scorer: Scorer) -> Refusal | None:
    """Where two score it: each of the two until both have, nobody else."""
    if refusal := refuse_at_home(duties, item, scorer):
        return refusal
    if not judges.two:
        return refuse("one_scorer", "ตัวชี้วัดนี้ใช้ผู้ตรวจคนเดียว – บันทึกผลการตรวจได้เลย")
    return _refuse_complete(item, judges) or _refuse_not_of_two(judges)


def _refuse_complete(item: Item, judges: Judges) -> Refusal | None:
    if item.status == Status.VERIFIED:
        return refuse(
            "opinions_settled", "ตรวจรายการนี้เสร็จแล้ว – หากพบข้อผิดพลาด ให้ผู้ที่ไม่ใช่สองคนแรกชี้ขาดใหม่พร้อมเหตุผล"
        )
    if judges.comparison:
        return refuse("opinions_compared", "ความเห็นครบทั้งสองคนและไม่ตรงกัน – รายการนี้รอผู้ชี้ขาด")
    return None


def _refuse_not_of_two(judges: Judges) -> Refusal | None:
    if judges.slot in PAIR:
        return None
    if not any(slot in judges.held for slot in PAIR):
        return refuse("two_not_assigned", "ตัวชี้วัดนี้ใช้ผู้ตรวจสองคน และยังไม่ได้มอบหมาย – มอบหมายผู้ตรวจก่อน")
    return _refuse_others(judges)


def _refuse_others(judges: Judges) -> Refusal:
    return refuse(
        "assigned_to_others",
        "มอบหมายให้ {names} ตรวจ – ถามผู้ที่รับผิดชอบ หรือเปลี่ยนผู้ตรวจที่หน้ามอบหมาย",
        names=names_of({slot: one for slot, one in judges.held.items() if slot in PAIR}),
    )


def refuse_deciding(
    duties: Duties, item: Item, comparison: Comparison, judges: Judges, scorer: Scorer
) -> Refusal | None:
    """The third decides: none of the two, no part in the matter; the one it was assigned to where there is one."""
    if refusal := refuse_at_home(duties, item, scorer):
        return refusal
    gave = {comparison.first.assignment.evaluator_id, comparison.second.assignment.evaluator_id}
    if duties.user.pk in gave:
        return refuse("decides_own", "คุณเป็นหนึ่งในสองผู้ตรวจของรายการนี้ จึงชี้ขาดเองไม่ได้ – ให้คนที่สามชี้ขาด")
    if judges.comparison is None or judges.comparison.pk != comparison.pk:
        return refuse("comparison_old", "จังหวัดส่งผลใหม่หลังจากนี้แล้ว จึงชี้ขาดของเดิมไม่ได้ – ให้ผู้ตรวจตรวจผลใหม่")
    third = judges.held.get(Assignment.Slot.THIRD)
    if third and third.evaluator_id != duties.user.pk:
        return refuse(
            "third_is_other", "มอบหมายให้ {name} ชี้ขาด – ถามผู้ที่รับผิดชอบ หรือเปลี่ยนผู้ชี้ขาดที่หน้ามอบหมาย",
            name=third.evaluator.name,
        )  # fmt: skip
    return None
