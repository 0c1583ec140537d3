"""What is wrong with a record: each fault with its field, value, reason and mending."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.rules.catalog.days import buddhist, common_era, day_of, read_day, read_year
from samrit.rules.catalog.kinds import Dataset, Fault, Record, Schema, Value
from samrit.rules.catalog.validating import faults_of, implied, refusing
from tests.rules.catalog_records import NEWER, STANDARD, record


def told(own: Record, schema: Schema = STANDARD, **more: str) -> list[tuple[str, str, bool]]:
    """(field, code of the sentence, whether it refuses) of every fault."""
    faults = faults_of(schema, Dataset(schema.version, own), **more)
    return [(fault.field, fault.message.code, fault.refuses) for fault in faults]


def test_a_full_record_has_no_fault() -> None:
    assert told(record()) == []


def test_each_mandatory_field_is_missed_alone() -> None:
    for row in STANDARD.rows:
        assert told(record(**{row.fields[0]: None})) == [(row.fields[0], "catalog_missing", True)]


def test_a_field_of_spaces_is_missing() -> None:
    assert told(record(title="  ")) == [("title", "catalog_missing", True)]
    assert told(record(tag_string=(" ",))) == [("tag_string", "catalog_missing", True)]


def test_an_interval_that_is_not_said_is_advised_and_not_where_none_is_asked() -> None:
    interval = ("update_frequency_interval", "catalog_missing_cell", False)
    assert told(record(update_frequency_interval=None)) == [interval]
    assert told(record(update_frequency_interval=None, update_frequency_unit="ตามเวลาจริง")) == []
    needless = ("update_frequency_interval", "catalog_needless", False)
    assert told(record(update_frequency_unit="ไม่ทราบ")) == [needless]


# What is written, and what is told: field, value, code of the sentence.
CASES: list[tuple[str, Value, str]] = [
    ("maintainer_email", "data@province", "catalog_email"),
    ("maintainer_email", "a@b.example, c@d.example", "catalog_email"),
    ("maintainer_email", "ไม่มี", "catalog_email"),
    ("tag_string", ("ขยะ/ของเสีย",), "catalog_tag_letters"),
    ("tag_string", ("ก",), "catalog_tag_short"),
    ("tag_string", ("ขยะ", "ขยะ"), "catalog_twice"),
    ("tag_string", "ขยะ", "catalog_shape_list"),
    ("title", ("ก", "ข"), "catalog_shape_one"),
    ("title", "-", "catalog_says_nothing"),
    ("title", "ก" * 1001, "catalog_long"),
    ("title", "ขยะ\u0007", "catalog_stray"),
    ("title", " ขยะ", "catalog_stray"),
    ("objective", ("ยุทธศาสตร์ชาติ", "ยุทธศาสตร"), "catalog_not_listed"),
    ("data_format", ("CSV", "xlsx"), "catalog_not_listed"),
    ("update_frequency_interval", "0", "catalog_whole"),
    ("update_frequency_interval", "1.5", "catalog_whole"),
    ("update_frequency_interval", "๑", "catalog_whole"),
    ("geo_coverage", "ลุ่มน้ำ", "catalog_not_listed"),
    ("name", "Waste 2567", "catalog_slug"),
    ("name", "ขยะ", "catalog_slug"),
    ("name", "a" * 71, "catalog_long"),
    ("url", "www.province.go.th", "catalog_url"),
    ("url", "ftp://a.b/c", "catalog_url"),
    ("url", "javascript:alert(1)", "catalog_url"),
    ("url", "https://", "catalog_url"),
    ("created_date", "2567-01-31", "catalog_date"),
    ("created_date", "2024-02-30", "catalog_date"),
    ("created_date", "31 ม.ค. 2567", "catalog_date"),
]


@pytest.mark.parametrize(("field", "value", "code"), CASES)
def test_each_fault_is_told_at_its_field(field: str, value: Value, code: str) -> None:
    assert told(record(**{field: value})) == [(field, code, True)]


def test_bounds_that_just_hold() -> None:
    held: list[tuple[str, Value]] = [
        ("title", "ก" * 1000),
        ("name", "a" * 70),
        ("name", "ab"),
        ("update_frequency_interval", "9999"),
        ("tag_string", ("ขย",)),
        ("created_date", "2024-02-29"),
        ("tag_string", ("น้ำ-ดิน 2.0_ก",)),
    ]
    for field, value in held:
        assert told(record(**{field: value})) == []


def test_the_mending_offers_the_nearest_words() -> None:
    fault = faults_of(STANDARD, Dataset("2.1.0", record(geo_coverage="จังหวด")))[0]
    assert (fault.value, fault.mend.thai()) == ("จังหวด", "ใกล้ที่สุดคือ “จังหวัด”")
    fault = faults_of(STANDARD, Dataset("2.1.0", record(data_category="xyz")))[0]
    assert fault.mend.thai() == (
        "เลือกจาก “ข้อมูลสาธารณะ” · “ข้อมูลส่วนบุคคล” · “ข้อมูลความมั่นคง” · “ข้อมูลความลับทางราชการ”"
    )


# ── อื่นๆ ────────────────────────────────────────────────────────────────────
def test_other_needs_what_it_is() -> None:
    assert told(record(geo_coverage="อื่นๆ")) == [("geo_coverage_other", "catalog_other_missing", True)]
    assert told(record(geo_coverage="อื่นๆ", geo_coverage_other="ลุ่มน้ำเจ้าพระยา")) == []
    several = record(data_format=("CSV", "อื่นๆ"), data_format_other=" ")
    assert told(several) == [("data_format_other", "catalog_other_missing", True)]


def test_what_else_it_is_without_other_is_noticed() -> None:
    assert told(record(geo_coverage_other="ลุ่มน้ำ")) == [("geo_coverage_other", "catalog_other_unasked", False)]


def test_the_other_type_of_dataset() -> None:
    assert told(record(data_type="ข้อมูลประเภทอื่นๆ")) == [("data_type_other", "catalog_other_missing", True)]


# ── what does not belong ────────────────────────────────────────────────────
def test_a_field_of_another_type_is_noticed_and_kept() -> None:
    assert told(record(first_year_of_data="2560")) == [("first_year_of_data", "catalog_other_type", False)]
    assert told(record(reference_url_catalog="https://a.example/x")) == [
        ("reference_url_catalog", "catalog_other_portal", False)
    ]
    assert told(record(reference_url_catalog="https://a.example/x"), portal="area_based") == []


def test_a_field_that_the_standard_does_not_have_is_noticed() -> None:
    assert told(record(colour="แดง")) == [("colour", "catalog_unknown_field", False)]
    assert told(record(data_classification="เปิดเผย")) == [
        ("data_classification", "catalog_unknown_field", False)
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"data_type": "ข้อมูลสถิติ", "first_year_of_data": "2567", "last_year_of_data": "2560"},
            ["last_year_of_data"],
        ),
        ({"data_type": "ข้อมูลสถิติ", "first_year_of_data": "2567", "last_year_of_data": "2567"}, []),
        ({"created_date": "2024-02-02", "last_updated_date": "2024-02-01"}, ["last_updated_date"]),
        (
            {
                "data_type": "ข้อมูลภูมิสารสนเทศเชิงพื้นที่",
                "west_bound_longitude": "101.2",
                "east_bound_longitude": "99.9",
            },
            ["east_bound_longitude"],
        ),
    ],
)
def test_two_fields_that_have_an_order(changes: dict[str, Value], expected: list[str]) -> None:
    assert told(record(**changes)) == [(field, "catalog_order", True) for field in expected]


@pytest.mark.parametrize(
    ("west", "north", "expected"),
    [("-180", "90", []), ("180.1", "14", ["west_bound_longitude"]), ("99", "90.01", ["north_bound_longitude"]), ("x", "14", ["west_bound_longitude"])],
)  # fmt: skip
def test_degrees(west: str, north: str, expected: list[str]) -> None:
    own = record(data_type="ข้อมูลภูมิสารสนเทศเชิงพื้นที่", west_bound_longitude=west, north_bound_longitude=north)
    assert [field for field, _, _ in told(own)] == expected


# ── resources ───────────────────────────────────────────────────────────────
def test_faults_of_resources_say_which_one() -> None:
    good: Record = {"name": "ข้อมูล 2567", "url": "https://a.example/x.csv", "format": "CSV"}
    bad: Record = {"url": "a.csv", "resource_first_year_of_data": "2560"}
    faults = faults_of(STANDARD, Dataset("2.1.0", record(), (good, bad)))
    assert [(fault.resource, fault.field, fault.refuses) for fault in faults] == [
        (1, "url", True),
        (1, "name", True),
        (1, "resource_first_year_of_data", False),
    ]


# ── conditions ──────────────────────────────────────────────────────────────
def test_public_data_say_a_licence() -> None:
    assert told(record(license_id="License not specified")) == [("license_id", "catalog_condition", False)]
    assert told(record(data_category="ข้อมูลส่วนบุคคล")) == [("license_id", "catalog_condition", False)]
    assert told(record(data_category="ข้อมูลส่วนบุคคล", license_id="License not specified")) == []


@pytest.mark.parametrize(
    ("category", "data_class", "licence", "expected"),
    [
        # public ⇒ open ⇒ a licence
        ("ข้อมูลสาธารณะ", "เปิดเผย", "Open Data Common", []),
        ("ข้อมูลสาธารณะ", "เผยแพร่ภายในองค์กร", "Open Data Common", [("data_classification", True)]),
        ("ข้อมูลสาธารณะ", "เปิดเผย", "License not specified", [("license_id", False), ("license_id", True)]),
        # personal data are never open
        (
            "ข้อมูลส่วนบุคคล",
            "เปิดเผย",
            "License not specified",
            [("data_classification", True), ("license_id", True)],
        ),
        ("ข้อมูลส่วนบุคคล", "ลับ", "License not specified", []),
        # internal data may be anything
        ("ข้อมูลใช้ภายใน", "เปิดเผย", "Open Data Common", []),
        ("ข้อมูลใช้ภายใน", "ลับมาก", "License not specified", []),
        # secrets carry a class of secrecy
        ("ข้อมูลความมั่นคง", "เผยแพร่ภายในองค์กร", "License not specified", [("data_classification", True)]),
        ("ข้อมูลความลับทางราชการ", "ลับที่สุด", "License not specified", []),
    ],
)
def test_conditions_of_the_newer_version(
    category: str, data_class: str, licence: str, expected: list[tuple[str, bool]]
) -> None:
    own = record(data_category=category, data_classification=data_class, license_id=licence)
    assert [
        (field, refuses) for field, code, refuses in told(own, NEWER) if code == "catalog_condition"
    ] == expected
    assert all(code == "catalog_condition" for _, code, _ in told(own, NEWER))


def test_the_class_is_asked_of_every_dataset_in_the_newer_version() -> None:
    assert told(record(), NEWER) == [("data_classification", "catalog_missing", True)]


def test_a_condition_says_both_answers_and_what_may_stand() -> None:
    own = record(
        data_category="ข้อมูลส่วนบุคคล", data_classification="เปิดเผย", license_id="License not specified"
    )
    fault = next(one for one in faults_of(NEWER, Dataset("2026", own)) if one.field == "data_classification")
    assert fault.message.thai() == (
        "หมวดหมู่ข้อมูลตามธรรมาภิบาลข้อมูลภาครัฐเป็น “ข้อมูลส่วนบุคคล” แต่ระดับชั้นข้อมูลเป็น “เปิดเผย” – ข้อมูลส่วนบุคคลเปิดเผยไม่ได้"
    )
    assert "“เผยแพร่ภายในองค์กร” · “ลับ” · “ลับมาก” · “ลับที่สุด”" in fault.mend.thai()


def test_what_an_empty_field_can_only_be() -> None:
    assert implied(NEWER, record()) == {"data_classification": "เปิดเผย"}
    assert implied(NEWER, record(data_classification="ลับ")) == {}
    assert implied(NEWER, record(data_category="ข้อมูลความมั่นคง")) == {}
    assert implied(STANDARD, record(license_id=None)) == {}
    assert told({**record(), **implied(NEWER, record())}, NEWER) == []


def test_only_what_refuses_keeps_from_publishing() -> None:
    faults = faults_of(STANDARD, Dataset("2.1.0", record(title=None, geo_coverage_other="x")))
    assert [fault.field for fault in refusing(faults)] == ["title"]
    assert all(isinstance(fault, Fault) and str(fault) for fault in faults)


texts = st.text(max_size=12)
values = st.one_of(texts, st.tuples(texts), st.tuples(texts, texts), st.just(()))


@given(
    st.dictionaries(
        st.one_of(st.sampled_from([*NEWER.fields, "data_format_other"]), texts), values, max_size=8
    )
)
def test_no_record_breaks_the_validation(own: Record) -> None:
    """A dataset with a title that is at fault never passes; every fault can be said."""
    faults = faults_of(NEWER, Dataset("2026", own))
    assert all(str(fault) for fault in faults)
    missing = {fault.field for fault in faults if fault.message.code == "catalog_missing"}
    assert {code for code in ("title", "notes") if code not in own} <= missing


# ── days ────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2567-01-31", date(2024, 1, 31)),
        ("2567-02-29", date(2024, 2, 29)),
        ("2566-02-29", None),
        ("2024-01-31", date(2024, 1, 31)),
        ("2567-01-31 00:00:00", date(2024, 1, 31)),
        ("31/1/2567", date(2024, 1, 31)),
        ("31/01/67", date(2024, 1, 31)),
        ("2567/1/31", date(2024, 1, 31)),
        ("๓๑ มกราคม ๒๕๖๗", date(2024, 1, 31)),
        ("31 ม.ค. 67", date(2024, 1, 31)),
        ("31 ม.ค.", None),
        ("2567", None),
        ("31 ม.ค. 2567 ถึง 1 ก.พ. 2567", None),
        ("ประมาณ 31 ม.ค. 2567", None),
        ("45322", None),
        ("", None),
    ],
)
def test_days_as_people_write_them(written: str, expected: date | None) -> None:
    assert read_day(written) == expected


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_a_day_in_buddhist_years_reads_back(day: date) -> None:
    assert read_day(buddhist(day)) == day
    assert day_of(day.isoformat()) == day


@pytest.mark.parametrize(
    ("written", "expected"),
    [("2567", "2567"), ("๒๕๖๗", "2567"), ("พ.ศ. 2567", "2567"), ("ปี 2567", "2567"), ("2567.0", "2567"), ("2024", "2567"), ("67", None), ("2567-2568", None), ("1800", None), ("9999", None)],
)  # fmt: skip
def test_years_of_data(written: str, expected: str | None) -> None:
    assert read_year(written) == expected
    assert expected is None or common_era(expected) == 2024
