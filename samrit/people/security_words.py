"""The trail of accounts, in words."""

from django.utils.translation import gettext_noop

VERBS: dict[str, tuple[str, str]] = {  # verb → sentence, icon
    "add_second_factor": (gettext_noop("เพิ่มการยืนยันตัวตนสองขั้น"), "shield-check"),
    "remove_second_factor": (gettext_noop("เลิกใช้การยืนยันตัวตนสองขั้น"), "shield-lock"),
    "renew_second_factor": (gettext_noop("สร้างรหัสสำรองชุดใหม่"), "arrow-repeat"),
    "forget_second_factor": (gettext_noop("ผู้ดูแลระบบล้างการยืนยันตัวตนสองขั้น"), "unlock"),
    "link_identity": (gettext_noop("ผูกบัญชีภายนอกสำหรับเข้าสู่ระบบ"), "link-45deg"),
    "unlink_identity": (gettext_noop("ยกเลิกการผูกบัญชีภายนอก"), "x-circle"),
    "export_trail": (gettext_noop("ส่งออกประวัติการใช้งาน"), "download"),
    "export_person": (gettext_noop("ส่งออกข้อมูลของบุคคล"), "download"),
    "erase_person": (gettext_noop("ลบตัวตนของบัญชี"), "trash"),
    "apply_retention": (gettext_noop("ลบข้อมูลที่พ้นระยะเวลาเก็บรักษา"), "trash"),
}
FIELDS: dict[str, str] = {
    "second_factor": gettext_noop("วิธียืนยันตัวตน"),
    "retention_rule": gettext_noop("กติกาการเก็บรักษา"),
    "retention_rows": gettext_noop("จำนวนที่ลบ"),
    "retention_before": gettext_noop("เก่ากว่าวันที่"),
    "trail_form": gettext_noop("รูปแบบไฟล์"),
    "trail_who": gettext_noop("ค้นหา: เลขบัญชี"),
    "trail_verb": gettext_noop("ค้นหา: ทำอะไร"),
    "trail_room": gettext_noop("ค้นหา: เรื่อง"),
    "trail_area": gettext_noop("ค้นหา: จังหวัด"),
    "trail_thing": gettext_noop("ค้นหา: สิ่งที่ถูกทำ"),
    "trail_since": gettext_noop("ค้นหา: ตั้งแต่วันที่"),
    "trail_until": gettext_noop("ค้นหา: ถึงวันที่"),
    "identity_provider": gettext_noop("ผู้ให้บริการยืนยันตัวตน"),
}
