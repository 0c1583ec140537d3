"""What a table says against its own cells: another unit than the item's, cells beyond the titles."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from samrit.indicators import doubting
from samrit.indicators.doubting import doubted
from samrit.indicators.reading import Mapping, propose
from samrit.indicators.store.texts import Fault, Number, Reader
from samrit.rules.periods import PeriodType
from samrit.rules.wording import RefusedError
from tests.indicators.reading.opened import opened
from tests.indicators.store.terms import PEOPLE, TERMS

ITEMS = {item.code: (item.code, *item.names) for item in TERMS.items.values()}


def found(folder: Path, text: str) -> list[tuple[int, int, str, str]]:
    raw = opened(folder, text)
    mapping = propose(raw, items=ITEMS, within="20", lists=TERMS.lists)
    table = doubted(raw, mapping, TERMS)
    return [(each.row, each.column, each.value, each.message.code) for each in table.problems]


@pytest.mark.parametrize(
    "text",
    [
        "รายการ,รหัสพื้นที่,ปี,หน่วย,ค่า\nincome,2001,2566,บาท,5000\nincome,2002,2566,ล้านบาท,5\nincome,2003,2566,,6\n",
        "อำเภอ,ปี,income (บาท),หมายเหตุ\n2001,2566,5000,\n",
        "รายได้ ปี 2566,\n,หน่วย : พันบาท ปี 2566\nอำเภอ,มูลค่า\n2001,5000\n2002,\n",
    ],
    ids=["in a column", "in a title", "above the table"],
)
def test_a_figure_in_another_unit_is_not_taken_for_the_items(tmp_path: Path, text: str):
    ((_row, _column, value, code),) = found(tmp_path, text)
    assert (value, code) == ("5000", "cell_other_unit")


def test_the_items_unit_and_words_that_are_none_contradict_nothing(tmp_path: Path):
    assert not found(tmp_path, "อำเภอ,ปี,income (ล้านบาท),people (เบื้องต้น),ชาย (ราย)\n2001,2566,5,6,7\n")
    assert not found(tmp_path, "รายการ,อำเภอ,ปี,หน่วยนับ,ค่า\npeople,2001,2566,ราย,5\nอื่น,2001,2566,บาท,5\n")


def test_a_record_with_more_cells_than_titles_was_cut_at_a_wrong_place(tmp_path: Path):
    text = "อำเภอ,ปี,income,people\n2001,2566,1,234,7\n2002,2566,1,2,,\n2003,2566,1,2\n"
    assert found(tmp_path, text) == [
        (2, 2, "1", "cell_beyond_titles"),
        (2, 3, "234", "cell_beyond_titles"),
    ]
    assert not found(tmp_path, "รหัสพื้นที่,ปี,income,\n2001,2566,1,\n2002,2566,1,\n")


def test_of_too_many_such_cells_the_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(doubting, "MOST_DOUBTED", 1)
    with pytest.raises(RefusedError, match="บาท"):
        found(tmp_path, "อำเภอ,ปี,income (บาท)\n2001,2566,5000\n2002,2566,6000\n")


def test_a_period_still_to_come_is_told_and_one_far_ahead_refused():
    reader = Reader.of(Mapping(()), replace(TERMS, today=date(2024, 1, 1)))
    told = {year: reader.period([year], PeriodType.YEAR) for year in ("2567", "2568", "2572", "2573")}
    now, next_year, last, too_far = told.values()
    assert now == Number(2024)
    assert isinstance(next_year, Number)
    assert isinstance(last, Number)
    assert [note.code for one in (next_year, last) for note in one.notes] == ["period_ahead", "period_ahead"]
    assert isinstance(too_far, Fault)
    assert too_far.message.code == "period_far_ahead"
    assert Reader.of(Mapping(()), TERMS).period(["2643"], PeriodType.YEAR) == Number(2100)


def test_a_period_long_past_is_told():
    reader = Reader.of(Mapping(()), replace(TERMS, today=date(2024, 1, 1)))
    told = {year: reader.period([year], PeriodType.YEAR) for year in ("2537", "2536", "2466")}
    assert told["2537"] == Number(1994)
    for year in ("2536", "2466"):
        found = told[year]
        assert isinstance(found, Number)
        assert [note.code for note in found.notes] == ["period_long_past"]


def test_lines_broken_within_the_name_of_an_item_are_nothing():
    reader = Reader.of(Mapping(()), TERMS)
    assert reader.item("ประชา\nกร ") == reader.item("ประชากร") == Number(PEOPLE)


def test_columns_that_nobody_reads_are_told(tmp_path: Path):
    raw = opened(tmp_path, "ลำดับ,อำเภอ,สถานี,ปี,income,หมายเหตุ\n9,2001,ก,2566,5,x\n")
    mapping = propose(raw, items=ITEMS, within="20", lists=TERMS.lists)
    (note,) = doubted(raw, mapping, TERMS).notes
    assert (note.code, note.thai()) == ("table_columns_unread", "ไม่ได้อ่าน 1 คอลัมน์ เช่น “สถานี”")
