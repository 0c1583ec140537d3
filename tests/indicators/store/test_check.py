"""A submitted table: what is taken, what is listed, and that the sums agree."""

from decimal import Decimal

import pytest

from samrit.indicators.reading import CellProblem, Column, Mapping, Means
from samrit.indicators.store.port import EVERYTHING, Checked, Key, ObservationStore
from samrit.rules.observed import Mark, Status
from samrit.rules.wording import say
from tests.indicators.store.terms import INCOME, MEN, PEOPLE, SHARE, Check

FY2566, FY2567 = 2023, 2024
JANUARY = 2024 * 12


def cells(store: ObservationStore, checked: Checked) -> dict[Key, tuple[Status, Decimal | None]]:
    found = store.table([file.path for file in checked.good], EVERYTHING)
    return {cell.key: (cell.status, cell.value) for cell in found}


def rejected(store: ObservationStore, checked: Checked) -> list[tuple[int, int, str, str]]:
    if checked.rejects is None:
        return []
    return [
        (each.row, each.column, each.value, each.reason.code) for each in store.rejects(checked.rejects.path)
    ]


def test_missing_dash_no_data_blank_and_zero_are_five_things(store: ObservationStore, check: Check):
    found = check(
        [
            "people,2001,2567,,0,",
            "people,2002,2567,,-,",
            "people,2003,2567,,ไม่มีข้อมูล,",
            "people,2004,2567,,,",
            "people,2007,2567,,--,",
            "people,2005,2567,,,รอผล",
            'people,2006,2567,,"1,234 (p)",r',
        ]
    )
    assert cells(store, found) == {
        Key(PEOPLE, FY2567, 2001): (Status.VALUE, Decimal(0)),
        Key(PEOPLE, FY2567, 2002): (Status.DASH, None),
        Key(PEOPLE, FY2567, 2003): (Status.NO_DATA, None),
        Key(PEOPLE, FY2567, 2004): (Status.BLANK, None),
        Key(PEOPLE, FY2567, 2005): (Status.NOT_YET, None),
        Key(PEOPLE, FY2567, 2006): (Status.VALUE, Decimal(1234)),
        Key(PEOPLE, FY2567, 2007): (Status.NEGLIGIBLE, None),
    }
    (marked,) = store.series([file.path for file in found.good], PEOPLE, 2006)
    assert marked.marks == (Mark.PROVISIONAL, Mark.REVISED)
    assert (marked.submission, marked.row, marked.column) == (1, 8, 4)
    assert found.by_status == {
        Status.VALUE: 2,
        Status.BLANK: 1,
        Status.DASH: 1,
        Status.NO_DATA: 1,
        Status.NEGLIGIBLE: 1,
        Status.NOT_YET: 1,
    }
    assert (found.rejects, found.rows_in, found.rows_accepted, found.cells_accepted) == (None, 7, 7, 7)


FAULTY = [
    "peple,2001,2567,,1,",  # 2: no such item
    "people,2099,2567,,1,",  # 3: no such area
    "people,13,2567,,1,",  # 4: another province
    "people,2001,มกราคม 2567,,1,",  # 5: a month of a yearly item
    "people,2001,2567,เด็ก,1,",  # 6: no such code
    "income,2001,2567,ชาย,1,",  # 7: not broken down
    "income,200101,2567,,1,",  # 8: finer than it is kept
    "people,2001,2567,,มาก,",  # 9: not readable
    "people,2001,2567,,-1,",  # 10
    "people,2001,2567,,1000001,",  # 11
    "people,2001,2567,,1.5,",  # 12
    "income,2001,2567,,1.234,",  # 13
    "people,2001,2567,,1,ไม่มีข้อมูล",  # 14
    "people,2001,2567,,1,จริง",  # 15
    ",,2567,,x,",  # 16: two faults; nothing is said of the value
    "income,2002,2567,,1.230,",  # 17: a zero is no decimal
    "income,2003,2567,,-10.50,",  # 18: on the bound
]


def test_each_fault_is_listed_where_it_stands(store: ObservationStore, check: Check):
    found = check(FAULTY)
    assert rejected(store, found) == [
        (2, 0, "peple", "item_unknown"),
        (3, 1, "2099", "area_unknown_code"),
        (4, 1, "13", "area_outside"),
        (5, 2, "มกราคม 2567", "period_other_kind"),
        (6, 3, "เด็ก", "part_unknown"),
        (7, 3, "ชาย", "part_not_kept"),
        (8, 1, "200101", "area_not_of_item"),
        (9, 4, "มาก", "observed_unreadable"),
        (10, 4, "-1", "cell_below"),
        (11, 4, "1000001", "cell_above"),
        (12, 4, "1.5", "cell_not_whole"),
        (13, 4, "1.234", "cell_decimals"),
        (14, 4, "1", "status_contradicts"),
        (15, 5, "จริง", "status_unknown"),
        (16, 0, "", "item_blank"),
        (16, 1, "", "area_blank"),
    ]
    assert cells(store, found) == {
        Key(INCOME, FY2567, 2002): (Status.VALUE, Decimal("1.23")),
        Key(INCOME, FY2567, 2003): (Status.VALUE, Decimal("-10.5")),
    }
    assert (found.rows_in, found.rows_accepted, found.rows_rejected) == (17, 2, 15)
    assert (found.cells_in, found.cells_accepted, found.cells_rejected) == (17, 2, 15)
    assert found.by_item == {PEOPLE: (0, 10), INCOME: (2, 3)}
    assert sum(found.by_reason.values()) == 16  # one row has two


def test_a_reason_can_be_told_and_says_how_to_mend(store: ObservationStore, check: Check):
    found = check(["people,2099,2567,,1,", "people,2001,2567,,-12.50,"])
    assert found.rejects is not None
    unknown, below = store.rejects(found.rejects.path)
    assert unknown.reason.thai() == "ไม่มีพื้นที่รหัส 2099"
    assert unknown.mend is not None
    assert unknown.mend.thai().startswith("ตรวจรหัสกับทะเบียนพื้นที่")
    assert below.reason.thai() == "-12.5 น้อยกว่าค่าต่ำสุด 0 ของรายการ ประชากร (people) – ตรวจตัวเลขและหน่วย"
    assert store.rejects(found.rejects.path, first=1, most=1) == (below,)
    assert store.rejects(found.rejects.path, code="area_unknown_code") == (unknown,)


def test_said_again_is_counted_and_contradictions_are_all_rejected(store: ObservationStore, check: Check):
    found = check(
        [
            "people,2001,2567,,5,",
            "people,๒๐๐๑,FY2567,รวม,5.0,",  # the same cell, the same figure
            "people,2002,2567,,5,",
            "people,2002,2567,,6,",
            "people,2002,2567,,5,",
            "people,2003,2567,,,",
            "people,2003,2567,,0,",  # a blank and a zero are not the same
            "people,2001,2567,ชาย,5,",  # another part
        ]
    )
    assert cells(store, found) == {
        Key(PEOPLE, FY2567, 2001): (Status.VALUE, Decimal(5)),
        Key(PEOPLE, FY2567, 2001, MEN): (Status.VALUE, Decimal(5)),
    }
    assert rejected(store, found) == [
        (4, 4, "5", "cell_conflict"),
        (5, 4, "6", "cell_conflict"),
        (6, 4, "5", "cell_conflict"),
        (7, 4, "", "cell_conflict"),
        (8, 4, "0", "cell_conflict"),
    ]
    assert (found.repeated, found.conflicting, found.cells_accepted, found.good[0].rows) == (1, 5, 3, 2)
    assert found.rejects is not None
    first = store.rejects(found.rejects.path)[0]
    assert "แถว 4: “5” · แถว 5: “6” · แถว 6: “5”" in first.reason.thai()


def test_a_wide_table_counts_a_row_once(store: ObservationStore, check: Check):
    """Columns of periods; one bad cell rejects its row but not the cells beside it."""
    wide = Mapping(
        (
            Column(0, "อำเภอ", Means.AREA),
            Column(1, "2566", Means.VALUE, period="FY2566"),
            Column(2, "2567", Means.VALUE, period="FY2567"),
        ),
        item="people",
    )
    found = check(["2001,1,2", "2002,x,4", "2099,5,6", ",,", "2003,,-"], wide)
    assert cells(store, found) == {
        Key(PEOPLE, FY2566, 2001): (Status.VALUE, Decimal(1)),
        Key(PEOPLE, FY2567, 2001): (Status.VALUE, Decimal(2)),
        Key(PEOPLE, FY2567, 2002): (Status.VALUE, Decimal(4)),
        Key(PEOPLE, FY2566, 2003): (Status.BLANK, None),
        Key(PEOPLE, FY2567, 2003): (Status.DASH, None),
    }
    assert rejected(store, found) == [(3, 1, "x", "observed_unreadable"), (4, 0, "2099", "area_unknown_code")]
    assert found.by_reason == {"area_unknown_code": 2, "observed_unreadable": 1}
    assert found.rows_in == found.rows_accepted + found.rows_rejected
    assert (found.rows_rejected, found.cells_in, found.cells_accepted, found.cells_rejected) == (2, 8, 5, 3)


def test_columns_of_items_of_two_kinds_of_period(store: ObservationStore, check: Check):
    wide = Mapping(
        (
            Column(0, "พื้นที่", Means.AREA),
            Column(1, "ช่วง", Means.PERIOD),
            Column(2, "คน", Means.VALUE, item="people"),
            Column(3, "ร้อยละ", Means.VALUE, item="share"),
        )
    )
    found = check(["2001,2567,10,1.5", "2001,ม.ค. 2567,10,1.5"], wide)
    assert cells(store, found) == {
        Key(PEOPLE, FY2567, 2001): (Status.VALUE, Decimal(10)),
        Key(SHARE, JANUARY, 2001): (Status.VALUE, Decimal("1.5")),
    }
    assert rejected(store, found) == [
        (2, 1, "2567", "period_other_kind"),
        (3, 1, "ม.ค. 2567", "period_other_kind"),
    ]


def test_what_was_taken_for_granted_is_noted_once_with_its_count(store: ObservationStore, check: Check):
    found = check(
        ["people,2001,2567,,(5),", "people,20-2,2567,,1,", "people,20-2,2566,,2,", "people,2003,2567,,ไม่มี,"]
    )
    assert found.by_reason == {"cell_below": 1}
    noted = {note.message.code: (note.times, note.first_row) for note in found.notes}
    assert noted == {"area_code_mended": (2, 3), "observed_none": (1, 5)}


def test_a_table_in_which_nothing_is_good(store: ObservationStore, check: Check):
    found = check(["x,2001,2567,,1,"])
    assert (found.good, found.rows_rejected, found.cells_accepted) == ((), 1, 0)
    assert store.table([], EVERYTHING) == ()


def test_what_the_reading_of_the_file_lists_tells_no_other_fault(store: ObservationStore, check: Check):
    """A cell is listed once, whatever its text would mean; another cell of its row is listed for itself."""
    of_file = say("cell_of_the_file", "ช่องนี้เป็นค่าผิดพลาดของสูตร")
    wide = Mapping(
        (
            Column(0, "อำเภอ", Means.AREA),
            Column(1, "2566", Means.VALUE, period="FY2566"),
            Column(2, "2567", Means.VALUE, period="FY2567"),
        ),
        item="people",
    )
    places = ((2, 1, "#REF!"), (3, 0, "#N/A"), (4, 2, "-5"), (5, 1, "7"))
    problems = [CellProblem(row, column, text, of_file) for row, column, text in places]
    found = check(["2001,#REF!,x", "#N/A,1,2", "2099,1,-5", "2002,7,8"], wide, problems=problems)
    assert rejected(store, found) == [
        (2, 1, "#REF!", "cell_of_the_file"),
        (2, 2, "x", "observed_unreadable"),
        (3, 0, "#N/A", "cell_of_the_file"),
        (4, 0, "2099", "area_unknown_code"),
        (4, 2, "-5", "cell_of_the_file"),
        (5, 1, "7", "cell_of_the_file"),
    ]
    assert cells(store, found) == {Key(PEOPLE, FY2567, 2002): (Status.VALUE, Decimal(8))}
    assert found.by_reason == {"area_unknown_code": 2, "cell_of_the_file": 5, "observed_unreadable": 1}
    assert (found.rows_in, found.rows_accepted, found.rows_rejected) == (4, 0, 4)
    assert (found.cells_in, found.cells_accepted, found.cells_rejected) == (8, 1, 7)


def test_more_faults_than_items(store: ObservationStore, check: Check):
    """A fault has a number too; it is not mistaken for an item's."""
    unknown = [f"item{number},20{number:02},x,odd{number},y," for number in range(1, 60)]
    found = check([*unknown, "people,2001,2567,,1,"])
    assert cells(store, found) == {Key(PEOPLE, FY2567, 2001): (Status.VALUE, Decimal(1))}
    assert (found.rows_in, found.rows_accepted, found.rows_rejected) == (60, 1, 59)
    assert found.by_reason["item_unknown"] == 59


MONTHS = (
    Column(0, "พื้นที่", Means.AREA),
    Column(2, "ม.ค.", Means.VALUE, period="--01"),
    Column(3, "ต.ค.", Means.VALUE, period="--10"),
)
OCTOBER = JANUARY + 9


@pytest.mark.parametrize("title", ["ปี พ.ศ.", "ปีงบประมาณ"])
def test_months_as_titles_of_the_year_beside_them(store: ObservationStore, check: Check, title: str):
    """October of a fiscal year is of the year before. A year that cannot be read is listed once."""
    mapping = Mapping((MONTHS[0], Column(1, title, Means.PERIOD), *MONTHS[1:]), item="share")
    found = check(["2001,2567,1,2", "2002,25x7,3,4", "2003,๒๕๖๗,-,"], mapping)
    october = OCTOBER - (12 if "งบ" in title else 0)
    assert cells(store, found) == {
        Key(SHARE, JANUARY, 2001): (Status.VALUE, Decimal(1)),
        Key(SHARE, october, 2001): (Status.VALUE, Decimal(2)),
        Key(SHARE, JANUARY, 2003): (Status.DASH, None),
        Key(SHARE, october, 2003): (Status.BLANK, None),
    }
    assert rejected(store, found) == [(3, 1, "25x7", "period_unreadable")]
    assert (found.by_reason, found.rows_rejected) == ({"period_unreadable": 2}, 1)


def test_months_as_titles_of_the_year_of_the_whole_table(store: ObservationStore, check: Check):
    found = check(["2001,,1,2"], Mapping(MONTHS, item="share", period="FY2567"), titles="a,b,c,d")
    assert {key.period for key in cells(store, found)} == {JANUARY, OCTOBER - 12}
    yearly = check(["2001,,1,2"], Mapping(MONTHS, item="people", period="2024"), titles="a,b,c,d")
    assert {code for *_, code in rejected(store, yearly)} == {"period_other_kind"}
