"""Where a result is on its way to a score, who holds it since when, and what happens next, in words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from samrit.people.models import User
from samrit.reports.models import Filing, Result
from samrit.reports.queries import Item
from samrit.rules.workflow import Status
from samrit.ui.pieces import Step

STATIONS = (
    gettext_noop("บันทึก"),
    gettext_noop("อนุมัติ"),
    gettext_noop("จังหวัดส่ง"),
    gettext_noop("ตรวจ"),
    gettext_noop("คะแนน"),
)
# Status → the station where the result is now.
STANDS_AT: dict[Status, int] = {
    Status.NOT_STARTED: 0,
    Status.DRAFT: 0,
    Status.RETURNED: 0,
    Status.SUBMITTED: 1,
    Status.APPROVED: 2,
    Status.FILED: 3,
    Status.VERIFIED: 4,
}
NEXT: dict[Status, str] = {
    Status.NOT_STARTED: gettext_noop("ผู้บันทึกกรอกผลและแนบหลักฐาน แล้วส่งให้ผู้อนุมัติ"),
    Status.DRAFT: gettext_noop("ผู้บันทึกตรวจให้ครบ แล้วส่งให้ผู้อนุมัติ"),
    Status.RETURNED: gettext_noop("ผู้บันทึกแก้ตามเหตุผลที่ส่งกลับ แล้วส่งให้ผู้อนุมัติอีกครั้ง"),
    Status.SUBMITTED: gettext_noop("ผู้อนุมัติตรวจ แล้วอนุมัติหรือส่งกลับแก้ไข"),
    Status.APPROVED: gettext_noop("ผู้ประสานงานจังหวัดส่งรายงานของทั้งจังหวัด"),
    Status.FILED: gettext_noop("สำนักงาน ก.พ.ร. ตรวจผลกับหลักฐาน"),
    Status.VERIFIED: gettext_noop("สำนักงาน ก.พ.ร. คิดคะแนนและประกาศผล"),
}


def holder_of(item: Item) -> str:
    """In whose hands it is: ``ผู้บันทึก · สำนักงานพัฒนาชุมชน…``."""
    agency = item.owners[0].name if item.owners else _("ยังไม่ระบุหน่วยงาน")
    match STANDS_AT[item.status]:
        case 0:
            return _("ผู้บันทึก · %(agency)s") % {"agency": agency}
        case 1:
            return _("ผู้อนุมัติ · %(agency)s") % {"agency": agency}
        case 2:
            return _("ผู้ประสานงานจังหวัด")
        case _:
            return _("สำนักงาน ก.พ.ร.")


def held_since(item: Item, filing: Filing | None = None) -> datetime | None:
    """Since when it is in these hands; None when nobody has touched it, or the moment is not known here."""
    result = item.result
    if result is None:
        return None
    since = {
        Status.DRAFT: result.saved_at,
        Status.RETURNED: result.returned_at,
        Status.SUBMITTED: result.submitted_at,
        Status.APPROVED: result.approved_at,
        Status.FILED: filing.filed_at if filing else None,
    }
    return since.get(item.status)


def path_of(item: Item, filing: Filing | None = None) -> list[Step]:
    """The five stations for ``{% path %}``; ``filing`` is the province's report of the item's round."""
    now_at = STANDS_AT[item.status]
    passed = _passed(item.result, filing)
    return [
        _step(item, place, label, filing=filing, passed=passed[place] if place < now_at else None)
        for place, label in enumerate(STATIONS)
    ]


def next_step(item: Item, filing: Filing | None = None) -> str:
    if filing and STANDS_AT[item.status] < STANDS_AT[Status.FILED]:
        again = _("แล้วผู้ประสานงานจังหวัดส่งรายงานอีกครั้ง จนกว่าจะส่งใหม่ ฉบับที่ส่งไว้แล้วยังมีผล")
        return f"{_(NEXT[item.status])} {again}"
    return _(NEXT[item.status])


def _passed(result: Result | None, filing: Filing | None) -> Sequence[tuple[str, datetime | None]]:
    """Who finished each station, and when."""
    if result is None:
        return [("", None)] * len(STATIONS)
    return [
        (_signed(result.submitted_by, result.submitted_as), result.submitted_at),
        (_signed(result.approved_by, result.approved_as), result.approved_at),
        (filing.filed_by.name, filing.filed_at) if filing else ("", None),
        ("", None),  # the verification stands in a room above; its trail tells who
        ("", None),
    ]


def _signed(user: User | None, in_place_of: str) -> str:
    """The name beside a signature, with the order under which it was given, if any."""
    name = user.name if user else ""
    return f"{name} ({in_place_of})" if in_place_of else name


def _step(
    item: Item,
    place: int,
    label: str,
    *,
    filing: Filing | None,
    passed: tuple[str, datetime | None] | None,
) -> Step:
    if passed is not None:
        who, when = passed
        return Step(_(label), "done", who, when)
    if place > STANDS_AT[item.status]:
        return Step(_(label), "todo")
    state: Literal["refused", "current"] = "refused" if item.status == Status.RETURNED else "current"
    return Step(_(label), state, holder_of(item), held_since(item, filing))
