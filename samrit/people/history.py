"""The audit trail as people read it: verbs, fields and states in words, and names behind the keys.

It stands here because the trail itself lies beneath people and knows only their keys.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext, gettext_noop

from samrit.audit.models import Event
from samrit.people.queries import names
from samrit.rules.kpi_template import KEPT
from samrit.rules.thai import parse_number
from samrit.ui import pieces
from samrit.ui.formats import date_and_time, date_short, number
from samrit.ui.states import STATES
from samrit.ui.wording import in_words

VERBS: dict[str, tuple[str, str]] = {  # verb → (sentence, icon)
    "save": (gettext_noop("บันทึกร่าง"), "pencil-square"),
    "save_progress": (gettext_noop("บันทึกผลระหว่างปี"), "graph-up"),
    "submit": (gettext_noop("ส่งให้ผู้อนุมัติ"), "send"),
    "recall": (gettext_noop("ดึงกลับมาแก้ไข"), "arrow-return-left"),
    "approve": (gettext_noop("อนุมัติ"), "check-circle"),
    "return": (gettext_noop("ส่งกลับแก้ไข"), "arrow-return-left"),
    "file": (gettext_noop("จังหวัดส่งรายงาน"), "send-check"),
    "verify": (gettext_noop("ตรวจผล"), "patch-check"),
    "attach_evidence": (gettext_noop("แนบหลักฐาน"), "paperclip"),
    "detach_evidence": (gettext_noop("นำหลักฐานออก"), "paperclip"),
    "keep_file": (gettext_noop("เก็บไฟล์"), "paperclip"),
    "set_secrecy": (gettext_noop("เปลี่ยนชั้นความลับ"), "shield-lock"),
    "add_redacted_copy": (gettext_noop("แนบฉบับปิดทับข้อความ"), "eye-slash"),
    "open_secret_file": (gettext_noop("เปิดเอกสารลับ"), "shield-lock"),
    "scan_file": (gettext_noop("ตรวจไวรัส"), "shield-check"),
    "tick_evidence": (gettext_noop("ใช้ไฟล์เป็นหลักฐานตามรายการ"), "clipboard-check"),
    "untick_evidence": (gettext_noop("นำไฟล์ออกจากรายการหลักฐาน"), "clipboard-check"),
    "explain_evidence": (gettext_noop("บอกเหตุผลที่ยังไม่มีหลักฐาน"), "chat-left-text"),
    "set_required_evidence": (gettext_noop("กำหนดรายการหลักฐานที่ต้องมี"), "clipboard-check"),
    "file_report": (gettext_noop("ส่งรายงานจังหวัด"), "send-check"),
    "take_sheet": (gettext_noop("รับแบบฟอร์มที่กรอกแล้ว"), "table"),
    "apply_sheet": (gettext_noop("นำเข้าจากแบบฟอร์ม"), "table"),
    "create_draft": (gettext_noop("จัดทำร่างกรอบ"), "file-earmark-text"),
    "change_draft": (gettext_noop("แก้ไขร่างกรอบ"), "pencil-square"),
    "discard_draft": (gettext_noop("ลบร่างกรอบ"), "x-circle"),
    "publish_edition": (gettext_noop("ประกาศใช้กรอบ"), "globe2"),
    "start_revision": (gettext_noop("เริ่มฉบับปรับปรุง"), "file-earmark-text"),
    "set_revision_facts": (gettext_noop("ระบุมติและวันเริ่มใช้ของฉบับปรับปรุง"), "pencil-square"),
    "withdraw_edition": (gettext_noop("ถอนฉบับปรับปรุงกลับเป็นร่าง"), "arrow-return-left"),
    "put_in_force": (gettext_noop("ฉบับปรับปรุงเริ่มใช้"), "flag"),
    "confirm_edition": (gettext_noop("หน่วยงานยืนยันรับทราบฉบับปรับปรุง"), "check-circle"),
    "fate_kept": (gettext_noop("ฉบับปรับปรุง: คงผลเดิม ตัดสินตามเกณฑ์เดิม"), "archive"),
    "fate_rescored": (gettext_noop("ฉบับปรับปรุง: คิดคะแนนผลเดิมตามเกณฑ์ใหม่"), "calculator"),
    "ask_again": (gettext_noop("ฉบับปรับปรุง: ส่งกลับให้รายงานใหม่"), "arrow-return-left"),
    "set_targets": (gettext_noop("กำหนดค่าเป้าหมาย"), "pencil-square"),
    "reopen": (gettext_noop("เปิดให้แก้ไขเฉพาะตัวชี้วัด"), "unlock"),
    "end_reopening": (gettext_noop("สิ้นสุดการเปิดให้แก้ไขก่อนกำหนด"), "lock"),
    "stand_by_filed": (gettext_noop("ใช้ผลเดิมที่ส่งไว้"), "arrow-repeat"),
    "ask_to_reopen": (gettext_noop("ขอเปิดให้แก้ไข"), "envelope-paper"),
    "grant_reopening": (gettext_noop("อนุญาตให้เปิดแก้ไข"), "check-circle"),
    "refuse_reopening": (gettext_noop("ไม่อนุญาตให้เปิดแก้ไข"), "x-circle"),
    "set_round_state": (gettext_noop("กำหนดสถานะของรอบ"), "calendar3"),
    "void_year": (gettext_noop("ไม่ใช้ผลประเมินของปี"), "slash-circle"),
    "restore_year": (gettext_noop("กลับมาใช้ผลประเมินของปี"), "arrow-repeat"),
    "cancel_kpi": (gettext_noop("ยกเลิกตัวชี้วัด"), "x-circle"),
    "undo_cancellation": (gettext_noop("เพิกถอนการยกเลิกตัวชี้วัด"), "arrow-repeat"),
    "set_window": (gettext_noop("กำหนดเวลารายงาน"), "calendar3"),
    "take_in": (gettext_noop("อ่านหนังสือเข้าระบบ"), "envelope-open"),
    "settle_finding": (gettext_noop("ยืนยันข้อสังเกต"), "check-circle"),
    "settle_notices": (gettext_noop("รับทราบข้อสังเกตที่เป็นข้อมูล"), "info-circle"),
    "set_aside": (gettext_noop("พักไว้"), "archive"),
    "take_up": (gettext_noop("นำกลับมา"), "arrow-repeat"),
    "confirm_framework": (gettext_noop("สร้างร่างกรอบจากหนังสือ"), "file-earmark-text"),
    "ask_question": (gettext_noop("ถามจังหวัด"), "question-circle"),
    "ask_on": (gettext_noop("ถามต่อ"), "question-circle"),
    "answer_question": (gettext_noop("ตอบคำถามของผู้ประเมิน"), "chat-left-text"),
    "close_question": (gettext_noop("ปิดคำถาม"), "check-circle"),
    "take_official_file": (gettext_noop("รับไฟล์ตัวเลขทางการ"), "table"),
    "apply_official_file": (gettext_noop("นำเข้าตัวเลขทางการ"), "table"),
    "compute_score": (gettext_noop("คิดคะแนน"), "calculator"),
    "confirm_score": (gettext_noop("ยืนยันคะแนน"), "patch-check"),
    "reopen_score": (gettext_noop("เปิดคะแนนใหม่"), "arrow-repeat"),
    "apply_appeals": (gettext_noop("คิดคะแนนตามคำวินิจฉัยอุทธรณ์"), "calculator"),
    "finalise_score": (gettext_noop("คะแนนสิ้นสุด"), "lock"),
    "publish_score": (gettext_noop("ประกาศผลคะแนน"), "globe2"),
    "withdraw_publication": (gettext_noop("ถอนประกาศผลคะแนน"), "x-circle"),
    "invite": (gettext_noop("ส่งคำเชิญ"), "envelope-open"),
    "accept_invitation": (gettext_noop("รับคำเชิญ"), "person"),
    "revoke_invitation": (gettext_noop("ยกเลิกคำเชิญ"), "x-circle"),
    "appoint_acting": (gettext_noop("บันทึกผู้ทำหน้าที่แทน"), "person"),
    "end_membership": (gettext_noop("สิ้นสุดบทบาท"), "x-circle"),
    "add_agency": (gettext_noop("เพิ่มหน่วยงาน"), "building"),
    "make_token": (gettext_noop("สร้างโทเคน"), "key"),
    "revoke_token": (gettext_noop("ยกเลิกโทเคน"), "key"),
    "add_to_library": (gettext_noop("เพิ่มในคลังตัวชี้วัด"), "book"),
    "change_library": (gettext_noop("แก้ไขคลังตัวชี้วัด"), "pencil-square"),
    "load_library": (gettext_noop("นำเข้าคลังตัวชี้วัด"), "book"),
    "start_proposal": (gettext_noop("เริ่มข้อเสนอตัวชี้วัด"), "lightbulb"),
    "add_item": (gettext_noop("เพิ่มตัวชี้วัดในข้อเสนอ"), "plus-lg"),
    "save_item": (gettext_noop("แก้ไขตัวชี้วัดในข้อเสนอ"), "pencil-square"),
    "save_weights": (gettext_noop("แก้ไขน้ำหนักในข้อเสนอ"), "sliders"),
    "remove_item": (gettext_noop("นำตัวชี้วัดออกจากข้อเสนอ"), "trash"),
    "submit_proposal": (gettext_noop("ส่งข้อเสนอให้คณะกรรมการ"), "send-check"),
    "take_back_proposal": (gettext_noop("ดึงข้อเสนอกลับ"), "arrow-return-left"),
    "return_proposal": (gettext_noop("ส่งข้อเสนอกลับแก้ไข"), "arrow-return-left"),
    "add_meeting": (gettext_noop("เพิ่มการประชุม"), "people"),
    "decide_item": (gettext_noop("บันทึกมติ"), "check-circle"),
    "conclude_proposal": (gettext_noop("สรุปมติและทำกรอบ"), "check-circle-fill"),
    "open_demo": (gettext_noop("เริ่มระบบสาธิต"), "flag"),
    "make_joint": (gettext_noop("ตั้งตัวชี้วัดร่วม"), "people"),
    "contribute": (gettext_noop("กรอกข้อมูลของหน่วยงานในผลร่วม"), "pencil-square"),
    "sign_joint": (gettext_noop("ลงนามในผลร่วม"), "check-circle"),
    "object_joint": (gettext_noop("คัดค้านผลร่วม"), "exclamation-octagon"),
    "answered_objection": (gettext_noop("ชี้แจงคำคัดค้าน"), "chat-left-text"),
    "withdrawn_objection": (gettext_noop("ถอนคำคัดค้าน"), "arrow-return-left"),
    "overruled_objection": (gettext_noop("ชี้ขาดคำคัดค้าน"), "flag"),
    "lock_joint": (gettext_noop("ล็อกผลร่วม"), "lock"),
    "unlock_joint": (gettext_noop("เปิดแก้ไขผลร่วม"), "unlock"),
    "share": (gettext_noop("รับตัวเลขจากตัวชี้วัดร่วม"), "people"),
    "co_sign": (gettext_noop("ลงนามร่วม"), "check-circle"),
    "co_object": (gettext_noop("คัดค้านในฐานะเจ้าของร่วม"), "exclamation-octagon"),
    "write_details": (gettext_noop("แก้ไขรายละเอียดตัวชี้วัด"), "journal-text"),
    "give_to_library": (gettext_noop("เก็บรายละเอียดไว้ในคลัง"), "archive"),
    "link_kpi": (gettext_noop("บันทึกการถ่ายทอดตัวชี้วัด"), "diagram-3"),
    "unlink_kpi": (gettext_noop("เอาการถ่ายทอดตัวชี้วัดออก"), "x-circle"),
    "keep_strategic_kpi": (gettext_noop("บันทึก Strategic KPI"), "diagram-3"),
    "change_preference": (gettext_noop("ตั้งค่าการแจ้งเตือน"), "bell"),
    "link_line": (gettext_noop("เชื่อม LINE"), "link-45deg"),
    "unlink_line": (gettext_noop("เลิกเชื่อม LINE"), "link-45deg"),
    "make_calendar": (gettext_noop("สร้างที่อยู่ปฏิทิน"), "calendar3"),
    "revoke_calendar": (gettext_noop("ยกเลิกที่อยู่ปฏิทิน"), "calendar3"),
    "demo_sign_in": (gettext_noop("เข้าสู่ระบบสาธิต"), "box-arrow-in-right"),
}
PERIODS: dict[str, str] = {  # of a fiscal year, in its order
    "month_1": gettext_noop("ผลเดือน ต.ค."),
    "month_2": gettext_noop("ผลเดือน พ.ย."),
    "month_3": gettext_noop("ผลเดือน ธ.ค."),
    "month_4": gettext_noop("ผลเดือน ม.ค."),
    "month_5": gettext_noop("ผลเดือน ก.พ."),
    "month_6": gettext_noop("ผลเดือน มี.ค."),
    "month_7": gettext_noop("ผลเดือน เม.ย."),
    "month_8": gettext_noop("ผลเดือน พ.ค."),
    "month_9": gettext_noop("ผลเดือน มิ.ย."),
    "month_10": gettext_noop("ผลเดือน ก.ค."),
    "month_11": gettext_noop("ผลเดือน ส.ค."),
    "month_12": gettext_noop("ผลเดือน ก.ย."),
    "quarter_1": gettext_noop("ผลไตรมาส 1"),
    "quarter_2": gettext_noop("ผลไตรมาส 2"),
    "quarter_3": gettext_noop("ผลไตรมาส 3"),
    "quarter_4": gettext_noop("ผลไตรมาส 4"),
}
FIELDS: dict[str, str] = {
    **PERIODS,
    "progress_span": gettext_noop("บันทึกเป็น"),
    "accumulates": gettext_noop("ทั้งปีคิดจาก"),
    "amended_number": gettext_noop("ฉบับเดิมที่"),
    "effective_on": gettext_noop("วันที่เริ่มใช้"),
    "meeting": gettext_noop("การประชุมครั้งที่"),
    "resolved_on": gettext_noop("วันที่มีมติ"),
    "resolved": gettext_noop("เรื่องที่มีมติ"),
    "revision_reason": gettext_noop("เหตุผลที่ปรับปรุง"),
    "status": gettext_noop("สถานะ"),
    "value": gettext_noop("ผลการดำเนินงาน"),
    "missing": gettext_noop("เหตุที่ไม่มีตัวเลข"),
    "numerator": gettext_noop("ตัวตั้ง"),
    "denominator": gettext_noop("ตัวหาร"),
    "figure_reason": gettext_noop("เหตุผลที่ยืนยันตัวเลข"),
    "filing": gettext_noop("การส่งครั้งที่"),
    "narrative": gettext_noop("คำชี้แจง"),
    "supporting_factors": gettext_noop("ปัจจัยสนับสนุน"),
    "obstacles": gettext_noop("ปัญหาอุปสรรค"),
    "evidence": gettext_noop("หลักฐาน"),
    "checklist": gettext_noop("รายการหลักฐาน"),
    "required_evidence": gettext_noop("หลักฐานที่ต้องมี"),
    "evidence_reason": gettext_noop("เหตุผลที่ยังไม่มีหลักฐาน"),
    "redacted_copy": gettext_noop("ฉบับปิดทับข้อความ"),
    "secrecy": gettext_noop("ชั้นความลับ"),
    "scan": gettext_noop("ผลตรวจไวรัส"),
    "signature": gettext_noop("ชื่อไวรัส"),
    "decision": gettext_noop("ผลการตรวจ"),
    "verified_value": gettext_noop("ผลที่ตรวจแล้ว"),
    "verified_missing": gettext_noop("เหตุที่ไม่มีตัวเลขที่ตรวจแล้ว"),
    "question": gettext_noop("คำถาม"),
    "answer_by": gettext_noop("ตอบภายใน"),
    "answer": gettext_noop("คำตอบ"),
    "answered_late": gettext_noop("เวลาที่ตอบ"),
    "files": gettext_noop("จำนวนไฟล์"),
    "closing": gettext_noop("การปิดคำถาม"),
    "official": gettext_noop("ตัวเลขทางการ"),
    "official_missing": gettext_noop("เหตุที่ไม่มีตัวเลขทางการ"),
    "owner": gettext_noop("เจ้าของข้อมูล"),
    "figures": gettext_noop("จำนวนตัวเลข"),
    "total": gettext_noop("คะแนนรวม"),
    "rating": gettext_noop("ระดับ"),
    "number": gettext_noop("ฉบับที่"),
    "source": gettext_noop("ที่มา"),
    "opens_at": gettext_noop("เวลาเปิด"),
    "closes_at": gettext_noop("เวลาปิด"),
    "until": gettext_noop("ถึงเวลา"),
    "reopening_decision": gettext_noop("ผลการพิจารณา"),
    "state": gettext_noop("สถานะของรอบ"),
    "resolution": gettext_noop("มติหรือเลขที่หนังสือ"),
    "from_months": gettext_noop("ตั้งแต่รอบ (เดือน)"),
    "reweight": gettext_noop("วิธีปรับน้ำหนัก"),
    "agency": gettext_noop("หน่วยงาน"),
    "role": gettext_noop("บทบาท"),
    "order": gettext_noop("คำสั่ง"),
    "starts_on": gettext_noop("ตั้งแต่วันที่"),
    "ends_on": gettext_noop("สิ้นสุดวันที่"),
    "results": gettext_noop("จำนวนผลที่ส่ง"),
    "left_out": gettext_noop("ตัวชี้วัดที่ยังขาด"),
    "levels": gettext_noop("ค่าเป้าหมาย"),
    "direction": gettext_noop("ทิศทาง"),
    "unit": gettext_noop("หน่วย"),
    "year": gettext_noop("ปีงบประมาณ"),
    "chosen": gettext_noop("ค่าที่เลือก"),
    "lines": gettext_noop("บรรทัด"),
    "findings": gettext_noop("จำนวนข้อสังเกต"),
    "edition": gettext_noop("ฉบับที่"),
    "name": gettext_noop("ชื่อ"),
    "weight": gettext_noop("น้ำหนัก"),
    "owners": gettext_noop("หน่วยงานรับผิดชอบ"),
    "interpolate": gettext_noop("วิธีคิดคะแนน"),
    "basic": gettext_noop("ขั้นต้น"),
    "standard": gettext_noop("มาตรฐาน"),
    "advanced": gettext_noop("ขั้นสูง"),
    "last_year": gettext_noop("ผลปีก่อน"),
    "definition": gettext_noop("คำอธิบาย"),
    "item": gettext_noop("ตัวชี้วัด"),
    "cloned_from": gettext_noop("เริ่มจากกรอบปี"),
    "library_code": gettext_noop("รหัสในคลัง"),
    "proposal_status": gettext_noop("สถานะข้อเสนอ"),
    "outcome": gettext_noop("ผลการพิจารณา"),
    "held_on": gettext_noop("วันที่ประชุม"),
    "title": gettext_noop("คณะกรรมการ"),
    "edition_status": gettext_noop("สถานะกรอบ"),
    "kept": gettext_noop("เห็นชอบ (ตัวชี้วัด)"),
    "refused": gettext_noop("ไม่เห็นชอบ (ตัวชี้วัด)"),
    "aliases": gettext_noop("ชื่ออื่นที่หนังสือใช้"),
    "system": gettext_noop("ระบบ"),
    "scopes": gettext_noop("ขอบเขตของโทเคน"),
    "category": gettext_noop("ประเภท"),
    "facts": gettext_noop("ข้อเท็จจริงที่ควรรู้"),
    "active": gettext_noop("ใช้อยู่"),
    "part_of": gettext_noop("เป็นตัวชี้วัดย่อยของ"),
    "evidence_asked": gettext_noop("หลักฐานที่ขอ"),
    "digest_hour": gettext_noop("เวลารับสรุปงาน"),
    "quiet_from": gettext_noop("งดรบกวนตั้งแต่"),
    "quiet_until": gettext_noop("งดรบกวนถึง"),
    "language": gettext_noop("ภาษาของข้อความ"),
    "joint_method": gettext_noop("ที่มาของผลร่วม"),
    "derived_from": gettext_noop("ถ่ายทอดจาก"),
    "link_kind": gettext_noop("ประเภทการถ่ายทอด"),
    "note": gettext_noop("หมายเหตุ"),
    "code_of_kpi": gettext_noop("รหัส"),
    "ministry": gettext_noop("กระทรวงเจ้าภาพ"),
    "references": gettext_noop("แผนและยุทธศาสตร์ที่เกี่ยวข้อง"),
}
CODES: dict[str, str] = {  # values that are codes, in words
    "month": gettext_noop("รายเดือน"),
    "quarter": gettext_noop("รายไตรมาส"),
    "year_sum": gettext_noop("ผลรวมทุกช่วง"),
    "year_mean": gettext_noop("ค่าเฉลี่ยของช่วงที่มีผล"),
    "year_latest": gettext_noop("ค่าของช่วงล่าสุด"),
    "accept": gettext_noop("ยืนยันตามที่รายงาน"),
    "correct": gettext_noop("แก้ไขผล"),
    "answered_late": gettext_noop("หลังกำหนด"),
    "enough": gettext_noop("คำตอบพอแล้ว"),
    "asked_on": gettext_noop("ถามต่อ"),
    "taken_back": gettext_noop("ถอนคำถาม"),
    "outcome_accepted": gettext_noop("เห็นชอบ"),
    "outcome_changed": gettext_noop("เห็นชอบโดยปรับแก้"),
    "outcome_refused": gettext_noop("ไม่เห็นชอบ"),
    "proposal_draft": gettext_noop("จังหวัดจัดทำ"),
    "proposal_submitted": gettext_noop("คณะกรรมการพิจารณา"),
    "proposal_returned": gettext_noop("ส่งกลับแก้ไข"),
    "proposal_concluded": gettext_noop("มีมติแล้ว"),
    "no": gettext_noop("ไม่ใช่"),
    "no_data": gettext_noop("ไม่มีข้อมูล"),
    "not_applicable": gettext_noop("ไม่เกี่ยวข้องกับหน่วยงาน"),
    "not_yet_published": gettext_noop("ยังไม่เผยแพร่"),
    "suppressed": gettext_noop("ปกปิดตามชั้นความลับหรือจำนวนน้อย"),
    "unreliable": gettext_noop("ข้อมูลยังเชื่อถือไม่ได้"),
    "up": gettext_noop("ยิ่งมากยิ่งดี"),
    "down": gettext_noop("ยิ่งน้อยยิ่งดี"),
    "lead": gettext_noop("ใช้ผลของหน่วยงานหลักค่าเดียว"),
    "sum": gettext_noop("ผลรวมของทุกหน่วยงาน"),
    "mean": gettext_noop("ค่าเฉลี่ยถ่วงน้ำหนักของทุกหน่วยงาน"),
    "same": gettext_noop("ตัวชี้วัดเดียวกัน"),
    "proxy": gettext_noop("ตัวชี้วัดทดแทน (Proxy)"),
    "cascade": gettext_noop("ถ่ายทอดตามลำดับ"),
    "clean": gettext_noop("ไม่พบไวรัส"),
    "linear": gettext_noop("เทียบบัญญัติไตรยางศ์"),
    "step": gettext_noop("ตามขั้น"),
    "recorder": gettext_noop("ผู้บันทึกข้อมูล"),
    "approver": gettext_noop("ผู้อนุมัติข้อมูล"),
    "coordinator": gettext_noop("ผู้ประสานงานจังหวัด"),
    "evaluator": gettext_noop("ผู้ประเมิน"),
    "granted": gettext_noop("อนุญาต"),
    "normal": gettext_noop("รายงานและคิดคะแนน"),
    "waived": gettext_noop("งดรายงานรอบนี้"),
    "unscored": gettext_noop("รายงานแต่ไม่คิดคะแนน"),
    "rebase_total": gettext_noop("ปรับฐานคะแนนรวมเป็น 100"),
    "spread_component": gettext_noop("กระจายน้ำหนักภายในองค์ประกอบ"),
}
# Facts for auditors, noise for readers.
HIDDEN = {"digest", "sha256", "size", "rule_version", "code", "redacted", "place"}
MOMENTS = {"until", "opens_at", "closes_at"}
FIGURES = {"value", "numerator", "denominator", "verified_value", *PERIODS}  # with thousands commas
DAYS = {"effective_on", "resolved_on", "held_on"}
SHOWN_CHANGES = 12
DETAILS = "details."  # fields of a KPI's details, named by the table of fields


def told(events: Iterable[Event], labels: Mapping[str, str] | None = None) -> list[pieces.Event]:
    """The events for ``{% history %}``; one query for all names.

    ``labels``: subject (``frameworks.kpi:7``) → what people call it, where a trail is about several things.
    """
    events = list(events)
    known = names(event.actor_id for event in events)
    return [_told(event, known, (labels or {}).get(event.subject, "")) for event in events]


def _told(event: Event, known: Mapping[int, str], label: str) -> pieces.Event:
    sentence, icon = VERBS.get(event.verb, (event.verb, "circle"))
    changes = _changes(event)
    hidden = len(changes) - SHOWN_CHANGES
    more = gettext("และอีก {n} รายการ").format(n=hidden) if hidden > 0 else ""
    return pieces.Event(
        what=" · ".join(filter(None, (gettext(sentence), label, more))),
        who=_who(event, known),
        when=localtime(event.at),
        reason=event.reason,
        changes=changes[:SHOWN_CHANGES],
        icon=icon,
    )


def _who(event: Event, known: Mapping[int, str]) -> str:
    name = known.get(event.actor_id or 0, gettext("ระบบ"))
    return f"{name} ({event.actor_role})" if event.actor_role else name


def _changes(event: Event) -> list[pieces.Change]:
    """One line for each value that is there before or after."""
    return [
        pieces.Change(_label(key), _text(key, event.before.get(key)), _text(key, event.after.get(key)))
        for key in dict.fromkeys((*event.before, *event.after))
        if key not in HIDDEN and (event.before.get(key) or event.after.get(key))
    ]


def _label(key: str) -> str:
    """``1-2 weight`` → ``1-2 น้ำหนัก``; ``component 1 weight`` → ``องค์ประกอบที่ 1 น้ำหนัก``."""
    place, _, field = key.rpartition(" ")
    place = place.replace("component", gettext("องค์ประกอบที่"))
    if field.startswith(DETAILS):
        return in_words(KEPT[field.removeprefix(DETAILS)].label)
    return f"{place} {gettext(FIELDS.get(field, field))}".strip()


def _text(key: str, value: Any) -> str | None:
    """None where there was nothing; a code in words; anything else as it stands."""
    if value is None or value == "":
        return None
    if key in DAYS | MOMENTS:
        return (
            date_short(date.fromisoformat(value))
            if key in DAYS
            else date_and_time(datetime.fromisoformat(value))
        )
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return _plain(key, value) if isinstance(value, str) else str(value)


def _plain(key: str, value: str) -> str:
    """A figure with thousands commas, a code in words, anything else as it stands."""
    if key in FIGURES and (figure := parse_number(value)) is not None:
        return number(figure)
    if value in STATES:
        return str(STATES[value].label)
    return gettext(CODES[value]) if value in CODES else value
