"""The second half of the table of fields: targets, results, work and people."""

from samrit.rules.kpi_template.kinds import Choice, Column, Field, Kind, Section
from samrit.rules.wording import say

_TARGET = say("kt_target", "เป้าหมาย")
_NOTE = say("kt_note", "หมายเหตุ")
_CONTACT = (
    Column("name", say("kt_contact_name", "ชื่อ")),
    Column("position", say("kt_position", "ตำแหน่ง")),
    Column("phone", say("kt_phone", "โทรศัพท์")),
    Column("email", say("kt_email", "อีเมล")),
)

TARGETS = Section(
    "targets",
    say("kt_targets", "เป้าหมายและเกณฑ์"),
    (
        Field("direction", say("kt_direction", "ทิศทาง"), say("kt_direction_help", "ตามกรอบที่ประกาศ"), Kind.OF_KPI),
        Field("levels", say("kt_levels", "ค่าเป้าหมาย"), say("kt_levels_help", "ขั้นต้น มาตรฐาน ขั้นสูง ตามกรอบที่ประกาศ"), Kind.OF_KPI),
        Field("interpolate", say("kt_interpolate", "วิธีคิดคะแนน"), say("kt_interpolate_help", "ตามกรอบที่ประกาศ"), Kind.OF_KPI),
        Field("scores", say("kt_scores", "น้ำหนัก คะแนน คะแนนถ่วงน้ำหนัก"), say("kt_scores_help", "คะแนนมาจากผลที่ประกาศ"), Kind.OF_KPI),
        Field(
            "level_descriptions", say("kt_level_descriptions", "คำอธิบายระดับคะแนน"),
            say("kt_level_descriptions_help", "อธิบายแต่ละระดับพร้อมช่วงค่า ระดับละแถว เช่น มาตรฐาน (75) | 1,202.17 | 1,256.26 | เพิ่มจากปีก่อนร้อยละ 4.5"),
            Kind.ROWS, term=True,
            columns=(
                Column("level", say("kt_level", "ระดับ"), term=True),
                Column("minimum", say("kt_minimum", "ตั้งแต่"), Kind.NUMBER, term=True),
                Column("maximum", say("kt_maximum", "ถึง"), Kind.NUMBER, term=True),
                Column("description", say("kt_description", "คำอธิบายระดับ"), Kind.TEXT, term=True),
            ),
        ),
        Field(
            "rounds", say("kt_rounds", "เกณฑ์รายรอบ"),
            say("kt_rounds_help", "ใส่เป้าหมายของแต่ละรอบที่ต้องรายงาน และผลเมื่อสิ้นรอบ เช่น รอบ 6 เดือน เป้าหมาย 600 ผล 588.2"),
            Kind.ROUNDS, own=True,
            columns=(
                Column("target", _TARGET, Kind.NUMBER, term=True),
                Column("actual", say("kt_actual", "ผล"), Kind.NUMBER),
            ),
        ),
        Field(
            "report_rounds", say("kt_report_rounds", "รอบที่ต้องรายงาน"),
            say("kt_report_rounds_help", "เลือกรอบที่หน่วยงานต้องรายงานผลของตัวชี้วัดนี้ เช่น ตัวชี้วัดที่มีผลปีละครั้งเลือกเฉพาะรอบ 12 เดือน"),
            Kind.CHOICE, term=True,
            choices=(
                Choice("6_12", say("kt_6_12", "รอบ 6 และ 12 เดือน")),
                Choice("6_9_12", say("kt_6_9_12", "รอบ 6, 9 และ 12 เดือน")),
                Choice("12", say("kt_12", "เฉพาะรอบ 12 เดือน")),
            ),
        ),
        Field(
            "six_month_target", say("kt_six_month_target", "เป้าหมายรอบ 6 เดือน"),
            say("kt_six_month_target_help", "ใส่ค่าที่ควรทำได้เมื่อครบ 6 เดือน เช่น 600 สำหรับเป้าหมายทั้งปี 1,202.17"), Kind.NUMBER, term=True, own=True,
        ),
        Field(
            "reason", say("kt_reason", "เหตุผลในการกำหนดเป้าหมาย"),
            say("kt_reason_help", "บอกว่าเป้าหมายมาจากไหนและท้าทายกว่าเดิมเท่าใด เช่น สูงกว่าค่าที่ดีที่สุดใน 3 ปีร้อยละ 2"), own=True,
        ),
        Field(
            "conditions", say("kt_conditions", "เงื่อนไข"),
            say("kt_conditions_help", "บอกเงื่อนไขที่ทำให้ผลหรือเกณฑ์ต่างไป เช่น ไม่นับพื้นที่ที่ประกาศเป็นเขตภัยพิบัติเกิน 60 วัน"), term=True,
        ),
        Field(
            "multi_year", say("kt_multi_year", "เป้าหมายระยะหลายปี"),
            say("kt_multi_year_help", "ใส่เป้าหมายของปีนี้และปีต่อไปเรียงเทียบกัน เช่น ปี 2568 ขั้นต้น 1,200 มาตรฐาน 1,260 ขั้นสูง 1,320"),
            Kind.YEARS, term=True, years=(-1, 0, 1, 2, 3), own=True,
            columns=(
                Column("basic", say("basic", "ขั้นต้น"), Kind.NUMBER, term=True),
                Column("standard", say("standard", "มาตรฐาน"), Kind.NUMBER, term=True),
                Column("advanced", say("advanced", "ขั้นสูง"), Kind.NUMBER, term=True),
            ),
        ),
    ),
)  # fmt: skip

PAST = Section(
    "past",
    say("kt_past", "ข้อมูลพื้นฐานและผลที่ผ่านมา"),
    (
        Field(
            "baseline", say("kt_baseline", "ข้อมูลพื้นฐานรายปี"),
            say("kt_baseline_help", "ใส่ค่าของแต่ละปีที่ใช้ตั้งเป้าหมาย ระบบเฉลี่ยให้จากปีที่มีค่า เช่น ปี 2566 1,129.02"),
            Kind.YEARS, years=(-5, -4, -3, -2, -1), mean=True, own=True,
            columns=(Column("value", say("kt_baseline_value", "ค่าพื้นฐาน"), Kind.NUMBER),),
        ),
        Field("last_year", say("kt_last_year", "ผลปีก่อน"), say("kt_last_year_help", "ตามกรอบที่ประกาศ"), Kind.OF_KPI),
        Field(
            "history", say("kt_history", "ผลย้อนหลัง 3 ปี"),
            say("kt_history_help", "ใส่เป้าหมายและผลของสามปีก่อน พร้อมหมายเหตุถ้าวัดต่างจากปีนี้ เช่น ปี 2565 เป้าหมาย 1,050 ผล 1,098.4"),
            Kind.YEARS, years=(-3, -2, -1), own=True,
            columns=(
                Column("target", _TARGET, Kind.NUMBER),
                Column("result", say("kt_result", "ผล"), Kind.NUMBER),
                Column("note", _NOTE),
            ),
        ),
        Field(
            "monthly", say("kt_monthly", "ผลรายเดือน"),
            say("kt_monthly_help", "ใส่ผลของแต่ละเดือนเมื่อทราบ เดือนที่ยังไม่มีให้เว้นว่าง ไม่ต้องใส่ 0 เช่น ต.ค. 98.4"),
            Kind.MONTHS, own=True,
            columns=(Column("value", say("kt_month_value", "ผล"), Kind.NUMBER),),
        ),
        Field(
            "monthly_total", say("kt_monthly_total", "วิธีรวมผลรายเดือน"),
            say("kt_monthly_total_help", "เลือกว่าทั้งปีคิดจากรายเดือนอย่างไร เช่น รายได้ใช้ผลรวม ค่าฝุ่นใช้ค่าเฉลี่ย"),
            Kind.CHOICE, term=True,
            choices=(
                Choice("sum", say("kt_sum", "ผลรวมทุกเดือน")),
                Choice("mean", say("kt_mean", "ค่าเฉลี่ยของเดือนที่มีผล")),
                Choice("latest", say("kt_latest", "ค่าของเดือนล่าสุด")),
            ),
        ),
    ),
)  # fmt: skip

WORK = Section(
    "work",
    say("kt_work", "การดำเนินงานและผู้รับผิดชอบ"),
    (
        Field(
            "steps", say("kt_steps", "ขั้นตอนการดำเนินงานในปี"),
            say("kt_steps_help", "เรียงขั้นตอนตามเวลา ขั้นละแถว เช่น พัฒนาผู้ประกอบการ 50 ราย | ต.ค.–ธ.ค. 2566"),
            Kind.ROWS, own=True,
            columns=(
                Column("step", say("kt_step", "ขั้นตอน"), Kind.TEXT),
                Column("when", say("kt_when", "ช่วงเวลา")),
            ),
        ),
        Field(
            "benefit", say("kt_benefit", "ประโยชน์ที่ประชาชนได้รับ"),
            say("kt_benefit_help", "บอกสิ่งที่ประชาชนได้จากผลนี้เป็นรูปธรรม เช่น ครัวเรือนผู้ผลิตมีรายได้เพิ่มเฉลี่ยเดือนละ 1,500 บาท"),
        ),
        Field(
            "supervisor", say("kt_supervisor", "ผู้กำกับดูแลตัวชี้วัด"),
            say("kt_supervisor_help", "ใส่ช่องทางของสำนักงาน ไม่ใช่เบอร์ส่วนตัว เช่น พัฒนาการจังหวัด | 0 2xxx xxxx ต่อ 11"),
            Kind.ROWS, own=True, columns=_CONTACT,
        ),
        Field(
            "collector", say("kt_collector", "ผู้จัดเก็บข้อมูล"),
            say("kt_collector_help", "ใส่ผู้ที่ตอบคำถามเรื่องตัวเลขได้ คนละแถว เช่น นักวิชาการพัฒนาชุมชนชำนาญการ | 0 2xxx xxxx ต่อ 15"),
            Kind.ROWS, own=True, columns=_CONTACT,
        ),
        Field(
            "remark", _NOTE,
            say("kt_remark_help", "เขียนสิ่งที่ผู้อ่านต้องรู้เพิ่มและไม่อยู่ในช่องอื่น เช่น ข้อมูลเดือนกันยายนประกาศกลางเดือนพฤศจิกายน"),
        ),
    ),
)  # fmt: skip
