"""Three items of a province and its areas."""

from collections.abc import Callable
from decimal import Decimal

from samrit.indicators.reading import Column, Mapping, Means
from samrit.indicators.store.port import Checked
from samrit.indicators.store.terms import ItemTerms, Terms
from samrit.rules.areas import AreaLevel, area_by_code
from samrit.rules.periods import PeriodType
from samrit.rules.units import read_unit

Check = Callable[..., Checked]  # the lines of a table
PEOPLE, INCOME, SHARE = 1, 2, 3
MEN, WOMEN = 71, 72

ITEMS = {
    PEOPLE: ItemTerms(
        PEOPLE,
        "people",
        read_unit("คน"),
        PeriodType.FISCAL_YEAR,
        least=Decimal(0),
        most=Decimal(1_000_000),
        decimals=0,
        lists=("sex",),
        names=("ประชากร", "Population"),
    ),
    INCOME: ItemTerms(
        INCOME,
        "income",
        read_unit("ล้านบาท"),
        PeriodType.YEAR,
        levels=(AreaLevel.PROVINCE, AreaLevel.DISTRICT),
        least=Decimal("-10.5"),
        decimals=2,
        names=("รายได้",),
    ),
    SHARE: ItemTerms(
        SHARE, "share", read_unit("ร้อยละ"), PeriodType.MONTH, least=Decimal(0), most=Decimal(100), decimals=4
    ),
}
TERMS = Terms(
    ITEMS,
    area_by_code,
    within="20",
    lists={"sex": {"m": "m", "ชาย": "m", "f": "f", "หญิง": "f"}},
    parts={(PEOPLE, ("m",)): MEN, (PEOPLE, ("f",)): WOMEN},
)
MAPPING = Mapping(
    (
        Column(0, "รายการ", Means.ITEM),
        Column(1, "พื้นที่", Means.AREA),
        Column(2, "ช่วงเวลา", Means.PERIOD),
        Column(3, "เพศ", Means.PART, list="sex"),
        Column(4, "ค่า", Means.VALUE),
        Column(5, "สถานะ", Means.STATUS),
    )
)
