"""Sample values for the gallery: long names, tone marks, empty and full."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms

from samrit.rules.wording import refuse, say
from samrit.ui.navigation import NavItem
from samrit.ui.pieces import Cell, Change, Crumb, Event, Explanation, FileItem, Head, Input, Matrix, Step
from samrit.ui.states import STATES

NAVIGATION = (
    NavItem("/ui/", "งานของฉัน", "inbox", count=3, active=True),
    NavItem("/ui/?province", "ภาพรวมจังหวัด", "grid-3x3-gap"),
    NavItem("/ui/?frameworks", "กรอบการประเมิน", "bullseye"),
    NavItem("/ui/?letters", "หนังสือ", "envelope-paper", count=1),
    NavItem("/ui/?results", "ผลการประเมิน", "bar-chart-line"),
)
LONG_AGENCY = "สำนักงานทรัพยากรธรรมชาติและสิ่งแวดล้อมจังหวัดพระนครศรีอยุธยา (กลุ่มงานสิ่งแวดล้อมและควบคุมมลพิษ)"
AGENCIES = (
    "สำนักงานพัฒนาชุมชนจังหวัด",
    "ที่ทำการปกครองจังหวัด",
    "สำนักงานอุตสาหกรรมจังหวัด",
    LONG_AGENCY,
    "สำนักงานป้องกันและบรรเทาสาธารณภัยจังหวัด",
    "สำนักงานสถิติจังหวัด",
)


class SampleForm(forms.Form):
    result = forms.CharField(label="ผลการดำเนินงาน", help_text="พิมพ์เลขไทยหรือเลขอารบิกก็ได้ เช่น ๙๘.๘๗")
    email = forms.EmailField(label="อีเมล")
    choice = forms.ChoiceField(
        label="เหตุที่ไม่มีผล", choices=[("", "เลือก"), ("1", "ไม่มีข้อมูล"), ("2", "ไม่เกี่ยวข้อง")]
    )
    way = forms.ChoiceField(
        label="ทิศทาง",
        choices=[("up", "ยิ่งมากยิ่งดี"), ("down", "ยิ่งน้อยยิ่งดี")],
        widget=forms.RadioSelect,
        initial="up",
    )
    note = forms.CharField(label="คำชี้แจงผลการดำเนินงาน", widget=forms.Textarea, required=False)
    file = forms.FileField(label="ไฟล์หลักฐาน", required=False, help_text="PDF, รูปภาพ, Word, Excel ไม่เกิน 20 MB")
    sure = forms.BooleanField(label="ตรวจแล้วว่าตรงกับหลักฐาน", required=False)


class FilterForm(forms.Form):
    word = forms.CharField(label="ค้นชื่อตัวชี้วัด", required=False)
    state = forms.ChoiceField(label="สถานะ", required=False, choices=[("", "ทุกสถานะ"), ("draft", "ฉบับร่าง")])


def pieces(now: datetime) -> dict[str, Any]:
    """Everything the gallery's template shows, around the moment ``now``."""
    return {
        "now": now,
        "scales": _scales(),
        "clocks": _clocks(now),
        "states": list(STATES),
        "paths": _paths(now),
        "explanation": _explanation(now),
        "matrix": _matrix(),
        "events": _events(now),
        "files": _files(now),
        "crumbs": (Crumb("งานของฉัน", "/ui/"), Crumb("รอบ 6 เดือน ปี 2567", "/ui/"), Crumb("ฝุ่นละออง PM 2.5")),
        "facts": (("หน่วยวัด", "ไมโครกรัมต่อลูกบาศก์เมตร"), ("หน่วยงานรับผิดชอบ", LONG_AGENCY), ("สูตรคำนวณ", "")),
        "long_agency": LONG_AGENCY,
        "refusal": refuse(
            "window_closed", "ปิดรับรายงานรอบ 6 เดือนแล้วเมื่อ {when}", when="11 เม.ย. 2567 เวลา 16.30 น."
        ),
        "score": Decimal("94.97351"),
        "size": 1_468_006,
    }


def _scales() -> list[dict[str, Any]]:
    poverty = (Decimal("98.72"), Decimal("98.84"), Decimal("98.90"))
    revenue = (Decimal(11_504_000_000), Decimal(12_021_700_000), Decimal("12562700000.5"))
    dust = (Decimal(25), Decimal(22), Decimal(20))
    return [
        {"name": "ระหว่างมาตรฐานกับขั้นสูง", "levels": poverty, "direction": "up", "result": Decimal("98.87"),
         "last_year": Decimal("98.70"), "six_month": Decimal("98.80"), "unit": "ร้อยละ"},
        {"name": "ยิ่งน้อยยิ่งดี", "levels": dust, "direction": "down", "result": Decimal(21), "last_year": Decimal("27.4"),
         "six_month": Decimal(24), "unit": "ไมโครกรัมต่อลูกบาศก์เมตร"},
        {"name": "เกินขั้นสูง ตัวเลขยาว หน่วยยาว", "levels": revenue, "direction": "up", "result": Decimal("13998765432.1"),
         "last_year": Decimal(11_900_000_000), "unit": "บาท (เฉพาะรายได้จากผู้เยี่ยมเยือนชาวไทยในเขตพื้นที่จังหวัด)"},
        {"name": "ต่ำกว่าขั้นต้นมาก", "levels": poverty, "direction": "up", "result": Decimal(12), "unit": "ร้อยละ"},
        {"name": "ยิ่งน้อยยิ่งดี เกินเกณฑ์", "levels": dust, "direction": "down", "result": Decimal(61), "unit": "ไมโครกรัม"},
        {"name": "ยังไม่มีผล", "levels": poverty, "direction": "up", "unit": "ร้อยละ",
         "missing": say("not_yet_published", "แหล่งข้อมูลยังไม่เผยแพร่")},
        {"name": "ยังไม่กำหนดเป้าหมาย", "levels": None, "direction": "up", "result": Decimal(3), "unit": "ระดับ"},
    ]  # fmt: skip


def _clocks(now: datetime) -> list[tuple[datetime, datetime]]:
    opened, day = now - timedelta(days=10), timedelta(days=1)
    minute = timedelta(minutes=1)
    return [
        (now + 2 * day, now + 20 * day),
        (opened, now + 9 * day + 125 * minute),
        (opened, now + 2 * day + 240 * minute),
        (opened, now + 61 * minute),
        (opened, now + minute / 2),
        (opened, now - day),
    ]


def _paths(now: datetime) -> list[tuple[Step, ...]]:
    names = ("บันทึก", "อนุมัติ", "จังหวัดส่ง", "ตรวจ", "คะแนน")
    yesterday = now - timedelta(days=1)
    first = Step(names[0], "done", "ผู้บันทึก · พัฒนาชุมชน", yesterday)
    todo = tuple(Step(name, "todo") for name in names)
    return [
        (first, Step(names[1], "current", f"ผู้อนุมัติ · {LONG_AGENCY}", now), *todo[2:]),
        (Step(names[0], "refused", "ส่งกลับให้ผู้บันทึก · พัฒนาชุมชน", now), *todo[1:]),
        tuple(Step(name, "done", "สำนักงานจังหวัด", yesterday) for name in names),
        todo,
    ]


def _explanation(now: datetime) -> Explanation:
    return Explanation(
        inputs=(
            Input("ผลการดำเนินงาน", "98.87", "ร้อยละ", "สรุปผล.pdf", "/ui/"),
            Input("เป้าหมายมาตรฐาน", "98.84", "ร้อยละ", "กรอบการประเมิน ฉบับปรับปรุง"),
            Input("เป้าหมายขั้นสูง", "98.90", "ร้อยละ", "กรอบการประเมิน ฉบับปรับปรุง"),
            Input("น้ำหนัก", "10"),
        ),
        steps=(
            say("between", "ผล {x} อยู่ระหว่างมาตรฐาน {s} กับขั้นสูง {a}", x="98.87", s="98.84", a="98.90"),
            say(
                "line",
                "คะแนน = 75 + 25 × ({x} − {s}) ÷ ({a} − {s}) = {score}",
                x="98.87",
                s="98.84",
                a="98.90",
                score="87.5",
            ),
            "คะแนนถ่วงน้ำหนัก = 10 × 87.5 ÷ 100 = 8.75",
        ),
        rule="ชุดเกณฑ์ปี 2567 การเทียบบัญญัติไตรยางศ์",
        source="รายละเอียดตัวชี้วัด ฉบับปรับปรุง",
        source_url="/ui/",
        by="ผู้ประเมิน · หน่วยงานกลาง",
        at=now,
    )


def _matrix() -> Matrix:
    codes = (
        "published", "verified", "filed", "approved", "submitted", "draft", "returned", "late", "not_started",
        "no_data", "not_applicable",
    )  # fmt: skip
    columns = [Head(f"1.{n}", f"ตัวชี้วัดที่ 1.{n} คุณภาพของแม่น้ำสายหลักอยู่ในเกณฑ์ดี", "/ui/") for n in range(1, 8)]
    columns += [Head(f"2.{n}", f"ตัวชี้วัดที่ 2.{n}", "/ui/") for n in range(1, 5)]
    rows = []
    for start, agency in enumerate(AGENCIES):
        cells: list[Cell | None] = [
            Cell(codes[(start + n) % len(codes)], "/ui/") for n in range(len(columns))
        ]
        cells[(start * 2 + 1) % len(cells)] = None
        cells[0] = Cell("verified", "/ui/", "87.5")
        rows.append((Head(agency, url="/ui/"), cells))
    return Matrix(columns, rows, caption="สถานะของแต่ละหน่วยงานและตัวชี้วัด", corner="หน่วยงาน")


def _events(now: datetime) -> tuple[Event, ...]:
    return (
        Event("ส่งกลับแก้ไข", "ผู้อนุมัติ · พัฒนาชุมชน", now, "ตัวเลขไม่ตรงกับหลักฐานหน้า 3\nโปรดแนบฉบับที่ลงนามแล้ว", icon="arrow-return-left"),
        Event("แก้ไขผลการดำเนินงาน", f"ผู้บันทึก · {LONG_AGENCY}", now - timedelta(hours=3),
              changes=(Change("ผล", "98.70", "98.87"), Change("ปัจจัยสนับสนุน", None, "ความร่วมมือของผู้นำชุมชน")), icon="pencil-square"),
        Event("เริ่มบันทึก", "ผู้บันทึก · พัฒนาชุมชน", now - timedelta(days=2), icon="plus-lg"),
    )  # fmt: skip


def _files(now: datetime) -> tuple[FileItem, ...]:
    return (
        FileItem(
            "สรุปผลการขับเคลื่อนศูนย์อำนวยการขจัดความยากจนฯ ฉบับลงนาม.pdf",
            "/ui/",
            1_468_006,
            "pdf",
            "ผู้บันทึก",
            now,
            state="accepted",
        ),
        FileItem("ภาพกิจกรรม.jpg", "/ui/", 812_000, "image", "ผู้บันทึก", now),
        FileItem("ข้อมูลรายอำเภอ.xlsx", "/ui/", 93_000, "sheet", note="ไม่เผยแพร่"),
        FileItem("เอกสารลับ.zip", "", 900, "zip", note="บัญชีนี้ดาวน์โหลดไม่ได้"),
    )
