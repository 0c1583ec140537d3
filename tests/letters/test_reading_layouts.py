"""Tables of KPIs as offices lay them out: with rules and without, cells at the top and in the middle, over two pages."""

import pytest

from benchmarks.letters.scanned import pdf_of
from benchmarks.letters.tables import LAYOUTS, count, values
from samrit.letters.reading import read

pytestmark = pytest.mark.pdf

READ_WHOLE = (
    "ruled, components beside, head of 2, merged",
    "open, components beside, head of 2",
    "open, components above, head of 1, merged",
    "open, Arabic digits, weights left",
    "open, in the middle, merged",
    "open, in the middle, components above",
    "open, large",
    "open, without numbers",
    "open, two pages, merged",
    "open, two pages, one head",
)


@pytest.mark.parametrize("name", READ_WHOLE)
def test_every_value_of_the_table_is_read(name: str) -> None:
    layout = LAYOUTS[name]
    counted = count(layout.facts(), values(read(pdf_of(layout.page()), filename="table.pdf")))
    assert (counted["right"], counted["silent"], counted["doubted"]) == (counted["all"], 0, 0)


def test_what_the_page_cut_is_doubted() -> None:
    """A weight alone below the last name of a page looks like the page's number: of its KPI it is said to be missing."""
    layout = LAYOUTS["open, two pages, a row cut"]
    counted = count(layout.facts(), values(read(pdf_of(layout.page()), filename="table.pdf")))
    assert (counted["right"], counted["silent"], counted["doubted"]) == (counted["all"] - 1, 0, 1)


def test_words_below_a_table_are_no_part_of_it() -> None:
    layout = LAYOUTS["open, components beside, head of 2"]
    closing = "<p style='text-align: left'>จึงเรียนมาเพื่อโปรดทราบและแจ้งหน่วยงานที่เกี่ยวข้องดำเนินการต่อไป ทั้งนี้ภายในเดือนมีนาคม</p>"
    found = read(pdf_of(layout.page().replace("</body>", f"{closing}</body>")), filename="table.pdf")
    assert count(layout.facts(), values(found))["right"] == 31
    assert "จึงเรียน" not in "".join(kpi.name for kpi in found.frameworks[0].kpis)


LIST = (
    ("องค์ประกอบที่ 1", "ประสิทธิภาพในการดำเนินงานตามหลักภารกิจยุทธศาสตร์ แนวทางปฏิรูปภาครัฐ นโยบายเร่งด่วน หรือภารกิจที่ได้รับมอบหมายเป็นพิเศษ (Agenda Base)"),
    ("1. การจัดการขยะมูลฝอย", ""),
    ("1.1 ปริมาณขยะมูลฝอยตกค้างได้รับการจัดการอย่างถูกต้อง", ""),
    ("1.2 ร้อยละของปริมาณขยะมูลฝอยชุมชนที่ได้รับการจัดการอย่างถูกต้อง", ""),
    ("1.3 ร้อยละของปริมาณขยะมูลฝอยชุมชนที่นำกลับมาใช้ประโยชน์", ""),
    ("องค์ประกอบที่ 2", "ศักยภาพในการดำเนินการของส่วนราชการตามแผนยุทธศาสตร์ชาติ 20 ปี ตามแนวทางของสำนักงาน (Potential Base)"),
    ("1. ระดับความสำเร็จของการพัฒนาระบบราชการ", ""),
)  # fmt: skip


def _list_without_head(*, at: str, first: int) -> bytes:
    """Two columns without rules: the component, and its name over several lines; KPIs run across both."""
    rows = "".join(
        f'<tr><td style="width: {first}%">{one}</td><td>{other}</td></tr>' if other else f'<tr><td colspan="2">{one}</td></tr>'
        for one, other in LIST
    )  # fmt: skip
    style = f"{LAYOUTS['open, without numbers'].style()} td {{ vertical-align: {at} }}"
    title = "<p>ตัวชี้วัดของจังหวัดปทุมธานี</p><p>ประจำปีงบประมาณ พ.ศ. 2562</p>"
    return pdf_of(f'<html lang="th"><style>{style}</style><body>{title}<table>{rows}</table></body></html>')


def test_a_list_without_a_head_is_read_whole() -> None:
    (framework,) = read(_list_without_head(at="top", first=24), filename="list.pdf").frameworks
    names = [(component.name or "").replace(" ", "") for component in framework.components]
    assert names == [other.replace(" ", "") for _, other in LIST if other]
    waste, system = framework.kpis
    assert (waste.name, system.name) == ("การจัดการขยะมูลฝอย", "ระดับความสำเร็จของการพัฒนาระบบราชการ")
    assert [part.name for part in waste.parts] == [one.partition(" ")[2] for one, _ in LIST[2:5]]


def test_what_a_list_with_cells_in_the_middle_loses_is_told() -> None:
    """The lines above the component's number are no part of its name, as far as lines tell."""
    reading = read(_list_without_head(at="middle", first=40), filename="list.pdf")
    told = {one.line for one in reading.findings if one.code == "words_loose"}
    wrong = [
        component.line
        for framework in reading.frameworks
        for component in framework.components
        if (component.name or "").replace(" ", "") not in {other.replace(" ", "") for _, other in LIST}
    ]
    assert wrong
    assert set(wrong) <= told | {one.line for one in reading.findings}
