"""ตัวชี้วัดร่วม: how the contributions of several agencies become one shared result. Missing is not zero."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from samrit.rules.amounts import aligned, exact, readable, settled
from samrit.rules.wording import Message, Refusal, listed, refuse, say

NOT_APPLICABLE = "not_applicable"
_DECIMALS = 6


class Method(StrEnum):
    """How the shared result comes about."""

    LEAD = "lead"  # the lead agency's one value
    SUM = "sum"  # ผลรวม
    MEAN = "mean"  # ค่าเฉลี่ยถ่วงน้ำหนัก


@dataclass(frozen=True)
class Given:
    """What one agency contributed: a number, or why there is none; neither: nothing yet. ``share`` weighs a mean."""

    agency: str
    leads: bool = False
    share: Decimal = Decimal(1)
    value: Decimal | None = None
    missing: str | None = None

    @property
    def answered(self) -> bool:
        return self.value is not None or self.missing is not None


@dataclass(frozen=True)
class Shared:
    """The shared result: a value, or ``missing`` why there is none; ``steps`` say how it came about."""

    value: Decimal | None
    missing: str | None
    steps: tuple[Message, ...]


def shared_result(method: Method, given: Sequence[Given]) -> Shared | Refusal:
    """The proposed shared result, or why there is none yet.

    What is not applicable to an agency leaves sum and mean; any other missing number makes the whole missing, for a
    sum without one of its parts is another figure.
    """
    asked = [one for one in given if one.leads] if method == Method.LEAD else list(given)
    if waiting := [one.agency for one in asked if not one.answered]:
        return refuse(
            "joint_waits",
            "ยังรอข้อมูลจาก {agencies}",
            agencies=listed([say("agency", "{name}", name=name) for name in waiting]),
        )
    missing = next((one for one in asked if one.missing and one.missing != NOT_APPLICABLE), None)
    if missing:
        return Shared(
            None,
            missing.missing,
            (say("joint_missing_one", "{agency} ไม่มีตัวเลข ผลร่วมจึงไม่มีตัวเลข", agency=missing.agency),),
        )
    counted = [one for one in asked if one.value is not None]
    if not counted:
        return Shared(None, NOT_APPLICABLE, (say("joint_none_applies", "ไม่เกี่ยวข้องกับหน่วยงานใดเลย"),))
    with exact():
        return _computed(method, counted)


def _computed(method: Method, counted: Sequence[Given]) -> Shared | Refusal:
    terms = [(one.value or Decimal(0), one.share) for one in counted]
    if method == Method.MEAN:
        shares = sum((share for _, share in terms), Decimal(0))
        if shares <= 0:
            return refuse("joint_no_share", "น้ำหนักของทุกหน่วยงานรวมกันเป็นศูนย์ – แก้น้ำหนักก่อน")
        value = settled(sum((number * share for number, share in terms), Decimal(0)) / shares)
        above = " + ".join(f"{aligned(number, 0)} × {aligned(share, 0)}" for number, share in terms)
        equals, figure = readable(value, _DECIMALS)
        step = say(
            "joint_mean_step",
            "({terms}) ÷ {shares} {equals} {figure}",
            terms=above,
            shares=aligned(shares, 0),
            equals=equals,
            figure=figure,
        )
        return Shared(value, None, (step,))
    value = settled(sum((number for number, _ in terms), Decimal(0)))
    if method == Method.LEAD:
        return Shared(
            value,
            None,
            (
                say(
                    "joint_lead_step",
                    "{agency}: {figure}",
                    agency=counted[0].agency,
                    figure=aligned(value, 0),
                ),
            ),
        )
    added = " + ".join(aligned(number, 0) for number, _ in terms)
    return Shared(
        value, None, (say("joint_sum_step", "{terms} = {figure}", terms=added, figure=aligned(value, 0)),)
    )
