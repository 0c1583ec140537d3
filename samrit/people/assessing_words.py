"""The trail of agencies' assessments in words."""

from django.utils.translation import gettext_noop

VERBS: dict[str, tuple[str, str]] = {  # verb → sentence, icon
    "invite_agency": (gettext_noop("เชิญหน่วยงานประเมิน"), "people"),
    "change_assessment_window": (gettext_noop("เปลี่ยนกำหนดกรอกแบบประเมิน"), "calendar3"),
    "save_answers": (gettext_noop("บันทึกคำตอบแบบประเมิน"), "pencil-square"),
    "submit_assessment": (gettext_noop("ส่งแบบประเมินให้หัวหน้าหน่วยงาน"), "send"),
    "sign_assessment": (gettext_noop("ลงนามรับรองแบบประเมิน"), "patch-check"),
    "return_assessment": (gettext_noop("ส่งแบบประเมินกลับให้แก้ไข"), "arrow-return-left"),
    "close_assessment": (gettext_noop("ปิดการประเมิน"), "lock"),
    "reopen_assessment": (gettext_noop("เปิดการประเมินอีกครั้ง"), "unlock"),
    "begin_stage": (gettext_noop("เริ่มประเมินจากคำตอบของหน่วยงาน"), "pencil-square"),
    "finish_stage": (gettext_noop("ปิดขั้นตอนการประเมิน"), "check-circle"),
    "attach_answer_evidence": (gettext_noop("แนบหลักฐานของคำตอบ"), "paperclip"),
    "detach_answer_evidence": (gettext_noop("นำหลักฐานของคำตอบออก"), "paperclip"),
    "plan_improvement": (gettext_noop("เพิ่มงานในแผนพัฒนา"), "calendar3"),
    "change_plan": (gettext_noop("แก้งานในแผนพัฒนา"), "calendar3"),
    "drop_plan": (gettext_noop("ยกเลิกงานในแผนพัฒนา"), "x-circle"),
    "follow_up_plan": (gettext_noop("ติดตามแผนพัฒนา"), "clipboard-check"),
    "import_official": (gettext_noop("บันทึกผลอย่างเป็นทางการ"), "patch-check"),
}
FIELDS: dict[str, str] = {
    "stage": gettext_noop("ขั้นตอน"),
    "answers": gettext_noop("จำนวนคำตอบ"),
    "task": gettext_noop("งานในแผน"),
    "instrument": gettext_noop("แบบประเมิน"),
    "due": gettext_noop("แล้วเสร็จภายใน"),
    "years": gettext_noop("แผน (ปี)"),
    "score": gettext_noop("คะแนน"),
    "standing": gettext_noop("ทำถึงไหน"),
    "acting": gettext_noop("ทำหน้าที่แทน"),
}
