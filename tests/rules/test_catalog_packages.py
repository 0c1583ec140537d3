"""What CKAN clients are answered."""

import json
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.rules.catalog.ckan import (
    ACTIONS,
    Face,
    FacetItem,
    GroupFace,
    OrganizationFace,
    ResourceFace,
    Site,
    action_unknown,
    datastore_result,
    not_allowed,
    not_found,
    not_json,
    not_valid,
    out_of_order,
    package_of,
    search_result,
    status,
    success,
    taken,
)
from samrit.rules.catalog.kinds import Dataset
from tests.rules.catalog_records import NEWER, STANDARD, record

BANGKOK = timezone(timedelta(hours=7))

# ── packages ────────────────────────────────────────────────────────────────
MADE = datetime(2026, 1, 1, 7, 0, tzinfo=BANGKOK)
OWNER = OrganizationFace("org-1", "province-office", "สำนักงานจังหวัด", MADE)
RESOURCE = {
    "name": "ปี 2567",
    "url": "https://a.go.th/x.csv",
    "format": "CSV",
    "resource_created_date": "2024-01-31",
}
FACE = Face(
    "0a1b", OWNER, MADE, MADE, groups=(GroupFace("g-1", "category06", "ด้านทรัพยากร"),), resources=(ResourceFace("r-1", MADE, None, "text/csv", 12, "ab12"),)
)  # fmt: skip
DATASET = Dataset("2.1.0", record(geo_coverage="อื่นๆ", geo_coverage_other="ลุ่มน้ำ"), (RESOURCE,))


def test_a_package_as_the_harvester_needs_it() -> None:
    package = package_of(STANDARD, DATASET, FACE)
    assert (package["id"], package["type"], package["state"], package["private"]) == (
        "0a1b",
        "dataset",
        "active",
        False,
    )
    assert package["metadata_modified"] == "2026-01-01T00:00:00.000000"
    assert package["extras"] == []
    assert [tag["name"] for tag in package["tags"]] == ["ขยะ", "สิ่งแวดล้อม"]
    assert (package["num_tags"], package["num_resources"]) == (2, 1)
    assert package["objective"] == ["ยุทธศาสตร์ชาติ", "พันธกิจหน่วยงาน"]
    assert (package["geo_coverage"], package["geo_coverage_other"]) == ("อื่นๆ", "ลุ่มน้ำ")
    assert (package["owner_org"], package["organization"]["name"]) == ("org-1", "province-office")
    assert package["isopen"] is True
    assert package["license_url"].startswith("https://opendatacommons.org/")
    assert {"url_type": None, "position": 0, "package_id": "0a1b", "size": 12}.items() <= package[
        "resources"
    ][0].items()
    assert "revision_id" not in package
    assert "tag_string" not in package


def test_a_package_is_json_and_the_same_each_time() -> None:
    told = [json.dumps(package_of(STANDARD, DATASET, FACE), ensure_ascii=False) for _ in range(2)]
    assert told[0] == told[1]


def test_each_resource_needs_its_face() -> None:
    with pytest.raises(ValueError, match="face"):
        package_of(STANDARD, DATASET, Face("x", OWNER, MADE, MADE))


def test_a_package_comes_back_as_the_dataset() -> None:
    package = json.loads(json.dumps(package_of(STANDARD, DATASET, FACE)))
    found = taken(package)
    assert found.notes == ()
    assert found.dataset.resources == DATASET.resources
    assert found.dataset.record == DATASET.record
    assert found.dataset.schema == "2.1.0"


def test_a_package_of_the_newer_version_is_known_by_its_fields() -> None:
    newer = Dataset("2026", record(data_classification="เปิดเผย"))
    assert taken(package_of(NEWER, newer, Face("x", OWNER, MADE, MADE))).dataset == newer


def test_a_package_as_other_portals_send_it() -> None:
    found = taken(
        {
            "title": "ชุดข้อมูล ",
            "tags": [{"display_name": "ขยะ", "name": "waste"}, {"name": "น้ำ"}, "x"],
            "data_format": '["XLS", "CSV"]',
            "objective": "พันธกิจหน่วยงาน",
            "update_frequency_interval": 1,
            "high_value_dataset": True,
            "created_date": "2024-01-31T00:00:00",
            "extras": [{"key": "geo_coverage", "value": "ตำบล"}, {"key": "harvest_url", "value": "x"}],
            "license_id": "cc-by",
            "organization": {"title": "สำนักงานสถิติ"},
            "owner_org": "11-22",
            "data_type": "ข้อมูลระเบียน",
            "notes": {"th": "คำอธิบาย"},
            "resources": [{"name": "ก", "url": "https://a.go.th", "format": None}, "x"],
        }
    )
    assert found.dataset.record == {
        "data_type": "ข้อมูลระเบียน",
        "title": "ชุดข้อมูล",
        "owner_org": "สำนักงานสถิติ",
        "tag_string": ("ขยะ", "น้ำ"),
        "objective": ("พันธกิจหน่วยงาน",),
        "update_frequency_interval": "1",
        "geo_coverage": "ตำบล",
        "data_format": ("XLS", "CSV"),
        "license_id": "cc-by",
        "created_date": "2024-01-31",
        "high_value_dataset": "True",
    }
    assert found.dataset.resources == ({"url": "https://a.go.th", "name": "ก"},)
    assert [(note.field, note.refuses) for note in found.notes] == [("notes", False)]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*NEWER.fields, "tags", "extras", "resources", "organization", "owner_org"]), json_values))  # fmt: skip
def test_no_package_breaks_the_taking(package: dict[str, object]) -> None:
    for value in taken(package).dataset.record.values():
        assert isinstance(value, str | tuple)


# ── answers ─────────────────────────────────────────────────────────────────
HELP = "https://catalog.example.go.th/api/3/action/help_show?name=package_search"


def test_the_envelope_and_the_errors_to_the_letter() -> None:
    assert success(HELP, [1]).body == {"help": HELP, "success": True, "result": [1]}
    answers = [
        (not_found(HELP), 404, {"__type": "Not Found Error", "message": "Not found"}),
        (not_found(HELP, "Dataset"), 404, {"__type": "Not Found Error", "message": "Not found: Dataset"}),
        (not_allowed(HELP), 403, {"__type": "Authorization Error", "message": "Access denied"}),
        (not_valid(HELP, {"rows": ("Must be a natural number",)}), 409, {"rows": ["Must be a natural number"], "__type": "Validation Error"}),
        (out_of_order(HELP), 500, {"__type": "Internal Server Error", "message": "Internal Server Error"}),
    ]  # fmt: skip
    for answer, code, error in answers:
        assert (answer.status, answer.body) == (code, {"help": HELP, "success": False, "error": error})
    assert (action_unknown("x").status, action_unknown("x").body) == (
        400,
        "Bad request - Action name not known: x",
    )
    assert not_json("y").status == 400


def test_the_result_of_a_search() -> None:
    facets = {"tags": [FacetItem("ขยะ", "ขยะ", 3), FacetItem("น้ำ", "น้ำ", 1)]}
    found = search_result(count=4, packages=[{"id": "a"}], sort="id asc", facets=facets)
    assert set(found) == {"count", "results", "sort", "facets", "search_facets"}
    assert (found["count"], found["results"], found["facets"]) == (
        4,
        [{"id": "a"}],
        {"tags": {"ขยะ": 3, "น้ำ": 1}},
    )
    assert found["search_facets"]["tags"]["items"][0] == {"name": "ขยะ", "display_name": "ขยะ", "count": 3}


def test_the_status_has_the_keys_of_thai_catalogues() -> None:
    found = status(Site("บัญชีข้อมูล", "", "https://catalog.example.go.th", "area_based", "0.1.0"))
    assert {"site_title", "site_url", "ckan_version", "extensions", "thaigdc_catalog_type", "thaigdc_version", "thaigdc_update", "thaigdc_is_as_a_service"} <= set(found)  # fmt: skip
    assert found["thaigdc_catalog_type"] == "area_based"


def test_the_result_of_the_datastore() -> None:
    found = datastore_result(resource="r", fields=[("a", "text")], records=[{"a": "1"}], total=5, limit=2, offset=2, address="/api/3/action/datastore_search?resource_id=r")  # fmt: skip
    assert found["fields"] == [{"id": "a", "type": "text"}]
    assert found["_links"] == {
        "start": "/api/3/action/datastore_search?resource_id=r&limit=2",
        "next": "/api/3/action/datastore_search?resource_id=r&offset=4&limit=2",
    }


def test_the_actions_stand_in_order() -> None:
    assert list(ACTIONS) == sorted(ACTIONS)
    assert {"package_search", "package_show", "status_show"} <= set(ACTIONS)
