"""The trail of packages and of figures that two sources state differently, in words."""

from django.utils.translation import gettext_noop

VERBS: dict[str, tuple[str, str]] = {  # verb → sentence, icon
    "register_partner": (gettext_noop("ลงทะเบียนคู่แลกเปลี่ยนข้อมูล"), "key"),
    "trust_partner": (gettext_noop("รับแพ็กเกจข้อมูลจากคู่แลกเปลี่ยน"), "link-45deg"),
    "end_trust": (gettext_noop("เลิกรับแพ็กเกจข้อมูลจากคู่แลกเปลี่ยน"), "x-circle"),
    "make_package": (gettext_noop("ทำแพ็กเกจข้อมูล"), "archive"),
    "take_package": (gettext_noop("รับแพ็กเกจข้อมูล"), "archive"),
    "refuse_package": (gettext_noop("ไม่รับแพ็กเกจข้อมูล"), "x-circle"),
    "recognise_ministry": (gettext_noop("ระบุว่าเป็นระบบของกระทรวง"), "building"),
    "keep_package_receipt": (gettext_noop("เก็บใบรับแพ็กเกจข้อมูล"), "patch-check"),
    "settle_difference": (gettext_noop("ตัดสินค่าที่ไม่ตรงกัน"), "check-circle"),
}
FIELDS: dict[str, str] = {
    "fingerprint": gettext_noop("ลายนิ้วมือกุญแจ"),
    "partner": gettext_noop("คู่แลกเปลี่ยนข้อมูล"),
    "new": gettext_noop("ช่องใหม่"),
    "changed": gettext_noop("ช่องที่เปลี่ยน"),
    "same": gettext_noop("ช่องที่เหมือนเดิม"),
    "conflicting": gettext_noop("ช่องที่ไม่ตรงกับแหล่งอื่น"),
    "rejected": gettext_noop("ช่องที่ไม่รับ"),
    "data_item": gettext_noop("รายการข้อมูล"),
    "data_period": gettext_noop("ช่วงเวลา"),
    "ours": gettext_noop("ค่าของเรา"),
    "theirs": gettext_noop("ค่าที่ส่งมา"),
    "settling": gettext_noop("ผลการตัดสิน"),
}
