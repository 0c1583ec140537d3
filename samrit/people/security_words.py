"""The trail of accounts, in words."""

from django.utils.translation import gettext_noop

VERBS: dict[str, tuple[str, str]] = {  # verb → sentence, icon
    "add_second_factor": (gettext_noop("เพิ่มการยืนยันตัวตนสองขั้น"), "shield-check"),
    "remove_second_factor": (gettext_noop("เลิกใช้การยืนยันตัวตนสองขั้น"), "shield-lock"),
    "renew_second_factor": (gettext_noop("สร้างรหัสสำรองชุดใหม่"), "arrow-repeat"),
    "forget_second_factor": (gettext_noop("ผู้ดูแลระบบล้างการยืนยันตัวตนสองขั้น"), "unlock"),
}
FIELDS: dict[str, str] = {"second_factor": gettext_noop("วิธียืนยันตัวตน")}
