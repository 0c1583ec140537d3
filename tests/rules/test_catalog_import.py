"""What a filled template would change, and that the same file a second time changes nothing."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from samrit.rules.catalog.excel import (
    Fate,
    Plan,
    RowRead,
    planned,
    proposed_name,
    read_resource,
    read_row,
    template,
    written_resource,
)
from samrit.rules.catalog.kinds import Dataset, Record
from tests.rules.catalog_records import STANDARD, TEMPLATE, read, record, row, sheet


# ── what a file would change ────────────────────────────────────────────────
def plan(rows: Sequence[RowRead], stood: dict[str, Record] | None = None, resources: Sequence[Sequence[str]] = ()) -> Plan:  # fmt: skip
    read_of = [read_resource(TEMPLATE, sheet(), 6 + place, cells) for place, cells in enumerate(resources)]
    known = {name: Dataset("2.1.0", own) for name, own in (stood or {}).items()}
    return planned(STANDARD, rows, [one for one in read_of if one], known)


def fates(found: Plan) -> list[str]:
    return [step.fate.value for step in found.datasets]


def kept(found: Plan) -> dict[str, Record]:
    """What would stand after it."""
    return {step.name: step.after for step in found.datasets if step.fate is not Fate.INVALID}


def test_new_then_unchanged() -> None:
    first = plan([read(row())])
    assert fates(first) == ["new"]
    again = plan([read(row())], kept(first))
    assert (fates(again), again.datasets[0].differences) == (["unchanged"], ())


def test_changed_says_what_of() -> None:
    stood = kept(plan([read(row())]))
    found = plan([read(row(notes="ปรับใหม่", data_format="PDF"))], stood).datasets[0]
    assert found.fate is Fate.CHANGED
    assert [(one.field, one.before, one.after) for one in found.differences] == [
        ("notes", "ปริมาณขยะที่เก็บได้ของแต่ละตำบล", "ปรับใหม่"),
        ("data_format", ("CSV", "XLS"), ("PDF",)),
    ]


def test_the_order_of_several_values_is_no_change() -> None:
    stood = kept(plan([read(row())]))
    again = plan([read(row(data_format="XLS, CSV", tag_string="สิ่งแวดล้อม, ขยะ"))], stood)
    assert fates(again) == ["unchanged"]


def test_an_empty_cell_says_nothing_and_is_told() -> None:
    stood = kept(plan([read(row())]))
    found = plan([read(row(notes="", url=""))], stood).datasets[0]
    assert (found.fate, found.kept) == (Fate.UNCHANGED, ("notes", "url"))
    assert found.after["notes"] == "ปริมาณขยะที่เก็บได้ของแต่ละตำบล"


def test_what_the_template_has_no_column_for_stays() -> None:
    stood = {name: {**own, "allow_harvest": "True"} for name, own in kept(plan([read(row())])).items()}
    found = plan([read(row(notes="ใหม่"))], stood).datasets[0]
    assert found.after["allow_harvest"] == "True"
    assert [one.field for one in found.differences] == ["notes"]


def test_a_new_answer_takes_its_companion_along() -> None:
    stood = kept(plan([read(row(data_format="อื่นๆ: DWG"))]))
    found = plan([read(row(data_format="CSV"))], stood).datasets[0]
    assert "data_format_other" not in found.after
    assert {one.field for one in found.differences} == {"data_format", "data_format_other"}


def test_invalid_rows_say_each_fault_and_change_nothing() -> None:
    found = plan([read(row(maintainer_email="x", data_format="DWG"))]).datasets[0]
    assert found.fate is Fate.INVALID
    assert [(fault.field, fault.value) for fault in found.faults] == [
        ("maintainer_email", "x"),
        ("data_format", "DWG"),
    ]


def test_two_rows_of_one_dataset_that_differ_are_both_refused() -> None:
    found = plan([read(row(), 6), read(row(notes="อีกอย่าง"), 9)])
    assert fates(found) == ["invalid", "invalid"]
    assert [step.faults[0].message.values["row"] for step in found.datasets] == [9, 6]


def test_the_same_row_twice_is_brought_once() -> None:
    assert fates(plan([read(row(), 6), read(row(), 7)])) == ["new", "unchanged"]


def test_a_title_that_is_taken_is_refused() -> None:
    stood: dict[str, Record] = {"another": record(name="another")}
    found = plan([read(row())], stood).datasets[0]
    assert (found.fate, found.faults[-1].message.code) == (Fate.INVALID, "catalog_title_taken")


def test_a_row_without_a_name_is_the_dataset_of_that_title() -> None:
    stood = kept(plan([read(row())]))
    assert fates(plan([read(row(name=""))], stood)) == ["unchanged"]


def test_a_new_dataset_without_a_name_gets_the_same_one_each_time() -> None:
    first = plan([read(row(name=""))])
    name = first.datasets[0].name
    assert (fates(first), name) == (["new"], proposed_name(record(name=None)))
    assert name.startswith("dataset-")
    assert len(name) == len("dataset-") + 10
    assert fates(plan([read(row(name=""))], kept(first))) == ["unchanged"]
    assert proposed_name(record(title="PM2.5 รายวัน", name=None)).startswith("pm2-5-")


def test_a_file_for_datasets_that_stand_in_the_newer_version() -> None:
    """The template has no column for the class: it stays, and the newer version's words are read."""
    known = template("2026")
    stands = {
        "waste-by-subdistrict": Dataset("2026", record(data_classification="ลับ", data_category="ข้อมูลใช้ภายใน"))
    }
    found = read_row(known, sheet(), 6, row(data_category="ข้อมูลใช้ภายใน", license_id="License not specified", created_date=""))  # fmt: skip
    assert found is not None
    step = planned(known.schema, [found], [], stands).datasets[0]
    assert (step.fate, step.after["data_classification"]) == (Fate.CHANGED, "ลับ")
    assert "license_id" in {one.field for one in step.differences}


# ── resources ───────────────────────────────────────────────────────────────
def resource(name: str, url: str, dataset: str = "waste-by-subdistrict") -> list[str]:
    return [dataset, name, url, "", "", "2567-01-31", "CSV", "", ""]


def test_resources_new_changed_unchanged_invalid() -> None:
    stood = {"waste-by-subdistrict": Dataset("2.1.0", record(), ({"name": "ก", "url": "https://a.go.th/1", "format": "CSV", "resource_last_updated_date": "2024-01-31"}, {"name": "ข", "url": "https://a.go.th/2"}))}  # fmt: skip
    cells = [
        resource("ก", "https://a.go.th/1"),
        resource("ข", "https://a.go.th/new"),
        resource("ค", "https://a.go.th/3"),
        resource("ง", "ไม่มี"),
        resource("จ", "https://a.go.th/5", "nowhere"),
    ]
    read_of = [
        one for place, row_ in enumerate(cells) if (one := read_resource(TEMPLATE, sheet(), 6 + place, row_))
    ]
    found = planned(STANDARD, [], read_of, stood).resources
    assert [(step.fate.value, step.place) for step in found] == [
        ("unchanged", 0),
        ("changed", 1),
        ("new", None),
        ("invalid", None),
        ("invalid", None),
    ]
    assert {one.field for one in found[1].differences} == {"url", "format", "resource_last_updated_date"}
    assert found[4].faults[-1].message.code == "catalog_dataset_unknown"


def test_resources_that_share_an_address_or_a_name_stay_apart() -> None:
    shared = [
        resource("ก", "https://a.go.th/x"),
        resource("ข", "https://a.go.th/x"),
        resource("ก", "https://a.go.th/y"),
    ]
    first = plan([read(row())], None, shared)
    assert [step.fate.value for step in first.resources] == ["new"] * 3
    rows = tuple(step.after for step in first.resources)
    stood = {"waste-by-subdistrict": Dataset("2.1.0", first.datasets[0].after, rows)}
    read_of = [one for one in (read_resource(TEMPLATE, sheet(), 6, cells) for cells in shared) if one]
    again = planned(STANDARD, [read(row())], read_of, stood)
    assert [step.fate.value for step in again.resources] == ["unchanged"] * 3
    assert fates(again) == ["unchanged"]


def test_a_resource_may_name_its_dataset_by_title() -> None:
    named = [resource("ก", "https://a.go.th/1", "ปริมาณขยะมูลฝอยรายตำบล")]
    assert [(step.fate.value, step.name) for step in plan([read(row())], None, named).resources] == [
        ("new", "waste-by-subdistrict")
    ]
    unnamed = plan([read(row(name=""))], None, named)
    assert unnamed.resources[0].name == unnamed.datasets[0].name


def test_resources_of_a_row_that_is_refused_wait() -> None:
    found = plan([read(row(notes="-"))], None, [resource("ก", "https://a.go.th/1")])
    assert found.resources[0].faults[-1].message.code == "catalog_dataset_refused"


def test_a_resource_written_is_the_resource_read() -> None:
    own: Record = {"name": "ก", "url": "https://a.go.th/1", "format": "CSV", "resource_created_date": "2024-01-31", "resource_data_collect": "บุคคล"}  # fmt: skip
    cells = written_resource(TEMPLATE, sheet(), "waste", own).cells
    found = read_resource(TEMPLATE, sheet(), 6, cells)
    assert found is not None
    assert (found.dataset, found.record) == ("waste", own)


@given(st.lists(st.sampled_from(["a-1", "b-2", "", "ชื่อ"]), max_size=4), st.lists(st.sampled_from(["ก", "ข", "-", ""]), min_size=4, max_size=4))  # fmt: skip
def test_bringing_a_file_twice_changes_nothing(names: list[str], notes: list[str]) -> None:
    rows = [read(row(name=name, title=f"ชุด {name}{place}", notes=text), 6 + place) for place, (name, text) in enumerate(zip(names, notes, strict=False))]  # fmt: skip
    first = plan(rows)
    again = plan(rows, kept(first))
    accepted = [step.fate is not Fate.INVALID for step in first.datasets]
    assert [step.fate for step in again.datasets if step.fate is not Fate.INVALID] == [Fate.UNCHANGED] * sum(
        accepted
    )
