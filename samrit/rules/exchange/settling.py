"""Figures that two sources state differently, and cells of a package that are left out."""

from enum import StrEnum

from samrit.rules.wording import Message, Refusal, refuse, say

MOST_CONFLICTS = 10_000  # of one package: more are no differences to look at one by one


class Settling(StrEnum):
    """What became of a figure that two sources state differently. REPLACED: a newer package states it otherwise again."""

    OPEN = "open"
    OURS = "ours"
    THEIRS = "theirs"
    EXPLAINED = "explained"
    REPLACED = "replaced"


SETTLING_LABELS: dict[Settling, Message] = {
    Settling.OPEN: say("exchange_open", "รอตัดสิน"),
    Settling.OURS: say("exchange_ours", "ใช้ค่าของเรา"),
    Settling.THEIRS: say("exchange_theirs", "ใช้ค่าที่ส่งมา"),
    Settling.EXPLAINED: say("exchange_explained", "ต่างกันโดยมีเหตุ ใช้ค่าของเรา"),
    Settling.REPLACED: say("exchange_replaced", "มีแพ็กเกจใหม่กว่าแทนแล้ว"),
}
CHOICES = (Settling.OURS, Settling.THEIRS, Settling.EXPLAINED)


class CellFault(StrEnum):
    """Why one cell of a package is left out while the rest goes in."""

    ITEM = "package_item_own"
    PART = "package_part_unknown"
    AREA = "package_area_unknown"
    LEVEL = "package_level"
    PERIOD = "package_period"
    STATUS = "package_status"
    RANGE = "package_range"
    DECIMALS = "package_decimals"
    CONFLICT = "package_conflict"


FAULTS: dict[CellFault, Message] = {
    CellFault.ITEM: say("package_item_own", "เป็นรายการของจังหวัดผู้ส่งเอง ซึ่งที่นี่ไม่มี"),
    CellFault.PART: say("package_part_unknown", "ที่นี่ไม่มีส่วนจำแนกนี้ในรายการ"),
    CellFault.AREA: say("package_area_unknown", "ที่นี่ไม่มีพื้นที่รหัสนี้ในจังหวัด – หมู่บ้านต้องนำเข้าทะเบียนก่อน"),
    CellFault.LEVEL: say("package_level", "รายการนี้ไม่ได้เก็บถึงพื้นที่ระดับนี้"),
    CellFault.PERIOD: say("package_period", "ช่วงเวลาอยู่นอกปีที่เก็บได้"),
    CellFault.STATUS: say("package_status", "สถานะกับค่าของช่องนี้ไม่เข้ากัน"),
    CellFault.RANGE: say("package_range", "ค่าอยู่นอกช่วงที่รายการนี้ยอมรับที่นี่"),
    CellFault.DECIMALS: say("package_decimals", "ค่ามีทศนิยมเกินที่รายการนี้เก็บที่นี่"),
    CellFault.CONFLICT: say("package_conflict", "ที่นี่มีค่าอื่นจากแหล่งอื่นอยู่แล้ว – รอตัดสินในรายการค่าที่ไม่ตรงกัน"),
}


def refuse_settling(state: Settling, choice: Settling, reason: str) -> Refusal | None:
    """One decision for each difference, with its reason."""
    if state != Settling.OPEN:
        return refuse(
            "reconciliation_decided", "ค่านี้ตัดสินแล้ว: {state} – เปิดหน้านี้ใหม่เพื่อดูผล", state=SETTLING_LABELS[state]
        )
    if choice not in CHOICES:
        return refuse("reconciliation_choice", "เลือกว่าจะใช้ค่าใด")
    if not reason.strip():
        return refuse("reconciliation_reason", "บอกเหตุผลที่เลือก เพื่อให้ผู้ตรวจรู้ว่าเพราะอะไร")
    return None
