"""What columns are taken for: by their titles, by their first cells, and with a reason."""

from functools import cache
from pathlib import Path

import pytest

from samrit.indicators.reading import Mapping, Means, Words, proposal, propose
from samrit.rules.areas import AreaLevel
from samrit.rules.items import book
from samrit.rules.periods import Era, Habits
from tests.indicators.reading.opened import opened

A, P, ITEM, V = Means.AREA, Means.PERIOD, Means.ITEM, Means.VALUE
N, STATUS, PART = Means.IGNORED, Means.STATUS, Means.PART


@cache
def words() -> Words:
    shipped = book()
    return Words(
        items={code: (item.name, item.name_en) for code, item in shipped.items.items()},
        lists={
            name: {text: code.code for code in codes.codes for text in (code.code, code.name, code.name_en)}
            for name, codes in shipped.lists.items()
        },
        periods={code: item.period for code, item in shipped.items.items()},
        within="20",
    )


def mapped(folder: Path, content: str) -> Mapping:
    return proposal(opened(folder, content), words()).mapping


@pytest.mark.parametrize(
    ("content", "means"),
    [
        ("รหัสพื้นที่,รายการ,ปีงบประมาณ,ค่า,หมายเหตุ\n200101,tourists_thai,2566,10,\n200102,tourists_thai,2566,12,x", (A, ITEM, P, V, N)),
        ("area,indicator,period,value,status\n2001,tourists_thai,2566-01,5,p\n2002,tourists_thai,2566-01,-,", (A, ITEM, P, V, STATUS)),
        # the same without a word of help in the titles
        ("x,y,z\n2001,2566,5\n2002,2566,7", (A, P, V)),
        ("a,b,c,d\nเมืองชลบุรี,นักท่องเที่ยวชาวไทย,ม.ค. 2566,5\nบ้านบึง,นักท่องเที่ยวชาวไทย,ก.พ. 2566,6", (A, ITEM, P, V)),
        # three columns of one area; the number in line; both eras
        ("ลำดับ,จังหวัด,อำเภอ,ตำบล,ปี พ.ศ.,ปี ค.ศ.,เพศ,จำนวน (คน)\n1,ชลบุรี,เมือง,แสนสุข,2566,2023,ชาย,5\n2,ชลบุรี,เมือง,บางทราย,2566,2023,หญิง,5", (N, A, A, A, P, N, PART, V)),
        ("province,district,subdistrict,year,month,value\n20,1,5,2566,1,3\n20,1,4,2566,2,5", (A, A, A, P, P, V)),
        # a code and a name of the same area: the code
        ("รหัสอำเภอ,ชื่ออำเภอ,ปี,ค่า\n2001,เมือง,2566,5\n2002,บ้านบึง,2566,6", (A, N, P, V)),
        ("ชื่อจังหวัด,รหัสตำบล,ปี,ค่า\nชลบุรี,200101,2566,5\nชลบุรี,200102,2566,6", (N, A, P, V)),
        # as a program writes it, with the number of each line before it
        (",area,period,value\n0,2001,2566-01,5\n1,2002,2566-01,6", (N, A, P, V)),
        # codes that lost their zeros are codes all the same where the title says so
        ("รหัสตำบล,ปี,ค่า\n20105,2566,1234\n20104,2566,1235", (A, P, V)),
        ("อำเภอ,ปี,ค่า,ร้อยละ\nเมือง,2566,5,10%\nบ้านบึง,2566,6,12%", (A, P, V, N)),
    ],
)  # fmt: skip
def test_long_tables(tmp_path: Path, content: str, means: tuple[Means, ...]):
    assert tuple(column.means for column in mapped(tmp_path, content).columns) == means


def test_periods_as_columns(tmp_path: Path):
    mapping = mapped(tmp_path, "อำเภอ,2565,2566,รวม\nเมืองชลบุรี,1,2,3\nบางละมุง,1,2,3\n")
    assert [(column.means, column.period) for column in mapping.columns] == [
        (A, ""), (V, "2022"), (V, "2023"), (N, ""),
    ]  # fmt: skip
    assert mapping.level == AreaLevel.DISTRICT


def test_a_row_of_totals_does_not_blur_the_level(tmp_path: Path):
    mapping = mapped(tmp_path, "อำเภอ,ปี,ค่า\nบ้านบึง,2566,1\nรวม,2566,1\n")
    assert mapping.level == AreaLevel.DISTRICT


@pytest.mark.parametrize(
    ("content", "periods"),
    [
        # the year in a column of its own
        ("พื้นที่,ปี,ม.ค.,ต.ค.\nเมืองชลบุรี,2566,1,2\nบ้านบึง,2566,3,4\n", ("--01", "--10")),
        # and in the row of titles above
        (",2566,\nพื้นที่,ม.ค.,ต.ค.\nเมืองชลบุรี,1,2\nบ้านบึง,3,4\n", ("2023-01", "2023-10")),
        (",ปีงบประมาณ 2566,ปีงบประมาณ 2566\nพื้นที่,ตุลาคม,มกราคม\nเมืองชลบุรี,1,2\nบ้านบึง,3,4\n", ("2022-10", "2023-01")),
        # nowhere
        ("พื้นที่,ม.ค.,ก.พ.\nเมืองชลบุรี,1,2\nบ้านบึง,3,4\n", ("--01", "--02")),
    ],
)  # fmt: skip
def test_months_as_titles(tmp_path: Path, content: str, periods: tuple[str, ...]):
    found = proposal(opened(tmp_path, content), words())
    assert tuple(column.period for column in found.mapping.of(V)) == periods
    asks = "mapping_choose_period" in {message.code for message in found.general}
    assert asks is (bool(periods[0].startswith("--")) and not found.mapping.of(P))


def test_months_below_a_fiscal_year(tmp_path: Path):
    """ต.ค. of ปีงบประมาณ 2567 is of 2566."""
    mapping = mapped(tmp_path, "นักท่องเที่ยวชาวไทย ปีงบประมาณ 2567,,\nพื้นที่,ต.ค.,ม.ค.\nชลบุรี,1,2\n")
    assert [column.period for column in mapping.of(V)] == ["2023-10", "2024-01"]
    assert mapping.item == "tourists_thai"


def test_parts_as_columns_with_their_total(tmp_path: Path):
    mapping = mapped(tmp_path, "ข้อมูล ปีงบประมาณ 2567,,,\nอำเภอ,ชาย,หญิง,รวม\nเมือง,1,2,3\n")
    assert [column.parts for column in mapping.of(V)] == [(("sex", "male"),), (("sex", "female"),), ()]
    assert mapping.period == "FY2567"


def test_periods_over_parts(tmp_path: Path):
    mapping = mapped(tmp_path, "อำเภอ,2566,,2567,\n,ชาย,หญิง,ชาย,หญิง\nเมือง,1,2,3,4\n")
    assert [(column.period, column.parts) for column in mapping.of(V)] == [
        ("2023", (("sex", "male"),)), ("2023", (("sex", "female"),)),
        ("2024", (("sex", "male"),)), ("2024", (("sex", "female"),)),
    ]  # fmt: skip


def test_areas_and_items_as_columns(tmp_path: Path):
    areas = mapped(tmp_path, "ปี,เดือน,เมืองชลบุรี,บางละมุง\n2566,ม.ค.,1,2\n2566,ก.พ.,1,2\n")
    assert [column.area for column in areas.of(V)] == ["2001", "2004"]
    assert len(areas.of(P)) == 2
    items = mapped(tmp_path, "อำเภอ,ปี,นักท่องเที่ยวชาวไทย,นักท่องเที่ยวชาวต่างประเทศ\nเมือง,2566,1,2\n")
    assert [column.item for column in items.of(V)] == ["tourists_thai", "tourists_foreign"]


@pytest.mark.parametrize(
    ("periods", "habits"),
    [
        (("31/1/2024", "5/2/2024"), Habits(None, day_first=True)),
        (("1/31/2024", "2/5/2024"), Habits(None, day_first=False)),
        (("1/10/2024", "2/5/2024"), Habits()),
        (("ม.ค. 67", "ก.พ. 67"), Habits(Era.BUDDHIST)),
        (("ม.ค. 24", "ก.พ. 24"), Habits()),
        (("ม.ค. 2566", "ก.พ. 66"), Habits(Era.BUDDHIST)),
        (("2023-01", "2023-02"), Habits()),
    ],
)
def test_how_periods_are_written(tmp_path: Path, periods: tuple[str, str], habits: Habits):
    content = "\n".join(["อำเภอ,ช่วงเวลา,ค่า", *(f"เมือง,{period},1" for period in periods)])
    assert mapped(tmp_path, content).habits == habits


def test_every_column_has_a_reason_and_what_is_missing_is_asked(tmp_path: Path):
    raw = opened(tmp_path, "ชื่อ,อะไร\nกขค,มาก\nงจฉ,น้อย\n")
    proposed = proposal(raw, words())
    assert set(proposed.reasons) == {0, 1}
    assert [message.code for message in proposed.general] == [
        "mapping_choose_period", "mapping_choose_item", "mapping_whole_province", "mapping_choose_value",
    ]  # fmt: skip


def test_without_lists_and_province_it_still_proposes(tmp_path: Path):
    raw = opened(tmp_path, "อำเภอ,ปี,tourists_thai\nเมืองชลบุรี,2566,1\n")
    mapping = propose(raw, items={"tourists_thai": ("นักท่องเที่ยวชาวไทย",)})
    assert [column.means for column in mapping.columns] == [A, P, V]
    assert mapping.columns[2].item == "tourists_thai"
