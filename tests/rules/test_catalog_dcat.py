"""What stands for a dataset's words in DCAT."""

import tomllib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.rules.catalog.dcat import (
    Format,
    Place,
    access_of,
    bounds_of,
    format_of,
    frequency_of,
    languages_of,
    licence_of,
    page_of,
    place_of,
    years_of,
)
from tests.rules.catalog_records import NEWER, STANDARD, record

FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"
TABLES = tomllib.loads(
    resources.files("samrit.rules.catalog").joinpath("dcat.toml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize(
    ("unit", "interval", "code"),
    [
        ("ปี", "1", "ANNUAL"),
        ("ปี", None, "ANNUAL"),
        ("ปี", "2", "BIENNIAL"),
        ("ปี", "7", "OTHER"),
        ("ครึ่งปี", "1", "ANNUAL_2"),
        ("ไตรมาส", "1", "QUARTERLY"),
        ("เดือน", "3", "QUARTERLY"),
        ("เดือน", "12", "ANNUAL"),
        ("วันทำการ", "1", "DAILY"),
        ("ตามเวลาจริง", None, "UPDATE_CONT"),
        ("ตามเวลาจริง", "5", "UPDATE_CONT"),
        ("ไม่มีการปรับปรุงหลังจากการจัดเก็บข้อมูล", None, "NEVER"),
        ("ไม่ทราบ", None, "UNKNOWN"),
        ("อื่นๆ", "1", "OTHER"),
    ],
)
def test_frequencies(unit: str, interval: str | None, code: str) -> None:
    own = record(update_frequency_unit=unit, update_frequency_interval=interval)
    assert frequency_of(STANDARD, own) == FREQUENCY + code


def test_a_frequency_that_is_not_declared_has_no_address() -> None:
    assert frequency_of(STANDARD, record(update_frequency_unit=None)) == ""
    assert frequency_of(STANDARD, record(update_frequency_unit="บางครั้ง")) == ""


def test_every_word_that_needs_a_counterpart_has_one() -> None:
    known = {
        "frequency": "frequency",
        "data_class": "access_right",
        "category": "access_right_of_category",
    }
    for words, table in known.items():
        assert {one.key for one in NEWER.vocabularies[words]} == set(TABLES[table])
    assert {one.key for one in NEWER.vocabularies["language"]} - set(TABLES["language"]) == {
        "unknown",
        "other",
    }
    assert {one.key for one in NEWER.vocabularies["licence"]} - set(TABLES["licence"]) == {"none", "other"}


def test_licences() -> None:
    assert (
        licence_of("Creative Commons Attributions").address == "https://creativecommons.org/licenses/by/4.0/"
    )
    assert licence_of("Open Data Common").is_open
    assert not licence_of("Creative Commons Non-Commercial (Any)").is_open
    for value in ("License not specified", "อื่นๆ", "", "cc-by"):
        assert (licence_of(value).address, licence_of(value).is_open) == ("", False)


@pytest.mark.parametrize(("schema", "category", "data_class", "code"), [
    (STANDARD, "ข้อมูลสาธารณะ", None, "PUBLIC"),
    (STANDARD, "ข้อมูลส่วนบุคคล", None, "NON_PUBLIC"),
    (NEWER, "ข้อมูลสาธารณะ", "เปิดเผย", "PUBLIC"),
    (NEWER, "ข้อมูลใช้ภายใน", "เผยแพร่ภายในองค์กร", "RESTRICTED"),
    (NEWER, "ข้อมูลใช้ภายใน", "ลับ", "NON_PUBLIC"),
    (NEWER, "ข้อมูลใช้ภายใน", None, "RESTRICTED"),
])  # fmt: skip
def test_who_may_have_it(schema: object, category: str, data_class: str | None, code: str) -> None:
    own = record(data_category=category, data_classification=data_class)
    assert access_of(schema, own).rsplit("/", 1)[1] == code  # type: ignore[arg-type]


def test_formats_however_they_are_written() -> None:
    iana = "https://www.iana.org/assignments/media-types/"
    eu = "http://publications.europa.eu/resource/authority/file-type/"
    csv = Format(f"{eu}CSV", f"{iana}text/csv", "text/csv")
    assert [format_of(text) for text in ("CSV", ".csv", " csv ", "text/csv")] == [csv] * 4
    assert format_of("GeoTIFF").media_type == "image/tiff"
    assert format_of("XLS/XLSX") == format_of("") == Format()


def test_languages_and_years() -> None:
    own = record(data_language=("ไทย", "อื่นๆ", "อังกฤษ"), first_year_of_data="2560", last_year_of_data="ล่าสุด")
    assert [address.rsplit("/", 1)[1] for address in languages_of(STANDARD, own)] == ["THA", "ENG"]
    assert years_of(own) == (2017, None)


def test_places() -> None:
    country = Place("http://publications.europa.eu/resource/authority/country/THA", "TH")
    assert place_of(STANDARD, record(geo_coverage="ประเทศ"), "13") == country
    assert place_of(STANDARD, record(geo_coverage="ตำบล"), "13") == Place(code="TH-13")
    assert place_of(STANDARD, record(geo_coverage="โลก"), "13") == Place()
    assert place_of(STANDARD, record(geo_coverage="ตำบล"), "๑๓") == Place()
    assert place_of(STANDARD, record(geo_coverage="ตำบล")) == Place()


def test_bounds_need_all_four_sides() -> None:
    sides = {
        "west_bound_longitude": "100.1",
        "south_bound_longitude": "13.5",
        "east_bound_longitude": "101.2",
    }
    assert bounds_of(record(**sides)) == ""
    assert bounds_of(record(**sides, north_bound_longitude="14.3")) == (
        "POLYGON((100.1 13.5, 101.2 13.5, 101.2 14.3, 100.1 14.3, 100.1 13.5))"
    )


# ── pages ───────────────────────────────────────────────────────────────────
def test_pages() -> None:
    """250 datasets, 100 on a page: 1–100, 101–200, 201–250."""
    pages = [page_of(250, number, 100) for number in (1, 2, 3)]
    assert [page and (page.previous, page.next, page.start, page.stop) for page in pages] == [
        (None, 2, 0, 100),
        (1, 3, 100, 200),
        (2, None, 200, 250),
    ]
    assert page_of(250, 4, 100) is page_of(250, 0, 100) is None
    empty = page_of(0, 1, 100)
    assert empty is not None
    assert (empty.next, empty.start, empty.stop) == (None, 0, 0)
    with pytest.raises(ValueError, match="at least one"):
        page_of(1, 1, 0)


@given(st.integers(0, 500), st.integers(1, 60))
def test_a_walk_sees_every_dataset_once_and_ends(total: int, size: int) -> None:
    seen: list[int] = []
    number: int | None = 1
    while number is not None:
        page = page_of(total, number, size)
        assert page is not None
        seen += range(page.start, page.stop)
        number = page.next
    assert seen == list(range(total))
