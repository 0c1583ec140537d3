"""What is asked of stored cells: golden answers, to the digit, from every engine."""

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from samrit.indicators.store.cells import SCHEMA, STATUS_NUMBERS
from samrit.indicators.store.port import (
    AddingAreas,
    AddingParts,
    Cell,
    Choice,
    Comparing,
    Dimension,
    Expected,
    Form,
    Gathering,
    Given,
    Key,
    Kind,
    Names,
    ObservationStore,
    PivotCell,
    Profile,
    UnreadableFilesError,
    Violation,
)
from samrit.rules.formula import make_comparison, read_side
from samrit.rules.observed import Mark, Status
from tests.indicators.store.terms import INCOME, ITEMS, MEN, PEOPLE, SHARE, WOMEN

D = Decimal
Row = tuple[int, int, int, int, Status, int, Decimal | None]  # item, period, area, part, status, marks, value
V = Status.VALUE

NOW: list[Row] = [
    (PEOPLE, 2023, 20, 0, V, 0, D(60)),
    (PEOPLE, 2023, 2001, 0, V, 0, D(10)),
    (PEOPLE, 2023, 2001, MEN, V, 0, D(4)),
    (PEOPLE, 2023, 2001, WOMEN, V, 0, D(6)),
    (PEOPLE, 2023, 2002, 0, V, 1, D(50)),
    (PEOPLE, 2023, 2002, MEN, V, 0, D(20)),
    (PEOPLE, 2023, 2002, WOMEN, V, 0, D(31)),
    (PEOPLE, 2024, 20, 0, V, 0, D(100)),
    (PEOPLE, 2024, 2001, 0, V, 0, D(13)),
    (PEOPLE, 2024, 2002, 0, Status.DASH, 0, None),
    (PEOPLE, 2025, 2001, 0, V, 0, D(1)),
    (PEOPLE, 2025, 2002, 0, Status.NO_DATA, 0, None),
    (INCOME, 2023, 2001, 0, V, 0, D("0.000000000001")),
    (INCOME, 2023, 2002, 0, V, 2, D("12345678901234567890.123456789012")),
    (INCOME, 2024, 2001, 0, V, 0, D("0.1")),
    (INCOME, 2024, 2002, 0, V, 0, D("0.2")),
    (SHARE, 24288, 2001, 0, Status.BLANK, 0, None),
    (SHARE, 24289, 2001, 0, V, 0, D("33.3333")),
]


def written(rows: list[Row], path: Path) -> Path:
    columns = ("item", "period", "area", "part", "status", "marks", "value")
    frame = pl.DataFrame(
        [
            dict(zip(columns, row, strict=True))
            | {"status": STATUS_NUMBERS[row[4]], "submission": 5, "row": place + 2, "column": 3}
            for place, row in enumerate(rows)
        ],
        schema=dict(SCHEMA),
    )
    frame.write_parquet(path)
    return path


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("now")
    return [written(NOW[:12], folder / "one.parquet"), written(NOW[12:], folder / "other.parquet")]


def test_a_series_by_period(store: ObservationStore, files: list[Path]):
    assert store.series(files, PEOPLE, 2002) == (
        Cell(Key(PEOPLE, 2023, 2002), V, D(50), (Mark.PROVISIONAL,), 5, 6, 3),
        Cell(Key(PEOPLE, 2024, 2002), Status.DASH, None, (), 5, 11, 3),
        Cell(Key(PEOPLE, 2025, 2002), Status.NO_DATA, None, (), 5, 13, 3),
    )
    assert [cell.value for cell in store.series(files, PEOPLE, 2002, MEN)] == [D(20)]
    assert store.series(files, PEOPLE, 2099) == ()


def test_a_value_keeps_each_of_its_digits(store: ObservationStore, files: list[Path]):
    found = store.table(files, Choice(items=(INCOME,), periods=(2023,)))
    assert [str(cell.value) for cell in found] == ["1E-12", "12345678901234567890.123456789012"]


def test_a_page_of_a_table_by_key(store: ObservationStore, files: list[Path]):
    everything = store.table(files, Choice())
    assert [(*cell.key, cell.status, cell.value) for cell in everything] == [
        (item, period, area, part, status, value) for item, period, area, part, status, _, value in NOW
    ]
    chosen = Choice(areas=(2001, 2002), statuses=(V,), parts=(0,))
    assert len(store.table(files, chosen)) == 9
    assert store.table(files, chosen, first=2, most=3) == store.table(files, chosen)[2:5]
    assert store.table(files, Choice(submissions=(6,))) == ()
    many = Choice(areas=tuple(range(2000, 2100)))
    assert len(store.table(files, many)) == 16


def test_counts_by_what_is_asked(store: ObservationStore, files: list[Path]):
    assert store.counts(files, ()) == {(): 18}
    assert store.counts([], ()) == {(): 0}
    assert store.counts(files, [Dimension.ITEM, Dimension.STATUS]) == {
        (PEOPLE, STATUS_NUMBERS[V]): 10,
        (PEOPLE, STATUS_NUMBERS[Status.DASH]): 1,
        (PEOPLE, STATUS_NUMBERS[Status.NO_DATA]): 1,
        (INCOME, STATUS_NUMBERS[V]): 4,
        (SHARE, STATUS_NUMBERS[V]): 1,
        (SHARE, STATUS_NUMBERS[Status.BLANK]): 1,
    }


def test_a_pivot_shows_missing_as_missing(store: ObservationStore, files: list[Path]):
    chosen = Choice(items=(PEOPLE,), parts=(0,), areas=(2001, 2002))
    found = store.pivot(files, chosen, rows=Dimension.AREA, columns=Dimension.PERIOD)
    assert (found.rows, found.columns) == ((2001, 2002), (2023, 2024, 2025))
    assert found.cells[2002, 2024] == PivotCell(None, 0, 1)
    by_period = store.pivot(files, chosen, rows=Dimension.PERIOD, columns=Dimension.ITEM)
    assert by_period.cells == {
        (2023, PEOPLE): PivotCell(D(60), 2, 0),
        (2024, PEOPLE): PivotCell(D(13), 1, 1),
        (2025, PEOPLE): PivotCell(D(1), 1, 1),
    }


def test_gatherings_are_exact(store: ObservationStore, files: list[Path]):
    income = Choice(items=(INCOME,), periods=(2023,))
    thirds = Choice(items=(PEOPLE,), areas=(2001,), parts=(0,))

    def gathered(choice: Choice, gathering: Gathering) -> Decimal | None:
        asked = {"rows": Dimension.ITEM, "columns": Dimension.PART}
        (cell,) = store.pivot(files, choice, **asked, gathering=gathering).cells.values()
        return cell.value

    assert gathered(income, Gathering.SUM) == D("12345678901234567890.123456789013")
    assert gathered(income, Gathering.LEAST) == D("0.000000000001")
    assert gathered(income, Gathering.MOST) == D("12345678901234567890.123456789012")
    assert gathered(thirds, Gathering.MEAN) == D(8)
    two = Choice(items=(INCOME,), periods=(2023,), areas=(2001,))
    assert gathered(two, Gathering.MEAN) == D("0.000000000001")


def test_medians_are_not_rounded(store: ObservationStore, files: list[Path]):
    assert store.profile(files, PEOPLE) == (
        Profile(20, 0, 2, D(80), D(20)),
        Profile(2001, 0, 3, D(10), D(3)),
        Profile(2001, MEN, 1, D(4), D(0)),
        Profile(2001, WOMEN, 1, D(6), D(0)),
        Profile(2002, 0, 1, D(50), D(0)),
        Profile(2002, MEN, 1, D(20), D(0)),
        Profile(2002, WOMEN, 1, D(31), D(0)),
    )
    small = store.profile(files, INCOME)[0]
    assert (small.median, small.deviation) == (D("0.0500000000005"), D("0.0499999999995"))
    assert store.profile(files, INCOME, periods=(2024,))[0].median == D("0.1")


def test_completeness_counts_each_kind_of_answer(store: ObservationStore, files: list[Path]):
    areas = (2001, 2002, 2003)
    yearly = Expected(PEOPLE, areas, (2023, 2024, 2025))
    parts = Expected(PEOPLE, areas, (2023,), (MEN, WOMEN))
    monthly = Expected(SHARE, areas, (24288, 24289))
    nothing = Expected(INCOME, (2009,), (2023,))
    assert store.completeness(files, [yearly, parts, monthly, nothing]) == (
        Given(yearly, {V: 4, Status.DASH: 1, Status.NO_DATA: 1}, provisional=1),
        Given(parts, {V: 4}),
        Given(monthly, {V: 1, Status.BLANK: 1}),
        Given(nothing, {}),
    )
    assert (yearly.owed, store.completeness([], [yearly])) == (9, (Given(yearly, {}),))
    assert store.completeness(files, []) == ()


def test_what_was_never_sent_is_listed(store: ObservationStore, files: list[Path]):
    owed = Expected(PEOPLE, (2002, 2001, 2003), (2023, 2024), (0, MEN))
    found = store.missing(files, owed)
    assert found == (
        Key(PEOPLE, 2023, 2003, 0),
        Key(PEOPLE, 2023, 2003, MEN),
        Key(PEOPLE, 2024, 2001, MEN),
        Key(PEOPLE, 2024, 2002, MEN),
        Key(PEOPLE, 2024, 2003, 0),
        Key(PEOPLE, 2024, 2003, MEN),
    )
    assert store.missing(files, owed, first=1, most=2) == found[1:3]


def test_a_comparison_of_two_states(store: ObservationStore, files: list[Path], tmp_path: Path):
    later = [row for row in NOW[12:] if row[0] != SHARE]
    later[0] = (INCOME, 2023, 2001, 0, V, 0, D("0.000000000002"))
    later[1] = (INCOME, 2023, 2002, 0, Status.SUPPRESSED, 0, None)
    later.append((INCOME, 2025, 2001, 0, V, 0, D(7)))
    after = [files[0], written(later, tmp_path / "after.parquet")]
    found = store.compare(files, after)
    assert (found.new, found.changed, found.removed, found.unchanged) == (1, 2, 2, 14)
    told = [
        (each.kind, each.before and each.before.value, each.after and each.after.value)
        for each in found.changes
    ]
    assert told == [
        (Kind.CHANGED, D("0.000000000001"), D("0.000000000002")),
        (Kind.CHANGED, D("12345678901234567890.123456789012"), None),
        (Kind.NEW, None, D(7)),
        (Kind.REMOVED, None, None),
        (Kind.REMOVED, D("33.3333"), None),
    ]
    assert store.compare(files, after, first=2, most=1).changes == found.changes[2:3]
    of_people = store.compare(files, after, Choice(items=(PEOPLE,)))
    assert (of_people.new, of_people.changed, of_people.removed, of_people.unchanged) == (0, 0, 0, 12)


def test_what_arrives_beside_what_stands(store: ObservationStore, files: list[Path], tmp_path: Path):
    """Only the keys that arrive count: nothing is removed. The largest move first, then other changes, then what is new."""
    good = written(
        [
            (PEOPLE, 2023, 2001, 0, V, 0, D(12)),
            (PEOPLE, 2023, 2002, 0, V, 0, D(50)),  # no longer provisional
            (PEOPLE, 2024, 2001, 0, V, 0, D(13)),
            (PEOPLE, 2024, 2002, 0, V, 0, D(9)),  # was a dash
            (PEOPLE, 2026, 2001, 0, V, 0, D(1)),
            (INCOME, 2023, 2002, 0, V, 2, D("12345678901234567889.123456789012")),
        ],
        tmp_path / "good.parquet",
    )
    found = store.arriving(files, [good])
    assert (found.new, found.changed, found.removed, found.unchanged) == (1, 4, 0, 1)
    told = [
        (each.kind, each.before and each.before.value, each.after and each.after.value)
        for each in found.changes
    ]
    assert told == [
        (Kind.CHANGED, D(10), D(12)),
        (Kind.CHANGED, D("12345678901234567890.123456789012"), D("12345678901234567889.123456789012")),
        (Kind.CHANGED, D(50), D(50)),
        (Kind.CHANGED, None, D(9)),
        (Kind.NEW, None, D(1)),
    ]
    assert store.arriving(files, [good], first=3, most=1).changes == found.changes[3:4]
    assert store.arriving(files, [good], most=0).changes == ()
    of_income = store.arriving(files, [good], Choice(items=(INCOME,)))
    assert (of_income.new, of_income.changed, of_income.unchanged) == (0, 1, 0)
    first = store.arriving([], [good])
    assert (first.new, first.changed, first.unchanged) == (6, 0, 0)


def test_parts_and_areas_have_to_add_up(store: ObservationStore, files: list[Path]):
    parts = AddingParts(PEOPLE, (MEN, WOMEN))
    assert store.violations(files, parts) == (Violation(2002, 2023, D(51), D(50)),)
    assert store.violations(files, AddingParts(PEOPLE, (MEN, WOMEN), percent=D(2))) == ()
    assert store.violations(files, parts, areas=(2001,)) == ()
    assert store.violations(files, AddingAreas(PEOPLE, (2001, 2002))) == ()  # 2024: one says "-"
    assert store.violations(files, AddingAreas(PEOPLE, (2001,))) == (
        Violation(20, 2023, D(10), D(60)),
        Violation(20, 2024, D(13), D(100)),
    )
    assert store.violations(files, AddingAreas(PEOPLE, (2001,)), periods=(2024,)) == (
        Violation(20, 2024, D(13), D(100)),
    )


@pytest.mark.parametrize(
    ("left", "operator", "right", "percent", "broken"),
    [
        ("people", "<=", "income", 0, [(2001, 2023), (2001, 2024)]),
        ("people / 10", "=", "income * 10", 0, [(2001, 2023), (2002, 2023), (2001, 2024)]),
        ("people", "=", "13", 0, [(20, 2023), (2001, 2023), (2002, 2023), (20, 2024), (2001, 2025)]),
        ("people * 2", "<", "20 + people", 0, [(20, 2023), (2002, 2023), (20, 2024)]),
        ("people", "<", "10", 1, [(20, 2023), (2002, 2023), (20, 2024), (2001, 2024)]),
        ("people", "!=", "10", 10, [(2001, 2023)]),
        ("income * 10", ">=", "2 - 1", 0, [(2001, 2023)]),
    ],
)
def test_two_sides_are_judged_exactly(
    store: ObservationStore,
    files: list[Path],
    *,
    left: str,
    operator: str,
    right: str,
    percent: int,
    broken: list[tuple[int, int]],
):
    units = {item.code: ITEMS[PEOPLE].unit for item in ITEMS.values()}
    comparison = make_comparison(
        read_side(left, units=units), operator, read_side(right, units=units), D(percent)
    )
    found = store.violations(files, Comparing(comparison, {item.code: item.id for item in ITEMS.values()}))
    assert [(each.area, each.period) for each in found] == broken


def test_an_export_tells_missing_as_what_it_is(store: ObservationStore, files: list[Path], tmp_path: Path):
    names = Names(ITEMS, {MEN: {"sex": "m"}, WOMEN: {"sex": "f"}})
    chosen = Choice(areas=(2002,), periods=(2023, 2024))
    to = tmp_path / "out"
    assert store.export(files, chosen, to, Form.CSV, names) == 6
    assert to.read_text(encoding="utf-8-sig").splitlines() == [
        "item,area,period,by_sex,value,status,marks,submission,row",
        'people,2002,FY2566,"",50,value,provisional,5,6',
        'people,2002,FY2566,m,20,value,"",5,7',
        'people,2002,FY2566,f,31,value,"",5,8',
        'people,2002,FY2567,"",,dash,"",5,11',
        'income,2002,2023,"",12345678901234567890.123456789012,value,revised,5,3',
        'income,2002,2024,"",0.2,value,"",5,5',
    ]
    assert store.export(files, chosen, to, Form.SDMX_CSV, names) == 6
    assert to.read_text(encoding="utf-8").splitlines()[1:6:3] == [
        "dataflow,SAMRIT:OBSERVATIONS(1.0),I,A,2002,people,_T,2022-10-01/P1Y,50,P,value,provisional",
        'dataflow,SAMRIT:OBSERVATIONS(1.0),I,A,2002,people,_T,2023-10-01/P1Y,,O,dash,""',
    ]
    assert store.export(files, chosen, to, Form.PARQUET, names) == 6
    assert pl.read_parquet(to)["value"].to_list()[4] == D("12345678901234567890.123456789012")
    assert store.export(files, Choice(items=(99,)), to, Form.JSON_LINES, names) == 0


def test_a_file_that_is_none_is_told(store: ObservationStore, tmp_path: Path):
    with pytest.raises(UnreadableFilesError, match=r"gone\.parquet"):
        store.series([tmp_path / "gone.parquet"], PEOPLE, 2001)
    (tmp_path / "odd.parquet").write_text("no cells", encoding="utf-8")
    with pytest.raises(UnreadableFilesError, match=r"odd\.parquet"):
        store.counts([tmp_path / "odd.parquet"], ())
