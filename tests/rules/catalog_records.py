"""Datasets for the tests of the data catalog."""

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
