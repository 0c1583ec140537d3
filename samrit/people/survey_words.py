"""The trail of questionnaires and surveys in words."""

from django.utils.translation import gettext_noop

VERBS: dict[str, tuple[str, str]] = {  # verb → sentence, icon
    "open_survey": (gettext_noop("เปิดการสำรวจ"), "chat-left-text"),
    "add_survey_point": (gettext_noop("เพิ่มจุดสำรวจ"), "geo-alt"),
    "end_survey_point": (gettext_noop("ปิดจุดสำรวจ"), "x-circle"),
    "renew_survey_kiosk": (gettext_noop("เปลี่ยนที่อยู่ของเครื่องที่เคาน์เตอร์"), "arrow-repeat"),
    "close_survey": (gettext_noop("ปิดการสำรวจ"), "lock"),
    "take_survey_answers": (gettext_noop("นำเข้าคำตอบจากระบบอื่น"), "upload"),
    "start_instrument": (gettext_noop("ทำร่างแบบสำรวจหรือแบบประเมิน"), "file-earmark-text"),
    "change_instrument": (gettext_noop("แก้ไขร่างแบบ"), "pencil-square"),
    "publish_instrument": (gettext_noop("ประกาศใช้แบบ"), "globe2"),
    "discard_instrument": (gettext_noop("ลบร่างแบบ"), "trash"),
}
FIELDS: dict[str, str] = {
    "version": gettext_noop("รุ่น"),
    "points": gettext_noop("จุดสำรวจ"),
    "point": gettext_noop("จุดสำรวจ"),
    "released": gettext_noop("ผลครั้งที่"),
    "taken": gettext_noop("คำตอบที่นำเข้า"),
    "wrong": gettext_noop("แถวที่นำเข้าไม่ได้"),
    "rows": gettext_noop("แถวในไฟล์"),
}
