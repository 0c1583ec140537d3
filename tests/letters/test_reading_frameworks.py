"""KPI tables and lists in every dress that an office gives them."""

from decimal import Decimal

import pytest

from samrit.letters.reading import read
from samrit.letters.reading.shapes import Component, Framework, Kpi

TITLE = "ตัวชี้วัดของจังหวัดน่าน ประจำปีงบประมาณ พ.ศ. 2568\n\n"

TABS = """ลำดับ\tตัวชี้วัด\tน้ำหนัก\tหน่วยงานรับผิดชอบ
องค์ประกอบที่ ๑ ผลงาน น้ำหนักร้อยละ ๖๐\t\t\t
๑.\tรายได้\t๒๐\tสนจ.นน.
๒.\tป่าไม้ - ป่าต้นน้ำ - ป่าชุมชน\t๔๐ (๑๕) (๒๕)\tสนง.ทสจ.นน. สนง.ประมง จ.นน.
องค์ประกอบที่ ๒ ศักยภาพ น้ำหนักร้อยละ ๔๐\t\t\t
๑.\tข้อมูล\t๔๐\tสนง.สถิติ จ.นน.
รวม\t\t๑๐๐\t
"""
MARKDOWN = """| ที่ | ชื่อตัวชี้วัด | น้ำหนัก (ร้อยละ) | ผู้รับผิดชอบ |
|:-:|---|--:|---|
| | **องค์ประกอบที่ 1 ผลงาน** | **60** | |
| 1 | รายได้ | 20.00 | สนจ.นน. |
| 2 | ป่าไม้<br>- ป่าต้นน้ำ<br>- ป่าชุมชน | 40<br>(15)<br>(25) | สนง.ทสจ.นน.<br>สนง.ประมง จ.นน. |
| | **องค์ประกอบที่ 2 ศักยภาพ** | **40** | |
| 1 | ข้อมูล | 40% | สนง.สถิติ จ.นน. |
| | รวมทั้งสิ้น | 100 | |
"""
HTML = """<table><thead><tr><th>ลำดับที่</th><th>รายการตัวชี้วัด</th><th>ค่าน้ำหนัก</th><th>หน่วยงานเจ้าภาพ</th></tr></thead>
<tbody><tr><td colspan="4"><b>องค์ประกอบที่ 1 : ผลงาน (น้ำหนักร้อยละ 60)</b></td></tr>
<tr><td>1</td><td>รายได้</td><td>20</td><td>สนจ.นน.</td></tr>
<tr>
  <td>2</td><td>ป่าไม้<br>- ป่าต้นน้ำ<br>- ป่าชุมชน</td>
  <td>40 (15) (25)</td><td>สนง.ทสจ.นน. และ สนง.ประมง จ.นน.</td>
</tr>
<tr><td colspan="4"><b>องค์ประกอบที่ 2 : ศักยภาพ (น้ำหนักร้อยละ 40)</b></td></tr>
<tr><td>1</td><td>ข้อมูล</td><td>40</td><td>สนง.สถิติ จ.นน.</td></tr></tbody></table>
"""
COMPONENT_COLUMN = """| องค์ประกอบ | ตัวชี้วัด | น้ำหนัก | หน่วยงานรับผิดชอบ |
|---|---|---|---|
| องค์ประกอบที่ 1 ผลงาน (60) | 1. รายได้ | 20 | สนจ.นน. |
| | 2. ป่าไม้ - ป่าต้นน้ำ - ป่าชุมชน | 40 (15) (25) | สนง.ทสจ.นน. สนง.ประมง จ.นน. |
| องค์ประกอบที่ 2 ศักยภาพ (40) | 1. ข้อมูล | 40 | สนง.สถิติ จ.นน. |
"""
MORE_COLUMNS = """| ลำดับ | ตัวชี้วัด | หน่วยวัด | น้ำหนัก | ขั้นต้น (50) | ขั้นสูง (100) | หน่วยงานหลัก |
|---|---|---|---|---|---|---|
| | องค์ประกอบที่ 1 ผลงาน | | 60 | | | |
| 1 | รายได้ | บาท | 20 | 7 | 9 | สนจ.นน. |
| 2 | ป่าไม้ | ไร่ | 40 | 7 | 9 | สนง.ทสจ.นน., สนง.ประมง จ.นน. |
| | - ป่าต้นน้ำ | | (15) | | | |
| | - ป่าชุมชน | | (25) | | | |
| | องค์ประกอบที่ 2 ศักยภาพ | | 40 | | | |
| 1 | ข้อมูล | ร้อยละ | 40 | 7 | 9 | สนง.สถิติ จ.นน. |
"""
BLANKS = """ลำดับ   ตัวชี้วัด       น้ำหนัก           หน่วยงานรับผิดชอบ
        องค์ประกอบที่ 1 ผลงาน   60
1       รายได้         20               สนจ.นน.
2       ป่าไม้ - ป่าต้นน้ำ - ป่าชุมชน   40 (15) (25)   สนง.ทสจ.นน. สนง.ประมง จ.นน.
        องค์ประกอบที่ 2 ศักยภาพ   40
1       ข้อมูล         40               สนง.สถิติ จ.นน.
"""
LINES = """องค์ประกอบที่ 1 ผลงาน (น้ำหนักร้อยละ 60)
1. รายได้ (น้ำหนักร้อยละ 20) หน่วยงานรับผิดชอบ: สนจ.นน.
2. ป่าไม้ (น้ำหนักร้อยละ 40) หน่วยงานรับผิดชอบ: สนง.ทสจ.นน. และ สนง.ประมง จ.นน.
   2.1 ป่าต้นน้ำ (น้ำหนัก 15)
   2.2 ป่าชุมชน (น้ำหนัก 25)
องค์ประกอบที่ 2 ศักยภาพ (น้ำหนักร้อยละ 40)
1. ข้อมูล น้ำหนัก 40 ผู้รับผิดชอบ: สนง.สถิติ จ.นน.
"""
ATTRIBUTES = """องค์ประกอบที่ ๑: ผลงาน (๖๐%)
๑) รายได้
   - น้ำหนัก ๒๐
   - ผู้รับผิดชอบ สนจ.นน.
๒) ป่าไม้
   น้ำหนัก: ร้อยละ ๔๐
   หน่วยงานรับผิดชอบ: สนง.ทสจ.นน., สนง.ประมง จ.นน.
   - ป่าต้นน้ำ (๑๕)
   - ป่าชุมชน (๒๕)
องค์ประกอบที่ ๒: ศักยภาพ (๔๐%)
๑) ข้อมูล
   ค่าน้ำหนัก ๔๐
   เจ้าภาพหลัก: สนง.สถิติ จ.นน.
"""
PREFIXED = """องค์ประกอบที่ 1: ผลงาน (60%)
ตัวชี้วัดที่ 1: รายได้ (ร้อยละ 20) – สนจ.นน.
ตัวชี้วัดที่ 2: ป่าไม้ (ร้อยละ 40) ผู้รับผิดชอบ สนง.ทสจ.นน. สนง.ประมง จ.นน.
- ป่าต้นน้ำ (15)
- ป่าชุมชน (25)
องค์ประกอบที่ 2: ศักยภาพ (40%)
ตัวชี้วัดที่ 1: ข้อมูล (ร้อยละ 40) – สนง.สถิติ จ.นน.
"""


def read_one(text: str) -> Framework:
    (framework,) = read(text.encode(), filename="a.md").frameworks
    return framework


def terms(
    kpi: Kpi,
) -> tuple[str | None, str, Decimal | None, tuple[str, ...], tuple[tuple[str, Decimal | None], ...]]:
    return kpi.number, kpi.name, kpi.weight, kpi.owners, tuple((part.name, part.weight) for part in kpi.parts)


@pytest.mark.parametrize(
    "dress",
    [TABS, MARKDOWN, HTML, COMPONENT_COLUMN, MORE_COLUMNS, BLANKS, LINES, ATTRIBUTES, PREFIXED],
    ids=[
        "tabs",
        "markdown",
        "html",
        "component column",
        "more columns",
        "blanks",
        "lines",
        "attributes",
        "prefixed",
    ],
)
def test_the_same_framework_in_any_dress(dress: str) -> None:
    framework = read_one(TITLE + dress)
    assert (framework.province_code, framework.fiscal_year, framework.total_weight) == (
        "55",
        2568,
        Decimal(100),
    )
    assert [(one.number, one.name, one.weight, one.assessed) for one in framework.components] == [
        ("1", "ผลงาน", Decimal(60), True),
        ("2", "ศักยภาพ", Decimal(40), True),
    ]
    assert [[terms(kpi) for kpi in component.kpis] for component in framework.components] == [
        [
            ("1", "รายได้", Decimal(20), ("สนจ.นน.",), ()),
            (
                "2",
                "ป่าไม้",
                Decimal(40),
                ("สนง.ทสจ.นน.", "สนง.ประมง จ.นน."),
                (("ป่าต้นน้ำ", Decimal(15)), ("ป่าชุมชน", Decimal(25))),
            ),
        ],
        [("1", "ข้อมูล", Decimal(40), ("สนง.สถิติ จ.นน.",), ())],
    ]
    assert [(one.number, one.name) for component in framework.components for one in component.groups] == [
        (None, None)
    ] * 2


def numbers(component: Component) -> list[tuple[str | None, list[str | None]]]:
    return [(group.number, [kpi.number for kpi in group.kpis]) for group in component.groups]


def test_groups_when_kpis_run_through_or_carry_the_groups_number() -> None:
    through = read_one(TITLE + "องค์ประกอบที่ 1 ก\n1.1 กลุ่มแรก\n1. ข (น้ำหนัก 1)\n1.2 กลุ่มสอง\n2. ค (น้ำหนัก 2)\n")
    assert numbers(through.components[0]) == [("1.1", ["1"]), ("1.2", ["2"])]
    carried = read_one(TITLE + "องค์ประกอบที่ 1 ก\n1.1 กลุ่มแรก\n1.1.1 ข น้ำหนัก 1\n1.2 กลุ่มสอง\n1.2.1 ค น้ำหนัก 2\n")
    assert numbers(carried.components[0]) == [("1.1", ["1.1.1"]), ("1.2", ["1.2.1"])]


def test_kpis_numbered_1_1_right_under_their_component() -> None:
    framework = read_one(TITLE + "องค์ประกอบที่ 1 ก\n1.1 ข น้ำหนัก 30\n1.2 ค น้ำหนัก 70\n")
    assert numbers(framework.components[0]) == [(None, ["1.1", "1.2"])]


def test_rows_1_1_below_kpi_1_are_its_parts_even_in_component_1() -> None:
    framework = read_one(TITLE + "องค์ประกอบที่ 1 ก\n1. ข\n1.1 ย่อยหนึ่ง\n1.2 ย่อยสอง\n2. ค\n")
    assert [(kpi.number, len(kpi.parts)) for kpi in framework.kpis] == [("1", 2), ("2", 0)]


def test_a_component_that_is_not_assessed() -> None:
    for words in ("ไม่ประเมินองค์ประกอบนี้", "ไม่ประเมิน", "(งดประเมิน)"):
        framework = read_one(TITLE + f"องค์ประกอบที่ 1 ก\n{words}\nองค์ประกอบที่ 2 ข\n1. ค\n")
        assert [component.assessed for component in framework.components] == [False, True]


def test_two_provinces_in_one_file() -> None:
    table = "ลำดับ\tตัวชี้วัด\tน้ำหนัก\n1\tก\t100\nน้ำหนักรวม\t\t100\n\n"
    text = f"ตัวชี้วัดของจังหวัดสกลนคร ปีงบประมาณ พ.ศ. 2568\n{table}ตัวชี้วัดของจังหวัดนครพนม ปีงบประมาณ พ.ศ. 2569\n{table}"
    found = read(text.encode(), filename="a.md").frameworks
    assert [(one.province_code, one.fiscal_year) for one in found] == [("47", 2568), ("48", 2569)]


def test_a_row_that_the_end_of_the_page_cut() -> None:
    text = TITLE + (
        "ลำดับ\tตัวชี้วัด\tน้ำหนัก\tหน่วยงานรับผิดชอบ\n1\tร้อยละของหมู่บ้าน\t60\tที่ทำการปกครอง\n\n"
        "\tที่ปลอดการเผา\t\tจ.นน. (อำเภอ)\n2\tข้อมูล\t40\tสนจ.นน.\n"
    )
    assert [terms(kpi)[1:4] for kpi in read_one(text).kpis] == [
        ("ร้อยละของหมู่บ้านที่ปลอดการเผา", Decimal(60), ("ที่ทำการปกครอง จ.นน. (อำเภอ)",)),
        ("ข้อมูล", Decimal(40), ("สนจ.นน.",)),
    ]


def test_the_total_is_the_sum_only_where_none_is_printed() -> None:
    rows = "ลำดับ\tตัวชี้วัด\tน้ำหนัก\n1\tก\t60\n2\tข\t30\n"
    assert read_one(TITLE + rows).total_weight == Decimal(90)
    assert read_one(TITLE + rows + "รวม\t\t100\n").total_weight == Decimal(100)
    assert read_one(TITLE + rows.replace("30", "")).total_weight is None  # a missing weight is not zero


def test_a_sentence_about_a_component_is_no_framework() -> None:
    text = "ตามแนวทางใน\nองค์ประกอบที่ ๑ ซึ่งมีน้ำหนักร้อยละ ๗๐ ให้ดำเนินการ ดังนี้\n๑. ประชุม\n๒. รายงาน\n"
    assert read(text.encode(), filename="a.md").frameworks == ()


def test_owners_in_brackets_and_a_last_component_not_assessed() -> None:
    framework = read_one(
        TITLE + "องค์ประกอบที่ ๑ ก น้ำหนักร้อยละ ๑๐๐\n  ๑. ข น้ำหนักร้อยละ ๑๐๐ (สนง.ทสจ.นน. และ สนง.ประมง จ.นน.)\n"
        "องค์ประกอบที่ ๒ ค : ไม่ประเมิน\n\nรวมน้ำหนัก ๑๐๐\n"
    )
    assert [terms(kpi)[:4] for kpi in framework.kpis] == [
        ("1", "ข", Decimal(100), ("สนง.ทสจ.นน.", "สนง.ประมง จ.นน."))
    ]
    assert [(one.name, one.assessed) for one in framework.components] == [("ก", True), ("ค", False)]
    assert framework.stated_total == Decimal(100)


def test_a_table_for_each_component_below_headings() -> None:
    head = "| ที่ | ตัวชี้วัด | น้ำหนัก |\n|---|---|---|\n"
    framework = read_one(
        f"## {TITLE}### องค์ประกอบที่ 1 ก น้ำหนักร้อยละ 60\n\n#### 1.1 กลุ่ม KPIs\n\n{head}| 1 | ข | 60 |\n\n"
        f"### องค์ประกอบที่ 2 ค น้ำหนักร้อยละ 40\n\n{head}| 1 | ง | 40 |\n\n**รวมทั้งสิ้น 100**\n"
    )
    assert [numbers(component) for component in framework.components] == [[("1.1", ["1"])], [(None, ["1"])]]
    assert framework.stated_total == Decimal(100)
