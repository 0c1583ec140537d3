"""What a task is called and where it is done, for the pages and for digests."""

from django.urls import reverse

from samrit.dashboards.queries.tasks import Kind, Task
from samrit.rules.wording import Message, say

LABELS: dict[Kind, Message] = {
    "record": say("record", "บันทึกผล"),
    "revise": say("revise", "แก้ไขตามที่ส่งกลับ"),
    "approve": say("approve", "ตรวจและอนุมัติ"),
    "file": say("file", "ผลครบแล้ว ส่งรายงานจังหวัด"),
    "settle": say("settle", "ยืนยันสิ่งที่อ่านได้จากหนังสือ"),
    "publish_framework": say("publish_framework", "ตรวจร่างกรอบและประกาศใช้"),
    "verify": say("verify", "ตรวจผลของจังหวัด"),
    "verify_mine": say("verify_mine", "ตรวจรายการที่มอบหมายให้คุณ"),
    "decide_dispute": say("decide_dispute", "ชี้ขาดรายการที่ผู้ตรวจสองคนเห็นต่างกัน"),
    "await_scorers": say("await_scorers", "รอผู้ตรวจที่ได้รับมอบหมาย"),
    "compute": say("compute", "ตรวจครบแล้ว คิดคะแนน"),
    "confirm_score": say("confirm_score", "คิดคะแนนแล้ว ตรวจที่มาและยืนยัน"),
    "publish_score": say("publish_score", "ยืนยันคะแนนแล้ว ประกาศผล"),
    "await_record": say("await_record", "รอผู้บันทึก"),
    "await_approval": say("await_approval", "รอผู้อนุมัติ"),
    "await_filing": say("await_filing", "รอจังหวัดส่งรายงาน"),
    "await_agency": say("await_agency", "รอหน่วยงานส่งผลและอนุมัติ"),
    "await_evaluation": say("await_evaluation", "รอสำนักงาน ก.พ.ร. ตรวจและประกาศผล"),
    "await_province": say("await_province", "รอจังหวัดส่งรายงาน"),
    "not_filed": say("not_filed", "ยังไม่ได้ส่งรายงานจังหวัด"),
    "confirm_revision": say("confirm_revision", "ยืนยันรับทราบฉบับปรับปรุง"),
    "await_confirmation": say("await_confirmation", "รอหน่วยงานยืนยันรับทราบฉบับปรับปรุง"),
    "decide_reopening": say("decide_reopening", "พิจารณาคำขอเปิดให้แก้ไข"),
    "finish_proposal": say("finish_proposal", "จัดทำข้อเสนอตัวชี้วัดให้เสร็จ"),
    "await_committee": say("await_committee", "รอคณะกรรมการพิจารณาข้อเสนอ"),
    "decide_proposal": say("decide_proposal", "พิจารณาข้อเสนอตัวชี้วัด"),
    "answer_question": say("answer_question", "ตอบคำถามของผู้ประเมิน"),
    "read_answer": say("read_answer", "อ่านคำตอบของจังหวัด"),
    "await_answer": say("await_answer", "รอหน่วยงานตอบคำถาม"),
    "await_reading": say("await_reading", "ตอบแล้ว รอผู้ประเมินพิจารณา"),
    "co_sign": say("co_sign", "ลงนามร่วมในผลของตัวชี้วัดที่รับผิดชอบด้วยกัน"),
    "take_up_appeal": say("take_up_appeal", "รับหรือไม่รับพิจารณาอุทธรณ์"),
    "appoint_panel": say("appoint_panel", "แต่งตั้งคณะพิจารณาอุทธรณ์"),
    "decide_appeal": say("decide_appeal", "พิจารณาและบันทึกคำวินิจฉัยอุทธรณ์"),
    "await_appeal": say("await_appeal", "รอคำวินิจฉัยอุทธรณ์"),
    "accept_data": say("task_accept_data", "รับข้อมูลเข้าฐานข้อมูลจังหวัด หรือส่งกลับ"),
    "mend_data": say("task_mend_data", "แก้ไขข้อมูลที่ส่งกลับ แล้วส่งแทนชุดเดิม"),
    "hand_over_data": say("task_hand_over_data", "ดูผลตรวจไฟล์ข้อมูลและส่ง"),
    "await_steward": say("task_await_steward", "รอผู้ดูแลข้อมูลจังหวัดรับเข้า"),
    "answer_assessment": say("task_answer_assessment", "กรอกแบบประเมิน"),
    "sign_assessment": say("task_sign_assessment", "ลงนามแบบประเมิน"),
    "assess_assessment": say("task_assess_assessment", "ตรวจประเมินหน่วยงานที่ลงนามแล้ว"),
    "follow_up_plan": say("task_follow_up_plan", "ติดตามแผนพัฒนาองค์การ"),
    "update_datasets": say("task_update_datasets", "ปรับปรุงชุดข้อมูลที่ครบกำหนดหรือใกล้ครบกำหนด"),
    "publish_datasets": say("task_publish_datasets", "ตรวจและเผยแพร่ชุดข้อมูลที่ครบแล้ว"),
    "acknowledge_letter": say("task_acknowledge_letter", "เปิดอ่านและรับทราบหนังสือ"),
    "act_on_letter": say("task_act_on_letter", "ดำเนินการตามหนังสือที่มอบหมายให้คุณ"),
    "chase_letter": say("task_chase_letter", "ติดตามผู้รับหนังสือที่เลยกำหนด"),
    "await_acknowledgement": say("task_await_acknowledgement", "รอผู้รับหนังสือรับทราบ"),
    "act_on_arrival": say("task_act_on_arrival", "ดำเนินการตามหนังสือรับที่มอบหมาย"),
    "chase_routing": say("task_chase_routing", "ติดตามหนังสือรับที่มอบหมายแล้วเลยกำหนด"),
    "await_routing": say("task_await_routing", "รอผู้รับมอบหมายดำเนินการตามหนังสือรับ"),
    "more_received": say("task_more_received", "หนังสือเข้าที่ยังรอ"),
    "more_sent": say("task_more_sent", "หนังสือที่ส่งและยังรอผู้รับ"),
    "more_arrivals": say("task_more_arrivals", "หนังสือรับที่ยังรอ"),
    "decide_letter": say("task_decide_letter", "ตรวจหรือลงนามหนังสือที่เสนอถึงคุณ"),
    "revise_letter": say("task_revise_letter", "แก้ไขหนังสือที่ส่งกลับ"),
    "do_resolution": say("task_do_resolution", "ดำเนินการตามมติที่ประชุม"),
    "await_signature": say("task_await_signature", "รอหัวหน้าหน่วยงานลงนามแบบประเมิน"),
}
# Kind → the address of its page; the first with the task's key, the second with the round's, the third with both.
BY_KEY: dict[Kind, str] = {
    "settle": "letters:detail",
    "decide_dispute": "scores:reconcile",
    "publish_framework": "frameworks:edition",
    "confirm_revision": "frameworks:edition",
    "await_confirmation": "frameworks:edition",
    "finish_proposal": "proposals:detail",
    "await_committee": "proposals:detail",
    "decide_proposal": "proposals:detail",
    "answer_question": "scores:question",
    "read_answer": "scores:question",
    "await_answer": "scores:question",
    "await_reading": "scores:question",
    "take_up_appeal": "scores:appeal",
    "appoint_panel": "scores:appeal",
    "decide_appeal": "scores:appeal",
    "await_appeal": "scores:appeal",
    "answer_assessment": "assessments:assessment",
    "sign_assessment": "assessments:assessment",
    "assess_assessment": "assessments:assessment",
    "follow_up_plan": "assessments:plan",
    "await_signature": "assessments:assessment",
    "decide_letter": "writing:letter",
    "revise_letter": "writing:letter",
    "do_resolution": "meetings:task",
    "acknowledge_letter": "letters:received",
    "act_on_letter": "letters:received",
    "chase_letter": "letters:chasing",
    "await_acknowledgement": "letters:chasing",
    "act_on_arrival": "letters:arrival",
    "chase_routing": "letters:arrival",
    "await_routing": "letters:arrival",
}
BY_ROUND: dict[Kind, str] = {
    "verify": "scores:round", "verify_mine": "scores:round", "await_scorers": "scores:round", "compute": "scores:round", "confirm_score": "scores:round",
    "publish_score": "scores:round",
}  # fmt: skip
OF_LISTS: dict[Kind, str] = {  # no one thing's own page
    "decide_reopening": "reports:reopenings",
    "more_received": "letters:inbox",
    "more_sent": "letters:sent",
    "more_arrivals": "letters:arrivals",
}
OF_DATA: set[Kind] = {"accept_data", "mend_data", "hand_over_data", "await_steward"}
OF_CATALOG: dict[Kind, str] = {
    "update_datasets": "update",
    "publish_datasets": "publish",
}  # → what the list shows
OF_ITEM: set[Kind] = {"record", "revise", "approve", "await_record", "await_approval", "await_filing"}


def address_of(task: Task) -> str:
    """The page on which it is done; without the host."""
    if task.kind in OF_LISTS:
        return reverse(OF_LISTS[task.kind])
    if task.kind in OF_DATA:
        return reverse("indicators:submission", args=[task.area, task.key])
    if task.kind in OF_CATALOG:
        return f"{reverse('catalog:own')}?agency={task.key}&todo={OF_CATALOG[task.kind]}"
    if task.kind in BY_KEY:
        return reverse(BY_KEY[task.kind], args=[task.key])
    if task.round is None:
        raise ValueError(f"a task of kind {task.kind} has a round")
    if task.kind == "co_sign" or task.kind in OF_ITEM:
        name = "reports:co_sign" if task.kind == "co_sign" else "reports:entry"
        return reverse(name, args=[task.round.pk, task.key])
    return reverse(BY_ROUND.get(task.kind, "reports:round"), args=[task.round.pk])
