"""The trail of the data catalog in words."""

from django.utils.translation import gettext_noop

VERBS: dict[str, tuple[str, str]] = {  # verb → sentence, icon
    "create_dataset": (gettext_noop("เพิ่มชุดข้อมูล"), "plus-lg"),
    "change_dataset": (gettext_noop("แก้ไขชุดข้อมูล"), "pencil-square"),
    "create_by_template": (gettext_noop("เพิ่มชุดข้อมูลด้วยแม่แบบ"), "plus-lg"),
    "change_by_template": (gettext_noop("แก้ไขชุดข้อมูลด้วยแม่แบบ"), "upload"),
    "move_dataset": (gettext_noop("เปลี่ยนรุ่นมาตรฐานคำอธิบายข้อมูล"), "arrow-repeat"),
    "publish_dataset": (gettext_noop("เผยแพร่ชุดข้อมูล"), "globe2"),
    "withdraw_dataset": (gettext_noop("ถอนชุดข้อมูลออกจากบัญชี"), "x-circle"),
    "restore_dataset": (gettext_noop("นำชุดข้อมูลกลับเป็นร่าง"), "arrow-return-left"),
    "hide_dataset": (gettext_noop("แสดงชุดข้อมูลเฉพาะภายใน"), "eye-slash"),
    "show_dataset": (gettext_noop("แสดงชุดข้อมูลต่อสาธารณะ"), "eye"),
    "register_dataset": (gettext_noop("บันทึกการลงทะเบียนใน GD Catalog"), "patch-check"),
    "confirm_currency": (gettext_noop("ยืนยันว่าข้อมูลเป็นปัจจุบัน"), "check-circle"),
    "attach_resource": (gettext_noop("เพิ่มทรัพยากร"), "paperclip"),
    "change_resource": (gettext_noop("แก้ไขทรัพยากร"), "pencil-square"),
    "move_resource": (gettext_noop("เปลี่ยนลำดับทรัพยากร"), "list"),
    "remove_resource": (gettext_noop("นำทรัพยากรออก"), "trash"),
    "bring_template": (gettext_noop("รับแม่แบบบัญชีข้อมูล"), "upload"),
    "accept_template": (gettext_noop("นำเข้าแม่แบบบัญชีข้อมูล"), "check-circle"),
    "give_up_template": (gettext_noop("ไม่นำเข้าแม่แบบบัญชีข้อมูล"), "x-circle"),
    "plan_dataset": (gettext_noop("เพิ่มชุดข้อมูลในแผน"), "calendar3"),
    "tie_plan": (gettext_noop("ผูกแผนกับชุดข้อมูล"), "link-45deg"),
    "drop_plan": (gettext_noop("ตัดชุดข้อมูลออกจากแผน"), "trash"),
    "propose_catalog_result": (gettext_noop("บันทึกผลตัวชี้วัดบัญชีข้อมูลที่เสนอ"), "bullseye"),
    "set_holiday": (gettext_noop("บันทึกวันหยุดราชการ"), "calendar-event"),
    "drop_holiday": (gettext_noop("นำวันหยุดราชการออก"), "calendar-event"),
}
FIELDS: dict[str, str] = {
    "catalog_dataset": gettext_noop("ชุดข้อมูล"),
    "catalog_fields": gettext_noop("ช่องที่เปลี่ยน"),
    "catalog_state": gettext_noop("สถานะของชุดข้อมูล"),
    "catalog_until": gettext_noop("เป็นปัจจุบันถึง"),
    "catalog_day": gettext_noop("วันที่"),
    "catalog_year": gettext_noop("ปีงบประมาณ"),
    "catalog_percent": gettext_noop("ร้อยละที่เสนอ"),
    "catalog_planned": gettext_noop("ชื่อในแผน"),
    "catalog_new": gettext_noop("ชุดข้อมูลใหม่"),
    "catalog_changed": gettext_noop("ชุดข้อมูลที่เปลี่ยน"),
    "catalog_invalid": gettext_noop("แถวที่ต้องแก้"),
    "catalog_resources": gettext_noop("ทรัพยากรที่เปลี่ยน"),
}
DAYS = {"catalog_until", "catalog_day"}
