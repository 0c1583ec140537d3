"""The table of fields, what may stand in the details, what changed, and two people's changes together."""

from typing import Any

import pytest

from samrit.rules.kpi_template import (
    FIELDS,
    KEPT,
    SECTIONS,
    Kind,
    changed_terms,
    changes,
    checked,
    for_others,
    mean,
    merge,
    of_year,
)
from samrit.rules.wording import RefusedError

# Each row of the field's own table of fields (รายละเอียดตัวชี้วัด), and where it stands here.
ASKED_FOR = {
    "ชื่อ ลำดับ องค์ประกอบ ประเภท น้ำหนัก น้ำหนักย่อย หน่วยงาน": (
        "name", "number", "component", "group", "weight", "parts", "owners",
    ),
    "หน่วยวัด": ("unit",),
    "คำอธิบาย ขอบเขต สูตร วิธีเก็บ แหล่งที่มา ขั้นตอน": ("definition", "scope", "formula", "collection", "source", "steps"),
    "ประเด็นการประเมิน": ("issues",),
    "ความเชื่อมโยง": ("strategic", "national_strategy", "development_plan", "sdgs"),
    "เป้าหมายสามระดับ": ("levels", "direction", "interpolate"),
    "พันธกิจ ยุทธศาสตร์ เป้าประสงค์ ประชากร นิยาม ช่วงเวลา": (
        "mission", "strategy", "goal", "population", "terms", "period",
    ),
    "เกณฑ์รายรอบ ระดับคะแนน วิธีประเมิน พื้นฐาน รายเดือน": (
        "rounds", "level_descriptions", "evaluation", "baseline", "monthly", "monthly_total",
    ),
    "หมายเหตุ ผู้กำกับ ผู้จัดเก็บ ยกเลิก หลายปี": ("remark", "supervisor", "collector", "cancelled", "multi_year"),
    "น้ำหนัก คะแนน แบบฟอร์ม หลักฐาน": ("scores", "form", "evidence_asked"),
    "ย้อนหลัง 3 ปี เหตุผล เงื่อนไข รอบ 6 เดือน ประโยชน์": (
        "history", "last_year", "reason", "conditions", "report_rounds", "six_month_target", "benefit",
    ),
}  # fmt: skip

FULL: dict[str, Any] = {
    "mission": "ยกระดับเศรษฐกิจฐานราก",
    "issues": [{"issue": "จำนวนกิจกรรม", "unit": "กิจกรรม", "result": "16"}],
    "rounds": {"6": {"target": "600", "actual": "588.2"}},
    "report_rounds": "6_12",
    "six_month_target": "600",
    "multi_year": {"2567": {"basic": "1"}},
    "baseline": {"2565": {"value": "1098.4"}, "2566": {"value": "1129.02"}},
    "monthly": {"10": {"value": "98.4"}, "1": {"value": "101"}},
    "supervisor": [{"position": "พัฒนาการจังหวัด", "phone": "0 2581 0000 ต่อ 11"}],
}


def test_every_field_that_is_asked_for_has_its_place() -> None:
    asked = {key for keys in ASKED_FOR.values() for key in keys}
    assert asked == set(FIELDS)


def test_every_field_helps_with_an_example_and_stands_once() -> None:
    keys = [field.key for section in SECTIONS for field in section.fields]
    assert len(keys) == len(set(keys))
    assert [key for key, field in KEPT.items() if not 20 < len(field.help.text) < 220] == []
    assert [key for key, field in KEPT.items() if "เช่น" not in field.help.text] == []


# ── what may stand there ────────────────────────────────────────────────────
def test_what_is_kept_is_exact_plain_and_in_the_tables_order() -> None:
    typed = {
        "remark": "  บรรทัดหนึ่ง\r\nบรรทัดสอง\x00\ufffe ",
        "six_month_target": "๑,๒๐๒.๑๗๐",
        "multi_year": {"2568": {"basic": "0.10"}, "2567": {"basic": "", "standard": ""}},
        "issues": [{"issue": "", "unit": "", "result": ""}, {"issue": "ก", "unit": "", "result": "0"}],
        "monthly": {"1": {"value": "2"}, "10": {"value": "1"}},
    }
    assert checked(typed) == {
        "issues": [{"issue": "ก", "result": "0"}],
        "six_month_target": "1202.17",
        "multi_year": {"2568": {"basic": "0.1"}},
        "monthly": {"10": {"value": "1"}, "1": {"value": "2"}},
        "remark": "บรรทัดหนึ่ง\nบรรทัดสอง",
    }
    assert list(checked(typed)["monthly"]) == ["10", "1"]
    assert checked(FULL) == FULL
    assert checked({}) == {}


@pytest.mark.parametrize(
    "given",
    [
        {"unknown": "x"},
        {"name": "ชื่อใหม่"},  # the framework's own column
        {"mission": ["x"]},
        {"report_rounds": "3"},
        {"issues": "x"},
        {"issues": [{"other": "x"}]},
        {"issues": [["x"]]},
        {"monthly": {"13": {"value": "1"}}},
        {"baseline": {"66": {"value": "1"}}},
        {"baseline": {"๒๕๖๖": {"value": "1"}}},
        {"six_month_target": "หกร้อย"},
        {"six_month_target": 1.5},
        {"six_month_target": "9" * 21},
        {"mission": "ก" * 10_001},
        {"period": "ก" * 301},
        {"steps": [{"step": "ก"}] * 101},
    ],
)
def test_what_no_field_holds_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(RefusedError):
        checked(given)


def test_the_longest_that_fits_is_kept() -> None:
    fits = {"mission": "ก" * 10_000, "period": "ก" * 300, "steps": [{"step": "ก"}] * 100}
    assert checked(fits) == {key: fits[key] for key in ("mission", "period", "steps")}


# ── what binds ──────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("after", "binds"),
    [
        ({"mission": "ใหม่"}, []),
        ({"six_month_target": "601"}, ["six_month_target"]),
        ({"issues": [{"issue": "จำนวนกิจกรรม", "unit": "กิจกรรม", "result": "17"}]}, []),
        ({"issues": [{"issue": "จำนวนครั้ง", "unit": "กิจกรรม", "result": "16"}]}, ["issues"]),
        ({"issues": []}, ["issues"]),
        ({"rounds": {"6": {"target": "600", "actual": "590"}, "12": {"actual": "1200"}}}, []),
        ({"rounds": {"6": {"target": "601"}}}, ["rounds"]),
        ({"rounds": {}}, ["rounds"]),
        ({"baseline": {"2566": {"value": "1"}}, "supervisor": []}, []),
    ],
)
def test_only_what_binds_needs_an_edition(after: dict[str, Any], binds: list[str]) -> None:
    assert [field.key for field in changed_terms(FULL, FULL | after)] == binds


def test_others_take_over_what_is_not_of_this_province_and_year() -> None:
    assert for_others(FULL) == {
        "mission": "ยกระดับเศรษฐกิจฐานราก",
        "issues": [{"issue": "จำนวนกิจกรรม", "unit": "กิจกรรม"}],
        "report_rounds": "6_12",
    }


# ── two versions, two people ────────────────────────────────────────────────
def test_changes_are_told_in_words() -> None:
    after = {**FULL, "mission": "ใหม่", "report_rounds": "12", "monthly": {"10": {"value": "99"}}}
    del after["six_month_target"]
    assert [(one.field.key, one.before, one.after) for one in changes(FULL, after)] == [
        ("mission", "ยกระดับเศรษฐกิจฐานราก", "ใหม่"),
        ("report_rounds", "รอบ 6 และ 12 เดือน", "เฉพาะรอบ 12 เดือน"),
        ("six_month_target", "600", None),
        ("monthly", "ต.ค.: 98.4\nม.ค.: 101", "ต.ค.: 99"),
    ]
    assert changes(FULL, FULL) == []


@pytest.mark.parametrize(
    ("theirs", "mine", "value", "conflicts", "taken"),
    [
        ("ก", "ก", "ก", 0, 0),  # nobody changed anything
        ("ก", "ข", "ข", 0, 0),  # I did
        ("ข", "ก", "ข", 0, 1),  # they did
        ("ข", "ข", "ข", 0, 0),  # both, alike
        ("ข", "ค", "ค", 1, 0),  # both, differently: mine stands until a person decides
        ("", "ค", "ค", 1, 0),
        ("ข", "", None, 1, 0),
        ("", "ก", None, 0, 1),
    ],
)
def test_two_peoples_changes_come_together(
    theirs: str, mine: str, value: str | None, conflicts: int, taken: int
) -> None:
    merged = merge({"goal": "ก"}, {"goal": theirs} if theirs else {}, {"goal": mine} if mine else {})
    assert merged.contents.get("goal") == value
    assert (len(merged.conflicts), len(merged.theirs)) == (conflicts, taken)


# ── figures ─────────────────────────────────────────────────────────────────
def test_means_and_totals_are_exact_and_say_when_they_are_cut() -> None:
    assert mean(["1", "2"]) == ("=", "1.5")
    assert mean(["1", "1", "2"]) == ("≈", "1.3333")
    assert mean([]) is None
    months = {"10": {"value": "0.1"}, "11": {"value": "0.2"}, "12": {}}
    assert of_year(months, "") == ("=", "0.3")
    assert of_year(months, "mean") == ("=", "0.15")
    assert of_year(months, "latest") == ("=", "0.2")
    assert of_year({"10": {}}, "sum") is None


def test_kinds_are_those_of_the_table() -> None:
    assert {field.kind for field in FIELDS.values()} == set(Kind)
