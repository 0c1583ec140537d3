"""The trail of letters that are written, signed, numbered and registered, in words."""

from django.utils.translation import gettext_noop

VERBS: dict[str, tuple[str, str]] = {  # verb → sentence, icon
    "keep_issuer": (gettext_noop("บันทึกส่วนราชการเจ้าของหนังสือ"), "building"),
    "draft_letter": (gettext_noop("เริ่มร่างหนังสือ"), "pencil-square"),
    "edit_letter": (gettext_noop("แก้ไขร่างหนังสือ"), "pencil-square"),
    "propose_letter": (gettext_noop("เสนอลงนาม"), "send"),
    "take_back_letter": (gettext_noop("ดึงหนังสือกลับมาแก้ไข"), "arrow-return-left"),
    "approve_letter": (gettext_noop("ตรวจเห็นชอบหนังสือ"), "check-circle"),
    "return_letter": (gettext_noop("ส่งหนังสือกลับแก้ไข"), "arrow-return-left"),
    "sign_letter": (gettext_noop("ลงนามหนังสือ"), "patch-check"),
    "void_letter": (gettext_noop("ยกเลิกหนังสือ"), "x-circle"),
    "link_letter": (gettext_noop("อ้างถึงหนังสือ"), "link-45deg"),
    "unlink_letter": (gettext_noop("เลิกอ้างถึงหนังสือ"), "link-45deg"),
    "register_arrival": (gettext_noop("ลงทะเบียนรับหนังสือ"), "journal-text"),
    "void_arrival": (gettext_noop("ยกเลิกเลขรับ"), "x-circle"),
    "route_arrival": (gettext_noop("มอบหมายหนังสือรับ"), "send"),
    "finish_routing": (gettext_noop("ดำเนินการตามหนังสือรับแล้ว"), "check-circle"),
    "withdraw_routing": (gettext_noop("ถอนการมอบหมายหนังสือรับ"), "arrow-return-left"),
}
FIELDS: dict[str, str] = {
    "letter_status": gettext_noop("สถานะหนังสือ"),
    "letter_version": gettext_noop("ร่างครั้งที่"),
    "drawn_number": gettext_noop("เลขที่หนังสือ"),
    "register_number": gettext_noop("เลขทะเบียนรับ"),
    "subject": gettext_noop("เรื่อง"),
    "chain": gettext_noop("ลำดับเสนอ"),
    "signed_as": gettext_noop("ลงนามในตำแหน่ง"),
    "changed_fields": gettext_noop("ส่วนที่แก้"),
    "linked": gettext_noop("หนังสือที่เกี่ยวข้อง"),
    "issuer_code": gettext_noop("รหัสหนังสือ"),
    "issuer_name": gettext_noop("ชื่อบนหนังสือ"),
    "sender": gettext_noop("ผู้ส่ง"),
    "routed_to": gettext_noop("มอบหมายให้"),
    "due_on": gettext_noop("ภายในวันที่"),
    "certificate": gettext_noop("ใบรับรองลายมือชื่อ"),
}
DAYS = frozenset({"due_on"})
