"""The official template in and out: looked at first, accepted once, the same file twice changes nothing, faults at their cells."""

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from samrit.catalog.actions.datasets import change_dataset, withdraw_dataset
from samrit.catalog.actions.templates import accept_import, give_up_import, receive_template, show_again
from samrit.catalog.documents.noted import noted_book
from samrit.catalog.documents.template import template_book
from samrit.catalog.models import CatalogImport, Dataset, DatasetRevision, ImportRow, as_record
from samrit.catalog.queries.datasets import with_resources
from samrit.rules.catalog.excel import template
from samrit.rules.wording import RefusedError
from tests.catalog.catalogued import dataset
from tests.catalog.filling import DATASETS, FIRST, brought, typed, workbook
from tests.rules.catalog_records import sheet
from tests.world import NOW, World, make_people

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def world() -> World:
    return make_people()


def fates(one: CatalogImport, kind: str = "dataset") -> list[tuple[str, str]]:
    rows = ImportRow.objects.filter(brought=one, kind=kind).order_by("number")
    return [(row.name, row.fate) for row in rows]


def faults(one: CatalogImport, name: str) -> list[str]:
    """The fields that keep a row from being taken."""
    row = ImportRow.objects.get(brought=one, name=name, kind="dataset")
    return [fault["field"] for fault in row.faults if fault["refuses"]]


def test_nothing_is_written_before_it_is_accepted(world: World) -> None:
    one = brought(
        world,
        [typed(world, "waste"), typed(world, "water")],
        [["waste", "ไฟล์", "https://a.example.go.th/1.csv"]],
    )
    assert fates(one) == [("waste", "new"), ("water", "new")]
    assert fates(one, "resource") == [("waste", "new")]
    assert Dataset.objects.count() == 0
    done = accept_import(brought=one, by=world.recorder, now=LATER)
    assert done.state == "accepted"
    waste = Dataset.objects.get(name="waste")
    assert (waste.state, waste.agency, waste.filled) == ("draft", world.development, 14)
    assert [one.record["url"] for one in waste.resources.all()] == ["https://a.example.go.th/1.csv"]


def test_the_same_file_twice_changes_nothing(world: World) -> None:
    rows, resources = [typed(world, "waste")], [["waste", "ไฟล์", "https://a.example.go.th/1.csv"]]
    accept_import(brought=brought(world, rows, resources), by=world.recorder, now=NOW)
    before = DatasetRevision.objects.count()
    again = brought(world, rows, resources, now=LATER)
    assert (fates(again), fates(again, "resource")) == ([("waste", "unchanged")], [("waste", "unchanged")])
    accept_import(brought=again, by=world.recorder, now=LATER)
    assert DatasetRevision.objects.count() == before
    with pytest.raises(RefusedError, check=lambda error: error.refusal.code == "catalog_import_accepted"):
        accept_import(brought=again, by=world.recorder, now=LATER)


def test_a_change_is_told_field_by_field_and_an_empty_cell_says_nothing(world: World) -> None:
    dataset(world, "waste", links=0, notes="เดิม", url="https://a.example.go.th")
    one = brought(world, [typed(world, "waste", notes="ใหม่", url="")])
    row = ImportRow.objects.get(brought=one)
    assert row.fate == "changed"
    assert {"field": "notes", "before": "เดิม", "after": "ใหม่"} in row.differences
    assert "url" in row.kept
    accept_import(brought=one, by=world.recorder, now=LATER)
    stands = Dataset.objects.get(name="waste")
    assert (stands.record["notes"], stands.record["url"]) == ("ใหม่", "https://a.example.go.th")
    assert (stands.state, stands.modified_at) == ("published", LATER)


def test_what_is_in_no_list_stays_as_it_was_written_and_is_a_fault(world: World) -> None:
    one = brought(world, [typed(world, "waste", geo_coverage="ทั้งหมด"), typed(world, "water")])
    assert fates(one) == [("waste", "invalid"), ("water", "new")]
    assert faults(one, "waste") == ["geo_coverage"]
    with pytest.raises(RefusedError, check=lambda error: error.refusal.code == "catalog_rows_to_mend"):
        accept_import(brought=one, by=world.recorder, now=LATER)
    accept_import(brought=one, good_rows=True, by=world.recorder, now=LATER)
    assert list(Dataset.objects.values_list("name", flat=True)) == ["water"]


def test_the_workbook_comes_back_with_a_note_at_the_cell(world: World) -> None:
    one = brought(world, [typed(world, "waste", geo_coverage="ทั้งหมด")])
    rows = ImportRow.objects.filter(brought=one)
    with one.file.file.open("rb") as file:
        noted = load_workbook(io.BytesIO(noted_book(file, rows, template())))
    column = sheet().column_of("geo_coverage")
    assert column is not None
    cell = noted[DATASETS].cell(row=FIRST, column=column + 1)
    assert cell.value == "ทั้งหมด"
    assert cell.comment is not None
    assert "ทั้งหมด" in cell.comment.text
    assert noted[DATASETS].cell(row=FIRST, column=1).comment is None


def test_what_is_downloaded_is_read_again_without_a_change(world: World) -> None:
    dataset(world, "waste", links=2)
    dataset(world, "area", data_type="ข้อมูลภูมิสารสนเทศเชิงพื้นที่", links=1)
    content = template_book(with_resources(Dataset.objects.order_by("pk")))
    one = receive_template(
        file=io.BytesIO(content), name="ของเรา.xlsx", agency=world.development, by=world.recorder, now=LATER
    )
    assert {row.fate for row in ImportRow.objects.filter(brought=one)} == {"unchanged"}
    assert ImportRow.objects.filter(brought=one).count() == 5


def test_rows_of_another_agency_are_its_own(world: World) -> None:
    theirs = dataset(world, "theirs", agency=world.statistics)
    mine = typed(world, "mine", owner_org=world.statistics.name)
    unknown = typed(world, "unknown", owner_org="สำนักงานที่ไม่มี")
    one = brought(world, [mine, unknown, typed(world, "theirs", owner_org="", title=theirs.title)])
    assert fates(one) == [("mine", "invalid"), ("unknown", "invalid"), ("theirs", "invalid")]
    assert faults(one, "unknown") == ["owner_org"]
    office = brought(world, [mine], by=world.coordinator)
    assert fates(office) == [("mine", "new")]


def test_an_office_as_letters_write_it_is_known_and_told(world: World) -> None:
    one = brought(world, [typed(world, "waste", owner_org="สนง.พัฒนาชุมชน จ.ปทุมธานี")])
    row = ImportRow.objects.get(brought=one)
    assert row.fate == "new"
    assert [fault["field"] for fault in row.faults if "สนง." in fault["value"]] == ["owner_org"]
    accept_import(brought=one, by=world.recorder, now=LATER)
    assert Dataset.objects.get().agency == world.development


def test_a_name_that_was_withdrawn_or_belongs_to_a_page_is_told(world: World) -> None:
    gone = dataset(world, "gone")
    withdraw_dataset(dataset=gone, reason="ซ้ำ", by=world.approver, now=NOW)
    one = brought(world, [typed(world, "import", title="หน้า"), typed(world, "gone")])
    assert (faults(one, "import"), faults(one, "gone")) == (["name"], ["name"])


def test_what_changed_since_it_was_shown_is_looked_at_again(world: World) -> None:
    made = dataset(world, "waste", links=0)
    one = brought(world, [typed(world, "waste", notes="จากแม่แบบ")])
    change_dataset(
        dataset=made, record={**as_record(made.record), "notes": "จากหน้าเว็บ"}, by=world.recorder, now=NOW
    )
    with pytest.raises(RefusedError, check=lambda error: error.refusal.code == "catalog_changed_since_shown"):
        accept_import(brought=one, by=world.recorder, now=LATER)
    again = show_again(brought=one, by=world.recorder, now=LATER)
    row = ImportRow.objects.get(brought=again)
    assert {"field": "notes", "before": "จากหน้าเว็บ", "after": "จากแม่แบบ"} in row.differences
    accept_import(brought=again, by=world.recorder, now=LATER)
    assert Dataset.objects.get(pk=made.pk).record["notes"] == "จากแม่แบบ"


def test_a_sheet_that_slid_is_not_read_as_something_else(world: World) -> None:
    one = brought(world, [["", *typed(world, f"set-{number}")] for number in range(3)])
    assert {row.fate for row in ImportRow.objects.filter(brought=one)} == {"invalid"}


def test_a_file_that_is_no_template_is_refused(world: World) -> None:
    book = load_workbook(io.BytesIO(workbook({})))
    for name in list(book.sheetnames)[1:]:
        del book[name]
    book.active.title = "แผ่นงานอื่น"
    out = io.BytesIO()
    book.save(out)
    for content, code in ((out.getvalue(), "catalog_no_template"), (b"no workbook at all", None)):
        with pytest.raises(RefusedError) as error:
            receive_template(
                file=io.BytesIO(content), name="อื่น.xlsx", agency=world.development, by=world.recorder, now=NOW
            )
        assert code in {None, error.value.refusal.code}
    assert CatalogImport.objects.count() == 0


def test_given_up_is_given_up(world: World) -> None:
    one = brought(world, [typed(world, "waste")])
    give_up_import(brought=one, by=world.recorder, now=NOW)
    with pytest.raises(RefusedError, check=lambda error: error.refusal.code == "catalog_import_given_up"):
        accept_import(brought=one, by=world.recorder, now=NOW)
    assert Dataset.objects.count() == 0


def test_who_does_not_write_for_the_agency_brings_nothing(world: World) -> None:
    for person in (world.stranger, world.statistician, world.approver):
        with pytest.raises(RefusedError, check=lambda error: error.refusal.code == "catalog_not_yours"):
            brought(world, [typed(world, "waste")], by=person)
