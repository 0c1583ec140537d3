"""Scopes: what a token lets a program do. They only narrow what the token's owner may do anyway."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from samrit.rules.wording import Message, Refusal, refuse, say

SCOPES: dict[str, Message] = {
    "people:read": say("people_read", "อ่านพื้นที่ หน่วยงาน และรายชื่อคน"),
    "people:write": say("people_write", "เชิญคน เพิ่มหน่วยงาน และสิ้นสุดบทบาท"),
    "frameworks:read": say("frameworks_read", "อ่านกรอบตัวชี้วัด รอบ คลังตัวชี้วัด และข้อเสนอ"),
    "frameworks:write": say("frameworks_write", "จัดทำร่างกรอบ กำหนดเวลา และทำข้อเสนอ"),
    "frameworks:sign": say("frameworks_sign", "ประกาศใช้กรอบ ส่งข้อเสนอ สรุปมติ และรับทราบฉบับปรับปรุง"),
    "reports:read": say("reports_read", "อ่านงานของฉัน ผลการดำเนินงาน และประวัติ"),
    "reports:write": say("reports_write", "บันทึกร่าง ส่งให้ผู้อนุมัติ และดึงกลับมาแก้ไข"),
    "reports:sign": say("reports_sign", "อนุมัติ ส่งกลับแก้ไข และส่งรายงานจังหวัด"),
    "evidence:read": say("evidence_read", "อ่านและดาวน์โหลดหลักฐาน"),
    "evidence:write": say("evidence_write", "แนบและนำหลักฐานออก"),
    "data:read": say("data_read", "อ่านฐานข้อมูลจังหวัด รายการ และชุดข้อมูลที่ส่ง"),
    "data:write": say("data_write", "นำเข้าและส่งข้อมูลของหน่วยงาน และดูแลรายการกับพื้นที่"),
    "data:sign": say("data_sign", "รับรองข้อมูล รับเข้าฐานข้อมูลจังหวัด และส่งกลับแก้ไข"),
    "scores:read": say("scores_read", "อ่านผลการตรวจและคะแนน"),
    "scores:write": say("scores_write", "ตรวจผล คิดคะแนน และเปิดคะแนนใหม่"),
    "scores:sign": say("scores_sign", "ยืนยันคะแนน ประกาศผล วินิจฉัยอุทธรณ์ และใช้ตัวเลขทางการ"),
    "letters:read": say("letters_read", "อ่านหนังสือ ทะเบียน การประชุม และลิงก์สั้น"),
    "letters:write": say(
        "letters_write", "อ่านหนังสือเข้า ร่าง เสนอ ส่ง และรับทราบหนังสือ ทำร่างกรอบจากหนังสือ และทำลิงก์สั้น"
    ),
    "letters:sign": say("letters_sign", "เห็นชอบ ส่งกลับ ลงนาม และยกเลิกหนังสือที่ออก"),
    "notices:read": say("notices_read", "อ่านการแจ้งเตือน"),
    "notices:write": say("notices_write", "ทำเครื่องหมายว่าอ่านแล้ว"),
    "notices:settings": say("notices_settings", "ตั้งค่าการแจ้งเตือนของตน LINE และที่อยู่ปฏิทิน"),
    "audit:read": say("audit_read", "อ่านประวัติการใช้งานเพื่อตรวจสอบ"),
    "webhooks:read": say("webhooks_read", "อ่านปลายทางแจ้งเหตุการณ์และบันทึกการส่ง"),
    "webhooks:write": say("webhooks_write", "เพิ่มและจัดการปลายทางแจ้งเหตุการณ์"),
}
# A person's word: it counts as long as the proof behind the token is fresh (decision 0024).
SIGNING = frozenset(scope for scope in SCOPES if scope.endswith(":sign"))
SIGNS_FOR = timedelta(hours=24)
# What a system may do by itself besides reading: it records, people sign.
OF_A_RECORDING_SYSTEM = frozenset({"reports:write", "evidence:write", "data:write", "notices:write"})


def refuse_scopes(scopes: Iterable[str]) -> Refusal | None:
    """At least one, and only such as there are."""
    asked = set(scopes)
    if not asked:
        return refuse("token_without_scopes", "เลือกสิ่งที่โทเคนทำได้อย่างน้อยหนึ่งอย่าง")
    if unknown := asked - SCOPES.keys():
        return refuse("scope_unknown", "ไม่รู้จักขอบเขต {scopes}", scopes=", ".join(sorted(unknown)))
    return None


def refuse_service_scopes(scopes: Iterable[str], *, records: bool) -> Refusal | None:
    """A system reads; where it ``records`` for its agency it also saves and sends on. It never signs."""
    allowed = OF_A_RECORDING_SYSTEM if records else frozenset()
    beyond = sorted(scope for scope in scopes if not scope.endswith(":read") and scope not in allowed)
    if not beyond:
        return None
    return refuse(
        "system_does_not_sign",
        "โทเคนของระบบใช้ {scopes} ไม่ได้ – ระบบอ่านและบันทึกร่างได้ แต่การลงนามและการตัดสินเป็นของคนเท่านั้น",
        scopes=", ".join(beyond),
    )


def refuse_signing(scope: str, *, made_at: datetime, now: datetime) -> Refusal | None:
    """A token signs on the day it was made for; whoever made it had just proven who they are."""
    if scope not in SIGNING or now < made_at + SIGNS_FOR:
        return None
    return refuse(
        "token_signs_no_more",
        "โทเคนนี้สร้างมาเกิน {hours} ชั่วโมงแล้ว จึงอนุมัติ ลงนาม หรือประกาศแทนคุณไม่ได้ – สร้างโทเคนใหม่สำหรับงานนี้",
        hours=int(SIGNS_FOR.total_seconds() // 3600),
    )
