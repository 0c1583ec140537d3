"""The versions of the metadata standard: what each asks, and a record's way from one to another."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.rules.catalog import versions
from samrit.rules.catalog.kinds import Dataset, Kind
from samrit.rules.catalog.moving import coded, decoded, moved
from samrit.rules.wording import RefusedError
from tests.rules.catalog_records import NEWER, STANDARD, record


def test_there_are_two_versions_the_confirmed_one_is_written_in() -> None:
    assert versions.available() == ("2.1.0", "2026")
    assert versions.newest().version == "2.1.0"
    assert (STANDARD.confirmed, NEWER.confirmed) == (True, False)


def test_an_unknown_version_is_refused_with_those_there_are() -> None:
    with pytest.raises(RefusedError, match=r"2\.1\.0, 2026"):
        versions.load("1.0")


def test_the_fourteen_rows_are_these_and_the_ninth_has_two_cells() -> None:
    assert [row.fields[0] for row in STANDARD.rows] == [
        "data_type",
        "title",
        "owner_org",
        "maintainer",
        "maintainer_email",
        "tag_string",
        "notes",
        "objective",
        "update_frequency_unit",
        "geo_coverage",
        "data_source",
        "data_format",
        "data_category",
        "license_id",
    ]
    assert [row.number for row in STANDARD.rows if len(row.fields) > 1] == [9]
    assert STANDARD.rows[8].fields == ("update_frequency_unit", "update_frequency_interval")
    assert not STANDARD.fields["update_frequency_interval"].required
    assert [row.fields for row in NEWER.rows] == [row.fields for row in STANDARD.rows]


# Vocabulary → how many words, and how many of them ask what else it is.
SIZES = {
    "data_type": (5, 1),
    "objective": (14, 1),
    "frequency": (13, 1),
    "coverage": (14, 1),
    "format": (20, 1),
    "category": (4, 0),
    "licence": (7, 1),
    "support": (7, 1),
    "collected": (13, 1),
    "language": (14, 1),
    "breakdown": (14, 1),
    "multiplier": (15, 1),
    "layer": (13, 0),
    "scale": (6, 1),
    "yes_no": (2, 0),
    "consent": (2, 0),
}


def test_the_vocabularies_have_as_many_words_as_the_standard() -> None:
    assert {
        name: (len(words), sum(one.other for one in words)) for name, words in STANDARD.vocabularies.items()
    } == SIZES


def test_stored_values_are_to_the_letter() -> None:
    formats = {one.name: one.value for one in STANDARD.vocabularies["format"]}
    assert formats["XLS/XLSX"] == "XLS"
    assert formats["DOC/DOCX"] == "DOC/DOCX"
    assert [one.value for one in STANDARD.vocabularies["yes_no"]] == ["False", "True"]
    assert STANDARD.vocabularies["licence"][4].value == "Open Data Common"
    assert [one.value for one in STANDARD.vocabularies["frequency"]][-2] == "ไม่มีการปรับปรุงหลังจากการจัดเก็บข้อมูล"


def test_each_type_of_dataset_is_asked_its_own_fields() -> None:
    def asked(kind: str) -> set[str]:
        return {one.code for one in STANDARD.asked({"data_type": kind})}

    assert {"data_support", "created_date", "high_value_dataset"} <= asked("ข้อมูลระเบียน")
    assert {"first_year_of_data", "official_statistics"} <= asked("ข้อมูลสถิติ") - asked("ข้อมูลระเบียน")
    assert {"west_bound_longitude", "data_release_date"} == {"west_bound_longitude", "data_release_date"} & (
        asked("ข้อมูลภูมิสารสนเทศเชิงพื้นที่") - asked("ข้อมูลสถิติ")
    )
    assert asked("ข้อมูลหลากหลายประเภท") == asked("ข้อมูลระเบียน") == asked("ข้อมูลประเภทอื่นๆ")


def test_the_interval_is_not_asked_of_what_has_none() -> None:
    for unit, expected in (("ตามเวลาจริง", False), ("ไม่ทราบ", False), ("วันทำการ", True)):
        codes = {one.code for one in STANDARD.asked(record(update_frequency_unit=unit))}
        assert ("update_frequency_interval" in codes) is expected


def test_an_address_of_another_catalogue_is_asked_only_in_area_based_ones() -> None:
    assert "reference_url_catalog" not in {one.code for one in STANDARD.asked(record())}
    assert "reference_url_catalog" in {one.code for one in STANDARD.asked(record(), "area_based")}


def test_the_newer_version_adds_the_class_and_the_internal_category() -> None:
    assert set(NEWER.fields) - set(STANDARD.fields) == {"data_classification"}
    codes = list(NEWER.fields)
    assert codes.index("data_classification") == codes.index("data_category") + 1
    assert [one.code for one in NEWER.vocabularies["data_class"]] == ["01", "02", "03", "04", "05"]
    added = {one.key for one in NEWER.vocabularies["category"]} - {
        one.key for one in STANDARD.vocabularies["category"]
    }
    assert added == {"internal"}


def test_the_groups_of_area_based_portals() -> None:
    assert [group.code for group in STANDARD.groups] == [f"category0{number}" for number in range(1, 8)]


@pytest.mark.parametrize(
    ("field", "written", "key"),
    [
        ("data_format", "xlsx", "xls"),
        ("data_format", " csv ", "csv"),
        ("data_format", "Docx", "doc"),
        ("data_format", "อื่น ๆ", "other"),
        ("update_frequency_unit", "รายปี", "year"),
        ("license_id", "CC BY", "cc_by"),
        ("license_id", "open data common", "odc"),
        ("high_value_dataset", "ไม่ใช่", "no"),
        ("high_value_dataset", "ใช่", "yes"),
        ("objective", "ยุทธศาสตร์ ชาติ", "national_strategy"),
    ],
)
def test_a_word_is_recognised_however_it_is_written(field: str, written: str, key: str) -> None:
    found = STANDARD.recognised(STANDARD.fields[field], written)
    assert found is not None
    assert found.key == key


def test_a_word_that_is_not_in_the_list_is_recognised_as_nothing() -> None:
    assert STANDARD.recognised(STANDARD.fields["data_format"], "CSV,PDF") is None
    assert STANDARD.recognised(STANDARD.fields["data_format"], "") is None


# ── from one version to another ─────────────────────────────────────────────
def test_what_both_have_comes_along_both_ways() -> None:
    dataset = Dataset("2.1.0", record(), ({"name": "ไฟล์", "url": "https://a.example/x.csv"},))
    there = moved(dataset, STANDARD, NEWER)
    assert (there.dataset.schema, there.lost) == ("2026", ())
    assert there.dataset.record == dataset.record
    assert moved(there.dataset, NEWER, STANDARD).dataset == dataset


def test_what_the_older_version_does_not_have_is_told() -> None:
    newer = Dataset("2026", record(data_category="ข้อมูลใช้ภายใน", data_classification="เผยแพร่ภายในองค์กร"))
    back = moved(newer, NEWER, STANDARD)
    assert [(fault.field, fault.value) for fault in back.lost] == [
        ("data_category", "ข้อมูลใช้ภายใน"),
        ("data_classification", "เผยแพร่ภายในองค์กร"),
    ]
    assert back.dataset.record == record(data_category=None)


def test_a_word_of_no_list_goes_along_as_it_is_for_validation_to_tell() -> None:
    odd = Dataset("2.1.0", record(geo_coverage="ลุ่มน้ำ"))
    assert moved(odd, STANDARD, NEWER).dataset.record["geo_coverage"] == "ลุ่มน้ำ"


def test_codes_of_the_form_and_back() -> None:
    """1 ข้อมูลระเบียน, A ปี, 08 ตำบล, a ข้อมูลสาธารณะ, 01 เปิดเผย, G0 Open Data Common."""
    dataset = Dataset("2026", record(data_classification="เปิดเผย"))
    found = coded(dataset, NEWER)
    asked = ("data_type", "update_frequency_unit", "geo_coverage", "data_category", "data_classification", "license_id")  # fmt: skip
    assert [found.dataset.record[code] for code in asked] == ["1", "A", "08", "a", "01", "G0"]
    assert found.lost == ()
    assert decoded(found.dataset, NEWER).dataset == dataset


def test_a_word_without_a_code_is_told() -> None:
    found = coded(
        Dataset("2.1.0", record(update_frequency_unit="อื่นๆ", update_frequency_unit_other="ทุกรอบ")), STANDARD
    )
    assert [(fault.field, fault.value) for fault in found.lost] == [("update_frequency_unit", "อื่นๆ")]


@given(st.data())
def test_every_choice_of_the_older_version_comes_back(data: st.DataObject) -> None:
    chosen = {
        one.code: data.draw(st.sampled_from([word.value for word in STANDARD.choices(one)]))
        for one in STANDARD.fields.values()
        if one.kind is Kind.CHOICE
    }
    dataset = Dataset("2.1.0", chosen)
    there = moved(dataset, STANDARD, NEWER)
    assert there.lost == ()
    assert moved(there.dataset, NEWER, STANDARD).dataset == dataset


# ── a changed file ──────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("name", "before", "after", "told"),
    [
        ("dataset.toml", "number = 14", "number = 15", "numbered"),
        ("dataset.toml", 'of = "coverage"', 'of = "cover"', "geo_coverage names no vocabulary"),
        ("words.toml", 'value = "วันทำการ"', 'value = "วัน"', "two words of frequency have the same value"),
        ("conditions.toml", '"cc_by", ', '"cc_bye", ', "public_licence asks for what license_id"),
        ("dataset.toml", 'types = ["geospatial"]', 'types = ["space"]', "unknown dataset types"),
    ],
)
def test_a_file_that_contradicts_itself_is_not_loaded(name: str, before: str, after: str, told: str) -> None:
    changed = versions.documents("2.1.0")
    assert before in changed[name]
    changed[name] = changed[name].replace(before, after, 1)
    with pytest.raises(ValueError, match=told):
        versions.read([changed])


def test_every_letter_changes_the_digest() -> None:
    changed = versions.documents("2.1.0")
    changed["words.toml"] += "\n# one more remark\n"
    same, other = versions.read([versions.documents("2.1.0")]), versions.read([changed])
    assert same.digest == STANDARD.digest != other.digest
    assert replace(other, digest="") == replace(same, digest="")
