"""What the title of a column says, in Thai or English, as offices write it."""

import re

from samrit.indicators.reading.mapping import Means
from samrit.indicators.reading.table import evened_title

_TITLES: dict[Means, str] = {
    Means.ITEM: (
        "รายการ รายการข้อมูล ชื่อรายการ รหัสรายการ ตัวชี้วัด ชื่อตัวชี้วัด รหัสตัวชี้วัด ข้อมูล ชื่อข้อมูล รหัสข้อมูล "
        "indicator item itemcode indicatorcode series"
    ),
    Means.AREA: (
        "รหัสพื้นที่ พื้นที่ ชื่อพื้นที่ จังหวัด ชื่อจังหวัด รหัสจังหวัด อำเภอ ชื่ออำเภอ รหัสอำเภอ อำเภอ/เขต เขต เขต/อำเภอ ตำบล ชื่อตำบล รหัสตำบล "
        "ตำบล/แขวง แขวง แขวง/ตำบล หมู่บ้าน ชื่อหมู่บ้าน รหัสหมู่บ้าน หมู่ หมู่ที่ area areacode areaid province provincecode district "
        "districtcode amphoe amphur subdistrict subdistrictcode tambon village villagecode moo"
    ),
    Means.PERIOD: (
        "ปี พ.ศ. ปีพ.ศ. ค.ศ. ปีค.ศ. ปี(พ.ศ.) ปี(ค.ศ.) ปีงบประมาณ ปีงบ ปีปฏิทิน ปีข้อมูล ไตรมาส ไตรมาสที่ เดือน เดือน/ปี วันที่ วัน ช่วงเวลา งวด รอบ "
        "ประจำปี ประจำเดือน ข้อมูลปี period year fiscalyear fy quarter month date time"
    ),
    Means.VALUE: (
        "ค่า จำนวน ปริมาณ มูลค่า ผล ตัวเลข ข้อมูลตัวเลข ค่าข้อมูล ยอด ยอดรวม รวม ร้อยละ อัตรา ผลการดำเนินงาน ค่าที่วัดได้ "
        "value amount count number figure obsvalue total"
    ),
    Means.STATUS: "สถานะ สถานะข้อมูล หมายเหตุสถานะ status obsstatus",
    Means.IGNORED: "ลำดับ ลำดับที่ ที่ ลำดับ. หน่วย หน่วยนับ หน่วยวัด หมายเหตุ ที่มา แหล่งข้อมูล แหล่งที่มา no. no # unit remark remarks note notes source",
}
_BRACKETS = re.compile(r"\(.*?\)")


def _table() -> dict[str, Means]:
    return {evened_title(word): means for means, words in _TITLES.items() for word in words.split()}


_MEANS = _table()


def means_of(title: str) -> Means | None:
    """None: the title alone does not say."""
    whole = evened_title(title)
    plain = evened_title(_BRACKETS.sub("", title)).replace("_", "")
    return _MEANS.get(whole) or _MEANS.get(plain)


def is_key(title: str) -> bool:
    """Whether the column names what a figure is of: an item, an area, a period."""
    return means_of(title) in {Means.ITEM, Means.AREA, Means.PERIOD}
