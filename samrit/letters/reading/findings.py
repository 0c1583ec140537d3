"""Every finding that reading can make: its code, how grave it is, and its sentence (table in docs/letters.md)."""

from dataclasses import dataclass, replace

from samrit.letters.reading.shapes import Finding
from samrit.rules.wording import Message, say

ERROR, WARNING, INFO = "error", "warning", "info"


@dataclass(frozen=True)
class Kind:
    """One sentence. Several sentences may share a code, which is the sentence's own ``message.code``."""

    severity: str
    message: Message


KINDS: dict[str, Kind] = {
    # ── letters ──
    "letter_two_numbers": Kind(ERROR, say("letter_two_numbers", "หนังสือฉบับเดียวกันมีสองเลขที่: {first} และ {second} – โปรดเลือกเลขที่ที่ถูกต้อง")),
    "letter_two_dates": Kind(ERROR, say("letter_two_dates", "หนังสือ {number} มีสองวันที่: {first} และ {second} – โปรดเลือกวันที่ที่ถูกต้อง")),
    "numbers_alike": Kind(WARNING, say("numbers_alike", "เลขที่หนังสือ {first} กับ {second} ต่างกันเพียงตัวเลขที่อ่านสับสนกันได้ – ควรตรวจกับต้นฉบับ")),
    "days_alike": Kind(WARNING, say("days_alike", "วันที่ของหนังสือ {first} กับ {second} ต่างกันเพียงตัวเลขที่อ่านสับสนกันได้ – ควรตรวจกับต้นฉบับ")),
    "number_equals_year": Kind(WARNING, say("number_equals_year", "เลขที่หนังสือ {number} ตรงกับปี พ.ศ. {year} – อาจอ่านปีเป็นเลขที่ โปรดตรวจสอบ")),
    "number_missing": Kind(WARNING, say("number_missing", "หนังสือฉบับนี้ไม่มีเลขที่หรือเลขที่ไม่ครบ")),
    "date_missing": Kind(WARNING, say("date_missing", "หนังสือ {number} ไม่มีวันที่")),
    "date_incomplete": Kind(WARNING, say("date_incomplete", "หนังสือ {number} มีเดือนและปี แต่ไม่มีวันที่")),
    "recipient_missing": Kind(WARNING, say("recipient_missing", "หนังสือ {number} ไม่ได้ระบุผู้รับหลังคำว่า “เรียน” – ระบบไม่เดาผู้รับให้")),
    "recipient_unclear": Kind(WARNING, say("recipient_unclear", "ผู้รับ “{read}” มีอักษรย่อที่อ่านไม่ออก – โปรดตรวจสอบกับต้นฉบับ")),
    "unknown_issuer_code": Kind(ERROR, say("unknown_issuer_code", "ไม่มีส่วนราชการที่ใช้รหัสหนังสือ “{read}”")),
    "unknown_issuer_code_near": Kind(ERROR, say("unknown_issuer_code", "ไม่มีส่วนราชการที่ใช้รหัสหนังสือ “{read}” – น่าจะเป็น “{near}” ({owner})")),
    "unknown_province": Kind(ERROR, say("unknown_province", "ไม่มีจังหวัดชื่อ “{read}”")),
    "unknown_province_near": Kind(ERROR, say("unknown_province", "ไม่มีจังหวัดชื่อ “{read}” – น่าจะเป็น “{near}”")),
    "province_contradicts": Kind(ERROR, say("province_contradicts", "จังหวัดไม่ตรงกัน: ที่นี่อ่านได้ “{read}” แต่ส่วนอื่นของเอกสารเป็น “{other}”")),
    "year_contradicts": Kind(ERROR, say("year_contradicts", "ปีไม่ตรงกัน: ที่นี่อ่านได้ {read} แต่ส่วนอื่นของเอกสารเป็น {other} (พบ {places} แห่ง)")),
    "year_differs": Kind(
        WARNING,
        say("year_contradicts", "เรื่องของหนังสือนี้เป็นปี {read} แต่ส่วนอื่นของเอกสารเป็นปี {other} – โปรดตรวจว่าเป็นเอกสารชุดเดียวกัน"),
    ),
    "cited_later": Kind(WARNING, say("cited_later", "หนังสือ {number} ลงวันที่ {own} แต่อ้างถึงหนังสือที่ลงวันที่ทีหลัง ({cited})")),
    "enclosure_count": Kind(WARNING, say("enclosure_count", "หนังสือ {number} กล่าวถึงสิ่งที่ส่งมาด้วย {stated} รายการ แต่อ่านได้ {found} รายการ")),
    "enclosures_without_label": Kind(INFO, say("enclosures_without_label", "รายการนี้ไม่มีคำว่า “สิ่งที่ส่งมาด้วย” นำหน้า ระบบนับเป็นสิ่งที่ส่งมาด้วยตามลำดับในหนังสือ")),
    "receiving_stamp": Kind(INFO, say("receiving_stamp", "ตราประทับรับหนังสือ “{stamp}” – ไม่ใช่เลขที่หรือวันที่ของหนังสือ")),
    "stray_note": Kind(INFO, say("stray_note", "ข้อความ “{read}” ไม่เข้ากับส่วนใดของหนังสือ ระบบไม่ได้นำไปใช้")),
    # ── dates ──
    "weekday_contradicts": Kind(ERROR, say("weekday_contradicts", "วันไม่ตรงกับวันที่: {date} เป็นวัน{right} แต่หนังสือเขียนว่าวัน{read}")),
    "impossible_date": Kind(ERROR, say("impossible_date", "ไม่มีวันที่ “{read}” ในปฏิทิน")),
    # ── windows and meetings ──
    "window_year_contradicts": Kind(ERROR, say("window_year_contradicts", "ช่วงรายงานรอบ {round} เดือนมีสองปี: {read} และ {other}")),
    "window_two_readings": Kind(ERROR, say("window_two_readings", "ช่วงรายงานรอบ {round} เดือนไม่ตรงกัน: {read} และ {other}")),
    "window_backwards": Kind(ERROR, say("window_backwards", "ช่วงรายงานปิดก่อนเปิด: {read}")),
    "round_missing": Kind(WARNING, say("round_missing", "ช่วงรายงาน {read} ไม่ได้บอกว่าเป็นรอบกี่เดือน")),
    "other_deadline": Kind(INFO, say("other_deadline", "มีกำหนดส่งอีกวันหนึ่งในรอบ {round} เดือน: {read}")),
    "meeting_two_places": Kind(INFO, say("meeting_two_places", "การประชุมเดียวกันระบุสถานที่สองแห่ง: {first} และ {second}")),
    "meeting_before_letter": Kind(WARNING, say("meeting_before_letter", "การประชุมวันที่ {read} มาก่อนวันที่ของหนังสือที่เชิญ ({other})")),
    "agenda_times": Kind(WARNING, say("agenda_times", "เวลาในกำหนดการไม่ต่อกัน: {read}")),
    # ── frameworks ──
    "fiscal_year_missing": Kind(ERROR, say("fiscal_year_missing", "กรอบตัวชี้วัดนี้ไม่ได้บอกปีงบประมาณ")),
    "province_missing": Kind(ERROR, say("province_missing", "กรอบตัวชี้วัดนี้ไม่ได้บอกจังหวัด")),
    "weights_not_total": Kind(ERROR, say("weights_not_total", "น้ำหนักทั้งกรอบรวมได้ {sum} ไม่ครบ 100")),
    "component_weights_not_total": Kind(ERROR, say("component_weights_not_total", "น้ำหนักตัวชี้วัดใน{component}รวมได้ {sum} แต่หนังสือระบุ {stated}")),
    "group_weights_not_total": Kind(ERROR, say("group_weights_not_total", "น้ำหนักตัวชี้วัดในกลุ่ม “{group}” รวมได้ {sum} แต่หนังสือระบุ {stated}")),
    "part_weights_not_total": Kind(ERROR, say("part_weights_not_total", "น้ำหนักย่อยของตัวชี้วัด “{kpi}” รวมได้ {sum} แต่ตัวชี้วัดมีน้ำหนัก {stated}")),
    "stated_total_differs": Kind(ERROR, say("stated_total_differs", "ตารางเขียนน้ำหนักรวม {stated} แต่บวกได้ {sum}")),
    "weight_missing": Kind(WARNING, say("weight_missing", "“{name}” ไม่มีน้ำหนัก ทั้งที่รายการอื่นมี")),
    "weight_unreadable": Kind(ERROR, say("weight_unreadable", "อ่านน้ำหนักไม่ออก: “{read}”")),
    "weight_out_of_range": Kind(ERROR, say("weight_out_of_range", "น้ำหนัก {read} ของ “{name}” ต้องมากกว่า 0 และไม่เกิน 100")),
    "part_without_name": Kind(WARNING, say("part_without_name", "ตัวชี้วัด “{kpi}” มีน้ำหนักย่อยมากกว่าชื่อตัวชี้วัดย่อย")),
    "owner_missing": Kind(WARNING, say("owner_missing", "ตัวชี้วัด “{kpi}” ไม่มีหน่วยงานรับผิดชอบ ทั้งที่ตัวอื่นมี")),
    "duplicate_kpi_number": Kind(ERROR, say("duplicate_kpi_number", "{component}มีตัวชี้วัดเลขที่ {number} สองตัว: “{first}” และ “{second}”")),
    "kpi_number_gap": Kind(WARNING, say("kpi_number_gap", "ลำดับตัวชี้วัดข้ามจาก {before} เป็น {after} – อาจมีแถวที่อ่านไม่พบ")),
    "words_loose": Kind(WARNING, say("words_loose", "ข้อความ “{read}” อยู่ติดกับแถวของตัวชี้วัด แต่ไม่ได้อ่านเป็นส่วนของแถวใด – โปรดเทียบกับต้นฉบับ")),
    "duplicate_kpi_name": Kind(WARNING, say("duplicate_kpi_name", "มีตัวชี้วัดชื่อเดียวกันสองแห่ง: “{kpi}”")),
    "component_empty": Kind(WARNING, say("component_empty", "{component}ไม่มีตัวชี้วัด และไม่ได้เขียนว่าไม่ประเมิน")),
    "component_not_assessed_weighed": Kind(WARNING, say("component_not_assessed_weighed", "{component}เขียนว่าไม่ประเมิน แต่มีน้ำหนักหรือตัวชี้วัด")),
    # ── agencies ──
    "agency_lists_differ": Kind(WARNING, say("agency_lists_differ", "บัญชีรายชื่อสองแห่งไม่ตรงกัน: เพิ่ม {added} ขาด {missing}")),
    "agency_two_names": Kind(INFO, say("agency_two_names", "หน่วยงานเดียวกันเขียนสองแบบ: “{first}” และ “{second}”")),
    "duplicate_agency": Kind(WARNING, say("duplicate_agency", "“{name}” อยู่ในบัญชีเดียวกันสองครั้ง")),
    "list_number_gap": Kind(WARNING, say("list_number_gap", "ลำดับในบัญชีรายชื่อขาดเลข {number} – อาจมีรายการที่อ่านไม่พบ")),
    # ── words ──
    "near_known_name": Kind(WARNING, say("near_known_name", "“{read}” ใกล้เคียงกับชื่อที่มีอยู่แล้ว “{known}” – หมายถึงชื่อนี้หรือไม่")),
    "near_known_word": Kind(WARNING, say("near_known_name", "อ่านได้ “{read}” – น่าจะเป็น “{known}”")),
    # ── the file ──
    "secret_found": Kind(WARNING, say("secret_found", "พบรหัสผ่านหรือชื่อบัญชีในหนังสือ {count} แห่ง ระบบปิดบังไว้แล้วและไม่ได้เก็บ – โปรดแจ้งเจ้าของระบบให้เปลี่ยนรหัสผ่าน")),
    "page_without_text": Kind(WARNING, say("page_without_text", "หน้า {pages} เป็นภาพ ไม่มีตัวอักษรให้อ่าน – เนื้อความในหน้านั้นไม่ได้นำมาใช้")),
    "read_from_scan": Kind(INFO, say("read_from_scan", "หน้า {pages} อ่านจากภาพสแกน – โปรดเทียบกับภาพข้างข้อความก่อนยืนยัน")),
    "field_unsure": Kind(WARNING, say("field_unsure", "อ่านภาพไม่ชัด (มั่นใจ {sure} ใน 100): “{read}” – โปรดเทียบกับภาพ")),
    "damaged_characters": Kind(WARNING, say("damaged_characters", "ไฟล์มีอักขระเสีย {count} ตัว แสดงเป็น \N{REPLACEMENT CHARACTER}")),
    "sheet_hidden": Kind(WARNING, say("sheet_hidden", "แผ่นงาน {sheets} ซ่อนอยู่ในไฟล์ จึงไม่ได้อ่าน – ถ้าต้องการให้อ่าน เลิกซ่อนแล้วส่งใหม่")),
    "cells_hidden": Kind(WARNING, say("cells_hidden", "แผ่นงาน {sheet} มีแถวหรือคอลัมน์ที่ซ่อนไว้ {count} แห่ง ซึ่งอ่านด้วย – โปรดตรวจว่าเป็นส่วนของตาราง")),
    "formula_without_value": Kind(
        ERROR, say("formula_without_value", "เซลล์ {cell} ของแผ่นงาน {sheet} เป็นสูตรที่ยังไม่มีค่า – เปิดในโปรแกรมตาราง บันทึกใหม่ แล้วส่งอีกครั้ง หรือพิมพ์ค่าแทนสูตร")
    ),
    "formula_failed": Kind(ERROR, say("formula_failed", "สูตรในเซลล์ {cell} ของแผ่นงาน {sheet} ให้ผลผิดพลาด – โปรดแก้สูตร หรือพิมพ์ค่าแทน แล้วส่งใหม่")),
    "nothing_found": Kind(WARNING, say("nothing_found", "ไม่พบหนังสือราชการ ช่วงรายงาน การประชุม รายชื่อหน่วยงาน หรือกรอบตัวชี้วัดในไฟล์นี้")),
}  # fmt: skip


def finding(name: str, line: int, readings: tuple[str, ...] = (), /, **values: str | int) -> Finding:
    """The finding of that name. ``readings``: as read first, then what else it could be."""
    kind = KINDS[name]
    message = replace(kind.message, values={field: str(value) for field, value in values.items()})
    return Finding(message.code, kind.severity, message, line, readings)
