"""The columns of the form that an agency fills in a spreadsheet: written and read by the same list."""

from dataclasses import dataclass

SHEET = "รายงานผล"
FACTS = "_samrit"  # the hidden sheet that says whose form it is
CODE = "รหัส"


@dataclass(frozen=True)
class Column:
    """``key`` names a fact of the KPI or a field of the entry; ``typed``: the office fills it."""

    key: str
    title: str
    width: int
    typed: bool = False
    help: str = ""


COLUMNS: tuple[Column, ...] = (
    Column("code", CODE, 8),
    Column("name", "ตัวชี้วัด", 44),
    Column("unit", "หน่วย", 12),
    Column("direction", "ทิศทาง", 14),
    Column("basic", "ขั้นต้น", 12),
    Column("standard", "มาตรฐาน", 12),
    Column("advanced", "ขั้นสูง", 12),
    Column("last_year", "ผลปีก่อน", 12),
    Column("six_month", "ผลรอบก่อน", 12),
    Column("status", "สถานะ", 16),
    Column("numerator", "ตัวตั้ง", 14, typed=True, help="เฉพาะตัวชี้วัดร้อยละ กรอกคู่กับตัวหาร ระบบคิดร้อยละให้"),
    Column("denominator", "ตัวหาร", 14, typed=True, help="เฉพาะตัวชี้วัดร้อยละ กรอกคู่กับตัวตั้ง"),
    Column(
        "value", "ผลการดำเนินงาน", 18, typed=True, help="ตัวเลขเดียวตามหน่วยที่แสดง เลขไทยหรืออารบิกก็ได้ ไม่ต้องพิมพ์หน่วย"
    ),
    Column("answer", "เหตุที่ไม่มีตัวเลข", 24, typed=True, help="เลือกจากรายการ เฉพาะเมื่อไม่มีตัวเลข ไม่มีข้อมูลไม่เท่ากับ 0"),
    Column(
        "figure_reason", "เหตุผลหากตัวเลขผิดสังเกต", 30, typed=True, help="เช่น ต่างจากปีก่อนเกิน 10 เท่า เพราะเหตุใด"
    ),
    Column("narrative", "คำชี้แจง", 50, typed=True, help="ทำอะไร ที่ไหน ได้ผลอย่างไร และตัวเลขมาจากแหล่งใด"),
    Column("supporting_factors", "ปัจจัยสนับสนุน", 36, typed=True),
    Column("obstacles", "ปัญหาอุปสรรค", 36, typed=True),
)
TYPED = tuple(column.key for column in COLUMNS if column.typed)
FIGURES = ("numerator", "denominator", "value")
