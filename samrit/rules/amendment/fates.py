"""What becomes of results that stand when their KPI is changed, and who must take note."""

from collections.abc import Mapping
from enum import StrEnum

from samrit.rules.amendment.changes import NOT_STATED, TOUCHES_RESULTS, changes_of, diff
from samrit.rules.amendment.states import EditionState, KpiState
from samrit.rules.wording import Message, Refusal, refuse, say


class Fate(StrEnum):
    """What becomes of a result that was entered before its KPI was changed. Always chosen, never assumed."""

    KEPT = "kept"  # คงไว้: judged by the terms it was entered under
    RESCORED = "rescored"  # คิดใหม่: the same number by the new terms
    ASKED_AGAIN = "asked_again"  # ขอรายงานใหม่: returned to the recorder


FATE_LABELS: Mapping[Fate, Message] = {
    Fate.KEPT: say("fate_kept", "คงผลเดิม ตัดสินตามเกณฑ์เดิม"),
    Fate.RESCORED: say("fate_rescored", "ใช้ผลเดิม คิดคะแนนตามเกณฑ์ใหม่"),
    Fate.ASKED_AGAIN: say("fate_asked_again", "ส่งกลับให้รายงานใหม่ตามเกณฑ์ใหม่"),
}
LEFT_LABEL = say("fate_left", "เก็บผลเดิมไว้เป็นประวัติ ไม่นำไปคิดคะแนน")


def touched(before: EditionState, after: EditionState) -> dict[int, KpiState | None]:
    """Indicator → its new state, for everything reported under ``before`` whose results need a decision.

    None: it is reported no more (dropped, cut into parts, or its component is no longer assessed).
    """
    new = after.leaves()
    return {
        key: new.get(key)
        for key, kpi in before.leaves().items()
        if key not in new or any(change.kind in TOUCHES_RESULTS for change in changes_of(kpi, new[key]))
    }


def refuse_fate(fate: Fate, before: KpiState, after: KpiState | None) -> Refusal | None:
    """Why this cannot become of a result of ``before``; None when it can."""
    if after is None:
        if fate == Fate.KEPT:
            return None
        return refuse("fate_of_dropped", "ฉบับใหม่ไม่มีตัวชี้วัดนี้ให้รายงานแล้ว จึงเก็บผลเดิมไว้เป็นประวัติได้อย่างเดียว")
    if fate == Fate.KEPT and before.levels is None and after.levels is not None:
        return refuse("fate_kept_without_levels", "เกณฑ์เดิมยังไม่มีค่าเป้าหมาย จึงคิดคะแนนตามเกณฑ์เดิมไม่ได้")
    if fate == Fate.RESCORED and before.unit != after.unit:
        return refuse(
            "fate_other_unit",
            "หน่วยวัดเปลี่ยนจาก “{before}” เป็น “{after}” ตัวเลขเดิมจึงเทียบกับเกณฑ์ใหม่ไม่ได้",
            before=before.unit or NOT_STATED,
            after=after.unit or NOT_STATED,
        )
    return None


def owners_to_confirm(before: EditionState, after: EditionState) -> tuple[int, ...]:
    """Keys of the agencies that must take note: owners, old or new, of every KPI added, changed or dropped."""
    old, new = {kpi.key: kpi for kpi in before.kpis}, {kpi.key: kpi for kpi in after.kpis}
    subjects = {change.subject for change in diff(before, after) if change.subject is not None}
    concerned = [states[key] for key in sorted(subjects) for states in (old, new) if key in states]
    return tuple(dict.fromkeys(owner.key for kpi in concerned for owner in kpi.owners))
