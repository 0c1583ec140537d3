"""The fields of รายละเอียดตัวชี้วัด, in the order of the paper.

Form, page, PDF, DOCX and the list of what changed are all made from this table; a field added here is in each of them.
"""

from samrit.rules.kpi_template.kinds import Column, Field, Kind, Section
from samrit.rules.kpi_template.results import PAST, TARGETS, WORK
from samrit.rules.wording import say

_UNIT = say("kt_unit", "หน่วยวัด")

IDENTITY = Section(
    "identity",
    say("kt_identity", "ข้อมูลตัวชี้วัด"),
    (
        Field("number", say("kt_number", "ลำดับตัวชี้วัด"), say("kt_number_help", "องค์ประกอบและเลขที่ตามกรอบ"), Kind.OF_KPI),
        Field("name", say("kt_name", "ชื่อตัวชี้วัด"), say("kt_name_help", "ตามกรอบที่ประกาศ"), Kind.OF_KPI),
        Field("component", say("kt_component", "องค์ประกอบ"), say("kt_component_help", "ตามกรอบที่ประกาศ"), Kind.OF_KPI),
        Field(
            "group", say("kt_group", "ประเภทตัวชี้วัด"),
            say("kt_group_help", "เช่น ตัวชี้วัดตามภารกิจ (Functional KPIs) หรือตัวชี้วัดบูรณาการ (Joint KPIs)"), Kind.OF_KPI,
        ),
        Field("weight", say("kt_weight", "น้ำหนัก"), say("kt_weight_help", "ร้อยละของน้ำหนักรวมทั้งกรอบ"), Kind.OF_KPI),
        Field("parts", say("kt_parts", "น้ำหนักตัวชี้วัดย่อย"), say("kt_parts_help", "ตัวชี้วัดย่อยและน้ำหนักตามกรอบ"), Kind.OF_KPI),
        Field("unit", _UNIT, say("kt_unit_help", "ตามกรอบที่ประกาศ เช่น ล้านบาท ร้อยละ"), Kind.OF_KPI),
        Field("owners", say("kt_owners", "หน่วยงานรับผิดชอบ"), say("kt_owners_help", "หน่วยงานแรกเป็นหน่วยงานหลัก"), Kind.OF_KPI),
        Field(
            "cancelled", say("kt_cancelled", "ยกเลิกในปีนี้"),
            say("kt_cancelled_help", "มาจากมติยกเลิกตัวชี้วัดในรอบของปี"), Kind.OF_KPI,
        ),
    ),
)  # fmt: skip

LINKS = Section(
    "links",
    say("kt_links", "ความเชื่อมโยงกับแผน"),
    (
        Field(
            "strategic", say("kt_strategic", "ความเชื่อมโยงกับ Strategic KPIs"),
            say("kt_strategic_help", "มาจากการถ่ายทอดที่บันทึกไว้ท้ายหน้านี้"), Kind.OF_KPI,
        ),
        Field(
            "mission", say("kt_mission", "พันธกิจ"),
            say("kt_mission_help", "เขียนพันธกิจของจังหวัดหรือหน่วยงานที่ตัวชี้วัดนี้สนับสนุน เช่น ยกระดับเศรษฐกิจฐานรากให้เข้มแข็ง"),
        ),
        Field(
            "strategy", say("kt_strategy", "ประเด็นยุทธศาสตร์"),
            say("kt_strategy_help", "เขียนประเด็นยุทธศาสตร์ตามแผนพัฒนาจังหวัด พร้อมลำดับ เช่น ประเด็นที่ 2 พัฒนาการท่องเที่ยวอย่างยั่งยืน"),
        ),
        Field(
            "goal", say("kt_goal", "เป้าประสงค์"),
            say("kt_goal_help", "เขียนผลที่ต้องการให้เกิดเมื่อบรรลุตัวชี้วัด เช่น ประชาชนมีรายได้เพิ่มขึ้นอย่างทั่วถึง"),
        ),
        Field(
            "national_strategy", say("kt_national_strategy", "ยุทธศาสตร์ชาติและแผนแม่บท"),
            say("kt_national_strategy_help", "ระบุด้านของยุทธศาสตร์ชาติและแผนแม่บทที่เกี่ยวข้อง เช่น ด้านการสร้างความสามารถในการแข่งขัน แผนแม่บทการท่องเที่ยว"),
        ),
        Field(
            "development_plan", say("kt_development_plan", "แผนพัฒนาเศรษฐกิจและสังคมแห่งชาติ ฉบับที่ 13"),
            say("kt_development_plan_help", "ระบุหมุดหมายที่เกี่ยวข้อง เช่น หมุดหมายที่ 2 ไทยเป็นจุดหมายของการท่องเที่ยวที่เน้นคุณภาพและความยั่งยืน"),
        ),
        Field(
            "sdgs", say("kt_sdgs", "เป้าหมายการพัฒนาที่ยั่งยืน (SDGs)"),
            say("kt_sdgs_help", "ระบุเป้าหมายและเป้าหมายย่อย เช่น เป้าหมายที่ 8 งานที่มีคุณค่าและการเติบโตทางเศรษฐกิจ (8.9)"),
        ),
    ),
)  # fmt: skip

SCOPE = Section(
    "scope",
    say("kt_scope_section", "คำอธิบายและขอบเขต"),
    (
        Field("definition", say("kt_definition", "คำอธิบาย"), say("kt_definition_help", "ตามกรอบที่ประกาศ แก้ในร่างกรอบ"), Kind.OF_KPI),
        Field(
            "terms", say("kt_terms", "นิยาม"),
            say("kt_terms_help", "อธิบายคำที่อาจเข้าใจไม่ตรงกัน คำละแถว เช่น “ผู้เยี่ยมเยือน” หมายถึง นักท่องเที่ยวและนักทัศนาจรชาวไทย"),
            Kind.ROWS, term=True,
            columns=(
                Column("term", say("kt_term", "คำ"), term=True),
                Column("meaning", say("kt_meaning", "ความหมาย"), Kind.TEXT, term=True),
            ),
        ),
        Field(
            "population", say("kt_population", "ประชากรกลุ่มเป้าหมาย"),
            say("kt_population_help", "บอกว่านับใครหรืออะไร และนับเท่าไร เช่น ผู้ประกอบการ OTOP ที่ลงทะเบียน ณ 30 กันยายน จำนวน 1,250 ราย"),
            term=True,
        ),
        Field(
            "scope", say("kt_scope", "ขอบเขตการประเมิน"),
            say("kt_scope_help", "บอกสิ่งที่นับและไม่นับ เช่น นับเฉพาะรายได้จากผู้เยี่ยมเยือนชาวไทย ไม่รวมชาวต่างชาติ"), term=True,
        ),
        Field(
            "period", say("kt_period", "ช่วงเวลาที่ประเมิน"),
            say("kt_period_help", "บอกวันแรกและวันสุดท้ายของข้อมูลที่ใช้ เช่น 1 ตุลาคม 2566 – 30 กันยายน 2567"), Kind.LINE, term=True, own=True,
        ),
        Field(
            "issues", say("kt_issues", "ประเด็นการประเมิน"),
            say("kt_issues_help", "แตกสิ่งที่ประเมินเป็นประเด็น ประเด็นละแถว พร้อมหน่วยวัดและผลเมื่อทราบ เช่น จำนวน อปท. ที่จัดกิจกรรม | กิจกรรม | 16"),
            Kind.ROWS,
            columns=(
                Column("issue", say("kt_issue", "ประเด็น"), Kind.TEXT, term=True),
                Column("unit", _UNIT, term=True),
                Column("result", say("kt_issue_result", "ผลการดำเนินงาน"), Kind.NUMBER),
            ),
        ),
    ),
)  # fmt: skip

METHOD = Section(
    "method",
    say("kt_method", "การคำนวณและข้อมูล"),
    (
        Field(
            "formula", say("kt_formula", "สูตรคำนวณ"),
            say("kt_formula_help", "เขียนสูตรเป็นข้อความ ถ้าไม่มีสูตรใส่ “-” เช่น (จำนวนครัวเรือนที่พ้นเกณฑ์ × 100) ÷ จำนวนครัวเรือนเป้าหมาย"), term=True,
        ),
        Field(
            "collection", say("kt_collection", "วิธีการเก็บข้อมูล"),
            say("kt_collection_help", "บอกว่าใครเก็บ เก็บอย่างไร บ่อยแค่ไหน เช่น สำนักงานพัฒนาชุมชนอำเภอบันทึกยอดจำหน่ายทุกสิ้นเดือน"),
        ),
        Field(
            "source", say("kt_source", "แหล่งที่มาของข้อมูล"),
            say("kt_source_help", "บอกชื่อระบบหรือหน่วยงานที่ให้ข้อมูล และวันที่ดึงข้อมูล เช่น ระบบคลังข้อมูล OTOP กรมการพัฒนาชุมชน"),
        ),
        Field(
            "evaluation", say("kt_evaluation", "วิธีการประเมินผล"),
            say("kt_evaluation_help", "บอกว่าเทียบผลกับอะไรและใครตรวจ เช่น เทียบผลสะสม 12 เดือนกับค่าเป้าหมาย โดยสำนักงาน ก.พ.ร. ตรวจกับหลักฐาน"), term=True,
        ),
        Field(
            "form", say("kt_form", "แบบฟอร์มรายงาน"),
            say("kt_form_help", "บอกชื่อแบบฟอร์มที่หน่วยงานต้องกรอกแนบ ถ้ามี เช่น แบบรายงานยอดจำหน่าย OTOP รายเดือน (แบบ ก-1)"),
        ),
        Field("evidence_asked", say("kt_evidence", "หลักฐานที่ขอ"), say("kt_evidence_help", "ตามกรอบที่ประกาศ แก้ในร่างกรอบ"), Kind.OF_KPI),
    ),
)  # fmt: skip

SECTIONS = (IDENTITY, LINKS, SCOPE, METHOD, TARGETS, PAST, WORK)
FIELDS = {field.key: field for section in SECTIONS for field in section.fields}
KEPT = {key: field for key, field in FIELDS.items() if field.kind != Kind.OF_KPI}
