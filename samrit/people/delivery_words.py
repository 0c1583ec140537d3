"""The trail of letters on their way to agencies, in words."""

from django.utils.translation import gettext_noop

VERBS: dict[str, tuple[str, str]] = {  # verb → sentence, icon
    "make_distribution_list": (gettext_noop("ทำบัญชีผู้รับหนังสือ"), "people"),
    "change_distribution_list": (gettext_noop("แก้บัญชีผู้รับหนังสือ"), "people"),
    "end_distribution_list": (gettext_noop("เลิกใช้บัญชีผู้รับหนังสือ"), "x-circle"),
    "set_mailbox": (gettext_noop("ตั้งอีเมลสารบรรณ"), "envelope-open"),
    "send_letter": (gettext_noop("ส่งหนังสือถึงผู้รับ"), "send"),
    "open_letter": (gettext_noop("เปิดอ่านหนังสือครั้งแรก"), "eye"),
    "acknowledge_letter": (gettext_noop("รับทราบหนังสือ"), "check-circle"),
    "note_signed_on_paper": (gettext_noop("บันทึกว่าผู้รับลงชื่อรับบนเอกสาร"), "pen"),
    "forward_letter": (gettext_noop("มอบหมายตามหนังสือ"), "person"),
    "finish_forwarded_letter": (gettext_noop("ดำเนินการตามหนังสือแล้ว"), "check-circle"),
    "remind_recipients": (gettext_noop("เตือนผู้รับหนังสือ"), "bell"),
    "mail_letter_again": (gettext_noop("ส่งอีเมลหนังสืออีกครั้ง"), "arrow-repeat"),
}
FIELDS: dict[str, str] = {
    "recipients": gettext_noop("จำนวนผู้รับ"),
    "recipient": gettext_noop("ผู้รับ"),
    "mailed": gettext_noop("ส่งอีเมล"),
    "list": gettext_noop("บัญชีผู้รับ"),
    "person": gettext_noop("ผู้ได้รับมอบหมาย"),
}
