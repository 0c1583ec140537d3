"""Datasets for the tests of the data catalog."""

from collections.abc import Sequence

from samrit.rules.catalog.excel import RowRead, Sheet, read_row, template
from samrit.rules.catalog.kinds import Record, Value
from samrit.rules.catalog.versions import load

STANDARD = load("2.1.0")
NEWER = load("2026")
FULL: Record = {
    "data_type": "ข้อมูลระเบียน",
    "title": "ปริมาณขยะมูลฝอยรายตำบล",
    "name": "waste-by-subdistrict",
    "owner_org": "สำนักงานจังหวัด",
    "maintainer": "กลุ่มงานข้อมูลสารสนเทศ",
    "maintainer_email": "data@province.example.go.th",
    "tag_string": ("ขยะ", "สิ่งแวดล้อม"),
    "notes": "ปริมาณขยะที่เก็บได้ของแต่ละตำบล",
    "objective": ("ยุทธศาสตร์ชาติ", "พันธกิจหน่วยงาน"),
    "update_frequency_unit": "ปี",
    "update_frequency_interval": "1",
    "geo_coverage": "ตำบล",
    "data_source": "องค์กรปกครองส่วนท้องถิ่น",
    "data_format": ("CSV", "XLS"),
    "data_category": "ข้อมูลสาธารณะ",
    "license_id": "Open Data Common",
}


def record(**changes: Value | None) -> dict[str, Value]:
    """A record with nothing wrong, and these changes; None takes a field away."""
    changed = {**FULL, **changes}
    return {code: value for code, value in changed.items() if value is not None}


TEMPLATE = template()


def sheet(kind: str = "record") -> Sheet:
    found = TEMPLATE.of_type(kind)
    assert found is not None
    return found


# A filled row of Temp2_Meta_Record as an office writes it.
ROW = [
    "waste-by-subdistrict", "ข้อมูลระเบียน", "ปริมาณขยะมูลฝอยรายตำบล", "สำนักงานจังหวัด", "กลุ่มงานข้อมูลสารสนเทศ",
    "data@province.example.go.th", "ขยะ, สิ่งแวดล้อม", "ปริมาณขยะที่เก็บได้ของแต่ละตำบล", "ยุทธศาสตร์ชาติ, พันธกิจหน่วยงาน",
    "ปี", "1", "ตำบล", "องค์กรปกครองส่วนท้องถิ่น", "CSV, XLS", "ข้อมูลสาธารณะ", "Open Data Common", "",
    "2560-10-01", "2567-01-31", "https://a.example/waste", "ไม่มี", "บุคคล", "ไทย, อังกฤษ", "ไม่ใช่", "ใช่",
]  # fmt: skip


def row(**cells: str) -> list[str]:
    """ROW with other texts in these columns."""
    return [cells.get(code, text) for code, text in zip(sheet().columns, ROW, strict=True)]


def read(cells: Sequence[object], number: int = 6, kind: str = "record") -> RowRead:
    found = read_row(TEMPLATE, sheet(kind), number, cells)
    assert found is not None
    return found
