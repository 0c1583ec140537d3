"""The trail of meetings and short links in words."""

from django.utils.translation import gettext_noop

VERBS: dict[str, tuple[str, str]] = {  # verb → sentence, icon
    "make_link": (gettext_noop("ทำลิงก์สั้น"), "link-45deg"),
    "revoke_link": (gettext_noop("ยกเลิกลิงก์สั้น"), "x-circle"),
    "plan_meeting": (gettext_noop("กำหนดการประชุม"), "calendar-event"),
    "change_meeting": (gettext_noop("แก้ไขการประชุม"), "pencil-square"),
    "add_agenda_item": (gettext_noop("เพิ่มวาระ"), "plus-lg"),
    "remove_agenda_item": (gettext_noop("ลบวาระ"), "trash"),
    "move_agenda_item": (gettext_noop("เลื่อนลำดับวาระ"), "arrow-repeat"),
    "invite_to_meeting": (gettext_noop("เพิ่มผู้รับเชิญ"), "people"),
    "uninvite_from_meeting": (gettext_noop("นำออกจากรายชื่อผู้รับเชิญ"), "x-circle"),
    "send_invitations": (gettext_noop("ส่งคำเชิญประชุม"), "send"),
    "cancel_meeting": (gettext_noop("ยกเลิกการประชุม"), "x-circle"),
    "renew_sign_in": (gettext_noop("เปลี่ยนรหัสลงชื่อ"), "arrow-repeat"),
    "hold_meeting": (gettext_noop("บันทึกว่าประชุมแล้ว"), "check-lg"),
    "write_minutes": (gettext_noop("จดรายงานการประชุม"), "pencil-square"),
    "adopt_minutes": (gettext_noop("รับรองรายงานการประชุม"), "check-circle"),
    "resolve": (gettext_noop("บันทึกมติ"), "flag"),
    "take_back_resolution": (gettext_noop("ลบมติ"), "trash"),
    "report_done": (gettext_noop("แจ้งผลตามมติ"), "check-circle"),
    "join_committee": (gettext_noop("บันทึกเป็นการประชุมของคณะกรรมการ"), "people"),
    "decide_by_resolution": (gettext_noop("ใช้มติตัดสินข้อเสนอตัวชี้วัด"), "bullseye"),
}
FIELDS: dict[str, str] = {
    "link_code": gettext_noop("รหัสลิงก์"),
    "agenda": gettext_noop("วาระ"),
    "invited": gettext_noop("ผู้รับเชิญ"),
    "sequence": gettext_noop("การเปลี่ยนแปลงครั้งที่"),
    "decided_items": gettext_noop("ตัวชี้วัดที่ตัดสิน"),
    "meeting_starts": gettext_noop("เริ่มประชุม"),
}
