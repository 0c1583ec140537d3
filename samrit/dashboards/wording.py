"""What a task is called and where it is done, for the pages and for digests."""

from django.urls import reverse

from samrit.dashboards.queries.work import Kind, Task
from samrit.rules.wording import Message, say

LABELS: dict[Kind, Message] = {
    "record": say("record", "บันทึกผล"),
    "revise": say("revise", "แก้ไขตามที่ส่งกลับ"),
    "approve": say("approve", "ตรวจและอนุมัติ"),
    "file": say("file", "ผลครบแล้ว ส่งรายงานจังหวัด"),
    "settle": say("settle", "ยืนยันสิ่งที่อ่านได้จากหนังสือ"),
    "publish_framework": say("publish_framework", "ตรวจร่างกรอบและประกาศใช้"),
    "verify": say("verify", "ตรวจผลของจังหวัด"),
    "compute": say("compute", "ตรวจครบแล้ว คิดคะแนน"),
    "publish_score": say("publish_score", "คิดคะแนนแล้ว ประกาศผล"),
    "await_record": say("await_record", "รอผู้บันทึก"),
    "await_approval": say("await_approval", "รอผู้อนุมัติ"),
    "await_filing": say("await_filing", "รอจังหวัดส่งรายงาน"),
    "await_agency": say("await_agency", "รอหน่วยงานส่งผลและอนุมัติ"),
    "await_evaluation": say("await_evaluation", "รอสำนักงาน ก.พ.ร. ตรวจและประกาศผล"),
    "await_province": say("await_province", "รอจังหวัดส่งรายงาน"),
    "not_filed": say("not_filed", "ยังไม่ได้ส่งรายงานจังหวัด"),
    "confirm_revision": say("confirm_revision", "ยืนยันรับทราบฉบับปรับปรุง"),
    "await_confirmation": say("await_confirmation", "รอหน่วยงานยืนยันรับทราบฉบับปรับปรุง"),
}
OF_ITEM = {"record", "revise", "approve", "await_record", "await_approval", "await_filing"}


def address_of(task: Task) -> str:
    """The page on which it is done; without the host."""
    if task.kind == "settle":
        return reverse("letters:detail", args=[task.key])
    if task.kind in {"publish_framework", "confirm_revision", "await_confirmation"}:
        return reverse("frameworks:edition", args=[task.key])
    if task.round is None:
        raise ValueError(f"a task of kind {task.kind} has a round")
    if task.kind in OF_ITEM:
        return reverse("reports:entry", args=[task.round.pk, task.key])
    if task.kind in {"verify", "compute", "publish_score"}:
        return reverse("scores:round", args=[task.round.pk])
    return reverse("reports:round", args=[task.round.pk])
