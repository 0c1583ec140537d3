"""What a scorer found, as it is kept: the reported result accepted, or another one with a reason; by level where there is a rubric."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NotRequired, TypedDict, Unpack

from samrit.reports.models import Result
from samrit.rules.calibration import is_same
from samrit.rules.official import Given, refuse_unreasoned
from samrit.rules.rubric import Picked, Rubric, in_words, kept, refuse_picked
from samrit.rules.wording import RefusedError, refuse
from samrit.scores.models import Verification
from samrit.scores.queries import compare, official_of

Decision = Verification.Decision


@dataclass(frozen=True)
class Found:
    """``rubric``: the picked level as it is kept; empty without one."""

    decision: str
    value: Decimal | None
    missing: str | None
    reason: str
    rubric: dict[str, Any] = field(default_factory=dict)


class Said(TypedDict):
    """What a scorer hands in: accept what was reported or correct it (``value`` or ``missing``), with a reason.

    ``picked``: the level of a milestone, where the KPI's details describe any.
    """

    decision: str
    value: Decimal | None
    missing: str | None
    reason: str
    picked: NotRequired[Picked | None]


def found(result: Result, rubric: Rubric | None, **said: Unpack[Said]) -> Found:
    """RefusedError where something is lacking. With a rubric the level decides, unless there is no number at all."""
    decision, value, missing, reason = said["decision"], said["value"], said["missing"], said["reason"]
    picked = said.get("picked")
    if rubric and (picked or not missing):
        return _by_level(result, rubric, picked, reason)
    _check_official(result, decision, reason)
    if decision == Decision.ACCEPT and not rubric:
        value, missing = result.value, result.missing
    elif rubric:
        decision = _decision(result, None, missing)
    check_correction(decision, value, missing, reason)
    return Found(decision, value, missing, reason.strip())


def _by_level(result: Result, rubric: Rubric, picked: Picked | None, reason: str) -> Found:
    picked = picked or Picked("", ())
    if refusal := refuse_picked(rubric, picked):
        raise RefusedError(refusal)
    value, chosen = rubric.value_of(picked.code), kept(rubric, picked)
    words = "\n".join(filter(None, (in_words(chosen), reason.strip())))
    return Found(_decision(result, value, None), value, None, words, chosen)


def _decision(result: Result, value: Decimal | None, missing: str | None) -> str:
    same = is_same(value, missing, result.value, result.missing)
    return Decision.ACCEPT if same else Decision.CORRECT


def _check_official(result: Result, decision: str, reason: str) -> None:
    """To accept what an official figure contradicts beyond its tolerance needs a reason too."""
    figure = official_of(result) if decision == Decision.ACCEPT else None
    if figure is None:
        return
    comparison = compare(result, figure, result.round.fiscal_year_id)
    if refusal := refuse_unreasoned(comparison, Given(result.value, result.missing), reason):
        raise RefusedError(refusal)


def check_correction(decision: str, value: Decimal | None, missing: str | None, reason: str) -> None:
    if decision == Decision.ACCEPT:
        return
    if (value is None) == (missing is None):
        raise RefusedError(
            refuse("correction_incomplete", "แก้ไขผลต้องกรอกตัวเลข หรือเลือกเหตุที่ไม่มีตัวเลข อย่างใดอย่างหนึ่ง")
        )
    if not reason.strip():
        raise RefusedError(refuse("correction_reason_required", "แก้ไขผลต้องบอกเหตุผล เพื่อให้จังหวัดรู้ว่าแก้เพราะอะไร"))
