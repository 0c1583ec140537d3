"""Areas and periods that stand in several columns, read together."""

import pytest

from samrit.indicators.reading import Looked, read_area, read_period_of
from samrit.rules.areas import AreaLevel, Found, area_by_code, village
from samrit.rules.periods import Habits, PeriodRead, PeriodType
from samrit.rules.wording import Refusal

LEVELS = ("จังหวัด", "อำเภอ", "ตำบล", "หมู่ที่")
VILLAGE = village("20010405", "บ้านหนองมน")
CHONBURI = Looked(
    within="20", known=lambda code: VILLAGE if code == VILLAGE.code else area_by_code(code), more=(VILLAGE,)
)


def code_of(texts: tuple[str, ...], titles: tuple[str, ...] = LEVELS, looked: Looked = CHONBURI) -> str:
    found = read_area(texts, titles[: len(texts)], looked=looked)
    return found.area.code if isinstance(found, Found) else found.code


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (("20", "1", "5"), "200105"),  # pairs, their zeros lost
        (("20", "2001", "200105"), "200105"),  # whole codes so far
        (("20", "", "200105"), "200105"),
        (("20", "", "5"), "area_unknown_code"),
        (("ชลบุรี", "บางละมุง"), "2004"),  # also a ตำบล of that name: the title says the level
        (("ชลบุรี", "บางละมุง", "บางละมุง"), "200401"),
        (("20", "บางละมุง"), "2004"),  # a code beside a name
        (("ชลบุรี", "เมือง", "แสนสุข"), "200104"),
        (("ชลบุรี", "", "แสนสุข"), "200104"),
        (("ชลบุรี", "เมือง", ""), "2001"),  # of the district itself
        (("ชลบุรี", "เมือง", "แสนสุข", "5"), "20010405"),
        (("ชลบุรี", "เมือง", "แสนสุข", "หมู่ที่ ๕"), "20010405"),
        (("ชลบุรี", "เมือง", "แสนสุข", "บ้านหนองมน"), "20010405"),
        (("ชลบุรี", "เมือง", "หนองหาร"), "area_unknown_name"),
        (("ชลบุรี", "2101"), "area_columns_apart"),
        (("", ""), "area_unknown_name"),
    ],
)
def test_areas_in_several_columns(texts: tuple[str, ...], code: str):
    assert code_of(texts) == code


def test_one_column_of_areas():
    title = ("พื้นที่",)
    assert code_of(("แสนสุข",), title) == "200104"
    assert code_of(("อ.บางละมุง",), title) == "2004"
    assert code_of(("บางละมุง",), title) == "area_ambiguous"
    assert code_of(("บางละมุง",), ("อำเภอ",)) == "2004"
    assert code_of(("20105",), ("รหัสตำบล",)) == "area_ambiguous"  # two ตำบล could have lost a zero
    assert code_of(("บางละมุง",), title, Looked(AreaLevel.DISTRICT, "20")) == "2004"
    assert code_of(("๒๐๐๑",), title) == "2001"
    assert code_of(("อำเภอเมืองระยอง",), title) == "2101"  # lies elsewhere: for the caller to refuse


@pytest.mark.parametrize(
    ("texts", "titles", "expects", "period"),
    [
        (("2566", "มกราคม"), ("ปี", "เดือน"), None, "2023-01"),
        (("ม.ค.", "2566"), ("เดือน", "ปี พ.ศ."), None, "2023-01"),
        (("2566", "1"), ("ปี", "เดือน"), None, "2023-01"),
        (("2", "2566"), ("ไตรมาส", "ปีงบประมาณ"), None, "FY2566-Q2"),
        (("2566", "ไตรมาส 2"), ("ปี", "ไตรมาส"), PeriodType.QUARTER, "2023-Q2"),
        (("2023", "Q2"), ("year", "quarter"), PeriodType.QUARTER, "2023-Q2"),
        (("5", "1", "2566"), ("วันที่", "เดือน", "ปี"), None, "2023-01-05"),
        (("5", "มกราคม", "2566"), ("วันที่", "เดือน", "ปี"), None, "2023-01-05"),
        (("2566",), ("ปีงบประมาณ",), None, "FY2566"),
        (("66",), ("ปี พ.ศ.",), PeriodType.YEAR, "2023"),
        (("ปีงบ 2566",), ("ช่วงเวลา",), None, "FY2566"),
        (
            ("2566",),
            ("ปีงบประมาณ",),
            PeriodType.YEAR,
            "period_other_kind",
        ),  # a fiscal year is no calendar year
        (("ต.ค.", "2567"), ("เดือน", "ปีงบประมาณ"), None, "period_unreadable"),  # October of which year?
        (("2566", ""), ("ปี", "เดือน"), None, "period_blank"),
        (("2566", "2567"), ("ปี", "ปี"), None, "period_unreadable"),
    ],
)
def test_periods_in_several_columns(
    texts: tuple[str, ...], titles: tuple[str, ...], expects: PeriodType | None, period: str
):
    read = read_period_of(texts, titles, expects=expects, habits=Habits())
    assert (str(read.period) if isinstance(read, PeriodRead) else read.code) == period
    assert isinstance(read, PeriodRead | Refusal)
