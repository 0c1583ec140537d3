"""Any table: the check answers what reading each cell by itself would."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samrit.indicators.reading import open_table
from samrit.indicators.store import make_store
from samrit.indicators.store.embedded import arranging, checking, holding
from samrit.indicators.store.port import EVERYTHING, Checked
from tests.indicators.store.model import STATUSES, Expected, expected
from tests.indicators.store.terms import MAPPING, TERMS

ITEMS = st.sampled_from(["people", "People", "ประชากร", "income", "รายได้", "share", "peple", ""])
AREAS = st.sampled_from(
    ["2001", "๒๐๐๑", "20-1", "2002", "20", "200101", "20010100", "1301", "2099", "02001", "x", ""]
)
PERIODS = st.sampled_from(["2567", "FY2567", "ปีงบ 2567", "2566", "2024", "ม.ค. 2567", "1/2567", "x", ""])
PARTS = st.sampled_from(["", "รวม", "m", "ชาย", "f", "x"])
NUMBERS = st.decimals("-20", "1000020", places=3, allow_nan=False).map(str)
WHOLE = st.integers(-2, 12).map(str)
WORDS = st.sampled_from(
    ["", " ", "0", "0.0", "-0", "+5", "5.", ".5", "1,234", "1,234.50", "12,34", "๕", "5 (p)", "(5)", "-", "--",
     "ไม่มีข้อมูล", "ไม่มี", "n/a", "1e3", "1E3", "0.0000000000001", "12345678901234", "99999999999999999999",
     "5 คน", "5 บาท", "5 %", "#REF!", "=A1", "abc", "inf", "nan", "1_000", "0x10", "1 234", "'5", "100.0001",
     "1234567890.25", "1,234,567,890.25", "999999999.99", "0.1234567", "1.25000000", "12,345.0000000"]
)  # fmt: skip
VALUES = st.one_of(WORDS, WHOLE, NUMBERS)
SAID = st.sampled_from([*STATUSES, "", "", "", "odd"])
ROWS = st.lists(st.tuples(ITEMS, AREAS, PERIODS, PARTS, VALUES, SAID), min_size=1, max_size=60)
LIKELY = st.tuples(
    st.just("people"),
    st.sampled_from(["2001", "2002"]),
    st.sampled_from(["2567", "2566"]),
    PARTS,
    VALUES,
    SAID,
)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.one_of(ROWS, st.lists(LIKELY, min_size=1, max_size=40)),
    batch=st.sampled_from([7, 1000]),
    cells_in_memory=st.sampled_from([5, 1000]),
    sparse=st.booleans(),
)
def test_any_table(*, rows: list[tuple[str, ...]], batch: int, cells_in_memory: int, sparse: bool):
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as name:
        patch.setattr(checking, "BATCH", batch)
        patch.setattr(holding, "LEAST", cells_in_memory * holding.OF_A_CELL)
        if sparse:
            patch.setattr(arranging, "_SPARSE", 0)
            patch.setattr(arranging, "GROUP", 1)
        folder = Path(name)
        store = make_store("embedded", 1, folder / "scratch")
        path = folder / "sent.csv"
        quoted = [",".join('"' + text.replace('"', '""') + '"' for text in row) for row in rows]
        path.write_text("\n".join(["a,b,c,d,e,f", *quoted]) + "\n", encoding="utf-8")
        raw = open_table(path, name="sent.csv", header=1, landing=folder)
        found = store.check(raw, MAPPING, TERMS, folder / "into", submission=3)
        cells = store.table([file.path for file in found.good], EVERYTHING)
        listed = store.rejects(found.rejects.path, most=1000) if found.rejects else ()
    wanted = expected(rows)
    assert {cell.key: (cell.status, cell.value, frozenset(cell.marks)) for cell in cells} == wanted.stored
    assert sorted((each.row, each.column, each.reason.code) for each in listed) == sorted(wanted.rejects)
    assert [each.value for each in listed] == [rows[each.row - 2][each.column] for each in listed]
    _sums_agree(found, wanted, rows)


def _sums_agree(found: Checked, wanted: Expected, rows: list[tuple[str, ...]]) -> None:
    filled = sum(any(texts) for texts in rows)
    assert found.cells_in == filled == found.cells_accepted + found.cells_rejected
    assert found.rows_in == found.rows_accepted + found.rows_rejected
    assert found.rows_rejected == len(wanted.rows_rejected)
    assert (found.repeated, found.conflicting) == (wanted.repeated, wanted.conflicting)
    assert (
        sum(file.rows for file in found.good) == found.cells_accepted - found.repeated == len(wanted.stored)
    )
    assert sum(found.by_status.values()) == found.cells_accepted
    assert sum(found.by_reason.values()) == len(wanted.rejects)
